/// Until when something can be done with a subscription, or what happens to it then.
package struct Deadline: Hashable, Sendable {
  /// What the time is about.
  package enum Kind: String, Sendable, CaseIterable {
    /// The next term begins: until then its licences, its term or its end can be decided.
    case renews
    /// The term ends and none follows.
    case expires
    /// A trial's term ends.
    case trialEnds
    /// Licences can no longer be given back.
    case reducible
    /// The whole subscription can no longer be cancelled with a refund.
    case cancellable
  }

  /// What the time is about.
  package let kind: Kind
  /// The first instant at which it is too late.
  package let at: Instant
  /// The licences it is about: those that renew or end, or how many can be given back before it.
  package let quantity: Int

  /// A deadline for so many licences.
  package init(kind: Kind, at: Instant, quantity: Int) {
    self.kind = kind
    self.at = at
    self.quantity = quantity
  }
}

extension Subscription {
  /// Every deadline still ahead at `now`, earliest first. `endsAt`: when `termEnd` begins where its days are counted.
  package func deadlines(at now: Instant, endsAt: Instant) -> [Deadline] {
    guard !direct, status == .active || status == .suspended else { return [] }
    var deadlines = status == .active ? reductions(at: now) : []
    if policy.cancelWindow.isOpen(at: now, since: purchasedAt),
      let end = policy.cancelWindow.end(since: purchasedAt)
    {
      deadlines.append(Deadline(kind: .cancellable, at: end, quantity: quantity))
    }
    deadlines.append(Deadline(kind: atTermEnd, at: endsAt, quantity: quantityAtTermEnd))
    return deadlines.filter { $0.at > now }.sorted { ($0.at, $0.kind.rawValue) < ($1.at, $1.kind.rawValue) }
  }

  /// What its term's end will be.
  package var atTermEnd: Deadline.Kind { trial ? .trialEnds : autoRenew ? .renews : .expires }

  private var quantityAtTermEnd: Int { autoRenew ? nextTerm?.quantity ?? quantity : quantity }

  /// Each moment from which on fewer licences can be given back, with how many could until then.
  private func reductions(at now: Instant) -> [Deadline] {
    let free = min(quantity - assigned, quantity - max(0, policy.minimum))
    var open = 0
    var deadlines: [Deadline] = []
    // From the newest lot back: closing a lot closes all older ones.
    for lot in lots.reversed() {
      guard let end = policy.decreaseWindow.end(since: lot.addedAt), end > now, open < free else { break }
      open = min(free, open + lot.quantity)
      if deadlines.last?.at == end { deadlines.removeLast() }
      deadlines.append(Deadline(kind: .reducible, at: end, quantity: open))
    }
    return deadlines
  }
}
