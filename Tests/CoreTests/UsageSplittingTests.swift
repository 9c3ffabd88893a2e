import Core
import FoundationEssentials
import Testing

private func units(_ text: String) -> MeteredQuantity { MeteredQuantity(text)! }
private func month(_ text: String) -> Month { Month(text)! }

private func flat(_ rate: String) -> MeterPrice {
  let tier = MeterPrice.Tier(upTo: nil, rate: MeterRate(rate, currency: franc)!)
  return MeterPrice(model: .flat, tiers: [tier], currency: franc)!
}

@Suite struct UsageSplittingTests {
  private let entries = [
    LedgerEntry(day: day("2026-01-05"), billable: true, allocations: split([Helvetia.a: 1, Helvetia.b: 3]))
  ]

  private func use(_ quantity: String, _ tag: String?) -> DayUse {
    DayUse(day: day("2026-01-06"), quantity: units(quantity), tag: tag)
  }

  private func owed(_ uses: [DayUse], _ splitting: UsageSplitting) -> [UsageShare] {
    UsageLedger.owed(
      uses, price: flat("0.10"), cost: flat("0.08"), entries: entries, order: Helvetia.order, by: splitting)
  }

  @Test func `by tag a record lands on its tag's centre, and one that leads nowhere on the other one`() {
    let splitting = UsageSplitting.tags(["backup": Helvetia.c], otherwise: Helvetia.a)
    let shares = owed([use("30", "backup"), use("20", "unheard of"), use("10", nil)], splitting)
    #expect(shares.map(\.centre) == [Helvetia.a, Helvetia.c, nil])
    #expect(shares.map(\.minor) == [300, 300, 480])
    #expect(splitting.centre(of: "backup") == Helvetia.c && splitting.centre(of: nil) == Helvetia.a)
  }

  @Test func `by licences a tag decides nothing`() {
    let shares = owed([use("12", "backup")], .licences)
    #expect(shares.map(\.minor) == [30, 90, 96])
    #expect(UsageSplitting.licences.centre(of: "backup") == nil)
  }

  @Test func `not a cent is lost by tag, largest remainder first`() {
    let splitting = UsageSplitting.tags(["a": Helvetia.a, "b": Helvetia.b, "c": Helvetia.c], otherwise: Helvetia.a)
    let thirds = owed([use("0.333333", "a"), use("0.333333", "b"), use("0.333334", "c")], splitting)
    #expect(thirds.map(\.minor) == [3, 3, 4, 8])
  }

  @Test func `a tag led elsewhere gives back what was posted and posts it where it leads`() {
    let uses = [use("30", "backup")]
    let before = owed(uses, .tags(["backup": Helvetia.b], otherwise: Helvetia.a))
    let after = owed(uses, .tags(["backup": Helvetia.c], otherwise: Helvetia.a))
    let posts = UsageLedger.postings(owed: after, posted: before)
    #expect(posts.map(\.centre) == [Helvetia.c, Helvetia.b] && posts.map(\.minor) == [300, -300])
    #expect(posts.reduce(0) { $0 + $1.quantity.millionths } == 0)
  }

  @Test func `random tags always add up to the whole`() {
    var dice = Seeded(41)
    for _ in 0..<500 {
      let tags = ["a", "b", "c", "d", nil]
      let uses = (0..<Int.random(in: 1...9, using: &dice)).map { _ in
        DayUse(
          day: day("2026-01-06"), quantity: MeteredQuantity(millionths: .random(in: 0...9_999_999_999, using: &dice)),
          tag: tags[Int.random(in: 0..<5, using: &dice)])
      }
      let shares = owed(uses, .tags(["a": Helvetia.a, "b": Helvetia.b, "c": Helvetia.c], otherwise: Helvetia.b))
      let total = uses.reduce(MeteredQuantity.zero) { $0 + $1.quantity }
      let priced = shares.filter { $0.leg == .price }
      #expect(priced.reduce(0) { $0 + $1.minor } == flat("0.10").owed(for: total).minor)
      #expect(priced.reduce(MeteredQuantity.zero) { $0 + $1.quantity } == total)
    }
  }
}

@Suite struct UsagePostingDayTests {
  @Test(arguments: [
    // The month's own statement is open, or there is none yet: however late.
    ("2026-01", "2026-02-03", [:], "2026-01-31"), ("2026-01", "2026-04-20", ["2026-01": true], "2026-01-31"),
    ("2026-01", "2026-04-20", [:], "2026-01-31"),
    // It is closed: the oldest one since that is open.
    ("2026-01", "2026-04-20", ["2026-01": false, "2026-02": false, "2026-03": true], "2026-03-31"),
    ("2026-01", "2026-04-20", ["2026-01": false, "2026-02": true, "2026-03": true], "2026-02-28"),
    // A month without a statement is not opened for what is not its own.
    ("2026-01", "2026-04-20", ["2026-01": false, "2026-03": true], "2026-03-31"),
    ("2026-01", "2026-04-20", ["2026-01": false], "2026-04-20"),
    ("2026-01", "2026-02-03", ["2026-01": false, "2026-02": true], "2026-02-03"),
    ("2025-11", "2026-01-15", ["2025-11": false, "2025-12": false], "2026-01-15"),
  ])
  func `use is charged in its month, else on the oldest open statement, else today`(
    _ used: String, _ today: String, _ statements: [String: Bool], _ expected: String
  ) {
    let posted = UsageLedger.postingDay(of: month(used), today: day(today)) { statements[$0.description] }
    #expect(posted == day(expected))
  }
}

@Suite struct MeterPricingTests {
  @Test(arguments: [
    ([String](), "2025-01", true), ([], "2026-04", true), (["2026-02"], "2026-01", true),
    (["2026-01"], "2026-03", true), (["2026-01", "2026-03"], "2026-03", true), (["2026-01"], "2026-02", false),
    (["2026-01"], "2026-01", false), (["2025-01", "2026-06"], "2025-12", false),
  ])
  func `a price begins where none is in force, or with a month that has not begun`(
    _ known: [String], _ from: String, _ isAllowed: Bool
  ) {
    #expect(MeterPricing.allows(from: month(from), known: known.map(month), present: month("2026-02")) == isAllowed)
  }
}

@Suite struct UsageCurrencyTests {
  @Test(
    arguments: [("CHF", "CHF", nil), ("CHF", "EUR", .currencyDiffers), (nil, "EUR", nil), ("CHF", nil, nil)]
      as [(String?, String?, ParkingReason?)])
  func `a record in another currency than its subscription's is parked`(
    _ own: String?, _ named: String?, _ reason: ParkingReason?
  ) {
    let subscription = MeteredSubscription(
      start: day("2026-01-01"), ended: nil, direct: false, currency: own.flatMap { Currency($0) })
    let parked = subscription.reasonToPark(
      useOn: day("2026-01-10"), meter: ID<Meter>(UUID()), named: named.flatMap { Currency($0) }, isPriced: true)
    #expect(parked == reason)
  }

  @Test func `what waits for another reason now says so, and what waits for the same one does not`() {
    let draft = UsageDraft(
      externalID: "a", subscription: ID(UUID()), meter: "storage", quantity: units("1"), at: noon("2026-01-10"))
    var intake = UsageIntake(counted: [:], waiting: ["a": draft], reasons: ["a": .meterUnknown])
    intake.take(draft, at: .parked(.meterUnknown))
    #expect(!intake.changesAnything)
    intake.take(draft, at: .parked(.priceMissing))
    #expect(intake.restated == ["a": .priceMissing] && intake.parkings.isEmpty && intake.summary.parked == 2)
  }
}
