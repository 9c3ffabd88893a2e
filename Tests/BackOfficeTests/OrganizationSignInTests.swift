import Core
import HTTP
import Postgres
import Synchronization
import Testing

@testable import BackOffice

private func sentence(_ code: Code) -> String { Messages.sentence(code, [:], .english) }

/// Signing in at an organization's own provider, against one that listens and misbehaves.
@Suite struct OrganizationSignInTests {
  private let world: World
  private let signing: SigningIn

  init() throws {
    world = try World()
    signing = try SigningIn(world)
  }

  private func expect(_ answer: Answer, _ code: Code, _ status: Int = 403) throws {
    #expect(answer.status == status && answer.text.contains(HTMLText.of(sentence(code))), "\(code): \(answer.text)")
    #expect(answer.headers.all("Set-Cookie").isEmpty, "nobody is signed in")
    #expect(answer.text.contains("<small>test</small>"), "the request's id")
  }

  // MARK: Beginning

  @Test(arguments: ["", "lea", "lea%40", "%40comptoir.test", "lea%40localhost"])
  func `what is no address leads nowhere`(_ email: String) throws {
    let answer = try signing.begin(email).answer
    #expect(answer.status == 422)
    #expect(answer.text.contains(HTMLText.of(sentence("email.malformed"))))
  }

  @Test(arguments: ["lea%40rheinland.example", "lea%40sub.comptoir.test", "lea%40comptoir.test.evil.example"])
  func `only a proven domain leads to a provider`(_ email: String) throws {
    let answer = try signing.begin(email).answer
    #expect(answer.status == 422)
    #expect(answer.text.contains(HTMLText.of(sentence("openid.no_provider"))))
    #expect(try world.number("SELECT count(*) FROM sign_in_request") == 0)
  }

  @Test func `a domain that is claimed but not proven leads nowhere`() throws {
    _ = try world.owner("UPDATE identity_domain SET proven_at = NULL") { _ in }
    #expect(try signing.begin().answer.status == 422)
  }

