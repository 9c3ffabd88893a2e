import Core
import FoundationEssentials
import Postgres

/// Accepting a role by the link in the mail. Whoever has an account keeps it, and acts here as a guest; whoever has
/// none chooses a password.
extension Appointments {
  /// What the link's holder is told.
  package struct Offer: Sendable {
    package let record: Record
    package let organizationName: String
    /// Whether the address signs in already.
    package let hasAccount: Bool
  }

  private struct Account {
    let id: ID<Person>
    let name: String
    let language: Language
    let path: Path
  }

  package static func offer(_ secret: String, _ office: Office) throws -> Offer {
    try office.everything { tx, now in try open(secret, in: tx, now, locking: false).offer }
  }

  /// The role with its scope in words, for the page that asks.
  static func names(of record: Record, _ office: Office) throws -> GrantNames {
    try office.everything { tx, now in
      try GrantNames(services: record.draft.grant.services, centres: record.draft.grant.centres, in: tx)
    }
  }

  /// `password` is for those without an account.
  package static func accept(_ secret: String, password: String?, _ office: Office, requestID: String) throws {
    let hasAccount = try offer(secret, office).hasAccount
    var hash: String?
    if !hasAccount {
      try Passwords.check(password ?? "", at: "/newPassword")
      hash = try office.passwords.hash(password ?? "")
    }
    try office.everything { tx, now in
      let (offer, inviter) = try open(secret, in: tx, now, locking: true)
      let record = offer.record
      try check(record, inviter, in: tx, now)
      let known = try account(record, inviter, in: tx)
      // Somebody who got an account since the page was shown is asked again.
      guard let account = known ?? hash.map({ _ in newcomer(record, now) }) else {
        throw Refusal.denied("appointment.not_valid")
      }
      let actor = acceptor(account, at: offer)
      let work = Work(tx: tx, actor: actor, now: now, requestID: requestID, office: office)
      if known == nil, let hash { try register(account, record, hash, in: work) }
      try settle(record, account, in: work)
    }
  }

  // MARK: - The link

  private typealias Inviter = (organization: ID<Organization>, level: Level, isActive: Bool)

  private static func open(
    _ secret: String, in tx: Transaction, _ now: Instant, locking: Bool
  ) throws -> (offer: Offer, inviter: Inviter) {
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF a" : ""
    let rows = try tx.rows(
      """
      SELECT \(columns(at: now)), o.name, EXISTS (SELECT FROM person p WHERE p.sign_in_email = a.sign_in_email),
        a.invited_from, f.kind, i.status = 'active'
      FROM appointment a JOIN organization o ON o.id = a.organization_id
      JOIN organization f ON f.id = a.invited_from JOIN person i ON i.id = a.invited_by
      WHERE a.secret_hash = \(Secrets.sha256(secret)) \(lock)
      """)
    guard let row = rows.first else { throw Refusal.denied("appointment.not_valid") }
    let record = try record(row)
    let isOver = record.draft.grant.expiresAt.map { $0 <= now } ?? false
    guard record.status == .waiting, !isOver else { throw Refusal.denied("appointment.not_valid") }
    let next = columnCount
    let offer = Offer(record: record, organizationName: try row[next], hasAccount: try row[next + 1])
    return (offer, (organization: try row[next + 2], level: try row[next + 3], isActive: try row[next + 4]))
  }

  /// Nobody gives by a link what they do not hold any more when it is used.
  private static func check(_ record: Record, _ inviter: Inviter, in tx: Transaction, _ now: Instant) throws {
    let rows = try tx.rows(
      """
      SELECT g.role, g.service_ids, g.centre_ids, g.expires_at FROM role_grant g
      WHERE g.person_id = \(record.invitedBy) AND g.organization_id = \(inviter.organization)
        AND \(Grants.current(at: now))
      """)
    let rights = Rights(level: inviter.level, grants: inviter.isActive ? try rows.map(Grants.held) : [])
    do {
      try rights.checkGiving(record.draft.grant.held, at: record.path.level)
    } catch {
      throw Refusal.denied("appointment.inviter_may_not")
    }
  }

  /// Nil: nobody signs in with the address yet.
  private static func account(_ record: Record, _ inviter: Inviter, in tx: Transaction) throws -> Account? {
    let rows = try tx.rows(
      """
      SELECT id, given_name || ' ' || family_name, language, distributor_id, reseller_id, customer_id, status
      FROM person WHERE sign_in_email = \(record.draft.email)
      """)
    guard let row = rows.first else { return nil }
    let account = Account(
      id: try row[0], name: try row[1], language: try row[2],
      path: Path(distributor: try row[3], reseller: try row[4], customer: try row[5]))
    // A reseller that made its own people a customer's would need no delegation any more.
    let isSellers = inviter.level == .reseller && account.path.organization == inviter.organization
    if try row[6] == "disabled" || isSellers && record.path.level == .customer {
      throw Refusal.denied("appointment.not_valid")
    }
    return account
  }

  private static func newcomer(_ record: Record, _ now: Instant) -> Account {
    Account(
      id: ID(Secrets.uuid(at: now)), name: record.draft.name, language: record.draft.language, path: record.path)
  }

  // MARK: - Accepting

  /// Whoever accepts, as the audit trail names them.
  private static func acceptor(_ account: Account, at offer: Offer) -> Actor {
    Actor(
      person: account.id, name: account.name, email: offer.record.draft.email, language: account.language,
      path: offer.record.path, organizationName: offer.organizationName, selfService: .full,
      rights: Rights(level: offer.record.path.level, grants: []), credential: .invitation, credentialID: nil,
      scopes: [], csrf: nil, mustChangePassword: false)
  }

  private static func register(_ account: Account, _ record: Record, _ hash: String, in work: Work) throws {
    let path = record.path
    let draft = record.draft
    work.tx.enqueue(
      """
      INSERT INTO person (id, distributor_id, reseller_id, customer_id, organization_id, given_name, family_name,
        sign_in_email, status, language, time_zone, password_hash, created_at)
      SELECT \(account.id), \(path.distributor), \(path.reseller), \(path.customer), id, \(draft.givenName),
        \(draft.familyName), \(draft.email), 'active', \(draft.language), time_zone, \(hash), \(work.now)
      FROM organization WHERE id = \(path.organization)
      """)
    try work.audit("user.created", AuditObject("user", account.id), on: path, after: facts(record))
    guard path.level == .customer, draft.grant.role != .user else { return }
    var user = Grants.Draft(person: account.id, role: .user)
    user.giver = (id: record.invitedBy, name: record.invitedByName)
    try Grants.insert(user, at: path, in: work)
  }

  private static func settle(_ record: Record, _ account: Account, in work: Work) throws {
    var grant = record.draft.grant
    grant.person = account.id
    grant.giver = (id: record.invitedBy, name: record.invitedByName)
    if account.path.organization != record.path.organization {
      grant.guest = (name: account.name, email: record.draft.email)
    }
    try Grants.requireNew(grant, at: record.path.organization, in: work)
    let id = try Grants.insert(grant, at: record.path, in: work)
    work.tx.enqueue(
      "UPDATE appointment SET accepted_at = \(work.now), grant_id = \(id) WHERE id = \(record.id)")
    try work.audit("appointment.accepted", AuditObject("appointment", record.id), on: record.path)
  }
}
