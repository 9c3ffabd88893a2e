import Core
import FoundationEssentials
import HTTP
import Markup

/// A reseller's prices: what each offer costs its customers and how that comes about.
enum PricePages {
  private typealias Words = PriceWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    var filter = CustomerPrices.Filter()
    filter.search = try SearchText.query(call)
    filter.service = call.query("service").flatMap { ID<Service>($0) }
    filter.customer = call.query("customer").flatMap { ID<Organization>($0) }
    let paging = try Paging(call)
    let found = try CustomerPrices.list(filter, paging, in: call.work)
    let services = try Catalogue.services(in: call.work)
    let next = paging.next(found) { [$0.offer.description] }
    let nextHref = next.map {
      PortalLink.to(
        "/prices",
        [
          "search": filter.search, "service": filter.service?.description, "customer": filter.customer?.description,
          "cursor": $0,
        ])
    }
    let content: HTML = """
      \(pageHeader(title: "\(Words.prices.in(language))", subtitle: "\(Words.subtitle.in(language))", actions: [
        buttonLink(label: Words.general.in(language), href: "/prices/rules"),
        buttonLink(label: Words.changes.in(language), href: "/price-changes"),
      ]))
      \(filterForm(action: "/prices", value: filter.search ?? "", label: Words.search.in(language),
        extra: OfferTable.serviceSelect(services, filter.service, language)))
      \(results("""
        \(tables(Array(found.prefix(paging.limit)), filter.customer, language))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Words.prices.in(language), at: .prices, content)
  }

  /// A table per service.
  private static func tables(
    _ items: [CustomerPrices.Listed], _ customer: ID<Organization>?, _ language: Language
  ) -> HTML {
    guard !items.isEmpty else { return "<div class=\"empty\"><p>\(Words.noOffers.in(language))</p></div>" }
    let columns = [
      Column(SubscriptionWords.plan.in(language)), Column(SubscriptionWords.term.in(language)),
      Column(Words.cost.in(language), kind: .number), Column(Words.rule.in(language)),
      Column(Words.price.in(language), kind: .number), Column(Words.margin.in(language), kind: .number),
      Column(Words.from.in(language)), Column("", kind: .number),
    ]
    return Dictionary(grouping: items, by: \.serviceName).sorted { $0.key < $1.key }.map { service, own in
      let rows = own.sorted { ($0.planName, $0.term.months) < ($1.planName, $1.term.months) }.map {
        row($0, customer, language)
      }
      return card(title: service, table(caption: service, columns: columns, rows: rows))
    }.joined()
  }

  private static func row(_ item: CustomerPrices.Listed, _ customer: ID<Organization>?, _ language: Language) -> [HTML]
  {
    let billed = SubscriptionWords.frequency(item.frequency).in(language)
    let isLoss = item.margin.map { $0.points < 0 } ?? false
    let margin: HTML = item.margin.map { isLoss ? badge("\($0) %", tone: .bad) : "\($0.description) %" } ?? "–"
    let trial: HTML? = item.trial ? badge(SubscriptionWords.trial.in(language)) : nil
    let href = PortalLink.to("/prices/offers/\(item.offer)", ["customer": customer?.description])
    return [
      "\(item.planName) \(trial)<small>\(SubscriptionWords.segment(item.segment).in(language))</small>",
      "\(SubscriptionWords.length(item.term, language))<small>\(billed)</small>",
      "\(item.cost.map(\.html) ?? "–")", "\(item.line.map { Words.rule($0.line.content, language) } ?? "–")",
      "\(item.price.map(\.html) ?? "<small>\(Words.none.in(language))</small>")", margin,
      "\(item.line.map { day($0.line.from) } ?? "–")", buttonLink(label: Words.details.in(language), href: href),
    ]
  }

  /// A day a line holds from; a dash for what held since before days were kept.
  private static func day(_ from: Day) -> HTML { from.year == 2000 ? "–" : "<time>\(from.description)</time>" }

  // MARK: One offer

  static func offer(_ call: Call) throws -> Response {
    let language = call.actor.language
    let offer = try CatalogueKeeping.offer(try call.id(), in: call.work)
    let lines = try SellingPrices.history(of: offer, in: call.work)
    let today = try CatalogueKeeping.today(of: call.actor.organization, in: call.work)
    let title = "\(offer.planName), \(SubscriptionWords.term(offer.term, offer.frequency, language))"
    let new = PortalLink.to("/prices/new", ["offer": offer.id.description, "customer": call.query("customer")])
    let facts: [(String, HTML)] = [
      (Words.cost.in(language), offer.cost.map(\.html) ?? "–"),
      (Words.price.in(language), offer.price.map(\.html) ?? "–"),
      (Words.list.in(language), offer.listPrice.map(\.html) ?? "–"),
    ]
    let content: HTML = """
      \(breadcrumbs([(Words.prices.in(language), "/prices"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(offer.serviceName)", actions: [
        buttonLink(label: Words.new.in(language), href: new, tone: .primary),
      ]))
      \(card(definitionList(facts)))
      \(card(title: Words.lines.in(language), history(lines, today, call)))
      \(try ShowingForm.card(offer.id, call))
      """
    return try Portal.page(call, title, at: .prices, content)
  }

  /// Lines that count, counted or will, each with what can be done about it.
  static func history(_ lines: [SellingPrices.Listed], _ today: Day, _ call: Call) -> HTML {
    let language = call.actor.language
    let rows: [[HTML]] = lines.map { item in
      let isPast = item.line.until.map { $0 <= today } ?? false
      let state: HTML? =
        isPast
        ? badge(Words.past.in(language))
        : item.line.from > today ? badge(Words.planned.in(language), tone: .warning) : nil
      let end: HTML =
        isPast
        ? .empty
        : buttonLink(label: Words.end.in(language), href: "/prices/lines/\(ID<Change>(item.id))/ending")
      let amount: HTML =
        if case .fixed(let money) = item.line.content { money.html } else {
          "\(Words.rule(item.line.content, language)) \(item.currency.code)"
        }
      return [
        "\(item.customerName ?? Words.everybody.in(language))", "\(item.subjectName ?? Words.everything.in(language))",
        amount, "\(day(item.line.from)) \(state)", "\(item.line.until?.description ?? "–")",
        "\(item.setByName ?? "–")", end,
      ]
    }
    let columns = [
      Column(Words.forWhom.in(language)), Column(Words.what.in(language)), Column(Words.price.in(language)),
      Column(Words.from.in(language)), Column(Words.until.in(language)), Column(AuditWords.who.in(language)),
      Column("", kind: .number),
    ]
    return table(
      caption: Words.lines.in(language), columns: columns, rows: rows, empty: "<p>\(Words.none.in(language))</p>")
  }

  /// Lines for a service or everything.
  static func rules(_ call: Call) throws -> Response {
    let language = call.actor.language
    let today = try CatalogueKeeping.today(of: call.actor.organization, in: call.work)
    let lines = try SellingPrices.general(in: call.work)
    let content: HTML = """
      \(breadcrumbs([(Words.prices.in(language), "/prices"), (Words.general.in(language), nil)]))
      \(pageHeader(title: "\(Words.general.in(language))", actions: [
        buttonLink(label: Words.new.in(language), href: "/prices/new", tone: .primary),
      ]))
      \(card(history(lines, today, call)))
      """
    return try Portal.page(call, Words.general.in(language), at: .prices, content)
  }

  /// Says what ending a line means before it is done.
  static func askEnd(_ call: Call) throws -> Response {
    let language = call.actor.language
    let id: ID<Change> = try call.id()
    let line = try SellingPrices.find(id.raw, in: call.work)
    let home = line.scope.offer.map { "/prices/offers/\($0)" } ?? "/prices/rules"
    let content: HTML = """
      \(breadcrumbs([(Words.prices.in(language), "/prices"), (Words.end.in(language), nil)]))
      \(pageHeader(title: "\(Words.end.in(language))"))
      \(card(form(action: "/prices/lines/\(id)/ending", csrf: call.actor.csrf ?? "",
        content: "<p>\(SellingPrices.text(line))</p><p>\(Words.endHint.in(language))</p>",
        submit: Words.end.in(language), tone: .danger, cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, Words.end.in(language), at: .prices, content)
  }

  static func end(_ call: Call) throws -> Response {
    try SellingPrices.end((try call.id(of: Change.self)).raw, in: call.work)
    return .seeOther("/prices")
  }

  // MARK: Price changes

  static func changes(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let found = try PriceChanges.list(paging, in: call.work)
    let rows: [[HTML]] = found.prefix(paging.limit).map { change in
      [
        "\(change.from.description)", "\(change.customerName)",
        "<a href=\"/subscriptions/\(change.subscription.description)\">\(change.friendlyName ?? change.planName)</a>",
        "\(change.quantity)", change.before.html, change.after.html,
      ]
    }
    let columns = [
      Column(Words.from.in(language)), Column(SubscriptionWords.customer.in(language)),
      Column(SubscriptionWords.subscription.in(language)),
      Column(SubscriptionWords.licences.in(language), kind: .number), Column(Words.now.in(language), kind: .number),
      Column(Words.then.in(language), kind: .number),
    ]
    let next = paging.next(found) { [$0.from.description, $0.subscription.description] }
    let more = next.map { PortalLink.to("/price-changes", ["cursor": $0]) }
    let content: HTML = """
      \(pageHeader(title: "\(Words.changes.in(language))", subtitle: "\(Words.changesHint.in(language))"))
      \(card(table(caption: Words.changes.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.noChanges.in(language))</p>")))
      \(pager(nextHref: more, label: DeskWords.more.in(language)))
      """
    return try Portal.page(
      call, Words.changes.in(language), at: call.actor.level == .reseller ? .prices : .subscriptions, content)
  }
}
