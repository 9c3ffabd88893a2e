import Core
import FoundationEssentials
import Postgres

/// What runs of the bill did for the reader's reach: a run that did nothing there is not seen.
package enum BillingRuns {
  package enum State: String, Sendable, CaseIterable, TextColumn { case running, done, stopped, died }

  package struct Record: Sendable {
    package let id: ID<BillingRun>
    package let state: State
    package let until: Day?
    package let workers: Int
    package let host: String
    package let pid: Int
    package let startedAt: Instant
    package let endedAt: Instant?
    package let cycles: Int
    package let renewals: Int
    package let parked: Int
    /// By leg and currency, as far as the reader sees the leg.
    package let sums: [BillSum]
  }

  /// Newest first.
  static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    let after: SQL = try paging.afterID(BillingRun.self).map { "r.id < \($0)" } ?? "true"
    return try records(after, limit: paging.fetched, in: work)
  }

  static func find(_ id: ID<BillingRun>, in work: Work) throws -> Record {
    guard let record = try records("r.id = \(id)", limit: 1, in: work).first else { throw Refusal.notFound }
    return record
  }

  private static func records(_ condition: SQL, limit: Int, in work: Work) throws -> [Record] {
    try work.actor.require(.statementsClose)
    let rows = try work.tx.rows(
      """
      SELECT r.id, CASE WHEN r.state = 'running' AND r.seen_at < \(BillBook.silence) THEN 'died' ELSE r.state END,
        r.until, r.workers, r.host, r.pid, r.started_at, r.ended_at, p.cycles, p.renewals, p.parked
      FROM billing_run r JOIN (
        SELECT run_id, sum(cycles)::bigint AS cycles, sum(renewals)::bigint AS renewals, sum(parked)::bigint AS parked
        FROM billing_run_part WHERE \(within(work.actor)) GROUP BY run_id) p ON p.run_id = r.id
      WHERE \(condition) ORDER BY r.id DESC LIMIT \(limit)
      """)
    let sums = try sums(of: try rows.map { try $0[0] }, in: work)
    return try rows.map { row in
      let id: ID<BillingRun> = try row[0]
      return Record(
        id: id, state: try row[1], until: try row[2], workers: try row[3], host: try row[4], pid: try row[5],
        startedAt: try row[6], endedAt: try row[7], cycles: try row[8], renewals: try row[9], parked: try row[10],
        sums: sums[id] ?? [])
    }
  }

  private static func sums(of runs: [ID<BillingRun>], in work: Work) throws -> [ID<BillingRun>: [BillSum]] {
    if runs.isEmpty { return [:] }
    let rows = try work.tx.rows(
      """
      SELECT run_id, leg, currency, sum(charges)::bigint, sum(usage_charges)::bigint, sum(statements)::bigint,
        sum(amount)::bigint
      FROM billing_run_sum WHERE run_id = ANY (\(runs)) AND \(within(work.actor))
      GROUP BY run_id, leg, currency ORDER BY leg DESC, currency
      """)
    return try rows.reduce(into: [:]) { sums, row in
      var sum = BillSum(leg: try row[1], currency: try row[2])
      guard work.actor.sees(sum.leg) else { return }
      sum.charges = try row[3]
      sum.usage = try row[4]
      sum.statements = try row[5]
      sum.amount = try row[6]
      sums[try row[0], default: []].append(sum)
    }
  }

  private static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "distributor_id = \(actor.organization)"
    case .reseller: "reseller_id = \(actor.organization)"
    case .customer: "false"
    }
  }
}
