import Core
import FoundationEssentials
import Postgres

/// What can only be seen of everything at once: whether numbers have gaps, and whether charges belong to something.
enum WholeAudit {
  /// So many of a kind are named.
  private static let shown = 1_000

  static func check(in tx: Transaction, _ findings: inout AuditFindings) throws {
    try checkNumbers(in: tx, &findings)
    try checkOrphans(in: tx, &findings)
  }

  /// From 1 to the last one given, each once; the last one given is known by itself.
  private static func checkNumbers(in tx: Transaction, _ findings: inout AuditFindings) throws {
    let results = try tx.pipeline([
      """
      SELECT t.seller_id, t.number, t.month FROM statement t
      WHERE t.number !~ '^[0-9]{4}-[0-9]{6,9}$' OR left(t.number, 4) <> to_char(t.month, 'YYYY')
      ORDER BY t.seller_id, t.number LIMIT \(shown)
      """,
      """
      SELECT o.seller_id, o.year, o.n, o.next FROM (
        SELECT a.seller_id, a.year, a.n, lead(a.n) OVER (PARTITION BY a.seller_id, a.year ORDER BY a.n) AS next
        FROM (
          SELECT t.seller_id, left(t.number, 4)::int AS year, substr(t.number, 6)::int AS n FROM statement t
          WHERE t.number ~ '^[0-9]{4}-[0-9]{6,9}$'
          UNION ALL SELECT q.seller_id, q.year, 0 FROM statement_sequence q
          UNION ALL SELECT q.seller_id, q.year, q.last + 1 FROM statement_sequence q) a) o
      WHERE o.next <> o.n + 1 ORDER BY o.seller_id, o.year, o.n LIMIT \(shown)
      """,
      """
      SELECT t.seller_id, t.number FROM statement t WHERE t.number IS NOT NULL AND NOT EXISTS (
        SELECT FROM statement_sequence q WHERE q.seller_id = t.seller_id AND q.year = extract(year FROM t.month))
      ORDER BY t.seller_id, t.number LIMIT \(shown)
      """,
    ])
    for row in results[0] {
      let (number, month): (String, Day) = (try row[1], try row[2])
      try note(row, "number \(number) is none for a statement of \(Month(containing: month))", &findings)
    }
    for row in results[1] {
      let (year, before, next): (Int, Int, Int) = (try row[1], try row[2], try row[3])
      let missing = next == before + 2 ? "number \(before + 1) is" : "numbers \(before + 1) to \(next - 1) are"
      try note(
        row, next > before ? "\(year), \(missing) missing" : "\(year), number \(before) was not given yet", &findings)
    }
    for row in results[2] {
      try note(row, "number \(try row[1] as String) was not given yet", &findings)
    }
  }

  private static func note(_ row: Row, _ text: String, _ findings: inout AuditFindings) throws {
    let seller: ID<Organization> = try row[0]
    findings.note(LedgerDifference(.number, "seller \(seller): \(text)"))
  }

  /// Charges of no subscription, or in a month without a statement.
  private static func checkOrphans(in tx: Transaction, _ findings: inout AuditFindings) throws {
    let results = try tx.pipeline([
      """
      SELECT c.subscription_id, count(*), min(c.sequence) FROM charge c
      WHERE NOT EXISTS (SELECT FROM subscription s WHERE s.id = c.subscription_id)
      GROUP BY c.subscription_id ORDER BY c.subscription_id LIMIT \(shown)
      """,
      """
      SELECT b.buyer_id, b.leg, b.month FROM (
        SELECT DISTINCT CASE c.leg WHEN 'price' THEN c.customer_id ELSE c.reseller_id END AS buyer_id, c.leg, c.month
        FROM charge c) b
      WHERE NOT EXISTS (
        SELECT FROM statement t WHERE t.leg = b.leg AND t.buyer_id = b.buyer_id AND t.month = b.month)
      ORDER BY b.buyer_id, b.leg, b.month LIMIT \(shown)
      """,
    ])
    for row in results[0] {
      let (subscription, count, first): (ID<Subscription>, Int, Int64) = (try row[0], try row[1], try row[2])
      let text = "subscription \(subscription) does not exist: \(count) charges are for it, from number \(first) on"
      findings.note(LedgerDifference(.orphan, text))
    }
    for row in results[1] {
      let (buyer, leg, month): (ID<Organization>, Leg, Day) = (try row[0], try row[1], try row[2])
      let text = "buyer \(buyer), \(leg.rawValue), month \(Month(containing: month)): charges, and no statement"
      findings.note(LedgerDifference(.orphan, text))
    }
  }
}
