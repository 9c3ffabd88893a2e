import Core

/// One subscription's random life over several months, posted as it goes and checked against the oracle throughout.
struct History {
  /// What the histories came across.
  struct Reached {
    var kinds: [ChangeKind: Int] = [:]
    var negativePostings = 0
    var refusals = 0
    var shortCycles = 0

    mutating func add(_ other: Reached) {
      kinds.merge(other.kinds, uniquingKeysWith: +)
      negativePostings += other.negativePostings
      refusals += other.refusals
      shortCycles += other.shortCycles
    }
  }

  static let reachable: Set<ChangeKind> = [
    .increase, .decrease, .split, .suspend, .activate, .cancelled, .renewed, .expired, .autoRenewOff, .renewalScheduled,
    .upgradedTo, .upgradedFrom, .converted, .convertedFrom,
  ]

  private var random: Seeded
  private let centres: [Centre]
  private var subscription: Subscription
  private var today: Day
  private var entries: [LedgerEntry] = []
  private var oracle = Oracle()
  private var posted: [Cycle: PostedSums] = [:]
  private(set) var reached = Reached()

  private var order: [ID<BillingCentre>] { centres.map(\.id) }
  private var now: Instant { Instant(microseconds: Int64(today.number) * 86_400_000_000 + 43_200_000_000) }

  init(seed: UInt64) throws {
    var random = Seeded(seed)
    centres = (0..<Int.random(in: 1...5, using: &random)).map { position in
      Centre(id: Helvetia.spare[position], isDefault: position == 0, closed: position == 4, position: position)
    }
    // A start near the month's end as often as not, in common and leap years.
    today = Day(number: Int32.random(in: 19_700..<21_200, using: &random))
    if random.chance(50) { today = today.firstOfMonth.adding(days: Int.random(in: 27...30, using: &random)) }
    let order = History.order(&random, start: today)
    subscription = try .purchased(
      order, at: Instant(microseconds: Int64(today.number) * 86_400_000_000), on: today, centres: centres)
    self.random = random
  }

  private static func order(_ random: inout Seeded, start: Day) -> Purchase {
    let currency = Currency(random.pick(["CHF", "JPY", "BHD"]))!
    let windows: [Window] = [.always, .always, .none, .period(Period(days: 7)), .period(Period(hours: 72))]
    let (term, frequency): (String, Frequency) = random.pick([
      ("P1M", .monthly), ("P1Y", .monthly), ("P1Y", .monthly), ("P3M", .once), ("P1Y", .annual),
    ])
    let policy = OfferPolicy(
      minimum: random.pick([0, 1, 1, 5]), maximum: 400, decreaseWindow: random.pick(windows),
      cancelWindow: random.pick(windows), suspensionStopsBilling: random.chance(70))
    let natural = Period(term)!.added(to: start) - start
    let trial = random.chance(15)
    return Purchase(
      id: ID("00000000-0000-4000-8000-000000000001")!, customer: ID("00000000-0000-4000-8000-000000000002")!,
      policy: policy, term: Period(term)!, frequency: frequency, trial: trial,
      unitPrice: Money(minor: trial ? 0 : Int64.random(in: 0..<20_000, using: &random), currency: currency),
      unitCost: Money(minor: trial ? 0 : Int64.random(in: 0..<20_000, using: &random), currency: currency),
      quantity: Int.random(in: 5...60, using: &random),
      alignTo: random.chance(30) ? start.adding(days: Int.random(in: 1..<natural, using: &random)) : nil)
  }

  mutating func run() throws {
    try take(subscription.provisioned())
    for _ in 0..<Int.random(in: 4...12, using: &random) {
      if random.chance(75) { try live(days: Int.random(in: 1...14, using: &random)) }
      if random.chance(12) { try goOn() } else { try give(command()) }
    }
  }

