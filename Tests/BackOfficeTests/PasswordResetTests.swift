import BackOffice
import Core
import FoundationEssentials
import HTTP
import Testing

private let password = "comptoir-demo"
private let form = ("Content-Type", "application/x-www-form-urlencoded")

extension World {
  /// The way in the mail sent last to somebody, if it holds a link of this folder.
  func mailedLink(to address: String, _ folder: String) throws -> String? {
    let texts = try owner(
      """
      SELECT payload->>'text' FROM outbox WHERE kind = 'mail' AND payload->>'to' = \(address) ORDER BY sequence DESC
      """
    ) { try $0[0] as String }
    let words = texts.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    guard let word = words.first(where: { $0.contains("/\(folder)/") }) else { return nil }
    return try #require(word.range(of: "/\(folder)/")).lowerBound.map { String(word[$0...]) }
  }

  fileprivate func forget(_ email: String, from address: String = "192.0.2.7") throws -> Answer {
    let request = Request(
      method: .post, path: "/forgotten-password", headers: Headers([("Host", "127.0.0.1"), form]),
      body: Array("email=\(email)".utf8), client: address)
    return Answer(Dispatcher(office, routes: Routes.all()).answer(request))
  }

  fileprivate func choose(_ password: String, at link: String) -> Answer {
    answer(.post, link, headers: [form], body: "newPassword=\(password)")
  }
}

extension String.Index {
  fileprivate func map<Value>(_ transform: (String.Index) -> Value) -> Value { transform(self) }
}

@Test func `a forgotten password is answered alike for everybody, and a link goes to whoever has an account`() throws {
  let world = try World()
  _ = try world.owner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'tech@comptoir.test'") { _ in }
  let before = try world.number("SELECT count(*) FROM outbox")
  var texts: Set<String> = []
  for person in ["user", "tech", "nobody"] {
    let answer = try world.forget("\(person)%40comptoir.test")
    #expect(answer.status == 200)
    texts.insert(answer.text.replacing("\(person)@comptoir.test", with: "X"))
  }
  #expect(texts.count == 1, "the answers tell accounts apart")
  #expect(try world.number("SELECT count(*) FROM outbox") == before, "nothing is looked up while they wait")
  try PasswordResets.answerWaiting(world.office)
  #expect(try world.number("SELECT count(*) FROM outbox") == before + 1)
  #expect(try world.mailedLink(to: "user@comptoir.test", "password-reset") != nil)
  #expect(try world.number("SELECT count(*) FROM password_request WHERE email LIKE '%@%'") == 0, "no address is kept")
  for wrong in ["", "x", "a%40b", "a%40b.c%0D%0ABcc:x%40y.z"] {
    #expect(try world.forget(wrong).status == 422, "\(wrong)")
  }
  let foreign = world.answer(
    .post, "/forgotten-password", headers: [form, ("Sec-Fetch-Site", "cross-site")], body: "email=a%40b.c")
  #expect(foreign.status == 403)
}

