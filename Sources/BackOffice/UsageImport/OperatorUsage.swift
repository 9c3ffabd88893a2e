import Core
import FoundationEssentials
import Postgres

extension Operator {
  /// Takes in a file of records from the shell, for the one distributor there is or the organization named, and posts
  /// the months that are over.
  package static func importUsage(
    source: String?, _ format: UsageFile.Format, dryRun: Bool, _ office: Office,
    content: @escaping () throws -> [UInt8]?
  ) throws -> UsageImport.Report {
    let report = try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "operator", office: office)
      return try UsageImport.run(
        format, from: try sender(source, in: work), dryRun: dryRun, in: work, content: content)
    }
    if report.isDone { try UsagePosting.run(office) }
    return report
  }

  private static func sender(_ name: String?, in work: Work) throws -> Path {
    let rows = try work.tx.rows(
      """
      SELECT distributor_id, reseller_id FROM organization
      WHERE CASE WHEN \(name)::text IS NULL THEN kind = 'distributor'
        ELSE kind IN ('distributor', 'reseller') AND (name = \(name) OR id::text = \(name)) END LIMIT 2
      """)
    guard rows.count == 1, let row = rows.first else {
      throw Refusal.invalid([Issue("--source", "organization.not_one")])
    }
    return Path(distributor: try row[0], reseller: try row[1], customer: nil)
  }
}
