import BackOffice
import HTTP
import Testing

private typealias Wrong = (method: HTTP.Method, path: String, body: String, faults: [String])

private let long = String(repeating: "x", count: 10_000)

private func wrongPatches(_ sub: String, _ id: String, _ centre: String) -> [Wrong] {
  [
    (.patch, sub, #"{"quantity":0}"#, ["/quantity quantity.below_minimum"]),
    (.patch, sub, #"{"quantity":-1}"#, ["/quantity quantity.below_minimum"]),
    (.patch, sub, #"{"quantity":301}"#, ["/quantity quantity.above_maximum"]),
    (.patch, sub, #"{"quantity":9223372036854775808}"#, ["/quantity field.whole_number_expected"]),
    (.patch, sub, #"{"quantity":1e400}"#, []),
    (.patch, sub, #"{"quantity":1.5}"#, ["/quantity field.whole_number_expected"]),
    (.patch, sub, #"{"quantity":"10"}"#, ["/quantity field.whole_number_expected"]),
    (.patch, sub, #"{"quantity":null}"#, ["/quantity field.required"]),
    (.patch, sub, #"{"quantity":true}"#, ["/quantity field.whole_number_expected"]),
    (.patch, sub, #"{"quantity":[12]}"#, ["/quantity field.whole_number_expected"]),
    (.patch, sub, #"{"status":null}"#, ["/status field.required"]),
    (
      .patch, sub, #"{"colour":1,"a/b":2,"c~d":3}"#,
      ["/a~1b field.unknown", "/c~0d field.unknown", "/colour field.unknown"]
    ),
    (
      .patch, sub, #"{"quantity":"x","status":5,"autoRenew":"no","friendlyName":7,"renewal":[],"price":1}"#,
      [
        "/quantity field.whole_number_expected", "/status field.not_a_choice", "/friendlyName field.text_expected",
        "/autoRenew field.boolean_expected", "/renewal field.object_expected", "/price field.unknown",
      ]
    ),
    (.patch, sub, #"{"quantity":12,"addTo":"Sales"}"#, ["/addTo field.id_malformed"]),
    (.patch, sub, #"{"quantity":12,"addTo":"\#(id)"}"#, ["/addTo centre.unknown"]),
    (.patch, sub, #"{"quantity":9,"takeFrom":"\#(centre)1"}"#, ["/takeFrom field.id_malformed"]),
    (.patch, sub, #"{"addTo":"\#(centre)"}"#, ["/quantity field.required"]),
    (.patch, sub, #"{"friendlyName":"\#(long)"}"#, ["/friendlyName field.too_long"]),
    (.patch, sub, #"{"friendlyName":"a\u0000b"}"#, ["/friendlyName field.text_has_control_characters"]),
    (.patch, sub, "{\"friendlyName\":\"a\u{202E}b\"}", ["/friendlyName field.text_has_control_characters"]),
    (.patch, sub, "{\"friendlyName\":\"a\u{2067}b\"}", ["/friendlyName field.text_has_control_characters"]),
    (.patch, sub, #"{"friendlyName":"a\nb"}"#, ["/friendlyName field.text_has_control_characters"]),
    (.patch, sub, #"{"friendlyName":"\u0085"}"#, ["/friendlyName field.text_has_control_characters"]),
  ]
}

private func wrongElsewhere(_ user: String, _ place: String, _ customer: String) -> [Wrong] {
  [
    (.patch, user, #"{"givenName":"\#(long)"}"#, ["/givenName field.too_long"]),
    (.patch, user, #"{"givenName":null}"#, ["/givenName field.required"]),
    (.patch, user, #"{"notificationEmail":"nobody"}"#, ["/notificationEmail email.malformed"]),
    (.patch, user, #"{"language":"it"}"#, ["/language field.not_a_choice"]),
    (.patch, user, #"{"timeZone":"Mars/Olympus"}"#, ["/timeZone time_zone.unknown"]),
    (.patch, user, #"{"signInEmail":"x@y.test"}"#, ["/password field.required"]),
    (.patch, place, #"{"name":null}"#, ["/name field.required"]),
    (.patch, place, #"{"code":"\#(String(repeating: "c", count: 41))"}"#, ["/code field.too_long"]),
    (.patch, place, #"{"code":"PRO"}"#, ["/code centre.code_taken"]),
    (.patch, place, #"{"default":false}"#, ["/default centre.default_needed"]),
    (
      .post, customer + "/users", #"{"users":[{"givenName":5},7]}"#,
      [
        "/users/1 field.object_expected", "/users/0/givenName field.text_expected",
        "/users/0/familyName field.required", "/users/0/signInEmail field.required",
      ]
    ),
    (
      .post, customer + "/users", #"{"givenName":"A","familyName":"B","signInEmail":"user@comptoir.test"}"#,
      ["/signInEmail user.email_taken"]
    ),
    (
      .post, customer + "/tickets", #"{"subject":" ","body":""}"#,
      ["/subject field.required", "/body field.required"]
    ),
  ]
}

@Test func `no wrong field changes anything, and each is named with its pointer`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let me = try #require(try world.send(.get, "/api/v1/me", as: "manager").json["user"]?["id"]?.string)
  let centre = try #require(helvetia.centres["ADM"])
  let customer = "/api/v1/customers/\(helvetia.customer)"
  let cases =
    wrongPatches("/api/v1/subscriptions/\(id)", id, centre)
    + wrongElsewhere("/api/v1/users/\(me)", "/api/v1/billing-centres/\(centre)", customer)
  let untouched = try world.fingerprint()
  for test in cases {
    let answer = try world.send(test.method, test.path, as: "manager", test.body)
    let status = test.faults.isEmpty ? 400 : 422
    #expect(answer.status == status, "\(test.body.prefix(100)) \(answer.text.prefix(200))")
    #expect(answer.faults.sorted() == test.faults.sorted(), "\(test.body.prefix(100))")
  }
  #expect(try world.fingerprint() == untouched)
}

@Test func `people's names are kept as they write them`() throws {
  let world = try World()
  let id = try Helvetia(world).buy("Exchange Online (Plan 1)", "P1M", 10)
  for name in ["👩🏽‍🚀 Labor", "משרד ראשי", "مكتب\u{200F} رئيسي", "Zoë \"Z\" <b>&amp;", "日本支社", "e\u{301}tage"] {
    let escaped = name.replacing("\"", with: "\\\"")
    let answer = try world.patch(id, #"{"friendlyName":"  \#(escaped) "}"#)
    #expect(answer.status == 200 && Array((answer.json["friendlyName"]?.string ?? "").utf8) == Array(name.utf8))
  }
}

@Test func `a body that is no JSON document is 400, of another type 415`() throws {
  let world = try World()
  let id = try Helvetia(world).buy("Exchange Online (Plan 1)", "P1M", 10)
  let path = "/api/v1/subscriptions/\(id)"
  let good = Array(#"{"quantity":12}"#.utf8)
  let wide: [UInt8] = good.flatMap { [$0, UInt8(0)] }
  let bodies: [[UInt8]] = [
    [], Array(#"{"quantity":1"#.utf8), Array("{".utf8), good + [0], [0] + good, good + good, Array("quantity=12".utf8),
    Array(#"{"friendlyName":"a"#.utf8) + [0] + Array(#"b"}"#.utf8), wide, [0xFF, 0xFE] + wide,
    Array(#"{"friendlyName":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8),
    Array(#"{"friendlyName":""#.utf8) + [0xED, 0xA0, 0x80] + Array(#""}"#.utf8),
    Array(#"{"friendlyName":"\uD800"}"#.utf8), Array(#"{'quantity':12}"#.utf8), Array(#"{"quantity":012}"#.utf8),
    Array(#"{"quantity":NaN}"#.utf8),
    Array(repeating: UInt8(ascii: "["), count: 10_000) + Array(repeating: UInt8(ascii: "]"), count: 10_000),
    Array(String(repeating: #"{"a":"#, count: 10_000).utf8),
  ]
  let untouched = try world.fingerprint()
  for body in bodies {
    let answer = try world.raw(.patch, path, as: "reseller", bytes: body)
    #expect(answer.status == 400 && answer.code == "body.not_json", "\(body.prefix(40)) \(answer.text)")
  }
  for type in [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "text/json", ""] {
    let answer = try world.raw(.patch, path, as: "reseller", bytes: good, type: type)
    #expect(answer.status == 415 && answer.code == "body.media_type", "\(type ?? "none")")
  }
  #expect(try world.fingerprint() == untouched)
  for type in ["application/json; charset=utf-8", "application/merge-patch+json", "Application/JSON"] {
    #expect(try world.raw(.patch, path, as: "reseller", bytes: good, type: type).status == 200)
  }
}

@Test func `queries and paths that mean nothing are refused, never guessed`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.subscription(named: "Head office")
  let sub = "/api/v1/subscriptions"
  let forged = ["6E", "zz", "6e6", "666f6f1f30", "00", String(repeating: "61", count: 3000)]
  var cases: [(path: String, outcome: String)] = [
    ("\(sub)?limit=0", "query.limit_out_of_range"), ("\(sub)?limit=201", "query.limit_out_of_range"),
    ("\(sub)?limit=x", "query.limit_out_of_range"), ("\(sub)?limit=", "query.limit_out_of_range"),
    ("\(sub)?limit=-1", "query.limit_out_of_range"), ("\(sub)?sort=name", "query.unknown"),
    ("\(sub)?status=gone", "field.not_a_choice"), ("\(sub)?endsBefore=2026-02-30", "field.day_malformed"),
    ("\(sub)?customerId=helvetia", "field.id_malformed"), ("\(sub)?serviceId=1", "field.id_malformed"),
    ("\(sub)/\(id)?verbose=1", "query.unknown"), ("\(sub)/\(id)?preview=true", "query.unknown"),
    ("\(sub)/\(id)/charges?month=2026-13", "field.month_malformed"),
    ("\(sub)/\(id)/charges?month=2026-1", "field.month_malformed"),
    ("\(sub)/\(id)/charges?leg=both", "field.not_a_choice"),
    ("/api/v1/statements?month=2026-00", "field.month_malformed"),
    ("/api/v1/statements?status=paid", "field.not_a_choice"),
    ("/api/v1/audit-records?from=2026-01-32T00:00:00Z", "field.instant_malformed"),
    ("/api/v1/audit-records?to=yesterday", "field.instant_malformed"), ("/api/v1/search", "query.required"),
    ("/api/v1/search?q=", "query.required"), ("/api/v1/offers?planId=e3", "field.id_malformed"),
    ("\(sub)?search=\(String(repeating: "a", count: 101))", "query.text_malformed"),
    ("\(sub)/1", "object.not_found"), ("\(sub)/\(id)0", "object.not_found"),
    ("\(sub)/\(id.dropLast())g", "object.not_found"), ("\(sub)/%27%20OR%201=1", "object.not_found"),
    ("/api/v1/users/me", "object.not_found"), ("/api/v1/grants/-", "object.not_found"),
    ("/api/v1/statements/2026-01", "object.not_found"), ("/api/v1/nothing", "object.not_found"),
    ("/api/v1/customers/\(id)", "object.not_found"), ("/api/v1/statements/\(id)/lines", "object.not_found"),
  ]
  for list in [sub, "\(sub)/\(id)/changes", "/api/v1/statements", "/api/v1/audit-records", "/api/v1/customers"] {
    cases += forged.map { ("\(list)?cursor=\($0)", "query.cursor_malformed") }
  }
  for (path, outcome) in cases {
    #expect(try world.send(.get, path, as: "reseller").outcome == outcome, "\(path.prefix(120))")
  }
  let guess = try world.send(.patch, "\(sub)/\(id)?preview=yes", as: "reseller", #"{"quantity":30}"#)
  #expect(guess.outcome == "query.boolean_expected")
}
