import BackOffice
import Core
import Postgres
import Testing

private func newcomer(_ number: Int, _ subscriptions: [String]) -> String {
  #"""
  {"givenName":"New","familyName":"Comer","signInEmail":"new\#(number)@helvetia.test","subscriptionIds":
    \#(LicenceOffice.list(subscriptions))}
  """#
}

extension LicenceOffice {
  fileprivate func create(_ users: [String], as person: String = "manager", preview: Bool = false) throws -> Answer {
    try world.send(
      .post, "/api/v1/customers/\(customer)/users\(preview ? "?preview=true" : "")", as: person,
      #"{"users":[\#(users.joined(separator: ","))]}"#)
  }

  fileprivate func imported(_ table: String, preview: Bool = false) throws -> Answer {
    try world.send(
      .post, "/api/v1/customers/\(customer)/users\(preview ? "?preview=true" : "")", as: "manager", table,
      headers: [("Content-Type", "text/csv")])
  }
}

@Test func `nobody is invited when a licence wanted for them is not there to give`() throws {
  let office = try LicenceOffice(quantity: 2)
  let world = office.world
  let foreign = try world.text(
    "SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id WHERE o.country = 'DE' LIMIT 1")
  let ended = try Helvetia(world).subscription(named: "Workstation backup")
  #expect(try world.patch(ended, #"{"status":"suspended","reason":"Unpaid"}"#).status == 200)
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  for preview in [true, false] {
    let wrong = try office.create(
      [
        newcomer(1, [foreign]), newcomer(2, [ended]), newcomer(3, [office.subscription, office.subscription]),
        newcomer(3, []),
      ], preview: preview)
    #expect(
      wrong.faults == [
        "/users/3/signInEmail user.email_taken", "/users/0/subscriptionIds/0 subscription.unknown",
        "/users/1/subscriptionIds/0 subscription.not_active", "/users/2/subscriptionIds/1 licence.named_twice",
      ], "\(wrong.text)")
    let many = try office.create((4...6).map { newcomer($0, [office.subscription]) }, preview: preview)
    #expect(many.status == 409 && many.code == "licences.none_left" && many.json["missing"]?.integer == 1)
  }
  #expect(try office.create([newcomer(7, [office.subscription])], as: "reseller").code == "delegation.required")
  #expect(try world.fingerprint() == untouched)
}

@Test func `newcomers have their licences with their accounts, and one mail`() throws {
  let office = try LicenceOffice(quantity: 2)
  let before = try office.world.number("SELECT coalesce(max(sequence), 0) FROM outbox")
  let created = try office.create([newcomer(1, [office.subscription]), newcomer(2, [office.subscription])])
  #expect(created.status == 201, "\(created.text)")
  #expect(try office.holders() == Set(created.items.compactMap { $0["id"]?.string }))
  let mails = try office.world.number("SELECT count(*) FROM outbox WHERE kind = 'mail' AND sequence > \(before)")
  #expect(mails == 2, "the invitations")
}

@Test func `a table names licences by their subscription, every error by its cell`() throws {
  let office = try LicenceOffice(quantity: 2)
  let heading = "Given name,Family name,E-mail,Licences\n"
  let wrong = try office.imported(
    heading + "A,B,a@x.test,Nothing\nA,B,b@x.test,Exchange Online (Plan 1)\nA,B,c@x.test,Head office|Head office")
  #expect(
    wrong.faults == [
      "/rows/2/licences subscription.unknown", "/rows/3/licences import.subscription_ambiguous",
      "/rows/4/licences licence.named_twice",
    ], "\(wrong.text)")
  let table = heading + "A,B,a@x.test,Head office|\(office.subscription)\nA,C,c@x.test,\n"
  let preview = try office.imported(table, preview: true)
  #expect(preview.items.first?["subscriptionIds"]?.items.count == 2, "\(preview.text)")
  let created = try office.imported(table)
  #expect(created.status == 201 && created.items.count == 2)
  let first = try #require(created.items.first?["id"]?.string)
  #expect(try office.holders() == [first])
  let rows = (0..<3).map { "P,Q,p\($0)@x.test,\(office.subscription)\n" }.joined()
  let many = try office.imported(heading + rows)
  #expect(many.code == "licences.none_left" && many.json["missing"]?.integer == 2)
}

@Test func `whoever is disabled keeps the licences or gives them back, as one chooses`() throws {
  let office = try LicenceOffice(quantity: 3)
  let world = office.world
  _ = try world.owner("UPDATE person SET status = 'active' WHERE sign_in_email LIKE 'number%'") { _ in }
  #expect(try office.assign(office.people).status == 201)
  func disable(_ index: Int, _ more: String) throws -> Answer {
    try world.send(.patch, "/api/v1/users/\(office.people[index])", as: "manager", #"{"status":"disabled"\#(more)}"#)
  }
  #expect(try disable(0, #","licences":"burn""#).faults == ["/licences field.not_a_choice"])
  #expect(try disable(0, "").status == 200 && disable(1, #","licences":"keep""#).status == 200)
  #expect(try office.assigned() == 3)
  #expect(try disable(2, #","licences":"free""#).status == 200)
  #expect(try office.assigned() == 2)
  #expect(try office.holders() == Set(office.people.prefix(2)))
}

@Test func `a distributor may not free what it may not give`() throws {
  let office = try LicenceOffice(quantity: 3)
  _ = try office.world.owner("UPDATE person SET status = 'active' WHERE sign_in_email LIKE 'number%'") { _ in }
  #expect(try office.assign(office.people).status == 201)
  let answer = try office.world.send(
    .patch, "/api/v1/users/\(office.people[0])", as: "distributor", #"{"status":"disabled","licences":"free"}"#)
  #expect(answer.code == "user.holds_licences", "\(answer.text)")
  #expect(try office.assigned() == 3)
}
