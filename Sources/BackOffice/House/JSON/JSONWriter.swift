import Core
import FoundationEssentials

/// Writes JSON as UTF-8 straight into bytes; five to ten times faster than an encoder on lists.
///
///     json.object {
///       $0.member("id", subscription.id)
///       $0.array("allocations", allocations) { json, a in json.object { $0.member("quantity", a.quantity) } }
///     }
package struct JSONWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// An object as a value; `fill` writes its members.
  package mutating func object(_ fill: (inout JSONWriter) throws -> Void) rethrows {
    open(UInt8(ascii: "{"))
    try fill(&self)
    close(UInt8(ascii: "}"))
  }

  /// An array as a value; `each` writes one value per item.
  package mutating func array<Items: Sequence>(
    _ items: Items, _ each: (inout JSONWriter, Items.Element) throws -> Void
  ) rethrows {
    open(UInt8(ascii: "["))
    for item in items { try each(&self, item) }
    close(UInt8(ascii: "]"))
  }

  package mutating func object(_ name: StaticString, _ fill: (inout JSONWriter) throws -> Void) rethrows {
    self.name(name)
    try object(fill)
  }

  package mutating func array<Items: Sequence>(
    _ name: StaticString, _ items: Items, _ each: (inout JSONWriter, Items.Element) throws -> Void
  ) rethrows {
    self.name(name)
    try array(items, each)
  }

  package mutating func member<Value: JSONEncodable>(_ name: StaticString, _ value: Value) {
    self.name(name)
    value.write(to: &self)
  }

  /// A member that is `null` when there is no value.
  package mutating func member<Value: JSONEncodable>(_ name: StaticString, _ value: Value?) {
    self.name(name)
    if let value { value.write(to: &self) } else { null() }
  }

  package mutating func null() { scalar("null") }

  /// The name of the next value.
  package mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A name made at run time, e.g. a status code in an OpenAPI document.
  package mutating func name(dynamic name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func scalar(_ literal: StaticString) {
    separate()
    bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// A day as `"2026-01-15"`, digit by digit.
  mutating func day(year: Int, month: Int, day: Int) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    digits(year, 4)
    bytes.append(UInt8(ascii: "-"))
    digits(month, 2)
    bytes.append(UInt8(ascii: "-"))
    digits(day, 2)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func digits(_ number: Int, _ count: Int) {
    var unit = 1
    for _ in 1..<count { unit *= 10 }
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
  }

  /// An identifier as `"0197e441-…"`, in lower case.
  mutating func uuid(_ id: UUID) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    withUnsafeBytes(of: id.uuid) { raw in
      for index in 0..<16 {
        if index == 4 || index == 6 || index == 8 || index == 10 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(JSONWriter.hexadecimal(raw[index] >> 4))
        bytes.append(JSONWriter.hexadecimal(raw[index] & 15))
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func hexadecimal(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }

  /// A number or word that is plain ASCII and needs no escaping.
  package mutating func plain(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      let isPlain = utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
      if isPlain { bytes.append(contentsOf: utf8) } else { utf8.forEach { escape($0) } }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// JSON text that is valid already, e.g. a `jsonb` column.
  package mutating func embedded(_ json: String) { plain(json) }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(JSONWriter.hexadecimal(byte >> 4))
      bytes.append(JSONWriter.hexadecimal(byte & 15))
    default: bytes.append(byte)
    }
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }
}

/// A value that writes itself as JSON.
package protocol JSONEncodable {
  func write(to json: inout JSONWriter)
}

extension String: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(self) }
}

extension Int: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.plain(String(self)) }
}

extension Bool: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.scalar(self ? "true" : "false") }
}

extension ID: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.uuid(raw) }
}

extension Day: JSONEncodable {
  package func write(to json: inout JSONWriter) {
    guard (1...9999).contains(year) else { return json.string(description) }
    json.day(year: year, month: month, day: day)
  }
}

extension Month: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(description) }
}

extension Instant: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(description) }
}

extension Period: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(description) }
}

extension Code: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(text) }
}

extension Money: JSONEncodable {
  package func write(to json: inout JSONWriter) {
    json.object {
      $0.member("amount", amount)
      $0.member("currency", currency.code)
    }
  }
}

extension Array: JSONEncodable where Element: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.array(self) { $1.write(to: &$0) } }
}
