import Core
import FoundationEssentials
import Postgres

/// People beside a subscription: who has a licence, who has none, who has no licence of anything.
enum LicencePeople {
  enum Show: String, CaseIterable { case assigned, others, unlicensed }

  struct Record {
    let id: ID<Person>
    let name: String
    let email: String
    let state: AccountState.Stored
    let lastSignInAt: Instant?
    /// Since when they have the licence; nil for those without.
    let since: Instant?
    /// Licences they have of whatever.
    let licences: Int
    /// What the list is ordered by, before the id.
    let order: String
  }

  /// By name. Whoever is disabled is not among those who could be given something.
  static func list(
    of record: SubscriptionRecord, _ show: Show, search: String?, _ paging: Paging, in work: Work
  ) throws -> [Record] {
    try Licences.requireRunning(record, in: work)
    try Delegations.require(.licences, over: record.path, in: work)
    var conditions: [SQL] = [
      "p.organization_id = \(record.path.customer)", "p.status <> 'deleted'", condition(show),
      SearchText.contains("p.search_text", search),
    ]
    if let after = try paging.afterKey(Person.self) {
      conditions.append("(p.family_name || ' ' || p.given_name, p.id) > (\(after.text), \(after.id))")
    }
    return try work.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email, p.status, p.last_sign_in_at, a.assigned_at,
        (SELECT count(*) FROM licence_assignment x WHERE x.person_id = p.id), p.family_name || ' ' || p.given_name
      FROM person p LEFT JOIN licence_assignment a ON a.person_id = p.id AND a.subscription_id = \(record.id)
      WHERE \(conditions.joined(separator: " AND "))
      ORDER BY p.family_name || ' ' || p.given_name, p.id LIMIT \(paging.fetched)
      """
    ).map {
      Record(
        id: try $0[0], name: try $0[1], email: try $0[2], state: try $0[3], lastSignInAt: try $0[4], since: try $0[5],
        licences: try $0[6], order: try $0[7])
    }
  }

  private static func condition(_ show: Show) -> SQL {
    switch show {
    case .assigned: "a.person_id IS NOT NULL"
    case .others: "a.person_id IS NULL AND p.status <> 'disabled'"
    case .unlicensed:
      "p.status <> 'disabled' AND NOT EXISTS (SELECT FROM licence_assignment x WHERE x.person_id = p.id)"
    }
  }
}
