import BackOffice
import Core
import Testing

private let config = "/scim/v2/ServiceProviderConfig"

private func bearer(_ token: String) -> [(String, String)] { [("Authorization", "Bearer \(token)")] }

@Test func `nobody gets in without the customer's own token, and every refusal is SCIM's`() throws {
  let world = try World()
  let provider = try Provider(world)
  let personal = try world.token(of: "manager")
  let wrong: [[(String, String)]] = [
    [], bearer(""), bearer("scim_unheard-of"), bearer(personal), bearer(provider.token + "x"),
    [("Authorization", "Basic \(provider.token)")], [("Authorization", provider.token)],
    [("Cookie", "comptoir_session=\(provider.token)")],
  ]
  for headers in wrong {
    for path in [config, "/scim/v2/Users", "/scim/v2/Groups/x", "/scim/v2/Schemas"] {
      let answer = world.answer(.get, path, headers: headers)
      #expect(answer.status == 401 && answer.headers["WWW-Authenticate"] == "Bearer", "\(headers)")
      #expect(answer.headers["Content-Type"] == "application/scim+json")
      #expect(answer.json["schemas"]?[0]?.string == "urn:ietf:params:scim:api:messages:2.0:Error")
      #expect(answer.json["status"]?.string == "401")
    }
  }
  #expect(world.answer(.get, config, headers: bearer(provider.token)).status == 200)
  #expect(world.answer(.get, config, headers: [("Authorization", "bearer  \(provider.token)")]).status == 200)
}

@Test func `the token opens nothing but SCIM`() throws {
  let world = try World()
  let provider = try Provider(world)
  for path in ["/api/v1/me", "/api/v1/customers/\(provider.customer)/users", "/api/v1/subscriptions"] {
    #expect(world.answer(.get, path, headers: bearer(provider.token)).status == 401, "\(path)")
  }
  #expect(world.answer(.get, "/people", headers: bearer(provider.token)).status == 303)
}

@Test func `the token ends when it is replaced, ended, or too old`() throws {
  let world = try World()
  let first = try Provider(world)
  let second = try Provider(world, named: "Okta")
  #expect(first.send(.get, "/Users").status == 401)
  #expect(second.send(.get, "/Users").status == 200)
  let path = "/api/v1/customers/\(second.customer)/scim-token"
  #expect(try world.send(.delete, path, as: "manager").status == 204)
  #expect(second.send(.get, "/Users").status == 401)
  #expect(try world.send(.delete, path, as: "manager").status == 404)
  let third = try Provider(world)
  try Clock.advance(to: Clock.now(world.office).adding(seconds: 86400 * 366), world.office)
  #expect(third.send(.get, "/Users").status == 401)
}

