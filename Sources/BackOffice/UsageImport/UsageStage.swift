import Core
import FoundationEssentials
import Postgres

/// The tables that a file of records is put into to be decided on as one set; they are gone with the transaction.
struct UsageStage {
  let sender: Path
  let work: Work

  static let pieceBytes = 256 << 10
  static let progressLines = 50_000

  var source: ID<Organization> { sender.organization }

  static let copy: SQL = """
    COPY usage_line (n, external_id, subscription_id, meter, quantity, at, tag, currency) FROM STDIN (FORMAT binary)
    """

  static func append(_ draft: UsageDraft, _ number: Int, to copy: inout CopyRows) {
    copy.beginRow(columns: 8)
    copy.append(Int32(number))
    copy.append(draft.externalID)
    copy.append(draft.subscription)
    copy.append(draft.meter)
    copy.append(draft.quantity)
    copy.append(draft.at)
    if let tag = draft.tag { copy.append(tag) } else { copy.appendNull() }
    if let currency = draft.currency { copy.append(currency) } else { copy.appendNull() }
  }

  /// Text is compared as bytes, which sorts three times as fast as a language does.
  func open() throws {
    work.tx.enqueue("SELECT set_config('statement_timeout', \("\(Bounds.usageImportSeconds)s"), true)")
    work.tx.enqueue("SELECT set_config('work_mem', '64MB', true)")
    let record: SQL = """
      external_id text COLLATE "C", subscription_id uuid, meter text COLLATE "C", quantity bigint, at timestamptz,
      tag text COLLATE "C", currency text COLLATE "C"
      """
    work.tx.enqueue("CREATE TEMP TABLE usage_line (n int, \(record)) ON COMMIT DROP")
    // Where a subscription's meter belongs, once for all its lines.
    work.tx.enqueue(
      """
      CREATE TEMP TABLE usage_place (
        subscription_id uuid, meter text COLLATE "C", distributor_id uuid, reseller_id uuid, customer_id uuid,
        time_zone text, start_day date, ended date, direct boolean, own_currency text COLLATE "C", meter_id uuid,
        priced_from date
      ) ON COMMIT DROP
      """)
    // What the source sent before under the same ids: the latest version, and what waits.
    work.tx.enqueue(
      """
      CREATE TEMP TABLE usage_known (\(record), version int, month date, day date, meter_id uuid) ON COMMIT DROP
      """)
    work.tx.enqueue("CREATE TEMP TABLE usage_waiting (\(record), reason text COLLATE \"C\") ON COMMIT DROP")
    // What becomes of each line: `duplicate`, `counted`, `waits` as it did, or `parked`.
    work.tx.enqueue(
      """
      CREATE TEMP TABLE usage_step (
        n int, \(record), meter_id uuid, month date, day date, reason text COLLATE "C", outcome text COLLATE "C",
        base int, previous int, old_subscription uuid, old_meter_id uuid, old_month date, old_quantity bigint,
        is_settled boolean, is_last boolean
      ) ON COMMIT DROP
      """)
    work.tx.enqueue(
      """
      CREATE TEMP TABLE usage_difference (subscription_id uuid, meter_id uuid, month date, difference numeric)
      ON COMMIT DROP
      """)
  }

  /// The subscription `s` is the sender's.
  private var isOwn: SQL {
    sender.level == .distributor ? "s.distributor_id = \(source)" : "s.reseller_id = \(source)"
  }

  /// Decides on every line. From here on the source's other batches wait.
  func decide() throws {
    _ = try work.tx.pipeline(["ANALYZE usage_line", UsageStore.lock(source), places, "ANALYZE usage_place"])
    try know()
    _ = try work.tx.pipeline([singly, repeated, differences, "ANALYZE usage_step", "ANALYZE usage_difference"])
  }

  private var places: SQL {
    let currency: SQL = sender.level == .distributor ? "s.cost_currency" : "s.currency"
    return """
      WITH priced AS MATERIALIZED (
        SELECT p.meter_id, p.reseller_id, p.leg, p.currency, min(p.from_month) AS since FROM meter_price p
        GROUP BY p.meter_id, p.reseller_id, p.leg, p.currency)
      INSERT INTO usage_place (subscription_id, meter, distributor_id, reseller_id, customer_id, time_zone, start_day,
        ended, direct, own_currency, meter_id, priced_from)
      SELECT l.subscription_id, l.meter, s.distributor_id, s.reseller_id, s.customer_id, s.time_zone, s.start_day,
        CASE WHEN s.status IN ('expired', 'cancelled') THEN (
          SELECT c.day FROM subscription_change c WHERE c.subscription_id = s.id ORDER BY c.number DESC LIMIT 1) END,
        s.direct, \(currency), m.id,
        CASE WHEN price.since IS NOT NULL AND cost.since IS NOT NULL THEN greatest(price.since, cost.since) END
      FROM (SELECT DISTINCT subscription_id, meter FROM usage_line) l
      JOIN subscription s ON s.id = l.subscription_id AND \(isOwn)
      LEFT JOIN meter m ON m.offer_id = s.offer_id AND m.code = l.meter
      LEFT JOIN priced price ON price.meter_id = m.id AND price.reseller_id = s.reseller_id AND price.leg = 'price'
        AND price.currency = s.currency
      LEFT JOIN priced cost ON cost.meter_id = m.id AND cost.reseller_id = s.reseller_id AND cost.leg = 'cost'
        AND cost.currency = s.cost_currency
      """
  }

