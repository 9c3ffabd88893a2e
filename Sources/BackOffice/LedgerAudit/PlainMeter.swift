import Core

/// What a meter's month comes to, counted plainly from its price as it is written down: quantities in millionths, rates
/// in millionths of a minor unit.
struct PlainMeter {
  let model: MeterPrice.Model
  let free: Int128
  let packageSize: Int128
  /// Where each tier but the last ends, counted after what is free.
  let bounds: [Int128]
  let rates: [Int128]

  private static let million = Int128(1_000_000)

  /// In minor units; `quantity` in millionths.
  func amount(_ quantity: Int128) -> Int128 {
    let billed = max(0, quantity - free)
    return PlainLedger.rounded(exactly(billed), over: PlainMeter.million * PlainMeter.million)
  }

  private func exactly(_ billed: Int128) -> Int128 {
    switch model {
    case .flat: return billed * rates[0]
    case .package: return (billed + packageSize - 1) / packageSize * PlainMeter.million * rates[0]
    case .volume: return billed * rates[bounds.firstIndex { billed <= $0 } ?? bounds.count]
    case .tiered:
      var sum: Int128 = 0
      var begin: Int128 = 0
      for (index, rate) in rates.enumerated() {
        let end = index < bounds.count ? min(billed, bounds[index]) : billed
        sum += max(0, end - begin) * rate
        begin = max(begin, end)
      }
      return sum
    }
  }
}
