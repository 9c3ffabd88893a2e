import BackOffice
import Core
import HTTP
import Postgres
import Testing

extension World {
  /// Offers a role at Helvetia by mail; `more` is the rest of the body.
  fileprivate func appoint(
    _ email: String, _ role: Role = .technicalAdmin, at organization: String, as person: String = "manager",
    _ more: String = ""
  ) throws -> Answer {
    let body = """
      {"givenName":"Nora","familyName":"Frei","signInEmail":"\(email)","role":"\(role.rawValue)"\(more)}
      """
    return try send(.post, "/api/v1/organizations/\(organization)/appointments", as: person, body)
  }

  /// The path of the newest link sent to an address.
  fileprivate func offer(to address: String) throws -> String {
    let text = try owner(
      """
      SELECT payload->>'text' FROM outbox WHERE kind = 'mail' AND payload->>'to' = \(address)
      ORDER BY sequence DESC LIMIT 1
      """
    ) { try $0[0] as String }.first
    let word = try #require(text?.split(whereSeparator: \.isWhitespace).first { $0.contains("/appointment/") })
    return String(word[try #require(word.range(of: "/appointment/")?.lowerBound)...])
  }

  fileprivate func accept(_ link: String, password: String = "") -> Answer {
    answer(
      .post, link, headers: [("Content-Type", "application/x-www-form-urlencoded")],
      body: password.isEmpty ? "" : "newPassword=\(password)")
  }
}

@Test func `whoever has an account elsewhere is appointed only once they accept, and keeps that account`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let email = "rival@comptoir.test"
  func acts() throws -> Int {
    try world.send(
      .get, "/api/v1/subscriptions", as: "rival", headers: [("Comptoir-Organization", helvetia)]
    ).status
  }
  let offered = try world.appoint(email, at: helvetia)
  #expect(offered.status == 201 && offered.json["status"]?.string == "waiting", "\(offered.text)")
  #expect(try acts() == 403, "not before they agree")
  let link = try world.offer(to: email)
  let page = world.answer(.get, link)
  #expect(page.status == 200 && page.text.contains("You keep signing in as") && page.text.contains("Monika Brunner"))
  #expect(!page.text.contains("newPassword"))
  #expect(world.accept(link).status == 303)
  #expect(try acts() == 200)
  #expect(world.accept(link).status == 403, "once")

  let grants = try world.send(.get, "/api/v1/organizations/\(helvetia)/grants?role=technicalAdmin", as: "manager")
  let guest = try #require(grants.items.first { $0["guest"]?.bool == true })
  #expect(guest["userName"]?.string == "Ruth Krämer" && guest["signInEmail"]?.string == email)
  #expect(guest["grantedByName"]?.string == "Monika Brunner" && guest["lastUsedAt"]?.string != nil)
  let person = try #require(guest["userId"]?.string)
  for path in ["/api/v1/users/\(person)", "/api/v1/users/\(person)/rights", "/api/v1/users/\(person)/sign-ins"] {
    #expect(try world.send(.get, path, as: "manager").status == 404, "the account is another organization's")
  }
  #expect(try world.send(.get, "/access", as: "manager").text.contains("Ruth Krämer"))
  let grant = try #require(guest["id"]?.string)
  #expect(try world.change(grant, #"{"note":"Guest"}"#).status == 200)
  #expect(try world.send(.delete, "/api/v1/grants/\(grant)", as: "manager").status == 204)
  #expect(try acts() == 403)
}

@Test func `the answer, the mail and the lists do not tell whether an address has an account`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let known = "jurgen.schmitz.rheinland@comptoir.test"
  let unknown = "nobody.at.all@elsewhere.example"
  func shape(_ email: String) throws -> [String] {
    let answer = try world.appoint(email, .finance, at: helvetia)
    let id = try #require(answer.json["id"]?.string, "\(answer.text)")
    let texts = [
      answer.text, try world.send(.get, "/api/v1/appointments/\(id)", as: "manager").text,
      try world.mails(to: email).last ?? "",
      try world.text(
        "SELECT payload->>'text' FROM outbox WHERE payload->>'to' = \(email) ORDER BY sequence DESC LIMIT 1"),
      try world.text("SELECT (after - 'signInEmail')::text FROM audit_record WHERE object_id = \(ID<Appointment>(id))"),
    ]
    let link = try world.offer(to: email)
    return texts.map {
      $0.replacing(id, with: "ID").replacing(email, with: "EMAIL").replacing(link, with: "LINK")
        .replacing(/2026-01-[0-9T:.]+Z/, with: "TIME")
    }
  }
  #expect(try shape(known) == shape(unknown))
  let page = try world.send(.get, "/access", as: "manager").text
  #expect(page.contains(known) && page.contains(unknown) && page.ranges(of: "Waits for acceptance").count == 2)
  #expect(!page.contains("Schmitz") && !page.contains("Rheinland Maschinenbau"))
}

