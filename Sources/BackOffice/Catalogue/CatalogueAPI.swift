import Core
import FoundationEssentials
import HTTP
import Postgres

/// What can be bought or sold, over HTTP.
enum CatalogueAPI {
  static let offerParameters =
    QueryParameter.paging + [
      QueryParameter("serviceId", "Only this service's.", format: "uuid"),
      QueryParameter("planId", "Only this plan's.", format: "uuid"),
      QueryParameter("customerId", "With the prices for this customer.", format: "uuid"),
      QueryParameter("search", "Part of the plan's name."),
    ]

  static func services(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let services = try Catalogue.services(paging, in: call.work)
    return paging.response(services, cursor: { [String($0.position), $0.id.description] }) { json, service in
      json.object {
        $0.member("id", service.id)
        $0.member("name", service.name)
        $0.member("vendor", service.vendor)
      }
    }
  }

  static func products(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let after = try paging.afterID(Product.self)
    let rows = try call.tx.rows(
      """
      SELECT p.id, p.service_id, p.name, coalesce(array_agg(l.id ORDER BY l.name) FILTER (WHERE l.id IS NOT NULL), '{}')
      FROM product p LEFT JOIN plan l ON l.product_id = p.id
      WHERE \(after)::uuid IS NULL OR p.id > \(after) GROUP BY p.id ORDER BY p.id LIMIT \(paging.fetched)
      """)
    return try paging.response(rows, cursor: { [(try $0[0] as ID<Product>).description] }) { json, row in
      try json.object {
        $0.member("id", try row[0] as ID<Product>)
        $0.member("serviceId", try row[1] as ID<Service>)
        $0.member("name", try row[2] as String)
        $0.member("planIds", try row[3] as [ID<Plan>])
      }
    }
  }

  static func plan(_ call: Call) throws -> Response {
    let id: ID<Plan> = try call.id()
    let rows = try call.tx.rows(
      """
      SELECT p.id, p.service_id, v.name, p.product_id, p.name, p.description, p.parent_plan_ids
      FROM plan p JOIN service v ON v.id = p.service_id WHERE p.id = \(id)
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    var json = JSONWriter()
    try json.object {
      $0.member("id", try row[0] as ID<Plan>)
      $0.member("serviceId", try row[1] as ID<Service>)
      $0.member("serviceName", try row[2] as String)
      $0.member("productId", try row[3] as ID<Product>)
      $0.member("name", try row[4] as String)
      $0.member("description", try row[5] as String)
      $0.member("parentPlanIds", try row[6] as [ID<Plan>])
    }
    return .json(json)
  }

  static func offers(_ call: Call) throws -> Response {
    var filter = Catalogue.Filter()
    filter.service = try call.queryID("serviceId")
    filter.plan = try call.queryID("planId")
    filter.customer = try call.queryID("customerId")
    filter.search = try SearchText.query(call)
    let paging = try Paging(call)
    let offers = try Catalogue.offers(filter, paging, in: call.work)
    return paging.response(offers, cursor: { [$0.id.description] }) { write(&$0, $1) }
  }

  static func write(_ json: inout JSONWriter, _ offer: Catalogue.Listed) {
    json.object {
      $0.member("id", offer.id)
      $0.member("planId", offer.plan)
      $0.member("planName", offer.planName)
      $0.member("serviceId", offer.service)
      $0.member("serviceName", offer.serviceName)
      $0.member("segment", offer.segment)
      $0.member("term", offer.term)
      $0.member("billingFrequency", offer.frequency.rawValue)
      $0.member("trial", offer.trial)
      $0.member("addOn", offer.needsParent)
      if let price = offer.price { $0.member("unitPrice", price) }
      if let cost = offer.cost { $0.member("unitCost", cost) }
      $0.object("policy") {
        $0.member("minimum", offer.policy.minimum)
        $0.member("maximum", offer.policy.maximum)
        $0.member("decreaseWindow", offer.policy.decreaseWindow.description)
        $0.member("cancelWindow", offer.policy.cancelWindow.description)
        $0.member("suspensionStopsBilling", offer.policy.suspensionStopsBilling)
      }
    }
  }

  /// The offers a reseller may sell, with what it pays for them.
  static func resellerOffers(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work)
    try call.actor.require(.costsView)
    let rows = try call.tx.rows(
      """
      SELECT offer_id, cost_minor, cost_currency, allowed FROM reseller_offer WHERE reseller_id = \(reseller.id)
      ORDER BY offer_id
      """)
    var json = JSONWriter()
    try json.object {
      try $0.array("items", rows) { json, row in
        try json.object {
          $0.member("offerId", try row[0] as ID<Offer>)
          $0.member("unitCost", Money(minor: try row[1], currency: try row[2]))
          $0.member("allowed", try row[3] as Bool)
        }
      }
      $0.member("nextCursor", nil as String?)
    }
    return .json(json)
  }

  /// PUT `{"items": [{"offerId", "unitCost", "allowed"}]}`: what is left out stays as it is.
  static func putResellerOffers(_ call: Call) throws -> Response {
    let reseller = try Organizations.find(try call.id(), kind: .reseller, in: call.work, locking: true)
    let fields = try call.fields()
    for item in fields.objects("items", required: true, upTo: 1000) ?? [] {
      let offer = item.id("offerId", required: true, of: Offer.self)
      let allowed = item.bool("allowed") ?? true
      let cost = item.object("unitCost").flatMap { money($0, reseller.currency) }
      item.noteUnknown()
      guard let offer, let cost else {
        if cost == nil { item.note("unitCost", "field.required") }
        continue
      }
      guard try !call.tx.rows("SELECT 1 FROM offer WHERE id = \(offer)").isEmpty else {
        item.note("offerId", "offer.not_available")
        continue
      }
      call.tx.enqueue(
        """
        INSERT INTO reseller_offer (reseller_id, distributor_id, offer_id, cost_minor, cost_currency, allowed)
        VALUES (\(reseller.id), \(reseller.path.distributor), \(offer), \(cost.minor), \(cost.currency), \(allowed))
        ON CONFLICT (reseller_id, offer_id) DO UPDATE SET cost_minor = excluded.cost_minor,
          cost_currency = excluded.cost_currency, allowed = excluded.allowed
        """)
    }
    try fields.check()
    try call.work.audit("reseller.offers_changed", AuditObject("reseller", reseller.id), on: reseller.path)
    return try resellerOffers(call)
  }

  private static func money(_ fields: Fields, _ currency: Currency) -> Money? {
    let amount = fields.parsed("amount", required: true, "money.malformed") { Money($0, currency: currency) }
    let code = fields.parsed("currency", required: true, "currency.unknown") { Currency($0) }
    if let code, code != currency { fields.note("currency", "currency.not_the_resellers") }
    if let amount, amount.minor < 0 { fields.note("amount", "money.negative") }
    fields.noteUnknown()
    return amount
  }
}
