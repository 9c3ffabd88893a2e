import Core

// What befalls a history's subscription.

extension History {
  /// A second of the day: as often as not the first or one of the last.
  static func time(_ random: inout Seeded) -> Int {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: 0
    case 1: 86_399 - Int.random(in: 0..<3_600, using: &random)
    default: Int.random(in: 0..<86_400, using: &random)
    }
  }

  static func order(_ random: inout Seeded, start: Day) -> Purchase {
    let currency = Currency(random.pick(["CHF", "EUR", "JPY", "BHD"]))!
    let costCurrency = random.chance(80) ? currency : Currency(random.pick(["EUR", "JPY"]))!
    let windows: [Window] = [.always, .always, .none, .period(Period(days: 7)), .period(Period(hours: 72))]
    let (term, frequency): (Period, Frequency) = random.pick([
      (Period(months: 1), .monthly), (Period(months: 12), .monthly), (Period(months: 12), .monthly),
      (Period(months: 3), .once), (Period(months: 12), .annual), (Period(days: 14), .once),
    ])
    let policy = OfferPolicy(
      minimum: random.pick([0, 1, 1, 5]), maximum: 400, decreaseWindow: random.pick(windows),
      cancelWindow: random.pick(windows), suspensionStopsBilling: random.chance(70))
    let natural = term.added(to: start) - start
    let trial = random.chance(15)
    return Purchase(
      id: History.own, customer: History.customer, policy: policy, term: term, frequency: frequency, trial: trial,
      unitPrice: Money(minor: trial ? 0 : Int64.random(in: 0..<20_000, using: &random), currency: currency),
      unitCost: Money(minor: trial ? 0 : Int64.random(in: 0..<20_000, using: &random), currency: costCurrency),
      quantity: Int.random(in: 5...60, using: &random),
      alignTo: random.chance(30) ? start.adding(days: Int.random(in: 1..<natural, using: &random)) : nil)
  }

  private static let own = ID<Subscription>("00000000-0000-4000-8000-000000000001")!
  private static let customer = ID<Organization>("00000000-0000-4000-8000-000000000002")!

  mutating func command() -> Command {
    let quantity = subscription.quantity
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<25: return .changeQuantity(quantity + Int.random(in: 1...20, using: &random), placement())
    case 25..<52: return .changeQuantity(quantity - Int.random(in: 1...10, using: &random), placement())
    case 52..<74: return .split(split(of: quantity))
    case 74..<81: return .suspend(reason: "unpaid")
    case 81..<91: return .activate
    case 91..<93: return .autoRenew(random.chance(50))
    case 93..<98: return .scheduleRenewal(renewal())
    default: return .cancelNow
    }
  }

  /// The same again in another number, its end as often as not brought forward.
  private mutating func renewal() -> Renewal {
    let end = subscription.termEnd
    let natural = subscription.term.added(to: end) - end
    return Renewal(
      quantity: Int.random(in: 1...60, using: &random), term: subscription.term,
      billingFrequency: subscription.frequency,
      alignTo: random.chance(50) ? end.adding(days: Int.random(in: 1..<natural, using: &random)) : nil)
  }

  private mutating func placement() -> Placement {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5: .standard
    case 5..<9: .at(random.pick(order))
    default: .split(split(of: subscription.quantity))
    }
  }

  private mutating func split(of quantity: Int) -> [Allocation] {
    var left = quantity
    return order.map { centre in
      let part = centre == order.last ? left : Int.random(in: 0...max(0, left), using: &random)
      left -= part
      return Allocation(centre: centre, quantity: part)
    }
  }

  /// Licences that were given back were all in their window: so many hours since they were added, or ever, or never.
  func checkWindow(_ before: Subscription) throws(Mismatch) {
    guard subscription.quantity < before.quantity else { return }
    let hours: Int64?
    switch before.policy.decreaseWindow {
    case .always: return
    case .none: hours = nil
    case .period(let length): hours = Int64(length.days * 24 + length.hours)
    }
    for lot in before.lots {
      let had = before.lots.reduce(0) { $1.addedAt == lot.addedAt ? $0 + $1.quantity : $0 }
      let has = subscription.lots.reduce(0) { $1.addedAt == lot.addedAt ? $0 + $1.quantity : $0 }
      guard has < had else { continue }
      let age = now.microseconds - lot.addedAt.microseconds
      let isOpen = hours.map { age < $0 * 3_600_000_000 } ?? false
      try expect(isOpen, "licences of \(lot.addedAt) given back at \(now), window \(before.policy.decreaseWindow)")
    }
  }

  /// Some or all licences go on as another line, and so does this history.
  mutating func goOn() throws {
    let before = subscription
    var order = History.order(&random, start: today)
    order.trial = false
    order.unitPrice = Money(minor: Int64.random(in: 0..<40_000, using: &random), currency: before.unitPrice.currency)
    order.unitCost = Money(minor: Int64.random(in: 0..<40_000, using: &random), currency: before.unitCost.currency)
    let some: Int? = random.chance(50) ? nil : Int.random(in: 0...(before.quantity + 1), using: &random)
    guard let both = succession(order, some) else {
      reached.refusals += 1
      return
    }
    let after = both.reached.after
    if both.reached.kind == .upgradedFrom {
      let rest = both.isWhole ? 0 : both.left.after.quantity
      try expect(after.quantity + rest == before.quantity, "licences lost from \(before) to \(after)")
      try expect(after.termEnd == before.termEnd, "another end: \(after)")
      let lots = (after.lots + (both.isWhole ? [] : both.left.after.lots)).reduce(0) { $0 + $1.quantity }
      try expect(lots == before.quantity, "lots lost from \(before) to \(after)")
    }
    try take(both.left)
    owedBefore = try recount()
    (lines, entries, oracle, billed) = ([], [], Oracle(order: self.order), [])
    subscription = after
    subscription.version -= 1
    try take(both.reached)
  }

  private func succession(_ order: Purchase, _ quantity: Int?) -> Succession? {
    guard subscription.trial else {
      let wish = Upgrade(
        target: .new(order), quantity: quantity, isPath: true, isSameSegment: true, addOnsFit: true)
      return try? subscription.upgraded(wish, as: .reseller, at: now, on: today, centres: centres)
    }
    let wish = Conversion(
      order: order, quantity: quantity, hasPath: true, isPath: true, isSameSegment: true, addOnsFit: true)
    return try? subscription.converted(wish, as: .reseller, at: now, on: today, centres: centres)
  }

  /// The vendor takes back something it was promised: days gone by are lived again, and what that comes to is posted
  /// today, whatever months have closed since.
  mutating func beRefused() throws {
    let index = Int.random(in: lines.indices, using: &random)
    let line = lines[index]
    let inForce = Ledger.inForce(lines.map(\.entry.day))
    let promise = VendorPromise(
      kind: line.kind, at: line.at, entry: line.entry, isInForce: inForce.contains(index),
      before: index > 0 ? lines[index - 1].entry.allocations : [], previousStatus: line.previousStatus,
      previousSuspendedBy: line.previousSuspendedBy)
    let later = inForce.filter { $0 > index && lines[$0].entry.day >= line.entry.day }
      .map { LaterChange(kind: lines[$0].kind, entry: lines[$0].entry) }
    guard let undoing = try? subscription.refused(promise, later: later, on: today, centres: centres) else {
      reached.refusals += 1
      return
    }
    let before = subscription
    try expect(
      undoing.decision.after.quantity == before.quantity - undoing.difference, "refused \(undoing) of \(before)")
    try accept(undoing.decision)
    for entry in undoing.entries {
      lines.append(
        Line(
          kind: .vendorRefused, at: now, entry: entry, previousStatus: before.status,
          previousSuspendedBy: before.suspendedBy))
      entries.append(entry)
      oracle.record(entry.billable ? entry.allocations : [], on: Int(entry.day.number))
    }
    // Every cycle from the first day that changed to the present one.
    var cycle = subscription.schedule.cycle(containing: undoing.entries.first?.day ?? today)
    while let one = cycle, one.from <= today {
      try post(one)
      cycle = subscription.schedule.next(after: one)
    }
  }
}
