import Core
import FoundationEssentials
import Postgres

/// A month of a seller closed for many buyers: asked for once, carried out by a job, kept as the report.
package enum StatementClosings {
  package enum State: String, Sendable, CaseIterable, TextColumn { case running, done }
  package enum Outcome: String, Sendable, CaseIterable, TextColumn { case waiting, closed, refused }

  package struct Record: Sendable {
    package let id: ID<StatementClosing>
    package let path: Path
    package let month: Month
    package let state: State
    package let statements: Int
    package let closed: Int
    package let refused: Int
    package let maker: Principal
    package let makerName: String
    package let createdAt: Instant
    package let endedAt: Instant?
    package let version: Int

    package var waiting: Int { statements - closed - refused }
  }

  /// Why some cannot be closed, and how many.
  package struct Reason: Sendable {
    package let code: Code
    package let statements: Int
  }

  /// Newest first.
  package static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.statementsClose)
    let after: SQL = try paging.afterID(StatementClosing.self).map { "c.id < \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM statement_closing c WHERE c.seller_id = \(work.actor.organization) AND \(after)
      ORDER BY c.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<StatementClosing>, in work: Work) throws -> Record {
    try work.actor.require(.statementsClose)
    return try find(id, in: work.tx)
  }

  static func find(_ id: ID<StatementClosing>, in tx: Transaction) throws -> Record {
    guard let row = try tx.rows("SELECT \(columns) FROM statement_closing c WHERE c.id = \(id)").first else {
      throw Refusal.notFound
    }
    return try record(row)
  }

  /// What stands in the way of how many, the most frequent first.
  package static func reasons(of record: Record, in work: Work) throws -> [Reason] {
    try work.tx.rows(
      """
      SELECT code, count(*)::int FROM statement_closing_item WHERE closing_id = \(record.id) AND outcome = 'refused'
      GROUP BY code ORDER BY count(*) DESC, code
      """
    ).map { Reason(code: Messages.code(try $0[0]), statements: try $0[1]) }
  }

  /// Settles which statements are closed: all open ones of the month, or those of some buyers. Few are closed at once,
  /// more by the job. `isPreview`: none is, but what stands in the way is found out.
  package static func create(
    _ month: Month, buyers: [ID<Organization>]? = nil, isPreview: Bool = false, in work: Work
  ) throws -> Record {
    try work.actor.require(.statementsClose)
    // It is over nowhere before it is over where days begin first.
    guard month.next.first <= work.now.adding(seconds: 14 * 3600).utcDay else {
      throw Refusal.conflict("statement.month_not_over")
    }
    if let buyers { try check(buyers, in: work) }
    let actor = work.actor
    let id: ID<StatementClosing> = work.newID()
    try insert(id, month, in: work)
    let chosen: SQL = buyers.map { "t.buyer_id = ANY (\($0))" } ?? "true"
    let count = try work.tx.execute(
      """
      INSERT INTO statement_closing_item (closing_id, seller_id, statement_id, distributor_id, reseller_id, customer_id)
      SELECT \(id), t.seller_id, t.id, t.distributor_id, t.reseller_id, t.customer_id FROM statement t
      WHERE t.seller_id = \(actor.organization) AND t.month = \(month.first) AND t.status = 'open' AND \(chosen)
      """)
    if count == 0 { throw Refusal.conflict(try nothing(in: month, chosen, in: work)) }
    work.tx.enqueue("UPDATE statement_closing SET statements = \(count) WHERE id = \(id)")
    try note("started", id, on: actor.path, month, count, in: work)
    if isPreview {
      try preview(id, in: work)
    } else if count <= Bounds.closedAtOnce {
      try settle(id, try claimed(id, upTo: count, in: work.tx), in: work)
    }
    return try find(id, in: work.tx)
  }

  private static func check(_ buyers: [ID<Organization>], in work: Work) throws {
    let kind: Level = work.actor.level == .distributor ? .reseller : .customer
    let known: Set<ID<Organization>> = Set(
      try work.tx.rows(
        """
        SELECT o.id FROM organization o
        WHERE o.id = ANY (\(buyers)) AND o.kind = \(kind) AND \(Organizations.within(work.actor))
        """
      ).map { try $0[0] })
    let issues = buyers.indices.filter { !known.contains(buyers[$0]) }.map {
      Issue("/buyerIds/\($0)", "closing.buyer_unknown")
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  private static func insert(_ id: ID<StatementClosing>, _ month: Month, in work: Work) throws {
    let actor = work.actor
    let maker = try Principal.acting(in: work)
    do {
      try work.tx.execute(
        """
        INSERT INTO statement_closing (id, distributor_id, reseller_id, seller_id, month, state, statements, created_by,
          created_by_name, created_at, client_id, acting_by, acting_by_name, acting_until)
        VALUES (\(id), \(actor.path.distributor), \(actor.path.reseller), \(actor.organization), \(month.first),
          'running', 0, \(actor.person), \(actor.name), \(work.now), \(maker.client), \(maker.real?.person),
          \(maker.real?.name), \(maker.real?.until))
        """)
    } catch let error as DatabaseError where error.isUniqueViolation(constraint: "statement_closing_running") {
      throw Refusal.conflict("closing.running")
    }
  }

  private static func nothing(in month: Month, _ chosen: SQL, in work: Work) throws -> Code {
    let closed = try work.tx.rows(
      """
      SELECT 1 FROM statement t WHERE t.seller_id = \(work.actor.organization) AND t.month = \(month.first)
        AND t.status = 'closed' AND \(chosen) LIMIT 1
      """)
    return closed.isEmpty ? "closing.nothing_there" : "closing.already_closed"
  }

  private static func preview(_ id: ID<StatementClosing>, in work: Work) throws {
    let records = try work.tx.rows(
      """
      SELECT \(Statements.columns) FROM \(Statements.source)
      JOIN statement_closing_item i ON i.statement_id = t.id WHERE i.closing_id = \(id)
      """
    ).map(Statements.record)
    let codes = try ClosingBatch.unready(records, in: work)
    keep(codes.mapValues { .refused($0) }, of: id, in: work)
  }

  /// What is open of a month, and what of it cannot be closed now.
  package struct Readiness: Sendable {
    package let open: Int
    package let blocked: [(statement: Statements.Record, code: Code)]
  }

  package static func readiness(of month: Month, in work: Work) throws -> Readiness {
    try work.actor.require(.statementsClose)
    let records = try work.tx.rows(
      """
      SELECT \(Statements.columns) FROM \(Statements.source)
      WHERE t.seller_id = \(work.actor.organization) AND t.month = \(month.first) AND t.status = 'open'
      ORDER BY b.search_name, t.id
      """
    ).map(Statements.record)
    let codes = try ClosingBatch.unready(records, in: work)
    return Readiness(open: records.count, blocked: records.compactMap { r in codes[r.id].map { (r, $0) } })
  }

  /// Months with open statements of one's own, oldest first, and how many.
  package static func openMonths(in work: Work) throws -> [(month: Month, statements: Int)] {
    try work.actor.require(.statementsClose)
    return try work.tx.rows(
      """
      SELECT month, count(*)::int FROM statement WHERE seller_id = \(work.actor.organization) AND status = 'open'
      GROUP BY month ORDER BY month
      """
    ).map { (month: Month(containing: try $0[0]), statements: try $0[1]) }
  }

  // MARK: - Carrying it out

  /// The next statements whose turn it is, locked; other workers are busy with the rest.
  static func claimed(
    _ id: ID<StatementClosing>, upTo limit: Int, in tx: Transaction
  ) throws -> [ID<Statement>] {
    try tx.rows(
      """
      SELECT statement_id FROM statement_closing_item WHERE closing_id = \(id) AND outcome = 'waiting'
      ORDER BY statement_id LIMIT \(limit) FOR UPDATE SKIP LOCKED
      """
    ).map { try $0[0] }
  }

  /// Closes these and writes what became of them, in this transaction.
  static func settle(_ id: ID<StatementClosing>, _ statements: [ID<Statement>], in work: Work) throws {
    keep(try ClosingBatch.close(statements, in: work), of: id, in: work)
    try finish(id, in: work)
  }

  /// The row of the whole is locked last and briefly.
  static func keep(_ outcomes: [ID<Statement>: ClosingBatch.Outcome], of id: ID<StatementClosing>, in work: Work) {
    let all = outcomes.sorted { $0.key < $1.key }
    let codes = all.map { outcome -> String in
      if case .refused(let code) = outcome.value { code.text } else { "" }
    }
    let closed = codes.filter(\.isEmpty).count
    work.tx.enqueue(
      """
      UPDATE statement_closing_item i SET outcome = CASE x.code WHEN '' THEN 'closed' ELSE 'refused' END,
        code = nullif(x.code, '')
      FROM unnest(\(all.map(\.key)), \(codes)) AS x (id, code)
      WHERE i.closing_id = \(id) AND i.statement_id = x.id
      """)
    work.tx.enqueue(
      """
      UPDATE statement_closing SET closed = closed + \(closed), refused = refused + \(all.count - closed),
        version = version + 1
      WHERE id = \(id)
      """)
  }

  /// Says that it is done once nothing waits.
  static func finish(_ id: ID<StatementClosing>, in work: Work) throws {
    let ended = try work.tx.rows(
      """
      UPDATE statement_closing SET state = 'done', ended_at = \(work.now), version = version + 1
      WHERE id = \(id) AND state = 'running' AND closed + refused = statements
      RETURNING distributor_id, reseller_id, month, statements
      """)
    guard let row = ended.first else { return }
    let path = Path(distributor: try row[0], reseller: try row[1], customer: nil)
    try note("done", id, on: path, Month(containing: try row[2]), try row[3], in: work)
  }

  private static func note(
    _ event: String, _ id: ID<StatementClosing>, on path: Path, _ month: Month, _ count: Int, in work: Work
  ) throws {
    var after = JSONWriter()
    after.object {
      $0.member("month", month)
      $0.member("statements", count)
    }
    try work.audit("statementClosing.\(event)", AuditObject("statementClosing", id), on: path, after: after)
    var message = JSONWriter()
    message.object {
      $0.member("event", "statementClosing.\(event)")
      $0.member("statementClosingId", id)
    }
    try work.queue(.event, message, on: path)
  }

  // MARK: - Rows

  private static let columns: SQL = """
    c.id, c.distributor_id, c.reseller_id, c.month, c.state, c.statements, c.closed, c.refused, c.created_by,
    c.created_by_name, c.created_at, c.client_id, c.acting_by, c.acting_by_name, c.acting_until, c.ended_at, c.version
    """

  private static func record(_ row: Row) throws -> Record {
    var real: RealActor?
    if let person: ID<Person> = try row[12] {
      real = RealActor(person: person, name: try row[13], until: try row[14])
    }
    let path = Path(distributor: try row[1], reseller: try row[2], customer: nil)
    return Record(
      id: try row[0], path: path, month: Month(containing: try row[3]), state: try row[4], statements: try row[5],
      closed: try row[6], refused: try row[7],
      maker: Principal(person: try row[8], organization: path.organization, client: try row[11], real: real),
      makerName: try row[9], createdAt: try row[10], endedAt: try row[15], version: try row[16])
  }
}
