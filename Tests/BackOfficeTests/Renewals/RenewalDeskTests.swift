import BackOffice
import Core
import Postgres
import Testing

@Test func `the desk is refused to whom it does not concern, and what it does not offer is said`() throws {
  let world = try World()
  let foreign = try world.text("SELECT id::text FROM organization WHERE name = 'Rheinland Maschinenbau GmbH'")
  let cases: [(String, String, String)] = [
    ("tech", "", "permission.missing"), ("user", "", "permission.missing"),
    ("reseller", "?within=45", "renewals.within_not_offered"), ("reseller", "?within=x", "renewals.within_not_offered"),
    ("reseller", "?kind=cancellable", "field.not_a_choice"), ("reseller", "?kind=", "field.not_a_choice"),
    ("reseller", "?unassigned=maybe", "query.boolean_expected"),
    ("reseller", "?priceChanges=1", "query.boolean_expected"), ("reseller", "?planned=", "query.boolean_expected"),
    ("reseller", "?monthly=no", "query.boolean_expected"), ("reseller", "?cursor=00", "query.cursor_malformed"),
    ("reseller", "?cursor=6162", "query.cursor_malformed"), ("reseller", "?sort=price", "query.unknown"),
    ("reseller", "?limit=0", "query.limit_out_of_range"), ("reseller", "?customerId=x", "field.id_malformed"),
    ("reseller", "?customerId=\(foreign)", "object.not_found"),
    ("manager", "?customerId=\(foreign)", "object.not_found"),
  ]
  for (person, query, code) in cases {
    #expect(try world.send(.get, "/api/v1/renewals\(query)", as: person).code == code, "\(person) \(query)")
  }
  #expect(world.answer(.get, "/api/v1/renewals").status == 401)
}

@Test func `each kind of deadline is listed at its instant`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let office = try helvetia.subscription(named: "Head office")
  #expect(try world.told(office).isEmpty, "its year ends later")
  try world.end(office, on: "2026-02-07")
  #expect(try world.told(office) == ["renews 2026-02-06T23:00:00Z"])
  #expect(try world.told(office, "kind=expires").isEmpty)
  let patch = "/api/v1/subscriptions/\(office)"
  #expect(try world.send(.patch, patch, as: "reseller", #"{"autoRenew":false}"#).status == 200)
  #expect(try world.told(office) == ["expires 2026-02-06T23:00:00Z"])
  #expect(try world.told(office, "kind=renews").isEmpty)
  #expect(try world.renewals("kind=expires").contains { $0["subscriptionId"]?.string == office })

  let new = try helvetia.buy("Microsoft 365 Business Standard", "P1Y", 5)
  #expect(try world.told(new).first?.hasPrefix("reducible 2026-01-22T08:") == true)
  #expect(try world.told(new, "kind=reducible&within=30&unassigned=true").count == 1)
  #expect(try world.told(new, "kind=renews").isEmpty, "a year ahead")
  _ = try world.owner("UPDATE subscription SET minimum = 5 WHERE id = \(ID<Subscription>(new))") { _ in }
  #expect(try world.told(new).isEmpty, "no fewer are allowed")

  try world.end(new, on: "2026-03-31")
  _ = try world.owner(
    "UPDATE subscription SET trial = true, auto_renew = false WHERE id = \(ID<Subscription>(new))"
  ) { _ in }
  #expect(try world.told(new) == ["trialEnds 2026-03-30T22:00:00Z"], "summer has begun")
  #expect(try world.told(new, "kind=trialEnds").count == 1)
  #expect(try world.told(new, "within=60").isEmpty)
  _ = try world.owner("UPDATE subscription SET direct = true WHERE id = \(ID<Subscription>(new))") { _ in }
  #expect(try world.told(new).isEmpty, "bought from the vendor")
}

@Test(
  arguments: [
    ("2026-02-07", "Pacific/Pago_Pago", "2026-02-07T11:00:00Z"),
    ("2026-02-07", "Pacific/Kiritimati", "2026-02-06T10:00:00Z"),
    ("2026-03-29", "Europe/Zurich", "2026-03-28T23:00:00Z"), ("2026-03-30", "Europe/Zurich", "2026-03-29T22:00:00Z"),
    // Clocks go forward over midnight: the day begins at one.
    ("2026-09-06", "America/Santiago", "2026-09-06T04:00:00Z"),
    // Clocks go back to midnight: it comes twice, and the first begins the day.
    ("2026-10-25", "Atlantic/Azores", "2026-10-25T00:00:00Z"), ("2026-11-01", "America/Havana", "2026-11-01T04:00:00Z"),
    ("2026-04-05", "Australia/Lord_Howe", "2026-04-04T13:00:00Z"),
  ])
func `a term ends where its last day does`(_ day: String, _ zone: String, _ end: String) throws {
  let world = try World()
  let office = try Helvetia(world).subscription(named: "Head office")
  try world.end(office, on: day, zone: zone)
  let kept = try world.owner(
    "SELECT ends_at FROM subscription WHERE id = \(ID<Subscription>(office))"
  ) { try $0[0] as Instant }
  #expect(kept.map(\.description) == [end])
}

