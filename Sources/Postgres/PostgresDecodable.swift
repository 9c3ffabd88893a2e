import FoundationEssentials

/// A value that can be read from a column: `let name: String = try row[1]`.
package protocol PostgresDecodable {
  /// The column types this can be read from.
  static var postgresTypes: [UInt32] { get }

  /// Reads the binary format; throws (e.g. `PostgresMismatch`) when the bytes are no such value.
  init(postgres reader: PostgresReader) throws

  /// The column types an array of these can be read from; follows from `postgresTypes` unless said otherwise.
  static var postgresArrayTypes: [UInt32] { get }

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
package struct PostgresReader {
  /// The value's type.
  package let type: UInt32
  /// The value in the type's binary format.
  package let bytes: UnsafeRawBufferPointer

  /// Reads `bytes` as a value of `type`.
  package init(type: UInt32, bytes: UnsafeRawBufferPointer) {
    self.type = type
    self.bytes = bytes
  }

  /// The whole value as one big-endian integer of exactly this width.
  package func integer<Value: FixedWidthInteger>(as _: Value.Type = Value.self) throws -> Value {
    guard bytes.count == MemoryLayout<Value>.size else {
      throw PostgresMismatch("\(bytes.count) bytes instead of \(MemoryLayout<Value>.size)")
    }
    return Value(bigEndian: bytes.loadUnaligned(as: Value.self))
  }

  /// The big-endian integer at an offset; throws when it would reach beyond the value.
  package func integer<Value: FixedWidthInteger>(at offset: Int, as _: Value.Type = Value.self) throws -> Value {
    guard offset >= 0, bytes.count - offset >= MemoryLayout<Value>.size else {
      throw PostgresMismatch("cut short at byte \(offset)")
    }
    return Value(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Value.self))
  }
}

extension PostgresDecodable {
  package static var postgresArrayTypes: [UInt32] {
    postgresTypes.map(PostgresType.array(of:)).filter { $0 != 0 }
  }

  package static func array(postgres reader: PostgresReader) throws -> [Self] {
    let dimensions: Int32 = try reader.integer(at: 0)
    if dimensions == 0 { return [] }
    guard dimensions == 1 else { throw PostgresMismatch("\(dimensions) dimensions") }
    let element: UInt32 = try reader.integer(at: 8)
    let count = Int(try reader.integer(at: 12, as: Int32.self))
    // Each element takes 4 bytes at least.
    guard count >= 0, count <= reader.bytes.count / 4 else { throw PostgresMismatch("cut short at byte 12") }
    var values: [Self] = []
    values.reserveCapacity(count)
    var offset = 20
    for _ in 0..<count {
      let length = Int(try reader.integer(at: offset, as: Int32.self))
      offset += 4
      guard length >= 0 else { throw PostgresMismatch("a NULL in the array") }
      guard reader.bytes.count - offset >= length else { throw PostgresMismatch("cut short at byte \(offset)") }
      let bytes = UnsafeRawBufferPointer(rebasing: reader.bytes[offset..<offset + length])
      values.append(try Self(postgres: PostgresReader(type: element, bytes: bytes)))
      offset += length
    }
    return values
  }
}

extension PostgresDecodable where Self: FixedWidthInteger & SignedInteger {
  package static var postgresTypes: [UInt32] { [PostgresType.int8, PostgresType.int4, PostgresType.int2] }

  package init(postgres reader: PostgresReader) throws {
    let wide =
      switch reader.bytes.count {
      case 2: Int64(try reader.integer(as: Int16.self))
      case 4: Int64(try reader.integer(as: Int32.self))
      default: try reader.integer(as: Int64.self)
      }
    guard let value = Self(exactly: wide) else { throw PostgresMismatch("\(wide) is out of range") }
    self = value
  }
}

extension Int16: PostgresDecodable {}
extension Int32: PostgresDecodable {}
extension Int64: PostgresDecodable {}
extension Int: PostgresDecodable {}

/// A byte alone is PostgreSQL's one-byte `"char"`; an array of bytes is a `bytea`.
extension UInt8: PostgresDecodable {
  package static var postgresTypes: [UInt32] { [PostgresType.char] }
  package static var postgresArrayTypes: [UInt32] { [PostgresType.bytea] }
  package init(postgres reader: PostgresReader) throws { self = try reader.integer() }
  package static func array(postgres reader: PostgresReader) throws -> [UInt8] { Array(reader.bytes) }
}

extension Bool: PostgresDecodable {
  package static var postgresTypes: [UInt32] { [PostgresType.bool] }
  package init(postgres reader: PostgresReader) throws { self = try reader.integer(as: UInt8.self) != 0 }
}

extension Double: PostgresDecodable {
  package static var postgresTypes: [UInt32] { [PostgresType.float8, PostgresType.float4] }
  package init(postgres reader: PostgresReader) throws {
    self =
      reader.bytes.count == 4
      ? Double(Float(bitPattern: try reader.integer())) : Double(bitPattern: try reader.integer())
  }
}

extension String: PostgresDecodable {
  package static var postgresTypes: [UInt32] {
    [
      PostgresType.text, PostgresType.varchar, PostgresType.name, PostgresType.bpchar, PostgresType.unknown,
      PostgresType.json, PostgresType.jsonb,
    ]
  }

  package init(postgres reader: PostgresReader) throws {
    var bytes = reader.bytes
    if reader.type == PostgresType.jsonb {
      guard bytes.first == 1 else { throw PostgresMismatch("jsonb of another version") }
      bytes = UnsafeRawBufferPointer(rebasing: bytes[1...])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw PostgresMismatch("not UTF-8") }
    self = text
  }
}

extension UUID: PostgresDecodable {
  package static var postgresTypes: [UInt32] { [PostgresType.uuid] }
  package init(postgres reader: PostgresReader) throws {
    guard reader.bytes.count == 16 else { throw PostgresMismatch("\(reader.bytes.count) bytes instead of 16") }
    self.init(uuid: reader.bytes.loadUnaligned(as: uuid_t.self))
  }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
  package static var postgresTypes: [UInt32] { Element.postgresArrayTypes }
  package init(postgres reader: PostgresReader) throws { self = try Element.array(postgres: reader) }
}
