import Core
import FoundationEssentials
import Postgres

/// The ways to vendors, one per service, set up by the distributor whose vendors they are.
package enum Connectors {
  package struct Record: Sendable {
    package let id: ID<Connector>
    package let distributor: ID<Organization>
    package let service: ID<Service>
    package let serviceName: String
    package let vendor: String
    package let kind: ConnectorKind
    package var isActive: Bool
    package var address: String?
    package var settings: ConnectorSettings
    package let createdAt: Instant
    package var version: Int
    /// Requests that are not settled yet, and how many of them are parked.
    package let open: Int
    package let parked: Int

    var path: Path { Path(distributor: distributor, reseller: nil, customer: nil) }
  }

  /// What somebody wants of a connector; nil: as it is.
  package struct Change: Sendable {
    package var address: String?
    package var settings: ConnectorSettings?
    package var renewsSecret = false
    package var ends = false

    package init() {}
  }

  private static let columns: SQL = """
    c.id, c.distributor_id, c.service_id, v.name, v.vendor, c.kind, c.status = 'active', t.address, t.settings::text,
    c.created_at, c.version,
    (SELECT count(*)::int FROM fulfilment f WHERE f.connector_id = c.id AND f.settled_at IS NULL),
    (SELECT count(*)::int FROM fulfilment f
      WHERE f.connector_id = c.id AND f.settled_at IS NULL AND f.state = 'parked')
    """
  private static let source: SQL = """
    connector c JOIN connector_setup t ON t.connector_id = c.id JOIN service v ON v.id = c.service_id
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], distributor: try row[1], service: try row[2], serviceName: try row[3], vendor: try row[4],
      kind: try row[5], isActive: try row[6], address: try row[7], settings: ConnectorSettings(json: try row[8]),
      createdAt: try row[9], version: try row[10], open: try row[11], parked: try row[12])
  }

  package static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.provisioningManage)
    let after: SQL = try paging.afterID(Connector.self).map { "c.id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source) WHERE c.distributor_id = \(work.actor.organization) AND \(after)
      ORDER BY c.id LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<Connector>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR UPDATE OF c" : ""
    let rows = try work.tx.rows("SELECT \(columns) FROM \(source) WHERE c.id = \(id) \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try record(row)
  }

  // MARK: - Setting up

  /// Sets one up. Answers it with the secret shared with the vendor, shown this once, where it speaks HTTP.
  package static func create(
    _ kind: ConnectorKind, for service: ID<Service>, address: String?, settings: ConnectorSettings, in work: Work
  ) throws -> (record: Record, secret: String?) {
    try work.actor.require(.provisioningManage)
    let known = try work.tx.rows(
      "SELECT 1 FROM service WHERE id = \(service) AND distributor_id = \(work.actor.organization) FOR UPDATE")
    guard !known.isEmpty else { throw Refusal.invalid([Issue("/serviceId", "service.unknown")]) }
    try check(kind, address, settings, in: work)
    let taken = try work.tx.rows("SELECT 1 FROM connector WHERE service_id = \(service) AND status = 'active'")
    guard taken.isEmpty else { throw Refusal.conflict("connector.service_taken") }
    let id = work.newID(Connector.self)
    let secret = kind == .http ? Secrets.token() : nil
    let sealed = try secret.map { try seal($0, of: id, in: work) }
    work.tx.enqueue(
      """
      INSERT INTO connector (id, distributor_id, service_id, kind, created_at)
      VALUES (\(id), \(work.actor.organization), \(service), \(kind), \(work.now))
      """)
    work.tx.enqueue(
      """
      INSERT INTO connector_setup (connector_id, distributor_id, kind, address, secret, settings)
      VALUES (\(id), \(work.actor.organization), \(kind), \(address), \(sealed), \(settings.jsonb))
      """)
    let record = try find(id, in: work)
    try journal("created", nil, record, in: work)
    return (record, secret)
  }

  private static func check(
    _ kind: ConnectorKind, _ address: String?, _ settings: ConnectorSettings, in work: Work
  ) throws(Refusal) {
    let configuration = work.office.configuration
    var issues: [Issue] = []
    switch (kind, address) {
    case (.http, nil): issues.append(Issue("/address", "field.required"))
    case (.http, .some(let address)):
      if !isAddress(address, isRelaxed: configuration.isRelaxedWithProviders) {
        issues.append(Issue("/address", "connector.address_malformed"))
      }
    case (_, .some): issues.append(Issue("/address", "connector.address_only_http"))
    case (_, nil): break
    }
    if kind == .simulated, !configuration.sandbox { issues.append(Issue("/kind", "connector.sandbox_only")) }
    if kind != .simulated, settings != ConnectorSettings() {
      issues.append(Issue("/settings", "connector.settings_only_simulated"))
    }
    if !issues.isEmpty { throw .invalid(issues) }
  }

  /// An address over TLS, without query, user or the slash at its end; in a sandbox also without TLS.
  private static func isAddress(_ text: String, isRelaxed: Bool) -> Bool {
    guard text.hasPrefix("https://") || isRelaxed && text.hasPrefix("http://"), !text.hasSuffix("/"),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("?"), !text.contains("#"),
      !text.contains("@")
    else { return false }
    let host = text.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
    return !host.isEmpty && host.first != ":"
  }

  /// Changes one. Ending it needs every request to be settled; what is bought from then on counts at once.
  package static func change(
    _ id: ID<Connector>, _ change: Change, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> (record: Record, secret: String?) {
    let before = try find(id, in: work, locking: true)
    try work.actor.require(.provisioningManage)
    try check(before)
    guard before.isActive else { throw Refusal.conflict("connector.ended") }
    if change.ends, before.open > 0 { throw Refusal.conflict("connector.busy", ["count": String(before.open)]) }
    if change.renewsSecret, before.kind != .http {
      throw Refusal.invalid([Issue("/renewSecret", "connector.secret_only_http")])
    }
    try Connectors.check(
      before.kind, change.address ?? before.address, change.settings ?? before.settings, in: work)
    let secret = change.renewsSecret ? Secrets.token() : nil
    if let secret {
      work.tx.enqueue(
        "UPDATE connector_setup SET secret = \(try seal(secret, of: id, in: work)) WHERE connector_id = \(id)")
    }
    work.tx.enqueue(
      """
      UPDATE connector_setup SET address = \(change.address ?? before.address),
        settings = \((change.settings ?? before.settings).jsonb)
      WHERE connector_id = \(id)
      """)
    work.tx.enqueue(
      """
      UPDATE connector SET status = \(change.ends ? "ended" : "active"), version = version + 1 WHERE id = \(id)
      """)
    let record = try find(id, in: work)
    let action = change.ends ? "ended" : change.renewsSecret ? "secret_renewed" : "changed"
    try journal(action, before, record, in: work)
    return (record, secret)
  }

  private static func journal(_ action: String, _ before: Record?, _ after: Record, in work: Work) throws {
    try work.audit(
      "connector.\(action)", AuditObject("connector", after.id), on: after.path, before: before.map(facts),
      after: facts(after))
  }

  /// What the audit trail keeps: nothing that opens anything.
  private static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("service", record.serviceName)
      $0.member("kind", record.kind.rawValue)
      $0.member("status", record.isActive ? "active" : "ended")
      $0.member("address", record.address)
    }
    return json
  }

  // MARK: - Secrets

  private static func purpose(_ id: ID<Connector>) -> String { "connector \(id)" }

  private static func seal(_ secret: String, of id: ID<Connector>, in work: Work) throws -> [UInt8] {
    try work.office.vault(in: work.tx).seal(Array(secret.utf8), for: purpose(id))
  }

  /// The secret shared with a vendor, as it signs.
  static func secret(
    _ sealed: [UInt8], of id: ID<Connector>, _ office: Office, _ tx: Transaction
  ) throws -> [UInt8] {
    try office.vault(in: tx).open(sealed, for: purpose(id))
  }
}
