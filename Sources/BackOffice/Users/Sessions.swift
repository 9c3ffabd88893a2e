import Core
import FoundationEssentials
import Postgres

/// Where somebody is signed in, and the tokens that act as them: seen and ended, by themselves or by whoever has
/// authority over their account. What was ended does not count from the next request on.
package enum Sessions {
  package enum Kind: String, Sendable, TextColumn { case session, token }

  package struct Record: Sendable {
    package let id: ID<Grant>
    package let kind: Kind
    package let name: String?
    package let scopes: [String]
    package let createdAt: Instant
    package let expiresAt: Instant
    /// Of the sign-in it began with.
    package let address: String?
    package let device: String?
    package let isCurrent: Bool
  }

  /// Newest first.
  package static func list(
    of id: ID<Person>, _ paging: Paging = Paging(limit: Bounds.pageMaximum), in work: Work
  ) throws -> [Record] {
    _ = try person(id, in: work)
    let after: SQL = try paging.afterID(Grant.self).map { "c.id < \($0)" } ?? "true"
    // The row of a session is never written again, so it does not know its sign-in: the latest one before it.
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT c.id, c.kind, c.name, c.scopes, c.created_at, c.expires_at, s.address, s.device
      FROM credential c LEFT JOIN LATERAL (
        SELECT address, device FROM sign_in s WHERE s.person_id = c.person_id AND s.succeeded AND s.at <= c.created_at
        ORDER BY s.id DESC LIMIT 1) s ON true
      WHERE c.person_id = \(id) AND \(counting(at: work.now)) AND \(after) ORDER BY c.id DESC LIMIT \(paging.fetched)
      """, Reach.notEverything,
    ])[1]
    return try rows.map {
      let session: ID<Grant> = try $0[0]
      return Record(
        id: session, kind: try $0[1], name: try $0[2], scopes: try $0[3], createdAt: try $0[4], expiresAt: try $0[5],
        address: try $0[6], device: try $0[7], isCurrent: session.raw == work.actor.credentialID)
    }
  }

  private static func counting(at now: Instant) -> SQL {
    "c.kind IN ('session', 'token') AND c.revoked_at IS NULL AND c.expires_at > \(now)"
  }

  /// Ends one.
  package static func end(_ session: ID<Grant>, of id: ID<Person>, in work: Work) throws {
    let person = try person(id, in: work)
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      UPDATE credential c SET revoked_at = \(work.now)
      WHERE c.id = \(session) AND c.person_id = \(id) AND \(counting(at: work.now)) RETURNING c.kind
      """, Reach.notEverything,
    ])[1]
    guard let row = rows.first else { throw Refusal.notFound }
    switch try row[0] as Kind {
    case .session: try note(1, person, in: work)
    case .token: try work.audit("token.revoked", AuditObject("token", session), on: person.path)
    }
  }

  /// Signs somebody out everywhere but where this is asked from, and ends their tokens too where wanted.
  package static func endAll(of id: ID<Person>, tokens: Bool, in work: Work) throws {
    let person = try person(id, in: work)
    let kinds: SQL = tokens ? "true" : "c.kind = 'session'"
    let rows = try work.tx.pipeline([
      Reach.everything,
      """
      UPDATE credential c SET revoked_at = \(work.now)
      WHERE c.person_id = \(id) AND \(counting(at: work.now)) AND \(kinds)
        AND c.id IS DISTINCT FROM \(work.actor.credentialID)
      RETURNING c.id, c.kind
      """, Reach.notEverything,
    ])[1]
    var sessions = 0
    for row in rows {
      if try row[1] as Kind == .session {
        sessions += 1
      } else {
        try work.audit("token.revoked", AuditObject("token", try row[0] as ID<Grant>), on: person.path)
      }
    }
    if sessions > 0 { try note(sessions, person, in: work) }
  }

  private static func note(_ sessions: Int, _ person: Users.Record, in work: Work) throws {
    var facts = JSONWriter()
    facts.object { $0.member("sessions", sessions) }
    try work.audit("user.signed_out", AuditObject("user", person.id), on: person.path, after: facts)
  }

  /// Oneself, or somebody the actor has authority over.
  private static func person(_ id: ID<Person>, in work: Work) throws -> Users.Record {
    let person = try Users.find(id, in: work)
    if id != work.actor.person { try Users.requireAuthority(over: person, in: work) }
    return person
  }

  /// Ends everything that stands for somebody, invitations too: part of what disables, resets or deletes.
  static func revokeAll(of id: ID<Person>, in work: Work) {
    let revocation: SQL =
      "UPDATE credential SET revoked_at = \(work.now) WHERE person_id = \(id) AND revoked_at IS NULL"
    if work.actor.credential == .system { return work.tx.enqueue(revocation) }
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue(revocation)
    work.tx.enqueue(Reach.notEverything)
  }
}
