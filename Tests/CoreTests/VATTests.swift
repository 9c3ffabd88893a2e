import Core
import Testing

@Suite struct VATTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  private func rates() throws -> VAT.Rates {
    VAT.Rates([
      (country: "CH", from: try day("2024-01-01"), perMille: 81),
      (country: "CH", from: try day("2018-01-01"), perMille: 77),
      (country: "DE", from: try day("2007-01-01"), perMille: 190),
      (country: "FR", from: try day("2014-01-01"), perMille: 200),
      (country: "ES", from: try day("2012-09-15"), perMille: 210),
      (country: "ES", from: try day("2010-07-01"), perMille: 180),
    ])
  }

  private func charge(_ seller: VAT.Party, _ buyer: VAT.Party, on text: String = "2026-01-15") throws -> VAT.Charge {
    VAT.charge(seller: seller, buyer: buyer, rates: try rates(), on: try day(text))
  }

  @Test(arguments: [
    ("CHE-114.220.33", "CH"), ("CHE-114.220.331", "DE"), ("DE12345678", "DE"), ("DE1234567890", "DE"), ("", "CH"),
    ("ATU1234567", "AT"), ("FR40303265O4", "FR"), ("NL123456789C01", "NL"), ("CHE-114.220.331 UST", "CH"),
    ("GB12345678", "GB"), ("DE298\u{0}13402", "DE"), ("DE２98113402", "DE"), ("<b>", "US"), ("X", "US"),
  ])
  func `a number of another form is no VAT id of the country`(_ text: String, _ country: String) {
    #expect(!VATID.fits(text, country: country))
  }

  @Test(arguments: [
    ("CHE-114.220.331", "CH"), ("CHE 114 220 331 MWST", "CH"), ("che-114.220.331", "LI"), ("DE298113402", "DE"),
    ("FR76498221034", "FR"), ("FRK7399859412", "FR"), ("ATU12345678", "AT"), ("NL123456789B01", "NL"),
    ("IE6388047V", "IE"), ("ESX1234567X", "ES"), ("EL123456789", "GR"), ("GB123456789", "GB"), ("123456789MVA", "NO"),
    ("12-3456789", "US"),
  ])
  func `a number of the country's form is one, however it is spaced`(_ text: String, _ country: String) {
    #expect(VATID.fits(text, country: country))
  }

  @Test func `abroad without a VAT id, or with a misformed one, the seller charges the buyer's rate`() throws {
    let swiss = VAT.Party(country: "CH")
    for id in [nil, "CHE-114.220.331", "DE1"] {
      #expect(try charge(swiss, VAT.Party(country: "DE", vatID: id)) == VAT.Charge(ratePerMille: 190))
    }
    #expect(try charge(swiss, VAT.Party(country: "US", vatID: nil)) == VAT.Charge(.noTax(country: "US")))
  }

  @Test func `a business abroad owes the tax itself, and the ground says under which law`() throws {
    let german = VAT.Party(country: "DE", vatID: "DE298113402")
    #expect(try charge(VAT.Party(country: "CH"), german) == VAT.Charge(.reverseChargeAbroad))
    let french = VAT.Party(country: "FR", vatID: "FR76498221034")
    #expect(try charge(french, german) == VAT.Charge(.reverseChargeInUnion))
    #expect(try charge(german, german) == VAT.Charge(ratePerMille: 190), "at home the seller charges it")
    let vaduz = VAT.Party(country: "LI", vatID: "CHE-114.220.331")
    #expect(try charge(VAT.Party(country: "CH"), vaduz) == VAT.Charge(ratePerMille: 81), "one territory")
  }

  @Test func `the rate is the one of the day`() throws {
    let swiss = VAT.Party(country: "CH")
    #expect(try charge(swiss, swiss, on: "2023-12-31").percent == "7.7")
    #expect(try charge(swiss, swiss, on: "2024-01-01").percent == "8.1")
    #expect(try charge(swiss, swiss, on: "2017-12-31") == VAT.Charge(.noTax(country: "CH")), "none is known")
  }

  @Test func `an exemption counts on its days only, and the seller's before the buyer's`() throws {
    let exemption = VAT.Exemption(
      reason: "Embassy", certificate: "17", from: try day("2026-01-10"), until: try day("2026-01-20"))
    let small = VAT.Exemption(reason: "Art. 10", certificate: nil, from: try day("2026-01-15"), until: nil)
    let (seller, buyer) = (VAT.Party(country: "CH", exemption: small), VAT.Party(country: "CH", exemption: exemption))
    let plain = VAT.Party(country: "CH")
    #expect(try charge(plain, buyer, on: "2026-01-09").treatment == .standard)
    let embassy = VAT.Charge(.exemptBuyer(reason: "Embassy", certificate: "17"))
    #expect(try charge(plain, buyer, on: "2026-01-10") == embassy)
    #expect(try charge(plain, buyer, on: "2026-01-20").treatment == .standard)
    #expect(try charge(seller, buyer, on: "2026-01-16") == VAT.Charge(.unregisteredSeller(reason: "Art. 10")))
  }

  @Test func `a month is cut where its tax changes, and only there`() throws {
    let spanish = VAT.Party(country: "ES")
    let (from, to) = (try day("2012-09-01"), try day("2012-10-01"))
    let spans = VAT.spans(seller: spanish, buyer: spanish, rates: try rates(), from: from, to: to)
    let middle = try day("2012-09-15")
    #expect(spans.map(\.from) == [from, middle])
    #expect(spans.map(\.charge.ratePerMille) == [180, 210])
    let exemption = VAT.Exemption(
      reason: "Embassy", certificate: "17", from: try day("2012-09-10"), until: try day("2012-09-15"))
    let exempt = VAT.Party(country: "ES", exemption: exemption)
    let cut = VAT.spans(seller: spanish, buyer: exempt, rates: try rates(), from: from, to: to)
    #expect(cut.map(\.charge.treatment) == [.standard, .exempt, .standard])
    let whole = VAT.spans(
      seller: spanish, buyer: spanish, rates: try rates(), from: try day("2013-01-01"), to: try day("2013-02-01"))
    #expect(whole.count == 1)
  }
}

