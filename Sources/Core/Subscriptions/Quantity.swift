extension Subscription {
  func increasing(
    to wanted: Int, _ placement: Placement, _ split: Split, at moment: Moment
  ) throws(Refusal) -> Decision {
    try permit(.increase, at: moment)
    var issues: [Issue] = []
    if let issue = policy.issue(with: wanted, at: "/quantity", capacity: capacity) { issues.append(issue) }
    let allocations = split.placed(placement, quantity: wanted, held: self.allocations, issues: &issues)
    guard issues.isEmpty else { throw .invalid(issues) }
    return decided(.increase) {
      $0.lots.append(LicenceLot(addedAt: moment.now, quantity: wanted - quantity))
      $0.quantity = wanted
      $0.allocations = allocations
    }
  }

  func decreasing(
    to wanted: Int, _ placement: Placement, _ split: Split, at moment: Moment
  ) throws(Refusal) -> Decision {
    try permit(.decrease, at: moment)
    var issues: [Issue] = []
    // Above the maximum is no reason to refuse a step down: the offer's policy may have become tighter.
    if let issue = policy.issue(with: wanted, at: "/quantity", capacity: .max) { issues.append(issue) }
    let allocations = split.placed(placement, quantity: wanted, held: self.allocations, issues: &issues)
    guard issues.isEmpty else { throw .invalid(issues) }
    let given = quantity - wanted
    guard given <= openQuantity(at: moment.now) else {
      let minimum = quantity - refundableQuantity(at: moment.now)
      throw .conflict("quantity.decrease_window_closed", ["minimum": "\(minimum)"])
    }
    guard wanted >= assigned else { throw .conflict("quantity.assigned", ["assigned": "\(assigned)"]) }
    return decided(.decrease) {
      $0.lots = LicenceLot.taking(given, from: lots).left
      $0.quantity = wanted
      $0.allocations = allocations
    }
  }
}

extension LicenceLot {
  /// Lots without `count` licences, the newest given up first, and those given up, oldest first.
  static func taking(_ count: Int, from lots: [LicenceLot]) -> (left: [LicenceLot], taken: [LicenceLot]) {
    var (left, taken): ([LicenceLot], [LicenceLot]) = (lots, [])
    var wanted = count
    while wanted > 0, let newest = left.popLast() {
      let given = min(wanted, newest.quantity)
      if newest.quantity > given { left.append(LicenceLot(addedAt: newest.addedAt, quantity: newest.quantity - given)) }
      taken.insert(LicenceLot(addedAt: newest.addedAt, quantity: given), at: 0)
      wanted -= given
    }
    return (left, taken)
  }
}