@Test func `the link for a forgotten password works once, within an hour, and ends what was before`() throws {
  let world = try World()
  let token = try world.token(of: "user")
  _ = try world.forget("User%40Comptoir.Test")
  try PasswordResets.answerWaiting(world.office)
  let first = try #require(try world.mailedLink(to: "user@comptoir.test", "password-reset"))
  try Clock.set(Clock.now(world.office).adding(seconds: 61 * 60), world.office)
  #expect(world.answer(.get, first).status == 403)
  #expect(world.choose("a+fine+password", at: first).code == nil)
  #expect(world.choose("a+fine+password", at: first).status == 403, "too old")

  _ = try world.forget("user%40comptoir.test")
  try PasswordResets.answerWaiting(world.office)
  let second = try #require(try world.mailedLink(to: "user@comptoir.test", "password-reset"))
  _ = try world.forget("user%40comptoir.test")
  try PasswordResets.answerWaiting(world.office)
  let third = try #require(try world.mailedLink(to: "user@comptoir.test", "password-reset"))
  #expect(world.choose("a+fine+password", at: second).status == 403, "replaced")
  for wrong in [third + "x", String(third.dropLast()), "/password-reset/x"] {
    #expect(world.choose("a+fine+password", at: wrong).status == 403, "\(wrong)")
  }
  for weak in ["short", "aaaaaaaaaaaaa", ""] { #expect(world.choose(weak, at: third).status == 422) }
  for n in 0..<24 { _ = try world.basic("user", "wrong", from: "192.0.2.\(n)") }
  #expect(try world.basic("user", password).status == 429, "locked")
  #expect(world.answer(.get, third).status == 200)
  let answers = try atOnce(4) { _ in world.choose("a+fine+password", at: third).status }
  #expect(answers.sorted() == [303, 403, 403, 403], "one of four at once")
  #expect(try world.basic("user", "a fine password").status == 201, "the lock is lifted")
  #expect(try world.basic("user", password).status == 401)
  let bearer = ("Authorization", "Bearer \(token)")
  #expect(world.answer(.get, "/api/v1/me", headers: [bearer]).status == 401, "tokens have ended")
}

@Test func `links for forgotten passwords flood nobody`() throws {
  let world = try World()
  for index in 0..<30 {
    let answer = try world.forget("user%40comptoir.test", from: "192.0.2.\(index)")
    #expect(answer.status == 200)
  }
  let before = try world.mails(to: "user@comptoir.test").count
  try PasswordResets.answerWaiting(world.office)
  #expect(try world.mails(to: "user@comptoir.test").count == before + 3, "three links an hour")
  for index in 0..<20 { #expect(try world.forget("p\(index)%40x.test", from: "198.51.100.1").status == 200) }
  let refused = try world.forget("user%40comptoir.test", from: "198.51.100.1")
  #expect(refused.status == 429 && refused.headers["Retry-After"] != nil)
  #expect(try world.forget("user%40comptoir.test", from: "198.51.100.2").status == 200, "others still may")
}

@Test func `an administrator resets by mail, by a generated password or by one they choose`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)/password"
  _ = try world.token(of: "manager")
  let untouched = try world.fingerprint()
  for (body, outcome) in [
    (#"{"newPassword":"short"}"#, "/newPassword password.too_short"),
    (#"{"newPassword":"password123"}"#, "/newPassword password.common"),
    (#"{"delivery":"pigeon"}"#, "/delivery field.not_a_choice"),
    (#"{"delivery":"mailed","newPassword":"a fine password"}"#, "/delivery password.chosen_already"),
  ] {
    #expect(try world.send(.post, path, as: "manager", body).faults == [outcome], "\(body)")
  }
  #expect(try world.fingerprint() == untouched)

  let token = try world.token(of: "user")
  let mailed = try world.send(.post, path, as: "manager", #"{"delivery":"mailed"}"#)
  #expect(mailed.status == 204 && mailed.body.isEmpty)
  #expect(world.answer(.get, "/api/v1/me", headers: [("Authorization", "Bearer \(token)")]).status == 401)
  #expect(try world.basic("user", password).status == 401, "the one before no longer works")
  let link = try #require(try world.mailedLink(to: "user@comptoir.test", "password-reset"))
  #expect(world.choose("chosen+by+myself", at: link).status == 303)
  let own = try #require(try world.basic("user", "chosen by myself").json["token"]?.string)
  #expect(world.answer(.get, "/api/v1/me", headers: [("Authorization", "Bearer \(own)")]).status == 200)

  #expect(try world.send(.post, path, as: "manager", #"{"newPassword":"chosen for you"}"#).status == 204)
  let forced = try #require(try world.basic("user", "chosen for you").json["token"]?.string)
  let me = world.answer(.get, "/api/v1/me", headers: [("Authorization", "Bearer \(forced)")])
  #expect(me.code == "password.change_required")
}

@Test func `a generated password is kept nowhere, so the same key does not show it again`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)/password"
  let key = [("Idempotency-Key", "reset-1")]
  let first = try world.send(.post, path, as: "manager", "{}", headers: key)
  let generated = try #require(first.json["password"]?.string)
  #expect(try world.places(of: generated) == [])
  let kept = try world.owner("SELECT convert_from(body, 'UTF8') FROM idempotency WHERE key = 'reset-1'") {
    try $0[0] as String
  }
  #expect(kept.count == 1 && !kept[0].contains(generated))
  let again = try world.send(.post, path, as: "manager", "{}", headers: key)
  #expect(again.status == 409 && again.code == "idempotency.secret_shown_once")
  #expect(try world.basic("user", generated).status == 201, "nothing was reset again")
}

@Test func `a link by mail is for those who have an open account`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let lea = try helvetia.user("lea.hofer")
  let reset = "/api/v1/users/\(lea)/password"
  #expect(try world.send(.patch, "/api/v1/users/\(lea)", as: "manager", #"{"status":"disabled"}"#).status == 200)
  #expect(try world.send(.post, reset, as: "manager", #"{"delivery":"mailed"}"#).code == "user.enable_first")
  _ = try world.owner(
    "UPDATE person SET status = 'invited', password_hash = NULL WHERE sign_in_email = 'lea.hofer@comptoir.test'"
  ) { _ in }
  #expect(try world.send(.post, reset, as: "manager", #"{"delivery":"mailed"}"#).code == "user.invite_instead")
}
