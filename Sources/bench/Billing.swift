import Dispatch
import FoundationEssentials
import Postgres
import Synchronization

/// The bill run of a whole world on a day when each of its subscriptions begins one cycle.
struct Billing {
  let program: String
  let copies: Copies
  static let workers = 2

  struct Outcome {
    let seconds: Double
    let peakBytes: Int
    /// Lines and their sum, by leg.
    let posted: String
  }

  /// By the service's own command, as a process of its own.
  func ours(_ world: DatabaseURL) throws -> Outcome {
    let database = try copies.copy("bill", of: world, at: World.billing)
    let started = ContinuousClock.now
    let child = try Child(
      program, ["bill", "--workers", String(Billing.workers), "--database", database.text], isCaptured: true)
    let end = child.end()
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    guard end.status == 0 else { throw Failure(sentence: "The bill run failed: \(end.text)") }
    let outcome = Outcome(seconds: seconds, peakBytes: end.peakBytes, posted: try Billing.posted(database))
    try copies.drop(database)
    return outcome
  }

  /// By one INSERT … SELECT in each of two sessions, half of the customers each. It is less than a bill run has to do:
  /// no subscription moves on, no statement is opened or looked at, no row-level security is asked.
  func floor(_ world: DatabaseURL, customers: Int) throws -> Outcome {
    let database = try copies.copy("floor", of: world, at: World.billing)
    let connection = try database.connect()
    defer { connection.close() }
    try connection.executeUnsafeScript("ALTER TABLE charge DISABLE TRIGGER USER")
    let middle = World.id(.customer, customers / 2)
    let failure = Mutex<String?>(nil)
    let started = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: 2) { half in
      do {
        let session = try database.connect()
        defer { session.close() }
        try session.executeUnsafeScript("SET work_mem = '256MB'; SET jit = off")
        try session.executeUnsafeScript(Billing.statement("s.customer_id \(half == 0 ? "<" : ">=") '\(middle)'"))
      } catch {
        failure.withLock { $0 = String(reflecting: error) }
      }
    }
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    if let failure = failure.withLock({ $0 }) { throw Failure(sentence: failure) }
    let outcome = Outcome(seconds: seconds, peakBytes: 0, posted: try Billing.posted(database))
    connection.close()
    try copies.drop(database)
    return outcome
  }

  private static func posted(_ database: DatabaseURL) throws -> String {
    let connection = try database.connect()
    defer { connection.close() }
    let rows = try connection.rows(
      """
      SELECT leg || ': ' || count(*) || ' lines, ' || sum(amount) || ', cycles to ' || max(cycle_to) FROM charge
      GROUP BY leg ORDER BY leg
      """)
    return try rows.map { try $0[0] as String }.joined(separator: "; ")
  }

  /// The same lines as the service's: what is owed, shared over the centres by largest remainder. The days of this
  /// world need no care for the month's end.
  private static func statement(_ condition: String) -> String {
    """
    INSERT INTO charge (distributor_id, reseller_id, customer_id, subscription_id, id, leg, centre_id, cycle_from,
      cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
      change_number)
    WITH line AS (
      SELECT s.distributor_id, s.reseller_id, s.customer_id, s.id, unnest(s.centre_ids) AS centre,
        unnest(s.centre_quantities) AS part, s.quantity, s.cycle_to AS from_day,
        (s.cycle_to + interval '1 month')::date AS to_day, s.unit_price, s.unit_price * s.quantity AS owed, s.currency,
        s.changes
      FROM subscription s WHERE \(condition))
    SELECT distributor_id, reseller_id, customer_id, id, gen_random_uuid(), 'price', centre, from_day, to_day,
      to_day - from_day, from_day, date_trunc('month', from_day)::date, 'recurring', from_day, to_day, part, unit_price,
      owed * part / quantity + CASE
        WHEN row_number() OVER (PARTITION BY id ORDER BY owed * part % quantity DESC, centre)
          <= sum(owed * part % quantity) OVER (PARTITION BY id) / quantity THEN 1 ELSE 0 END, currency, changes
    FROM line
    UNION ALL
    SELECT s.distributor_id, s.reseller_id, s.customer_id, s.id, gen_random_uuid(), 'cost', NULL, from_day, to_day,
      to_day - from_day, from_day, date_trunc('month', from_day)::date, 'recurring', from_day, to_day, s.quantity,
      s.unit_cost, s.unit_cost * s.quantity, s.cost_currency, s.changes
    FROM subscription s,
      LATERAL (SELECT s.cycle_to AS from_day, (s.cycle_to + interval '1 month')::date AS to_day) days
    WHERE \(condition)
    """
  }
}
