import Core
import FoundationEssentials
import Postgres

/// Posts meters' months that are over: owed − posted, on the month's own statement while that is open, else today.
enum UsagePosting {
  /// The months' rows are locked by the caller; those that are not over are left alone. Answers the charges.
  /// `until`: no subscription is moved on beyond this day.
  @discardableResult
  static func post(_ keys: [UsageKey], until: Day? = nil, in work: Work) throws -> [UsageCharge] {
    try catchUp(keys, until, in: work)
    let books = try UsageBooks(of: keys, in: work)
    let settled = books.due.compactMap { key in books.charges(for: key).map { (key: key, charges: $0) } }
    guard !settled.isEmpty else { return [] }
    let charges = settled.flatMap(\.charges)
    UsageCharge.post(charges, in: work)
    TagPlace.keep(settled.filter { !$0.charges.isEmpty }.flatMap { books.tagPlaces(of: $0.key) }, in: work)
    work.tx.enqueue(
      """
      UPDATE usage_month u SET posted = true FROM \(UsageKeyColumns(settled.map(\.key)).table)
      WHERE \(UsageKeyColumns.same(as: "u"))
      """)
    return charges
  }

  /// A term that ended meanwhile may have changed the licences of days in question.
  private static func catchUp(_ keys: [UsageKey], _ until: Day?, in work: Work) throws {
    let last = today(at: work.now, until)
    let behind = try work.tx.rows(
      """
      SELECT s.id, \(last) FROM subscription s
      WHERE s.id = ANY (\(Array(Set(keys.map(\.subscription))))) AND NOT s.direct
        AND s.cycle_to <= \(last) AND s.status IN ('active', 'suspended')
      ORDER BY s.id
      """)
    for row in behind { try BillRun.catchUp(try row[0], through: try row[1], in: work) }
  }

  /// What a run of the bill hears of, batch by batch.
  enum Event {
    /// These are being posted by this transaction.
    case posting([UsageCharge], Transaction)
    /// These were.
    case posted([UsageCharge])
    /// Nothing of the batch was: the database or the domain refused.
    case refused([UsageKey], any Error)
  }

  /// Posts all months that are over by the day (nil: today's), batch after batch; others running at the same time take
  /// other months, which are waited for in the end, and accounts that are parked keep theirs.
  static func run(
    _ office: Office, until: Day? = nil, isStopping: () -> Bool = { false }, _ heard: (Event) throws -> Void
  ) throws {
    for others: SQL in ["SKIP LOCKED", ""] { try run(office, until, past: others, isStopping, heard) }
  }

  private static func run(
    _ office: Office, _ until: Day?, past others: SQL, _ isStopping: () -> Bool, _ heard: (Event) throws -> Void
  ) throws {
    var last: UsageKey?
    repeat {
      var keys: [UsageKey] = []
      do {
        let charges = try BillParking.repeating {
          try office.everything { tx, now in
            let work = Work(tx: tx, actor: .system, now: now, requestID: "usage-run", office: office)
            keys = try due("true", after: last, until, past: others, in: work)
            let charges = keys.isEmpty ? [] : try post(keys, until: until, in: work)
            try heard(.posting(charges, tx))
            return charges
          }
        }
        try heard(.posted(charges))
      } catch  where !keys.isEmpty && BillParking.isAboutData(error) {
        try heard(.refused(keys, error))
      }
      last = keys.last
    } while last != nil && !isStopping()
  }

  /// The same for whoever wants all of it or the error.
  static func run(_ office: Office) throws {
    try run(office) { event in if case .refused(_, let error) = event { throw error } }
  }

  /// The months of one customer that are over, locked.
  static func due(of customer: ID<Organization>, until: Day?, in work: Work) throws -> [UsageKey] {
    try due("u.customer_id = \(customer)", after: nil, until, past: "SKIP LOCKED", in: work)
  }

  private static func today(at now: Instant, _ until: Day?) -> SQL {
    let today: SQL = "(\(now) AT TIME ZONE s.time_zone)::date"
    return until.map { "least(\(today), \($0))" } ?? today
  }

  private static func due(
    _ condition: SQL, after last: UsageKey?, _ until: Day?, past others: SQL, in work: Work
  ) throws -> [UsageKey] {
    let rest: SQL =
      last.map { "(u.subscription_id, u.month, u.meter_id) > (\($0.subscription), \($0.month.first), \($0.meter))" }
      ?? "true"
    // It is never later than at UTC+14: the months that run are not looked at.
    let running = Month(containing: work.now.adding(seconds: 14 * 3600).utcDay).first
    return try work.tx.rows(
      """
      SELECT u.subscription_id, u.meter_id, u.month FROM usage_month u
      JOIN subscription s ON s.id = u.subscription_id
      WHERE NOT u.posted AND u.month < date_trunc('month', \(today(at: work.now, until)))::date AND \(rest)
        -- It is never later than at UTC+14: the months that run are not looked at.
        AND u.month < \(running)
        AND \(condition) AND \(BillRun.isSound("u.customer_id"))
      ORDER BY u.subscription_id, u.month, u.meter_id LIMIT \(batchSize) FOR UPDATE OF u \(others)
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
