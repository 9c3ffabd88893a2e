import Core

/// What is owed for subscriptions, by the plainest count there is: each day of a cycle looks up the change it is billed
/// by, licences are added up, and what division leaves over is handed out one by one.
enum PlainLedger {
  /// A term as it was written down when it began.
  struct Term {
    let start: Day
    /// Cycles are counted from here.
    let anchor: Day
    /// Of a full cycle; one of the two is 0.
    let months: Int
    let days: Int
    let price: Int64
    let cost: Int64

    /// A cycle is a month, a year, or the term itself where that is no longer.
    init(start: Day, anchor: Day, term: Period, frequency: Frequency, price: Int64, cost: Int64) {
      self.start = start
      self.anchor = anchor
      self.price = price
      self.cost = cost
      days = term.days
      switch frequency {
      case .monthly where term.months > 1: months = 1
      case .annual where term.months > 12: months = 12
      default: months = term.months
      }
    }

    /// The same so many cycles later, on the month's last day where it has no such day.
    fileprivate func day(_ cycles: Int, after day: Day) -> Day {
      guard months > 0 else { return day.adding(days: cycles * days) }
      let (year, month, number) = day.civil
      let later = year * 12 + month - 1 + cycles * months
      for day in stride(from: number, to: 27, by: -1) {
        if let found = Day(year: later / 12, month: later % 12 + 1, day: day) { return found }
      }
      return Day(year: later / 12, month: later % 12 + 1, day: number) ?? day
    }
  }

  /// A term's cycles from the one a day lies in to the last that begins on `last` or before, and before `end`.
  static func cycles(of term: Term, from first: Day, through last: Day, before end: Day?) -> [Cycle] {
    guard term.months > 0 || term.days > 0 else { return [] }
    var index = 0
    while term.day(index, after: term.anchor) > first { index -= 1 }
    while term.day(index + 1, after: term.anchor) <= first { index += 1 }
    var cycles: [Cycle] = []
    while true {
      let from = max(term.day(index, after: term.anchor), term.start)
      guard from <= last, end.map({ from < $0 }) ?? true else { return cycles }
      let to = term.day(index + 1, after: term.anchor)
      let isCut = from != term.day(index, after: term.anchor)
      let full = isCut ? term.day(1, after: term.start) - term.start : to - from
      cycles.append(Cycle(from: from, to: to, fullDays: full))
      index += 1
    }
  }

  /// Licence-days by centre: each day counts by the last change written that is of this day or an earlier one.
  static func licenceDays(_ entries: [LedgerEntry], in cycle: Cycle) -> [ID<BillingCentre>: Int128] {
    let begins = entries.map(\.day)
    var counted = [Int](repeating: 0, count: entries.count)
    for number in cycle.from.number..<cycle.to.number {
      if let entry = begins.lastIndex(where: { $0.number <= number }) { counted[entry] += 1 }
    }
    var sums: [ID<BillingCentre>: Int128] = [:]
    for (entry, days) in zip(entries, counted) where entry.billable && days > 0 {
      for allocation in entry.allocations {
        sums[allocation.centre, default: 0] += Int128(allocation.quantity) * Int128(days)
      }
    }
    return sums.filter { $0.value != 0 }
  }

  /// `numerator` / `denominator` to the nearest whole, halves up; neither is negative here.
  static func rounded(_ numerator: Int128, over denominator: Int128) -> Int128 {
    (2 * numerator + denominator) / (2 * denominator)
  }

  /// A total by weight: whole parts, then one more each to whoever misses most, the earlier in `order` first.
  static func shares<Place: Hashable & Comparable>(
    of total: Int128, by weights: [Place: Int128], order: [Place]
  ) -> [Place: Int128] {
    let sum = weights.values.reduce(0, +)
    guard sum > 0 else { return [:] }
    if weights.count == 1 { return weights.mapValues { _ in total } }
    var shares = weights.mapValues { total * $0 / sum }
    var missing = weights.mapValues { total * $0 % sum }
    // Whoever is not in the order comes last.
    let places = order.filter { weights[$0] != nil } + weights.keys.filter { !order.contains($0) }.sorted()
    let left = total - shares.values.reduce(0, +)
    for _ in 0..<max(0, Int(left)) {
      guard let most = missing.values.max(), let next = places.first(where: { missing[$0] == most }) else { break }
      shares[next, default: 0] += 1
      missing[next] = nil
    }
    return shares
  }
}
