/// Who sells to whom: the distributor to the reseller at cost, the reseller to the customer at price.
package enum Leg: String, Sendable, CaseIterable { case cost, price }

/// One amount to post: what previews show and what changes write.
package struct Posting: Hashable, Sendable {
  /// Whose bill it lands on.
  package let leg: Leg
  /// The customer's billing centre; nil on the cost leg, which is not split.
  package let centre: ID<BillingCentre>?
  /// Negative when given back; never zero.
  package let amount: Money
  /// The cycle it pays for.
  package let cycle: Cycle

  /// An amount for a cycle.
  package init(leg: Leg, centre: ID<BillingCentre>?, amount: Money, cycle: Cycle) {
    self.leg = leg
    self.centre = centre
    self.amount = amount
    self.cycle = cycle
  }
}

/// What has been posted for one cycle so far, in minor units.
package struct PostedSums: Hashable, Sendable {
  /// The price leg by centre.
  package var price: [CentreAmount]
  /// The cost leg.
  package var cost: Int64

  /// Nothing posted, unless said otherwise.
  package init(price: [CentreAmount] = [], cost: Int64 = 0) {
    self.price = price
    self.cost = cost
  }
}

/// What a change means to one leg's buyer.
package struct LegTotals: Hashable, Sendable {
  /// Which leg.
  package let leg: Leg
  /// Posted now.
  package let today: Money
  /// What will be posted when the next cycle begins.
  package let nextInvoice: Money
  /// A full cycle at the new state.
  package let recurring: Money

  /// The three figures of one leg.
  package init(leg: Leg, today: Money, nextInvoice: Money, recurring: Money) {
    self.leg = leg
    self.today = today
    self.nextInvoice = nextInvoice
    self.recurring = recurring
  }
}

extension Ledger {
  /// What to post for `cycle` once `after` holds: per leg owed − posted, price by centre in `order`, then cost.
  /// `entries` are all states up to and including `after`'s, ordered by day, back to the cycle's start. Nil when an
  /// amount exceeds 64 bits. The preview and the posting are both this function.
  package static func postings(
    for after: Subscription, entries: [LedgerEntry], in cycle: Cycle, posted: PostedSums, order: [ID<BillingCentre>]
  ) -> [Posting]? {
    let weights = weights(entries, in: cycle, order: order)
    let licenceDays = weights.reduce(0) { $0 + $1.licenceDays }
    guard
      let owedPrice = owedByCentre(unitPrice: after.unitPrice.minor, weights: weights, fullDays: cycle.fullDays),
      let owedCost = owed(unitPrice: after.unitCost.minor, licenceDays: licenceDays, fullDays: cycle.fullDays)
    else { return nil }
    var result = postings(owed: owedPrice, posted: posted.price, order: order).map { amount in
      Posting(
        leg: .price, centre: amount.centre,
        amount: Money(minor: amount.minor, currency: after.unitPrice.currency), cycle: cycle)
    }
    if owedCost != posted.cost {
      let cost = Money(minor: owedCost - posted.cost, currency: after.unitCost.currency)
      result.append(Posting(leg: .cost, centre: nil, amount: cost, cycle: cycle))
    }
    return result
  }

  /// The figures of both legs, price first. `cycle` is the one being billed; without it, the postings' own, or else the
  /// first of the term.
  ///
  /// The next invoice is what will be posted when the next cycle begins: at the term's end with the renewal applied, at
  /// today's prices, and nothing when the subscription ends there.
  package static func totals(for after: Subscription, postings: [Posting], in cycle: Cycle? = nil) -> [LegTotals] {
    let current = cycle ?? postings.first?.cycle ?? after.schedule.cycle(containing: after.termStart)
    return [(Leg.price, after.unitPrice), (.cost, after.unitCost)].map { leg, unit in
      let licences = after.willBeBilled ? after.quantity : 0
      return LegTotals(
        leg: leg,
        today: postings.lazy.filter { $0.leg == leg }.reduce(.zero(unit.currency)) { $0 + $1.amount },
        nextInvoice: Money(minor: nextInvoice(of: after, after: current, unit: unit.minor), currency: unit.currency),
        recurring: Money(minor: unit.minor * Int64(licences), currency: unit.currency))
    }
  }

  private static func nextInvoice(of subscription: Subscription, after cycle: Cycle?, unit: Int64) -> Int64 {
    guard subscription.willBeBilled, let cycle else { return 0 }
    guard cycle.to >= subscription.termEnd else { return unit * Int64(subscription.quantity) }
    guard subscription.autoRenew, let renewed = subscription.nextTerm,
      let first = renewed.schedule.cycle(containing: renewed.start)
    else { return 0 }
    let licenceDays = Int64(renewed.quantity) * Int64(first.days)
    return owed(unitPrice: unit, licenceDays: licenceDays, fullDays: first.fullDays) ?? 0
  }
}