@Test func `whoever has no account chooses a password and belongs to the organization`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let email = "nora.frei@private.example"
  let until = #","expiresAt":"2026-06-01T00:00:00Z","note":"Summer","language":"fr""#
  #expect(try world.appoint(email, at: helvetia, until).status == 201)
  let link = try world.offer(to: email)
  #expect(world.answer(.get, link).text.contains("Choisissez un mot de passe"))
  for weak in ["", "short", "password123"] { #expect(world.accept(link, password: weak).status == 422, "\(weak)") }
  let foreign = world.answer(
    .post, link, headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "cross-site")],
    body: "newPassword=a+fine+password")
  #expect(foreign.status == 403)
  #expect(world.accept(link, password: "a+fine+password").status == 303)
  let admitted = try #require(try world.admitted(email, "a fine password"))
  let rights = try world.send(.get, "/api/v1/users/\(admitted.person)/rights", as: "manager").json
  let roles = rights["grants"]?.items.compactMap { $0["role"]?.string } ?? []
  #expect(Set(roles) == ["user", "technicalAdmin"])
  #expect(rights["grants"]?.items.contains { $0["expiresAt"]?.string == "2026-06-01T00:00:00Z" } == true)
  let trail = try world.owner(
    "SELECT action FROM audit_record WHERE actor_id = \(admitted.person) ORDER BY sequence"
  ) { try $0[0] as String }
  #expect(trail == ["user.created", "grant.created", "grant.created", "appointment.accepted"])
}

