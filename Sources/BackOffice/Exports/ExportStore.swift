import Core
import FoundationEssentials
import Postgres

/// The rows behind exports.
enum ExportStore {
  static let columns: SQL = """
    e.id, e.distributor_id, e.reseller_id, e.customer_id, e.wish::text, e.state, e.done, e.total, e.file_name,
    e.media_type, e.bytes, e.sees_all, e.centre_ids, e.code, e.details::text, e.requested_by, e.requested_by_name,
    e.client_id, e.acting_by, e.acting_by_name, e.acting_until, e.created_at, e.started_at, e.ended_at, e.expires_at,
    e.attempt, e.version
    """

  static func record(_ row: Row) throws -> Exports.Record {
    let path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
    var real: RealActor?
    if let person: ID<Person> = try row[18] { real = RealActor(person: person, name: try row[19], until: try row[20]) }
    var scope: AccountScope?
    if let seesAll: Bool = try row[11] {
      let centres: [ID<BillingCentre>] = try row[12]
      scope = AccountScope(all: seesAll, centres: Set(centres))
    }
    let code: String? = try row[13]
    let details = (try row[14] as String?).flatMap { JSONValue(parsing: Array($0.utf8)) }?.object ?? [:]
    return Exports.Record(
      id: try row[0], path: path, wish: JSONValue(parsing: Array((try row[4] as String).utf8)) ?? .null,
      state: try row[5], done: try row[6], total: try row[7], fileName: try row[8], mediaType: try row[9],
      bytes: try row[10], scope: scope, code: code.map(Messages.code), details: details.compactMapValues(\.text),
      maker: Principal(person: try row[15], organization: path.organization, client: try row[17], real: real),
      makerName: try row[16], createdAt: try row[21], startedAt: try row[22], endedAt: try row[23],
      expiresAt: try row[24], attempt: try row[25], version: try row[26])
  }

  static func find(_ id: ID<Export>, in work: Work, locking: Bool = false) throws -> Exports.Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let rows = try work.tx.rows("SELECT \(columns) FROM export e WHERE e.id = \(id) AND \(own(work)) \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try record(row)
  }

  /// One's own, where one acts.
  private static func own(_ work: Work) -> SQL {
    "e.organization_id = \(work.actor.organization) AND e.requested_by = \(work.actor.person)"
  }

