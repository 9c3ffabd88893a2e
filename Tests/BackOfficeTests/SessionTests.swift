import BackOffice
import Core
import HTTP
import Testing

private let password = "comptoir-demo"

extension World {
  fileprivate func isIn(_ cookie: String) -> Bool {
    answer(.get, "/api/v1/me", headers: [("Cookie", cookie)]).status == 200
  }
}

@Test func `sessions and tokens are listed with where they began, and end with the next request`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)/sessions"
  let signIn = world.answer(
    .post, "/sign-in",
    headers: [("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", "Firefox on Linux")],
    body: "email=user%40comptoir.test&password=\(password)")
  let first = try #require(signIn.headers["Set-Cookie"]?.split(separator: ";").first.map(String.init))
  let second = try #require(try world.browser("user", password))
  _ = try world.token(of: "user")
  let own = try world.send(.get, path, as: "user").items
  #expect(own.count { $0["kind"]?.string == "session" } == 2)
  #expect(own.count { $0["current"]?.bool == true } == 1, "the token that asks")
  #expect(own.contains { $0["device"]?.string == "Firefox on Linux" && $0["address"]?.string == "127.0.0.1" })
  #expect(!world.answer(.get, path, headers: [("Cookie", first)]).text.contains("csrf"))
  #expect(try world.send(.get, path + "?limit=1", as: "user").json["nextCursor"]?.string != nil)

  let seen = try world.send(.get, path, as: "manager").items
  #expect(seen.count == own.count)
  let session = try #require(own.first { $0["device"]?.string == "Firefox on Linux" }?["id"]?.string)
  for (person, status) in [("finance", 403), ("reseller", 403), ("rival", 404), ("lea.hofer", 403)] {
    #expect(try world.send(.get, path, as: person).status == status, "\(person)")
    #expect(try world.send(.delete, "\(path)/\(session)", as: person).status == status, "\(person)")
    #expect(try world.send(.delete, path, as: person).status == status, "\(person)")
  }
  let lea = try Helvetia(world).user("lea.hofer")
  #expect(try world.send(.delete, "/api/v1/users/\(lea)/sessions/\(session)", as: "manager").status == 404)
  #expect(try world.send(.delete, path + "/x", as: "manager").status == 404)
  #expect(world.isIn(first) && world.isIn(second))
  #expect(try world.send(.delete, "\(path)/\(session)", as: "manager").status == 204)
  #expect(!world.isIn(first) && world.isIn(second))
  #expect(try world.send(.delete, "\(path)/\(session)", as: "manager").status == 404, "ended already")
}

@Test func `signing out everywhere spares where it is asked from, and tokens unless they are meant too`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let path = "/api/v1/users/\(user)/sessions"
  let (here, there) = (
    try #require(try world.browser("user", password)), try #require(try world.browser("user", password))
  )
  let csrf = try world.csrf(of: "user")
  let token = try world.token(of: "user")
  let bearer = ("Authorization", "Bearer \(token)")
  let own = [("Cookie", there), ("X-CSRF-Token", csrf)]
  #expect(world.answer(.delete, path, headers: [("Cookie", there)]).status == 403, "without the session's secret")
  #expect(world.answer(.delete, path + "?tokens=yes", headers: own).status == 422)
  #expect(world.answer(.delete, path, headers: own).status == 204)
  #expect(world.isIn(there) && !world.isIn(here))
  #expect(world.answer(.get, "/api/v1/me", headers: [bearer]).status == 200)
  #expect(world.answer(.delete, path + "?tokens=true", headers: own).status == 204)
  #expect(world.answer(.get, "/api/v1/me", headers: [bearer]).status == 401)
  #expect(world.isIn(there))
  #expect(try world.send(.delete, path, as: "manager").status == 204)
  #expect(!world.isIn(there))
  let noted = try world.number(
    "SELECT count(*) FROM audit_record WHERE object_id = \(ID<Person>(user)) AND action = 'user.signed_out'")
  #expect(noted == 2)
}

@Test func `nobody sees or ends the sessions of an account that outranks them`() throws {
  let world = try World()
  let manager = try Helvetia(world).user("manager")
  _ = try world.browser("manager", password)
  for method in [HTTP.Method.get, .delete] {
    let answer = try world.send(method, "/api/v1/users/\(manager)/sessions", as: "tech")
    #expect(answer.code == "user.outranks")
  }
}

@Test func `a disabled account's sessions do not come back with it`() throws {
  let world = try World()
  let user = try Helvetia(world).user("user")
  let session = try #require(try world.browser("user", password))
  let token = try world.token(of: "user")
  for (status, code) in [("disabled", 401), ("active", 401)] {
    let change = try world.send(.patch, "/api/v1/users/\(user)", as: "manager", #"{"status":"\#(status)"}"#)
    #expect(change.json["status"]?.string == status)
    #expect(world.answer(.get, "/api/v1/me", headers: [("Cookie", session)]).status == code)
    #expect(world.answer(.get, "/api/v1/me", headers: [("Authorization", "Bearer \(token)")]).status == code)
  }
  #expect(try world.basic("user", password).status == 201)
}
