import Core
import FoundationEssentials
import Postgres

/// How bulk changes are read and written.
enum BulkStore {
  private static let columns: SQL = """
    b.id, b.distributor_id, b.reseller_id, b.customer_id, b.kind, b.body::text, b.filter::text, b.state, b.lines,
    b.allowed, b.unchanged, b.refused, b.done, b.failed, b.created_by, b.created_by_name, b.created_at, b.client_id,
    b.acting_by, b.acting_by_name, b.acting_until, b.previewed_at, b.started_at, b.ended_at, b.stopped_by,
    b.stopped_by_name, b.version
    """

  private static func record(_ row: Row) throws -> BulkChanges.Record {
    var real: RealActor?
    if let person: ID<Person> = try row[18] {
      real = RealActor(person: person, name: try row[19], until: try row[20])
    }
    let path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
    return BulkChanges.Record(
      id: try row[0], path: path, kind: try row[4],
      body: JSONValue(parsing: Array((try row[5] as String).utf8)) ?? .null,
      filter: (try row[6] as String?).flatMap { JSONValue(parsing: Array($0.utf8)) },
      change: BulkChange(
        state: try row[7], lines: try row[8], allowed: try row[9], unchanged: try row[10], refused: try row[11],
        done: try row[12], failed: try row[13]),
      maker: Principal(person: try row[14], organization: path.organization, client: try row[17], real: real),
      makerName: try row[15], createdAt: try row[16], previewedAt: try row[21], startedAt: try row[22],
      endedAt: try row[23], stoppedBy: try row[24], stoppedByName: try row[25], version: try row[26])
  }

