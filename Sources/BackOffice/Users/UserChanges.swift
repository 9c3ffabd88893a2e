import Core
import FoundationEssentials
import Postgres

// Changing accounts, one's own and others'.

extension Users {
  /// Changes what the draft names. A sign-in address only counts once it is confirmed there, see `EmailChanges`; of
  /// somebody who has not come yet it changes at once, and the invitation goes to the new one.
  package static func change(
    _ id: ID<Person>, _ draft: Draft, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try find(id, in: work, locking: true)
    if id != work.actor.person {
      try requireAuthority(over: before, in: work)
      try Delegations.requireNotGiver(before, in: work)
    }
    try check(before)
    let issues = try unknownZones([(draft, "")], in: work)
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    var after = before
    after.givenName = draft.givenName ?? before.givenName
    after.familyName = draft.familyName ?? before.familyName
    after.notificationEmail = draft.notificationEmail ?? before.notificationEmail
    after.language = draft.language ?? before.language
    after.timeZone = draft.timeZone ?? before.timeZone
    after.address = before.address.changed(by: draft.address)
    if let status = draft.status, status != before.status {
      try move(before, to: status, in: work)
      after.status = status
    }
    if let email = draft.signInEmail { try readdress(&after, to: email, draft, in: work) }
    save(after, in: work)
    if after.status != before.status, before.path.level == .customer {
      // Groups give nothing to the disabled, and again to those who come back.
      try SCIMGifts.settle(before.path, in: work)
      if after.status == .disabled, draft.freesLicences == true { try PersonLicences.free(id, in: work) }
    }
    try work.audit(
      "user.changed", AuditObject("user", id), on: before.path, before: facts(before), after: facts(after))
    if before.status == .invited, after.signInEmail != before.signInEmail {
      try Invitations.send(to: after, in: work)
    }
    return try reread(id, in: work)
  }

  /// Disables or enables. Whoever is disabled is out with their next request, and stays out: sessions and tokens do not
  /// come back with the account.
  private static func move(_ before: Record, to status: Status, in work: Work) throws {
    if before.id == work.actor.person { throw Refusal.denied("user.not_oneself") }
    if before.status == .invited || status == .invited {
      throw Refusal.invalid([Issue("/status", "user.status_by_invitation")])
    }
    if status == .disabled {
      try Grants.keepAdministrator(without: before, in: work)
      Sessions.revokeAll(of: before.id, in: work)
      AccountLinks.end(.password, of: before.id, in: work)
    }
  }

  private static func readdress(_ record: inout Record, to email: String, _ draft: Draft, in work: Work) throws {
    if record.status == .invited {
      guard email != record.signInEmail else { return }
      let issues = try taken([(draft, "")], in: work)
      if !issues.isEmpty { throw Refusal.invalid(issues) }
      record.signInEmail = email
    } else if email == record.signInEmail {
      EmailChanges.withdraw(&record, in: work)
    } else {
      if record.id == work.actor.person { try Passwords.prove(draft.password, in: work) }
      try EmailChanges.ask(&record, email, in: work)
    }
  }

  private static func save(_ after: Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE person SET given_name = \(after.givenName), family_name = \(after.familyName),
        sign_in_email = \(after.signInEmail), notification_email = \(after.notificationEmail),
        language = \(after.language), time_zone = \(after.timeZone), street = \(after.address.street),
        postal_code = \(after.address.postalCode), city = \(after.address.city), country = \(after.address.country),
        pending_email = \(after.pendingEmail?.email), pending_email_until = \(after.pendingEmail?.until),
        status = \(after.status), version = version + 1
      WHERE id = \(after.id)
      """)
  }

  static func reread(_ id: ID<Person>, in work: Work) throws -> Record {
    try record(try work.tx.rows("SELECT \(columns(at: work.now)) FROM person p WHERE p.id = \(id)")[0])
  }
}
