import Core
import FoundationEssentials
import Postgres

/// Comparing a vendor's inventory with ours, and what people do about the differences.
package enum Reconciliations {
  package struct Record: Sendable {
    package let id: ID<Reconciliation>
    package let connector: ID<Connector>
    package let serviceName: String
    package let vendor: String
    package let at: Instant
    package let fault: FulfilmentFault?
    package let ours: Int
    package let theirs: Int
    package let moving: Int
    package let differences: Int
    package let open: Int
  }

  package enum Kind: String, Sendable, CaseIterable, TextColumn {
    case missingThere, missingHere, otherQuantity, otherStatus
  }

  package enum State: String, Sendable, CaseIterable, TextColumn { case open, settled, pushed }

  package struct Line: Sendable {
    package let id: ID<Difference>
    package let reconciliation: ID<Reconciliation>
    package let path: Path
    package let subscription: ID<Subscription>?
    package let subscriptionName: String?
    package let customerName: String?
    package let kind: Kind
    package let reference: String?
    package let ourQuantity: Int?
    package let theirQuantity: Int?
    package let ourStatus: SubscriptionStatus?
    package let theirStatus: String?
    package let state: State
    package let note: String?
    package let settledAt: Instant?
    package let settledByName: String?
    package let version: Int
  }

  // MARK: - Comparing

  /// Compares and keeps the result. What a request is on its way about is left out; what the customer bought from the
  /// vendor itself is none of ours. One set against the other: no query per line.
  static func compare(_ items: [InventoryItem], with connector: ID<Connector>, in work: Work) throws -> ID<
    Reconciliation
  > {
    let run = work.newID(Reconciliation.self)
    work.tx.enqueue(
      """
      INSERT INTO reconciliation (id, distributor_id, connector_id, at, status, ours, theirs, moving)
      SELECT \(run), c.distributor_id, c.id, \(work.now), 'done', count(s.id) FILTER (WHERE \(isRunning)),
        \(items.count), count(s.id) FILTER (WHERE \(isMoving))
      FROM connector c LEFT JOIN subscription s ON s.service_id = c.service_id AND NOT s.direct
      WHERE c.id = \(connector) GROUP BY c.id
      """)
    work.tx.enqueue(comparison(run, items, connector))
    return run
  }

  private static let isRunning: SQL = "s.status IN ('active', 'suspended')"
  private static let isMoving: SQL = """
    EXISTS (SELECT FROM fulfilment f WHERE f.subscription_id = s.id AND f.settled_at IS NULL)
    """

  private static func comparison(
    _ run: ID<Reconciliation>, _ items: [InventoryItem], _ connector: ID<Connector>
  ) -> SQL {
    let ids = items.map { $0.subscription.map { ID<Subscription>($0).description } ?? "" }
    return """
      WITH theirs AS MATERIALIZED (
        SELECT t.n, t.quantity, t.status, nullif(t.reference, '') AS reference,
          coalesce(nullif(t.id, '')::uuid, (
            SELECT f.subscription_id FROM fulfilment f
            WHERE f.connector_id = \(connector) AND f.reference = t.reference
            ORDER BY f.id DESC LIMIT 1)) AS subscription
        FROM unnest(\(ids), \(items.map { $0.reference ?? "" }), \(items.map(\.quantity)), \(items.map(\.status)))
          WITH ORDINALITY AS t (id, reference, quantity, status, n)),
      ours AS (
        SELECT s.id, s.reseller_id, s.customer_id, s.quantity, s.status, s.direct
        FROM subscription s JOIN connector c ON c.service_id = s.service_id WHERE c.id = \(connector))
      INSERT INTO reconciliation_difference (id, reconciliation_id, distributor_id, reseller_id, customer_id,
        subscription_id, kind, reference, our_quantity, their_quantity, our_status, their_status)
      SELECT gen_random_uuid(), \(run), c.distributor_id, s.reseller_id, s.customer_id, s.id,
        CASE WHEN s.id IS NULL THEN 'missingHere' WHEN t.n IS NULL THEN 'missingThere'
          WHEN s.status <> t.status THEN 'otherStatus' ELSE 'otherQuantity' END,
        t.reference, s.quantity, t.quantity, s.status, t.status
      FROM (ours s FULL JOIN theirs t ON t.subscription = s.id) JOIN connector c ON c.id = \(connector)
      WHERE CASE WHEN s.id IS NULL THEN true
        WHEN s.direct OR \(isMoving) THEN false
        WHEN t.n IS NULL THEN \(isRunning)
        ELSE s.status <> t.status OR s.quantity <> t.quantity END
      """
  }

  static func fail(_ connector: ID<Connector>, for fault: FulfilmentFault, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO reconciliation (id, distributor_id, connector_id, at, status, fault)
      SELECT \(work.newID(Reconciliation.self)), c.distributor_id, c.id, \(work.now), 'failed', \(fault.rawValue)
      FROM connector c WHERE c.id = \(connector)
      """)
  }

  /// Compares a table that somebody brought; for vendors reached by people only.
  package static func bring(_ table: [UInt8], for id: ID<Connector>, in work: Work) throws -> Record {
    let connector = try Connectors.find(id, in: work, locking: true)
    try work.actor.require(.provisioningManage)
    guard connector.isActive else { throw Refusal.conflict("connector.ended") }
    guard connector.kind == .manual else { throw Refusal.conflict("inventory.fetched_by_itself") }
    let items = try Inventory.items(table: table)
    let run = try compare(items, with: id, in: work)
    let record = try find(run, in: work)
    try journal(record, connector, in: work)
    return record
  }

  /// Has the inventory fetched as soon as possible, by a job: nothing leaves within a request.
  package static func want(_ id: ID<Connector>, in work: Work) throws {
    let connector = try Connectors.find(id, in: work, locking: true)
    try work.actor.require(.provisioningManage)
    guard connector.isActive else { throw Refusal.conflict("connector.ended") }
    guard connector.kind != .manual else { throw Refusal.conflict("inventory.brought_by_people") }
    work.tx.enqueue("UPDATE connector_setup SET reconciled_on = NULL WHERE connector_id = \(id)")
    try work.audit("connector.comparison_wanted", AuditObject("connector", id), on: connector.path)
  }

  private static func journal(_ record: Record, _ connector: Connectors.Record, in work: Work) throws {
    var facts = JSONWriter()
    facts.object {
      $0.member("service", record.serviceName)
      $0.member("differences", record.differences)
    }
    try work.audit(
      "connector.compared", AuditObject("connector", connector.id), on: connector.path, after: facts)
  }
}
