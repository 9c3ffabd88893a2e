/// A line of the ledger that a vendor was to keep, as far as undoing it needs to know.
package struct VendorPromise: Hashable, Sendable {
  /// What was promised.
  package let kind: ChangeKind
  /// The instant it was promised.
  package let at: Instant
  /// Its line of the ledger.
  package let entry: LedgerEntry
  /// Whether any day still counts by that line: another on its day, or one dated back, takes its place.
  package let isInForce: Bool
  /// The licences by centre before it.
  package let before: [Allocation]
  /// Where the subscription stood before it.
  package let previousStatus: SubscriptionStatus?
  /// Who had suspended it before.
  package let previousSuspendedBy: Level?

  /// A promise as the ledger keeps it.
  package init(
    kind: ChangeKind, at: Instant, entry: LedgerEntry, isInForce: Bool = true, before: [Allocation],
    previousStatus: SubscriptionStatus?, previousSuspendedBy: Level? = nil
  ) {
    self.kind = kind
    self.at = at
    self.entry = entry
    self.isInForce = isInForce
    self.before = before
    self.previousStatus = previousStatus
    self.previousSuspendedBy = previousSuspendedBy
  }
}

/// What happened since and still counts on its day or later, a line of the ledger.
package struct LaterChange: Hashable, Sendable {
  package let kind: ChangeKind
  package let entry: LedgerEntry

  /// A later line.
  package init(kind: ChangeKind, entry: LedgerEntry) {
    self.kind = kind
    self.entry = entry
  }
}

/// How a promise is taken back: a further change, with the days it rewrites.
package struct Undoing: Hashable, Sendable {
  /// The state from now on.
  package let decision: Decision
  /// The lines to write, oldest first: the promise's own day as it would have been, then every later day likewise.
  package let entries: [LedgerEntry]
  /// Licences less from now on (negative: more), which also later requests to the vendor count on.
  package let difference: Int
}

extension Subscription {
  /// Takes back what the vendor refuses, from its own day on. Nil when nothing of it is left to take back.
  ///
  /// A refused purchase is cancelled with nothing owed; a refused increase or decrease goes back by as many licences,
  /// also where the quantity has moved on since; a refused suspension, resumption or cancellation never happened; a
  /// refused renewal ends the subscription where the term before it ended. Throws `conflict` where that no longer fits,
  /// for a person to settle. `later`: what the ledger holds after the promise.
  package func refused(
    _ promise: VendorPromise, later: [LaterChange], on today: Day, centres: [Centre]
  ) throws(FulfilmentFault) -> Undoing? {
    switch promise.kind {
    case .purchase: return refusedPurchase()
    case .increase, .decrease: return try refusedQuantity(promise, later, Split(centres: centres))
    case .suspend: return try refusedSuspension(promise, later)
    case .activate: return try refusedResumption(promise, later)
    case .renewed: return try refusedRenewal(promise)
    case .cancelled: return try refusedCancellation(promise, later, on: today)
    case .expired: throw .endRefused
    // Two lines and their people are in it: for a person to settle.
    case .upgradedTo, .upgradedFrom, .converted, .convertedFrom: throw .refusalDoesNotFit
    case .split, .rename, .autoRenewOff, .autoRenewOn, .renewalScheduled, .provisioned, .vendorRefused,
      .parentChanged:
      return nil
    }
  }

  private func refusedPurchase() -> Undoing? {
    guard status == .pending else { return nil }
    let decision = decided(.vendorRefused) { $0.status = .cancelled }
    return Undoing(
      decision: decision, entries: [LedgerEntry(day: start, billable: false, allocations: [])], difference: 0)
  }

  /// Days before this term were billed at other prices, and its renewal was decided on what had been promised.
  private func requireThisTerm(_ promise: VendorPromise) throws(FulfilmentFault) {
    if promise.entry.day < termStart { throw .refusedTooLate }
  }

  private func refusedQuantity(
    _ promise: VendorPromise, _ later: [LaterChange], _ split: Split
  ) throws(FulfilmentFault) -> Undoing? {
    guard status != .pending else { return nil }
    try requireThisTerm(promise)
    let added = promise.entry.allocations.licences - promise.before.licences
    let wanted = quantity - added
    let isFitting = hasEnded || wanted >= max(1, assigned) && (added > 0 || wanted <= capacity)
    guard isFitting, wanted >= 0 else { throw .refusalDoesNotFit }
    let first = LedgerEntry(day: promise.entry.day, billable: promise.entry.billable, allocations: promise.before)
    let entries =
      (promise.isInForce ? [first] : [])
      + later.map { change in
        let entry = change.entry
        // Over by then; a day without licences that is billed gets them back.
        if entry.allocations.isEmpty, !entry.billable { return entry }
        let without = split.without(promise.entry.allocations, beside: promise.before, in: entry.allocations)
        return LedgerEntry(day: entry.day, billable: entry.billable, allocations: without)
      }
    let decision = decided(.vendorRefused) {
      $0.allocations = split.without(promise.entry.allocations, beside: promise.before, in: allocations)
      $0.lots =
        added > 0
        ? lots.without(added, boughtAt: promise.at) : lots + [LicenceLot(addedAt: promise.at, quantity: -added)]
      $0.quantity = wanted
    }
    return Undoing(decision: decision, entries: entries.lastOfEachDay, difference: added)
  }

