import Core
import FoundationEssentials
import Postgres

/// Reads what a source has sent so far and writes what is new.
enum UsageStore {
  /// What the source sent before under the same external ids.
  struct Known {
    var counted: [String: UsageIntake.Version] = [:]
    var waiting: [String: UsageDraft] = [:]
    var reasons: [String: ParkingReason] = [:]
    /// Counted in a month whose records are put away.
    var archived: Set<String> = []
  }

  /// A meter's month that a batch touched, locked until the transaction ends.
  struct CountedMonth: Comparable {
    let key: UsageKey
    let path: Path
    let revision: Int

    static func < (a: CountedMonth, b: CountedMonth) -> Bool { a.key < b.key }
  }

  /// The same source waits here for its other batches: of two with the same record, one finds it counted.
  static func known(_ externalIDs: [String], in work: Work) throws -> Known {
    let source = work.actor.organization
    let results = try work.tx.pipeline([
      lock(source),
      """
      SELECT k.external_id, k.version, k.month FROM usage_key k
      WHERE k.source_id = \(source) AND k.external_id = ANY (\(externalIDs))
      """,
      """
      SELECT \(ParkedUsage.draftColumns), p.reason FROM parked_usage_record p
      WHERE p.source_id = \(source) AND p.external_id = ANY (\(externalIDs)) AND p.settled_at IS NULL
      """,
    ])
    var known = Known()
    for row in results[2] {
      let draft = try ParkedUsage.draft(row)
      known.waiting[draft.externalID] = draft
      known.reasons[draft.externalID] = try row[ParkedUsage.draftColumnCount]
    }
    try count(results[1], of: source, in: &known, work)
    return known
  }

  static func lock(_ source: ID<Organization>) -> SQL {
    "SELECT pg_advisory_xact_lock(hashtextextended('usage ' || \(source.description), 0))"
  }

  /// What the latest versions say; only the months they are in are looked at.
  private static func count(
    _ keys: Rows, of source: ID<Organization>, in known: inout Known, _ work: Work
  ) throws {
    guard !keys.isEmpty else { return }
    let ids: [String] = try keys.map { try $0[0] }
    let versions: [Int32] = try keys.map { try $0[1] }
    let days: [Day] = try keys.map { try $0[2] }
    let rows = try work.tx.rows(
      """
      SELECT r.external_id, r.version, r.subscription_id, m.code, r.quantity, r.at, r.tag, r.currency, r.meter_id,
        r.month, r.day
      FROM unnest(\(ids), \(versions), \(days)) AS k (external_id, version, month)
      JOIN usage_record r ON r.source_id = \(source) AND r.external_id = k.external_id AND r.version = k.version
        AND r.month = k.month AND r.month = ANY (\(Array(Set(days)).sorted()))
      JOIN meter m ON m.id = r.meter_id
      """)
    for row in rows {
      let draft = UsageDraft(
        externalID: try row[0], subscription: try row[2], meter: try row[3], quantity: try row[4], at: try row[5],
        tag: try row[6], currency: try row[7])
      let month: Day = try row[9]
      let key = UsageKey(subscription: draft.subscription, meter: try row[8], month: Month(containing: month))
      known.counted[draft.externalID] = UsageIntake.Version(
        draft: draft, number: try row[1], key: key, day: try row[10])
    }
    known.archived = Set(ids).subtracting(known.counted.keys)
  }

  /// Writes what the intake decided and answers the months it touched. `drafts` are the batch, for what is refused.
  static func write(_ intake: UsageIntake, _ drafts: [UsageDraft], in work: Work) throws -> [CountedMonth] {
    ParkedUsage.write(intake, in: work)
    makePartitions(for: Set(intake.versions.map(\.key.month)), in: work)
    let keys = intake.differences.keys.sorted()
    guard !keys.isEmpty else { return [] }
    let locked = try lock(keys, in: work)
    try check(intake, drafts, locked)
    count(intake, keys, in: work)
    let months = keys.compactMap { key in
      locked[key].map { CountedMonth(key: key, path: $0.path, revision: $0.revision + 1) }
    }
    insert(intake.versions, months, in: work)
    remember(intake.versions, in: work)
    return months
  }

  /// The months' tables are there before the first record is written.
  static func makePartitions(for months: Set<Month>, in work: Work) {
    guard !months.isEmpty else { return }
    work.tx.enqueue("SELECT usage_partition(month) FROM unnest(\(months.sorted().map(\.first))) AS m (month)")
  }

  private typealias Locked = (path: Path, revision: Int, quantity: MeteredQuantity)

