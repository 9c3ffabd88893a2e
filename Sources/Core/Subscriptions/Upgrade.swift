/// Where licences go that are upgraded.
package enum UpgradeTarget: Hashable, Sendable {
  /// To a new line of this offer; what it says of quantity, name and split is not asked.
  case new(Purchase)
  /// To a line the customer has already.
  case existing(Subscription)
}

/// What somebody wants upgraded, with what the catalogue says of it.
package struct Upgrade: Hashable, Sendable {
  /// Where to.
  package var target: UpgradeTarget
  /// How many licences; nil: all.
  package var quantity: Int?
  /// At which centres they are; nil: all where they are, or some taken as a decrease takes them.
  package var allocations: [Allocation]?
  /// How many people were named whose licences move; nil: nobody was. With all licences everybody moves.
  package var people: Int?
  /// Whether the target's plan is one that this plan upgrades to.
  package var isPath: Bool
  /// Whether the target is of the same segment.
  package var isSameSegment: Bool
  /// Whether every add-on goes with the target's plan.
  package var addOnsFit: Bool

  /// All of it.
  package init(
    target: UpgradeTarget, quantity: Int? = nil, allocations: [Allocation]? = nil, people: Int? = nil, isPath: Bool,
    isSameSegment: Bool, addOnsFit: Bool
  ) {
    self.target = target
    self.quantity = quantity
    self.allocations = allocations
    self.people = people
    self.isPath = isPath
    self.isSameSegment = isSameSegment
    self.addOnsFit = addOnsFit
  }

  /// The member of the request that names the target.
  var pointer: String {
    switch target {
    case .new: "/offerId"
    case .existing: "/subscriptionId"
    }
  }
}

/// Licences that went from one line to another: what became of both.
package struct Succession: Hashable, Sendable {
  /// The line they left, ended when all of them left.
  package let left: Decision
  /// The line they came to; its version is 1 when it is new.
  package let reached: Decision
  /// Whether all of them left.
  package var isWhole: Bool { left.after.hasEnded }

  /// What became of both lines.
  package init(left: Decision, reached: Decision) {
    self.left = left
    self.reached = reached
  }
}

extension Subscription {
  /// Licences go on to a better plan, for good: the end date and the windows stay, what is left of the cycle is given
  /// back here and billed there. People's licences move with theirs; the caller moves them, and the add-ons when all
  /// licences leave.
  ///
  /// Throws `conflict` when the state of either line or the people holding licences do not allow it, `invalid` with
  /// every wrong field: `/offerId`, `/subscriptionId`, `/quantity`, `/allocations…`, `/people`.
  package func upgraded(
    _ upgrade: Upgrade, as level: Level, at now: Instant, on today: Day, centres: [Centre]
  ) throws(Refusal) -> Succession {
    try permit(.upgrade, at: Moment(level: level, now: now, today: today))
    if case .existing(let target) = upgrade.target { try target.permitArrival(from: self, on: today) }
    let moving = upgrade.quantity ?? quantity
    guard moving >= 1, moving <= quantity else {
      throw .invalid([Issue("/quantity", "upgrade.quantity_not_held", ["held": "\(quantity)"])])
    }
    var issues = issues(with: upgrade, moving: moving)
    let split = leaving(moving, upgrade.allocations, Split(centres: centres), &issues)
    let rest = remaining(moving, without: split)
    let (lots, moved) = LicenceLot.taking(moving, from: lots)
    let reached = try arrived(upgrade.target, moved, split, Split(centres: centres), on: today, &issues)
    guard issues.isEmpty, let reached else { throw .invalid(issues) }
    try checkPeople(upgrade, moving: moving)
    return Succession(left: moving == quantity ? ended(.upgradedTo) : shrunk(to: rest, lots), reached: reached)
  }

  /// What is wrong with the wish, apart from the target's own bounds.
  private func issues(with upgrade: Upgrade, moving: Int) -> [Issue] {
    var issues: [Issue] = []
    if !upgrade.isPath { issues.append(Issue(upgrade.pointer, "upgrade.no_path")) }
    if !upgrade.isSameSegment { issues.append(Issue(upgrade.pointer, "upgrade.other_segment")) }
    if moving == quantity, !upgrade.addOnsFit { issues.append(Issue(upgrade.pointer, "upgrade.add_on_does_not_fit")) }
    let least = max(0, policy.minimum)
    if moving < quantity, quantity - moving < least {
      issues.append(Issue("/quantity", "upgrade.rest_below_minimum", ["minimum": "\(least)"]))
    }
    if let people = upgrade.people {
      if moving == quantity { issues.append(Issue("/people", "upgrade.all_people_move")) }
      if people > moving { issues.append(Issue("/people", "upgrade.too_many_people", ["maximum": "\(moving)"])) }
    }
    return issues
  }

  /// Never fewer licences than people hold, on either line.
  private func checkPeople(_ upgrade: Upgrade, moving: Int) throws(Refusal) {
    guard moving < quantity else { return }
    let staying = assigned - (upgrade.people ?? 0)
    guard staying <= quantity - moving else {
      throw .conflict("upgrade.assigned", ["assigned": "\(staying)", "rest": "\(quantity - moving)"])
    }
  }

  private func permitArrival(from source: Subscription, on today: Day) throws(Refusal) {
    guard !direct else { throw .conflict("upgrade.target_direct") }
    guard isActive(on: today) else { throw .conflict("upgrade.target_not_active") }
    guard termEnd >= source.termEnd else {
      throw .conflict("upgrade.target_ends_early", ["end": termEnd.description, "needed": source.termEnd.description])
    }
  }

