import Core
import FoundationEssentials
import HTTP
import Postgres

/// Programs of an organization. Each asks for tokens with its id and secret, and may at most do what whoever made it
/// may do at that moment.
package enum Clients {
  package struct Record: Sendable {
    package let id: ID<APIClient>
    package let path: Path
    package let name: String
    package let scopes: [String]
    package let createdBy: ID<Person>
    package let createdByName: String
    package let createdAt: Instant
    package let secretAt: Instant
    package let version: Int
  }

  private static let columns: SQL = """
    k.id, k.distributor_id, k.reseller_id, k.customer_id, k.name, k.scopes, k.created_by,
    p.given_name || ' ' || p.family_name, k.created_at, k.secret_at, k.version
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      name: try row[4], scopes: try row[5], createdBy: try row[6], createdByName: try row[7], createdAt: try row[8],
      secretAt: try row[9], version: try row[10])
  }

  /// Only one's own organization's: nobody makes programs for others.
  private static func requireOwn(_ organization: ID<Organization>, in work: Work) throws {
    try work.actor.require(.clientsManage)
    guard organization == work.actor.organization else { throw Refusal.notFound }
  }

  package static func list(of organization: ID<Organization>, _ paging: Paging, in work: Work) throws -> [Record] {
    try requireOwn(organization, in: work)
    let after: SQL = try paging.afterID(APIClient.self).map { "k.id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM api_client k JOIN person p ON p.id = k.created_by
      WHERE k.organization_id = \(organization) AND k.revoked_at IS NULL AND \(after)
      ORDER BY k.id LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<APIClient>, in work: Work, locking: Bool = false) throws -> Record {
    try work.actor.require(.clientsManage)
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF k" : ""
    let rows = try work.tx.rows(
      """
      SELECT \(columns) FROM api_client k JOIN person p ON p.id = k.created_by
      WHERE k.id = \(id) AND k.organization_id = \(work.actor.organization) AND k.revoked_at IS NULL \(lock)
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    return try record(row)
  }

  /// A new program. Answers its secret, this once.
  package static func create(
    in organization: ID<Organization>, name: String, scopes: [String], _ work: Work
  ) throws -> (record: Record, secret: String) {
    try requireOwn(organization, in: work)
    let count: Int = try work.tx.rows(
      "SELECT count(*) FROM api_client WHERE organization_id = \(organization) AND revoked_at IS NULL")[0][0]
    if count >= Bounds.clients { throw Refusal.conflict("client.too_many", ["maximum": String(Bounds.clients)]) }
    let secret = newSecret()
    let actor = work.actor
    let record = Record(
      id: work.newID(), path: actor.path, name: name, scopes: scopes, createdBy: actor.person,
      createdByName: actor.name, createdAt: work.now, secretAt: work.now, version: 1)
    work.tx.enqueue(
      """
      INSERT INTO api_client (id, distributor_id, reseller_id, customer_id, organization_id, name, scopes,
        secret_sha256, created_by, created_at, secret_at)
      VALUES (\(record.id), \(actor.path.distributor), \(actor.path.reseller), \(actor.path.customer), \(organization),
        \(name), \(scopes), \(Secrets.sha256(secret)), \(actor.person), \(work.now), \(work.now))
      """)
    try work.audit("client.created", AuditObject("client", record.id), on: actor.path, after: facts(record))
    return (record, secret)
  }

  /// A new secret; the old one and the tokens it got end.
  package static func renewSecret(_ id: ID<APIClient>, in work: Work) throws -> (record: Record, secret: String) {
    let record = try find(id, in: work, locking: true)
    let secret = newSecret()
    work.tx.enqueue(
      """
      UPDATE api_client SET secret_sha256 = \(Secrets.sha256(secret)), secret_at = \(work.now), version = version + 1
      WHERE id = \(id)
      """)
    endTokens(of: id, in: work)
    try work.audit("client.secret_renewed", AuditObject("client", id), on: record.path)
    return (record, secret)
  }

  package static func revoke(_ id: ID<APIClient>, in work: Work) throws {
    let record = try find(id, in: work, locking: true)
    work.tx.enqueue("UPDATE api_client SET revoked_at = \(work.now), version = version + 1 WHERE id = \(id)")
    endTokens(of: id, in: work)
    try work.audit("client.revoked", AuditObject("client", id), on: record.path, before: facts(record))
  }

  private static func endTokens(of id: ID<APIClient>, in work: Work) {
    work.tx.enqueue(Reach.everything)
    work.tx.enqueue("UPDATE credential SET revoked_at = \(work.now) WHERE client_id = \(id) AND revoked_at IS NULL")
    work.tx.enqueue(Reach.notEverything)
  }

  private static func newSecret() -> String { "cps_" + Secrets.token() }

  static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    ClientsAPI.write(&json, record)
    return json
  }

  // MARK: - Tokens

  /// What a program is let in with: the token's secret, for how long, and what it may do.
  package struct Grant: Sendable {
    package let token: String
    package let seconds: Int64
    package let scopes: [String]
  }

  /// Nil when id and secret belong to no program that counts. `wanted` empty: all its scopes.
  package static func token(
    _ id: ID<APIClient>, secret: String, wanted: [String], _ office: Office, requestID: String
  ) throws -> Result<Grant, TokenEndpoint.Fault> {
    try office.everything { tx, now in
      let rows = try tx.rows(
        """
        SELECT \(columns), k.secret_sha256 FROM api_client k JOIN person p ON p.id = k.created_by
        WHERE k.id = \(id) AND k.revoked_at IS NULL AND p.status = 'active'
        """)
      guard let row = rows.first, Secrets.equal(try row[11] as [UInt8], Secrets.sha256(secret)) else {
        return .failure(.invalidClient)
      }
      let record = try record(row)
      guard Set(wanted).isSubset(of: record.scopes) else { return .failure(.invalidScope) }
      let scopes = wanted.isEmpty ? record.scopes : wanted
      let token = "cpt_" + Secrets.token()
      let seconds = 60 * Bounds.clientTokenMinutes
      tx.enqueue(
        """
        INSERT INTO credential (hash, id, kind, person_id, organization_id, name, scopes, created_at, expires_at,
          client_id)
        VALUES (\(Credential(.token, secret: token).hash), \(Secrets.uuid(at: now)), 'token', \(record.createdBy),
          \(record.path.organization), \(record.name), \(scopes), \(now), \(now.adding(seconds: seconds)), \(id))
        """)
      return .success(Grant(token: token, seconds: seconds, scopes: scopes))
    }
  }
}
