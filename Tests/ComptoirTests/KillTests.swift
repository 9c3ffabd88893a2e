import BackOffice
import FoundationEssentials
import Postgres
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// `kill -9` in the middle of writes loses no acknowledged change and leaves nothing half done.
@Test func `a killed process loses nothing it acknowledged and leaves nothing half done`() throws {
  let installation = try Installation()
  let token = installation.token("reseller")
  let ids: [UUID] = try installation.owner(
    "SELECT id FROM subscription WHERE status = 'active' AND quantity + 200 <= maximum ORDER BY id LIMIT 4"
  ) { try $0[0] }
  try #require(ids.count == 4)
  let before = try quantities(installation)
  let acknowledged = Mutex<[String: Int]>([:])
  for round in 0..<3 {
    let (program, url) = try installation.serve()
    let stopped = Mutex(false)
    let writers = ids.map { id in
      detach {
        let path = "\(url)/api/v1/subscriptions/\(id.uuidString.lowercased())"
        for step in 1...60 where !stopped.withLock({ $0 }) {
          let known = acknowledged.withLock { $0[id.uuidString] } ?? (before[id.uuidString] ?? 0)
          let answer = send("PATCH", path, token: token, key: "\(round)-\(step)", #"{"quantity":\#(known + 1)}"#)
          if answer?.status == 200 { acknowledged.withLock { $0[id.uuidString] = known + 1 } }
        }
      }
    }
    usleep(UInt32(150_000 + 100_000 * round))
    program.signal(SIGKILL)
    #expect(program.wait() == -SIGKILL)
    stopped.withLock { $0 = true }
    for writer in writers { pthread_join(writer, nil) }
    // One write a subscription may have been committed without its answer arriving.
    let stored = try quantities(installation)
    for id in ids {
      let known = acknowledged.withLock { $0[id.uuidString] } ?? (before[id.uuidString] ?? 0)
      let now = stored[id.uuidString] ?? 0
      #expect(now == known || now == known + 1)
      acknowledged.withLock { $0[id.uuidString] = now }
    }
  }
  #expect(acknowledged.withLock { $0 }.contains { $0.value > (before[$0.key] ?? 0) + 3 })
  let wrong = try installation.owner(halfDone) { try $0[0] as String }
  #expect(wrong == [])
}

private func quantities(_ installation: Installation) throws -> [String: Int] {
  try installation.owner("SELECT id, quantity FROM subscription") { (try $0[0] as UUID, try $0[1] as Int) }
    .reduce(into: [:]) { $0[$1.0.uuidString] = $1.1 }
}

/// Subscriptions whose ledger, audit trail or events do not have exactly the changes that the row has, or whose cycle
/// is not posted as it is owed.
private let halfDone: SQL = """
  SELECT s.id::text FROM subscription s
  WHERE s.changes <> (SELECT count(*) FROM subscription_change c WHERE c.subscription_id = s.id)
    OR s.changes <> (
      SELECT count(*) FROM audit_record a WHERE a.object_id = s.id AND a.action LIKE 'subscription.%')
    OR s.changes <> (
      SELECT count(*) FROM outbox o WHERE o.kind = 'event' AND o.payload->>'subscriptionId' = s.id::text)
    OR s.quantity <> (
      SELECT (after->>'quantity')::int FROM subscription_change c
      WHERE c.subscription_id = s.id AND c.number = s.changes)
  """
