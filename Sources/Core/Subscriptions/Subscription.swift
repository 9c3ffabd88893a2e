/// Where a subscription stands in its life: pending → active ⇄ suspended → expired | cancelled.
package enum SubscriptionStatus: String, Sendable, CaseIterable { case pending, active, suspended, expired, cancelled }

/// How an add-on came into the state its parent is in: it was there already, or followed and will follow back.
package enum Following: String, Sendable, CaseIterable { case already, followed }

/// A quantity of one offer held by one customer: the state after its latest change.
package struct Subscription: Hashable, Sendable {
  /// Its identity.
  package var id: ID<Subscription>
  /// Who holds it.
  package var customer: ID<Organization>
  /// Where it stands.
  package var status: SubscriptionStatus
  /// The level of whoever suspended it; nil unless suspended.
  package var suspendedBy: Level?
  /// Whether the customer bought it from the vendor itself: shown, never managed, never billed.
  package var direct: Bool
  /// Whether the offer is a trial.
  package var trial: Bool
  /// Licences held. Kept after the end, to show what there was.
  package var quantity: Int
  /// Licences assigned to people.
  package var assigned: Int
  /// The split over billing centres, in their order; sums to `quantity`, no zeros.
  package var allocations: [Allocation]
  /// The licences by when they were bought, oldest first; sum to `quantity`.
  package var lots: [LicenceLot]
  /// What the customer calls it.
  package var friendlyName: String?
  /// The first day of the first term.
  package var start: Day
  /// The day cycles are counted from; see `BillingSchedule`.
  package var anchor: Day
  /// The first day of this term.
  package var termStart: Day
  /// The first day after this term.
  package var termEnd: Day
  /// The length of the term, unaligned.
  package var term: Period
  /// How often it is billed.
  package var frequency: Frequency
  /// Whether another term follows.
  package var autoRenew: Bool
  /// What that term will be, when not the same again.
  package var renewal: Renewal?
  /// Reseller → customer, per licence and full cycle; fixed for the term.
  package var unitPrice: Money
  /// Distributor → reseller, per licence and full cycle; fixed for the term.
  package var unitCost: Money
  /// What the offer allows.
  package var policy: OfferPolicy
  /// When it was bought or last renewed.
  package var purchasedAt: Instant
  /// Counts the changes; a decision's `after` is one further.
  package var version: Int
  /// Whether add-ons depend on it.
  package var hasActiveAddOns: Bool
  /// Of an add-on whose parent is suspended: whether it was suspended with it.
  package var parentSuspends: Following?
  /// Of an add-on whose parent ends with its term: whether its renewal was turned off with it.
  package var parentEnds: Following?

  /// Every field; nothing is checked.
  package init(
    id: ID<Subscription>, customer: ID<Organization>, status: SubscriptionStatus, suspendedBy: Level?, direct: Bool,
    trial: Bool, quantity: Int, assigned: Int, allocations: [Allocation], lots: [LicenceLot], friendlyName: String?,
    start: Day, anchor: Day, termStart: Day, termEnd: Day, term: Period, frequency: Frequency, autoRenew: Bool,
    renewal: Renewal?, unitPrice: Money, unitCost: Money, policy: OfferPolicy, purchasedAt: Instant, version: Int,
    hasActiveAddOns: Bool, parentSuspends: Following? = nil, parentEnds: Following? = nil
  ) {
    self.id = id
    self.customer = customer
    self.status = status
    self.suspendedBy = suspendedBy
    self.direct = direct
    self.trial = trial
    self.quantity = quantity
    self.assigned = assigned
    self.allocations = allocations
    self.lots = lots
    self.friendlyName = friendlyName
    self.start = start
    self.anchor = anchor
    self.termStart = termStart
    self.termEnd = termEnd
    self.term = term
    self.frequency = frequency
    self.autoRenew = autoRenew
    self.renewal = renewal
    self.unitPrice = unitPrice
    self.unitCost = unitCost
    self.policy = policy
    self.purchasedAt = purchasedAt
    self.version = version
    self.hasActiveAddOns = hasActiveAddOns
    self.parentSuspends = parentSuspends
    self.parentEnds = parentEnds
  }
}

extension Subscription {
  /// The cycles of this term. Earlier terms may have had others, at other prices.
  package var schedule: BillingSchedule {
    BillingSchedule(start: termStart, anchor: anchor, length: Term.cycle(of: frequency, term: term))
  }

  /// Months of a full cycle; 0 when the term is shorter than a month and is billed whole.
  package var cycleMonths: Int { Term.cycle(of: frequency, term: term).months }

  /// Whether its days are billed: active, or suspended under a policy that bills on.
  package var isBillable: Bool { status != .pending && willBeBilled }

  /// Whether its days are, or will be once the vendor has confirmed.
  var willBeBilled: Bool {
    guard !direct else { return false }
    return switch status {
    case .pending, .active: true
    case .suspended: !policy.suspensionStopsBilling
    case .expired, .cancelled: false
    }
  }

  /// Its state as the ledger keeps it, in force from `day`; no licences once it has ended.
  package func ledgerEntry(on day: Day) -> LedgerEntry {
    LedgerEntry(day: day, billable: isBillable, allocations: hasEnded ? [] : allocations)
  }

  /// Whether it is over: expired or cancelled.
  package var hasEnded: Bool { status == .expired || status == .cancelled }

  /// Licences that can be given back at `instant`: from the newest lots whose window is open, not more than are
  /// unassigned, down to the minimum.
  package func refundableQuantity(at instant: Instant) -> Int {
    max(0, min(openQuantity(at: instant), quantity - assigned, quantity - max(0, policy.minimum)))
  }

  /// Licences in lots still in their window; a closed lot closes all older ones.
  func openQuantity(at instant: Instant) -> Int {
    lots.reversed().prefix { policy.decreaseWindow.isOpen(at: instant, since: $0.addedAt) }
      .reduce(0) { $0 + $1.quantity }
  }

  /// The most licences it may hold.
  var capacity: Int { policy.capacity(unitPrice: unitPrice, unitCost: unitCost) }
}
