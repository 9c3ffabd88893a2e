/// What comes after the present term, if nothing more is decided.
package struct FollowingTerm: Hashable, Sendable {
  /// Licences from then on.
  package let quantity: Int
  /// Its length, unaligned.
  package let term: Period
  /// How often it is billed.
  package let billingFrequency: Frequency
  /// Its first day.
  package let from: Day
  /// The first day after it.
  package let to: Day
  /// Whether it is what was scheduled, not the same again.
  package let isScheduled: Bool
  private let schedule: BillingSchedule

  fileprivate init(_ term: Term, isScheduled: Bool) {
    quantity = term.quantity
    self.term = term.length
    billingFrequency = term.frequency
    from = term.start
    to = term.end
    self.isScheduled = isScheduled
    schedule = term.schedule
  }

  /// What the whole term comes to at a price per licence and full cycle: each cycle rounded once, as it is posted. Nil
  /// when it exceeds 64 bits.
  package func amount(at unit: Money) -> Money? {
    var sum: Int64 = 0
    var cycle = schedule.cycle(containing: from)
    while let current = cycle, current.from < to {
      let days = min(current.to, to) - current.from
      guard
        let owed = Ledger.owed(
          unitPrice: unit.minor, licenceDays: Int64(quantity) * Int64(days), fullDays: current.fullDays)
      else { return nil }
      let (next, isOver) = sum.addingReportingOverflow(owed)
      if isOver { return nil }
      sum = next
      cycle = schedule.next(after: current)
    }
    return Money(minor: sum, currency: unit.currency)
  }
}

extension Subscription {
  /// The term that follows at these unit prices: what was scheduled, where that does not fit the same again, and nil
  /// where it ends. The same order as at the term's end itself.
  package func following(unitPrice: Money, unitCost: Money) -> FollowingTerm? {
    guard autoRenew, status == .active || status == .suspended else { return nil }
    var unscheduled = self
    unscheduled.renewal = nil
    let most = OfferPolicy.computable(unitPrice: unitPrice, unitCost: unitCost)
    for (candidate, isScheduled) in [(self, renewal != nil), (unscheduled, false)] {
      if let term = candidate.nextTerm, term.quantity <= most {
        return FollowingTerm(term, isScheduled: isScheduled)
      }
    }
    return nil
  }

  /// The renewal with the licences people hold, or the fewest the offer allows if that is more; otherwise as it was
  /// planned. Nil: that is the same again.
  package var renewalWithAssigned: Renewal? {
    let wanted = Renewal(
      quantity: max(assigned, policy.minimum, 0), term: renewal?.term ?? term,
      billingFrequency: renewal?.billingFrequency ?? frequency, alignTo: renewal?.alignTo)
    return wanted == Renewal(quantity: quantity, term: term, billingFrequency: frequency) ? nil : wanted
  }
}

extension Money {
  /// How much more `later` is, in tenths of a per cent, half away from zero; nil where this is nothing, or the
  /// currencies differ.
  package func change(to later: Money) -> Int? {
    guard minor != 0, currency == later.currency else { return nil }
    let difference = (Int128(later.minor) - Int128(minor)) * 1_000
    return Rounding.halfAwayFromZero(difference, over: Int128(minor.magnitude)).map { Int($0) }
  }
}
