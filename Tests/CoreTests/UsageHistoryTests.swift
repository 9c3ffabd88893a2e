import Core
import FoundationEssentials
import Testing

/// Two months of one meter: records come, come again, are corrected and move to the other month, licences move between
/// centres, and what is over is posted time and again.
private struct UsageHistory {
  private struct Sent {
    let quantity: Int
    let day: Int
  }

  private static let subscription = ID<Subscription>("00000000-0000-4000-8000-000000000001")!
  private static let meter = ID<Meter>("00000000-0000-4000-8000-000000000003")!
  private static let first = 19_723
  private static let months = [19_723..<19_754, 19_754..<19_783]

  private var random: Seeded
  private let price: UnitByUnit
  private let cost: UnitByUnit
  /// Licences by place in the order, from days on.
  private var licences: [(day: Int, parts: [Int])] = []
  private var intake = UsageIntake(counted: [:], waiting: [:])
  private var last: [String: Sent] = [:]
  private var posted: [[UsageShare]] = [[], []]

  init(seed: UInt64) {
    var random = Seeded(seed)
    price = .random(random.pick(MeterPrice.Model.allCases), &random)
    cost = .random(random.pick(MeterPrice.Model.allCases), &random)
    self.random = random
  }

  mutating func run() throws {
    moveLicences(on: UsageHistory.first)
    for _ in 0..<Int.random(in: 3...9, using: &random) {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: moveLicences(on: (licences.last?.day ?? 0) + Int.random(in: 0...20, using: &random))
      case 1: try post()
      default: send()
      }
    }
    try post()
  }

  private mutating func moveLicences(on day: Int) {
    let parts = Helvetia.order.map { _ in random.chance(60) ? Int.random(in: 1...9, using: &random) : 0 }
    licences.append((day, parts.allSatisfy { $0 == 0 } ? [1, 0, 0, 0] : parts))
  }

  private mutating func send() {
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let name = random.pick(["a", "b", "c", "d"])
      let sent = Sent(
        quantity: Int.random(in: 0...90, using: &random),
        day: UsageHistory.first + Int.random(in: 0..<60, using: &random))
      let draft = UsageDraft(
        externalID: name, subscription: UsageHistory.subscription, meter: "storage",
        quantity: MeteredQuantity(units: Int64(sent.quantity)),
        at: Instant(microseconds: Int64(sent.day) * 86_400_000_000), tag: nil)
      for _ in 0..<(random.chance(20) ? 2 : 1) {
        intake.take(draft, at: .counts(key(of: sent.day), day: draft.at.utcDay))
      }
      last[name] = sent
    }
  }

  private func key(of day: Int) -> UsageKey {
    UsageKey(
      subscription: UsageHistory.subscription, meter: UsageHistory.meter,
      month: Month(containing: Day(number: Int32(day))))
  }

  /// Posts both months and compares all that was posted with what counting unit by unit comes to.
  private mutating func post() throws {
    let entries = licences.map { day, parts in
      LedgerEntry(
        day: Day(number: Int32(day)), billable: true,
        allocations: zip(Helvetia.order, parts).filter { $1 > 0 }.map { Allocation(centre: $0, quantity: $1) })
    }
    for (index, days) in UsageHistory.months.enumerated() {
      let uses = last.values.filter { days.contains($0.day) }
      let total = uses.reduce(0) { $0 + $1.quantity }
      let counted = intake.differences[key(of: days.lowerBound)] ?? 0
      try expect(counted == Int128(total) * 1_000_000, "counted \(counted), sent \(total)")
      let byDay = Dictionary(grouping: uses, by: \.day).map { day, uses in
        DayUse(
          day: Day(number: Int32(day)), quantity: MeteredQuantity(units: Int64(uses.reduce(0) { $0 + $1.quantity })))
      }
      let owed = UsageLedger.owed(
        byDay, price: price.price, cost: cost.price, entries: entries, order: Helvetia.order)
      posted[index] += UsageLedger.postings(owed: owed, posted: posted[index])
      let again = UsageLedger.postings(owed: owed, posted: posted[index])
      try expect(again.isEmpty, "a second run posts \(again)")
      try check(posted[index], byDay, total)
    }
  }

  private func check(_ posted: [UsageShare], _ byDay: [DayUse], _ total: Int) throws {
    let costs = posted.filter { $0.leg == .cost }.reduce(0) { $0 + $1.minor }
    try expect(costs == cost.owed(total), "cost \(costs) of \(total), \(cost)")
    var quantities = [Int](repeating: 0, count: Helvetia.order.count)
    for use in byDay {
      let parts = licences.last { $0.day <= Int(use.day.number) }?.parts ?? licences[0].parts
      for (place, share) in Oracle.shares(of: Int(use.quantity.millionths), weights: parts).enumerated() {
        quantities[place] += share
      }
    }
    let amounts = Oracle.shares(of: Int(price.owed(total)), weights: quantities)
    for (place, centre) in Helvetia.order.enumerated() {
      let own = posted.filter { $0.leg == .price && $0.centre == centre }
      let (quantity, minor) = (own.reduce(0) { $0 + $1.quantity.millionths }, own.reduce(0) { $0 + $1.minor })
      try expect(
        Int(quantity) == quantities[place] && Int(minor) == amounts[place],
        "centre \(place): posted \(quantity) for \(minor), owed \(quantities[place]) for \(amounts[place])")
    }
  }
}

@Test(arguments: Seeds.parts(4, of: 2_500))
func `whatever is sent, corrected and re-split, meters post what counting unit by unit owes`(_ seeds: Seeds) {
  let isRight = seeds.run { seed in
    var history = UsageHistory(seed: seed)
    try history.run()
  }
  #expect(isRight)
}
