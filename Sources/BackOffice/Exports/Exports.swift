import Core
import FoundationEssentials
import HTTP
import Postgres

/// Documents that are made by a job and fetched later: one long one, or many in an archive. An export is its maker's
/// own; what is in it is what they may see when it is made, and it is given out only while they still may.
package enum Exports {
  package struct Record: Sendable {
    package let id: ID<Export>
    /// Of the organization it was asked for in.
    package let path: Path
    package let wish: JSONValue
    package let state: ExportState
    /// Lines written, of all in all; times the formats.
    package let done: Int
    package let total: Int
    package let fileName: String?
    package let mediaType: String?
    package let bytes: Int
    /// What its maker could see when it was made; nil before.
    package let scope: AccountScope?
    /// Why it failed.
    package let code: Code?
    package let details: [String: String]
    package let maker: Principal
    package let makerName: String
    package let createdAt: Instant
    package let startedAt: Instant?
    package let endedAt: Instant?
    package let expiresAt: Instant?
    package let attempt: Int
    package let version: Int

    /// Past its time it counts as expired, whether or not the job has been by.
    package func state(at now: Instant) -> ExportState {
      if state == .ready, let expiresAt, expiresAt <= now { return .expired }
      return state
    }
  }

  package static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.statementsView)
    return try ExportStore.list(paging, in: work)
  }

  package static func find(_ id: ID<Export>, in work: Work) throws -> Record {
    try work.actor.require(.statementsView)
    return try ExportStore.find(id, in: work)
  }

  /// Has it made by the next job. Asked for the same again before it is made, it is the same one.
  package static func create(_ wish: ExportWish, in work: Work) throws -> Record {
    try work.actor.require(.statementsView)
    let counts = try ExportStore.counts(in: work)
    if let same = try ExportStore.same(as: wish.asked, in: work) { return same }
    if counts.open >= Bounds.exportsAtOnce {
      throw Refusal.conflict("export.too_many_open", ["maximum": String(Bounds.exportsAtOnce)])
    }
    if counts.kept >= Bounds.exportsKept {
      throw Refusal.conflict("export.too_many_kept", ["maximum": String(Bounds.exportsKept)])
    }
    let statements = try ExportSelection.ids(wish, in: work)
    if let centre = wish.centre { try ExportSelection.requireSection(centre, of: statements[0], in: work) }
    let id: ID<Export> = work.newID()
    ExportStore.insert(id, wish.asked, try Principal.acting(in: work), in: work)
    let record = try ExportStore.find(id, in: work)
    try note("requested", record, statements: statements.count, in: work)
    return record
  }

  /// Stops it where it is being made; its file is gone.
  package static func remove(_ id: ID<Export>, in work: Work, check: (Record) throws -> Void = { _ in }) throws {
    try work.actor.require(.statementsView)
    let record = try ExportStore.find(id, in: work, locking: true)
    try check(record)
    ExportStore.remove(id, in: work)
    try note("removed", record, in: work)
  }

  /// The file, piece by piece while it is read. Not found for somebody who may no longer see all that is in it.
  package static func file(_ id: ID<Export>, in work: Work) throws -> Response {
    let record = try find(id, in: work)
    try record.state.requireFile(expiresAt: record.expiresAt, at: work.now)
    guard let scope = record.scope, AccountScope(work.actor.rights).covers(scope) else { throw Refusal.notFound }
    let office = work.office
    let pieces = (record.bytes + Bounds.exportChunkBytes - 1) / Bounds.exportChunkBytes
    let headers = Headers([
      ("Content-Type", record.mediaType ?? "application/octet-stream"),
      ("Content-Disposition", "attachment; filename=\"\(record.fileName ?? "export")\""),
    ])
    return Response(
      status: 200, headers: headers,
      body: .stream { write in
        for number in 0..<pieces {
          try Exports.piece(number + 1, of: record, office).withUnsafeBytes(write)
        }
      })
  }

  /// A transaction each, so that a slow reader holds no connection.
  private static func piece(_ number: Int, of record: Record, _ office: Office) throws -> [UInt8] {
    try office.everything { tx, _ in
      let rows = try tx.rows(
        """
        SELECT content FROM export_chunk
        WHERE export_id = \(record.id) AND attempt = \(Int32(record.attempt)) AND number = \(Int32(number))
        """)
      // Deleted while it was read: the connection ends, so that the reader sees that something is missing.
      guard let row = rows.first else { throw Refusal.notFound }
      return try row[0]
    }
  }

  /// The audit record and the event.
  static func note(_ event: String, _ record: Record, statements: Int? = nil, in work: Work) throws {
    var after = JSONWriter()
    after.object { json in
      json.member("kind", record.wish.object["kind"]?.text ?? "")
      if let statements { json.member("statements", statements) }
      if let code = record.code { json.member("code", code) }
    }
    try work.audit("export.\(event)", AuditObject("export", record.id), on: record.path, after: after)
    var message = JSONWriter()
    message.object {
      $0.member("event", "export.\(event)")
      $0.member("exportId", record.id)
    }
    try work.queue(.event, message, on: record.path)
  }

  /// Lets go of files past their time, and after a while of what is left of them.
  static func expireDue(_ office: Office) throws {
    try office.everything { tx, now in
      tx.enqueue(
        """
        WITH gone AS (
          UPDATE export SET state = 'expired', version = version + 1
          WHERE state = 'ready' AND expires_at <= \(now) RETURNING id)
        DELETE FROM export_chunk WHERE export_id IN (SELECT id FROM gone)
        """)
      tx.enqueue(
        """
        DELETE FROM export WHERE state IN ('failed', 'expired')
          AND ended_at < \(now.adding(seconds: -86400 * Bounds.exportForgottenDays))
        """)
      tx.enqueue(
        "DELETE FROM outbox_attachment WHERE created_at < \(now.adding(seconds: -86400 * Bounds.attachmentDays))")
    }
  }
}
