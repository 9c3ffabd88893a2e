import Core
import Dispatch
import FoundationEssentials
import HTTP
import Postgres
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@testable import BackOffice

private let password = "comptoir-demo"

@Suite struct SignInThrottleTests {
  private let world: World

  init() throws { world = try World() }

  private func wait(seconds: Int64) throws {
    try Clock.set(Clock.now(world.office).adding(seconds: seconds), world.office)
  }

  @Test(arguments: ["user", "nobody"])
  func `whoever guesses from one address waits there, whether or not there is such an account`(_ person: String) throws
  {
    for _ in 0..<8 { #expect(try world.basic(person, "wrong", from: "192.0.2.1").status == 401) }
    let refused = try world.basic(person, password, from: "192.0.2.1")
    #expect(refused.status == 429 && refused.code == "sign_in.too_many")
    let seconds = try #require(refused.headers["Retry-After"].flatMap { Int64($0) })
    #expect((100...120).contains(seconds))
    #expect(world.signIn(person, password, from: "192.0.2.1").status == 429)
    #expect(world.signIn(person, password, from: "192.0.2.1").headers["Retry-After"] != nil)
    let elsewhere = try world.basic(person, password, from: "192.0.2.2").status
    #expect(elsewhere == (person == "user" ? 201 : 401), "only there")
    try wait(seconds: seconds)
    #expect(try world.basic(person, "wrong", from: "192.0.2.1").status == 401)
    #expect(try world.basic(person, "wrong", from: "192.0.2.1").status == 429, "one try for each two minutes")
  }

  @Test func `a success starts the count anew`() throws {
    for _ in 0..<3 {
      for _ in 0..<7 { #expect(try world.basic("user", "wrong").status == 401) }
      #expect(try world.basic("user", password).status == 201)
      try wait(seconds: 3_600 * 6)
    }
  }

  @Test func `of guesses made at once each counts`() throws {
    for _ in 0..<7 { #expect(try world.basic("user", "wrong").status == 401) }
    let statuses = Mutex<[Int]>([])
    let guesses = DispatchGroup()
    try world.office.everything { [world] tx, _ in
      // All three look before any takes.
      try tx.execute("SELECT 1 FROM sign_in_allowance FOR UPDATE")
      for number in 0..<3 {
        DispatchQueue(label: "guess \(number)").async(group: guesses) {
          let status = try? world.basic("user", "wrong").status
          statuses.withLock { $0.append(status ?? 0) }
        }
      }
      let blocked: SQL = """
        SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        """
      for _ in 0..<200 where try world.number(blocked) < 3 { usleep(50_000) }
      #expect(try world.number(blocked) == 3)
    }
    guesses.wait()
    #expect(statuses.withLock { $0.sorted() } == [401, 429, 429])
  }

  @Test func `a flood from one address over many accounts is stopped there and reaches nobody else`() throws {
    var statuses: [Int] = []
    for number in 0..<70 { statuses.append(try world.basic("guess\(number)", "wrong", from: "192.0.2.9").status) }
    #expect(statuses.prefix(60).allSatisfy { $0 == 401 } && statuses.suffix(10).allSatisfy { $0 == 429 })
    #expect(try world.basic("user", password, from: "192.0.2.9").status == 429)
    #expect(try world.basic("user", password, from: "192.0.2.10").status == 201)
    try wait(seconds: 15)
    #expect(try world.basic("user", password, from: "192.0.2.9").status == 201)
  }

  @Test func `a flood on one account from everywhere locks it, but not for the browser its owner uses`() throws {
    let device = try #require(
      world.signIn("user", password, from: "198.51.100.7").cookies.first { $0.hasPrefix("comptoir_device") })
    for number in 0..<20 { #expect(try world.basic("user", "wrong", from: "192.0.2.\(number)").status == 401) }
    #expect(try world.basic("user", password, from: "203.0.113.1").status == 429)
    let user = try Helvetia(world).user("user")
    #expect(try world.send(.get, "/api/v1/users/\(user)", as: "manager").json["status"]?.string == "locked")
    let home = world.signIn("user", password, cookies: [device], from: "198.51.100.7")
    #expect(home.status == 303, "the owner gets in while others guess")
    let travelling = world.signIn("user", password, cookies: [device], from: "192.0.2.3")
    #expect(travelling.status == 303, "from anywhere")
    #expect(world.signIn("manager", password, cookies: [device], from: "203.0.113.1").status == 303)
    #expect(world.signIn("user", password, from: "198.51.100.7").status == 429, "the address alone proves nothing")
    #expect(try world.basic("user", "wrong", from: "203.0.113.1").status == 429, "the others still wait")
    let token = try world.token(of: "user")
    #expect(try world.me(bearer: token).status == 200, "who is in stays in")
    try wait(seconds: 901)
    #expect(try world.send(.get, "/api/v1/users/\(user)", as: "manager").json["status"]?.string == "active")
    #expect(try world.basic("user", password, from: "203.0.113.1").status == 201)
  }

  @Test func `an administrator's unlocking lets everybody try again`() throws {
    let user = try Helvetia(world).user("user")
    for number in 0..<20 { _ = try world.basic("user", "wrong", from: "192.0.2.\(number % 3)") }
    #expect(try world.basic("user", password, from: "192.0.2.1").status == 429)
    for (person, status) in [("finance", 403), ("user", 403), ("rival", 404), ("reseller", 403), ("tech", 204)] {
      #expect(try world.send(.delete, "/api/v1/users/\(user)/lock", as: person).status == status, "\(person)")
    }
    for number in 0..<4 { #expect(try world.basic("user", password, from: "192.0.2.\(number)").status == 201) }
    let actions = try world.owner(
      "SELECT action FROM audit_record WHERE object_id = \(user)::uuid AND action LIKE 'user.%lock%' ORDER BY sequence"
    ) { try $0[0] as String }
    #expect(actions == ["user.locked", "user.unlocked"])
  }

  @Test func `a known browser has an allowance of its own, and its cookie speaks for one account`() throws {
    let cookies = world.signIn("user", password).cookies
    let device = try #require(cookies.first { $0.hasPrefix("comptoir_device") })
    for _ in 0..<8 { #expect(world.signIn("user", "wrong", cookies: [device], from: "192.0.2.1").status == 401) }
    #expect(world.signIn("user", password, cookies: [device], from: "192.0.2.1").status == 429)
    #expect(world.signIn("user", password, from: "192.0.2.1").status == 303, "the account's own is untouched")
    let other = try #require(world.signIn("user", password, from: "192.0.2.1").cookies.last)
    let secret = try #require(other.split(separator: "=").last)
    let manager = try Helvetia(world).user("manager")
    let name = KnownDevice.cookieName(of: try #require(ID(manager)))
    for _ in 0..<8 { _ = try world.basic("manager", "wrong", from: "192.0.2.5") }
    let stolen = world.signIn("manager", password, cookies: ["\(name)=\(secret)"], from: "192.0.2.5")
    #expect(stolen.status == 429, "another account's cookie is none")
    let planted = world.signIn("manager", password, cookies: ["\(name)=planted"], from: "192.0.2.6")
    #expect(planted.cookies.contains { $0.hasPrefix(name) && !$0.hasSuffix("planted") }, "never one brought along")
    #expect(try world.number("SELECT count(*) FROM known_device WHERE hash = \(Secrets.sha256("planted"))") == 0)
  }

  @Test func `a person's browsers are kept apart and bounded, and forgotten in time`() throws {
    for _ in 0..<22 { #expect(world.signIn("user", password).status == 303) }
    #expect(try world.number("SELECT count(*) FROM known_device") == 20)
    for _ in 0..<3 { _ = try world.basic("user", "wrong") }
    #expect(try world.number("SELECT count(*) FROM sign_in_allowance") == 3)
    try wait(seconds: 86_400 * 181)
    try Jobs.runDue(world.office)
    #expect(try world.number("SELECT count(*) FROM known_device") == 0)
    #expect(try world.number("SELECT count(*) FROM sign_in_allowance") == 0)
  }

  @Test func `a service too busy to look at the password counts no guess`() throws {
    let office = Office(world.office.configuration, passwords: PasswordHasher(atOnce: 0, waiting: 0))
    defer { office.database.close() }
    for _ in 0..<30 {
      #expect(throws: PasswordHasher.Busy.self) {
        try SignIn.attempt(email: "user@comptoir.test", password: password, from: Request(), office)
      }
    }
    #expect(try world.basic("user", password).status == 201)
  }

  @Test func `whoever is turned away writes nothing`() throws {
    for _ in 0..<8 { _ = try world.basic("nobody", "wrong", from: "192.0.2.1") }
    let before = try world.owner("SELECT kind, slot, full_at::text, xmin::text FROM sign_in_allowance ORDER BY 1, 2") {
      try $0[3] as String
    }
    for _ in 0..<5 { #expect(try world.basic("nobody", "wrong", from: "192.0.2.1").status == 429) }
    let after = try world.owner("SELECT kind, slot, full_at::text, xmin::text FROM sign_in_allowance ORDER BY 1, 2") {
      try $0[3] as String
    }
    #expect(before == after)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"), ("2001:db8::1", "2001:db8:0:0"),
    ("2001:0DB8::1", "2001:db8:0:0"), ("::1", "0:0:0:0"), ("fe80::1:2:3:4", "fe80:0:0:0"),
    ("::ffff:192.0.2.1", "192.0.2.1"),
    ("", ""),
  ])
  func `addresses count by the network that one party has to itself`(_ address: String, _ network: String) {
    #expect(SignInThrottle.network(of: address) == network)
  }

  @Test func `buckets spread over all the slots there are`() {
    let slots = (0..<4_000).map { SignInThrottle.Bucket(.account, "person\($0)@comptoir.test").slot }
    #expect(slots.allSatisfy { (0..<262_144).contains($0) })
    #expect(Set(slots).count > 3_900)
    #expect(Set((0..<64).map { slot in slots.count { Int($0) >> 12 == slot } > 20 }) == [true])
  }

  @Test func `being told no takes as long for every reason`() throws {
    var office = world.office
    office = Office(world.office.configuration, passwords: PasswordHasher(logN: 14))
    defer { office.database.close() }
    _ = try world.owner("UPDATE person SET status = 'disabled' WHERE sign_in_email = 'tech@comptoir.test'") { _ in }
    _ = try world.owner("UPDATE person SET locked_until = 'infinity' WHERE sign_in_email = 'finance@comptoir.test'") {
      _ in
    }
    let hash = try office.passwords.hash(password)
    _ = try world.owner("UPDATE person SET password_hash = \(hash)") { _ in }
    var times: [String: [Double]] = [:]
    for round in 0..<7 {
      for (person, secret) in [("nobody", password), ("user", "wrong"), ("tech", password), ("finance", password)] {
        let request = Request(client: "192.0.2.\(round)")
        let started = ContinuousClock.now
        let outcome = try SignIn.attempt(
          email: "\(person)@comptoir.test", password: secret, from: request, office)
        times[person, default: []].append((ContinuousClock.now - started) / .milliseconds(1))
        guard case .refused = outcome else {
          Issue.record("\(person): \(outcome)")
          continue
        }
      }
    }
    let medians = times.mapValues { $0.sorted()[3] }
    let fastest = try #require(medians.values.min())
    let slowest = try #require(medians.values.max())
    #expect(slowest < fastest * 1.6 + 5, "\(medians)")
  }
}
