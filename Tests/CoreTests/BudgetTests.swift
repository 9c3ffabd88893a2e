import Core
import Testing

private let chf = Currency("CHF")!

private func faults(_ body: () throws -> Void) -> [String] {
  do {
    try body()
    return []
  } catch Refusal.invalid(let issues) {
    return issues.map { "\($0.pointer) \($0.code)" }
  } catch {
    return ["\(error)"]
  }
}

@Test(arguments: [
  ([], ["/shares budget.no_share"]), ([0], ["/shares/0 budget.share_out_of_range"]),
  ([-5, 1001], ["/shares/0 budget.share_out_of_range", "/shares/1 budget.share_out_of_range"]),
  ([50, 50], ["/shares/1 budget.shares_not_rising"]), ([80, 50, 100], ["/shares/1 budget.shares_not_rising"]),
  ([1, 2, 3, 4, 5, 6], ["/shares budget.too_many_shares"]), ([1], []), ([1000], []), ([50, 80, 100, 120, 1000], []),
])
func `shares are few, rising, and of a size that means something`(_ percents: [Int], _ expected: [String]) {
  #expect(faults { _ = try BudgetShares(percents) } == expected)
}

@Test(arguments: [
  ("0.00", "CHF", "2026-01", ["/amount/amount budget.not_above_zero"]),
  ("-1.00", "CHF", "2026-01", ["/amount/amount budget.not_above_zero"]),
  ("10000000000.01", "CHF", "2026-01", ["/amount/amount budget.too_large"]),
  ("5.00", "EUR", "2026-01", ["/amount/currency budget.other_currency"]),
  ("5.00", "CHF", "2025-12", ["/fromMonth budget.month_over"]),
  ("5.00", "CHF", "2028-02", ["/fromMonth budget.month_too_far"]),
  ("5.00", "EUR", "2025-12", ["/amount/currency budget.other_currency", "/fromMonth budget.month_over"]),
  ("0.01", "CHF", "2026-01", []), ("5.00", "CHF", "2028-01", []),
])
func `an amount is above zero, in the customer's currency, and never of the past`(
  _ amount: String, _ code: String, _ month: String, _ expected: [String]
) throws {
  let currency = try #require(Currency(code))
  let money = try #require(Money(amount, currency: currency))
  let (from, present) = (try #require(Month(month)), try #require(Month("2026-01")))
  #expect(
    faults { _ = try BudgetAmount(setting: money, from: from, present: present, currency: chf) } == expected)
}

@Test func `a later amount takes the place of an earlier one, and the past stays`() throws {
  func amount(_ from: String, _ minor: Int64) throws -> BudgetAmount {
    BudgetAmount(from: try #require(Month(from)), amount: Money(minor: minor, currency: chf))
  }
  let set = [
    try amount("2026-02", 100), try amount("2026-05", 500), try amount("2026-03", 300), try amount("2026-05", 600),
  ]
  let expected: [(String, Int64?, Int64?)] = [
    ("2026-01", nil, 100), ("2026-02", 100, 300), ("2026-03", 300, 600), ("2026-04", 300, 600),
    ("2026-05", 600, nil), ("2027-01", 600, nil),
  ]
  for (month, now, next) in expected {
    let month = try #require(Month(month))
    #expect(set.inForce(in: month)?.amount.minor == now && set.next(after: month)?.amount.minor == next, "\(month)")
  }
}

@Test(arguments: [
  ("CHF", 100_00, 79_99, 79), ("CHF", 100_00, 80_00, 80), ("CHF", 100_00, 99_99, 99), ("CHF", 100_00, 100_00, 100),
  ("CHF", 3, 1, 33), ("CHF", 100_00, -1, -1), ("CHF", 100_00, 0, 0), ("JPY", 1, 10, 1000), ("BHD", 1_000, 1_199, 119),
  ("CHF", 1, Int64.max, Int.max), ("CHF", 1, Int64.min, Int.min),
])
func `a share is reached once all of it is spent, in any currency`(
  _ code: String, _ amount: Int64, _ spent: Int64, _ share: Int
) throws {
  let currency = try #require(Currency(code))
  let standing = BudgetStanding(
    amount: Money(minor: amount, currency: currency), spent: Money(minor: spent, currency: currency),
    coming: .zero(currency))
  #expect(standing.share == share)
}

@Test func `what is known to come is shown and never warned of`() {
  let standing = BudgetStanding(
    amount: Money(minor: 100, currency: chf), spent: Money(minor: 40, currency: chf),
    coming: Money(minor: 70, currency: chf))
  #expect(standing.forecast.minor == 110 && standing.forecastShare == 110)
  #expect(BudgetNews(standing, BudgetShares(known: [50, 100]), noted: []).reached.isEmpty)
}

@Test(arguments: 0..<200 as Range<UInt64>)
func `each share is noted once a month, whatever amounts and budgets do`(_ seed: UInt64) throws {
  var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
  var shares = BudgetShares(known: [50, 80, 100, 120])
  var budget = Int64(random.next(below: 900) + 100)
  var spent: Int64 = 0
  var noted: Set<Int> = []
  var told: [Int] = []
  for _ in 0..<60 {
    switch random.next(below: 10) {
    case 0: budget = Int64(random.next(below: 900) + 100)
    case 1: shares = try BudgetShares([random.next(below: 60) + 1, random.next(below: 500) + 100])
    case 2...4: spent -= Int64(random.next(below: 200))
    default: spent += Int64(random.next(below: 200))
    }
    let standing = BudgetStanding(
      amount: Money(minor: budget, currency: chf), spent: Money(minor: spent, currency: chf), coming: .zero(chf))
    let news = BudgetNews(standing, shares, noted: noted)
    #expect(noted.isDisjoint(with: news.reached), "once")
    #expect(news.reached.allSatisfy { spent * 100 >= Int64($0) * budget }, "nothing that is not reached")
    let missed = shares.percents.filter { spent * 100 >= Int64($0) * budget && !noted.contains($0) }
    #expect(missed == news.reached, "all that is reached")
    if let share = news.told {
      #expect(news.reached.contains(share) && share > (told.last ?? 0), "told of ever higher shares only")
      told.append(share)
    }
    noted.formUnion(news.reached)
    #expect(BudgetNews(standing, shares, noted: noted) == BudgetNews(standing, shares, noted: noted.union([1000])))
  }
}

/// xorshift64*: the same numbers for the same seed.
private struct Generator {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
  }
}
