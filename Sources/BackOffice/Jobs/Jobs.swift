import Core
import Dispatch
import FoundationEssentials
import Postgres

/// What the service does by itself, by time. Any number of instances may run these at once.
package enum Jobs {
  /// Bills what is due, closes months that are over, forgets what need not be kept.
  package static func runDue(_ office: Office, workers: Int = 1) throws {
    _ = try BillRun.run(BillRun.Options(workers: workers), office)
    try BudgetWarnings.send(office)
    try GrantWarnings.send(office)
    try DelegationJobs.runDue(office)
    try FulfilmentJobs.run(office)
    try ReconciliationJobs.runDue(office)
    try GroupJobs.runDue(office)
    try RequestJobs.runDue(office)
    try CatalogueKeeping.endDue(office)
    try PriceChanges.announceDue(office)
    try CartJobs.runDue(office)
    try Exports.expireDue(office)
    try Seals.seal(office)
    try office.everything { tx, now in
      tx.enqueue(
        "DELETE FROM idempotency WHERE created_at < \(now.adding(seconds: -3600 * Bounds.idempotencyHours))")
      SignInThrottle.forget(in: tx, now)
      tx.enqueue("DELETE FROM credential WHERE expires_at < \(now.adding(seconds: -86400 * 30))")
      tx.enqueue("DELETE FROM account_link WHERE expires_at < \(now.adding(seconds: -86400 * 30))")
    }
  }

  /// Every round forgotten passwords and mail; what is due by time whenever a quarter of an hour begins, as days do
  /// somewhere on Earth, and when a sandbox's clock was moved. Ends when `isStopping` says so.
  package static func runForever(_ office: Office, isStopping: @Sendable () -> Bool, pause: () -> Void) {
    var lastQuarter: Int64 = 0
    while !isStopping() {
      attempt("passwords") { try PasswordResets.answerWaiting(office) }
      attempt("statement mail") { try StatementMailJob.runDue(office) }
      attempt("mail") { _ = try Outbox.send(office) }
      attempt("imports") { try CatalogueImports.runDue(office) }
      attempt("usage imports") { try UsageImports.runDue(office) }
      attempt("identity") { _ = try IdentityChecks.runDue(office) }
      attempt("fulfilments") { try FulfilmentJobs.run(office) }
      attempt("inventories") { try ReconciliationJobs.runWanted(office) }
      attempt("due") {
        let quarter = try Clock.now(office).microseconds / 900_000_000
        if quarter != lastQuarter { try runDue(office) }
        if quarter != lastQuarter { try RenewalDigests.send(office) }
        lastQuarter = quarter
      }
      // A long bulk change goes on at once, but lets mail and what is due come in between.
      var isBusy = false
      attempt("bulk") { isBusy = try BulkJob.round(office) }
      attempt("closings") { isBusy = try ClosingJob.round(office) || isBusy }
      if !isBusy { pause() }
    }
  }

  /// Every round the exports that wait, on a thread of their own: one may take minutes.
  package static func exportForever(
    _ office: Office, isStopping: @escaping @Sendable () -> Bool, pause: () -> Void
  ) {
    while !isStopping() {
      attempt("exports") { try ExportJob.runDue(office, isStopping: { isStopping() }) }
      pause()
    }
  }

  private static func attempt(_ name: String, _ job: () throws -> Void) {
    do { try job() } catch { Log.note("job.failed", "\(name): \(String(reflecting: error))") }
  }
}
