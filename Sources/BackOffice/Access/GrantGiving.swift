import Core
import FoundationEssentials
import Postgres

/// Giving roles.
extension Grants {
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
    var issues = try holderIssues(draft, owner, in: work)
    issues += try scopeIssues(draft, of: owner.path, in: work)
    if let expiry = draft.expiresAt, expiry <= work.now { issues.append(Issue("/expiresAt", "grant.expiry_past")) }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    try ownRights(in: work).checkGiving(draft.held, at: owner.level)
    if draft.role == owner.level.administrator, draft.expiresAt != nil {
      try Administrators.requireLasting(at: owner.path, in: work)
    }
    try requireNew(draft, at: owner.id, in: work)
  }

  private static func holderIssues(_ draft: Draft, _ owner: Organizations.Record, in work: Work) throws -> [Issue] {
    // A reseller that made its own people a customer's managers would need no delegation any more.
    let eligible: SQL =
      work.actor.level == .reseller && owner.level == .customer ? "customer_id = \(owner.id)" : "true"
    // Locked, so that the same role given twice at once comes one after the other.
    let person = try work.tx.rows(
      """
      SELECT status FROM person WHERE id = \(draft.person) AND status <> 'deleted' AND \(eligible) FOR NO KEY UPDATE
      """
    ).first
    guard let person else { return [Issue("/userId", "user.unknown")] }
    return try person[0] == "disabled" ? [Issue("/userId", "user.disabled")] : []
  }

  /// What is wrong with the services or centres a grant is limited to.
  static func scopeIssues(_ draft: Draft, of path: Path, in work: Work) throws -> [Issue] {
    var issues: [Issue] = []
    if let services = draft.services {
      if draft.role != .technicalAdmin { issues.append(Issue("/serviceIds", "grant.services_not_for_role")) }
      let known = try work.tx.rows("SELECT id FROM service WHERE id = ANY (\(services))").count
      if services.isEmpty || known != Set(services).count { issues.append(Issue("/serviceIds", "service.unknown")) }
    }
    if let centres = draft.centres {
      if draft.role != .finance { issues.append(Issue("/centreIds", "grant.centres_not_for_role")) }
      let known = try work.tx.rows(
        "SELECT id FROM billing_centre WHERE id = ANY (\(centres)) AND customer_id = \(path.customer)"
      ).count
      if centres.isEmpty || known != Set(centres).count { issues.append(Issue("/centreIds", "centre.unknown")) }
    }
    return issues
  }

  /// Refuses what the person holds already.
  static func requireNew(_ draft: Draft, at organization: ID<Organization>, in work: Work) throws {
    let same = try work.tx.rows(
      """
      SELECT 1 FROM role_grant g WHERE g.organization_id = \(organization) AND g.person_id = \(draft.person)
        AND g.role = \(draft.role) AND \(current(at: work.now))
        AND g.service_ids IS NOT DISTINCT FROM \(draft.services) AND g.centre_ids IS NOT DISTINCT FROM \(draft.centres)
      """)
    if !same.isEmpty { throw Refusal.conflict("grant.exists") }
  }

  /// Writes a grant that is known to be in order.
  @discardableResult
  static func insert(_ draft: Draft, at path: Path, in work: Work) throws -> ID<Grant> {
    let id: ID<Grant> = work.newID()
    let giver = draft.giver?.id ?? (work.actor.credential == .system ? nil : work.actor.person)
    work.tx.enqueue(
      """
      INSERT INTO role_grant (id, distributor_id, reseller_id, customer_id, organization_id, person_id, role,
        service_ids, centre_ids, expires_at, granted_by, granted_by_name, granted_at, note, holder_name, holder_email)
      VALUES (\(id), \(path.distributor), \(path.reseller), \(path.customer), \(path.organization), \(draft.person),
        \(draft.role), \(draft.services), \(draft.centres), \(draft.expiresAt), \(giver),
        \(draft.giver?.name ?? work.actor.name), \(work.now), \(draft.note), \(draft.guest?.name),
        \(draft.guest?.email))
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
}
