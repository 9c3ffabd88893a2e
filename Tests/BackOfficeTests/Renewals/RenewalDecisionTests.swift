import BackOffice
import Core
import Postgres
import Testing

private func body(_ choice: String, _ ids: [String]) -> String {
  #"{"choice":"\#(choice)","subscriptionIds":[\#(ids.map { "\"\($0)\"" }.joined(separator: ","))]}"#
}

@Test func `a decision that cannot be is refused, and nothing is kept`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let office = try helvetia.subscription(named: "Head office")
  let foreign = try world.text(
    """
    SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id
    WHERE o.name = 'Rheinland Maschinenbau GmbH' LIMIT 1
    """)
  let many = (0...100).map { "00000000-0000-4000-8000-\(String(1_000_000_000_000 + $0).dropFirst())" }
  let people = ["reseller", "rival", "finance", "tech", "gian.cathomas.arosa", "luc.mercier.geneve"]
  for person in people { _ = try world.token(of: person) }
  let before = try world.fingerprint()
  let cases: [(String, String, Int, String)] = [
    ("reseller", "{}", 422, "input.invalid"), ("reseller", body("withAssigned", []), 422, "field.required"),
    ("reseller", body("double", [office]), 422, "field.not_a_choice"),
    ("reseller", body("withAssigned", ["x"]), 422, "field.id_malformed"),
    ("reseller", body("withAssigned", many), 422, "field.too_many"),
    ("reseller", body("withAssigned", [office, foreign]), 404, "object.not_found"),
    ("rival", body("withAssigned", [office]), 404, "object.not_found"),
    ("finance", body("withAssigned", [office]), 403, "permission.missing"),
    ("tech", body("autoRenewOff", [office]), 403, "permission.missing"),
    ("gian.cathomas.arosa", body("autoRenewOff", [office]), 403, "self_service.request_only"),
    ("luc.mercier.geneve", body("autoRenewOff", [office]), 403, "self_service.view_only"),
  ]
  for (person, body, status, code) in cases {
    let answer = try world.decide(body, as: person)
    #expect(answer.status == status && answer.code == code, "\(person) \(body): \(answer.text)")
  }
  let preview = try world.decide(body("withAssigned", [office]), preview: true)
  #expect(preview.status == 200 && preview.items.first?["outcome"]?.string == "changed")
  #expect(try world.fingerprint() == before)
}

@Test func `one click renews with what is assigned, and one takes it back`() throws {
  let world = try World()
  let office = try Helvetia(world).subscription(named: "Head office")
  let s = try world.subscription(office)
  let assigned = try #require(s["assigned"]?.integer)
  let version = try world.number("SELECT version FROM subscription WHERE id = \(ID<Subscription>(office))")
  let promised = try world.decide(body("withAssigned", [office]), preview: true).items[0]["renewal"]
  let done = try world.decide(body("withAssigned", [office, office])).items
  #expect(done.count == 1 && done[0]["outcome"]?.string == "changed")
  #expect(done[0]["renewal"] == promised, "the preview promised just that")
  #expect(promised?["nextTerm"]?["quantity"]?.integer == assigned)
  #expect(promised?["nextTerm"]?["planned"]?.bool == true)
  #expect(try world.subscription(office)["renewal"]?["quantity"]?.integer == assigned)
  let again = try world.decide(body("withAssigned", [office])).items
  #expect(again[0]["outcome"]?.string == "unchanged")
  #expect(try world.number("SELECT version FROM subscription WHERE id = \(ID<Subscription>(office))") == version + 1)
  #expect(try world.renewals("planned=true").isEmpty, "its year ends later")
  try world.end(office, on: "2026-02-07")
  #expect(try world.told(office, "planned=true").count == 1)
  #expect(try world.decide(body("unchanged", [office])).items[0]["outcome"]?.string == "changed")
  #expect(try world.subscription(office)["renewal"] == .null)
}

@Test func `one that is refused does not keep the others from being decided`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let office = try helvetia.subscription(named: "Head office")
  let ended = try helvetia.subscription(named: "Management")
  let patch = "/api/v1/subscriptions/\(ended)"
  #expect(try world.send(.patch, patch, as: "reseller", #"{"autoRenew":false}"#).status == 200)
  let charge = try world.lastCharge
  let items = try world.decide(body("withAssigned", [ended, office])).items
  let outcomes = Dictionary(
    uniqueKeysWithValues: items.map { ($0["subscriptionId"]?.string ?? "", $0["outcome"]?.string ?? "") })
  #expect(outcomes == [office: "changed", ended: "refused"])
  let refused = try #require(items.first { $0["subscriptionId"]?.string == ended })
  #expect(refused["code"]?.string == "renewal.auto_renew_off" && refused["detail"]?.string?.isEmpty == false)
  #expect(try world.lastCharge == charge, "nothing is billed for it")
  for (choice, renews) in [("autoRenewOn", true), ("autoRenewOff", false)] {
    #expect(try world.decide(body(choice, [ended])).items[0]["outcome"]?.string == "changed")
    #expect(try world.subscription(ended)["autoRenew"]?.bool == renews)
  }
}

