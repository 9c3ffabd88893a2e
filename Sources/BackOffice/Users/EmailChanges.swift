import Core
import FoundationEssentials
import Postgres

/// A new address to sign in with. It counts once its owner has followed the link sent there; the old one is told.
package enum EmailChanges {
  /// Notes the address wanted. Whether somebody signs in with it already is not told to whoever asks: then that address
  /// gets a mail without a link.
  static func ask(_ record: inout Users.Record, _ email: String, in work: Work) throws {
    let end = work.now.adding(seconds: 3600 * Bounds.emailConfirmationHours)
    record.pendingEmail = Users.PendingEmail(email: email, until: end)
    let words = Phrases.EmailChange.self
    var wanted = Users.Draft()
    wanted.signInEmail = email
    if try Users.taken([(wanted, "")], in: work).isEmpty {
      let link = AccountLinks.make(.email, for: record.id, until: end, in: work)
      try AccountMail.queue(
        to: email, about: record, words.confirm, words.confirmText,
        ["link": link, "email": email, "hours": String(Bounds.emailConfirmationHours)], in: work)
    } else {
      AccountLinks.end(.email, of: record.id, in: work)
      try AccountMail.queue(to: email, about: record, words.inUse, words.inUseText, ["email": email], in: work)
    }
    try AccountMail.queue(
      to: record.signInEmail, about: record, words.asked, words.askedText, ["email": email, "actor": work.actor.name],
      in: work)
  }

  /// The present address stays.
  static func withdraw(_ record: inout Users.Record, in work: Work) {
    record.pendingEmail = nil
    AccountLinks.end(.email, of: record.id, in: work)
  }

  /// The address a link would confirm; nil when the link does not work (any more).
  package static func address(of secret: String, in tx: Transaction) throws -> String? {
    guard let id = try AccountLinks.holder(of: secret, .email, in: tx) else { return nil }
    return try tx.rows("SELECT pending_email FROM person WHERE id = \(id)").first?[0]
  }

  /// Makes the new address the one to sign in with. Links that went to the old one end.
  package static func confirm(_ secret: String, _ office: Office, requestID: String) throws {
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: requestID, office: office)
      guard let id = try AccountLinks.used(secret, .email, in: work) else { throw Refusal.denied("link.not_valid") }
      let before = try Users.reread(id, in: work)
      guard let pending = before.pendingEmail else { throw Refusal.denied("link.not_valid") }
      var after = before
      (after.signInEmail, after.pendingEmail) = (pending.email, nil)
      do {
        try tx.execute(
          """
          UPDATE person SET sign_in_email = \(pending.email), pending_email = NULL, pending_email_until = NULL,
            version = version + 1 WHERE id = \(id)
          """)
      } catch let error as DatabaseError where error.isUniqueViolation(constraint: "person_sign_in_email_key") {
        throw Refusal.conflict("user.email_taken")
      }
      AccountLinks.end(.password, of: id, in: work)
      try work.audit(
        "user.email_changed", AuditObject("user", id), on: before.path, before: Users.facts(before),
        after: Users.facts(after))
      let words = Phrases.EmailChange.self
      try AccountMail.queue(
        to: before.signInEmail, about: after, words.done, words.doneText, ["email": pending.email], in: work)
    }
  }
}
