import Core
import Documents
import FoundationEssentials
import Postgres

/// Makes exports, one after the other. Any number of instances may: each takes one nobody is at work on. A worker that
/// is killed falls silent, and after a while its export is begun again, from nothing; should it wake up once more,
/// nothing it writes counts.
package enum ExportJob {
  /// Makes all there are, up to the limit; answers how many it took. `isStopping` is asked while it works.
  @discardableResult
  package static func runDue(
    _ office: Office, upTo limit: Int = .max, silentSeconds: Int64 = Bounds.exportSilentSeconds,
    isStopping: @escaping () -> Bool = { false }
  ) throws -> Int {
    try giveUpLost(silentSeconds, office)
    var taken = 0
    while taken < limit, !isStopping(),
      let record = try office.everything({ tx, now in
        try ExportStore.claim(silentSeconds: silentSeconds, in: tx, now)
      })
    {
      taken += 1
      try run(record, office, isStopping)
    }
    return taken
  }

  private static func run(_ record: Exports.Record, _ office: Office, _ isStopping: @escaping () -> Bool) throws {
    do {
      try make(record, office, isStopping)
    } catch is ExportInterrupted {
      try office.everything { tx, _ in ExportStore.setWaiting(record, in: tx) }
    } catch is ExportStopped {
      Log.note("export.stopped", "\(record.id)")
    } catch let refusal as Refusal {
      let (code, details) = reason(refusal)
      try fail(record, code, details, office)
    } catch WorkbookError.tooLarge {
      try fail(record, "export.too_many_rows", [:], office)
    } catch {
      Log.note("export.broken", "\(record.id): \(String(reflecting: error))")
      if record.attempt >= Bounds.exportAttempts {
        try fail(record, "export.gave_up", [:], office)
      } else {
        try office.everything { tx, _ in ExportStore.setWaiting(record, in: tx) }
      }
    }
  }

  /// What it holds is read in one transaction, as whoever asked, with the rights they have now; what is written goes
  /// past it, so that others see how far it is.
  private static func make(
    _ record: Exports.Record, _ office: Office, _ isStopping: @escaping () -> Bool
  ) throws {
    let file = ExportFile(of: record, office, isStopping: isStopping)
    let timeout = String(Bounds.jobTimeoutMilliseconds)
    try office.everything { tx, now in
      let actor = try record.maker.actor(in: tx, at: now)
      actor.takeReach(in: tx)
      tx.enqueue("SELECT set_config('statement_timeout', \(timeout), true)")
      try actor.require(.statementsView)
      let scope = AccountScope(actor.rights)
      let work = Work(tx: tx, actor: actor, now: now, requestID: "export/\(record.id)", office: office)
      let made = try ExportRun(try ExportWish(record.wish), to: file, in: work).make()
      tx.enqueue(Reach.everything)
      let expiresAt = now.adding(seconds: 86400 * Bounds.exportDays)
      guard try ExportStore.setReady(record, made.name, made.type, scope, until: expiresAt, in: tx, now) else {
        throw ExportStopped()
      }
      try Exports.note("ready", record, in: work)
    }
  }

  private static func fail(
    _ record: Exports.Record, _ code: Code, _ details: [String: String], _ office: Office
  ) throws {
    try office.everything { tx, now in
      guard try ExportStore.setFailed(record, code, details, in: tx, now) else { return }
      let work = Work(tx: tx, actor: .system, now: now, requestID: "export/\(record.id)", office: office)
      try Exports.note("failed", record, in: work)
    }
  }

  private static func giveUpLost(_ silentSeconds: Int64, _ office: Office) throws {
    let lost = try office.everything { tx, _ in try ExportStore.lost(silentSeconds: silentSeconds, in: tx) }
    for record in lost { try fail(record, "export.gave_up", [:], office) }
  }

  /// What was in reach and is not any more is a matter of rights.
  private static func reason(_ refusal: Refusal) -> (Code, [String: String]) {
    switch refusal {
    case .denied(let code): (code, [:])
    case .conflict(let code, let details): (code, details)
    case .invalid(let issues) where issues.first?.code == "export.empty": ("export.empty", [:])
    case .invalid(let issues) where issues.first?.code == "export.too_many":
      ("export.too_many", issues.first?.details ?? [:])
    case .notFound, .forbidden, .invalid, .stale, .overtaken: ("export.rights_changed", [:])
    }
  }
}
