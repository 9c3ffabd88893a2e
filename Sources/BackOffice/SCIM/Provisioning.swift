import Core
import FoundationEssentials
import HTTP
import Postgres

/// The token of a customer's identity provider: made by a customer manager, good on /scim and nowhere else, and only as
/// long as its maker still manages the customer.
package enum Provisioning {
  /// Runs the handler as the token's maker, under the token's name.
  static func acting(
    _ request: Request, _ parameters: [String: String], _ office: Office, _ actor: inout Actor?,
    _ handler: @Sendable (Call) throws -> Response
  ) throws -> Response {
    guard let credential = Credential(of: request), credential.kind == .token else { throw HTTPFault.unauthenticated }
    guard office.provisioning.enter() else { throw HTTPFault.tooMany(retryAfterSeconds: 1, "server.busy") }
    defer { office.provisioning.leave() }
    var found: Actor?
    defer { actor = found }
    do {
      return try office.database.transaction(opening: [Reach.everything, statement(credential)]) { tx in
        let rows = tx.opened[1]
        guard let first = rows.first, let provider = try self.actor(rows) else { throw HTTPFault.unauthenticated }
        found = provider
        tx.enqueue(Reach.notEverything)
        tx.enqueue(provider.reach)
        let work = Work(tx: tx, actor: provider, now: try first[0], requestID: request.id, office: office)
        try noteUse(of: first[1], since: first[3], in: work)
        return try handler(Call(request: request, parameters: parameters, work: work))
      }
    } catch let error as DatabaseError where error.isUniqueViolation(constraint: "person_sign_in_email_key") {
      throw SCIMFault(.uniqueness, "scim.user_name_taken")
    }
  }

  private static func statement(_ credential: Credential) -> SQL {
    """
    SELECT comptoir_now(), t.id, t.name, t.last_used_at, p.id, p.sign_in_email, p.language, o.distributor_id,
      o.reseller_id, o.customer_id, o.name, o.self_service, g.role, g.service_ids, g.centre_ids
    FROM scim_token t
    JOIN person p ON p.id = t.created_by AND p.status = 'active'
    JOIN organization o ON o.id = t.customer_id AND o.status = 'active'
    JOIN role_grant g ON g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
      AND (g.expires_at IS NULL OR g.expires_at > comptoir_now())
    WHERE t.hash = \(credential.hash) AND t.revoked_at IS NULL AND t.expires_at > comptoir_now()
    """
  }

  /// Nil when the token's maker no longer manages the customer.
  private static func actor(_ rows: Rows) throws -> Actor? {
    guard let first = rows.first else { return nil }
    let grants: [HeldGrant] = try rows.map { row in
      let services: [ID<Service>]? = try row[13]
      let centres: [ID<BillingCentre>]? = try row[14]
      return HeldGrant(role: try row[12], services: services.map { Set($0) }, centres: centres.map { Set($0) })
    }
    let rights = Rights(level: .customer, grants: grants)
    guard rights.roles.contains(.customerManager) else { return nil }
    let name: String = try first[2]
    return Actor(
      person: try first[4], name: "SCIM (\(name))", email: try first[5], language: try first[6],
      path: Path(distributor: try first[7], reseller: try first[8], customer: try first[9]),
      organizationName: try first[10], selfService: try first[11], rights: rights, credential: .provisioning,
      credentialID: try first[1], scopes: [], csrf: nil, mustChangePassword: false)
  }

  /// Once an hour, as tokens are not written on every request.
  private static func noteUse(of token: UUID, since last: Instant?, in work: Work) throws {
    if let last, last > work.now.adding(seconds: -3600) { return }
    work.tx.enqueue("UPDATE scim_token SET last_used_at = \(work.now) WHERE id = \(token)")
  }
}
