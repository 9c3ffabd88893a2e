import BackOffice
import Core
import Testing

private let asking = "gian.cathomas.arosa"
private let watching = "luc.mercier.geneve"
private let standard = "Microsoft 365 Business Standard"
private let phone = "Teams Phone Standard"

// MARK: - Refused

@Test func `nobody reads, fills or orders a cart that is not theirs to fill`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let line = try shop.line(2)
  let geneve = try Shopping(world, "sant")
  let cases: [(Shopping, String, Int, String)] = [
    (shop, "tech", 403, "permission.missing"), (shop, "user", 403, "permission.missing"),
    (shop, "finance", 403, "permission.missing"), (shop, "fabio.conti", 403, "permission.missing"),
    (shop, "rival", 404, "object.not_found"), (shop, asking, 404, "object.not_found"),
    (geneve, watching, 403, "self_service.view_only"),
  ]
  for (customer, person, status, code) in cases {
    for answer in [
      try customer.put(1, as: person), try customer.checkOut(as: person),
      try customer.checkOut(as: person, preview: true),
    ] {
      #expect(answer.status == status && answer.code == code, "\(person): \(answer.text)")
    }
    let read = try customer.cart(as: person)
    #expect(read.status == (person == watching ? 200 : status), "\(person): \(read.text)")
  }
  // A colleague's or a seller's cart is another one, and this one's lines do not exist for them.
  for person in ["reseller", "distributor", "rival", "tech", asking] {
    #expect(try shop.change(line, #"{"quantity":3}"#, as: person).status == 404, "\(person)")
    #expect(try world.send(.delete, "/api/v1/cart-lines/\(line)", as: person).status == 404, "\(person)")
    #expect(try world.send(.get, "/api/v1/cart-lines/\(line)/add-ons", as: person).status == 404, "\(person)")
    #expect(try world.send(.get, "/cart-lines/\(line)", as: person).status == 404, "\(person)")
  }
  #expect(try shop.cart(as: "reseller").json["lines"]?.items.isEmpty == true)
  #expect(try shop.cart().json["lines"]?[0]?["quantity"]?.integer == 2)
}

