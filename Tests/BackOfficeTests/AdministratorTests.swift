import BackOffice
import Core
import HTTP
import Postgres
import Testing

/// A way to do away with an administrator.
private enum Removal: CaseIterable {
  case ending, limiting, endingMany, disabling

  func request(_ person: String, at organization: String, in world: World) throws -> (HTTP.Method, String, String) {
    let grant = try world.grant(.customerManager, of: person)
    return switch self {
    case .ending: (.delete, "/api/v1/grants/\(grant)", "{}")
    case .limiting: (.patch, "/api/v1/grants/\(grant)", #"{"expiresAt":"2026-06-01T00:00:00Z"}"#)
    case .endingMany: (.post, "/api/v1/organizations/\(organization)/grants/ending", #"{"ids":["\#(grant)"]}"#)
    case .disabling: (.patch, "/api/v1/users/\(try world.person(person))", #"{"status":"disabled"}"#)
    }
  }
}

extension World {
  /// Active administrators of Helvetia whose grant has no end.
  fileprivate func lastingManagers() throws -> Int {
    try number(
      """
      SELECT count(*) FROM role_grant g JOIN person p ON p.id = g.person_id AND p.status = 'active'
      JOIN organization o ON o.id = g.organization_id AND o.name = 'Helvetia Works AG'
      WHERE g.role = 'customerManager' AND g.ended_at IS NULL AND g.expires_at IS NULL
      """)
  }

  fileprivate func restoreManagers() throws {
    let restore: SQL = """
      WITH grants AS (UPDATE role_grant SET ended_at = NULL, expires_at = NULL WHERE role = 'customerManager')
      UPDATE person SET status = 'active' WHERE status = 'disabled'
      """
    _ = try owner(restore) { _ in }
  }
}

@Test(arguments: Removal.allCases)
private func `the last lasting administrator stays, whatever is tried`(_ removal: Removal) throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let (method, path, body) = try removal.request("philippe.rochat", at: helvetia, in: world)
  #expect(try world.send(method, path, as: "manager", body).status < 300, "one of two may go")
  #expect(
    try world.give(.customerManager, to: "lea.hofer", at: helvetia, #","expiresAt":"2026-09-01T00:00:00Z""#).status
      == 201)
  let (again, last, content) = try removal.request("manager", at: helvetia, in: world)
  for person in ["distributor", "manager"] {
    let answer = try world.send(again, last, as: person, content)
    let expected = removal == .disabling && person == "manager" ? "user.not_oneself" : "grant.last_administrator"
    #expect(answer.code == expected, "\(person): \(answer.text)")
  }
  #expect(try world.lastingManagers() == 1, "somebody there for a while is no replacement")
}

@Test func `two administrators who remove each other at the same moment leave one, in every pairing`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let people = ["manager", "philippe.rochat"]
  for person in people { _ = try world.token(of: person) }
  for first in Removal.allCases {
    for second in Removal.allCases {
      let requests = [
        try first.request("philippe.rochat", at: helvetia, in: world),
        try second.request("manager", at: helvetia, in: world),
      ]
      let statuses = try atOnce(2) { index in
        let (method, path, body) = requests[index]
        return try world.send(method, path, as: people[index], body).status
      }
      #expect(statuses.filter { $0 >= 400 }.count == 1, "\(first) against \(second): \(statuses)")
      #expect(statuses.allSatisfy { $0 < 500 }, "\(first) against \(second): \(statuses)")
      #expect(try world.lastingManagers() == 1, "\(first) against \(second)")
      try world.restoreManagers()
    }
  }
}

@Test func `an organization's first administrator has no end`() throws {
  let world = try World()
  let made = try world.send(
    .post, "/api/v1/customers", as: "reseller", #"{"name":"Jura Uhren AG","country":"CH","currency":"CHF"}"#)
  let customer = try #require(made.json["id"]?.string)
  let user = try world.send(
    .post, "/api/v1/customers/\(customer)/users", as: "reseller",
    #"{"givenName":"Jean","familyName":"Jaquet","signInEmail":"jean@jura.example"}"#)
  let id = try #require(user.json["id"]?.string, "\(user.text)")
  let path = "/api/v1/organizations/\(customer)/grants"
  func appoint(_ more: String) throws -> Answer {
    try world.send(.post, path, as: "reseller", #"{"userId":"\#(id)","role":"customerManager"\#(more)}"#)
  }
  let limited = try appoint(#","expiresAt":"2026-06-01T00:00:00Z""#)
  #expect(limited.status == 409 && limited.code == "grant.administrator_must_last")
  #expect(try appoint("").status == 201)
}

@Test func `a guest is no lasting administrator, since another organization may disable them`() throws {
  let world = try World()
  let helvetia = try Helvetia(world).customer
  let guest: SQL = """
    UPDATE role_grant SET holder_name = 'Guest', holder_email = 'guest@elsewhere.example'
    WHERE person_id = (SELECT id FROM person WHERE sign_in_email = 'philippe.rochat@comptoir.test')
      AND role = 'customerManager'
    """
  _ = try world.owner(guest) { _ in }
  let (method, path, body) = try Removal.ending.request("manager", at: helvetia, in: world)
  #expect(try world.send(method, path, as: "manager", body).code == "grant.last_administrator")
}
