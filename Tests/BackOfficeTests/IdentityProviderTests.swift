import Core
import FoundationEssentials
import Outbound
import Postgres
import Testing

@testable import BackOffice

private let good =
  #"{"issuer":"https://login.example","clientId":"c","clientSecret":"hush hush","domains":["helvetia.example"]}"#

/// Setting a provider up, over the API and on the page.
@Suite struct IdentityProviderTests {
  private let world: World
  private let path: String

  init() throws {
    world = try World()
    path = "/api/v1/organizations/\(try Helvetia(world).customer)/identity-provider"
  }

  private func put(_ body: String, as person: String = "manager", headers: [(String, String)] = []) throws -> Answer {
    try world.send(.put, path, as: person, body, headers: headers)
  }

  @Test(arguments: [
    (#"{}"#, ["/clientId field.required", "/domains field.required", "/issuer field.required"]),
    (
      #"{"issuer":"login","clientId":7,"clientSecret":[],"domains":"x","enforced":"yes","more":1}"#,
      [
        "/clientId field.text_expected", "/clientSecret field.text_expected", "/domains field.array_expected",
        "/enforced field.boolean_expected", "/issuer openid.issuer_malformed", "/more field.unknown",
      ]
    ),
    (
      #"{"issuer":"https://a.example","clientId":"c","clientSecret":"s","domains":["a","b.example",7,"-.example"]}"#,
      ["/domains/0 domain.malformed", "/domains/2 domain.malformed", "/domains/2 field.text_expected"]
    ),
    (#"{"issuer":"https://a.example","clientId":"c","clientSecret":"s","domains":[]}"#, ["/domains field.required"]),
    (#"{"issuer":"https://a.example","clientId":"c","domains":["b.example"]}"#, ["/clientSecret field.required"]),
    (
      #"{"issuer":"https://login.microsoftonline.com/common","clientId":"c","domains":["b.example"],"enforced":true}"#,
      ["/clientSecret field.required", "/enforced openid.enforced_too_early", "/issuer openid.issuer_shared"]
    ),
  ])
  func `everything that is wrong is told at once`(_ body: String, _ faults: [String]) throws {
    _ = try world.token(of: "manager")
    let before = try world.fingerprint()
    let answer = try put(body)
    #expect(answer.status == 422)
    #expect(answer.faults.sorted() == faults)
    #expect(try world.fingerprint() == before)
    #expect(try world.send(.get, path, as: "manager").status == 404)
  }

  @Test func `outside a sandbox a provider has TLS`() throws {
    var configuration = world.office.configuration
    configuration.sandbox = false
    configuration.secretKey = Array(1...32)
    let office = Office(configuration)
    defer { office.database.close() }
    let actor = try world.actor(.manager)
    let issuer = try #require(IssuerURL("http://login.example"))
    var draft = IdentityProviders.Draft(issuer: issuer, clientID: "c", domains: [])
    draft.clientSecret = "s"
    #expect(throws: Refusal.invalid([Issue("/issuer", "openid.issuer_not_secure")])) {
      try office.database.transaction(opening: [actor.reach]) { tx in
        let now: Instant = try tx.rows("SELECT comptoir_now()")[0][0]
        let work = Work(tx: tx, actor: actor, now: now, requestID: "test", office: office)
        _ = try IdentityProviders.put(draft, for: actor.organization, in: work)
      }
    }
  }

  @Test(arguments: [("reseller", 403), ("distributor", 403), ("rival", 404), ("tech", 403), ("finance", 403)])
  func `nobody but its own administrators sets an organization's sign-in up`(_ person: String, _ status: Int) throws {
    #expect(try put(good).status == 200)
    let before = try world.number("SELECT sum(version) FROM identity_provider")
    for answer in [
      try put(good, as: person), try world.send(.get, path, as: person), try world.send(.delete, path, as: person),
      try world.send(.post, path + "/check", as: person),
    ] { #expect(answer.status == status) }
    #expect(try world.number("SELECT sum(version) FROM identity_provider") == before)
  }

  @Test func `what is set up is read back, but for the secret`() throws {
    let answer = try put(good)
    #expect(answer.status == 200)
    #expect(!answer.text.contains("hush"))
    let json = try world.send(.get, path, as: "manager").json
    #expect(json["issuer"]?.string == "https://login.example")
    #expect(json["createsUsers"]?.bool == false && json["enforced"]?.bool == false)
    #expect(json["domains"]?[0]?["status"]?.string == "pending")
    #expect(json["domains"]?[0]?["recordName"]?.string == "_comptoir.helvetia.example")
    #expect(json["domains"]?[0]?["recordValue"]?.string?.hasPrefix("comptoir-verification=") == true)
    #expect(json["check"]?["pending"]?.bool == true)
    let audited = try world.owner(
      "SELECT action || coalesce(after::text, '') FROM audit_record WHERE object_kind = 'identityProvider'"
    ) { try $0[0] as String }
    #expect(audited.count == 1 && audited[0].hasPrefix("identity_provider.created") && !audited[0].contains("hush"))
  }

  @Test func `the secret stays unless a new one is given, and goes to no other issuer`() throws {
    #expect(try put(good).status == 200)
    func sealed() throws -> [[UInt8]] {
      try world.owner("SELECT sealed_secret FROM identity_provider") { try $0[0] as [UInt8] }
    }
    let first = try sealed()
    let kept = #"{"issuer":"https://login.example","clientId":"c2","domains":["helvetia.example"]}"#
    #expect(try put(kept).status == 200)
    #expect(try sealed() == first)
    #expect(try put(kept.replacing("login", with: "evil")).faults == ["/clientSecret field.required"])
    #expect(try put(good.replacing("hush", with: "shh")).status == 200)
    #expect(try sealed() != first)
  }

  @Test func `another provider forgets who was tied, proofs stay with their domains`() throws {
    let signing = try SigningIn(world)
    #expect(try signing.signIn().status == 303)
    let json = try world.send(.get, path, as: "manager").json
    #expect(json["linkedUsers"]?.integer == 1)
    let proof = json["domains"]?[0]?["recordValue"]
    let same = #"{"issuer":"\#(signing.provider.issuer)","clientId":"comptoir-portal","domains":["comptoir.test"]}"#
    #expect(try put(same).json["linkedUsers"]?.integer == 1)
    let other = try put(same.replacing("comptoir-portal", with: "another")).json
    #expect(other["linkedUsers"]?.integer == 0)
    #expect(other["domains"]?[0]?["recordValue"] == proof && other["domains"]?[0]?["status"]?.string == "proven")
  }

  @Test func `a change made meanwhile is noticed`() throws {
    #expect(try put(good).headers["ETag"] == "\"1\"")
    #expect(try put(good, headers: [("If-Match", "\"1\"")]).headers["ETag"] == "\"2\"")
    #expect(try put(good, headers: [("If-Match", "\"1\"")]).status == 412)
    #expect(try world.send(.delete, path, as: "manager", headers: [("If-Match", "\"1\"")]).status == 412)
    #expect(try world.send(.delete, path, as: "manager", headers: [("If-Match", "\"2\"")]).status == 204)
    #expect(try world.send(.delete, path, as: "manager").status == 404)
  }

  // MARK: Passwords

  private func password(_ person: String) -> Int {
    let basic = Data("\(person)@comptoir.test:comptoir-demo".utf8).base64EncodedString()
    return world.answer(.post, "/api/v1/tokens", headers: [("Authorization", "Basic \(basic)")]).status
  }

  @Test func `where the provider is the only way, passwords count for administrators only`() throws {
    let signing = try SigningIn(world)
    #expect(password("user") == 201 && password("tech") == 201)
    let body = #"{"issuer":"\#(signing.provider.issuer)","clientId":"comptoir-portal","domains":["comptoir.test"],"#
    #expect(try put(body + #""enforced":true}"#).status == 200)
    #expect(password("user") == 401 && password("tech") == 401 && password("finance") == 401)
    #expect(password("manager") == 201, "a way in should the provider fail")
    #expect(password("reseller") == 201, "not this organization's affair")
    _ = try world.owner("UPDATE identity_domain SET proven_at = NULL") { _ in }
    #expect(password("user") == 201, "who cannot come through the provider keeps the password")
    #expect(try put(body + #""enforced":false}"#).status == 200)
    #expect(password("tech") == 201)
  }

  // MARK: The page

  @Test func `the page shows what to do, and what is wrong beside its field`() throws {
    let empty = try world.send(.get, "/identity-provider", as: "manager")
    #expect(empty.status == 200)
    #expect(empty.text.contains("http://127.0.0.1:8080/organizations/\(try Helvetia(world).customer)/sign-in"))
    let form = [("Content-Type", "application/x-www-form-urlencoded")]
    let wrong = try world.send(
      .post, "/identity-provider", as: "manager",
      "issuer=nowhere&clientId=c&domains=a%0D%0Ab.example&createsUsers=true",
      headers: form)
    #expect(wrong.status == 422)
    #expect(wrong.text.contains("f-issuer-error") && wrong.text.contains("f-domains-error"))
    let right = try world.send(
      .post, "/identity-provider", as: "manager",
      "issuer=https%3A%2F%2Flogin.example&clientId=c&clientSecret=hush&domains=A.example%0D%0A%0D%0Ab.example%0D%0A"
        + "&createsUsers=true&enforced=",
      headers: form)
    #expect(right.status == 303 && right.headers["Location"] == "/identity-provider")
    let page = try world.send(.get, "/identity-provider", as: "manager").text
    #expect(page.contains("_comptoir.a.example") && page.contains("_comptoir.b.example") && !page.contains("hush"))
    let removed = try world.send(.post, "/identity-provider/removal", as: "manager", "", headers: form)
    #expect(removed.status == 303)
    #expect(try world.number("SELECT count(*) FROM identity_provider") == 0)
  }
}
