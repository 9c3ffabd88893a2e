import BackOffice
import Core
import Testing

/// A provider, a subscription with two free licences, and three people.
private struct Workshop {
  let world: World
  let provider: Provider
  let subscription: String
  let people: [String]

  init(quantity: Int = 2, amongStrangers: Bool = false) throws {
    world = try World()
    if amongStrangers { try Strangers.settle(in: world) }
    provider = try Provider(world)
    subscription = try Helvetia(world).buy("Exchange Online (Plan 1)", "P1M", quantity)
    let provider = provider
    people = try ["Ada Keller", "Bea Lang", "Cyril Moser"].map { try provider.create($0) }
  }

  /// Who has a licence.
  func holders() throws -> Set<String> {
    let path = "/api/v1/subscriptions/\(subscription)/assignments?limit=200"
    return Set(try world.send(.get, path, as: "manager").items.compactMap { $0["userId"]?.string })
  }

  func assigned() throws -> Int? {
    try world.subscription(subscription)["assigned"]?.integer
  }

  func waiting(_ group: String) throws -> Int? {
    try world.send(.get, "/api/v1/scim-groups/\(group)", as: "manager").json["waiting"]?.integer
  }

  func roles(_ person: String) throws -> [String] {
    try world.send(.get, "/api/v1/users/\(person)", as: "manager").json["roles"]?.items.compactMap(\.string).sorted()
      ?? []
  }

