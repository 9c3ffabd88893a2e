import Core
import FoundationEssentials
import HTTP
import Markup

/// What vendors are asked, in the portal: the operations team's task list, and each request.
enum FulfilmentPages {
  private typealias Words = VendorWords

  /// `?view=all` or `?view=parked`; else what waits for people.
  static func tasks(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let view = call.query("view") ?? ""
    var filter = Fulfilments.Filter()
    filter.isForPeople = view.isEmpty
    if view == "parked" { filter.state = .parked }
    let found = try Fulfilments.list(filter, paging, in: call.work)
    let nextHref = paging.next(found) { [$0.id.description] }.map {
      PortalLink.to("/provisioning/tasks", ["view": view, "cursor": $0])
    }
    let title = Words.provisioning.in(language)
    let content: HTML = """
      \(pageHeader(title: "\(title)", subtitle: "\(Words.tasksHint.in(language))",
        actions: [buttonLink(label: Words.connectors.in(language), href: "/connectors")]))
      \(tabs(label: title, views(view, language)))
      \(card(table(Array(found.prefix(paging.limit)), call,
        empty: filter.isForPeople ? Words.noTasks : Words.noRequests)))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, title, at: .provisioning, content)
  }

  private static func views(_ view: String, _ language: Language) -> [NavItem] {
    [("", Words.tasks), ("parked", Words.parked), ("all", Words.all)].map { name, label in
      NavItem(
        label: label.in(language), href: PortalLink.to("/provisioning/tasks", ["view": name]), current: view == name)
    }
  }

  static func table(_ records: [Fulfilments.Record], _ call: Call, empty: Phrase) -> HTML {
    let language = call.actor.language
    let columns = [
      Column(Words.request.in(language)), Column(Words.subscription.in(language)), Column(Words.vendor.in(language)),
      Column(Words.since.in(language)), Column(DeskWords.status.in(language)),
    ]
    let rows: [[HTML]] = records.map { record in
      [
        """
        <a href="/fulfilments/\(record.id.description)">\(Words.operation(record.operation).in(language))</a>\
        <small>\(Words.quantity.in(language)): \(record.quantity)</small>
        """,
        "\(record.subscriptionName)<small>\(record.customerName)</small>",
        "\(record.vendor)<small>\(record.serviceName)</small>", Portal.time(record.createdAt),
        "\(Words.badge(record.state, language))\(note(record, language))",
      ]
    }
    return Markup.table(
      caption: Words.provisioning.in(language), columns: columns, rows: rows,
      empty: "<p>\(empty.in(language))</p>")
  }

  private static func note(_ record: Fulfilments.Record, _ language: Language) -> HTML? {
    if let name = record.takenByName, !record.state.isSettled {
      return "<small>\(Words.takenBy.in(language)) \(name)</small>"
    }
    return (record.reason ?? record.fault.map { Messages.sentence($0.code, [:], language) }).map {
      "<small>\($0)</small>"
    }
  }

  // MARK: - One

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Fulfilments.find(try call.id(), in: call.work)
    let mayDecide = call.actor.holds(.provisioningManage)
    let title = Words.operation(record.operation).in(language)
    let home = mayDecide ? (Words.provisioning.in(language), "/provisioning/tasks") : ("", "")
    let trail: [(label: String, href: String?)] =
      (mayDecide ? [(label: home.0, href: home.1)] : []) + [
        (label: record.subscriptionName, href: "/subscriptions/\(record.subscription)"), (label: title, href: nil),
      ]
    let content: HTML = """
      \(breadcrumbs(trail))
      \(pageHeader(title: "\(title) \(Words.badge(record.state, language))",
        subtitle: "\(record.subscriptionName) · \(record.customerName)"))
      \(remark(record, language))
      \(card(title: Words.request.in(language), facts(record, language)))
      \(when: record.state == .asking && call.actor.holds(.subscriptionsChange),
        FulfilmentForms.answering(record, call))
      \(when: mayDecide && !record.state.isSettled, FulfilmentForms.deciding(record, call))
      """
    return try Portal.page(call, title, at: mayDecide ? .provisioning : .subscriptions, content)
  }

  private static func remark(_ record: Fulfilments.Record, _ language: Language) -> HTML {
    if let fault = record.fault {
      let tone: Tone = record.state == .parked ? .bad : .warning
      let said: HTML? = record.reason.map { "<p>\($0)</p>" }
      return notice(tone, title: Messages.sentence(fault.code, [:], language), body: said)
    }
    if !record.isNext, !record.state.isSettled { return notice(.neutral, title: Words.notNext.in(language)) }
    return .empty
  }

  private static func facts(_ record: Fulfilments.Record, _ language: Language) -> HTML {
    var facts: [(String, HTML)] = [
      (
        Words.subscription.in(language),
        "<a href=\"/subscriptions/\(record.subscription.description)\">\(record.subscriptionName)</a>"
      ),
      (Words.customer.in(language), "\(record.customerName)"), (Words.reseller.in(language), "\(record.resellerName)"),
      (Words.vendor.in(language), "\(record.vendor) · \(record.serviceName)"),
      (Words.quantity.in(language), "\(record.quantity)"), (Words.since.in(language), Portal.time(record.createdAt)),
    ]
    if record.resellerName.isEmpty { facts.remove(at: 2) }
    if let reference = record.reference { facts.append((Words.reference.in(language), "\(reference)")) }
    if let reason = record.reason { facts.append((Words.reason.in(language), "\(reason)")) }
    if let name = record.takenByName { facts.append((Words.takenBy.in(language), "\(name)")) }
    if record.attempts > 0 { facts.append((Words.attempts.in(language), "\(record.attempts)")) }
    if let next = record.nextAttemptAt, record.fault != nil {
      facts.append((Words.nextAttempt.in(language), Portal.time(next)))
    }
    if let at = record.settledAt {
      let who = record.settledByName ?? Words.byVendor.in(language)
      facts.append((Words.settled.in(language), "\(Portal.time(at)) \(who)"))
    }
    for (name, value) in record.given.sorted(by: { $0.key < $1.key }) { facts.append((name, "\(value)")) }
    return definitionList(facts)
  }
}

/// Where an order's or a subscription's provisioning stands, on their pages: what is under way, else the last refusal.
struct ProvisioningCard {
  private let records: [Fulfilments.Record]
  private let call: Call

  /// Of one subscription, or of several that were ordered together. One query.
  init(_ subscriptions: [ID<Subscription>], _ call: Call) throws {
    self.call = call
    let rows =
      subscriptions.isEmpty
      ? []
      : try call.tx.rows(
        """
        SELECT \(Fulfilments.columns) FROM \(Fulfilments.source)
        WHERE f.subscription_id = ANY (\(subscriptions))
          AND (f.settled_at IS NULL OR f.state = 'refused' AND NOT EXISTS (
          SELECT FROM fulfilment n WHERE n.subscription_id = f.subscription_id AND n.change_number > f.change_number))
        ORDER BY f.subscription_id, f.change_number, f.round LIMIT \(Bounds.pageDefault)
        """
      ).map(Fulfilments.record)
    records = rows
  }

  var html: HTML {
    let language = call.actor.language
    guard !records.isEmpty else { return .empty }
    let rows: [[HTML]] = records.map { record in
      [
        """
        \(VendorWords.operation(record.operation).in(language)) · \(record.subscriptionName)\
        <small>\(VendorWords.quantity.in(language)): \(record.quantity)</small>
        """,
        "\(sentence(record))\(billing(record).map { "<small>\($0)</small>" as HTML })",
        "\(VendorWords.badge(shown(record.state), language))",
        buttonLink(
          label: (record.state == .asking ? VendorWords.answer : VendorWords.open).in(language),
          href: "/fulfilments/\(record.id)"),
      ]
    }
    let columns = [
      Column(VendorWords.request.in(language)), Column(""), Column(DeskWords.status.in(language)),
      Column("", kind: .number),
    ]
    return card(
      title: VendorWords.provisioning.in(language),
      table(caption: VendorWords.provisioning.in(language), columns: columns, rows: rows))
  }

  /// To those who wait for the vendor it is all the same how it is told.
  private func shown(_ state: FulfilmentState) -> FulfilmentState {
    if call.actor.holds(.provisioningManage) { return state }
    return state == .waiting || state == .sent ? .accepted : state
  }

  /// What a purchase that waits costs so far.
  private func billing(_ record: Fulfilments.Record) -> String? {
    guard record.operation == .purchase, record.round == 0, !record.state.isSettled else { return nil }
    return VendorWords.notBilledYet.in(call.actor.language)
  }

  private func sentence(_ record: Fulfilments.Record) -> String {
    let language = call.actor.language
    let values = [
      "vendor": record.vendor, "at": Portal.clockText(record.createdAt), "reason": record.reason ?? "",
    ]
    switch record.state {
    case .refused: return VendorWords.refusedBecause.in(language, values)
    case .asking: return VendorWords.asks.in(language, values)
    case .parked: return VendorWords.beingLookedAt.in(language, values)
    default: return VendorWords.waitingSince.in(language, values)
    }
  }
}
