import Core
import FoundationEssentials
import Postgres

/// Price lists that were sent in: a job checks each, somebody looks at what it would change and has it carried out by
/// the next job. Any number of instances may run these; one that dies lets go of its list after a while.
package enum CatalogueImports {
  package enum Status: String, Sendable, CaseIterable, TextColumn {
    case waiting, checked, refused, approved, done, withdrawn
  }

  package struct Record: Sendable {
    package let id: ID<CatalogueImport>
    package let distributor: ID<Organization>
    package let reseller: ID<Organization>?
    package let resellerName: String?
    package let fileName: String
    package let bytes: Int
    package let status: Status
    package let linesRead: Int
    package let summary: CatalogueImport.Summary?
    package let faults: [PriceFile.Fault]
    package let faultCount: Int
    package let askedAt: Instant
    package let askedByName: String
    package let finishedAt: Instant?
    package let version: Int
  }

  private static let columns: SQL = """
    i.id, i.distributor_id, i.reseller_id, o.name, i.file_name, i.bytes, i.status, i.lines_read, i.summary::text,
    i.faults::text, i.fault_count, i.asked_at, i.asked_by_name, i.finished_at, i.version
    """

  package static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.catalogueManage)
    var condition: SQL = "true"
    if let after = try paging.afterID(CatalogueImport.self) { condition = "i.id < \(after)" }
    return try rows(condition, upTo: paging.fetched, in: work)
  }

  package static func find(_ id: ID<CatalogueImport>, in work: Work) throws -> Record {
    try work.actor.require(.catalogueManage)
    guard let found = try rows("i.id = \(id)", upTo: 1, in: work).first else { throw Refusal.notFound }
    return found
  }

  private static func rows(_ condition: SQL, upTo limit: Int, in work: Work) throws -> [Record] {
    try work.tx.rows(
      """
      SELECT \(columns) FROM catalogue_import i LEFT JOIN organization o ON o.id = i.reseller_id
      WHERE \(condition) ORDER BY i.id DESC LIMIT \(limit)
      """
    ).map { row in
      Record(
        id: try row[0], distributor: try row[1], reseller: try row[2], resellerName: try row[3],
        fileName: try row[4], bytes: try row[5], status: try row[6], linesRead: try row[7],
        summary: ImportJSON.summary(try row[8]), faults: ImportJSON.faults(try row[9]), faultCount: try row[10],
        askedAt: try row[11], askedByName: try row[12], finishedAt: try row[13], version: try row[14])
    }
  }

  /// Keeps a file to be checked by the next job.
  package static func ask(
    _ content: [UInt8], named name: String, reseller: ID<Organization>?, in work: Work
  ) throws -> Record {
    try work.actor.require(.catalogueManage)
    guard !content.isEmpty else { throw Refusal.invalid([Issue("/file", "price_list.empty")]) }
    if let reseller {
      let rows = try work.tx.rows("SELECT 1 FROM organization WHERE id = \(reseller) AND kind = 'reseller'")
      if rows.isEmpty { throw Refusal.invalid([Issue("/resellerId", "reseller.unknown")]) }
    }
    let id: ID<CatalogueImport> = work.newID()
    let distributor = work.actor.path.distributor
    work.tx.enqueue(
      """
      INSERT INTO catalogue_import (id, distributor_id, reseller_id, file_name, bytes, status, content, asked_at,
        asked_by, asked_by_name)
      VALUES (\(id), \(distributor), \(reseller), \(name), \(content.count), 'waiting', \(content), \(work.now),
        \(work.actor.person), \(work.actor.name))
      """)
    try work.audit("price_list.sent", AuditObject("priceList", id), on: path(distributor), after: named(name))
    return try find(id, in: work)
  }

  /// Has a list that was checked carried out, or not.
  package static func decide(
    _ id: ID<CatalogueImport>, carryOut: Bool, in work: Work, check: (Int) throws -> Void
  ) throws -> Record {
    try work.actor.require(.catalogueManage)
    let locked = try work.tx.rows("SELECT 1 FROM catalogue_import WHERE id = \(id) FOR NO KEY UPDATE")
    guard !locked.isEmpty else { throw Refusal.notFound }
    let record = try find(id, in: work)
    try check(record.version)
    guard record.status == .checked else { throw Refusal.conflict("price_list.not_checked") }
    let status: Status = carryOut ? .approved : .withdrawn
    work.tx.enqueue(
      """
      UPDATE catalogue_import SET status = \(status), version = version + 1, claimed_until = NULL,
        content = CASE WHEN \(carryOut) THEN content END WHERE id = \(id)
      """)
    let facts = named(record.fileName)
    if carryOut {
      try work.audit("price_list.approved", AuditObject("priceList", id), on: path(record.distributor), after: facts)
    } else {
      try work.audit("price_list.withdrawn", AuditObject("priceList", id), on: path(record.distributor), after: facts)
    }
    return try find(id, in: work)
  }

  private static func path(_ distributor: ID<Organization>) -> Path {
    Path(distributor: distributor, reseller: nil, customer: nil)
  }

  private static func named(_ name: String) -> JSONWriter {
    var json = JSONWriter()
    json.object { $0.member("name", name) }
    return json
  }

  // MARK: The job

  /// Checks what waits and carries out what was approved, one after the other.
  package static func runDue(_ office: Office) throws {
    while let claimed = try claim(office) { try run(claimed, office) }
  }

  private struct Claimed {
    let id: ID<CatalogueImport>
    let target: CatalogueImport.Target
    let isDryRun: Bool
  }

  private static func claim(_ office: Office) throws -> Claimed? {
    try office.everything { tx, now in
      let rows = try tx.rows(
        """
        UPDATE catalogue_import i SET claimed_until = \(now.adding(seconds: Bounds.importSeconds)), lines_read = 0
        FROM (SELECT id FROM catalogue_import WHERE status IN ('waiting', 'approved')
          AND (claimed_until IS NULL OR claimed_until < \(now)) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) due
        WHERE i.id = due.id
        RETURNING i.id, i.distributor_id, i.reseller_id, i.status,
          (SELECT o.currency FROM organization o WHERE o.id = i.reseller_id)
        """)
      guard let row = rows.first else { return nil }
      let target = CatalogueImport.Target(
        distributor: try row[1], reseller: try row[2], currency: try row[4])
      return Claimed(id: try row[0], target: target, isDryRun: try row[3] == "waiting")
    }
  }

  private static func run(_ claimed: Claimed, _ office: Office) throws {
    let id = claimed.id
    let file = SentFile(in: "catalogue_import", id.raw, office)
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "import", office: office)
      let report = try CatalogueImport.run(
        claimed.target, dryRun: claimed.isDryRun, in: work, progress: file.note, from: file.pieces())
      let status: Status = report.faultCount > 0 ? .refused : report.isDone ? .done : .checked
      var summary = JSONWriter()
      report.summary.write(to: &summary)
      tx.enqueue(
        """
        UPDATE catalogue_import SET status = \(status), lines_read = \(report.summary.lines), claimed_until = NULL,
          summary = \(JSONB(text: summary.text)), faults = \(JSONB(text: ImportJSON.text(report.faults))),
          fault_count = \(report.faultCount), finished_at = \(now), version = version + 1,
          content = CASE WHEN \(status == .checked) THEN content END
        WHERE id = \(id)
        """)
    }
  }
}
