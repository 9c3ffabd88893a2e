import Core
import FoundationEssentials
import Testing

@Test(arguments: ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3F2504E0-4F89-41D3-9A0C-0305E82C3301"])
func `an id is read in either case and written in lower case`(_ text: String) throws {
  let id = try #require(ID<Person>(text))
  #expect(id.description == text.lowercased())
  #expect(id.raw.uuidString == text.uppercased())
}

@Test(arguments: [
  "", "3f2504e0", "3f2504e04f8941d39a0c0305e82c3301", "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}",
  "3f2504e0-4f89-41d3-9a0c-0305e82c330", "3f2504e0-4f89-41d3-9a0c-0305e82c33011",
  "3f2504e0-4f89-41d3-9a0c0305e82c3301-",
  "3f2504e0-4f89-41d3-9a0c-0305e82c330g", " 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
  "３f2504e0-4f89-41d3-9a0c-0305e82c330",
  "3f2504e-04f89-41d3-9a0c-0305e82c3301",
])
func `anything but the canonical form is no id`(_ text: String) { #expect(ID<Person>(text) == nil) }

@Test func `ids sort by their bytes`() throws {
  let low = try #require(ID<Offer>("09000000-0000-4000-8000-000000000000"))
  let high = try #require(ID<Offer>("A0000000-0000-4000-8000-000000000000"))
  #expect(low < high)
  #expect(!(high < low))
}

@Test(arguments: [("CHF", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("BHD", 3), ("KWD", 3), ("OMR", 3), ("TND", 3)])
func `a currency knows its decimals`(_ code: String, _ exponent: Int) throws {
  let currency = try #require(Currency(code))
  #expect(currency.exponent == exponent)
  #expect(currency.description == code)
}

@Test(arguments: ["", "chf", "CH", "CHFF", "ZZZ", "ZZZ", " CHF", "EURO", "CHF EUR"])
func `an unknown currency is none`(_ code: String) { #expect(Currency(code) == nil) }

@Test(arguments: [
  ("CHF", "105.60", 10_560), ("CHF", "0", 0), ("CHF", "-0.00", 0), ("CHF", "12", 1_200), ("CHF", "12.3", 1_230),
  ("CHF", "-12.30", -1_230), ("CHF", "0.05", 5), ("CHF", "-0.05", -5), ("JPY", "1234", 1_234), ("BHD", "1.005", 1_005),
  ("BHD", "1", 1_000), ("CHF", "92233720368547758.07", .max), ("CHF", "-92233720368547758.08", .min),
])
func `an amount is a plain decimal`(_ code: String, _ text: String, _ minor: Int64) throws {
  let currency = try #require(Currency(code))
  let money = try #require(Money(text, currency: currency))
  #expect(money.minor == minor)
  #expect(Money(money.amount, currency: currency) == money)
}

@Test(arguments: [
  ("CHF", ""), ("CHF", "-"), ("CHF", "+1.00"), ("CHF", "1.001"), ("CHF", "1."), ("CHF", ".5"), ("CHF", "1e2"),
  ("CHF", " 1"), ("CHF", "1 "), ("CHF", "1,00"), ("CHF", "1'000"), ("CHF", "12abc"), ("CHF", "01.00"), ("CHF", "--1"),
  ("CHF", "1.2.3"), ("CHF", "١"), ("CHF", "92233720368547758.08"), ("CHF", "-92233720368547758.09"),
  ("CHF", "99999999999999999999999"), ("JPY", "1.0"), ("JPY", "1."), ("BHD", "1.0000"), ("CHF", "NaN"), ("CHF", "0x1"),
])
func `anything else is no amount`(_ code: String, _ text: String) throws {
  let currency = try #require(Currency(code))
  #expect(Money(text, currency: currency) == nil)
}

@Test(arguments: [
  ("CHF", 10_560, "105.60"), ("CHF", -5, "-0.05"), ("CHF", 0, "0.00"), ("JPY", -70, "-70"), ("BHD", 1_005, "1.005"),
  ("CHF", .min, "-92233720368547758.08"),
])
func `an amount is written with exactly its decimals`(_ code: String, _ minor: Int64, _ text: String) throws {
  let money = Money(minor: minor, currency: try #require(Currency(code)))
  #expect(money.amount == text)
  #expect(money.description == "\(code) \(text)")
}

@Test func `amounts of one currency add up`() {
  #expect(chf("5.66") + chf("39.00") == chf("44.66"))
  #expect(chf("5.66") - chf("39.00") == chf("-33.34"))
  #expect(-chf("2.52") == chf("-2.52"))
  #expect(Money.zero(franc) == chf("0"))
}

@Test func `two currencies never mix in a sum`() async {
  await #expect(processExitsWith: .failure) {
    _ = Money(minor: 1, currency: Currency("CHF")!) + Money(minor: 1, currency: Currency("EUR")!)
  }
}

@Test(arguments: [
  (10_000, 81, 810), (4_466, 81, 362), (-4_466, 81, -362), (50, 10, 1), (-50, 10, -1), (49, 10, 0), (1, 0, 0),
  (Int64.max, 1000, Int64.max), (Int64.min, 1000, Int64.min),
])
func `tax is rounded half away from zero`(_ net: Int64, _ rate: Int, _ tax: Int64) {
  #expect(Money(minor: net, currency: franc).tax(ratePerMille: rate).minor == tax)
}

@Test(
  arguments: [
    (7, 2, 4), (-7, 2, -4), (5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (-4, 3, -1), (-5, 3, -2), (0, 9, 0),
    (1, 2, 1),
    (Int128(Int64.max), 1, Int64.max), (Int128(Int64.max) + 1, 1, nil), (Int128(Int64.min) - 1, 1, nil),
    (Int128.max, Int128.max, 1), (Int128.min, Int128.max, -1), (Int128.max - 1, Int128.max, 1),
  ] as [(Int128, Int128, Int64?)])
func `halves are rounded away from zero`(_ numerator: Int128, _ denominator: Int128, _ rounded: Int64?) {
  #expect(Rounding.halfAwayFromZero(numerator, over: denominator) == rounded)
}
