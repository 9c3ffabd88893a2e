import BackOffice
import Core
import HTTP
import Postgres
import Testing

/// Helvetia's people asking its manager.
private struct Wishing {
  let world: World
  let helvetia: Helvetia
  let microsoft: String
  let exchange: String

  init() throws {
    world = try World()
    helvetia = try Helvetia(world)
    microsoft = try world.text("SELECT id::text FROM service WHERE name = 'Microsoft 365'")
    exchange = try world.text("SELECT id::text FROM plan WHERE name = 'Exchange Online (Plan 1)'")
  }

  func ask(_ body: String, as person: String = "user") throws -> Answer {
    try world.send(.post, "/api/v1/customers/\(helvetia.customer)/requests", as: person, body)
  }

  func body(_ more: String = "") -> String {
    #"{"kind":"service","planId":"\#(exchange)","note":"For the workshop"\#(more)}"#
  }

  /// The id of a request that waits.
  func asked(as person: String = "user", _ more: String = "") throws -> String {
    let answer = try ask(body(more), as: person)
    #expect(answer.status == 201, "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }

  func decide(_ id: String, _ body: String, as person: String = "manager", preview: Bool = false) throws -> Answer {
    try world.send(.patch, "/api/v1/requests/\(id)" + (preview ? "?preview=true" : ""), as: person, body)
  }

  func fulfil(_ id: String, _ fulfilment: String, as person: String = "manager", preview: Bool = false) throws -> Answer
  {
    try decide(id, #"{"status":"approved","fulfilment":\#(fulfilment)}"#, as: person, preview: preview)
  }

  func level(_ level: String) throws {
    _ = try world.owner("UPDATE organization SET self_service = \(level) WHERE name = 'Helvetia Works AG'") { _ in }
  }

  /// Whether the user has a licence of it.
  func holds(_ subscription: String) throws -> Bool {
    let found = try world.number(
      """
      SELECT count(*)::int FROM licence_assignment a JOIN person p ON p.id = a.person_id
      WHERE p.sign_in_email = 'user@comptoir.test' AND a.subscription_id = \(ID<Subscription>(subscription))
      """)
    return found == 1
  }
}

@Test func `who may not ask for a service, or asks in vain, is told why`() throws {
  let wishing = try Wishing()
  let world = wishing.world
  let before = try Requesting(world).kept()
  let held = try world.text("SELECT id::text FROM plan WHERE name = 'Microsoft 365 Business Standard'")
  let nothing = "00000000-0000-7000-8000-000000000000"
  let cases: [(String, String, Int, String)] = [
    ("fabio.conti", wishing.body(), 403, "permission.missing"), ("reseller", wishing.body(), 403, "permission.missing"),
    ("distributor", wishing.body(), 403, "permission.missing"),
    (Requesting.manager, wishing.body(), 404, "object.not_found"),
    ("rival", wishing.body(), 403, "permission.missing"),
    ("user", wishing.body(#","quantity":3"#), 403, "request.quantity_not_yours"),
    ("tech", wishing.body(#","quantity":0"#), 422, "quantity.below_minimum"),
    ("user", #"{"kind":"service","planId":"\#(held)","note":"x"}"#, 409, "request.already_held"),
    ("user", #"{"kind":"service","planId":"\#(nothing)","note":"x"}"#, 422, "request.not_offered"),
    ("user", #"{"kind":"service","serviceId":"\#(nothing)","note":"x"}"#, 422, "request.not_offered"),
    ("user", #"{"kind":"service","note":"x"}"#, 422, "field.required"),
    ("user", #"{"kind":"change","planId":"\#(held)","note":"x"}"#, 422, "field.not_a_choice"),
    ("user", #"{"kind":"service","planId":"\#(held)"}"#, 422, "field.required"),
  ]
  for (person, body, status, code) in cases {
    let answer = try wishing.ask(body, as: person)
    #expect(answer.status == status && answer.code == code, "\(person) \(body): \(answer.text)")
  }
  #expect(try Requesting(world).kept() == before)
  _ = try wishing.asked()
  #expect(try wishing.ask(wishing.body()).code == "request.waits_already")
  #expect(try wishing.ask(wishing.body(), as: "lea.hofer").status == 201, "each asks for themselves")
}

@Test func `a service asked for is the customer's own affair`() throws {
  let wishing = try Wishing()
  let world = wishing.world
  let id = try wishing.asked()
  for (person, status) in [
    ("reseller", 404), ("distributor", 404), ("rival", 404), ("lea.hofer", 404), ("finance", 404), ("tech", 404),
    ("manager", 200), ("user", 200),
  ] {
    #expect(try world.send(.get, "/api/v1/requests/\(id)", as: person).status == status, "\(person)")
    #expect(try world.send(.get, "/requests/\(id)", as: person).status == status, "\(person)")
    let list = try world.send(.get, "/api/v1/requests", as: person)
    #expect(list.items.contains { $0["id"]?.string == id } == (status == 200), "\(person)")
  }
  func trail(_ person: String) throws -> Int {
    try world.send(.get, "/api/v1/audit-records?objectId=\(id)", as: person).items.count
  }
  #expect(try trail("manager") == 1 && trail("reseller") == 0 && trail("distributor") == 0)
  let mailed = try world.owner(
    "SELECT payload->>'to' FROM outbox WHERE kind = 'mail' AND payload->>'text' LIKE '%' || \(id) || '%' ORDER BY 1"
  ) { try $0[0] as String }
  #expect(mailed == ["manager@comptoir.test", "philippe.rochat@comptoir.test"])
}

@Test func `only the manager decides it, and only in ways that answer it`() throws {
  let wishing = try Wishing()
  let id = try wishing.asked()
  let team = try wishing.asked(as: "tech", #","quantity":2"#)
  let workshop = try wishing.helvetia.subscription(named: "Workshop mailboxes")
  let laptops = try wishing.helvetia.subscription(named: "Laptops and phones")
  let domain = try wishing.helvetia.offer("Domain .ch", "P1Y")
  let before = try Requesting(wishing.world).kept()
  let give = #"{"kind":"licence","subscriptionId":"\#(workshop)"}"#
  let cases: [(String, String, String, Int, String)] = [
    (id, give, "user", 403, "request.manager_decides"), (id, give, "tech", 404, "object.not_found"),
    (id, give, "reseller", 404, "object.not_found"),
    (id, #"{"kind":"licence","subscriptionId":"\#(laptops)"}"#, "manager", 422, "request.other_service"),
    (id, #"{"kind":"increase","subscriptionId":"\#(laptops)"}"#, "manager", 422, "request.other_service"),
    (id, #"{"kind":"order","offerId":"\#(domain)","acceptTerms":true}"#, "manager", 422, "request.other_service"),
    (id, #"{"kind":"licence"}"#, "manager", 422, "field.required"),
    (id, #"{"kind":"order","subscriptionId":"\#(workshop)"}"#, "manager", 422, "input.invalid"),
    (
      id, #"{"kind":"licence","subscriptionId":"00000000-0000-7000-8000-000000000000"}"#, "manager", 422,
      "subscription.unknown"
    ), (team, give, "manager", 409, "request.not_for_one_person"),
  ]
  for (request, fulfilment, person, status, code) in cases {
    let answer = try wishing.fulfil(request, fulfilment, as: person)
    #expect(answer.status == status && answer.code == code, "\(person) \(fulfilment): \(answer.text)")
  }
  #expect(try wishing.decide(id, #"{"status":"approved"}"#).faults == ["/fulfilment field.required"])
  #expect(try wishing.decide(id, #"{"body":{"quantity":2}}"#).faults == ["/body field.unknown"])
  #expect(try wishing.decide(id, #"{"status":"cancelled"}"#).code == "request.asker_cancels")
  let exchange = try wishing.helvetia.offer("Exchange Online (Plan 1)", "P1M")
  let noTerms = try wishing.fulfil(id, #"{"kind":"order","offerId":"\#(exchange)"}"#)
  #expect(noTerms.faults == ["/fulfilment/acceptTerms terms.not_accepted"])
  try wishing.level("view")
  let increase = #"{"kind":"increase","subscriptionId":"\#(workshop)"}"#
  #expect(try wishing.fulfil(id, increase).code == "self_service.view_only")
  #expect(try Requesting(wishing.world).kept() == before)
}

@Test func `a manager gives a free licence, and whoever asked sees it`() throws {
  let wishing = try Wishing()
  let id = try wishing.asked()
  let premium = try wishing.helvetia.buy("Exchange Online (Plan 1)", "P1M", 2)
  let given = try wishing.fulfil(id, #"{"kind":"licence","subscriptionId":"\#(premium)"}"#)
  #expect(given.status == 200 && given.json["status"]?.string == "approved", "\(given.text)")
  #expect(given.json["result"]?["subscriptionId"]?.string == premium)
  #expect(try wishing.holds(premium))
  let seen = try wishing.world.send(.get, "/requests/\(id)", as: "user").text
  #expect(seen.contains("Approved") && seen.contains("A licence"))
  #expect(try wishing.fulfil(id, #"{"kind":"licence","subscriptionId":"\#(premium)"}"#).code == "request.decided")
}

@Test func `more licences are bought with it where the customer may, and asked for where it may not`() throws {
  let wishing = try Wishing()
  let workshop = try wishing.helvetia.subscription(named: "Workshop mailboxes")
  let held = try #require(try wishing.world.subscription(workshop)["quantity"]?.integer)
  let increase = #"{"kind":"increase","subscriptionId":"\#(workshop)"}"#
  let first = try wishing.asked()
  let preview = try wishing.fulfil(first, increase, preview: true)
  #expect(preview.status == 200 && !preview.promised.isEmpty)
  #expect(try wishing.fulfil(first, increase).json["result"]?["subscriptionId"]?.string == workshop)
  #expect(try wishing.holds(workshop))
  #expect(try wishing.world.subscription(workshop)["quantity"]?.integer == held + 1)

  try wishing.level("request")
  let second = try wishing.asked(as: "tech", #","quantity":2"#)
  let waiting = try wishing.fulfil(second, increase)
  let became = try #require(waiting.json["result"]?["requestId"]?.string, "\(waiting.text)")
  #expect(try wishing.world.subscription(workshop)["quantity"]?.integer == held + 1)
  let seller = try wishing.world.send(.get, "/api/v1/requests/\(became)", as: "reseller")
  #expect(
    seller.json["asked"]?["quantity"]?.integer == held + 3 && seller.json["askedByName"]?.string == "Monika Brunner")
  #expect(try wishing.decide(became, #"{"status":"approved"}"#, as: "reseller").status == 200)
  #expect(try wishing.world.subscription(workshop)["quantity"]?.integer == held + 3)
}

@Test func `a service nobody has yet is ordered with it`() throws {
  let wishing = try Wishing()
  let id = try wishing.asked()
  let offer = try wishing.helvetia.offer("Exchange Online (Plan 1)", "P1M")
  let order = #"{"kind":"order","offerId":"\#(offer)","acceptTerms":true}"#
  #expect(try wishing.fulfil(id, order, preview: true).promised.values.contains(390))
  let done = try wishing.fulfil(id, order)
  let bought = try #require(done.json["result"]?["subscriptionId"]?.string, "\(done.text)")
  #expect(try wishing.holds(bought) && done.json["result"]?["orderId"]?.string != nil)
  try wishing.level("request")
  let second = try wishing.asked(as: "lea.hofer")
  let waits = try wishing.fulfil(second, order).json["result"]
  #expect(waits?["subscriptionId"] == .null)
  let ordered = try wishing.world.send(
    .get, "/api/v1/orders/\(try #require(waits?["orderId"]?.string))", as: "reseller")
  #expect(ordered.json["status"]?.string == "waiting")
}

@Test func `a manager refuses with a reason, an asker takes it back`() throws {
  let wishing = try Wishing()
  let mail = try Requesting(wishing.world).lastMail
  let id = try wishing.asked()
  let refused = try wishing.decide(id, #"{"status":"refused","reason":"Use the shared one."}"#)
  #expect(refused.json["reason"]?.string == "Use the shared one.")
  #expect(
    try Requesting(wishing.world).mails(after: mail).last?.hasPrefix("user@comptoir.test: Your request is refused")
      == true)
  let again = try wishing.asked()
  #expect(try wishing.decide(again, #"{"status":"cancelled"}"#, as: "user").json["status"]?.string == "cancelled")
}
