import Core
import Testing

private let francs = Currency("CHF")!
private let euros = Currency("EUR")!

private func chf(_ minor: Int64) -> Money { Money(minor: minor, currency: francs) }

@Suite struct CartTests {
  private let none = VAT.Charge(.reverseChargeAbroad)
  private let swiss = VAT.Charge(ratePerMille: 81)

  private func figures(
    _ today: Int64, list: Int64? = nil, recurring: Int64? = nil, _ frequency: Frequency = .monthly, leg: Leg = .price
  ) -> CartFigures {
    CartFigures(
      leg: leg, frequency: frequency, list: chf(list ?? today), today: chf(today), recurring: chf(recurring ?? today))
  }

  @Test func `amounts beyond 64 bits have no sum`() {
    #expect(CartSum.sums(of: [figures(.max), figures(1)]) { _ in swiss } == nil)
    #expect(CartSum.sums(of: [figures(.max)]) { _ in swiss } == nil, "with its tax it exceeds them")
    #expect(CartSum.sums(of: [figures(1, recurring: .max), figures(1, recurring: 1)]) { _ in swiss } == nil)
  }

  @Test func `an empty cart comes to nothing at all`() {
    #expect(CartSum.sums(of: []) { _ in swiss } == [])
  }

  @Test func `tax is rounded once, on the sum`() throws {
    // 0.06 and 0.06: 8.1 % of each is half a rappen rounded down, of both together one rappen.
    let sum = try #require(CartSum.sums(of: [figures(6), figures(6)]) { _ in swiss }?.first)
    #expect(sum.net == chf(12) && sum.tax == chf(1) && sum.gross == chf(13))
    let abroad = try #require(CartSum.sums(of: [figures(1000)]) { _ in none }?.first)
    #expect(abroad.tax == chf(0) && abroad.gross == chf(1000) && abroad.treatment.reverseCharge)
  }

  @Test func `a discount is what list prices exceed the prices by, never below zero`() throws {
    let sum = try #require(
      CartSum.sums(of: [figures(900, list: 1000), figures(500, list: 400)]) { _ in swiss }?.first)
    #expect(sum.list == chf(1500) && sum.discount == chf(100) && sum.net == chf(1400))
  }

  @Test func `legs, currencies and cycles stay apart`() throws {
    let abroad = CartFigures(
      leg: .price, frequency: .monthly, list: Money(minor: 5, currency: euros), today: Money(minor: 5, currency: euros),
      recurring: Money(minor: 5, currency: euros))
    let sums = try #require(
      CartSum.sums(of: [
        figures(100), figures(70, leg: .cost), figures(1200, .annual), abroad, figures(30, leg: .cost),
      ]) { $0 == .price ? swiss : none })
    #expect(sums.map(\.net) == [chf(1300), chf(100), Money(minor: 5, currency: euros)])
    #expect(sums[0].recurring.map(\.frequency) == [.monthly, .annual])
    #expect(sums[0].recurring.map(\.net) == [chf(100), chf(1200)])
    #expect(sums[1].tax == chf(0))
  }

  @Test(arguments: [
    ([Leg.price, .cost], 390, 310, [Leg]()), ([.price, .cost], 420, 310, [.price]),
    ([.price, .cost], 390, 300, [.cost]),
    ([.price, .cost], 1, 1, [.price, .cost]), ([.price], 390, 300, []), ([.cost], 420, 310, []), ([], 1, 1, []),
  ])
  func `nobody is asked about a price they do not see`(
    _ seen: [Leg], _ price: Int64, _ cost: Int64, _ stale: [Leg]
  ) {
    let agreed = UnitPrices(price: chf(390), cost: chf(310))
    #expect(agreed.stale(now: UnitPrices(price: chf(price), cost: chf(cost)), seeing: Set(seen)) == stale)
  }

  @Test(arguments: [
    ([Leg: Int64](), [Leg.price], "/unitPrice field.required"), ([.cost: 310], [.price], "/unitPrice field.required"),
    ([.price: 420], [.price, .cost], "/unitCost field.required"), ([.price: 419], [.price], "cart.price_moved_on"),
    ([.price: 420, .cost: 1], [.price, .cost], "cart.price_moved_on"), ([.price: 420], [.price], "accepted"),
    ([.price: 420, .cost: 310], [.price, .cost], "accepted"), ([.price: 420, .cost: 1], [.price], "accepted"),
  ])
  func `only the price that holds can be accepted`(_ seen: [Leg: Int64], _ legs: [Leg], _ outcome: String) {
    let now = UnitPrices(price: chf(420), cost: chf(310))
    var answer = "accepted"
    do throws(Refusal) {
      #expect(try UnitPrices.accepted(seen.mapValues(chf), now: now, seeing: Set(legs)) == now)
    } catch {
      switch error {
      case .invalid(let issues): answer = issues.map { "\($0.pointer) \($0.code)" }.joined()
      case .conflict(let code, _): answer = code.text
      default: answer = "\(error)"
      }
    }
    #expect(answer == outcome)
  }
}
