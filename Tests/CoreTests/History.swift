import Core

/// One subscription's random life over several months in some time zone, posted as it goes and checked against the
/// oracle throughout.
struct History {
  /// What the histories came across.
  struct Reached {
    var kinds: [ChangeKind: Int] = [:]
    var currencies: Set<String> = []
    var zones: Set<String> = []
    var negativePostings = 0
    var refusals = 0
    var shortCycles = 0
    var alignedRenewals = 0
    /// Splits on the last day of a cycle and on the first.
    var lateSplits = 0
    var freshSplits = 0
    var corrections = 0
    var lengthsOfMonth: Set<Int> = []

    mutating func add(_ other: Reached) {
      kinds.merge(other.kinds, uniquingKeysWith: +)
      currencies.formUnion(other.currencies)
      zones.formUnion(other.zones)
      negativePostings += other.negativePostings
      refusals += other.refusals
      shortCycles += other.shortCycles
      alignedRenewals += other.alignedRenewals
      lateSplits += other.lateSplits
      freshSplits += other.freshSplits
      corrections += other.corrections
      lengthsOfMonth.formUnion(other.lengthsOfMonth)
    }
  }

  static let reachable: Set<ChangeKind> = [
    .increase, .decrease, .split, .suspend, .activate, .cancelled, .renewed, .expired, .autoRenewOff, .renewalScheduled,
    .upgradedTo, .upgradedFrom, .converted, .convertedFrom, .vendorRefused,
  ]

  /// A line of the ledger, as a vendor's refusal has to know it.
  struct Line {
    let kind: ChangeKind
    let at: Instant
    let entry: LedgerEntry
    let previousStatus: SubscriptionStatus
    let previousSuspendedBy: Level?
  }

  /// What was posted for a cycle, and the prices it was billed at.
  struct Billed {
    let cycle: Cycle
    var sums = PostedSums()
    let price: Int64
    let cost: Int64
    let expected: Oracle.Cycle
  }

  var random: Seeded
  let centres: [Centre]
  let order: [ID<BillingCentre>]
  let zone: PlainZone
  var subscription: Subscription
  var now: Instant
  var today: Day
  var lines: [Line] = []
  var entries: [LedgerEntry] = []
  var oracle: Oracle
  var billed: [Billed] = []
  var books: Books
  /// What lines that went on as others owe, by place: the centres, then the cost.
  var owedBefore: [Int]
  var reached = Reached()

  init(seed: UInt64) throws {
    var random = Seeded(seed)
    centres = (0..<Int.random(in: 1...5, using: &random)).map { position in
      Centre(id: Helvetia.spare[position], isDefault: position == 0, closed: position == 4, position: position)
    }
    order = centres.map(\.id)
    zone = random.pick(PlainZone.all)
    // A start near the month's end as often as not, in common and leap years.
    var start = Int.random(in: 19_700..<21_200, using: &random)
    if random.chance(50) {
      let calendar = PlainCalendar.shared
      start = calendar.first(of: calendar.month(of: start)) + Int.random(in: 27...30, using: &random)
    }
    now = zone.instant(start, at: History.time(&random))
    today = zone.day(at: now)
    let order = History.order(&random, start: today)
    subscription = try .purchased(order, at: now, on: today, centres: centres)
    oracle = Oracle(order: self.order)
    books = Books(places: centres.count + 1)
    owedBefore = [Int](repeating: 0, count: centres.count + 1)
    self.random = random
    reached.currencies = [subscription.unitPrice.currency.code]
    reached.zones = [zone.name]
  }

