import Core
import FoundationEssentials
import HTTP
import Markup

/// Access to people in the portal: what waits first, then what is open, then what was.
enum DelegationPages {
  private typealias Words = DelegationWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let customer = call.actor.level == .customer ? call.actor.organization : nil
    let found = try Delegations.list(of: customer, paging, in: call.work)
    let nextHref = paging.next(found) { [$0.id.description] }.map { PortalLink.to("/delegations", ["cursor": $0]) }
    let title = Portal.Place.delegations.label.in(language)
    let shown = found.prefix(paging.limit).filter { customer == nil || isOver($0, call) }
    let content: HTML = """
      \(pageHeader(title: "\(title)",
        subtitle: "\((customer == nil ? Words.ofSeller : Words.ofCustomer).in(language))"))
      \(try customer.map { try current(of: $0, call) })
      \(when: customer == nil || !shown.isEmpty,
        card(title: (customer == nil ? Words.all : Words.past).in(language), table(shown, call)))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, title, at: .delegations, content)
  }

  private static func isOver(_ record: Delegations.Record, _ call: Call) -> Bool {
    let status = record.delegation.status(at: call.work.now)
    return status != .pending && status != .active
  }

  /// What waits for the customer's managers, ready to be decided, and what is open.
  private static func current(of customer: ID<Organization>, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let found = try DelegationStore.current(of: customer, in: call.work)
    let waiting: [HTML] = found.filter { $0.delegation.status == .pending }.map { request($0, call) }
    return """
      \(waiting)
      \(card(title: Words.active.in(language),
        table(found.filter { $0.delegation.status == .active }, call, empty: Words.noneActive)))
      """
  }

  /// Delegations in a table; sellers see whose people they are about, where the page does not say so.
  static func table(
    _ records: [Delegations.Record], _ call: Call, ofOneCustomer: Bool = false, empty: Phrase = DelegationWords.none
  ) -> HTML {
    let language = call.actor.language
    let isSeller = call.actor.level != .customer && !ofOneCustomer
    let columns =
      [Column(Words.access.in(language))] + (isSeller ? [Column(Words.customer.in(language))] : []) + [
        Column(DeskWords.status.in(language)), Column(Words.until.in(language)), Column(Words.askedBy.in(language)),
        Column("", kind: .number),
      ]
    let rows: [[HTML]] = records.map { record in
      let customer: [HTML] = isSeller ? ["\(record.customerName)"] : []
      let status = record.delegation.status(at: call.work.now)
      return [
        """
        <a href="/delegations/\(record.id.description)">\(Words.list(record.delegation.rights, language))</a>\
        <small>\(record.reason)</small>
        """
      ] + customer + [
        Words.status(status, language), "\(until(record, status, language))",
        "\(record.askedByName)<small>\(record.askedAt.utcDay.description)</small>", ending(record, status, call),
      ]
    }
    return Markup.table(
      caption: Portal.Place.delegations.label.in(language), columns: columns, rows: rows,
      empty: "<p>\(empty.in(language))</p>")
  }

  /// When it is over, or was.
  private static func until(
    _ record: Delegations.Record, _ status: Delegation.Status, _ language: Language
  ) -> String {
    guard status == .ended, let end = record.history.last else { return Words.until(record.delegation, language) }
    return Portal.clockText(end.at)
  }

  private static func ending(_ record: Delegations.Record, _ status: Delegation.Status, _ call: Call) -> HTML {
    guard status == .active, call.actor.holds(.delegationsManage) else { return .empty }
    let label = DelegationFormWords.end.in(call.actor.language)
    return buttonLink(label: label, href: "/delegations/\(record.id)/ending")
  }

  // MARK: - One

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Delegations.find(try call.id(), in: call.work)
    let status = record.delegation.status(at: call.work.now)
    let mayDecide = call.actor.holds(.delegationsManage) && call.actor.level == .customer
    let names = ["reseller": record.resellerName, "customer": record.customerName]
    let title = (call.actor.level == .customer ? Words.title : Words.sellersTitle).in(language, names)
    let isWaitingForReader = status == .pending && mayDecide
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.delegations.label.in(language), "/delegations"), (title, nil)]))
      \(pageHeader(title: "\(title) \(Words.status(status, language))", subtitle: "\(subtitle(record, call))",
        actions: actions(record, status, call)))
      \(isWaitingForReader ? request(record, call) : card(title: Words.access.in(language), facts(record, language)))
      \(when: status == .active && mayDecide, DelegationForms.limiting(record, call))
      \(card(title: Words.history.in(language), history(record, language)))
      """
    return try Portal.page(call, title, at: .delegations, content)
  }

  /// The distributor also sees whose access it is.
  private static func subtitle(_ record: Delegations.Record, _ call: Call) -> String {
    let rights = Words.list(record.delegation.rights, call.actor.language)
    return call.actor.level == .distributor ? "\(record.resellerName) · \(rights)" : rights
  }

  private static func actions(_ record: Delegations.Record, _ status: Delegation.Status, _ call: Call) -> [HTML] {
    guard call.actor.holds(.delegationsManage) else { return [] }
    let language = call.actor.language
    let path = "/delegations/\(record.id)"
    let isReseller = call.actor.level == .reseller
    switch status {
    case .pending where isReseller:
      let hidden = [("version", String(record.version))]
      return [
        actionButton(
          label: DelegationFormWords.withdraw.in(language), action: path + "/withdrawal", csrf: call.actor.csrf ?? "",
          hidden: hidden, tone: .danger)
      ]
    case .active:
      let end = buttonLink(
        label: DelegationFormWords.endAccess.in(language), href: path + "/ending", tone: .danger)
      guard isReseller else { return [end] }
      let again = "/customers/\(record.path.organization)/delegations/new"
      return [buttonLink(label: DelegationFormWords.askAgain.in(language), href: again), end]
    default: return []
    }
  }

  private static func facts(_ record: Delegations.Record, _ language: Language) -> HTML {
    let delegation = record.delegation
    var entries: [(String, HTML)] = [
      (Words.given.in(language), meanings(delegation.rights, language)),
      (Words.until.in(language), "\(until(record, delegation.status, language))"),
    ]
    switch delegation.status {
    case .active, .ended, .expired: break
    case .pending, .refused, .withdrawn: entries[0].0 = Words.askedFor.in(language)
    }
    if delegation.rights != delegation.askedRights {
      entries.append((Words.askedFor.in(language), "\(Words.list(delegation.askedRights, language))"))
    }
    let asked = OrderWords.byAt.in(
      language, ["name": record.askedByName, "at": Portal.clockText(record.askedAt)])
    entries.append((Words.askedBy.in(language), "\(asked)"))
    entries.append((Words.reason.in(language), "\(record.reason)"))
    return definitionList(entries)
  }

  private static func meanings(_ rights: [DelegationRight], _ language: Language) -> HTML {
    let items: [HTML] = rights.map { "<div>\(Words.meaning($0).in(language))</div>" }
    return items.joined()
  }

  private static func history(_ record: Delegations.Record, _ language: Language) -> HTML {
    let columns = [
      Column(AuditWords.at.in(language)), Column(AuditWords.what.in(language)), Column(Words.who.in(language)),
      Column(Words.rights.in(language)), Column(Words.until.in(language)), Column(Words.reason.in(language)),
    ]
    let rows: [[HTML]] = record.history.map { entry in
      [
        Portal.time(entry.at), "\(Words.event(entry.event).in(language))",
        "\(entry.actorName ?? Words.byItself.in(language))", "\(Words.list(entry.rights, language))",
        entry.expiresAt.map { Portal.time($0) } ?? "\(Words.until(record.asAsked, language))", "\(entry.reason ?? "")",
      ]
    }
    return Markup.table(caption: Words.history.in(language), columns: columns, rows: rows)
  }

  /// A request with everything a manager needs to decide it.
  private static func request(_ record: Delegations.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let title = Words.waiting.in(language, ["reseller": record.resellerName])
    return """
      \(card(title: title, facts(record, language)))
      \(when: call.actor.holds(.delegationsManage), DelegationForms.deciding(record, call))
      """
  }
}

extension Delegations.Record {
  /// As it was before anybody decided it.
  fileprivate var asAsked: Delegation {
    Delegation(
      status: .pending, rights: delegation.askedRights, askedRights: delegation.askedRights, extent: delegation.extent,
      expiresAt: nil)
  }
}
