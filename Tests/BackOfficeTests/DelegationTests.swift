import BackOffice
import Core
import HTTP
import Postgres
import Testing

/// What a reseller does with a customer's people, by the right it takes.
private struct Uses {
  let letting: Letting
  let person: String
  let subscription: String

  init(_ letting: Letting) throws {
    self.letting = letting
    let customer = ID<Organization>(letting.customer)
    let newcomer = #"{"givenName":"Luc","familyName":"Aubry","signInEmail":"luc.aubry@biel.test"}"#
    let created = try letting.world.send(
      .post, "/api/v1/customers/\(letting.customer)/users", as: letting.manager, newcomer)
    person = try #require(created.json["id"]?.string, "\(created.text)")
    subscription = try letting.world.text(
      "SELECT id::text FROM subscription WHERE customer_id = \(customer) AND status = 'active' ORDER BY id LIMIT 1")
  }

  func outcome(_ method: HTTP.Method, _ path: String, _ body: String? = nil) throws -> String {
    try letting.world.send(method, path, as: "reseller", body).outcome
  }

  func ofUsers() throws -> [String] {
    let customer = letting.customer
    return [
      try outcome(.get, "/api/v1/customers/\(customer)/users"), try outcome(.get, "/api/v1/users/\(person)"),
      try outcome(.patch, "/api/v1/users/\(person)", #"{"language":"fr"}"#),
      try outcome(.delete, "/api/v1/users/\(person)/lock"), try outcome(.get, "/api/v1/users/\(person)/sign-ins"),
      try outcome(.get, "/api/v1/organizations/\(customer)/grants"),
      try outcome(.get, "/people?organization=\(customer)"), try outcome(.get, "/access?organization=\(customer)"),
      try outcome(.get, "/users/\(person)"),
    ]
  }

  func ofLicences() throws -> [String] {
    let path = "/subscriptions/\(subscription)/assignments"
    return [
      try outcome(.get, "/api/v1" + path), try outcome(.get, path),
      try outcome(.post, "/api/v1" + path, #"{"userId":"\#(person)"}"#),
      try outcome(.delete, "/api/v1" + path + "?userId=\(person)"),
    ]
  }
}

private let required = "delegation.required"

@Test func `without a delegation a reseller touches nobody, with one exactly what it was given`() throws {
  let world = try World()
  let biel = try Letting(world)
  let uses = try Uses(biel)
  let noUsers = [String](repeating: required, count: 6) + ["403", "403", "403"]
  let noLicences = [required, "403", required, required]
  #expect(try uses.ofUsers() == noUsers && uses.ofLicences() == noLicences)
  let subscription = try world.send(.get, "/subscriptions/\(uses.subscription)", as: "reseller").text
  #expect(subscription.contains("/delegations/new?subscription="))

  let first = try biel.asked(["users", "licences", "actAs"])
  #expect(try uses.ofUsers() == noUsers && uses.ofLicences() == noLicences, "asked for is not given")
  #expect(try biel.say(#"{"status":"active","rights":["licences"]}"#, to: first).status == 200)
  #expect(try uses.ofUsers() == noUsers)
  #expect(try uses.ofLicences() == ["200", "200", "201", "204"])
  #expect(try biel.say(#"{"status":"ended"}"#, to: first).status == 200)
  #expect(try uses.ofLicences() == noLicences, "ended")

  let second = try biel.open(["users"])
  #expect(try uses.ofUsers() == ["200", "200", "200", "204", "200", "200", "200", "200", "200"])
  #expect(try uses.ofLicences() == noLicences)
  #expect(try biel.say(#"{"status":"ended","reason":"Done."}"#, to: second, as: "reseller").status == 200)
  #expect(try uses.ofUsers() == noUsers)
}

@Test func `a delegation counts until its very end, whether or not a job has written that down`() throws {
  let world = try World()
  let biel = try Letting(world)
  let uses = try Uses(biel)
  let id = try biel.open(["users"], #""duration":"P1D""#)
  #expect(try uses.ofUsers()[0] == "200")
  try Clock.set(Clock.now(world.office).adding(seconds: 86_400), world.office)
  #expect(try uses.ofUsers()[0] == required, "no job has run")
  #expect(try biel.read(id).json["status"]?.string == "expired")
  #expect(try biel.say(#"{"status":"ended"}"#, to: id).code == "delegation.not_active")
  let before = try biel.kept()
  try Jobs.runDue(world.office)
  try Jobs.runDue(world.office)
  let after = try biel.kept()
  #expect(after[1] == before[1] + 1 && after[2] == before[2] + 1, "written down once")
  let events = try biel.read(id).json["history"]?.items.compactMap { $0["event"]?.string }
  #expect(events == ["asked", "approved", "expired"])
  let actor = try world.owner("SELECT actor_id FROM audit_record WHERE action = 'delegation.expired'") {
    try $0[0] as ID<Person>?
  }
  #expect(actor == [nil])
}

@Test func `the customer's own people and the distributor need no delegation, the rival gets nothing by one`() throws {
  let world = try World()
  let biel = try Letting(world)
  let path = "/api/v1/customers/\(biel.customer)/users"
  for (person, status) in [(biel.manager, 200), ("distributor", 200), ("rival", 404), ("reseller", 403)] {
    #expect(try world.send(.get, path, as: person).status == status, "\(person)")
  }
  _ = try biel.open(["users", "licences", "actAs"])
  for (person, status) in [(biel.manager, 200), ("distributor", 200), ("rival", 404), ("reseller", 200)] {
    #expect(try world.send(.get, path, as: person).status == status, "\(person)")
  }
  #expect(try world.send(.get, path, as: "fabio.conti").status == 403, "finance holds no such right")
}

@Test func `until a customer has a manager its reseller looks after its people without asking`() throws {
  let world = try World()
  let biel = try Letting(world)
  let uses = try Uses(biel)
  _ = try world.owner("UPDATE role_grant SET ended_at = now() WHERE role = 'customerManager'") { _ in }
  #expect(try uses.ofUsers()[0] == "200" && uses.ofLicences()[0] == "200")
}

@Test func `a request and its approval are written down and told to the other side`() throws {
  let world = try World()
  let helvetia = try Letting(world, "Helvetia Works AG", manager: "manager")
  let start = try helvetia.lastMail
  let id = try helvetia.asked(["licences", "users"])
  let asked = try helvetia.read(id, as: "manager")
  #expect(asked.headers["ETag"] == "\"1\"" && asked.json["status"]?.string == "pending")
  #expect(asked.json["rights"]?.items.compactMap(\.string) == ["users", "licences"])
  #expect(asked.json["expiresAt"] == .null && asked.json["duration"]?.string == "P30D")
  #expect(
    try helvetia.mails(after: start) == [
      "manager@comptoir.test: Alpine Cloud AG asks for access to your people",
      "philippe.rochat@comptoir.test: Alpine Cloud AG demande l’accès à vos personnes",
    ])

  let middle = try helvetia.lastMail
  let approved = try helvetia.say(
    #"{"status":"active","rights":["users"],"expiresAt":"2026-02-01T00:00:00Z"}"#, to: id,
    headers: [("If-Match", "\"1\"")])
  #expect(approved.status == 200 && approved.headers["ETag"] == "\"2\"", "\(approved.text)")
  #expect(approved.json["expiresAt"]?.string == "2026-02-01T00:00:00Z")
  #expect(approved.json["askedRights"]?.items.count == 2 && approved.json["rights"]?.items.count == 1)
  #expect(try helvetia.mails(after: middle) == ["reseller@comptoir.test: Helvetia Works AG limited your access"])
  let history = try #require(try helvetia.read(id).json["history"]?.items)
  #expect(history.compactMap { $0["actorName"]?.string } == ["Reto Caduff", "Monika Brunner"])
  #expect(history[0]["reason"]?.string == "Help desk")

  let last = try helvetia.lastMail
  #expect(try helvetia.say(#"{"expiresAt":"2026-01-20T00:00:00Z"}"#, to: id).status == 200)
  #expect(try helvetia.say(#"{"status":"ended","reason":"Done"}"#, to: id).status == 200)
  #expect(
    try helvetia.mails(after: last) == [
      "reseller@comptoir.test: Helvetia Works AG limited your access",
      "reseller@comptoir.test: Access to the people of Helvetia Works AG has ended",
    ])
  let actions = try world.owner(
    "SELECT action FROM audit_record WHERE object_id = \(ID<Delegation>(id)) ORDER BY sequence"
  ) { try $0[0] as String }
  #expect(actions == ["delegation.asked", "delegation.approved", "delegation.narrowed", "delegation.ended"])
}

@Test func `refusing, withdrawing and the reseller's ending are told to whom they concern, with the reason`() throws {
  let world = try World()
  let biel = try Letting(world)
  let start = try biel.lastMail
  let refused = try biel.asked()
  _ = try biel.say(#"{"status":"refused","reason":"We do this ourselves."}"#, to: refused)
  let withdrawn = try biel.asked()
  _ = try biel.say(#"{"status":"withdrawn"}"#, to: withdrawn, as: "anna.luethi")
  let ended = try biel.open()
  _ = try biel.say(#"{"status":"ended"}"#, to: ended, as: "anna.luethi")
  let chloe = "chloe.perrin.biel@comptoir.test: "
  let reto = "reseller@comptoir.test: Uhrenmanufaktur Biel SA "
  #expect(
    try biel.mails(after: start) == [
      chloe + "Alpine Cloud AG asks for access to your people", reto + "refused your access",
      chloe + "Alpine Cloud AG asks for access to your people",
      chloe + "Alpine Cloud AG withdrew its request for access",
      chloe + "Alpine Cloud AG asks for access to your people", reto + "approved your access",
      chloe + "Access to the people of Uhrenmanufaktur Biel SA has ended",
    ])
  let text = try world.text(
    "SELECT payload->>'text' FROM outbox WHERE payload->>'subject' LIKE '%refused your access' LIMIT 1")
  #expect(text.contains("Reason: We do this ourselves.") && text.contains("/delegations/\(refused)"))
}

@Test func `an end a week ahead is announced to both sides, once`() throws {
  let world = try World()
  let biel = try Letting(world)
  _ = try world.owner("UPDATE delegation SET status = 'ended'") { _ in }
  _ = try biel.open(["users"], #""duration":"P30D""#)
  _ = try biel.open(["licences"], #""duration":"P5D""#)
  let start = try biel.lastMail
  try world.pass(hours: 22 * 24)
  #expect(try biel.mails(after: start).isEmpty, "the short one ends without notice")
  try world.pass(hours: 2 * 24)
  try world.pass(hours: 10 * 24)
  let subject = "Access to the people of Uhrenmanufaktur Biel SA ends soon"
  let told = Set(try biel.mails(after: start))
  #expect(told == ["chloe.perrin.biel@comptoir.test: \(subject)", "reseller@comptoir.test: \(subject)"])
  #expect(try biel.mails(after: start).count == 2)
}

@Test func `renewing is a new request beside what counts already`() throws {
  let world = try World()
  let biel = try Letting(world)
  let uses = try Uses(biel)
  let first = try biel.open(["users"], #""duration":"P10D""#)
  let second = try biel.asked(["users"], #""duration":"P1Y""#)
  #expect(try uses.ofUsers()[0] == "200", "the old one goes on")
  #expect(try biel.say(#"{"status":"active"}"#, to: second).status == 200)
  #expect(try biel.say(#"{"status":"ended"}"#, to: first).status == 200)
  #expect(try uses.ofUsers()[0] == "200", "the new one counts by itself")
  let list = try world.send(.get, "/api/v1/customers/\(biel.customer)/delegations", as: biel.manager)
  #expect(list.items.compactMap { $0["id"]?.string } == [second, first])
  let page = try world.send(.get, "/api/v1/customers/\(biel.customer)/delegations?limit=1", as: "reseller")
  let cursor = try #require(page.json["nextCursor"]?.string)
  let rest = try world.send(.get, "/api/v1/customers/\(biel.customer)/delegations?cursor=\(cursor)", as: "reseller")
  #expect(rest.items.compactMap { $0["id"]?.string } == [first])
}

@Test func `a request nobody answered before its end makes room for the next`() throws {
  let world = try World()
  let biel = try Letting(world)
  let first = try biel.asked(["users"], #""expiresAt":"2026-01-17T00:00:00Z""#)
  try Clock.set(#require(Instant("2026-01-18T00:00:00Z")), world.office)
  #expect(try biel.say(#"{"status":"active"}"#, to: first).code == "delegation.decided")
  #expect(try biel.ask().status == 201)
  #expect(try biel.read(first).json["history"]?.items.last?["event"]?.string == "expired")
}

@Test func `what cannot be told is not done`() throws {
  let world = try World()
  let biel = try Letting(world)
  let id = try biel.asked()
  for table in ["outbox", "audit_record"] {
    try world.breaking(table) {
      let answer = try biel.say(#"{"status":"active"}"#, to: id)
      #expect(answer.status >= 400, "\(answer.text)")
    }
  }
  let answer = try biel.read(id)
  #expect(answer.json["status"]?.string == "pending" && answer.headers["ETag"] == "\"1\"")
}
