import BackOffice
import Core
import Postgres
import Testing

/// Bodies, and what is wrong with them.
private func wrong(own: String, foreign: String, centre: String) -> [(String, [String])] {
  [
    ("{}", ["/kind field.required", "/statementIds export.selection_missing", "/formats export.format_missing"]),
    (
      #"{"kind":"all","formats":[],"x":1}"#,
      [
        "/kind field.not_a_choice", "/statementIds export.selection_missing", "/formats export.format_missing",
        "/x field.unknown",
      ]
    ),
    (
      #"{"kind":"statements","filter":{},"statementIds":["\#(own)"],"formats":["pdf"]}"#,
      [
        "/filter export.selection_twice"
      ]
    ),
    (#"{"kind":"statement","filter":{},"formats":["pdf"]}"#, ["/filter export.one_statement"]),
    (
      #"{"kind":"statement","statementIds":["\#(own)","\#(foreign)"],"formats":["pdf"]}"#,
      [
        "/statementIds export.one_statement"
      ]
    ),
    (#"{"kind":"statements","statementIds":[],"formats":["pdf"]}"#, ["/statementIds export.selection_missing"]),
    (
      #"{"kind":"statements","statementIds":["x"],"formats":["doc","pdf"],"separator":"dot"}"#,
      [
        "/statementIds/0 field.id_malformed", "/formats/0 field.not_a_choice", "/separator field.not_a_choice",
      ]
    ),
    (
      #"{"kind":"statements","filter":{"month":"2025","status":"done","y":1},"formats":["pdf"]}"#,
      [
        "/filter/month field.month_malformed", "/filter/status field.not_a_choice", "/filter/y field.unknown",
      ]
    ),
    (#"{"kind":"centre","statementIds":["\#(own)"],"formats":["pdf"]}"#, ["/centreId field.required"]),
    (Exporting.one(own, "pdf", #","centreId":"\#(centre)""#), ["/centreId field.unknown"]),
    (#"{"kind":"statements","statementIds":["\#(own)"],"formats":["pdf"],"zip":false}"#, ["/zip export.zip_needed"]),
    (
      #"{"kind":"statement","statementIds":["\#(own)"],"formats":["pdf","csv"],"zip":false}"#,
      [
        "/zip export.zip_needed"
      ]
    ),
    (Exporting.one(foreign), ["/statementIds/0 export.statement_unknown"]),
    (
      #"{"kind":"centre","statementIds":["\#(own)"],"centreId":"\#(own)","formats":["pdf"]}"#,
      [
        "/centreId export.centre_unknown"
      ]
    ),
    (#"{"kind":"statements","filter":{"month":"2019-01"},"formats":["pdf"]}"#, ["/filter export.empty"]),
    (#"{"kind":"statements","filter":{"buyerId":"\#(foreign)"},"formats":["pdf"]}"#, ["/filter export.empty"]),
  ]
}

@Test func `what is wrong with a wish is said all at once, with its place`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let cases = wrong(
    own: try exporting.december(), foreign: try exporting.december("Rheinland Maschinenbau GmbH"),
    centre: try Helvetia(world).centres["SAL"] ?? "")
  for (body, faults) in cases {
    let answer = try exporting.ask(body, as: "manager")
    #expect(answer.status == 422 && answer.faults.sorted() == faults.sorted(), "\(body) \(answer.text)")
  }
  #expect(try world.number("SELECT count(*) FROM export") == 0)
}

@Test func `who reads no statements exports none`() throws {
  let world = try World()
  let body = Exporting.one(try Exporting(world).december())
  for person in ["tech", "user"] {
    #expect(try Exporting(world).ask(body, as: person).status == 403)
    #expect(try world.send(.get, "/exports", as: person).status == 403)
  }
  let rival = try Exporting(world).ask(body, as: "rival")
  #expect(rival.faults == ["/statementIds/0 export.statement_unknown"])
  let carla = try Exporting(world).ask(
    #"{"kind":"centre","statementIds":["\#(try Exporting(world).december())"],"centreId":""#
      + #"\#(try Helvetia(world).centres["PRO"] ?? "")","formats":["csv"]}"#, as: "carla.meier")
  #expect(carla.faults == ["/centreId export.centre_unknown"], "a centre beyond her grant")
}

@Test func `an export is nobody else's, not even a colleague's or the seller's`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(Exporting.one(try exporting.december()), as: "manager")
  #expect(try exporting.file(id, as: "manager").code == "export.not_ready")
  try ExportJob.runDue(world.office)
  #expect(try exporting.file(id, as: "manager").status == 200)
  for person in ["finance", "carla.meier", "reseller", "rival", "distributor"] {
    #expect(try world.send(.get, "/api/v1/exports/\(id)", as: person).status == 404, "\(person)")
    #expect(try exporting.file(id, as: person).status == 404, "\(person)")
    #expect(try world.send(.delete, "/api/v1/exports/\(id)", as: person).status == 404, "\(person)")
    #expect(try world.send(.get, "/api/v1/exports", as: person).items.isEmpty, "\(person)")
  }
}

@Test func `an organization has so many under way, a person keeps so many`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let body = Exporting.one(try exporting.december())
  let fill: (String, Int) throws -> Void = { state, count in
    _ = try world.owner(
      """
      INSERT INTO export (id, distributor_id, reseller_id, customer_id, organization_id, wish, state, requested_by,
        requested_by_name, created_at, file_name, media_type, sees_all, centre_ids, ended_at, expires_at)
      SELECT gen_random_uuid(), distributor_id, reseller_id, customer_id, organization_id,
        jsonb_build_object('n', n), \(state), id, 'x', now(), 'x', 'x', true, '{}', now(), '2099-01-01'
      FROM person, generate_series(1, \(count)) n WHERE sign_in_email = 'manager@comptoir.test'
      """
    ) { _ in }
  }
  try fill("waiting", Bounds.exportsAtOnce)
  #expect(try exporting.ask(body, as: "finance").code == "export.too_many_open")
  #expect(try exporting.ask(body, as: "reseller").status == 202, "others have their own room")
  _ = try world.owner("DELETE FROM export") { _ in }
  try fill("ready", Bounds.exportsKept)
  #expect(try exporting.ask(body, as: "manager").code == "export.too_many_kept")
  #expect(try exporting.ask(body, as: "finance").status == 202)
}

@Test func `a stale copy deletes nothing`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(Exporting.one(try exporting.december()), as: "manager")
  let stale = try world.send(.delete, "/api/v1/exports/\(id)", as: "manager", headers: [("If-Match", "\"7\"")])
  #expect(stale.status == 412)
  let tag = try #require(try world.send(.get, "/api/v1/exports/\(id)", as: "manager").headers["ETag"])
  #expect(try world.send(.delete, "/api/v1/exports/\(id)", as: "manager", headers: [("If-Match", tag)]).status == 204)
  #expect(try world.send(.get, "/api/v1/exports/\(id)", as: "manager").status == 404)
  #expect(try ExportJob.runDue(world.office) == 0)
}
