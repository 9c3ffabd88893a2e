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
      \(grid([
        card(title: OrderWords.course.in(language), OrderParts.course(order, language)),
        card(title: OrderWords.agreements.in(language), OrderParts.agreements(order, language)),
      ]))
      \(order.status == .waiting ? try verdicts(order, call) : nil)
      """
    return try Portal.page(call, title, at: .orders, content)
  }

  /// What can be said to an order that waits: the seller sees what approving costs.
  private static func verdicts(_ order: Orders.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let path = "/orders/\(order.id)"
    let hidden = [("version", String(order.version))]
    if call.actor.level == .customer {
      return card(
        actionButton(
          label: OrderWords.cancel.in(language), action: path + "/cancellation", csrf: csrf, hidden: hidden,
          tone: .danger))
    }
    let reason = textArea(
      label: OrderWords.reason.in(language), name: "reason", value: Refill(call).value("reason"), rows: 3,
      hint: OrderWords.reasonHint.in(language), error: Refill(call).error("reason"), required: true)
    return """
      \(card(title: OrderWords.approve.in(language), """
        \(try forecast(order, call))
        \(actionButton(label: OrderWords.approve.in(language), action: path + "/approval", csrf: csrf,
          hidden: hidden, tone: .primary))
        """))
      \(card(title: OrderWords.reject.in(language),
        form(action: path + "/rejection", csrf: csrf, hidden: hidden, content: reason,
          submit: OrderWords.reject.in(language), tone: .danger)))
      """
  }

  /// What would be posted today and at the next invoice; or why nothing could be.
  private static func forecast(_ order: Orders.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    // Pricing an order takes the reseller's reach; the rest of the page is the actor's again.
    defer {
      call.tx.enqueue(Reach.notCommercial)
      call.tx.enqueue(call.actor.reach)
    }
    do {
      let sum = try Orders.preview(order, in: call.work)
      let rows: [[HTML]] = sum.totals.filter { call.actor.sees($0.leg) }.map { total in
        [
          "\(SubscriptionWords.leg(total.leg, call.actor).in(language))",
          money(amount: total.today.amount, currency: total.today.currency.code),
          money(amount: total.nextInvoice.amount, currency: total.nextInvoice.currency.code),
        ]
      }
      return table(
        caption: OrderWords.forecast.in(language),
        columns: [
          Column(""), Column(OrderWords.today.in(language), kind: .number),
          Column(OrderWords.nextInvoice.in(language), kind: .number),
        ], rows: rows)
    } catch let refusal as Refusal {
      return notice(.warning, title: Portal.sentence(refusal, language))
    }
  }

  static func approve(_ call: Call) throws -> Response { try decide(.approve, call) }

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
    let order = try Orders.decide(try call.id(), verdict, in: call.work) { order in
      if order.status == .waiting, seen != String(order.version) { throw Refusal.stale }
    }
    return .seeOther("/orders/\(order.id)")
  }
}
