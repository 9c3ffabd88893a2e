import BackOffice
import Core
import FoundationEssentials
import Postgres
import Testing

/// The owner's connection, as `comptoir months` has it.
@discardableResult private func owned<Value>(_ world: World, _ body: (Connection) throws -> Value) throws -> Value {
  let connection = try Connection(url: World.url, overrides: ["dbname": world.name])
  defer { connection.close() }
  return try body(connection)
}

private func tables(_ world: World, like pattern: String) throws -> [String] {
  try world.owner("SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname LIKE \(pattern) ORDER BY 1") {
    try $0[0]
  }
}

/// Each table kept by month, and the days of its rows.
private let kept: [String: SQL] = [
  "charge": "SELECT tableoid::regclass::text AS lies, month AS day FROM charge",
  "subscription_change": "SELECT tableoid::regclass::text AS lies, day FROM subscription_change",
  "audit_record": "SELECT tableoid::regclass::text AS lies, (at AT TIME ZONE 'UTC')::date AS day FROM audit_record",
]

@Test(arguments: ["charge", "subscription_change", "audit_record"])
func `a row lies in the table of its month`(table: String) throws {
  let world = try World()
  let rows = try #require(kept[table])
  let misplaced = try world.number(
    "SELECT count(*) FROM (\(rows)) r WHERE lies <> \(table) || to_char(day, '\"_\"YYYY\"_\"MM')")
  #expect(misplaced == 0)
  #expect(try world.number("SELECT count(DISTINCT lies) FROM (\(rows)) r") > 5)
  // Two months ahead of the demo world's clock.
  #expect(try tables(world, like: table + "_20%").last == table + "_2026_03")
}

@Test func `the service reaches a month through its parent only`() throws {
  let world = try World()
  for sql: SQL in [
    "SELECT count(*) FROM charge_2025_12", "SELECT count(*) FROM audit_record_rest",
    "DELETE FROM subscription_change_2025_12", "SELECT detach_month('charge', '2025-06-01')",
    "SELECT make_month('charge', 'month', '2020-01-01')",
  ] {
    #expect { _ = try world.asService([Reach.everything], sql) { _ in } } throws: {
      "\(String(reflecting: $0))".contains("42501")
    }
  }
}

@Test func `what falls into no month yet waits in the rest and moves when its month is made`() throws {
  let world = try World()
  _ = try world.owner(
    "UPDATE sandbox_clock SET set_to = '2027-05-10T12:00:00Z', set_at = clock_timestamp()"
  ) { _ in }
  #expect(try rename(one(world), "Office", world) == 200)
  let written = try world.number("SELECT count(*) FROM audit_record")
  let waiting = try world.number("SELECT count(*) FROM audit_record_rest")
  #expect(waiting > 0)
  _ = try atOnce(3) { _ in try Months.make(world.office) }
  #expect(try world.number("SELECT count(*) FROM audit_record_rest") == 0)
  #expect(try world.number("SELECT count(*) FROM audit_record_2027_05") == waiting)
  #expect(try world.number("SELECT count(*) FROM audit_record") == written)
  #expect(try tables(world, like: "charge_2027%").last == "charge_2027_07")
  // Nothing to do: nothing is done.
  #expect(try world.number("SELECT make_next_month(2)::int") == 0)
}

@Test func `months are made while others write`() throws {
  let world = try World()
  _ = try world.owner(
    "UPDATE sandbox_clock SET set_to = '2026-02-10T12:00:00Z', set_at = clock_timestamp()"
  ) { _ in }
  let ids = try (1..<6).map { try one(world, $0) }
  let statuses = try atOnce(6) { index in
    if index == 0 {
      try Months.make(world.office)
      return 200
    }
    return try rename(ids[index - 1], "Office \(index)", world)
  }
  #expect(statuses == [200, 200, 200, 200, 200, 200])
  #expect(try tables(world, like: "charge_2026%").last == "charge_2026_04")
  #expect(try world.number("SELECT count(*) FROM audit_record_rest") == 0)
}

@Test(
  arguments: [
    ("charge", "2025-06", "the last thirteen months"), ("charge", "2025-07", "is older"),
    ("charge", "2024-01", "no month"), ("person", "2025-06", "kept by month"),
  ])
func `a month is not detached while it is needed`(table: String, month: String, why: String) throws {
  let world = try World()
  let first = try #require(Month(month)).first
  #expect {
    try owned(world) { _ = try $0.rows("SELECT detach_month(\(table), \(first))") }
  } throws: { "\(String(reflecting: $0))".contains(why) }
}