/// Who offers what to whom; all are refused.
private let refusals: [(by: String, email: String, role: Role, more: String, refusal: String)] = [
  ("manager", "x", .finance, "", "422 /signInEmail email.malformed"),
  ("manager", "lea.hofer@comptoir.test", .finance, "", "422 /signInEmail appointment.known_here"),
  ("manager", "a@b.example", .finance, #","expiresAt":"2026-01-01T00:00:00Z""#, "422 /expiresAt grant.expiry_past"),
  (
    "manager", "a@b.example", .finance, #","serviceIds":["00000000-0000-4000-8000-0000000000d2"]"#,
    "422 /serviceIds grant.services_not_for_role, /serviceIds service.unknown"
  ),
  ("manager", "a@b.example", .finance, #","status":"accepted""#, "422 /status field.unknown"),
  ("manager", "a@b.example", .reseller, "", "403 grant.beyond_own_rights"),
  ("tech", "a@b.example", .technicalAdmin, "", "403 grant.beyond_own_rights"),
  ("finance", "a@b.example", .user, "", "403 permission.missing"),
  ("user", "a@b.example", .user, "", "403 permission.missing"),
  ("reseller", "a@b.example", .customerManager, "", "403 delegation.required"),
  ("rival", "a@b.example", .user, "", "404 object.not_found"),
]

@Test func `nobody offers by mail what they may not give`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  for (by, _, _, _, _) in refusals { _ = try world.token(of: by) }
  let before = try world.rolesFingerprint()
  for (by, email, role, more, refusal) in refusals {
    let answer = try world.appoint(email, role, at: helvetia, as: by, more)
    let said = answer.faults.isEmpty ? answer.code ?? "" : answer.faults.joined(separator: ", ")
    #expect("\(answer.status) \(said)" == refusal, "\(by) offers \(role) to \(email): \(answer.text)")
  }
  #expect(try world.rolesFingerprint() == before)
  let email = "a@b.example"
  #expect(try world.appoint(email, .finance, at: helvetia).status == 201)
  #expect(try world.appoint(email, .finance, at: helvetia).code == "appointment.waiting_already")
  #expect(try world.appoint(email, .user, at: helvetia, as: "tech").status == 201, "another role")
}

@Test func `a link ends when it is withdrawn, sent again or a week old`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let email = "nora.frei@private.example"
  let id = try #require(try world.appoint(email, at: helvetia).json["id"]?.string)
  let first = try world.offer(to: email)
  let path = "/api/v1/appointments/\(id)"
  for (person, status) in [("rival", 404), ("user", 403), ("tech", 403), ("reseller", 403)] {
    #expect(try world.send(.post, path + "/invitation", as: person).status == status, "\(person)")
    #expect(try world.send(.delete, path, as: person).status == status, "\(person)")
  }
  #expect(try world.send(.post, path + "/invitation", as: "manager").status == 204)
  let second = try world.offer(to: email)
  #expect(first != second && world.answer(.get, first).status == 403 && world.answer(.get, second).status == 200)
  for wrong in [String(second.dropLast()), second + "A", "/appointment/x"] {
    #expect(world.answer(.get, wrong).status == 403 && world.accept(wrong, password: "a+fine+password").status == 403)
  }
  try world.pass(hours: 7 * 24)
  #expect(world.accept(second, password: "a+fine+password").status == 403)
  let listed = try world.send(.get, "/api/v1/organizations/\(helvetia)/appointments", as: "manager").items
  #expect(listed.first?["status"]?.string == "lapsed")
  #expect(try world.send(.post, path + "/invitation", as: "philippe.rochat").status == 204)
  let third = try world.offer(to: email)
  #expect(try world.send(.delete, path, as: "manager").status == 204)
  #expect(world.accept(third, password: "a+fine+password").status == 403)
  #expect(try world.send(.delete, path, as: "manager").code == "appointment.over")
  #expect(try world.number("SELECT count(*) FROM person WHERE sign_in_email = \(email)") == 0)
}

@Test func `a link gives nothing that whoever sent it does not hold any more`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let email = "rival@comptoir.test"
  #expect(try world.appoint(email, at: helvetia, as: "philippe.rochat").status == 201)
  let link = try world.offer(to: email)
  let before = try world.rolesFingerprint()
  let undone: [(undo: SQL, redo: SQL)] = [
    (
      "UPDATE person SET status = 'disabled' WHERE sign_in_email = 'philippe.rochat@comptoir.test'",
      "UPDATE person SET status = 'active' WHERE sign_in_email = 'philippe.rochat@comptoir.test'"
    ),
    (
      "UPDATE role_grant SET expires_at = '2026-01-16' WHERE role = 'customerManager'",
      "UPDATE role_grant SET expires_at = NULL WHERE role = 'customerManager'"
    ),
    (
      "UPDATE person SET status = 'disabled' WHERE sign_in_email = 'rival@comptoir.test'",
      "UPDATE person SET status = 'active' WHERE sign_in_email = 'rival@comptoir.test'"
    ),
  ]
  for (undo, redo) in undone {
    _ = try world.owner(undo) { _ in }
    #expect(world.accept(link).status == 403)
    _ = try world.owner(redo) { _ in }
  }
  #expect(try world.rolesFingerprint() == before)
  let statuses = try atOnce(4) { _ in world.accept(link).status }
  #expect(statuses.filter { $0 == 303 }.count == 1 && statuses.filter { $0 == 403 }.count == 3, "\(statuses)")
}

@Test func `a reseller makes none of its own people a customer's by mail`() throws {
  let world = try World()
  let made = try world.send(
    .post, "/api/v1/customers", as: "reseller", #"{"name":"Jura Uhren AG","country":"CH","currency":"CHF"}"#)
  let customer = try #require(made.json["id"]?.string)
  for (email, status) in [("anna.luethi@comptoir.test", 403), ("chef@jura.example", 303)] {
    #expect(try world.appoint(email, .customerManager, at: customer, as: "reseller").status == 201)
    let link = try world.offer(to: email)
    #expect(world.accept(link, password: "a+fine+password").status == status, "\(email)")
  }
}
