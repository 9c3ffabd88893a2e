import BackOffice
import HTTP
import Testing

/// A customer of Alpine Cloud that lets its reseller in, or does not.
struct Letting: Sendable {
  let world: World
  let customer: String
  /// Who decides for the customer.
  let manager: String

  /// Uhrenmanufaktur Biel, whose people nobody was let in to, unless told otherwise.
  init(_ world: World, _ name: String = "Uhrenmanufaktur Biel SA", manager: String = "chloe.perrin.biel") throws {
    self.world = world
    self.manager = manager
    customer = try world.text("SELECT id::text FROM organization WHERE name = \(name)")
  }

  static func body(_ rights: [String] = ["users"], _ time: String = #""duration":"P30D""#) -> String {
    let names = rights.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"rights":[\#(names)],"reason":"Help desk","# + time + "}"
  }

  func ask(_ body: String = Letting.body(), as person: String = "reseller") throws -> Answer {
    try world.send(.post, "/api/v1/customers/\(customer)/delegations", as: person, body)
  }

  /// The id of a request that waits.
  func asked(_ rights: [String] = ["users"], _ time: String = #""duration":"P30D""#) throws -> String {
    let answer = try ask(Letting.body(rights, time))
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  func say(
    _ body: String, to delegation: String, as person: String? = nil, headers: [(String, String)] = []
  ) throws -> Answer {
    try world.send(.patch, "/api/v1/delegations/\(delegation)", as: person ?? manager, body, headers: headers)
  }

  /// The id of one that counts.
  func open(_ rights: [String] = ["users"], _ time: String = #""duration":"P30D""#) throws -> String {
    let id = try asked(rights, time)
    #expect(try say(#"{"status":"active"}"#, to: id).status == 200)
    return id
  }

  /// Sends a form.
  func post(_ path: String, _ body: String, as person: String) throws -> Answer {
    let form = [("Content-Type", "application/x-www-form-urlencoded")]
    return try world.send(.post, path, as: person, body, headers: form)
  }

  func read(_ delegation: String, as person: String = "reseller") throws -> Answer {
    try world.send(.get, "/api/v1/delegations/\(delegation)", as: person)
  }

  /// Subjects of the mails sent since, with their readers, in order.
  func mails(after sequence: Int) throws -> [String] {
    try world.owner(
      """
      SELECT payload->>'to', payload->>'subject' FROM outbox WHERE kind = 'mail' AND sequence > \(sequence)
      ORDER BY sequence
      """
    ) { "\(try $0[0] as String): \(try $0[1] as String)" }
  }

  var lastMail: Int { get throws { try world.number("SELECT coalesce(max(sequence), 0) FROM outbox") } }

  /// Delegations, their versions, events, audit records and mails of the whole database.
  func kept() throws -> [Int] {
    try world.owner(
      """
      SELECT (SELECT count(*)::int FROM delegation), (SELECT sum(version)::int FROM delegation),
        (SELECT count(*)::int FROM delegation_event),
        (SELECT count(*)::int FROM audit_record WHERE object_kind = 'delegation'),
        (SELECT count(*)::int FROM outbox)
      """
    ) { row in try (0..<5).map { try row[$0] } }[0]
  }
}
