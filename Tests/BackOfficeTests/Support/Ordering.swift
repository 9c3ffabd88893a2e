import BackOffice
import HTTP
import Testing

/// A customer that orders, with what it takes to write an order down.
struct Ordering: Sendable {
  static let exchange = "Exchange Online (Plan 1)"

  let world: World
  let customer: String
  /// Offers of the customer's reseller by plan, the one for a month where there is one.
  private let offers: [String: String]

  /// `seller` is the reseller of the customer whose name contains `name`.
  init(_ world: World, _ name: String, seller: String = "reseller") throws {
    self.world = world
    let found = try world.send(.get, "/api/v1/customers?search=\(name)", as: seller)
    let customer = try #require(found.items.first?["id"]?.string)
    self.customer = customer
    let listed = try world.send(.get, "/api/v1/offers?customerId=\(customer)&limit=200", as: seller)
    let monthly = listed.items.filter { $0["term"]?.string == "P1M" }
    offers = (monthly + listed.items).reduce(into: [:]) { offers, offer in
      if let plan = offer["planName"]?.string, offers[plan] == nil { offers[plan] = offer["id"]?.string }
    }
  }

  func offer(_ plan: String = exchange) throws -> String { try #require(offers[plan]) }

  /// `{"offerId", "quantity"}` with further members.
  func line(_ quantity: Int, of plan: String = exchange, _ more: String = "") throws -> String {
    #"{"offerId":"\#(try offer(plan))","quantity":\#(quantity)\#(more.isEmpty ? "" : "," + more)}"#
  }

  func body(_ lines: [String]) -> String { #"{"acceptTerms":true,"lines":[\#(lines.joined(separator: ","))]}"# }

  func place(
    _ lines: [String], as person: String, preview: Bool = false, headers: [(String, String)] = []
  ) throws -> Answer {
    let path = "/api/v1/customers/\(customer)/orders" + (preview ? "?preview=true" : "")
    return try world.send(.post, path, as: person, body(lines), headers: headers)
  }

  /// The id of an order of one line that was placed.
  func placed(_ quantity: Int = 2, as person: String) throws -> String {
    let answer = try place([line(quantity)], as: person)
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  func decide(_ order: String, _ body: String, as person: String, headers: [(String, String)] = []) throws -> Answer {
    try world.send(.patch, "/api/v1/orders/\(order)", as: person, body, headers: headers)
  }

  /// Orders, their lines, numbers given and subscriptions of the whole database.
  func kept() throws -> [Int] {
    try world.owner(
      """
      SELECT (SELECT count(*)::int FROM customer_order), (SELECT count(*)::int FROM customer_order_line),
        (SELECT coalesce(sum(last), 0)::int FROM order_sequence), (SELECT count(*)::int FROM subscription),
        (SELECT count(*)::int FROM charge)
      """
    ) { row in try (0..<5).map { try row[$0] } }[0]
  }
}
