import BackOffice
import Testing

private let asking = "gian.cathomas.arosa"
private let watching = "luc.mercier.geneve"

@Test func `the pages of orders are shut to whoever may not order`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let order = try arosa.placed(as: asking)
  let cases: [(String, String, Int)] = [
    ("tech", "/orders", 403), ("user", "/orders", 403), ("finance", "/orders", 403), ("fabio.conti", "/orders", 403),
    ("tech", "/orders/new", 403), ("reseller", "/orders/new", 404), ("distributor", "/orders/new", 404),
    ("rival", "/orders/\(order)", 404), ("manager", "/orders/\(order)", 404), ("tech", "/orders/\(order)", 404),
  ]
  for (person, path, status) in cases {
    #expect(try world.send(.get, path, as: person).status == status, "\(person) \(path)")
  }
  for person in ["tech", "user", "finance"] {
    #expect(!(try world.send(.get, "/people", as: person).text.contains("href=\"/orders\"")), "\(person)")
  }
  #expect(try world.send(.get, "/orders").headers["Location"] == "/sign-in?next=/orders")
}

@Test func `a customer orders by the form, and is told what is wrong with it`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let form = try world.send(.get, "/orders/new", as: asking)
  #expect(form.status == 200 && form.text.contains(Ordering.exchange) && form.text.contains("CHF 3.90"))
  #expect(!form.text.contains("Teams Phone Standard"), "an add-on needs a subscription to go with")
  let offer = try arosa.offer()
  let before = try arosa.kept()
  let cases: [(String, String, Int, String)] = [
    ("offerId=&quantity=1&acceptTerms=true", asking, 422, "f-offerId-error"),
    ("offerId=\(offer)&quantity=x&acceptTerms=true", asking, 422, "f-quantity-error"),
    ("offerId=\(offer)&quantity=0&acceptTerms=true", asking, 422, "f-quantity-error"),
    ("offerId=\(offer)&quantity=1", asking, 422, "f-acceptTerms-error"),
    ("offerId=\(offer)&quantity=1&acceptTerms=true", watching, 403, "Open a ticket"),
    ("offerId=\(offer)&quantity=1&acceptTerms=true", "reseller", 404, ""),
  ]
  for (body, person, status, part) in cases {
    let answer = try post("/orders/new", body, as: person, world)
    #expect(answer.status == status, "\(body): \(answer.text)")
    #expect(part.isEmpty || answer.text.contains(part), "\(body): \(answer.text)")
  }
  #expect(try arosa.kept() == before)
  let done = try post(
    "/orders/new", "offerId=\(offer)&quantity=3&friendlyName=Kiosk&acceptTerms=true", as: asking, world)
  let page = try #require(done.headers["Location"])
  let shown = try world.send(.get, page, as: asking).text
  #expect(done.status == 303 && shown.contains("Kiosk") && shown.contains("Waiting"))
  #expect(shown.contains("/cancellation") && !shown.contains("/approval"))
}

@Test func `a reseller decides on the page, knowing what it costs`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let orders = try (0..<3).map { _ in try arosa.placed(10, as: asking) }
  let list = try world.send(.get, "/orders", as: "reseller").text
  #expect(orders.allSatisfy(list.contains) && list.contains("Bergbahnen Arosa AG"))
  let shown = try world.send(.get, "/orders/\(orders[0])", as: "reseller").text
  #expect(shown.contains("39.00") && shown.contains("/approval") && !shown.contains("/cancellation"))
  #expect(!(try world.send(.get, "/orders/\(orders[0])", as: "distributor").text.contains("39.00")))
  let cases: [(String, String, String, Int)] = [
    ("rejection", "version=1&reason=", "reseller", 422), ("approval", "version=2", "reseller", 412),
    ("approval", "", "reseller", 412), ("approval", "version=1", asking, 403), ("rejection", "version=1", asking, 422),
    ("cancellation", "version=1", "reseller", 403), ("approval", "version=1", "rival", 404),
  ]
  for (verdict, body, person, status) in cases {
    let answer = try post("/orders/\(orders[0])/\(verdict)", body, as: person, world)
    #expect(answer.status == status, "\(verdict) \(body) \(person): \(answer.status)")
  }
  for (order, verdict, person, word) in [
    (orders[0], "approval", "reseller", "Completed"), (orders[1], "rejection", "reseller", "Rejected"),
    (orders[2], "cancellation", asking, "Cancelled"),
  ] {
    let body = verdict == "rejection" ? "version=1&reason=No%20money" : "version=1"
    #expect(try post("/orders/\(order)/\(verdict)", body, as: person, world).status == 303)
    let page = try world.send(.get, "/orders/\(order)", as: asking).text
    #expect(page.contains(word) && !page.contains("/cancellation"), "\(page)")
    #expect(try post("/orders/\(order)/\(verdict)", body, as: person, world).status == 409)
  }
  #expect(try world.send(.get, "/orders/\(orders[1])", as: asking).text.contains("No money"))
}

@Test func `what can no longer be bought says so before it is approved`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let order = try arosa.placed(as: asking)
  _ = try world.owner("UPDATE offer SET ended = true WHERE id = \(try arosa.offer())::uuid RETURNING 1") { _ in 0 }
  let page = try world.send(.get, "/orders/\(order)", as: "reseller")
  #expect(page.status == 200 && page.text.contains("This offer does not exist, has ended"))
  #expect(try post("/orders/\(order)/approval", "version=1", as: "reseller", world).status == 422)
}

private func post(_ path: String, _ body: String, as person: String, _ world: World) throws -> Answer {
  try world.send(
    .post, path, as: person, body, headers: [("Content-Type", "application/x-www-form-urlencoded")])
}
