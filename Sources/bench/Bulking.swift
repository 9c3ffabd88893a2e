import BackOffice
import FoundationEssentials
import Postgres

#if canImport(Glibc)
  import Glibc
#endif

/// One more licence for ten thousand subscriptions by one bulk change, against asking for it one by one: what a change
/// costs either way.
struct Bulking {
  private let world: World
  private let service: Service
  private let database: DatabaseURL

  init(_ world: World, _ service: Service, _ database: DatabaseURL) {
    self.world = world
    self.service = service
    self.database = database
  }

  private var lines: Int { min(Bounds.bulkNamed, world.size.subscriptions / world.size.resellers) }

  func measure(_ report: inout Report) throws {
    // The quantities of the round do not meet those of the others.
    let single = try Load.alone(port: service.port, seconds: 5, Raising(world, lane: 0, round: 900))
    let one = Double(single.microseconds.reduce(0) { $0 + Int($1) }) / Double(single.microseconds.count)
    let started = ContinuousClock.now
    let id = try made()
    try wait(for: "ready", id)
    let preview = (ContinuousClock.now - started) / .seconds(1)
    _ = try answer(Requests.post("/api/v1/bulk-changes/\(id)/start", "", as: .reseller), 200)
    try wait(for: "done", id)
    let each = try microsecondsPerLine(id)
    Bench.note("bulk change of \(lines): \(Int(each)) µs each, \(Int(one)) µs one by one, preview \(preview) s")
    report.add("change in bulk, each, against one by one", ours: each, floor: one, "µs", atMost: 0.75)
  }

  private func made() throws -> String {
    let ids = (0..<lines).map { "\"\(World.id(.subscription, $0 * world.size.resellers))\"" }.joined(separator: ",")
    let body = "{\"subscriptionIds\":[\(ids)],\"kind\":\"change\",\"body\":{\"quantity\":{\"add\":1}}}"
    let text = try answer(Requests.post("/api/v1/bulk-changes", body, as: .reseller), 201)
    return String(text.dropFirst("{\"id\":\"".count).prefix(36))
  }

  private func wait(for state: String, _ id: String) throws {
    let deadline = ContinuousClock.now + .seconds(600)
    while try !answer(Requests.get("/api/v1/bulk-changes/\(id)", as: .reseller), 200).contains("\"state\":\"\(state)\"")
    {
      guard ContinuousClock.now < deadline else { throw Failure(sentence: "The bulk change is not \(state) yet.") }
      usleep(50_000)
    }
  }

  private func answer(_ request: [UInt8], _ status: Int) throws -> String {
    let answer = Load.exchange(port: service.port, request)
    guard let answer, answer.status == status else {
      throw Failure(sentence: "The service refused a bulk change: \(answer?.body ?? "no answer")")
    }
    return answer.body
  }

  /// From the beginning of the first transaction to that of the last, over the lines in between.
  private func microsecondsPerLine(_ id: String) throws -> Double {
    let connection = try database.connect()
    defer { connection.close() }
    let row = try connection.rows(
      """
      SELECT extract(epoch FROM max(at) - min(at))::float8 * 1e6 / nullif(count(*) FILTER (WHERE at < last), 0),
        count(*) FILTER (WHERE outcome = 'done')
      FROM (
        SELECT l.at, l.outcome, max(l.at) OVER () AS last FROM bulk_change_line l
        WHERE l.bulk_change_id::text = \(id) AND l.outcome IN ('done', 'failed')) l
      """)[0]
    guard try row[1] == lines, let each: Double = try row[0] else {
      throw Failure(sentence: "Not every line of the bulk change was done.")
    }
    return each
  }
}
