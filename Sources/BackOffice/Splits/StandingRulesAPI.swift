import Core
import FoundationEssentials
import HTTP

/// Standing rules over HTTP: the general one, and those of single services.
enum StandingRulesAPI {
  static let quantity = QueryParameter(
    "quantity", "Licences of the purchase that a preview shows; 10 unless told.", format: "int32")

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try StandingRules.list(of: try call.id(), paging, in: call.work)
    return paging.response(records, cursor: { [$0.id.description] }, write)
  }

  static func getGeneral(_ call: Call) throws -> Response { try get(call, for: nil) }
  static func putGeneral(_ call: Call) throws -> Response { try put(call, for: nil) }
  static func removeGeneral(_ call: Call) throws -> Response { try remove(call, for: nil) }
  static func getOfService(_ call: Call) throws -> Response { try get(call, for: try call.id("serviceId")) }
  static func putOfService(_ call: Call) throws -> Response { try put(call, for: try call.id("serviceId")) }
  static func removeOfService(_ call: Call) throws -> Response { try remove(call, for: try call.id("serviceId")) }

  private static func get(_ call: Call, for service: ID<Service>?) throws -> Response {
    response(try StandingRules.find(of: try call.id(), for: service, in: call.work))
  }

  private static func put(_ call: Call, for service: ID<Service>?) throws -> Response {
    let fields = try call.fields()
    let asked = wish(fields)
    try fields.check()
    guard let asked else { throw Refusal.notFound }
    let customer: ID<Organization> = try call.id()
    guard !call.isPreview else {
      let quantity = try quantity(call)
      return response(try StandingRules.example(asked, quantity, of: customer, for: service, in: call.work))
    }
    return response(
      try StandingRules.set(asked, of: customer, for: service, in: call.work) { try call.checkMatch($0) })
  }

  private static func remove(_ call: Call, for service: ID<Service>?) throws -> Response {
    try StandingRules.remove(of: try call.id(), for: service, in: call.work) { try call.checkMatch($0) }
    return .noContent
  }

  private static func quantity(_ call: Call) throws -> Int {
    guard let text = call.query("quantity") else { return 10 }
    guard let quantity = Int(text), (1...Bounds.splitExample).contains(quantity) else {
      throw HTTPFault.queryMalformed("quantity", "split_rule.example_out_of_range")
    }
    return quantity
  }

  /// `{"shares": [{"centreId", "percent"}]}` or `{"centreId"}`. Nil only where the fields note why.
  static func wish(_ fields: Fields) -> StandingRules.Wish? {
    let isShared = fields.has("shares")
    let isSent = fields.has("centreId")
    if isShared, isSent { fields.note("centreId", "split_rule.twice") }
    let shares = shares(fields, required: !isSent)
    let centre = fields.id("centreId", required: isSent, of: BillingCentre.self)
    return shares.map { .shares($0) } ?? centre.map { .centre($0) }
  }

  static func shares(_ fields: Fields, required: Bool = false) -> [CentreShare]? {
    fields.objects("shares", required: required, upTo: Bounds.splitCentres)?.compactMap { item in
      let centre = item.id("centreId", required: true, of: BillingCentre.self)
      let percent = item.decimal("percent", required: true, "split_rule.percent_malformed") { Percentage($0) }
      item.noteUnknown()
      guard let centre, let percent else { return nil }
      return CentreShare(centre: centre, percent: percent)
    }
  }

  private static func response(_ record: StandingRules.Record) -> Response {
    var json = JSONWriter()
    write(&json, record)
    return .json(json, version: record.version)
  }

  private static func response(_ example: StandingRules.Example) -> Response {
    var json = JSONWriter()
    json.object { json in
      json.member("quantity", example.quantity)
      OrdersAPI.writeAllocations(&json, example.allocations)
    }
    return .json(json)
  }

  static func write(_ json: inout JSONWriter, _ record: StandingRules.Record) {
    json.object { json in
      json.member("customerId", record.path.customer)
      json.member("serviceId", record.service)
      json.member("serviceName", record.serviceName)
      writeRule(&json, record.rule)
      json.member("setBy", record.setBy)
      json.member("setByName", record.setByName)
      json.member("setAt", record.setAt)
    }
  }

  /// `shares`, or `centreId`.
  static func writeRule(_ json: inout JSONWriter, _ rule: SplitRule) {
    switch rule.kind {
    case .centre: json.member("centreId", rule.shares.first?.centre)
    case .shares:
      json.array("shares", rule.shares) { json, part in
        json.object {
          $0.member("centreId", part.centre)
          $0.member("percent", part.percent.description)
        }
      }
    }
  }
}
