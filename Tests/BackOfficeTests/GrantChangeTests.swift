import BackOffice
import Core
import HTTP
import Testing

/// Who changes what of whose grant; nil: 200.
private let changes: [(by: String, of: String, role: Role, body: String, refusal: String?)] = [
  ("manager", "tech", .technicalAdmin, #"{"role":"user"}"#, "422 /role field.unknown"),
  ("manager", "tech", .technicalAdmin, #"{"expiresAt":"soon"}"#, "422 /expiresAt field.instant_malformed"),
  ("manager", "tech", .technicalAdmin, #"{"expiresAt":"2026-01-14T00:00:00Z"}"#, "422 /expiresAt grant.expiry_past"),
  ("manager", "tech", .technicalAdmin, #"{"serviceIds":[]}"#, "422 /serviceIds service.unknown"),
  ("manager", "tech", .technicalAdmin, #"{"serviceIds":["x"]}"#, "422 /serviceIds/0 field.id_malformed"),
  (
    "manager", "tech", .technicalAdmin, #"{"serviceIds":["00000000-0000-4000-8000-0000000000d2"]}"#,
    "422 /serviceIds service.unknown"
  ),
  (
    "manager", "finance", .finance, #"{"centreIds":["00000000-0000-4000-8000-0000000000d2"]}"#,
    "422 /centreIds centre.unknown"
  ),
  (
    "manager", "tech", .technicalAdmin, #"{"centreIds":[]}"#,
    "422 /centreIds grant.centres_not_for_role, /centreIds centre.unknown"
  ),
  ("tech", "finance", .finance, #"{"note":"x"}"#, "403 grant.beyond_own_rights"),
  ("tech", "tech", .technicalAdmin, #"{"serviceIds":null}"#, "403 grant.beyond_own_rights"),
  ("tech", "manager", .user, #"{"note":"x"}"#, "403 user.outranks"),
  ("finance", "user", .user, #"{"note":"x"}"#, "403 permission.missing"),
  ("user", "user", .user, #"{"note":"x"}"#, "403 permission.missing"),
  ("reseller", "tech", .technicalAdmin, #"{"note":"x"}"#, "403 delegation.required"),
  ("rival", "tech", .technicalAdmin, #"{"note":"x"}"#, "404 object.not_found"),
  ("manager", "reseller", .reseller, #"{"note":"x"}"#, "404 object.not_found"),
  ("manager", "tech", .technicalAdmin, #"{"note":"Since the merger","serviceIds":null}"#, nil),
  ("tech", "user", .user, #"{"expiresAt":"2026-03-01T00:00:00Z"}"#, nil),
  ("distributor", "finance", .finance, #"{"note":"x"}"#, nil),
]

extension Answer {
  /// The refusal in a line; nil where there is none.
  fileprivate var refused: String? {
    guard status >= 400 else { return nil }
    return "\(status) " + (faults.isEmpty ? code ?? "" : faults.joined(separator: ", "))
  }
}

@Test func `a grant is changed by whoever may give it, and by nobody else`() throws {
  let world = try World()
  try Strangers.settle(in: world)
  for (by, of, role, body, refusal) in changes {
    let grant = try world.grant(role, of: of)
    _ = try world.token(of: by)
    let before = try world.rolesFingerprint()
    let answer = try world.change(grant, as: by, body)
    #expect(answer.refused == refusal, "\(by) changes \(of)'s \(role) by \(body): \(answer.text)")
    #expect((try world.rolesFingerprint() == before) == (refusal != nil), "\(by) \(of) \(body)")
  }
}

@Test func `whoever stands in for a while gives and widens nothing beyond their own end`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let end = #","expiresAt":"2026-02-01T00:00:00Z""#
  #expect(try world.give(.customerManager, to: "lea.hofer", at: helvetia, end).status == 201)
  for more in ["", #","expiresAt":"2026-02-01T00:00:01Z""#] {
    let answer = try world.give(.finance, to: "user", at: helvetia, as: "lea.hofer", more)
    #expect(answer.faults == ["/expiresAt grant.longer_than_own"], "\(answer.text)")
    #expect(answer.json["detail"]?.string?.contains("2026-02-01T00:00:00Z") == true)
  }
  let own = try world.grant(.customerManager, of: "lea.hofer")
  for body in [#"{"expiresAt":null}"#, #"{"expiresAt":"2027-01-01T00:00:00Z"}"#] {
    #expect(try world.change(own, as: "lea.hofer", body).faults == ["/expiresAt grant.longer_than_own"])
  }
  let lasting = try world.grant(.customerManager, of: "manager")
  #expect(try world.change(lasting, as: "lea.hofer", #"{"note":"x"}"#).code == "user.outranks")
  #expect(try world.send(.delete, "/api/v1/grants/\(lasting)", as: "lea.hofer").code == "user.outranks")
  let manager = try world.person("manager")
  #expect(try world.send(.post, "/api/v1/users/\(manager)/password", as: "lea.hofer", "{}").code == "user.outranks")

  #expect(try world.give(.finance, to: "user", at: helvetia, as: "lea.hofer", end).status == 201)
  let finance = try world.grant(.finance, of: "finance")
  #expect(try world.change(finance, as: "lea.hofer", #"{"expiresAt":"2026-06-01T00:00:00Z"}"#).status == 200, "shorter")
  #expect(try world.change(finance, as: "lea.hofer", #"{"expiresAt":null}"#).status == 422, "longer again")
  #expect(try world.change(own, #"{"expiresAt":"2026-03-01T00:00:00Z"}"#).status == 200, "by a lasting manager")
}

@Test func `the same role given twice at the same moment is given once`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let people = ["manager", "philippe.rochat"]
  for person in people { _ = try world.token(of: person) }
  for holder in ["lea.hofer", "sara.widmer", "beat.frei", "luca.rossi"] {
    let statuses = try atOnce(2) { try world.give(.finance, to: holder, at: helvetia, as: people[$0]).status }
    #expect(statuses.sorted() == [201, 409], "\(holder)")
  }
}

@Test func `a change of a grant asks for the version that was read`() throws {
  let world = try World()
  let grant = try world.grant(.technicalAdmin, of: "tech")
  let path = "/api/v1/grants/\(grant)"
  #expect(try world.send(.get, path, as: "manager").headers["ETag"] == "\"1\"")
  func change(_ match: String) throws -> Answer {
    try world.send(.patch, path, as: "manager", #"{"note":"A"}"#, headers: [("If-Match", match)])
  }
  #expect(try change("\"2\"").status == 412)
  #expect(try change("\"1\"").headers["ETag"] == "\"2\"")
  #expect(try change("\"1\"").status == 412)
  #expect(try change("\"2\"").headers["ETag"] == "\"2\"", "the same again changes nothing")
}

@Test func `who could do this, since when and by whose hand is answered for any instant`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let until = #","note":"Stand-in","expiresAt":"2026-04-01T00:00:00Z""#
  let given = try world.give(.technicalAdmin, to: "lea.hofer", at: helvetia, until)
  let grant = try #require(given.json["id"]?.string)
  try world.pass(hours: 24)
  let service = try world.text("SELECT id::text FROM service WHERE name = 'Microsoft 365'")
  let body = #"{"serviceIds":["\#(service)"],"expiresAt":null,"note":"Only mail"}"#
  #expect(try world.change(grant, as: "philippe.rochat", body).status == 200)
  try world.pass(hours: 24)
  #expect(try world.send(.delete, "/api/v1/grants/\(grant)", as: "manager").status == 204)
  try world.pass(hours: 24)

  let life = try world.send(.get, "/api/v1/grants/\(grant)/states", as: "manager")
  let states = life.items
  #expect(states.map { $0["kind"]?.string } == ["given", "changed", "ended"])
  #expect(states.map { $0["actorName"]?.string } == ["Monika Brunner", "Philippe Rochat", "Monika Brunner"])
  #expect(states[0]["expiresAt"]?.string == "2026-04-01T00:00:00Z" && states[0]["serviceIds"] == .null)
  #expect(states[1]["serviceIds"]?.items.count == 1 && states[1]["expiresAt"] == .null)
  #expect(life.json["grant"]?["endedByName"]?.string == "Monika Brunner")

  func holding(_ asOf: String) throws -> [JSONValue] {
    let path = "/api/v1/organizations/\(helvetia)/grants?role=technicalAdmin&asOf=\(asOf)"
    return try world.send(.get, path, as: "manager").items.filter { $0["id"]?.string == grant }
  }
  #expect(try holding("2026-01-14T12:00:00Z").isEmpty, "before it was given")
  let first = try holding("2026-01-15T12:00:00Z")
  #expect(first.first?["note"]?.string == "Stand-in" && first.first?["serviceIds"] == .null)
  let second = try holding("2026-01-16T12:00:00Z")
  #expect(second.first?["note"]?.string == "Only mail" && second.first?["expiresAt"] == .null)
  #expect(try holding("2026-01-17T12:00:00Z").isEmpty, "after it was ended")
  for (query, code) in [
    ("?asOf=yesterday", "field.instant_malformed"),
    ("?asOf=2026-01-15T12:00:00Z&state=ended", "grant.state_or_instant"),
    ("?state=gone", "field.not_a_choice"), ("?role=boss", "field.not_a_choice"), ("?format=xml", "field.not_a_choice"),
  ] {
    let answer = try world.send(.get, "/api/v1/organizations/\(helvetia)/grants\(query)", as: "manager")
    #expect(answer.status == 422 && answer.code == code, "\(query)")
  }
}

@Test func `expiry counts from the next request, for tokens, sessions and pages`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  #expect(
    try world.give(.finance, to: "lea.hofer", at: helvetia, #","expiresAt":"2026-01-15T10:00:00Z""#).status == 201)
  let admitted = try #require(try world.admitted("lea.hofer@comptoir.test"))
  let session = try SignIn.begin(admitted, world.office, requestID: "test")
  func statuses() throws -> [Int] {
    let cookie = [("Cookie", "\(Credential.cookie)=\(session)")]
    return [
      try world.send(.get, "/api/v1/statements", as: "lea.hofer").status,
      world.answer(.get, "/api/v1/statements", headers: cookie).status,
      world.answer(.get, "/statements", headers: cookie).status,
    ]
  }
  #expect(try statuses() == [200, 200, 200])
  try Clock.set(try #require(Instant("2026-01-15T09:59:59Z")), world.office)
  #expect(try statuses() == [200, 200, 200])
  try Clock.set(try #require(Instant("2026-01-15T10:00:00Z")), world.office)
  #expect(try statuses() == [403, 403, 403])
  let grant = try world.text(
    "SELECT id::text FROM role_grant WHERE role = 'finance' AND expires_at = '2026-01-15T10:00:00Z'")
  #expect(try world.change(grant, #"{"expiresAt":"2026-06-01T00:00:00Z"}"#).status == 404, "what is over stays over")
  let life = try world.send(.get, "/api/v1/grants/\(grant)/states", as: "manager").items
  #expect(life.map { $0["kind"]?.string } == ["given", "expired"])
}
