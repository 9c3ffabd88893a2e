import BackOffice
import Core
import HTTP
import Postgres
import Testing

private let manager = Requesting.manager
private let approve = #"{"status":"approved"}"#
private let refuse = #"{"status":"refused","reason":"No budget."}"#
private let cancel = #"{"status":"cancelled"}"#

@Test func `who may neither change nor ask is refused, and nothing is kept`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let geneve = try world.text(
    """
    SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id
    WHERE o.name LIKE 'Gen%' AND s.status = 'active' ORDER BY s.id LIMIT 1
    """)
  let helvetia = try Helvetia(world).subscription(named: "Workshop mailboxes")
  let before = try arosa.kept()
  let cases: [(String, String, Int, String)] = [
    ("luc.mercier.geneve", geneve, 403, "self_service.view_only"), ("tech", helvetia, 403, "permission.missing"),
    ("user", helvetia, 404, "object.not_found"), ("finance", helvetia, 403, "permission.missing"),
    ("rival", arosa.subscription, 404, "object.not_found"), ("manager", arosa.subscription, 404, "object.not_found"),
    ("fabio.conti", arosa.subscription, 403, "permission.missing"),
  ]
  for (person, subscription, status, code) in cases {
    for preview in [false, true] {
      let answer = try world.patch(subscription, #"{"quantity":30}"#, as: person, preview: preview)
      #expect(answer.status == status && answer.code == code, "\(person): \(answer.text)")
    }
  }
  #expect(try arosa.kept() == before)
}

