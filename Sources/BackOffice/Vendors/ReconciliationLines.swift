import Core
import FoundationEssentials
import Postgres

// Reading comparisons, and what people do about each difference.

extension Reconciliations {
  private static let columns: SQL = """
    x.id, x.connector_id, v.name, v.vendor, x.at, x.fault, x.ours, x.theirs, x.moving,
    (SELECT count(*)::int FROM reconciliation_difference d WHERE d.reconciliation_id = x.id),
    (SELECT count(*)::int FROM reconciliation_difference d WHERE d.reconciliation_id = x.id AND d.state = 'open')
    """
  private static let source: SQL = """
    reconciliation x JOIN connector c ON c.id = x.connector_id JOIN service v ON v.id = c.service_id
    """

  private static func record(_ row: Row) throws -> Record {
    let fault: String? = try row[5]
    return Record(
      id: try row[0], connector: try row[1], serviceName: try row[2], vendor: try row[3], at: try row[4],
      fault: fault.flatMap(FulfilmentFault.init(rawValue:)), ours: try row[6], theirs: try row[7],
      moving: try row[8], differences: try row[9], open: try row[10])
  }

  /// Newest first.
  package static func list(of connector: ID<Connector>?, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.provisioningManage)
    let of: SQL = connector.map { "x.connector_id = \($0)" } ?? "true"
    let after: SQL = try paging.afterID(Reconciliation.self).map { "x.id < \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source) WHERE x.distributor_id = \(work.actor.organization) AND \(of) AND \(after)
      ORDER BY x.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<Reconciliation>, in work: Work) throws -> Record {
    guard let row = try work.tx.rows("SELECT \(columns) FROM \(source) WHERE x.id = \(id)").first else {
      throw Refusal.notFound
    }
    return try record(row)
  }

  private static let lineColumns: SQL = """
    d.id, d.reconciliation_id, d.distributor_id, d.reseller_id, d.customer_id, d.subscription_id,
    coalesce(s.friendly_name, s.plan_name), o.name, d.kind, d.reference, d.our_quantity, d.their_quantity,
    d.our_status, d.their_status, d.state, d.note, d.settled_at, d.settled_by_name, d.version
    """
  private static let lineSource: SQL = """
    reconciliation_difference d LEFT JOIN subscription s ON s.id = d.subscription_id
      LEFT JOIN organization o ON o.id = d.customer_id
    """

  private static func line(_ row: Row) throws -> Line {
    Line(
      id: try row[0], reconciliation: try row[1],
      path: Path(distributor: try row[2], reseller: try row[3], customer: try row[4]), subscription: try row[5],
      subscriptionName: try row[6], customerName: try row[7], kind: try row[8], reference: try row[9],
      ourQuantity: try row[10], theirQuantity: try row[11], ourStatus: try row[12], theirStatus: try row[13],
      state: try row[14], note: try row[15], settledAt: try row[16], settledByName: try row[17], version: try row[18])
  }

  /// The differences of one comparison.
  package static func lines(of run: ID<Reconciliation>, _ paging: Paging, in work: Work) throws -> [Line] {
    _ = try find(run, in: work)
    try work.actor.require(.provisioningManage)
    let after: SQL = try paging.afterID(Difference.self).map { "d.id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(lineColumns) FROM \(lineSource) WHERE d.reconciliation_id = \(run) AND \(after)
      ORDER BY d.id LIMIT \(paging.fetched)
      """
    ).map(line)
  }

  package static func line(_ id: ID<Difference>, in work: Work, locking: Bool = false) throws -> Line {
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF d" : ""
    let rows = try work.tx.rows("SELECT \(lineColumns) FROM \(lineSource) WHERE d.id = \(id) \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try line(row)
  }

  /// Ends a difference: dealt with (`note` says how), or by telling the vendor our state again.
  package static func decide(
    _ id: ID<Difference>, as state: State, note: String?, in work: Work, check: (Line) throws -> Void = { _ in }
  ) throws -> Line {
    let line = try line(id, in: work, locking: true)
    try work.actor.require(.provisioningManage)
    try check(line)
    guard line.state == .open else { throw Refusal.conflict("difference.settled") }
    switch state {
    case .open: throw Refusal.invalid([Issue("/state", "field.not_a_choice")])
    case .settled: if note == nil { throw Refusal.invalid([Issue("/note", "field.required")]) }
    case .pushed: try push(line, in: work)
    }
    work.tx.enqueue(
      """
      UPDATE reconciliation_difference SET state = \(state), note = \(note), settled_at = \(work.now),
        settled_by = \(work.actor.person), settled_by_name = \(work.actor.name), version = version + 1
      WHERE id = \(id)
      """)
    var facts = JSONWriter()
    facts.object {
      $0.member("state", state.rawValue)
      if let note { $0.member("reason", note) }
    }
    try work.audit("difference.\(state.rawValue)", AuditObject("difference", id), on: line.path, after: facts)
    return try self.line(id, in: work)
  }

  /// Tells the vendor what we hold, once more: nothing new is promised by it, so a refusal undoes nothing.
  private static func push(_ line: Line, in work: Work) throws {
    guard let subscription = line.subscription else { throw Refusal.conflict("difference.nothing_to_push") }
    let rows = try work.tx.rows(
      """
      SELECT s.status, s.quantity, s.changes, EXISTS (
        SELECT FROM fulfilment f WHERE f.subscription_id = s.id AND f.settled_at IS NULL)
      FROM subscription s WHERE s.id = \(subscription) FOR NO KEY UPDATE
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    if try row[3] { throw Refusal.conflict("difference.request_under_way") }
    let operation = operation(for: line, status: try row[0])
    let id = work.newID(Fulfilment.self)
    let inserted = try work.tx.execute(
      """
      INSERT INTO fulfilment (id, distributor_id, reseller_id, customer_id, connector_id, subscription_id,
        change_number, round, operation, quantity, next_attempt_at, created_at)
      SELECT \(id), \(line.path.distributor), \(line.path.reseller), \(line.path.customer), c.id, \(subscription),
        \(try row[2] as Int), 1 + coalesce((SELECT max(f.round) FROM fulfilment f
          WHERE f.subscription_id = \(subscription) AND f.change_number = \(try row[2] as Int)), 0), \(operation),
        \(try row[1] as Int), CASE c.kind WHEN 'manual' THEN NULL ELSE \(work.now)::timestamptz END, \(work.now)
      FROM connector c JOIN reconciliation x ON x.connector_id = c.id
      WHERE x.id = \(line.reconciliation) AND c.status = 'active'
      """)
    guard inserted == 1 else { throw Refusal.conflict("connector.ended") }
  }

  private static func operation(for line: Line, status: SubscriptionStatus) -> FulfilmentOperation {
    switch status {
    case .expired, .cancelled: .cancel
    case .suspended: line.kind == .missingThere ? .purchase : line.kind == .otherQuantity ? .change : .suspend
    case .pending, .active: line.kind == .missingThere ? .purchase : line.kind == .otherStatus ? .resume : .change
    }
  }
}

/// Fetches inventories: every night of the distributor's, and when somebody wants it.
enum ReconciliationJobs {
  private struct Task: Sendable {
    let connector: ID<Connector>
    let kind: ConnectorKind
    let address: String
    let sealedSecret: [UInt8]
    let settings: ConnectorSettings
  }

