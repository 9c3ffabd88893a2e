import BackOffice
import Core
import Postgres
import Testing

@Test func `wrong groups of one's own are refused and change nothing`() throws {
  let office = try LicenceOffice()
  let world = office.world
  let provider = try Provider(world)
  let theirs = try provider.group("Workshop", [])
  let own = try office.group("Field staff", [office.people[0]])
  let foreign = try world.text("SELECT id::text FROM person WHERE sign_in_email = 'rival@comptoir.test'")
  for person in ["manager", "rival", "finance", "user", "distributor", "reseller"] { _ = try world.token(of: person) }
  let untouched = try world.fingerprint()
  let groups = "/api/v1/customers/\(office.customer)/groups"
  func post(_ path: String, _ body: String, _ person: String = "manager") throws -> Answer {
    try world.send(.post, path, as: person, body)
  }
  #expect(try post(groups, #"{"name":" FIELD staff"}"#).code == "group.name_taken")
  #expect(try post(groups, #"{"name":"Workshop","userIds":["\#(foreign)"]}"#).faults == ["/userIds/0 user.unknown"])
  #expect(try post(groups, "{}").faults == ["/name field.required"])
  #expect(try office.join(theirs, [office.people[1]]).code == "group.kept_by_provider")
  #expect(try office.leave(theirs, [office.people[1]]).code == "group.kept_by_provider")
  #expect(try world.send(.delete, "/api/v1/groups/\(theirs)", as: "manager").code == "group.kept_by_provider")
  #expect(try office.join(own, [office.people[1], foreign]).faults == ["/userIds/1 user.unknown"])
  #expect(try office.join(own, []).faults == ["/userIds field.required"])
  let stale = try world.send(
    .patch, "/api/v1/groups/\(own)", as: "manager", #"{"name":"X"}"#, headers: [("If-Match", "\"99\"")])
  #expect(stale.status == 412)
  for (person, status) in [("rival", 404), ("finance", 403), ("user", 403), ("distributor", 403)] {
    #expect(try world.send(.get, "/api/v1/groups/\(own)", as: person).status == status, "\(person)")
    #expect(try office.join(own, [office.people[1]], as: person).status == status, "\(person)")
  }
  #expect(try world.send(.get, "/api/v1/groups/\(own)", as: "reseller").code == "delegation.required")
  #expect(try world.fingerprint() == untouched)
}

@Test func `a group of one's own is no affair of the identity provider, nor the other way round`() throws {
  let office = try LicenceOffice()
  let provider = try Provider(office.world)
  let own = try office.group("Field staff", office.people)
  let theirs = try provider.group("Workshop", [office.people[0]])
  #expect(provider.send(.get, "/Groups/\(own)").status == 404)
  #expect(provider.send(.get, "/Groups").total == 1)
  #expect(provider.send(.delete, "/Groups/\(own)").status == 404)
  let person = provider.send(.get, "/Users/\(office.people[0])").json["groups"]?.items.compactMap {
    $0["display"]?.string
  }
  #expect(person == ["Workshop"])
  #expect(try office.world.send(.get, "/api/v1/scim-groups/\(own)", as: "manager").status == 404)
  let listed = try office.world.send(.get, "/api/v1/customers/\(office.customer)/groups", as: "manager").items
  #expect(listed.map { $0["keptBy"]?.string } == ["customer", "provider"])
  #expect(try office.give(theirs, "kept").status == 201, "what it gives is for the customer to say")
  #expect(try office.holders() == [office.people[0]])
}

@Test func `given once all members get a licence or nobody, and keep it`() throws {
  let office = try LicenceOffice(quantity: 2)
  let group = try office.group("Field staff", office.people)
  let many = try office.give(group, "once")
  #expect(many.status == 409 && many.code == "licences.none_left" && many.json["missing"]?.integer == 1)
  #expect(try office.give(group, "once", preview: true).status == 409)
  #expect(try office.holders().isEmpty)
  #expect(try office.quantity(3).status == 200)
  #expect(try office.give(group, "once", preview: true).json["receiving"]?.integer == 3)
  #expect(try office.give(group, "once").status == 201)
  #expect(try office.give(group, "once").code == "group.nobody_without")
  #expect(try office.leave(group, office.people).status == 200)
  #expect(try office.holders() == Set(office.people))
}

@Test func `kept up whoever joins gets a licence and whoever leaves loses it, and those without wait`() throws {
  let office = try LicenceOffice(quantity: 2)
  let group = try office.group("Field staff", [office.people[0]])
  #expect(try office.give(group, "kept").status == 201)
  #expect(try office.give(group, "kept").code == "scim.mapping_exists")
  #expect(try office.holders() == [office.people[0]])
  #expect(try office.join(group, office.people).json["members"]?.integer == 3)
  #expect(try office.holders().count == 2)
  #expect(try office.waiting(group) == 1)
  let members = try office.world.send(.get, "/api/v1/groups/\(group)/members", as: "manager")
  #expect(members.items.filter { $0["waiting"]?.bool == true }.count == 1)
  #expect(try office.quantity(1).code == "quantity.assigned", "nobody loses one by a reduction")
  #expect(try office.quantity(3).status == 200)
  #expect(try office.waiting(group) == 1)
  try Jobs.runDue(office.world.office)
  #expect(try office.waiting(group) == 0)
  #expect(try office.holders() == Set(office.people))
  #expect(try office.leave(group, [office.people[1]]).status == 200)
  #expect(try office.holders() == [office.people[0], office.people[2]])
  #expect(try office.assigned() == 2)
  #expect(try office.quantity(2).status == 200)
  #expect(try office.join(group, [office.people[1]]).status == 200)
  #expect(try office.waiting(group) == 1, "reduced meanwhile")
  let path = "/api/v1/groups/\(group)"
  #expect(try office.world.send(.delete, path, as: "manager").status == 204)
  #expect(try office.holders().isEmpty)
  #expect(try office.world.send(.get, path, as: "manager").status == 404)
}

@Test func `what was held before a group stays after it, and what is taken back by hand stays taken back`() throws {
  let office = try LicenceOffice(quantity: 3)
  #expect(try office.assign([office.people[0]]).status == 201)
  let group = try office.group("Field staff", Array(office.people.prefix(2)))
  let preview = try office.give(group, "kept", preview: true)
  #expect(preview.json["holding"]?.integer == 1 && preview.json["receiving"]?.integer == 1)
  #expect(try office.give(group, "kept").status == 201)
  #expect(try office.takeBack([office.people[1]]).status == 204)
  #expect(try office.join(group, [office.people[2]]).status == 200)
  #expect(try office.holders() == [office.people[0], office.people[2]])
  let gift = try office.world.send(.get, "/api/v1/groups/\(group)", as: "manager").json["licences"]?[0]?["id"]?.string
  let end = "/api/v1/groups/\(group)/licences/\(gift ?? "")"
  #expect(try office.world.send(.delete, end, as: "rival").status == 404)
  #expect(try office.world.send(.delete, end, as: "manager").status == 204)
  #expect(try office.world.send(.delete, end, as: "manager").status == 404)
  #expect(try office.holders() == [office.people[0]])
}

@Test func `a technical admin keeps groups of their own services, not those that give more`() throws {
  let office = try LicenceOffice(quantity: 2)
  let world = office.world
  let group = try office.group("Field staff", [office.people[0]], as: "tech")
  #expect(try office.give(group, "kept", as: "tech").status == 201)
  let backup = try Helvetia(world).subscription(named: "Workstation backup")
  let body = #"{"subscriptionId":"\#(backup)","giving":"kept"}"#
  let path = "/api/v1/groups/\(group)"
  #expect(
    try world.send(.post, path + "/licences", as: "tech", body).faults == ["/subscriptionId subscription.unknown"])
  #expect(try office.join(group, [office.people[1]], as: "tech").status == 200)
  #expect(try world.send(.post, path + "/licences", as: "manager", body).status == 201)
  #expect(try office.join(group, [office.people[2]], as: "tech").code == "group.beyond_own_services")
  #expect(try office.leave(group, [office.people[1]], as: "tech").code == "group.beyond_own_services")
  #expect(try world.send(.delete, path, as: "tech").code == "group.beyond_own_services")
  #expect(try world.send(.get, path, as: "tech").json["licences"]?.items.count == 1)
  #expect(try world.send(.get, path, as: "manager").json["licences"]?.items.count == 2)
}

