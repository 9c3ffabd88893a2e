import BackOffice
import Core
import FoundationEssentials
import HTTP
import Postgres
import Testing

extension Metered {
  /// A day of January 2026, early in the morning.
  fileprivate func january(_ day: Int) -> String { "2026-01-\(day < 10 ? "0" : "")\(day)T07:00:00Z" }

  /// Alpine Cloud's price and cost of a meter, as the demo world has them.
  fileprivate static func price(_ meter: String, _ leg: Leg) throws -> MeterPrice {
    let francs = try #require(Currency("CHF"))
    func tiers(_ parts: [(String?, String)]) throws -> [MeterPrice.Tier] {
      try parts.map { bound, rate in
        MeterPrice.Tier(
          upTo: bound.flatMap { MeteredQuantity($0) }, rate: try #require(MeterRate(rate, currency: francs)))
      }
    }
    let free = MeteredQuantity(units: leg == .cost ? 0 : ["storage": 50, "egress": 100][meter] ?? 0)
    let prices: [String: (MeterPrice.Model, String?, [(String?, String)])] = [
      "storage price": (.tiered, nil, [("1000", "0.0245"), ("5000", "0.0215"), (nil, "0.0185")]),
      "storage cost": (.tiered, nil, [("1000", "0.0172"), ("5000", "0.0151"), (nil, "0.0128")]),
      "egress price": (.flat, nil, [(nil, "0.055")]),
      "egress cost": (.volume, nil, [("500", "0.04"), (nil, "0.032")]),
      "requests price": (.package, "10000", [(nil, "0.05")]), "requests cost": (.package, "10000", [(nil, "0.03")]),
    ]
    let (model, size, rates) = try #require(prices["\(meter) \(leg.rawValue)"])
    return try #require(
      MeterPrice(
        model: model, free: free, packageSize: size.flatMap { MeteredQuantity($0) }, tiers: try tiers(rates),
        currency: francs))
  }

  /// What is owed for a meter's month and leg, as amount and quantity in millionths.
  fileprivate static func owed(_ meter: String, _ leg: Leg, _ quantity: MeteredQuantity) throws -> [Int] {
    [Int(try price(meter, leg).owed(for: quantity).minor), Int(quantity.millionths)]
  }

  /// The statement of a month, as its lines for this subscription's usage.
  fileprivate func lines(_ month: String, as person: String = "manager", buyer: String? = nil) throws -> [JSONValue] {
    let id = try statement(month, as: person, buyer: buyer)
    return try world.send(.get, "/api/v1/statements/\(id)/lines?limit=200", as: person).items
      .filter { $0["subscriptionId"]?.string == subscription && $0["reason"]?.string == "usage" }
  }

  fileprivate func statement(_ month: String, as person: String = "manager", buyer: String? = nil) throws -> String {
    let path = "/api/v1/statements?month=\(month)&buyerId=\(buyer ?? customer)"
    return try #require(try world.send(.get, path, as: person).items.first?["id"]?.string)
  }
}

@Test func `a month is posted when it is over, on its own statement, split as its days were`() throws {
  let metered = try Metered(World())
  let world = metered.world
  let helvetia = try Helvetia(world)
  #expect(try metered.counts([metered.record("a", "1000", metered.january(15))]) == "1 0 0 0")
  try world.pass(hours: 24 * 3)
  let split = #"{"allocations":\#(try helvetia.allocations([("PRO", 4)]))}"#
  let path = "/api/v1/subscriptions/\(metered.subscription)/split"
  #expect(try world.send(.put, path, as: "manager", split).status == 200)
  #expect(try metered.counts([metered.record("b", "2000", metered.january(18))]) == "1 0 0 0")
  #expect(try metered.posted().isEmpty, "nothing before the month is over")
  try advance(world, to: "2026-02-01T06:00:00Z")

  // 50 free, 1000 at 0.0245, 1950 at 0.0215 = 66.425, rounded once; PRO has 250 + 2000 of 3000.
  let lines = try metered.lines("2026-01")
  let amounts = lines.map { "\($0["centreName"]?.string ?? "") \($0["amount"]?.money ?? "")" }
  #expect(amounts.sorted() == ["Production CHF 49.82", "Research CHF 16.61"])
  let production = try #require(lines.first { $0["centreName"]?.string == "Production" })
  #expect(production["usage"]?["quantity"]?.string == "2250")
  #expect(production["usage"]?["unit"]?.string == "GB-month" && production["usage"]?["meter"]?.string == "Storage")
  #expect(production["from"]?.string == "2026-01-01" && production["to"]?.string == "2026-02-01")
  #expect(production["effectiveAmount"] == production["amount"], "all of it is January's")
  #expect(try metered.posted()["2026-01 storage cost"] == Metered.owed("storage", .cost, MeteredQuantity(units: 3000)))
}

