import Core
import FoundationEssentials
import Postgres

/// The end of an account. What is about the person goes: name, addresses, secrets, sign-ins with their devices. What
/// they did stays, under `Deleted person 1a2b3c`, the end of their id, so that the trail still tells who is who:
/// contracts and accounts are kept by law, a name beside them is not needed for that. Answers kept for a repeated
/// `Idempotency-Key` of others may name them for a day.
package enum Deletion {
  /// A licence they hold, and whether the actor may take it back.
  package struct Licence: Sendable {
    package let subscription: ID<Subscription>
    package let name: String
    package let isTakeable: Bool
  }

  /// What would be taken back.
  package static func licences(of id: ID<Person>, in work: Work) throws -> [Licence] {
    try work.tx.rows(
      """
      SELECT s.id, coalesce(s.friendly_name, s.plan_name), s.service_id
      FROM licence_assignment a JOIN subscription s ON s.id = a.subscription_id
      WHERE a.person_id = \(id) ORDER BY 2, 1
      """
    ).map {
      let isTakeable = try work.actor.holds(.licencesAssign) && work.actor.rights.runs($0[2])
      return Licence(subscription: try $0[0], name: try $0[1], isTakeable: isTakeable)
    }
  }

  /// Refuses whoever may not delete this person.
  package static func authorize(_ person: Users.Record, in work: Work) throws {
    if person.id == work.actor.person { throw Refusal.denied("user.not_deleting_oneself") }
    try Users.requireAuthority(over: person, in: work)
    try Delegations.requireNotGiver(person, in: work)
    // It cannot be taken back, so it is not among what technical admins do with the users of their services.
    guard work.actor.rights.rank >= Level.customer.administrator.rank else {
      throw Refusal.denied("user.deletion_by_administrator")
    }
  }

  /// Deletes for ever. Licences the actor may give are taken back; others must be taken back first by who may.
  package static func delete(
    _ id: ID<Person>, in work: Work, check: (Users.Record) throws -> Void = { _ in }
  ) throws {
    let person = try Users.find(id, in: work, locking: true)
    try authorize(person, in: work)
    try check(person)
    try Grants.keepAdministrator(without: person, in: work)
    let licences = try licences(of: id, in: work)
    let kept = licences.filter { !$0.isTakeable }.map(\.name)
    if !kept.isEmpty {
      throw Refusal.conflict("user.holds_licences", ["licences": kept.joined(separator: ", ")])
    }
    let held = licences.map { Licences.Wish(id, $0.subscription, at: "") }
    if !held.isEmpty { try Licences.takeBack(held, in: work) }
    try endGrants(of: id, in: work)
    var facts = JSONWriter()
    facts.object { $0.member("roles", person.roles.map(\.rawValue)) }
    try work.audit("user.deleted", AuditObject("user", id), on: person.path, before: facts)
    forget(person, in: work)
  }

  private static func endGrants(of id: ID<Person>, in work: Work) throws {
    let rows = try work.tx.rows(
      """
      UPDATE role_grant SET ended_at = \(work.now), ended_by = \(work.actor.person), ended_by_name = \(work.actor.name)
      WHERE person_id = \(id) AND ended_at IS NULL
      RETURNING id, distributor_id, reseller_id, customer_id, role
      """)
    for row in rows {
      var facts = JSONWriter()
      let role: Role = try row[4]
      facts.object {
        $0.member("userId", id)
        $0.member("role", role.rawValue)
      }
      let path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
      try work.audit("grant.ended", AuditObject("grant", try row[0] as ID<Grant>), on: path, before: facts)
    }
  }

  private static func forget(_ person: Users.Record, in work: Work) {
    let id = person.id
    let addresses = [person.signInEmail, person.notificationEmail, person.pendingEmail?.email].compactMap { $0 }
    let alias = (given: "Deleted", family: "person \(id.description.suffix(6))")
    let home = person.path.organization
    for statement: SQL in [
      Reach.everything,
      """
      UPDATE person SET status = 'deleted', deleted_at = \(work.now), given_name = \(alias.given),
        family_name = \(alias.family), sign_in_email = \("\(id)@deleted.invalid"), notification_email = NULL,
        pending_email = NULL, pending_email_until = NULL, street = NULL, postal_code = NULL, city = NULL,
        country = NULL, language = 'en', time_zone = 'UTC', password_hash = NULL, must_change_password = false,
        failed_sign_ins = 0, locked_until = NULL, invited_until = NULL, last_sign_in_at = NULL, version = version + 1
      WHERE id = \(id)
      """,
      // What waits to be sent to them is not sent any more.
      """
      UPDATE outbox SET payload = payload || '{"to": "–", "subject": "–", "text": "–"}',
        parked_at = CASE WHEN sent_at IS NULL THEN coalesce(parked_at, \(work.now)) END
      WHERE kind = 'mail' AND payload->>'to' = ANY (\(addresses))
      """,
      // Mail to others that names them, as invitations do.
      """
      UPDATE outbox SET payload = jsonb_set(payload, '{text}',
        to_jsonb(replace(payload->>'text', \(person.name), \("\(alias.given) \(alias.family)"))))
      WHERE kind = 'mail' AND (customer_id = \(home) OR reseller_id = \(home) OR distributor_id = \(home))
        AND position(\(person.name) in payload->>'text') > 0
      """,
      "DELETE FROM credential WHERE person_id = \(id)", "DELETE FROM account_link WHERE person_id = \(id)",
      "DELETE FROM idempotency WHERE person_id = \(id)", "DELETE FROM calendar_feed WHERE person_id = \(id)",
      "DELETE FROM renewal_digest WHERE person_id = \(id)",
      "DELETE FROM password_request WHERE email = ANY (\(addresses))", "SELECT forget_person(\(id))",
      Reach.notEverything,
    ] { work.tx.enqueue(statement) }
  }
}
