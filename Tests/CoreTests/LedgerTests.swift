import Core
import Testing

private let january = Cycle(from: day("2026-01-15"), to: day("2026-02-15"), fullDays: 31)

private func entry(_ on: String, _ parts: KeyValuePairs<ID<BillingCentre>, Int>, billable: Bool = true) -> LedgerEntry {
  LedgerEntry(day: day(on), billable: billable, allocations: split(parts))
}

/// The worked example of the rules: each step with the amounts posted that day and the sums owed by then.
@Test func `the worked example is right to the cent`() throws {
  typealias Step = (entry: LedgerEntry, posted: [CentreAmount], owed: [CentreAmount], cost: Int64)
  let (a, b, c) = (Helvetia.a, Helvetia.b, Helvetia.c)
  let steps: [Step] = [
    (
      entry("2026-01-15", [a: 5, b: 3, c: 2]), amounts([a: 19_50, b: 11_70, c: 7_80]),
      amounts([a: 19_50, b: 11_70, c: 7_80]), 31_00
    ),
    (
      entry("2026-01-31", [a: 5, b: 3, c: 5]), amounts([c: 5_66]), amounts([a: 19_50, b: 11_70, c: 13_46]), 4_50
    ),
    (
      entry("2026-02-05", [a: 3, b: 5, c: 5]), amounts([a: -2_52, b: 2_52]),
      amounts([a: 16_98, b: 14_22, c: 13_46]), 0
    ),
  ]
  var entries: [LedgerEntry] = []
  var sums = PostedSums()
  for step in steps {
    entries.append(step.entry)
    let postings = try #require(
      Ledger.postings(for: .office(), entries: entries, in: january, posted: sums, order: Helvetia.order))
    #expect(postings.filter { $0.leg == .price }.map(\.centre) == step.posted.map(\.centre))
    #expect(postings.filter { $0.leg == .price }.map(\.amount.minor) == step.posted.map(\.minor))
    #expect(postings.filter { $0.leg == .cost }.reduce(0) { $0 + $1.amount.minor } == step.cost)
    let owed = try #require(
      Ledger.owedByCentre(unitPrice: 3_90, entries: entries, cycle: january, order: Helvetia.order))
    #expect(owed == step.owed)
    sums.price = owed
    sums.cost += step.cost
    let again = Ledger.postings(for: .office(), entries: entries, in: january, posted: sums, order: Helvetia.order)
    #expect(again == [])
  }
}

@Test func `of several states on a day the last counts, and unbilled days do not`() {
  let entries = [
    entry("2025-12-01", [Helvetia.a: 100]), entry("2026-01-10", [Helvetia.b: 2, Helvetia.a: 1]),
    entry("2026-01-20", [Helvetia.a: 50]), entry("2026-01-20", [Helvetia.a: 1]),
    entry("2026-01-25", [Helvetia.a: 1], billable: false), entry("2026-02-05", [Helvetia.c: 4]),
    entry("2026-02-15", [Helvetia.c: 900]), entry("2026-03-15", [Helvetia.c: 900]),
  ]
  let weights = Ledger.weights(entries, in: january, order: Helvetia.order)
  #expect(weights.map(\.centre) == [Helvetia.a, Helvetia.b, Helvetia.c])
  #expect(weights.map(\.licenceDays) == [5 + 5, 10, 40])
}

@Test func `a centre the order does not name comes last and is not lost`() {
  let entries = [entry("2026-01-15", [Helvetia.foreign: 1, Helvetia.b: 1, Helvetia.a: 0])]
  #expect(Ledger.weights(entries, in: january, order: Helvetia.order).map(\.centre) == [Helvetia.b, Helvetia.foreign])
}

@Test func `nothing held, before any entry or after the end, is nothing owed`() {
  #expect(Ledger.weights([], in: january, order: Helvetia.order).isEmpty)
  let later = [entry("2026-02-15", [Helvetia.a: 10])]
  #expect(Ledger.weights(later, in: january, order: Helvetia.order).isEmpty)
  #expect(Ledger.owedByCentre(unitPrice: 3_90, entries: [], cycle: january, order: Helvetia.order) == [])
}

