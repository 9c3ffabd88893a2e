import BackOffice
import Core
import FoundationEssentials
import HTTP
import Testing

@Test func `a batch with anything wrong is refused whole, with everything that is wrong`() throws {
  let metered = try Metered(World())
  let before = try metered.kept()
  let good = metered.record("good", "1")
  let cases: [(String, [String])] = [
    (metered.record("", "1"), ["externalId usage.external_id_malformed"]),
    (metered.record("é", "1"), ["externalId usage.external_id_malformed"]),
    (metered.record("two words", "1"), ["externalId usage.external_id_malformed"]),
    (metered.record(String(repeating: "x", count: 201), "1"), ["externalId usage.external_id_malformed"]),
    (metered.record("a", #""-1""#), ["quantity usage.quantity_malformed"]),
    (metered.record("a", "-1"), ["quantity usage.quantity_malformed"]),
    (metered.record("a", "1.5"), ["quantity usage.quantity_malformed"]),
    (metered.record("a", #""1e3""#), ["quantity usage.quantity_malformed"]),
    (metered.record("a", #""0.0000001""#), ["quantity usage.quantity_malformed"]),
    (metered.record("a", "1000000001"), ["quantity usage.quantity_malformed"]),
    (metered.record("a", "null"), ["quantity field.required"]),
    (metered.record("a", "1", "yesterday"), ["at field.instant_malformed"]),
    (metered.record("a", "1", "2026-01-15T08:20:00Z"), ["at usage.in_future"]),
    (metered.record("a", "1", of: "none"), ["subscriptionId field.id_malformed"]),
    (metered.record("a", "1", meter: ""), ["meter field.required"]),
    (metered.record("a", "1", more: #","tag":7"#), ["tag field.text_expected"]),
    (metered.record("a", "1", more: #","price":"1.00""#), ["price field.unknown"]),
    (
      "{}",
      [
        "externalId field.required", "subscriptionId field.required", "meter field.required",
        "quantity field.required", "at field.required",
      ]
    ),
  ]
  for (wrong, faults) in cases {
    let answer = try metered.send([good, wrong])
    #expect(answer.status == 422, "\(wrong)")
    #expect(answer.faults == faults.map { "/records/1/\($0)" }, "\(wrong): \(answer.text)")
  }
  let all = try metered.send(cases.map(\.0))
  #expect(all.faults.count == cases.reduce(0) { $0 + $1.1.count })
  #expect(try metered.kept() == before)
}

@Test(arguments: [
  ("{}", "/records field.required"), (#"{"records":{}}"#, "/records field.array_expected"),
  (#"{"records":[7]}"#, "/records/0 field.object_expected"), (#"{"records":[],"x":1}"#, "/x field.unknown"),
])
func `a body without a list of records is refused`(_ body: String, _ fault: String) throws {
  let answer = try World().send(.post, "/api/v1/usage-records", as: "reseller", body)
  #expect(answer.status == 422 && answer.faults == [fault], "\(answer.text)")
}

@Test func `ten thousand records are one batch, one more is too many`() throws {
  let metered = try Metered(World())
  let records = (0...10_000).map { metered.record("r\($0)", "1") }
  let tooMany = try metered.send(records)
  #expect(tooMany.faults == ["/records field.too_many"])
  #expect(try metered.quantity() == nil)
  #expect(try metered.counts(Array(records.dropLast())) == "10000 0 0 0")
  #expect(try metered.quantity() == "10000")
  #expect(try metered.counts(Array(records.dropFirst())) == "1 9999 0 0")
}

@Test(arguments: ["manager", "finance", "carla.meier", "tech", "user"])
func `a customer's people record no usage and see nothing parked`(_ person: String) throws {
  let metered = try Metered(World())
  _ = try metered.world.token(of: person)
  let before = try metered.kept()
  #expect(try metered.counts([metered.record("a", "1")], as: person) == "permission.missing")
  for path in ["/api/v1/usage-records/parked", "/usage"] {
    #expect(try metered.world.send(.get, path, as: person).status == 403)
  }
  #expect(try metered.world.send(.post, "/api/v1/usage-records/parked/retries", as: person, "{}").status == 403)
  #expect(try metered.kept() == before)
}

@Test func `more than a month can be billed for is refused, with the records it is about`() throws {
  let metered = try Metered(World())
  #expect(try metered.counts([metered.record("a", #""999999999.5""#)]) == "1 0 0 0")
  let before = try metered.kept()
  let answer = try metered.send([
    metered.record("b", "7", meter: "egress"), metered.record("c", #""0.4""#), metered.record("d", #""0.2""#),
  ])
  let code = "usage.month_too_large"
  #expect(answer.faults == ["/records/1/quantity \(code)", "/records/2/quantity \(code)"], "\(answer.text)")
  #expect(try metered.kept() == before)
  let huge = (0..<100).map { metered.record("h\($0)", "1000000000", meter: "requests") }
  #expect(try metered.send(huge).faults.count == 100)
  #expect(try metered.counts([metered.record("c", #""0.4""#)]) == "1 0 0 0")
}

@Test func `what cannot be counted is parked for its reason, and listed to its sender only`() throws {
  let metered = try Metered(World())
  let world = metered.world
  let foreign = try world.text(
    """
    SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id
    WHERE o.name = 'Rheinland Maschinenbau GmbH' AND s.friendly_name = 'Konstruktionsdaten'
    """)
  let nowhere = "5d0c7a52-3d1f-4a55-9a1e-6f2f5f6f7b11"
  let unmetered = try Helvetia(world).subscription(named: "Head office")
  let already = Set(try metered.parked().compactMap { $0["externalId"]?.string })
  let answer = try metered.send([
    metered.record("foreign", "1", of: foreign), metered.record("nowhere", "1", of: nowhere),
    metered.record("code", "1", meter: "snapshots"), metered.record("unmetered", "1", of: unmetered),
    metered.record("early", "1", "2026-01-14T08:00:00Z"), metered.record("fine", "1"),
  ])
  #expect(answer.counts == "1 0 0 5")
  let parked = try metered.parked().filter { !already.contains($0["externalId"]?.string ?? "") }
  let codes = parked.map { "\($0["externalId"]?.string ?? "") \($0["code"]?.string ?? "")" }
  #expect(
    codes == [
      "foreign usage.subscription_unknown", "nowhere usage.subscription_unknown", "code usage.meter_unknown",
      "unmetered usage.meter_unknown", "early usage.before_start",
    ])
  #expect(parked[0]["reason"] == parked[1]["reason"], "a foreign subscription and none are told alike")
  for other in ["rival", "distributor"] {
    let seen = try metered.parked(as: other).compactMap { $0["externalId"]?.string }
    #expect(Set(seen).isDisjoint(with: ["foreign", "nowhere", "code", "unmetered", "early"]), "\(other)")
    #expect(try !world.send(.get, "/usage", as: other).text.contains("foreign"))
  }
  #expect(try world.number("SELECT count(*) FROM usage_record WHERE external_id = 'foreign'") == 0)
}

@Test func `use after the end, of a direct subscription or without a price is parked`() throws {
  let metered = try Metered(World())
  let world = metered.world
  let id = metered.subscription
  func reason(_ record: String) throws -> String? {
    #expect(try metered.counts([record]) == "0 0 0 1")
    return try metered.parked().last?["code"]?.string
  }
  _ = try world.owner("UPDATE subscription SET direct = true WHERE id = \(id)::uuid") { _ in }
  #expect(try reason(metered.record("direct", "1")) == "usage.subscription_direct")
  _ = try world.owner("UPDATE subscription SET direct = false WHERE id = \(id)::uuid") { _ in }
  let other = try Helvetia(world).buy(Metered.plan, "P1M", 1)
  _ = try world.owner(
    """
    DELETE FROM meter_price WHERE leg = 'price' AND meter_id = (
      SELECT m.id FROM meter m JOIN subscription s USING (offer_id) WHERE s.id = \(other)::uuid AND m.code = 'egress')
    """
  ) { _ in }
  #expect(try reason(metered.record("unpriced", "1", meter: "egress", of: other)) == "usage.price_missing")
  let cancelled = try world.send(
    .post, "/api/v1/subscriptions/\(id)/cancellation", as: "reseller", #"{"when":"now"}"#)
  #expect(cancelled.status == 200, "\(cancelled.text)")
  #expect(try metered.counts([metered.record("last-day", "1")]) == "1 0 0 0", "the day it ended still counts")
  try world.pass(hours: 48)
  #expect(try reason(metered.record("after", "1", "2026-01-17T07:00:00Z")) == "usage.after_end")
}

@Test func `what was parked counts once its reason is gone, and only once`() throws {
  let metered = try Metered(World())
  let world = metered.world
  let record = metered.record("later", "3", meter: "restores")
  #expect(try metered.counts([record]) == "0 0 0 1")
  #expect(try metered.counts([record]) == "0 0 0 1", "it waits once")
  let waiting = try metered.parked().count
  let retry = "/api/v1/usage-records/parked/retries"
  #expect(try world.send(.post, retry, as: "reseller", "{}").counts == "0 0 0 \(waiting)")
  _ = try world.owner(
    """
    WITH added AS (
      INSERT INTO meter (id, distributor_id, offer_id, code, name, unit, position)
      SELECT gen_random_uuid(), m.distributor_id, m.offer_id, 'restores', 'Restores', 'restores', 9 FROM meter m
      JOIN subscription s USING (offer_id) WHERE s.id = \(metered.subscription)::uuid AND m.code = 'egress' RETURNING *)
    INSERT INTO meter_price (meter_id, reseller_id, distributor_id, leg, currency, from_month, model, tier_rates)
    SELECT a.id, p.reseller_id, p.distributor_id, p.leg, p.currency, p.from_month, 'flat', '{1000000000}'
    FROM added a JOIN meter m ON m.offer_id = a.offer_id AND m.code = 'egress'
    JOIN meter_price p ON p.meter_id = m.id
    """
  ) { _ in }
  #expect(try world.send(.post, retry, as: "rival", "{}").counts == "0 0 0 1", "of one's own only")
  #expect(try world.send(.post, retry, as: "reseller", "{}").counts == "1 0 0 \(waiting - 1)")
  #expect(try metered.quantity("restores") == "3")
  #expect(try metered.parked().count == waiting - 1)
  #expect(try metered.counts([record]) == "0 1 0 0")
}

@Test func `a record counts once by what its source calls it; other content corrects it`() throws {
  let metered = try Metered(World())
  #expect(try metered.counts([metered.record("a", "5"), metered.record("b", #""2.25""#)]) == "2 0 0 0")
  #expect(try metered.counts([metered.record("a", #""5.000""#), metered.record("b", #""2.25""#)]) == "0 2 0 0")
  #expect(try metered.quantity() == "7.25")
  #expect(try metered.counts([metered.record("a", "4")]) == "0 0 1 0")
  #expect(try metered.quantity() == "6.25")
  #expect(try metered.counts([metered.record("a", "4", meter: "egress")]) == "0 0 1 0")
  #expect(try metered.quantity() == "2.25")
  #expect(try metered.quantity("egress") == "4")
  #expect(try metered.counts([metered.record("a", "0", meter: "egress")]) == "0 0 1 0")
  #expect(try metered.quantity("egress") == "0")
  // Another source's records are its own, whatever they are called.
  #expect(try metered.counts([metered.record("b", "1")], as: "distributor") == "1 0 0 0")
  #expect(try metered.quantity() == "3.25")
  #expect(try metered.counts([metered.record("b", "1")], as: "rival") == "0 0 0 1")
  #expect(try metered.quantity() == "3.25")
}

@Test func `a correction that cannot be counted leaves what counts as it is`() throws {
  let metered = try Metered(World())
  #expect(try metered.counts([metered.record("a", "5")]) == "1 0 0 0")
  #expect(try metered.counts([metered.record("a", "6", meter: "snapshots")]) == "0 0 0 1")
  #expect(try metered.quantity() == "5")
  #expect(try metered.counts([metered.record("a", "7")]) == "0 0 1 0")
  #expect(try metered.quantity() == "7")
  let waiting = try metered.parked().compactMap { $0["externalId"]?.string }
  #expect(!waiting.contains("a"), "what came in its place settled it")
}

@Test func `senders at once with the same records count each once`() throws {
  let metered = try Metered(World())
  let records = (0..<60).map { metered.record("r\($0)", "2", "2026-01-15T0\($0 % 8):00:00Z") }
  try metered.world.slowUsage()
  let answers = try atOnce(4) { index in
    try metered.counts(index % 2 == 0 ? records : records.reversed())
  }
  #expect(answers.sorted() == ["0 60 0 0", "0 60 0 0", "0 60 0 0", "60 0 0 0"])
  #expect(try metered.quantity() == "120")
}

@Test func `two sources at once lose nothing`() throws {
  let metered = try Metered(World())
  let answers = try atOnce(6) { index in
    try (0..<5).map { round in
      try metered.counts(
        ["storage", "egress", "requests"].map { metered.record("\(index)-\(round)-\($0)", "1", meter: $0) },
        as: index % 2 == 0 ? "reseller" : "distributor")
    }
  }
  #expect(answers.flatMap { $0 } == Array(repeating: "3 0 0 0", count: 30))
  for meter in ["storage", "egress", "requests"] { #expect(try metered.quantity(meter) == "30") }
}

@Test func `the same key gives the same answer, and a failing write leaves nothing`() throws {
  let metered = try Metered(World())
  let record = metered.record("a", "5")
  let key = [("Idempotency-Key", "night-batch")]
  #expect(try metered.send([record], headers: key).counts == "1 0 0 0")
  let again = try metered.send([record], headers: key)
  #expect(again.counts == "1 0 0 0" && again.headers["Idempotency-Replayed"] == "true")
  #expect(try metered.send([metered.record("a", "6")], headers: key).code == "idempotency.key_reused")
  let before = try metered.kept()
  try metered.world.breaking("audit_record") {
    let refused = try metered.send([metered.record("b", "5")])
    #expect(refused.status == 500)
  }
  #expect(try metered.kept() == before)
}
