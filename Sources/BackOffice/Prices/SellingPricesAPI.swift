import Core
import FoundationEssentials
import HTTP

/// What a reseller asks of its customers, and which of them see what, over HTTP.
enum SellingPricesAPI {
  static let parameters =
    QueryParameter.paging + [
      QueryParameter("customerId", "Only this customer's own.", format: "uuid"),
      QueryParameter("offerId", "Only this offer's.", format: "uuid"),
      QueryParameter("serviceId", "Only this service's.", format: "uuid"),
      QueryParameter("on", "Only what holds on this day.", format: "date"),
    ]

  static let customerParameters =
    QueryParameter.paging + [
      QueryParameter("serviceId", "Only this service's.", format: "uuid"),
      QueryParameter("search", "Part of the plan's name."),
      QueryParameter("on", "The prices of this day; today's unless told.", format: "date"),
    ]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    var filter = SellingPrices.Filter()
    filter.customer = try call.queryID("customerId")
    filter.offer = try call.queryID("offerId")
    filter.service = try call.queryID("serviceId")
    filter.on = try call.queryDay("on")
    let found = try SellingPrices.list(filter, paging, in: call.work)
    return paging.response(found, cursor: { [ID<Change>($0.id).description] }) { write(&$0, $1) }
  }

  static func write(_ json: inout JSONWriter, _ item: SellingPrices.Listed) {
    json.object {
      $0.member("id", ID<Change>(item.id))
      $0.member("customerId", item.scope.customer)
      $0.member("offerId", item.scope.offer)
      $0.member("serviceId", item.scope.service)
      $0.member("name", item.subjectName)
      $0.member("currency", item.currency.code)
      $0.member("rule", item.line.content.name)
      if case .fixed(let price) = item.line.content { $0.member("unitPrice", price) }
      if let percentage = item.line.content.percentage { $0.member("percent", percentage.description) }
      $0.member("from", item.line.from)
      $0.member("until", item.line.until)
    }
  }

  /// PUT `{"items": [{"offerId"? | "serviceId"?, "customerId"?, "currency", "rule", "unitPrice" | "percent", "from"?,
  /// "until"?}]}`
  static func put(_ call: Call) throws -> Response {
    let fields = try call.fields()
    var drafts: [SellingPrices.Draft] = []
    for (index, item) in (fields.objects("items", required: true, upTo: Bounds.pricesAtOnce) ?? []).enumerated() {
      let price = item.object("unitPrice").flatMap { CostPricesAPI.money($0) }
      if let draft = draft(item, at: "/items/\(index)", price: { _ in price }) { drafts.append(draft) }
      item.noteUnknown()
    }
    try fields.check()
    let outcome = try SellingPrices.set(drafts, in: call.work, preview: call.isPreview)
    var json = JSONWriter()
    json.object {
      $0.array("items", outcome.lines) { write(&$0, $1) }
      $0.array("warnings", outcome.belowCost > 0 ? [outcome.belowCost] : []) { json, count in
        json.object {
          $0.member("code", "price.below_cost" as Code)
          $0.member("detail", warning(count, call.actor.language))
        }
      }
    }
    return .json(json)
  }

  static func warning(_ count: Int, _ language: Language) -> String {
    Messages.sentence("price.below_cost", ["count": String(count)], language)
  }

  /// One line as fields say it; nil where they note why. `price` reads a fixed price in the currency.
  static func draft(
    _ item: Fields, at pointer: String, price: (Currency) -> Money?
  ) -> SellingPrices.Draft? {
    let offer = item.id("offerId", of: Offer.self)
    let service = item.id("serviceId", of: Service.self)
    let customer = item.id("customerId", of: Organization.self)
    if offer != nil, service != nil { item.note("serviceId", "price.of_two_things") }
    let currency = item.parsed("currency", required: true, "currency.unknown") { Currency($0) }
    let name = item.parsed("rule", required: true, "field.not_a_choice") { text in
      ["fixed", "margin", "discount"].first { $0 == text }
    }
    let from = item.parsed("from", "field.day_malformed") { Day($0) }
    let until = item.parsed("until", "field.day_malformed") { Day($0) }
    guard let name, let currency else {
      _ = item.has("percent")
      _ = item.has("unitPrice")
      return nil
    }
    let rule = rule(name, item, currency, price: price(currency))
    if name == "fixed", offer == nil { item.note("offerId", "price.fixed_needs_offer") }
    guard let rule else { return nil }
    let subject = offer.map { PriceScope.Subject.offer($0) } ?? service.map { .service($0) } ?? .everything
    return SellingPrices.Draft(
      pointer: pointer, scope: PriceScope(subject, customer: customer), currency: currency, rule: rule, from: from,
      until: until)
  }

  private static func rule(_ name: String, _ item: Fields, _ currency: Currency, price: Money?) -> PriceRule? {
    if name == "fixed" {
      if item.has("percent"), !item.isNull("percent") { item.note("percent", "field.unknown") }
      guard let price else {
        if !item.has("unitPrice") || item.isNull("unitPrice") { item.note("unitPrice", "field.required") }
        return nil
      }
      if price.currency != currency { item.note("unitPrice/currency", "currency.mixed") }
      return .fixed(price)
    }
    if item.has("unitPrice"), !item.isNull("unitPrice") { item.note("unitPrice", "field.unknown") }
    let range = name == "margin" ? PriceRule.margins : PriceRule.discounts
    let percentage = item.decimal("percent", required: true, "percent.malformed") { Percentage($0) }
    guard let percentage else { return nil }
    if !range.contains(percentage.points) {
      item.note(
        "percent", "percent.out_of_range",
        [
          "minimum": Percentage(points: range.lowerBound).description,
          "maximum": Percentage(points: range.upperBound).description,
        ])
    }
    return name == "margin" ? .margin(percentage) : .discount(percentage)
  }

  static func end(_ call: Call) throws -> Response {
    try SellingPrices.end((try call.id(of: Change.self)).raw, in: call.work)
    return .noContent
  }

  // MARK: One customer's prices

  static func ofCustomer(_ call: Call) throws -> Response {
    let customer = try Organizations.find(try call.id(), kind: .customer, in: call.work)
    let paging = try Paging(call)
    var filter = CustomerPrices.Filter()
    filter.customer = customer.id
    filter.service = try call.queryID("serviceId")
    filter.search = try SearchText.query(call)
    filter.on = try call.queryDay("on")
    let found = try CustomerPrices.list(filter, paging, in: call.work)
    return paging.response(found, cursor: { [$0.offer.description] }) { json, item in
      json.object {
        $0.member("offerId", item.offer)
        $0.member("planName", item.planName)
        $0.member("serviceId", item.service)
        $0.member("serviceName", item.serviceName)
        $0.member("segment", item.segment)
        $0.member("term", item.term)
        $0.member("billingFrequency", item.frequency.rawValue)
        $0.member("trial", item.trial)
        $0.member("unitPrice", item.price)
        $0.member("listPrice", item.list)
        if let cost = item.cost { $0.member("unitCost", cost) }
        if let margin = item.margin { $0.member("marginPercent", margin.description) }
        if let line = item.line {
          $0.name("price")
          write(&$0, line)
        }
      }
    }
  }

  // MARK: Who sees it

  static func showing(_ call: Call) throws -> Response {
    answer(try OfferShowing.of(try call.id(), in: call.work))
  }

  /// PUT `{"shown": "all" | "none" | "named", "customerIds": […]}`
  static func putShowing(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let extent = fields.choice("shown", required: true, of: OfferShowing.Extent.self)
    let customers = fields.ids("customerIds", upTo: Bounds.customersNamed, of: Organization.self) ?? []
    try fields.check()
    return answer(
      try OfferShowing.set(extent ?? .all, customers: customers, of: try call.id(), in: call.work))
  }

  private static func answer(_ showing: OfferShowing) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("offerId", showing.offer)
      $0.member("shown", showing.extent.rawValue)
      $0.array("customers", showing.customers) { json, customer in
        json.object {
          $0.member("customerId", customer.id)
          $0.member("name", customer.name)
        }
      }
    }
    return .json(json)
  }
}
