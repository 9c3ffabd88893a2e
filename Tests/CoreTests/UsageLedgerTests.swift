import Core
import FoundationEssentials
import Testing

private func units(_ text: String) -> MeteredQuantity { MeteredQuantity(text)! }
private func use(_ text: String, _ quantity: String) -> DayUse { DayUse(day: day(text), quantity: units(quantity)) }

private func flat(_ rate: String) -> MeterPrice {
  let tier = MeterPrice.Tier(upTo: nil, rate: MeterRate(rate, currency: franc)!)
  return MeterPrice(model: .flat, tiers: [tier], currency: franc)!
}

private func entry(_ text: String, _ parts: KeyValuePairs<ID<BillingCentre>, Int>) -> LedgerEntry {
  LedgerEntry(day: day(text), billable: true, allocations: split(parts))
}

@Suite struct UsageLedgerTests {
  private let entries = [
    entry("2026-01-05", [Helvetia.b: 3, Helvetia.a: 1]), entry("2026-01-10", [Helvetia.b: 4]),
    LedgerEntry(day: day("2026-01-20"), billable: false, allocations: []),
  ]

  @Test(arguments: [
    ("2026-01-05", "1", "3"), ("2026-01-09", "1", "3"), ("2026-01-10", "0", "4"),
    // Nothing is allocated any more, or not yet: what was, or came first.
    ("2026-01-25", "0", "4"), ("2026-01-01", "1", "3"),
  ])
  func `a day's use falls to the centres as they were allocated that day`(_ day: String, _ a: String, _ b: String) {
    let places = UsageLedger.split([use(day, "4")], entries: entries, order: Helvetia.order)
    let quantities = Dictionary(uniqueKeysWithValues: places.map { ($0.centre, $0.quantity) })
    #expect(quantities[Helvetia.a] ?? .zero == units(a))
    #expect(quantities[Helvetia.b] ?? .zero == units(b))
  }

  @Test func `not a millionth is lost when it is split, ties to the earlier centre`() {
    let thirds = [entry("2026-01-01", [Helvetia.c: 1, Helvetia.b: 1, Helvetia.a: 1])]
    let places = UsageLedger.split([use("2026-01-02", "0.000004")], entries: thirds, order: Helvetia.order)
    #expect(places.map(\.centre) == [Helvetia.a, Helvetia.b, Helvetia.c])
    #expect(places.map(\.quantity.millionths) == [2, 1, 1])
  }

  @Test func `no use at all owes nothing, and gives back what was posted`() {
    let owed = UsageLedger.owed(
      [], price: flat("0.10"), cost: flat("0.08"), entries: entries, order: Helvetia.order)
    #expect(owed.allSatisfy { $0.minor == 0 && $0.quantity == .zero })
    let posted = [
      UsageShare(leg: .price, centre: Helvetia.b, quantity: units("10"), minor: 100),
      UsageShare(leg: .cost, centre: nil, quantity: units("10"), minor: 80),
    ]
    let back = UsageLedger.postings(owed: owed, posted: posted)
    #expect(back.map(\.minor).sorted() == [-100, -80])
    #expect(back.allSatisfy { $0.quantity.description == "-10" })
  }

  @Test func `what is posted already is not posted again`() {
    let owed = UsageLedger.owed(
      [use("2026-01-06", "12")], price: flat("0.10"), cost: flat("0.08"), entries: entries, order: Helvetia.order)
    #expect(owed.map(\.minor) == [30, 90, 96])
    #expect(UsageLedger.postings(owed: owed, posted: []) == owed)
    #expect(UsageLedger.postings(owed: owed, posted: owed) == [])
    #expect(UsageLedger.postings(owed: owed, posted: owed.reversed()) == [])
  }

  @Test func `what was posted to several parts is taken together`() {
    let half = UsageShare(leg: .cost, centre: nil, quantity: units("5"), minor: 40)
    let owed = [UsageShare(leg: .cost, centre: nil, quantity: units("10"), minor: 81)]
    let left = UsageLedger.postings(owed: owed, posted: [half, half])
    #expect(left == [UsageShare(leg: .cost, centre: nil, quantity: .zero, minor: 1)])
  }

  @Test func `whatever is used, re-split or taken back, what is posted is what is owed, to the cent`() throws {
    for seed in 0..<1_500 {
      var random = Seeded(UInt64(seed))
      try checkMonth(seed, &random)
    }
  }

