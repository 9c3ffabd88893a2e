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
    package let services: [ID<Service>]?
    package let centres: [ID<BillingCentre>]?
    package let expiresAt: Instant?
    package let grantedBy: ID<Person>?
    package let grantedByName: String
    package let grantedAt: Instant
    package let note: String?
  }

  package struct Draft: Sendable {
    package var person: ID<Person>
    package var role: Role
    package var services: [ID<Service>]?
    package var centres: [ID<BillingCentre>]?
    package var expiresAt: Instant?
    package var note: String?

    package init(person: ID<Person>, role: Role) {
      self.person = person
      self.role = role
    }
  }

  static let columns: SQL = """
    g.id, g.distributor_id, g.reseller_id, g.customer_id, g.person_id, p.given_name || ' ' || p.family_name, g.role,
    g.service_ids, g.centre_ids, g.expires_at, g.granted_by, g.granted_by_name, g.granted_at, g.note
    """

  static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      person: try row[4], personName: try row[5], role: try row[6], services: try row[7], centres: try row[8],
      expiresAt: try row[9], grantedBy: try row[10], grantedByName: try row[11], grantedAt: try row[12],
      note: try row[13])
  }

  private static func current(at now: Instant) -> SQL {
    "g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(now))"
  }

  package static func list(of organization: ID<Organization>, _ paging: Paging, in work: Work) throws -> [Record] {
    let owner = try Organizations.find(organization, in: work)
    try work.actor.require(.grantsView)
    try requirePeople(of: owner.path, in: work)
    let after: SQL = try paging.afterID(Grant.self).map { "g.id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.organization_id = \(organization) AND \(current(at: work.now)) AND \(after)
      ORDER BY g.id LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<Grant>, in work: Work) throws -> Record {
    let record = try read(id, in: work)
    if record.person != work.actor.person {
      try work.actor.require(.grantsView)
      try requirePeople(of: record.path, in: work)
    }
    return record
  }

  private static func read(_ id: ID<Grant>, in work: Work) throws -> Record {
    let rows = try work.tx.rows(
      """
      SELECT \(columns) FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.id = \(id) AND \(current(at: work.now))
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    return try record(row)
  }

  /// A customer's grants are about its people, who are its own affair.
  private static func requirePeople(of path: Path, in work: Work) throws {
    if path.organization != work.actor.organization { try Users.requireAccess(to: path, in: work) }
  }

  package static func create(_ draft: Draft, at organization: ID<Organization>, in work: Work) throws -> Record {
    let owner = try Organizations.find(organization, in: work)
    try work.actor.require(.grantsManage)
    // Lets a reseller appoint managers, its commercial counterparts, without touching other people.
    if draft.role != .customerManager { try requirePeople(of: owner.path, in: work) }
    guard work.actor.rights.mayGrant(draft.role, at: owner.level) else {
      throw Refusal.denied("grant.beyond_own_rights")
    }
    try check(draft, owner, in: work)
    // With its first manager a customer's people become its own affair, also this grant: it is answered all the same.
    return try read(try insert(draft, at: owner.path, in: work), in: work)
  }

  private static func check(_ draft: Draft, _ owner: Organizations.Record, in work: Work) throws {
    var issues: [Issue] = []
    // A reseller that made its own people a customer's managers would need no delegation any more.
    let eligible: SQL =
      work.actor.level == .reseller && owner.level == .customer ? "customer_id = \(owner.id)" : "true"
    let person = try work.tx.rows(
      "SELECT status FROM person WHERE id = \(draft.person) AND status <> 'deleted' AND \(eligible)"
    ).first
    if person == nil { issues.append(Issue("/userId", "user.unknown")) }
    if try person?[0] == "disabled" { issues.append(Issue("/userId", "user.disabled")) }
    if let services = draft.services {
      if draft.role != .technicalAdmin { issues.append(Issue("/serviceIds", "grant.services_not_for_role")) }
      let known = try work.tx.rows("SELECT id FROM service WHERE id = ANY (\(services))").count
      if services.isEmpty || known != Set(services).count { issues.append(Issue("/serviceIds", "service.unknown")) }
    }
    if let centres = draft.centres {
      if draft.role != .finance { issues.append(Issue("/centreIds", "grant.centres_not_for_role")) }
      let known = try work.tx.rows(
        "SELECT id FROM billing_centre WHERE id = ANY (\(centres)) AND customer_id = \(owner.path.customer)"
      ).count
      if centres.isEmpty || known != Set(centres).count { issues.append(Issue("/centreIds", "centre.unknown")) }
    }
    if let expiry = draft.expiresAt, expiry <= work.now { issues.append(Issue("/expiresAt", "grant.expiry_past")) }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    let same = try work.tx.rows(
      """
      SELECT 1 FROM role_grant g WHERE g.organization_id = \(owner.id) AND g.person_id = \(draft.person)
        AND g.role = \(draft.role) AND \(current(at: work.now))
        AND g.service_ids IS NOT DISTINCT FROM \(draft.services) AND g.centre_ids IS NOT DISTINCT FROM \(draft.centres)
      """)
    if !same.isEmpty { throw Refusal.conflict("grant.exists") }
  }

  /// Writes a grant that is known to be in order.
  @discardableResult
  static func insert(_ draft: Draft, at path: Path, in work: Work) throws -> ID<Grant> {
    let id: ID<Grant> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO role_grant (id, distributor_id, reseller_id, customer_id, organization_id, person_id, role,
        service_ids, centre_ids, expires_at, granted_by, granted_by_name, granted_at, note)
      VALUES (\(id), \(path.distributor), \(path.reseller), \(path.customer), \(path.organization), \(draft.person),
        \(draft.role), \(draft.services), \(draft.centres), \(draft.expiresAt),
        \(work.actor.credential == .system ? nil : work.actor.person), \(work.actor.name), \(work.now), \(draft.note))
      """)
    var facts = JSONWriter()
    facts.object {
      $0.member("userId", draft.person)
      $0.member("role", draft.role.rawValue)
      $0.member("serviceIds", draft.services)
      $0.member("centreIds", draft.centres)
      $0.member("expiresAt", draft.expiresAt)
      $0.member("note", draft.note)
    }
    try work.audit("grant.created", AuditObject("grant", id), on: path, after: facts)
    return id
  }

  /// Ends a grant; counts from the holder's next request.
  package static func end(_ id: ID<Grant>, in work: Work) throws {
    let record = try find(id, in: work)
    try work.actor.require(.grantsManage)
    // One's own grants are seen wherever one acts; they are ended where they were given.
    guard work.actor.path.covers(record.path) else { throw Refusal.notFound }
    let level = record.path.level
    guard work.actor.rights.mayGrant(record.role, at: level) else { throw Refusal.denied("grant.beyond_own_rights") }
    if record.role == level.administrator {
      try requireOtherAdministrator(of: record.path, besides: record.person, in: work)
    }
    work.tx.enqueue("UPDATE role_grant SET ended_at = \(work.now) WHERE id = \(id) AND ended_at IS NULL")
    var facts = JSONWriter()
    facts.object {
      $0.member("userId", record.person)
      $0.member("role", record.role.rawValue)
    }
    try work.audit("grant.ended", AuditObject("grant", id), on: record.path, before: facts)
  }

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
      try requireOtherAdministrator(of: path, besides: person.id, in: work)
    }
  }

  /// Locks the organization first: two administrators removing each other at once come one after the other.
  private static func requireOtherAdministrator(of path: Path, besides person: ID<Person>, in work: Work) throws {
    let results = try work.tx.pipeline([
      "SELECT 1 FROM organization WHERE id = \(path.organization) FOR UPDATE",
      """
      SELECT 1 FROM role_grant g JOIN person p ON p.id = g.person_id AND p.status = 'active'
      WHERE g.organization_id = \(path.organization) AND g.role = \(path.level.administrator)
        AND g.person_id <> \(person) AND g.ended_at IS NULL AND g.expires_at IS NULL LIMIT 1
      """,
    ])
    if results[1].isEmpty { throw Refusal.conflict("grant.last_administrator") }
  }
}
