import FoundationEssentials

/// A value that can be read from a column: `let name: String = try row[1]`.
@usableFromInline
package protocol PostgresDecodable {
  /// Whether it can be read from a column of this type.
  static func isReadable(from type: UInt32) -> Bool

  /// Reads the binary format; throws (e.g. `PostgresMismatch`) when the bytes are no such value.
  init(postgres reader: PostgresReader) throws

  /// Whether an array of these can be read from it; follows from `isReadable` unless said otherwise.
  static func isArrayReadable(from type: UInt32) -> Bool

  /// Reads an array of these: one dimension, no NULL in it.
  static func array(postgres reader: PostgresReader) throws -> [Self]
}

/// Why bytes are not the value wanted. `Row` turns it into `DatabaseError.decoding`, which names the column.
package struct PostgresMismatch: Error, CustomStringConvertible {
  /// The reason, e.g. `70000 is out of range`.
  package let description: String

  /// Gives the reason, without the value if it is confidential.
  package init(_ description: String) { self.description = description }
}

/// One value as the server sent it. Valid only during `init(postgres:)`.
@usableFromInline
package struct PostgresReader {
  /// The value's type.
  @usableFromInline package let type: UInt32
  /// The value in the type's binary format.
  @usableFromInline package let bytes: UnsafeRawBufferPointer

  /// Reads `bytes` as a value of `type`.
  @inlinable
  package init(type: UInt32, bytes: UnsafeRawBufferPointer) {
    self.type = type
    self.bytes = bytes
  }

  /// The whole value as one big-endian integer of exactly this width.
  @inlinable
  package func integer<Value: FixedWidthInteger>(as _: Value.Type = Value.self) throws -> Value {
    guard bytes.count == MemoryLayout<Value>.size else { throw wrongSize(MemoryLayout<Value>.size) }
    return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
  }

  /// The big-endian integer at an offset; throws when it would reach beyond the value.
  @inlinable
  package func integer<Value: FixedWidthInteger>(at offset: Int, as _: Value.Type = Value.self) throws -> Value {
    guard offset >= 0, bytes.count - offset >= MemoryLayout<Value>.size else { throw cutShort(at: offset) }
    return Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  @usableFromInline
  func wrongSize(_ expected: Int) -> any Error { PostgresMismatch("\(bytes.count) bytes instead of \(expected)") }

  @usableFromInline
  func cutShort(at offset: Int) -> any Error { PostgresMismatch("cut short at byte \(offset)") }

  @usableFromInline
  func outOfRange(_ value: Int64) -> any Error { PostgresMismatch("\(value) is out of range") }

  /// The elements of an array: one dimension, no NULL in it.
  @usableFromInline
  func elements() throws -> [PostgresReader] {
    let dimensions: Int32 = try integer(at: 0)
    if dimensions == 0 { return [] }
    guard dimensions == 1 else { throw PostgresMismatch("\(dimensions) dimensions") }
    let element: UInt32 = try integer(at: 8)
    let count = Int(try integer(at: 12, as: Int32.self))
    // Each element takes 4 bytes at least.
    guard count >= 0, count <= bytes.count / 4 else { throw cutShort(at: 12) }
    var elements: [PostgresReader] = []
    elements.reserveCapacity(count)
    var offset = 20
    for _ in 0..<count {
      let length = Int(try integer(at: offset, as: Int32.self))
      offset += 4
      guard length >= 0 else { throw PostgresMismatch("a NULL in the array") }
      guard bytes.count - offset >= length else { throw cutShort(at: offset) }
      let value = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length])
      elements.append(PostgresReader(type: element, bytes: value))
      offset += length
    }
    return elements
  }
}

extension PostgresDecodable {
  @inlinable
  package static func isArrayReadable(from type: UInt32) -> Bool {
    PostgresType.element(of: type).map(isReadable) ?? false
  }

  @inlinable
  package static func array(postgres reader: PostgresReader) throws -> [Self] {
    try reader.elements().map { try Self(postgres: $0) }
  }
}

extension PostgresDecodable where Self: FixedWidthInteger & SignedInteger {
  @inlinable
  package static func isReadable(from type: UInt32) -> Bool {
    type == PostgresType.int8 || type == PostgresType.int4 || type == PostgresType.int2
  }

  @inlinable
  package init(postgres reader: PostgresReader) throws {
    let wide =
      switch reader.bytes.count {
      case 2: Int64(try reader.integer(as: Int16.self))
      case 4: Int64(try reader.integer(as: Int32.self))
      default: try reader.integer(as: Int64.self)
      }
    guard let value = Self(exactly: wide) else { throw reader.outOfRange(wide) }
    self = value
  }
}

extension Int16: PostgresDecodable {}
extension Int32: PostgresDecodable {}
extension Int64: PostgresDecodable {}
extension Int: PostgresDecodable {}

/// A byte alone is PostgreSQL's one-byte `"char"`; an array of bytes is a `bytea`.
extension UInt8: PostgresDecodable {
  @usableFromInline
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.char }
  @usableFromInline
  package static func isArrayReadable(from type: UInt32) -> Bool { type == PostgresType.bytea }
  @usableFromInline
  package init(postgres reader: PostgresReader) throws { self = try reader.integer() }
  @usableFromInline
  package static func array(postgres reader: PostgresReader) throws -> [UInt8] { Array(reader.bytes) }
}

extension Bool: PostgresDecodable {
  @usableFromInline
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.bool }
  @usableFromInline
  package init(postgres reader: PostgresReader) throws { self = try reader.integer(as: UInt8.self) != 0 }
}

extension Double: PostgresDecodable {
  @usableFromInline
  package static func isReadable(from type: UInt32) -> Bool {
    type == PostgresType.float8 || type == PostgresType.float4
  }
  @usableFromInline
  package init(postgres reader: PostgresReader) throws {
    self =
      reader.bytes.count == 4
      ? Double(Float(bitPattern: try reader.integer())) : Double(bitPattern: try reader.integer())
  }
}

extension String: PostgresDecodable {
  @usableFromInline
  package static func isReadable(from type: UInt32) -> Bool {
    switch type {
    case PostgresType.text, PostgresType.varchar, PostgresType.name, PostgresType.bpchar, PostgresType.unknown,
      PostgresType.json, PostgresType.jsonb:
      true
    default: false
    }
  }

  @usableFromInline
  package init(postgres reader: PostgresReader) throws {
    var bytes = reader.bytes
    if reader.type == PostgresType.jsonb {
      guard bytes.first == 1 else { throw PostgresMismatch("jsonb of another version") }
      bytes = UnsafeRawBufferPointer(rebasing: bytes[1...])
    }
    // Bytes bound to their type are validated as a whole, without a call for each.
    guard let text = String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
      throw PostgresMismatch("not UTF-8")
    }
    self = text
  }
}

extension UUID: PostgresDecodable {
  @usableFromInline
  package static func isReadable(from type: UInt32) -> Bool { type == PostgresType.uuid }
  @usableFromInline
  package init(postgres reader: PostgresReader) throws {
    guard reader.bytes.count == 16 else { throw PostgresMismatch("\(reader.bytes.count) bytes instead of 16") }
    self.init(uuid: reader.bytes.loadUnaligned(as: uuid_t.self))
  }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
  @inlinable
  package static func isReadable(from type: UInt32) -> Bool { Element.isArrayReadable(from: type) }
  @inlinable
  package init(postgres reader: PostgresReader) throws { self = try Element.array(postgres: reader) }
}
