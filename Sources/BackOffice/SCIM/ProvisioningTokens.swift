import Core
import FoundationEssentials
import Postgres

extension Provisioning {
  package struct Token: Sendable {
    package let id: ID<ProvisioningToken>
    package let name: String
    package let createdBy: String
    package let createdAt: Instant
    package let expiresAt: Instant
    package let lastUsedAt: Instant?
    /// Whether its maker still manages the customer; otherwise it opens nothing any more.
    package let counts: Bool
  }

  /// A customer's provisioning as its manager sees it.
  package struct Connection: Sendable {
    package let path: Path
    /// Whether people who are created get an invitation by mail.
    package let invites: Bool
    package let version: Int
    package let token: Token?
  }

  /// Never made: it marks an `ID`.
  package enum ProvisioningToken {}

  static func address(in work: Work) -> String { work.office.configuration.publicURL + "/scim/v2" }

  /// Only a customer's own manager provisions it: nobody above can be given its people this way.
  static func requireManager(of customer: ID<Organization>, in work: Work) throws -> Organizations.Record {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    guard work.actor.organization == customer, work.actor.rights.roles.contains(.customerManager) else {
      throw Refusal.denied("scim.manager_only")
    }
    return owner
  }

  package static func find(of customer: ID<Organization>, in work: Work) throws -> Connection {
    let owner = try requireManager(of: customer, in: work)
    let results = try work.tx.pipeline([
      "SELECT invites, version FROM scim_connection WHERE customer_id = \(customer)",
      """
      SELECT t.id, t.name, t.created_by_name, t.created_at, t.expires_at, t.last_used_at, EXISTS (
        SELECT FROM role_grant g JOIN person p ON p.id = g.person_id AND p.status = 'active'
        WHERE g.person_id = t.created_by AND g.organization_id = t.customer_id AND g.role = 'customerManager'
          AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(work.now)))
      FROM scim_token t
      WHERE t.customer_id = \(customer) AND t.revoked_at IS NULL AND t.expires_at > \(work.now)
      """,
    ])
    let token = try results[1].first.map {
      Token(
        id: try $0[0], name: try $0[1], createdBy: try $0[2], createdAt: try $0[3], expiresAt: try $0[4],
        lastUsedAt: try $0[5], counts: try $0[6])
    }
    let settings = results[0].first
    return Connection(
      path: owner.path, invites: try settings?[0] ?? false, version: try settings?[1] ?? 1, token: token)
  }

  /// Takes the customer's turn: whoever writes for it next waits until this transaction is over.
  static func locked(_ path: Path, in work: Work) throws -> (invites: Bool, version: Int) {
    work.tx.enqueue(
      """
      INSERT INTO scim_connection (customer_id, distributor_id, reseller_id)
      VALUES (\(path.customer), \(path.distributor), \(path.reseller)) ON CONFLICT DO NOTHING
      """)
    let row = try work.tx.rows(
      "SELECT invites, version FROM scim_connection WHERE customer_id = \(path.customer) FOR UPDATE")[0]
    return (try row[0], try row[1])
  }

  /// A new token in place of the one before. Answers it with its secret, this once.
  package static func issue(
    _ name: String, for customer: ID<Organization>, in work: Work
  ) throws -> (token: Token, secret: String) {
    let owner = try requireManager(of: customer, in: work)
    lockToken(of: owner.path, in: work)
    _ = try locked(owner.path, in: work)
    try revokeAny(of: owner.path, in: work)
    let secret = "scim_" + Secrets.token()
    let token = Token(
      id: work.newID(), name: name, createdBy: work.actor.name, createdAt: work.now,
      expiresAt: work.now.adding(seconds: 86400 * Bounds.scimTokenDays), lastUsedAt: nil, counts: true)
    work.tx.enqueue(
      """
      INSERT INTO scim_token (id, hash, distributor_id, reseller_id, customer_id, name, created_by, created_by_name,
        created_at, expires_at)
      VALUES (\(token.id), \(Secrets.sha256(secret)), \(owner.path.distributor), \(owner.path.reseller), \(customer),
        \(name), \(work.actor.person), \(work.actor.name), \(work.now), \(token.expiresAt))
      """)
    var facts = JSONWriter()
    facts.object {
      $0.member("name", name)
      $0.member("expiresAt", token.expiresAt)
    }
    try work.audit("provisioning.token_created", AuditObject("scimToken", token.id), on: owner.path, after: facts)
    return (token, secret)
  }

  /// Ends the token; counts from the provider's next request.
  package static func revoke(of customer: ID<Organization>, in work: Work) throws {
    let owner = try requireManager(of: customer, in: work)
    lockToken(of: owner.path, in: work)
    _ = try locked(owner.path, in: work)
    guard try revokeAny(of: owner.path, in: work) else { throw Refusal.notFound }
  }

  /// Before the customer's turn, as the provider's own requests do it: neither waits for the other in a circle.
  private static func lockToken(of path: Path, in work: Work) {
    work.tx.enqueue(
      "SELECT 1 FROM scim_token WHERE customer_id = \(path.customer) AND revoked_at IS NULL FOR UPDATE")
  }

  @discardableResult
  private static func revokeAny(of path: Path, in work: Work) throws -> Bool {
    let ended = try work.tx.rows(
      """
      UPDATE scim_token SET revoked_at = \(work.now) WHERE customer_id = \(path.customer) AND revoked_at IS NULL
      RETURNING id, name, expires_at > \(work.now)
      """)
    for row in ended {
      let name: String = try row[1]
      var facts = JSONWriter()
      facts.object { $0.member("name", name) }
      let id: ID<ProvisioningToken> = try row[0]
      try work.audit("provisioning.token_ended", AuditObject("scimToken", id), on: path, before: facts)
    }
    return try ended.contains { try $0[2] == true }
  }

  /// Whether people who are created get an invitation.
  package static func change(
    invites: Bool, of customer: ID<Organization>, in work: Work, check: (Int) throws -> Void = { _ in }
  ) throws -> Connection {
    let owner = try requireManager(of: customer, in: work)
    let before = try locked(owner.path, in: work)
    try check(before.version)
    if invites != before.invites {
      work.tx.enqueue(
        "UPDATE scim_connection SET invites = \(invites), version = version + 1 WHERE customer_id = \(customer)")
      var was = JSONWriter()
      was.object { $0.member("invites", before.invites) }
      var becomes = JSONWriter()
      becomes.object { $0.member("invites", invites) }
      try work.audit(
        "provisioning.changed", AuditObject("customer", customer), on: owner.path, before: was, after: becomes)
    }
    return try find(of: customer, in: work)
  }
}
