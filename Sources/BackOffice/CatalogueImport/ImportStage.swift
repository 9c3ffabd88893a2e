import Core
import FoundationEssentials
import Postgres

/// The tables a price list is put into to be compared as one set; they are gone with the transaction.
struct ImportStage {
  let target: CatalogueImport.Target
  let work: Work

  static let pieceBytes = 256 << 10
  static let progressLines = 10_000

  static let copy: SQL = """
    COPY price_line (n, vendor, service, product, plan, segment, term, frequency, trial, currency, cost, list, starts,
      ends, minimum, maximum, decrease_window, cancel_window, stops, category, description, closes)
    FROM STDIN (FORMAT binary)
    """

  static func append(_ line: PriceFile.Line, to copy: inout CopyRows) {
    func add<Value: PostgresEncodable>(_ value: Value?) {
      if let value { copy.append(value) } else { copy.appendNull() }
    }
    copy.beginRow(columns: 22)
    copy.append(Int32(line.number))
    for text in [line.vendor, line.service, line.product, line.plan, line.segment] { copy.append(text) }
    copy.append(line.term)
    copy.append(line.frequency)
    copy.append(line.trial)
    copy.append(line.cost.currency)
    copy.append(line.cost.minor)
    add(line.list?.minor)
    copy.append(line.from)
    add(line.until)
    add(line.minimum.map(Int32.init))
    add(line.maximum.map(Int32.init))
    add(line.decreaseWindow)
    add(line.cancelWindow)
    add(line.suspensionStopsBilling)
    add(line.category)
    add(line.description)
    add(line.soldUntil)
  }

  /// One list at a time, and time enough for a long one.
  func open() throws {
    try PriceLock.take(target.distributor, in: work)
    work.tx.enqueue("SELECT set_config('statement_timeout', \("\(Bounds.importSeconds)s"), true)")
    // Compared as bytes, which sorts three times as fast as a language does.
    work.tx.enqueue(
      """
      CREATE TEMP TABLE price_line (
        n int, vendor text COLLATE "C", service text COLLATE "C", product text COLLATE "C", plan text COLLATE "C",
        segment text COLLATE "C", term text COLLATE "C", frequency text COLLATE "C", trial boolean,
        currency text COLLATE "C", cost bigint, list bigint, starts date, ends date, minimum int, maximum int,
        decrease_window text COLLATE "C", cancel_window text COLLATE "C", stops boolean, category text COLLATE "C",
        description text, closes date
      ) ON COMMIT DROP
      """)
    work.tx.enqueue(
      """
      CREATE TEMP TABLE import_offer (
        LIKE price_line, k int GENERATED ALWAYS AS IDENTITY, known_vendor text COLLATE "C", plan_id uuid, offer_id uuid,
        is_new boolean, was_closing date, is_changed boolean
      ) ON COMMIT DROP
      """)
    work.tx.enqueue(
      """
      CREATE TEMP TABLE import_price (
        n int, k int, offer_id uuid, is_new boolean, currency text COLLATE "C", cost bigint, list bigint, starts date,
        ends date, following date, was_id uuid, was_from date, state text COLLATE "C"
      ) ON COMMIT DROP
      """)
  }

