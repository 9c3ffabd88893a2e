import Core
import FoundationEssentials

/// Writes JSON as UTF-8 straight into bytes; five to ten times faster than an encoder on lists.
///
///     json.object {
///       $0.member("id", subscription.id)
///       $0.array("allocations", allocations) { json, a in json.object { $0.member("quantity", a.quantity) } }
///     }
package struct JSONWriter: Sendable {
  /// Written up to `count`; what lies behind is room for more.
  private var buffer: [UInt8]
  private var count = 0
  private var needsComma = false

  package init(capacity: Int = 512) { buffer = [UInt8](repeating: 0, count: capacity) }

  /// What was written so far.
  package var bytes: [UInt8] { Array(buffer[..<count]) }

  /// How many bytes were written so far.
  package var byteCount: Int { count }

  /// Whether nothing was written yet.
  package var isEmpty: Bool { count == 0 }

  package var text: String { String(decoding: buffer[..<count], as: UTF8.self) }

  /// What was written, without another copy of it.
  package consuming func finished() -> [UInt8] {
    buffer.removeLast(buffer.count - count)
    return buffer
  }

  /// Lends room for at most `most` bytes; `fill` answers how many it wrote.
  @inline(__always)
  private mutating func put(_ most: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Int) {
    if buffer.count - count < most { grow(by: most) }
    let start = count
    count += buffer.withUnsafeMutableBufferPointer { fill($0.baseAddress.unsafelyUnwrapped + start) }
  }

  @inline(never)
  private mutating func grow(by most: Int) {
    buffer.append(contentsOf: repeatElement(0, count: max(most, buffer.count)))
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    put(1) {
      $0[0] = byte
      return 1
    }
  }

  @inline(__always)
  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    put(bytes.count) {
      $0.update(from: source, count: bytes.count)
      return bytes.count
    }
  }

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
    let needsComma = needsComma
    put(name.utf8CodeUnitCount + 4) { start in
      var next = start
      if needsComma { next.append(UInt8(ascii: ",")) }
      next.append(UInt8(ascii: "\""))
      next.update(from: name.utf8Start, count: name.utf8CodeUnitCount)
      next += name.utf8CodeUnitCount
      next.append(UInt8(ascii: "\""))
      next.append(UInt8(ascii: ":"))
      return next - start
    }
    self.needsComma = false
  }

  /// A name made at run time, e.g. a status code in an OpenAPI document.
  package mutating func name(dynamic name: String) {
    string(name)
    put(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func scalar(_ literal: StaticString) {
    separate()
    put(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// A whole number.
  package mutating func number(_ value: Int) {
    separate()
    put(20) { start in
      var next = start
      next.append(signed: Int64(value), decimals: 0)
      return next - start
    }
  }

  /// A day as `"2026-01-15"`, of the years 1–9999.
  mutating func day(_ day: Day) {
    separate()
    put(12) { start in
      var next = start
      next.append(UInt8(ascii: "\""))
      next.append(day)
      next.append(UInt8(ascii: "\""))
      return next - start
    }
  }

  /// A point in time as `"2026-01-15T09:30:00Z"`, of the years 1–9999.
  mutating func instant(_ instant: Instant) {
    separate()
    let time = instant.timeOfDay
    put(22) { start in
      var next = start
      next.append(UInt8(ascii: "\""))
      next.append(instant.utcDay)
      next.append(UInt8(ascii: "T"))
      next.append(digits: time.hours, 2)
      next.append(UInt8(ascii: ":"))
      next.append(digits: time.minutes, 2)
      next.append(UInt8(ascii: ":"))
      next.append(digits: time.seconds, 2)
      next.append(UInt8(ascii: "Z"))
      next.append(UInt8(ascii: "\""))
      return next - start
    }
  }

  /// An amount as `{"amount":"105.60","currency":"CHF"}`.
  mutating func money(_ money: Money) {
    separate()
    let letters = money.currency.letters
    put(64) { start in
      var next = start
      next.append("{\"amount\":\"")
      next.append(signed: money.minor, decimals: money.currency.exponent)
      next.append("\",\"currency\":\"")
      next.append(letters.0)
      next.append(letters.1)
      next.append(letters.2)
      next.append("\"}")
      return next - start
    }
    needsComma = true
  }

  /// An identifier as `"0197e441-…"`, in lower case.
  mutating func uuid(_ id: UUID) {
    separate()
    put(38) { start in
      var next = start
      next.append(UInt8(ascii: "\""))
      next.append(id)
      next.append(UInt8(ascii: "\""))
      return next - start
    }
  }

  /// A number or word that is plain ASCII and needs no escaping.
  package mutating func plain(_ text: String) {
    separate()
    var text = text
    text.withUTF8 { put($0) }
  }

  package mutating func string(_ text: String) {
    separate()
    var text = text
    text.withUTF8 { utf8 in
      var isPlain = true
      put(utf8.count + 2) { start in
        start[0] = UInt8(ascii: "\"")
        for (index, byte) in utf8.enumerated() {
          start[index + 1] = byte
          isPlain = isPlain && byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        start[utf8.count + 1] = UInt8(ascii: "\"")
        return isPlain ? utf8.count + 2 : 0
      }
      if !isPlain { escaped(utf8) }
    }
  }

  private mutating func escaped(_ utf8: UnsafeBufferPointer<UInt8>) {
    put(UInt8(ascii: "\""))
    utf8.forEach { escape($0) }
    put(UInt8(ascii: "\""))
  }

  /// JSON text that is valid already, e.g. a `jsonb` column.
  package mutating func embedded(_ json: String) { plain(json) }

  /// Members written before by another writer, whose commas are in place.
  mutating func embedded(members: [UInt8]) {
    separate()
    members.withUnsafeBufferPointer { put($0) }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      put(UInt8(ascii: "\\"))
      put(byte)
    case 0..<0x20:
      put(6) { start in
        var next = start
        next.append("\\u00")
        next.append(hexadecimal: byte)
        return next - start
      }
    default: put(byte)
    }
  }

  @inline(__always)
  private mutating func separate() {
    if needsComma { put(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    put(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    put(bracket)
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
  package func write(to json: inout JSONWriter) { json.number(self) }
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
    json.day(self)
  }
}

extension Month: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(description) }
}

extension Instant: JSONEncodable {
  package func write(to json: inout JSONWriter) {
    guard (1...9999).contains(utcDay.year) else { return json.string(description) }
    json.instant(self)
  }
}

extension Period: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(description) }
}

extension Code: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.string(text) }
}

extension Money: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.money(self) }
}

extension Array: JSONEncodable where Element: JSONEncodable {
  package func write(to json: inout JSONWriter) { json.array(self) { $1.write(to: &$0) } }
}
