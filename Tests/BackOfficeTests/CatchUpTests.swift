import BackOffice
import Core
import Postgres
import Testing

// Jobs that were not run for six weeks, run by several instances at once and cut off in the middle, leave what a run a
// day leaves.

@Test func `instances that are cut off in the middle of catching up leave what a run a day leaves`() throws {
  let end = try #require(Instant("2026-02-26T12:00:00Z"))
  let steady = try World()
  try Clock.advance(to: end, steady.office)

  let late = try World()
  try Clock.set(end, late.office)
  let instances = (0..<4).map { _ in late.instance() }
  defer { for instance in instances { instance.database.close() } }
  try late.cutOff()
  let failures = try atOnce(instances.count) { index in
    for attempt in 0..<200 {
      do {
        try Jobs.runDue(instances[index])
        return attempt
      } catch is DatabaseError { continue }
    }
    return 200
  }
  try Jobs.runDue(late.office)

  #expect(failures.allSatisfy { $0 < 200 } && failures.contains { $0 > 0 }, "\(failures)")
  #expect(try late.number("SELECT last_value FROM cut") > 6)
  for (kept, other) in zip(try steady.kept(), try late.kept()) {
    #expect(kept.count > 20)
    #expect(kept == other, "\(other.difference(from: kept))")
  }
  #expect(try steady.ledgerDifferences() == [])
  #expect(try late.ledgerDifferences() == [])
}

extension World {
  /// From now on every other of the first sets of charges and statement lines ends the connection that writes them.
  fileprivate func cutOff() throws {
    let connection = try Connection(url: World.url, overrides: ["dbname": name])
    defer { connection.close() }
    try connection.executeUnsafeScript(
      """
      CREATE SEQUENCE cut;
      GRANT USAGE ON SEQUENCE cut TO comptoir_service;
      CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('cut') IN (1, 3, 5, 6) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER cut_off AFTER INSERT ON charge FOR EACH STATEMENT EXECUTE FUNCTION cut_off();
      CREATE TRIGGER cut_off AFTER INSERT ON statement_line FOR EACH STATEMENT EXECUTE FUNCTION cut_off();
      """)
  }

  /// Charges, changes and statements in words, without the ids that were given on the way. Use counts by the changes
  /// there were when it was posted, however late that was.
  fileprivate func kept() throws -> [[String]] {
    try [
      """
      SELECT concat_ws(' ', subscription_id, leg, centre_id, cycle_from, cycle_to, full_days, posted_on, month, reason,
        covers_from, covers_to, licences, unit_minor, amount, currency,
        CASE WHEN reason <> 'usage' THEN change_number END)
      FROM charge ORDER BY 1
      """,
      """
      SELECT concat_ws(' ', subscription_id, number, kind, day, billable, centre_ids::text, centre_quantities::text,
        after - 'version')
      FROM subscription_change ORDER BY 1
      """,
      """
      SELECT concat_ws(' ', s.leg, s.buyer_id, s.month, s.status, sum(l.amount), count(l.n))
      FROM statement s LEFT JOIN statement_line l ON l.statement_id = s.id
      GROUP BY s.id ORDER BY 1
      """,
    ].map { try owner($0) { try $0[0] as String } }
  }
}
