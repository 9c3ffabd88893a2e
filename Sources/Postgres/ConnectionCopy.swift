import CPostgres

extension Connection {
  /// Streams chunks into `COPY … FROM STDIN`; chunks need not end at row borders. Answers how many rows were copied.
  ///
  /// When `next` throws, the COPY is cancelled and that error is thrown.
  package func copyIn(_ sql: SQL, from next: () throws -> [UInt8]?) throws -> Int {
    try begin(sql, expecting: PGRES_COPY_IN)
    do {
      while let chunk = try next() {
        let isSent = chunk.withUnsafeBytes {
          PQputCopyData(raw, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count)) == 1
        }
        guard isSent else { throw broken() }
      }
    } catch {
      if PQputCopyEnd(raw, "cancelled by the client") != 1 { _ = broken() }
      _ = try? end()
      throw error
    }
    guard PQputCopyEnd(raw, nil) == 1 else { throw broken() }
    return try end()
  }

  /// Lends each piece of `COPY … TO STDOUT` to `each`: one row, or in binary format also the header and the trailer.
  ///
  /// When `each` throws, the connection is given up: that is the cheapest way to stop the server.
  func copyOut(_ sql: SQL, each: (UnsafeRawBufferPointer) throws -> Void) throws {
    try begin(sql, expecting: PGRES_COPY_OUT)
    var buffer: UnsafeMutablePointer<CChar>?
    while true {
      let count = PQgetCopyData(raw, &buffer, 0)
      if count == -1 { break }
      guard count >= 0, let buffer else {
        _ = try end()
        throw broken()
      }
      defer { PQfreemem(buffer) }
      do {
        try each(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
      } catch {
        _ = broken()
        throw error
      }
    }
    _ = try end()
  }

  private func begin(_ sql: SQL, expecting status: ExecStatusType) throws {
    guard sql.parameters.isEmpty else { throw DatabaseError.misuse("COPY takes no parameters") }
    let raw = try live()
    let result = (sql.text + [0]).withUnsafeBytes {
      PQexecParams(raw, $0.baseAddress?.assumingMemoryBound(to: CChar.self), 0, nil, nil, nil, nil, 1)
    }
    guard let result else { throw broken() }
    let rows = Rows(owning: result)
    if PQresultStatus(result) == status { return }
    if PQresultStatus(result) == PGRES_FATAL_ERROR { throw failure(in: rows) }
    _ = broken()
    throw DatabaseError.misuse("not the COPY this call is for")
  }

  /// Reads what follows the data: the count of rows, or the refusal.
  private func end() throws -> Int {
    var affected = 0
    var failed: DatabaseError?
    while let result = PQgetResult(raw) {
      let rows = Rows(owning: result)
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK: affected = rows.affected
      case PGRES_FATAL_ERROR: failed = failed ?? failure(in: rows)
      default: throw broken()
      }
      if PQstatus(raw) == CONNECTION_BAD { throw broken() }
    }
    if let failed { throw failed }
    return affected
  }
}

/// Rows for `COPY … FROM STDIN (FORMAT binary)`, taken in chunks of any size while they are made.
package struct CopyRows {
  private var writer = PostgresWriter()

  /// The stream's header, and no row yet.
  package init() {
    writer.write(bytes: Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00])
    writer.write(Int32(0))
    writer.write(Int32(0))
  }

  /// How many bytes wait to be taken.
  package var byteCount: Int { writer.bytes.count }

  /// Begins a row of so many columns; each is to be appended.
  package mutating func beginRow(columns: Int) { writer.write(Int16(columns)) }

  /// Adds the row's next column.
  package mutating func append<Value: PostgresEncodable>(_ value: Value) { writer.writeWithLength(value) }

  /// Adds a NULL as the row's next column.
  package mutating func appendNull() { writer.writeNull() }

  /// Marks the end of the stream.
  package mutating func end() { writer.write(Int16(-1)) }

  /// Hands over what was written since the last time; throws when a value cannot be sent.
  package mutating func take() throws -> [UInt8] {
    if let failure = writer.failure { throw DatabaseError.encoding(failure) }
    defer { writer.bytes.removeAll(keepingCapacity: true) }
    return writer.bytes
  }
}
