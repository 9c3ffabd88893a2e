/// An offer that a subscription could go on as, as far as planning a renewal needs it.
package struct OfferedRenewal: Hashable, Sendable {
  /// Which offer.
  package var id: ID<Offer>
  /// Whether its plan is the subscription's own or one that plan upgrades to.
  package var isReachable: Bool
  /// Whether it is of the subscription's segment.
  package var isSameSegment: Bool
  /// Whether every add-on goes with its plan.
  package var addOnsFit: Bool
  /// Its policy.
  package var policy: OfferPolicy
  /// Its term.
  package var term: Period
  /// How it is billed.
  package var frequency: Frequency
  /// Today's price, per licence and full cycle.
  package var unitPrice: Money
  /// Today's cost, per licence and full cycle.
  package var unitCost: Money

  /// All of it.
  package init(
    id: ID<Offer>, isReachable: Bool, isSameSegment: Bool, addOnsFit: Bool, policy: OfferPolicy, term: Period,
    frequency: Frequency, unitPrice: Money, unitCost: Money
  ) {
    self.id = id
    self.isReachable = isReachable
    self.isSameSegment = isSameSegment
    self.addOnsFit = addOnsFit
    self.policy = policy
    self.term = term
    self.frequency = frequency
    self.unitPrice = unitPrice
    self.unitCost = unitCost
  }

  var capacity: Int { policy.capacity(unitPrice: unitPrice, unitCost: unitCost) }
}

extension Subscription {
  /// What no longer fits of the renewal that is scheduled, if it renews at all: it goes below what is held or
  /// assigned, above the maximum, or ends where its term does not reach. Whether its offer is still sold is for those
  /// who know the catalogue.
  package var renewalWarnings: [Code] {
    guard autoRenew, !hasEnded, let renewal else { return [] }
    var codes: [Code] = []
    if renewal.quantity < quantity { codes.append("renewal.still_reduces") }
    if renewal.quantity < assigned { codes.append("renewal.below_assigned") }
    // Another offer has a maximum of its own, asked when it was planned.
    if renewal.offer == nil, renewal.quantity > capacity { codes.append("renewal.above_maximum") }
    if nextTerm == nil { codes.append("renewal.out_of_term") }
    return codes
  }

  /// What is wrong with a renewal that is asked for; `offer` is the one it names.
  func issues(with wanted: Renewal, as offer: OfferedRenewal?) -> [Issue] {
    let (policy, most) = offer.map { ($0.policy, $0.capacity) } ?? (self.policy, capacity)
    var issues: [Issue] = []
    if let issue = policy.issue(with: wanted.quantity, at: "/renewal/quantity", capacity: most) { issues.append(issue) }
    if let offer { issues += Subscription.issues(with: wanted, of: offer) }
    var candidate = self
    candidate.renewal = wanted
    if !Term.isValid(wanted.term, wanted.billingFrequency) {
      issues.append(Issue("/renewal/term", "renewal.term_invalid"))
    } else if candidate.nextTerm == nil {
      issues.append(Issue("/renewal/alignTo", "align.out_of_term"))
    }
    return issues
  }

  private static func issues(with wanted: Renewal, of offer: OfferedRenewal) -> [Issue] {
    var issues: [Issue] = []
    if !offer.isReachable { issues.append(Issue("/renewal/offerId", "renewal.no_path")) }
    if !offer.isSameSegment { issues.append(Issue("/renewal/offerId", "renewal.other_segment")) }
    if !offer.addOnsFit { issues.append(Issue("/renewal/offerId", "renewal.add_on_does_not_fit")) }
    if wanted.term != offer.term || wanted.billingFrequency != offer.frequency {
      issues.append(
        Issue("/renewal/term", "renewal.other_term", ["term": "\(offer.term), \(offer.frequency.rawValue)"]))
    }
    return issues
  }
}

extension Renewal {
  /// Whether its term can be sold and billed at its frequency at all.
  package var isSellable: Bool { Term.isValid(term, billingFrequency) }
}
