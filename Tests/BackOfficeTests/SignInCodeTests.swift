import BackOffice
import Core
import FoundationEssentials
import Testing

private let password = "comptoir-demo"
private let form = ("Content-Type", "application/x-www-form-urlencoded")

/// A browser that has shown the password and is asked for the code.
private struct CodeStep {
  let world: World
  let cookie: String

  init(_ world: World, _ person: String) throws {
    self.world = world
    let answer = world.signIn(person, password)
    #expect(answer.status == 303 && answer.headers["Location"]?.hasPrefix("/sign-in/code") == true)
    cookie = try #require(answer.cookies.first { $0.hasPrefix("comptoir_sign_in=") })
  }

  func show(_ code: String, next: String = "") -> Answer {
    world.answer(.post, "/sign-in/code", headers: [form, ("Cookie", cookie)], body: "code=\(code)&next=\(next)")
  }
}

@Suite struct SignInCodeTests {
  private let world: World

  init() throws { world = try World() }

  @Test func `between password and code there is no session`() throws {
    let app = try Authenticator(world, "manager")
    let asked = world.signIn("manager", password)
    #expect(!asked.cookies.contains { $0.hasPrefix("comptoir_session") || $0.hasPrefix("comptoir_device") })
    let flags = try #require(asked.headers["Set-Cookie"]).split(separator: ";").map { Text.trimmed($0) }
    #expect(Set(flags.dropFirst()).isSuperset(of: ["HttpOnly", "SameSite=Lax", "Max-Age=600"]))
    let step = try CodeStep(world, "manager")
    let secret = step.cookie.dropFirst("comptoir_sign_in=".count)
    for credential in [
      ("Cookie", step.cookie), ("Cookie", "comptoir_session=\(secret)"), ("Authorization", "Bearer \(secret)"),
    ] {
      #expect(world.answer(.get, "/api/v1/me", headers: [credential]).status == 401)
    }
    #expect(world.answer(.get, "/sign-in/code", headers: [("Cookie", step.cookie)]).text.contains("name=\"code\""))
    let signedIn = step.show(app.code(), next: "/people")
    #expect(signedIn.status == 303 && signedIn.headers["Location"] == "/people")
    let session = try #require(signedIn.cookies.first { $0.hasPrefix("comptoir_session=") })
    #expect(world.answer(.get, "/api/v1/me", headers: [("Cookie", session)]).status == 200)
  }

  @Test func `a step lets in once, and only whom it is of`() throws {
    let app = try Authenticator(world, "manager")
    let other = try Authenticator(world, "user")
    let step = try CodeStep(world, "manager")
    #expect(step.show(other.code()).status == 401)
    #expect(step.show(app.code(), next: "//evil.test").headers["Location"] == "/")
    let again = step.show(app.code(1))
    #expect(again.headers["Location"]?.hasPrefix("/sign-in?over=true") == true && again.cookies.isEmpty)
    let text = world.answer(.get, "/sign-in?over=true").text
    #expect(text.contains("Sign in again from the start"))
  }

  @Test func `wrong codes use the step up`() throws {
    let app = try Authenticator(world, "manager")
    let step = try CodeStep(world, "manager")
    for _ in 0..<5 { #expect(step.show("000000").status == 401) }
    #expect(step.show(app.code()).headers["Location"]?.hasPrefix("/sign-in?over") == true)
    #expect(
      try world.number("SELECT count(*) FROM sign_in WHERE NOT succeeded AND at > comptoir_now() - interval '1 h'") == 5
    )
  }

  @Test func `wrong codes are failures like wrong passwords, over steps`() throws {
    let app = try Authenticator(world, "manager")
    for _ in 0..<2 {
      let step = try CodeStep(world, "manager")
      for _ in 0..<4 { #expect(step.show("000000").status == 401) }
    }
    #expect(world.signIn("manager", password).status == 429)
    #expect(try world.basic("manager", password, code: app.code()).status == 429)
  }

  @Test func `a step that is unknown, altered, too old, or of a disabled account leads back to the start`() throws {
    let app = try Authenticator(world, "manager")
    let step = try CodeStep(world, "manager")
    for cookie in ["", "comptoir_sign_in=", "comptoir_sign_in=x", String(step.cookie.dropLast())] {
      for method in [true, false] {
        let answer = world.answer(
          method ? .get : .post, "/sign-in/code", headers: [form, ("Cookie", cookie)], body: "code=\(app.code())")
        #expect(answer.status == 303 && answer.headers["Location"]?.hasPrefix("/sign-in?over") == true, "\(cookie)")
      }
    }
    _ = try world.owner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'manager@comptoir.test'") { _ in }
    #expect(step.show(app.code()).headers["Location"]?.hasPrefix("/sign-in?over") == true)
    _ = try world.owner("UPDATE person SET status = 'active' WHERE status = 'disabled'") { _ in }
    try world.pass(hours: 1)
    #expect(step.show(app.code()).headers["Location"]?.hasPrefix("/sign-in?over") == true)
  }

  @Test func `another site's form shows no code`() throws {
    let app = try Authenticator(world, "manager")
    let step = try CodeStep(world, "manager")
    for foreign in [("Origin", "https://evil.test"), ("Sec-Fetch-Site", "cross-site")] {
      let answer = world.answer(
        .post, "/sign-in/code", headers: [form, ("Cookie", step.cookie), foreign], body: "code=\(app.code())")
      #expect(answer.status == 403 && answer.cookies.isEmpty)
    }
  }

  @Test func `each sign-in is a new session, and the browser's earlier one ends`() throws {
    let planted = "comptoir_session=planted"
    let first = world.signIn("manager", password, cookies: [planted])
    let session = try #require(first.cookies.first)
    #expect(session != planted && session.hasPrefix("comptoir_session="))
    #expect(world.answer(.get, "/api/v1/me", headers: [("Cookie", planted)]).status == 401)
    let second = try #require(world.signIn("manager", password, cookies: [session]).cookies.first)
    #expect(second != session)
    #expect(world.answer(.get, "/api/v1/me", headers: [("Cookie", session)]).status == 401)
    #expect(world.answer(.get, "/api/v1/me", headers: [("Cookie", second)]).status == 200)
  }
}