@Test(arguments: [1, 2])
func `the bill run once more, or several at once, posts no usage twice`(_ workers: Int) throws {
  let metered = try Metered(World())
  let world = metered.world
  let records = ["storage", "egress", "requests"].map { metered.record($0, "12345", metered.january(15), meter: $0) }
  #expect(try metered.counts(records) == "3 0 0 0")
  try Clock.set(#require(Instant("2026-02-02T06:00:00Z")), world.office)
  try world.slowUsage()
  _ = try atOnce(4) { _ in try BillRun.run(world.office, workers: workers) }
  let posted = try metered.posted()
  for meter in ["storage", "egress", "requests"] {
    for leg in Leg.allCases {
      let owed = try Metered.owed(meter, leg, MeteredQuantity(units: 12_345))
      #expect(posted["2026-01 \(meter) \(leg.rawValue)"] == owed, "\(meter) \(leg)")
    }
  }
  let charges = try world.lastCharge
  _ = try BillRun.run(world.office, workers: workers)
  #expect(try metered.counts(records) == "0 3 0 0")
  #expect(try world.lastCharge == charges)
}

@Test func `a closed statement never changes; late use and corrections come on the next`() throws {
  let metered = try Metered(World())
  let world = metered.world
  #expect(try metered.counts([metered.record("a", "1000", metered.january(15))]) == "1 0 0 0")
  try advance(world, to: "2026-02-03T06:00:00Z")
  let january = "/api/v1/statements/\(try metered.statement("2026-01"))"
  let paths = ["", "/lines?limit=200", "/document?format=json", "/document?format=csv"].map { january + $0 }
  let papers = try paths.map { try world.send(.get, $0, as: "manager").body }
  #expect(try world.send(.get, january, as: "manager").json["status"]?.string == "closed")

  #expect(try metered.counts([metered.record("late", "500", metered.january(30))]) == "1 0 0 0")
  #expect(try metered.counts([metered.record("a", "900", metered.january(15))]) == "0 0 1 0")
  #expect(try paths.map { try world.send(.get, $0, as: "manager").body } == papers)
  let total = MeteredQuantity(units: 1400)
  #expect(try metered.posted()["2026-01 storage price"] == Metered.owed("storage", .price, total))
  #expect(try metered.posted()["2026-01 storage cost"] == Metered.owed("storage", .cost, total))
  let corrections = try metered.lines("2026-02")
  #expect(corrections.count == 4, "two centres, twice")
  #expect(corrections.allSatisfy { $0["from"]?.string == "2026-01-01" })
  #expect(corrections.contains { $0["usage"]?["quantity"]?.string == "-25" })
  #expect(try metered.months().first { $0["month"]?.string == "2026-01" }?["posted"]?.bool == true)
  try advance(world, to: "2026-03-01T06:00:00Z")
  #expect(try paths.map { try world.send(.get, $0, as: "manager").body } == papers)
}

@Test func `use of an earlier month is posted today, however long ago`() throws {
  let metered = try Metered(World())
  try advance(metered.world, to: "2026-04-10T06:00:00Z")
  let sent = try metered.send([metered.record("a", "1000", metered.january(20))])
  #expect(sent.counts == "1 0 0 0", "\(sent.text)")
  let line = try #require(try metered.lines("2026-04").first)
  #expect(line["from"]?.string == "2026-01-01")
  let total = MeteredQuantity(units: 1000)
  #expect(try metered.posted()["2026-01 storage price"] == Metered.owed("storage", .price, total))
  #expect(try metered.world.send(.get, "/api/v1/statements?month=2026-01&status=open", as: "reseller").items.isEmpty)
}

@Test func `a statement is not closed before its month's use is posted`() throws {
  let metered = try Metered(World())
  let world = metered.world
  #expect(try metered.counts([metered.record("a", "1000", metered.january(15))]) == "1 0 0 0")
  try Clock.set(#require(Instant("2026-02-14T06:00:00Z")), world.office)
  let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
  let closings = [
    ("reseller", try metered.statement("2026-01", as: "reseller")),
    ("distributor", try metered.statement("2026-01", as: "distributor", buyer: alpine)),
  ]
  _ = try world.owner("UPDATE subscription SET cycle_to = term_end WHERE cycle_to < '2026-02-01'") { _ in }
  for (person, id) in closings {
    let answer = try world.send(.post, "/api/v1/statements/\(id)/closing", as: person)
    let codes = ["statement.usage_not_posted", "statement.cycle_not_posted"]
    #expect(codes.contains(answer.code ?? ""), "\(person): \(answer.text)")
  }
  _ = try BillRun.run(world.office)
  for (person, id) in closings {
    #expect(try world.send(.post, "/api/v1/statements/\(id)/closing", as: person).status == 200, "\(person)")
  }
  #expect(try metered.lines("2026-01").count == 2)
}

/// The last content of every record, wherever and whenever it was sent.
private struct Contents {
  var records: [String: (meter: String, month: String, millionths: Int64)] = [:]

  func owed() throws -> [String: [Int]] {
    var sums: [String: Int64] = [:]
    for (meter, month, millionths) in records.values { sums["\(month) \(meter)", default: 0] += millionths }
    var owed: [String: [Int]] = [:]
    for (name, sum) in sums {
      let meter = String(name.dropFirst(8))
      for leg in Leg.allCases {
        owed["\(name) \(leg.rawValue)"] = try Metered.owed(meter, leg, MeteredQuantity(millionths: sum))
      }
    }
    return owed.filter { $0.value != [0, 0] }
  }
}

@Test(arguments: 1...3)
func `in any order, sent twice, late or corrected: what is posted is what is owed`(_ seed: Int) throws {
  let metered = try Metered(World())
  let world = metered.world
  let helvetia = try Helvetia(world)
  var dice = Dice(state: UInt64(seed))
  var contents = Contents()
  for step in 0..<12 {
    let now = try Clock.now(world.office)
    let batch = (0..<25).map { _ -> String in
      let id = "r\(Int.random(in: 0..<80, using: &dice))"
      let meter = ["storage", "egress", "requests"][Int.random(in: 0..<3, using: &dice)]
      let day = Int.random(in: 0...min(70, now.utcDay - Day("2026-01-15")! - (step == 0 ? 0 : 1)), using: &dice)
      let at = Day("2026-01-15")!.adding(days: day)
      let millionths = Int64.random(in: 0...900_000_000, using: &dice) * (meter == "requests" ? 100 : 1)
      contents.records[id] = (meter, String(at.description.prefix(7)), millionths)
      let quantity = MeteredQuantity(millionths: millionths)
      return metered.record(id, "\"\(quantity)\"", "\(at)T00:30:00Z", meter: meter)
    }
    let answer = try metered.send(batch, as: "reseller")
    #expect(answer.status == 200 && answer.json["parked"]?.integer == 0, "\(answer.text)")
    #expect(try metered.counts([batch[24]]) == "0 1 0 0")
    if step % 4 == 2 {
      let share = Int.random(in: 1...3, using: &dice)
      let parts = try helvetia.allocations([("PRO", share), ("ADM", 4 - share)])
      let path = "/api/v1/subscriptions/\(metered.subscription)/split"
      #expect(try world.send(.put, path, as: "manager", #"{"allocations":\#(parts)}"#).status == 200)
    }
    try world.pass(hours: Int.random(in: 30...260, using: &dice))
  }
  try advance(world, to: "2026-05-02T06:00:00Z")
  #expect(try metered.posted().filter { $0.value != [0, 0] } == contents.owed())
  let kept = try world.number("SELECT count(*) FROM usage_month WHERE NOT posted")
  #expect(kept == 0)
  let drift = try world.number(
    """
    SELECT count(*) FROM usage_month u WHERE quantity <> (
      SELECT coalesce(sum(r.quantity), 0) FROM usage_record r WHERE (r.subscription_id, r.month, r.meter_id)
        = (u.subscription_id, u.month, u.meter_id) AND NOT EXISTS (
          SELECT FROM usage_record x WHERE (x.source_id, x.external_id, x.version)
            = (r.source_id, r.external_id, r.version + 1)))
    """)
  #expect(drift == 0)
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a distributor's records are billed to both legs, and tell it no price`() throws {
  let metered = try Metered(World())
  let world = metered.world
  let bodies = try [
    metered.send([metered.record("a", "1000", metered.january(15))], as: "distributor"),
    world.send(.get, "/api/v1/subscriptions/\(metered.subscription)/usage", as: "distributor"),
    world.send(.get, "/subscriptions/\(metered.subscription)", as: "distributor"),
  ].map(\.text)
  #expect(bodies.allSatisfy { !$0.contains("23.2") && !$0.contains("0.0245") && !$0.contains(#""price""#) })
  try advance(world, to: "2026-02-03T06:00:00Z")
  #expect(try metered.counts([metered.record("b", "1000", metered.january(16))], as: "distributor") == "1 0 0 0")
  let total = MeteredQuantity(units: 2000)
  #expect(try metered.posted()["2026-01 storage price"] == Metered.owed("storage", .price, total))
  #expect(try metered.posted()["2026-01 storage cost"] == Metered.owed("storage", .cost, total))
}

@Test func `each sees what use comes to on their own leg`() throws {
  let metered = try Metered(World())
  #expect(try metered.counts([metered.record("a", "1050", metered.january(15))]) == "1 0 0 0")
  let expected: [(String, String?, String?)] = [
    ("distributor", nil, "CHF 17.96"), ("reseller", "CHF 24.50", "CHF 17.96"), ("manager", "CHF 24.50", nil),
    ("finance", "CHF 24.50", nil), ("carla.meier", "CHF 24.50", nil),
  ]
  for (person, price, cost) in expected {
    let month = try #require(try metered.months(as: person).first)
    #expect(month["quantity"]?.string == "1050" && month["posted"]?.bool == false, "\(person)")
    #expect(month["price"]?.money == price && month["cost"]?.money == cost, "\(person)")
  }
  for (person, price, cost) in expected {
    let path = "/api/v1/subscriptions/\(metered.subscription)/meters"
    let storage = try #require(try metered.world.send(.get, path, as: person).items.first)
    #expect(storage["code"]?.string == "storage" && storage["unit"]?.string == "GB-month", "\(person)")
    #expect(storage["price"]?["tiers"]?[0]?["rate"]?.string == price.map { _ in "0.0245" }, "\(person)")
    #expect(storage["cost"]?["tiers"]?[0]?["rate"]?.string == cost.map { _ in "0.0172" }, "\(person)")
  }
  for person in ["rival", "user", "tech"] {
    for what in ["usage", "meters"] {
      let path = "/api/v1/subscriptions/\(metered.subscription)/\(what)"
      #expect(try metered.world.send(.get, path, as: person).status == 404, "\(person) \(what)")
    }
  }
}

@Test func `what was posted for use is no part of what was posted for licences`() throws {
  let world = try World()
  try advance(world, to: "2026-02-01T06:00:00Z")
  _ = try world.owner(
    """
    UPDATE offer f SET term = 'P1Y', billing_frequency = 'annual' FROM plan p
    WHERE p.id = f.plan_id AND p.name = \(Metered.plan)
    """
  ) { _ in }
  let helvetia = try Helvetia(world)
  let offer = try helvetia.offer(Metered.plan, "P1Y")
  let body = #"{"offerId":"\#(offer)","quantity":4,"acceptTerms":true}"#
  let bought = try world.send(.post, "/api/v1/customers/\(helvetia.customer)/subscriptions", as: "reseller", body)
  let id = try #require(bought.json["id"]?.string)
  let use = """
    {"records":[{"externalId":"a","subscriptionId":"\(id)","meter":"storage","quantity":4000,
    "at":"2026-02-01T05:00:00Z"}]}
    """
  #expect(try world.send(.post, "/api/v1/usage-records", as: "reseller", use).counts == "1 0 0 0")
  let more = #"{"quantity":5}"#
  try advance(world, to: "2026-02-28T12:00:00Z")
  let before = try world.patch(id, more, preview: true).promised
  try advance(world, to: "2026-03-01T06:00:00Z")
  #expect(try world.number("SELECT count(*) FROM charge WHERE subscription_id = \(id)::uuid AND reason = 'usage'") == 2)
  let after = try world.patch(id, more, preview: true).promised
  for (place, amount) in before { #expect(abs(amount - (after[place] ?? 0)) <= 1, "\(place): a day less") }
  #expect(before.count == 2 && after.count == 2)
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}
