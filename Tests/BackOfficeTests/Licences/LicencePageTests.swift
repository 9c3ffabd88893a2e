import BackOffice
import Core
import Postgres
import Testing

@Test func `licences are assigned to many by boxes, and one too many leads to more licences`() throws {
  let office = try LicenceOffice(quantity: 2)
  _ = try office.world.owner(
    "UPDATE organization SET self_service = 'full' WHERE id = \(ID<Organization>(office.customer))"
  ) { _ in }
  let path = "/subscriptions/\(office.subscription)/assignments"
  let empty = try office.world.send(.get, path, as: "manager").text
  #expect(empty.contains("0 of 2 assigned") && empty.contains("Number 0"), "nobody has one, so the others come first")
  let many = try office.post(path, "show=others&" + office.people.map { "userIds=\($0)" }.joined(separator: "&"))
  #expect(many.status == 409 && many.text.contains("/quantity?quantity=3"), "\(many.status)")
  #expect(many.text.contains("value=\"\(office.people[0])\" aria-label=\"Choose Person Number 0\" checked"))
  let two = office.people.prefix(2).map { "userIds=\($0)" }.joined(separator: "&")
  let done = try office.post(path, "show=others&asksNotify=true&" + two)
  #expect(done.status == 303 && done.headers["Location"]?.contains("given=2") == true)
  let shown = try office.world.send(.get, path + "?show=assigned&given=2", as: "manager").text
  #expect(shown.contains("Licences assigned: 2") && shown.contains("2 of 2 assigned") && !shown.contains("Number 2"))
  let found = try office.world.send(.get, path + "?show=others&search=number+2", as: "manager").text
  #expect(!found.contains("Number 1"))
  let none = try office.world.send(.get, path + "?show=unlicensed&search=number", as: "manager").text
  #expect(none.contains("Number 2") && !none.contains("Number 1"))
  let mails = try office.world.number("SELECT count(*) FROM outbox WHERE payload->>'subject' LIKE 'You can now use%'")
  #expect(mails == 0, "switched off")
}

@Test func `a person's services are changed by boxes, and what others changed meanwhile stays`() throws {
  let office = try LicenceOffice(quantity: 2)
  let backup = try Helvetia(office.world).subscription(named: "Workstation backup")
  let path = "/users/\(office.people[0])/licences"
  #expect(try office.assign([office.people[0]]).status == 201)
  let page = try office.world.send(.get, path, as: "manager").text
  #expect(page.contains("name=\"held\" value=\"\(office.subscription)\"") && page.contains("1 of 2 assigned"))
  #expect(try office.post(path, "listed=true&held=\(office.subscription)&subscriptionIds=\(backup)").status == 303)
  #expect(try office.holders().isEmpty)
  #expect(try office.assign([office.people[0]]).status == 201)
  #expect(try office.post(path, "listed=true&held=\(backup)&subscriptionIds=\(backup)").status == 303)
  #expect(try office.holders() == [office.people[0]], "assigned by somebody else after the form was shown")
  #expect(try office.post(path, "listed=true&subscriptionIds=\(backup)", as: "tech").status == 422)
  for (person, status) in [("rival", 404), ("reseller", 403), ("finance", 403), ("user", 403)] {
    #expect(try office.world.send(.get, path, as: person).status == status, "\(person)")
  }
  let card = try office.world.send(.get, "/users/\(office.people[0])", as: "manager").text
  #expect(card.contains("/users/\(office.people[0])/handover"))
}

@Test func `handing over shows first what goes and what stays`() throws {
  let office = try LicenceOffice(quantity: 3)
  let (leaver, successor) = (office.people[0], office.people[1])
  #expect(try office.assign([leaver]).status == 201)
  let path = "/users/\(leaver)/handover"
  #expect(try office.world.send(.get, path, as: "manager").text.contains("Number 1"))
  #expect(try office.post(path, "to=\(successor)&step=preview").status == 422, "nothing is ticked")
  let preview = try office.post(path, "to=\(successor)&subscriptionIds=\(office.subscription)&step=preview")
  #expect(preview.status == 200 && preview.text.contains("Goes to Person Number 1"), "\(preview.status)")
  #expect(try office.holders() == [leaver])
  let done = try office.post(path, "to=\(successor)&subscriptionIds=\(office.subscription)&step=confirm")
  #expect(done.status == 303)
  #expect(try office.holders() == [successor])
}

@Test func `a group is made, filled and given licences on pages that ask first`() throws {
  let office = try LicenceOffice(quantity: 2)
  #expect(try office.post("/groups", "name=").status == 422)
  let made = try office.post("/groups", "name=Field+staff")
  let home = try #require(made.headers["Location"]?.split(separator: "?").first.map(String.init))
  #expect(try office.post(home + "/members", "show=others").status == 422)
  let boxes = office.people.map { "userIds=\($0)" }.joined(separator: "&")
  #expect(try office.post(home + "/members", boxes).status == 303)
  let form = "subscriptionId=\(office.subscription)&giving=kept"
  let preview = try office.post(home + "/licences", form + "&step=preview")
  #expect(preview.status == 200 && preview.text.contains("Give the licences"), "\(preview.status)")
  #expect(try office.holders().isEmpty)
  #expect(try office.post(home + "/licences", form + "&step=confirm").status == 303)
  let page = try office.world.send(.get, home, as: "manager").text
  #expect(page.contains("Waits for a licence") && page.contains("/settling"))
  #expect(try office.world.send(.get, "/groups", as: "manager").text.contains("1 waiting"))
  #expect(try office.world.send(.get, home, as: "rival").status == 404)
  #expect(try office.post(home + "/name", "name=Garage").status == 303)
  #expect(try office.world.send(.get, home + "/deletion", as: "manager").text.contains("Delete Garage?"))
  #expect(try office.post(home + "/deletion", "").status == 303)
  #expect(try office.assigned() == 0)
}

@Test func `unused licences are taken back by boxes after a look at them`() throws {
  let office = try LicenceOffice(quantity: 2)
  #expect(try office.assign(Array(office.people.prefix(2))).status == 201)
  let path = "/licences/unused"
  let page = try office.world.send(.get, path, as: "manager").text
  #expect(page.contains("Number 0") && page.contains("Never"))
  #expect(try office.post(path, "").status == 422)
  #expect(try office.post(path, "licences=x").status == 422)
  let box = "licences=\(office.people[0])+\(office.subscription)"
  #expect(try office.post(path, box).status == 200)
  #expect(try office.assigned() == 2)
  #expect(try office.post(path, box + "&step=confirm").status == 303)
  #expect(try office.holders() == [office.people[1]])
  #expect(try office.world.send(.get, path, as: "reseller").status == 404, "a seller has none of its own")
}
