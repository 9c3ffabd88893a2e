import BackOffice
import Testing

/// The manager of Bergbahnen Arosa, whose orders wait for the reseller.
private let asking = "gian.cathomas.arosa"
/// The manager of Genève Santé, whose reseller manages everything.
private let watching = "luc.mercier.geneve"

// MARK: - Refused

@Test func `who may not order is told why, and nothing is kept`() throws {
  let world = try World()
  let helvetia = try Ordering(world, "helvetia")
  let geneve = try Ordering(world, "sant")
  let before = try helvetia.kept()
  let cases: [(Ordering, String, Int, String)] = [
    (geneve, watching, 403, "self_service.view_only"), (helvetia, "tech", 403, "permission.missing"),
    (helvetia, "user", 403, "permission.missing"), (helvetia, "finance", 403, "permission.missing"),
    (helvetia, "fabio.conti", 403, "permission.missing"), (helvetia, "rival", 404, "object.not_found"),
    (helvetia, asking, 404, "object.not_found"), (geneve, "manager", 404, "object.not_found"),
  ]
  for (customer, person, status, code) in cases {
    for preview in [false, true] {
      let answer = try customer.place([try customer.line(2)], as: person, preview: preview)
      #expect(answer.status == status && answer.code == code, "\(person): \(answer.text)")
    }
    let list = try world.send(.get, "/api/v1/customers/\(customer.customer)/orders", as: person)
    #expect(list.status == (person == watching ? 200 : status), "\(person) reads \(list.status)")
  }
  #expect(try world.send(.post, "/api/v1/customers/\(helvetia.customer)/orders", nil).status == 401)
  #expect(try helvetia.kept() == before)
}

