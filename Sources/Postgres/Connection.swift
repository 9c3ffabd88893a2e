import CPostgres
import Glibc

/// One connection to PostgreSQL, in UTF-8 and UTC, used by one thread at a time.
///
/// Statements travel in libpq's pipeline mode: any number in one round trip, prepared on first use, binary both ways.
package final class Connection {
  /// How many prepared statements a connection keeps.
  package static let statementLimit = 512

  private(set) var raw: OpaquePointer?
  private var cache: StatementCache
  /// Set when the connection's state is no longer known; it is never used again.
  private var isBroken = false

  /// Connects, within `connect_timeout` (3 s unless the URL says otherwise); throws `DatabaseError.unreachable`.
  ///
  /// - `url`: `postgresql://user@host:port/database?…` or libpq's `key=value` form.
  /// - `overrides`: libpq keywords that win over the URL's, e.g. `["user": "comptoir_service"]`.
  package convenience init(url: String, overrides: [String: String] = [:]) throws {
    try self.init(url: url, overrides: overrides, statementTimeoutMilliseconds: 0)
  }

  init(
    url: String, overrides: [String: String], statementTimeoutMilliseconds: Int,
    statementLimit: Int = Connection.statementLimit
  ) throws {
    cache = StatementCache(limit: statementLimit)
    let defaults = [
      ("application_name", "comptoir"), ("connect_timeout", "3"), ("client_encoding", "UTF8"),
      // A host that vanished without a word is noticed within a minute.
      ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("tcp_user_timeout", "30000"),
    ]
    // libpq lets later keywords win, the URL (as dbname) among them.
    let keywords = defaults + [("dbname", url)] + overrides.sorted { $0.key < $1.key }
    raw = Connection.connect(keywords)
    guard let raw, PQstatus(raw) == CONNECTION_OK else {
      let reason = lastMessage
      close()
      throw DatabaseError.unreachable(reason)
    }
    do {
      try executeUnsafeScript(
        "SET client_encoding = 'UTF8'; SET TimeZone = 'UTC'; SET client_min_messages = warning; "
          + "SET statement_timeout = \(statementTimeoutMilliseconds)")
    } catch DatabaseError.lost {
      close()
      throw DatabaseError.unreachable("the connection was closed at once")
    }
  }

  deinit { close() }

  /// Closes the connection; a transaction in progress is rolled back by the server.
  package func close() {
    if let raw { PQfinish(raw) }
    raw = nil
  }

  /// Whether the connection is up and outside any transaction.
  package var isUsable: Bool {
    guard let raw, !isBroken else { return false }
    return PQstatus(raw) == CONNECTION_OK && PQtransactionStatus(raw) == PQTRANS_IDLE
  }

  /// Whether the connection is in a transaction that can still be committed.
  var isInOpenTransaction: Bool { PQtransactionStatus(raw) == PQTRANS_INTRANS }

  /// Whether the connection is in a transaction, be it one that can only be rolled back.
  var isInTransaction: Bool { isInOpenTransaction || PQtransactionStatus(raw) == PQTRANS_INERROR }

  /// Runs one statement; outside a transaction it is one by itself.
  package func rows(_ sql: SQL) throws -> Rows { try pipeline([sql])[0] }

  /// Runs statements in order, in one round trip; outside a transaction they are one together, all or nothing.
  /// The first refusal is thrown; the server skips whatever follows it.
  package func pipeline(_ statements: [SQL]) throws -> [Rows] {
    if let failure = statements.lazy.compactMap(\.values.failure).first { throw DatabaseError.encoding(failure) }
    let raw = try live()
    guard PQenterPipelineMode(raw) == 1 else { throw broken() }
    var steps: [Step] = []
    steps.reserveCapacity(statements.count)
    for statement in statements { try send(statement, &steps) }
    guard PQpipelineSync(raw) == 1 else { throw broken() }
    let results = try collect(steps)
    guard PQexitPipelineMode(raw) == 1 else { throw broken() }
    return try results.get()
  }

  /// Runs SQL text made at run time, many statements at once: for migrations and test fixtures, never for input.
  package func executeUnsafeScript(_ script: String) throws {
    if script.utf8.contains(0) { throw DatabaseError.encoding("a script contains NUL") }
    guard let result = PQexec(try live(), script) else { throw broken() }
    let rows = Rows(owning: result)
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
    case PGRES_FATAL_ERROR: throw failure(in: rows)
    default:
      _ = broken()
      throw DatabaseError.misuse("a script cannot COPY from or to its client")
    }
  }
}

// MARK: - Pipelines

extension Connection {
  /// What the server was sent and will answer, in order.
  private enum Step {
    case prepare(PreparedStatement)
    case deallocate
    case run
  }

