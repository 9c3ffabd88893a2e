import BackOffice
import Core
import Dispatch
import HTTP
import Postgres
import Synchronization
import Testing

/// Who gives which role where; nil: 201.
private let attempts: [(by: String, role: String, at: String, refusal: String?)] = [
  ("distributor", "distributor", "Nordlicht Distribution AG", "403 grant.beyond_own_rights"),
  ("distributor", "reseller", "Nordlicht Distribution AG", "403 grant.beyond_own_rights"),
  ("distributor", "reseller", "Alpine Cloud AG", nil),
  ("distributor", "user", "Alpine Cloud AG", "403 grant.beyond_own_rights"),
  ("reseller", "distributor", "Nordlicht Distribution AG", "404 object.not_found"),
  ("reseller", "reseller", "Rhein IT Partner GmbH", "404 object.not_found"),
  ("reseller", "distributor", "Alpine Cloud AG", "403 grant.beyond_own_rights"),
  ("reseller", "technicalAdmin", "Helvetia Works AG", "403 delegation.required"),
  ("reseller", "finance", "Helvetia Works AG", "403 delegation.required"),
  ("reseller", "user", "Helvetia Works AG", "403 delegation.required"),
  ("reseller", "reseller", "Helvetia Works AG", "403 delegation.required"),
  ("rival", "technicalAdmin", "Rheinland Maschinenbau GmbH", "403 grant.beyond_own_rights"),
  ("rival", "finance", "Rheinland Maschinenbau GmbH", "403 grant.beyond_own_rights"),
  ("rival", "user", "Rheinland Maschinenbau GmbH", "403 grant.beyond_own_rights"),
  ("rival", "reseller", "Rheinland Maschinenbau GmbH", "403 grant.beyond_own_rights"),
  ("reseller", "customerManager", "Helvetia Works AG", nil),
  ("manager", "reseller", "Helvetia Works AG", "403 grant.beyond_own_rights"),
  ("manager", "distributor", "Helvetia Works AG", "403 grant.beyond_own_rights"),
  ("manager", "reseller", "Alpine Cloud AG", "404 object.not_found"),
  ("manager", "finance", "Alpine Cloud AG", "404 object.not_found"),
  ("manager", "user", "Rheinland Maschinenbau GmbH", "404 object.not_found"),
  ("manager", "technicalAdmin", "Helvetia Works AG", nil),
  ("tech", "customerManager", "Helvetia Works AG", "403 grant.beyond_own_rights"),
  ("tech", "technicalAdmin", "Helvetia Works AG", "403 grant.beyond_own_rights"),
  ("tech", "finance", "Helvetia Works AG", "403 grant.beyond_own_rights"),
  ("finance", "finance", "Helvetia Works AG", "403 permission.missing"),
  ("user", "user", "Helvetia Works AG", "403 permission.missing"),
  ("rival", "customerManager", "Helvetia Works AG", "404 object.not_found"),
]

