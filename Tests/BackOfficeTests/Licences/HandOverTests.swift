import BackOffice
import Core
import Postgres
import Testing

@Test func `a licence that cannot change hands stays, and the reason names whom it is about`() throws {
  let office = try LicenceOffice(quantity: 3)
  let world = office.world
  let (ada, bea, cyril) = (office.people[0], office.people[1], office.people[2])
  #expect(try office.assign([ada, bea]).status == 201)
  let foreign = try world.text("SELECT id::text FROM person WHERE sign_in_email = 'rival@comptoir.test'")
  _ = try world.owner("UPDATE person SET status = 'disabled' WHERE id = \(ID<Person>(cyril))") { _ in }
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  for (from, to, fault) in [
    (ada, bea, "/to licence.already_assigned"), (ada, cyril, "/to user.disabled"), (ada, foreign, "/to user.unknown"),
    (ada, ada, "/to licence.same_person"), (cyril, bea, "/from licence.not_held"), (foreign, bea, "/from user.unknown"),
  ] {
    for preview in ["", "?preview=true"] {
      let answer = try world.send(
        .post, office.path + "/move" + preview, as: "manager", #"{"from":"\#(from)","to":"\#(to)"}"#)
      #expect(answer.faults == [fault], "\(answer.text)")
    }
  }
  #expect(try world.send(.post, office.path + "/move", as: "manager", "{}").faults.count == 2)
  #expect(try world.fingerprint() == untouched)
}

@Test func `a licence changes hands in one step with one record, also where none is free`() throws {
  let office = try LicenceOffice(quantity: 1)
  #expect(try office.assign([office.people[0]]).status == 201)
  let body = #"{"from":"\#(office.people[0])","to":"\#(office.people[1])"}"#
  #expect(try office.world.send(.post, office.path + "/move?preview=true", as: "manager", body).status == 200)
  #expect(try office.holders() == [office.people[0]])
  let moved = try office.world.send(.post, office.path + "/move", as: "manager", body)
  #expect(moved.status == 201 && moved.json["items"]?[0]?["code"] == .null)
  #expect(try office.holders() == [office.people[1]])
  #expect(try office.assigned() == 1)
  let trail = try office.world.send(.get, "/api/v1/audit-records?objectId=\(office.subscription)", as: "manager")
  #expect(trail.items.filter { $0["action"]?.string == "licence.moved" }.count == 1)
}

@Test func `a leaver's services go to a successor, all that can or none`() throws {
  let office = try LicenceOffice(quantity: 2)
  let world = office.world
  let backup = try Helvetia(world).subscription(named: "Workstation backup")
  let (leaver, successor) = (office.people[0], office.people[1])
  let held = #"{"userIds":["\#(leaver)"]}"#
  #expect(try office.assign([leaver, successor]).status == 201)
  #expect(try world.send(.post, "/api/v1/subscriptions/\(backup)/assignments", as: "manager", held).status == 201)
  let path = "/api/v1/users/\(leaver)/handover"
  func hand(_ body: String, _ query: String = "", as person: String = "manager") throws -> Answer {
    try world.send(.post, path + query, as: person, body)
  }
  let preview = try hand(#"{"to":"\#(successor)"}"#, "?preview=true")
  let obstacles = preview.json["items"]?.items.map { $0["code"]?.string ?? "goes" }.sorted()
  #expect(preview.status == 200 && obstacles == ["goes", "licence.already_assigned"])
  #expect(
    try hand(#"{"to":"\#(successor)"}"#).faults.map { $0.split(separator: " ").last } == ["licence.already_assigned"])
  #expect(try hand(#"{"to":"\#(leaver)"}"#).faults == ["/to licence.same_person"])
  let twice = #"{"to":"\#(successor)","subscriptionIds":["\#(backup)","\#(backup)"]}"#
  #expect(try hand(twice).faults == ["/subscriptionIds/1 licence.named_twice"])
  let foreign = #"{"to":"\#(successor)","subscriptionIds":["\#(leaver)"]}"#
  #expect(try hand(foreign).faults == ["/subscriptionIds/0 licence.not_held"])
  let all = try hand(#"{"to":"\#(office.people[2])"}"#, "?preview=true", as: "tech")
  #expect(all.json["items"]?.items.count == 1, "only what they look after")
  #expect(try hand(#"{"to":"\#(successor)","subscriptionIds":["\#(backup)"]}"#).status == 201)
  let left = try world.number("SELECT count(*) FROM licence_assignment WHERE person_id = \(ID<Person>(leaver))")
  #expect(left == 1)
  #expect(try hand(#"{"to":"\#(office.people[2])"}"#).status == 201)
  #expect(try hand(#"{"to":"\#(office.people[2])"}"#).code == "licences.nothing_to_move")
  #expect(try office.holders() == [successor, office.people[2]])
}

@Test func `what people hold is named where it stops a reduction or the end, to those who may see them`() throws {
  let office = try LicenceOffice(quantity: 3)
  #expect(try office.assign(Array(office.people.prefix(2))).status == 201)
  let world = office.world
  let cancel = "/api/v1/subscriptions/\(office.subscription)/cancellation"
  let mine = try world.send(.post, cancel, as: "manager", #"{"when":"now"}"#)
  #expect(mine.code == "cancel.assigned", "\(mine.text)")
  #expect(mine.json["holders"]?["count"]?.integer == 2)
  let named = mine.json["holders"]?["users"]?.items.compactMap { $0["userId"]?.string } ?? []
  #expect(Set(named) == Set(office.people.prefix(2)))
  let fewer = try world.patch(office.subscription, #"{"quantity":1}"#, as: "manager")
  #expect(fewer.code == "quantity.assigned" && fewer.json["holders"]?["users"]?.items.count == 2)
  for person in ["reseller", "distributor"] {
    let answer = try world.send(.post, cancel, as: person, #"{"when":"now"}"#)
    #expect(answer.code == "cancel.assigned" && answer.json["holders"]?["count"]?.integer == 2)
    #expect(answer.json["holders"]?["users"]?.items.isEmpty == true, "\(person) \(answer.text)")
    #expect(!answer.text.contains("Number"))
  }
}

@Test func `who holds licences is shown where one ends it, with boxes to take them back right there`() throws {
  let office = try LicenceOffice(quantity: 3)
  #expect(try office.assign(Array(office.people.prefix(2))).status == 201)
  let home = "/subscriptions/\(office.subscription)"
  let page = try office.world.send(.get, home + "/cancellation", as: "manager").text
  #expect(page.contains("Number 0") && page.contains("Number 1") && !page.contains("Number 2"))
  #expect(page.contains("name=\"userIds\" value=\"\(office.people[0])\""))
  for person in ["reseller", "distributor"] {
    let hidden = try office.world.send(.get, home + "/cancellation", as: person).text
    #expect(!hidden.contains("Number 0") && hidden.contains("2 people hold licences"), "\(person)")
  }
  let boxes = office.people.prefix(2).map { "userIds=\($0)" }.joined(separator: "&")
  let asked = try office.post(home + "/assignments/removal", boxes + "&next=cancellation")
  #expect(
    asked.status == 200 && asked.text.contains("Number 0") && asked.text.contains("name=\"step\" value=\"confirm\""))
  #expect(try office.assigned() == 2)
  let done = try office.post(home + "/assignments/removal", boxes + "&next=cancellation&step=confirm")
  #expect(done.status == 303 && done.headers["Location"] == home + "/cancellation")
  let end = try office.world.send(
    .post, "/api/v1" + home + "/cancellation", as: "manager", #"{"when":"now"}"#)
  #expect(end.status == 200, "\(end.text)")
}
