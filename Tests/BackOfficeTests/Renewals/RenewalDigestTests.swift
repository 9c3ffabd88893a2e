import BackOffice
import Core
import Postgres
import Testing

extension World {
  /// Digests queued so far, as `address: subject`.
  fileprivate func digests() throws -> [String] {
    try owner(
      """
      SELECT payload->>'to', payload->>'subject' FROM outbox
      WHERE kind = 'mail' AND payload->>'text' LIKE '%/profile%' AND payload->>'text' LIKE '%/renewals%'
      ORDER BY sequence
      """
    ) { "\(try $0[0] as String): \(try $0[1] as String)" }
  }

  fileprivate func digest(to person: String) throws -> String {
    try text(
      """
      SELECT payload->>'text' FROM outbox WHERE kind = 'mail' AND payload->>'to' = \("\(person)@comptoir.test")
        AND payload->>'text' LIKE '%/renewals%' ORDER BY sequence DESC LIMIT 1
      """)
  }

  /// Everybody's zone, so that mornings come at once.
  fileprivate func everybody(in zone: String) throws {
    _ = try owner("UPDATE person SET time_zone = \(zone)") { _ in }
  }

  fileprivate func choose(_ rhythm: String, as person: String) throws -> Answer {
    try send(.put, "/api/v1/me/digest", as: person, #"{"rhythm":"\#(rhythm)"}"#)
  }
}

@Test func `only resellers and managers choose a digest, among what there is`() throws {
  let world = try World()
  for person in ["distributor", "finance", "tech", "user"] {
    #expect(try world.choose("daily", as: person).code == "digest.not_offered", "\(person)")
    let shown = try world.send(.get, "/api/v1/me/digest", as: person).json
    #expect(shown["offered"]?.bool == false && shown["rhythm"]?.string == "off")
  }
  #expect(try world.choose("hourly", as: "manager").code == "field.not_a_choice")
  #expect(try world.send(.put, "/api/v1/me/digest", as: "manager", "{}").code == "field.required")
  #expect(try world.filledIn("/profile/digest", "rhythm=hourly", as: "manager").status == 422)
  #expect(try world.number("SELECT count(*) FROM renewal_digest") == 0)
  #expect(try world.send(.get, "/api/v1/me/digest", as: "manager").json["rhythm"]?.string == "weekly")
  #expect(try world.choose("daily", as: "manager").json["rhythm"]?.string == "daily")
  #expect(try world.choose("daily", as: "manager").status == 200)
  #expect(try world.filledIn("/profile/digest", "rhythm=off", as: "manager").status == 303)
  #expect(try world.send(.get, "/api/v1/me/digest", as: "manager").json["rhythm"]?.string == "off")
  #expect(try world.number("SELECT count(*) FROM audit_record WHERE action = 'user.digest_chosen'") == 2)
  #expect(try world.send(.get, "/audit", as: "manager").text.contains("Digest chosen"))
}

@Test func `a digest comes on Monday mornings, once, however many instances send`() throws {
  let world = try World()
  try world.everybody(in: "Europe/Zurich")
  // This week's was due before; the next morning is Monday the 19th, six o'clock in Zurich.
  _ = try RenewalDigests.send(world.office)
  let before = try world.digests()
  try world.set("2026-01-19T04:59:00Z")
  #expect(try RenewalDigests.send(world.office) == 0)
  try world.set("2026-01-19T05:00:00Z")
  let sent = try atOnce(4) { _ in try RenewalDigests.send(world.office) }.reduce(0, +)
  let digests = try world.digests().dropFirst(before.count)
  #expect(sent > 3 && digests.count == sent && Set(digests).count == sent, "\(digests)")
  #expect(digests.contains("reseller@comptoir.test: Alpine Cloud AG: what is due, 2026-01-19"))
  #expect(digests.contains("philippe.rochat@comptoir.test: Helvetia Works AG : échéances au 2026-01-19"))
  #expect(!digests.contains { $0.hasPrefix("finance@") || $0.hasPrefix("distributor@") || $0.hasPrefix("tech@") })
  try world.set("2026-01-25T23:00:00Z")
  #expect(try RenewalDigests.send(world.office) == 0, "not again this week")
}

@Test(arguments: [("Pacific/Pago_Pago", "2026-01-19T17:00:00Z"), ("Pacific/Kiritimati", "2026-01-18T16:00:00Z")])
func `mornings are where people are`(_ zone: String, _ morning: String) throws {
  let world = try World()
  _ = try RenewalDigests.send(world.office)
  try world.everybody(in: zone)
  _ = try RenewalDigests.send(world.office)
  let at = try #require(Instant(morning))
  try Clock.set(at.adding(seconds: -60), world.office)
  #expect(try RenewalDigests.send(world.office) == 0)
  try Clock.set(at, world.office)
  #expect(try RenewalDigests.send(world.office) > 0)
}

@Test func `who chose daily is told daily, who chose never is not, and mornings missed are not made up`() throws {
  let world = try World()
  try world.everybody(in: "UTC")
  _ = try RenewalDigests.send(world.office)
  #expect(try world.choose("daily", as: "reseller").status == 200)
  #expect(try world.choose("off", as: "manager").status == 200)
  func sent(at instant: String) throws -> [String] {
    let before = try world.digests().count
    try world.set(instant)
    _ = try RenewalDigests.send(world.office)
    return Array(try world.digests().dropFirst(before))
  }
  #expect(try sent(at: "2026-01-15T20:00:00Z").isEmpty, "from the next morning on")
  #expect(try sent(at: "2026-01-16T06:00:00Z").map { $0.prefix(9) } == ["reseller@"])
  #expect(try sent(at: "2026-01-18T12:00:00Z").count == 1, "one for two mornings")
  let monday = try sent(at: "2026-01-19T06:00:00Z")
  #expect(monday.contains { $0.hasPrefix("reseller@") } && !monday.contains { $0.hasPrefix("manager@") })
}

@Test func `nobody without a right, an account or something to read is written to`() throws {
  let world = try World()
  try world.everybody(in: "UTC")
  let chloe = try world.person("chloe.perrin.biel")
  _ = try world.owner("UPDATE person SET status = 'disabled' WHERE id = \(ID<Person>(chloe))") { _ in }
  _ = try world.owner(
    "UPDATE organization SET status = 'suspended' WHERE name = 'Ticino Logistica Sagl'"
  ) { _ in }
  _ = try world.owner(
    """
    UPDATE role_grant SET ended_at = comptoir_now(), ended_by_name = 'x'
    WHERE person_id = (SELECT id FROM person WHERE sign_in_email = 'simon.weber.zuerich@comptoir.test')
    """
  ) { _ in }
  _ = try world.owner(
    """
    UPDATE subscription SET auto_renew = true, assigned = quantity, term_end = '2027-12-31', cycle_to = '2027-12-31'
    WHERE customer_id = (SELECT id FROM organization WHERE name = 'Helvetia Works AG')
    """
  ) { _ in }
  _ = try RenewalDigests.send(world.office)
  try world.set("2026-01-19T06:00:00Z")
  _ = try RenewalDigests.send(world.office)
  let digests = try world.digests()
  for name in ["chloe.perrin", "giulia.ferrari", "simon.weber", "manager@", "philippe.rochat"] {
    #expect(!digests.contains { $0.hasPrefix(name) }, "\(name)")
  }
  #expect(digests.contains { $0.hasPrefix("reseller@") })
  #expect(try world.number("SELECT count(*) FROM outbox WHERE payload->>'text' LIKE '%{%}%'") == 0)
}

@Test func `a digest says what is due, with the reader's own legs only`() throws {
  let world = try World()
  try world.everybody(in: "UTC")
  let helvetia = try Helvetia(world)
  let office = try helvetia.subscription(named: "Head office")
  try world.end(office, on: "2026-02-07")
  _ = try world.owner("UPDATE selling_price SET price_minor = price_minor + 117 WHERE price_minor = 1170") { _ in }
  try world.set("2026-01-18T12:00:00Z")
  _ = try helvetia.buy("Microsoft 365 Business Premium", "P1Y", 9)
  _ = try RenewalDigests.send(world.office)
  try world.set("2026-01-19T06:00:00Z")
  _ = try RenewalDigests.send(world.office)
  let manager = try world.digest(to: "manager")
  for part in [
    "Head office", "2026-02-07: renews with", "not assigned", "8 can be given back until 2026-01-25 12:0",
    "Paid for and not assigned:", "CHF 11.70 → CHF 12.87 (+10.0", "http://127.0.0.1:8080/renewals?within=30",
  ] { #expect(manager.contains(part), "\(part): \(manager)") }
  #expect(!manager.contains("You pay") && !manager.contains("CHF 9.78"))
  let reseller = try world.digest(to: "reseller")
  #expect(reseller.contains("Helvetia Works AG · Head office") && reseller.contains("show=notMonthly"))
  #expect(!reseller.contains("Rheinland"))
  #expect(try !world.digest(to: "rival").contains("Helvetia"))
}
