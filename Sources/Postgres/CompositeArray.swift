/// Rows of a composite type of the schema, sent as one array: `FROM unnest(\(postings)::posting[])`.
///
/// To the server one array of rows costs half of what an array per column does. Fields are added in the type's order:
///
///     var postings = CompositeArray(of: oid, fields: 2)
///     postings.append(day)
///     postings.append(amount)
package struct CompositeArray: PostgresEncodable {
  /// Left to the server to infer from the cast: the type is the schema's own.
  package static var postgresType: UInt32 { 0 }

  private let type: UInt32
  private let fields: Int32
  private var rows = PostgresWriter()
  private var field: Int32 = 0
  private var start = 0

  /// How many rows were begun.
  package private(set) var count = 0

  /// `type`: the composite type's `pg_type.oid`; `fields`: how many columns it has.
  package init(of type: UInt32, fields: Int) {
    precondition(fields > 0, "a composite type has columns")
    self.type = type
    self.fields = Int32(fields)
  }

  /// Adds the next field of the row; the first one begins it. Not of a `Value?`: unspecialized, that costs more than
  /// the writing.
  package mutating func append<Value: PostgresEncodable>(_ value: Value) {
    begin(Value.postgresType)
    let start = rows.bytes.count
    rows.writeNull()
    value.encode(into: &rows)
    rows.patch(Int32(rows.bytes.count - start - 4), at: start)
    end()
  }

  /// Adds a NULL of this type as the next field of the row.
  package mutating func appendNull(_ type: UInt32) {
    begin(type)
    rows.writeNull()
    end()
  }

  package func encode(into writer: inout PostgresWriter) {
    precondition(field == 0, "the last row lacks fields")
    writer.write(Int32(count == 0 ? 0 : 1))
    writer.write(Int32(0))
    writer.write(type)
    if count == 0 { return }
    writer.write(Int32(count))
    writer.write(Int32(1))
    writer.write(bytes: rows.bytes)
    if let failure = rows.failure { writer.fail(failure) }
  }

  private mutating func begin(_ type: UInt32) {
    if field == 0 {
      count += 1
      start = rows.bytes.count
      rows.write(Int32(0))
      rows.write(fields)
    }
    rows.write(type)
  }

  private mutating func end() {
    field += 1
    guard field == fields else { return }
    field = 0
    rows.patch(Int32(rows.bytes.count - start - 4), at: start)
  }
}

extension PostgresWriter {
  /// Puts an integer in place of what was written at `offset`.
  mutating func patch<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Value.self) }
  }
}