@Test func `what could not be ordered is not put into a cart either`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let nothing = "00000000-0000-7000-8000-000000000000"
  let closed = try #require(try Helvetia(world).centres["SAL"])
  _ = try world.owner("UPDATE billing_centre SET closed = true WHERE id = \(closed)::uuid RETURNING 1") { _ in 0 }
  let cases: [(Int, String, String, [String])] = [
    (0, Ordering.exchange, "", ["/quantity quantity.below_minimum"]),
    (301, Ordering.exchange, "", ["/quantity quantity.above_maximum"]),
    (1, Ordering.exchange, #""alignTo":"2031-01-01""#, ["/alignTo align.out_of_term"]),
    (
      2, Ordering.exchange, #""allocations":[{"centreId":"\#(closed)","quantity":2}]"#,
      ["/allocations/0/centreId centre.closed"]
    ),
    (
      2, Ordering.exchange, #""allocations":[{"centreId":"\#(nothing)","quantity":1}]"#,
      ["/allocations/0/centreId centre.unknown", "/allocations split.sum_mismatch"]
    ),
    (1, phone, "", ["/parentSubscriptionId offer.needs_parent"]),
    (1, phone, #""parentSubscriptionId":"\#(nothing)""#, ["/parentSubscriptionId subscription.unknown"]),
    (1, phone, #""parentLineId":"\#(nothing)""#, ["/parentLineId cart.line_unknown"]),
    (1, Ordering.exchange, #""acceptTerms":true"#, ["/acceptTerms field.unknown"]),
  ]
  for (quantity, plan, more, faults) in cases {
    let answer = try shop.put(quantity, of: plan, more)
    #expect(answer.status == 422 && answer.faults == faults, "\(quantity) \(plan) \(more): \(answer.text)")
  }
  let line = try shop.line(2)
  let unfit = try shop.put(1, of: phone, #""parentLineId":"\#(line)""#)
  #expect(unfit.faults == ["/parentSubscriptionId offer.parent_does_not_fit"], "\(unfit.text)")
  for (body, fault) in [
    (#"{"quantity":0}"#, "/quantity quantity.below_minimum"), (#"{"quantity":null}"#, "/quantity field.required"),
    (#"{"offerId":"\#(nothing)"}"#, "/offerId field.unknown"),
    (#"{"unitPrice":{"amount":"3.90"}}"#, "/unitPrice/currency field.required"),
  ] {
    let answer = try shop.change(line, body)
    #expect(answer.status == 422 && answer.faults.contains(fault), "\(body): \(answer.text)")
  }
  #expect(try shop.change(line, #"{"quantity":3}"#, headers: [("If-Match", "\"7\"")]).status == 412)
  #expect(try shop.cart().json["lines"]?.items.count == 1)
}

@Test func `a cart takes no more lines than an order`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let line = try shop.line(1)
  _ = try world.owner(
    """
    INSERT INTO cart_line (id, cart_id, distributor_id, reseller_id, customer_id, offer_id, quantity, unit_price,
      currency, unit_cost, cost_currency)
    SELECT gen_random_uuid(), cart_id, distributor_id, reseller_id, customer_id, offer_id, quantity, unit_price,
      currency, unit_cost, cost_currency
    FROM cart_line, generate_series(2, 50) WHERE id = \(line)::uuid RETURNING 1
    """
  ) { _ in 0 }
  #expect(try shop.put(1).code == "cart.full")
}

@Test func `an empty cart and one that is too old cannot be ordered`() throws {
  let world = try World()
  let shop = try Shopping(world)
  #expect(try shop.checkOut().code == "cart.empty")
  let line = try shop.line(2)
  let cart = try #require(try shop.cart().json["id"]?.string)
  #expect(try world.send(.delete, "/api/v1/cart-lines/\(line)", as: "manager").status == 204)
  #expect(try shop.checkOut().code == "cart.empty")
  let old = try shop.line(2)
  try world.pass(hours: 7 * 24 - 1)
  #expect(try shop.cart().json["lines"]?.items.count == 1)
  _ = try world.owner("UPDATE cart SET expires_at = now() - interval '100 years' RETURNING 1") { _ in 0 }
  #expect(try shop.cart().json["id"] == .null)
  #expect(try shop.change(old, #"{"quantity":3}"#).code == "cart.expired")
  #expect(try shop.checkOut(Shopping.body(#""cartId":"\#(cart)""#)).code == "cart.expired")
  #expect(try shop.checkOut().code == "cart.empty")
  // Something put in afterwards begins a new cart; the old one stays over.
  try shop.line(1)
  #expect(try shop.checkOut(Shopping.body(#""cartId":"\#(cart)""#)).code == "cart.expired")
  #expect(try shop.cart().json["lines"]?.items.count == 1)
}

@Test func `a week without a change ends a cart, and nothing is left of it`() throws {
  let world = try World()
  let shop = try Shopping(world)
  try shop.line(2)
  try world.pass(hours: 7 * 24 - 1)
  #expect(try world.number("SELECT count(*) FROM cart_line") == 1)
  try world.pass(hours: 2)
  #expect(try world.number("SELECT count(*) FROM cart_line") == 0)
  #expect(try world.number("SELECT count(*) FROM cart WHERE ended_at IS NOT NULL") == 1)
  try world.pass(hours: 31 * 24)
  #expect(try world.number("SELECT count(*) FROM cart") == 0)
}

// MARK: - Prices

@Test func `a price that has changed is shown and must be accepted before anything is ordered`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let line = try shop.line(10)
  try shop.reprice(to: 420)
  let shown = try shop.cart().json["lines"]?[0]
  #expect(shown?["unitPrice"]?.money == "CHF 4.20" && shown?["agreedUnitPrice"]?.money == "CHF 3.90")
  #expect(shown?["priceChanged"]?.bool == true)
  let page = try world.send(.get, "/customers/\(shop.customer)/cart", as: "manager").text
  #expect(page.contains("was CHF 3.90, now CHF 4.20"))
  let before = try shop.ordering.kept()
  for preview in [true, false] {
    let refused = try shop.checkOut(preview: preview)
    #expect(refused.status == 409 && refused.code == "cart.price_changed", "\(refused.text)")
    #expect(refused.json["detail"]?.string?.contains("CHF 3.90 → CHF 4.20") == true, "\(refused.text)")
  }
  for (amount, code) in [("3.90", "cart.price_moved_on"), ("4.19", "cart.price_moved_on")] {
    let answer = try shop.change(line, #"{"unitPrice":{"amount":"\#(amount)","currency":"CHF"}}"#)
    #expect(answer.status == 409 && answer.code == code, "\(answer.text)")
  }
  // A change of quantity accepts nothing.
  #expect(try shop.change(line, #"{"quantity":11}"#).json["priceChanged"]?.bool == true)
  #expect(try shop.ordering.kept() == before)
  let accepted = try shop.change(line, #"{"unitPrice":{"amount":"4.20","currency":"CHF"}}"#)
  #expect(accepted.json["priceChanged"]?.bool == false, "\(accepted.text)")
  let done = try shop.checkOut()
  #expect(done.status == 201, "\(done.text)")
  #expect(done.json["order"]?["lines"]?[0]?["amounts"]?[0]?["unit"]?.money == "CHF 4.20")
}

@Test func `nobody sees or is asked about a leg that is not theirs`() throws {
  let world = try World()
  let shop = try Shopping(world)
  for person in ["manager", "reseller", "distributor"] { try shop.line(10, as: person) }
  try shop.reprice(to: 390, cost: 333)
  let manager = try shop.cart(as: "manager")
  #expect(manager.json["lines"]?[0]?["priceChanged"]?.bool == false && !manager.text.contains("ost\":{"))
  #expect(try shop.checkOut(as: "manager").status == 201)
  let reseller = try shop.cart(as: "reseller").json["lines"]?[0]
  #expect(reseller?["priceChanged"]?.bool == true && reseller?["unitCost"]?.money == "CHF 3.33")
  #expect(try shop.checkOut(as: "reseller").code == "cart.price_changed")
  let id = try #require(reseller?["id"]?.string)
  let half = try shop.change(id, #"{"unitCost":{"amount":"3.33","currency":"CHF"}}"#, as: "reseller")
  #expect(half.faults == ["/unitPrice field.required"], "whoever sees both accepts both: \(half.text)")
  let prices = #"{"unitCost":{"amount":"3.33","currency":"CHF"},"unitPrice":{"amount":"3.90","currency":"CHF"}}"#
  #expect(try shop.change(id, prices, as: "reseller").status == 200)
  #expect(try shop.checkOut(as: "reseller").status == 201)
  try shop.reprice(to: 777, cost: 333)
  let distributor = try shop.cart(as: "distributor")
  #expect(!distributor.text.contains("7.77") && !distributor.text.contains("3.90"), "\(distributor.text)")
  #expect(distributor.json["totals"]?.items.compactMap { $0["leg"]?.string } == ["cost"])
  #expect(try shop.checkOut(as: "distributor").code == "cart.price_changed", "the cost it sees has changed")
}

@Test func `a cart comes to what an order posts, with its tax, to the cent`() throws {
  let world = try World()
  let shop = try Shopping(world)
  try shop.line(7)
  try shop.line(3, of: standard)
  let total = try #require(try shop.cart().json["totals"]?[0])
  // 7 × 3.90 and 3 × 14.00; Switzerland to Switzerland: 8.1 %.
  #expect(total["leg"]?.string == "price" && total["net"]?.money == "CHF 69.30")
  #expect(total["tax"]?["rate"]?.string == "8.1" && total["tax"]?["amount"]?.money == "CHF 5.61")
  #expect(total["gross"]?.money == "CHF 74.91" && total["discount"]?.money == "CHF 0.00")
  #expect(total["recurring"]?[0]?["net"]?.money == "CHF 69.30")
  let preview = try shop.checkOut(preview: true)
  #expect(preview.json["totals"]?[0]?["today"]?.money == "CHF 69.30", "\(preview.text)")
  let last = try world.lastCharge
  #expect(try shop.checkOut().status == 201)
  #expect(
    try world.number("SELECT sum(amount)::bigint FROM charge WHERE leg = 'price' AND sequence > \(last)") == 6930)
  // To Germany with a VAT id the buyer owes the tax itself.
  let bodensee = try Shopping(world, "bodensee")
  try bodensee.line(10, as: "reseller")
  let abroad = try #require(
    try bodensee.cart(as: "reseller").json["totals"]?.items.first { $0["leg"]?.string == "price" })
  #expect(abroad["tax"]?["reverseCharge"]?.bool == true && abroad["tax"]?["amount"]?.money == "EUR 0.00")
  #expect(abroad["gross"] == abroad["net"])
}

@Test func `what ended meanwhile is marked and does not count`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let line = try shop.line(10)
  try shop.line(1, of: standard)
  _ = try world.owner(
    "UPDATE offer SET ended = true WHERE id = \(try shop.ordering.offer())::uuid RETURNING 1"
  ) { _ in 0 }
  let cart = try shop.cart()
  #expect(cart.lineFaults == [["offer.not_available"], []], "\(cart.text)")
  #expect(cart.json["totals"]?[0]?["net"]?.money == "CHF 14.00" && cart.json["lines"]?[0]?["unitPrice"] == .null)
  #expect(try world.send(.get, "/customers/\(shop.customer)/cart", as: "manager").text.contains("Cannot be ordered"))
  #expect(try shop.change(line, #"{"quantity":2}"#).faults == ["/offerId offer.not_available"])
}

@Test func `add-ons that fit are listed, and go with their line`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let line = try shop.line(5, of: standard)
  let path = "/api/v1/cart-lines/\(line)/add-ons"
  let first = try world.send(.get, path + "?limit=1", as: "manager")
  #expect(first.items.count == 1 && first.items[0]["addOn"]?.bool == true, "\(first.text)")
  let cursor = try #require(first.json["nextCursor"]?.string)
  let second = try world.send(.get, path + "?limit=200&cursor=\(cursor)", as: "manager")
  let plans = Set((first.items + second.items).compactMap { $0["planName"]?.string })
  #expect(plans == ["Microsoft 365 Copilot", phone], "\(plans)")
  let child = try shop.line(5, of: phone, #""parentLineId":"\#(line)""#)
  let lines = try shop.cart().json["lines"]?.items ?? []
  #expect(lines.map { $0["parentLineId"]?.string } == [nil, line])
  #expect(try world.send(.delete, "/api/v1/cart-lines/\(line)", as: "manager").status == 204)
  #expect(try shop.cart().json["lines"]?.items.isEmpty == true)
  #expect(try shop.change(child, #"{"quantity":1}"#).status == 404)
}

@Test func `every change of a cart leaves one record`() throws {
  let world = try World()
  let shop = try Shopping(world)
  let line = try shop.line(2)
  _ = try shop.change(line, #"{"quantity":3,"friendlyName":"Hall"}"#)
  _ = try world.send(.delete, "/api/v1/cart-lines/\(line)", as: "manager")
  try shop.line(1)
  #expect(try world.send(.delete, "/api/v1/customers/\(shop.customer)/cart", as: "manager").status == 204)
  #expect(try world.send(.delete, "/api/v1/customers/\(shop.customer)/cart", as: "manager").status == 204)
  let actions = try world.owner("SELECT action FROM audit_record WHERE object_kind = 'cart' ORDER BY sequence") {
    try $0[0] as String
  }
  #expect(
    actions == ["cart.line_added", "cart.line_changed", "cart.line_removed", "cart.line_added", "cart.emptied"])
}
