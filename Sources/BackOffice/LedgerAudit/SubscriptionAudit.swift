import Core
import FoundationEssentials
import Postgres

/// Subscriptions against their charges: everything a batch of them needs is read in two round trips.
enum SubscriptionAudit {
  /// A subscription's row.
  struct Subject {
    let id: ID<Subscription>
    let customer: ID<Organization>
    let reseller: ID<Organization>
    let start: Day
    /// The last cycle that began.
    let cycleFrom: Day
    let termStart: Day
    let isDirect: Bool
    let hasEnded: Bool
    let price: Money
    let cost: Money
    let changes: Int
    let quantity: Int
    let allocations: [Allocation]

    init(row: Row) throws {
      id = try row[0]
      customer = try row[1]
      reseller = try row[2]
      start = try row[3]
      cycleFrom = try row[4]
      termStart = try row[5]
      isDirect = try row[6]
      hasEnded = try row[7]
      price = Money(minor: try row[8], currency: try row[9])
      cost = Money(minor: try row[10], currency: try row[11])
      changes = try row[12]
      quantity = try row[13]
      allocations = try SubscriptionAudit.allocations(row, 14)
    }

    func unit(_ leg: Leg) -> Money { leg == .price ? price : cost }
  }

  static func check(
    _ from: ID<Subscription>, _ before: ID<Subscription>?, _ customer: ID<Organization>?, in tx: Transaction,
    _ findings: inout AuditFindings
  ) throws {
    let subjects = try subjects(from, before, customer, in: tx)
    let ids = subjects.map(\.id)
    let results = try tx.pipeline(queries(ids) + [centres(of: Set(subjects.map(\.customer)))])
    var terms = RowGroups<ID<Subscription>>(results[0])
    var changes = RowGroups<ID<Subscription>>(results[1])
    var charges = RowGroups<ID<Subscription>>(results[2])
    var order: [ID<Organization>: [ID<BillingCentre>]] = [:]
    for row in results[3] { order[try row[0], default: []].append(try row[1]) }
    var entries: [ID<Subscription>: [LedgerEntry]] = [:]
    var since: [ID<Subscription>: Day] = [:]
    let metered = try UsageAudit(ids, in: tx)
    for subject in subjects {
      let centres = order[subject.customer] ?? []
      var one = SubscriptionCheck(subject: subject, centres: centres, keptFrom: findings.summary.keptFrom)
      try one.read(terms: terms.take(subject.id), changes: changes.take(subject.id), charges: charges.take(subject.id))
      one.run(&findings)
      if metered.concerns(subject.id) { entries[subject.id] = one.entries }
      since[subject.id] = one.since
    }
    try metered.check(subjects, entries, since, order, &findings)
  }

  private static func subjects(
    _ from: ID<Subscription>, _ before: ID<Subscription>?, _ customer: ID<Organization>?, in tx: Transaction
  ) throws -> [Subject] {
    let upper: SQL = before.map { "s.id < \($0)" } ?? "true"
    let holder: SQL = customer.map { "s.customer_id = \($0)" } ?? "true"
    return try tx.rows(
      """
      SELECT s.id, s.customer_id, s.reseller_id, s.start_day, s.cycle_from, s.term_start, s.direct,
        s.status IN ('expired', 'cancelled'), s.unit_price, s.currency, s.unit_cost, s.cost_currency, s.changes,
        s.quantity, s.centre_ids, s.centre_quantities
      FROM subscription s WHERE s.id >= \(from) AND \(upper) AND \(holder) ORDER BY s.id
      """
    ).map(Subject.init)
  }

  /// Terms, changes and what was posted for cycles. A line that a vendor's refusal wrote tells of days gone by, not of
  /// the state after it; any other has the split of that state, and none once that is over.
  private static func queries(_ ids: [ID<Subscription>]) -> [SQL] {
    [
      """
      SELECT t.subscription_id, t.term_start, t.anchor_day, t.term, t.billing_frequency, t.unit_price, t.currency,
        t.unit_cost, t.cost_currency
      FROM subscription_term t WHERE t.subscription_id = ANY (\(ids)) ORDER BY t.subscription_id, t.term_start
      """,
      """
      SELECT c.subscription_id, c.number, c.day, c.billable, c.centre_ids, c.centre_quantities,
        c.kind = 'vendorRefused' OR CASE
          WHEN c.after->>'status' IN ('expired', 'cancelled') THEN cardinality(c.centre_ids) = 0
          ELSE (SELECT coalesce(sum(q), 0) FROM unnest(c.centre_quantities) q) = (c.after->>'quantity')::int
            AND (c.after->'allocations' IS NULL OR c.after->'allocations' = (
              SELECT coalesce(
                jsonb_agg(jsonb_build_object('centreId', u.centre, 'quantity', u.quantity) ORDER BY n), '[]')
              FROM unnest(c.centre_ids, c.centre_quantities) WITH ORDINALITY u (centre, quantity, n)))
        END
      FROM subscription_change c WHERE c.subscription_id = ANY (\(ids)) ORDER BY c.subscription_id, c.number
      """,
      """
      SELECT c.subscription_id, c.cycle_from, c.cycle_to, c.full_days, c.leg, c.centre_id, c.currency, c.unit_minor,
        sum(c.amount)::bigint, count(*)
      FROM charge c WHERE c.subscription_id = ANY (\(ids)) AND c.meter_id IS NULL
      GROUP BY c.subscription_id, c.cycle_from, c.cycle_to, c.full_days, c.leg, c.centre_id, c.currency, c.unit_minor
      ORDER BY c.subscription_id, c.cycle_from
      """,
    ]
  }

  private static func centres(of customers: Set<ID<Organization>>) -> SQL {
    """
    SELECT b.customer_id, b.id FROM billing_centre b WHERE b.customer_id = ANY (\(Array(customers)))
    ORDER BY b.customer_id, b.position
    """
  }

  static func allocations(_ row: Row, _ column: Int) throws -> [Allocation] {
    let centres: [ID<BillingCentre>] = try row[column]
    let quantities: [Int] = try row[column + 1]
    return zip(centres, quantities).map { Allocation(centre: $0, quantity: $1) }
  }
}