  /// Some or all licences go on as another line, and so does this history.
  private mutating func goOn() throws {
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
    (entries, oracle, posted) = ([], Oracle(), [:])
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

  /// Days pass; terms end and cycles begin as they fall due.
  private mutating func live(days: Int) throws {
    for _ in 0..<days {
      today = today.adding(days: 1)
      if today == subscription.termEnd, subscription.status == .active || subscription.status == .suspended {
        try take(subscription.autoRenew ? renewed() : subscription.expired())
      } else if subscription.schedule.cycle(containing: today)?.from == today {
        try post()
      }
    }
  }

  private mutating func renewed() throws -> Decision {
    let price = Money(minor: Int64.random(in: 0..<20_000, using: &random), currency: subscription.unitPrice.currency)
    return try subscription.renewed(
      on: today, at: now, unitPrice: price, unitCost: subscription.unitCost, centres: centres)
  }

  private mutating func command() -> Command {
    let quantity = subscription.quantity
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<25: return .changeQuantity(quantity + Int.random(in: 1...20, using: &random), placement())
    case 25..<55: return .changeQuantity(quantity - Int.random(in: 1...10, using: &random), placement())
    case 55..<75: return .split(split(of: quantity))
    case 75..<82: return .suspend(reason: "unpaid")
    case 82..<92: return .activate
    case 92..<94: return .autoRenew(random.chance(50))
    case 94..<97:
      let wanted = Renewal(
        quantity: Int.random(in: 1...60, using: &random), term: subscription.term,
        billingFrequency: subscription.frequency)
      return .scheduleRenewal(wanted)
    default: return .cancelNow
    }
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

  private mutating func give(_ command: Command) throws {
    do {
      try take(subscription.applying(command, as: .reseller, at: now, on: today, centres: centres))
    } catch is Refusal {
      reached.refusals += 1
    }
  }

  private mutating func take(_ decision: Decision?) throws {
    guard let decision else { return }
    let after = decision.after
    try expect(after.version == subscription.version + 1, "version \(after.version)")
    try expect(after.allocations.reduce(0) { $0 + $1.quantity } == after.quantity, "Σ allocations of \(after)")
    try expect(after.allocations.allSatisfy { $0.quantity > 0 }, "empty or negative allocation in \(after)")
    try expect(after.lots.reduce(0) { $0 + $1.quantity } == after.quantity, "Σ lots of \(after)")
    subscription = after
    reached.kinds[decision.kind, default: 0] += 1
    entries.append(subscription.ledgerEntry(on: today))
    oracle.record(subscription, on: today)
    try post()
  }

  /// Posts for the cycle containing today, checks every sum against the oracle, and that a second run posts nothing.
  private mutating func post() throws {
    guard let cycle = subscription.schedule.cycle(containing: today) else { return }
    var sums = posted[cycle] ?? PostedSums()
    let postings = Ledger.postings(for: subscription, entries: entries, in: cycle, posted: sums, order: order)
    for posting in postings ?? [] {
      try expect(posting.cycle == cycle && posting.amount.minor != 0, "posting \(posting)")
      if posting.amount.minor < 0 { reached.negativePostings += 1 }
      if let centre = posting.centre {
        sums.price.append(CentreAmount(centre: centre, minor: posting.amount.minor))
      } else {
        sums.cost += posting.amount.minor
      }
    }
    posted[cycle] = sums
    try check(cycle, sums)
    let again = Ledger.postings(for: subscription, entries: entries, in: cycle, posted: sums, order: order)
    try expect(again == [], "a second run posts \(again ?? [])")
  }

  private mutating func check(_ cycle: Cycle, _ sums: PostedSums) throws {
    let expected = Oracle.Cycle(
      containing: today, start: subscription.termStart, anchor: subscription.anchor, months: subscription.cycleMonths)
    try expect(
      Int(cycle.from.number) == expected.from && Int(cycle.to.number) == expected.to
        && cycle.fullDays == expected.fullDays, "\(cycle) is not \(expected)")
    if cycle.days < cycle.fullDays { reached.shortCycles += 1 }
    var byCentre: [ID<BillingCentre>: Int128] = [:]
    for amount in sums.price { byCentre[amount.centre, default: 0] += Int128(amount.minor) }
    let weights = oracle.weights(in: expected)
    let line = Oracle.line(price: subscription.unitPrice.minor, weights: weights, in: expected)
    try expect(byCentre.values.reduce(0, +) == line, "Σ centres of \(byCentre) is not the line \(line)")
    let owed = Oracle.shares(of: line, weights: weights, order: order)
    try expect(
      byCentre.filter { $0.value != 0 } == owed.filter { $0.value != 0 }, "posted \(byCentre), owed \(owed), \(cycle)")
    let cost = Oracle.line(price: subscription.unitCost.minor, weights: weights, in: expected)
    try expect(Int128(sums.cost) == cost, "cost \(sums.cost), owed \(cost)")
  }
}
