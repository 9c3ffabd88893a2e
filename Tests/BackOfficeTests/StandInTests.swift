import BackOffice
import Core
import FoundationEssentials
import HTTP
import Postgres
import Testing

extension World {
  /// What somebody does in the database itself.
  fileprivate func asOwner(_ sql: SQL) throws { _ = try owner(sql) { _ in } }

  /// A new program of this person's organization.
  fileprivate func client(
    of person: String, _ scopes: String = #"["read","write"]"#
  ) throws -> (id: String, secret: String) {
    let organization = try me(person, "reach")?["organizationId"]?.string ?? ""
    let answer = try send(
      .post, "/api/v1/organizations/\(organization)/clients", as: person, #"{"name":"ERP","scopes":\#(scopes)}"#)
    #expect(answer.status == 201, "\(answer.text)")
    return (
      try #require(answer.json["clientId"]?.string), try #require(answer.json["clientSecret"]?.string)
    )
  }

  fileprivate func me(_ person: String, _ part: String) throws -> JSONValue? {
    try send(.get, "/api/v1/me", as: person).json[part]
  }

  fileprivate func grant(_ form: String, basic: (String, String)? = nil) -> Answer {
    var headers = [("Content-Type", "application/x-www-form-urlencoded")]
    if let basic {
      headers.append(("Authorization", "Basic " + Data("\(basic.0):\(basic.1)".utf8).base64EncodedString()))
    }
    return answer(.post, "/oauth2/token", headers: headers, body: form)
  }

  fileprivate func bearer(_ token: String, _ method: HTTP.Method, _ path: String, _ body: String = "") -> Answer {
    answer(
      method, path, headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")], body: body)
  }

  /// A token to act as somebody.
  fileprivate func impersonate(_ person: String, as actor: String, _ body: String = #"{"reason":"Asked by phone"}"#)
    throws -> Answer
  {
    let id = try text("SELECT id::text FROM person WHERE sign_in_email = \(person + "@comptoir.test")")
    return try send(.post, "/api/v1/users/\(id)/impersonation", as: actor, body)
  }
}

private let credentials = "grant_type=client_credentials"

@Test func `a program that does not prove itself gets no token, and is told the same each time`() throws {
  let world = try World()
  let client = try world.client(of: "manager", #"["read"]"#)
  let wrong = world.grant(credentials, basic: (client.id, "cps_wrong"))
  #expect(wrong.status == 401 && wrong.json["error"]?.string == "invalid_client")
  #expect(wrong.headers["WWW-Authenticate"] != nil)
  for pair in [("", ""), (client.id, ""), ("manager@comptoir.test", "comptoir-demo"), (client.secret, client.id)] {
    let answer = world.grant(credentials, basic: pair)
    #expect(answer.status == 401 && answer.body == wrong.body, "\(pair) \(answer.text)")
  }
  let cases: [(String, String)] = [
    ("", "invalid_request"), ("grant_type=password", "unsupported_grant_type"),
    ("grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
    (credentials + "&client_secret=x", "invalid_request"), (credentials + "&scope=write", "invalid_scope"),
    (credentials + "&scope=read%20admin", "invalid_scope"),
  ]
  for (form, error) in cases {
    let answer = world.grant(form, basic: client)
    #expect(answer.status == 400 && answer.json["error"]?.string == error, "\(form) \(answer.text)")
  }
  #expect(try world.text("SELECT count(*)::text FROM credential WHERE client_id IS NOT NULL") == "0")
}

@Test func `a program's token does what its creator may do now, within its scopes, and never more`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let client = try world.client(of: "manager")
  let customer = "/api/v1/customers/\(helvetia.customer)"
  func token(_ scope: String) throws -> String {
    let form = "\(credentials)&client_id=\(client.id)&client_secret=\(client.secret)&scope=\(scope)"
    return try #require(world.grant(form).json["access_token"]?.string)
  }
  let reading = try token("read")
  #expect(world.bearer(reading, .get, customer).status == 200)
  let refused = world.bearer(reading, .post, customer + "/billing-centres", #"{"code":"X","name":"X"}"#)
  #expect(refused.code == "token.read_only")
  let writing = try token("")
  let made = world.bearer(writing, .post, customer + "/billing-centres", #"{"code":"ERP","name":"From the ERP"}"#)
  #expect(made.status == 201, "\(made.text)")
  let named = try world.send(.get, "/api/v1/audit-records?limit=1", as: "manager")
  #expect(named.json["items"]?.items.first?["actor"]?["name"]?.string == "ERP", "\(named.text)")
  // Nothing of the person's own, and no further programs.
  for (method, path, body) in [
    (HTTP.Method.patch, "/api/v1/users/\(try helvetia.user("manager"))", #"{"givenName":"Eve"}"#),
    (.post, "/api/v1/users/\(try helvetia.user("manager"))/password", "{}"),
    (.post, "/api/v1/organizations/\(helvetia.customer)/clients", #"{"name":"Child"}"#),
    (.post, "/api/v1/clients/\(client.id)/secret", "{}"),
  ] {
    #expect(world.bearer(writing, method, path, body).code == "client.not_a_person", "\(method) \(path)")
  }
  // What its creator loses, it loses with the next request.
  _ = try world.owner(
    """
    UPDATE role_grant SET expires_at = comptoir_now() FROM person p
    WHERE p.id = person_id AND p.sign_in_email = 'manager@comptoir.test'
    """
  ) { _ in }
  #expect(world.bearer(writing, .get, customer + "/subscriptions").status == 403)
}

@Test func `a program ends with its revocation, a new secret or its creator`() throws {
  for ending in ["revoke", "renew", "disable"] {
    let world = try World()
    let client = try world.client(of: "manager")
    let token = try #require(world.grant(credentials, basic: client).json["access_token"]?.string)
    #expect(world.bearer(token, .get, "/api/v1/me").status == 200)
    #expect(try world.send(.get, "/api/v1/clients/\(client.id)", as: "reseller").status == 404)
    #expect(try world.send(.delete, "/api/v1/clients/\(client.id)", as: "rival").status == 404)
    #expect(try world.send(.get, "/api/v1/clients/\(client.id)", as: "tech").status == 403)
    switch ending {
    case "revoke": #expect(try world.send(.delete, "/api/v1/clients/\(client.id)", as: "manager").status == 204)
    case "renew": #expect(try world.send(.post, "/api/v1/clients/\(client.id)/secret", as: "manager").status == 200)
    default:
      try world.asOwner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'manager@comptoir.test'")
    }
    #expect(world.bearer(token, .get, "/api/v1/me").status == 401, "\(ending)")
    #expect(world.grant(credentials, basic: client).status == 401, "\(ending)")
  }
}

@Test func `nobody acts as somebody without a reason, a limit and the right to`() throws {
  let world = try World()
  for (actor, person, code) in [
    ("manager", "user", "permission.missing"), ("tech", "user", "permission.missing"),
    ("distributor", "distributor", "acting.not_below"), ("reseller", "reseller", "acting.not_below"),
    ("reseller", "manager", "delegation.required"), ("rival", "manager", "object.not_found"),
    ("reseller", "distributor", "object.not_found"),
  ] {
    #expect(try world.impersonate(person, as: actor).code == code, "\(actor) as \(person)")
  }
  let missing = try world.impersonate("manager", as: "distributor", #"{"minutes":61}"#)
  #expect(missing.faults == ["/reason field.required", "/minutes acting.minutes_out_of_range"], "\(missing.text)")
  #expect(try world.impersonate("manager", as: "distributor", #"{"reason":"x","minutes":0}"#).status == 422)
  _ = try world.owner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'user@comptoir.test'") { _ in }
  #expect(try world.impersonate("user", as: "distributor").code == "acting.not_active")
}

@Test func `whoever acts as somebody does what they may, is named beside them, and touches no account`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  func lastSignIn() throws -> String {
    try world.text(
      "SELECT coalesce(last_sign_in_at::text, '') FROM person WHERE sign_in_email = 'manager@comptoir.test'")
  }
  let before = try lastSignIn()
  let answer = try world.impersonate("manager", as: "distributor", #"{"reason":"Asked by phone","minutes":30}"#)
  #expect(answer.status == 201, "\(answer.text)")
  let token = try #require(answer.json["token"]?.string)
  let customer = "/api/v1/customers/\(helvetia.customer)"
  #expect(world.bearer(token, .get, "/api/v1/me").json["reach"]?["level"]?.string == "customer")
  #expect(world.bearer(token, .get, "/api/v1/resellers").status == 403)
  let made = world.bearer(token, .post, customer + "/billing-centres", #"{"code":"ACT","name":"By phone"}"#)
  #expect(made.status == 201, "\(made.text)")
  let record = try #require(
    try world.send(.get, "/api/v1/audit-records?limit=5", as: "manager").json["items"]?.items.first {
      $0["action"]?.string == "centre.created"
    })
  #expect(record["actor"]?["id"]?.string == (try helvetia.user("manager")))
  #expect(record["realActorName"]?.string?.isEmpty == false)
  #expect(record["realActorId"]?.string != record["actor"]?["id"]?.string)
  for (method, path, body) in [
    (HTTP.Method.patch, "/api/v1/users/\(try helvetia.user("manager"))", #"{"givenName":"Eve"}"#),
    (.post, "/api/v1/users/\(try helvetia.user("user"))/invitation", ""),
    (.post, "/api/v1/organizations/\(helvetia.customer)/grants", "{}"),
    (.post, "/api/v1/organizations/\(helvetia.customer)/clients", #"{"name":"Back door"}"#),
  ] {
    #expect(world.bearer(token, method, path, body).code == "acting.accounts_protected", "\(method) \(path)")
  }
  let elsewhere = world.answer(
    .get, "/api/v1/me",
    headers: [("Authorization", "Bearer \(token)"), ("Comptoir-Organization", Strangers.distributor)])
  #expect(elsewhere.status == 403)
  #expect(try lastSignIn() == before)
}

@Test(arguments: [
  "UPDATE role_grant SET ended_at = comptoir_now() WHERE role = 'distributor'",
  "UPDATE person SET status = 'disabled' WHERE sign_in_email = 'distributor@comptoir.test'",
  "UPDATE credential SET acting_until = comptoir_now(), expires_at = comptoir_now() WHERE acting_as IS NOT NULL",
  "UPDATE person SET status = 'disabled' WHERE sign_in_email = 'manager@comptoir.test'",
])
func `acting as somebody ends with the next request when its grounds do`(_ ending: SQL) throws {
  let world = try World()
  let token = try #require(try world.impersonate("manager", as: "distributor").json["token"]?.string)
  #expect(world.bearer(token, .get, "/api/v1/me").status == 200)
  try world.asOwner(ending)
  #expect([401, 403].contains(world.bearer(token, .get, "/api/v1/me").status))
  #expect(world.bearer(token, .get, "/api/v1/subscriptions").status == 401)
}

@Test func `in the portal a banner says who acts, and one button goes back`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let cookie = try #require(try world.browser("distributor", "comptoir-demo"))
  let csrf = try world.csrf(of: "distributor")
  func post(_ path: String, _ form: String) -> Answer {
    world.answer(
      .post, path, headers: [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")],
      body: "csrf=\(csrf)&\(form)")
  }
  func get(_ path: String) -> Answer { world.answer(.get, path, headers: [("Cookie", cookie)]) }
  let person = "/users/\(try helvetia.user("manager"))"
  #expect(get(person + "/impersonation").status == 200)
  #expect(post(person + "/impersonation", "minutes=30").status == 422)
  #expect(post(person + "/impersonation", "minutes=30&reason=Asked%20by%20phone").status == 303)
  let home = get("/")
  #expect(home.status == 200 && home.text.contains("class=\"banner\""), "\(home.text.prefix(600))")
  #expect(get("/resellers").status == 403)
  #expect(post("/profile", "givenName=Eve").status == 403)
  #expect(post("/users/\(try helvetia.user("user"))/impersonation", "reason=x").status == 403)
  #expect(post("/acting/end", "").headers["Location"] == person)
  #expect(!get("/").text.contains("class=\"banner\"") && get("/resellers").status == 200)
  // Signing out while acting ends the session altogether.
  #expect(post(person + "/impersonation", "reason=again").status == 303)
  #expect(post("/sign-out", "").status == 303)
  #expect(get("/").status == 303)
}

@Test func `a seller whose own role ended goes back to nobody's name`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let cookie = try #require(try world.browser("distributor", "comptoir-demo"))
  let csrf = try world.csrf(of: "distributor")
  let begun = world.answer(
    .post, "/users/\(try helvetia.user("manager"))/impersonation",
    headers: [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")],
    body: "csrf=\(csrf)&reason=x")
  #expect(begun.status == 303, "\(begun.text)")
  try world.asOwner("UPDATE role_grant SET ended_at = comptoir_now() WHERE role = 'distributor'")
  #expect(world.answer(.get, "/customers", headers: [("Cookie", cookie)]).status == 403)
  #expect(try world.text("SELECT count(*)::text FROM credential WHERE acting_as IS NOT NULL") == "0")
}

@Test func `a reseller acts as somebody while the customer lets it, and cannot let itself in meanwhile`() throws {
  let world = try World()
  let helvetia = try Letting(world, "Helvetia Works AG", manager: "manager")
  let people = try helvetia.open(["users"])
  #expect(try world.impersonate("manager", as: "reseller").code == "delegation.required", "people are not acting as")
  #expect(try helvetia.say(#"{"status":"ended"}"#, to: people).status == 200)

  let acting = try helvetia.open(["users", "actAs"])
  let renewal = try helvetia.asked(["users", "licences", "actAs"])
  let token = try #require(try world.impersonate("manager", as: "reseller").json["token"]?.string)
  #expect(world.bearer(token, .get, "/api/v1/statements").status == 200)
  let approved = world.bearer(token, .patch, "/api/v1/delegations/\(renewal)", #"{"status":"active"}"#)
  #expect(approved.code == "acting.accounts_protected")
  #expect(try helvetia.read(renewal).json["status"]?.string == "pending")

  #expect(try helvetia.say(#"{"rights":["users"]}"#, to: acting).status == 200, "narrowed")
  #expect(world.bearer(token, .get, "/api/v1/statements").code == "acting.ended")
  #expect(world.bearer(token, .get, "/api/v1/statements").status == 401, "nor does it become the reseller's own")
}

@Test func `a form sent after acting as somebody ended brings the session back to its own person`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let cookie = try #require(try world.browser("distributor", "comptoir-demo"))
  let csrf = try world.csrf(of: "distributor")
  func post(_ path: String, _ form: String) -> Answer {
    world.answer(
      .post, path, headers: [("Cookie", cookie), ("Content-Type", "application/x-www-form-urlencoded")],
      body: "csrf=\(csrf)&\(form)")
  }
  #expect(post("/users/\(try helvetia.user("manager"))/impersonation", "reason=x").status == 303)
  try world.asOwner("UPDATE role_grant SET ended_at = comptoir_now() WHERE role = 'distributor'")
  #expect(post("/tickets/new", "subject=Help&body=Please").status == 403)
  #expect(try world.text("SELECT count(*)::text FROM credential WHERE acting_as IS NOT NULL") == "0")
  #expect(try world.text("SELECT count(*)::text FROM ticket WHERE subject = 'Help'") == "0")
}
