import BackOffice
import Postgres
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// A year of the demo world, billed by the real program.
private let day = "2026-12-31"

extension Installation {
  fileprivate func billed() throws -> [[String]] {
    try BillComparison.queries.map { try owner($0) { try $0[0] as String } }
  }

  fileprivate func begin(_ more: String...) -> Program {
    let program = Program(
      ["bill", "--until", day, "--root", Program.root] + more, environment: environment)
    program.drainLog()
    return program
  }

  fileprivate func states() throws -> [String] {
    try owner("SELECT state FROM billing_run WHERE until IS NOT NULL ORDER BY started_at") { try $0[0] as String }
  }
}

@Suite struct BillKillTests {
  @Test(arguments: [
    (["--until", "2026-02-30"], 2 as Int32, "--until needs a day"), (["--until", "tomorrow"], 2, "not tomorrow"),
    (["--until"], 2, "--until needs a value"), (["--workers", "0"], 2, "a number from 1 to 64"),
    (["--workers", "65"], 2, "a number from 1 to 64"), (["--workers", "two"], 2, "a number from 1 to 64"),
    (["--untl", "2026-01-31"], 2, "Did you mean --until?"), (["2026-01-31"], 2, "does not know what to do with"),
    (["--until", "2026-01-31"], 3, "cannot be reached"),
  ])
  func `a bill that cannot be run is refused in one sentence`(
    _ arguments: [String], _ status: Int32, _ sentence: String
  ) {
    let outcome = Program.run(
      ["bill"] + arguments, environment: ["DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"])
    #expect(outcome.status == status)
    #expect(outcome.complaint.contains(sentence), "\(outcome.complaint)")
  }

  @Test func `a bill killed at any moment, or run twice at once, ends like one that nobody disturbed`() throws {
    let (steady, killed, twice) = try (Installation(), Installation(), Installation())
    let undisturbed = steady.run("bill", "--until", day, "--json")
    #expect(undisturbed.status == 0, "\(undisturbed.complaint)")
    #expect(undisturbed.output.contains(#""stopped":false"#))
    let repeated = steady.run("bill", "--until", day)
    #expect(repeated.status == 0 && repeated.output.contains("billed already"))

    var kills = 0
    for milliseconds in [60, 110, 160, 220, 280, 350, 430] {
      let program = killed.begin()
      usleep(UInt32(milliseconds * 1000))
      program.signal(SIGKILL)
      if program.wait() == -SIGKILL { kills += 1 }
    }
    #expect(kills >= 4)
    let resumed = killed.run("bill", "--until", day)
    #expect(resumed.status == 0, "\(resumed.complaint)")
    #expect(try killed.states().last == "done")
    #expect(try !killed.states().contains("running"))

    let both = [twice.begin(), twice.begin("--workers", "3")]
    #expect(both.map { $0.wait() } == [0, 0])

    let expected = try steady.billed()
    for (name, other) in [("killed", killed), ("twice", twice)] {
      for (kind, lines) in zip(BillComparison.names, zip(expected, try other.billed())) {
        #expect(lines.0.count > 20, "\(kind)")
        #expect(lines.0 == lines.1, "\(name) \(kind) \(lines.1.difference(from: lines.0).count)")
      }
    }
  }

  @Test func `asked to stop, it ends after the batch under way, says so, and can be gone on with`() throws {
    let installation = try Installation()
    let program = installation.begin()
    usleep(250_000)
    program.signal(SIGTERM)
    #expect([0, 6].contains(program.wait()))
    #expect(try installation.states().allSatisfy { ["stopped", "done"].contains($0) })
    #expect(installation.run("bill", "--until", day).status == 0)
  }

  @Test func `a database that goes away in the middle is told as such, with its exit status`() throws {
    let installation = try Installation()
    let program = Program(
      ["bill", "--until", day, "--root", Program.root], environment: installation.environment)
    var status: Int32 = 0
    var cuts = 0
    while cuts < 200 {
      usleep(20_000)
      try Installation.script(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(installation.name)'")
      cuts += 1
      if waitpid(program.process, &status, WNOHANG) != 0 { break }
    }
    #expect([0, 3].contains((status >> 8) & 0xFF))
    #expect(installation.run("bill", "--until", day).status == 0)
  }
}
