import BackOffice
import Testing

/// The ids of the demo customer that tests are about.
struct Helvetia {
  let world: World
  let customer: String
  /// Billing centres by code.
  let centres: [String: String]

  init(_ world: World) throws {
    self.world = world
    let found = try world.send(.get, "/api/v1/customers?search=helvetia", as: "reseller")
    customer = try #require(found.items.first?["id"]?.string)
    let centres = try world.send(.get, "/api/v1/customers/\(customer)/billing-centres", as: "reseller")
    self.centres = Dictionary(
      uniqueKeysWithValues: try centres.items.map { (try #require($0["code"]?.string), try #require($0["id"]?.string)) }
    )
  }

  func subscription(named name: String) throws -> String {
    let all = try world.send(.get, "/api/v1/customers/\(customer)/subscriptions", as: "reseller")
    return try #require(all.items.first { $0["friendlyName"]?.string == name }?["id"]?.string)
  }

  /// The offer of a plan for a term, e.g. `P1M`.
  func offer(_ plan: String, _ term: String) throws -> String {
    let offers = try world.send(.get, "/api/v1/offers?customerId=\(customer)&limit=200", as: "reseller")
    return try #require(
      offers.items.first { $0["planName"]?.string == plan && $0["term"]?.string == term }?["id"]?.string)
  }

  func user(_ email: String) throws -> String {
    let users = try world.send(.get, "/api/v1/customers/\(customer)/users?limit=200", as: "manager")
    return try #require(users.items.first { $0["signInEmail"]?.string == "\(email)@comptoir.test" }?["id"]?.string)
  }
}