  /// The centres of the licences that leave.
  private func leaving(
    _ moving: Int, _ wanted: [Allocation]?, _ split: Split, _ issues: inout [Issue]
  ) -> [Allocation] {
    guard let wanted else {
      guard moving < quantity else { return allocations }
      let rest = split.placed(.standard, quantity: quantity - moving, held: allocations, issues: &issues)
      return Allocation.difference(allocations, rest)
    }
    let leaving = split.checked(wanted, quantity: moving, held: allocations, issues: &issues)
    guard moving < quantity else { return leaving }
    for (index, part) in wanted.enumerated() {
      let held = allocations.first { $0.centre == part.centre }?.quantity ?? 0
      if part.quantity > held {
        issues.append(Issue("/allocations/\(index)/quantity", "split.centre_short", ["held": "\(held)"]))
      }
    }
    return leaving
  }

  private func remaining(_ moving: Int, without split: [Allocation]) -> [Allocation] {
    moving == quantity ? allocations : Allocation.difference(allocations, split)
  }

  private func shrunk(to rest: [Allocation], _ lots: [LicenceLot]) -> Decision {
    decided(.upgradedTo) {
      $0.quantity = rest.reduce(0) { $0 + $1.quantity }
      $0.allocations = rest
      $0.lots = lots
    }
  }

  /// The end of a line whose licences went on as another.
  func ended(_ kind: ChangeKind) -> Decision {
    decided(kind) {
      $0.status = .cancelled
      $0.assigned = 0
    }
  }

  private func arrived(
    _ target: UpgradeTarget, _ lots: [LicenceLot], _ split: [Allocation], _ centres: Split, on today: Day,
    _ issues: inout [Issue]
  ) throws(Refusal) -> Decision? {
    let moving = lots.reduce(0) { $0 + $1.quantity }
    switch target {
    case .new(let order):
      let most = order.policy.capacity(unitPrice: order.unitPrice, unitCost: order.unitCost)
      Subscription.note(order.policy, moving, most, &issues)
      guard let term = successor(of: order, on: today) else {
        issues.append(Issue("/offerId", "upgrade.billing_does_not_fit"))
        return nil
      }
      return Decision(kind: .upgradedFrom, after: line(order, term, lots, split, on: today))
    case .existing(let target):
      Subscription.note(target.policy, target.quantity + moving, target.capacity, &issues)
      return target.decided(.upgradedFrom) {
        $0.quantity += moving
        $0.lots = (target.lots + lots).sorted { $0.addedAt < $1.addedAt }
        $0.allocations = centres.ordered(Allocation.sum(target.allocations, split))
      }
    }
  }

  private static func note(_ policy: OfferPolicy, _ quantity: Int, _ most: Int, _ issues: inout [Issue]) {
    if quantity < max(0, policy.minimum) {
      issues.append(Issue("/quantity", "upgrade.target_below_minimum", ["minimum": "\(policy.minimum)"]))
    } else if quantity > most {
      issues.append(Issue("/quantity", "upgrade.target_above_maximum", ["maximum": "\(most)"]))
    }
  }

  /// How the rest of this term is billed as another offer: in the same cycles where both are as long, so that the
  /// first is what is left of the present one; else in cycles that meet the term's end, the present one counted whole.
  /// Nil when the offer's cycles do not reach that end: only months and years repeat.
  private func successor(of order: Purchase, on today: Day) -> (anchor: Day, start: Day)? {
    guard Term.isValid(order.term, order.frequency) else { return nil }
    let length = Term.cycle(of: order.frequency, term: order.term)
    if length == Term.cycle(of: frequency, term: term) { return (anchor, termStart) }
    let kept = BillingSchedule(start: termStart, anchor: anchor, length: length)
    let anchor = kept.begins(on: termEnd) ? anchor : termEnd
    let schedule = BillingSchedule(start: termStart, anchor: anchor, length: length)
    let repeats = length == Period(months: order.frequency == .annual ? 12 : 1) && order.frequency != .once
    guard repeats || schedule.boundary(after: today, cycles: 1) == termEnd else { return nil }
    return (anchor, schedule.boundary(after: today, cycles: 0))
  }

  private func line(
    _ order: Purchase, _ billed: (anchor: Day, start: Day), _ lots: [LicenceLot], _ split: [Allocation], on today: Day
  ) -> Subscription {
    Subscription(
      id: order.id, customer: customer, status: .active, suspendedBy: nil, direct: false, trial: order.trial,
      quantity: lots.reduce(0) { $0 + $1.quantity }, assigned: 0, allocations: split, lots: lots,
      friendlyName: friendlyName, start: today, anchor: billed.anchor, termStart: billed.start, termEnd: termEnd,
      term: order.term, frequency: order.frequency, autoRenew: autoRenew, renewal: nil, unitPrice: order.unitPrice,
      unitCost: order.unitCost, policy: order.policy, purchasedAt: purchasedAt, version: 1, hasActiveAddOns: false,
      parentSuspends: nil, parentEnds: parentEnds)
  }
}

extension Allocation {
  /// What is left of `all` without `part`, without zeros.
  static func difference(_ all: [Allocation], _ part: [Allocation]) -> [Allocation] {
    all.compactMap { one in
      let gone = part.first { $0.centre == one.centre }?.quantity ?? 0
      return gone == one.quantity ? nil : Allocation(centre: one.centre, quantity: one.quantity - gone)
    }
  }

  /// Both together, one allocation per centre.
  static func sum(_ some: [Allocation], _ more: [Allocation]) -> [Allocation] {
    more.reduce(into: some) { sum, one in
      if let index = sum.firstIndex(where: { $0.centre == one.centre }) {
        sum[index].quantity += one.quantity
      } else {
        sum.append(one)
      }
    }
  }
}
