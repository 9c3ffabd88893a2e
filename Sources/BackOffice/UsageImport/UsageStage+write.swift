import Core
import FoundationEssentials
import Postgres

extension UsageStage {
  // MARK: What is wrong, and what it comes to

  /// No month grows beyond what amounts can be computed of: then its lines are wrong.
  func faults() throws -> ([UsageFile.Fault], Int) {
    let maximum = MeteredQuantity.maximum
    let rows = try work.tx.rows(
      """
      SELECT s.n, count(*) OVER ()::int FROM usage_step s
      JOIN usage_difference d ON d.subscription_id = s.subscription_id AND d.meter_id = s.meter_id
        AND d.month = s.month
      LEFT JOIN usage_month u ON u.subscription_id = d.subscription_id AND u.meter_id = d.meter_id
        AND u.month = d.month
      WHERE s.outcome = 'counted' AND coalesce(u.quantity, 0) + d.difference > \(maximum)
      ORDER BY s.n LIMIT \(Bounds.importFaults)
      """)
    let faults = try rows.map { row in
      UsageFile.Fault(
        line: Int(try row[0] as Int32), column: UsageFile.Column.quantity.rawValue, "usage.month_too_large",
        ["maximum": maximum.description])
    }
    return (faults, try rows.first.map { try $0[1] } ?? 0)
  }

  /// What becomes of the lines, and why those that are parked are.
  func summary() throws -> (UsageIntake.Summary, [ParkingReason: Int]) {
    let rows = try work.tx.rows(
      """
      SELECT CASE WHEN outcome = 'counted' AND old_subscription IS NOT NULL THEN 'corrected' ELSE outcome END,
        CASE WHEN outcome IN ('parked', 'waits') THEN reason END, count(*)::int
      FROM usage_step GROUP BY 1, 2
      """)
    var summary = UsageIntake.Summary()
    var parked: [ParkingReason: Int] = [:]
    for row in rows {
      let count: Int = try row[2]
      switch try row[0] as String {
      case "counted": summary.accepted += count
      case "corrected": summary.corrected += count
      case "duplicate": summary.duplicates += count
      default: summary.parked += count
      }
      if let reason: ParkingReason = try row[1] { parked[reason, default: 0] += count }
    }
    return (summary, parked)
  }

  // MARK: What it changes

  func write() throws {
    try makePartitions()
    count()
    insertRecords()
    remember()
    park()
  }

  /// In a transaction of its own, so that nobody waits for this one to record use of a month that begins.
  private func makePartitions() throws {
    let rows = try work.tx.rows("SELECT DISTINCT month FROM usage_step WHERE outcome = 'counted' ORDER BY month")
    let months: [Day] = try rows.map { try $0[0] }
    guard !months.isEmpty else { return }
    try work.office.everything { tx, _ in
      tx.enqueue("SELECT usage_partition(month) FROM unnest(\(months)) AS m (month)")
    }
  }

  /// In the order in which everybody locks months. What is taken off one, which is there then, travels as `posted`: a
  /// row below zero is refused even where it is not to be inserted.
  private func count() {
    work.tx.enqueue(
      """
      INSERT INTO usage_month AS u (subscription_id, meter_id, month, distributor_id, reseller_id, customer_id,
        quantity, revision, posted)
      SELECT d.subscription_id, d.meter_id, d.month, s.distributor_id, s.reseller_id, s.customer_id,
        abs(d.difference)::bigint, 1, d.difference < 0
      FROM usage_difference d JOIN subscription s ON s.id = d.subscription_id
      ORDER BY d.subscription_id, d.month, d.meter_id
      ON CONFLICT (subscription_id, month, meter_id) DO UPDATE SET revision = u.revision + 1, posted = false,
        quantity = u.quantity + CASE WHEN excluded.posted THEN -excluded.quantity ELSE excluded.quantity END
      """)
  }

