import Core
import FoundationEssentials
import HTTP
import Postgres

/// Sessions and tokens: made, listed, revoked. Only their hashes are stored.
package enum Credentials {
  package struct Token: Sendable {
    package let id: UUID
    package let name: String?
    package let scopes: [String]
    package let createdAt: Instant
    package let expiresAt: Instant
  }

  package static let scopes = ["read", "write"]

  static func insert(
    _ credential: Credential, of person: ID<Person>, organization: ID<Organization>?, name: String?, scopes: [String],
    csrf: String?, expiresAt: Instant, id: UUID? = nil, in work: Work
  ) throws {
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(
      """
      INSERT INTO credential (hash, id, kind, person_id, organization_id, name, scopes, csrf, created_at, expires_at)
      VALUES (\(credential.hash), \(id ?? Secrets.uuid(at: work.now)), \(credential.kind.rawValue), \(person),
        \(organization), \(name), \(scopes), \(csrf), \(work.now), \(expiresAt))
      """)
    if work.actor.credential != .system { work.tx.enqueue(Reach.notEverything) }
  }

  /// One's own tokens that still count.
  package static func tokens(
    _ paging: Paging = Paging(limit: Bounds.pageMaximum), in work: Work
  ) throws -> [Token] {
    let after: SQL = try paging.afterID(Grant.self).map { "id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT id, name, scopes, created_at, expires_at FROM credential
      WHERE person_id = \(work.actor.person) AND kind = 'token' AND revoked_at IS NULL AND expires_at > \(work.now)
        AND \(after)
      ORDER BY id LIMIT \(paging.fetched)
      """
    ).map { Token(id: try $0[0], name: try $0[1], scopes: try $0[2], createdAt: try $0[3], expiresAt: try $0[4]) }
  }

  package static func revoke(_ id: UUID, in work: Work) throws {
    let touched = try work.tx.execute(
      """
      UPDATE credential SET revoked_at = \(work.now)
      WHERE id = \(id) AND person_id = \(work.actor.person) AND kind = 'token' AND revoked_at IS NULL
      """)
    if touched == 0 { throw Refusal.notFound }
    try work.audit("token.revoked", AuditObject("token", ID<Grant>(id)), on: work.actor.path)
  }

  /// A token for somebody who has proven who they are. Answers it with its secret, this once.
  package static func issue(
    to person: ID<Person>, path: Path, name: String?, scopes: [String], in work: Work
  ) throws -> (token: Token, secret: String) {
    let secret = "cpt_" + Secrets.token()
    let token = Token(
      id: Secrets.uuid(at: work.now), name: name, scopes: scopes, createdAt: work.now,
      expiresAt: work.now.adding(seconds: 86400 * Bounds.tokenDays))
    try insert(
      Credential(.token, secret: secret), of: person, organization: nil, name: name, scopes: scopes, csrf: nil,
      expiresAt: token.expiresAt, id: token.id, in: work)
    try work.audit("token.created", AuditObject("token", ID<Grant>(token.id)), on: path)
    return (token, secret)
  }
}

/// Signing in with e-mail and password. The answer, and the time it takes, do not tell whether there is such an
/// account, nor whether it is locked or disabled.
package enum SignIn {
  package struct Attempt: Sendable {
    package let email: String
    package let password: String
    package let address: String
    package let device: String

    package init(email: String, password: String, address: String, device: String) {
      self.email = email
      self.password = password
      self.address = address
      self.device = device
    }
  }

  package struct Admitted: Sendable {
    package let person: ID<Person>
    package let name: String
    package let path: Path
  }

  private struct Account {
    let person: ID<Person>
    let name: String
    let path: Path
    let hash: String?
    let isOpen: Bool
  }

  /// Nil when the person is not let in, for whatever reason.
  package static func attempt(_ attempt: Attempt, _ office: Office) throws -> Admitted? {
    let account = try office.everything { tx, now in try find(attempt.email, in: tx, now) }
    // Outside any transaction: it takes a tenth of a second, and a connection is not to wait for it.
    let matches = try office.passwords.matches(attempt.password, account?.hash)
    guard let account else { return nil }
    let admitted = matches && account.isOpen
    try office.everything { tx, now in
      try record(attempt, account, admitted: admitted, matches: matches, in: tx, now, office)
    }
    return admitted ? Admitted(person: account.person, name: account.name, path: account.path) : nil
  }

  private static func find(_ email: String, in tx: Transaction, _ now: Instant) throws -> Account? {
    guard let email = Text.email(email) else { return nil }
    let rows = try tx.rows(
      """
      SELECT id, given_name || ' ' || family_name, distributor_id, reseller_id, customer_id, password_hash,
        status = 'active' AND (locked_until IS NULL OR locked_until <= \(now)) AND NOT password_is_barred(id)
      FROM person WHERE sign_in_email = \(email)
      """)
    return try rows.first.map {
      Account(
        person: try $0[0], name: try $0[1],
        path: Path(distributor: try $0[2], reseller: try $0[3], customer: try $0[4]), hash: try $0[5],
        isOpen: try $0[6])
    }
  }

  private static func record(
    _ attempt: Attempt, _ account: Account, admitted: Bool, matches: Bool, in tx: Transaction, _ now: Instant,
    _ office: Office
  ) throws {
    tx.enqueue(
      """
      INSERT INTO sign_in (id, person_id, distributor_id, reseller_id, customer_id, at, succeeded, address, device)
      VALUES (\(Secrets.uuid(at: now)), \(account.person), \(account.path.distributor), \(account.path.reseller),
        \(account.path.customer), \(now), \(admitted), \(attempt.address), \(String(attempt.device.prefix(200))))
      """)
    if admitted {
      tx.enqueue(
        """
        UPDATE person SET failed_sign_ins = 0, locked_until = NULL, last_sign_in_at = \(now)
        WHERE id = \(account.person)
        """)
    } else if !matches {
      // Counted where they meet: of guesses made at once each counts. A lock that has run out starts anew.
      let failures: Int? = try tx.rows(
        """
        UPDATE person SET failed_sign_ins = CASE WHEN locked_until IS NULL THEN failed_sign_ins + 1 ELSE 1 END,
          locked_until = CASE WHEN locked_until IS NULL AND failed_sign_ins + 1 >= \(Bounds.failedSignIns)
            THEN \(now.adding(seconds: 60 * Bounds.lockMinutes))::timestamptz END
        WHERE id = \(account.person) AND (locked_until IS NULL OR locked_until <= \(now)) RETURNING failed_sign_ins
        """
      ).first?[0]
      if failures == Bounds.failedSignIns {
        let work = Work(tx: tx, actor: .system, now: now, requestID: "sign-in", office: office)
        try work.audit("user.locked", AuditObject("user", account.person), on: account.path)
      }
    }
  }

  /// A browser session. Answers the cookie's secret.
  package static func begin(_ admitted: Admitted, _ office: Office, requestID: String) throws -> String {
    let secret = Secrets.token()
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: requestID, office: office)
      try Credentials.insert(
        Credential(.session, secret: secret), of: admitted.person,
        organization: try home(of: admitted.person, in: tx, now), name: nil, scopes: Credentials.scopes,
        csrf: Secrets.token(), expiresAt: now.adding(seconds: 3600 * Bounds.sessionHours), in: work)
    }
    return secret
  }

  /// Where somebody acts unless they say otherwise: at home if they hold a grant there, else where they hold one.
  static func home(of person: ID<Person>, in tx: Transaction, _ now: Instant) throws -> ID<Organization>? {
    try tx.rows(
      """
      SELECT g.organization_id FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.person_id = \(person) AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(now))
      ORDER BY g.organization_id <> p.organization_id, g.id LIMIT 1
      """
    ).first?[0]
  }
}
