/// Which billing centres take or give licences.
package enum Placement: Hashable, Sendable {
  /// An increase as the standing rule says, else to the default centre; a decrease from the default centre, then from
  /// the largest.
  case standard
  /// This centre (`addTo`, `takeFrom`).
  case at(ID<BillingCentre>)
  /// The complete new split.
  case split([Allocation])
}

/// What somebody wants done with a subscription.
package enum Command: Hashable, Sendable {
  /// Hold so many licences from now on.
  case changeQuantity(Int, Placement)
  /// Take away its users' access.
  case suspend(reason: String)
  /// Give it back.
  case activate
  /// Split the licences over the centres like this.
  case split([Allocation])
  /// Split them anew by shares, by the standing rule, or from one centre to another.
  case resplit(Resplit)
  /// Call it something; nil or blank for nothing.
  case rename(String?)
  /// Go on after the term, or end with it.
  case autoRenew(Bool)
  /// Change something at the term's end; nil for nothing.
  case scheduleRenewal(Renewal?)
  /// End it today, with what is left given back.
  case cancelNow
}

/// A billing centre as far as a decision needs it.
package struct Centre: Hashable, Sendable {
  /// Its identity.
  package let id: ID<BillingCentre>
  /// Whether licences go here when nothing else is said.
  package let isDefault: Bool
  /// Whether it takes no more licences.
  package let closed: Bool
  /// Its rank, lowest first; it settles ties.
  package let position: Int
  /// What the standing rule in force sends there; nil: nothing, or there is no rule.
  package let standing: RulePart?

  /// One of a customer's centres.
  package init(
    id: ID<BillingCentre>, isDefault: Bool, closed: Bool, position: Int, standing: RulePart? = nil
  ) {
    self.id = id
    self.isDefault = isDefault
    self.closed = closed
    self.position = position
    self.standing = standing
  }
}

/// What happened to a subscription.
package enum ChangeKind: String, Sendable, CaseIterable {
  case purchase, increase, decrease, split, suspend, activate, rename, autoRenewOff, autoRenewOn
  case renewalScheduled, renewed, expired, cancelled, provisioned, vendorRefused
  /// Licences that went on to a better plan, and where they came in.
  case upgradedTo, upgradedFrom
  /// A trial that went on as something bought, and what it went on as.
  case converted, convertedFrom
  /// An add-on that goes with another subscription now.
  case parentChanged
}

/// What a command comes to.
package struct Decision: Hashable, Sendable {
  /// What happened.
  package let kind: ChangeKind
  /// The state from then on, its version one higher.
  package let after: Subscription

  /// A change to a state.
  package init(kind: ChangeKind, after: Subscription) {
    self.kind = kind
    self.after = after
  }

  /// Codes of what the buyer should know though nothing forbids it: whether the scheduled renewal still fits, when
  /// licences changed or renewing was turned on.
  package var warnings: [Code] {
    guard [.increase, .decrease, .upgradedTo, .autoRenewOn].contains(kind) else { return [] }
    return after.renewalWarnings
  }
}