  private func refusedSuspension(
    _ promise: VendorPromise, _ later: [LaterChange]
  ) throws(FulfilmentFault) -> Undoing? {
    guard status == .suspended, !later.contains(where: { $0.kind == .activate }) else { return nil }
    try requireThisTerm(promise)
    let decision = decided(.vendorRefused) {
      $0.status = .active
      $0.suspendedBy = nil
    }
    return rewritten(decision, promise, later, billable: true)
  }

  private func refusedResumption(
    _ promise: VendorPromise, _ later: [LaterChange]
  ) throws(FulfilmentFault) -> Undoing? {
    guard status == .active, !later.contains(where: { $0.kind == .suspend }) else { return nil }
    try requireThisTerm(promise)
    let decision = decided(.vendorRefused) {
      $0.status = .suspended
      $0.suspendedBy = promise.previousSuspendedBy ?? .distributor
    }
    return rewritten(decision, promise, later, billable: decision.after.isBillable)
  }

  private func refusedRenewal(_ promise: VendorPromise) throws(FulfilmentFault) -> Undoing? {
    guard promise.entry.day == termStart else { throw .refusedTooLate }
    let decision = decided(.vendorRefused) {
      if !hasEnded { $0.status = .expired }
      $0.suspendedBy = nil
    }
    let entry = LedgerEntry(day: termStart, billable: false, allocations: [])
    return Undoing(decision: decision, entries: [entry], difference: 0)
  }

  private func refusedCancellation(
    _ promise: VendorPromise, _ later: [LaterChange], on today: Day
  ) throws(FulfilmentFault) -> Undoing? {
    guard status == .cancelled else { return nil }
    guard let previous = promise.previousStatus, previous == .active || previous == .suspended, today < termEnd else {
      throw .endRefused
    }
    let decision = decided(.vendorRefused) {
      $0.status = previous
      $0.suspendedBy = previous == .suspended ? promise.previousSuspendedBy ?? .distributor : nil
    }
    let entry = LedgerEntry(
      day: promise.entry.day, billable: decision.after.isBillable, allocations: decision.after.allocations)
    return Undoing(decision: decision, entries: [entry], difference: 0)
  }

  /// The same licences on the same days, billed or not.
  private func rewritten(
    _ decision: Decision, _ promise: VendorPromise, _ later: [LaterChange], billable: Bool
  ) -> Undoing {
    let entries = ((promise.isInForce ? [promise.entry] : []) + later.map(\.entry)).map {
      LedgerEntry(day: $0.day, billable: billable, allocations: $0.allocations)
    }
    return Undoing(decision: decision, entries: entries.lastOfEachDay, difference: 0)
  }
}

extension [Allocation] {
  fileprivate var licences: Int { reduce(0) { $0 + $1.quantity } }
}

extension [LicenceLot] {
  /// Without licences bought at an instant; what is no longer among them is taken from the newest.
  fileprivate func without(_ count: Int, boughtAt instant: Instant) -> [LicenceLot] {
    var left = count
    var lots = self
    let order = lots.indices.sorted {
      (lots[$0].addedAt == instant ? 1 : 0, $0) > (lots[$1].addedAt == instant ? 1 : 0, $1)
    }
    for index in order where left > 0 {
      let taken = Swift.min(left, lots[index].quantity)
      lots[index].quantity -= taken
      left -= taken
    }
    return lots.filter { $0.quantity > 0 }
  }
}

extension [LedgerEntry] {
  /// Of several on a day the last counts.
  fileprivate var lastOfEachDay: [LedgerEntry] {
    enumerated().filter { index, entry in index + 1 >= count || self[index + 1].day > entry.day }.map(\.element)
  }
}

extension Split {
  /// An earlier step's difference taken out of a split: at the same centres where they still have it, else as a
  /// decrease takes and an increase gives.
  func without(_ after: [Allocation], beside before: [Allocation], in held: [Allocation]) -> [Allocation] {
    var result = held
    for (change, sign) in [(after, -1), (before, 1)] {
      for allocation in change {
        if let index = result.firstIndex(where: { $0.centre == allocation.centre }) {
          result[index].quantity += sign * allocation.quantity
        } else {
          result.append(Allocation(centre: allocation.centre, quantity: sign * allocation.quantity))
        }
      }
    }
    if result.allSatisfy({ $0.quantity >= 0 }) { return checked(result) }
    var issues: [Issue] = []
    let quantity = max(0, result.reduce(0) { $0 + $1.quantity })
    return placed(.standard, quantity: quantity, held: held, issues: &issues)
  }
}