@Test func `what is asked is checked in full before it waits`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let before = try arosa.kept()
  let cases: [(String, String)] = [
    (#"{"quantity":301}"#, "quantity.above_maximum"), (#"{"quantity":0}"#, "quantity.below_minimum"),
    (#"{"quantity":"20"}"#, "field.whole_number_expected"), (#"{"amount":20}"#, "field.unknown"),
    (#"{"quantity":20,"addTo":"00000000-0000-7000-8000-000000000000"}"#, "centre.unknown"),
    (#"{"quantity":5}"#, "quantity.decrease_window_closed"),
    (#"{"status":"suspended","reason":"x"}"#, "permission.missing"),
    (#"{"quantity":20,"status":"active"}"#, "permission.missing"),
  ]
  for (body, code) in cases {
    for preview in [false, true] {
      #expect(try arosa.change(body, preview: preview).code == code, "\(body)")
    }
  }
  #expect(try arosa.cancel().code == "cancel.window_closed")
  let stale = try world.patch(
    arosa.subscription, #"{"quantity":20}"#, as: manager, headers: [("If-Match", "\"99\"")])
  #expect(stale.status == 412)
  #expect(try arosa.change(#"{"quantity":18}"#).status == 200, "it has 18: nothing to ask for")
  #expect(try arosa.kept() == before)
}

@Test func `a new subscription is ordered, not requested`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let body = #"{"offerId":"\#(try arosa.offer())","quantity":1,"acceptTerms":true}"#
  let answer = try world.send(.post, "/api/v1/customers/\(arosa.customer)/subscriptions", as: manager, body)
  #expect(answer.status == 403 && answer.code == "self_service.request_only")
  #expect(try world.send(.get, "/customers/\(arosa.customer)/subscriptions/new", as: manager).status == 403)
}

@Test func `the same waits once, also when it is asked twice at once`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  _ = try world.token(of: manager)
  let answers = try atOnce(3) { _ in try arosa.change(#"{"quantity":20}"#) }
  #expect(answers.map(\.status).sorted() == [202, 409, 409])
  #expect(Set(answers.compactMap(\.code)) == ["request.waits_already"])
  #expect(try arosa.change(#"{"quantity":21}"#).status == 202)
  let once = [("Idempotency-Key", "one")]
  let first = try world.patch(arosa.subscription, #"{"quantity":22}"#, as: manager, headers: once)
  let again = try world.patch(arosa.subscription, #"{"quantity":22}"#, as: manager, headers: once)
  #expect(first.status == 202 && again.status == 202 && first.json["id"] == again.json["id"])
}

@Test func `a request is decided only by those it waits for, and in words that make sense`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let id = try arosa.asked()
  let before = try arosa.kept()
  let cases: [(String, String, Int, String)] = [
    (manager, approve, 403, "request.reseller_decides"), (manager, refuse, 403, "request.reseller_decides"),
    (manager, #"{"body":{"quantity":19}}"#, 403, "request.reseller_decides"),
    ("reseller", cancel, 403, "request.asker_cancels"), ("distributor", cancel, 403, "request.asker_cancels"),
    ("rival", approve, 404, "object.not_found"), ("manager", cancel, 404, "object.not_found"),
    ("tech", approve, 404, "object.not_found"), ("fabio.conti", approve, 404, "object.not_found"),
    ("reseller", "{}", 422, "field.required"), ("reseller", #"{"status":"waiting"}"#, 422, "field.not_a_choice"),
    ("reseller", #"{"status":"refused"}"#, 422, "field.required"),
    ("reseller", #"{"status":"refused","reason":" "}"#, 422, "field.required"),
    ("reseller", #"{"status":"approved","reason":"Yes."}"#, 422, "field.unknown"),
    ("reseller", #"{"status":"refused","reason":"No.","body":{"quantity":19}}"#, 422, "field.unknown"),
    ("reseller", #"{"status":"refused","reason":"No.","acceptChanged":true}"#, 422, "field.unknown"),
    ("reseller", #"{"body":{}}"#, 422, "field.object_expected"),
    ("reseller", #"{"body":7}"#, 422, "field.object_expected"),
    ("reseller", #"{"body":{"quantity":301}}"#, 422, "quantity.above_maximum"),
    ("reseller", #"{"body":{"amount":3}}"#, 422, "field.unknown"),
    ("reseller", #"{"status":"approved","fulfilment":{"kind":"order"}}"#, 422, "field.required"),
    ("reseller", #"{"status":"approved","fulfilment":{"kind":"gift"}}"#, 422, "field.not_a_choice"),
  ]
  for (person, body, status, code) in cases {
    let answer = try arosa.decide(id, body, as: person)
    #expect(answer.status == status && answer.code == code, "\(person) \(body): \(answer.text)")
  }
  let wrong = try arosa.decide(id, #"{"body":{"quantity":301}}"#)
  #expect(wrong.faults == ["/body/quantity quantity.above_maximum"])
  #expect(try arosa.decide(id, approve, headers: [("If-Match", "\"7\"")]).status == 412)
  for (person, status) in [
    ("rival", 404), ("manager", 404), ("fabio.conti", 404), ("distributor", 200), (manager, 200),
  ] {
    #expect(try arosa.read(id, as: person).status == status, "\(person)")
  }
  #expect(try world.send(.get, "/api/v1/requests?customerId=\(arosa.customer)", as: "rival").status == 404)
  #expect(try world.send(.get, "/api/v1/requests?status=open", as: "reseller").code == "field.not_a_choice")
  #expect(try world.send(.get, "/api/v1/requests?kind=wish", as: "reseller").code == "field.not_a_choice")
  #expect(try world.send(.get, "/api/v1/requests?person=x", as: "reseller").code == "query.unknown")
  #expect(try arosa.kept() == before && arosa.quantity() == 18)
}

@Test func `what was decided is decided no more`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  for (first, by) in [(refuse, "reseller"), (cancel, manager), (approve, "reseller")] {
    let id = try arosa.asked()
    #expect(try arosa.decide(id, first, as: by).status == 200)
    let kept = try arosa.kept()
    for (next, person) in [(approve, "reseller"), (refuse, "distributor"), (cancel, manager)] {
      let answer = try arosa.decide(id, next, as: person)
      #expect(answer.status == 409 && answer.code == "request.decided", "\(first), \(next): \(answer.text)")
    }
    #expect(try arosa.kept() == kept)
  }
}

@Test func `of decisions about a request taken at once exactly one wins`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let verdicts = [
    (approve, "reseller"), (approve, "anna.luethi"), (refuse, "distributor"), (cancel, manager),
  ]
  for (_, person) in verdicts { _ = try world.token(of: person) }
  let id = try arosa.asked()
  let changes = try arosa.kept()[3]
  let answers = try atOnce(verdicts.count) { try arosa.decide(id, verdicts[$0].0, as: verdicts[$0].1) }
  #expect(answers.map(\.status).sorted() == [200, 409, 409, 409])
  let isApproved = try arosa.read(id).json["status"]?.string == "approved"
  #expect(try arosa.quantity() == (isApproved ? 20 : 18))
  #expect(try arosa.kept()[3] == changes + (isApproved ? 1 : 0))
}

@Test func `what can no longer be carried out is refused by its reason and goes on waiting`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let id = try arosa.asked()
  #expect(try world.patch(arosa.subscription, #"{"status":"suspended","reason":"Unpaid"}"#).status == 200)
  let before = try arosa.kept()
  #expect(try arosa.decide(id, approve).code == "subscription.not_active")
  #expect(try arosa.decide(id, approve, preview: true).code == "subscription.not_active")
  let shown = try arosa.read(id)
  #expect(shown.json["status"]?.string == "waiting" && shown.json["now"] == nil)
  #expect(shown.json["obstacle"]?["code"]?.string == "subscription.not_active")
  #expect(try arosa.kept() == before)
  #expect(
    try world.send(.get, "/requests/\(id)", as: "reseller").text.contains("only while the subscription is active"))
  #expect(try arosa.decide(id, refuse).status == 200)
}

@Test func `figures that are no longer those shown are confirmed anew`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let id = try arosa.asked()
  try world.pass(hours: 24 * 3)
  let refused = try arosa.decide(id, approve)
  #expect(refused.status == 409 && refused.code == "request.figures_changed")
  let detail = try #require(refused.json["detail"]?.string)
  #expect(detail.contains("CHF 4.53") && detail.contains("CHF 3.77") && detail.contains("CHF 78.00"), "\(detail)")
  #expect(try arosa.quantity() == 18)
  let now = try arosa.read(id).json
  #expect(now["figures"]?[1] != now["now"]?[1])
  let tagless = try arosa.post("/requests/\(id)/approval", "version=1&figures=seen", as: "reseller")
  #expect(tagless.status == 409 && tagless.text.contains("CHF 3.77"))
  let preview = try arosa.decide(id, approve, preview: true)
  #expect(try arosa.decide(id, #"{"status":"approved","acceptChanged":true}"#).status == 200)
  let last = try world.number("SELECT max(sequence) FROM charge")
  #expect(preview.promised.filter { $0.key.hasPrefix("price") }.values.reduce(0, +) == 377)
  #expect(try world.posted(arosa.subscription, after: last - 2).values.reduce(0, +) > 0)
}

@Test func `a request that nobody decides expires, and says so`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let id = try arosa.asked(#"{"autoRenew":false}"#)
  let mail = try arosa.lastMail
  try world.pass(hours: 24 * 30 - 1)
  #expect(try arosa.read(id).json["status"]?.string == "waiting")
  try world.pass(hours: 2)
  let expired = try arosa.read(id).json
  #expect(expired["status"]?.string == "expired" && expired["decidedBy"] == .null)
  #expect(expired["history"]?.items.last?["event"]?.string == "expired")
  #expect(try arosa.decide(id, approve).code == "request.decided")
  let told = try arosa.mails(after: mail).filter { $0.contains("expired") }
  #expect(told == ["\(manager)@comptoir.test: Your request has expired: Exchange Online (Plan 1)"])
}
