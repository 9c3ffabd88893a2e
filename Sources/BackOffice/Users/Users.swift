import Core
import FoundationEssentials
import Postgres

/// People and their accounts.
package enum Users {
  package enum Status: String, Sendable, TextColumn { case invited, active, disabled }

  package struct Record: Sendable {
    package let id: ID<Person>
    package let path: Path
    package var givenName: String
    package var familyName: String
    package var signInEmail: String
    package var notificationEmail: String?
    package var status: Status
    package var language: Language
    package var timeZone: String
    package let isLocked: Bool
    package let lastSignInAt: Instant?
    /// The roles held in the person's own organization.
    package let roles: [Role]
    package let version: Int

    package var name: String { "\(givenName) \(familyName)" }
    /// The highest rank among the roles.
    package var rank: Int { roles.map(\.rank).max() ?? 0 }
  }

  /// What may be said of a person; nil: unchanged.
  package struct Draft: Sendable {
    package var givenName: String?
    package var familyName: String?
    package var signInEmail: String?
    package var notificationEmail: String??
    package var language: Language?
    package var timeZone: String?
    package var status: Status?

    package init() {}
  }

  static func columns(at now: Instant) -> SQL {
    """
    p.id, p.distributor_id, p.reseller_id, p.customer_id, p.given_name, p.family_name, p.sign_in_email,
    p.notification_email, p.status, p.language, p.time_zone, coalesce(p.locked_until > \(now), false),
    p.last_sign_in_at, p.version, coalesce((
      SELECT array_agg(DISTINCT g.role) FROM role_grant g WHERE g.person_id = p.id
        AND g.organization_id = p.organization_id AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(now))), '{}')
    """
  }

  static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      givenName: try row[4], familyName: try row[5], signInEmail: try row[6], notificationEmail: try row[7],
      status: try row[8], language: try row[9], timeZone: try row[10], isLocked: try row[11], lastSignInAt: try row[12],
      roles: try row[14], version: try row[13])
  }

  package static func find(_ id: ID<Person>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let rows = try work.tx.rows("SELECT \(columns(at: work.now)) FROM person p WHERE p.id = \(id) \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    let record = try record(row)
    if id != work.actor.person { try requireAccess(to: record.path, in: work) }
    return record
  }

  /// People of a customer are the customer's: its reseller needs a delegation to see or touch them, except to appoint
  /// the first manager.
  static func requireAccess(to path: Path, in work: Work) throws {
    try work.actor.require(.usersView)
    guard work.actor.level == .reseller, let customer = path.customer else { return }
    let managed = try work.tx.rows(
      """
      SELECT 1 FROM role_grant WHERE organization_id = \(customer) AND role = 'customerManager' AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > \(work.now)) LIMIT 1
      """)
    if !managed.isEmpty { throw Refusal.denied("delegation.required") }
  }

  package static func list(
    of organization: ID<Organization>, search: String?, _ paging: Paging, in work: Work
  ) throws -> [Record] {
    let owner = try Organizations.find(organization, in: work)
    try requireAccess(to: owner.path, in: work)
    var conditions: [SQL] = ["p.organization_id = \(organization)"]
    if search != nil { conditions.append(SearchText.contains("p.search_text", search)) }
    if let after = try paging.afterKey(Person.self) {
      conditions.append("(p.family_name, p.id) > (\(after.text), \(after.id))")
    }
    return try work.tx.rows(
      """
      SELECT \(columns(at: work.now)) FROM person p WHERE \(conditions.joined(separator: " AND "))
      ORDER BY p.family_name, p.id LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  /// New people of one organization, all or none; each is invited by mail. `at` names where each stands in the input.
  package static func create(
    _ drafts: [(draft: Draft, at: String)], in organization: ID<Organization>, _ work: Work
  ) throws -> [Record] {
    let owner = try Organizations.find(organization, in: work)
    try requireAccess(to: owner.path, in: work)
    try work.actor.require(.usersManage)
    var issues: [Issue] = []
    var seen: Set<String> = []
    for (draft, at) in drafts {
      if draft.givenName == nil { issues.append(Issue("\(at)/givenName", "field.required")) }
      if draft.familyName == nil { issues.append(Issue("\(at)/familyName", "field.required")) }
      guard let email = draft.signInEmail else {
        issues.append(Issue("\(at)/signInEmail", "field.required"))
        continue
      }
      if !seen.insert(email).inserted { issues.append(Issue("\(at)/signInEmail", "user.email_taken")) }
    }
    issues += try taken(drafts, in: work)
    issues += try unknownZones(drafts, in: work)
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    return try drafts.map { try insert($0.draft, into: owner, work) }
  }

  private static func unknownZones(_ drafts: [(draft: Draft, at: String)], in work: Work) throws -> [Issue] {
    let zones = Array(Set(drafts.compactMap(\.draft.timeZone)))
    if zones.isEmpty { return [] }
    let rows = try work.tx.rows("SELECT name FROM pg_timezone_names WHERE name = ANY (\(zones))")
    let known = Set(try rows.map { try $0[0] as String })
    return drafts.compactMap { draft, at in
      draft.timeZone.map(known.contains) == false ? Issue("\(at)/timeZone", "time_zone.unknown") : nil
    }
  }

  private static func taken(_ drafts: [(draft: Draft, at: String)], in work: Work) throws -> [Issue] {
    let emails = drafts.compactMap(\.draft.signInEmail)
    // Addresses are unique over all tenants: the one question here that must look beyond the actor's reach.
    let rows = try work.tx.pipeline([
      Reach.everything, "SELECT sign_in_email FROM person WHERE sign_in_email = ANY (\(emails))", Reach.notEverything,
    ])[1]
    let found = Set(try rows.map { try $0[0] as String })
    return drafts.compactMap { draft, at in
      draft.signInEmail.map(found.contains) == true ? Issue("\(at)/signInEmail", "user.email_taken") : nil
    }
  }

  /// Writes somebody new who is known to be in order.
  static func insert(
    _ draft: Draft, into owner: Organizations.Record, invites: Bool = true, _ work: Work
  ) throws -> Record {
    let record = Record(
      id: work.newID(), path: owner.path, givenName: draft.givenName ?? "", familyName: draft.familyName ?? "",
      signInEmail: draft.signInEmail ?? "", notificationEmail: draft.notificationEmail ?? nil, status: .invited,
      language: draft.language ?? work.actor.language, timeZone: draft.timeZone ?? owner.timeZone, isLocked: false,
      lastSignInAt: nil, roles: owner.level == .customer ? [.user] : [], version: 1)
    work.tx.enqueue(
      """
      INSERT INTO person (id, distributor_id, reseller_id, customer_id, organization_id, given_name, family_name,
        sign_in_email, notification_email, status, language, time_zone, created_at)
      VALUES (\(record.id), \(owner.path.distributor), \(owner.path.reseller), \(owner.path.customer), \(owner.id),
        \(record.givenName), \(record.familyName), \(record.signInEmail), \(record.notificationEmail), 'invited',
        \(record.language), \(record.timeZone), \(work.now))
      """)
    try work.audit("user.created", AuditObject("user", record.id), on: owner.path, after: facts(record))
    if owner.level == .customer {
      try Grants.insert(Grants.Draft(person: record.id, role: .user), at: owner.path, in: work)
    }
    if invites { try Invitations.send(to: record, in: work) }
    return record
  }

  package static func change(
    _ id: ID<Person>, _ draft: Draft, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try find(id, in: work, locking: true)
    let isSelf = id == work.actor.person
    if !isSelf { try requireAuthority(over: before, in: work) }
    try check(before)
    let issues = try unknownZones([(draft, "")], in: work)
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    var after = before
    after.givenName = draft.givenName ?? before.givenName
    after.familyName = draft.familyName ?? before.familyName
    after.notificationEmail = draft.notificationEmail ?? before.notificationEmail
    after.language = draft.language ?? before.language
    after.timeZone = draft.timeZone ?? before.timeZone
    if let status = draft.status, status != before.status {
      if isSelf { throw Refusal.denied("user.not_oneself") }
      if before.status == .invited || status == .invited {
        throw Refusal.invalid([Issue("/status", "user.status_by_invitation")])
      }
      if status == .disabled { try Grants.keepAdministrator(without: before, in: work) }
      after.status = status
    }
    save(after, in: work)
    try work.audit(
      "user.changed", AuditObject("user", id), on: before.path, before: facts(before), after: facts(after))
    return try reread(id, in: work)
  }

  private static func save(_ after: Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE person SET given_name = \(after.givenName), family_name = \(after.familyName),
        notification_email = \(after.notificationEmail), language = \(after.language), time_zone = \(after.timeZone),
        status = \(after.status), version = version + 1
      WHERE id = \(after.id)
      """)
  }

  private static func reread(_ id: ID<Person>, in work: Work) throws -> Record {
    try record(try work.tx.rows("SELECT \(columns(at: work.now)) FROM person p WHERE p.id = \(id)")[0])
  }

  /// Lifts the lock that failed sign-ins put on.
  package static func unlock(_ id: ID<Person>, in work: Work) throws {
    let record = try find(id, in: work, locking: true)
    try requireAuthority(over: record, in: work)
    work.tx.enqueue(
      "UPDATE person SET failed_sign_ins = 0, locked_until = NULL, version = version + 1 WHERE id = \(id)")
    try work.audit("user.unlocked", AuditObject("user", id), on: record.path)
  }

  /// Nobody acts on an account that outranks them, or that reaches where they do not.
  static func requireAuthority(over record: Record, in work: Work) throws {
    try work.actor.require(.usersManage)
    try requireNoFurtherReach(of: record, in: work)
    guard record.path.level == work.actor.level else { return }
    if record.rank > work.actor.rights.rank { throw Refusal.denied("user.outranks") }
    if work.actor.rights.rank < 3, record.rank >= work.actor.rights.rank { throw Refusal.denied("user.outranks") }
  }

  /// Whoever resets the password of an account can use it: so its grants must all be within their own reach.
  private static func requireNoFurtherReach(of record: Record, in work: Work) throws {
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT DISTINCT distributor_id, reseller_id, customer_id FROM role_grant
      WHERE person_id = \(record.id) AND organization_id <> \(record.path.organization) AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > \(work.now))
      """,
      work.actor.reach,
    ])[1]
    for row in rows {
      let path = Path(distributor: try row[0], reseller: try row[1], customer: try row[2])
      if !work.actor.path.covers(path) { throw Refusal.denied("user.outranks") }
    }
  }

  static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    UsersAPI.write(&json, record)
    return json
  }
}
