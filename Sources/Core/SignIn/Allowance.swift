/// So many tries at once, and one more each time a while has passed: a bucket kept as one instant, the one at which it
/// will be full again (the generic cell rate algorithm).
package struct Allowance: Hashable, Sendable {
  /// Tries at once.
  package let burst: Int64
  /// Until one more is allowed.
  package let refillSeconds: Int64

  package init(burst: Int64, refillSeconds: Int64) {
    self.burst = burst
    self.refillSeconds = refillSeconds
  }

  /// Seconds to wait for the next try; 0 when there is one now. `fullAt` nil: never used.
  package func waitSeconds(fullAt: Instant?, now: Instant) -> Int64 {
    let room = now.adding(seconds: (burst - 1) * refillSeconds).microseconds - used(fullAt, now).microseconds
    return room >= 0 ? 0 : (-room + 999_999) / 1_000_000
  }

  /// The bucket after one try.
  package func taken(fullAt: Instant?, now: Instant) -> Instant {
    used(fullAt, now).adding(seconds: refillSeconds)
  }

  /// Never emptier than empty, even when the clock was set back.
  private func used(_ fullAt: Instant?, _ now: Instant) -> Instant {
    fullAt.map { min(max($0, now), now.adding(seconds: burst * refillSeconds)) } ?? now
  }
}
