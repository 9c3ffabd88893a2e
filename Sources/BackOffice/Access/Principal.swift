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

  // MARK: - What they may do now

  /// The actor as of now, in a transaction that sees everything; it does so afterwards too. Throws `denied` with the
  /// reason when account, role, organization, program or stand-in no longer count.
  package func actor(in tx: Transaction, at now: Instant) throws -> Actor {
    let rows = try tx.rows(statement(at: now, scopes: "ARRAY['read', 'write']", mustChangePassword: "false"))
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

  /// The same person as what the service shows them by itself goes by, in mail and calendars: what they would see had
  /// they signed in. Nil when they would see nothing: without a grant, disabled, their organization suspended, or
  /// something to be done before anything else. Asked with everything in reach; afterwards the transaction has theirs.
  func reader(in tx: Transaction, at now: Instant) throws -> Actor? {
    let scopes: SQL = """
      CASE WHEN (o.requires_second_factor OR h.requires_second_factor) AND NOT EXISTS (
          SELECT FROM second_factor f WHERE f.person_id = p.id AND f.confirmed_at IS NOT NULL)
        THEN ARRAY['enrol'] ELSE ARRAY['read'] END
      """
    let rows = try tx.rows(statement(at: now, scopes: scopes, mustChangePassword: "p.must_change_password"))
    guard let row = rows.first, try row[23] == "active", try row[15] == "active", !row.isNull(16),
      let actor = try Authentication.actor(rows, kind: .system, asked: false), !actor.mustEnrol,
      !actor.mustChangePassword
    else { return nil }
    actor.takeReach(in: tx)
    return actor
  }

  /// A row per grant, in the columns of `Authentication`, then the states of account, program and stand-in.
  private func statement(at now: Instant, scopes: SQL, mustChangePassword: SQL) -> SQL {
    """
    SELECT \(now)::timestamptz, NULL::uuid, \(scopes), NULL::text, p.id, p.given_name, p.family_name,
      p.sign_in_email::text, p.language, \(mustChangePassword), o.distributor_id, o.reseller_id, o.customer_id, o.name,
      o.self_service, o.status, g.role, g.service_ids, g.centre_ids, k.name,
      r.id, r.given_name || ' ' || r.family_name, \(real?.until),
      p.status, k.revoked_at, r.status
    FROM person p
    JOIN organization h ON h.id = p.organization_id
    JOIN organization o ON o.id = \(organization)
    LEFT JOIN role_grant g ON g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
      AND (g.expires_at IS NULL OR g.expires_at > \(now))
    LEFT JOIN api_client k ON k.id = \(client) AND k.organization_id = o.id
    LEFT JOIN person r ON r.id = \(real?.person)
    WHERE p.id = \(person)
    """
  }
}

extension Actor {
  /// Ends a transaction's seeing everything: from now on it sees what they do.
  func takeReach(in tx: Transaction) {
    tx.enqueue(Reach.notEverything)
    tx.enqueue(reach)
  }
}
