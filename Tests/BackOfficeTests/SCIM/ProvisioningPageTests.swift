import Core
import HTTP
import Testing

@testable import BackOffice

private let form = [("Content-Type", "application/x-www-form-urlencoded")]

@Test func `a manager connects a provider, replaces its token and ends it by the pages`() throws {
  let world = try World()
  #expect(try world.send(.get, "/people", as: "manager").text.contains("href=\"/provisioning\""))
  #expect(!(try world.send(.get, "/people", as: "tech").text.contains("href=\"/provisioning\"")))
  let empty = try world.send(.get, "/provisioning", as: "manager")
  #expect(empty.text.contains("There is no token yet") && empty.text.contains("/scim/v2"))
  #expect(try world.send(.get, "/provisioning/token/end", as: "manager").status == 404)
  let refused = try world.send(.post, "/provisioning/token", as: "manager", "name=", headers: form)
  #expect(refused.status == 422 && refused.text.contains("f-name-error"))
  let made = try world.send(.post, "/provisioning/token", as: "manager", "name=Entra+ID", headers: form)
  let secret = try #require(made.text.firstMatch(of: /scim_[A-Za-z0-9_-]{43}/)).output
  let bearer = [("Authorization", "Bearer \(secret)")]
  #expect(world.answer(.get, "/scim/v2/Users", headers: bearer).status == 200)
  let shown = try world.send(.get, "/provisioning", as: "manager")
  #expect(shown.text.contains("Entra ID") && shown.text.contains("Valid") && !shown.text.contains(secret))
  #expect(try world.send(.get, "/provisioning/token/end", as: "manager").text.contains("End Entra ID?"))
  #expect(try world.send(.post, "/provisioning/token/end", as: "manager", "", headers: form).status == 303)
  #expect(world.answer(.get, "/scim/v2/Users", headers: bearer).status == 401)
  #expect(try world.send(.get, "/provisioning", as: "manager").text.contains("There is no token yet"))
}

@Test func `a token whose maker manages no more is shown as without effect`() throws {
  let world = try World()
  let provider = try Provider(world)
  _ = try world.owner(
    """
    INSERT INTO role_grant (id, distributor_id, reseller_id, customer_id, organization_id, person_id, role,
      granted_by_name, granted_at)
    SELECT gen_random_uuid(), distributor_id, reseller_id, customer_id, customer_id, id, 'customerManager', 'Test',
      now()
    FROM person WHERE sign_in_email = 'finance@comptoir.test'
    """
  ) { _ in }
  _ = try world.owner(
    """
    UPDATE role_grant g SET ended_at = now() FROM person p
    WHERE p.id = g.person_id AND p.sign_in_email = 'manager@comptoir.test' AND g.role = 'customerManager'
    """
  ) { _ in }
  #expect(provider.send(.get, "/Users").status == 401)
  #expect(try world.send(.get, "/provisioning", as: "finance").text.contains("Without effect"))
  #expect(try world.send(.get, "/provisioning", as: "manager").status == 403)
}

@Test func `a manager says by the pages what a group gives, and is told what is wrong`() throws {
  let world = try World()
  let provider = try Provider(world)
  let group = try provider.group("Workshop", [try provider.create("Ada Keller")])
  let path = "/scim-groups/\(group)"
  let services = try world.send(.get, "/api/v1/services", as: "manager").items.compactMap { $0["id"]?.string }
  let mapped = "role=technicalAdmin&serviceIds=\(services[0])&serviceIds=\(services[1])"
  #expect(try world.send(.post, path + "/mappings", as: "manager", mapped, headers: form).status == 303)
  let shown = try world.send(.get, path, as: "manager")
  #expect(shown.text.contains("Technical admin (") && shown.text.contains("In order"))
  let again = try world.send(.post, path + "/mappings", as: "manager", mapped, headers: form)
  #expect(again.status == 409 && again.text.contains("gives this already"))
  let higher = try world.send(.post, path + "/mappings", as: "manager", "role=customerManager", headers: form)
  #expect(higher.status == 422 && higher.text.contains("f-role-error"))
  let listed = try world.send(.get, "/api/v1/customers/\(provider.customer)/scim-groups", as: "manager")
  let mapping = try #require(listed.items.first?["mappings"]?[0]?["id"]?.string)
  #expect(try world.send(.post, "\(path)/mappings/\(mapping)/end", as: "manager", "", headers: form).status == 303)
  #expect(try world.send(.get, path, as: "manager").text.contains("Members get nothing by being in this group."))
  #expect(try world.send(.post, "/provisioning/settings", as: "manager", "invites=true", headers: form).status == 303)
  #expect(try world.send(.get, "/provisioning", as: "manager").text.contains("checked"))
}

@Test(arguments: [Language.french, .german])
func `the pages speak the manager's language`(_ language: Language) throws {
  let world = try World()
  let manager = try Helvetia(world).user("manager")
  _ = try world.send(.patch, "/api/v1/users/\(manager)", as: "manager", #"{"language":"\#(language.rawValue)"}"#)
  let page = try world.send(.get, "/provisioning", as: "manager").text
  #expect(page.contains(ProvisioningWords.title.in(language)) && page.contains(ProvisioningWords.noGroups.in(language)))
  #expect(!page.contains(ProvisioningWords.noToken.in(.english)))
}

@Test func `a provider that asks too much at once is told when to come back`() {
  let answer = Answer(
    Problem(HTTPFault.tooMany(retryAfterSeconds: 1, "server.busy"), Request(path: "/scim/v2/Users")).scimResponse(
      .english))
  #expect(answer.status == 429 && answer.headers["Retry-After"] == "1" && answer.json["status"]?.string == "429")
}

@Test func `many requests of a provider at once leave the portal its share of the connections`() throws {
  let world = try World()
  let provider = try Provider(world)
  _ = try world.token(of: "manager")
  let answers = try atOnce(24) { index in
    index.isMultiple(of: 4)
      ? try world.send(.get, "/api/v1/me", as: "manager").status
      : provider.send(.post, "/Users", Provider.person("Person Number\(index)")).status
  }
  #expect(answers.filter { $0 == 200 }.count == 6 && answers.filter { $0 == 201 }.count == 18)
}
