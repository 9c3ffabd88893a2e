import Core
import FoundationEssentials
import Postgres

/// How budgets are read and written.
enum BudgetStore {
  private static func columns(at now: Instant) -> SQL {
    """
    b.id, b.distributor_id, b.reseller_id, b.customer_id, o.name, b.centre_id, b.subscription_id,
    coalesce(k.name, s.friendly_name, s.plan_name, ''), b.currency,
    date_trunc('month', \(now)::timestamptz AT TIME ZONE o.time_zone)::date,
    date_trunc('month', b.ended_at AT TIME ZONE o.time_zone)::date,
    ARRAY(SELECT a.from_month FROM budget_amount a WHERE a.budget_id = b.id ORDER BY a.number),
    ARRAY(SELECT a.amount FROM budget_amount a WHERE a.budget_id = b.id ORDER BY a.number),
    b.shares, b.tells, b.language, b.set_by, b.set_by_name, b.set_at, b.ended_at, b.version, o.time_zone
    """
  }

  private static let source: SQL = """
    budget b JOIN organization o ON o.id = b.customer_id
    LEFT JOIN billing_centre k ON k.customer_id = b.customer_id AND k.id = b.centre_id
    LEFT JOIN subscription s ON s.id = b.subscription_id
    """

  private static func record(_ row: Row) throws -> Budgets.Record {
    let centre: ID<BillingCentre>? = try row[5]
    let subscription: ID<Subscription>? = try row[6]
    guard let target = centre.map({ Budgets.Target.centre($0) }) ?? subscription.map({ .subscription($0) }) else {
      throw PostgresMismatch("a budget is of a centre or a subscription")
    }
    let currency: Currency = try row[8]
    let present: Day = try row[9]
    let last: Day? = try row[10]
    let months: [Day] = try row[11]
    let minors: [Int64] = try row[12]
    return Budgets.Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      customerName: try row[4], target: target, name: try row[7], currency: currency,
      present: Month(containing: present), lastMonth: last.map { Month(containing: $0) },
      amounts: zip(months, minors).map {
        BudgetAmount(from: Month(containing: $0), amount: Money(minor: $1, currency: currency))
      }, shares: BudgetShares(known: try row[13]), tells: try row[14], language: try row[15], setBy: try row[16],
      setByName: try row[17], setAt: try row[18], endedAt: try row[19], version: try row[20], timeZone: try row[21])
  }

  static func records(_ condition: SQL, in work: Work) throws -> [Budgets.Record] {
    try work.tx.rows("SELECT \(columns(at: work.now)) FROM \(source) WHERE \(condition)").map(record)
  }

  static func find(_ id: ID<Budget>, in work: Work, locking: Bool = false) throws -> Budgets.Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF b" : ""
    guard let record = try records("b.id = \(id) \(lock)", in: work).first else { throw Refusal.notFound }
    return record
  }

  /// Of what one customer has, as far as it is in reach.
  static func list(
    of customer: ID<Organization>, ended: Bool, _ paging: Paging, in work: Work
  ) throws -> [Budgets.Record] {
    let after: SQL = try paging.afterID(Budget.self).map { "b.id > \($0)" } ?? "true"
    let which: SQL = ended ? "b.ended_at IS NOT NULL" : "b.ended_at IS NULL"
    return try records(
      "b.customer_id = \(customer) AND \(which) AND \(after) ORDER BY b.id LIMIT \(paging.fetched)", in: work)
  }

  /// Whether the centre or subscription has one already; somebody may have set it a moment ago.
  static func isTaken(_ target: Budgets.Target, in work: Work) throws -> Bool {
    try work.tx.rows(
      """
      SELECT EXISTS (SELECT FROM budget b WHERE b.ended_at IS NULL
        AND (b.centre_id = \(target.centre) OR b.subscription_id = \(target.subscription)))
      """)[0][0]
  }

  static func insert(_ record: Budgets.Record, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO budget (id, distributor_id, reseller_id, customer_id, centre_id, subscription_id, currency, shares,
        tells, language, set_by, set_by_name, set_at)
      VALUES (\(record.id), \(record.path.distributor), \(record.path.reseller), \(record.path.customer),
        \(record.target.centre), \(record.target.subscription), \(record.currency),
        \(record.shares.percents.map { Int32($0) }), \(record.tells), \(record.language), \(record.setBy),
        \(record.setByName), \(record.setAt))
      """)
  }

  static func update(_ record: Budgets.Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE budget SET shares = \(record.shares.percents.map { Int32($0) }), tells = \(record.tells),
        set_by = \(record.setBy), set_by_name = \(record.setByName), set_at = \(record.setAt),
        ended_at = \(record.endedAt), version = version + 1
      WHERE id = \(record.id)
      """)
  }

  /// The budget is locked or new, so the numbers follow each other.
  static func add(_ amount: BudgetAmount, to record: Budgets.Record, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO budget_amount (budget_id, number, distributor_id, reseller_id, customer_id, from_month,
        present_month, amount, set_by, set_by_name, set_at)
      SELECT \(record.id), 1 + count(*), \(record.path.distributor), \(record.path.reseller), \(record.path.customer),
        \(amount.from.first), \(record.present.first), \(amount.amount.minor), \(record.setBy), \(record.setByName),
        \(record.setAt)
      FROM budget_amount WHERE budget_id = \(record.id)
      """)
  }
}

extension BudgetReader: TextColumn {}
