/// How much of a meter was used, in millionths of its unit: 12.5 GB is 12,500,000. A difference may lie below zero.
package struct MeteredQuantity: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Millionths of the meter's unit.
  package let millionths: Int64

  /// So many millionths.
  package init(millionths: Int64) { self.millionths = millionths }

  /// So many whole units.
  package init(units: Int64) { millionths = units * MeteredQuantity.millionthsPerUnit }

  /// A plain decimal such as `12.5`: digits, at most six decimals, from 0 to `maximum`. Nil for signs, exponents,
  /// spaces, leading zeros and a bare point.
  package init?(_ text: some StringProtocol) {
    guard let millionths = DecimalText.parsed(text, places: 6, upTo: MeteredQuantity.maximum.millionths) else {
      return nil
    }
    self.millionths = millionths
  }

  /// The most that counts in one month: with the highest rate it still fits 64 bits of minor units, and so do sums.
  package static let maximum = MeteredQuantity(millionths: 1_000_000_000_000_000)

  /// Nothing.
  package static let zero = MeteredQuantity(millionths: 0)

  static let millionthsPerUnit: Int64 = 1_000_000

  /// `12.5`: no more decimals than it has.
  package var description: String { DecimalText.of(millionths, places: 6, atLeast: 0) }

  /// Less before more.
  package static func < (a: MeteredQuantity, b: MeteredQuantity) -> Bool { a.millionths < b.millionths }

  /// The sum.
  package static func + (a: MeteredQuantity, b: MeteredQuantity) -> MeteredQuantity {
    MeteredQuantity(millionths: a.millionths + b.millionths)
  }

  /// The difference.
  package static func - (a: MeteredQuantity, b: MeteredQuantity) -> MeteredQuantity {
    MeteredQuantity(millionths: a.millionths - b.millionths)
  }
}

/// What one unit (or one package) of a meter costs, finer than the currency's smallest coin: millionths of a minor
/// unit, so that CHF 0.0245 is 2,450,000.
package struct MeterRate: Hashable, Sendable {
  /// Millionths of a minor unit.
  package let minorMillionths: Int64

  /// So many millionths of a minor unit.
  package init(minorMillionths: Int64) { self.minorMillionths = minorMillionths }

  /// A plain decimal such as `0.0245`, with six decimals more than the currency at most; nil for anything else.
  package init?(_ amount: some StringProtocol, currency: Currency) {
    let places = 6 + currency.exponent
    guard let rate = DecimalText.parsed(amount, places: places, upTo: MeterRate.maximum.minorMillionths) else {
      return nil
    }
    minorMillionths = rate
  }

  /// `0.0245`: at least the currency's decimals, more only where it has them.
  package func amount(in currency: Currency) -> String {
    DecimalText.of(minorMillionths, places: 6 + currency.exponent, atLeast: currency.exponent)
  }

  /// `CHF 0.0245`.
  package func description(in currency: Currency) -> String { "\(currency) \(amount(in: currency))" }

  /// The highest there is: ten thousand francs a unit.
  package static let maximum = MeterRate(minorMillionths: 1_000_000_000_000)
}

/// Whole numbers of a small part, written as decimals.
enum DecimalText {
  /// A plain decimal of at most `places` decimals, as a whole number of the last place, 0 to `maximum`; nil for signs,
  /// exponents, spaces, leading zeros and a bare point.
  static func parsed(_ text: some StringProtocol, places: Int, upTo maximum: Int64) -> Int64? {
    var scanner = TextScanner(text)
    guard let leading = scanner.digit() else { return nil }
    var sum = Int128(leading)
    while let digit = scanner.digit() {
      guard leading != 0, sum <= Int128(maximum) else { return nil }
      sum = sum * 10 + Int128(digit)
    }
    var decimals = 0
    if scanner.skip(".") {
      while let digit = scanner.digit() {
        decimals += 1
        guard decimals <= places, sum <= Int128(maximum) else { return nil }
        sum = sum * 10 + Int128(digit)
      }
      guard decimals > 0 else { return nil }
    }
    for _ in decimals..<places { sum *= 10 }
    return scanner.isAtEnd && sum <= Int128(maximum) ? Int64(sum) : nil
  }

  /// `number` with the point before its last `places` digits; zeros at the end are left out down to `atLeast` decimals.
  static func of(_ number: Int64, places: Int, atLeast: Int) -> String {
    var digits = String(number.magnitude)
    while digits.utf8.count <= places { digits = "0" + digits }
    let whole = digits.dropLast(places)
    var decimals = digits.suffix(places)
    while decimals.utf8.count > atLeast, decimals.last == "0" { decimals.removeLast() }
    let sign = number < 0 ? "-" : ""
    return decimals.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(decimals)"
  }
}
