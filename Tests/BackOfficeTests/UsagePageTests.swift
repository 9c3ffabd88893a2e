import BackOffice
import Core
import HTTP
import Postgres
import Testing

extension Metered {
  /// The demo world's own, with use since October.
  fileprivate static func seeded(_ world: World) throws -> String {
    try Helvetia(world).subscription(named: "Simulation data")
  }
}

extension World {
  /// The lines for usage of a month's statement, with the path of each.
  fileprivate func usageLines(_ month: String, as person: String, buyer: String) throws -> [(
    path: String, line: JSONValue
  )] {
    let found = try send(.get, "/api/v1/statements?month=\(month)&buyerId=\(buyer)", as: person)
    let path = "/api/v1/statements/\(try #require(found.items.first?["id"]?.string))/lines"
    return try send(.get, "\(path)?limit=200", as: person).items.filter { $0["usage"] != nil }
      .map { ("\(path)/\(try #require($0["n"]?.integer))/explanation", $0) }
  }
}

@Test func `every line for usage explains itself, to whoever reads it`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
  let readers = [
    ("manager", helvetia.customer), ("carla.meier", helvetia.customer), ("reseller", helvetia.customer),
    ("reseller", alpine), ("distributor", alpine),
  ]
  for (person, buyer) in readers {
    for month in ["2025-11", "2025-12", "2026-01"] {
      let lines = try world.usageLines(month, as: person, buyer: buyer)
      #expect(!lines.isEmpty, "\(person) \(month)")
      for (path, line) in lines {
        let told = try world.send(.get, path, as: person).json
        let usage = try #require(told["usage"])
        let owed = try #require(told["owed"]?.minor)
        #expect(owed - (told["postedBefore"]?.minor ?? 0) == line["amount"]?.minor, "\(path)")
        let days = usage["days"]?.items.compactMap { $0["quantity"]?.string.flatMap { MeteredQuantity($0) } } ?? []
        let total = days.reduce(MeteredQuantity.zero) { $0 + $1 }
        #expect(total.description == usage["totalQuantity"]?.string, "\(path)")
        let steps = usage["steps"]?.items.compactMap { $0["quantity"]?.string.flatMap { MeteredQuantity($0) } } ?? []
        #expect(steps.reduce(MeteredQuantity.zero) { $0 + $1 } == total, "\(path)")
        #expect(told["segments"]?.items.isEmpty == true && (told["arithmetic"]?.items.count ?? 0) > 3)
      }
    }
  }
}

@Test func `a closed line is explained by what was known when it was posted`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let december = try world.usageLines("2025-12", as: "manager", buyer: helvetia.customer)
  let egress = try #require(december.first { $0.line["usage"]?["meter"]?.string == "Data out" })
  let before = try world.send(.get, egress.path, as: "manager").text
  #expect(before.contains("229.16"), "without what came in January: \(before)")
  let january = try world.usageLines("2026-01", as: "manager", buyer: helvetia.customer)
  let late = try #require(january.first { $0.line["usage"]?["meter"]?.string == "Data out" })
  #expect(try world.send(.get, late.path, as: "manager").json["usage"]?["totalQuantity"]?.string == "277.91")

  let id = try Metered.seeded(world)
  let body = """
    {"records":[{"externalId":"hw-objects-egress-2025-12-05","subscriptionId":"\(id)","meter":"egress","quantity":0,
    "at":"2025-12-05T20:00:00Z"}]}
    """
  #expect(try world.send(.post, "/api/v1/usage-records", as: "reseller", body).counts == "0 0 1 0")
  #expect(try world.send(.get, egress.path, as: "manager").text == before)
}

@Test func `a statement's files name meter, quantity and unit`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let found = try world.send(.get, "/api/v1/statements?month=2025-12&buyerId=\(helvetia.customer)", as: "manager")
  let path = "/api/v1/statements/\(try #require(found.items.first?["id"]?.string))/document"
  let csv = try world.send(.get, path + "?format=csv", as: "manager").text.split(whereSeparator: \.isNewline)
  #expect(csv[0].hasSuffix("currency,meter,quantity,unit"))
  #expect(csv.contains { $0.hasSuffix("CHF,Storage,1000.673,GB-month") })
  #expect(csv.dropFirst().allSatisfy { $0.contains("usage") != $0.hasSuffix("CHF,,,") })
  for format in ["pdf", "xlsx", "json"] {
    #expect(try world.send(.get, "\(path)?format=\(format)", as: "manager").status == 200, "\(format)")
  }
}

