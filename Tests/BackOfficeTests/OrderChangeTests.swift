import BackOffice
import Core
import Testing

private let asking = "gian.cathomas.arosa"
private let approve = #"{"status":"approved"}"#

@Test func `only the seller changes an order that waits, and only within its plans`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let order = try arosa.placed(10, as: asking)
  let other = try arosa.offer("Microsoft 365 Business Standard")
  let before = try arosa.kept()
  let cases: [(String, String, Int, String)] = [
    (#"{"lines":[{"position":1,"quantity":8}]}"#, asking, 403, "order.reseller_decides"),
    (#"{"lines":[{"position":1,"quantity":8}]}"#, "rival", 404, "object.not_found"),
    (#"{"lines":[{"position":2,"quantity":8}]}"#, "reseller", 422, "order.line_unknown"),
    (#"{"lines":[{"position":0,"quantity":8}]}"#, "reseller", 422, "order.line_unknown"),
    (#"{"lines":[{"quantity":8}]}"#, "reseller", 422, "field.required"),
    (#"{"lines":[]}"#, "reseller", 422, "field.required"),
    (#"{"lines":[{"position":1,"quantity":0}]}"#, "reseller", 422, "quantity.below_minimum"),
    (#"{"lines":[{"position":1,"offerId":"\#(other)"}]}"#, "reseller", 422, "order.other_plan"),
    (
      #"{"lines":[{"position":1,"offerId":"00000000-0000-7000-8000-000000000000"}]}"#, "reseller", 422,
      "offer.not_available"
    ),
    (#"{"lines":[{"position":1}],"reason":"x"}"#, "reseller", 422, "field.unknown"),
    (#"{"status":"rejected","reason":"x","lines":[{"position":1}]}"#, "reseller", 422, "field.unknown"),
    (#"{"status":"cancelled","acceptChanged":true}"#, asking, 422, "field.unknown"),
  ]
  for (body, person, status, code) in cases {
    let answer = try arosa.decide(order, body, as: person)
    #expect(answer.status == status && answer.code == code, "\(person) \(body): \(answer.text)")
  }
  #expect(try arosa.kept() == before)
  #expect(try world.send(.get, "/api/v1/orders/\(order)", as: asking).headers["ETag"] == "\"1\"")
}

@Test func `a changed order keeps what was ordered, tells the customer and is approved as changed`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let mail = try Requesting(world).lastMail
  let centres = try world.send(.get, "/api/v1/customers/\(arosa.customer)/billing-centres", as: asking).items
  let (a, b) = (try #require(centres[0]["id"]?.string), try #require(centres[1]["id"]?.string))
  let split = #""allocations":[{"centreId":"\#(a)","quantity":6},{"centreId":"\#(b)","quantity":4}]"#
  let placed = try arosa.place([arosa.line(10, split)], as: asking)
  let order = try #require(placed.json["id"]?.string, "\(placed.text)")
  let preview = try world.send(
    .patch, "/api/v1/orders/\(order)?preview=true", as: "reseller", #"{"lines":[{"position":1,"quantity":5}]}"#)
  #expect(preview.promised.filter { $0.key.hasPrefix("price") }.values.reduce(0, +) == 1950, "\(preview.text)")
  let changed = try arosa.decide(order, #"{"lines":[{"position":1,"quantity":5}]}"#, as: "reseller")
  #expect(changed.status == 200 && changed.json["status"]?.string == "waiting" && changed.headers["ETag"] == "\"2\"")
  let line = try #require(changed.json["lines"]?[0])
  #expect(line["quantity"]?.integer == 5)
  #expect(line["allocations"]?.items.compactMap { $0["quantity"]?.integer } == [3, 2])
  let change = try #require(changed.json["changes"]?[0])
  #expect(change["lines"]?[0]?["quantity"]?.integer == 10 && change["actorName"]?.string != nil)
  #expect(try arosa.decide(order, approve, as: "reseller").json["status"]?.string == "completed")
  let subjects = try Requesting(world).mails(after: mail).map { String($0.drop { $0 != ":" }.dropFirst(2)) }
  #expect(
    Set(subjects) == [
      "Order 1: waiting for approval", "Bergbahnen Arosa AG asks: order 1",
      "Bergbahnen Arosa AG fragt an: Bestellung 1",
      "Order 1 was changed", "Order 1 is carried out",
    ])
  let trail = try world.send(.get, "/api/v1/audit-records?objectId=\(order)", as: asking).items
  #expect(trail.compactMap { $0["action"]?.string } == ["order.completed", "order.changed", "order.placed"])
}

@Test func `a price that changed since an order was placed is confirmed anew`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let order = try arosa.placed(10, as: asking)
  _ = try world.owner(
    "UPDATE selling_price SET price_minor = 400 WHERE offer_id = \(ID<Offer>(try arosa.offer())) AND currency = 'CHF'"
  ) { _ in }
  let before = try arosa.kept()
  let refused = try arosa.decide(order, approve, as: "reseller")
  #expect(refused.status == 409 && refused.code == "order.figures_changed", "\(refused.text)")
  #expect(try arosa.kept() == before)
  let page = try world.send(.get, "/orders/\(order)", as: "reseller").text
  #expect(page.contains("39.00") && page.contains("40.00") && page.contains("something else than what was shown"))
  #expect(try world.send(.get, "/orders/\(order)", as: "distributor").text.contains("40.00") == false)
  let accepted = try arosa.decide(order, #"{"status":"approved","acceptChanged":true}"#, as: "reseller")
  #expect(accepted.json["status"]?.string == "completed")
}

@Test func `an order is changed and approved in one`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let order = try arosa.placed(10, as: asking)
  let both = #"{"status":"approved","lines":[{"position":1,"quantity":4}],"acceptChanged":true}"#
  let done = try arosa.decide(order, both, as: "reseller")
  #expect(done.json["status"]?.string == "completed" && done.json["changes"]?.items.count == 1, "\(done.text)")
  let bought = try #require(done.json["lines"]?[0]?["subscriptionId"]?.string)
  #expect(try world.subscription(bought)["quantity"]?.integer == 4)
}
