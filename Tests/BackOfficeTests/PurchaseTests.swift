import BackOffice
import Testing

/// A foreign customer's subscription and centre, for naming what is not one's own.
private func stranger(_ world: World) throws -> (subscription: String, centre: String) {
  let other = try #require(
    try world.send(.get, "/api/v1/customers?search=biel", as: "reseller").items.first?["id"]?.string)
  let subscription = try world.send(.get, "/api/v1/customers/\(other)/subscriptions", as: "reseller").items.first
  let centre = try world.send(.get, "/api/v1/customers/\(other)/billing-centres", as: "reseller").items.first
  return (try #require(subscription?["id"]?.string), try #require(centre?["id"]?.string))
}

@Test func `an order is refused for everything that does not fit, and leaves nothing`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let stranger = try stranger(world)
  let mailboxes = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let parent = try helvetia.buy("Microsoft 365 Business Standard", "P1Y", 5)
  let paused = try helvetia.buy("Microsoft 365 Business Standard", "P1Y", 5)
  #expect(try world.patch(paused, #"{"status":"suspended","reason":"Unpaid"}"#).status == 200)
  let offer = try helvetia.offer("Exchange Online (Plan 1)", "P1M")
  let phone = try helvetia.offer("Teams Phone Standard", "P1Y")
  let none = "00000000-0000-0000-0000-000000000001"
  func order(_ offer: String, _ quantity: String, _ more: String = #","acceptTerms":true"#) -> String {
    #"{"offerId":"\#(offer)","quantity":\#(quantity)\#(more)}"#
  }
  func addOn(_ parent: String) -> String { #","acceptTerms":true,"parentSubscriptionId":"\#(parent)""# }
  let cases: [(body: String, outcome: String)] = [
    (order(offer, "1", ""), "terms.not_accepted"), (order(offer, "1", #","acceptTerms":false"#), "terms.not_accepted"),
    (order(offer, "1", #","acceptTerms":null"#), "terms.not_accepted"),
    (order(offer, "1", #","acceptTerms":"yes""#), "field.boolean_expected"),
    (order(none, "1"), "offer.not_available"), (order("exchange", "1"), "field.id_malformed"),
    (order(offer, "0"), "quantity.below_minimum"), (order(offer, "-1"), "quantity.below_minimum"),
    (order(offer, "301"), "quantity.above_maximum"), (order(offer, "9223372036854775807"), "quantity.above_maximum"),
    (order(offer, "9223372036854775808"), "field.whole_number_expected"),
    (order(offer, "1.5"), "field.whole_number_expected"), (order(offer, "null"), "field.required"),
    (order(phone, "1"), "offer.needs_parent"), (order(phone, "1", addOn(none)), "subscription.unknown"),
    (order(phone, "1", addOn(stranger.subscription)), "subscription.unknown"),
    (order(phone, "1", addOn(mailboxes)), "offer.parent_does_not_fit"),
    (order(phone, "1", addOn(paused)), "parent.not_active"),
    (order(offer, "1", addOn(parent)), "offer.parent_does_not_fit"),
    (order(offer, "1", #","acceptTerms":true,"alignTo":"2026-02-30""#), "field.day_malformed"),
    (order(offer, "1", #","acceptTerms":true,"alignTo":"2026-01-15""#), "align.out_of_term"),
    (order(offer, "1", #","acceptTerms":true,"alignTo":"2026-02-16""#), "align.out_of_term"),
    (order(offer, "1", #","acceptTerms":true,"coupon":"FREE""#), "field.unknown"),
    (order(offer, "2", #","acceptTerms":true,"allocations":[]"#), "split.sum_mismatch"),
    ("{}", "input.invalid"), ("[]", "field.object_expected"),
  ]
  let path = "/api/v1/customers/\(helvetia.customer)/subscriptions"
  let untouched = try world.fingerprint()
  for (body, outcome) in cases {
    #expect(try world.send(.post, path, as: "reseller", body).outcome == outcome, "\(body)")
    #expect(try world.send(.post, path + "?preview=true", as: "reseller", body).outcome == outcome, "\(body)")
  }
  #expect(try world.fingerprint() == untouched)
  for (person, outcome) in [
    ("rival", "object.not_found"), ("finance", "permission.missing"), ("tech", "permission.missing"),
  ] {
    #expect(try world.send(.post, path, as: person, order(offer, "1")).outcome == outcome)
  }
  let added = try world.send(.post, path, as: "reseller", order(phone, "3", addOn(parent)))
  #expect(added.status == 201 && added.json["parentSubscriptionId"]?.string == parent)
  #expect(try added.json["commitmentEndDate"] == world.subscription(parent)["commitmentEndDate"])
  let location = try #require(added.headers["Location"])
  #expect(try world.send(.get, location, as: "manager").json["id"] == added.json["id"])
}

@Test func `an offer without a price in the customer's currency is not available to it`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let body = #"{"name":"Boston Chocolate Inc.","country":"US","currency":"USD","timeZone":"America/New_York"}"#
  let customer = try world.send(.post, "/api/v1/customers", as: "reseller", body)
  let id = try #require(customer.json["id"]?.string)
  let order = #"{"offerId":"\#(try helvetia.offer("Power BI Pro", "P1M"))","quantity":1,"acceptTerms":true}"#
  let answer = try world.send(.post, "/api/v1/customers/\(id)/subscriptions", as: "reseller", order)
  #expect(answer.status == 422 && answer.faults == ["/offerId offer.not_available"])
  #expect(try world.number("SELECT count(*) FROM subscription WHERE customer_id = \(id)::uuid") == 0)
}

@Test func `a split must add up over the customer's own open centres, each once`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let stranger = try stranger(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let (a, b) = try (#require(helvetia.centres["ADM"]), #require(helvetia.centres["PRO"]))
  let centres = "/api/v1/customers/\(helvetia.customer)/billing-centres"
  let made = try world.send(.post, centres, as: "manager", #"{"code":"OLD","name":"Former works"}"#)
  let closed = try #require(made.json["id"]?.string)
  #expect(try world.send(.patch, "/api/v1/billing-centres/\(closed)", as: "manager", #"{"closed":true}"#).status == 200)
  func item(_ centre: String, _ quantity: String) -> String { #"{"centreId":"\#(centre)","quantity":\#(quantity)}"# }
  let cases: [(items: String, faults: [String])] = [
    ("[]", ["/allocations split.sum_mismatch"]), ("[\(item(a, "9"))]", ["/allocations split.sum_mismatch"]),
    ("[\(item(a, "11"))]", ["/allocations split.sum_mismatch"]),
    ("[\(item(a, "5")),\(item(stranger.centre, "5"))]", ["/allocations/1/centreId centre.unknown"]),
    ("[\(item(stranger.subscription, "10"))]", ["/allocations/0/centreId centre.unknown"]),
    ("[\(item(a, "5")),\(item(a, "5"))]", ["/allocations/1/centreId split.duplicate_centre"]),
    ("[\(item(a, "5")),\(item(a.uppercased(), "5"))]", ["/allocations/1/centreId split.duplicate_centre"]),
    ("[\(item(a, "11")),\(item(b, "-1"))]", ["/allocations/1/quantity split.negative"]),
    ("[\(item(a, "9")),\(item(closed, "1"))]", ["/allocations/1/centreId centre.closed"]),
    ("[\(item("ADM", "10"))]", ["/allocations/0/centreId field.id_malformed"]),
    ("[\(item(a, "10.5"))]", ["/allocations/0/quantity field.whole_number_expected"]),
    ("[\(item(a, #""10""#))]", ["/allocations/0/quantity field.whole_number_expected"]),
    (#"[{"centreId":"\#(a)"}]"#, ["/allocations/0/quantity field.required"]),
    (#"[{"centreId":"\#(a)","quantity":10,"note":"x"}]"#, ["/allocations/0/note field.unknown"]),
    ("[5]", ["/allocations/0 field.object_expected"]), (#"{"\#(a)":10}"#, ["/allocations field.array_expected"]),
    ("null", ["/allocations field.required"]),
    ("[" + Array(repeating: item(a, "1"), count: 201).joined(separator: ",") + "]", ["/allocations field.too_many"]),
    ("[\(item(a, "9223372036854775807")),\(item(b, "9223372036854775807"))]", ["/allocations split.sum_mismatch"]),
    (
      "[\(item(stranger.centre, "-3")),\(item(closed, "4")),\(item(closed, "4"))]",
      [
        "/allocations/0/centreId centre.unknown", "/allocations/0/quantity split.negative",
        "/allocations/1/centreId centre.closed", "/allocations/2/centreId split.duplicate_centre",
        "/allocations/2/centreId centre.closed", "/allocations split.sum_mismatch",
      ]
    ),
  ]
  let untouched = try world.fingerprint()
  for (items, faults) in cases {
    let body = #"{"allocations":\#(items)}"#
    let answer = try world.send(.put, "/api/v1/subscriptions/\(id)/split", as: "manager", body)
    #expect(answer.status == 422 && answer.faults == faults, "\(items.prefix(200)) \(answer.faults)")
  }
  #expect(try world.fingerprint() == untouched)
  let zero = #"{"allocations":[\#(item(a, "0")),\#(item(b, "10"))]}"#
  let answer = try world.send(.put, "/api/v1/subscriptions/\(id)/split", as: "manager", zero)
  #expect(answer.status == 200 && answer.json["allocations"]?.items.count == 1, "a centre without licences is left out")
}
