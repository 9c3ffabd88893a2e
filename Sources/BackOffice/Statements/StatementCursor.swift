import Core
import FoundationEssentials
import Postgres

/// A statement's lines, fetched in portions from one view of them, so that any number takes little memory.
///
///     let lines = try StatementCursor(of: record, section: nil, twice: false, in: work)
///     try lines.forEach { line in … }
///
/// One at a time in a transaction.
struct StatementCursor {
  private let currency: Currency
  private let work: Work

  /// `twice`: whether the lines are gone through again after the first time.
  init(of record: Statements.Record, section: UUID?, twice: Bool, in work: Work) throws {
    currency = record.currency
    self.work = work
    let ofSection: SQL = section.map { "WHERE l.section_id = \($0)" } ?? ""
    let scroll: SQL = twice ? "SCROLL" : "NO SCROLL"
    // All of them are wanted, not the first few soon.
    work.tx.enqueue("SET LOCAL cursor_tuple_fraction = 1")
    work.tx.enqueue(
      """
      DECLARE statement_lines \(scroll) CURSOR FOR
      SELECT \(StatementLines.columns), count(*) OVER () FROM (\(StatementLines.source(of: record))) l \(ofSection)
      ORDER BY l.n
      """)
  }

  /// Goes through the lines in order; `progress` hears after each portion how many of how many are done.
  func forEach(_ body: (StatementLines.Line) throws -> Void, progress: (Int, Int) throws -> Void) throws {
    var done = 0
    while true {
      let rows = try work.tx.rows("FETCH FORWARD 1000 FROM statement_lines")
      guard let first = rows.first else { return }
      if done == 0 { try progress(0, try first[StatementLines.columnCount]) }
      for row in rows { try body(try StatementLines.line(row, currency)) }
      done += rows.count
      try progress(done, try first[StatementLines.columnCount])
    }
  }

  /// Back to the first line.
  func rewind() { work.tx.enqueue("MOVE ABSOLUTE 0 IN statement_lines") }

  func close() { work.tx.enqueue("CLOSE statement_lines") }
}