  /// A record that moves leaves a version of nothing where it was; then what was sent.
  private func insertRecords() {
    let columns: SQL = """
      source_id, external_id, version, distributor_id, reseller_id, customer_id, subscription_id, meter_id, month,
      revision, day, at, quantity, tag, currency, recorded_at
      """
    let moves: SQL = """
      s.outcome = 'counted'
        AND (s.old_subscription, s.old_meter_id, s.old_month) <> (s.subscription_id, s.meter_id, s.month)
      """
    work.tx.enqueue(
      """
      INSERT INTO usage_record (\(columns))
      SELECT \(source), o.external_id, o.version, u.distributor_id, u.reseller_id, u.customer_id, u.subscription_id,
        u.meter_id, u.month, u.revision, o.day, o.at, 0, o.tag, o.currency, \(work.now)
      FROM (
        SELECT s.external_id, s.base + 1 AS version, s.old_subscription, s.old_meter_id, s.old_month, p.day, p.at,
          p.tag, p.currency
        FROM usage_step s JOIN usage_step p ON p.n = s.previous WHERE \(moves)
        UNION ALL
        SELECT s.external_id, s.base + 1, s.old_subscription, s.old_meter_id, s.old_month, k.day, k.at, k.tag,
          k.currency
        FROM usage_step s JOIN usage_known k ON k.external_id = s.external_id
        WHERE s.previous IS NULL AND \(moves)) o
      JOIN usage_month u ON u.subscription_id = o.old_subscription AND u.meter_id = o.old_meter_id
        AND u.month = o.old_month
      """)
    work.tx.enqueue(
      """
      INSERT INTO usage_record (\(columns))
      SELECT \(source), s.external_id, s.base + CASE WHEN \(moves) THEN 2 ELSE 1 END, u.distributor_id,
        u.reseller_id, u.customer_id, s.subscription_id, s.meter_id, s.month, u.revision, s.day, s.at, s.quantity,
        s.tag, s.currency, \(work.now)
      FROM usage_step s JOIN usage_month u ON u.subscription_id = s.subscription_id AND u.meter_id = s.meter_id
        AND u.month = s.month
      WHERE s.outcome = 'counted'
      """)
  }

  /// The latest version of each record, and the tags that came.
  private func remember() {
    let version: SQL = """
      s.base + CASE WHEN (s.old_subscription, s.old_meter_id, s.old_month) <> (s.subscription_id, s.meter_id, s.month)
        THEN 2 ELSE 1 END
      """
    work.tx.enqueue(
      """
      INSERT INTO usage_key (source_id, external_id, version, month)
      SELECT \(source), s.external_id, \(version), s.month FROM usage_step s
      WHERE s.outcome = 'counted' AND s.is_last AND NOT EXISTS (
        SELECT FROM usage_known k WHERE k.external_id = s.external_id)
      """)
    work.tx.enqueue(
      """
      UPDATE usage_key k SET version = \(version), month = s.month
      FROM usage_step s JOIN usage_known o ON o.external_id = s.external_id
      WHERE k.source_id = \(source) AND k.external_id = s.external_id AND s.outcome = 'counted' AND s.is_last
      """)
    work.tx.enqueue(
      """
      INSERT INTO usage_tag (customer_id, tag, distributor_id, reseller_id, first_seen)
      SELECT DISTINCT p.customer_id, s.tag, p.distributor_id, p.reseller_id, \(work.now)
      FROM usage_step s JOIN usage_place p ON p.subscription_id = s.subscription_id AND p.meter = s.meter
      WHERE s.outcome = 'counted' AND s.is_last AND s.tag IS NOT NULL ORDER BY p.customer_id, s.tag
      ON CONFLICT DO NOTHING
      """)
  }

  /// What waited and counts now or came anew waits no more; what waits on says why; what is new waits. Ids are in the
  /// order of the lines.
  private func park() {
    work.tx.enqueue(
      """
      UPDATE parked_usage_record p SET settled_at = \(work.now)
      FROM usage_waiting w
      WHERE p.source_id = \(source) AND p.external_id = w.external_id AND p.settled_at IS NULL AND EXISTS (
        SELECT FROM usage_step s WHERE s.external_id = w.external_id AND s.outcome IN ('counted', 'parked'))
      """)
    work.tx.enqueue(
      """
      UPDATE parked_usage_record p SET reason = s.reason
      FROM usage_waiting w JOIN usage_step s ON s.external_id = w.external_id AND s.outcome = 'waits'
      WHERE p.source_id = \(source) AND p.external_id = w.external_id AND p.settled_at IS NULL
        AND w.reason <> s.reason
      """)
    let milliseconds = work.now.microseconds / 1_000
    work.tx.enqueue(
      """
      INSERT INTO parked_usage_record (id, source_id, distributor_id, reseller_id, external_id, subscription_id, meter,
        quantity, at, tag, currency, reason, parked_at, settled_at)
      SELECT (lpad(to_hex(\(milliseconds)::bigint), 12, '0') || '7' || lpad(to_hex(s.n >> 12), 3, '0') || '8'
          || lpad(to_hex(s.n & 4095), 3, '0') || right(gen_random_uuid()::text, 12))::uuid,
        \(source), \(sender.distributor), \(sender.reseller), s.external_id, s.subscription_id, s.meter, s.quantity,
        s.at, s.tag, s.currency, s.reason, \(work.now), CASE WHEN s.is_settled THEN \(work.now) END
      FROM usage_step s WHERE s.outcome = 'parked'
      """)
  }
}