@Test func `groups give nothing to the disabled, and again to those who come back`() throws {
  let office = try LicenceOffice(quantity: 1)
  let world = office.world
  _ = try world.owner("UPDATE person SET status = 'active' WHERE sign_in_email LIKE 'number%'") { _ in }
  let group = try office.group("Field staff", Array(office.people.prefix(2)))
  #expect(try office.give(group, "kept").status == 201)
  let first = try #require(try office.holders().first)
  func set(_ status: String) throws -> Int {
    try world.send(.patch, "/api/v1/users/\(first)", as: "manager", #"{"status":"\#(status)"}"#).status
  }
  #expect(try set("disabled") == 200)
  #expect(try office.holders() == Set(office.people.prefix(2)).subtracting([first]), "the one who waited")
  #expect(try set("active") == 200)
  #expect(try office.waiting(group) == 1)
}

@Test func `people who join and leave at once leave the counts right`() throws {
  let office = try LicenceOffice(quantity: 4, people: 8)
  let group = try office.group("Field staff", [])
  #expect(try office.give(group, "kept").status == 201)
  _ = try office.world.token(of: "manager")
  let answers = try atOnce(8) { index in
    let joined = try office.join(group, [office.people[index]]).status
    return try index.isMultiple(of: 2) ? joined : office.leave(group, [office.people[index]]).status
  }
  #expect(answers.allSatisfy { $0 == 200 })
  #expect(try office.assigned() == 4)
  #expect(try office.holders().count == 4)
  let wrong = try office.world.number(
    """
    SELECT count(*) FROM subscription s
    WHERE s.assigned <> (SELECT count(*) FROM licence_assignment a WHERE a.subscription_id = s.id) AND NOT s.direct
      AND s.customer_id = \(ID<Organization>(office.customer))
    """)
  #expect(wrong == 0)
}
