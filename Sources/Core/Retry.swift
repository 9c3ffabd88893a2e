/// When something that failed is tried again.
package enum Retry {
  private static let firstSeconds: Int64 = 60
  private static let longestSeconds: Int64 = 6 * 3_600

  /// How long to wait after so many attempts: a minute at first, doubled each time, six hours at most, all of it a
  /// quarter more or less by `spread`, so that what failed together does not come back together. The same for the
  /// same arguments.
  package static func delaySeconds(after attempts: Int, spread: UInt64) -> Int64 {
    let doublings = max(0, min(attempts - 1, 20))
    let delay = min(firstSeconds << Int64(doublings), longestSeconds)
    var mixed = (spread &+ UInt64(doublings) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed ^= mixed >> 27
    let quarter = delay / 4
    return delay - quarter + Int64(mixed % UInt64(2 * quarter + 1))
  }
}
