import BackOffice
import Core
import HTTP
import Testing

@Test func `every right somebody holds names the grant it comes from, from whom and since when`() throws {
  let world = try World()
  let tech = try world.person("tech")
  let answer = try world.send(.get, "/api/v1/users/\(tech)/rights", as: "manager").json
  let rights = answer["rights"]?.items ?? []
  let assigning = rights.filter { $0["permission"]?.string == "licencesAssign" }
  #expect(assigning.count == 1)
  #expect(assigning[0]["grantId"]?.string == (try world.grant(.technicalAdmin, of: "tech")))
  #expect(assigning[0]["grantedByName"]?.string == "Dora Distler")
  #expect(assigning[0]["since"]?.string?.hasPrefix("2025-06-01T06:00") == true)
  #expect(assigning[0]["serviceIds"]?.items.count == 1 && assigning[0]["limitedBy"] == .null)
  let held = Set(rights.compactMap { $0["permission"]?.string })
  let me = try world.send(.get, "/api/v1/me", as: "tech").json["permissions"]?.items.compactMap(\.string) ?? []
  #expect(held == Set(me), "the same that counts")
  #expect(rights.filter { $0["permission"]?.string == "ticketsUse" }.count == 2, "through two grants")
}

@Test func `a right that cannot be used at present says why`() throws {
  let world = try World()
  let manager = try world.person("manager")
  func limits(_ person: String) throws -> Set<String> {
    let rights = try world.send(.get, "/api/v1/users/\(person)/rights", as: "distributor").json["rights"]?.items ?? []
    return Set(
      rights.compactMap { right in right["limitedBy"]?.string.map { "\(right["permission"]?.string ?? "") \($0)" } })
  }
  #expect(try limits(manager).isEmpty)
  _ = try world.owner("UPDATE organization SET self_service = 'request' WHERE name = 'Helvetia Works AG'") { _ in }
  #expect(try limits(manager) == ["subscriptionsChange self_service.request_only"])
  _ = try world.owner("UPDATE organization SET status = 'suspended' WHERE name = 'Helvetia Works AG'") { _ in }
  #expect(try limits(manager).contains("auditView organization.suspended"))
  _ = try world.owner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'manager@comptoir.test'") { _ in }
  #expect(try limits(manager).contains("auditView user.disabled"))
}

@Test(arguments: [
  ("manager", "tech", 200), ("tech", "tech", 200), ("user", "user", 200), ("finance", "finance", 200),
  ("user", "tech", 403), ("finance", "manager", 403), ("reseller", "tech", 403), ("rival", "tech", 404),
  ("manager", "reseller", 404), ("distributor", "reseller", 200),
])
func `one's own rights one always sees, others' as far as one sees people and roles`(
  _ viewer: String, _ person: String, _ status: Int
) throws {
  let world = try World()
  let id = try world.person(person)
  for path in ["/api/v1/users/\(id)/rights", "/users/\(id)/rights"] {
    #expect(try world.send(.get, path, as: viewer).status == status, "\(path)")
  }
}

