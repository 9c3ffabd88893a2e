import Core
import FoundationEssentials
import Postgres

/// Roles waiting for the one they are meant for to accept them by mail. Whether the address belongs to an account of
/// another organization, or to nobody yet, is not for the appointer to know: the answer and the mail are the same.
package enum Appointments {
  package enum Status: String, Sendable, CaseIterable { case waiting, lapsed, accepted, withdrawn }

  package struct Record: Sendable {
    package let id: ID<Appointment>
    package let path: Path
    package let draft: Draft
    package let invitedBy: ID<Person>
    package let invitedByName: String
    package let createdAt: Instant
    package let validUntil: Instant
    package let status: Status
  }

  package struct Draft: Sendable {
    package var givenName: String
    package var familyName: String
    package var email: String
    package var language: Language
    /// The role with its limits, of nobody yet.
    package var grant: Grants.Draft

    package var name: String { "\(givenName) \(familyName)" }
  }

  static func columns(at now: Instant) -> SQL {
    """
    a.id, a.distributor_id, a.reseller_id, a.customer_id, a.given_name, a.family_name, a.sign_in_email, a.language,
    a.role, a.service_ids, a.centre_ids, a.expires_at, a.note, a.invited_by, a.invited_by_name, a.created_at,
    a.valid_until, CASE WHEN a.accepted_at IS NOT NULL THEN 'accepted' WHEN a.withdrawn_at IS NOT NULL THEN 'withdrawn'
      WHEN a.valid_until <= \(now) THEN 'lapsed' ELSE 'waiting' END
    """
  }

  static let columnCount = 18

  static func record(_ row: Row) throws -> Record {
    var grant = Grants.Draft(person: ID(Secrets.nobody), role: try row[8])
    grant.services = try row[9]
    grant.centres = try row[10]
    grant.expiresAt = try row[11]
    grant.note = try row[12]
    let draft = Draft(
      givenName: try row[4], familyName: try row[5], email: try row[6], language: try row[7], grant: grant)
    return Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]), draft: draft,
      invitedBy: try row[13], invitedByName: try row[14], createdAt: try row[15], validUntil: try row[16],
      status: try row[17])
  }

  /// Those nobody has accepted or withdrawn yet.
  package static func list(of organization: ID<Organization>, _ paging: Paging, in work: Work) throws -> [Record] {
    let owner = try Organizations.find(organization, in: work)
    try work.actor.require(.grantsView)
    try Grants.requirePeople(of: owner.path, in: work)
    let after: SQL = try paging.afterID(Appointment.self).map { "a.id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns(at: work.now)) FROM appointment a WHERE a.organization_id = \(organization)
        AND a.accepted_at IS NULL AND a.withdrawn_at IS NULL AND \(after) ORDER BY a.id LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<Appointment>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let rows = try work.tx.rows("SELECT \(columns(at: work.now)) FROM appointment a WHERE a.id = \(id) \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    let record = try record(row)
    try work.actor.require(.grantsView)
    try Grants.requirePeople(of: record.path, in: work)
    return record
  }

  package static func create(_ draft: Draft, at organization: ID<Organization>, in work: Work) throws -> Record {
    let owner = try Organizations.find(organization, in: work)
    try work.actor.require(.grantsManage)
    try work.actor.require(.usersManage)
    try Grants.requirePeople(of: owner.path, in: work)
    try check(draft, at: owner, in: work)
    let id: ID<Appointment> = work.newID()
    let secret = Secrets.token()
    let path = owner.path
    let grant = draft.grant
    let inserted = try work.tx.execute(
      """
      INSERT INTO appointment (id, distributor_id, reseller_id, customer_id, organization_id, given_name, family_name,
        sign_in_email, language, role, service_ids, centre_ids, expires_at, note, invited_by, invited_by_name,
        invited_from, created_at, secret_hash, valid_until)
      VALUES (\(id), \(path.distributor), \(path.reseller), \(path.customer), \(organization), \(draft.givenName),
        \(draft.familyName), \(draft.email), \(draft.language), \(grant.role), \(grant.services), \(grant.centres),
        \(grant.expiresAt), \(grant.note), \(work.actor.person), \(work.actor.name), \(work.actor.organization),
        \(work.now), \(Secrets.sha256(secret)), \(validUntil(in: work)))
      ON CONFLICT DO NOTHING
      """)
    if inserted == 0 { throw Refusal.conflict("appointment.waiting_already") }
    let record = try find(id, in: work)
    try work.audit("appointment.created", AuditObject("appointment", id), on: path, after: facts(record))
    try send(secret, to: record, at: owner.name, in: work)
    return record
  }

  private static func validUntil(in work: Work) -> Instant {
    work.now.adding(seconds: 3600 * Bounds.appointmentHours)
  }

  private static func check(_ draft: Draft, at owner: Organizations.Record, in work: Work) throws {
    let grant = draft.grant
    guard work.actor.rights.mayGrant(grant.role, at: owner.level) else {
      throw Refusal.denied("grant.beyond_own_rights")
    }
    var issues = try Grants.scopeIssues(grant, of: owner.path, in: work)
    if let expiry = grant.expiresAt, expiry <= work.now { issues.append(Issue("/expiresAt", "grant.expiry_past")) }
    let known = try work.tx.rows(
      "SELECT 1 FROM person WHERE organization_id = \(owner.id) AND sign_in_email = \(draft.email)")
    if !known.isEmpty { issues.append(Issue("/signInEmail", "appointment.known_here")) }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    try Grants.ownRights(in: work).checkGiving(grant.held, at: owner.level)
    if grant.role == owner.level.administrator, grant.expiresAt != nil {
      try Administrators.requireLasting(at: owner.path, in: work)
    }
    let same = try work.tx.rows(
      """
      SELECT 1 FROM role_grant g WHERE g.organization_id = \(owner.id) AND g.holder_email = \(draft.email)
        AND g.role = \(grant.role) AND \(Grants.current(at: work.now))
        AND g.service_ids IS NOT DISTINCT FROM \(grant.services) AND g.centre_ids IS NOT DISTINCT FROM \(grant.centres)
      """)
    if !same.isEmpty { throw Refusal.conflict("grant.exists") }
  }

  /// Sends a fresh link; the one before ends.
  package static func resend(_ id: ID<Appointment>, in work: Work) throws {
    let record = try forChanging(id, in: work)
    let owner = try Organizations.find(record.path.organization, in: work)
    let secret = Secrets.token()
    work.tx.enqueue(
      """
      UPDATE appointment SET secret_hash = \(Secrets.sha256(secret)), valid_until = \(validUntil(in: work))
      WHERE id = \(id)
      """)
    try work.audit("appointment.sent", AuditObject("appointment", id), on: record.path)
    try send(secret, to: record, at: owner.name, in: work)
  }

  package static func withdraw(_ id: ID<Appointment>, in work: Work) throws {
    let record = try forChanging(id, in: work)
    work.tx.enqueue(
      """
      UPDATE appointment SET withdrawn_at = \(work.now) WHERE id = \(id)
      """)
    try work.audit("appointment.withdrawn", AuditObject("appointment", id), on: record.path, before: facts(record))
  }

  private static func forChanging(_ id: ID<Appointment>, in work: Work) throws -> Record {
    let record = try find(id, in: work, locking: true)
    try work.actor.require(.grantsManage)
    guard work.actor.rights.mayGrant(record.draft.grant.role, at: record.path.level) else {
      throw Refusal.denied("grant.beyond_own_rights")
    }
    guard record.status == .waiting || record.status == .lapsed else {
      throw Refusal.conflict("appointment.over")
    }
    return record
  }

  private static func send(_ secret: String, to record: Record, at organization: String, in work: Work) throws {
    let draft = record.draft
    let language = draft.language
    let values = [
      "name": draft.name, "inviter": work.actor.name, "organization": organization,
      "role": Portal.roleName(draft.grant.role).in(language),
      "link": "\(work.office.configuration.publicURL)/appointment/\(secret)",
      "days": String(Bounds.appointmentHours / 24),
    ]
    var mail = JSONWriter()
    mail.object {
      $0.member("to", draft.email)
      $0.member("language", language.rawValue)
      $0.member("subject", GrantMail.appointment.in(language, values))
      $0.member("text", GrantMail.appointmentText.in(language, values))
    }
    try work.queue(.mail, mail, on: record.path)
  }

  static func facts(_ record: Record) -> JSONWriter {
    let draft = record.draft
    var facts = JSONWriter()
    facts.object {
      $0.member("givenName", draft.givenName)
      $0.member("familyName", draft.familyName)
      $0.member("signInEmail", draft.email)
      $0.member("role", draft.grant.role.rawValue)
      $0.member("serviceIds", draft.grant.services)
      $0.member("centreIds", draft.grant.centres)
      $0.member("expiresAt", draft.grant.expiresAt)
      $0.member("note", draft.grant.note)
    }
    return facts
  }
}

extension Appointments.Status: TextColumn {}
