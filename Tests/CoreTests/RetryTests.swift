import Core
import Testing

@Test func `what failed waits ever longer, up to six hours, a quarter more or less`() {
  for spread in UInt64(0)..<200 {
    var middle: Int64 = 60
    for attempts in 1...30 {
      let delay = Retry.delaySeconds(after: attempts, spread: spread)
      #expect((middle * 3 / 4...middle * 5 / 4).contains(delay), "\(attempts) of \(spread): \(delay)")
      middle = min(middle * 2, 6 * 3_600)
    }
  }
  #expect(Retry.delaySeconds(after: .max, spread: .max) <= 6 * 3_600 * 5 / 4)
  #expect(Retry.delaySeconds(after: 0, spread: 0) >= 45)
}

@Test func `what failed together does not come back together`() {
  let delays = Set((UInt64(1)...100).map { Retry.delaySeconds(after: 5, spread: $0) })
  #expect(delays.count > 80)
  #expect(Retry.delaySeconds(after: 5, spread: 7) == Retry.delaySeconds(after: 5, spread: 7))
}
