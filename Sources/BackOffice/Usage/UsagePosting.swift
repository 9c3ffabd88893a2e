import Core
import FoundationEssentials
import Postgres

/// Posts meters' months that are over: owed − posted, on the month's own statement while that is open, else today.
enum UsagePosting {
  /// The months' rows are locked by the caller; those that are not over are left alone. Answers how many charges.
  @discardableResult
  static func post(_ keys: [UsageKey], in work: Work) throws -> Int {
    try catchUp(keys, in: work)
    let books = try UsageBooks(of: keys, in: work)
    let settled = books.due.compactMap { key in books.charges(for: key).map { (key: key, charges: $0) } }
    guard !settled.isEmpty else { return 0 }
    let charges = settled.flatMap(\.charges)
    UsageCharge.post(charges, in: work)
    TagPlace.keep(settled.filter { !$0.charges.isEmpty }.flatMap { books.tagPlaces(of: $0.key) }, in: work)
    work.tx.enqueue(
      """
      UPDATE usage_month u SET posted = true FROM \(UsageKeyColumns(settled.map(\.key)).table)
      WHERE \(UsageKeyColumns.same(as: "u"))
      """)
    return charges.count
  }

  /// A term that ended meanwhile may have changed the licences of days in question.
  private static func catchUp(_ keys: [UsageKey], in work: Work) throws {
    let behind = try work.tx.rows(
      """
      SELECT s.id, (\(work.now) AT TIME ZONE s.time_zone)::date FROM subscription s
      WHERE s.id = ANY (\(Array(Set(keys.map(\.subscription))))) AND NOT s.direct
        AND s.cycle_to <= (\(work.now) AT TIME ZONE s.time_zone)::date AND s.status IN ('active', 'suspended')
      ORDER BY s.id
      """)
    for row in behind { try BillRun.catchUp(try row[0], through: try row[1], in: work) }
  }

  /// Posts all months that are over, batch after batch; others running at the same time take other months. Answers how
  /// many charges.
  static func run(_ office: Office) throws -> Int {
    var charges = 0
    var last: UsageKey?
    repeat {
      let batch = try office.everything { tx, now -> (keys: [UsageKey], charges: Int) in
        let work = Work(tx: tx, actor: .system, now: now, requestID: "usage-run", office: office)
        let keys = try due(after: last, in: work)
        return (keys, keys.isEmpty ? 0 : try post(keys, in: work))
      }
      charges += batch.charges
      last = batch.keys.last
    } while last != nil
    return charges
  }

  private static func due(after last: UsageKey?, in work: Work) throws -> [UsageKey] {
    let rest: SQL =
      last.map { "(u.subscription_id, u.month, u.meter_id) > (\($0.subscription), \($0.month.first), \($0.meter))" }
      ?? "true"
    return try work.tx.rows(
      """
      SELECT u.subscription_id, u.meter_id, u.month FROM usage_month u
      JOIN subscription s ON s.id = u.subscription_id
      WHERE NOT u.posted AND u.month < date_trunc('month', \(work.now) AT TIME ZONE s.time_zone)::date AND \(rest)
      ORDER BY u.subscription_id, u.month, u.meter_id LIMIT \(batchSize) FOR UPDATE OF u SKIP LOCKED
      """
    ).map(UsageKeyColumns.key)
  }

  /// Meters' months are posted by so many per transaction.
  private static let batchSize = 2_000
}

/// A charge for usage about to be posted.
struct UsageCharge {
  let key: UsageKey
  let path: Path
  let share: UsageShare
  let currency: Currency
  let postedOn: Day
  let changeNumber: Int
  /// Of the month's records, as counted.
  let revision: Int

  static func post(_ charges: [UsageCharge], in work: Work) {
    guard !charges.isEmpty else { return }
    let ids = UUIDSequence(at: work.now)
    let c = charges
    work.tx.enqueue(
      """
      INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
        cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
        change_number, meter_id, usage_quantity, usage_revision)
      SELECT c.id, s.distributor_id, s.reseller_id, s.customer_id, s.id, c.leg, nullif(c.centre_id, \(Secrets.nobody)),
        c.month, c.month_end, c.month_end - c.month, c.posted_on, date_trunc('month', c.posted_on)::date, 'usage',
        c.month, c.month_end, 0, 0, c.amount, c.currency, c.change_number, c.meter_id, c.quantity, c.revision
      FROM unnest(\(c.map { _ in ids.next() }), \(c.map(\.key.subscription)), \(c.map(\.key.meter)),
        \(c.map(\.key.month.first)), \(c.map(\.key.month.next.first)), \(c.map(\.share.leg)),
        \(c.map { $0.share.centre?.raw ?? Secrets.nobody }), \(c.map(\.share.quantity)), \(c.map(\.share.minor)),
        \(c.map(\.currency)), \(c.map(\.postedOn)), \(c.map { Int32($0.changeNumber) }),
        \(c.map { Int32($0.revision) }))
        AS c (id, subscription_id, meter_id, month, month_end, leg, centre_id, quantity, amount, currency, posted_on,
        change_number, revision)
      JOIN subscription s ON s.id = c.subscription_id
      ORDER BY c.subscription_id, c.month, c.meter_id
      """)
  }
}
