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
      QueryParameter("categoryId", "Only of plans in this category.", format: "uuid"),
      QueryParameter("featured", "`true`: only of featured plans.", format: "boolean"),
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
    let eyes = try Catalogue.Eyes(for: nil, in: call.work)
    let rows = try call.tx.rows(
      """
      SELECT d.id, d.service_id, d.name,
        ARRAY(SELECT l.id FROM plan l WHERE l.product_id = d.id AND \(eyes.sells("p.id = l.id")) ORDER BY l.name)
      FROM product d WHERE (\(after)::uuid IS NULL OR d.id > \(after)) AND \(eyes.sells("p.product_id = d.id"))
      ORDER BY d.id LIMIT \(paging.fetched)
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

  static func offers(_ call: Call) throws -> Response {
    var filter = Catalogue.Filter()
    filter.service = try call.queryID("serviceId")
    filter.plan = try call.queryID("planId")
    filter.customer = try call.queryID("customerId")
    filter.category = try call.queryID("categoryId")
    filter.featured = try call.queryFlag("featured")
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
      if let list = offer.listPrice { $0.member("listPrice", list) }
      if let cost = offer.cost { $0.member("unitCost", cost) }
      $0.object("policy") {
        $0.member("minimum", offer.policy.minimum)
        $0.member("maximum", offer.policy.maximum)
        $0.member("decreaseWindow", offer.policy.decreaseWindow.description)
        $0.member("cancelWindow", offer.policy.cancelWindow.description)
        $0.member("suspensionStopsBilling", offer.policy.suspensionStopsBilling)
      }
      $0.member("categoryId", offer.category)
      $0.member("categoryName", offer.categoryName)
      $0.member("featured", offer.featured)
      $0.member("new", offer.isNew)
      $0.member("endsOn", offer.endsOn)
      $0.member("convertsToPlanId", offer.convertsTo)
    }
  }
}