@Test func `the database closes windows when the rules of the domain do`() throws {
  let world = try World()
  let opened = try #require(Instant("2026-01-31T23:30:00Z"))
  for text in ["P7D", "PT72H", "PT1H", "P1M", "P2W", "P1Y", "P1Y2M3DT4H", "P0D"] {
    let kept = try world.owner("SELECT window_end(\(opened), \(text))") { try $0[0] as Instant }
    #expect(kept == [try #require(Period(text)).added(to: opened)], "\(text)")
  }
  for text in ["none", "always"] {
    #expect(try world.owner("SELECT window_end(\(opened), \(text)) IS NULL") { try $0[0] as Bool } == [true])
  }
}

@Test func `everybody sees their own legs, and strangers nothing`() throws {
  let world = try World()
  let office = try Helvetia(world).subscription(named: "Head office")
  try world.end(office, on: "2026-02-07")
  _ = try world.owner("UPDATE selling_price SET price_minor = 1287 WHERE price_minor = 1170 AND currency = 'CHF'") {
    _ in
  }
  func item(_ person: String) throws -> JSONValue? {
    try world.renewals("kind=renews", as: person).first { $0["subscriptionId"]?.string == office }
  }
  let prices = ["unitPrice", "nextUnitPrice", "priceChangePercent", "nextTermPrice"]
  let costs = ["unitCost", "nextUnitCost", "costChangePercent", "nextTermCost"]
  for (person, seen, hidden) in [
    ("reseller", prices + costs, []), ("distributor", costs, prices), ("manager", prices, costs),
    ("finance", prices, costs),
  ] as [(String, [String], [String])] {
    let item = try #require(try item(person), "\(person)")
    for name in seen { #expect(item[name] != nil && item[name] != .null, "\(person) \(name)") }
    for name in hidden { #expect(item[name] == nil, "\(person) \(name)") }
  }
  let mine = try #require(try item("manager"))
  #expect(mine["unitPrice"]?.money == "CHF 11.70" && mine["nextUnitPrice"]?.money == "CHF 12.87")
  #expect(mine["priceChangePercent"]?.string == "10.0")
  let quantity = try #require(mine["quantity"]?.integer)
  #expect(mine["nextTermPrice"]?.minor == 1287 * 12 * quantity)
  #expect(mine["unassigned"]?.integer == quantity - (mine["assigned"]?.integer ?? 0))
  #expect(try item("rival") == nil)
  let limited = try item("carla.meier")
  #expect(limited?["nextUnitPrice"] == .null, "who reads some centres reads no price list")
}

@Test func `price changes ahead are found, by the legs one sees`() throws {
  let world = try World()
  let office = try Helvetia(world).subscription(named: "Head office")
  try world.end(office, on: "2026-02-07")
  func found(_ person: String) throws -> Bool {
    try world.renewals("priceChanges=true", as: person).contains { $0["subscriptionId"]?.string == office }
  }
  #expect(try ["reseller", "manager", "distributor"].map(found) == [false, false, false])
  _ = try world.owner("UPDATE selling_price SET price_minor = price_minor + 10") { _ in }
  #expect(try ["reseller", "manager", "distributor"].map(found) == [true, true, false])
  _ = try world.owner("UPDATE selling_price SET price_minor = price_minor - 10") { _ in }
  _ = try world.owner("UPDATE cost_price SET cost_minor = cost_minor + 10") { _ in }
  #expect(try ["reseller", "manager", "distributor"].map(found) == [true, false, true])
}

@Test func `pages follow each other without a gap, and filters narrow them`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  _ = try helvetia.buy("Microsoft 365 Business Standard", "P1Y", 5)
  let all = try world.renewals().map { "\($0["subscriptionId"]?.string ?? "") \($0["kind"]?.string ?? "")" }
  #expect(all.count > 8 && Set(all).count == all.count)
  var walked: [String] = []
  var cursor = ""
  repeat {
    let answer = try world.send(.get, "/api/v1/renewals?limit=3\(cursor)", as: "reseller")
    walked += answer.items.map { "\($0["subscriptionId"]?.string ?? "") \($0["kind"]?.string ?? "")" }
    cursor = answer.json["nextCursor"]?.string.map { "&cursor=\($0)" } ?? ""
  } while !cursor.isEmpty
  #expect(walked == all)
  let deadlines = try world.renewals().compactMap { $0["deadline"]?.string }
  #expect(deadlines == deadlines.sorted())

  let own = try world.renewals("customerId=\(helvetia.customer)")
  #expect(!own.isEmpty && own.allSatisfy { $0["customerId"]?.string == helvetia.customer })
  let searched = try world.renewals("search=helvetia")
  #expect(searched == own, "a customer's name finds it too")
  #expect(try world.renewals("unassigned=true").allSatisfy { ($0["unassigned"]?.integer ?? 0) > 0 })
  let planless = try world.renewals("planned=false").count
  #expect(try planless > 0 && world.renewals("planned=true").isEmpty)
  let mailboxes = try helvetia.subscription(named: "Workshop mailboxes")
  #expect(try world.told(mailboxes, "monthly=false").count == 1, "there is something to decide about it")
  _ = try world.owner("UPDATE subscription SET assigned = quantity WHERE id = \(ID<Subscription>(mailboxes))") { _ in }
  #expect(try world.told(mailboxes, "monthly=false").isEmpty && world.told(mailboxes).count == 1)
  let service = try #require(own.first?["serviceId"]?.string)
  #expect(try world.renewals("serviceId=\(service)").allSatisfy { $0["serviceId"]?.string == service })
}
