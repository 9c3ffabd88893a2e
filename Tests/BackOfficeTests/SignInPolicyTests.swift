import BackOffice
import Core
import FoundationEssentials
import HTTP
import Testing

private let password = "comptoir-demo"

@Suite struct SignInPolicyTests {
  private let world: World
  private let helvetia: Helvetia
  private let policy: String

  init() throws {
    world = try World()
    helvetia = try Helvetia(world)
    policy = "/api/v1/organizations/\(helvetia.customer)/sign-in-policy"
  }

  private func require(_ isRequired: Bool = true, as person: String = "manager") throws -> Answer {
    try world.send(.patch, policy, as: person, #"{"secondFactorRequired":\#(isRequired)}"#)
  }

  @Test func `only an administrator of the organization itself sets it, who has a second factor already`() throws {
    for (person, outcome) in [
      ("user", "permission.missing"), ("finance", "permission.missing"), ("tech", "sign_in_policy.not_yours"),
      ("reseller", "delegation.required"), ("rival", "object.not_found"), ("distributor", "sign_in_policy.not_yours"),
      ("manager", "second_factor.own_first"),
    ] {
      #expect(try require(as: person).outcome == outcome, "\(person)")
    }
    for (body, faults) in [
      ("{}", ["/secondFactorRequired field.required"]),
      (#"{"secondFactorRequired":"yes"}"#, ["/secondFactorRequired field.boolean_expected"]),
      (#"{"secondFactorRequired":null}"#, ["/secondFactorRequired field.required"]),
    ] {
      #expect(try world.send(.patch, policy, as: "manager", body).faults == faults, "\(body)")
    }
    _ = try Authenticator(world, "manager")
    let stale = try world.send(
      .patch, policy, as: "manager", #"{"secondFactorRequired":true}"#, headers: [("If-Match", "\"99\"")])
    #expect(stale.status == 412)
    let answer = try require()
    #expect(answer.status == 200 && answer.json["secondFactorRequired"]?.bool == true)
    #expect(answer.json["peopleWithSecondFactor"]?.integer == 1)
    let noted = try world.text(
      "SELECT before::text || after::text FROM audit_record WHERE action = 'customer.sign_in_policy_changed'")
    #expect(noted == #"{"secondFactorRequired": false}{"secondFactorRequired": true}"#)
    #expect(try require(false).json["secondFactorRequired"]?.bool == false)
  }

  @Test func `whoever has none can do nothing but set one up, from the next request on`() throws {
    _ = try Authenticator(world, "manager")
    let session = try #require(try world.browser("tech", password))
    let csrf = try world.csrf(of: "tech")
    let cookie = ("Cookie", session)
    #expect(try require().status == 200)
    for path in ["/api/v1/me", "/api/v1/subscriptions", "/api/v1/tokens"] {
      #expect(try world.send(.get, path, as: "tech").code == "second_factor.enrolment_required", "\(path)")
      #expect(world.answer(.get, path, headers: [cookie]).code == "second_factor.enrolment_required", "\(path)")
    }
    let lea = try world.text("SELECT id::text FROM person WHERE sign_in_email = 'lea.hofer@comptoir.test'")
    let write = [cookie, ("X-CSRF-Token", csrf), ("Content-Type", "application/json")]
    for (method, path) in [
      (.post, "/api/v1/users/\(lea)/password"), (.delete, "/api/v1/users/\(lea)/second-factor"),
      (.get, "/api/v1/users/\(lea)/second-factor"), (.post, "/profile"),
    ] as [(HTTP.Method, String)] {
      #expect(world.answer(method, path, headers: write, body: "{}").status == 403, "\(path)")
    }
    for path in ["/", "/people", "/profile"] {
      #expect(world.answer(.get, path, headers: [cookie]).headers["Location"] == "/profile/second-factor", "\(path)")
    }
    let tech = try world.text("SELECT id::text FROM person WHERE sign_in_email = 'tech@comptoir.test'")
    let own = "/api/v1/users/\(tech)/second-factor"
    #expect(try world.send(.put, own, as: "tech", "{}").status == 403, "a token sets up nothing")
    let begun = world.answer(.put, own, headers: write, body: "{}")
    let key = Authenticator.bytes(try #require(begun.json["secret"]?.string, "\(begun.text)"))
    let confirmed = world.answer(
      .put, own + "/confirmation", headers: write, body: #"{"code":"\#(Authenticator.code(key, 0))"}"#)
    #expect(confirmed.status == 200)
    #expect(world.answer(.get, "/api/v1/me", headers: [cookie]).status == 200)
    #expect(try world.send(.get, "/api/v1/me", as: "tech").status == 200, "tokens count again")
  }

  @Test func `it holds for its own people and for whoever acts in it, and nowhere else`() throws {
    _ = try Authenticator(world, "manager")
    #expect(try require().status == 200)
    #expect(try world.send(.get, "/api/v1/me", as: "manager").status == 200)
    #expect(try world.send(.get, "/api/v1/me", as: "user").code == "second_factor.enrolment_required")
    #expect(try world.send(.get, "/api/v1/me", as: "reseller").status == 200)
    #expect(try world.send(.get, "/api/v1/customers/\(helvetia.customer)", as: "reseller").status == 200)
    _ = try world.owner(
      """
      INSERT INTO role_grant (id, distributor_id, reseller_id, customer_id, organization_id, person_id, role,
        granted_by_name, granted_at)
      SELECT gen_random_uuid(), o.distributor_id, o.reseller_id, o.customer_id, o.id, p.id, 'finance', 'Test', now()
      FROM organization o, person p WHERE o.id = \(helvetia.customer)::uuid AND p.sign_in_email = 'rival@comptoir.test'
      """
    ) { _ in }
    let here = [("Comptoir-Organization", helvetia.customer)]
    #expect(
      try world.send(.get, "/api/v1/subscriptions", as: "rival", headers: here).code
        == "second_factor.enrolment_required")
    #expect(try world.send(.get, "/api/v1/subscriptions", as: "rival").status == 200)
    #expect(try require(false).status == 200)
    #expect(try world.send(.get, "/api/v1/me", as: "user").status == 200)
  }

  @Test func `a reset or a removal leads back to setting one up`() throws {
    _ = try Authenticator(world, "manager")
    let user = try Authenticator(world, "user")
    #expect(try require().status == 200)
    #expect(try world.send(.get, "/api/v1/me", as: "user").status == 200)
    #expect(try world.send(.delete, "/api/v1/users/\(user.id)/second-factor", as: "manager").status == 204)
    #expect(try world.send(.get, "/api/v1/me", as: "user").code == "second_factor.enrolment_required")
  }
}