  /// A month whose use changes at random and is posted time and again.
  private func checkMonth(_ seed: Int, _ random: inout Seeded) throws {
    let model = random.pick(MeterPrice.Model.allCases)
    let bounds = model == .tiered || model == .volume ? [units("40"), units("90")] : []
    let tiers = (bounds.map(Optional.some) + [nil]).map { end in
      MeterPrice.Tier(upTo: end, rate: MeterRate(minorMillionths: Int64.random(in: 0...90_000_000, using: &random)))
    }
    let price = try #require(
      MeterPrice(
        model: model, free: units(random.pick(["0", "7.5"])), packageSize: model == .package ? units("3") : nil,
        tiers: tiers, currency: franc))
    let entries = (0..<3).map { step in
      LedgerEntry(
        day: day("2026-01-01").adding(days: step * 9), billable: true,
        allocations: Helvetia.order.prefix(Int.random(in: 1...4, using: &random)).map {
          Allocation(centre: $0, quantity: Int.random(in: 1...7, using: &random))
        })
    }
    var posted: [UsageShare] = []
    for _ in 0..<4 {
      let days = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        DayUse(
          day: day("2026-01-01").adding(days: Int.random(in: 0...30, using: &random)),
          quantity: MeteredQuantity(millionths: Int64.random(in: 0...60_000_000, using: &random)))
      }
      let owed = UsageLedger.owed(days, price: price, cost: flat("0.07"), entries: entries, order: Helvetia.order)
      posted += UsageLedger.postings(owed: owed, posted: posted)
      let total = days.reduce(MeteredQuantity.zero) { $0 + $1.quantity }
      let priced = posted.filter { $0.leg == .price }
      let costs = posted.filter { $0.leg == .cost }
      #expect(priced.reduce(0) { $0 + $1.minor } == price.owed(for: total).minor, "seed \(seed)")
      #expect(priced.reduce(MeteredQuantity.zero) { $0 + $1.quantity } == total, "seed \(seed)")
      #expect(costs.reduce(0) { $0 + $1.minor } == flat("0.07").owed(for: total).minor, "seed \(seed)")
      #expect(UsageLedger.postings(owed: owed, posted: posted) == [], "seed \(seed)")
    }
  }
}

@Suite struct UsageIntakeTests {
  private static let subscription = ID<Subscription>(UUID())
  private static let meter = ID<Meter>(UUID())
  private static let january = UsageKey(
    subscription: subscription, meter: meter, month: Month(containing: day("2026-01-01")))
  private static let february = UsageKey(
    subscription: subscription, meter: meter, month: Month(containing: day("2026-02-01")))

  private func draft(_ id: String, _ quantity: String, _ text: String = "2026-01-10", tag: String? = nil) -> UsageDraft
  {
    UsageDraft(
      externalID: id, subscription: Self.subscription, meter: "storage", quantity: units(quantity), at: noon(text),
      tag: tag)
  }

  private func place(_ draft: UsageDraft) -> UsageIntake.Place {
    let key = Month(containing: draft.at.utcDay) == Self.january.month ? Self.january : Self.february
    return .counts(key, day: draft.at.utcDay)
  }

  private func taking(_ drafts: [UsageDraft], into intake: UsageIntake = UsageIntake(counted: [:], waiting: [:]))
    -> UsageIntake
  {
    drafts.reduce(into: intake) { $0.take($1, at: place($1)) }
  }

  private func summary(_ accepted: Int, _ duplicates: Int, _ corrected: Int, _ parked: Int) -> UsageIntake.Summary {
    var summary = UsageIntake.Summary()
    (summary.accepted, summary.duplicates, summary.corrected, summary.parked) = (
      accepted, duplicates, corrected, parked
    )
    return summary
  }

  @Test(arguments: [
    (
      MeteredSubscription(start: day("2026-01-01"), ended: nil, direct: true), true, true,
      ParkingReason.subscriptionDirect
    ),
    (MeteredSubscription(start: day("2026-01-01"), ended: nil, direct: false), false, true, .meterUnknown),
    (MeteredSubscription(start: day("2026-01-11"), ended: nil, direct: false), true, true, .beforeStart),
    (MeteredSubscription(start: day("2026-01-01"), ended: day("2026-01-09"), direct: false), true, true, .afterEnd),
    (MeteredSubscription(start: day("2026-01-01"), ended: nil, direct: false), true, false, .priceMissing),
    (MeteredSubscription(start: day("2026-01-10"), ended: day("2026-01-10"), direct: false), true, true, nil),
  ])
  func `what cannot be counted is parked for its reason`(
    _ subscription: MeteredSubscription, _ hasMeter: Bool, _ isPriced: Bool, _ reason: ParkingReason?
  ) {
    let parked = subscription.reasonToPark(
      useOn: day("2026-01-10"), meter: hasMeter ? Self.meter : nil, isPriced: isPriced)
    #expect(parked == reason)
  }