@Test func `detached months leave running subscriptions what they need, and take the rest with them`() throws {
  let world = try World()
  try owned(world) { connection in
    #expect(throws: DatabaseError.self) { try Months.detach(before: month("2026-01"), connection) { _ in } }
  }
  try Clock.advance(to: #require(Instant("2026-09-20T08:00:00Z")), world.office)
  _ = try world.owner(
    "UPDATE sandbox_clock SET set_to = '2027-03-20T12:00:00Z', set_at = clock_timestamp()"
  ) { _ in }
  try Clock.advance(to: #require(Instant("2027-03-21T08:00:00Z")), world.office)
  let audited = { try LedgerAudit.run(world.office) { Testing.Issue.record("\($0)") } }
  #expect(try audited().keptFrom == nil)
  let posted = try world.number("SELECT count(*) FROM charge WHERE month >= '2025-09-01'")
  let changed = try world.number("SELECT count(*) FROM subscription_change WHERE day < '2025-09-01'")
  var gone: [String] = []
  try owned(world) { try Months.detach(before: month("2025-09"), $0) { gone.append($0) } }
  #expect(Set(gone).isSuperset(of: ["charge_2025_06", "subscription_change_2025_06", "audit_record_2025_08"]))
  #expect(try world.number("SELECT count(*) FROM charge") == posted)
  let summary = try audited()
  #expect(summary.differences == 0 && summary.cycles > 100 && summary.keptFrom == month("2025-09").first)
  #expect(try world.number("SELECT count(*) FROM subscription_change WHERE day < '2025-09-01'") < changed)
  // The trail still vouches for what is there, and says what went.
  let trail = try Seals.verify(world.office)
  #expect(trail.holds && trail.detached > 0)
  // Each that runs still has the state its present cycle began with.
  let orphans = try world.number(
    """
    SELECT count(*) FROM subscription s WHERE status IN ('active', 'suspended') AND NOT EXISTS (
      SELECT FROM subscription_change c WHERE c.subscription_id = s.id AND c.day <= s.cycle_from)
    """)
  #expect(orphans == 0)
  // A second run finds nothing; what was kept of them makes no month anew.
  #expect(try world.number("SELECT make_next_month(2)::int") == 0)
  try owned(world) { try Months.detach(before: month("2025-09"), $0) { _ in Testing.Issue.record("detached twice") } }
  // And a change on one of them is posted as owed.
  let id = try world.text(
    """
    SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id
    WHERE o.name = 'Helvetia Works AG' AND s.status = 'active' AND s.start_day < '2025-09-01' AND s.quantity > 1
      AND NOT s.direct AND s.billing_frequency = 'monthly' ORDER BY s.start_day, s.id LIMIT 1
    """)
  let quantity = try world.number("SELECT quantity FROM subscription WHERE id = \(id)::uuid")
  let answer = try world.send(
    .patch, "/api/v1/subscriptions/\(id)", as: "reseller", #"{"quantity": \#(quantity + 3)}"#)
  #expect(answer.status == 200)
  let (owed, sum) = try owedAndPosted(id, world)
  #expect(owed == sum)
}

@Test func `use of a month that was detached is parked, and its lines say that they are archived`() throws {
  let m = try Metered(World())
  let world = m.world
  #expect(try m.counts([m.record("early", "1000")]) == "1 0 0 0")
  _ = try world.owner(
    "UPDATE sandbox_clock SET set_to = '2027-04-20T12:00:00Z', set_at = clock_timestamp()"
  ) { _ in }
  let needed = try world.text("SELECT month_still_needed('usage_record', '2026-01-01')")
  #expect(needed.contains("is open: close it first"))
  try Clock.advance(to: #require(Instant("2027-04-21T08:00:00Z")), world.office)
  var gone: [String] = []
  try owned(world) { try Months.detach(before: month("2026-02"), $0) { gone.append($0) } }
  #expect(gone.contains("usage_record_2026_01"))
  world.forgetTokens()
  #expect(try m.counts([m.record("late", "5")]) == "0 0 0 1")
  #expect(try m.counts([m.record("early", "1001")]) == "0 0 0 1")
  let reasons = try m.parked().suffix(2).map { $0["code"]?.string ?? "–" }
  #expect(reasons == ["usage.month_archived", "usage.month_archived"])
  let statement = try world.statement("2026-01", of: m.customer, as: "reseller")
  let lines = "/api/v1/statements/\(try #require(statement["id"]?.string))/lines"
  let line = try #require(
    try world.send(.get, lines + "?limit=200", as: "reseller").items.first { $0["reason"]?.string == "usage" })
  let number = try #require(line["n"]?.integer)
  let answer = try world.send(.get, "\(lines)/\(number)/explanation", as: "reseller")
  #expect(answer.status == 409 && answer.json["code"]?.string == "statement.line_archived")
  #expect(try LedgerAudit.run(world.office) { Testing.Issue.record("\($0)") }.differences == 0)
}

/// A running subscription.
private func one(_ world: World, _ place: Int = 0) throws -> String {
  try world.text(
    "SELECT id::text FROM subscription WHERE status = 'active' AND NOT direct ORDER BY id LIMIT 1 OFFSET \(place)")
}

/// Renames a subscription, which writes one audit record; answers the status.
private func rename(_ id: String, _ name: String, _ world: World) throws -> Int {
  try world.send(.patch, "/api/v1/subscriptions/\(id)", as: "distributor", #"{"friendlyName": "\#(name)"}"#).status
}

private func month(_ text: String) -> Month { Month(text)! }

/// What the present cycle owes its seller, counted day by day from the changes, and what was posted.
private func owedAndPosted(_ id: String, _ world: World) throws -> (Int, Int) {
  let owed = try world.number(
    """
    SELECT round(s.unit_price::numeric * sum((SELECT (SELECT sum(q) FROM unnest(c.centre_quantities) q)
        FROM subscription_change c WHERE c.subscription_id = s.id AND c.day <= d ORDER BY c.number DESC LIMIT 1))
      / (s.cycle_to - s.cycle_from))::bigint
    FROM subscription s, generate_series(s.cycle_from, s.cycle_to - 1, interval '1 day') d
    WHERE s.id = \(id)::uuid GROUP BY s.id
    """)
  let posted = try world.number(
    """
    SELECT sum(c.amount)::bigint FROM charge c JOIN subscription s ON s.id = c.subscription_id
      AND s.cycle_from = c.cycle_from WHERE s.id = \(id)::uuid AND c.leg = 'price' AND c.meter_id IS NULL
    """)
  return (owed, posted)
}