  /// Newest first.
  static func list(_ paging: Paging, in work: Work) throws -> [Exports.Record] {
    let after: SQL = try paging.afterID(Export.self).map { "e.id < \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM export e WHERE \(own(work)) AND \(after) ORDER BY e.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  /// Lets those of one organization ask one after the other; answers what it has under way, and the actor keeps.
  static func counts(in work: Work) throws -> (open: Int, kept: Int) {
    let actor = work.actor
    let row = try work.tx.pipeline([
      Reach.everything,
      "SELECT pg_advisory_xact_lock(hashtext('export'), hashtext(\(actor.organization.description)))",
      """
      SELECT count(*) FILTER (WHERE state IN ('waiting', 'running')),
        count(*) FILTER (WHERE state = 'ready' AND requested_by = \(actor.person))
      FROM export WHERE organization_id = \(actor.organization)
      """, Reach.notEverything,
    ])[2][0]
    return (try row[0], try row[1])
  }

  /// The actor's own that is not made yet and asks for the same.
  static func same(as wish: JSONValue, in work: Work) throws -> Exports.Record? {
    try work.tx.rows(
      """
      SELECT \(columns) FROM export e
      WHERE \(own(work)) AND e.state IN ('waiting', 'running') AND e.wish = \(jsonb(wish)) LIMIT 1
      """
    ).first.map(record)
  }

  static func insert(_ id: ID<Export>, _ wish: JSONValue, _ maker: Principal, in work: Work) {
    let actor = work.actor
    work.tx.enqueue(
      """
      INSERT INTO export (id, distributor_id, reseller_id, customer_id, organization_id, wish, requested_by,
        requested_by_name, client_id, acting_by, acting_by_name, acting_until, created_at)
      VALUES (\(id), \(actor.path.distributor), \(actor.path.reseller), \(actor.path.customer), \(actor.organization),
        \(jsonb(wish)), \(actor.person), \(actor.name), \(maker.client), \(maker.real?.person), \(maker.real?.name),
        \(maker.real?.until), \(work.now))
      """)
  }

  private static func jsonb(_ value: JSONValue) -> JSONB {
    var json = JSONWriter()
    value.write(to: &json)
    return JSONB(text: json.text)
  }

  static func remove(_ id: ID<Export>, in work: Work) {
    work.tx.enqueue("DELETE FROM export_chunk WHERE export_id = \(id)")
    work.tx.enqueue("DELETE FROM export WHERE id = \(id)")
  }

  // MARK: - Taking turns

  /// The next one nobody is at work on, for a worker of its own: waiting longest first, or left
  /// by one that fell silent.
  static func claim(silentSeconds: Int64, in tx: Transaction, _ now: Instant) throws -> Exports.Record? {
    let rows = try tx.rows(
      """
      UPDATE export e SET state = 'running', attempt = e.attempt + 1, alive_at = clock_timestamp(),
        started_at = \(now), done = 0, total = 0, bytes = 0, version = e.version + 1
      FROM (
        SELECT id FROM export
        WHERE (state = 'waiting' OR state = 'running'
            AND alive_at <= clock_timestamp() - make_interval(secs => \(Double(silentSeconds))))
          AND attempt < \(Bounds.exportAttempts)
        ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) due
      WHERE e.id = due.id RETURNING \(columns)
      """)
    guard let row = rows.first else { return nil }
    let record = try record(row)
    tx.enqueue("DELETE FROM export_chunk WHERE export_id = \(record.id) AND attempt < \(Int64(record.attempt))")
    return record
  }

  /// Those begun too often, whose workers fell silent every time.
  static func lost(silentSeconds: Int64, in tx: Transaction) throws -> [Exports.Record] {
    try tx.rows(
      """
      SELECT \(columns) FROM export e
      WHERE e.state = 'running' AND e.attempt >= \(Bounds.exportAttempts)
        AND e.alive_at <= clock_timestamp() - make_interval(secs => \(Double(silentSeconds)))
      ORDER BY e.created_at, e.id LIMIT 100 FOR UPDATE SKIP LOCKED
      """
    ).map(record)
  }

  /// Still this worker's turn, and how far it is; false when it was deleted, or taken by another.
  static func tell(_ record: Exports.Record, done: Int, bytes: Int, in tx: Transaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE export SET alive_at = clock_timestamp(), done = \(done), bytes = \(bytes) WHERE \(turn(record))
      """) > 0
  }

  static func tell(_ record: Exports.Record, total: Int, in tx: Transaction) throws -> Bool {
    try tx.execute("UPDATE export SET alive_at = clock_timestamp(), total = \(total) WHERE \(turn(record))") > 0
  }

  private static func turn(_ record: Exports.Record) -> SQL {
    "id = \(record.id) AND attempt = \(Int64(record.attempt)) AND state = 'running'"
  }

  static func append(_ content: [UInt8], number: Int, to record: Exports.Record, in tx: Transaction) {
    let path = record.path
    tx.enqueue(
      """
      INSERT INTO export_chunk (export_id, attempt, number, distributor_id, reseller_id, customer_id, organization_id,
        requested_by, content)
      VALUES (\(record.id), \(Int32(record.attempt)), \(Int32(number)), \(path.distributor), \(path.reseller),
        \(path.customer), \(path.organization), \(record.maker.person), \(content))
      """)
  }

  /// False when it is this worker's turn no more.
  static func setReady(
    _ record: Exports.Record, _ name: String, _ type: String, _ scope: AccountScope, until expiresAt: Instant,
    in tx: Transaction, _ now: Instant
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE export SET state = 'ready', file_name = \(name), media_type = \(type), sees_all = \(scope.all),
        centre_ids = \(scope.centres.sorted()), ended_at = \(now), expires_at = \(expiresAt), done = total,
        version = version + 1
      WHERE \(turn(record))
      """) > 0
  }

  static func setFailed(
    _ record: Exports.Record, _ code: Code, _ details: [String: String], in tx: Transaction, _ now: Instant
  ) throws -> Bool {
    var json = JSONWriter()
    json.object { json in
      for (name, value) in details.sorted(by: { $0.key < $1.key }) { json.member(dynamic: name, value) }
    }
    tx.enqueue("DELETE FROM export_chunk WHERE export_id = \(record.id) AND attempt = \(Int32(record.attempt))")
    return try tx.execute(
      """
      UPDATE export SET state = 'failed', code = \(code.text), details = \(JSONB(text: json.text)), bytes = 0,
        ended_at = \(now), version = version + 1
      WHERE \(turn(record))
      """) > 0
  }

  static func setWaiting(_ record: Exports.Record, in tx: Transaction) {
    tx.enqueue("UPDATE export SET state = 'waiting', version = version + 1 WHERE \(turn(record))")
  }
}

extension ExportState: TextColumn {}
