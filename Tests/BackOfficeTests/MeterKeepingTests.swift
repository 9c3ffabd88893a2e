import BackOffice
import Core
import HTTP
import Postgres
import Testing

extension Metered {
  fileprivate func offer() throws -> String {
    try world.text("SELECT offer_id::text FROM subscription WHERE id = \(ID<Subscription>(subscription))")
  }

  fileprivate func post(_ what: String, _ body: String, as person: String) throws -> Answer {
    try world.send(.post, "/api/v1/offers/\(try offer())/\(what)", as: person, body)
  }

  fileprivate static func price(_ meter: String, _ from: String, _ tiers: String, more: String = "") -> String {
    #"{"meter":"\#(meter)","from":"\#(from)","currency":"CHF","model":"flat","tiers":[\#(tiers)]\#(more)}"#
  }
}

@Suite struct MeterKeepingTests {
  @Test func `a new meter counts once both sides have priced it`() throws {
    let m = try Metered(World())
    let added = try m.post("meters", #"{"code":"images","name":"Images","unit":"image"}"#, as: "distributor")
    #expect(added.status == 201, "\(added.text)")
    #expect(try m.counts([m.record("a", "100", meter: "images")]) == "0 0 0 1")
    // Nothing was in force, so that the first price may begin in the past.
    let cost = try m.post("meter-costs", Metered.price("images", "2026-01", #"{"rate":"0.10"}"#), as: "distributor")
    #expect(cost.status == 201, "\(cost.text)")
    let retried = try m.world.send(.post, "/api/v1/usage-records/parked/retries", as: "reseller", "{}")
    #expect(retried.json["parked"]?.integer ?? 0 > 0)
    #expect(try m.parked().contains { $0["code"]?.string == "usage.price_missing" })
    let price = try m.post("meter-prices", Metered.price("images", "2026-01", #"{"rate":"0.25"}"#), as: "reseller")
    #expect(price.status == 201, "\(price.text)")
    #expect(try m.counts([m.record("a", "100", meter: "images")]) == "1 0 0 0")
    try advance(m.world, to: "2026-02-02T06:00:00Z")
    #expect(try m.posted()["2026-01 images price"] == [2500, 100_000_000])
    #expect(try m.posted()["2026-01 images cost"] == [1000, 100_000_000])
  }

  @Test func `a price in force ends with a month that has not begun, and one to come may be said anew`() throws {
    let m = try Metered(World())
    for from in ["2025-06", "2026-01"] {
      let answer = try m.post("meter-prices", Metered.price("egress", from, #"{"rate":"1"}"#), as: "reseller")
      #expect(answer.faults == ["/from meter_price.retroactive"], "\(from)")
    }
    for rate in ["9", "1"] {
      #expect(
        try m.post("meter-prices", Metered.price("egress", "2026-02", #"{"rate":"\#(rate)"}"#), as: "reseller").status
          == 201)
    }
    try advance(m.world, to: "2026-02-20T06:00:00Z")
    #expect(try m.counts([m.record("a", "100", "2026-02-15T08:00:00Z", meter: "egress")]) == "1 0 0 0")
    #expect(try m.months().first { $0["meter"]?.string == "egress" }?["price"]?.money == "CHF 100.00")
  }

  @Test func `what makes no price or no meter is refused`() throws {
    let m = try Metered(World())
    let cases: [(String, String, String, [String])] = [
      (
        "meters", "distributor", #"{"code":"Big","name":"","unit":"x"}"#,
        ["/code meter.code_malformed", "/name field.required"]
      ),
      (
        "meter-prices", "reseller", Metered.price("nothing", "2026-03", #"{"rate":"1"}"#),
        ["/meter usage.meter_not_there"]
      ),
      (
        "meter-prices", "reseller", Metered.price("egress", "2026-03", #"{"rate":"-1"}"#),
        ["/tiers/0/rate meter_price.rate_malformed"]
      ),
      (
        "meter-prices", "reseller", Metered.price("egress", "2026-03", #"{"rate":"0.000000001"}"#),
        ["/tiers/0/rate meter_price.rate_malformed"]
      ),
      (
        "meter-prices", "reseller", Metered.price("egress", "2026-03", #"{"upTo":5,"rate":"1"}"#),
        ["/tiers meter_price.malformed"]
      ),
      (
        "meter-prices", "reseller", Metered.price("egress", "2026-03", #"{"rate":"1"}"#, more: #","packageSize":"9""#),
        ["/tiers meter_price.malformed"]
      ),
      (
        "meter-costs", "distributor",
        Metered.price("egress", "2026-03", #"{"rate":"1"}"#, more: #","resellerId":"\#(m.customer)""#),
        ["/resellerId reseller.unknown"]
      ),
    ]
    for (what, person, body, faults) in cases {
      let answer = try m.post(what, body, as: person)
      #expect(answer.status == 422 && answer.faults == faults, "\(body): \(answer.text)")
    }
    #expect(
      try m.post("meters", #"{"code":"egress","name":"Out","unit":"GB"}"#, as: "distributor").code == "meter.exists")
    let body = Metered.price("egress", "2026-03", #"{"rate":"1"}"#)
    for person in ["manager", "finance", "distributor"] {
      #expect(try m.post("meter-prices", body, as: person).status == 403, "\(person)")
    }
    for person in ["manager", "reseller"] {
      #expect(try m.post("meter-costs", body, as: person).status == 403, "\(person)")
      #expect(try m.post("meters", #"{"code":"x","name":"X","unit":"x"}"#, as: person).status == 403, "\(person)")
    }
  }

  @Test func `nobody sees prices or costs that are not theirs`() throws {
    let m = try Metered(World())
    let path = "/api/v1/offers/\(try m.offer())/meters"
    let seen = try ["distributor", "reseller", "manager", "rival"].map { try m.world.send(.get, path, as: $0).text }
    #expect(!seen[0].contains("0.0245") && seen[0].contains("0.0172"), "the reseller's price")
    #expect(seen[1].contains("0.0245") && seen[1].contains("0.0172"))
    #expect(!seen[2].contains("0.0172") && !seen[2].contains(#""leg":"cost""#), "the cost")
    let alpine = try m.world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
    #expect(!seen[3].contains(alpine), "somebody else's")
    let page = "/catalogue/offers/\(try m.offer())/meters"
    #expect(try m.world.send(.get, page, as: "distributor").text.contains("New meter"))
    #expect(try m.world.send(.get, page, as: "reseller").text.contains("Price from a month on"))
    #expect(try !m.world.send(.get, page, as: "manager").text.contains("Set from that month"))
  }

  @Test func `a record that waits is tried again alone, or put aside with a reason`() throws {
    let m = try Metered(World())
    #expect(try m.counts([m.record("one", "1", meter: "none"), m.record("two", "1", meter: "none")]) == "0 0 0 2")
    let ids = try m.parked().suffix(2).compactMap { $0["id"]?.string }
    let path = "/api/v1/usage-records/parked/"
    #expect(try m.world.send(.post, path + "\(ids[0])/retries", as: "reseller", "{}").counts == "0 0 0 1")
    let unsaid = try m.world.send(.post, path + "\(ids[0])/dismissal", as: "reseller", "{}")
    #expect(unsaid.faults == ["/reason field.required"])
    for person in ["rival", "distributor"] {
      #expect(try m.world.send(.post, path + "\(ids[0])/dismissal", as: person, #"{"reason":"x"}"#).status == 404)
      #expect(try m.world.send(.get, path + ids[0], as: person).status == 404)
    }
    let gone = try m.world.send(.post, path + "\(ids[0])/dismissal", as: "reseller", #"{"reason":"Test data"}"#)
    #expect(gone.status == 200, "\(gone.text)")
    #expect(try m.world.send(.get, path + ids[0], as: "reseller").status == 404)
    let filtered = try m.world.send(
      .get, "/api/v1/usage-records/parked?code=usage.meter_unknown&search=tw", as: "reseller"
    ).items
    #expect(filtered.map { $0["externalId"]?.string } == ["two"])
    #expect(try m.world.send(.get, "/api/v1/usage-records/parked?code=none", as: "reseller").status == 422)
    let page = try m.world.send(.get, "/usage/parked/\(ids[1])", as: "reseller").text
    #expect(page.contains("no meter of that code") && page.contains("Put it aside for good"))
    #expect(try m.counts([m.record("one", "1", meter: "none")]) == "0 0 0 1", "sent again it is looked at anew")
  }

  @Test func `a file sent in is checked by a job, and counted when told to`() throws {
    let m = try Metered(World())
    func send(_ text: String) throws -> JSONValue {
      let sent = try m.world.send(
        .post, "/api/v1/usage-imports?name=january.csv", as: "reseller", text, headers: [("Content-Type", "text/csv")])
      #expect(sent.status == 201, "\(sent.text)")
      try UsageImports.runDue(m.world.office)
      return try m.world.send(
        .get, "/api/v1/usage-imports/\(try #require(sent.json["id"]?.string))", as: "reseller"
      ).json
    }
    let heading = "externalId;subscriptionId;meter;quantity;at\n"
    let bad = try send(heading + "a;\(m.subscription);storage;-1;2026-01-15T08:00:00Z")
    #expect(bad["status"]?.string == "refused" && bad["faults"]?[0]?["line"]?.integer == 2)
    let good = try send(heading + "a;\(m.subscription);storage;12.5;2026-01-15T08:00:00Z")
    #expect(good["status"]?.string == "checked" && good["summary"]?["accepted"]?.integer == 1)
    #expect(try m.quantity() == nil)
    let path = "/api/v1/usage-imports/\(try #require(good["id"]?.string))"
    #expect(try m.world.send(.patch, path, as: "rival", #"{"status":"approved"}"#).status == 404)
    #expect(try m.world.send(.patch, path, as: "reseller", #"{"status":"approved"}"#).status == 200)
    try UsageImports.runDue(m.world.office)
    #expect(try m.quantity() == "12.5")
    #expect(try m.world.send(.get, path, as: "reseller").json["status"]?.string == "done")
    let again = try m.world.send(.patch, path, as: "reseller", #"{"status":"approved"}"#)
    #expect(again.code == "usage_file.not_checked")
    let page = try m.world.send(.get, "/usage-imports/\(try #require(good["id"]?.string))", as: "reseller").text
    #expect(page.contains("january.csv") && page.contains("counted"))
  }
}