  private func send(_ sql: SQL, _ steps: inout [Step]) throws {
    let shape = StatementShape(sql)
    let statement: PreparedStatement
    if let known = cache.find(shape) {
      statement = known
    } else {
      if shape.hasQuotedParameter {
        _ = broken()
        throw DatabaseError.misuse("a parameter between quotes: \(sql)")
      }
      let (added, evicted) = cache.add(shape)
      if let evicted {
        let isSent = PQsendQueryParams(raw, "DEALLOCATE \(evicted.name)", 0, nil, nil, nil, nil, 1) == 1
        guard isSent else { throw broken() }
        steps.append(.deallocate)
      }
      let types = sql.parameters.map(\.type)
      let sent = (sql.text + [0]).withUnsafeBytes {
        PQsendPrepare(raw, added.name, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(types.count), types)
      }
      guard sent == 1 else { throw broken() }
      steps.append(.prepare(added))
      statement = added
    }
    let isSent = Connection.withParameters(sql) { values, lengths, formats in
      PQsendQueryPrepared(raw, statement.name, Int32(sql.parameters.count), values, lengths, formats, 1) == 1
    }
    guard isSent else { throw broken() }
    steps.append(.run)
  }

  /// Lends the parameters as libpq takes them: pointers (nil for NULL), lengths, formats (1 for binary).
  private static func withParameters(
    _ sql: SQL,
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Bool
  ) -> Bool {
    let count = sql.parameters.count
    if count == 0 { return body(nil, nil, nil) }
    return sql.values.bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
          // An empty value still needs an address: nil would mean NULL.
          let base = bytes.baseAddress ?? UnsafeRawPointer(numbers.baseAddress!)
          for (index, parameter) in sql.parameters.enumerated() {
            let pointer = (base + parameter.start).assumingMemoryBound(to: CChar.self)
            values.initializeElement(at: index, to: parameter.length < 0 ? nil : pointer)
            numbers.initializeElement(at: index, to: Int32(max(parameter.length, 0)))
            numbers.initializeElement(at: count + index, to: 1)
          }
          return body(values.baseAddress, numbers.baseAddress, numbers.baseAddress! + count)
        }
      }
    }
  }

  /// Reads the answers to all steps and to the sync after them, even when one is a refusal.
  private func collect(_ steps: [Step]) throws -> Result<[Rows], any Error> {
    var results: [Rows] = []
    results.reserveCapacity(steps.count)
    var failed: DatabaseError?
    for step in steps {
      guard let result = PQgetResult(raw) else { throw broken() }
      let rows = Rows(owning: result)
      let status = PQresultStatus(result)
      switch (status, step) {
      case (PGRES_TUPLES_OK, .run), (PGRES_COMMAND_OK, .run), (PGRES_EMPTY_QUERY, .run): results.append(rows)
      case (PGRES_COMMAND_OK, _): break
      case (PGRES_FATAL_ERROR, _), (PGRES_PIPELINE_ABORTED, _):
        if case .prepare(let statement) = step { cache.remove(statement) }
        if status == PGRES_FATAL_ERROR { failed = failed ?? failure(in: rows) }
      default:
        _ = broken()
        throw DatabaseError.misuse("COPY works only in copyIn and copyOut")
      }
      if PQstatus(raw) == CONNECTION_BAD { throw broken() }
      guard PQgetResult(raw) == nil else { throw broken() }
    }
    guard let sync = PQgetResult(raw) else { throw broken() }
    defer { PQclear(sync) }
    // A COMMIT can fail as late as here.
    if PQresultStatus(sync) == PGRES_FATAL_ERROR { throw broken() }
    guard PQresultStatus(sync) == PGRES_PIPELINE_SYNC else { throw broken() }
    return failed.map { .failure($0) } ?? .success(results)
  }
}

// MARK: - State and errors

extension Connection {
  /// The connection, if it can still be talked to.
  func live() throws -> OpaquePointer {
    guard let raw, !isBroken else { throw DatabaseError.lost }
    return raw
  }

  /// Gives the connection up.
  func broken() -> DatabaseError {
    isBroken = true
    return .lost
  }

  /// The refusal in a result; gives the connection up when the refusal means its end.
  func failure(in rows: Rows) -> DatabaseError {
    func field(_ code: String) -> String? {
      guard let letter = code.utf8.first, let text = PQresultErrorField(rows.result, Int32(letter)) else { return nil }
      return String(cString: text)
    }
    // No SQLSTATE: libpq's own error, the socket's. 57P01…3: shut down, crashed, starting up.
    guard let sqlstate = field("C"), !sqlstate.hasPrefix("57P0"), PQstatus(raw) == CONNECTION_OK else {
      return broken()
    }
    // A prepared statement the server forgot or whose result changed with the schema: prepare afresh elsewhere.
    if sqlstate == "26000" || sqlstate == "0A000" { isBroken = true }
    return .failed(sqlstate: sqlstate, message: field("M") ?? "", constraint: field("n"))
  }

  private var lastMessage: String {
    PQerrorMessage(raw).map { String(cString: $0) } ?? "no memory"
  }

  private static func connect(_ keywords: [(String, String)]) -> OpaquePointer? {
    let names = keywords.map { strdup($0.0) }
    let values = keywords.map { strdup($0.1) }
    defer { (names + values).forEach { free($0) } }
    let constantNames = names.map { UnsafePointer($0) } + [nil]
    let constantValues = values.map { UnsafePointer($0) } + [nil]
    return PQconnectdbParams(constantNames, constantValues, 1)
  }
}
