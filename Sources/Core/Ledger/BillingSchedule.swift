/// One stretch of billing: the days [from, to).
package struct Cycle: Hashable, Sendable {
  /// The first day.
  package let from: Day
  /// The first day after it.
  package let to: Day
  /// The length in days it would have had unshortened; the unit price pays for so many.
  package let fullDays: Int

  /// A cycle of the days [from, to), at least one.
  package init(from: Day, to: Day, fullDays: Int) {
    precondition(from < to && fullDays > 0, "a cycle has days")
    self.from = from
    self.to = to
    self.fullDays = fullDays
  }

  /// Its own length in days.
  package var days: Int { to - from }
}

/// Where cycles begin: at the anchor and any number of cycle lengths before or after it, clamped to the month's end
/// without drifting (31 Jan, 28 Feb, 31 Mar).
///
/// When the end date was aligned the anchor is that end, and the first cycle [start, first boundary) may be cut short.
/// Its `fullDays` is then the length it would have had: (start + length) − start.
package struct BillingSchedule: Hashable, Sendable {
  private let start: Day
  private let anchor: Day
  private let length: Period

  /// `months`: length of a cycle, 1 or more (1 monthly, 12 annual, the term's months for once).
  package init(start: Day, anchor: Day, months: Int) {
    self.init(start: start, anchor: anchor, length: Period(months: months))
  }

  /// `length`: months and days of a cycle, not both zero. Trials of 14 days have cycles of days.
  package init(start: Day, anchor: Day, length: Period) {
    precondition(length.months > 0 || length.days > 0, "a cycle has days")
    self.start = start
    self.anchor = anchor
    self.length = length
  }

  /// The cycle a day lies in; nil before the start.
  package func cycle(containing day: Day) -> Cycle? {
    guard day >= start else { return nil }
    let index = index(of: day)
    let (from, to) = (boundary(index), boundary(index + 1))
    guard from < start else { return Cycle(from: from, to: to, fullDays: to - from) }
    return Cycle(from: start, to: to, fullDays: length.added(to: start) - start)
  }

  /// The cycle that begins where `cycle` ends.
  package func next(after cycle: Cycle) -> Cycle {
    guard let next = self.cycle(containing: cycle.to) else {
      preconditionFailure("the cycle lies before the schedule's start")
    }
    return next
  }

  /// Whether a cycle of full length begins on `day`.
  func begins(on day: Day) -> Bool { boundary(index(of: day)) == day }

  /// The first day of the cycle `count` cycles after the one containing `day`.
  func boundary(after day: Day, cycles count: Int) -> Day { boundary(index(of: day) + count) }

  private func boundary(_ index: Int) -> Day {
    anchor.adding(months: index * length.months).adding(days: index * length.days)
  }

  /// Counted from the anchor, negative before it.
  private func index(of day: Day) -> Int {
    // A month has 30.4369 days on average: the estimate is off by one at most.
    let daysTimes10000 = length.months * 304_369 + length.days * 10_000
    var index = ((day - anchor) * 10_000).floorDivided(by: daysTimes10000).quotient
    while boundary(index) > day { index -= 1 }
    while boundary(index + 1) <= day { index += 1 }
    return index
  }
}
