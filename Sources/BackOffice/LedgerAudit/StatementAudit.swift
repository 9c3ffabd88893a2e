import Core
import FoundationEssentials
import Postgres

/// Closed statements against their lines, the lines against the charges they were made from, and the hash over all.
struct StatementAudit {
  /// What is written in a closed statement, and what the charges of its month are.
  private struct Books {
    let net: Int64
    let gross: Int64
    let sha256: String
    var charges = Tally()
  }

  /// Enough of a set of amounts to know another one by.
  private struct Tally: Equatable {
    var count = 0
    var sum: Int128 = 0
    /// Each amount times its charge's number.
    var product: Int128 = 0
  }

  /// Lines are read so many at a time.
  private static let linesAtOnce = 20_000

  static func check(
    _ from: ID<Statement>, _ before: ID<Statement>?, _ customer: ID<Organization>?, in tx: Transaction,
    _ findings: inout AuditFindings
  ) throws {
    let upper: SQL = before.map { "t.id < \($0)" } ?? "true"
    let buyer: SQL = customer.map { "t.buyer_id = \($0)" } ?? "true"
    let records = try tx.rows(
      """
      SELECT \(Statements.columns) FROM \(Statements.source)
      WHERE t.id >= \(from) AND \(upper) AND \(buyer) AND t.status = 'closed' ORDER BY t.id
      """
    ).map(Statements.record)
    let books = try books(records.map(\.id), in: tx)
    var lines = LineReader(records.map(\.id), tx)
    for record in records {
      guard let book = books[record.id] else { continue }
      let own = try lines.take(record)
      findings.summary.statements += 1
      findings.summary.lines += own.count
      try check(record, book, own, in: tx, &findings)
    }
  }

  private static func books(_ ids: [ID<Statement>], in tx: Transaction) throws -> [ID<Statement>: Books] {
    let results = try tx.pipeline([
      """
      SELECT t.id, t.net, t.gross, t.sha256 FROM statement t WHERE t.id = ANY (\(ids))
      """,
      charges("c.customer_id = t.buyer_id AND c.leg = 'price'", of: "t.leg = 'price'", ids),
      charges("c.reseller_id = t.buyer_id AND c.leg = 'cost'", of: "t.leg = 'cost'", ids),
    ])
    var books: [ID<Statement>: Books] = [:]
    for row in results[0] {
      books[try row[0]] = Books(net: try row[1], gross: try row[2], sha256: try row[3])
    }
    for row in Array(results[1]) + Array(results[2]) {
      let product: String = try row[3]
      let sum: String = try row[2]
      books[try row[0]]?.charges = Tally(
        count: try row[1], sum: Int128(sum) ?? .max, product: Int128(product) ?? .max)
    }
    return books
  }

  /// Looked up by index, statement by statement.
  private static func charges(_ same: SQL, of leg: SQL, _ ids: [ID<Statement>]) -> SQL {
    """
    SELECT t.id, m.count, m.sum, m.product FROM statement t CROSS JOIN LATERAL (
      SELECT count(*), coalesce(sum(c.amount), 0)::text AS sum,
        coalesce(sum(c.amount::numeric * c.sequence), 0)::text AS product
      FROM charge c WHERE \(same) AND c.month = t.month) m
    WHERE t.id = ANY (\(ids)) AND \(leg)
    """
  }

  private static func check(
    _ record: Statements.Record, _ book: Books, _ lines: [StatementLines.Line], in tx: Transaction,
    _ findings: inout AuditFindings
  ) throws {
    let name = "statement \(record.number ?? "") of \(record.seller.name) to \(record.buyer.name) (\(record.id))"
    let document = Statements.Document(record.unhashed, ClosedPaper.sections(of: lines, record.currency))
    let (net, gross) = (document.net.minor, document.gross.minor)
    if net != book.net {
      let (sum, said) = (auditAmount(Int128(net), record.currency), auditAmount(Int128(book.net), record.currency))
      findings.note(LedgerDifference(.statement, "\(name): its lines come to \(sum), it says \(said)"))
    }
    if gross != book.gross {
      let (sum, said) = (auditAmount(Int128(gross), record.currency), auditAmount(Int128(book.gross), record.currency))
      findings.note(LedgerDifference(.statement, "\(name): with tax it comes to \(sum), it says \(said)"))
    }
    if lines.map(\.n) != Array(1..<(lines.count + 1)) {
      findings.note(LedgerDifference(.statement, "\(name): its lines are not numbered from 1 on"))
    }
    if ClosedPaper.hash(of: document, lines) != book.sha256 {
      findings.note(LedgerDifference(.hash, "\(name): its lines and sums are not those it was closed with"))
    }
    let tally = lines.reduce(into: Tally()) {
      $0.count += 1
      $0.sum += Int128($1.amount.minor)
      $0.product += Int128($1.amount.minor) * Int128($1.chargeSequence)
    }
    let isKept = findings.summary.keptFrom.map { $0 <= record.month.first } ?? true
    if isKept, tally != book.charges { try compare(record, name, in: tx, &findings) }
  }

