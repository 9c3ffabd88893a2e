/// A database reached through a bounded, fair pool of connections; shared by all threads.
package final class Database: Sendable {
  /// What the pool is doing at this moment.
  package struct Load: Hashable, Sendable {
    /// Connections lent, or being made.
    package let inUse: Int
    /// Connections up and waiting to be lent.
    package let idle: Int
    /// Threads waiting for a connection.
    package let waiting: Int
  }

  private let url: String
  private let overrides: [String: String]
  private let statementTimeoutMilliseconds: Int
  private let pool: Pool

  /// Connects to nothing yet.
  ///
  /// - `url`, `overrides`: as for `Connection`.
  /// - `connections`: the most there will ever be.
  /// - `statementTimeoutMilliseconds`: after which the server ends a statement (57014); 0 for never.
  /// - `acquireTimeoutMilliseconds`: after which a wait for a connection throws `DatabaseError.busy`.
  package init(
    url: String, overrides: [String: String] = [:], connections: Int, statementTimeoutMilliseconds: Int,
    acquireTimeoutMilliseconds: Int = 5000
  ) {
    self.url = url
    self.overrides = overrides
    self.statementTimeoutMilliseconds = statementTimeoutMilliseconds
    pool = Pool(limit: connections, acquireTimeoutMilliseconds: acquireTimeoutMilliseconds)
  }

  /// Runs `body` in a transaction: committed when it returns, rolled back when it throws, the cause thrown on.
  ///
  /// `opening` travels with BEGIN in one round trip, its results are `tx.opened`. A connection that turns out dead here
  /// is replaced once; from then on a broken connection throws `DatabaseError.lost`. If a statement was refused and
  /// `body` returns nevertheless, that refusal is thrown: nothing was committed.
  @discardableResult
  package func transaction<Value>(opening: [SQL] = [], _ body: (Transaction) throws -> Value) throws -> Value {
    try transaction(Database.begin, opening, body)
  }

  /// The same where nothing can be written and every statement sees the database as it was at the first.
  package func snapshot<Value>(opening: [SQL] = [], _ body: (Transaction) throws -> Value) throws -> Value {
    try transaction(Database.beginSnapshot, opening, body)
  }

  private func transaction<Value>(
    _ begin: SQL, _ opening: [SQL], _ body: (Transaction) throws -> Value
  ) throws -> Value {
    let (connection, opened) = try begun([begin] + opening)
    defer { pool.release(connection) }
    let transaction = Transaction(on: connection, opened: Array(opened.dropFirst()))
    do {
      let value = try body(transaction)
      try transaction.commit()
      return value
    } catch {
      transaction.rollBack()
      throw error
    }
  }

  /// Runs statements as one read-only transaction in a single round trip: BEGIN, statements and COMMIT together.
  package func read(_ statements: [SQL]) throws -> [Rows] {
    let (connection, results) = try begun([Database.beginReadOnly] + statements + [Database.commit])
    pool.release(connection)
    return Array(results.dropFirst().dropLast())
  }

  /// Closes idle connections now and the others when their transactions end; whoever asks afterwards is refused.
  package func close() { pool.close() }

  /// What the pool is doing at this moment, for metrics.
  package var load: Load { pool.load }

  static let begin: SQL = "BEGIN"
  static let beginReadOnly: SQL = "BEGIN READ ONLY"
  static let beginSnapshot: SQL = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
  static let commit: SQL = "COMMIT"
  static let rollback: SQL = "ROLLBACK"

  /// A connection and the answers to the statements it began with. They must be safe to send twice: when a pooled
  /// connection is dead (the server restarted), they are sent again over a new one.
  private func begun(_ statements: [SQL]) throws -> (Connection, [Rows]) {
    var connection = try pool.acquire()
    do {
      if let pooled = connection {
        do {
          return (pooled, try pooled.pipeline(statements))
        } catch DatabaseError.lost {
          pooled.close()
        }
      }
      let fresh = try Connection(
        url: url, overrides: overrides, statementTimeoutMilliseconds: statementTimeoutMilliseconds)
      connection = fresh
      return (fresh, try fresh.pipeline(statements))
    } catch {
      connection?.rollBackIfNeeded()
      pool.release(connection)
      throw error
    }
  }
}

extension Connection {
  /// Ends a transaction left open. A failure to do so is no news: the connection is closed, which ends it as well.
  func rollBackIfNeeded() {
    guard isInTransaction else { return }
    do {
      _ = try pipeline([Database.rollback])
    } catch {
      close()
    }
  }
}
