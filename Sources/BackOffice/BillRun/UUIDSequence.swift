import Core
import FoundationEssentials

/// Many identifiers at one instant, without asking for randomness each time: a random start, then counting.
final class UUIDSequence {
  private let first: UUID
  private var counter: UInt64

  init(at now: Instant) {
    first = Secrets.uuid(at: now)
    counter = Secrets.random(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  func next() -> UUID {
    counter &+= 1
    let u = first.uuid
    let c = withUnsafeBytes(of: counter.bigEndian) { Array($0) }
    return UUID(
      uuid: (
        u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, c[0] & 0x3F | 0x80, c[1], c[2], c[3], c[4], c[5], c[6], c[7]
      ))
  }
}