  /// Finds what each line is about and how it differs from what there is.
  func compare() throws {
    _ = try work.tx.pipeline([
      "ANALYZE price_line",
      """
      INSERT INTO import_offer (n, vendor, service, product, plan, segment, term, frequency, trial, minimum, maximum,
        decrease_window, cancel_window, stops, category, description, closes, known_vendor, plan_id, offer_id, is_new,
        was_closing, is_changed)
      SELECT l.n, l.vendor, l.service, l.product, l.plan, l.segment, l.term, l.frequency, l.trial, l.minimum, l.maximum,
        l.decrease_window, l.cancel_window, l.stops, l.category, l.description, l.closes, v.vendor, p.id,
        coalesce(f.id, gen_random_uuid()), f.id IS NULL, f.ends_on,
        f.id IS NOT NULL AND (coalesce(l.minimum, f.minimum), coalesce(l.maximum, f.maximum),
          coalesce(l.decrease_window, f.decrease_window), coalesce(l.cancel_window, f.cancel_window),
          coalesce(l.stops, f.suspension_stops_billing))
        <> (f.minimum, f.maximum, f.decrease_window, f.cancel_window, f.suspension_stops_billing)
      FROM (
        SELECT DISTINCT ON (service, product, plan, segment, term, frequency, trial) * FROM price_line
        ORDER BY service, product, plan, segment, term, frequency, trial, n) l
      LEFT JOIN service v ON v.distributor_id = \(target.distributor) AND v.name = l.service
      LEFT JOIN product d ON d.service_id = v.id AND d.name = l.product
      LEFT JOIN plan p ON p.product_id = d.id AND p.name = l.plan
      LEFT JOIN offer f ON f.plan_id = p.id AND f.segment = l.segment AND f.term = l.term
        AND f.billing_frequency = l.frequency AND f.trial = l.trial AND NOT f.ended
      """,
      "ANALYZE import_offer",
      """
      INSERT INTO import_price (n, k, offer_id, is_new, currency, cost, list, starts, ends, following, was_id, was_from,
        state)
      SELECT l.n, l.k, l.offer_id, l.is_new, l.currency, l.cost, l.list, l.starts, l.ends, l.following, c.id,
        c.valid_from, CASE
          WHEN c.cost_minor = l.cost AND c.list_minor IS NOT DISTINCT FROM l.list
            AND (l.ends IS NULL OR l.ends = c.valid_to) THEN 'unchanged'
          WHEN coalesce(c.cost_minor, e.cost_minor) IS NULL THEN 'new'
          WHEN coalesce(c.cost_minor, e.cost_minor) < l.cost THEN 'dearer'
          WHEN coalesce(c.cost_minor, e.cost_minor) > l.cost THEN 'cheaper'
          ELSE 'otherwise' END
      FROM (
        SELECT l.n, o.k, o.offer_id, o.is_new, l.currency, l.cost, l.list, l.starts, l.ends,
          lead(l.starts) OVER (PARTITION BY o.k, l.currency ORDER BY l.starts, l.n) AS following
        FROM price_line l
        JOIN import_offer o USING (service, product, plan, segment, term, frequency, trial)) l
      LEFT JOIN cost_price c ON \(covers("c")) AND c.reseller_id IS NOT DISTINCT FROM \(target.reseller)
      LEFT JOIN cost_price e ON \(covers("e")) AND e.reseller_id IS NULL AND \(target.reseller != nil)
      """,
      "ANALYZE import_price",
    ])
  }

  /// Holds for a line of the table `c` that holds on the day the line `l` begins.
  private func covers(_ c: SQL) -> SQL {
    """
    \(c).offer_id = l.offer_id AND \(c).currency = l.currency AND \(c).valid_from <= l.starts
      AND (\(c).valid_to IS NULL OR \(c).valid_to > l.starts)
    """
  }

  // MARK: What is wrong

  /// What the statements below call each reason.
  private static let codes: [String: Code] = [
    "vendor": "price_list.vendor_differs", "offer": "price_list.offer_differs",
    "new offer": "price_list.new_offer_needs", "end": "offer.ends_in_past", "past": "price.retroactive",
    "overlap": "price.overlaps", "twice": "price_list.line_twice",
  ]

  /// The first faults by line, and how many there are.
  func faults() throws -> ([PriceFile.Fault], Int) {
    let today = try CatalogueKeeping.today(of: target.distributor, in: work)
    let rows = try work.tx.rows(
      """
      SELECT n, place, code, detail, count(*) OVER ()::int FROM (\(wrongNames) UNION ALL \(wrongOffers(today))
        UNION ALL \(wrongDays(today))) w (n, place, code, detail)
      ORDER BY n, place LIMIT \(Bounds.importFaults)
      """)
    let faults = try rows.map { row in
      let detail: String? = try row[3]
      return PriceFile.Fault(
        line: Int(try row[0] as Int32), column: try row[1], ImportStage.codes[try row[2]] ?? "field.malformed",
        detail.map { ["from": $0] } ?? [:])
    }
    return (faults, try rows.first.map { try $0[4] } ?? 0)
  }

  /// A service has one vendor.
  private var wrongNames: SQL {
    """
    SELECT l.n, 'vendor', 'vendor', v.vendor
    FROM price_line l JOIN (
      SELECT service, coalesce(min(known_vendor), (array_agg(vendor ORDER BY n))[1]) AS vendor
      FROM import_offer GROUP BY service) v USING (service)
    WHERE l.vendor <> v.vendor
    """
  }

