import BackOffice
import Core
import HTTP
import Testing

// What tests of roles ask of a world, over and over.

extension World {
  /// The id of somebody of the demo world, e.g. `lea.hofer`.
  func person(_ name: String) throws -> String {
    try text("SELECT id::text FROM person WHERE sign_in_email = \("\(name)@comptoir.test")")
  }

  func organization(_ name: String) throws -> String {
    try text("SELECT id::text FROM organization WHERE name = \(name)")
  }

  /// Gives a role; `more` is the rest of the body, e.g. `,"expiresAt":"…"`.
  func give(
    _ role: Role, to person: String, at organization: String, as giver: String = "manager", _ more: String = ""
  ) throws -> Answer {
    let body = #"{"userId":"\#(try self.person(person))","role":"\#(role.rawValue)"\#(more)}"#
    return try send(.post, "/api/v1/organizations/\(organization)/grants", as: giver, body)
  }

  /// The id of the grant that makes somebody this.
  func grant(_ role: Role, of person: String) throws -> String {
    try text(
      """
      SELECT g.id::text FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE p.sign_in_email = \("\(person)@comptoir.test") AND g.role = \(role.rawValue) AND g.ended_at IS NULL
      """)
  }

  func change(_ grant: String, as person: String = "manager", _ body: String) throws -> Answer {
    try send(.patch, "/api/v1/grants/\(grant)", as: person, body)
  }

  /// Whoever signs in with this address and password; nil when nobody is let in.
  func admitted(_ email: String, _ password: String = Seed.password) throws -> SignIn.Admitted? {
    let request = Request(method: .post, path: "/sign-in", headers: Headers([]), client: "192.0.2.10")
    let outcome = try SignIn.attempt(email: email, password: password, from: request, office)
    guard case .admitted(let admitted) = outcome else { return nil }
    return admitted
  }

  /// Every mail queued so far, oldest first, as `to: subject`.
  func mails(to address: String) throws -> [String] {
    try owner(
      """
      SELECT payload->>'subject' FROM outbox WHERE kind = 'mail' AND payload->>'to' = \(address) ORDER BY sequence
      """
    ) { try $0[0] as String }
  }

  /// How much there is of everything about roles: equal before and after when nothing happened.
  func rolesFingerprint() throws -> [String] {
    try owner(
      """
      SELECT (SELECT count(*) || ' ' || coalesce(sum(version), 0) || ' ' || count(ended_at) FROM role_grant)
        || ' ' || (SELECT count(*) FROM role_grant_history) || ' ' || (SELECT count(*) FROM appointment)
        || ' ' || (SELECT count(*) FROM person) || ' ' || (SELECT count(*) FROM outbox)
        || ' ' || (SELECT count(*) FROM audit_record)
      """
    ) { try $0[0] as String }
  }
}
