import Core
import FoundationEssentials
import Postgres

/// An organization that has a lasting administrator keeps one: somebody of its own, active, whose grant has no end.
/// Those whose grant expires do not count, since nobody would be left the day it does; nor do guests, whose account
/// another organization may disable.
enum Administrators {
  /// Refuses to end the grants, or to give them an end, where no lasting administrator would be left.
  static func require(besides grants: [ID<Grant>], at path: Path, in work: Work) throws {
    try requireAnother(than: "g.id = ANY (\(grants))", at: path, in: work)
  }

  /// Locks the organization first: two administrators removing each other at once come one after the other.
  fileprivate static func requireAnother(than those: SQL, at path: Path, in work: Work) throws {
    let results = try work.tx.pipeline([
      lock(path),
      """
      SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person_id AND p.status = 'active'
      WHERE \(lasting(at: path)) AND NOT (\(those)) LIMIT 1
      """,
    ])
    if results[1].isEmpty { throw Refusal.conflict("grant.last_administrator") }
  }

  /// Refuses an administrator for a while where there is none for good; one who is invited already will do.
  static func requireLasting(at path: Path, in work: Work) throws {
    let results = try work.tx.pipeline([
      lock(path),
      """
      SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person_id AND p.status <> 'disabled'
      WHERE \(lasting(at: path)) LIMIT 1
      """,
    ])
    if results[1].isEmpty { throw Refusal.conflict("grant.administrator_must_last") }
  }

  private static func lock(_ path: Path) -> SQL {
    "SELECT 1 FROM organization WHERE id = \(path.organization) FOR NO KEY UPDATE"
  }

  private static func lasting(at path: Path) -> SQL {
    """
    g.organization_id = \(path.organization) AND g.role = \(path.level.administrator)
      AND g.ended_at IS NULL AND g.expires_at IS NULL AND g.holder_name IS NULL
    """
  }

  /// The names of those who administer an organization in reach, for whoever needs one; at most three.
  static func names(of path: Path, in work: Work) throws -> [String] {
    try work.tx.rows(
      """
      SELECT DISTINCT p.given_name || ' ' || p.family_name AS name FROM role_grant g
      JOIN person p ON p.id = g.person_id AND p.status = 'active'
      WHERE g.organization_id = \(path.organization) AND g.role = \(path.level.administrator)
        AND \(Grants.current(at: work.now)) ORDER BY name LIMIT 3
      """
    ).map { try $0[0] }
  }
}

extension Grants {
  /// Refuses to leave any organization the person administers without an administrator.
  static func keepAdministrator(without person: Users.Record, in work: Work) throws {
    let rows = try work.tx.rows(
      """
      SELECT DISTINCT g.distributor_id, g.reseller_id, g.customer_id, g.role FROM role_grant g
      WHERE g.person_id = \(person.id) AND \(current(at: work.now)) ORDER BY 1, 2, 3
      """)
    for row in rows {
      let path = Path(distributor: try row[0], reseller: try row[1], customer: try row[2])
      guard try row[3] == path.level.administrator else { continue }
      try Administrators.requireAnother(than: "g.person_id = \(person.id)", at: path, in: work)
    }
  }
}