@Test func `who may do what with a thing counts services, centres, licences and the levels above`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  func may(_ object: String, as person: String = "manager") throws -> [String: Set<String>] {
    let answer = try world.send(.get, "/api/v1/rights?object=\(object)", as: person)
    #expect(answer.status == 200, "\(object): \(answer.text)")
    return answer.json["items"]?.items.reduce(into: [:]) { all, item in
      let permissions = item["permissions"]?.items.compactMap(\.string) ?? []
      all[item["userName"]?.string ?? "", default: []].formUnion(permissions)
    } ?? [:]
  }
  let laptops = try helvetia.subscription(named: "Laptops and phones")
  let office = try helvetia.subscription(named: "Head office")
  #expect(try may("subscription:\(office)")["Tamara Vogt"]?.contains("licencesAssign") == true)
  #expect(try may("subscription:\(laptops)")["Tamara Vogt"]?.contains("licencesAssign") != true, "another service")
  #expect(try may("subscription:\(office)")["Monika Brunner"]?.contains("subscriptionsChange") == true)
  let sales = try #require(helvetia.centres["SAL"])
  let production = try #require(helvetia.centres["PRO"])
  #expect(try may("centre:\(sales)")["Carla Meier"]?.contains("statementsView") == true)
  #expect(try may("centre:\(production)")["Carla Meier"] == nil, "another centre")
  #expect(try may("centre:\(production)")["Fritz Zollinger"]?.contains("statementsView") == true)
  let service = try world.text("SELECT id::text FROM service WHERE name = 'Microsoft 365'")
  #expect(try may("service:\(service)")["Tamara Vogt"]?.contains("licencesAssign") == true)
  #expect(try may("service:\(service)&customerId=\(helvetia.customer)", as: "distributor").isEmpty == false)

  let seen = try world.send(.get, "/api/v1/rights?object=customer:\(helvetia.customer)", as: "manager").json
  #expect(
    seen["above"]?.items.map { $0["organizationName"]?.string } == ["Alpine Cloud AG", "Nordlicht Distribution AG"])
  #expect(seen["items"]?.items.allSatisfy { $0["organizationName"]?.string == "Helvetia Works AG" } == true)
  let sold = try world.send(.get, "/api/v1/rights?object=customer:\(helvetia.customer)", as: "reseller").json
  #expect(sold["withheld"]?.string == "delegation.required")
  #expect(Set(sold["items"]?.items.compactMap { $0["organizationName"]?.string } ?? []) == ["Alpine Cloud AG"])
}

@Test func `who may do what is asked of a thing in reach, named as it should be`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let cases: [(by: String, query: String, refusal: String)] = [
    ("manager", "", "422 rights.object_malformed"), ("manager", "?object=customer", "422 rights.object_malformed"),
    ("manager", "?object=person:\(helvetia)", "422 rights.object_malformed"),
    ("manager", "?object=customer:x", "422 rights.object_malformed"),
    ("manager", "?object=customer:\(helvetia):x", "422 rights.object_malformed"),
    ("manager", "?object=subscription:\(helvetia)", "404 object.not_found"),
    ("manager", "?object=service:\(helvetia)", "404 object.not_found"),
    ("reseller", "?object=service:\(helvetia)", "404 object.not_found"),
    ("rival", "?object=customer:\(helvetia)", "404 object.not_found"),
    ("user", "?object=customer:\(helvetia)", "403 permission.missing"),
  ]
  for (by, query, refusal) in cases {
    let answer = try world.send(.get, "/api/v1/rights\(query)", as: by)
    #expect("\(answer.status) \(answer.code ?? "")" == refusal, "\(by) \(query)")
  }
}

@Test func `a refusal names the missing right, and the page who could do it`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let api = try world.send(.get, "/api/v1/audit-records", as: "tech")
  #expect(api.status == 403 && api.json["permission"]?.string == "auditView")
  #expect(try world.send(.get, "/api/v1/grants/x", as: "tech").json["permission"] == nil)
  let page = try world.send(.get, "/audit", as: "tech")
  #expect(page.status == 403 && page.text.contains("Ask Monika Brunner or Philippe Rochat."))
  let above = try world.send(.get, "/customers/new", as: "manager")
  #expect(above.text.contains("Ask Alpine Cloud AG."))
  let top = try world.send(.get, "/resellers", as: "reseller")
  #expect(top.text.contains("Ask Nordlicht Distribution AG."))
  let office = try helvetia.subscription(named: "Head office")
  let greyed = try world.send(.get, "/subscriptions/\(office)", as: "tech").text
  #expect(greyed.contains("aria-disabled=\"true\"") && greyed.contains("Ask Monika Brunner or Philippe Rochat."))
  #expect(try world.send(.get, "/subscriptions/\(office)", as: "manager").text.contains("Who can do this?"))
}
