import BackOffice
import Core
import Testing

private func key(_ key: String) -> [(String, String)] { [("Idempotency-Key", key)] }

@Test func `the same key gives the same answer and one effect`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let body = #"{"quantity":13}"#
  let first = try world.patch(id, body, headers: key("k-1"))
  #expect(first.status == 200 && first.headers["Idempotency-Replayed"] == nil)
  #expect(try world.patch(id, #"{"quantity":15}"#).status == 200)
  let untouched = try world.fingerprint()
  let second = try world.patch(id, body, headers: key("k-1"))
  #expect(second.status == 200 && second.body == first.body && second.headers["Idempotency-Replayed"] == "true")
  #expect(second.headers["ETag"] == first.headers["ETag"])
  #expect(try world.fingerprint() == untouched)

  for other in [#"{"quantity":14}"#, #"{"quantity": 13}"#, "{}", "x"] {
    let reused = try world.patch(id, other, headers: key("k-1"))
    #expect(reused.status == 422 && reused.faults == ["/Idempotency-Key idempotency.key_reused"], "\(other)")
  }
  for malformed in ["", "a b", "é", String(repeating: "k", count: 256)] {
    let answer = try world.patch(id, body, headers: key(malformed))
    #expect(answer.outcome == "idempotency.key_malformed", "\(malformed.prefix(5))")
  }
  #expect(try world.patch(id, #"{"quantity":20}"#, preview: true, headers: key("k-2")).status == 200)
  #expect(try world.fingerprint() == untouched)
  #expect(try world.patch(id, #"{"quantity":16}"#, headers: key("k-2")).json["quantity"]?.integer == 16)
}

@Test func `refusals are remembered, failures of the server are not`() throws {
  let world = try World()
  let id = try Helvetia(world).buy("Exchange Online (Plan 1)", "P1M", 10)
  #expect(try world.patch(id, #"{"status":"suspended","reason":"Unpaid"}"#).status == 200)
  let refused = try world.patch(id, #"{"quantity":13}"#, headers: key("r"))
  #expect(refused.outcome == "subscription.not_active")
  #expect(try world.patch(id, #"{"status":"active"}"#).status == 200)
  let again = try world.patch(id, #"{"quantity":13}"#, headers: key("r"))
  #expect(again.status == 409 && again.body == refused.body && again.headers["Idempotency-Replayed"] == "true")
  #expect(try world.patch(id, #"{"quantity":14}"#, headers: key("r")).outcome == "idempotency.key_reused")

  try world.breaking("outbox") {
    let failed = try world.patch(id, #"{"quantity":14}"#, headers: key("f"))
    #expect(failed.status == 500 && failed.code == "server.failed")
  }
  let mended = try world.patch(id, #"{"quantity":14}"#, headers: key("f"))
  #expect(mended.status == 200 && mended.headers["Idempotency-Replayed"] == nil)
}

@Test func `a key belongs to one person and one route, for 24 hours`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let other = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  #expect(try world.patch(id, #"{"quantity":11}"#, headers: key("k")).json["quantity"]?.integer == 11)
  #expect(try world.patch(other, #"{"quantity":12}"#, headers: key("k")).json["quantity"]?.integer == 12)
  #expect(
    try world.patch(id, #"{"quantity":13}"#, as: "distributor", headers: key("k")).json["quantity"]?.integer == 13)
  let cancel = "/api/v1/subscriptions/\(other)/cancellation"
  let cancelled = try world.send(.post, cancel, as: "reseller", #"{"when":"later"}"#, headers: key("k"))
  #expect(cancelled.json["autoRenew"]?.bool == false)
  #expect(try world.number("SELECT count(*) FROM idempotency WHERE key = 'k'") == 4)

  let day = try Clock.now(world.office).adding(seconds: 86_400)
  try Clock.set(day.adding(seconds: -60), world.office)
  #expect(try world.patch(id, #"{"quantity":14}"#, headers: key("k")).outcome == "idempotency.key_reused")
  try Clock.set(day.adding(seconds: 60), world.office)
  let expired = try world.patch(id, #"{"quantity":14}"#, headers: key("k"))
  #expect(expired.json["quantity"]?.integer == 14 && expired.headers["Idempotency-Replayed"] == nil)
  #expect(try world.patch(id, #"{"quantity":14}"#, headers: key("k")).headers["Idempotency-Replayed"] == "true")
  try world.pass(hours: 25)
  #expect(try world.number("SELECT count(*) FROM idempotency WHERE key = 'k'") == 0)
}

@Test func `two at once with the same key have one effect`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let path = "/api/v1/customers/\(helvetia.customer)/subscriptions"
  let order = #"{"offerId":"\#(try helvetia.offer("Power BI Pro", "P1M"))","quantity":1,"acceptTerms":true}"#
  for round in 0..<12 {
    let before = try world.number("SELECT count(*) FROM subscription")
    let answers = try atOnce(2) { _ in try world.send(.post, path, as: "reseller", order, headers: key("k\(round)")) }
    #expect(try world.number("SELECT count(*) FROM subscription") == before + 1)
    let made = answers.filter { $0.status == 201 }
    #expect(!made.isEmpty && Set(made.map(\.body)).count == 1)
    for late in answers where late.status != 201 { #expect(late.outcome == "idempotency.in_progress") }
    let replayed = try world.send(.post, path, as: "reseller", order, headers: key("k\(round)"))
    #expect(replayed.body == made.first?.body)
  }
}
