/// What is bought: an offer's facts and the buyer's wishes.
package struct Purchase: Hashable, Sendable {
  /// The identity the subscription will have.
  package var id: ID<Subscription>
  /// Who buys.
  package var customer: ID<Organization>
  /// The offer's policy.
  package var policy: OfferPolicy
  /// The offer's term.
  package var term: Period
  /// How often the offer is billed.
  package var frequency: Frequency
  /// Whether the offer is a trial.
  package var trial: Bool
  /// Reseller → customer, per licence and full cycle.
  package var unitPrice: Money
  /// Distributor → reseller, per licence and full cycle.
  package var unitCost: Money
  /// Licences.
  package var quantity: Int
  /// What the customer calls it.
  package var friendlyName: String?
  /// The split; nil for all to the default centre.
  package var allocations: [Allocation]?
  /// Where the term ends early, to meet another end date.
  package var alignTo: Day?

  /// All of it; the wishes may be left out.
  package init(
    id: ID<Subscription>, customer: ID<Organization>, policy: OfferPolicy, term: Period, frequency: Frequency,
    trial: Bool, unitPrice: Money, unitCost: Money, quantity: Int, friendlyName: String? = nil,
    allocations: [Allocation]? = nil, alignTo: Day? = nil
  ) {
    self.id = id
    self.customer = customer
    self.policy = policy
    self.term = term
    self.frequency = frequency
    self.trial = trial
    self.unitPrice = unitPrice
    self.unitCost = unitCost
    self.quantity = quantity
    self.friendlyName = friendlyName
    self.allocations = allocations
    self.alignTo = alignTo
  }
}

extension Subscription {
  /// A pending subscription of version 1, renewing unless a trial, starting on `today`. Nothing is billed until
  /// `provisioned()`, which a preview applies too.
  ///
  /// Throws `invalid` with every wrong field: `/quantity`, `/friendlyName`, `/allocations…`, `/alignTo`; an offer whose
  /// term cannot be sold is `renewal.term_invalid` at `/offerId`.
  package static func purchased(
    _ order: Purchase, at now: Instant, on today: Day, centres: [Centre]
  ) throws(Refusal) -> Subscription {
    guard Term.isValid(order.term, order.frequency) else {
      throw .invalid([Issue("/offerId", "renewal.term_invalid")])
    }
    let term = Term(
      start: today, anchor: today, length: order.term, frequency: order.frequency, quantity: order.quantity,
      alignTo: order.alignTo)
    var issues = issues(with: order)
    let split = placed(order, centres: centres, issues: &issues)
    if term == nil { issues.append(Issue("/alignTo", "align.out_of_term")) }
    guard issues.isEmpty, let term else { throw .invalid(issues) }
    return Subscription(
      id: order.id, customer: order.customer, status: .pending, suspendedBy: nil, direct: false, trial: order.trial,
      quantity: order.quantity, assigned: 0, allocations: split,
      lots: [LicenceLot(addedAt: now, quantity: order.quantity)], friendlyName: name(from: order.friendlyName),
      start: term.start,
      anchor: term.anchor, termStart: term.start, termEnd: term.end, term: order.term, frequency: order.frequency,
      autoRenew: !order.trial, renewal: nil, unitPrice: order.unitPrice, unitCost: order.unitCost,
      policy: order.policy, purchasedAt: now, version: 1, hasActiveAddOns: false)
  }

  private static func issues(with order: Purchase) -> [Issue] {
    let capacity = order.policy.capacity(unitPrice: order.unitPrice, unitCost: order.unitCost)
    let issues = [
      order.policy.issue(with: order.quantity, at: "/quantity", capacity: capacity),
      issue(withName: order.friendlyName),
    ]
    return issues.compactMap(\.self)
  }

  private static func placed(_ order: Purchase, centres: [Centre], issues: inout [Issue]) -> [Allocation] {
    guard let wanted = order.allocations else {
      return Split(centres: centres).placed(.standard, quantity: order.quantity, held: [], issues: &issues)
    }
    return Split(centres: centres).checked(wanted, quantity: order.quantity, held: [], issues: &issues)
  }

  /// The same for an add-on: it ends with its parent at the latest, and does not renew when the parent does not.
  /// `parent` nil: no add-on.
  package static func purchased(
    _ order: Purchase, beside parent: Subscription?, at now: Instant, on today: Day, centres: [Centre]
  ) throws(Refusal) -> Subscription {
    guard let parent else { return try purchased(order, at: now, on: today, centres: centres) }
    var order = order
    let end = order.alignTo ?? order.term.added(to: today)
    if end > parent.termEnd { order.alignTo = parent.termEnd }
    var bought = try purchased(order, at: now, on: today, centres: centres)
    if !parent.autoRenew {
      bought.parentEnds = bought.autoRenew ? .followed : .already
      bought.autoRenew = false
    }
    return bought
  }

  /// The next term, from the end of this one: the scheduled renewal or the same again, at the prices passed in, all
  /// licences one new lot bought at `now`. Never fewer licences than people hold. Run on `today`, the term's end or
  /// later. Throws `conflict` unless active or suspended with auto-renewal on, `invalid` when the centres or the prices
  /// cannot take it. `policy`: of the offer it goes on as, when that is another one.
  package func renewed(
    on today: Day, at now: Instant, unitPrice: Money, unitCost: Money, centres: [Centre], policy: OfferPolicy? = nil
  ) throws(Refusal) -> Decision {
    precondition(today >= termEnd, "a subscription renews at its term's end")
    guard !direct else { throw .conflict("subscription.direct") }
    guard status == .active || status == .suspended else { throw .conflict("subscription.not_active") }
    guard autoRenew else { throw .conflict("renewal.auto_renew_off") }
    guard let next = nextTerm else { throw .invalid([Issue("/renewal/alignTo", "align.out_of_term")]) }
    var issues: [Issue] = []
    let split = Split(centres: centres).placed(.standard, quantity: next.quantity, held: allocations, issues: &issues)
    // The policy was asked when the renewal was scheduled; the prices are new.
    let most = OfferPolicy.computable(unitPrice: unitPrice, unitCost: unitCost)
    if next.quantity > most {
      issues.append(Issue("/renewal/quantity", "quantity.above_maximum", ["maximum": "\(most)"]))
    }
    guard issues.isEmpty else { throw .invalid(issues) }
    return decided(.renewed) {
      $0.quantity = next.quantity
      $0.allocations = split
      $0.lots = [LicenceLot(addedAt: now, quantity: next.quantity)]
      $0.anchor = next.anchor
      $0.termStart = next.start
      $0.termEnd = next.end
      $0.term = next.length
      $0.frequency = next.frequency
      $0.renewal = nil
      $0.unitPrice = unitPrice
      $0.unitCost = unitCost
      $0.policy = policy ?? self.policy
      $0.purchasedAt = now
    }
  }

  /// The end, at the term's end: nothing is billed any more.
  package func expired() -> Decision {
    decided(.expired) {
      $0.status = .expired
      $0.suspendedBy = nil
    }
  }
}
