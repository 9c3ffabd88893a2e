import BackOffice
import Core
import Testing

private let asking = "gian.cathomas.arosa"
private let standard = "Microsoft 365 Business Standard"
private let phone = "Teams Phone Standard"

// MARK: - Refused

@Test func `a checkout says everything that is wrong with it, and orders nothing`() throws {
  let world = try World()
  let shop = try Shopping(world)
  try shop.line(2)
  let before = try shop.ordering.kept()
  let nothing = "00000000-0000-7000-8000-000000000000"
  let cases: [(String, [String])] = [
    (#"{"acceptTerms":true}"#, ["/billing billing.contact_missing"]),
    (Shopping.body(terms: ""), ["/acceptTerms terms.not_accepted"]),
    (Shopping.body(terms: #""acceptTerms":false"#), ["/acceptTerms terms.not_accepted"]),
    (Shopping.body(terms: #""acceptedTerms":["\#(nothing)"]"#), ["/acceptedTerms/0 terms.unknown"]),
    (Shopping.body(terms: #""acceptedTerms":["x"]"#), ["/acceptedTerms/0 field.id_malformed"]),
    (Shopping.body(#""lines":[]"#), ["/lines field.unknown"]),
    (
      #"{"acceptTerms":true,"billing":{"contact":" ","email":"x","country":"Schweiz"}}"#,
      [
        "/billing/contact field.required", "/billing/email email.malformed", "/billing/street field.required",
        "/billing/postalCode field.required", "/billing/city field.required", "/billing/country country.malformed",
      ]
    ),
  ]
  for (body, faults) in cases {
    let answer = try shop.checkOut(body)
    #expect(answer.status == 422 && Set(answer.faults) == Set(faults), "\(body): \(answer.text)")
  }
  #expect(try shop.checkOut(Shopping.body(#""cartId":"\#(nothing)""#)).status == 404)
  #expect(try shop.checkOut(headers: [("If-Match", "\"9\"")]).status == 412)
  #expect(try shop.ordering.kept() == before && shop.cart().json["lines"]?.items.count == 1)
}

@Test func `a suspended customer orders nothing from its cart`() throws {
  let world = try World()
  let shop = try Shopping(world)
  try shop.line(2)
  _ = try world.send(.patch, "/api/v1/customers/\(shop.customer)", as: "reseller", #"{"status":"suspended"}"#)
  #expect(try shop.checkOut(as: "manager").code == "organization.suspended")
}

@Test func `one bad line sinks the others only where that was asked for`() throws {
  let world = try World()
  let shop = try Shopping(world)
  try shop.line(2, #""friendlyName":"Bad""#)
  let parent = try shop.line(1, of: standard)
  let child = try shop.line(1, of: phone, #""parentLineId":"\#(parent)""#)
  let ended = try shop.ordering.offer()
  let phoneOffer = try shop.ordering.offer(phone)
  for offer in [ended, phoneOffer] {
    _ = try world.owner("UPDATE offer SET ended = true WHERE id = \(offer)::uuid RETURNING 1") { _ in 0 }
  }
  let before = try shop.ordering.kept()
  let all = try shop.checkOut(Shopping.body(#""allOrNothing":true"#))
  #expect(
    all.faults == ["/lines/0/offerId offer.not_available", "/lines/2/offerId offer.not_available"], "\(all.text)")
  #expect(try shop.ordering.kept() == before)
  let some = try shop.checkOut()
  #expect(some.status == 201, "\(some.text)")
  #expect(some.json["order"]?["lines"]?.items.compactMap { $0["planName"]?.string } == [standard])
  #expect(
    some.json["failed"]?.items.map { $0["errors"]?[0]?["code"]?.string } == [
      "offer.not_available", "offer.not_available",
    ])
  let bought = try #require(some.json["order"]?["lines"]?[0]?["subscriptionId"]?.string)
  let left = try shop.cart()
  #expect(left.lineFaults == [["offer.not_available"], ["offer.not_available"]])
  let add = left.json["lines"]?.items.first { $0["id"]?.string == child }
  #expect(add?["parentLineId"] == .null && add?["parentSubscriptionId"]?.string == bought, "\(left.text)")
  // Nothing is left that could be ordered.
  let nothing = try shop.checkOut()
  #expect(nothing.status == 422 && nothing.faults.count == 2, "\(nothing.text)")
  #expect(try shop.ordering.kept()[0] == before[0] + 1)
}

@Test func `an add-on whose line fails stays with it`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let parent = try shop.line(1, of: standard)
  try shop.line(1, of: phone, #""parentLineId":"\#(parent)""#)
  try shop.line(1)
  let offer = try shop.ordering.offer(standard)
  _ = try world.owner("UPDATE offer SET ended = true WHERE id = \(offer)::uuid RETURNING 1") { _ in 0 }
  #expect(try shop.cart().lineFaults == [["offer.not_available"], ["order.parent_line_failed"], []])
  let done = try shop.checkOut()
  #expect(done.json["failed"]?.items.count == 2, "\(done.text)")
  #expect(try shop.cart().json["lines"]?[1]?["parentLineId"]?.string == parent)
}

// MARK: - Once

@Test func `a cart is ordered once, however often it is checked out`() throws {
  let world = try World()
  let shop = try Shopping(world)
  try shop.line(2)
  let cart = try #require(try shop.cart().json["id"]?.string)
  let first = try shop.checkOut()
  #expect(first.status == 201, "\(first.text)")
  let kept = try shop.ordering.kept()
  for body in [Shopping.body(), Shopping.body(#""cartId":"\#(cart)""#), #"{"acceptTerms":true}"#] {
    let again = try shop.checkOut(body)
    #expect(again.status == 201 && again.json["order"]?["id"] == first.json["order"]?["id"], "\(again.text)")
  }
  #expect(try shop.ordering.kept() == kept)
  // The next cart is another one; the first still answers its order.
  try shop.line(1, of: standard)
  let old = try shop.checkOut(Shopping.body(#""cartId":"\#(cart)""#))
  #expect(old.json["order"]?["id"] == first.json["order"]?["id"])
  #expect(try shop.ordering.kept() == kept)
  #expect(try shop.checkOut().json["order"]?["number"]?.integer == 2)
}

@Test func `of checkouts at once exactly one orders, and all answer its order`() throws {
  let world = try World()
  let shop = try Shopping(world)
  for round in 0..<3 {
    try shop.line(2 + round)
    let cart = try #require(try shop.cart().json["id"]?.string)
    let before = try shop.ordering.kept()
    let answers = try atOnce(4) { index in
      try shop.checkOut(index.isMultiple(of: 2) ? Shopping.body() : Shopping.body(#""cartId":"\#(cart)""#))
    }
    #expect(answers.allSatisfy { $0.status == 201 }, "\(answers.map(\.text))")
    #expect(Set(answers.compactMap { $0.json["order"]?["id"]?.string }).count == 1)
    let after = try shop.ordering.kept()
    #expect(after[0] == before[0] + 1 && after[3] == before[3] + 1)
  }
}

// MARK: - What becomes of it

@Test func `an order keeps what was agreed, and its people get it by mail`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let parent = try shop.line(10, of: standard, #""friendlyName":"Head office""#)
  try shop.line(4, of: phone, #""parentLineId":"\#(parent)""#)
  let done = try shop.checkOut()
  let order = try #require(done.json["order"], "\(done.text)")
  #expect(order["status"]?.string == "completed" && order["placedByName"]?.string == "Monika Brunner")
  #expect(order["billing"]?["city"]?.string == "Zürich")
  let lines = order["lines"]?.items ?? []
  #expect(lines.map { $0["status"]?.string } == ["active", "active"])
  #expect(lines[0]["startsOn"]?.string == "2026-01-15" && lines[0]["term"]?.string == "P1M")
  #expect(lines[0]["amounts"]?[0]?["unit"]?.money == "CHF 14.00")
  #expect(lines[0]["amounts"]?[0]?["first"]?.money == "CHF 140.00")
  #expect(lines[0]["amounts"]?.items.count == 1, "the customer sees no cost")
  #expect(lines[1]["parentLine"]?.integer == 0)
  #expect(lines[1]["parentSubscriptionId"] == lines[0]["subscriptionId"])
  let id = try #require(order["id"]?.string)
  let seen = try world.send(.get, "/api/v1/orders/\(id)", as: "distributor")
  #expect(seen.json["lines"]?[0]?["amounts"]?.items.compactMap { $0["leg"]?.string } == ["cost"])
  #expect(!seen.text.contains("140.00"))
  let mails = try world.mails(to: "manager@comptoir.test")
  #expect(mails.last?.contains("1") == true, "\(mails)")
  // The next checkout needs no address again.
  try shop.line(1)
  #expect(try shop.cart().json["billing"]?["street"]?.string == "Bahnhofstrasse 1")
  #expect(try shop.checkOut(#"{"acceptTerms":true}"#).status == 201)
  for (query, count) in [
    ("number=1", 1), ("search=phone", 1), ("search=helvetia", 2), ("status=waiting", 0), ("placedFrom=2026-01-16", 0),
    ("customerId=\(shop.customer)", 2), ("search=nobody", 0),
  ] {
    #expect(try world.send(.get, "/api/v1/orders?\(query)", as: "manager").items.count == count, "\(query)")
  }
  for query in ["number=x", "number=0", "placedFrom=x", "customerId=x", "colour=red"] {
    #expect(try world.send(.get, "/api/v1/orders?\(query)", as: "manager").status == 422, "\(query)")
  }
  #expect(try world.send(.get, "/api/v1/orders", as: "rival").items.isEmpty)
}

@Test func `who may only ask orders a line with its add-on, which is bought once approved`() throws {
  let world = try World()
  let arosa = try Shopping(world, "arosa")
  let parent = try arosa.line(3, of: standard, as: asking)
  try arosa.line(3, of: phone, #""parentLineId":"\#(parent)""#, as: asking)
  #expect(try arosa.cart(as: asking).json["waitsForApproval"]?.bool == true)
  let before = try arosa.ordering.kept()
  let placed = try arosa.checkOut(as: asking)
  let order = try #require(placed.json["order"], "\(placed.text)")
  #expect(order["status"]?.string == "waiting" && order["lines"]?[1]?["status"]?.string == "waiting")
  #expect(order["lines"]?[1]?["parentSubscriptionId"] == .null && order["lines"]?[1]?["parentLine"]?.integer == 0)
  #expect(try arosa.ordering.kept()[3] == before[3])
  let told = try world.owner(
    "SELECT payload->>'to' FROM outbox WHERE kind = 'mail' ORDER BY sequence DESC LIMIT 10"
  ) { try $0[0] as String }
  #expect(told.contains("reseller@comptoir.test") && told.contains(asking + "@comptoir.test"), "\(told)")
  let id = try #require(order["id"]?.string)
  let done = try arosa.ordering.decide(id, #"{"status":"approved"}"#, as: "reseller")
  #expect(done.json["status"]?.string == "completed", "\(done.text)")
  let subscription = try #require(done.json["lines"]?[1]?["subscriptionId"]?.string)
  let add = try world.send(.get, "/api/v1/subscriptions/\(subscription)", as: asking).json
  #expect(add["parentSubscriptionId"] == done.json["lines"]?[0]?["subscriptionId"])
}

@Test func `an order of one's own may leave out bad lines too, and name a line above`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let parent = try shop.ordering.line(2, of: standard)
  let child = try shop.ordering.line(2, of: phone, #""parentLine":0"#)
  let bad = try shop.ordering.line(0)
  let path = "/api/v1/customers/\(shop.customer)/orders"
  func place(_ lines: [String], _ more: String = "") throws -> Answer {
    try world.send(
      .post, path, as: "manager",
      #"{"acceptTerms":true,"lines":[\#(lines.joined(separator: ","))]\#(more)}"#)
  }
  let early = try place([child, parent])
  #expect(early.faults == ["/lines/0/parentLine order.parent_line_unknown"], "\(early.text)")
  #expect(try place([parent, child, bad]).faults == ["/lines/2/quantity quantity.below_minimum"])
  #expect(try place([bad], #","allOrNothing":false"#).faults == ["/lines/0/quantity quantity.below_minimum"])
  let some = try place(
    [bad, try shop.ordering.line(1), parent, try shop.ordering.line(2, of: phone, #""parentLine":2"#)],
    #","allOrNothing":false"#)
  #expect(some.status == 201 && some.json["lines"]?.items.count == 3, "\(some.text)")
  #expect(some.json["lines"]?[2]?["parentLine"]?.integer == 1)
  #expect(some.json["failed"]?[0]?["line"]?.integer == 0)
}