  @Test func `the same record counts once, in one batch or several`() {
    let first = taking([draft("a", "5"), draft("a", "5"), draft("b", "1")])
    #expect(first.summary == summary(2, 1, 0, 0))
    #expect(first.differences == [Self.january: 6_000_000])
    let again = taking([draft("a", "5")], into: UsageIntake(counted: ["a": first.versions[0]], waiting: [:]))
    #expect(again.summary == summary(0, 1, 0, 0))
    #expect(!again.changesAnything && again.differences.isEmpty)
  }

  @Test(arguments: [("5", "2026-01-10", "night"), ("4", "2026-01-10", nil), ("5", "2026-01-11", nil)])
  func `other content corrects it`(_ quantity: String, _ day: String, _ tag: String?) {
    let sent = taking([draft("a", "5"), draft("a", quantity, day, tag: tag)])
    #expect(sent.summary == summary(1, 0, 1, 0))
    #expect(sent.versions.map(\.number) == [1, 2])
    #expect(sent.differences == [Self.january: Int128(units(quantity).millionths)])
  }

  @Test func `a record that moves leaves nothing where it was`() {
    let before = UsageIntake.Version(draft: draft("a", "5"), number: 3, key: Self.january, day: day("2026-01-10"))
    let moved = taking([draft("a", "7", "2026-02-02")], into: UsageIntake(counted: ["a": before], waiting: [:]))
    #expect(moved.versions.map(\.number) == [4, 5])
    #expect(moved.versions.map(\.key) == [Self.january, Self.february])
    #expect(moved.versions.map(\.draft.quantity) == [.zero, units("7")])
    #expect(moved.differences == [Self.january: -5_000_000, Self.february: 7_000_000])
  }

  @Test func `what is parked waits once, and is settled by what counts or comes in its place`() {
    var intake = UsageIntake(counted: [:], waiting: ["old": draft("old", "1")])
    intake.take(draft("old", "1"), at: .parked(.meterUnknown))
    #expect(intake.summary == summary(0, 0, 0, 1) && !intake.changesAnything)
    intake.take(draft("old", "2"), at: .parked(.meterUnknown))
    #expect(intake.settled == ["old"] && intake.parkings.map(\.isSettled) == [false])
    intake.take(draft("old", "2"), at: place(draft("old", "2")))
    #expect(intake.parkings.map(\.isSettled) == [true])
    #expect(intake.summary == summary(1, 0, 0, 2))
    #expect(intake.versions.map(\.number) == [1])
  }

  @Test func `a correction that cannot be counted leaves the record as it was`() {
    let before = UsageIntake.Version(draft: draft("a", "5"), number: 1, key: Self.january, day: day("2026-01-10"))
    var intake = UsageIntake(counted: ["a": before], waiting: [:])
    intake.take(draft("a", "6"), at: .parked(.subscriptionUnknown))
    #expect(intake.versions.isEmpty && intake.differences.isEmpty)
    #expect(intake.parkings.map(\.reason) == [.subscriptionUnknown])
  }

  @Test func `in whatever order and number records come, the last content of each counts`() {
    for seed in 0..<500 {
      var random = Seeded(UInt64(seed))
      var last: [String: UsageDraft] = [:]
      var intake = UsageIntake(counted: [:], waiting: [:])
      for _ in 0..<40 {
        let sent = draft(
          random.pick(["a", "b", "c"]), random.pick(["1", "2.5", "0"]), random.pick(["2026-01-10", "2026-02-03"]))
        intake.take(sent, at: place(sent))
        last[sent.externalID] = sent
      }
      for key in [Self.january, Self.february] {
        let counted = last.values.filter { place($0) == .counts(key, day: $0.at.utcDay) }
        let sum = counted.reduce(Int128(0)) { $0 + Int128($1.quantity.millionths) }
        #expect(intake.differences[key] ?? 0 == sum, "seed \(seed)")
      }
      let s = intake.summary
      #expect(s.accepted + s.duplicates + s.corrected + s.parked == 40)
    }
  }
}
