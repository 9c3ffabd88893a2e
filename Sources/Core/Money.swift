/// An amount in the smallest unit of its currency.
package struct Money: Hashable, Sendable, CustomStringConvertible {
  /// Minor units: rappen, cents, yen, fils.
  package let minor: Int64
  /// The currency; two currencies never mix in a sum.
  package let currency: Currency

  /// So many minor units.
  package init(minor: Int64, currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  /// A plain decimal such as `-12.30`: digits, at most the currency's decimals. Nil for plus signs, exponents, spaces,
  /// leading zeros, a bare point, or more than fits 64 bits of minor units.
  package init?(_ amount: some StringProtocol, currency: Currency) {
    var scanner = TextScanner(amount)
    let negative = scanner.skip("-")
    // Summed up below zero, where the range reaches one further.
    guard let leading = scanner.digit() else { return nil }
    var sum = -Int64(leading)
    while let digit = scanner.digit() {
      guard leading != 0, Money.shift(&sum, digit) else { return nil }
    }
    var decimals = 0
    if scanner.skip(".") {
      while let digit = scanner.digit() {
        decimals += 1
        guard decimals <= currency.exponent, Money.shift(&sum, digit) else { return nil }
      }
      guard decimals > 0 else { return nil }
    }
    guard scanner.isAtEnd else { return nil }
    for _ in decimals..<currency.exponent {
      guard Money.shift(&sum, 0) else { return nil }
    }
    guard negative || sum != .min else { return nil }
    self.init(minor: negative ? sum : -sum, currency: currency)
  }

  /// Appends one digit to a sum below zero; false when it no longer fits.
  private static func shift(_ sum: inout Int64, _ digit: Int) -> Bool {
    let (tens, tooLarge) = sum.multipliedReportingOverflow(by: 10)
    let (shifted, tooLow) = tens.subtractingReportingOverflow(Int64(digit))
    sum = shifted
    return !tooLarge && !tooLow
  }

  /// Nothing, in a currency.
  package static func zero(_ currency: Currency) -> Money { Money(minor: 0, currency: currency) }

  /// `105.60`: exactly the currency's decimals.
  package var amount: String {
    var text = minor < 0 ? "-" : ""
    let units = currency.unitsPerMajor
    text.append(minor.magnitude / units, width: 1)
    if currency.exponent > 0 {
      text.append(".")
      text.append(minor.magnitude % units, width: currency.exponent)
    }
    return text
  }

  /// `CHF 105.60`.
  package var description: String { "\(currency) \(amount)" }

  /// The sum; both in one currency.
  package static func + (a: Money, b: Money) -> Money {
    precondition(a.currency == b.currency, "currencies never mix in a sum")
    return Money(minor: a.minor + b.minor, currency: a.currency)
  }

  /// The difference; both in one currency.
  package static func - (a: Money, b: Money) -> Money {
    precondition(a.currency == b.currency, "currencies never mix in a sum")
    return Money(minor: a.minor - b.minor, currency: a.currency)
  }

  /// The same amount the other way.
  package static prefix func - (a: Money) -> Money { Money(minor: -a.minor, currency: a.currency) }

  /// Tax on a net amount at a rate of 0–1000 per mille (8.1 % is 81), rounded half away from zero.
  package func tax(ratePerMille: Int) -> Money {
    precondition((0...1000).contains(ratePerMille), "a tax rate lies between 0 and 1000 per mille")
    guard let tax = Rounding.halfAwayFromZero(Int128(minor) * Int128(ratePerMille), over: 1000) else {
      preconditionFailure("a share of an amount is no larger than the amount")
    }
    return Money(minor: tax, currency: currency)
  }
}

/// The one way amounts are rounded.
package enum Rounding {
  /// The nearest whole number to `numerator` / `denominator`, halves away from zero; nil when it exceeds 64 bits.
  /// `denominator` > 0.
  package static func halfAwayFromZero(_ numerator: Int128, over denominator: Int128) -> Int64? {
    precondition(denominator > 0, "division by a positive number only")
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let size = abs(remainder)
    guard size >= denominator - size else { return Int64(exactly: quotient) }
    return Int64(exactly: quotient + numerator.signum())
  }
}