  func member(_ person: Int) -> String { #"{"value":"\#(people[person])"}"# }
}

@Test func `wrong groups are refused and change nothing`() throws {
  let shop = try Workshop()
  let group = try shop.provider.group("Workshop", [shop.people[0]])
  let untouched = try shop.world.number("SELECT count(*) FROM audit_record")
  func body(_ members: String) -> String {
    #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Office","members":\#(members)}"#
  }
  for members in [
    #"[{"value":"nobody"}]"#, #"[{"value":"\#(Strangers.group)"}]"#, #"[{"value":"\#(group)","type":"Group"}]"#,
    #"[{"display":"Ada"}]"#, #"[7]"#,
  ] {
    let created = shop.provider.send(.post, "/Groups", body(members))
    #expect(created.status == 400 && created.scimType == "invalidValue", "\(members) \(created.text)")
    #expect(shop.provider.send(.put, "/Groups/\(group)", body(members)).status == 400)
  }
  let nameless = shop.provider.patch("/Groups/\(group)", #"{"op":"remove","path":"displayName"}"#)
  #expect(nameless.status == 400 && nameless.scimType == "mutability")
  #expect(shop.provider.send(.post, "/Groups", #"{"displayName":"Office"}"#).scimType == "invalidSyntax")
  let joining = #"{"op":"add","path":"members","value":[\#(shop.member(1)),{"value":"\#(Strangers.group)"}]}"#
  #expect(shop.provider.patch("/Groups/\(group)", joining).status == 400)
  #expect(try shop.world.number("SELECT count(*) FROM audit_record") == untouched)
  #expect(shop.provider.send(.get, "/Groups/\(group)").json["members"]?.items.count == 1)
}

@Test func `a group is created, changed, replaced and deleted`() throws {
  let shop = try Workshop()
  let group = try shop.provider.group("Workshop", [shop.people[0]])
  let path = "/Groups/\(group)"
  #expect(
    shop.provider.patch(path, #"{"op":"add","path":"members","value":[\#(shop.member(1)),\#(shop.member(0))]}"#).status
      == 204)
  let shown = shop.provider.send(.get, path)
  #expect(shown.json["members"]?.items.count == 2 && shown.json["members"]?[0]?["display"]?.string == "Ada Keller")
  let person = shop.provider.send(.get, "/Users/\(shop.people[1])")
  #expect(person.json["groups"]?[0]?["display"]?.string == "Workshop")
  #expect(
    shop.provider.patch(path, #"{"op":"remove","path":"members[value eq \"\#(shop.people[0])\"]"}"#).status == 204)
  let asked = shop.provider.patch(
    path + "?attributes=members", #"{"op":"replace","path":"displayName","value":"Garage"}"#)
  #expect(asked.status == 200 && asked.json["members"]?.items.count == 1)
  let replaced = shop.provider.send(
    .put, path,
    #"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Garage","externalId":"g-1"}"#)
  #expect(replaced.json["members"] == nil && replaced.json["externalId"]?.string == "g-1")
  #expect(shop.provider.send(.delete, path).status == 204)
  #expect(shop.provider.send(.get, path).status == 404 && shop.provider.send(.delete, path).status == 404)
}

@Test func `members get licences as they come, and give them back as they go`() throws {
  let shop = try Workshop()
  let group = try shop.provider.group("Workshop", [shop.people[0]])
  let mapping = try shop.provider.map(group, #"{"subscriptionId":"\#(shop.subscription)"}"#)
  #expect(try shop.holders() == [shop.people[0]])
  shop.provider.patch("/Groups/\(group)", #"{"op":"add","path":"members","value":[\#(shop.member(1))]}"#)
  #expect(try shop.holders() == Set(shop.people.prefix(2)))
  shop.provider.patch("/Groups/\(group)", #"{"op":"remove","path":"members[value eq \"\#(shop.people[0])\"]"}"#)
  #expect(try shop.holders() == [shop.people[1]])
  #expect(try shop.world.send(.delete, "/api/v1/scim-mappings/\(mapping)", as: "manager").status == 204)
  #expect(try shop.holders().isEmpty)
  #expect(try shop.assigned() == 0)
  #expect(try shop.world.send(.delete, "/api/v1/scim-mappings/\(mapping)", as: "manager").status == 404)
}

@Test func `beyond the quantity a member waits, and the page and the trail say so`() throws {
  let shop = try Workshop()
  let group = try shop.provider.group("Workshop", shop.people)
  _ = try shop.provider.map(group, #"{"subscriptionId":"\#(shop.subscription)"}"#)
  #expect(try shop.holders().count == 2)
  #expect(try shop.waiting(group) == 1)
  let trail = try shop.world.send(.get, "/api/v1/audit-records?objectId=\(shop.subscription)", as: "manager")
  #expect(trail.items.filter { $0["action"]?.string == "licence.short" }.count == 1)
  let holder = try #require(try shop.holders().min())
  shop.provider.patch("/Groups/\(group)", #"{"op":"remove","path":"members[value eq \"\#(holder)\"]"}"#)
  #expect(try shop.holders() == Set(shop.people).subtracting([holder]))
  #expect(try shop.waiting(group) == 0)
  shop.provider.patch("/Groups/\(group)", #"{"op":"add","path":"members","value":[{"value":"\#(holder)"}]}"#)
  #expect(try shop.waiting(group) == 1)
  #expect(try shop.world.patch(shop.subscription, #"{"quantity":3}"#).status == 200)
  #expect(try shop.world.send(.get, "/scim-groups/\(group)", as: "manager").text.contains("Waits for a licence"))
  let form = [("Content-Type", "application/x-www-form-urlencoded")]
  #expect(try shop.world.send(.post, "/scim-groups/\(group)/settling", as: "manager", "", headers: form).status == 303)
  #expect(try shop.holders() == Set(shop.people))
}

@Test func `what somebody had by hand stays, and what is taken back by hand stays taken back`() throws {
  let shop = try Workshop(quantity: 5)
  let path = "/api/v1/subscriptions/\(shop.subscription)/assignments"
  #expect(try shop.world.send(.post, path, as: "manager", #"{"userId":"\#(shop.people[0])"}"#).status == 201)
  let group = try shop.provider.group("Workshop", Array(shop.people.prefix(2)))
  let mapping = try shop.provider.map(group, #"{"subscriptionId":"\#(shop.subscription)"}"#)
  #expect(try shop.holders() == Set(shop.people.prefix(2)))
  // By hand: Bea's is taken back, and given again.
  #expect(try shop.world.send(.delete, path + "?userId=\(shop.people[1])", as: "manager").status == 204)
  shop.provider.patch("/Groups/\(group)", #"{"op":"add","path":"members","value":[\#(shop.member(2))]}"#)
  #expect(try shop.holders() == [shop.people[0], shop.people[2]])
  #expect(try shop.world.send(.post, path, as: "manager", #"{"userId":"\#(shop.people[1])"}"#).status == 201)
  #expect(try shop.world.send(.delete, "/api/v1/scim-mappings/\(mapping)", as: "manager").status == 204)
  #expect(try shop.holders() == Set(shop.people.prefix(2)))
  #expect(try shop.assigned() == 2)
}

@Test func `of two groups that give the same the last to end takes it back`() throws {
  let shop = try Workshop()
  let first = try shop.provider.group("Workshop", [shop.people[0]])
  let second = try shop.provider.group("Office", [shop.people[0]])
  for group in [first, second] { _ = try shop.provider.map(group, #"{"subscriptionId":"\#(shop.subscription)"}"#) }
  #expect(try shop.assigned() == 1)
  #expect(shop.provider.send(.delete, "/Groups/\(first)").status == 204)
  #expect(try shop.holders() == [shop.people[0]])
  #expect(shop.provider.send(.delete, "/Groups/\(second)").status == 204)
  #expect(try shop.holders().isEmpty)
}

@Test func `the disabled hold nothing by a group, and get it again when they are back`() throws {
  let shop = try Workshop()
  let group = try shop.provider.group("Workshop", shop.people)
  _ = try shop.provider.map(group, #"{"subscriptionId":"\#(shop.subscription)"}"#)
  _ = try shop.provider.map(group, #"{"role":"technicalAdmin"}"#)
  let ada = shop.people[0]
  #expect(try shop.holders().contains(ada) && shop.roles(ada) == ["technicalAdmin", "user"])
  shop.provider.patch("/Users/\(ada)", #"{"op":"replace","path":"active","value":false}"#)
  #expect(try shop.holders() == Set(shop.people.dropFirst()) && shop.waiting(group) == 0)
  #expect(try shop.roles(ada) == ["user"])
  shop.provider.patch("/Users/\(ada)", #"{"op":"replace","path":"active","value":true}"#)
  #expect(try shop.waiting(group) == 1 && shop.roles(ada) == ["technicalAdmin", "user"])
  #expect(shop.provider.send(.delete, "/Users/\(shop.people[1])").status == 204)
  #expect(try shop.holders() == [ada, shop.people[2]])
}

@Test func `a role is given for the services chosen, and ended with the mapping only`() throws {
  let shop = try Workshop()
  let services = try shop.world.send(.get, "/api/v1/services", as: "manager").items.compactMap { $0["id"]?.string }
  let group = try shop.provider.group("Helpdesk", [shop.people[0], shop.people[1]])
  let given = try shop.world.send(
    .post, "/api/v1/organizations/\(shop.provider.customer)/grants", as: "manager",
    #"{"userId":"\#(shop.people[1])","role":"technicalAdmin","serviceIds":["\#(services[0])"]}"#)
  #expect(given.status == 201)
  let mapping = try shop.provider.map(group, #"{"role":"technicalAdmin","serviceIds":["\#(services[0])"]}"#)
  let grants = try shop.world.send(
    .get, "/api/v1/organizations/\(shop.provider.customer)/grants?limit=200", as: "manager"
  ).items.filter { $0["role"]?.string == "technicalAdmin" && shop.people.contains($0["userId"]?.string ?? "") }
  #expect(grants.count == 2 && grants.allSatisfy { $0["serviceIds"]?[0]?.string == services[0] })
  #expect(try shop.world.send(.delete, "/api/v1/scim-mappings/\(mapping)", as: "manager").status == 204)
  #expect(try shop.roles(shop.people[0]) == ["user"])
  #expect(try shop.roles(shop.people[1]) == ["technicalAdmin", "user"])
}

@Test func `nothing higher can be mapped, nothing of others, and nothing twice`() throws {
  let shop = try Workshop(amongStrangers: true)
  let group = Strangers.group
  let foreign = try shop.world.text(
    """
    SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id
    WHERE o.name = 'Rheinland Maschinenbau GmbH' LIMIT 1
    """)
  let path = "/api/v1/scim-groups/\(group)/mappings"
  for (body, fault) in [
    ("{}", "/subscriptionId scim.mapping_one_thing"),
    (#"{"role":"user","subscriptionId":"\#(shop.subscription)"}"#, "/subscriptionId scim.mapping_one_thing"),
    (#"{"role":"customerManager"}"#, "/role scim.mapping_role"), (#"{"role":"finance"}"#, "/role scim.mapping_role"),
    (#"{"role":"reseller"}"#, "/role scim.mapping_role"), (#"{"role":"boss"}"#, "/role field.not_a_choice"),
    (#"{"subscriptionId":"\#(foreign)"}"#, "/subscriptionId subscription.unknown"),
    (#"{"role":"user","serviceIds":["\#(Strangers.service)"]}"#, "/serviceIds grant.services_not_for_role"),
    (#"{"role":"technicalAdmin","serviceIds":["\#(Strangers.service)"]}"#, "/serviceIds service.unknown"),
    (#"{"role":"technicalAdmin","serviceIds":[]}"#, "/serviceIds service.unknown"),
  ] {
    let answer = try shop.world.send(.post, path, as: "manager", body)
    #expect(answer.status == 422 && answer.faults.contains(fault), "\(body) \(answer.text)")
  }
  #expect(try shop.world.send(.post, path, as: "manager", #"{"role":"user"}"#).code == "scim.mapping_exists")
  for person in ["reseller", "tech", "user", "rival", "distributor"] {
    let answer = try shop.world.send(.post, path, as: person, #"{"role":"technicalAdmin"}"#)
    #expect([403, 404].contains(answer.status), "\(person)")
  }
  let strange = "/api/v1/scim-groups/\(Strangers.groupOfRheinland)"
  #expect(try shop.world.send(.get, strange, as: "manager").status == 404)
  #expect(try shop.world.send(.post, strange + "/mappings", as: "manager", #"{"role":"user"}"#).status == 404)
  let ended = try shop.world.send(.delete, "/api/v1/scim-mappings/\(Strangers.groupOfRheinland)", as: "manager")
  #expect(ended.status == 404)
}

@Test func `a provider cannot say what its groups give`() throws {
  let shop = try Workshop()
  let group = try shop.provider.group("Workshop", [shop.people[0]])
  for path in ["/scim-groups/\(group)/mappings", "/customers/\(shop.provider.customer)/scim-groups"] {
    let answer = shop.world.answer(
      .post, "/api/v1" + path,
      headers: [("Authorization", "Bearer \(shop.provider.token)"), ("Content-Type", "application/json")],
      body: #"{"role":"technicalAdmin"}"#)
    #expect(answer.status == 401 || answer.status == 405)
  }
  #expect(try shop.roles(shop.people[0]) == ["user"])
}

@Test func `many at once never give more licences than there are`() throws {
  let shop = try Workshop()
  let groups = try (0..<3).map { try shop.provider.group("Group \($0)") }
  for group in groups { _ = try shop.provider.map(group, #"{"subscriptionId":"\#(shop.subscription)"}"#) }
  let answers = try atOnce(9) { index in
    shop.provider.patch(
      "/Groups/\(groups[index % 3])", #"{"op":"add","path":"members","value":[\#(shop.member(index / 3))]}"#)
  }
  #expect(answers.allSatisfy { $0.status == 204 })
  #expect(try shop.holders().count == 2 && shop.assigned() == 2)
  let left = try atOnce(9) { index in
    shop.provider.patch(
      "/Groups/\(groups[index % 3])", #"{"op":"remove","path":"members[value eq \"\#(shop.people[index / 3])\"]"}"#)
  }
  #expect(left.allSatisfy { $0.status == 204 })
  #expect(try shop.holders().isEmpty && shop.assigned() == 0)
}