  mutating func run() throws {
    try take(subscription.provisioned())
    for _ in 0..<Int.random(in: 4...12, using: &random) {
      if random.chance(75) { try live(days: Int.random(in: 1...14, using: &random)) }
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<12: try goOn()
      case 12..<20: try beRefused()
      default: try give(command())
      }
      if random.chance(30) { books.close(before: Int(today.number)) }
    }
    books.close(before: Int(today.number))
    try books.check(owed: try recount())
    reached.corrections = books.corrections
  }

  /// Days pass; terms end and cycles begin as they fall due.
  private mutating func live(days: Int) throws {
    let later = zone.instant(Int(today.number) + days, at: History.time(&random))
    guard later > now else { return }
    let day = zone.day(at: later)
    let clock = later.microseconds / 1_000_000 + Int64(zone.offset(at: Int(later.microseconds / 1_000_000)) * 60)
    try expect(Int64(day.number) == clock / 86_400, "\(later) is \(day) in \(zone.name)")
    while today < day {
      today = today.adding(days: 1)
      now = zone.instant(Int(today.number), at: 0)
      if today == subscription.termEnd, subscription.status == .active || subscription.status == .suspended {
        try take(subscription.autoRenew ? renewed() : subscription.expired())
      } else if let cycle = subscription.schedule.cycle(containing: today), cycle.from == today {
        try post(cycle)
      }
    }
    now = later
  }

  private mutating func renewed() throws -> Decision {
    let price = Money(minor: Int64.random(in: 0..<20_000, using: &random), currency: subscription.unitPrice.currency)
    if subscription.renewal?.alignTo != nil { reached.alignedRenewals += 1 }
    return try subscription.renewed(
      on: today, at: now, unitPrice: price, unitCost: subscription.unitCost, centres: centres)
  }

  private mutating func give(_ command: Command) throws {
    let before = subscription
    do {
      try take(subscription.applying(command, as: .reseller, at: now, on: today, centres: centres))
      try checkWindow(before)
    } catch is Refusal {
      reached.refusals += 1
    }
  }

  /// A decision becomes the next line of the ledger, and is posted.
  mutating func take(_ decision: Decision?) throws {
    guard let decision else { return }
    let before = subscription
    try accept(decision)
    lines.append(
      Line(
        kind: decision.kind, at: now, entry: subscription.ledgerEntry(on: today), previousStatus: before.status,
        previousSuspendedBy: before.suspendedBy))
    entries.append(subscription.ledgerEntry(on: today))
    oracle.record(subscription, on: Int(today.number))
    guard let cycle = subscription.schedule.cycle(containing: today) else { return }
    if decision.kind == .split {
      if cycle.to == today.adding(days: 1) { reached.lateSplits += 1 }
      if cycle.from == today { reached.freshSplits += 1 }
    }
    try post(cycle)
  }

  /// Invariant 5, after every change.
  mutating func accept(_ decision: Decision) throws {
    let after = decision.after
    try expect(after.version == subscription.version + 1, "version \(after.version)")
    try expect(after.allocations.reduce(0) { $0 + $1.quantity } == after.quantity, "Σ allocations of \(after)")
    try expect(after.allocations.allSatisfy { $0.quantity > 0 }, "empty or negative allocation in \(after)")
    try expect(after.lots.reduce(0) { $0 + $1.quantity } == after.quantity, "Σ lots of \(after)")
    subscription = after
    reached.kinds[decision.kind, default: 0] += 1
  }

  /// Posts for a cycle, checks every sum against the oracle, and that a second run posts nothing (invariant 6).
  mutating func post(_ cycle: Cycle) throws {
    let index = try account(of: cycle)
    let postings = Ledger.postings(
      for: subscription, entries: entries, in: cycle, posted: billed[index].sums, order: order)
    for posting in postings ?? [] {
      try expect(posting.cycle == cycle && posting.amount.minor != 0, "posting \(posting)")
      if posting.amount.minor < 0 { reached.negativePostings += 1 }
      var place = centres.count
      if let centre = posting.centre {
        place = order.firstIndex(of: centre)!
        billed[index].sums.price.append(CentreAmount(centre: centre, minor: posting.amount.minor))
      } else {
        billed[index].sums.cost += posting.amount.minor
      }
      try books.post(Int(posting.amount.minor), at: place, on: Int(today.number), for: Int(cycle.from.number))
    }
    _ = try check(billed[index])
    let again = Ledger.postings(
      for: subscription, entries: entries, in: cycle, posted: billed[index].sums, order: order)
    try expect(again == [], "a second run posts \(again ?? [])")
  }

  /// Where a cycle's sums are kept; a cycle that begins is compared with the oracle's calendar.
  private mutating func account(of cycle: Cycle) throws -> Int {
    if let index = billed.lastIndex(where: { $0.cycle == cycle }) { return index }
    let length = subscription.cycleMonths
    let expected = Oracle.Cycle(
      containing: Int(cycle.from.number), start: Int(subscription.termStart.number),
      anchor: Int(subscription.anchor.number), months: length, days: subscription.term.days)
    try expect(
      Int(cycle.from.number) == expected.from && Int(cycle.to.number) == expected.to
        && cycle.fullDays == expected.fullDays, "\(cycle) is not \(expected)")
    if cycle.days < cycle.fullDays { reached.shortCycles += 1 }
    if length == 1 { reached.lengthsOfMonth.insert(cycle.fullDays) }
    billed.append(
      Billed(
        cycle: cycle, price: subscription.unitPrice.minor, cost: subscription.unitCost.minor, expected: expected))
    return billed.count - 1
  }

  /// What the oracle owes for a cycle by place, the cost last; what was posted is that.
  @discardableResult
  func check(_ billed: Billed) throws -> [Int] {
    var posted = [Int](repeating: 0, count: order.count)
    for amount in billed.sums.price { posted[order.firstIndex(of: amount.centre)!] += Int(amount.minor) }
    let weights = oracle.weights(in: billed.expected)
    let line = Oracle.line(price: billed.price, weights: weights, in: billed.expected)
    try expect(posted.reduce(0, +) == line, "Σ centres of \(posted) is not the line \(line), \(billed.cycle)")
    let owed = Oracle.shares(of: line, weights: weights)
    try expect(posted == owed, "posted \(posted), owed \(owed), \(billed.cycle)")
    let cost = Oracle.line(price: billed.cost, weights: weights, in: billed.expected)
    try expect(Int(billed.sums.cost) == cost, "cost \(billed.sums.cost), owed \(cost), \(billed.cycle)")
    return owed + [cost]
  }

  /// Every cycle there was, once more by all that is known now; with what lines before this one owe.
  func recount() throws -> [Int] {
    var owed = owedBefore
    for cycle in billed {
      for (place, minor) in try check(cycle).enumerated() { owed[place] += minor }
    }
    return owed
  }
}
