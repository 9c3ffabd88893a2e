import BackOffice
import Core
import Postgres
import Testing

@Test func `of many at once everybody who cannot have a licence is named, and nobody gets one`() throws {
  let office = try LicenceOffice(quantity: 5)
  let world = office.world
  let disabled = office.people[2]
  _ = try world.owner("UPDATE person SET status = 'disabled' WHERE id = \(ID<Person>(disabled))") { _ in }
  let foreign = try world.text("SELECT id::text FROM person WHERE sign_in_email = 'rival@comptoir.test'")
  #expect(try office.assign([office.people[1]]).status == 201)
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  let answer = try office.assign([office.people[0], office.people[1], disabled, foreign, office.people[0]])
  #expect(answer.status == 422)
  #expect(
    answer.faults == [
      "/userIds/1 licence.already_assigned", "/userIds/2 user.disabled", "/userIds/3 user.unknown",
      "/userIds/4 licence.named_twice",
    ])
  #expect(try office.assign([]).faults == ["/userIds field.required"])
  #expect(try office.assign(["x"]).faults == ["/userIds/0 field.id_malformed"])
  #expect(try office.takeBack([office.people[0], office.people[1]]).faults == ["/userIds/0 licence.not_held"])
  #expect(try office.takeBack([]).status == 422)
  #expect(try world.fingerprint() == untouched)
}

@Test func `one too many is refused with how many lack, and the preview says so before`() throws {
  let office = try LicenceOffice(quantity: 2)
  for preview in [true, false] {
    let answer = try office.assign(office.people, preview: preview)
    #expect(answer.status == 409 && answer.code == "licences.none_left", "\(answer.text)")
    #expect(answer.json["missing"]?.integer == 1)
    #expect(answer.json["detail"]?.string?.contains("Exchange Online") == true)
  }
  #expect(try office.assigned() == 0)
  let preview = try office.assign(Array(office.people.prefix(2)), preview: true)
  #expect(preview.status == 200 && preview.json["assigned"]?.integer == 2 && preview.json["free"]?.integer == 0)
  #expect(preview.json["users"]?.items.count == 2 && preview.json["since"] == .null)
  #expect(try office.holders().isEmpty)
}

@Test func `many get licences in one step and give them back in one`() throws {
  let office = try LicenceOffice(quantity: 3)
  let given = try office.assign(office.people)
  #expect(given.status == 201 && given.json["assigned"]?.integer == 3 && given.json["since"]?.string != nil)
  #expect(try office.holders() == Set(office.people))
  let trail = try office.world.send(.get, "/api/v1/audit-records?objectId=\(office.subscription)", as: "manager")
  let records = trail.items.filter { $0["action"]?.string == "licence.assigned" }
  #expect(records.count == 1 && records[0]["after"]?["userIds"]?.items.count == 3, "\(trail.text)")
  #expect(try office.takeBack(office.people, preview: true).json["assigned"]?.integer == 0)
  #expect(try office.assigned() == 3)
  #expect(try office.takeBack(Array(office.people.prefix(2))).status == 204)
  #expect(try office.holders() == [office.people[2]])
  #expect(try office.assigned() == 1)
}

@Test func `of two who give the last licence at once, one does`() throws {
  let office = try LicenceOffice(quantity: 3, people: 4)
  _ = try office.world.token(of: "manager")
  _ = try office.world.token(of: "tech")
  let answers = try atOnce(2) { index in
    try office.assign(Array(office.people[(index * 2)..<(index * 2 + 2)]), as: index == 0 ? "manager" : "tech")
  }
  #expect(answers.map(\.status).sorted() == [201, 409])
  #expect(answers.first { $0.status == 409 }?.json["missing"]?.integer == 1)
  #expect(try office.assigned() == 2)
  #expect(try office.holders().count == 2)
}

@Test func `whose licences they are decides who gives them`() throws {
  let office = try LicenceOffice(plan: "Acronis Cyber Protect Standard")
  let world = office.world
  let one = [office.people[0]]
  #expect(try office.assign(one, as: "tech").status == 404, "not a service of theirs, so not there")
  #expect(try office.assign(one, as: "rival").status == 404)
  for person in ["finance", "user", "distributor"] {
    #expect(try office.assign(one, as: person).status == 403, "\(person)")
    #expect(try office.takeBack(one, as: person).status == 403, "\(person)")
  }
  let foreign = try world.text(
    "SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id WHERE o.country = 'DE' LIMIT 1")
  let body = #"{"userIds":\#(LicenceOffice.list(one))}"#
  let path = "/api/v1/subscriptions/\(foreign)/assignments"
  #expect(try world.send(.post, path, as: "manager", body).status == 404)
  #expect(try world.send(.delete, path, as: "manager", body).status == 404)
  let move = #"{"from":"\#(office.people[0])","to":"\#(office.people[1])"}"#
  #expect(try world.send(.post, path + "/move", as: "manager", move).status == 404)
}

