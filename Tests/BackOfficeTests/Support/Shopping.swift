import BackOffice
import HTTP
import Testing

/// A customer that shops: its cart, its checkouts.
struct Shopping: Sendable {
  static let billing = #"""
    {"contact":"Buchhaltung","email":"rechnung@helvetia.example","street":"Bahnhofstrasse 1","postalCode":"8001",\#
    "city":"Zürich","country":"CH"}
    """#

  let world: World
  let ordering: Ordering
  var customer: String { ordering.customer }

  init(_ world: World, _ name: String = "helvetia", seller: String = "reseller") throws {
    self.world = world
    ordering = try Ordering(world, name, seller: seller)
  }

  func cart(as person: String = "manager") throws -> Answer {
    try world.send(.get, "/api/v1/customers/\(customer)/cart", as: person)
  }

  func put(
    _ quantity: Int, of plan: String = Ordering.exchange, _ more: String = "", as person: String = "manager"
  ) throws -> Answer {
    try world.send(
      .post, "/api/v1/customers/\(customer)/cart/lines", as: person, try ordering.line(quantity, of: plan, more))
  }

  /// The id of a line that was put in.
  @discardableResult
  func line(
    _ quantity: Int, of plan: String = Ordering.exchange, _ more: String = "", as person: String = "manager"
  ) throws -> String {
    let answer = try put(quantity, of: plan, more, as: person)
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string, "\(answer.text)")
  }

  func change(
    _ line: String, _ body: String, as person: String = "manager", headers: [(String, String)] = []
  ) throws -> Answer {
    try world.send(.patch, "/api/v1/cart-lines/\(line)", as: person, body, headers: headers)
  }

  static func body(_ more: String = "", terms: String = #""acceptTerms":true"#) -> String {
    "{" + [terms, #""billing":"# + billing, more].filter { !$0.isEmpty }.joined(separator: ",") + "}"
  }

  func checkOut(
    _ body: String = Shopping.body(), as person: String = "manager", preview: Bool = false,
    headers: [(String, String)] = []
  ) throws -> Answer {
    let path = "/api/v1/customers/\(customer)/cart/checkout" + (preview ? "?preview=true" : "")
    return try world.send(.post, path, as: person, body, headers: headers)
  }

  /// Sets what the reseller asks for an offer.
  func reprice(_ plan: String = Ordering.exchange, to minor: Int, cost: Int? = nil) throws {
    let offer = try ordering.offer(plan)
    _ = try world.owner(
      "UPDATE selling_price SET price_minor = \(minor) WHERE offer_id = \(offer)::uuid RETURNING 1"
    ) { _ in 0 }
    guard let cost else { return }
    _ = try world.owner(
      "UPDATE cost_price SET cost_minor = \(cost) WHERE offer_id = \(offer)::uuid RETURNING 1"
    ) { _ in 0 }
  }

  /// Publishes terms and answers their id.
  func publish(
    _ kind: String, _ version: String, _ more: String = "", from: String = "2026-01-15", as person: String = "reseller"
  ) throws -> Answer {
    let body = #"{"kind":"\#(kind)","title":"\#(kind)","version":"\#(version)","text":"Read this.","#
    return try world.send(
      .post, "/api/v1/terms", as: person, body + #""validFrom":"\#(from)"\#(more.isEmpty ? "" : "," + more)}"#)
  }
}

extension Answer {
  /// Codes of what is wrong with the lines of a cart, in their order.
  var lineFaults: [[String]] {
    (json["lines"]?.items ?? []).map { line in (line["errors"]?.items ?? []).compactMap { $0["code"]?.string } }
  }
}