  /// Only the months that the latest versions are in are looked at.
  private func know() throws {
    let results = try work.tx.pipeline([
      """
      INSERT INTO usage_known (external_id, version, month)
      SELECT k.external_id, k.version, k.month FROM usage_key k
      WHERE k.source_id = \(source) AND k.external_id IN (SELECT external_id FROM usage_line)
      """,
      "ANALYZE usage_known",
      "SELECT DISTINCT month FROM usage_known ORDER BY month",
      """
      INSERT INTO usage_waiting (external_id, subscription_id, meter, quantity, at, tag, currency, reason)
      SELECT \(ParkedUsage.draftColumns), p.reason FROM parked_usage_record p
      WHERE p.source_id = \(source) AND p.settled_at IS NULL AND p.external_id IN (SELECT external_id FROM usage_line)
      """,
      "ANALYZE usage_waiting",
    ])
    let months: [Day] = try results[2].map { try $0[0] }
    guard !months.isEmpty else { return }
    _ = try work.tx.pipeline([
      """
      UPDATE usage_known k SET subscription_id = r.subscription_id, meter = m.code, quantity = r.quantity, at = r.at,
        tag = r.tag, currency = r.currency, day = r.day, meter_id = r.meter_id
      FROM usage_record r JOIN meter m ON m.id = r.meter_id
      WHERE r.source_id = \(source) AND r.external_id = k.external_id AND r.version = k.version AND r.month = k.month
        AND r.month = ANY (\(months))
      """,
      "ANALYZE usage_known",
    ])
  }

  /// Whether two records say the same.
  private static func same(_ a: SQL, _ b: SQL) -> SQL {
    """
    (\(a).subscription_id = \(b).subscription_id AND \(a).meter = \(b).meter AND \(a).quantity = \(b).quantity
      AND \(a).at = \(b).at AND \(a).tag IS NOT DISTINCT FROM \(b).tag
      AND \(a).currency IS NOT DISTINCT FROM \(b).currency)
    """
  }

  /// `MeteredSubscription.reasonToPark`, and what comes before it.
  private static let reason: SQL = """
    CASE
      WHEN k.external_id IS NOT NULL AND k.subscription_id IS NULL THEN 'monthArchived'
      WHEN p.subscription_id IS NULL THEN 'subscriptionUnknown'
      WHEN p.direct THEN 'subscriptionDirect'
      WHEN p.meter_id IS NULL THEN 'meterUnknown'
      WHEN l.day < p.start_day THEN 'beforeStart'
      WHEN l.day > p.ended THEN 'afterEnd'
      WHEN l.day < (SELECT ledger_kept_from()) THEN 'monthArchived'
      WHEN l.currency <> p.own_currency THEN 'currencyDiffers'
      WHEN p.priced_from IS NULL OR l.day < p.priced_from THEN 'priceMissing'
    END
    """

  /// `UsageIntake.take` for each line as if it were the only one of its id.
  private var singly: SQL {
    """
    INSERT INTO usage_step (n, external_id, subscription_id, meter, quantity, at, tag, currency, meter_id, month, day,
      reason, outcome, base, old_subscription, old_meter_id, old_month, old_quantity, is_settled, is_last)
    SELECT d.n, d.external_id, d.subscription_id, d.meter, d.quantity, d.at, d.tag, d.currency, d.meter_id,
      date_trunc('month', d.day)::date, d.day, d.reason, CASE
        WHEN d.is_known THEN 'duplicate' WHEN d.reason IS NULL THEN 'counted' WHEN d.is_waiting THEN 'waits'
        ELSE 'parked' END,
      d.version, d.old_subscription, d.old_meter_id, d.old_month, d.old_quantity, false, true
    FROM (
      SELECT l.n, l.external_id, l.subscription_id, l.meter, l.quantity, l.at, l.tag, l.currency, p.meter_id, l.day,
        \(UsageStage.reason) AS reason, coalesce(\(UsageStage.same("k", "l")), false) AS is_known,
        coalesce(\(UsageStage.same("w", "l")), false) AS is_waiting, coalesce(k.version, 0) AS version,
        k.subscription_id AS old_subscription, k.meter_id AS old_meter_id, k.month AS old_month,
        k.quantity AS old_quantity
      FROM (
        SELECT l.*, (l.at AT TIME ZONE coalesce(p.time_zone, 'UTC'))::date AS day
        FROM usage_line l LEFT JOIN usage_place p ON p.subscription_id = l.subscription_id AND p.meter = l.meter
        OFFSET 0) l
      LEFT JOIN usage_place p ON p.subscription_id = l.subscription_id AND p.meter = l.meter
      LEFT JOIN usage_known k ON k.external_id = l.external_id
      LEFT JOIN usage_waiting w ON w.external_id = l.external_id
      OFFSET 0) d
    """
  }

