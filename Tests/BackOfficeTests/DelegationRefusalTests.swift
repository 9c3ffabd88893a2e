import BackOffice
import Core
import HTTP
import Postgres
import Testing

@Test func `everything wrong with a request for access is said at once`() throws {
  let world = try World()
  let biel = try Letting(world)
  let before = try biel.kept()
  let time = #""duration":"P30D""#
  let cases: [(String, [String])] = [
    ("{}", ["/reason field.required", "/duration field.required"]),
    (#"{"reason":" ",\#(time)}"#, ["/reason field.required"]),
    (#"{"reason":"Desk",\#(time)}"#, ["/rights field.required"]),
    (#"{"rights":[],"reason":"Desk",\#(time)}"#, ["/rights field.required"]),
    (#"{"rights":"users","reason":"Desk",\#(time)}"#, ["/rights field.array_expected"]),
    (
      #"{"rights":["users","all",1],"reason":"Desk",\#(time)}"#,
      ["/rights/2 field.text_expected", "/rights/1 field.not_a_choice"]
    ),
    (Letting.body(["users"], #""duration":"30 days""#), ["/duration field.malformed"]),
    (Letting.body(["users"], #""duration":"PT23H""#), ["/duration delegation.too_short"]),
    (Letting.body(["users"], #""duration":"P731D""#), ["/duration delegation.too_long"]),
    (Letting.body([], #""duration":"P3Y""#), ["/rights field.required", "/duration delegation.too_long"]),
    (Letting.body(["users"], #""expiresAt":"2026-02-01""#), ["/expiresAt field.instant_malformed"]),
    (Letting.body(["users"], #""expiresAt":null"#), ["/expiresAt field.required"]),
    (Letting.body(["users"], #""expiresAt":"2026-01-15T12:00:00Z""#), ["/expiresAt delegation.too_short"]),
    (Letting.body(["users"], #""expiresAt":"2029-01-15T12:00:00Z""#), ["/expiresAt delegation.too_long"]),
    (
      Letting.body(["users"], #""expiresAt":"2026-03-01T00:00:00Z","duration":"P1M""#),
      ["/expiresAt delegation.time_twice"]
    ),
    (Letting.body(["users"], time + #","status":"active""#), ["/status field.unknown"]),
    (#"{"rights":["users"],"reason":"\#(String(repeating: "r", count: 501))",\#(time)}"#, ["/reason field.too_long"]),
  ]
  for (body, faults) in cases {
    let answer = try biel.ask(body)
    #expect(answer.status == 422 && answer.faults == faults, "\(body): \(answer.text)")
  }
  #expect(try biel.kept() == before)
}

@Test func `only the customer's own reseller asks for access, and only where somebody could approve`() throws {
  let world = try World()
  let biel = try Letting(world)
  let before = try biel.kept()
  let cases: [(String, Int, String)] = [
    ("distributor", 403, "permission.missing"), ("rival", 404, "object.not_found"),
    ("fabio.conti", 403, "permission.missing"), ("chloe.perrin.biel", 403, "delegation.reseller_asks"),
    ("manager", 404, "object.not_found"), ("tech", 403, "permission.missing"), ("user", 403, "permission.missing"),
  ]
  for (person, status, code) in cases {
    let answer = try biel.ask(as: person)
    #expect(answer.status == status && answer.code == code, "\(person): \(answer.text)")
  }
  _ = try world.owner("UPDATE role_grant SET ended_at = now() WHERE role = 'customerManager'") { _ in }
  #expect(try biel.ask().code == "delegation.no_manager")
  #expect(try biel.kept() == before)
}

@Test func `one request waits at a time, also when two are made at once`() throws {
  let world = try World()
  let biel = try Letting(world)
  for person in ["reseller", "anna.luethi"] { _ = try world.token(of: person) }
  let answers = try atOnce(2) { try biel.ask(as: ["reseller", "anna.luethi"][$0]) }
  #expect(answers.map(\.status).sorted() == [201, 409])
  #expect(answers.compactMap(\.code) == ["delegation.pending_exists"])
  #expect(try biel.ask().code == "delegation.pending_exists")
}

@Test func `a request is decided only by those whose it is to decide`() throws {
  let world = try World()
  let biel = try Letting(world)
  let id = try biel.asked(["users", "licences"])
  let approve = #"{"status":"active"}"#
  let refuse = #"{"status":"refused","reason":"No."}"#
  let before = try biel.kept()
  let cases: [(String, String, Int, String)] = [
    ("reseller", approve, 403, "delegation.customer_decides"), ("reseller", refuse, 403, "delegation.customer_decides"),
    ("reseller", #"{"rights":["users"]}"#, 403, "delegation.customer_decides"),
    (biel.manager, #"{"status":"withdrawn"}"#, 403, "delegation.reseller_withdraws"),
    ("distributor", approve, 403, "permission.missing"), ("distributor", refuse, 403, "permission.missing"),
    ("fabio.conti", #"{"status":"withdrawn"}"#, 403, "permission.missing"),
    ("rival", #"{"status":"withdrawn"}"#, 404, "object.not_found"), ("rival", approve, 404, "object.not_found"),
    ("manager", approve, 404, "object.not_found"), ("tech", approve, 403, "permission.missing"),
    (biel.manager, "{}", 422, "field.required"), (biel.manager, #"{"status":"pending"}"#, 422, "field.not_a_choice"),
    (biel.manager, #"{"status":"expired"}"#, 422, "field.not_a_choice"),
    (biel.manager, #"{"status":null}"#, 422, "field.required"),
    (biel.manager, #"{"status":"refused"}"#, 422, "field.required"),
    (biel.manager, #"{"status":"refused","reason":" "}"#, 422, "field.required"),
    (biel.manager, #"{"status":"refused","reason":"No.","rights":["users"]}"#, 422, "field.unknown"),
    (biel.manager, #"{"status":"active","reason":"Yes."}"#, 422, "field.unknown"),
    (biel.manager, #"{"status":"active","rights":[]}"#, 422, "field.required"),
    (biel.manager, #"{"status":"active","rights":null}"#, 422, "field.required"),
    (biel.manager, #"{"status":"active","rights":["actAs"]}"#, 422, "delegation.rights_beyond"),
    (biel.manager, #"{"status":"active","expiresAt":"2026-01-01T00:00:00Z"}"#, 422, "delegation.expiry_past"),
    (biel.manager, #"{"status":"active","expiresAt":"2026-09-01T00:00:00Z"}"#, 422, "delegation.expiry_beyond"),
    (biel.manager, #"{"status":"ended"}"#, 409, "delegation.not_active"),
    (biel.manager, #"{"rights":["users"]}"#, 409, "delegation.not_active"),
  ]
  for (person, body, status, code) in cases {
    let answer = try biel.say(body, to: id, as: person)
    #expect(answer.status == status && answer.code == code, "\(person) \(body): \(answer.text)")
  }
  #expect(try biel.say(approve, to: id, headers: [("If-Match", "\"7\"")]).status == 412)
  #expect(try biel.kept() == before)
  for (person, status) in [("rival", 404), ("manager", 404), ("fabio.conti", 403), ("distributor", 200)] {
    #expect(try biel.read(id, as: person).status == status, "\(person)")
    let list = try world.send(.get, "/api/v1/customers/\(biel.customer)/delegations", as: person)
    #expect(list.status == status, "\(person)")
  }
}

@Test func `what is decided about access stays decided`() throws {
  let world = try World()
  let biel = try Letting(world)
  let ends: [(String, String)] = [
    (#"{"status":"refused","reason":"Not now."}"#, biel.manager), (#"{"status":"withdrawn"}"#, "reseller"),
  ]
  for (first, by) in ends {
    let id = try biel.asked()
    #expect(try biel.say(first, to: id, as: by).status == 200)
    let kept = try biel.kept()
    for (next, person, code) in [
      (#"{"status":"active"}"#, biel.manager, "delegation.decided"),
      (#"{"status":"refused","reason":"No."}"#, biel.manager, "delegation.decided"),
      (#"{"status":"withdrawn"}"#, "reseller", "delegation.decided"),
      (#"{"status":"ended"}"#, "reseller", "delegation.not_active"),
      (#"{"rights":["users"]}"#, biel.manager, "delegation.not_active"),
    ] {
      let answer = try biel.say(next, to: id, as: person)
      #expect(answer.status == 409 && answer.code == code, "\(first), \(next): \(answer.text)")
    }
    #expect(try biel.kept() == kept)
  }
  let open = try biel.open()
  #expect(try biel.say(#"{"status":"active"}"#, to: open).code == "delegation.decided")
  #expect(try biel.say(#"{"status":"withdrawn"}"#, to: open, as: "reseller").code == "delegation.decided")
  #expect(try biel.say(#"{"rights":["users"]}"#, to: open).code == "delegation.nothing_narrowed")
  #expect(try biel.say(#"{"rights":["licences"]}"#, to: open).code == "delegation.rights_beyond")
  #expect(try biel.say(#"{"status":"ended"}"#, to: open).status == 200)
  #expect(try biel.say(#"{"status":"ended"}"#, to: open, as: "reseller").code == "delegation.not_active")
}

@Test func `of what is said to a request at once exactly one counts`() throws {
  let world = try World()
  let helvetia = try Letting(world, "Helvetia Works AG", manager: "manager")
  let verdicts = [
    (#"{"status":"active"}"#, "manager"), (#"{"status":"active","rights":["users"]}"#, "philippe.rochat"),
    (#"{"status":"refused","reason":"No."}"#, "philippe.rochat"), (#"{"status":"withdrawn"}"#, "reseller"),
  ]
  for (_, person) in verdicts { _ = try world.token(of: person) }
  for _ in 0..<4 {
    let id = try helvetia.asked(["users", "licences"])
    let before = try helvetia.kept()
    let statuses = try atOnce(verdicts.count) { try helvetia.say(verdicts[$0].0, to: id, as: verdicts[$0].1).status }
    #expect(statuses.sorted() == [200, 409, 409, 409])
    let after = try helvetia.kept()
    #expect(after[1] == before[1] + 1 && after[2] == before[2] + 1 && after[3] == before[3] + 1)
  }
}

@Test func `the distributor's role writes nothing about access, whatever it asks the database`() throws {
  let world = try World()
  let distributor = try world.actor(.distributor)
  let seen = try world.asService([distributor.reach], "SELECT count(*) FROM delegation") { try $0[0] as Int64 }
  #expect(seen[0] > 0)
  for sql: SQL in [
    "UPDATE delegation SET status = 'active', expires_at = now(), approved_at = now()",
    "UPDATE delegation SET rights = asked_rights",
  ] {
    let changed = try world.office.database.transaction(opening: [distributor.reach]) { try $0.execute(sql) }
    #expect(changed == 0)
  }
}

@Test func `whoever lets a reseller in stays out of its reach`() throws {
  let world = try World()
  _ = try Letting(world, "Helvetia Works AG", manager: "manager").open(["users", "licences"])
  let helvetia = try Helvetia(world)
  let manager = try helvetia.user("philippe.rochat")
  let path = "/api/v1/users/\(manager)"
  let before = try world.fingerprint()
  for (method, target, body) in [
    (HTTP.Method.post, path + "/password", "{}"), (.patch, path, #"{"status":"disabled"}"#),
    (.patch, path, #"{"notificationEmail":"reseller@comptoir.test"}"#),
  ] {
    let answer = try world.send(method, target, as: "reseller", body)
    #expect(answer.status == 403 && answer.code == "delegation.over_its_giver", "\(answer.text)")
  }
  #expect(try world.fingerprint()[7] == before[7], "nobody was changed")
  let lea = try helvetia.user("lea.hofer")
  #expect(try world.send(.post, "/api/v1/users/\(lea)/password", as: "reseller", "{}").status == 200)
  #expect(try world.send(.post, path + "/password", as: "distributor", "{}").status == 200)
}