  /// An offer has one set of conditions; a new one needs them all.
  private func wrongOffers(_ today: Day) -> SQL {
    """
    SELECT l.n, d.place, 'offer', o.n::text
    FROM price_line l JOIN import_offer o USING (service, product, plan, segment, term, frequency, trial)
    CROSS JOIN LATERAL (VALUES
      ('minimum', l.minimum::text, o.minimum::text), ('maximum', l.maximum::text, o.maximum::text),
      ('decrease window', l.decrease_window, o.decrease_window), ('cancel window', l.cancel_window, o.cancel_window),
      ('suspension stops billing', l.stops::text, o.stops::text), ('sold until', l.closes::text, o.closes::text)
    ) d (place, said, first)
    WHERE l.n <> o.n AND d.said IS NOT NULL AND d.said IS DISTINCT FROM d.first
    UNION ALL
    SELECT o.n, d.place, 'new offer', NULL
    FROM import_offer o CROSS JOIN LATERAL (VALUES
      ('maximum', o.maximum::text), ('decrease window', o.decrease_window), ('cancel window', o.cancel_window)
    ) d (place, said)
    WHERE o.is_new AND d.said IS NULL
    UNION ALL
    SELECT o.n, 'sold until', 'end', NULL FROM import_offer o
    WHERE o.closes < \(today) AND o.closes IS DISTINCT FROM o.was_closing
    """
  }

  /// No two prices on a day, and none that reaches back.
  private func wrongDays(_ today: Day) -> SQL {
    """
    SELECT p.n, 'valid from', 'past', p.starts::text FROM import_price p
    WHERE p.state <> 'unchanged' AND p.starts < \(today)
    UNION ALL
    SELECT p.n, 'valid to', 'overlap', p.following::text FROM import_price p WHERE p.ends > p.following
    UNION ALL
    SELECT DISTINCT p.n, 'valid from', 'twice', NULL FROM import_price p
    JOIN import_price q USING (k, currency, starts) WHERE q.n < p.n
    UNION ALL
    SELECT p.n, 'valid to', 'overlap', min(c.valid_from)::text
    FROM import_price p JOIN cost_price c ON c.offer_id = p.offer_id AND c.currency = p.currency
      AND c.reseller_id IS NOT DISTINCT FROM \(target.reseller) AND c.valid_from > p.starts AND c.valid_from < p.ends
    WHERE p.state <> 'unchanged' GROUP BY p.n
    """
  }

  // MARK: What it changes

  func summary() throws -> CatalogueImport.Summary {
    let results = try work.tx.pipeline([
      """
      SELECT count(*) FILTER (WHERE is_new)::int,
        count(*) FILTER (WHERE closes IS NOT NULL AND closes IS DISTINCT FROM was_closing)::int,
        count(*) FILTER (WHERE is_changed)::int
      FROM import_offer
      """,
      "SELECT state, count(*)::int FROM import_price GROUP BY state",
      """
      SELECT count(DISTINCT s.id) FILTER (WHERE p.state = 'dearer')::int,
        count(DISTINCT s.id) FILTER (WHERE p.state = 'cheaper')::int
      FROM import_price p
      JOIN subscription s ON s.offer_id = p.offer_id AND s.cost_currency = p.currency
        AND s.status IN ('active', 'suspended')
      WHERE p.state IN ('dearer', 'cheaper') AND s.distributor_id = \(target.distributor)
        AND CASE WHEN \(target.reseller)::uuid IS NULL
          THEN NOT EXISTS (SELECT FROM cost_price c WHERE c.reseller_id = s.reseller_id AND c.offer_id = p.offer_id
            AND c.currency = p.currency AND c.valid_from <= p.starts AND (c.valid_to IS NULL OR c.valid_to > p.starts))
          ELSE s.reseller_id = \(target.reseller) END
      """,
    ])
    var summary = CatalogueImport.Summary()
    summary.newOffers = try results[0][0][0]
    summary.endedOffers = try results[0][0][1]
    summary.changedOffers = try results[0][0][2]
    for row in results[1] {
      let count: Int = try row[1]
      switch try row[0] as String {
      case "unchanged": summary.unchanged = count
      case "new": summary.newPrices = count
      case "dearer": summary.dearer = count
      case "cheaper": summary.cheaper = count
      default: summary.otherwise = count
      }
    }
    summary.dearerSubscriptions = try results[2][0][0]
    summary.cheaperSubscriptions = try results[2][0][1]
    return summary
  }
}
