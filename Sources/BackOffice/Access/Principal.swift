import Core
import FoundationEssentials
import Postgres

/// Somebody on whose behalf a job does later what they asked for now: with the rights they have then.
package struct Principal: Sendable {
  package let person: ID<Person>
  package let organization: ID<Organization>
  /// The program that asked; it must not have been revoked.
  package var client: ID<APIClient>?
  /// Who really asked, where somebody acted as this person, and until when they may.
  package var real: RealActor?

  package init(
    person: ID<Person>, organization: ID<Organization>, client: ID<APIClient>? = nil, real: RealActor? = nil
  ) {
    self.person = person
    self.organization = organization
    self.client = client
    self.real = real
  }

  /// Whoever acts in a request, to be found again by a job.
  static func acting(in work: Work) throws -> Principal {
    let actor = work.actor
    var client: ID<APIClient>?
    if actor.client != nil {
      client = try work.tx.rows("SELECT client_id FROM credential WHERE id = \(actor.credentialID)").first?[0]
    }
    return Principal(person: actor.person, organization: actor.organization, client: client, real: actor.real)
  }

  /// The actor as of now, in a transaction that sees everything; it does so afterwards too. Throws `denied` with the
  /// reason when account, role, organization, program or stand-in no longer count.
  package func actor(in tx: Transaction, at now: Instant) throws -> Actor {
    let rows = try tx.rows(
      """
      SELECT \(now), NULL::uuid, ARRAY['read', 'write'], NULL::text, p.id, p.given_name, p.family_name,
        p.sign_in_email::text, p.language, false, o.distributor_id, o.reseller_id, o.customer_id, o.name,
        o.self_service, o.status, g.role, g.service_ids, g.centre_ids, k.name,
        r.id, r.given_name || ' ' || r.family_name, \(real?.until),
        p.status, k.revoked_at, r.status
      FROM person p
      JOIN organization o ON o.id = \(organization)
      LEFT JOIN role_grant g ON g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(now))
      LEFT JOIN api_client k ON k.id = \(client) AND k.organization_id = o.id
      LEFT JOIN person r ON r.id = \(real?.person)
      WHERE p.id = \(person)
      """)
    guard let row = rows.first, try row[23] == "active" else { throw Refusal.denied("user.disabled") }
    if client != nil, row.isNull(19) || !row.isNull(24) { throw Refusal.denied("client.revoked") }
    guard let actor = try Authentication.actor(rows, kind: .job, asked: true) else { throw Refusal.notFound }
    guard real != nil else { return actor }
    guard let real = actor.real, real.until > now, try row[25] == "active" else {
      throw Refusal.denied("acting.ended")
    }
    try ActingAs.check(actor, real, in: tx, at: now)
    tx.enqueue(Reach.everything)
    return actor
  }
}
