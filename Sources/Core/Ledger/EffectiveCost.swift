/// What of a posted amount is cost of one month. Finance books both: what is billed, and what a month really cost.
package enum EffectiveCost {
  /// The share of `month` in an amount that covers the days [from, to) and was posted in the month `posted`.
  ///
  /// The amount is spread evenly over its days. What covers days before the month it was posted in counts there, since
  /// the months before are closed. Each share is the difference of two sums from the beginning, each rounded once, so
  /// that the shares of all months add up to the amount exactly. In minor units; `from` < `to`. The database's
  /// `effective_share` is the same.
  package static func share(of amount: Int64, from: Day, to: Day, posted: Month, in month: Month) -> Int64 {
    guard month >= posted else { return 0 }
    let before = month == posted ? 0 : sum(of: amount, from: from, to: to, until: month.first)
    return sum(of: amount, from: from, to: to, until: month.next.first) - before
  }

  private static func sum(of amount: Int64, from: Day, to: Day, until day: Day) -> Int64 {
    precondition(from < to, "an amount covers days")
    let days = max(0, min(to, day) - from)
    guard let sum = Rounding.halfAwayFromZero(Int128(amount) * Int128(days), over: Int128(to - from)) else {
      preconditionFailure("a share of an amount is no larger than the amount")
    }
    return sum
  }
}
