import Core
import FoundationEssentials
import Postgres

/// Begins what is due: new cycles, renewals, expiries, and posts the use of months that are over. Works on sets: a
/// batch of customers is one transaction that moves their subscriptions on and posts the charges, so a run that is
/// killed and repeated, or run by several workers at once, posts nothing twice.
package enum BillRun {
  /// What a run did.
  package struct Summary: Sendable {
    package var cycles = 0
    package var renewals = 0
    package var charges = 0
  }

  /// About so many subscriptions, always all of a customer's that are due, are moved on per transaction.
  static let batchSize = 10_000

  /// Runs until nothing is due at the service's present time.
  package static func run(_ office: Office, workers: Int = 1) throws -> Summary {
    var total = Summary()
    while true {
      let borders = try borders(office)
      let batches = borders.indices.map { (from: borders[$0], to: $0 + 1 < borders.count ? borders[$0 + 1] : nil) }
      let pass = try Workers.map(batches, workers: workers) { batch in
        try repeating { try BillRun.batch(from: batch.from, to: batch.to, office) }
      }
      let sum = pass.reduce(into: Summary()) { $0.add($1) }
      total.add(sum)
      if sum.cycles + sum.renewals == 0 { break }
    }
    total.charges += try UsagePosting.run(office)
    return total
  }

  /// Two runs at once may wait for each other's rows in a circle; the one the database ends begins its batch again.
  private static func repeating(_ batch: () throws -> Summary) throws -> Summary {
    for _ in 1..<attempts {
      do { return try batch() } catch let error as DatabaseError where error.isSerialization { continue }
    }
    return try batch()
  }

  private static let attempts = 5

  /// The first customer of each batch, by one look over the table. There is no index on the day: it would make every
  /// cycle that begins write to all the others.
  private static func borders(_ office: Office) throws -> [ID<Organization>] {
    try office.everything { tx, now in
      try tx.rows(
        """
        SELECT DISTINCT ON (number) customer_id FROM (
          SELECT s.customer_id,
            (sum(count(*)) OVER (ORDER BY s.customer_id) - count(*))::bigint / \(batchSize) AS number
          FROM subscription s WHERE \(due(at: now)) AND s.status IN ('active', 'suspended') AND NOT s.direct
          GROUP BY s.customer_id) customers
        ORDER BY number, customer_id
        """
      ).map { try $0[0] }
    }
  }

  private static func due(at now: Instant) -> SQL { "s.cycle_to <= (\(now) AT TIME ZONE s.time_zone)::date" }

  private static func batch(from: ID<Organization>, to: ID<Organization>?, _ office: Office) throws -> Summary {
    let upper: SQL = to.map { "s.customer_id < \($0)" } ?? "true"
    return try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "bill-run", office: office)
      tx.enqueue("SET LOCAL work_mem = '64MB'")
      return try pass("s.customer_id >= \(from) AND \(upper) AND \(due(at: now))", in: work)
    }
  }

  /// Moves one subscription on to its present cycle, inside the transaction of a command on it, and with it those it
  /// goes with: what becomes of an add-on is decided by what becomes of its parent.
  static func catchUp(_ id: ID<Subscription>, through day: Day, in command: Work) throws {
    // Time does this, not whoever came by.
    let work = Work(
      tx: command.tx, actor: .system, now: command.now, requestID: command.requestID, office: command.office)
    let root = try work.tx.rows(
      "SELECT coalesce(parent_subscription_id, id), active_add_ons > 0 FROM subscription WHERE id = \(id)")
    guard let row = root.first else { return }
    let head: ID<Subscription> = try row[0]
    let isAlone = try head == id && !(row[1] as Bool)
    let family: SQL = isAlone ? "s.id = \(id)" : "(s.id = \(head) OR s.parent_subscription_id = \(head))"
    while true {
      let sum = try pass("\(family) AND s.cycle_to <= \(day)", in: work)
      if sum.cycles + sum.renewals == 0 { return }
    }
  }

  /// One step for all subscriptions that are due under the condition.
  private static func pass(_ due: SQL, in work: Work) throws -> Summary {
    var summary = Summary()
    let answers = try work.tx.pipeline([
      "SELECT 'posting'::regtype::oid::bigint",
      """
      UPDATE subscription s SET cycle_from = s.cycle_to, cycle_to = least(s.term_end, next_boundary(
        s.anchor_day, s.cycle_to, CASE s.billing_frequency WHEN 'annual' THEN 12 ELSE 1 END))
      WHERE \(due) AND s.cycle_to < s.term_end AND s.status IN ('active', 'suspended') AND NOT s.direct
      RETURNING s.id, s.distributor_id, s.reseller_id, s.customer_id, s.cycle_from, s.cycle_to, s.term_start,
        s.anchor_day, s.billing_frequency, s.status = 'active' OR NOT s.suspension_stops_billing, s.centre_ids,
        s.centre_quantities, s.unit_price, s.currency, s.unit_cost, s.cost_currency, s.changes
      """,
    ])
    let type: Int64 = try answers[0][0][0]
    summary.cycles = answers[1].count
    var sheet = ChargeSheet(of: UInt32(type), at: work.now)
    for row in answers[1] { try sheet.addCycle(row) }
    summary.renewals = try Renewals.settle(due, in: work, posting: &sheet)
    summary.charges = sheet.count
    try sheet.post(in: work.tx)
    return summary
  }
}

extension BillRun.Summary {
  mutating func add(_ other: BillRun.Summary) {
    cycles += other.cycles
    renewals += other.renewals
    charges += other.charges
  }
}

extension Actor {
  /// The service itself, for what falls due by time.
  package static let system = Actor(
    person: ID(Secrets.nobody), name: "Comptoir", email: "", language: .english,
    path: Path(distributor: ID(Secrets.nobody), reseller: nil, customer: nil), organizationName: "Comptoir",
    selfService: .full, rights: Rights(level: .distributor, grants: []), credential: .system, credentialID: nil,
    scopes: [], csrf: nil, mustChangePassword: false)
}