  /// Only where something is wrong: line by line.
  private static func compare(
    _ record: Statements.Record, _ name: String, in tx: Transaction, _ findings: inout AuditFindings
  ) throws {
    let buyer: SQL =
      record.leg == .price ? "c.customer_id = \(record.buyer.id)" : "c.reseller_id = \(record.buyer.id)"
    let rows = try tx.rows(
      """
      SELECT coalesce(p.sequence, l.charge_sequence), p.amount, l.amount FROM (
        SELECT c.sequence, c.amount FROM charge c
        WHERE \(buyer) AND c.leg = \(record.leg) AND c.month = \(record.month.first)) p
      FULL JOIN (
        SELECT charge_sequence, amount FROM statement_line WHERE statement_id = \(record.id)) l
        ON l.charge_sequence = p.sequence
      WHERE p.amount IS DISTINCT FROM l.amount ORDER BY 1 LIMIT \(shown)
      """)
    for row in rows {
      let (posted, said): (Int64?, Int64?) = (try row[1], try row[2])
      let text = [
        posted.map { "posted" + amount($0, record) } ?? "no charge",
        said.map { "its line says" + amount($0, record) } ?? "no line",
      ]
      let sequence: Int64 = try row[0]
      findings.note(LedgerDifference(.line, "\(name), charge \(sequence): \(text.joined(separator: ", "))"))
    }
  }

  private static func amount(_ minor: Int64, _ record: Statements.Record) -> String {
    " \(Money(minor: minor, currency: record.currency))"
  }

  /// So many wrong lines of one statement are named.
  private static let shown = 50

  /// The lines of many statements in the order of their ids, a page at a time.
  private struct LineReader {
    private let ids: [ID<Statement>]
    private let tx: Transaction
    private var page: Rows?
    private var next = 0
    private var last: (statement: ID<Statement>, n: Int)?
    private var isOver = false

    init(_ ids: [ID<Statement>], _ tx: Transaction) {
      self.ids = ids
      self.tx = tx
    }

    /// The lines of one; asked for in the order of the ids.
    mutating func take(_ record: Statements.Record) throws -> [StatementLines.Line] {
      var lines: [StatementLines.Line] = []
      while let row = try peek(), try row[StatementLines.columnCount] == record.id {
        let line = try StatementLines.line(row, record.currency)
        last = (record.id, line.n)
        lines.append(line)
        next += 1
      }
      return lines
    }

    private mutating func peek() throws -> Row? {
      if let page, next < page.endIndex { return page[next] }
      if isOver { return nil }
      let rest: SQL = last.map { "AND (statement_id, n) > (\($0.statement), \($0.n))" } ?? ""
      let rows = try tx.rows(
        """
        SELECT \(StatementLines.columns), l.statement_id
        FROM (\(StatementSource.frozen("statement_id = ANY (\(ids)) \(rest)"))) l
        ORDER BY l.statement_id, l.n LIMIT \(linesAtOnce)
        """)
      isOver = rows.count < linesAtOnce
      (page, next) = (rows, 0)
      return rows.first
    }
  }
}

extension Statements.Record {
  /// As it was before it had a hash.
  fileprivate var unhashed: Statements.Record {
    Statements.Record(
      id: id, path: path, leg: leg, seller: seller, buyer: buyer, month: month, currency: currency,
      isClosed: isClosed, number: number, closedAt: closedAt, sha256: nil, taxes: taxes, form: form)
  }
}
