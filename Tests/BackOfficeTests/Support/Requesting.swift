import BackOffice
import Core
import HTTP
import Testing

/// Bergbahnen Arosa, whose changes wait for its reseller, and its Exchange subscription of 18 licences.
struct Requesting: Sendable {
  /// Its manager.
  static let manager = "gian.cathomas.arosa"

  let world: World
  let customer: String
  let subscription: String

  init(_ world: World) throws {
    self.world = world
    customer = try world.text("SELECT id::text FROM organization WHERE name = 'Bergbahnen Arosa AG'")
    subscription = try world.text(
      """
      SELECT id::text FROM subscription WHERE customer_id = \(ID<Organization>(customer))
        AND plan_name = 'Exchange Online (Plan 1)'
      """)
  }

  func change(_ body: String, as person: String = manager, preview: Bool = false) throws -> Answer {
    try world.patch(subscription, body, as: person, preview: preview)
  }

  /// The id of a request that waits.
  func asked(_ body: String = #"{"quantity":20}"#) throws -> String {
    let answer = try change(body)
    #expect(answer.status == 202, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  func cancel(_ body: String = "{}", as person: String = manager) throws -> Answer {
    try world.send(.post, "/api/v1/subscriptions/\(subscription)/cancellation", as: person, body)
  }

  func decide(
    _ request: String, _ body: String, as person: String = "reseller", preview: Bool = false,
    headers: [(String, String)] = []
  ) throws -> Answer {
    let path = "/api/v1/requests/\(request)" + (preview ? "?preview=true" : "")
    return try world.send(.patch, path, as: person, body, headers: headers)
  }

  func read(_ request: String, as person: String = "reseller") throws -> Answer {
    try world.send(.get, "/api/v1/requests/\(request)", as: person)
  }

  func quantity() throws -> Int {
    try world.number("SELECT quantity FROM subscription WHERE id = \(ID<Subscription>(subscription))")
  }

  /// Requests, their versions and events, changes, charges, assignments and mails of the whole database.
  func kept() throws -> [Int] {
    try world.owner(
      """
      SELECT (SELECT count(*) FROM request), (SELECT coalesce(sum(version), 0) FROM request),
        (SELECT count(*) FROM request_event), (SELECT count(*) FROM subscription_change),
        (SELECT count(*) FROM charge), (SELECT count(*) FROM licence_assignment), (SELECT count(*) FROM outbox),
        (SELECT count(*) FROM customer_order)
      """
    ) { row in try (0..<8).map { try row[$0] as Int } }[0]
  }

  /// Sends a form.
  func post(_ path: String, _ body: String, as person: String) throws -> Answer {
    let form = [("Content-Type", "application/x-www-form-urlencoded")]
    return try world.send(.post, path, as: person, body, headers: form)
  }

  /// Readers and subjects of the mails queued since, in order.
  func mails(after sequence: Int) throws -> [String] {
    try world.owner(
      """
      SELECT payload->>'to', payload->>'subject' FROM outbox WHERE kind = 'mail' AND sequence > \(sequence)
      ORDER BY sequence
      """
    ) { "\(try $0[0] as String): \(try $0[1] as String)" }
  }

  var lastMail: Int { get throws { try world.number("SELECT coalesce(max(sequence), 0) FROM outbox") } }
}
