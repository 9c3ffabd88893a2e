import Core
import FoundationEssentials
import Testing

private let chf = Currency("CHF")!
private let jpy = Currency("JPY")!
private let bhd = Currency("BHD")!
private let offer = ID<Offer>(UUID(uuidString: "00000000-0000-4000-8000-000000000001")!)
private let otherOffer = ID<Offer>(UUID(uuidString: "00000000-0000-4000-8000-000000000002")!)
private let service = ID<Service>(UUID(uuidString: "00000000-0000-4000-8000-000000000003")!)
private let otherService = ID<Service>(UUID(uuidString: "00000000-0000-4000-8000-000000000004")!)
private let helvetia = ID<Organization>(UUID(uuidString: "00000000-0000-4000-8000-000000000005")!)
private let rheinland = ID<Organization>(UUID(uuidString: "00000000-0000-4000-8000-000000000006")!)

private func francs(_ amount: String) -> Money { Money(amount, currency: chf)! }

@Test(arguments: [
  ("12.5", 1250), ("0", 0), ("100", 10_000), ("-3", -300), ("7.25", 725), ("0.01", 1), ("1.50", 150), ("1.", nil),
  ("+1", nil), ("1.234", nil), ("1,5", nil), ("", nil), (" 1", nil), ("1e2", nil), ("1234567", nil), ("--1", nil),
])
func `a percentage is read exactly or not at all`(_ text: String, _ points: Int?) {
  #expect(Percentage(text)?.points == points)
}

@Test(arguments: [(1250, "12.5"), (0, "0"), (-300, "-3"), (725, "7.25"), (1, "0.01"), (-5, "-0.05")])
func `a percentage reads as it was written`(_ points: Int, _ text: String) {
  #expect(Percentage(points: points).description == text)
  #expect(Percentage(text)?.points == points)
}

/// Rule, cost, list, the price expected; halves go away from zero.
private let reckoned: [(PriceRule, String?, String?, String?)] = [
  (.fixed(francs("3.90")), nil, nil, "3.90"),
  (.margin(Percentage("25")!), "3.10", nil, "3.88"),
  (.margin(Percentage("0")!), "3.10", nil, "3.10"),
  (.margin(Percentage("50")!), "0.01", nil, "0.02"),
  (.margin(Percentage("-10")!), "0.05", nil, "0.05"),
  (.margin(Percentage("-100")!), "3.10", nil, "0.00"),
  (.margin(Percentage("10")!), nil, "4.00", nil),
  (.discount(Percentage("5")!), "3.10", "4.10", "3.90"),
  (.discount(Percentage("100")!), nil, "4.10", "0.00"),
  (.discount(Percentage("5")!), "3.10", nil, nil),
]

@Test(arguments: reckoned)
func `a rule gives a price rounded half away from zero`(
  _ rule: PriceRule, _ cost: String?, _ list: String?, _ price: String?
) {
  let given = Pricing.price(by: rule, in: chf, cost: cost.map(francs), list: list.map(francs))
  #expect(given == price.map(francs))
}

@Test func `prices round in their currency's own decimals, and never cross currencies`() {
  let margin = PriceRule.margin(Percentage("12.5")!)
  #expect(
    Pricing.price(by: margin, in: jpy, cost: Money(minor: 100, currency: jpy), list: nil)?.amount == "113")
  #expect(
    Pricing.price(by: margin, in: bhd, cost: Money(minor: 1001, currency: bhd), list: nil)?.amount == "1.126")
  #expect(Pricing.price(by: margin, in: jpy, cost: francs("1.00"), list: nil) == nil)
  #expect(Pricing.price(by: .fixed(francs("1.00")), in: jpy, cost: nil, list: nil) == nil)
  let most = Money(minor: .max, currency: chf)
  #expect(Pricing.price(by: margin, in: chf, cost: most, list: nil) == nil, "beyond 64 bits")
}

@Test func `the customer's price goes before everybody's, the offer's before the service's before all`() {
  let order: [PriceScope] = [
    PriceScope(.offer(offer), customer: helvetia), PriceScope(.service(service), customer: helvetia),
    PriceScope(.everything, customer: helvetia), PriceScope(.offer(offer)), PriceScope(.service(service)),
    PriceScope(.everything),
  ]
  let all = order.enumerated().map { (scope: $1, rule: PriceRule.fixed(Money(minor: Int64($0), currency: chf))) }
  for first in order.indices {
    let rules = Array(all[first...].reversed())
    let found = Pricing.resolved(
      rules, of: offer, service: service, for: helvetia, in: chf, cost: nil, list: nil)
    #expect(found?.price.minor == Int64(first))
  }
}

@Test func `another's price, offer or service counts for nothing, and a rule that gives no price lets the next speak`()
{
  let strangers: [(scope: PriceScope, rule: PriceRule)] = [
    (PriceScope(.offer(offer), customer: rheinland), .fixed(francs("1.00"))),
    (PriceScope(.offer(otherOffer)), .fixed(francs("2.00"))),
    (PriceScope(.service(otherService)), .margin(Percentage(points: 0))),
  ]
  func price(_ rules: [(scope: PriceScope, rule: PriceRule)], buyer: ID<Organization>?) -> Money? {
    Pricing.resolved(
      rules, of: offer, service: service, for: buyer, in: chf, cost: francs("5.00"), list: nil)?.price
  }
  #expect(price(strangers, buyer: helvetia) == nil)
  let discount = (scope: PriceScope(.offer(offer)), rule: PriceRule.discount(Percentage(points: 500)))
  let general = (scope: PriceScope(.everything), rule: PriceRule.margin(Percentage("20")!))
  #expect(price(strangers + [discount, general], buyer: helvetia) == francs("6.00"), "no recommended price")
  let own = (scope: PriceScope(.everything, customer: helvetia), rule: PriceRule.fixed(francs("4.00")))
  #expect(price([own, general], buyer: nil) == francs("6.00"))
}

@Test func `a margin is said as a part of the cost`() {
  #expect(Pricing.margin(of: francs("3.90"), over: francs("3.10"))?.description == "25.81")
  #expect(Pricing.margin(of: francs("2.00"), over: francs("4.00"))?.description == "-50")
  #expect(Pricing.margin(of: francs("2.00"), over: francs("0.00")) == nil)
  #expect(Pricing.margin(of: francs("2.00"), over: Money(minor: 1, currency: jpy)) == nil)
}
