import Core
import Testing

/// Answers the digest of a message, so that codes can be foreseen: its last byte decides where the code is cut.
private func hmac(_ message: [UInt8]) -> [UInt8] { message + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4] }

private func code(_ step: Int64) -> String { OneTimeCode.code(ofStep: step, hmac: hmac) }

@Suite struct OneTimeCodeTests {
  @Test(arguments: ["", "12345", "1234567", "12345a", " 12345", "１２３４５６", "-12345", "12 345"])
  func `what is not six digits is no code`(_ text: String) {
    #expect(!OneTimeCode.isWritten(text))
    #expect(OneTimeCode.accepted(text, atSecond: 0, last: nil, hmac: hmac) == nil)
  }

  @Test func `a code counts in its step and the two beside it, and in no other`() {
    let counted = (90...110).filter {
      OneTimeCode.accepted(code($0), atSecond: 100 * 30 + 7, last: nil, hmac: hmac) != nil
    }
    #expect(counted == [99, 100, 101])
  }

  @Test func `no code is taken twice, nor one from before the last`() {
    for last: Int64 in [98, 99, 100, 101, 500] {
      let counted = (99...101).filter {
        OneTimeCode.accepted(code($0), atSecond: 3_000, last: last, hmac: hmac) == $0
      }
      #expect(counted == Array((99...101).filter { $0 > last }), "after \(last)")
    }
  }

  @Test func `steps begin every thirty seconds, and codes keep their zeros`() {
    #expect([0, 29, 30, 59, 60].map(OneTimeCode.step) == [0, 0, 1, 1, 2])
    #expect(code(7) == "000007")
    #expect(code(123_456_789) == "456789")
    #expect(OneTimeCode.code(ofStep: 1) { _ in [1, 2] } == "")
  }
}

@Suite struct AllowanceTests {
  private let allowance = Allowance(burst: 3, refillSeconds: 60)
  private let start = Instant(microseconds: 1_000_000_000)

  @Test func `after the burst one waits, for one try at a time`() {
    var full: Instant?
    for _ in 0..<3 {
      #expect(allowance.waitSeconds(fullAt: full, now: start) == 0)
      full = allowance.taken(fullAt: full, now: start)
    }
    #expect(allowance.waitSeconds(fullAt: full, now: start) == 60)
    #expect(allowance.waitSeconds(fullAt: full, now: start.adding(seconds: 59)) == 1)
    let later = start.adding(seconds: 60)
    #expect(allowance.waitSeconds(fullAt: full, now: later) == 0)
    full = allowance.taken(fullAt: full, now: later)
    #expect(allowance.waitSeconds(fullAt: full, now: later) == 60)
    #expect(allowance.waitSeconds(fullAt: full, now: Instant(microseconds: later.microseconds + 1)) == 60)
  }

  @Test func `time fills the bucket, never beyond the burst`() {
    var full = allowance.taken(fullAt: nil, now: start)
    let later = start.adding(seconds: 100_000)
    for _ in 0..<3 { full = allowance.taken(fullAt: full, now: later) }
    #expect(allowance.waitSeconds(fullAt: full, now: later) == 60)
  }

  @Test func `when the clock was set back one waits no longer than an empty bucket takes`() {
    #expect(allowance.waitSeconds(fullAt: start.adding(seconds: 1_000_000), now: start) == 60)
  }
}
