import Core
import Postgres
import Testing

@testable import BackOffice

/// Whose account somebody gets whom a provider vouches for, with what is written down about it.
@Suite struct AdmissionTests {
  private let world: World
  private let signing: SigningIn
  private let lea = "lea.hofer@comptoir.test"

  init() throws {
    world = try World()
    signing = try SigningIn(world)
  }

  private func come(_ subject: String, _ email: String?, more: String = "") throws -> Answer {
    try signing.signIn {
      ScriptedProvider.claims(nonce: $0, issuer: $1, subject: subject, email: email, more: more)
    }
  }

  private func refused(_ answer: Answer, _ code: Code) -> Bool {
    answer.status == 403 && SigningIn.cookie("comptoir_session", answer) == nil
      && answer.text.contains(HTMLText.of(Messages.sentence(code, [:], .english)))
  }

  private func creating(_ creates: Bool) throws {
    _ = try world.owner("UPDATE identity_provider SET creates_users = \(creates)") { _ in }
  }

  private func actions(about email: String) throws -> [String] {
    try world.owner(
      """
      SELECT action FROM audit_record WHERE object_id = (SELECT id FROM person WHERE sign_in_email = \(email))
        AND actor_id IS NULL AND request_id = 'test' ORDER BY sequence
      """
    ) { try $0[0] }
  }

  @Test func `somebody known is tied, signed in, and it is written down`() throws {
    let answer = try signing.signIn()
    #expect(answer.status == 303)
    #expect(answer.headers["Location"] == "/catalogue")
    #expect(try signing.person(answer) == lea)
    let cookies = answer.headers.all("Set-Cookie")
    #expect(cookies.contains { $0.hasPrefix("comptoir_sign_in=; ") && $0.hasSuffix("Max-Age=0") }, "used up")
    #expect(try actions(about: lea) == ["user.linked"])
    let noted = try world.owner(
      "SELECT succeeded, method, device FROM sign_in WHERE method = 'provider'"
    ) { "\(try $0[0] as Bool) \(try $0[1] as String) \(try $0[2] as String)" }
    #expect(noted == ["true provider Firefox"])
    #expect(try signing.signIn().status == 303)
    #expect(try actions(about: lea) == ["user.linked"], "once")
  }

