/// The six digits that an authenticator app shows for thirty seconds (RFC 6238 over RFC 4226, SHA-1). The keyed hash
/// is the caller's, so that the rules stand by themselves.
package enum OneTimeCode {
  package static let digits = 6
  package static let stepSeconds: Int64 = 30
  /// A phone's clock may be this many steps off, either way.
  package static let drift: Int64 = 1

  package typealias HMAC = (_ message: [UInt8]) -> [UInt8]

  /// The number of the thirty seconds that the second falls into.
  package static func step(atSecond second: Int64) -> Int64 { second.floorDivided(by: stepSeconds).quotient }

  /// The code of a step: the dynamic truncation of the HMAC of its number in eight bytes.
  package static func code(ofStep step: Int64, hmac: HMAC) -> String {
    let digest = hmac((0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) })
    let offset = Int((digest.last ?? 0) & 0x0F)
    guard offset + 4 <= digest.count else { return "" }
    let word = digest[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let text = String(word % 1_000_000)
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  /// The step whose code was shown; nil when it is the code of none that counts now, or of one no later than `last`:
  /// no code is taken twice.
  package static func accepted(_ shown: String, atSecond second: Int64, last: Int64?, hmac: HMAC) -> Int64? {
    guard isWritten(shown) else { return nil }
    let present = step(atSecond: second)
    let candidates = (present - drift...present + drift).filter { step in last.map { step > $0 } ?? true }
    // Each is computed and compared whole, so that the time taken tells nothing.
    return candidates.filter { same(code(ofStep: $0, hmac: hmac), shown) }.last
  }

  /// Whether a text is written as a code is: six digits.
  package static func isWritten(_ text: String) -> Bool {
    text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func same(_ a: String, _ b: String) -> Bool {
    zip(a.utf8, b.utf8).reduce(UInt8(a.utf8.count == b.utf8.count ? 0 : 1)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