@Test func `everything wrong with an order is said at once, each with its line`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let before = try arosa.kept()
  let good = try arosa.line(2)
  let nothing = "00000000-0000-7000-8000-000000000000"
  let cases: [(String, [String])] = [
    (#"{"acceptTerms":true}"#, ["/lines field.required"]), (arosa.body([]), ["/lines field.required"]),
    (#"{"lines":[\#(good)]}"#, ["/acceptTerms terms.not_accepted"]),
    (#"{"lines":[\#(good)],"acceptTerms":false}"#, ["/acceptTerms terms.not_accepted"]),
    (#"{"lines":{},"acceptTerms":true}"#, ["/lines field.array_expected"]),
    (arosa.body(["1"]), ["/lines/0 field.object_expected"]),
    (arosa.body([good, "{}"]), ["/lines/1/offerId field.required", "/lines/1/quantity field.required"]),
    (arosa.body([try arosa.line(2, #""acceptTerms":true"#)]), ["/lines/0/acceptTerms field.unknown"]),
    (
      arosa.body([try arosa.line(0), good, #"{"offerId":"\#(nothing)","quantity":1}"#]),
      ["/lines/0/quantity quantity.below_minimum", "/lines/2/offerId offer.not_available"]
    ),
    (
      arosa.body([try arosa.line(2, #""allocations":[{"centreId":"\#(nothing)","quantity":2}]"#)]),
      ["/lines/0/allocations/0/centreId centre.unknown"]
    ),
    (
      arosa.body([try arosa.line(2, #""parentSubscriptionId":"\#(nothing)""#)]),
      ["/lines/0/parentSubscriptionId subscription.unknown"]
    ),
    (arosa.body([try arosa.line(2, #""alignTo":"2031-01-01""#)]), ["/lines/0/alignTo align.out_of_term"]),
    (arosa.body(Array(repeating: good, count: 51)), ["/lines field.too_many"]),
  ]
  for person in [asking, "reseller"] {
    for (body, faults) in cases {
      let answer = try world.send(.post, "/api/v1/customers/\(arosa.customer)/orders", as: person, body)
      #expect(answer.status == 422 && answer.faults == faults, "\(person) \(body): \(answer.text)")
    }
  }
  #expect(try arosa.kept() == before)
}

@Test func `an order that waits is decided only by those it waits for`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let order = try arosa.placed(as: asking)
  let approve = #"{"status":"approved"}"#
  let reject = #"{"status":"rejected","reason":"Too many."}"#
  let cancel = #"{"status":"cancelled"}"#
  let cases: [(String, String, Int, String)] = [
    (asking, approve, 403, "order.reseller_decides"), (asking, reject, 403, "order.reseller_decides"),
    ("reseller", cancel, 403, "order.customer_cancels"), ("distributor", cancel, 403, "order.customer_cancels"),
    ("fabio.conti", approve, 403, "permission.missing"), ("rival", approve, 404, "object.not_found"),
    ("manager", cancel, 404, "object.not_found"), ("tech", approve, 404, "object.not_found"),
    ("reseller", "{}", 422, "field.required"), ("reseller", #"{"status":"completed"}"#, 422, "field.not_a_choice"),
    ("reseller", #"{"status":"waiting"}"#, 422, "field.not_a_choice"),
    ("reseller", #"{"status":"rejected"}"#, 422, "field.required"),
    ("reseller", #"{"status":"rejected","reason":"  "}"#, 422, "field.required"),
    ("reseller", #"{"status":"approved","reason":"Yes."}"#, 422, "field.unknown"),
    ("reseller", #"{"status":"approved","lines":[]}"#, 422, "field.required"),
  ]
  for (person, body, status, code) in cases {
    let answer = try arosa.decide(order, body, as: person)
    #expect(answer.status == status && answer.code == code, "\(person) \(body): \(answer.text)")
  }
  #expect(try arosa.decide(order, approve, as: "reseller", headers: [("If-Match", "\"7\"")]).status == 412)
  for (person, status) in [("rival", 404), ("manager", 404), ("fabio.conti", 403), ("distributor", 200)] {
    #expect(try world.send(.get, "/api/v1/orders/\(order)", as: person).status == status, "\(person)")
  }
  let still = try world.send(.get, "/api/v1/orders/\(order)", as: asking)
  #expect(still.json["status"]?.string == "waiting" && still.headers["ETag"] == "\"1\"")
}

@Test func `what is decided stays decided`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let approve = #"{"status":"approved"}"#
  let reject = #"{"status":"rejected","reason":"Not this year."}"#
  let cancel = #"{"status":"cancelled","reason":"Ordered twice."}"#
  for (first, by) in [(approve, "reseller"), (reject, "reseller"), (cancel, asking)] {
    let order = try arosa.placed(as: asking)
    #expect(try arosa.decide(order, first, as: by).status == 200)
    let settled = try world.send(.get, "/api/v1/orders/\(order)", as: asking).text
    let kept = try arosa.kept()
    for (next, person) in [(approve, "reseller"), (reject, "distributor"), (cancel, asking)] {
      let answer = try arosa.decide(order, next, as: person)
      #expect(answer.status == 409 && answer.code == "order.decided", "\(first), \(next): \(answer.text)")
    }
    #expect(try world.send(.get, "/api/v1/orders/\(order)", as: asking).text == settled)
    #expect(try arosa.kept() == kept)
  }
}

@Test func `an order carried out at once is decided too`() throws {
  let world = try World()
  let helvetia = try Ordering(world, "helvetia")
  let order = try helvetia.placed(as: "manager")
  for (body, person) in [(#"{"status":"approved"}"#, "reseller"), (#"{"status":"cancelled"}"#, "manager")] {
    #expect(try helvetia.decide(order, body, as: person).code == "order.decided")
  }
}

@Test func `of decisions taken at once exactly one wins`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  for _ in 0..<4 {
    let order = try arosa.placed(as: asking)
    let before = try arosa.kept()[3]
    let verdicts = [
      (#"{"status":"approved"}"#, "reseller"), (#"{"status":"approved"}"#, "anna.luethi"),
      (#"{"status":"rejected","reason":"No."}"#, "distributor"), (#"{"status":"cancelled"}"#, asking),
    ]
    for (_, person) in verdicts { _ = try world.token(of: person) }
    let statuses = try atOnce(verdicts.count) { index in
      try arosa.decide(order, verdicts[index].0, as: verdicts[index].1).status
    }
    #expect(statuses.sorted() == [200, 409, 409, 409])
    let end = try world.send(.get, "/api/v1/orders/\(order)", as: "reseller")
    let completed = end.json["status"]?.string == "completed"
    #expect(try arosa.kept()[3] == before + (completed ? 1 : 0))
  }
}

@Test func `one line that fails keeps all others from being bought`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let lines = [try arosa.line(2), try arosa.line(3)]
  let waiting = try arosa.place(lines, as: asking)
  let order = try #require(waiting.json["id"]?.string)
  let offer = try arosa.offer()
  _ = try world.owner("UPDATE reseller_offer SET allowed = false WHERE offer_id = \(offer)::uuid RETURNING 1") { _ in 0
  }
  let before = try arosa.kept()
  let gone = ["/lines/0/offerId offer.not_available", "/lines/1/offerId offer.not_available"]
  #expect(try arosa.decide(order, #"{"status":"approved"}"#, as: "reseller").faults == gone)
  let other = try arosa.line(1, of: "Microsoft 365 Business Standard")
  let mixed = try arosa.place([other, lines[0]], as: "reseller")
  #expect(mixed.faults == ["/lines/1/offerId offer.not_available"])
  #expect(try arosa.kept() == before)
  #expect(try world.send(.get, "/api/v1/orders/\(order)", as: asking).json["status"]?.string == "waiting")
  #expect(try arosa.decide(order, #"{"status":"rejected","reason":"Ended."}"#, as: "reseller").status == 200)
}
