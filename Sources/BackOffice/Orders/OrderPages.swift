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
    var filter = try asked(call)
    let isNarrowed = filter.status != nil || filter.number != nil || filter.search != nil
    let waiting = try isNarrowed || call.query("cursor") != nil ? nil : pending(call)
    filter.decided = !isNarrowed
    let orders = try Orders.list(filter, paging, in: call.work)
    let nextHref = paging.next(orders) { [$0.id.description] }.map {
      PortalLink.to(
        "/orders", ["search": call.query("search"), "status": filter.status?.rawValue, "cursor": $0])
    }
    let title = (isNarrowed ? OrderWords.found : OrderWords.decided).in(language)
    let none = (isNarrowed ? OrderWords.noneFound : OrderWords.noneDecided).in(language)
    let listing: HTML = """
      \(table(caption: title, columns: columns(call), rows: orders.prefix(paging.limit).map { row($0, call) },
        empty: "<p>\(none)</p>"))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.orders.label.in(language))", subtitle: "\(subtitle(call.actor))",
        actions: NewOrderPages.links(call.actor)))
      \(filterForm(action: "/orders", value: call.query("search") ?? "", label: OrderWords.search.in(language),
        extra: statuses(filter.status, language)))
      \(results("\(waiting)\(card(title: title, listing))"))
      """
    return try Portal.page(call, Portal.Place.orders.label.in(language), at: .orders, content)
  }

  /// A number typed is an order's; any other word part of a plan's or the customer's name.
  private static func asked(_ call: Call) throws -> Orders.Filter {
    var filter = Orders.Filter()
    filter.status = call.query("status").flatMap { Orders.Status(rawValue: $0) }
    guard let search = try SearchText.query(call) else { return filter }
    if let number = Int32(search), number > 0 { filter.number = Int(number) } else { filter.search = search }
    return filter
  }

  private static func statuses(_ chosen: Orders.Status?, _ language: Language) -> HTML {
    let words: [(Orders.Status, Phrase)] = [
      (.waiting, OrderWords.isWaiting), (.completed, OrderWords.isCompleted), (.rejected, OrderWords.isRejected),
      (.cancelled, OrderWords.isCancelled),
    ]
    let any = SubscriptionListPages.option("", OrderWords.anyStatus.in(language), false)
    let options = words.map { SubscriptionListPages.option($0.0.rawValue, $0.1.in(language), chosen == $0.0) }
    return SubscriptionListPages.select("status", DeskWords.status.in(language), [any] + options)
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
      \(OrderParts.confirmation(order, call))
      \(card(title: OrderWords.contents.in(language), OrderParts.lines(order, call)))
      \(try ProvisioningCard(order.lines.compactMap(\.subscription), call).html)
      \(grid([
        card(title: OrderWords.course.in(language), OrderParts.course(order, language)),
        card(title: OrderWords.agreements.in(language), OrderParts.agreements(order, language)),
      ]))
      \(order.status == .waiting ? try OrderVerdicts.html(order, call) : nil)
      \(try OrderVerdicts.changes(of: order, call))
      """
    return try Portal.page(call, title, at: .orders, content)
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
