import BackOffice
import Core
import Testing

extension World {
  /// The link in the mail sent last to somebody.
  fileprivate func link(to address: String) throws -> String {
    let text = try owner(
      """
      SELECT payload->>'text' FROM outbox WHERE kind = 'mail' AND payload->>'to' = \(address)
      ORDER BY sequence DESC LIMIT 1
      """
    ) { try $0[0] as String }.first
    let word = try #require(text?.split(whereSeparator: \.isWhitespace).first { $0.contains("/invitation/") })
    return String(word[try #require(word.range(of: "/invitation/")?.lowerBound)...])
  }

  fileprivate func choose(_ password: String, at link: String) -> Answer {
    answer(
      .post, link, headers: [("Content-Type", "application/x-www-form-urlencoded")], body: "newPassword=\(password)")
  }

  fileprivate func invite(_ name: String, to customer: String) throws -> String {
    let body = #"{"givenName":"\#(name)","familyName":"Neu","signInEmail":"\#(name)@Comptoir.Test"}"#
    let answer = try send(.post, "/api/v1/customers/\(customer)/users", as: "manager", body)
    #expect(answer.status == 201 && answer.json["status"]?.string == "invited", "\(answer.text)")
    return try #require(answer.json["id"]?.string)
  }
}

@Test func `an invitation's link works once`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try world.invite("neo", to: helvetia.customer)
  let link = try world.link(to: "neo@comptoir.test")
  #expect(try world.basic("neo", "a fine password").status == 401, "nobody signs in before")
  #expect(world.answer(.get, link).status == 200)
  for weak in ["", "short", "aaaaaaaaaaaaaa", "password123"] {
    #expect(world.choose(weak, at: link).status == 422, "\(weak)")
  }
  for wrong in [link.dropLast() + "_", "/invitation/x", link + "A"] {
    #expect(world.choose("a+fine+password", at: String(wrong)).status == 403, "\(wrong)")
  }
  let foreign = world.answer(
    .post, link, headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "cross-site")],
    body: "newPassword=a+fine+password")
  #expect(foreign.status == 403)
  #expect(world.choose("a+fine+password", at: link).status == 303)
  #expect(world.choose("another+password", at: link).status == 403)
  #expect(world.answer(.get, link).status == 403)
  #expect(try world.basic("neo", "another password").status == 401)
  #expect(try world.basic("neo", "a fine password").status == 201)
  #expect(try world.send(.get, "/api/v1/users/\(id)", as: "manager").json["status"]?.string == "active")
  let again = try world.send(.post, "/api/v1/users/\(id)/invitation", as: "manager")
  #expect(again.status == 409 && again.code == "user.already_active")
}

@Test func `an invitation lasts 48 hours, and sending it again ends the link before`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try world.invite("neo", to: helvetia.customer)
  let first = try world.link(to: "neo@comptoir.test")
  let start = try Clock.now(world.office)
  try Clock.set(start.adding(seconds: 48 * 3600 - 60), world.office)
  #expect(world.answer(.get, first).status == 200)
  try Clock.set(start.adding(seconds: 48 * 3600 + 60), world.office)
  #expect(world.answer(.get, first).status == 403)
  #expect(world.choose("a+fine+password", at: first).status == 403)
  for (person, status) in [("rival", 404), ("user", 403), ("finance", 403), ("manager", 204)] {
    #expect(try world.send(.post, "/api/v1/users/\(id)/invitation", as: person).status == status, "\(person)")
  }
  let second = try world.link(to: "neo@comptoir.test")
  #expect(try world.send(.post, "/api/v1/users/\(id)/invitation", as: "manager").status == 204)
  let third = try world.link(to: "neo@comptoir.test")
  #expect(Set([first, second, third]).count == 3)
  for old in [first, second] { #expect(world.choose("a+fine+password", at: old).status == 403) }
  #expect(world.choose("a+fine+password", at: third).status == 303)
  #expect(try world.basic("neo", "a fine password").status == 201)
}

@Test func `many people are invited together or not at all`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let path = "/api/v1/customers/\(helvetia.customer)/users"
  func people(_ emails: [String], _ more: String = "") -> String {
    let items = emails.map { #"{"givenName":"A","familyName":"B","signInEmail":"\#($0)"\#(more)}"# }
    return #"{"users":[\#(items.joined(separator: ","))]}"#
  }
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  let cases: [(body: String, faults: [String])] = [
    (people(["a@x.test", "a@x.test"]), ["/users/1/signInEmail user.email_taken"]),
    (people(["a@x.test", "A@X.test"]), ["/users/1/signInEmail user.email_taken"]),
    (people(["a@x.test", "rival@comptoir.test"]), ["/users/1/signInEmail user.email_taken"]),
    (people(["a@x.test", "b@x"]), ["/users/1/signInEmail email.malformed"]),
    (people(["a@x.test"], #","role":"customerManager""#), ["/users/0/role field.unknown"]),
    (people(["a@x.test"], #","timeZone":"Europe/Atlantis""#), ["/users/0/timeZone time_zone.unknown"]),
    (#"{"users":null}"#, ["/users field.required"]), (#"{"users":{}}"#, ["/users field.array_expected"]),
    (people((0...1000).map { "p\($0)@x.test" }), ["/users field.too_many"]),
  ]
  for (body, faults) in cases {
    let answer = try world.send(.post, path, as: "manager", body)
    #expect(answer.status == 422 && answer.faults == faults, "\(body.prefix(120)) \(answer.text.prefix(300))")
  }
  #expect(try world.fingerprint() == untouched)
  let made = try world.send(.post, path, as: "manager", people((0..<200).map { "p\($0)@x.test" }))
  #expect(made.status == 201 && made.items.count == 200)
  #expect(
    try world.number("SELECT count(*) FROM outbox WHERE kind = 'mail' AND payload->>'to' LIKE 'p%@x.test'") == 200)
}
