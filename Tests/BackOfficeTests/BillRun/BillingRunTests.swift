import BackOffice
import Core
import Postgres
import Synchronization
import Testing

extension World {
  /// The states of runs, those of the demo world's past included.
  fileprivate var runs: [String] {
    get throws { try owner("SELECT state FROM billing_run ORDER BY started_at") { try $0[0] as String } }
  }
}

@Test func `a day that has not come is refused, but for a sandbox, whose clock goes there`() throws {
  let world = try World()
  var configuration = world.office.configuration
  configuration.sandbox = false
  let strict = Office(configuration, passwords: PasswordHasher(logN: 10))
  defer { strict.database.close() }
  let past = try world.runs.count
  let (far, tomorrow) = try (#require(Day("2026-02-28")), #require(Day("2026-01-17")))
  for day in [far, tomorrow] {
    #expect { try BillRun.run(BillRun.Options(until: day), strict) } throws: {
      if case Refusal.conflict("bill.day_ahead", _) = $0 { true } else { false }
    }
  }
  #expect(try world.runs.count == past)
  let summary = try BillRun.run(BillRun.Options(until: far), world.office)
  #expect(summary.cycles > 20 && summary.statements > 0)
  #expect(try Clock.now(world.office).utcDay == far)
  #expect(try BillRun.run(BillRun.Options(until: tomorrow), world.office).isEmpty, "all of it was billed before")
}

@Test func `billed up to days in between, everything ends as if billed at once`() throws {
  let (steady, steps) = (try World(), try World())
  for world in [steady, steps] { try world.jump(to: "2026-06-10T12:00:00Z") }
  try BillRun.run(BillRun.Options(workers: 2), steady.office)
  for day in ["2026-01-31", "2026-02-01", "2026-02-28", "2026-04-30", "2026-06-10"] {
    let until = try #require(Day(day))
    try BillRun.run(BillRun.Options(until: until), steps.office)
    let beyond = try steps.number(
      "SELECT count(*) FROM charge WHERE reason = 'recurring' AND posted_on > \(until) AND sequence > 0")
    #expect(beyond == 0, "\(day)")
    let early = try steps.number(
      "SELECT count(*) FROM statement WHERE status = 'closed' AND month >= date_trunc('month', \(until))::date")
    #expect(early == 0, "\(day)")
  }
  for (one, other) in zip(try steady.billed(), try steps.billed()) {
    #expect(one.count > 20)
    #expect(one == other, "\(other.difference(from: one))")
  }
}

@Test func `a run that is stopped keeps what it did and the next one goes on`() throws {
  let (steady, stopped) = (try World(), try World())
  for world in [steady, stopped] { try world.jump(to: "2026-04-10T12:00:00Z") }
  try BillRun.run(BillRun.Options(), steady.office)
  let past = try stopped.runs.count
  for asked in [1, 2, 3, 4] {
    let questions = Mutex(0)
    let options = BillRun.Options(isStopping: {
      questions.withLock {
        $0 += 1
        return $0 > asked
      }
    })
    #expect(try BillRun.run(options, stopped.office).isStopped, "\(asked)")
  }
  #expect(try Set(stopped.runs.dropFirst(past)) == ["stopped"])
  let told = Mutex<[BillRun.Progress]>([])
  let last = try BillRun.run(
    BillRun.Options(progress: { progress in told.withLock { $0.append(progress) } }), stopped.office)
  #expect(!last.isStopped && !last.isEmpty)
  #expect(told.withLock { $0.allSatisfy { $0.done <= $0.total ?? .max } && !$0.isEmpty })
  #expect(try stopped.runs.last == "done")
  #expect(try steady.billed() == stopped.billed())
}

@Test func `a run that finds nothing to do leaves no trace, and one that died is told from one at work`() throws {
  let world = try World()
  try BillRun.run(BillRun.Options(), world.office)
  let before = try world.runs.count
  #expect(try BillRun.run(BillRun.Options(), world.office).isEmpty)
  #expect(try world.runs.count == before)
  let add: SQL = """
    INSERT INTO billing_run (id, workers, host, pid, started_at, seen_at)
    SELECT gen_random_uuid(), 1, host, pid, comptoir_now(), clock_timestamp() - make_interval(secs => silent)
    FROM (VALUES ('elsewhere', 1, 3600), ('elsewhere', 2, 10)) v (host, pid, silent)
    """
  _ = try world.owner(add) { _ in }
  try BillRun.run(BillRun.Options(), world.office)
  let states = try world.owner("SELECT pid, state FROM billing_run WHERE host = 'elsewhere' ORDER BY pid") {
    "\(try $0[0] as Int) \(try $0[1] as String)"
  }
  #expect(states == ["1 died", "2 running"])
}

@Test func `each sees what runs did for their own customers, and of amounts their own legs`() throws {
  let world = try World()
  try world.jump(to: "2026-03-10T12:00:00Z")
  let summary = try BillRun.run(BillRun.Options(), world.office)
  let sums = try world.owner(
    """
    SELECT leg || ' ' || currency || ' ' || sum(amount) || ' ' || count(*) FROM charge c
    WHERE posted_on > '2026-01-15' AND sequence > (SELECT max(sequence) FROM charge
      WHERE posted_on <= '2026-01-15' AND reason <> 'usage') GROUP BY leg, currency ORDER BY 1
    """
  ) { try $0[0] as String }
  #expect(sums.count >= 4)
  let told = summary.sums.map { "\($0.leg.rawValue) \($0.currency) \($0.amount) \($0.charges + $0.usage)" }
  #expect(Set(sums) == Set(told))

  var cycles = 0
  for (person, legs) in [("reseller", ["cost", "price"]), ("rival", ["cost", "price"]), ("distributor", ["cost"])] {
    let answer = try world.send(.get, "/api/v1/billing-runs", as: person)
    let run = try #require(answer.items.first, "\(person)")
    #expect(Set(run["sums"]?.items.compactMap { $0["leg"]?.string } ?? []) == Set(legs))
    #expect((run["process"] != nil) == (person == "distributor"))
    #expect(run["state"]?.string == "done")
    let one = try world.send(.get, "/api/v1/billing-runs/\(try #require(run["id"]?.string))", as: person)
    #expect(one.json == run)
    if person != "distributor" { cycles += try #require(run["cycles"]?.integer) }
    if person == "distributor" { #expect(run["cycles"]?.integer == summary.cycles) }
    #expect(try world.send(.get, "/billing-runs", as: person).status == 200)
  }
  #expect(cycles == summary.cycles)
  #expect(try world.send(.get, "/api/v1/billing-runs/x", as: "reseller").status == 404)
  #expect(try world.send(.get, "/api/v1/billing-runs?state=done", as: "reseller").status == 422)
}

extension World {
  /// Charges, changes, subscriptions, statements and their lines in words, without the ids given on the way.
  func billed() throws -> [[String]] {
    try BillComparison.queries.map { try owner($0) { try $0[0] as String } }
  }
}
