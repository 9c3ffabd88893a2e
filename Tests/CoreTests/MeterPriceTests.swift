import Core
import Testing

private func units(_ text: String) -> MeteredQuantity { MeteredQuantity(text)! }
private func rate(_ text: String) -> MeterRate { MeterRate(text, currency: franc)! }

private func tiers(_ parts: [(String?, String)]) -> [MeterPrice.Tier] {
  parts.map { MeterPrice.Tier(upTo: $0.0.map(units), rate: rate($0.1)) }
}

@Suite struct MeteredQuantityTests {
  @Test(arguments: [
    "", "-1", "+1", "1.", ".5", "01", "1e3", "1,5", " 1", "1 ", "0x1", "1.0000001", "1000000000.000001", "1000000001",
    "99999999999999999999999999999999999999999", "٣", "NaN", "1.5.5",
  ])
  func `what is no plain decimal in range is no quantity`(_ text: String) {
    #expect(MeteredQuantity(text) == nil)
  }

  @Test(arguments: [
    ("0", 0, "0"), ("0.0", 0, "0"), ("12.50", 12_500_000, "12.5"), ("0.000001", 1, "0.000001"),
    ("7.000000", 7_000_000, "7"), ("1000000000", 1_000_000_000_000_000, "1000000000"),
  ])
  func `a quantity is kept to the millionth`(_ text: String, _ millionths: Int64, _ written: String) {
    #expect(MeteredQuantity(text)?.millionths == millionths)
    #expect(MeteredQuantity(text)?.description == written)
  }

  @Test func `a difference below zero is written with its sign`() {
    #expect((units("1.25") - units("3")).description == "-1.75")
    #expect((units("0") - units("0.000001")).description == "-0.000001")
  }

  @Test(arguments: [
    ("0.0245", "CHF", 2_450_000, "0.0245"), ("10", "CHF", 1_000_000_000, "10.00"),
    ("0.12345678", "CHF", 12_345_678, "0.12345678"),
    ("3", "JPY", 3_000_000, "3"), ("0.5", "JPY", 500_000, "0.5"), ("0.0005", "BHD", 500_000, "0.0005"),
  ])
  func `a rate is finer than the smallest coin`(_ text: String, _ code: String, _ millionths: Int64, _ written: String)
    throws
  {
    let currency = try #require(Currency(code))
    let rate = try #require(MeterRate(text, currency: currency))
    #expect(rate.minorMillionths == millionths)
    #expect(rate.amount(in: currency) == written)
  }

  @Test(arguments: ["-0.01", "0.123456789", "10000.01", "1.", ""])
  func `a rate has eight decimals of a franc at most, and is never negative`(_ text: String) {
    #expect(MeterRate(text, currency: franc) == nil)
  }
}

@Suite struct MeterPriceTests {
  private static let nonsense: [(String, MeterPrice.Model, MeteredQuantity?, [MeterPrice.Tier])] = [
    ("no tiers", .tiered, nil, []),
    ("an end to the last tier", .tiered, nil, tiers([("10", "1")])),
    ("two tiers without end", .tiered, nil, tiers([(nil, "1"), (nil, "2")])),
    ("a tier that ends before it begins", .volume, nil, tiers([("10", "1"), ("10", "2"), (nil, "3")])),
    ("a first tier of nothing", .tiered, nil, tiers([("0", "1"), (nil, "2")])),
    ("flat, in tiers", .flat, nil, tiers([("10", "1"), (nil, "2")])),
    ("packages of two rates", .package, units("10"), tiers([("10", "1"), (nil, "2")])),
    ("packages of no size", .package, nil, tiers([(nil, "1")])),
    ("packages of less than a unit", .package, units("0.5"), tiers([(nil, "1")])),
    ("a package's size without packages", .flat, units("10"), tiers([(nil, "1")])),
    ("a rate below zero", .flat, nil, [MeterPrice.Tier(upTo: nil, rate: MeterRate(minorMillionths: -1))]),
    (
      "a rate beyond the highest", .flat, nil,
      [MeterPrice.Tier(upTo: nil, rate: MeterRate(minorMillionths: MeterRate.maximum.minorMillionths + 1))]
    ),
  ]

  @Test func `a price whose parts do not belong together is none`() {
    for (what, model, size, tiers) in Self.nonsense {
      #expect(MeterPrice(model: model, packageSize: size, tiers: tiers, currency: franc) == nil, "\(what)")
    }
    let owing = MeterPrice(
      model: .flat, free: MeteredQuantity(millionths: -1), tiers: tiers([(nil, "1")]), currency: franc)
    #expect(owing == nil, "less than nothing free")
  }

  /// 100 units free, then as named.
  private static let worked: [(MeterPrice.Model, String?, [(String?, String)], String, String)] = [
    (.flat, nil, [(nil, "0.055")], "99.5", "0.00"),
    (.flat, nil, [(nil, "0.055")], "100", "0.00"),
    (.flat, nil, [(nil, "0.055")], "277.91", "9.79"),
    (.tiered, nil, [("1000", "0.0245"), ("5000", "0.0215"), (nil, "0.0185")], "1100", "24.50"),
    (.tiered, nil, [("1000", "0.0245"), ("5000", "0.0215"), (nil, "0.0185")], "1100.5", "24.51"),
    (.tiered, nil, [("1000", "0.0245"), ("5000", "0.0215"), (nil, "0.0185")], "7100", "147.50"),
    (.volume, nil, [("1000", "0.02"), (nil, "0.01")], "1100", "20.00"),
    (.volume, nil, [("1000", "0.02"), (nil, "0.01")], "1100.000001", "10.00"),
    (.package, "10000", [(nil, "0.05")], "100", "0.00"),
    (.package, "10000", [(nil, "0.05")], "100.000001", "0.05"),
    (.package, "10000", [(nil, "0.05")], "10100", "0.05"),
    (.package, "10000", [(nil, "0.05")], "10101", "0.10"),
  ]