  /// Those whose night has come, with those that somebody wants.
  static func runDue(_ office: Office) throws { try run(office, onlyWanted: false) }

  /// Those that somebody wants now.
  static func runWanted(_ office: Office) throws { try run(office, onlyWanted: true) }

  private static func run(_ office: Office, onlyWanted: Bool) throws {
    while let task = try office.everything({ tx, now in try take(onlyWanted: onlyWanted, in: tx, now) }) {
      let items: Result<[InventoryItem], FulfilmentFault>
      do throws(FulfilmentFault) { items = .success(try inventory(task, office)) } catch { items = .failure(error) }
      try office.everything { tx, now in
        let work = Work(tx: tx, actor: .system, now: now, requestID: "reconciliation", office: office)
        switch items {
        case .success(let items): _ = try Reconciliations.compare(items, with: task.connector, in: work)
        case .failure(let fault): Reconciliations.fail(task.connector, for: fault, in: work)
        }
      }
    }
  }

  /// Whoever takes one moves it on, so that no other instance does it as well.
  private static func take(onlyWanted: Bool, in tx: Transaction, _ now: Instant) throws -> Task? {
    let night: SQL = """
      ((\(now)::timestamptz AT TIME ZONE o.time_zone)
        - make_interval(hours => \(Int32(Bounds.reconciliationHour))))::date
      """
    let due: SQL = onlyWanted ? "t.reconciled_on IS NULL" : "t.reconciled_on IS NULL OR t.reconciled_on < \(night)"
    let rows = try tx.rows(
      """
      UPDATE connector_setup w SET reconciled_on = \(night) FROM organization o WHERE o.id = w.distributor_id
        AND w.connector_id = (
          SELECT t.connector_id FROM connector_setup t JOIN connector c ON c.id = t.connector_id
          JOIN organization o ON o.id = t.distributor_id
          WHERE c.status = 'active' AND c.kind <> 'manual' AND (\(due))
          ORDER BY t.connector_id LIMIT 1 FOR UPDATE OF t SKIP LOCKED)
      RETURNING w.connector_id, w.kind, coalesce(w.address, ''), coalesce(w.secret, ''), w.settings::text
      """)
    return try rows.first.map { row in
      Task(
        connector: try row[0], kind: try row[1], address: try row[2], sealedSecret: try row[3],
        settings: ConnectorSettings(json: try row[4]))
    }
  }

  private static func inventory(_ task: Task, _ office: Office) throws(FulfilmentFault) -> [InventoryItem] {
    switch task.kind {
    case .http:
      guard
        let secret = try? office.everything({ tx, _ in
          try Connectors.secret(task.sealedSecret, of: task.connector, office, tx)
        })
      else { throw .notConfigured }
      return try Inventory.fetched(from: task.address, secret: secret, office)
    case .simulated:
      guard office.configuration.sandbox,
        let items = try? office.everything({ tx, _ in
          try SimulatedVendor.inventory(of: task.connector, task.settings, in: tx)
        })
      else { throw .notConfigured }
      return items
    case .manual: throw .notConfigured
    }
  }
}
