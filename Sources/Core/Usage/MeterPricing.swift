/// What may be said of a meter's prices: never anything that changes what was owed before.
package enum MeterPricing {
  /// Whether a price may begin with this month. `known` are the months from which there are prices on the
  /// same leg and in the same currency, `present` is the month that runs. Where nothing was in force, nothing was
  /// counted, so that the first price may begin in the past; what is in force ends with a month that has not begun.
  package static func allows(from month: Month, known: [Month], present: Month) -> Bool {
    let isFirst = !known.contains { $0 <= month }
    return isFirst || month > present
  }
}
