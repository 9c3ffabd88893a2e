import BackOffice
import Core
import Postgres
import Testing

extension World {
  /// What a subscription's lines on a statement come to, each `ADM -3.52 correction`.
  fileprivate func lines(_ statement: JSONValue, of subscription: String) throws -> [JSONValue] {
    let id = try #require(statement["id"]?.string)
    return try send(.get, "/api/v1/statements/\(id)/lines?limit=200", as: "reseller").items
      .filter { $0["subscriptionId"]?.string == subscription }
  }
}

extension World {
  fileprivate func split(_ subscription: String, _ parts: [(centre: String, licences: Int)]) throws {
    let allocations = parts.map { #"{"centreId":"\#($0.centre)","quantity":\#($0.licences)}"# }
    let body = "{\"allocations\":[\(allocations.joined(separator: ","))]}"
    let answer = try send(.put, "/api/v1/subscriptions/\(subscription)/split", as: "reseller", body)
    #expect(answer.status == 200, "\(answer.text)")
  }
}

@Suite struct CorrectionTests {
  @Test
  func `what is refused after two closings is given back where its days were billed, closed centres too, and says so`()
    throws
  {
    let world = try World()
    let shop = try Provisioned(world, "manual")
    let customer = shop.helvetia.customer
    let centres = "/api/v1/customers/\(customer)/billing-centres"
    let new = try world.send(.post, centres, as: "reseller", #"{"code":"NEW","name":"New lab"}"#)
    let lab = try #require(new.json["id"]?.string)
    let bought = try shop.buy(10)
    #expect(try shop.settle(try shop.request(bought), #"{"state":"done"}"#).status == 200)
    let home = try #require(
      try world.send(.get, "/api/v1/subscriptions/\(bought)/split", as: "reseller")
        .json["allocations"]?[0]?["centreId"]?.string)
    try world.split(bought, [(home, 6), (lab, 4)])
    let more = #"{"quantity":13,"addTo":"\#(lab)"}"#
    #expect(try world.send(.patch, "/api/v1/subscriptions/\(bought)", as: "reseller", more).status == 200)
    let promise = try shop.request(bought)

    try world.pass(hours: 24 * 22)
    try world.split(bought, [(home, 13)])
    let closed = try world.send(.patch, "/api/v1/billing-centres/\(lab)", as: "reseller", #"{"closed":true}"#)
    #expect(closed.status == 200, "\(closed.text)")
    try world.pass(hours: 24 * 30)
    let before = try world.number("SELECT coalesce(max(sequence), 0)::bigint FROM charge")
    let refused = try shop.settle(promise, #"{"state":"refused","reason":"Sold out"}"#)
    #expect(refused.status == 200, "\(refused.text)")

    // Three licences of each day since, wherever they were billed on it: of 31 days at 3.90, the lab had four of ten on
    // the 22 before the split, which is 88 of 310 licence days.
    let sums = try world.owner(
      """
      SELECT cycle_from || ' ' || CASE centre_id::text WHEN \(lab) THEN 'lab' ELSE 'home' END, sum(amount)::bigint
      FROM charge WHERE subscription_id::text = \(bought) AND leg = 'price' GROUP BY 1 ORDER BY 1
      """
    ) { "\(try $0[0] as String) \(try $0[1] as Int)" }
    #expect(sums == ["2026-01-15 home 2793", "2026-01-15 lab 1107", "2026-02-15 home 3900"])
    let reasons = try world.owner(
      "SELECT DISTINCT reason || ' ' || to_char(month, 'YYYY-MM') FROM charge WHERE sequence > \(before)"
    ) { try $0[0] as String }
    #expect(reasons == ["correction 2026-03"])
    let open = try world.statement("2026-03", of: customer, as: "reseller")
    let lines = try world.lines(open, of: bought).filter { $0["reason"]?.string == "correction" }
    #expect(lines.contains { $0["centreId"]?.string == lab } && lines.contains { $0["centreId"]?.string == home })
    #expect(lines.allSatisfy { ($0["amount"]?.minor ?? 0) < 0 }, "\(lines)")

    let january = try world.statement("2026-01", of: customer, as: "reseller")
    let number = try #require(january["number"]?.string)
    let line = try #require(lines.first { $0["centreId"]?.string == lab })
    let (id, n) = (try #require(open["id"]?.string), try #require(line["n"]?.integer))
    let path = "/api/v1/statements/\(id)/lines/\(n)/explanation"
    let told = try world.send(.get, path, as: "reseller").json
    #expect(told["earlier"]?.items.compactMap { $0["number"]?.string }.contains(number) == true, "\(told)")
    let words = (told["arithmetic"]?.items ?? []).compactMap(\.string)
    #expect(words.first?.hasPrefix("The vendor refused a change") == true, "\(words)")
    #expect(words.contains { $0.hasPrefix("This corrects statement \(number) of 2026-01") }, "\(words)")
    #expect(told["owed"]?.minor == (told["postedBefore"]?.minor ?? 0) + (told["amount"]?.minor ?? 0))
  }

  @Test func `every line explains itself in three languages, and its sum is its amount`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    for (person, month) in [("finance", "2025-12"), ("reseller", "2026-01")] {
      let statement = try world.statement(month, of: helvetia.customer, as: person)
      let id = try #require(statement["id"]?.string)
      for line in try world.send(.get, "/api/v1/statements/\(id)/lines?limit=200", as: person).items {
        let n = try #require(line["n"]?.integer)
        let told = try world.send(.get, "/api/v1/statements/\(id)/lines/\(n)/explanation", as: person).json
        #expect(told["owed"]?.minor == (told["postedBefore"]?.minor ?? 0) + (told["amount"]?.minor ?? 0))
        let words = (told["arithmetic"]?.items ?? []).compactMap(\.string)
        #expect(words.count >= 4 && words.allSatisfy { !$0.contains("{") }, "\(words)")
        #expect(try world.send(.get, "/statements/\(id)/lines/\(n)", as: person).status == 200)
      }
    }
  }

  @Test func `a year paid in advance is cost of every month it covers, and the months add up to the bill`() throws {
    let world = try World()
    let story = try Story(world)
    try story.on("2026-01-20") {
      try story.buy("Prepaid", "Microsoft 365 Business Basic", "P1Y", "annual", for: ["ADM": 7, "PRO": 4])
    }
    var month = try #require(Month("2025-06"))
    var (billed, effective) = (0, 0)
    while month.description < "2027-06" {
      let path = "/api/v1/effective-costs?buyerId=\(story.customer)&month=\(month)"
      let cost = try world.send(.get, path, as: "reseller").json
      let figures = ["billed", "deferred", "earlier", "effective"].compactMap { cost[$0]?.minor }
      #expect(figures.count == 4 && figures[3] == figures[0] - figures[1] + figures[2])
      let sections = cost["sections"]?.items ?? []
      #expect(sections.reduce(0) { $0 + ($1["effective"]?.minor ?? 0) } == figures[3])
      (billed, effective) = (billed + figures[0], effective + figures[3])
      month = month.next
    }
    let all = try world.number(
      "SELECT sum(amount)::bigint FROM charge WHERE leg = 'price' AND customer_id::text = \(story.customer)")
    #expect(billed == all && effective == all && all > 0)
    let later = try world.send(
      .get, "/api/v1/effective-costs?buyerId=\(story.customer)&month=2026-11", as: "finance"
    ).json
    #expect((later["earlier"]?.minor ?? 0) > 0 && later["billed"]?.minor == 0, "a month without a statement has cost")
  }

  @Test func `the cost of a month is shown to whoever reads the statements, of their centres`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let path = "/api/v1/effective-costs?month=2025-12&buyerId=\(helvetia.customer)"
    for (person, status) in [("rival", 404), ("distributor", 404), ("tech", 403), ("user", 403), ("finance", 200)] {
      #expect(try world.send(.get, path, as: person).status == status, "\(person)")
    }
    for query in ["", "?month=2025", "?month=2025-12&buyerId=x", "?month=2025-12&year=1"] {
      let answer = try world.send(.get, "/api/v1/effective-costs\(query)", as: "manager")
      #expect((400...422).contains(answer.status) && answer.faults.count == 1, "\(query) \(answer.text)")
    }
    #expect(try world.send(.get, "/effective-costs?month=2025-12", as: "finance").status == 200)
  }

  @Test func `the database shares out an amount as the domain does`() throws {
    let world = try World()
    var dice = Dice(state: 5)
    let base = try #require(Day("2025-01-01"))
    for _ in 0..<20 {
      let from = base.adding(days: Int.random(in: 0...400, using: &dice))
      let to = from.adding(days: Int.random(in: 1...400, using: &dice))
      let posted = Month(containing: base.adding(days: Int.random(in: 0...800, using: &dice)))
      let amount = Int64.random(in: -100_000...100_000, using: &dice)
      let shares = try world.owner(
        """
        SELECT m::date, effective_share(\(amount), \(from), \(to), \(posted.first), m::date)
        FROM generate_series(date '2025-01-01', date '2028-06-01', interval '1 month') m
        """
      ) { (try $0[0] as Day, try $0[1] as Int64) }
      #expect(shares.reduce(0) { $0 + $1.1 } == amount)
      for (first, share) in shares {
        let own = EffectiveCost.share(of: amount, from: from, to: to, posted: posted, in: Month(containing: first))
        #expect(own == share, "\(amount) \(from) \(to) \(posted) \(first)")
      }
    }
  }
}