@Suite struct EffectiveCostTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  @Test func `before it is posted an amount is cost of no month`() throws {
    let posted = try #require(Month("2026-03"))
    let share = EffectiveCost.share(
      of: 1000, from: try day("2026-01-01"), to: try day("2026-02-01"), posted: posted,
      in: try #require(Month("2026-01")))
    #expect(share == 0)
  }

  @Test func `what covers days of closed months counts in the month it is posted in`() throws {
    let posted = try #require(Month("2026-03"))
    let late = EffectiveCost.share(
      of: -1000, from: try day("2026-01-01"), to: try day("2026-02-01"), posted: posted, in: posted)
    #expect(late == -1000)
    let straddling = EffectiveCost.share(
      of: 90, from: try day("2026-02-01"), to: try day("2026-05-02"), posted: posted, in: posted)
    #expect(straddling == 59, "28 and 31 of 90 days")
  }

  @Test(arguments: [1, 7, 1199, 120_000, -1, -119_999, 0])
  func `a year's shares add up to the amount, whatever rounding does to each`(_ amount: Int64) throws {
    let from = try day("2026-01-15")
    let to = from.adding(months: 12)
    var month = Month(containing: from)
    var shares: [Int64] = []
    while month.first < to.adding(months: 2) {
      shares.append(EffectiveCost.share(of: amount, from: from, to: to, posted: Month(containing: from), in: month))
      month = month.next
    }
    #expect(shares.reduce(0, +) == amount && shares.count == 15)
    #expect(shares.allSatisfy { abs($0) <= abs(amount) / 365 * 31 + 31 }, "no month takes another's")
    #expect(shares.suffix(2) == [0, 0])
  }
}
