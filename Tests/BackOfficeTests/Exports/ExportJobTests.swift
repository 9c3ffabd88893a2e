import Core
import Postgres
import Testing

@testable import BackOffice

@Test func `workers share the exports, and each is made once`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let statement = try exporting.december()
  let ids = try ["csv", "json", "pdf", "xlsx"].map {
    try exporting.asked(Exporting.one(statement, $0), as: "manager")
  }
  let taken = try atOnce(3) { _ in try ExportJob.runDue(world.office) }
  #expect(taken.reduce(0, +) == 4)
  #expect(try ids.allSatisfy { try exporting.show($0, as: "manager")["state"]?.string == "ready" })
  #expect(try world.number("SELECT count(*) FROM export WHERE attempt <> 1") == 0)
  #expect(try world.number("SELECT count(*) FROM outbox WHERE payload->>'event' = 'export.ready'") == 4)
}

@Test func `a worker whose connection ends in the middle leaves it to be begun again from nothing`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(
    #"{"kind":"statements","filter":{"month":"2025-12"},"formats":["pdf"]}"#, as: "reseller")
  _ = try world.owner(
    """
    CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$
    """
  ) { _ in }
  _ = try world.owner("CREATE TRIGGER gone AFTER INSERT ON export_chunk FOR EACH ROW EXECUTE FUNCTION gone()") { _ in }
  #expect(try ExportJob.runDue(world.office, upTo: 1) == 1)
  _ = try world.owner("DROP TRIGGER gone ON export_chunk") { _ in }
  #expect(try exporting.show(id, as: "reseller")["state"]?.string == "waiting")
  #expect(try world.number("SELECT count(*) FROM export_chunk") == 0)
  #expect(try ExportJob.runDue(world.office) == 1)
  let file = try exporting.file(id, as: "reseller")
  #expect(try Exporting.unzip(file.body).count > 5)
  #expect(try world.number("SELECT attempt::bigint FROM export") > 1)
}

@Test func `what fell silent is taken by another, and should it wake up nothing it writes counts`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(Exporting.one(try exporting.december()), as: "manager")
  let office = world.office
  let claim: (Int64) throws -> Exports.Record? = { silent in
    try office.everything { tx, now in try ExportStore.claim(silentSeconds: silent, in: tx, now) }
  }
  let first = try #require(try claim(120))
  #expect(try claim(120) == nil, "nobody else takes what somebody is at work on")
  let sleeper = ExportFile(of: first, office, isStopping: { false })
  try [UInt8](repeating: 1, count: Bounds.exportChunkBytes).withUnsafeBytes { try sleeper.write($0) }
  #expect(try world.number("SELECT count(*) FROM export_chunk") == 1)
  #expect(try exporting.show(id, as: "manager")["state"]?.string == "running")
  #expect(try ExportJob.runDue(office, silentSeconds: 0) == 1)
  let body = try exporting.file(id, as: "manager").body
  #expect(throws: ExportStopped.self) {
    try [UInt8](repeating: 2, count: Bounds.exportChunkBytes).withUnsafeBytes { try sleeper.write($0) }
  }
  #expect(try exporting.file(id, as: "manager").body == body)
  #expect(try world.number("SELECT count(DISTINCT attempt) FROM export_chunk") == 1)
}

@Test func `what is begun again and again is given up, and says so`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(Exporting.one(try exporting.december()), as: "manager")
  for _ in 0..<Bounds.exportAttempts {
    let claimed = try world.office.everything { tx, now in
      try ExportStore.claim(silentSeconds: 0, in: tx, now)
    }
    #expect(claimed != nil)
  }
  #expect(try ExportJob.runDue(world.office, silentSeconds: 0) == 0)
  let shown = try exporting.show(id, as: "manager")
  #expect(shown["state"]?.string == "failed" && shown["code"]?.string == "export.gave_up")
  #expect(try exporting.file(id, as: "manager").code == "export.failed")
}

@Test func `deleted while it is made, its worker stops`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(Exporting.one(try exporting.december()), as: "manager")
  let claimed = try world.office.everything { tx, now in
    try ExportStore.claim(silentSeconds: 120, in: tx, now)
  }
  let file = ExportFile(of: try #require(claimed), world.office, isStopping: { false })
  try file.begin(total: 10)
  #expect(try world.send(.delete, "/api/v1/exports/\(id)", as: "manager").status == 204)
  #expect(throws: ExportStopped.self) {
    try [UInt8](repeating: 1, count: 10).withUnsafeBytes { try file.write($0) }
    try file.finish()
  }
  #expect(try world.number("SELECT count(*) FROM export_chunk") == 0)
}