  /// In the order of the keys, as everybody does.
  private static func lock(_ keys: [UsageKey], in work: Work) throws -> [UsageKey: Locked] {
    let columns = UsageKeyColumns(keys)
    let results = try work.tx.pipeline([
      """
      INSERT INTO usage_month (subscription_id, meter_id, month, distributor_id, reseller_id, customer_id)
      SELECT k.subscription_id, k.meter_id, k.month, s.distributor_id, s.reseller_id, s.customer_id
      FROM \(columns.table) JOIN subscription s ON s.id = k.subscription_id
      ORDER BY k.subscription_id, k.month, k.meter_id
      ON CONFLICT DO NOTHING
      """,
      """
      SELECT u.subscription_id, u.meter_id, u.month, u.distributor_id, u.reseller_id, u.customer_id, u.revision,
        u.quantity
      FROM usage_month u JOIN \(columns.table) ON \(UsageKeyColumns.same(as: "u"))
      ORDER BY u.subscription_id, u.month, u.meter_id FOR UPDATE OF u
      """,
    ])
    return try results[1].reduce(into: [:]) { locked, row in
      locked[try UsageKeyColumns.key(row)] = (
        Path(distributor: try row[3], reseller: try row[4], customer: try row[5]), try row[6], try row[7]
      )
    }
  }

  /// No month grows beyond what amounts can be computed of: then the whole batch is refused, by its records.
  private static func check(_ intake: UsageIntake, _ drafts: [UsageDraft], _ locked: [UsageKey: Locked]) throws {
    let tooMuch = intake.differences.filter { key, difference in
      Int128(locked[key]?.quantity.millionths ?? 0) + difference > Int128(MeteredQuantity.maximum.millionths)
    }
    guard !tooMuch.isEmpty else { return }
    let versions = Dictionary(intake.versions.map { ($0.draft, $0.key) }) { $1 }
    let issues = drafts.indices.compactMap { index -> Issue? in
      guard let key = versions[drafts[index]], tooMuch[key] != nil else { return nil }
      return Issue(
        "/records/\(index)/quantity", "usage.month_too_large", ["maximum": MeteredQuantity.maximum.description])
    }
    throw Refusal.invalid(issues)
  }

  private static func count(_ intake: UsageIntake, _ keys: [UsageKey], in work: Work) {
    let differences = keys.map { Int64(clamping: intake.differences[$0] ?? 0) }
    work.tx.enqueue(
      """
      UPDATE usage_month u SET quantity = u.quantity + k.difference, revision = u.revision + 1, posted = false
      FROM unnest(\(keys.map(\.subscription)), \(keys.map(\.meter)), \(keys.map(\.month.first)), \(differences))
        AS k (subscription_id, meter_id, month, difference)
      WHERE \(UsageKeyColumns.same(as: "u"))
      """)
  }

  private static func insert(_ versions: [UsageIntake.Version], _ months: [CountedMonth], in work: Work) {
    guard !versions.isEmpty else { return }
    let byKey = Dictionary(uniqueKeysWithValues: months.map { ($0.key, $0) })
    let v = versions
    work.tx.enqueue(
      """
      INSERT INTO usage_record (source_id, external_id, version, distributor_id, reseller_id, customer_id,
        subscription_id, meter_id, month, revision, day, at, quantity, tag, currency, recorded_at)
      SELECT \(work.actor.organization), external_id, version, u.distributor_id, u.reseller_id, u.customer_id,
        k.subscription_id, k.meter_id, k.month, k.revision, day, at, k.quantity, nullif(tag, ''),
        nullif(currency, ''), \(work.now)
      FROM unnest(\(v.map(\.draft.externalID)), \(v.map { Int32($0.number) }), \(v.map(\.key.subscription)),
        \(v.map(\.key.meter)), \(v.map(\.key.month.first)), \(v.map { Int32(byKey[$0.key]?.revision ?? 0) }),
        \(v.map(\.day)), \(v.map(\.draft.at)), \(v.map(\.draft.quantity)), \(v.map { $0.draft.tag ?? "" }),
        \(v.map { $0.draft.currency?.code ?? "" }))
        AS k (external_id, version, subscription_id, meter_id, month, revision, day, at, quantity, tag, currency)
      JOIN usage_month u ON \(UsageKeyColumns.same(as: "u"))
      """)
  }

  /// The latest version of each record, and the tags that came.
  private static func remember(_ versions: [UsageIntake.Version], in work: Work) {
    guard !versions.isEmpty else { return }
    let latest = Array(Dictionary(versions.map { ($0.draft.externalID, $0) }) { $1 }.values)
    work.tx.enqueue(
      """
      INSERT INTO usage_key AS k (source_id, external_id, version, month)
      SELECT \(work.actor.organization), external_id, version, month
      FROM unnest(\(latest.map(\.draft.externalID)), \(latest.map { Int32($0.number) }),
        \(latest.map(\.key.month.first))) AS v (external_id, version, month)
      ORDER BY external_id
      ON CONFLICT (source_id, external_id) DO UPDATE SET version = excluded.version, month = excluded.month
      """)
    let tagged = latest.filter { $0.draft.tag != nil }
    guard !tagged.isEmpty else { return }
    work.tx.enqueue(
      """
      INSERT INTO usage_tag (customer_id, tag, distributor_id, reseller_id, first_seen)
      SELECT DISTINCT s.customer_id, t.tag, s.distributor_id, s.reseller_id, \(work.now)
      FROM unnest(\(tagged.map(\.key.subscription)), \(tagged.map { $0.draft.tag ?? "" })) AS t (id, tag)
      JOIN subscription s ON s.id = t.id ORDER BY s.customer_id, t.tag
      ON CONFLICT DO NOTHING
      """)
  }
}
