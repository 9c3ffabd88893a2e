import Core
import FoundationEssentials
import Postgres

/// Files of records that were sent in: a job checks each, somebody looks at what would become of its records and has
/// it taken over by the next job. Any number of instances may run these; one that dies lets go of its file after a
/// while.
package enum UsageImports {
  package enum Status: String, Sendable, CaseIterable, TextColumn {
    case waiting, checked, refused, approved, done, withdrawn
  }

  package struct Record: Sendable {
    package let id: ID<UsageImport>
    package let sender: Path
    package let fileName: String
    package let format: UsageFile.Format
    package let bytes: Int
    package let status: Status
    package let linesRead: Int
    package let outcome: UsageImportJSON.Outcome?
    package let faults: [UsageFile.Fault]
    package let faultCount: Int
    package let askedAt: Instant
    package let askedByName: String
    package let finishedAt: Instant?
    package let version: Int
  }

  package static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.usageManage)
    var condition: SQL = "true"
    if let after = try paging.afterID(UsageImport.self) { condition = "i.id < \(after)" }
    return try rows(condition, upTo: paging.fetched, in: work)
  }

  package static func find(_ id: ID<UsageImport>, in work: Work) throws -> Record {
    try work.actor.require(.usageManage)
    guard let found = try rows("i.id = \(id)", upTo: 1, in: work).first else { throw Refusal.notFound }
    return found
  }

  private static func rows(_ condition: SQL, upTo limit: Int, in work: Work) throws -> [Record] {
    try work.tx.rows(
      """
      SELECT i.id, i.distributor_id, i.reseller_id, i.file_name, i.format, i.bytes, i.status, i.lines_read,
        i.summary::text, i.faults::text, i.fault_count, i.asked_at, i.asked_by_name, i.finished_at, i.version
      FROM usage_import i WHERE i.source_id = \(work.actor.organization) AND \(condition)
      ORDER BY i.id DESC LIMIT \(limit)
      """
    ).map { row in
      Record(
        id: try row[0], sender: Path(distributor: try row[1], reseller: try row[2], customer: nil),
        fileName: try row[3], format: try row[4], bytes: try row[5], status: try row[6], linesRead: try row[7],
        outcome: UsageImportJSON.outcome(try row[8]), faults: ImportJSON.faults(try row[9]), faultCount: try row[10],
        askedAt: try row[11], askedByName: try row[12], finishedAt: try row[13], version: try row[14])
    }
  }

  /// Keeps a file to be checked by the next job.
  package static func ask(
    _ content: [UInt8], named name: String, _ format: UsageFile.Format, in work: Work
  ) throws -> Record {
    try work.actor.require(.usageManage)
    guard !content.isEmpty else { throw Refusal.invalid([Issue("/file", "usage_file.empty")]) }
    let id: ID<UsageImport> = work.newID()
    let path = work.actor.path
    work.tx.enqueue(
      """
      INSERT INTO usage_import (id, source_id, distributor_id, reseller_id, file_name, format, bytes, status, content,
        asked_at, asked_by, asked_by_name)
      VALUES (\(id), \(work.actor.organization), \(path.distributor), \(path.reseller), \(name), \(format),
        \(content.count), 'waiting', \(content), \(work.now), \(work.actor.person), \(work.actor.name))
      """)
    try work.audit("usageFile.sent", AuditObject("usageFile", id), on: path, after: named(name))
    return try find(id, in: work)
  }

  /// Has a file that was checked taken over, or not.
  package static func decide(
    _ id: ID<UsageImport>, carryOut: Bool, in work: Work, check: (Int) throws -> Void
  ) throws -> Record {
    try work.actor.require(.usageManage)
    let locked = try work.tx.rows("SELECT 1 FROM usage_import WHERE id = \(id) FOR NO KEY UPDATE")
    guard !locked.isEmpty else { throw Refusal.notFound }
    let record = try find(id, in: work)
    try check(record.version)
    guard record.status == .checked else { throw Refusal.conflict("usage_file.not_checked") }
    let status: Status = carryOut ? .approved : .withdrawn
    work.tx.enqueue(
      """
      UPDATE usage_import SET status = \(status), version = version + 1, claimed_until = NULL,
        content = CASE WHEN \(carryOut) THEN content END WHERE id = \(id)
      """)
    let facts = named(record.fileName)
    if carryOut {
      try work.audit("usageFile.approved", AuditObject("usageFile", id), on: record.sender, after: facts)
    } else {
      try work.audit("usageFile.withdrawn", AuditObject("usageFile", id), on: record.sender, after: facts)
    }
    return try find(id, in: work)
  }

  private static func named(_ name: String) -> JSONWriter {
    var json = JSONWriter()
    json.object { $0.member("name", name) }
    return json
  }

  // MARK: The job

  /// Checks what waits and takes over what was approved, one after the other; then posts the months that are over.
  package static func runDue(_ office: Office) throws {
    var counted = false
    while let claimed = try claim(office) {
      try run(claimed, office)
      counted = counted || !claimed.isDryRun
    }
    if counted { try UsagePosting.run(office) }
  }

  private struct Claimed {
    let id: ID<UsageImport>
    let sender: Path
    let format: UsageFile.Format
    let isDryRun: Bool
  }

  private static func claim(_ office: Office) throws -> Claimed? {
    try office.everything { tx, now in
      let rows = try tx.rows(
        """
        UPDATE usage_import i SET claimed_until = \(now.adding(seconds: Bounds.usageImportSeconds)), lines_read = 0
        FROM (SELECT id FROM usage_import WHERE status IN ('waiting', 'approved')
          AND (claimed_until IS NULL OR claimed_until < \(now)) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) due
        WHERE i.id = due.id
        RETURNING i.id, i.distributor_id, i.reseller_id, i.format, i.status
        """)
      guard let row = rows.first else { return nil }
      let sender = Path(distributor: try row[1], reseller: try row[2], customer: nil)
      return Claimed(id: try row[0], sender: sender, format: try row[3], isDryRun: try row[4] == "waiting")
    }
  }

  private static func run(_ claimed: Claimed, _ office: Office) throws {
    let id = claimed.id
    let file = SentFile(in: "usage_import", id.raw, office)
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "usage-import", office: office)
      let report = try UsageImport.run(
        claimed.format, from: claimed.sender, dryRun: claimed.isDryRun, in: work,
        progress: file.note, content: file.pieces())
      let status: Status = report.faultCount > 0 ? .refused : report.isDone ? .done : .checked
      tx.enqueue(
        """
        UPDATE usage_import SET status = \(status), lines_read = \(report.lines), claimed_until = NULL,
          summary = \(JSONB(text: UsageImportJSON.text(report))),
          faults = \(JSONB(text: ImportJSON.text(report.faults))), fault_count = \(report.faultCount),
          finished_at = \(now), version = version + 1, content = CASE WHEN \(status == .checked) THEN content END
        WHERE id = \(id)
        """)
    }
  }
}
