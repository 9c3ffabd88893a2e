import BackOffice
import Core
import HTTP
import Testing

/// Everything that can be done to an account, by the API and by the pages.
private let acts: [(method: HTTP.Method, path: String, body: String?)] = [
  (.patch, "/api/v1/users/:id", #"{"givenName":"X"}"#), (.patch, "/api/v1/users/:id", #"{"status":"disabled"}"#),
  (.patch, "/api/v1/users/:id", #"{"signInEmail":"x@comptoir.test"}"#),
  (.patch, "/api/v1/users/:id", #"{"notificationEmail":"x@comptoir.test"}"#),
  (.patch, "/api/v1/users/:id", #"{"address":{"city":"Bern"}}"#), (.delete, "/api/v1/users/:id", nil),
  (.post, "/api/v1/users/:id/password", "{}"), (.post, "/api/v1/users/:id/password", #"{"delivery":"mailed"}"#),
  (.post, "/api/v1/users/:id/password", #"{"newPassword":"a fine password"}"#),
  (.post, "/api/v1/users/:id/invitation", "{}"), (.delete, "/api/v1/users/:id/lock", nil),
  (.get, "/api/v1/users/:id/sessions", nil), (.delete, "/api/v1/users/:id/sessions", nil),
  (.delete, "/api/v1/users/:id/sessions/:sid", nil), (.get, "/users/:id/edit", nil),
  (.post, "/users/:id/edit", "givenName=X&familyName=Y&signInEmail=x%40y.zz&language=en&timeZone=UTC"),
  (.get, "/users/:id/deletion", nil), (.post, "/users/:id/deletion", ""), (.get, "/users/:id/password", nil),
  (.post, "/users/:id/password", "way=shown"), (.post, "/users/:id/password", "way=mailed"),
  (.post, "/users/:id/password", "way=chosen&newPassword=a+fine+password"), (.post, "/users/:id/disabling", ""),
  (.post, "/users/:id/unlocking", ""), (.post, "/users/:id/invitation", ""), (.post, "/users/:id/sessions/ending", ""),
]

extension World {
  fileprivate func attempt(
    _ act: (method: HTTP.Method, path: String, body: String?), on person: String, as actor: String
  ) throws -> Answer {
    let path = act.path.replacing(":id", with: person).replacing(":sid", with: Strangers.tokenOfManager)
    let isForm = !act.path.hasPrefix("/api/")
    return try send(
      act.method, path, as: actor, act.body,
      headers: isForm ? [("Content-Type", "application/x-www-form-urlencoded")] : [])
  }
}

@Test func `no way leads to an account that outranks whoever tries`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  for person in ["tech", "user", "finance"] { _ = try world.token(of: person) }
  let targets = try ["manager", "finance"].map(helvetia.user)
  let untouched = try world.fingerprint()
  for act in acts {
    for target in targets {
      let answer = try world.attempt(act, on: target, as: "tech")
      #expect(answer.status == 403, "\(act.method) \(act.path) \(answer.status)")
    }
    for person in ["user", "finance"] {
      #expect(try world.attempt(act, on: targets[0], as: person).status == 403, "\(act.method) \(act.path)")
    }
  }
  #expect(try world.fingerprint() == untouched)
}

@Test func `nor to one whose roles elsewhere reach further`() throws {
  let world = try World()
  let lea = try Helvetia(world).user("lea.hofer")
  _ = try world.owner(
    """
    INSERT INTO role_grant (id, distributor_id, reseller_id, organization_id, person_id, role, granted_by_name,
      granted_at)
    SELECT gen_random_uuid(), o.distributor_id, o.reseller_id, o.id, \(ID<Person>(lea)), 'finance', 'Test', now()
    FROM organization o WHERE o.name = 'Alpine Cloud AG'
    """
  ) { _ in }
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  for act in acts {
    let answer = try world.attempt(act, on: lea, as: "manager")
    #expect(answer.status == 403, "\(act.method) \(act.path) \(answer.status)")
  }
  #expect(try world.fingerprint() == untouched)
}

@Test func `states are told with their end, on the pages in every language`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let body = #"{"givenName":"Neo","familyName":"Neu","signInEmail":"neo@comptoir.test"}"#
  let made = try world.send(.post, "/api/v1/customers/\(helvetia.customer)/users", as: "manager", body)
  let neo = try #require(made.json["id"]?.string)
  for n in 0..<20 { _ = try world.basic("user", "wrong", from: "192.0.2.\(n)") }
  let user = try helvetia.user("user")
  let locked = try world.send(.get, "/api/v1/users/\(user)", as: "manager").json
  #expect(locked["status"]?.string == "locked")
  func shown(_ instant: JSONValue?) throws -> String {
    "\(try #require(instant?.string).prefix(16).replacing("T", with: " ")) UTC"
  }
  let lockedUntil = try shown(locked["lockedUntil"])
  let invitedUntil = try shown(made.json["invitedUntil"])
  for (language, words) in [
    ("fr", ["Prêt", "Non activé", "Verrouillé", "jusqu’au \(invitedUntil)"]),
    ("de", ["Bereit", "Nicht aktiviert", "Gesperrt", "bis \(lockedUntil)"]),
    ("en", ["Ready", "Not activated", "Locked", "until \(lockedUntil)"]),
  ] {
    let manager = try helvetia.user("manager")
    _ = try world.send(.patch, "/api/v1/users/\(manager)", as: "manager", #"{"language":"\#(language)"}"#)
    let page = try world.send(.get, "/people", as: "manager").text
    for word in words { #expect(page.contains(word), "\(language) \(word)") }
  }
  try Clock.set(Clock.now(world.office).adding(seconds: 49 * 3600), world.office)
  #expect(try world.send(.get, "/users/\(neo)", as: "manager").text.contains("too old. Send it again"))
  #expect(try world.send(.get, "/api/v1/users/\(user)", as: "manager").json["status"]?.string == "active")
}
