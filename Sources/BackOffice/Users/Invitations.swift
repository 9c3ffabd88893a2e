import Core
import FoundationEssentials
import Postgres

/// Links by which new people choose their password; good for 48 hours, and a new one revokes the old.
package enum Invitations {
  static func send(to person: Users.Record, in work: Work) throws {
    let secret = Secrets.token()
    revoke(of: person.id, in: work)
    try Credentials.insert(
      Credential(.invitation, secret: secret), of: person.id, organization: nil, name: nil, scopes: [], csrf: nil,
      expiresAt: end(from: work.now), in: work)
    work.tx.enqueue("UPDATE person SET invited_until = \(end(from: work.now)) WHERE id = \(person.id)")
    let words = Phrases.Invitation.self
    try AccountMail.queue(
      to: person.mailAddress, about: person, words.subject, words.text,
      [
        "inviter": work.actor.name, "organization": work.actor.organizationName,
        "link": "\(work.office.configuration.publicURL)/invitation/\(secret)",
        "hours": String(Bounds.invitationHours),
      ], in: work)
  }

  static func end(from now: Instant) -> Instant { now.adding(seconds: 3600 * Bounds.invitationHours) }

  /// Sends a fresh link to somebody who has not come yet.
  package static func resend(_ id: ID<Person>, in work: Work) throws {
    let person = try Users.find(id, in: work, locking: true)
    try Users.requireAuthority(over: person, in: work)
    guard person.status == .invited else { throw Refusal.conflict("user.already_active") }
    try send(to: person, in: work)
    try work.audit("user.invited", AuditObject("user", id), on: person.path)
  }

  /// Gives somebody who has not come yet another address in place of the one written to, and sends a fresh link there.
  package static func readdress(_ id: ID<Person>, to address: String, in work: Work) throws -> Users.Record {
    let before = try Users.find(id, in: work, locking: true)
    try Users.requireAuthority(over: before, in: work)
    try Delegations.requireNotGiver(before, in: work)
    guard before.status == .invited else { throw Refusal.conflict("user.already_active") }
    var after = before
    if before.notificationEmail == nil {
      if address != before.signInEmail, try !Users.taken([address], in: work).isEmpty {
        throw Refusal.invalid([Issue("/email", "user.email_taken")])
      }
      after.signInEmail = address
    } else {
      after.notificationEmail = address
    }
    work.tx.enqueue(
      """
      UPDATE person SET sign_in_email = \(after.signInEmail), notification_email = \(after.notificationEmail),
        version = version + 1
      WHERE id = \(id)
      """)
    try work.audit(
      "user.changed", AuditObject("user", id), on: before.path, before: Users.facts(before), after: Users.facts(after))
    try send(to: after, in: work)
    try work.audit("user.invited", AuditObject("user", id), on: before.path)
    return try Users.find(id, in: work)
  }

  private static func revoke(of person: ID<Person>, in work: Work) {
    // Other people's credentials are out of reach; only signing in and inviting look past that.
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(
      """
      UPDATE credential SET revoked_at = \(work.now)
      WHERE person_id = \(person) AND kind = 'invitation' AND revoked_at IS NULL
      """)
    work.tx.enqueue(Reach.notEverything)
  }

  /// Whose link it is; nil when it is unknown, used or too old.
  package static func holder(of secret: String, in tx: Transaction) throws -> ID<Person>? {
    try tx.rows(
      """
      SELECT person_id FROM credential WHERE hash = \(Credential(.invitation, secret: secret).hash)
        AND kind = 'invitation' AND revoked_at IS NULL AND expires_at > comptoir_now()
      """
    ).first?[0]
  }

  /// Sets the password and uses the link up.
  package static func accept(_ secret: String, password: String, _ office: Office, requestID: String) throws {
    try office.everything { tx, _ in
      let known = try holder(of: secret, in: tx).map { try Passwords.known(of: $0, in: tx) }
      try Passwords.check(password, known: known ?? [])
    }
    let hash = try office.passwords.hash(password)
    try office.everything { tx, now in
      guard let id = try holder(of: secret, in: tx) else { throw Refusal.denied("invitation.not_valid") }
      let work = Work(tx: tx, actor: .system, now: now, requestID: requestID, office: office)
      tx.enqueue(
        """
        UPDATE person SET password_hash = \(hash), status = 'active', must_change_password = false,
          invited_until = NULL, version = version + 1
        WHERE id = \(id) AND status = 'invited'
        """)
      tx.enqueue("UPDATE credential SET revoked_at = \(now) WHERE person_id = \(id) AND kind = 'invitation'")
      try work.audit("user.activated", AuditObject("user", id), on: try path(of: id, in: tx))
    }
  }

  private static func path(of person: ID<Person>, in tx: Transaction) throws -> Path {
    let row = try tx.rows("SELECT distributor_id, reseller_id, customer_id FROM person WHERE id = \(person)")[0]
    return Path(distributor: try row[0], reseller: try row[1], customer: try row[2])
  }
}
