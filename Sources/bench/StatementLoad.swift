import FoundationEssentials
import Postgres

/// The statement of a customer with five thousand lines: its page and its CSV, one at a time, against the bare select
/// of the same lines over libpq.
struct StatementLoad {
  let service: Service
  let database: DatabaseURL
  private static let lines = 5_000
  private static let requests = 100
  private static let month = "2026-01-01"

  func measure(_ report: inout Report) throws {
    let connection = try database.connect()
    defer { connection.close() }
    let customer = World.id(.customer, 0)
    let id = try StatementLoad.fill(customer, StatementLoad.lines, connection)
    let select = try bare(connection)
    report.note("bare select of \(StatementLoad.lines) lines: p50 \(milliseconds(select, 0.5)) ms")
    for (name, path) in [
      ("page", "/statements/\(id)"), ("CSV", "/api/v1/statements/\(id)/document?format=csv"),
      ("JSON", "/api/v1/statements/\(id)/document?format=json"),
    ] {
      let taken = try fetched(path)
      let what = "statement of \(StatementLoad.lines) lines, \(name)"
      report.note("\(what): p50 \(milliseconds(taken, 0.5)) ms, p99 \(milliseconds(taken, 0.99)) ms")
      report.add(
        what + ", p50", ours: milliseconds(taken, 0.5), floor: milliseconds(select, 0.5), "ms", atMost: 6)
    }
  }

  /// Seconds of each.
  private func bare(_ connection: Connection) throws -> [Double] {
    try (0..<StatementLoad.requests).map { _ in
      let started = ContinuousClock.now
      let rows = try connection.rows(StatementLoad.select)
      guard rows.count == StatementLoad.lines else { throw Failure(sentence: "There are \(rows.count) lines.") }
      return (ContinuousClock.now - started) / .seconds(1)
    }
  }

  /// By curl, which tells of each request how long it took.
  private func fetched(_ path: String) throws -> [Double] {
    let url = "http://127.0.0.1:\(service.port)\(path)"
    let token = "Authorization: Bearer \(World.token(.reseller))"
    var arguments = ["-s", "-H", token, "-w", "%{http_code} %{time_total}\\n"]
    for _ in 0...StatementLoad.requests { arguments += ["-o", "/dev/null", url] }
    let end = try Child("curl", arguments, isCaptured: true).end()
    let lines = end.text.split(separator: "\n").map { $0.split(separator: " ") }
    guard end.status == 0, lines.count == StatementLoad.requests + 1, lines.allSatisfy({ $0.first == "200" }) else {
      throw Failure(sentence: "The service refused a statement: \(end.text.prefix(200))")
    }
    // The first one warms up.
    return lines.dropFirst().compactMap { $0.last.flatMap { Double($0) } }
  }

  private func milliseconds(_ seconds: [Double], _ share: Double) -> Double {
    let sorted = seconds.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] * 1000
  }

  private static let select: SQL = """
    SELECT row_number() OVER (ORDER BY b.position, o.search_name, c.customer_id, s.service_name, s.plan_name,
        c.subscription_id, c.sequence),
      c.centre_id, b.name, c.subscription_id, s.service_name, s.plan_name, c.reason, c.covers_from, c.covers_to,
      c.licences, c.unit_minor, c.amount
    FROM charge c JOIN subscription s ON s.id = c.subscription_id JOIN organization o ON o.id = c.customer_id
    JOIN billing_centre b ON b.id = c.centre_id
    WHERE c.customer_id = \(World.uuid(.customer, 0))
      AND c.leg = 'price' AND c.month = date '2026-01-01'
    ORDER BY 1
    """

  /// Posts so many lines to a customer's January; answers its statement's id.
  static func fill(_ customer: String, _ lines: Int, _ connection: Connection) throws -> String {
    try connection.executeUnsafeScript(charges(of: customer, lines))
    return try connection.rows(
      "SELECT id::text FROM statement WHERE leg = 'price' AND buyer_id::text = \(customer)")[0][0]
  }

  private static func charges(of customer: String, _ lines: Int) -> String {
    """
    INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
      cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
      change_number)
    SELECT gen_random_uuid(), s.distributor_id, s.reseller_id, s.customer_id, s.id, 'price',
      s.centre_ids[1 + n % cardinality(s.centre_ids)], s.cycle_from, s.cycle_to, 31,
      greatest(s.cycle_from, date '2026-01-15'),
      date '\(month)', 'recurring', s.cycle_from, s.cycle_to, 1, 390, 390, s.currency, 1
    FROM generate_series(0, \(lines - 1)) n JOIN (
      SELECT s.*, row_number() OVER (ORDER BY s.id) - 1 AS place, count(*) OVER () AS many
      FROM subscription s WHERE s.customer_id = '\(customer)') s ON s.place = n % s.many;
    ANALYZE charge;
    """
  }
}
