import Core
import FoundationEssentials
import Postgres

/// Who may do what, where, until when, by whose hand.
package enum Grants {
  package struct Record: Sendable {
    package let id: ID<Grant>
    package let path: Path
    package let person: ID<Person>
    package let personName: String
    package let role: Role
    package var services: [ID<Service>]?
    package var centres: [ID<BillingCentre>]?
    package var expiresAt: Instant?
    package let grantedBy: ID<Person>?
    package let grantedByName: String
    package let grantedAt: Instant
    package var note: String?
    package let version: Int
    package let changedAt: Instant?
    package let endedAt: Instant?
    package let endedBy: ID<Person>?
    package let endedByName: String?
    /// The address a guest was invited at, whose account is another organization's; nil for the organization's own.
    package let guestEmail: String?

    /// The role with its limits.
    package var held: HeldGrant {
      HeldGrant(
        role: role, services: services.map { Set($0) }, centres: centres.map { Set($0) }, expiresAt: expiresAt)
    }

    package func counts(at now: Instant) -> Bool { endedAt == nil && (expiresAt.map { $0 > now } ?? true) }
  }

  package struct Draft: Sendable {
    package var person: ID<Person>
    package var role: Role
    package var services: [ID<Service>]?
    package var centres: [ID<BillingCentre>]?
    package var expiresAt: Instant?
    package var note: String?
    /// Of a guest: the name and the address the invitation went to.
    package var guest: (name: String, email: String)?
    /// Who gives it, where that is not whoever acts.
    package var giver: (id: ID<Person>, name: String)?

    package init(person: ID<Person>, role: Role) {
      self.person = person
      self.role = role
    }

    var held: HeldGrant {
      HeldGrant(
        role: role, services: services.map { Set($0) }, centres: centres.map { Set($0) }, expiresAt: expiresAt)
    }
  }

  static let columns: SQL = """
    g.id, g.distributor_id, g.reseller_id, g.customer_id, g.person_id,
    coalesce(p.given_name || ' ' || p.family_name, g.holder_name, ''), g.role, g.service_ids, g.centre_ids,
    g.expires_at, g.granted_by, g.granted_by_name, g.granted_at, g.note, g.version, g.changed_at, g.ended_at,
    g.ended_by, g.ended_by_name, g.holder_email
    """

  static let columnCount = 20

  static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      person: try row[4], personName: try row[5], role: try row[6], services: try row[7], centres: try row[8],
      expiresAt: try row[9], grantedBy: try row[10], grantedByName: try row[11], grantedAt: try row[12],
      note: try row[13], version: try row[14], changedAt: try row[15], endedAt: try row[16], endedBy: try row[17],
      endedByName: try row[18], guestEmail: try row[19])
  }

  static func current(at now: Instant) -> SQL {
    "g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(now))"
  }

  /// A grant that counts now.
  package static func find(_ id: ID<Grant>, in work: Work) throws -> Record {
    let record = try findAny(id, in: work)
    guard record.counts(at: work.now) else { throw Refusal.notFound }
    return record
  }

  /// A grant, whether it still counts or is over.
  package static func findAny(_ id: ID<Grant>, in work: Work) throws -> Record {
    let record = try read(id, in: work)
    if record.person != work.actor.person {
      try work.actor.require(.grantsView)
      try requirePeople(of: record.path, in: work)
    }
    return record
  }

  static func read(_ id: ID<Grant>, in work: Work) throws -> Record {
    let rows = try work.tx.rows(
      "SELECT \(columns) FROM role_grant g LEFT JOIN person p ON p.id = g.person_id WHERE g.id = \(id)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try record(row)
  }

  /// A customer's grants are about its people, who are its own affair.
  static func requirePeople(of path: Path, in work: Work) throws {
    if path.organization != work.actor.organization { try Users.requireAccess(to: path, in: work) }
  }

  /// What the actor holds where they act, with its ends: whoever gives a role gives it for no longer than that.
  static func ownRights(in work: Work) throws -> Rights {
    let rows = try work.tx.rows(
      """
      SELECT g.role, g.service_ids, g.centre_ids, g.expires_at FROM role_grant g
      WHERE g.person_id = \(work.actor.person) AND g.organization_id = \(work.actor.organization)
        AND \(current(at: work.now))
      """)
    let ending = try rows.map(held)
    let grants = work.actor.rights.grants.map { grant in
      let same = ending.filter {
        $0.role == grant.role && $0.services == grant.services && $0.centres == grant.centres
      }
      let ends = same.map(\.expiresAt)
      return HeldGrant(
        role: grant.role, services: grant.services, centres: grant.centres,
        expiresAt: ends.contains(nil) ? nil : ends.compactMap { $0 }.max())
    }
    return Rights(level: work.actor.rights.level, grants: grants)
  }

  /// How high somebody stands in an organization.
  static func standing(of person: ID<Person>, at organization: ID<Organization>, in work: Work) throws -> Standing {
    let rows = try work.tx.rows(
      """
      SELECT g.role, g.service_ids, g.centre_ids, g.expires_at FROM role_grant g
      WHERE g.person_id = \(person) AND g.organization_id = \(organization) AND \(current(at: work.now))
      """)
    return Standing(try rows.map(held))
  }

  /// From `role, service_ids, centre_ids, expires_at`.
  static func held(_ row: Row) throws -> HeldGrant {
    let services: [ID<Service>]? = try row[1]
    let centres: [ID<BillingCentre>]? = try row[2]
    return HeldGrant(
      role: try row[0], services: services.map { Set($0) }, centres: centres.map { Set($0) }, expiresAt: try row[3])
  }
}
