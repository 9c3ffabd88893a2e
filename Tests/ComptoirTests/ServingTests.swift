import BackOffice
import FoundationEssentials
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct ServingTests {
  @Test func `it says that it is alive and ready, and counts what it did`() throws {
    let installation = try Installation()
    let (program, url) = try installation.serve()
    defer { program.stop() }
    #expect(send("GET", "\(url)/healthz")?.status == 200)
    #expect(send("GET", "\(url)/readyz")?.status == 200)
    let metrics = try #require(send("GET", "\(url)/metrics"))
    #expect(String(decoding: metrics.body, as: UTF8.self).contains(#"route="/readyz",status="200"} 1"#))
    #expect(send("GET", "\(url)/api/v1/me")?.status == 401)
    #expect(send("GET", "\(url)/nothing")?.status == 404)
  }

  @Test func `asked to end it finishes what is in flight and leaves with zero`() throws {
    let installation = try Installation()
    let (program, url) = try installation.serve()
    let token = installation.token("reseller")
    let answered = Mutex<[Int?]>([])
    let threads = (0..<4).map { _ in
      detach {
        let answer = send("POST", "\(url)/api/v1/clock", token: token, #"{"advanceTo":"2026-01-16T00:00:00Z"}"#)
        answered.withLock { $0.append(answer?.status) }
      }
    }
    usleep(50_000)
    program.signal(SIGTERM)
    #expect(program.wait() == 0)
    for thread in threads { pthread_join(thread, nil) }
    // Begun before the signal: answered. Not begun: refused at the door, never half done.
    #expect(answered.withLock { $0 }.allSatisfy { $0 == nil || $0 == 200 || $0 == 422 })
    #expect(answered.withLock { $0 }.contains(200))
  }

  @Test func `connections that are lost are replaced without a restart`() throws {
    let installation = try Installation()
    let (program, url) = try installation.serve()
    defer { program.stop() }
    let token = installation.token("reseller")
    #expect(send("GET", "\(url)/api/v1/me", token: token)?.status == 200)
    for _ in 0..<5 {
      _ = try installation.owner(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE usename = 'comptoir_service' AND datname = current_database()
        """
      ) { _ in () }
      let during = send("GET", "\(url)/api/v1/me", token: token)?.status
      #expect(during == 200 || during == 503)
      #expect(send("GET", "\(url)/api/v1/me", token: token)?.status == 200)
    }
  }

  @Test func `while the database refuses connections the answer is 503, afterwards 200`() throws {
    let installation = try Installation()
    let (program, url) = try installation.serve()
    defer { program.stop() }
    let token = installation.token("reseller")
    try Installation.script("ALTER DATABASE \(installation.name) ALLOW_CONNECTIONS false")
    try Installation.script(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(installation.name)'")
    let away = try #require(send("GET", "\(url)/api/v1/me", token: token))
    #expect(away.status == 503)
    #expect(away.header("Retry-After") != nil)
    #expect(send("GET", "\(url)/readyz")?.status == 503)
    #expect(send("GET", "\(url)/healthz")?.status == 200)
    try Installation.script("ALTER DATABASE \(installation.name) ALLOW_CONNECTIONS true")
    #expect(send("GET", "\(url)/api/v1/me", token: token)?.status == 200)
  }

  @Test func `a taken port, a newer and an older schema, a wrong mode: each is one sentence`() throws {
    let installation = try Installation()
    let (program, url) = try installation.serve()
    let port = try #require(url.split(separator: ":").last).description
    let taken = installation.run("serve", "--sandbox", "--port", port)
    #expect(taken.status == 5)
    #expect(taken.complaint.contains("Port \(port) is taken"))
    program.stop()

    let plain = installation.run("serve", "--port", "0")
    #expect(plain.status == 1)
    #expect(plain.complaint.contains("sandbox"))
    let again = installation.run("seed")
    #expect(again.status == 1)
    #expect(installation.run("seed", "--if-empty").status == 0)

    _ = try installation.owner("INSERT INTO schema_migration (version, name, sha256) VALUES (99, '0099_x', '')") { _ in
      ()
    }
    #expect(installation.run("serve", "--sandbox", "--port", "0").status == 4)
    #expect(installation.run("migrate").status == 4)
    _ = try installation.owner("DELETE FROM schema_migration WHERE version = 99 OR version = \(Schema.version)") { _ in
      ()
    }
    let older = installation.run("serve", "--sandbox", "--port", "0")
    #expect(older.status == 4)
    #expect(older.complaint.contains("comptoir migrate"))
  }

  @Test func `the clock moves from the shell`() throws {
    let installation = try Installation()
    #expect(installation.run("clock", "show").output.hasPrefix("2026-01-15T08:"))
    let moved = installation.run("clock", "advance", "--months", "1")
    #expect(moved.status == 0)
    #expect(installation.run("clock", "show").output.hasPrefix("2026-02-15T08:"))
    let open = try installation.owner("SELECT count(*) FROM statement WHERE status = 'open' AND month < '2026-02-01'") {
      try $0[0] as Int
    }
    #expect(open == [0])
    #expect(installation.run("clock", "advance", "--to", "2026-01-01").status == 1)
    #expect(installation.run("bill").output.hasPrefix("Nothing was due: all of it is billed already."))
  }
}

extension Program {
  func stop() {
    signal(SIGTERM)
    wait()
  }
}

/// A thread that runs the body.
func detach(_ body: @escaping @Sendable () -> Void) -> pthread_t {
  final class Box { let body: @Sendable () -> Void; init(_ body: @escaping @Sendable () -> Void) { self.body = body } }
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
      return nil
    }, Unmanaged.passRetained(Box(body)).toOpaque())
  return thread
}
