/// One term as it falls on the calendar, with what is held and how it is billed.
struct Term {
  let start: Day
  let end: Day
  let anchor: Day
  let length: Period
  let frequency: Frequency
  let quantity: Int

  /// The longest commitment there is: ten years (domain names).
  private static let longestMonths = 120
  private static let longestDays = 366

  /// A term beginning on `start`; nil when `alignTo` does not lie within it.
  ///
  /// Boundaries are counted from `anchor` if one falls on `start`, so that a subscription of 31 January renewed on
  /// 28 February comes back to 31 March. An aligned end is the anchor itself.
  init?(start: Day, anchor: Day, length: Period, frequency: Frequency, quantity: Int, alignTo: Day?) {
    let cycle = Term.cycle(of: frequency, term: length)
    let kept = BillingSchedule(start: start, anchor: anchor, length: cycle)
    let own = kept.begins(on: start) ? kept : BillingSchedule(start: start, anchor: start, length: cycle)
    let cycles = cycle == length ? 1 : length.months / cycle.months
    let end = own.boundary(after: start, cycles: cycles)
    self.start = start
    self.length = length
    self.frequency = frequency
    self.quantity = quantity
    if let alignTo, alignTo != end {
      guard alignTo > start, alignTo < end else { return nil }
      self.end = alignTo
      self.anchor = alignTo
    } else {
      self.end = end
      self.anchor = kept.begins(on: start) ? anchor : start
    }
  }

  var schedule: BillingSchedule {
    BillingSchedule(start: start, anchor: anchor, length: Term.cycle(of: frequency, term: length))
  }

  /// The length of a full cycle: a month, a year, or the term itself if that is no longer.
  static func cycle(of frequency: Frequency, term: Period) -> Period {
    switch frequency {
    case .monthly where term.months > 1: Period(months: 1)
    case .annual where term.months > 12: Period(months: 12)
    default: term
    }
  }

  /// Whether a term can be sold: whole months or whole days, and made of whole cycles.
  static func isValid(_ term: Period, _ frequency: Frequency) -> Bool {
    let isWhole = term.hours == 0 && (term.months == 0) != (term.days == 0)
    guard isWhole, term.months <= longestMonths, term.days <= longestDays else { return false }
    let cycle = cycle(of: frequency, term: term)
    return cycle == term || term.months.isMultiple(of: cycle.months)
  }
}

extension Subscription {
  /// The term that follows if it renews: the scheduled one or the same again, with at least the licences people hold.
  /// Nil when the scheduled end date does not lie within it.
  var nextTerm: Term? {
    let next = renewal ?? Renewal(quantity: quantity, term: term, billingFrequency: frequency)
    return Term(
      start: termEnd, anchor: anchor, length: next.term, frequency: next.billingFrequency,
      quantity: max(next.quantity, assigned), alignTo: next.alignTo)
  }
}
