import Core
import FoundationEssentials
import HTTP

/// What resellers may sell and pay, over HTTP.
enum CostPricesAPI {
  static let parameters =
    QueryParameter.paging + [
      QueryParameter("resellerId", "Only this reseller's own.", format: "uuid"),
      QueryParameter("offerId", "Only this offer's.", format: "uuid"),
      QueryParameter("serviceId", "Only of this service's offers.", format: "uuid"),
      QueryParameter("on", "Only what holds on this day.", format: "date"),
    ]

  static let assortmentParameters =
    QueryParameter.paging + [
      QueryParameter("serviceId", "Only this service's.", format: "uuid"),
      QueryParameter("search", "Part of the plan's name."),
    ]

  // MARK: A reseller's offers

  /// The offers a reseller may sell, with what it pays for them.
  static func resellerOffers(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    let paging = try Paging(call)
    var filter = Assortments.Filter()
    filter.service = try call.queryID("serviceId")
    filter.search = try SearchText.query(call)
    let found = try Assortments.list(of: reseller, filter, paging, in: call.work)
    return paging.response(found, cursor: { [$0.offer.description] }) { write(&$0, $1) }
  }

  private static func write(_ json: inout JSONWriter, _ item: Assortments.Listed) {
    json.object { json in
      json.member("offerId", item.offer)
      json.member("planName", item.planName)
      json.member("allowed", item.allowed)
      json.member("unitCost", item.cost)
      json.member("listPrice", item.list)
      json.member("from", item.from)
      guard let next = item.next else { return json.member("next", nil as String?) }
      json.object("next") {
        $0.member("unitCost", next.cost)
        $0.member("from", next.from)
      }
    }
  }

  /// PUT `{"items": [{"offerId", "unitCost"?, "listPrice"?, "from"?, "until"?, "allowed"?}]}`: what is left out stays
  /// as it is.
  static func putResellerOffers(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    let fields = try call.fields()
    var costs: [CostPrices.Draft] = []
    var allowed: [(pointer: String, offer: ID<Offer>, allowed: Bool)] = []
    for (index, item) in (fields.objects("items", required: true, upTo: Bounds.pricesAtOnce) ?? []).enumerated() {
      let offer = item.id("offerId", required: true, of: Offer.self)
      let isAllowed = item.bool("allowed") ?? true
      let draft = draft(item, at: "/items/\(index)", offer: offer, reseller: reseller.id, needsCost: false)
      item.noteUnknown()
      guard let offer else { continue }
      allowed.append(("/items/\(index)", offer, isAllowed))
      if let draft { costs.append(draft) }
    }
    try fields.check()
    try Assortments.allow(allowed, for: reseller, in: call.work)
    if !costs.isEmpty { try CostPrices.set(costs, in: call.work) }
    try call.work.audit(
      "reseller.offers_changed", AuditObject("reseller", reseller.id), on: reseller.path,
      after: PriceFacts.lines(costs.map(text)))
    return try resellerOffers(call)
  }

  private static func text(_ draft: CostPrices.Draft) -> String {
    "\(draft.offer): \(draft.amounts.cost)" + (draft.from.map { " \($0)" } ?? "")
  }

  /// Nil where the fields note why, or say no cost although none is needed.
  private static func draft(
    _ item: Fields, at pointer: String, offer: ID<Offer>?, reseller: ID<Organization>?, needsCost: Bool
  ) -> CostPrices.Draft? {
    let cost = item.object("unitCost").flatMap { money($0) }
    let list = item.object("listPrice").flatMap { money($0) }
    let from = item.parsed("from", "field.day_malformed") { Day($0) }
    let until = item.parsed("until", "field.day_malformed") { Day($0) }
    if cost == nil, needsCost || list != nil || from != nil || until != nil { item.note("unitCost", "field.required") }
    if let cost, let list, cost.currency != list.currency { item.note("listPrice", "currency.mixed") }
    guard let offer, let cost else { return nil }
    return CostPrices.Draft(
      pointer: pointer, offer: offer, reseller: reseller, amounts: CostPrices.Amounts(cost: cost, list: list),
      from: from, until: until)
  }

  /// An amount that is not negative, in a currency it names.
  static func money(_ fields: Fields) -> Money? {
    let currency = fields.parsed("currency", required: true, "currency.unknown") { Currency($0) }
    guard let currency else {
      _ = fields.parsed("amount", required: true) { $0 }
      fields.noteUnknown()
      return nil
    }
    let amount = fields.parsed("amount", required: true, "money.malformed") { Money($0, currency: currency) }
    if let amount, amount.minor < 0 { fields.note("amount", "money.negative") }
    fields.noteUnknown()
    return amount
  }

  static func assortment(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    try call.actor.require(.costsView)
    return answer(try Assortments.takesEverything(reseller.id, in: call.work))
  }

  static func putAssortment(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work, locking: true)
    let fields = try call.fields()
    let everything = fields.bool("everything", required: true)
    try fields.check()
    try Assortments.setEverything(everything ?? false, for: reseller, in: call.work)
    return answer(everything ?? false)
  }

  private static func answer(_ everything: Bool) -> Response {
    var json = JSONWriter()
    json.object { $0.member("everything", everything) }
    return .json(json)
  }

  // MARK: The lists

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    var filter = CostPrices.Filter()
    filter.reseller = try call.queryID("resellerId")
    filter.offer = try call.queryID("offerId")
    filter.service = try call.queryID("serviceId")
    filter.on = try call.queryDay("on")
    let found = try CostPrices.list(filter, paging, in: call.work)
    return paging.response(found, cursor: { [ID<Change>($0.id).description] }) { json, item in
      json.object {
        $0.member("id", ID<Change>(item.id))
        $0.member("resellerId", item.reseller)
        $0.member("offerId", item.offer)
        $0.member("planName", item.planName)
        $0.member("unitCost", item.line.content.cost)
        $0.member("listPrice", item.line.content.list)
        $0.member("from", item.line.from)
        $0.member("until", item.line.until)
      }
    }
  }

  /// PUT `{"items": [{"offerId", "resellerId"?, "unitCost", "listPrice"?, "from"?, "until"?}]}`
  static func put(_ call: Call) throws -> Response {
    let fields = try call.fields()
    var drafts: [CostPrices.Draft] = []
    for (index, item) in (fields.objects("items", required: true, upTo: Bounds.pricesAtOnce) ?? []).enumerated() {
      let offer = item.id("offerId", required: true, of: Offer.self)
      let reseller = item.id("resellerId", of: Organization.self)
      let draft = draft(item, at: "/items/\(index)", offer: offer, reseller: reseller, needsCost: true)
      item.noteUnknown()
      if let draft { drafts.append(draft) }
    }
    try fields.check()
    let count = try CostPrices.set(drafts, in: call.work)
    let path = Path(distributor: call.actor.path.distributor, reseller: nil, customer: nil)
    try call.work.audit(
      "distributor.costs_changed", AuditObject("distributor", path.distributor), on: path,
      after: PriceFacts.lines(drafts.map(text)))
    var json = JSONWriter()
    json.object { $0.member("changed", count) }
    return .json(json)
  }

  static func end(_ call: Call) throws -> Response {
    try CostPrices.end((try call.id(of: Change.self)).raw, in: call.work)
    return .noContent
  }
}
