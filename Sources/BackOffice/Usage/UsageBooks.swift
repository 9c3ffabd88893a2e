import Core
import FoundationEssentials
import Postgres

/// Everything that meters' months are posted from.
struct UsageBooks {
  /// What is known of a subscription.
  struct Owner {
    let path: Path
    let currency: Currency
    let costCurrency: Currency
    let changes: Int
    let today: Day
  }

  private struct StatementName: Hashable {
    let leg: Leg
    let buyer: ID<Organization>
    let month: Month
  }

  /// The months that are over, of those asked for.
  let due: [UsageKey]
  private let owners: [ID<Subscription>: Owner]
  private var entries: [ID<Subscription>: [LedgerEntry]] = [:]
  private var order: [ID<BillingCentre>] = []
  private var days: [UsageKey: [DayUse]] = [:]
  private var posted: [UsageKey: [UsageShare]] = [:]
  private var revisions: [UsageKey: Int] = [:]
  /// Whether the buyers' statements since the first of the months are open.
  private var statements: [StatementName: Bool] = [:]
  private var splitting: UsageSplits
  private let prices: MeterPrices

  /// The months' rows are locked already.
  init(of keys: [UsageKey], in work: Work) throws { try self.init(of: keys, isPosting: true, in: work) }

  /// For saying what months come to as they stand, those that still grow included: nothing is locked, and nothing may
  /// be posted from it.
  init(reading keys: [UsageKey], in work: Work) throws { try self.init(of: keys, isPosting: false, in: work) }

  private init(of keys: [UsageKey], isPosting: Bool, in work: Work) throws {
    let owners = try UsageBooks.owners(of: keys, in: work)
    due = keys.filter { key in
      owners[key.subscription].map { !isPosting || key.month < Month(containing: $0.today) } ?? false
    }
    self.owners = owners
    prices = try MeterPrices(of: Array(Set(due.map(\.meter))), in: work)
    splitting = try UsageSplits(of: due, in: work)
    guard !due.isEmpty else { return }
    if isPosting { work.tx.enqueue(UsageBooks.lock(due, work.now)) }
    let results = try work.tx.pipeline(UsageBooks.queries(due, byTag: splitting.subscriptions))
    for row in results[0] {
      let month: Day = try row[2]
      let name = StatementName(leg: try row[0], buyer: try row[1], month: Month(containing: month))
      statements[name] = try row[3] == "open"
    }
    for row in results[1] { entries[try row[5], default: []].append(try SubscriptionRecord.entry(row)) }
    order = try results[2].map { try $0[0] }
    for row in results[3] {
      days[try UsageKeyColumns.key(row), default: []].append(
        DayUse(day: try row[3], quantity: try row[5], tag: try row[4]))
    }
    for row in results[4] {
      let share = UsageShare(leg: try row[3], centre: try row[4], quantity: try row[5], minor: try row[6])
      posted[try UsageKeyColumns.key(row), default: []].append(share)
    }
    for row in results[5] { revisions[try UsageKeyColumns.key(row)] = try row[3] }
  }

