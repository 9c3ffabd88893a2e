import BackOffice
import Core
import Dispatch
import FoundationEssentials
import HTTP
import Postgres
import Synchronization
import Testing

// What tests of behaviour ask of a world, over and over.

extension World {
  /// Sends bytes as they stand, under a request id of their own.
  func raw(
    _ method: HTTP.Method, _ path: String, as person: String, bytes: [UInt8], type: String? = "application/json",
    id: String = "raw", headers: [(String, String)] = []
  ) throws -> Answer {
    var all = headers + [("Host", "127.0.0.1"), ("Authorization", "Bearer \(try token(of: person))")]
    if let type { all.append(("Content-Type", type)) }
    let request = Request(id: id, method: method, path: path, headers: Headers(all), body: bytes)
    return Answer(Dispatcher(office, routes: Routes.all()).answer(request))
  }

  func patch(
    _ subscription: String, _ body: String, as person: String = "reseller", preview: Bool = false,
    headers: [(String, String)] = []
  ) throws -> Answer {
    let query = preview ? "?preview=true" : ""
    return try send(.patch, "/api/v1/subscriptions/\(subscription)\(query)", as: person, body, headers: headers)
  }

  func subscription(_ id: String, as person: String = "reseller") throws -> JSONValue {
    try send(.get, "/api/v1/subscriptions/\(id)", as: person).json
  }

  func number(_ sql: SQL) throws -> Int { try #require(try owner(sql) { try $0[0] as Int }.first) }

  /// How much of everything there is and how often it was changed: equal before and after when nothing happened.
  func fingerprint() throws -> [Int] {
    try #require(
      try owner(
        """
        SELECT (SELECT count(*) FROM subscription), (SELECT sum(version) FROM subscription),
          (SELECT count(*) FROM subscription_change), (SELECT count(*) FROM charge),
          (SELECT count(*) FROM audit_record), (SELECT count(*) FROM outbox),
          (SELECT count(*) FROM person), (SELECT sum(version) FROM person),
          (SELECT sum(version) FROM organization), (SELECT sum(version) FROM billing_centre),
          (SELECT count(*) FROM role_grant), (SELECT count(*) FROM statement), (SELECT count(*) FROM ticket),
          (SELECT count(*) FROM ticket_reply), (SELECT count(*) FROM idempotency),
          (SELECT count(*) FROM licence_assignment), (SELECT count(*) FROM statement_line)
        """
      ) { row in try (0..<17).map { try row[$0] as Int } }.first)
  }

  /// What was posted for a subscription after a charge, by leg and centre, without zeros.
  func posted(_ subscription: String, after sequence: Int) throws -> [String: Int] {
    let rows = try owner(
      """
      SELECT leg, coalesce(centre_id::text, ''), sum(amount)::bigint FROM charge
      WHERE subscription_id = \(subscription)::uuid AND sequence > \(sequence) GROUP BY 1, 2
      """
    ) { ("\(try $0[0] as String) \(try $0[1] as String)", try $0[2] as Int) }
    return Dictionary(uniqueKeysWithValues: rows).filter { $0.value != 0 }
  }

  var lastCharge: Int { get throws { try number("SELECT coalesce(max(sequence), 0) FROM charge") } }

  /// Moves on by so many hours, with all that falls due.
  func pass(hours: Int) throws {
    try Clock.advance(to: Clock.now(office).adding(seconds: Int64(hours) * 3600), office)
  }
}

extension Helvetia {
  /// Buys a plan and answers the subscription's id.
  func buy(_ plan: String, _ term: String, _ quantity: Int, _ more: String = "") throws -> String {
    let body = #"{"offerId":"\#(try offer(plan, term))","quantity":\#(quantity),"acceptTerms":true\#(more)}"#
    let answer = try world.send(.post, "/api/v1/customers/\(customer)/subscriptions", as: "reseller", body)
    return try #require(answer.json["id"]?.string, "\(answer.text)")
  }

  func allocations(_ parts: [(String, Int)]) throws -> String {
    let items = try parts.map { code, quantity in
      #"{"centreId":"\#(try #require(centres[code]))","quantity":\#(quantity)}"#
    }
    return "[" + items.joined(separator: ",") + "]"
  }
}

extension Answer {
  /// The preview's postings by leg and centre, without zeros.
  var promised: [String: Int] {
    let postings = json["today"]?.items ?? []
    let pairs = postings.map {
      ("\($0["leg"]?.string ?? "") \($0["centreId"]?.string ?? "")", $0["amount"]?.minor ?? 0)
    }
    return Dictionary(pairs, uniquingKeysWith: +).filter { $0.value != 0 }
  }

  /// The code of a refusal, else the status.
  var outcome: String { code ?? String(status) }
}

extension JSONValue {
  /// Minor units of a money object; every currency of the demo world has hundredths.
  var minor: Int? { self["amount"]?.string.flatMap { Int($0.filter { $0 != "." }) } }
}

/// Random numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Runs a task several times at once and answers the results.
func atOnce<Value: Sendable>(_ count: Int, _ task: @escaping @Sendable (Int) throws -> Value) throws -> [Value] {
  let results = Mutex<[Result<Value, any Error>]>([])
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let result = Result { try task(index) }
    results.withLock { $0.append(result) }
  }
  return try results.withLock { $0 }.map { try $0.get() }
}

extension World {
  /// Runs `body` while nothing can be written to a table, as if the last statement of a save hit a constraint.
  func breaking(_ table: String, _ body: () throws -> Void) throws {
    let statements: [String: (SQL, SQL)] = [
      "outbox": (
        "CREATE TRIGGER broken BEFORE INSERT ON outbox EXECUTE FUNCTION refuse()", "DROP TRIGGER broken ON outbox"
      ),
      "charge": (
        "CREATE TRIGGER broken BEFORE INSERT ON charge EXECUTE FUNCTION refuse()", "DROP TRIGGER broken ON charge"
      ),
      "audit_record": (
        "CREATE TRIGGER broken BEFORE INSERT ON audit_record EXECUTE FUNCTION refuse()",
        "DROP TRIGGER broken ON audit_record"
      ),
      "subscription_change": (
        "CREATE TRIGGER broken BEFORE INSERT ON subscription_change EXECUTE FUNCTION refuse()",
        "DROP TRIGGER broken ON subscription_change"
      ),
      "idempotency": (
        "CREATE TRIGGER broken BEFORE INSERT ON idempotency EXECUTE FUNCTION refuse()",
        "DROP TRIGGER broken ON idempotency"
      ),
    ]
    let (breaking, mending) = try #require(statements[table])
    _ = try owner(
      """
      CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'secret of the schema' USING ERRCODE = 'check_violation'; END $$
      """
    ) { _ in }
    _ = try owner(breaking) { _ in }
    try body()
    _ = try owner(mending) { _ in }
  }
}
