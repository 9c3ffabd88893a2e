import BackOffice
import HTTP
import Testing

/// Helvetia Works with its centres, and what is said of how its licences are split.
struct Splitting {
  let world: World
  let helvetia: Helvetia
  var customer: String { helvetia.customer }

  init(_ world: World) throws {
    self.world = world
    helvetia = try Helvetia(world)
  }

  func centre(_ code: String) throws -> String { try #require(helvetia.centres[code]) }

  /// `{"shares": […]}` of centres by code.
  func shares(_ parts: KeyValuePairs<String, String>) throws -> String {
    let items = try parts.map { #"{"centreId":"\#(try centre($0.key))","percent":"\#($0.value)"}"# }
    return #"{"shares":[\#(items.joined(separator: ","))]}"#
  }

  func move(_ from: String, _ to: String) throws -> String {
    #"{"move":{"from":"\#(try centre(from))","to":"\#(try centre(to))"}}"#
  }

  /// The general rule's path, or that of a service.
  func path(_ service: String? = nil) -> String {
    let own = "/api/v1/customers/\(customer)/"
    return service.map { own + "split-rules/\($0)" } ?? own + "split-rule"
  }

  func put(
    _ body: String, for service: String? = nil, as person: String = "manager", preview quantity: Int? = nil,
    headers: [(String, String)] = []
  ) throws -> Answer {
    let query = quantity.map { "?preview=true&quantity=\($0)" } ?? ""
    return try world.send(.put, path(service) + query, as: person, body, headers: headers)
  }

  /// The id of the service of a plan that is sold.
  func service(_ name: String = "Microsoft 365") throws -> String {
    try world.text("SELECT id::text FROM service WHERE name = \(name)")
  }

  /// `ADM 4, PRO 2` of a JSON list of allocations, in their order.
  func places(_ allocations: JSONValue?) -> String {
    (allocations?.items ?? []).map { part in
      let code = helvetia.centres.first { $0.value == part["centreId"]?.string }?.key ?? "?"
      return "\(code) \(part["quantity"]?.integer ?? -1)"
    }.joined(separator: ", ")
  }

  func split(of subscription: String) throws -> String {
    places(try world.subscription(subscription)["allocations"])
  }

  func close(_ code: String, as person: String = "manager") throws -> Answer {
    try world.send(.patch, "/api/v1/billing-centres/\(try centre(code))", as: person, #"{"closed":true}"#)
  }

  /// A new centre, and its licences' own.
  func open(_ code: String) throws -> String {
    let body = #"{"code":"\#(code)","name":"Centre \#(code)"}"#
    let answer = try world.send(.post, "/api/v1/customers/\(customer)/billing-centres", as: "manager", body)
    return try #require(answer.json["id"]?.string, "\(answer.text)")
  }
}
