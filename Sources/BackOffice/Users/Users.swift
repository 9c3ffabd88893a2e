import Core
import FoundationEssentials
import Postgres

/// People and their accounts.
package enum Users {
  package typealias Status = AccountState.Stored

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
    package var address: PostalAddress
    /// The sign-in address that waits for its confirmation.
    package var pendingEmail: PendingEmail?
    package let lockedUntil: Instant?
    /// Until when the latest invitation's link works.
    package let invitedUntil: Instant?
    package let lastSignInAt: Instant?
    /// The roles held in the person's own organization.
    package let roles: [Role]
    package let version: Int
    /// When it was read: locks and invitations run out by themselves.
    package let readAt: Instant

    package var name: String { "\(givenName) \(familyName)" }
    /// Where mail for this person goes.
    package var mailAddress: String { notificationEmail ?? signInEmail }

    package var state: AccountState {
      AccountState(status, lockedUntil: lockedUntil, invitedUntil: invitedUntil, at: readAt)
    }
  }

  /// A sign-in address asked for and not confirmed yet.
  package struct PendingEmail: Hashable, Sendable {
    package let email: String
    package let until: Instant
  }

  /// What may be said of a person; nil: unchanged.
  package struct Draft: Sendable {
    package var givenName: String?
    package var familyName: String?
    package var signInEmail: String?
    package var notificationEmail: String??
    package var language: Language?
    package var timeZone: String?
    package var address: PostalAddress.Change?
    package var status: Status?
    /// Of somebody new: what they get licences of at once.
    package var subscriptions: [ID<Subscription>] = []
    /// With disabling: whether the licences held are taken back.
    package var freesLicences: Bool?
    /// Shown by whoever changes their own sign-in address.
    package var password: String?

    package init() {}
  }

  static func columns(at now: Instant) -> SQL {
    """
    p.id, p.distributor_id, p.reseller_id, p.customer_id, p.given_name, p.family_name, p.sign_in_email,
    p.notification_email, p.status, p.language, p.time_zone, p.locked_until, p.last_sign_in_at, p.version, coalesce((
      SELECT array_agg(DISTINCT g.role) FROM role_grant g WHERE g.person_id = p.id
        AND g.organization_id = p.organization_id AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(now))), '{}'),
    p.street, p.postal_code, p.city, p.country, p.invited_until,
    CASE WHEN p.pending_email_until > \(now) THEN p.pending_email END, p.pending_email_until,
    \(now)::timestamptz
    """
  }

  static func record(_ row: Row) throws -> Record {
    let pending: String? = try row[20]
    let pendingUntil: Instant? = try row[21]
    return Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      givenName: try row[4], familyName: try row[5], signInEmail: try row[6], notificationEmail: try row[7],
      status: try row[8], language: try row[9], timeZone: try row[10],
      address: PostalAddress(street: try row[15], postalCode: try row[16], city: try row[17], country: try row[18]),
      pendingEmail: pending.flatMap { email in pendingUntil.map { PendingEmail(email: email, until: $0) } },
      lockedUntil: try row[11], invitedUntil: try row[19], lastSignInAt: try row[12], roles: try row[14],
      version: try row[13], readAt: try row[22])
  }

  /// Whoever was deleted is not found.
  package static func find(_ id: ID<Person>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let rows = try work.tx.rows(
      "SELECT \(columns(at: work.now)) FROM person p WHERE p.id = \(id) AND p.status <> 'deleted' \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    let record = try record(row)
    if id != work.actor.person { try requireAccess(to: record.path, in: work) }
    return record
  }

  /// People of a customer are the customer's: its reseller needs a delegation to see or touch them, except to appoint
  /// the first manager.
  static func requireAccess(to path: Path, in work: Work) throws {
    try work.actor.require(.usersView)
    try Delegations.require(.users, over: path, in: work)
  }

  package static func list(
    of organization: ID<Organization>, search: String?, _ paging: Paging, in work: Work
  ) throws -> [Record] {
    let owner = try Organizations.find(organization, in: work)
    try requireAccess(to: owner.path, in: work)
    var conditions: [SQL] = ["p.organization_id = \(organization)", "p.status <> 'deleted'"]
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

  /// Lifts the lock that failed sign-ins put on.
  package static func unlock(_ id: ID<Person>, in work: Work) throws {
    let record = try find(id, in: work, locking: true)
    try requireAuthority(over: record, in: work)
    work.tx.enqueue(
      "UPDATE person SET failed_sign_ins = 0, locked_until = NULL, version = version + 1 WHERE id = \(id)")
    try SignInThrottle.forgive(id, in: work)
    try work.audit("user.unlocked", AuditObject("user", id), on: record.path)
  }

  /// Nobody acts on an account that outranks them, or that reaches where they do not.
  static func requireAuthority(over record: Record, in work: Work) throws {
    try work.actor.require(.usersManage)
    try requireNoFurtherReach(of: record, in: work)
    let standing = try Grants.standing(of: record.id, at: record.path.organization, in: work)
    guard try Grants.ownRights(in: work).mayAct(on: standing, at: record.path.level) else {
      throw Refusal.denied("user.outranks")
    }
  }

  /// Whoever resets the password of an account can use it: so its grants must all be within their own reach.
  static func requireNoFurtherReach(of record: Record, in work: Work) throws {
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT DISTINCT distributor_id, reseller_id, customer_id FROM role_grant
      WHERE person_id = \(record.id) AND organization_id <> \(record.path.organization) AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > \(work.now))
      """,
      Reach.notEverything,
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

extension AccountState.Stored: TextColumn {}
