import FoundationEssentials

/// A value that can be a parameter of a statement: `"… WHERE id = \(value)"`.
package protocol PostgresEncodable: Sendable {
  /// The type the server is told, e.g. `PostgresType.uuid`.
  static var postgresType: UInt32 { get }

  /// Writes the type's binary format (its `…send` function in PostgreSQL), without a length.
  func encode(into writer: inout PostgresWriter)

  /// The type of an array of these; follows from `postgresType` unless said otherwise.
  static var postgresArrayType: UInt32 { get }

  /// Writes an array of these; one-dimensional unless said otherwise.
  static func encode(_ array: [Self], into writer: inout PostgresWriter)
}

extension PostgresEncodable {
  package static var postgresArrayType: UInt32 { PostgresType.array(of: postgresType) }

  package static func encode(_ array: [Self], into writer: inout PostgresWriter) {
    writer.write(Int32(array.isEmpty ? 0 : 1))
    writer.write(Int32(0))
    writer.write(postgresType)
    if array.isEmpty { return }
    writer.write(Int32(array.count))
    writer.write(Int32(1))
    for element in array { writer.writeWithLength(element) }
  }
}

/// The bytes of parameters in PostgreSQL's binary format.
package struct PostgresWriter: Sendable {
  /// What was written so far.
  package internal(set) var bytes: [UInt8] = []
  /// Why a value cannot be sent; the statement that carries it throws `DatabaseError.encoding`.
  package internal(set) var failure: String?

  /// An empty writer.
  package init() {}

  /// Writes an integer of any width, big-endian.
  package mutating func write<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// Writes raw bytes.
  package mutating func write(bytes more: some Sequence<UInt8>) {
    bytes.append(contentsOf: more)
  }

  /// Writes UTF-8. A NUL, which PostgreSQL cannot store, fails the statement instead of truncating the text.
  package mutating func write(text: String) {
    if text.utf8.contains(0) { fail("a text contains NUL") }
    bytes.append(contentsOf: text.utf8)
  }

  /// Marks the value as one that cannot be sent; the first reason is kept.
  package mutating func fail(_ reason: String) {
    failure = failure ?? reason
  }

  /// Writes a value preceded by its length in bytes (Int32), as arrays and binary COPY want it.
  package mutating func writeWithLength<Value: PostgresEncodable>(_ value: Value) {
    let start = bytes.count
    write(Int32(0))
    value.encode(into: &self)
    let length = Int32(bytes.count - start - 4).bigEndian
    withUnsafeBytes(of: length) { bytes.replaceSubrange(start..<start + 4, with: $0) }
  }

  /// Writes NULL in place of a length, as arrays and binary COPY want it.
  package mutating func writeNull() { write(Int32(-1)) }
}

extension PostgresEncodable where Self: FixedWidthInteger {
  package func encode(into writer: inout PostgresWriter) { writer.write(self) }
}

extension Int16: PostgresEncodable { package static var postgresType: UInt32 { PostgresType.int2 } }
extension Int32: PostgresEncodable { package static var postgresType: UInt32 { PostgresType.int4 } }
extension Int64: PostgresEncodable { package static var postgresType: UInt32 { PostgresType.int8 } }
extension Int: PostgresEncodable { package static var postgresType: UInt32 { PostgresType.int8 } }

/// A byte alone is PostgreSQL's one-byte `"char"`; an array of bytes is a `bytea`.
extension UInt8: PostgresEncodable {
  package static var postgresType: UInt32 { PostgresType.char }
  package static var postgresArrayType: UInt32 { PostgresType.bytea }
  package static func encode(_ array: [UInt8], into writer: inout PostgresWriter) { writer.write(bytes: array) }
}

extension Bool: PostgresEncodable {
  package static var postgresType: UInt32 { PostgresType.bool }
  package func encode(into writer: inout PostgresWriter) { writer.write(UInt8(self ? 1 : 0)) }
}

extension Double: PostgresEncodable {
  package static var postgresType: UInt32 { PostgresType.float8 }
  package func encode(into writer: inout PostgresWriter) { writer.write(bitPattern) }
}

extension String: PostgresEncodable {
  package static var postgresType: UInt32 { PostgresType.text }
  package func encode(into writer: inout PostgresWriter) { writer.write(text: self) }
}

extension UUID: PostgresEncodable {
  package static var postgresType: UInt32 { PostgresType.uuid }
  package func encode(into writer: inout PostgresWriter) {
    withUnsafeBytes(of: uuid) { writer.write(bytes: $0) }
  }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
  package static var postgresType: UInt32 { Element.postgresArrayType }
  package func encode(into writer: inout PostgresWriter) { Element.encode(self, into: &writer) }
}

/// JSON text sent as `jsonb`; the server refuses text that is not JSON (22P02).
package struct JSONB: PostgresEncodable, Hashable {
  /// The JSON.
  package let text: String

  /// Takes JSON text as it is.
  package init(text: String) { self.text = text }

  package static var postgresType: UInt32 { PostgresType.jsonb }

  package func encode(into writer: inout PostgresWriter) {
    writer.write(UInt8(1))
    writer.write(text: text)
  }
}
