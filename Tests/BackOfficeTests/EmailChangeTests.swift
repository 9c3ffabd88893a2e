import BackOffice
import Core
import HTTP
import Testing

private let password = "comptoir-demo"
private let form = ("Content-Type", "application/x-www-form-urlencoded")

extension World {
  fileprivate func confirm(_ link: String) -> Answer { answer(.post, link, headers: [form], body: "") }
}

@Test func `one's own sign-in address changes once the new one has confirmed it, and the old one is told`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)"
  _ = try world.token(of: "user")
  let untouched = try world.fingerprint()
  for (body, faults) in [
    (#"{"signInEmail":"new@comptoir.test"}"#, ["/password field.required"]),
    (#"{"signInEmail":"new@comptoir.test","password":"wrong"}"#, ["/password password.wrong"]),
    (#"{"signInEmail":"new@comptoir","password":"comptoir-demo"}"#, ["/signInEmail email.malformed"]),
    (#"{"signInEmail":null}"#, ["/signInEmail field.required"]),
    (#"{"signInEmail":"a@b.test\r\nBcc: c@d.test","password":"comptoir-demo"}"#, ["/signInEmail email.malformed"]),
  ] {
    #expect(try world.send(.patch, path, as: "user", body).faults == faults, "\(body)")
  }
  #expect(try world.fingerprint() == untouched)
  let told = try world.mails(to: "user@comptoir.test").count
  let asked = try world.send(
    .patch, path, as: "user", #"{"signInEmail":"New@Comptoir.Test","password":"comptoir-demo"}"#)
  #expect(asked.json["signInEmail"]?.string == "user@comptoir.test")
  #expect(asked.json["pendingSignInEmail"]?.string == "new@comptoir.test")
  #expect(try world.mails(to: "user@comptoir.test").count == told + 1)
  #expect(try world.basic("new", password).status == 401 && world.basic("user", password).status == 201)
  let link = try #require(try world.mailedLink(to: "new@comptoir.test", "email-confirmation"))
  #expect(world.answer(.get, link).status == 200)
  #expect(try world.basic("user", password).status == 201, "looking at the link confirms nothing")
  for wrong in [link + "x", "/email-confirmation/x", link.replacing("email-confirmation", with: "password-reset")] {
    #expect(world.confirm(wrong).status == 403, "\(wrong)")
  }
  #expect(try atOnce(3) { _ in world.confirm(link).status }.sorted() == [200, 403, 403])
  #expect(try world.basic("new", password).status == 201)
  #expect(try world.basic("user", password).status == 401)
  #expect(try world.mails(to: "user@comptoir.test").count == told + 2, "told that it has happened")
  let now = try world.send(.get, path, as: "user").json
  #expect(now["signInEmail"]?.string == "new@comptoir.test" && now["pendingSignInEmail"] == .null)
}

@Test func `asking for an address in use says nothing of whose it is`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  func ask(_ email: String) throws -> Answer {
    try world.send(
      .patch, "/api/v1/users/\(user)", as: "user", #"{"signInEmail":"\#(email)","password":"comptoir-demo"}"#)
  }
  let taken = try ask("rival@comptoir.test")
  let free = try ask("free@comptoir.test")
  #expect(taken.status == 200 && free.status == 200)
  #expect(taken.json["pendingSignInEmail"]?.string == "rival@comptoir.test")
  #expect(try world.mailedLink(to: "rival@comptoir.test", "email-confirmation") == nil)
  let link = try #require(try world.mailedLink(to: "free@comptoir.test", "email-confirmation"))
  _ = try world.owner(
    "UPDATE person SET sign_in_email = 'free@comptoir.test' WHERE sign_in_email = 'rival@comptoir.test'"
  ) { _ in }
  #expect(world.confirm(link).status == 409, "somebody was faster")
  #expect(try world.basic("user", password).status == 201)
}

@Test func `a new address that is withdrawn, replaced or too old is not confirmed any more`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  func ask(_ email: String) throws -> String? {
    _ = try world.send(
      .patch, "/api/v1/users/\(user)", as: "user", #"{"signInEmail":"\#(email)","password":"comptoir-demo"}"#)
    return try world.mailedLink(to: email, "email-confirmation")
  }
  let first = try #require(try ask("one@comptoir.test"))
  let second = try #require(try ask("two@comptoir.test"))
  #expect(world.confirm(first).status == 403)
  let back = try world.send(.patch, "/api/v1/users/\(user)", as: "user", #"{"signInEmail":"user@comptoir.test"}"#)
  #expect(back.json["pendingSignInEmail"] == .null)
  #expect(world.confirm(second).status == 403)
  let third = try #require(try ask("three@comptoir.test"))
  try Clock.set(Clock.now(world.office).adding(seconds: 48 * 3600 + 1), world.office)
  #expect(world.confirm(third).status == 403)
  #expect(try world.send(.get, "/api/v1/users/\(user)", as: "user").json["pendingSignInEmail"] == .null)
}

@Test func `an administrator's new address for somebody waits like their own, but of the invited counts at once`()
  throws
{
  let world = try World()
  let helvetia = try Helvetia(world)
  let lea = try helvetia.user("lea.hofer")
  let asked = try world.send(
    .patch, "/api/v1/users/\(lea)", as: "manager", #"{"signInEmail":"lea@comptoir.test"}"#)
  #expect(asked.json["signInEmail"]?.string == "lea.hofer@comptoir.test")
  #expect(asked.json["pendingSignInEmail"]?.string == "lea@comptoir.test")
  #expect(try world.mails(to: "lea.hofer@comptoir.test").count > 0)

  let body = #"{"givenName":"Neo","familyName":"Neu","signInEmail":"typo@comptoir.test"}"#
  let made = try world.send(.post, "/api/v1/customers/\(helvetia.customer)/users", as: "manager", body)
  let path = "/api/v1/users/\(try #require(made.json["id"]?.string))"
  let old = try #require(try world.mailedLink(to: "typo@comptoir.test", "invitation"))
  let taken = try world.send(.patch, path, as: "manager", #"{"signInEmail":"rival@comptoir.test"}"#)
  #expect(taken.faults == ["/signInEmail user.email_taken"])
  let mended = try world.send(.patch, path, as: "manager", #"{"signInEmail":"neo@comptoir.test"}"#)
  #expect(mended.json["signInEmail"]?.string == "neo@comptoir.test")
  #expect(mended.json["status"]?.string == "invited" && mended.json["invitedUntil"]?.string != nil)
  #expect(world.answer(.get, old).status == 403, "the link before ends")
  let new = try #require(try world.mailedLink(to: "neo@comptoir.test", "invitation"))
  #expect(world.answer(.get, new).status == 200)
}

@Test func `language, zone and address are kept as said, and every wrong part is named`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)"
  let wrong = try world.send(
    .patch, path, as: "user",
    #"{"language":"it","timeZone":null,"address":{"country":"Schweiz","zip":"8001","city":7},"status":"deleted"}"#)
  #expect(
    Set(wrong.faults) == [
      "/language field.not_a_choice", "/timeZone field.required", "/address/country country.malformed",
      "/address/zip field.unknown", "/address/city field.text_expected", "/status field.not_a_choice",
    ], "\(wrong.faults)")
  #expect(try world.send(.patch, path, as: "user", #"{"address":"Bern"}"#).faults == ["/address field.object_expected"])
  let long = String(repeating: "x", count: 201)
  #expect(
    try world.send(.patch, path, as: "user", #"{"address":{"street":"\#(long)"}}"#).faults == [
      "/address/street field.too_long"
    ])
  let set = try world.send(
    .patch, path, as: "user",
    #"{"address":{"street":"Bahnhofstrasse 1","postalCode":"8001","city":"Zürich","country":"ch"}}"#)
  #expect(set.json["address"]?["city"]?.string == "Zürich" && set.json["address"]?["country"]?.string == "CH")
  let merged = try world.send(.patch, path, as: "user", #"{"address":{"street":null}}"#)
  #expect(merged.json["address"]?["street"] == .null && merged.json["address"]?["postalCode"]?.string == "8001")
  #expect(try world.send(.patch, path, as: "user", #"{"address":null}"#).json["address"] == .null)
}
