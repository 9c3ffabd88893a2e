import BackOffice
import Core
import FoundationEssentials
import HTTP
import Testing

private let password = "comptoir-demo"

extension World {
  /// Asks for a token with e-mail and password.
  func basic(
    _ person: String, _ password: String, _ body: String? = nil, code: String? = nil, from client: String = "127.0.0.1"
  ) throws -> Answer {
    let pair = Data("\(person)@comptoir.test:\(password)".utf8).base64EncodedString()
    var headers = [("Authorization", "Basic \(pair)")]
    if let code { headers.append(("X-OTP", code)) }
    return answer(.post, "/api/v1/tokens", headers: headers, body: body ?? "", client: client)
  }

  /// Signs in with a browser and answers its session's cookie.
  func browser(_ person: String, _ password: String) throws -> String? { signIn(person, password).cookies.first }

  /// Sends the sign-in form.
  func signIn(
    _ person: String, _ password: String, cookies: [String] = [], from client: String = "127.0.0.1"
  ) -> Answer {
    answer(
      .post, "/sign-in",
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookies.joined(separator: "; ")),
      ],
      body: "email=\(person)%40comptoir.test&password=\(password)", client: client)
  }

  func csrf(of person: String) throws -> String {
    try #require(
      try owner(
        """
        SELECT c.csrf FROM credential c JOIN person p ON p.id = c.person_id
        WHERE p.sign_in_email = \(person + "@comptoir.test") AND c.kind = 'session'
        ORDER BY c.created_at DESC, c.id DESC LIMIT 1
        """
      ) { try $0[0] as String }.first)
  }

  func me(bearer token: String) throws -> Answer {
    answer(.get, "/api/v1/me", headers: [("Authorization", "Bearer \(token)")])
  }
}