@Test func `a metered subscription's page says what was used, and what it costs to whom it may`() throws {
  let world = try World()
  let page = "/subscriptions/\(try Metered.seeded(world))"
  func text(_ person: String) throws -> String { try world.send(.get, page, as: person).text }
  let reseller = try text("reseller")
  for part in [
    "2026-01 so far", "CHF 0.0245 up to 1000", "100 GB free", "CHF 0.05 per 10000 requests", "Earlier months",
  ] {
    #expect(reseller.contains(part), "\(part)")
  }
  #expect(try !text("manager").contains("0.0172"), "the reseller's cost")
  #expect(try !text("distributor").contains("0.0245"), "the reseller's price")
  #expect(try text("distributor").contains("0.0172"))
  _ = try world.owner(
    """
    UPDATE role_grant SET service_ids = NULL
    WHERE person_id = (SELECT id FROM person WHERE sign_in_email = 'tech@comptoir.test') AND role = 'technicalAdmin'
    """
  ) { _ in }
  let tech = try text("tech")
  #expect(tech.contains("2026-01 so far") && !tech.contains("CHF") && !tech.contains("0.0245"))
  let unmetered = "/subscriptions/\(try Helvetia(world).subscription(named: "Head office"))"
  #expect(try !world.send(.get, unmetered, as: "reseller").text.contains("so far"))
}

@Test func `what is parked is shown to its sender with the reason, and tried again with a button`() throws {
  let world = try World()
  let page = try world.send(.get, "/usage", as: "reseller").text
  #expect(page.contains("unassigned-bucket-0111") && page.contains("You have no such subscription"))
  #expect(!page.contains("rheinland") && page.contains(#"action="/usage/retries""#))
  let answer = try world.send(
    .post, "/usage/retries", as: "reseller", "", headers: [("Content-Type", "application/x-www-form-urlencoded")])
  #expect(answer.status == 303 && answer.headers["Location"] == "/usage")
  _ = try world.owner("UPDATE parked_usage_record SET settled_at = now()") { _ in }
  #expect(try world.send(.get, "/usage", as: "reseller").text.contains("Nothing is parked"))
}

@Test func `lists of usage and of what is parked are read page by page`() throws {
  let world = try World()
  for path in ["/api/v1/subscriptions/\(try Metered.seeded(world))/usage", "/api/v1/usage-records/parked"] {
    let whole = try world.send(.get, "\(path)?limit=200", as: "reseller").items
    var seen: [JSONValue] = []
    var next = "\(path)?limit=1"
    while true {
      let page = try world.send(.get, next, as: "reseller")
      seen += page.items
      guard let cursor = page.json["nextCursor"]?.string else { break }
      next = "\(path)?limit=1&cursor=\(cursor)"
    }
    #expect(seen == whole && whole.count > 1, "\(path)")
    #expect(try world.send(.get, "\(path)?cursor=zz", as: "reseller").code == "query.cursor_malformed")
  }
}

@Test(
  arguments: [
    "UPDATE usage_record SET quantity = 0", "DELETE FROM usage_record", "UPDATE meter_price SET free_quantity = 1",
    "DELETE FROM parked_usage_record", "UPDATE parked_usage_record SET quantity = 1",
  ] as [SQL])
func `what was counted and what it cost can be neither changed nor deleted`(_ change: SQL) throws {
  let world = try World()
  #expect { _ = try world.asService([Reach.everything], change) { _ in } } throws: {
    "\(String(reflecting: $0))".contains("42501")
  }
}

@Test func `what is answered about usage is as described`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let components = world.answer(.get, "/openapi.json").json["components"]?["schemas"] ?? .null
  func misfits(_ schema: String, _ values: [JSONValue]) throws -> [String] {
    #expect(!values.isEmpty, "\(schema)")
    let described = try #require(components[schema])
    return values.flatMap { SchemaCheck(components: components).misfits($0, described, schema) }
  }
  let one = "/api/v1/subscriptions/\(try Metered.seeded(world))"
  for person in ["reseller", "manager", "distributor", "carla.meier"] {
    func items(_ path: String) throws -> [JSONValue] { try world.send(.get, one + path, as: person).items }
    #expect(try misfits("UsageMonth", items("/usage")) == [])
    #expect(try misfits("Meter", items("/meters")) == [])
    #expect(try misfits("Charge", items("/charges?limit=200")) == [])
  }
  let parked = try world.send(.get, "/api/v1/usage-records/parked", as: "reseller").items
  #expect(try misfits("ParkedUsageRecord", parked) == [])
  let retried = try world.send(.post, "/api/v1/usage-records/parked/retries", as: "reseller", "{}").json
  #expect(try misfits("UsageSummary", [retried]) == [])
  let lines = try world.usageLines("2025-12", as: "manager", buyer: helvetia.customer)
  #expect(try misfits("StatementLine", lines.map(\.line)) == [])
  let told = try lines.map { try world.send(.get, $0.path, as: "manager").json }
  #expect(try misfits("Explanation", told) == [])
}
