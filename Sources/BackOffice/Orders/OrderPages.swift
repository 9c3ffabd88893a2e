import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Orders in the portal: what waits first, then what was decided.
enum OrderPages {
  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let waiting = try call.query("cursor") == nil ? pending(call) : nil
    var filter = Orders.Filter()
    filter.decided = true
    let decided = try Orders.list(filter, paging, in: call.work)
    let nextHref = paging.next(decided) { [$0.id.description] }.map { PortalLink.to("/orders", ["cursor": $0]) }
    let history: HTML = """
      \(table(caption: OrderWords.decided.in(language), columns: columns(call),
        rows: decided.prefix(paging.limit).map { row($0, call) },
        empty: "<p>\(OrderWords.noneDecided.in(language))</p>"))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.orders.label.in(language))", subtitle: "\(subtitle(call.actor))",
        actions: NewOrderPages.links(call.actor)))
      \(waiting)
      \(card(title: OrderWords.decided.in(language), history))
      """
    return try Portal.page(call, Portal.Place.orders.label.in(language), at: .orders, content)
  }

  /// Everything that waits, up to the most a page holds.
  private static func pending(_ call: Call) throws -> HTML {
    let language = call.actor.language
    var filter = Orders.Filter()
    filter.status = .waiting
    let orders = try Orders.list(filter, Paging(limit: Bounds.pageMaximum), in: call.work)
    let rows = table(
      caption: OrderWords.waiting.in(language), columns: columns(call),
      rows: orders.prefix(Bounds.pageMaximum).map { row($0, call) },
      empty: "<p>\(OrderWords.noneWaiting.in(language))</p>")
    return card(title: OrderWords.waiting.in(language), rows)
  }

  private static func subtitle(_ actor: Actor) -> String {
    (actor.level == .customer ? OrderWords.ownHint : OrderWords.sellerHint).in(actor.language)
  }

  private static func columns(_ call: Call) -> [Column] {
    let language = call.actor.language
    let customer = call.actor.level == .customer ? [] : [Column(OrderWords.customer.in(language))]
    return [Column(OrderWords.order.in(language))] + customer + [
      Column(OrderWords.contents.in(language)), Column(OrderWords.placed.in(language)),
      Column(DeskWords.status.in(language)),
    ]
  }

  private static func row(_ order: Orders.Record, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let customer: [HTML] = call.actor.level == .customer ? [] : ["\(order.customerName)"]
    let contents = order.lines.map { "\($0.wanted.quantity) × \($0.planName)" }.joined(separator: ", ")
    let title = OrderWords.title.in(language, ["number": String(order.number)])
    return ["<a href=\"/orders/\(order.id.description)\">\(title)</a>"] + customer + [
      "\(contents)", "\(Portal.time(order.placedAt))<small>\(order.placedByName)</small>", status(order, language),
    ]
  }

  static func status(_ order: Orders.Record, _ language: Language) -> HTML {
    switch order.status {
    case .waiting: badge(OrderWords.isWaiting.in(language), tone: .warning)
    case .completed: badge(OrderWords.isCompleted.in(language), tone: .good)
    case .rejected: badge(OrderWords.isRejected.in(language), tone: .bad)
    case .cancelled: badge(OrderWords.isCancelled.in(language), tone: .neutral)
    }
  }

  // MARK: - One order

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let order = try Orders.find(try call.id(), in: call.work)
    let title = OrderWords.title.in(language, ["number": String(order.number)])
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.orders.label.in(language), "/orders"), (title, nil)]))
      \(pageHeader(title: "\(title) \(status(order, language))", subtitle: "\(order.customerName)"))
      \(card(title: OrderWords.contents.in(language), lines(order, language)))
      \(card(title: OrderWords.course.in(language), definitionList(course(order, language))))
      \(order.status == .waiting ? try OrderVerdicts.html(order, call) : nil)
      \(try OrderVerdicts.changes(of: order, call))
      """
    return try Portal.page(call, title, at: .orders, content)
  }

  private static func lines(_ order: Orders.Record, _ language: Language) -> HTML {
    let columns = [
      Column(OrderWords.plan.in(language)), Column(OrderWords.quantity.in(language), kind: .number),
      Column(DeskWords.name.in(language)), Column(OrderWords.became.in(language)),
    ]
    let rows: [[HTML]] = order.lines.map { line in
      let link: HTML? = line.subscription.map {
        "<a href=\"/subscriptions/\($0.description)\">\(OrderWords.subscription.in(language))</a>"
      }
      return [
        "\(line.planName)", "\(line.wanted.quantity)", "\(line.wanted.friendlyName ?? "")", "\(link)",
      ]
    }
    return table(caption: OrderWords.contents.in(language), columns: columns, rows: rows)
  }

  private static func course(_ order: Orders.Record, _ language: Language) -> [(String, HTML)] {
    let placed = OrderWords.byAt.in(language, ["name": order.placedByName, "at": Portal.clockText(order.placedAt)])
    var entries: [(String, HTML)] = [
      (OrderWords.placed.in(language), "\(placed)"), (OrderWords.termsAccepted.in(language), "\(placed)"),
    ]
    if let name = order.decidedByName, let at = order.decidedAt {
      let decided = OrderWords.byAt.in(language, ["name": name, "at": Portal.clockText(at)])
      entries.append((OrderWords.decided.in(language), "\(decided)"))
    }
    if let reason = order.reason { entries.append((OrderWords.reason.in(language), "\(reason)")) }
    return entries
  }

  /// At the figures the page showed.
  static func approve(_ call: Call) throws -> Response {
    let tag = Form(call.request)?.first("figures")
    return try decide(.approve(changes: [], tag.map { .tagged($0) } ?? .asShown), call)
  }

  /// Quantities and offers by line, `quantity-1`, `offer-1`; what is as it was is left alone.
  static func change(_ call: Call) throws -> Response {
    let order = try Orders.find(try call.id(), in: call.work)
    // Also where nothing would change.
    guard call.actor.level != .customer else { throw Refusal.denied("order.reseller_decides") }
    let form = Form(call.request)
    var issues: [Issue] = []
    let changes: [Orders.LineChange] = order.lines.enumerated().compactMap { index, line in
      let position = index + 1
      var quantity: Int?
      if let text = form?.text("quantity-\(position)") {
        quantity = Int(text)
        if quantity == nil { issues.append(Issue("/quantity-\(position)", "field.whole_number_expected")) }
      }
      let offer = form?.text("offer-\(position)").flatMap { ID<Offer>($0) }
      if quantity == line.wanted.quantity { quantity = nil }
      let isOther = offer != nil && offer != line.wanted.offer
      return quantity != nil || isOther
        ? Orders.LineChange(position: position, quantity: quantity, offer: isOther ? offer : nil) : nil
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    return changes.isEmpty ? .seeOther("/orders/\(order.id)") : try decide(.change(changes), call)
  }

  static func cancel(_ call: Call) throws -> Response { try decide(.cancel(reason: nil), call) }

  static func reject(_ call: Call) throws -> Response {
    let fields = try call.form()
    _ = fields.has("version")
    let reason = fields.text("reason", required: true, upTo: 500, lines: true)
    try fields.check()
    return try decide(.reject(reason: reason ?? ""), call)
  }

  /// The order as it was on the page that decides.
  private static func decide(_ verdict: Orders.Verdict, _ call: Call) throws -> Response {
    let seen = Form(call.request)?.first("version")
    let decided = try Orders.decide(try call.id(), verdict, in: call.work) { order in
      if order.status == .waiting, seen != String(order.version) { throw Refusal.stale }
    }
    return .seeOther("/orders/\(decided.order.id)")
  }
}