  static func find(_ id: ID<BulkChange>, in tx: Transaction, locking: Bool = false) throws -> BulkChanges.Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    guard let row = try tx.rows("SELECT \(columns) FROM bulk_change b WHERE b.id = \(id) \(lock)").first else {
      throw Refusal.notFound
    }
    return try record(row)
  }

  /// Newest first.
  static func list(of organization: ID<Organization>, _ paging: Paging, in work: Work) throws -> [BulkChanges.Record] {
    let after: SQL = try paging.afterID(BulkChange.self).map { "b.id < \($0)" } ?? "true"
    let kinds = AskedChange.Kind.allCases.filter { work.actor.holds(BulkChanges.permission(for: $0)) }
    return try work.tx.rows(
      """
      SELECT \(columns) FROM bulk_change b
      WHERE b.organization_id = \(organization) AND b.kind = ANY (\(kinds.map(\.rawValue))) AND \(after)
      ORDER BY b.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  static func insert(_ record: BulkChanges.Record, in work: Work) {
    let real = record.maker.real
    work.tx.enqueue(
      """
      INSERT INTO bulk_change (id, distributor_id, reseller_id, customer_id, organization_id, kind, body, filter, state,
        created_by, created_by_name, created_at, client_id, acting_by, acting_by_name, acting_until, worked_at)
      VALUES (\(record.id), \(record.path.distributor), \(record.path.reseller), \(record.path.customer),
        \(record.path.organization), \(record.kind), \(jsonb(record.body)), \(record.filter.map(jsonb)),
        \(record.change.state), \(record.maker.person), \(record.makerName), \(record.createdAt),
        \(record.maker.client), \(real?.person), \(real?.name), \(real?.until), \(work.now))
      """)
  }

  private static func jsonb(_ value: JSONValue) -> JSONB {
    var json = JSONWriter()
    value.write(to: &json)
    return JSONB(text: json.text)
  }

  /// Freezes the selection under the actor's reach; answers how many there are, at most one more than are taken.
  static func select(_ condition: SQL, for record: BulkChanges.Record, in work: Work) throws -> Int {
    try work.tx.execute(
      """
      INSERT INTO bulk_change_line (bulk_change_id, number, organization_id, distributor_id, reseller_id, customer_id,
        subscription_id)
      SELECT \(record.id), row_number() OVER (ORDER BY s.reseller_id, s.customer_id, s.id),
        \(record.path.organization), s.distributor_id, s.reseller_id, s.customer_id, s.id
      FROM (
        SELECT s.id, s.distributor_id, s.reseller_id, s.customer_id FROM subscription s WHERE \(condition)
        LIMIT \(Bounds.bulkLines + 1)) s
      """)
  }

  static func setLines(_ lines: Int, of id: ID<BulkChange>, in work: Work) {
    work.tx.enqueue("UPDATE bulk_change SET lines = \(lines) WHERE id = \(id)")
  }

  /// Bulk changes of the organization on which a job is at work.
  static func busy(_ organization: ID<Organization>, in work: Work) throws -> Int {
    try work.tx.rows(
      """
      SELECT count(*) FROM bulk_change WHERE organization_id = \(organization) AND state IN ('previewing', 'running')
      """)[0][0]
  }

  // MARK: - Taking turns

  /// Those with work left, whoever waited longest first.
  static func due(in tx: Transaction) throws -> [ID<BulkChange>] {
    try tx.rows("SELECT id FROM bulk_change WHERE state IN ('previewing', 'running') ORDER BY worked_at, id")
      .map { try $0[0] }
  }

  /// The next lines whose turn it is, locked; others are busy with the rest.
  static func claimed(
    _ record: BulkChanges.Record, upTo limit: Int, number: Int? = nil, in tx: Transaction
  ) throws -> [BulkBatch.Item] {
    let outcome: BulkChange.Outcome
    switch record.change.state {
    case .previewing: outcome = .waiting
    case .running: outcome = .allowed
    default: return []
    }
    let only: SQL = number.map { "l.number = \($0)" } ?? "true"
    return try tx.rows(
      """
      SELECT l.number, l.subscription_id, l.reseller_id, \(BulkFigures.columns) FROM bulk_change_line l
      WHERE l.bulk_change_id = \(record.id) AND l.outcome = \(outcome) AND l.outcome IN ('waiting', 'allowed')
        AND \(only)
      ORDER BY l.number LIMIT \(limit) FOR NO KEY UPDATE SKIP LOCKED
      """
    ).map {
      BulkBatch.Item(
        number: try $0[0], subscription: try $0[1], reseller: try $0[2], expected: try BulkFigures($0, from: 3))
    }
  }

  /// Writes what became of the lines, each with its figures.
  static func keep(
    _ results: [(number: Int, result: BulkResult)], of id: ID<BulkChange>, at now: Instant, in tx: Transaction
  ) {
    var json = JSONWriter(capacity: 64 + 400 * results.count)
    json.array(results) { write(&$0, $1.number, $1.result) }
    tx.enqueue(
      """
      UPDATE bulk_change_line l SET outcome = r.outcome, code = r.code, details = r.details, warnings = r.warnings,
        quantity_before = r.before, quantity_after = r.after, billing_frequency = r.frequency,
        renewal_quantity = r.renewal, split = r.split,
        price_currency = r.price->>0, price_today = (r.price->>1)::bigint, price_next = (r.price->>2)::bigint,
        price_recurring = (r.price->>3)::bigint, cost_currency = r.cost->>0, cost_today = (r.cost->>1)::bigint,
        cost_next = (r.cost->>2)::bigint, cost_recurring = (r.cost->>3)::bigint, at = \(now)
      FROM jsonb_to_recordset(\(JSONB(text: json.text))) AS r (number int, outcome text, code text, details jsonb,
        warnings text[], before int, after int, renewal int, frequency text, price jsonb, cost jsonb, split jsonb)
      WHERE l.bulk_change_id = \(id) AND l.number = r.number
      """)
  }

  private static func write(_ json: inout JSONWriter, _ number: Int, _ result: BulkResult) {
    json.object { json in
      json.member("number", number)
      json.member("outcome", result.outcome.rawValue)
      if let code = result.code {
        json.member("code", code)
        json.object("details") { json in
          for (name, value) in result.details.sorted(by: { $0.key < $1.key }) { json.member(dynamic: name, value) }
        }
      }
      json.member("warnings", result.warnings.map(\.text))
      guard let figures = result.figures else { return }
      json.member("before", figures.quantityBefore)
      json.member("after", figures.quantityAfter)
      json.member("renewal", figures.renewalQuantity)
      json.member("frequency", figures.frequency.rawValue)
      for total in figures.totals {
        let amounts = [total.today, total.nextInvoice, total.recurring].map { String($0.minor) }
        json.member(dynamic: total.leg.rawValue, [total.today.currency.code] + amounts)
      }
      if !figures.split.isEmpty { json.array("split", figures.split, BulkSplit.keep) }
    }
  }

  /// Stores where it stands now. Only while its row is locked.
  static func update(_ record: BulkChanges.Record, in work: Work) {
    let change = record.change
    work.tx.enqueue(
      """
      UPDATE bulk_change SET state = \(change.state), allowed = \(change.allowed), unchanged = \(change.unchanged),
        refused = \(change.refused), done = \(change.done), failed = \(change.failed),
        previewed_at = \(record.previewedAt), started_at = \(record.startedAt), ended_at = \(record.endedAt),
        stopped_by = \(record.stoppedBy), stopped_by_name = \(record.stoppedByName), worked_at = \(work.now),
        version = version + 1
      WHERE id = \(record.id)
      """)
  }
}

extension BulkChange.State: TextColumn {}
extension BulkChange.Outcome: TextColumn {}
extension AskedChange.Kind: TextColumn {}
