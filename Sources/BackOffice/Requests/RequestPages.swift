import Core
import FoundationEssentials
import HTTP
import Markup

/// Requests in the portal: a list to filter, and one with all it takes to decide it.
enum RequestPages {
  private typealias Words = RequestPageWords

  // MARK: - The list

  /// What the reader filters by: what waits unless told, whatever is malformed counts as not asked.
  private struct Asked {
    var filter = Requests.Filter()
    let status: String

    init(_ call: Call) {
      status = call.query("status") ?? CustomerRequest.Status.waiting.rawValue
      filter.status = CustomerRequest.Status(rawValue: status)
      filter.kind = call.query("kind").flatMap { Requests.Kind.parse(column: $0) }
      filter.customer = call.query("customer").flatMap { ID<Organization>($0) }
    }
  }

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let asked = Asked(call)
    let paging = try Paging(call)
    let records = try Requests.list(asked.filter, paging, in: call.work)
    let nextHref = paging.next(records) { [$0.id.description] }.map {
      PortalLink.to(
        "/requests",
        [
          "status": asked.status, "kind": asked.filter.kind?.columnText,
          "customer": asked.filter.customer?.description, "cursor": $0,
        ])
    }
    let title = Portal.Place.requests.label.in(language)
    let content: HTML = """
      \(pageHeader(title: "\(title)", subtitle: "\(subtitle(call.actor))", actions: actions(call.actor)))
      \(filter(asked, call.actor))
      \(results("""
        \(table(Array(records.prefix(paging.limit)), call, empty: empty(asked, language)))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, title, at: .requests, content)
  }

  private static func subtitle(_ actor: Actor) -> String {
    let words: Phrase =
      switch actor.level {
      case .customer where actor.rights.holds(.subscriptionsChange): Words.ofManager
      case .customer: Words.ofUser
      default: Words.ofSeller
      }
    return words.in(actor.language)
  }

  private static func actions(_ actor: Actor) -> [HTML] {
    guard actor.holds(.servicesAsk), !actor.rights.holds(.subscriptionsChange) else { return [] }
    return [buttonLink(label: Words.askForService.in(actor.language), href: "/requests/new", tone: .primary)]
  }

  private static func filter(_ asked: Asked, _ actor: Actor) -> HTML {
    let language = actor.language
    let option = SubscriptionListPages.option
    let states =
      [option("all", Words.anyStatus.in(language), asked.filter.status == nil)]
      + CustomerRequest.Status.allCases.map {
        option($0.rawValue, RequestWords.status($0).in(language), asked.filter.status == $0)
      }
    let kinds: [Requests.Kind] =
      actor.level == .customer && actor.rights.holds(.subscriptionsChange)
      ? [.of(.change), .of(.cancellation), .service] : [.of(.change), .of(.cancellation)]
    let choices =
      [option("", Words.anyKind.in(language), asked.filter.kind == nil)]
      + kinds.map { option($0.columnText, RequestWords.kind($0).in(language), asked.filter.kind == $0) }
    let kind: HTML? =
      actor.rights.holds(.subscriptionsChange)
      ? SubscriptionListPages.select("kind", Words.kind.in(language), choices) : nil
    let customer: HTML? = asked.filter.customer.map {
      "<input type=\"hidden\" name=\"customer\" value=\"\($0.description)\">"
    }
    return """
      <form class="filter" action="/requests" method="get" data-autosubmit>\
      \(SubscriptionListPages.select("status", DeskWords.status.in(language), states))\(kind)\(customer)\
      <button type="submit" class="plain">\(DeskWords.filter.in(language))</button></form>

      """
  }

  private static func empty(_ asked: Asked, _ language: Language) -> HTML {
    if asked.filter.status == .waiting, asked.filter.kind == nil { return "<p>\(Words.noneWaiting.in(language))</p>" }
    let all = Words.showAll.in(language)
    return "<p>\(Words.noMatch.in(language))</p><p><a href=\"/requests?status=all\">\(all)</a></p>"
  }

  static func table(_ records: [Requests.Record], _ call: Call, empty: HTML = .empty) -> HTML {
    let language = call.actor.language
    let isSeller = call.actor.level != .customer
    let columns =
      [Column(Words.what.in(language))] + (isSeller ? [Column(SubscriptionWords.customer.in(language))] : []) + [
        Column(Words.askedBy.in(language)), Column(DeskWords.status.in(language)),
      ]
    let rows: [[HTML]] = records.map { record in
      let customer: [HTML] = isSeller ? ["\(record.customerName)"] : []
      return [
        """
        <a href="/requests/\(record.id.description)">\(record.subject.name)</a>\
        <small>\(RequestWords.wish(record, record.present, language))</small>
        """
      ] + customer + [
        "\(record.askedByName)<small>\(Portal.time(record.askedAt))</small>", status(record, call),
      ]
    }
    return Markup.table(
      caption: Portal.Place.requests.label.in(language), columns: columns, rows: rows, empty: empty)
  }

  /// Whether it waits, and whether for the reader.
  static func status(_ record: Requests.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let status = record.state.status(at: call.work.now)
    guard status == .waiting, isDecided(record, by: call.actor) else { return RequestWords.badge(status, language) }
    return badge(Words.waitsForYou.in(language), tone: .warning)
  }

  /// Whether the reader is one of those who decide it.
  static func isDecided(_ record: Requests.Record, by actor: Actor) -> Bool {
    guard actor.rights.holds(.subscriptionsChange) else { return false }
    return (record.kind == .service) == (actor.level == .customer)
  }

  // MARK: - One

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Requests.find(try call.id(), in: call.work)
    let isOpen = record.state.status(at: call.work.now) == .waiting
    let isMine = isDecided(record, by: call.actor)
    let forecast = isOpen && record.kind != .service ? try Requests.forecast(record, in: call.work) : nil
    let title = record.subject.name
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.requests.label.in(language), "/requests"), (title, nil)]))
      \(pageHeader(title: "\(title) \(status(record, call))",
        subtitle: "\(RequestWords.wish(record, record.present, language))"))
      \(card(title: Words.asked.in(language), facts(record, call)))
      \(RequestFiguresCard(record: record, forecast: forecast, call: call).html)
      \(when: isOpen && isMine && record.kind != .service, RequestForms.deciding(record, forecast, call))
      \(isOpen && isMine && record.kind == .service ? try ServiceRequestPages.giving(record, call) : nil)
      \(when: isOpen, RequestForms.takingBack(record, call))
      \(card(title: Words.timeline.in(language), timeline(record, call)))
      """
    return try Portal.page(call, title, at: .requests, content)
  }

  private static func facts(_ record: Requests.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let subject = record.subject
    var facts: [(String, HTML)] = []
    if call.actor.level != .customer {
      let href = "/customers/\(record.path.organization)"
      facts.append((SubscriptionWords.customer.in(language), "<a href=\"\(href)\">\(record.customerName)</a>"))
    }
    facts.append((DeskWords.service.in(language), "\(subject.serviceName)"))
    if let plan = subject.planName { facts.append((SubscriptionWords.plan.in(language), "\(plan)")) }
    if let id = subject.subscription {
      let link: HTML = "<a href=\"/subscriptions/\(id.description)\">\(subject.name)</a>"
      facts.append((SubscriptionWords.subscription.in(language), link))
    }
    facts.append((Words.wish.in(language), "\(RequestWords.wish(record, record.body, language))"))
    if let changed = record.changedBody {
      facts.append((Words.instead.in(language), "\(RequestWords.wish(record, changed, language))"))
    }
    if let note = record.note { facts.append((DeskWords.note.in(language), "\(note)")) }
    let asked = OrderWords.byAt.in(language, ["name": record.askedByName, "at": Portal.clockText(record.askedAt)])
    facts.append((Words.askedBy.in(language), "\(asked)"))
    if record.state.status == .waiting {
      facts.append((Words.waitsUntil.in(language), "\(Portal.clockText(record.state.expiresAt))"))
    }
    if let reason = record.reason { facts.append((Words.reason.in(language), "\(reason)")) }
    if let result = result(record, call.actor) { facts.append((Words.result.in(language), result)) }
    return definitionList(facts)
  }

  /// What a service asked for was given by; links for those who may follow them.
  private static func result(_ record: Requests.Record, _ actor: Actor) -> HTML? {
    let language = actor.language
    let (words, href): (Phrase, String)
    if let order = record.given.order {
      (words, href) = (Words.becameOrder, "/orders/\(order)")
    } else if let request = record.given.request {
      (words, href) = (Words.becameRequest, "/requests/\(request)")
    } else if let subscription = record.given.subscription {
      (words, href) = (Words.gaveLicence, "/subscriptions/\(subscription)")
    } else {
      return nil
    }
    let isReadable = actor.rights.holds(.subscriptionsChange)
    return isReadable ? "<a href=\"\(href)\">\(words.in(language))</a>" : "\(words.in(language))"
  }

  private static func timeline(_ record: Requests.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let columns = [
      Column(AuditWords.at.in(language)), Column(AuditWords.what.in(language)), Column(AuditWords.who.in(language)),
      Column(Words.details.in(language)),
    ]
    let rows: [[HTML]] = record.history.map { entry in
      let really: HTML? = entry.realActorName.map {
        "<small>\(AuditWords.really.in(language, ["name": $0]))</small>"
      }
      let wish = entry.body.map { RequestWords.wish(record, $0, language) }
      return [
        Portal.time(entry.at), "\(RequestWords.event(entry.event).in(language))",
        "\(entry.actorName ?? AuditWords.byItself.in(language))\(really)",
        "\([wish, entry.reason].compactMap { $0 }.joined(separator: " · "))",
      ]
    }
    return Markup.table(caption: Words.timeline.in(language), columns: columns, rows: rows)
  }
}