@Test func `whoever is not let in is told the same, whatever the reason`() throws {
  let world = try World()
  _ = try world.owner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'tech@comptoir.test'") { _ in }
  _ = try world.owner(
    "UPDATE person SET locked_until = 'infinity' WHERE sign_in_email = 'finance@comptoir.test'"
  ) { _ in }
  let wrong = try world.basic("manager", "comptoir-dem")
  #expect(wrong.status == 401 && wrong.headers["WWW-Authenticate"] != nil)
  for (person, secret) in [
    ("nobody", password), ("tech", password), ("finance", password), ("tech", "x"), ("", ""), ("manager", ""),
    ("manager", "Comptoir-demo"), ("manager", "comptoir-demo "), ("é", "é"),
  ] {
    let answer = try world.basic(person, secret)
    #expect(answer.status == 401 && answer.body == wrong.body, "\(person) \(answer.text)")
    #expect(try world.browser(person, secret) == nil)
  }
  for header in ["Basic", "Basic !", "Basic bm9jb2xvbg==", "Digest x", ""] {
    let answer = try world.send(.post, "/api/v1/tokens", headers: [("Authorization", header)])
    #expect(answer.status == 401, "\(header)")
  }
  #expect(try world.basic("manager", password, #"{"scopes":["admin"]}"#).faults == ["/scopes token.scope_unknown"])
  #expect(try world.basic("manager", password, #"{"scopes":[]}"#).status == 422)
  let token = try world.basic("manager", password, #"{"name":"Script","scopes":["read"]}"#)
  let secret = try #require(token.json["token"]?.string)
  #expect(token.status == 201)
  #expect(try world.me(bearer: secret).status == 200)
  let stored = try world.number("SELECT count(*) FROM credential WHERE position(\(secret) in credential::text) > 0")
  #expect(stored == 0, "only its hash is kept")
  let write = world.answer(
    .patch, "/api/v1/users/x", headers: [("Authorization", "Bearer \(secret)"), ("Content-Type", "application/json")],
    body: "{}")
  #expect(write.code == "token.read_only")
  let revoked = try world.send(.delete, "/api/v1/tokens/\(token.json["id"]?.string ?? "")", as: "manager")
  #expect(revoked.status == 204)
  #expect(try world.me(bearer: secret).status == 401)
}

@Test func `a browser's session is its own, and changes nothing without the session's secret`() throws {
  let world = try World()
  let form = ("Content-Type", "application/x-www-form-urlencoded")
  let credentials = "email=manager%40comptoir.test&password=\(password)"
  let signIn = world.answer(.post, "/sign-in", headers: [form], body: credentials)
  let cookie = try #require(signIn.headers["Set-Cookie"])
  let flags = cookie.split(separator: ";").map { $0.trimming() }
  #expect(signIn.status == 303 && signIn.headers["Location"] == "/")
  #expect(Set(flags.dropFirst()).isSuperset(of: ["HttpOnly", "SameSite=Lax", "Path=/"]), "\(flags)")
  for foreign in [("Origin", "https://evil.test"), ("Sec-Fetch-Site", "cross-site")] {
    let answer = world.answer(.post, "/sign-in", headers: [form, foreign], body: credentials)
    #expect(answer.status == 403 && answer.headers["Set-Cookie"] == nil)
  }
  for next in ["//evil.test", "https://evil.test", "/\\evil.test", "/a%0d%0ab"] {
    let answer = world.answer(.post, "/sign-in", headers: [form], body: credentials + "&next=\(next)")
    #expect(answer.headers["Location"] == "/", "\(next)")
  }
  let session = try #require(try world.browser("manager", password))
  let own = ("Cookie", session)
  let csrf = try world.csrf(of: "manager")
  #expect(world.answer(.get, "/api/v1/me", headers: [own]).status == 200)
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)"
  let json = ("Content-Type", "application/json")
  let untouched = try world.fingerprint()
  for headers in [[], [("X-CSRF-Token", "")], [("X-CSRF-Token", "x")], [("X-CSRF-Token", String(csrf.dropLast()))]] {
    let answer = world.answer(.patch, path, headers: [own, json] + headers, body: #"{"givenName":"U"}"#)
    #expect(answer.status == 403 && answer.code == "csrf.token_wrong")
  }
  #expect(world.answer(.post, "/sign-out", headers: [own, form], body: "").status == 403)
  #expect(try world.fingerprint() == untouched)
  let proof = ("X-CSRF-Token", csrf)
  #expect(world.answer(.patch, path, headers: [own, json, proof], body: #"{"givenName":"U"}"#).status == 200)
  let out = world.answer(.post, "/sign-out", headers: [own, form], body: "csrf=\(csrf)")
  #expect(out.status == 303 && out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
  #expect(world.answer(.get, "/api/v1/me", headers: [own]).status == 401)
  #expect(world.answer(.get, "/password", headers: [own]).headers["Location"]?.hasPrefix("/sign-in") == true)
}

@Test func `a new password ends the other sessions, and must be the person's own to choose`() throws {
  let world = try World()
  let (here, there) = try (world.browser("user", password), world.browser("user", password))
  let csrf = try world.csrf(of: "user")
  let (mine, other) = (("Cookie", try #require(there)), ("Cookie", try #require(here)))
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)/password"
  let json = ("Content-Type", "application/json")
  func change(_ old: String, _ new: String) -> Answer {
    world.answer(
      .post, path, headers: [mine, json, ("X-CSRF-Token", csrf)],
      body: #"{"password":"\#(old)","newPassword":"\#(new)"}"#)
  }
  for (old, new, code) in [
    ("wrong", "a better password", "password.wrong"), (password, "short", "password.too_short"),
    (password, "aaaaaaaaaaaa", "password.common"), (password, "Password1234", "password.common"),
    (password, "Qwertyuiop!1", "password.common"), (password, "comptoir-2026", "password.personal"),
    (password, "helvetia works", "password.personal"), (password, "user@comptoir.test", "password.personal"),
    (password, String(repeating: "long", count: 51), "password.too_long"), ("", "a better password", "password.wrong"),
  ] {
    #expect(change(old, new).outcome == code, "\(new.prefix(20))")
  }
  #expect(world.answer(.get, "/api/v1/me", headers: [other]).status == 200)
  #expect(change(password, "a better password").status == 204)
  #expect(world.answer(.get, "/api/v1/me", headers: [mine]).status == 200)
  #expect(world.answer(.get, "/api/v1/me", headers: [other]).status == 401)
  #expect(try world.basic("user", password).status == 401)
  #expect(try world.basic("user", "a better password").status == 201)
}

@Test func `a reset shows a generated password once and forces another`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)/password"
  let before = try world.token(of: "user")
  let session = try #require(try world.browser("user", password))
  for (person, status) in [("finance", 403), ("rival", 404)] {
    #expect(try world.send(.post, path, as: person, "{}").status == status, "\(person)")
  }
  #expect(
    try world.send(.post, path, as: "manager", #"{"password":"chosen by me"}"#).faults == ["/password field.unknown"])
  let reset = try world.send(.post, path, as: "manager", "{}")
  let generated = try #require(reset.json["password"]?.string)
  #expect(reset.status == 200 && generated.count >= 16)
  #expect(try world.number("SELECT count(*) FROM person WHERE position(\(generated) in person::text) > 0") == 0)
  let noted = try world.number(
    "SELECT count(*) FROM audit_record WHERE position(\(generated) in audit_record::text) > 0")
  #expect(noted == 0, "nor in the audit trail")
  #expect(try world.me(bearer: before).status == 401)
  #expect(world.answer(.get, "/api/v1/me", headers: [("Cookie", session)]).status == 401)
  #expect(try world.basic("user", password).status == 401)
  let token = try #require(try world.basic("user", generated).json["token"]?.string)
  #expect(try world.me(bearer: token).code == "password.change_required")
  let own = [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")]
  let change = #"{"password":"\#(generated)","newPassword":"a better password"}"#
  #expect(world.answer(.post, path, headers: own, body: change).status == 204)
  #expect(try world.me(bearer: token).status == 200)
  #expect(try world.basic("user", generated).status == 401)
}

extension StringProtocol {
  fileprivate func trimming() -> String { Text.trimmed(self) }
}