@Test func `when its delegation ends a reseller gives no more licences`() throws {
  let world = try World()
  let biel = try Letting(world)
  let customer = ID<Organization>(biel.customer)
  let subscription = try world.text(
    """
    SELECT id::text FROM subscription WHERE customer_id = \(customer) AND status = 'active'
      AND quantity - assigned > 1 ORDER BY id LIMIT 1
    """)
  let person = try world.text(
    """
    SELECT p.id::text FROM person p WHERE p.organization_id = \(customer) AND NOT EXISTS (
      SELECT FROM licence_assignment a
      WHERE a.person_id = p.id AND a.subscription_id = \(ID<Subscription>(subscription)))
    LIMIT 1
    """)
  func all() throws -> [String] {
    let body = #"{"userIds":["\#(person)"]}"#
    let customer = biel.customer
    let one = "/api/v1/subscriptions/\(subscription)/assignments"
    return [
      try world.send(.post, one, as: "reseller", body).outcome,
      try world.send(.delete, one, as: "reseller", body).outcome,
      try world.send(.get, "/api/v1/customers/\(customer)/groups", as: "reseller").outcome,
      try world.send(.get, "/api/v1/customers/\(customer)/unused-licences", as: "reseller").outcome,
      try world.send(.post, "/api/v1/users/\(person)/handover?preview=true", as: "reseller", #"{"to":"\#(person)"}"#)
        .outcome,
    ]
  }
  let none = [String](repeating: "delegation.required", count: 5)
  #expect(try all() == none)
  let delegation = try biel.open(["licences"])
  #expect(try all() == ["201", "204", "200", "200", "licence.same_person"])
  #expect(try biel.say(#"{"status":"ended"}"#, to: delegation).status == 200)
  #expect(try all() == none)
}

@Test func `those who receive a licence are told once each, unless they are many or it is switched off`() throws {
  let office = try LicenceOffice(quantity: 30, people: 25)
  let world = office.world
  func mails(_ body: () throws -> Answer) throws -> [String] {
    let before = try world.number("SELECT coalesce(max(sequence), 0) FROM outbox")
    #expect(try body().status < 300)
    return try world.owner(
      """
      SELECT (payload->>'to') || ': ' || (payload->>'subject') FROM outbox
      WHERE kind = 'mail' AND sequence > \(before)
      """
    ) { try $0[0] as String }
  }
  let name = "Exchange Online (Plan 1)"
  #expect(try mails { try office.assign([office.people[0]]) } == ["number0@helvetia.test: You can now use \(name)"])
  #expect(try mails { try office.assign([office.people[1]], #","notify":false"#) } == [])
  #expect(try mails { try office.assign(Array(office.people[2...3])) }.count == 2)
  #expect(try mails { try office.takeBack(Array(office.people.prefix(4))) } == [])
  #expect(try mails { try office.assign(office.people) } == [], "more than twenty")
  #expect(try mails { try office.takeBack(office.people) } == [])
  #expect(try mails { try office.assign(office.people, #","notify":true"#) }.count == 25)
}

@Test func `licences nobody uses are found, and only of the services one looks after`() throws {
  let office = try LicenceOffice(quantity: 3)
  let world = office.world
  let backup = try Helvetia(world).subscription(named: "Workstation backup")
  #expect(try office.assign(Array(office.people.prefix(2))).status == 201)
  let body = #"{"userIds":["\#(office.people[2])"]}"#
  #expect(try world.send(.post, "/api/v1/subscriptions/\(backup)/assignments", as: "manager", body).status == 201)
  let path = "/api/v1/customers/\(office.customer)/unused-licences?limit=200"
  func found(_ person: String) throws -> Set<String> {
    let mine = Set(office.people)
    return Set(
      try world.send(.get, path, as: person).items.compactMap { $0["userId"]?.string }.filter(mine.contains))
  }
  #expect(try found("manager") == Set(office.people))
  #expect(try found("tech") == Set(office.people.prefix(2)))
  _ = try world.owner("UPDATE person SET last_sign_in_at = now() WHERE id = \(ID<Person>(office.people[0]))") { _ in }
  #expect(try found("manager") == Set(office.people.dropFirst()))
  #expect(try world.send(.get, path, as: "rival").status == 404)
  #expect(try world.send(.get, path, as: "finance").status == 403)
}
