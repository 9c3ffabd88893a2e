import BackOffice
import Core
import Testing

@Test func `holder and giver are told a week before a role ends, each once and in their language`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let lea = "lea.hofer@comptoir.test"
  let monika = "manager@comptoir.test"
  #expect(
    try world.give(.finance, to: "lea.hofer", at: helvetia, #","expiresAt":"2026-02-01T00:00:00Z""#).status == 201)
  let before = try (world.mails(to: lea), world.mails(to: monika))
  try advance(world, to: "2026-01-24T23:59:59Z")
  #expect(try (world.mails(to: lea), world.mails(to: monika)) == before, "more than a week before")
  try advance(world, to: "2026-01-25T00:00:00Z")
  #expect(try world.mails(to: lea).last == "«Finanzen» bei Helvetia Works AG endet bald")
  #expect(try world.mails(to: monika).last == "“Finance” at Helvetia Works AG ends soon")
  let told = try (world.mails(to: lea).count, world.mails(to: monika).count)
  #expect(told == (before.0.count + 1, before.1.count + 1))
  try advance(world, to: "2026-01-28T12:00:00Z")
  #expect(try (world.mails(to: lea).count, world.mails(to: monika).count) == told, "once")

  let grant = try world.grant(.finance, of: "lea.hofer")
  #expect(try world.change(grant, #"{"note":"Still"}"#).status == 200)
  try Jobs.runDue(world.office)
  #expect(try world.mails(to: lea).count == told.0, "the end is the same")
  #expect(try world.change(grant, #"{"expiresAt":"2026-02-03T00:00:00Z"}"#).status == 200)
  try Jobs.runDue(world.office)
  #expect(try world.mails(to: lea).count == told.0 + 1, "a new end is announced anew")
}

@Test func `several instances announce an end once`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  for person in ["lea.hofer", "sara.widmer", "beat.frei", "luca.rossi"] {
    #expect(try world.give(.finance, to: person, at: helvetia, #","expiresAt":"2026-01-18T00:00:00Z""#).status == 201)
  }
  let announced = try atOnce(4) { _ in try GrantWarnings.send(world.office) }
  #expect(announced.reduce(0, +) == 4, "\(announced)")
  #expect(try GrantWarnings.send(world.office) == 0)
  #expect(try world.mails(to: "lea.hofer@comptoir.test").filter { $0.contains("endet bald") }.count == 1)
  #expect(try world.mails(to: "manager@comptoir.test").filter { $0.contains("ends soon") }.count == 4)
}

@Test func `nobody is told of what is over, and the disabled are not written to`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let end = #","expiresAt":"2026-01-18T00:00:00Z""#
  #expect(try world.give(.finance, to: "lea.hofer", at: helvetia, end).status == 201)
  #expect(
    try world.send(.delete, "/api/v1/grants/\(world.grant(.finance, of: "lea.hofer"))", as: "manager").status == 204)
  #expect(try world.give(.finance, to: "sara.widmer", at: helvetia, end).status == 201)
  let sara = try world.person("sara.widmer")
  #expect(try world.send(.patch, "/api/v1/users/\(sara)", as: "manager", #"{"status":"disabled"}"#).status == 200)
  #expect(try GrantWarnings.send(world.office) == 1)
  #expect(try world.mails(to: "lea.hofer@comptoir.test").allSatisfy { !$0.contains("endet") })
  #expect(try world.mails(to: "sara.widmer@comptoir.test").allSatisfy { !$0.contains("endet") })
  #expect(try world.mails(to: "manager@comptoir.test").filter { $0.contains("ends soon") }.count == 1)
}
