import Core
import FoundationEssentials
import HTTP
import Postgres

/// Passwords set by somebody else, and those that were forgotten.
package enum PasswordResets {
  /// How an administrator resets somebody's password.
  package enum Way: Sendable {
    /// A generated one, shown to the administrator this once; to be changed at the next sign-in.
    case shown
    /// One the administrator has chosen; to be changed at the next sign-in.
    case chosen(String)
    /// A link by which the person chooses it; until then there is none.
    case mailed
  }

  /// Ends every session and token of somebody along with their password. Answers the password generated, if it was.
  package static func reset(_ id: ID<Person>, _ way: Way, in work: Work) throws -> String? {
    let person = try Users.find(id, in: work, locking: true)
    try Users.requireAuthority(over: person, in: work)
    try Delegations.requireNotGiver(person, in: work)
    var password: String?
    switch way {
    case .shown: password = String(Secrets.token().prefix(16))
    case .chosen(let chosen):
      try Passwords.check(chosen, known: try Passwords.known(of: id, in: work.tx), at: "/newPassword")
      password = chosen
    case .mailed where person.status == .active: break
    case .mailed:
      throw Refusal.conflict(person.status == .invited ? "user.invite_instead" : "user.enable_first")
    }
    let hash = try password.map { try work.office.passwords.hash($0) }
    set(hash, of: id, mustChange: password != nil, in: work)
    Sessions.revokeAll(of: id, in: work)
    try SignInThrottle.forgive(id, in: work)
    let words = Phrases.PasswordReset.self
    if password == nil {
      try sendLink(
        to: person, hours: Bounds.invitationHours, words.byAdministrator, ["actor": work.actor.name], in: work)
    } else {
      AccountLinks.end(.password, of: id, in: work)
      try AccountMail.queue(
        to: person.signInEmail, about: person, words.subject, words.wasReset, ["actor": work.actor.name], in: work)
    }
    try work.audit("user.password_reset", AuditObject("user", id), on: person.path)
    if case .shown = way { return password }
    return nil
  }

  /// Sets the hash, or takes it away. Whoever was invited is in with it.
  private static func set(_ hash: String?, of id: ID<Person>, mustChange: Bool, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE person SET password_hash = \(hash), must_change_password = \(mustChange), failed_sign_ins = 0,
        locked_until = NULL, invited_until = NULL, status = CASE status WHEN 'invited' THEN 'active' ELSE status END,
        version = version + 1
      WHERE id = \(id)
      """)
  }

  /// Always to the sign-in address, whose owner has confirmed it: who changes where mail goes must not get the account.
  private static func sendLink(
    to person: Users.Record, hours: Int64, _ text: Phrase, _ values: [String: String] = [:], in work: Work
  ) throws {
    let link = AccountLinks.make(.password, for: person.id, until: work.now.adding(seconds: 3600 * hours), in: work)
    let facts = ["link": link, "hours": String(hours)].merging(values) { first, _ in first }
    try AccountMail.queue(
      to: person.signInEmail, about: person, Phrases.PasswordReset.subject, text, facts, in: work)
  }

  // MARK: - Forgotten

  /// Notes that somebody at this network address has forgotten the password of this e-mail address. Takes the same time
  /// and answers the same whether or not there is such an account: `answerWaiting` looks later.
  package static func request(_ email: String, from address: String, _ office: Office) throws {
    try office.everything { tx, now in
      let recent: Int = try tx.rows(
        """
        SELECT count(*) FROM password_request WHERE address = \(address) AND at > \(now.adding(seconds: -3600))
        """)[0][0]
      if recent >= Bounds.passwordRequestsPerHour {
        throw HTTPFault.tooMany(retryAfterSeconds: 3600, "password_request.too_many")
      }
      tx.enqueue(
        """
        INSERT INTO password_request (id, email, address, at)
        VALUES (\(Secrets.uuid(at: now)), \(email), \(address), \(now))
        """)
    }
  }

  /// Sends links for the requests noted since, so many that other jobs have their turn too; each is handled by one
  /// instance. Old requests are forgotten.
  package static func answerWaiting(_ office: Office) throws {
    for _ in 0..<Bounds.passwordRequestsAtOnce {
      guard try answerOne(office) else { return }
    }
  }

  private static func answerOne(_ office: Office) throws -> Bool {
    try office.everything { tx, now in
      let waiting = try tx.rows(
        """
        SELECT id, email FROM password_request WHERE handled_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
        """)
      guard let row = waiting.first else { return false }
      let request: UUID = try row[0]
      tx.enqueue("UPDATE password_request SET handled_at = \(now), email = '(handled)' WHERE id = \(request)")
      tx.enqueue("DELETE FROM password_request WHERE at < \(now.adding(seconds: -86400))")
      let work = Work(tx: tx, actor: .system, now: now, requestID: "password-request", office: office)
      try answer(try row[1], in: work)
      return true
    }
  }

  /// A link for whoever can sign in with the address, but not ever more of them.
  private static func answer(_ email: String, in work: Work) throws {
    let rows = try work.tx.rows(
      """
      SELECT \(Users.columns(at: work.now)) FROM person p WHERE p.sign_in_email = \(email) AND p.status = 'active'
        AND (SELECT count(*) FROM account_link l WHERE l.person_id = p.id AND l.purpose = 'password'
          AND l.created_at > \(work.now.adding(seconds: -3600))) < \(Bounds.passwordLinksPerHour)
      """)
    guard let person = try rows.first.map(Users.record) else { return }
    try sendLink(to: person, hours: Bounds.passwordLinkHours, Phrases.PasswordReset.forgotten, in: work)
    try work.audit("user.password_link_sent", AuditObject("user", person.id), on: person.path)
  }

  /// Whether the link works.
  package static func isValid(_ secret: String, in tx: Transaction) throws -> Bool {
    try AccountLinks.holder(of: secret, .password, in: tx) != nil
  }

  /// Sets the password and uses the link up; whoever was signed in is out, and a lock is lifted.
  package static func accept(_ secret: String, password: String, _ office: Office, requestID: String) throws {
    try office.everything { tx, _ in
      let known = try AccountLinks.holder(of: secret, .password, in: tx).map { try Passwords.known(of: $0, in: tx) }
      try Passwords.check(password, known: known ?? [], at: "/newPassword")
    }
    let hash = try office.passwords.hash(password)
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: requestID, office: office)
      guard let id = try AccountLinks.used(secret, .password, in: work) else { throw Refusal.denied("link.not_valid") }
      let person = try Users.reread(id, in: work)
      guard person.status == .active else { throw Refusal.denied("link.not_valid") }
      set(hash, of: id, mustChange: false, in: work)
      Sessions.revokeAll(of: id, in: work)
      try SignInThrottle.forgive(id, in: work)
      let words = Phrases.PasswordReset.self
      try AccountMail.queue(to: person.signInEmail, about: person, words.subject, words.wasChosen, [:], in: work)
      try work.audit("user.password_changed", AuditObject("user", id), on: person.path)
    }
  }
}