  @Test(
    arguments: [
      ("vera@rheinland.example", ""), ("lea.hofer@comptoir.test.evil.example", ""),
      ("lea.hofer@comptoir.test", #","email_verified":false"#), (nil, ""), ("no address", ""),
      ("emil.\u{212A}unz@comptoir.test", ""),
    ] as [(String?, String)])
  func `an address that nobody has proven opens no account`(_ email: String?, _ more: String) throws {
    try creating(true)
    #expect(refused(try come("sub-x", email, more: more), "openid.address_not_proven"))
    #expect(try world.number("SELECT count(*) FROM identity_link") == 0)
  }

  @Test(arguments: ["reseller@comptoir.test", "distributor@comptoir.test", "jurgen.schmitz.rheinland@comptoir.test"])
  func `another organization's account is never opened, whoever proves its domain`(_ email: String) throws {
    try creating(true)
    let before = try world.number("SELECT count(*) FROM person")
    #expect(refused(try come("sub-x", email), "openid.no_account"))
    #expect(try world.number("SELECT count(*) FROM identity_link") == 0)
    #expect(try world.number("SELECT count(*) FROM person") == before)
    #expect(try world.number("SELECT count(*) FROM sign_in WHERE method = 'provider'") == 0, "nothing to tell them")
  }

  @Test func `whoever is tied stays so, and their old address opens nothing to others`() throws {
    #expect(try signing.signIn().status == 303)
    #expect(try signing.person(try come("sub-lea", "somebody@elsewhere.example")) == lea)
    #expect(try signing.person(try come("sub-lea", "user@comptoir.test")) == lea, "not the other's account")
    #expect(refused(try come("sub-new", lea), "openid.account_linked"))
    let failures = try world.number("SELECT count(*) FROM sign_in WHERE method = 'provider' AND NOT succeeded")
    #expect(failures == 1)
  }

  @Test func `an account is untied by its organization's administrators, and tied anew by its address`() throws {
    let user = try world.text("SELECT id::text FROM person WHERE sign_in_email = \(lea)")
    let path = "/api/v1/users/\(user)/identity-link"
    #expect(try world.send(.delete, path, as: "manager").status == 404)
    #expect(try signing.signIn().status == 303)
    #expect(try world.send(.get, "/users/\(user)", as: "manager").text.contains("sub-lea"))
    #expect(!(try world.send(.get, "/users/\(user)", as: "tech").text.contains("sub-lea")))
    for (person, status) in [("tech", 403), ("user", 403), ("reseller", 403), ("rival", 404)] {
      #expect(try world.send(.delete, path, as: person).status == status, "\(person)")
    }
    #expect(try world.send(.delete, path, as: "manager").status == 204)
    #expect(try signing.person(try come("sub-new", lea)) == lea)
    #expect(try world.number("SELECT count(*) FROM audit_record WHERE action = 'user.untied'") == 1)
  }

  @Test func `whoever moved to another organization is not tied to the old one's provider`() throws {
    #expect(try signing.signIn().status == 303)
    _ = try world.owner(
      """
      UPDATE person SET (distributor_id, reseller_id, customer_id, organization_id) = (
        SELECT distributor_id, reseller_id, customer_id, id FROM organization
        WHERE name = 'Rheinland Maschinenbau GmbH')
      WHERE sign_in_email = \(lea)
      """
    ) { _ in }
    #expect(refused(try signing.signIn(), "openid.no_account"))
  }

  @Test func `disabled and locked accounts stay closed, tied or not`() throws {
    let close: [SQL] = [
      "UPDATE person SET status = 'disabled' WHERE sign_in_email = \(lea)",
      """
      UPDATE person SET status = 'active', locked_until = comptoir_now() + interval '5 minutes'
      WHERE sign_in_email = \(lea)
      """,
    ]
    for statement in close {
      _ = try world.owner(statement) { _ in }
      #expect(refused(try signing.signIn(), "openid.account_closed"))
    }
    _ = try world.owner("UPDATE person SET locked_until = NULL") { _ in }
    #expect(try signing.signIn().status == 303)
    for statement in close {
      _ = try world.owner(statement) { _ in }
      #expect(refused(try signing.signIn(), "openid.account_closed"))
    }
    #expect(try world.number("SELECT count(*) FROM sign_in WHERE method = 'provider' AND NOT succeeded") == 4)
  }

  @Test func `an invited account becomes active and its link is used up`() throws {
    let invited = try world.send(
      .post, "/api/v1/customers/\(signing.organization)/users", as: "manager",
      #"{"givenName":"Nora","familyName":"Keller","signInEmail":"nora.keller@comptoir.test"}"#)
    #expect(invited.status == 201)
    let answer = try come("sub-nora", "Nora.Keller@Comptoir.test")
    #expect(try signing.person(answer) == "nora.keller@comptoir.test")
    #expect(try actions(about: "nora.keller@comptoir.test") == ["user.linked", "user.activated"])
    let open = try world.number("SELECT count(*) FROM credential WHERE kind = 'invitation' AND revoked_at IS NULL")
    #expect(open == 0)
  }

  @Test func `nobody unknown gets in unless the organization says so`() throws {
    #expect(refused(try come("sub-eva", "eva@comptoir.test"), "openid.no_account"))
    try creating(true)
    let answer = try come(
      "sub-eva", "eva@comptoir.test", more: #","given_name":"Eva","family_name":"Neu","locale":"fr-CH""#)
    #expect(try signing.person(answer) == "eva@comptoir.test")
    let made = try world.owner(
      """
      SELECT p.given_name || ' ' || p.family_name || ' ' || p.language || ' ' || p.status || ' '
        || coalesce(p.password_hash, 'no password') || ' ' || string_agg(g.role, ',')
      FROM person p LEFT JOIN role_grant g ON g.person_id = p.id WHERE p.sign_in_email = 'eva@comptoir.test'
      GROUP BY p.id
      """
    ) { try $0[0] as String }
    #expect(made == ["Eva Neu fr active no password user"])
    #expect(try actions(about: "eva@comptoir.test") == ["user.created", "user.linked"])
    #expect(try world.number("SELECT count(*) FROM outbox WHERE payload->>'to' = 'eva@comptoir.test'") == 0)
  }

  @Test func `somebody new at a seller holds no role at all`() throws {
    let seller = try SigningIn(world, as: "reseller", domain: "alpine.example", more: #","createsUsers":true"#)
    seller.provider.script.withLock {
      $0.claims = { ScriptedProvider.claims(nonce: $0, issuer: $1, subject: "x", email: "neu@alpine.example") }
    }
    let answer = seller.finish(try seller.begin("neu%40alpine.example"))
    #expect(try seller.person(answer) == "neu@alpine.example")
    let session = try #require(SigningIn.cookie("comptoir_session", answer))
    let me = world.answer(.get, "/api/v1/me", headers: [("Cookie", "comptoir_session=\(session)")])
    #expect(me.json["grants"]?.items.isEmpty == true)
    #expect(me.json["permissions"]?.items.isEmpty == true)
    let customers = world.answer(.get, "/api/v1/customers", headers: [("Cookie", "comptoir_session=\(session)")])
    #expect(customers.status == 403)
  }

  @Test func `two first visits at once make one account`() throws {
    try creating(true)
    signing.provider.script.withLock {
      $0.claims = { ScriptedProvider.claims(nonce: $0, issuer: $1, subject: "sub-eva", email: "eva@comptoir.test") }
    }
    let begun = try (0..<3).map { _ in try signing.begin() }
    let statuses = try atOnce(3) { [signing] in signing.finish(begun[$0]).status }
    #expect(statuses == [303, 303, 303])
    #expect(try world.number("SELECT count(*) FROM person WHERE sign_in_email = 'eva@comptoir.test'") == 1)
  }

  @Test func `a password that an administrator set is gone once its owner comes through the provider`() throws {
    _ = try world.owner("UPDATE person SET must_change_password = true WHERE sign_in_email = \(lea)") { _ in }
    #expect(try signing.person(try signing.signIn()) == lea)
    #expect(try actions(about: lea) == ["user.linked", "user.password_removed"])
    let left = try world.number(
      "SELECT count(*) FROM person WHERE sign_in_email = \(lea) AND password_hash IS NOT NULL")
    #expect(left == 0)
  }

  @Test func `what was set up anew meanwhile makes a sign-in start again`() throws {
    let begun = try signing.begin()
    _ = try world.send(.delete, signing.path, as: "manager")
    let answer = signing.finish(begun)
    #expect(refused(answer, "openid.state_unknown"))
  }

  @Test func `a domain counts only while it is proven, also for a sign-in under way`() throws {
    let begun = try signing.begin()
    _ = try world.owner("UPDATE identity_domain SET proven_at = NULL") { _ in }
    #expect(refused(signing.finish(begun), "openid.address_not_proven"))
  }

  @Test func `a suspended organization signs nobody in`() throws {
    let begun = try signing.begin()
    _ = try world.owner(
      "UPDATE organization SET status = 'suspended' WHERE id = \(ID<Organization>(signing.organization))"
    ) { _ in }
    #expect(refused(signing.finish(begun), "openid.state_unknown"))
    #expect(try signing.begin().answer.status == 422)
  }

  @Test func `nothing is half done when the audit record cannot be written`() throws {
    let begun = try signing.begin()
    try world.breaking("audit_record") { #expect(signing.finish(begun).status == 500) }
    #expect(try world.number("SELECT count(*) FROM identity_link") == 0)
    #expect(try world.number("SELECT count(*) FROM sign_in WHERE method = 'provider'") == 0)
  }

  @Test(
    arguments: [
      (nil, nil, nil, "eva.neu", "–"), (nil, nil, "Eva Neu", "Eva", "Neu"), (nil, nil, "Eva", "–", "Eva"),
      ("Eva", nil, nil, "Eva", "–"), (nil, "Neu", nil, "–", "Neu"), ("Eva", "Neu", "X Y", "Eva", "Neu"),
      (nil, nil, "Eva Maria Neu", "Eva Maria", "Neu"), ("\u{202E}", "\n", "a\u{0}b", "eva.neu", "–"),
      (String(repeating: "x", count: 101), "Neu", nil, "–", "Neu"),
    ] as [(String?, String?, String?, String, String)])
  func `everybody has a name`(_ given: String?, _ family: String?, _ name: String?, _ first: String, _ last: String) {
    var claims = IdentityClaims()
    claims.givenName = given
    claims.familyName = family
    claims.name = name
    #expect(Admission.names(claims, email: "eva.neu@comptoir.test") == (first, last))
  }
}
