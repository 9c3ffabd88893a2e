import Core
import FoundationEssentials
import Testing

private let subscription: ID<Subscription> = ID(UUID(uuid: (7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))

private func cycle(
  quantity: Int = 10, allocated: Int = 10, price: Int64 = 390, cost: Int64 = 310, owed: Int64? = 3900,
  owedCost: Int64? = 3100
) -> BeginningCycle {
  BeginningCycle(
    subscription, quantity: quantity, allocated: allocated, unitPrice: price, unitCost: cost, owedPrice: owed,
    owedCost: owedCost)
}

@Test(arguments: [
  (cycle(allocated: 9), AccountFault.splitIncomplete(subscription)),
  (cycle(quantity: 0, allocated: 1), .splitIncomplete(subscription)),
  (cycle(allocated: 0), .splitIncomplete(subscription)),
  (cycle(price: AccountSanity.highestUnit + 1), .priceBeyondBounds(subscription)),
  (cycle(cost: .max), .priceBeyondBounds(subscription)),
  (cycle(owed: nil), .owedBeyondBounds(subscription)), (cycle(owedCost: nil), .owedBeyondBounds(subscription)),
  (cycle(owed: AccountSanity.highestOwed + 1), .owedBeyondBounds(subscription)),
  (cycle(owed: -1), .owedNegative(subscription)), (cycle(owedCost: -1), .owedNegative(subscription)),
  (cycle(), nil), (cycle(quantity: 0, allocated: 0, owed: 0, owedCost: 0), nil),
  (cycle(price: AccountSanity.highestUnit, owed: AccountSanity.highestOwed), nil),
])
func `a cycle that makes no sense is not posted`(_ cycle: BeginningCycle, _ fault: AccountFault?) {
  #expect(AccountSanity.fault(of: cycle) == fault)
}

@Test(
  arguments: [
    (1001, 100, 10), (1100, 100, 11), (Int64.max, 1, Int.max), (11, 1, 11), (Int64.max, 7, Int(Int64.max / 7)),
    (1000, 100, nil), (999, 100, nil), (10, 1, nil), (100, 100, nil), (0, 100, nil), (-5000, 100, nil),
    (5000, 0, nil), (5000, -1, nil), (Int64.max, Int64.max, nil), (Int64.min, 1, nil),
  ] as [(Int64, Int64, Int?)])
func `a month of more than ten times the months before is out of reason`(
  _ total: Int64, _ before: Int64, _ times: Int?
) {
  #expect(AccountSanity.growth(of: total, over: before) == times)
}

@Test func `each fault has a code of its own and never tells an amount`() throws {
  let month = try #require(Month("2026-02"))
  let faults: [AccountFault] = [
    .currencyDiffers(subscription), .splitIncomplete(subscription), .priceBeyondBounds(subscription),
    .owedBeyondBounds(subscription), .owedNegative(subscription), .totalJumped(month: month, times: 12),
    .refused(sqlstate: "23514", constraint: "charge_check"), .refused(sqlstate: "22003", constraint: nil),
  ]
  #expect(Set(faults.map(\.code)).count == 7)
  #expect(faults.allSatisfy { $0.code.text.hasPrefix("account.") })
  #expect(
    Set(faults.flatMap(\.details.keys)) == ["subscriptionId", "month", "times", "sqlstate", "constraint"])
}
