import Core
import FoundationEssentials

/// Writing text where there is room for it; each step moves on behind what it wrote.
extension UnsafeMutablePointer<UInt8> {
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    pointee = byte
    self += 1
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    update(from: source, count: bytes.count)
    self += bytes.count
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    self += text.utf8CodeUnitCount
  }

  /// A number of 0 or more in exactly `width` digits, cut off in front.
  @inline(__always)
  mutating func append(digits value: Int, _ width: Int) {
    var rest = UInt(value)
    for position in stride(from: width - 1, through: 0, by: -1) {
      self[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    self += width
  }

  /// `-12.30`: a number of minor units with so many decimals; at most 22 bytes.
  mutating func append(signed value: Int64, decimals: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var width = decimals + 1
    var rest = value.magnitude
    for _ in 0..<decimals { rest /= 10 }
    while rest >= 10 {
      rest /= 10
      width += 1
    }
    let total = decimals > 0 ? width + 1 : width
    rest = value.magnitude
    for position in stride(from: total - 1, through: 0, by: -1) {
      if decimals > 0, position == total - 1 - decimals {
        self[position] = UInt8(ascii: ".")
        continue
      }
      self[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    self += total
  }

  /// `2026-01-15`; the year cut to four digits.
  mutating func append(_ day: Day) {
    let (year, month, dayOfMonth) = day.civil
    append(digits: year, 4)
    append(UInt8(ascii: "-"))
    append(digits: month, 2)
    append(UInt8(ascii: "-"))
    append(digits: dayOfMonth, 2)
  }

  /// `0197e441-…`, 36 bytes in lower case.
  mutating func append(_ id: UUID) {
    withUnsafeBytes(of: id.uuid) { raw in
      for index in 0..<16 {
        if index == 4 || index == 6 || index == 8 || index == 10 { append(UInt8(ascii: "-")) }
        append(hexadecimal: raw[index])
      }
    }
  }

  /// Two digits in lower case.
  @inline(__always)
  mutating func append(hexadecimal byte: UInt8) {
    append(UnsafeMutablePointer.digit(byte >> 4))
    append(UnsafeMutablePointer.digit(byte & 15))
  }

  @inline(__always)
  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble + (nibble < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