  @Test func `the four models, in worked figures`() throws {
    for (model, size, rates, quantity, owed) in Self.worked {
      let price = try #require(
        MeterPrice(
          model: model, free: units("100"), packageSize: size.map(units), tiers: tiers(rates), currency: franc))
      #expect(price.owed(for: units(quantity)) == chf(owed), "\(model) \(quantity)")
    }
  }

  @Test func `an amount is rounded once, half away from zero`() throws {
    let price = try #require(
      MeterPrice(model: .tiered, tiers: tiers([("1", "0.0025"), (nil, "0.0025")]), currency: franc))
    #expect(price.owed(for: units("1")) == chf("0.00"))
    #expect(price.owed(for: units("2")) == chf("0.01"), "two quarters of a rappen are half of one")
    #expect(price.steps(for: units("2")).map { $0.amount(in: franc) } == ["CHF 0.0025", "CHF 0.0025"])
  }

  @Test func `the highest quantity at the highest rate can be computed`() throws {
    let highest = [MeterPrice.Tier(upTo: nil, rate: .maximum)]
    let flat = try #require(MeterPrice(model: .flat, tiers: highest, currency: franc))
    let package = try #require(
      MeterPrice(model: .package, packageSize: units("1"), tiers: highest, currency: franc))
    for price in [flat, package] {
      #expect(price.owed(for: .maximum).minor == 1_000_000_000_000_000)
      #expect(price.steps(for: .maximum)[0].amount(in: franc) == "CHF 10000000000000.00")
    }
  }

  @Test(arguments: MeterPrice.Model.allCases)
  func `any price of any quantity is what counting unit by unit comes to`(_ model: MeterPrice.Model) throws {
    var random = Seeded(UInt64(model.rawValue.utf8.count))
    for _ in 0..<2_000 {
      let oracle = UnitByUnit.random(model, &random)
      let quantity = Int.random(in: 0...400, using: &random)
      let owed = oracle.price.owed(for: MeteredQuantity(units: Int64(quantity)))
      #expect(owed.minor == oracle.owed(quantity), "\(oracle) \(quantity)")
      let steps = oracle.price.steps(for: MeteredQuantity(units: Int64(quantity)))
      #expect(steps.reduce(MeteredQuantity.zero) { $0 + $1.quantity } == MeteredQuantity(units: Int64(quantity)))
    }
  }
}

/// Prices a quantity one unit after the other, each by looking for the tier it falls in.
struct UnitByUnit {
  let model: MeterPrice.Model
  let free: Int
  let size: Int
  /// Bounds in units, rates in millionths of a minor unit.
  let tiers: [(upTo: Int?, rate: Int)]

  static func random(_ model: MeterPrice.Model, _ random: inout Seeded) -> UnitByUnit {
    let isSingle = model == .flat || model == .package
    var bounds: Set<Int> = []
    for _ in 0..<(isSingle ? 0 : Int.random(in: 0...3, using: &random)) {
      bounds.insert(Int.random(in: 1...200, using: &random))
    }
    let ends = bounds.sorted().map(Optional.some) + [nil]
    return UnitByUnit(
      model: model, free: Int.random(in: 0...1, using: &random) * Int.random(in: 0...60, using: &random),
      size: Int.random(in: 1...30, using: &random),
      tiers: ends.map { (upTo: $0, rate: Int.random(in: 0...3_000_000, using: &random)) })
  }

  var price: MeterPrice {
    MeterPrice(
      model: model, free: MeteredQuantity(units: Int64(free)),
      packageSize: model == .package ? MeteredQuantity(units: Int64(size)) : nil,
      tiers: tiers.map { tier in
        MeterPrice.Tier(
          upTo: tier.upTo.map { MeteredQuantity(units: Int64($0)) }, rate: MeterRate(minorMillionths: Int64(tier.rate)))
      }, currency: franc)!
  }

  func owed(_ quantity: Int) -> Int64 {
    var sum = 0
    var inPackage = 0
    var whole = 0
    for unit in 1..<(max(0, quantity - free) + 1) {
      switch model {
      case .flat: sum += tiers[0].rate
      case .tiered: sum += rate(of: unit)
      case .volume: whole += 1
      case .package:
        if inPackage == 0 { sum += tiers[0].rate }
        inPackage = (inPackage + 1) % size
      }
    }
    if whole > 0 { for _ in 0..<whole { sum += rate(of: whole) } }
    var minor: Int64 = 0
    while sum >= 1_000_000 {
      sum -= 1_000_000
      minor += 1
    }
    return sum >= 500_000 ? minor + 1 : minor
  }

  private func rate(of unit: Int) -> Int {
    for tier in tiers {
      guard let end = tier.upTo else { return tier.rate }
      if unit <= end { return tier.rate }
    }
    return 0
  }
}
