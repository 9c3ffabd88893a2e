/// The values an axis names: round, evenly apart, from below the smallest to above the largest, zero among them.
package struct ChartScale: Sendable, Equatable {
  /// Where the axis begins; zero or below.
  package let lowest: Double
  /// Where it ends; above `lowest`.
  package let highest: Double
  /// Between two values; 1, 2 or 5 times a power of ten, and at least one smallest unit.
  package let step: Double

  /// The scale for values between two bounds, with about `count` steps. Zero always lies on it.
  package init(from smallest: Double, to largest: Double, steps count: Int = 4) {
    let low = min(0, smallest)
    let high = max(0, largest)
    let span = max(high - low, 1)
    step = ChartScale.nice(span / Double(max(1, count)))
    lowest = (low / step).rounded(.down) * step
    highest = max((high / step).rounded(.up) * step, lowest + step)
  }

  /// The smallest of 1, 2, 5 times a power of ten that is no smaller than `rough`; never below 1.
  private static func nice(_ rough: Double) -> Double {
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    let fitting = [1.0, 2, 5, 10].first { $0 * power >= rough } ?? 10
    return fitting * power
  }

  /// From the lowest to the highest.
  package var ticks: [Double] {
    let count = Int(((highest - lowest) / step).rounded())
    return (0...count).map { lowest + Double($0) * step }
  }

  /// Where a value lies, 0 at the lowest and 1 at the highest.
  package func place(of value: Double) -> Double { (value - lowest) / (highest - lowest) }

  /// The ticks in words, all in one unit: `0`, `5 k`, `10 k`; `decimals` digits of a value stand behind the point.
  package func labels(decimals: Int) -> [String] {
    let major = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let largest = max(highest, -lowest) / major
    let (unit, suffix): (Double, String) =
      largest >= 10_000_000 ? (1_000_000, "\u{202F}M") : largest >= 10_000 ? (1000, "\u{202F}k") : (1, "")
    let shown = ChartScale.decimals(of: step / major / unit)
    return ticks.map { tick in
      tick == 0 ? "0" : ChartScale.decimal(tick / major / unit, shown) + suffix
    }
  }

  /// How many decimals name multiples of a step exactly; at most six.
  private static func decimals(of step: Double) -> Int {
    var scaled = step
    var decimals = 0
    while decimals < 6, abs(scaled - scaled.rounded()) > 1e-9 * max(1, abs(scaled)) {
      scaled *= 10
      decimals += 1
    }
    return decimals
  }

  private static func decimal(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e18 else { return value < 0 ? "\u{2212}∞" : "∞" }
    var digits = String(Int64(scaled))
    if decimals > 0 {
      digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
    }
    return grouped((value < 0 ? "-" : "") + digits)
  }
}

/// A value as a chart names it: `−1 234.50`, exact.
func chartAmount(_ value: Int64, decimals: Int) -> String {
  var digits = String(value.magnitude)
  if decimals > 0 {
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals))
  }
  return grouped((value < 0 ? "-" : "") + digits)
}