@Test(
  arguments: [
    (390, 310, 31, 3_900), (390, 355, 31, 4_466), (1, 1, 2, 1), (-1, 1, 2, -1), (0, 31, 31, 0), (390, 0, 31, 0),
    (.max, 31, 31, .max), (.max, 32, 31, nil), (.min, 62, 31, nil), (.max, .max, 1, nil),
  ] as [(Int64, Int64, Int, Int64?)])
func `what is owed is rounded once, and never wraps around`(
  _ price: Int64, _ licenceDays: Int64, _ fullDays: Int, _ owed: Int64?
) {
  #expect(Ledger.owed(unitPrice: price, licenceDays: licenceDays, fullDays: fullDays) == owed)
}

@Test(
  arguments: [
    (100, [1, 1, 1], [34, 33, 33]), (-100, [1, 1, 1], [-34, -33, -33]), (101, [1, 1, 1], [34, 34, 33]),
    (4_466, [135, 113, 107], [1_698, 1_422, 1_346]), (1, [0, 1, 1], [0, 1, 0]), (2, [1, 0, 3], [1, 0, 1]),
    (10, [0, 5], [0, 10]), (0, [3, 4], [0, 0]), (0, [0, 0], [0, 0]), (0, [], []),
    (.max, [.max, .max], [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]),
    (.min, [1], [.min]), (-1, [1, 2], [0, -1]),
  ] as [(Int64, [Int64], [Int64])])
func `an amount is shared by largest remainder, ties to the earlier`(
  _ total: Int64, _ weights: [Int64], _ shares: [Int64]
) {
  #expect(Ledger.shared(total, by: weights) == shares)
}

@Test func `shares of either sign sum to the total and stray less than one unit`() {
  var random = Seeded(20_260_115)
  for _ in 0..<5_000 {
    let weights = (0...Int.random(in: 0..<6, using: &random)).map { _ in Int64.random(in: 1...500, using: &random) }
    let total = Int64.random(in: -100_000...100_000, using: &random)
    let shares = Ledger.shared(total, by: weights)
    let sum = weights.reduce(0, +)
    #expect(shares.reduce(0, +) == total)
    #expect(Ledger.shared(-total, by: weights) == shares.map { -$0 })
    #expect(zip(shares, weights).allSatisfy { abs($0 * sum - total * $1) < sum }, "\(total) by \(weights)")
  }
}

@Test func `an amount without weights to share it by is our own mistake`() async {
  await #expect(processExitsWith: .failure) { _ = Ledger.shared(1, by: [0, 0]) }
  await #expect(processExitsWith: .failure) { _ = Ledger.shared(1, by: [2, -1]) }
}

@Test func `postings are what is owed less what is posted, without zeros, in the centres' order`() {
  let (a, b, c, foreign) = (Helvetia.a, Helvetia.b, Helvetia.c, Helvetia.foreign)
  let postings = Ledger.postings(
    owed: amounts([c: 10, a: 5, b: 7]), posted: amounts([foreign: 3, b: 4, c: 10, b: 3, a: 9]), order: Helvetia.order)
  #expect(postings == amounts([a: -4, foreign: -3]))
  #expect(Ledger.postings(owed: [], posted: [], order: []) == [])
}

@Test(arguments: ["cost", "price"])
func `an amount beyond 64 bits is refused on either leg`(_ leg: String) {
  let dear = Subscription.office {
    $0.unitPrice = Money(minor: leg == "price" ? .max : 1, currency: franc)
    $0.unitCost = Money(minor: leg == "cost" ? .max : 1, currency: franc)
  }
  let entries = [entry("2026-01-15", [Helvetia.a: 2])]
  #expect(Ledger.postings(for: dear, entries: entries, in: january, posted: PostedSums(), order: []) == nil)
}
