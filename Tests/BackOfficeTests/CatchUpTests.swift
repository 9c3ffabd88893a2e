import BackOffice
import Core
import Dispatch
import Postgres
import Synchronization
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
  let isDone = Mutex(false)
  let cuts = Mutex(0)
  let cutter = DispatchGroup()
  DispatchQueue.global().async(group: cutter) {
    while !isDone.withLock({ $0 }), cuts.withLock({ $0 }) < 40 {
      let hit = (try? late.cutOff()) ?? 0
      cuts.withLock { $0 += hit }
    }
  }
  let failures = try atOnce(instances.count) { index in
    for attempt in 0..<200 {
      do {
        try Jobs.runDue(instances[index])
        return attempt
      } catch is DatabaseError { continue }
    }
    return 200
  }
  isDone.withLock { $0 = true }
  cutter.wait()
  try Jobs.runDue(late.office)

  #expect(failures.allSatisfy { $0 < 200 } && failures.contains { $0 > 0 }, "\(failures)")
  #expect(cuts.withLock { $0 } > 0)
  for (kept, other) in zip(try steady.kept(), try late.kept()) {
    #expect(kept.count > 20)
    #expect(kept == other, "\(other.difference(from: kept))")
  }
}

extension World {
  /// Ends one connection of the service in the middle of what it does; answers whether there was one.
  fileprivate func cutOff() throws -> Int {
    try number(
      """
      SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'comptoir_service' AND xact_start IS NOT NULL
        ORDER BY random() LIMIT 1) a
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
