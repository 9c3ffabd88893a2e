import Core
import Dispatch
import FoundationEssentials
import Postgres

/// What the service does by itself, by time. Any number of instances may run these at once.
package enum Jobs {
  /// Bills what is due, closes months that are over, forgets what need not be kept.
  package static func runDue(_ office: Office, workers: Int = 1) throws {
    _ = try BillRun.run(office, workers: workers)
    _ = try Closing.closeDue(office)
    try office.everything { tx, now in
      tx.enqueue(
        "DELETE FROM idempotency WHERE created_at < \(now.adding(seconds: -3600 * Bounds.idempotencyHours))")
      tx.enqueue("DELETE FROM credential WHERE expires_at < \(now.adding(seconds: -86400 * 30))")
    }
  }

  /// Every round: mail; every minute: what is due by time. Ends when `isStopping` says so.
  package static func runForever(_ office: Office, isStopping: @Sendable () -> Bool, pause: () -> Void) {
    var round = 0
    while !isStopping() {
      attempt("mail") { _ = try Outbox.send(office) }
      if round % 60 == 0 { attempt("due") { try runDue(office) } }
      round += 1
      pause()
    }
  }

  private static func attempt(_ name: String, _ job: () throws -> Void) {
    do { try job() } catch { Log.note("job.failed", "\(name): \(String(reflecting: error))") }
  }
}
