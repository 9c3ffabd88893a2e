import CPostgres

/// The result of one statement: a collection of rows, read where libpq put them.
///
/// `@unchecked Sendable`: a finished result never changes, and libpq's accessors only read it.
package final class Rows: RandomAccessCollection, @unchecked Sendable {
  let result: OpaquePointer
  /// How many columns each row has.
  package let columns: Int

  /// Takes over the result; it is cleared with this object.
  init(owning result: OpaquePointer) {
    self.result = result
    columns = Int(PQnfields(result))
  }

  deinit { PQclear(result) }

  /// Always 0.
  package var startIndex: Int { 0 }
  /// How many rows there are.
  package var endIndex: Int { Int(PQntuples(result)) }
  /// The row at a position below `count`.
  package subscript(position: Int) -> Row {
    precondition(position >= 0 && position < endIndex, "row out of bounds")
    return Row(rows: self, index: Int32(truncatingIfNeeded: position))
  }

  /// How many rows an INSERT, UPDATE, DELETE, MERGE, COPY or SELECT touched; 0 for other statements.
  package var affected: Int {
    guard let text = PQcmdTuples(result) else { return 0 }
    return Int(String(cString: text)) ?? 0
  }
}

/// One row of a result. Columns count from 0, in the order of the SELECT list.
///
/// Reading a column is done a thousand times a request: the generic parts are compiled into their callers.
@usableFromInline
package struct Row {
  let rows: Rows
  let index: Int32

  /// The column's value; throws `DatabaseError.decoding` when it is NULL or of another type.
  @inlinable
  package subscript<Value: PostgresDecodable>(_ column: Int) -> Value {
    get throws {
      defer { withExtendedLifetime(self) {} }
      guard let cell = try cell(column, Value.self, Value.isReadable) else {
        throw mismatch(column, Value.self, "NULL")
      }
      do { return try Value(postgres: cell) } catch { throw mismatch(column, Value.self, "\(error)") }
    }
  }

  /// The column's value, nil for NULL; throws `DatabaseError.decoding` when it is of another type.
  @inlinable
  package subscript<Value: PostgresDecodable>(_ column: Int) -> Value? {
    get throws {
      defer { withExtendedLifetime(self) {} }
      guard let cell = try cell(column, Value.self, Value.isReadable) else { return nil }
      do { return try Value(postgres: cell) } catch { throw mismatch(column, Value.self, "\(error)") }
    }
  }

  /// Whether the column is NULL.
  package func isNull(_ column: Int) -> Bool {
    PQgetisnull(rows.result, index, Int32(column)) != 0
  }

  /// Lends the column's bytes (binary format; empty for NULL) for the duration of `body`.
  package func withBytes<Value>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
    precondition(column >= 0 && column < rows.columns, "column out of bounds")
    return try withExtendedLifetime(rows) { try body(bytes(column)) }
  }

  private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    let count = Int(PQgetlength(rows.result, index, Int32(column)))
    return UnsafeRawBufferPointer(start: PQgetvalue(rows.result, index, Int32(column)), count: count)
  }

  /// The column's bytes, valid as long as the row is; nil for NULL.
  @usableFromInline
  func cell(_ column: Int, _ wanted: Any.Type, _ isReadable: (UInt32) -> Bool) throws -> PostgresReader? {
    guard column >= 0 && column < rows.columns else { throw mismatch(column, wanted, "no such column") }
    let type = PQftype(rows.result, Int32(column))
    guard isReadable(type) else { throw mismatch(column, wanted, "another type") }
    return isNull(column) ? nil : PostgresReader(type: type, bytes: bytes(column))
  }

  @usableFromInline
  func mismatch(_ column: Int, _ wanted: Any.Type, _ reason: String) -> any Error {
    guard column >= 0 && column < rows.columns, let name = PQfname(rows.result, Int32(column)) else {
      return DatabaseError.decoding(
        column: "\(column)", type: PostgresType.unknown, wanted: "\(wanted)", reason: reason)
    }
    return DatabaseError.decoding(
      column: "\(column) (\(String(cString: name)))", type: PQftype(rows.result, Int32(column)), wanted: "\(wanted)",
      reason: reason)
  }
}