  /// The lines of ids that come several times, each decided on after those before it.
  private var repeated: SQL {
    """
    WITH again AS (
      SELECT s.* FROM usage_step s
      WHERE s.external_id IN (SELECT external_id FROM usage_line GROUP BY external_id HAVING count(*) > 1)),
    before AS (
      SELECT a.n, max(a.n) FILTER (WHERE a.reason IS NULL) OVER earlier AS placed
      FROM again a WINDOW earlier AS (
        PARTITION BY a.external_id ORDER BY a.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    told AS (
      SELECT a.*, CASE WHEN b.placed IS NULL THEN a.outcome = 'duplicate'
        ELSE \(UsageStage.same("x", "a")) END AS is_known
      FROM again a JOIN before b USING (n) LEFT JOIN again x ON x.n = b.placed),
    heard AS (
      SELECT t.n, max(t.n) FILTER (WHERE NOT t.is_known) OVER earlier AS event,
        max(t.n) FILTER (WHERE NOT t.is_known AND t.reason IS NULL) OVER earlier AS counted
      FROM told t WINDOW earlier AS (
        PARTITION BY t.external_id ORDER BY t.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
    become AS (
      SELECT t.n, t.external_id, t.base AS known_base, h.counted, CASE
          WHEN t.is_known THEN 'duplicate' WHEN t.reason IS NULL THEN 'counted'
          WHEN CASE WHEN h.event IS NULL THEN t.outcome = 'waits'
            ELSE e.reason IS NOT NULL AND \(UsageStage.same("e", "t")) END THEN 'waits'
          ELSE 'parked' END AS outcome, t.subscription_id, t.meter_id, t.month,
        coalesce(c.subscription_id, t.old_subscription) AS old_subscription,
        coalesce(c.meter_id, t.old_meter_id) AS old_meter_id, coalesce(c.month, t.old_month) AS old_month,
        coalesce(c.quantity, t.old_quantity) AS old_quantity
      FROM told t JOIN heard h USING (n) LEFT JOIN again e ON e.n = h.event LEFT JOIN again c ON c.n = h.counted),
    numbered AS (
      SELECT b.*, CASE WHEN b.outcome <> 'counted' THEN 0
          WHEN (b.old_subscription, b.old_meter_id, b.old_month) <> (b.subscription_id, b.meter_id, b.month) THEN 2
          ELSE 1 END AS versions
      FROM become b)
    UPDATE usage_step s SET outcome = d.outcome, previous = d.counted, base = d.known_base + d.earlier,
      old_subscription = d.old_subscription, old_meter_id = d.old_meter_id, old_month = d.old_month,
      old_quantity = d.old_quantity, is_settled = d.settling > d.n, is_last = d.counting = d.n
    FROM (
      SELECT b.*, coalesce(sum(b.versions) OVER earlier, 0)::int AS earlier,
        coalesce(max(b.n) FILTER (WHERE b.outcome IN ('parked', 'counted')) OVER whole, 0) AS settling,
        coalesce(max(b.n) FILTER (WHERE b.outcome = 'counted') OVER whole, 0) AS counting
      FROM numbered b WINDOW whole AS (PARTITION BY b.external_id), earlier AS (
        PARTITION BY b.external_id ORDER BY b.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) d
    WHERE s.n = d.n
    """
  }

  /// By how much each meter's month grows or shrinks.
  private var differences: SQL {
    """
    INSERT INTO usage_difference (subscription_id, meter_id, month, difference)
    SELECT subscription_id, meter_id, month, sum(quantity) FROM (
      SELECT subscription_id, meter_id, month, quantity FROM usage_step WHERE outcome = 'counted'
      UNION ALL
      SELECT old_subscription, old_meter_id, old_month, -old_quantity FROM usage_step
      WHERE outcome = 'counted' AND old_subscription IS NOT NULL) d
    GROUP BY subscription_id, meter_id, month
    """
  }
}