@Test func `a service that stops hands its export on`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(
    #"{"kind":"statements","filter":{"month":"2025-12"},"formats":["csv"]}"#, as: "reseller")
  var asked = 0
  let taken = try ExportJob.runDue(
    world.office,
    isStopping: {
      asked += 1
      return asked > 2
    })
  #expect(taken == 1)
  #expect(try exporting.show(id, as: "reseller")["state"]?.string == "waiting")
  #expect(try ExportJob.runDue(world.office) == 1)
  #expect(try exporting.file(id, as: "reseller").status == 200)
}

@Test func `files are gone after their time, and the rest of them later`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(Exporting.one(try exporting.december()), as: "manager")
  try ExportJob.runDue(world.office)
  let day: Int64 = 86400
  try Clock.set(Clock.now(world.office).adding(seconds: day * Bounds.exportDays + 1), world.office)
  #expect(try exporting.show(id, as: "manager")["state"]?.string == "expired", "before any job has been by")
  #expect(try exporting.file(id, as: "manager").code == "export.expired")
  try Exports.expireDue(world.office)
  #expect(try world.number("SELECT count(*) FROM export_chunk") == 0)
  #expect(try exporting.file(id, as: "manager").code == "export.expired")
  let page = try world.send(.get, "/exports", as: "manager").text
  #expect(page.contains("Expired") && page.contains("Prepare again"))
  try Clock.set(Clock.now(world.office).adding(seconds: day * Bounds.exportForgottenDays), world.office)
  try Exports.expireDue(world.office)
  #expect(try world.send(.get, "/api/v1/exports/\(id)", as: "manager").status == 404)
}

@Test func `rights that end before it is made fail it, with the reason`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let statement = try exporting.december()
  let finance = try #require(ID<Person>(try world.person("finance")))
  let endings: [(code: String, what: SQL, undone: SQL)] = [
    (
      "user.disabled", "UPDATE person SET status = 'disabled' WHERE id = \(finance)",
      "UPDATE person SET status = 'active' WHERE id = \(finance)"
    ),
    (
      "organization.no_grant",
      "UPDATE role_grant SET ended_at = now(), ended_by_name = 'x' WHERE person_id = \(finance)",
      "UPDATE role_grant SET ended_at = NULL, ended_by_name = NULL WHERE person_id = \(finance)"
    ),
    (
      "export.rights_changed", "UPDATE role_grant SET role = 'user' WHERE person_id = \(finance)",
      "UPDATE role_grant SET role = 'finance' WHERE person_id = \(finance)"
    ),
  ]
  for ending in endings {
    let id = try exporting.asked(Exporting.one(statement), as: "finance")
    _ = try world.owner(ending.what) { _ in }
    try ExportJob.runDue(world.office)
    _ = try world.owner(ending.undone) { _ in }
    let shown = try exporting.show(id, as: "finance")
    #expect(shown["state"]?.string == "failed" && shown["code"]?.string == ending.code, "\(shown)")
    #expect(shown["detail"]?.string?.isEmpty == false)
    #expect(try world.number("SELECT count(*) FROM export_chunk") == 0)
  }
}

@Test func `a file made with wider rights is not found with narrower ones`() throws {
  let world = try World()
  let exporting = Exporting(world)
  let id = try exporting.asked(Exporting.one(try exporting.december()), as: "finance")
  try ExportJob.runDue(world.office)
  #expect(try exporting.file(id, as: "finance").status == 200)
  let finance = try #require(ID<Person>(try world.person("finance")))
  let sales = try #require(ID<BillingCentre>(try Helvetia(world).centres["SAL"] ?? ""))
  _ = try world.owner(
    "UPDATE role_grant SET centre_ids = \([sales]) WHERE person_id = \(finance) AND role = 'finance'"
  ) { _ in }
  #expect(try exporting.file(id, as: "finance").status == 404)
  _ = try world.owner("UPDATE role_grant SET role = 'user', centre_ids = NULL WHERE person_id = \(finance)") { _ in }
  #expect(try exporting.file(id, as: "finance").status == 403)
}