  @Test func `the way to the provider carries what the standard wants, and no secret`() throws {
    let begun = try signing.begin()
    #expect(begun.answer.status == 200)
    #expect(begun.query["response_type"] == "code")
    #expect(begun.query["client_id"] == "comptoir-portal")
    #expect(begun.query["redirect_uri"] == "http://127.0.0.1:8080/organizations/\(signing.organization)/sign-in")
    #expect(begun.query["scope"] == "openid email profile")
    #expect(begun.query["code_challenge_method"] == "S256")
    #expect(begun.query["login_hint"] == "lea.hofer@comptoir.test")
    #expect([begun.query["state"], begun.query["nonce"], begun.query["code_challenge"]].allSatisfy { $0?.count == 43 })
    let cookie = try #require(begun.answer.headers["Set-Cookie"])
    #expect(cookie.hasSuffix("; Path=/organizations; HttpOnly; SameSite=Lax; Max-Age=600"))
    #expect(!begun.answer.text.contains(begun.cookie) && !begun.query.values.contains(begun.cookie))
    let again = try signing.begin()
    for name in ["state", "nonce", "code_challenge"] { #expect(begun.query[name] != again.query[name]) }
    let kept = try world.owner(
      "SELECT encode(state_hash, 'escape') || encode(browser_hash, 'escape') FROM sign_in_request"
    ) { try $0[0] as String }
    #expect(kept.count == 2 && !kept.joined().contains(begun.cookie))
  }

  @Test func `a form of another site begins nothing`() throws {
    let answer = world.answer(
      .post, "/sign-in/organization",
      headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "cross-site")],
      body: "email=lea.hofer%40comptoir.test")
    #expect(answer.status == 403)
  }

  @Test func `one never ends up on another site`() throws {
    let begun = try signing.begin(next: "%2F%2Fevil.example%2F")
    #expect(signing.finish(begun).headers["Location"] == "/")
  }

  // MARK: Coming back

  @Test func `a sign-in is finished once`() throws {
    let begun = try signing.begin()
    let code = signing.provider.authorize(begun.query)
    #expect(signing.finish(begun, code: code).status == 303)
    try expect(signing.finish(begun, code: code), "openid.state_unknown")
    try expect(signing.finish(begun), "openid.state_unknown")
  }

  @Test func `a sign-in is finished where it was begun`() throws {
    let begun = try signing.begin()
    let other = try signing.begin()
    try expect(signing.finish(begun, cookie: other.cookie), "openid.state_unknown")
    try expect(signing.finish(begun, cookie: ""), "openid.state_unknown")
    try expect(signing.finish(begun, state: ""), "openid.state_unknown")
    try expect(signing.finish(begun, state: Secrets.token()), "openid.state_unknown")
    #expect(signing.finish(begun).status == 303, "what others tried used nothing up")
  }

  @Test func `a sign-in is finished at the organization it was begun for`() throws {
    let foreign = try world.text("SELECT id::text FROM organization WHERE name = 'Rheinland Maschinenbau GmbH'")
    try expect(signing.finish(try signing.begin(), at: foreign), "openid.state_unknown")
    #expect(signing.finish(try signing.begin(), at: "nonsense").status == 404)
  }

  @Test func `a sign-in is finished within ten minutes`() throws {
    let begun = try signing.begin()
    let late = try signing.begin()
    _ = try world.owner(
      """
      UPDATE sign_in_request SET expires_at = comptoir_now() - interval '1 second'
      WHERE state_hash = \(Secrets.sha256(late.query["state"] ?? ""))
      """
    ) { _ in }
    try expect(signing.finish(late), "openid.state_unknown")
    #expect(signing.finish(begun).status == 303)
    _ = try signing.begin()
    try world.pass(hours: 1)
    _ = try signing.begin()
    #expect(try world.number("SELECT count(*) FROM sign_in_request") == 1, "what is over is forgotten")
  }

  @Test(
    arguments: [
      ("&error=access_denied", "openid.cancelled"), ("&error=server_error", "openid.provider_error"),
      ("&error=%3Cscript%3E&error_description=%3Cscript%3E", "openid.provider_error"),
      ("&iss=https://evil.example", "openid.token_refused"),
    ] as [(String, Code)])
  func `a provider that refuses lets nobody in`(_ more: String, _ code: Code) throws {
    let begun = try signing.begin()
    let answer = signing.finish(begun, more: more)
    try expect(answer, code)
    #expect(!answer.text.contains("<script>"))
    try expect(signing.finish(begun), "openid.state_unknown")
  }

  @Test func `somebody who says no at a provider that forgets the state is told so`() throws {
    let answer = world.answer(.get, "/organizations/\(signing.organization)/sign-in?error=access_denied")
    try expect(answer, "openid.cancelled")
  }

  @Test func `a code the provider does not know is refused`() throws {
    try expect(signing.finish(try signing.begin(), code: "made-up"), "openid.exchange_refused")
    try expect(signing.finish(try signing.begin(), code: ""), "openid.provider_error")
    try expect(
      signing.finish(try signing.begin(), code: String(repeating: "x", count: 5000)), "openid.provider_error")
  }

  @Test func `a code of another sign-in is refused`() throws {
    let stolen = signing.provider.authorize(try signing.begin().query)
    try expect(signing.finish(try signing.begin(), code: stolen), "openid.exchange_refused")
  }

  @Test func `the code goes back with verifier and secret, the secret nowhere else`() throws {
    let begun = try signing.begin()
    #expect(signing.finish(begun).status == 303)
    let asked = try #require(signing.provider.script.withLock { $0.exchanges.first })
    #expect(asked.authorization == "Basic \("comptoir-portal:s%3Ae%20c%2Br".base64)")
    #expect(asked.form["grant_type"] == "authorization_code")
    #expect(asked.form["redirect_uri"] == begun.query["redirect_uri"])
    #expect(asked.form["client_secret"] == nil)
    let stored = try #require(
      try world.owner("SELECT sealed_secret FROM identity_provider") { try $0[0] as [UInt8] }.first)
    #expect(!String(decoding: stored, as: UTF8.self).contains("s:e c+r"))
  }

  @Test(arguments: [500, 502, 404]) func `a provider that is away is told as such`(_ status: Int) throws {
    let begun = try signing.begin()
    let code = signing.provider.authorize(begun.query)
    signing.provider.script.withLock { $0.status = status }
    let answer = signing.finish(begun, code: code)
    try expect(
      answer, status >= 500 ? "openid.provider_away" : "openid.exchange_refused", status >= 500 ? 409 : 403)
  }

  @Test func `what the provider says must be about this sign-in, signed and in time`() throws {
    typealias Bend = @Sendable (String) -> String
    let bends: [(String, Bend)] = [
      ("nonce", { $0.replacing("\"nonce\":\"", with: "\"nonce\":\"x") }),
      ("no nonce", { $0.replacing("\"nonce\"", with: "\"once\"") }),
      ("issuer", { $0.replacing("\"iss\":\"http", with: "\"iss\":\"https") }),
      ("audience", { $0.replacing("comptoir-portal", with: "another-client") }),
      ("no expiry", { $0.replacing("\"exp\"", with: "\"expires\"") }),
      ("expired", { $0.replacing("\"exp\":", with: "\"exp\":1,\"was\":") }),
      ("not yet", { $0.replacing("\"iat\":", with: "\"nbf\":9999999999,\"iat\":") }),
      ("no subject", { $0.replacing("\"sub\":\"sub-lea\"", with: "\"sub\":\"\"") }),
    ]
    for (name, bend) in bends {
      let answer = try signing.signIn { bend(ScriptedProvider.claims(nonce: $0, issuer: $1)) }
      #expect(answer.status == 403 && SigningIn.cookie("comptoir_session", answer) == nil, "\(name)")
      try expect(answer, "openid.token_refused")
    }
    signing.provider.script.withLock { $0.claims = nil }
    let forged: [@Sendable (String) -> String] = [
      { SigningKey.otherRSA.token($0) }, { SigningKey.ec.token($0) }, { SigningKey.rsa.token($0) + "x" },
      { Base64URL.encoded(Array(#"{"alg":"none"}"#.utf8)) + "." + Base64URL.encoded(Array($0.utf8)) + "." },
      { _ in "" }, { _ in "no token" },
    ]
    for token in forged {
      signing.provider.script.withLock { $0.token = token }
      try expect(signing.finish(try signing.begin()), "openid.token_refused")
    }
    #expect(try world.number("SELECT count(*) FROM identity_link") == 0)
    #expect(try world.number("SELECT count(*) FROM sign_in WHERE method = 'provider'") == 0)
  }

  @Test func `new keys are fetched when a token names one, and not for every made-up name`() throws {
    let rotated = SigningKey(.es256, id: "ec-2")
    #expect(try signing.signIn().status == 303)
    signing.provider.script.withLock {
      $0.keys = [rotated]
      $0.signer = rotated
    }
    try expect(signing.finish(try signing.begin()), "openid.token_refused")
    #expect(signing.provider.script.withLock { $0.asked["/keys"] } == 1, "asked a moment ago")
    let issuer = try #require(IssuerURL(signing.provider.issuer))
    let eager = ProviderDirectory(keysAskedEvery: .zero)
    let description = try eager.description(of: issuer, isRelaxed: true)
    signing.provider.script.withLock { $0.keys = [.rsa] }
    #expect(try eager.keys(of: issuer, at: description, knowing: "rsa-1", isRelaxed: true).has("rsa-1"))
    signing.provider.script.withLock { $0.keys = [.rsa, rotated] }
    #expect(try eager.keys(of: issuer, at: description, knowing: "rsa-1", isRelaxed: true).count == 1, "kept")
    #expect(try eager.keys(of: issuer, at: description, knowing: "ec-2", isRelaxed: true).has("ec-2"))
  }

  @Test func `addresses that are not public are out of reach outside a sandbox`() throws {
    let directory = ProviderDirectory()
    let issuer = try #require(IssuerURL(signing.provider.issuer))
    #expect(throws: ProviderFault.away) { try directory.description(of: issuer, isRelaxed: false) }
  }
}

/// A text as pages escape it.
enum HTMLText {
  static func of(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}

extension String {
  fileprivate var base64: String { Array(utf8).base64 }
}

extension [UInt8] {
  fileprivate var base64: String { Base64URL.encoded(self) + String(repeating: "=", count: (3 - count % 3) % 3) }
}
