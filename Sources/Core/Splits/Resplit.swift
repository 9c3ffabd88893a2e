/// A new split of the licences that are there, said in a way that fits many subscriptions at once.
package enum Resplit: Hashable, Sendable {
  /// To these centres in these shares.
  case shares([CentreShare])
  /// As the standing rule in force would split them, were they bought now.
  case standing
  /// What one centre has, to another; the others keep theirs.
  case move(from: ID<BillingCentre>, to: ID<BillingCentre>)
}

extension Subscription {
  func resplitting(_ wanted: Resplit, _ split: Split, at moment: Moment) throws(Refusal) -> Decision? {
    try permit(.split, at: moment)
    return try splitting(try split.resplit(wanted, of: self), split, at: moment)
  }
}

extension Split {
  /// The complete split. Throws `conflict` where there is no rule to go by, `invalid` with every wrong field.
  fileprivate func resplit(_ wanted: Resplit, of s: Subscription) throws(Refusal) -> [Allocation] {
    switch wanted {
    case .shares(let shares):
      let issues = SplitRule.issues(with: shares, among: centres)
      guard issues.isEmpty else { throw .invalid(issues) }
      let parts = shares.ordered(as: centres)
      let licences = Ledger.shared(Int64(s.quantity), by: parts.map { Int64($0.percent.points) })
      return zip(parts, licences).map { Allocation(centre: $0.centre, quantity: Int($1)) }
    case .standing:
      guard let split = following(s.quantity, held: []) else { throw .conflict("split.no_rule") }
      return split
    case .move(let from, let to): return try moved(from: from, to: to, in: s.allocations)
    }
  }

  private func moved(
    from: ID<BillingCentre>, to: ID<BillingCentre>, in held: [Allocation]
  ) throws(Refusal) -> [Allocation] {
    var issues: [Issue] = []
    if !centres.contains(where: { $0.id == from }) { issues.append(Issue("/move/from", "centre.unknown")) }
    if from == to {
      issues.append(Issue("/move/to", "split.same_centre"))
    } else if let target = centres.first(where: { $0.id == to }) {
      if target.closed { issues.append(Issue("/move/to", "centre.closed")) }
    } else {
      issues.append(Issue("/move/to", "centre.unknown"))
    }
    guard issues.isEmpty else { throw .invalid(issues) }
    let moving = held.filter { $0.centre == from }.map { Allocation(centre: to, quantity: $0.quantity) }
    return Allocation.sum(held.filter { $0.centre != from }, moving)
  }
}
