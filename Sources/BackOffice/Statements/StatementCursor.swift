import Core
import FoundationEssentials
import Postgres

/// Rows of a statement, fetched in portions from one view of them, so that any number takes little memory.
///
///     let lines = try StatementCursor(of: record, section: nil, twice: false, in: work)
///     try lines.forEach({ line in … }, progress: { done, all in … })
///
/// One at a time in a transaction.
struct StatementCursor<Element> {
  private let work: Work
  private let columnCount: Int
  private let decode: (Row) throws -> Element

  /// Of a query's rows, which have so many columns. `twice`: whether they are gone through again after the first time.
  init(
    of query: SQL, columns columnCount: Int, twice: Bool = false, in work: Work,
    decode: @escaping (Row) throws -> Element
  ) throws {
    self.work = work
    self.columnCount = columnCount
    self.decode = decode
    let scroll: SQL = twice ? "SCROLL" : "NO SCROLL"
    // All of them are wanted, not the first few soon.
    work.tx.enqueue("SET LOCAL cursor_tuple_fraction = 1")
    work.tx.enqueue("DECLARE statement_rows \(scroll) CURSOR FOR SELECT q.*, count(*) OVER () FROM (\(query)) q")
  }

  /// Goes through them in order; `progress` hears after each portion how many of how many are done.
  func forEach(_ body: (Element) throws -> Void, progress: (Int, Int) throws -> Void) throws {
    var done = 0
    while true {
      let rows = try work.tx.rows("FETCH FORWARD 1000 FROM statement_rows")
      guard let first = rows.first else { return }
      if done == 0 { try progress(0, try first[columnCount]) }
      for row in rows { try body(try decode(row)) }
      done += rows.count
      try progress(done, try first[columnCount])
    }
  }

  /// Back to the first.
  func rewind() { work.tx.enqueue("MOVE ABSOLUTE 0 IN statement_rows") }

  func close() { work.tx.enqueue("CLOSE statement_rows") }
}

extension StatementCursor where Element == StatementLines.Line {
  /// Of a statement's lines, or of those of one section.
  init(of record: Statements.Record, section: UUID?, twice: Bool, in work: Work) throws {
    try self.init(
      of: """
        SELECT \(StatementLines.columns) FROM (\(StatementLines.source(of: record))) l
        WHERE \(StatementLines.isOf(section)) ORDER BY l.n
        """,
      columns: StatementLines.columnCount, twice: twice, in: work
    ) { try StatementLines.line($0, record.currency) }
  }
}
