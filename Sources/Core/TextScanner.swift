/// Reads ASCII text of a known shape from front to back; each step says whether the text had that shape.
struct TextScanner {
  private var rest: Substring.UTF8View

  init(_ text: some StringProtocol) { rest = Substring(text).utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  /// Steps over `scalar` if it comes next.
  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard let next = rest.first, UInt32(next) == scalar.value else { return false }
    rest.removeFirst()
    return true
  }

  /// The next byte, if it is an ASCII digit, as its value 0–9.
  mutating func digit() -> Int? {
    guard let next = rest.first, next >= 0x30, next <= 0x39 else { return nil }
    rest.removeFirst()
    return Int(next - 0x30)
  }

  /// Exactly `count` digits.
  mutating func number(digits count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// One digit or more, at most `count`.
  mutating func number(upTo count: Int) -> Int? {
    guard var value = digit() else { return nil }
    var read = 1
    while let digit = digit() {
      read += 1
      guard read <= count else { return nil }
      value = value * 10 + digit
    }
    return value
  }
}

extension String {
  /// Appends `value` (0 or more) with leading zeros up to `width`.
  mutating func append(_ value: some BinaryInteger, width: Int) {
    let digits = String(value)
    for _ in 0..<max(0, width - digits.utf8.count) { append("0") }
    append(digits)
  }
}

extension BinaryInteger {
  /// Quotient and remainder with the remainder never negative; `divisor` > 0.
  func floorDivided(by divisor: Self) -> (quotient: Self, remainder: Self) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
