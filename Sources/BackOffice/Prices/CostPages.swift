import Core
import FoundationEssentials
import HTTP
import Markup

/// What a reseller may sell and pays, for its distributor.
enum CostPages {
  private typealias Words = PriceWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    let home = "/resellers/\(reseller.id)/costs"
    var filter = Assortments.Filter()
    filter.search = try SearchText.query(call)
    filter.service = call.query("service").flatMap { ID<Service>($0) }
    let paging = try Paging(call)
    let found = try Assortments.list(of: reseller, filter, paging, in: call.work)
    let next = paging.next(found) { [$0.offer.description] }
    let nextHref = next.map {
      PortalLink.to(home, ["search": filter.search, "service": filter.service?.description, "cursor": $0])
    }
    let columns = [
      Column(SubscriptionWords.plan.in(language)), Column(SubscriptionWords.term.in(language)),
      Column(Words.maySell.in(language)), Column(Words.cost.in(language), kind: .number),
      Column(Words.list.in(language), kind: .number), Column(Words.from.in(language)), Column("", kind: .number),
    ]
    let rows = found.prefix(paging.limit).map { row($0, home, call) }
    let services = try Catalogue.services(in: call.work)
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.resellers.label.in(language), "/resellers"), (reseller.name, "/resellers/\(reseller.id)"),
        (Words.costs.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.costs.in(language))", subtitle: "\(Words.costsHint.in(language))"))
      \(filterForm(action: home, value: filter.search ?? "", label: Words.search.in(language),
        extra: OfferTable.serviceSelect(services, filter.service, language)))
      \(results("""
        \(card(table(caption: Words.costs.in(language), columns: columns, rows: rows,
          empty: "<p>\(Words.noOffers.in(language))</p>")))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Words.costs.in(language), at: .resellers, content)
  }

  private static func row(_ item: Assortments.Listed, _ home: String, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let trial: HTML? = item.trial ? badge(SubscriptionWords.trial.in(language)) : nil
    let toggle = actionButton(
      label: (item.allowed ? Words.refuse : Words.allow).in(language), action: home + "/\(item.offer)/permission",
      csrf: call.actor.csrf ?? "", hidden: [("allowed", item.allowed ? "no" : "yes")])
    let own: HTML? = item.isOwn ? "<small>\(Words.own.in(language))</small>" : nil
    let billed = SubscriptionWords.frequency(item.frequency).in(language)
    let next: HTML? = item.next.map { "<small>\($0.cost.description), \($0.from.description)</small>" }
    return [
      "\(item.planName) \(trial)<small>\(item.serviceName)</small>",
      "\(SubscriptionWords.length(item.term, language))<small>\(billed)</small>",
      "\((item.allowed ? AuditWords.yes : AuditWords.no).in(language)) \(toggle)",
      "\(item.cost.map(\.html) ?? "–")\(own)\(next)", "\(item.list.map(\.html) ?? "–")",
      "\(item.from?.description ?? "–")",
      buttonLink(label: Words.set.in(language), href: home + "/new?offer=\(item.offer)"),
    ]
  }

  static func permit(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    let offer: ID<Offer> = try call.id("offer")
    let isAllowed = Form(call.request)?.first("allowed") == "yes"
    try Assortments.allow([(pointer: "", offer: offer, allowed: isAllowed)], for: reseller, in: call.work)
    try call.work.audit(
      "reseller.offers_changed", AuditObject("reseller", reseller.id), on: reseller.path,
      after: PriceFacts.lines(["\(offer): \(isAllowed ? "+" : "−")"]))
    return .seeOther("/resellers/\(reseller.id)/costs")
  }

  static func new(_ call: Call) throws -> Response {
    let language = call.actor.language
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    let home = "/resellers/\(reseller.id)/costs"
    let refill = Refill(call)
    guard let id = ID<Offer>(Form(call.request)?.text("offer") ?? call.query("offer") ?? "") else {
      throw Refusal.notFound
    }
    let offer = try CatalogueKeeping.offer(id, in: call.work)
    let currency = reseller.currency.code
    let fields: HTML = """
      <p>\(offer.planName), \(SubscriptionWords.term(offer.term, offer.frequency, language))</p>
      \(field(label: "\(Words.cost.in(language)) (\(currency))", name: "unitCost", value: refill.value("unitCost"),
        error: refill.error("unitCost"), required: true, attributes: ["inputmode": "decimal", "autocomplete": "off"]))
      \(field(label: "\(Words.list.in(language)) (\(currency))", name: "listPrice", value: refill.value("listPrice"),
        error: refill.error("listPrice"), attributes: ["inputmode": "decimal", "autocomplete": "off"]))
      \(field(label: Words.from.in(language), name: "from", type: "date", value: refill.value("from"),
        hint: Words.fromHint.in(language), error: refill.error("from")))
      \(field(label: Words.until.in(language), name: "until", type: "date", value: refill.value("until"),
        hint: Words.untilHint.in(language), error: refill.error("until")))
      \(checkbox(label: "\(Words.forAll.in(language))", name: "everybody"))
      """
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.resellers.label.in(language), "/resellers"), (reseller.name, "/resellers/\(reseller.id)"),
        (Words.costs.in(language), home), (Words.newCost.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.newCost.in(language))"))
      \(card(form(action: home + "/new", csrf: call.actor.csrf ?? "", hidden: [("offer", id.description)],
        content: fields, submit: Words.newCost.in(language), cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, Words.newCost.in(language), at: .resellers, content)
  }

  static func set(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    let fields = try call.form()
    let offer = fields.id("offer", required: true, of: Offer.self)
    let cost = money(fields, "unitCost", reseller.currency, required: true)
    let list = money(fields, "listPrice", reseller.currency)
    let from = fields.parsed("from", "field.day_malformed") { Day($0) }
    let until = fields.parsed("until", "field.day_malformed") { Day($0) }
    let isForAll = fields.text("everybody", upTo: 10) != nil
    try fields.check()
    guard let offer, let cost else { throw Refusal.notFound }
    let draft = CostPrices.Draft(
      pointer: "", offer: offer, reseller: isForAll ? nil : reseller.id,
      amounts: CostPrices.Amounts(cost: cost, list: list), from: from, until: until)
    try CostPrices.set([draft], in: call.work)
    let path = isForAll ? Path(distributor: reseller.path.distributor, reseller: nil, customer: nil) : reseller.path
    try call.work.audit(
      "offer.cost_set", AuditObject("offer", offer), on: path,
      after: PriceFacts.line("\(cost)" + (from.map { " \($0)" } ?? "")))
    return .seeOther("/resellers/\(reseller.id)/costs")
  }

  private static func money(_ fields: Fields, _ name: String, _ currency: Currency, required: Bool = false) -> Money? {
    let money = fields.parsed(name, required: required, "money.malformed") { Money($0, currency: currency) }
    if let money, money.minor < 0 { fields.note(name, "money.negative") }
    return money
  }
}