@Test func `a token is replaced while its provider writes, and neither waits for the other in a circle`() throws {
  let world = try World()
  let provider = try Provider(world)
  let id = try provider.create("Ada Keller")
  for round in 0..<4 {
    try world.pass(hours: 2)
    let next = try Provider(world)
    let statuses = try atOnce(4) { index in
      index == 0
        ? try Provider(world).send(.get, "/Users").status
        : next.patch("/Users/\(id)", #"{"op":"replace","path":"displayName","value":"\#(round)\#(index)"}"#).status
    }
    #expect(statuses.allSatisfy { $0 == 200 || $0 == 401 }, "\(statuses)")
  }
}

@Test(arguments: ["demoted", "expired", "disabled", "customer suspended"])
func `the token dies with its maker's right, from the next request`(_ how: String) throws {
  let world = try World()
  let provider = try Provider(world)
  #expect(provider.send(.get, "/Users").status == 200)
  let customer = ID<Organization>(provider.customer)
  let manager = try Helvetia(world).user("manager")
  let person = ID<Person>(manager)
  switch how {
  case "demoted":
    _ = try world.owner(
      "UPDATE role_grant SET ended_at = now() WHERE person_id = \(person) AND role = 'customerManager'"
    ) { _ in }
  case "expired":
    _ = try world.owner(
      """
      UPDATE role_grant SET expires_at = comptoir_now() - interval '1 second'
      WHERE person_id = \(person) AND role = 'customerManager'
      """
    ) { _ in }
  case "disabled": _ = try world.owner("UPDATE person SET status = 'disabled' WHERE id = \(person)") { _ in }
  default: _ = try world.owner("UPDATE organization SET status = 'suspended' WHERE id = \(customer)") { _ in }
  }
  #expect(provider.send(.get, "/Users").status == 401)
  #expect(provider.send(.post, "/Users", Provider.person("Ada Keller")).status == 401)
}

@Test(arguments: [
  ("reseller", 403), ("distributor", 403), ("rival", 404), ("tech", 403), ("finance", 403), ("user", 403),
])
func `only the customer's manager makes a token, sees the connection or ends it`(_ person: String, _ status: Int) throws
{
  let world = try World()
  let provider = try Provider(world)
  _ = try world.token(of: person)
  let untouched = try world.fingerprint()
  let path = "/api/v1/customers/\(provider.customer)"
  #expect(try world.send(.post, path + "/scim-token", as: person, #"{"name":"Mine"}"#).status == status)
  #expect(try world.send(.delete, path + "/scim-token", as: person).status == status)
  #expect(try world.send(.get, path + "/provisioning", as: person).status == status)
  #expect(try world.send(.patch, path + "/provisioning", as: person, #"{"invites":true}"#).status == status)
  #expect(try world.send(.get, path + "/scim-groups", as: person).status == status)
  #expect(try world.fingerprint() == untouched)
  #expect(provider.send(.get, "/Users").status == 200)
}

@Test func `a token without a proper name is refused`() throws {
  let world = try World()
  let customer = try Helvetia(world).customer
  for (body, fault) in [
    ("{}", "/name field.required"), (#"{"name":" "}"#, "/name field.required"),
    (#"{"name":"\#(String(repeating: "x", count: 101))"}"#, "/name field.too_long"),
    (#"{"name":"a\nb"}"#, "/name field.text_has_control_characters"), (#"{"name":"a","x":1}"#, "/x field.unknown"),
  ] {
    let answer = try world.send(.post, "/api/v1/customers/\(customer)/scim-token", as: "manager", body)
    #expect(answer.status == 422 && answer.faults == [fault])
  }
}

@Test func `the secret is stored hashed and shown once`() throws {
  let world = try World()
  let provider = try Provider(world)
  let kept = try world.text("SELECT scim_token::text FROM scim_token")
  #expect(!kept.contains(provider.token))
  let shown = try world.send(.get, "/api/v1/customers/\(provider.customer)/provisioning", as: "manager")
  #expect(!shown.text.contains(provider.token))
  #expect(shown.json["token"]?["name"]?.string == "Entra ID")
  #expect(shown.json["token"]?["counts"]?.bool == true)
  let trail = try world.send(.get, "/api/v1/audit-records", as: "manager")
  #expect(!trail.text.contains(provider.token))
}

@Test func `the trail names the provider, and by whose hand it acts`() throws {
  let world = try World()
  let provider = try Provider(world)
  let id = try provider.create("Ada Keller")
  let manager = try Helvetia(world).user("manager")
  let record = try #require(
    try world.send(.get, "/api/v1/audit-records?objectId=\(id)", as: "manager").items.last)
  #expect(record["action"]?.string == "user.created")
  #expect(record["actor"]?["name"]?.string == "SCIM (Entra ID)")
  #expect(record["actor"]?["id"]?.string == manager)
}

@Test func `when a token was used is known to the hour, without a write on every request`() throws {
  let world = try World()
  let provider = try Provider(world)
  func used() throws -> String { try world.text("SELECT coalesce(last_used_at::text, 'never') FROM scim_token") }
  #expect(try used() == "never")
  _ = provider.send(.get, "/Users")
  let first = try used()
  #expect(first != "never")
  _ = provider.send(.get, "/Users")
  #expect(try used() == first)
  try world.pass(hours: 2)
  _ = provider.send(.get, "/Users")
  #expect(try used() != first)
}
