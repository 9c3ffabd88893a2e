import Core
import FoundationEssentials
import Postgres

/// Acting as somebody below: with a reason, for at most an hour, named in every record.
package enum ActingAs {
  /// What somebody gave as their reason, and for how long.
  package struct Wish: Sendable {
    package let reason: String
    package let minutes: Int
  }

  /// `reason` among the fields; `minutes` as read from them, an hour unless told.
  static func wish(_ fields: Fields, minutes: Int?) throws -> Wish {
    let reason = fields.text("reason", required: true, upTo: 500)
    let minutes = minutes ?? Bounds.actingMinutes
    if !(1...Bounds.actingMinutes).contains(minutes) {
      fields.note("minutes", "acting.minutes_out_of_range", ["maximum": String(Bounds.actingMinutes)])
    }
    try fields.check()
    return Wish(reason: reason ?? "", minutes: minutes)
  }

  /// Whether this actor may act as that person, who is in reach: for buttons, before anybody asks.
  static func isPossible(as person: Users.Record, for actor: Actor) -> Bool {
    actor.holds(.actAs) && actor.real == nil && actor.client == nil && person.path.level > actor.level
      && person.status == .active
  }

  /// Turns the session into the other person's until it ends; the cookie stays.
  static func begin(_ id: ID<Person>, _ wish: Wish, in work: Work) throws {
    let person = try allowed(id, in: work)
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(
      """
      UPDATE credential SET acting_as = \(id), acting_until = \(until(wish, work)), acting_reason = \(wish.reason)
      WHERE id = \(work.actor.credentialID) AND kind = 'session'
      """)
    work.tx.enqueue(Reach.notEverything)
    try record(person, wish, in: work)
  }

  /// A token that is the other person's until it ends. Answers its secret, this once.
  static func token(_ id: ID<Person>, _ wish: Wish, in work: Work) throws -> (secret: String, until: Instant) {
    let person = try allowed(id, in: work)
    let secret = "cpt_" + Secrets.token()
    let until = until(wish, work)
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(
      """
      INSERT INTO credential (hash, id, kind, person_id, name, scopes, created_at, expires_at, acting_as, acting_until,
        acting_reason)
      VALUES (\(Credential(.token, secret: secret).hash), \(Secrets.uuid(at: work.now)), 'token', \(work.actor.person),
        \(person.name), \(work.actor.scopes), \(work.now), \(until), \(id), \(until), \(wish.reason))
      """)
    work.tx.enqueue(Reach.notEverything)
    try record(person, wish, in: work)
    return (secret, until)
  }

  /// Back to oneself.
  static func end(in work: Work) throws {
    guard work.actor.real != nil else { return }
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(clearing(work.actor.credentialID))
    work.tx.enqueue(Reach.notEverything)
    try work.audit("user.impersonation_ended", AuditObject("user", work.actor.person), on: work.actor.path)
  }

  /// Sessions go back to their own person; tokens were made for this alone and end.
  private static func clearing(_ credential: UUID?) -> SQL {
    """
    UPDATE credential SET acting_as = NULL, acting_until = NULL, acting_reason = NULL,
      revoked_at = CASE WHEN kind = 'token' THEN comptoir_now() ELSE revoked_at END
    WHERE id = \(credential)
    """
  }

  private static func until(_ wish: Wish, _ work: Work) -> Instant {
    work.now.adding(seconds: 60 * Int64(wish.minutes))
  }

  private static func record(_ person: Users.Record, _ wish: Wish, in work: Work) throws {
    var after = JSONWriter()
    after.object {
      $0.member("reason", wish.reason)
      $0.member("until", until(wish, work))
    }
    try work.audit("user.impersonated", AuditObject("user", person.id), on: person.path, after: after)
  }

  /// The person, if this actor may act as them now.
  static func allowed(_ id: ID<Person>, in work: Work) throws -> Users.Record {
    try work.actor.require(.actAs)
    if work.actor.real != nil { throw Refusal.denied("acting.no_chain") }
    if work.actor.client != nil { throw Refusal.denied("client.not_a_person") }
    let person = try Users.find(id, in: work)
    guard person.path.level > work.actor.level else { throw Refusal.denied("acting.not_below") }
    try Delegations.require(.actAs, over: person.path, in: work)
    try Users.requireNoFurtherReach(of: person, in: work)
    guard person.status == .active else { throw Refusal.conflict("acting.not_active") }
    return person
  }

  // MARK: - On every request

  /// Whether the one who really acts may still do so here: their own grants and the customer's delegation count, as
  /// they are now.
  static func check(_ actor: Actor, _ real: RealActor, in tx: Transaction, at now: Instant) throws {
    let path = actor.path
    let held = try tx.pipeline([
      Reach.everything,
      """
      SELECT 1 FROM role_grant g JOIN organization o ON o.id = g.organization_id
      WHERE g.person_id = \(real.person) AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(now))
        AND o.status = 'active'
        AND (g.role = 'distributor' AND g.organization_id = \(path.distributor) AND \(path.level != .distributor)
          OR g.role = 'reseller' AND g.organization_id = \(path.reseller) AND EXISTS (
            SELECT FROM delegation d WHERE d.customer_id = \(path.customer) AND d.reseller_id = \(path.reseller)
              AND d.status = 'active' AND d.expires_at > \(now) AND 'actAs' = ANY (d.rights)))
      LIMIT 1
      """, Reach.notEverything,
    ])[1]
    if held.isEmpty { throw Refusal.denied("acting.ended") }
  }

  /// After `check` refused: the session is its own person's again with the next request.
  static func giveUp(_ actor: Actor, _ office: Office) throws {
    try office.everything { tx, _ in tx.enqueue(clearing(actor.credentialID)) }
  }
}
