import BackOffice
import Core
import HTTP
import Testing

extension World {
  /// The holders of a list of grants, as `Name role`.
  fileprivate func review(_ organization: String, _ query: String, as person: String = "manager") throws -> Set<String>
  {
    let answer = try send(.get, "/api/v1/organizations/\(organization)/grants?limit=200&\(query)", as: person)
    #expect(answer.status == 200, "\(query): \(answer.text)")
    return Set(answer.items.map { "\($0["userName"]?.string ?? "") \($0["role"]?.string ?? "")" })
  }
}

@Test func `a review finds what ends soon, what nobody uses and what is over`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let soon = #","expiresAt":"2026-02-01T00:00:00Z""#
  #expect(try world.give(.finance, to: "lea.hofer", at: helvetia, soon).status == 201)
  #expect(
    try world.give(.finance, to: "sara.widmer", at: helvetia, #","expiresAt":"2026-08-01T00:00:00Z""#).status == 201)
  #expect(try world.review(helvetia, "state=expiring") == ["Lea Hofer finance"])
  #expect(try world.review(helvetia, "role=finance&state=unused").contains("Carla Meier finance"))
  #expect(
    try !world.review(helvetia, "role=finance&state=unused").contains("Lea Hofer finance"), "not given for 90 days")
  let note = #"{"note":"Reviewed"}"#
  let grant = try world.grant(.finance, of: "sara.widmer")
  #expect(try world.change(grant, as: "philippe.rochat", note).status == 200)
  let unused = try world.review(helvetia, "role=customerManager&state=unused")
  #expect(!unused.contains("Philippe Rochat customerManager"), "whoever changes something is active")

  #expect(try world.review(helvetia, "state=ended").isEmpty)
  #expect(try world.send(.delete, "/api/v1/grants/\(grant)", as: "manager").status == 204)
  try advance(world, to: "2026-02-01T00:00:01Z")
  #expect(try world.review(helvetia, "state=ended") == ["Lea Hofer finance", "Sara Widmer finance"])
  #expect(try !world.review(helvetia, "").contains("Lea Hofer finance"))
  #expect(
    try world.review(helvetia, "state=all").isSuperset(of: ["Lea Hofer finance", "Monika Brunner customerManager"]))
  #expect(
    try world.review(helvetia, "role=customerManager") == [
      "Monika Brunner customerManager", "Philippe Rochat customerManager",
    ])
}

@Test func `signing in counts as use, of whoever is at home here`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  func lastUse() throws -> String? {
    try world.send(.get, "/api/v1/organizations/\(helvetia)/grants?role=finance", as: "manager").items
      .first { $0["userName"]?.string == "Carla Meier" }?["lastUsedAt"]?.string
  }
  #expect(try lastUse() == nil)
  #expect(try world.admitted("carla.meier@comptoir.test") != nil)
  #expect(try lastUse()?.hasPrefix("2026-01-15T") == true)
}

@Test func `a review is taken away as a file that no spreadsheet runs`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  #expect(try world.give(.finance, to: "lea.hofer", at: helvetia, #","note":"=cmd|' /C calc'!A0""#).status == 201)
  let file = try world.send(.get, "/api/v1/organizations/\(helvetia)/grants?format=csv&role=finance", as: "manager")
  #expect(file.headers["Content-Type"] == "text/csv; charset=utf-8")
  #expect(file.headers["Content-Disposition"] == "attachment; filename=\"access-2026-01-15.csv\"")
  let lines = file.text.split(separator: "\r\n")
  #expect(lines.count == 4 && lines[0].hasPrefix("Person,E-mail,Role,Where,Until,Given by"))
  #expect(file.text.contains("Carla Meier,carla.meier@comptoir.test,Finance,\"Research, Sales\""))
  #expect(file.text.contains("'=cmd|"))
  let accepted = try world.send(
    .get, "/api/v1/organizations/\(helvetia)/grants?role=finance", as: "philippe.rochat",
    headers: [("Accept", "text/csv")])
  #expect(accepted.text.hasPrefix("Personne,"))
  #expect(try world.send(.get, "/api/v1/organizations/\(helvetia)/grants?format=csv", as: "finance").status == 403)
}

