import Core
import FoundationEssentials
import Postgres

/// Tells who holds a role, and who gave it, that it expires within a week: each once, in their language.
package enum GrantWarnings {
  /// So many at a time, each lot in a transaction of its own.
  private static let lot = 500

  /// Answers how many grants were announced. The rows are locked while they are, so instances share the work.
  @discardableResult
  package static func send(_ office: Office) throws -> Int {
    var total = 0
    while true {
      let count = try office.everything { tx, now in
        let work = Work(tx: tx, actor: .system, now: now, requestID: "grant-warnings", office: office)
        return try announce(in: work)
      }
      total += count
      if count < lot { return total }
    }
  }

  private static func announce(in work: Work) throws -> Int {
    let soon = work.now.adding(seconds: 86400 * Bounds.grantWarningDays)
    let rows = try work.tx.rows(
      """
      SELECT \(Grants.columns), o.name, p.notification_email, p.sign_in_email, p.language, p.status,
        b.given_name || ' ' || b.family_name, b.notification_email, b.sign_in_email, b.language, b.status
      FROM role_grant g JOIN organization o ON o.id = g.organization_id JOIN person p ON p.id = g.person_id
      LEFT JOIN person b ON b.id = g.granted_by AND b.id <> g.person_id
      WHERE g.warned_at IS NULL AND g.expires_at <= \(soon) AND \(Grants.current(at: work.now))
      ORDER BY g.expires_at LIMIT \(lot) FOR NO KEY UPDATE OF g SKIP LOCKED
      """)
    if rows.isEmpty { return 0 }
    let grants = try rows.map(Grants.record)
    work.tx.enqueue("UPDATE role_grant SET warned_at = \(work.now) WHERE id = ANY (\(grants.map(\.id)))")
    let names = try GrantNames(grants, in: work)
    for (row, grant) in zip(rows, grants) {
      let next = Grants.columnCount
      let organization: String = try row[next]
      if try row[next + 4] != "disabled" {
        let to = try address(row, from: next + 1)
        try tell(to, named: grant.personName, of: grant, at: organization, names, GrantMail.ownEnd, in: work)
      }
      if !row.isNull(next + 5), try row[next + 9] != "disabled" {
        let to = try address(row, from: next + 6)
        try tell(to, named: try row[next + 5], of: grant, at: organization, names, GrantMail.givenEnd, in: work)
      }
    }
    return grants.count
  }

  /// From `notification_email, sign_in_email, language`.
  private static func address(_ row: Row, from column: Int) throws -> (email: String, language: Language) {
    let notified: String? = try row[column]
    return (email: try notified ?? row[column + 1], language: try row[column + 2])
  }

  private static func tell(
    _ to: (email: String, language: Language), named name: String, of grant: Grants.Record, at organization: String,
    _ names: GrantNames, _ text: Phrase, in work: Work
  ) throws {
    let language = to.language
    let values = [
      "name": name, "holder": grant.personName, "organization": organization,
      "role": Portal.roleName(grant.role).in(language), "scope": names.scope(of: grant, language),
      "until": grant.expiresAt.map(Portal.clockText) ?? "", "giver": grant.grantedByName,
      "link": "\(work.office.configuration.publicURL)/access",
    ]
    var mail = JSONWriter()
    mail.object {
      $0.member("to", to.email)
      $0.member("language", language.rawValue)
      $0.member("subject", GrantMail.end.in(language, values))
      $0.member("text", text.in(language, values))
    }
    try work.queue(.mail, mail, on: grant.path)
  }
}
