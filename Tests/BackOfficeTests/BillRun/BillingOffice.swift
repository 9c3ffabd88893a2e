import BackOffice
import Core
import Postgres
import Testing

extension World {
  /// What the schema's owner does where neither keys nor triggers look: data that should not be.
  func corrupt(_ statement: String) throws {
    let connection = try Connection(url: World.url, overrides: ["dbname": name])
    defer { connection.close() }
    try connection.executeUnsafeScript("SET session_replication_role = replica; \(statement)")
  }

  func customer(_ name: String) throws -> String {
    try text("SELECT id::text FROM organization WHERE kind = 'customer' AND name = \(name)")
  }

  /// The codes of accounts that are parked now, by customer.
  func parked() throws -> [String: String] {
    let rows = try owner(
      """
      SELECT o.name, h.code FROM parked_account h JOIN organization o ON o.id = h.customer_id
      WHERE h.released_at IS NULL
      """
    ) { (try $0[0] as String, try $0[1] as String) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// The one account that is parked, as somebody finds it in their list.
  func parkedAccount(as person: String = "reseller") throws -> JSONValue {
    let found = try send(.get, "/api/v1/parked-accounts?status=parked", as: person).items
    try #require(found.count == 1)
    return found[0]
  }

  /// How many subscriptions are behind the service's day, of one customer or of all others.
  func behind(_ customer: String, isOthers: Bool = false) throws -> Int {
    try number(
      """
      SELECT count(*) FROM subscription s WHERE (s.customer_id = \(ID<Organization>(customer))) <> \(isOthers)
        AND s.status IN ('active', 'suspended') AND NOT s.direct
        AND s.cycle_to <= (comptoir_now() AT TIME ZONE s.time_zone)::date
      """)
  }

  /// The service's time, without its jobs.
  func jump(to instant: String) throws { try Clock.set(#require(Instant(instant)), office) }
}