@Test func `many grants are ended together or not at all, and each is written down`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let path = "/api/v1/organizations/\(helvetia)/grants/ending"
  let finance = try world.grant(.finance, of: "finance")
  let carla = try world.grant(.finance, of: "carla.meier")
  let tech = try world.grant(.technicalAdmin, of: "tech")
  let foreign = try world.grant(.customerManager, of: "jurgen.schmitz.rheinland")
  let managers = try ["manager", "philippe.rochat"].map { try world.grant(.customerManager, of: $0) }
  func body(_ ids: [String]) -> String { #"{"ids":[\#(ids.map { "\"\($0)\"" }.joined(separator: ","))]}"# }
  for person in ["manager", "tech", "finance", "rival", "reseller"] { _ = try world.token(of: person) }
  let before = try world.rolesFingerprint()
  let cases: [(by: String, body: String, code: String?, faults: [String])] = [
    ("manager", "{}", "field.required", ["/ids field.required"]),
    ("manager", body([]), "field.required", ["/ids field.required"]),
    ("manager", body(["x"]), "input.invalid", ["/ids/0 field.id_malformed", "/ids field.required"]),
    ("manager", body([finance, foreign]), "grant.unknown", ["/ids/1 grant.unknown"]),
    ("manager", body([finance, finance]), "grant.unknown", ["/ids/1 grant.unknown"]),
    ("manager", body([carla] + managers), "grant.last_administrator", []),
    (
      "tech", body([finance, tech]), "input.invalid",
      ["/ids/0 grant.beyond_own_rights", "/ids/1 grant.beyond_own_rights"]
    ),
    ("finance", body([finance]), "permission.missing", []), ("rival", body([finance]), "object.not_found", []),
    ("reseller", body([finance]), "delegation.required", []),
  ]
  for (by, body, code, faults) in cases {
    let answer = try world.send(.post, path, as: by, body)
    #expect(answer.code == code && answer.faults == faults, "\(by) \(body): \(answer.text)")
  }
  #expect(try world.rolesFingerprint() == before)
  let ended = try world.send(.post, path, as: "manager", body([finance, carla, managers[1]]))
  #expect(ended.status == 200 && ended.items.count == 3, "\(ended.text)")
  #expect(ended.items.allSatisfy { $0["endedByName"]?.string == "Monika Brunner" && $0["endedAt"]?.string != nil })
  let records = try world.number(
    "SELECT count(*) FROM audit_record WHERE action = 'grant.ended' AND actor_name = 'Monika Brunner'")
  #expect(records == 3)
  #expect(try world.send(.get, "/api/v1/statements", as: "finance").status == 403)
}

@Test func `the pages of a review lead from the boxes ticked to an end that is asked for`() throws {
  let world = try World()
  let finance = try world.grant(.finance, of: "finance")
  let review = try world.send(.get, "/access/review?role=finance", as: "manager")
  #expect(review.status == 200 && review.text.contains("Choose Fritz Zollinger, Finance"))
  #expect(!review.text.contains("Tamara Vogt"))
  let past = try world.send(.get, "/access/review?asOf=2025-05-01", as: "manager")
  #expect(past.text.contains("No role matches"))
  let asked = try world.send(.get, "/access/ending?grant=\(finance)", as: "manager")
  #expect(asked.text.contains("End 1 roles?") && asked.text.contains(finance))
  let form = [("Content-Type", "application/x-www-form-urlencoded")]
  let refused = try world.send(.post, "/access/ending", as: "tech", "ids=\(finance)", headers: form)
  #expect(refused.status == 422 && refused.text.contains("Nobody grants or ends a role beyond their own rights"))
  #expect(try world.send(.post, "/access/ending", as: "manager", "ids=\(finance)", headers: form).status == 303)
  let over = try world.send(.get, "/access/review?state=ended", as: "manager")
  #expect(over.text.contains("Fritz Zollinger"))
  let life = try world.send(.get, "/grants/\(finance)", as: "manager")
  #expect(
    life.text.contains("Dora Distler") && life.text.contains("Monika Brunner")
      && !life.text.contains("<form action=\"/grants"))
}
