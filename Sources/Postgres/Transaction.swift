/// A transaction in progress, good inside the closure that was given it.
package struct Transaction {
  /// The results of the statements the transaction was opened with.
  package let opened: [Rows]
  private let state: State

  /// What copies of one transaction share.
  private final class State {
    let connection: Connection
    var enqueued: [SQL] = []
    var refusal: (any Error)?
    var isFinished = false

    init(connection: Connection) { self.connection = connection }
  }

  init(on connection: Connection, opened: [Rows]) {
    state = State(connection: connection)
    self.opened = opened
  }

  /// Runs one statement and answers its rows.
  package func rows(_ sql: SQL) throws -> Rows { try pipeline([sql])[0] }

  /// Runs one statement and answers how many rows it touched.
  @discardableResult
  package func execute(_ sql: SQL) throws -> Int { try rows(sql).affected }

  /// Runs statements in order, in one round trip. The first refusal is thrown; the rest is skipped.
  package func pipeline(_ statements: [SQL]) throws -> [Rows] {
    let enqueued = state.enqueued
    return Array(try send(enqueued + statements).dropFirst(enqueued.count))
  }

  /// Runs statements and commits, in one round trip. Nothing may follow in this transaction.
  ///
  /// If a statement was refused before, that refusal is thrown, even if it was swallowed: COMMIT would roll back.
  @discardableResult
  package func finish(_ statements: [SQL] = []) throws -> [Rows] {
    if let refusal = state.refusal, !state.connection.isInOpenTransaction { throw refusal }
    let results = try pipeline(statements + [Database.commit])
    state.isFinished = true
    return results.dropLast()
  }

  /// Keeps a statement for the next round trip, at the latest the one that commits; its refusal surfaces there.
  package func enqueue(_ sql: SQL) {
    precondition(!state.isFinished, "the transaction is over")
    state.enqueued.append(sql)
  }

  /// Streams chunks into `COPY … FROM STDIN` until `next` answers nil; chunks need not end at row borders. Answers how
  /// many rows were copied. When `next` throws, nothing is copied and that error is thrown.
  @discardableResult
  package func copyIn(_ sql: SQL, from next: () throws -> [UInt8]?) throws -> Int {
    try flushed { try $0.copyIn(sql, from: next) }
  }

  /// Streams chunks into `COPY … FROM STDIN`; chunks need not end at row borders. Answers how many rows were copied.
  @discardableResult
  package func copyIn(_ sql: SQL, from chunks: some Sequence<[UInt8]>) throws -> Int {
    var iterator = chunks.makeIterator()
    return try copyIn(sql) { iterator.next() }
  }

  /// Lends each piece of `COPY … TO STDOUT` to `each`: one row, or in binary format also the header and the trailer.
  ///
  /// When `each` throws, the transaction is over and its connection is given up.
  package func copyOut(_ sql: SQL, each: (UnsafeRawBufferPointer) throws -> Void) throws {
    try flushed { try $0.copyOut(sql, each: each) }
  }

  /// Commits unless that has happened.
  func commit() throws {
    if !state.isFinished { try finish() }
  }

  /// Rolls back unless the transaction is over.
  func rollBack() {
    state.isFinished = true
    state.connection.rollBackIfNeeded()
  }

  private func flushed<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    if !state.enqueued.isEmpty { _ = try send(state.enqueued) }
    precondition(!state.isFinished, "the transaction is over")
    return try noting { try body(state.connection) }
  }

  private func send(_ statements: [SQL]) throws -> [Rows] {
    precondition(!state.isFinished, "the transaction is over")
    state.enqueued = []
    return try noting { try state.connection.pipeline(statements) }
  }

  /// Remembers the first refusal: later ones (25P02, "transaction is aborted") only follow from it.
  private func noting<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      state.refusal = state.refusal ?? error
      throw error
    }
  }
}