@Test func `nobody is given a role by somebody who may not give it`() throws {
  let world = try World()
  let lea = try Helvetia(world).user("lea.hofer")
  for (person, role, name, refusal) in attempts {
    let organization = try world.text("SELECT id::text FROM organization WHERE name = \(name)")
    let answer = try world.send(
      .post, "/api/v1/organizations/\(organization)/grants", as: person, #"{"userId":"\#(lea)","role":"\#(role)"}"#)
    let said = answer.status == 201 ? nil : "\(answer.status) \(answer.code ?? "")"
    #expect(said == refusal, "\(person) gives \(role) at \(name)")
  }
}

@Test func `a reseller appoints a customer's manager from the customer's people, never from its own`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let path = "/api/v1/organizations/\(helvetia.customer)/grants"
  for person in ["reseller", "anna.luethi", "gian.cathomas.arosa", "rival"] {
    let id = try world.text("SELECT id::text FROM person WHERE sign_in_email = \("\(person)@comptoir.test")")
    let answer = try world.send(.post, path, as: "reseller", #"{"userId":"\#(id)","role":"customerManager"}"#)
    #expect(answer.faults == ["/userId user.unknown"], "\(person): \(answer.text)")
  }
  let lea = try helvetia.user("lea.hofer")
  let body = #"{"userId":"\#(lea)","role":"customerManager"}"#
  let appointed = try world.send(.post, path, as: "reseller", body)
  #expect(appointed.status == 201, "\(appointed.text)")
  let grant = try #require(appointed.json["id"]?.string)
  _ = try world.owner("UPDATE delegation SET status = 'ended'") { _ in }
  #expect(try world.send(.delete, "/api/v1/grants/\(grant)", as: "reseller").code == "delegation.required")
}

@Test func `a grant counts until it expires or is ended, from one request to the next`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let lea = try helvetia.user("lea.hofer")
  let path = "/api/v1/organizations/\(helvetia.customer)/grants"
  func reads() throws -> Int { try world.send(.get, "/api/v1/statements", as: "lea.hofer").status }

  #expect(try reads() == 403)
  let past = #"{"userId":"\#(lea)","role":"finance","expiresAt":"2026-01-15T00:00:00Z"}"#
  #expect(try world.send(.post, path, as: "manager", past).code == "grant.expiry_past")
  let body = #"{"userId":"\#(lea)","role":"finance","expiresAt":"2026-01-20T00:00:00Z"}"#
  let expiring = try world.send(.post, path, as: "manager", body)
  #expect(expiring.status == 201)
  #expect(try reads() == 200)
  try advance(world, to: "2026-01-20T00:00:01Z")
  #expect(try reads() == 403, "expired")
  let id = try #require(expiring.json["id"]?.string)
  #expect(try world.send(.get, "/api/v1/grants/\(id)", as: "manager").status == 404)

  let lasting = try world.send(.post, path, as: "manager", #"{"userId":"\#(lea)","role":"finance"}"#)
  #expect(try reads() == 200)
  let second = try #require(lasting.json["id"]?.string)
  #expect(try world.send(.delete, "/api/v1/grants/\(second)", as: "rival").status == 404)
  #expect(try reads() == 200)
  #expect(try world.send(.delete, "/api/v1/grants/\(second)", as: "manager").status == 204)
  #expect(try reads() == 403, "ended")
  #expect(try world.send(.delete, "/api/v1/grants/\(second)", as: "manager").status == 404)
}

@Test func `the last administrator stays, also when two remove each other at the same moment`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let people = ["manager", "philippe.rochat"]
  for round in 0..<4 {
    let targets = try people.reversed().map { try removal(of: $0, by: round.isMultiple(of: 2), helvetia) }
    let statuses = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      let (method, path, body) = targets[index]
      let answer = try? world.send(method, path, as: people[index], body)
      statuses.withLock { $0.append(answer?.status ?? 0) }
    }
    let refused = statuses.withLock { $0 }.filter { [401, 403, 409].contains($0) }
    #expect(refused.count == 1, "round \(round): \(statuses.withLock { $0 })")
    let left = try world.owner(
      """
      SELECT count(*) FROM role_grant g JOIN person p ON p.id = g.person_id AND p.status = 'active'
      WHERE g.role = 'customerManager' AND g.ended_at IS NULL AND g.customer_id = \(ID<Organization>(helvetia.customer))
      """
    ) { try $0[0] as Int64 }
    #expect(left == [1], "round \(round)")
    let restore: SQL = """
      WITH grants AS (UPDATE role_grant SET ended_at = NULL WHERE role = 'customerManager'),
        credentials AS (UPDATE credential SET revoked_at = NULL WHERE kind = 'token')
      UPDATE person SET status = 'active' WHERE status = 'disabled'
      """
    _ = try world.owner(restore) { _ in }
  }
  let (method, path, body) = try removal(of: "philippe.rochat", by: true, helvetia)
  #expect(try world.send(method, path, as: "manager", body).status == 204)
  let own = try removal(of: "manager", by: true, helvetia)
  #expect(try world.send(own.0, own.1, as: "manager", own.2).code == "grant.last_administrator")
  let disabling = try removal(of: "manager", by: false, helvetia)
  #expect(try world.send(disabling.0, disabling.1, as: "distributor", disabling.2).code == "grant.last_administrator")
}

/// How to end somebody's grant as a manager, or to disable them.
private func removal(of person: String, by ending: Bool, _ helvetia: Helvetia) throws -> (HTTP.Method, String, String) {
  let user = try helvetia.world.text("SELECT id::text FROM person WHERE sign_in_email = \("\(person)@comptoir.test")")
  guard ending else { return (.patch, "/api/v1/users/\(user)", #"{"status":"disabled"}"#) }
  let grant = try helvetia.world.text(
    "SELECT id::text FROM role_grant WHERE person_id = \(ID<Person>(user)) AND role = 'customerManager'")
  return (.delete, "/api/v1/grants/\(grant)", "{}")
}

@Test func `an account that reaches further than oneself is not taken over`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let lea = try helvetia.user("lea.hofer")
  let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
  let given = try world.send(
    .post, "/api/v1/organizations/\(alpine)/grants", as: "distributor", #"{"userId":"\#(lea)","role":"reseller"}"#)
  #expect(given.status == 201, "\(given.text)")
  for person in ["tech", "manager"] {
    #expect(try world.send(.post, "/api/v1/users/\(lea)/password", as: person, "{}").code == "user.outranks")
    let disabled = try world.send(.patch, "/api/v1/users/\(lea)", as: person, #"{"status":"disabled"}"#)
    #expect(disabled.code == "user.outranks")
  }
  #expect(try world.send(.post, "/api/v1/users/\(lea)/password", as: "distributor", "{}").status == 200)
  let equal = try helvetia.user("finance")
  #expect(try world.send(.post, "/api/v1/users/\(equal)/password", as: "tech", "{}").code == "user.outranks")
  let manager = try helvetia.user("manager")
  #expect(try world.send(.post, "/api/v1/users/\(manager)/password", as: "tech", "{}").code == "user.outranks")
}