@Test func `a distributor decides for several resellers at once, each in its own reach`() throws {
  let world = try World()
  let ids = try world.owner(
    """
    SELECT DISTINCT ON (reseller_id) id::text FROM subscription
    WHERE status = 'active' AND auto_renew AND NOT direct AND assigned < quantity ORDER BY reseller_id, id
    """
  ) { try $0[0] as String }
  #expect(ids.count == 2)
  let items = try world.decide(body("autoRenewOff", ids), as: "distributor").items
  #expect(items.compactMap { $0["outcome"]?.string } == ["changed", "changed"])
  #expect(items.allSatisfy { $0["renewal"]?["unitPrice"] == nil && $0["renewal"]?["unitCost"] != nil })
  let decided = ids.compactMap { ID<Subscription>($0) }
  let audited = try world.number(
    """
    SELECT count(*) FROM audit_record WHERE action = 'subscription.autoRenewOff' AND object_id = ANY (\(decided))
    """)
  #expect(audited == 2)
}

@Test func `two who decide about the same renewals at once wait for each other`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let ids = try ["Head office", "Management", "Workstation backup"].map(helvetia.subscription)
  _ = try (world.token(of: "reseller"), world.token(of: "manager"))
  let statuses = try atOnce(4) { index in
    let order = index % 2 == 0 ? ids : ids.reversed()
    return try world.decide(body("withAssigned", order), as: index % 2 == 0 ? "reseller" : "manager").status
  }
  #expect(statuses == [200, 200, 200, 200])
}

// MARK: - On the page

@Test func `the desk's page shows what comes and decides after showing what it means`() throws {
  let world = try World()
  let office = try Helvetia(world).subscription(named: "Head office")
  try world.end(office, on: "2026-02-07")
  let desk = try world.send(.get, "/renewals", as: "reseller").text
  #expect(desk.contains("value=\"withAssigned \(office)\"") && desk.contains("not assigned"))
  #expect(try world.send(.get, "/renewals?select=all", as: "reseller").text.contains(" checked>"))
  for (person, decides) in [("manager", true), ("distributor", true), ("finance", false)] {
    let page = try world.send(.get, "/renewals", as: person)
    #expect(page.status == 200 && page.text.contains("value=\"withAssigned \(office)\"") == decides, "\(person)")
  }
  #expect(try world.send(.get, "/renewals", as: "gian.cathomas.arosa").text.contains("approv"))
  #expect(try world.send(.get, "/renewals", as: "tech").status == 403)

  let path = "/renewals/decisions"
  for (form, part) in [
    ("choice=withAssigned", "Nothing is selected"), ("choice=double&ids=\(office)", "notice bad"),
    ("one=double%20\(office)", "notice bad"),
  ] {
    let answer = try world.filledIn(path, form, as: "reseller")
    #expect(answer.status == 422 && answer.text.contains(part), "\(form)")
  }
  #expect(try world.filledIn(path, "choice=withAssigned&ids=x", as: "reseller").status == 404)
  #expect(try world.filledIn(path, "one=withAssigned%20\(office)", as: "rival").status == 404)

  let back = "/renewals?within=60"
  let asked = try world.filledIn(
    path, "one=withAssigned%20\(office)&back=\(PortalPath.encoded(back))", as: "reseller")
  #expect(asked.status == 200 && asked.text.contains("Confirm for 1") && asked.text.contains(back))
  #expect(try world.subscription(office)["renewal"] == .null, "not yet")
  let done = try world.filledIn(
    path, "step=confirm&choice=withAssigned&ids=\(office)&back=\(PortalPath.encoded(back))", as: "reseller")
  #expect(done.status == 303 && done.headers["Location"] == back)
  #expect(try world.subscription(office)["renewal"]?["quantity"]?.integer != nil)
  for astray in ["https://evil.test", "//evil.test", "/renewals.evil", "/renewals?x=%0d%0a"] {
    let answer = try world.filledIn(
      path, "step=confirm&choice=unchanged&ids=\(office)&back=\(PortalPath.encoded(astray))", as: "reseller")
    #expect(answer.headers["Location"] == "/renewals" || answer.headers["Location"]?.contains("evil") == false)
  }
}

@Test func `start pages show the next deadlines to those who have a desk`() throws {
  let world = try World()
  let office = try Helvetia(world).subscription(named: "Head office")
  try world.end(office, on: "2026-01-16")
  for person in ["reseller", "manager", "distributor"] {
    let home = try world.send(.get, "/", as: person).text
    #expect(home.contains("Next deadlines") && home.contains("/subscriptions/\(office)"), "\(person)")
  }
  for person in ["tech", "user"] {
    #expect(try !world.send(.get, "/", as: person).text.contains("Next deadlines"), "\(person)")
  }
}

/// Percent-encoding as browsers send forms.
private enum PortalPath {
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + Secrets.hex([byte])
    }.joined()
  }
}
