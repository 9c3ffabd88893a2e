import BackOffice
import HTTP
import Testing

private struct Write {
  let person: String
  let method: HTTP.Method
  let path: String
  let body: String
  /// What the audit trail says of it; with `before` where something was there before.
  let records: [(action: String, before: Bool, after: Bool)]

  init(
    _ person: String, _ method: HTTP.Method, _ path: String, _ body: String,
    _ records: [(action: String, before: Bool, after: Bool)]
  ) {
    self.person = person
    self.method = method
    self.path = path
    self.body = body
    self.records = records
  }
}

private func writes(_ world: World, _ helvetia: Helvetia) throws -> [Write] {
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let (sub, customer) = ("/api/v1/subscriptions/\(id)", "/api/v1/customers/\(helvetia.customer)")
  let user = try helvetia.user("user")
  let centre = try #require(helvetia.centres["RND"])
  let split = #"{"allocations":\#(try helvetia.allocations([("ADM", 8), ("PRO", 4)]))}"#
  let order = #"{"offerId":"\#(try helvetia.offer("Power BI Pro", "P1M"))","quantity":1,"acceptTerms":true}"#
  let grant = #"{"userId":"\#(user)","role":"finance","centreIds":["\#(centre)"]}"#
  return [
    Write("reseller", .patch, sub, #"{"quantity":12}"#, [("subscription.increase", true, true)]),
    Write(
      "reseller", .patch, sub, #"{"quantity":11,"friendlyName":"A","autoRenew":false}"#,
      [
        ("subscription.decrease", true, true), ("subscription.rename", true, true),
        ("subscription.autoRenewOff", true, true),
      ]
    ),
    Write("reseller", .patch, sub, #"{"quantity":11,"friendlyName":"A"}"#, []),
    Write(
      "reseller", .patch, sub, #"{"quantity":12,"autoRenew":true}"#,
      [("subscription.increase", true, true), ("subscription.autoRenewOn", true, true)]),
    Write("manager", .put, sub + "/split", split, [("subscription.split", true, true)]),
    Write(
      "distributor", .patch, sub, #"{"status":"suspended","reason":"Unpaid"}"#, [("subscription.suspend", true, true)]),
    Write("distributor", .patch, sub, #"{"status":"active"}"#, [("subscription.activate", true, true)]),
    Write("manager", .post, sub + "/assignments", #"{"userId":"\#(user)"}"#, [("licence.assigned", false, true)]),
    Write("reseller", .post, sub + "/cancellation", #"{"when":"later"}"#, [("subscription.autoRenewOff", true, true)]),
    Write(
      "reseller", .post, customer + "/subscriptions", order,
      [("subscription.purchase", false, true), ("subscription.provisioned", true, true)]),
    Write(
      "manager", .post, customer + "/billing-centres", #"{"code":"NEW","name":"New"}"#,
      [("centre.created", false, true)]),
    Write("manager", .patch, "/api/v1/billing-centres/\(centre)", #"{"name":"Lab"}"#, [("centre.changed", true, true)]),
    Write("reseller", .patch, customer, #"{"name":"Helvetia"}"#, [("customer.changed", true, true)]),
    Write("manager", .patch, "/api/v1/users/\(user)", #"{"givenName":"Ursli"}"#, [("user.changed", true, true)]),
    Write(
      "manager", .post, "/api/v1/organizations/\(helvetia.customer)/grants", grant, [("grant.created", false, true)]),
    Write(
      "manager", .post, customer + "/users", #"{"givenName":"A","familyName":"B","signInEmail":"a@b.test"}"#,
      [("user.created", false, true), ("grant.created", false, true)]),
  ]
}

@Test func `every change leaves one audit record, with who, what before, what after, and the request`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  for (index, write) in try writes(world, helvetia).enumerated() {
    _ = try world.token(of: write.person)
    let last = try world.number("SELECT max(sequence) FROM audit_record")
    let answer = try world.raw(
      write.method, write.path, as: write.person, bytes: Array(write.body.utf8), id: "request-\(index)")
    #expect(answer.status < 300, "\(write) \(answer.text)")
    let records = try world.owner(
      """
      SELECT a.action, a.before IS NOT NULL, a.after IS NOT NULL, a.request_id, p.sign_in_email,
        p.given_name || ' ' || p.family_name = a.actor_name, a.before IS DISTINCT FROM a.after
      FROM audit_record a LEFT JOIN person p ON p.id = a.actor_id WHERE a.sequence > \(last) ORDER BY a.sequence
      """
    ) { row in
      let email: String? = try row[4]
      #expect(email == write.person + "@comptoir.test")
      #expect(try row[3] == "request-\(index)")
      #expect(try row[5] == true && row[6] == true)
      return (try row[0] as String, try row[1] as Bool, try row[2] as Bool)
    }
    #expect(records.map(\.0) == write.records.map(\.action), "\(write)")
    #expect(
      records.map(\.1) == write.records.map(\.before) && records.map(\.2) == write.records.map(\.after), "\(write)")
  }
  let changed = try world.send(.get, "/api/v1/audit-records?limit=200", as: "manager").items
    .first { $0["action"]?.string == "subscription.increase" && $0["before"]?["quantity"]?.integer == 10 }
  #expect(changed?["after"]?["quantity"]?.integer == 12 && changed?["actor"]?["name"]?.string == "Reto Caduff")
  #expect(changed?["requestId"]?.string == "request-0")
}

@Test(arguments: ["subscription_change", "charge", "audit_record", "outbox", "idempotency"])
func `a save that fails in any of its statements leaves nothing`(_ table: String) throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let order = #"{"offerId":"\#(try helvetia.offer("Power BI Pro", "P1M"))","quantity":1,"acceptTerms":true}"#
  let requests: [(HTTP.Method, String, String)] = [
    (.patch, "/api/v1/subscriptions/\(id)", #"{"quantity":12,"friendlyName":"A"}"#),
    (.post, "/api/v1/subscriptions/\(id)/cancellation", #"{"when":"now"}"#),
    (.post, "/api/v1/customers/\(helvetia.customer)/subscriptions", order),
  ]
  let untouched = try world.fingerprint()
  let before = try world.subscription(id)
  try world.breaking(table) {
    for (method, path, body) in requests {
      let answer = try world.send(method, path, as: "reseller", body, headers: [("Idempotency-Key", "k")])
      #expect(answer.status == 500 && answer.code == "server.failed", "\(path) \(answer.text)")
      let words = ["secret", "schema", "insert", "trigger", table, "23514"]
      #expect(words.allSatisfy { !answer.text.lowercased().contains($0) }, "\(answer.text)")
    }
  }
  #expect(try world.fingerprint() == untouched && world.subscription(id) == before)
  for (method, path, body) in requests {
    #expect(try world.send(method, path, as: "reseller", body, headers: [("Idempotency-Key", "k")]).status < 300)
  }
}

@Test func `every refusal is a problem document that says what is wrong and nothing else`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let sub = "/api/v1/subscriptions/\(id)"
  #expect(try world.patch(id, #"{"autoRenew":false}"#).status == 200)
  let cases: [(status: Int, answer: Answer)] = [
    (400, try world.send(.patch, sub, as: "reseller", "{")), (401, try world.send(.get, "/api/v1/me")),
    (401, world.answer(.get, "/api/v1/me", headers: [("Authorization", "Bearer x")])),
    (403, try world.send(.patch, sub, as: "tech", "{\"quantity\":1}")),
    (403, try world.send(.get, "/api/v1/me", as: "manager", headers: [("Comptoir-Organization", id)])),
    (403, try world.send(.get, "/api/v1/me", as: "rival", headers: [("Comptoir-Organization", helvetia.customer)])),
    (404, try world.send(.get, sub, as: "rival")), (404, try world.send(.get, "/api/v1/nowhere", as: "rival")),
    (405, try world.send(.delete, sub, as: "reseller")),
    (
      409,
      try world.send(
        .patch, sub, as: "reseller", #"{"renewal":{"quantity":5,"term":"P1M","billingFrequency":"monthly"}}"#)
    ),
    (412, try world.patch(id, "{}", headers: [("If-Match", "\"0\"")])),
    (415, try world.patch(id, "{}", headers: [("Content-Type", "text/xml")])),
    (422, try world.patch(id, #"{"quantity":0}"#)), (422, try world.send(.get, sub + "?x=1", as: "reseller")),
  ]
  for (status, answer) in cases {
    let json = answer.json
    #expect(answer.status == status && json["status"]?.integer == status, "\(answer.text)")
    #expect(answer.headers["Content-Type"] == "application/problem+json", "\(answer.text)")
    for member in ["type", "title", "detail", "code", "requestId"] {
      #expect(json[member]?.string?.isEmpty == false, "\(member) \(answer.text)")
    }
    #expect(json["detail"]?.string != json["code"]?.string, "the reason in words: \(answer.text)")
    #expect((json["errors"] != nil) == (status == 422), "\(answer.text)")
    for error in json["errors"]?.items ?? [] {
      #expect(error["pointer"]?.string != nil && error["code"]?.string != nil && error["detail"]?.string != nil)
    }
    if case .object(let members) = json {
      let known: Set = ["type", "title", "status", "detail", "code", "requestId", "errors", "permission"]
      #expect(Set(members.keys).isSubset(of: known))
    }
    #expect(answer.headers["Cache-Control"] == "no-store")
  }
  #expect(cases[8].answer.headers["Allow"] == "GET, HEAD, PATCH")
}