  private static func owners(of keys: [UsageKey], in work: Work) throws -> [ID<Subscription>: Owner] {
    let rows = try work.tx.rows(
      """
      SELECT s.id, s.distributor_id, s.reseller_id, s.customer_id, s.currency, s.cost_currency, s.changes,
        (\(work.now) AT TIME ZONE s.time_zone)::date
      FROM subscription s WHERE s.id = ANY (\(Array(Set(keys.map(\.subscription)))))
      """)
    return try rows.reduce(into: [:]) { owners, row in
      owners[try row[0]] = Owner(
        path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]), currency: try row[4],
        costCurrency: try row[5], changes: try row[6], today: try row[7])
    }
  }

  /// The months are locked before their statements are looked at, as charges do: a closing under way waits for these
  /// postings, or these see that it closed.
  private static func lock(_ due: [UsageKey], _ now: Instant) -> SQL {
    """
    SELECT pg_advisory_xact_lock_shared(hashtext('statement'), month::date - date '2000-01-01')
    FROM generate_series(\(due.map(\.month.first).min() ?? now.utcDay)::timestamp, \(now) AT TIME ZONE 'Etc/GMT-14',
      interval '1 month') AS m (month)
    ORDER BY month
    """
  }

  private static func queries(_ due: [UsageKey], byTag: [ID<Subscription>]) -> [SQL] {
    let months = Array(Set(due.map(\.month.first))).sorted()
    let subscriptions = Array(Set(due.map(\.subscription)))
    let keys = UsageKeyColumns(due).table
    return [
      """
      SELECT t.leg, t.buyer_id, t.month, t.status FROM statement t WHERE t.month >= \(months[0])
        AND t.buyer_id IN (SELECT unnest(ARRAY[s.customer_id, s.reseller_id]) FROM subscription s
          WHERE s.id = ANY (\(subscriptions)))
      """,
      """
      SELECT c.day, c.billable, c.centre_ids, c.centre_quantities, c.number, c.subscription_id
      FROM subscription_change c WHERE c.subscription_id = ANY (\(subscriptions)) ORDER BY c.subscription_id, c.number
      """,
      """
      SELECT b.id FROM billing_centre b WHERE b.customer_id IN (
        SELECT s.customer_id FROM subscription s WHERE s.id = ANY (\(subscriptions)))
      ORDER BY b.customer_id, b.position
      """,
      """
      SELECT k.subscription_id, k.meter_id, k.month, r.day,
        CASE WHEN r.subscription_id = ANY (\(byTag)) THEN r.tag END, sum(r.quantity)::bigint
      FROM \(keys) JOIN usage_record r ON \(UsageKeyColumns.same(as: "r"))
      WHERE r.month = ANY (\(months)) AND NOT \(UsageBooks.isReplaced)
      GROUP BY k.subscription_id, k.meter_id, k.month, r.day, 5 ORDER BY r.day, 5
      """,
      """
      SELECT k.subscription_id, k.meter_id, k.month, c.leg, c.centre_id, sum(c.usage_quantity)::bigint,
        sum(c.amount)::bigint
      FROM \(keys) JOIN charge c ON c.subscription_id = k.subscription_id AND c.cycle_from = k.month
        AND c.meter_id = k.meter_id
      GROUP BY k.subscription_id, k.meter_id, k.month, c.leg, c.centre_id
      """,
      """
      SELECT u.subscription_id, u.meter_id, u.month, u.revision
      FROM usage_month u JOIN \(keys) ON \(UsageKeyColumns.same(as: "u"))
      """,
    ]
  }

  /// Whether a later version of record `r` stands in its place. It stands in the same month: a record that moves leaves
  /// a version of nothing.
  static let isReplaced: SQL = """
    EXISTS (SELECT FROM usage_record x WHERE x.source_id = r.source_id AND x.external_id = r.external_id
      AND x.version = r.version + 1 AND x.month = r.month)
    """
}

extension UsageBooks {
  /// The charges that a month still needs; nil where it cannot be priced.
  func charges(for key: UsageKey) -> [UsageCharge]? {
    guard let owner = owners[key.subscription], let revision = revisions[key],
      let price = self.price(.price, owner.currency, key, owner),
      let cost = self.price(.cost, owner.costCurrency, key, owner)
    else { return nil }
    let owed = UsageLedger.owed(
      days[key] ?? [], price: price, cost: cost, entries: entries[key.subscription] ?? [], order: order,
      by: splitting.splitting(of: key))
    return UsageLedger.postings(owed: owed, posted: posted[key] ?? []).map { share in
      UsageCharge(
        key: key, path: owner.path, share: share, currency: share.leg == .price ? owner.currency : owner.costCurrency,
        postedOn: postingDay(share.leg, key.month, owner), changeNumber: owner.changes, revision: revision)
    }
  }

  private func price(_ leg: Leg, _ currency: Currency, _ key: UsageKey, _ owner: Owner) -> MeterPrice? {
    prices.price(
      MeterPrices.Name(reseller: owner.path.reseller, meter: key.meter, leg: leg, currency: currency), in: key.month)
  }

  /// The month of the use while its statement is open, however late it is; see `UsageLedger.postingDay`.
  private func postingDay(_ leg: Leg, _ month: Month, _ owner: Owner) -> Day {
    guard let buyer = leg == .price ? owner.path.customer : owner.path.reseller else { return owner.today }
    return UsageLedger.postingDay(of: month, today: owner.today) { month in
      statements[StatementName(leg: leg, buyer: buyer, month: month)]
    }
  }

  /// Where each tag of a month leads, where that decides.
  func tagPlaces(of key: UsageKey) -> [TagPlace] {
    guard let path = owners[key.subscription]?.path, let revision = revisions[key] else { return [] }
    let splitting = splitting.splitting(of: key)
    return Set((days[key] ?? []).map(\.tag)).compactMap { tag in
      splitting.centre(of: tag).map { TagPlace(key: key, path: path, revision: revision, tag: tag, centre: $0) }
    }
  }
}
