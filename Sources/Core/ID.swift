import FoundationEssentials

/// The identity of one `Entity`: a UUID that cannot be mistaken for another entity's.
package struct ID<Entity>: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The UUID itself.
  package let raw: UUID

  /// Takes a UUID at its word.
  package init(_ raw: UUID) { self.raw = raw }

  /// The canonical 8-4-4-4-12 form in hex digits of either case; nil for anything else.
  package init?(_ text: some StringProtocol) {
    // Concrete, because callers in other modules meet this generic unspecialized.
    let text = String(text).utf8
    guard text.count == 36 else { return nil }
    var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    let canonical = withUnsafeMutableBytes(of: &bytes) { buffer in
      var nibbles = 0
      for (index, byte) in text.enumerated() {
        if Self.isHyphen(index) {
          guard byte == UInt8(ascii: "-") else { return false }
          continue
        }
        guard let value = Self.nibble(byte) else { return false }
        buffer[nibbles / 2] = buffer[nibbles / 2] << 4 | value
        nibbles += 1
      }
      return true
    }
    guard canonical else { return nil }
    raw = UUID(uuid: bytes)
  }

  /// The canonical form in lower case, as PostgreSQL writes it.
  package var description: String {
    withUnsafeBytes(of: raw.uuid) { bytes in
      String(unsafeUninitializedCapacity: 36) { text in
        var position = 0
        for byte in bytes {
          if Self.isHyphen(position) {
            text[position] = UInt8(ascii: "-")
            position += 1
          }
          text[position] = Self.hexDigit(byte >> 4)
          text[position + 1] = Self.hexDigit(byte & 15)
          position += 2
        }
        return position
      }
    }
  }

  /// In the order of the bytes, which is PostgreSQL's order too.
  package static func < (a: ID, b: ID) -> Bool { a.raw < b.raw }

  private static func isHyphen(_ position: Int) -> Bool {
    position == 8 || position == 13 || position == 18 || position == 23
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func hexDigit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}
