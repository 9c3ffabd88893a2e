import Core
import FoundationEssentials
import Postgres

/// What a bulk change comes to, line by line and as a whole.
package enum BulkLines {
  /// What a leg adds up to in one currency, of subscriptions that are billed alike.
  package struct Total: Sendable {
    package let leg: Leg
    package let frequency: Frequency
    package let lines: Int
    package let today: Money
    package let nextInvoice: Money
    package let recurring: Money
    /// Of what was carried out.
    package let posted: Money
  }

  /// Lines that are refused for the same reason.
  package struct Reason: Sendable {
    package let outcome: BulkChange.Outcome
    package let code: Code
    package let details: [String: String]
    package let count: Int
  }

  /// What the reader confirms, or confirmed.
  package struct Summary: Sendable {
    /// Of what the preview allowed.
    package let totals: [Total]
    /// Where splits change: per centre and billing frequency, in the centres' order.
    package let centres: [BulkSplit.Sum]
    /// The most frequent first; `Bounds.bulkRefusalsShown` of them.
    package let reasons: [Reason]
    package let customers: Int
  }

  package static func summary(of record: BulkChanges.Record, in work: Work) throws -> Summary {
    let results = try work.tx.pipeline([
      """
      SELECT f.leg, l.billing_frequency, f.currency, count(*), sum(f.today)::bigint, sum(f.next)::bigint,
        sum(f.recurring)::bigint, coalesce(sum(f.today) FILTER (WHERE l.outcome = 'done'), 0)::bigint
      FROM bulk_change_line l CROSS JOIN LATERAL (VALUES
        ('price', l.price_currency, l.price_today, l.price_next, l.price_recurring),
        ('cost', l.cost_currency, l.cost_today, l.cost_next, l.cost_recurring)
      ) AS f (leg, currency, today, next, recurring)
      WHERE l.bulk_change_id = \(record.id) AND l.outcome IN ('allowed', 'done', 'failed') AND f.currency IS NOT NULL
      GROUP BY 1, 2, 3 ORDER BY f.leg DESC, f.currency, l.billing_frequency DESC
      """,
      """
      SELECT outcome, code, details::text, count(*) FROM bulk_change_line
      WHERE bulk_change_id = \(record.id) AND code IS NOT NULL
      GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2, 3 LIMIT \(Bounds.bulkRefusalsShown)
      """,
      "SELECT count(DISTINCT customer_id) FROM bulk_change_line WHERE bulk_change_id = \(record.id)",
      BulkSplit.sums(of: record.id),
    ])
    let totals = try results[0].map { row in
      let currency: Currency = try row[2]
      func money(_ column: Int) throws -> Money { Money(minor: try row[column], currency: currency) }
      return Total(
        leg: try row[0], frequency: try row[1], lines: try row[3], today: try money(4), nextInvoice: try money(5),
        recurring: try money(6), posted: try money(7))
    }
    return Summary(
      totals: totals.filter { work.actor.sees($0.leg) },
      centres: try results[3].map(BulkSplit.Sum.init(row:)),
      reasons: try results[1].map {
        Reason(outcome: try $0[0], code: code(try $0[1]), details: details(try $0[2]), count: try $0[3])
      }, customers: try results[2][0][0])
  }

  /// In their order; of one outcome only, where that is asked for.
  package static func list(
    of record: BulkChanges.Record, _ outcome: BulkChange.Outcome?, _ paging: Paging, in work: Work
  ) throws -> [BulkLine] {
    let after: SQL = try paging.afterNumber().map { "l.number > \($0)" } ?? "true"
    let only: SQL = outcome.map { "l.outcome = \($0)" } ?? "true"
    return try lines("l.bulk_change_id = \(record.id) AND \(after) AND \(only)", paging.fetched, in: work)
  }

  /// All of them, for the report.
  static func all(of record: BulkChanges.Record, in work: Work) throws -> [BulkLine] {
    try lines("l.bulk_change_id = \(record.id)", Bounds.bulkLines, in: work)
  }

  private static func lines(_ condition: SQL, _ limit: Int, in work: Work) throws -> [BulkLine] {
    try work.tx.rows(
      """
      SELECT l.number, l.subscription_id, l.customer_id, coalesce(o.name, ''), coalesce(s.plan_name, ''),
        s.friendly_name, l.outcome, l.code, l.details::text, l.warnings, \(BulkFigures.columns)
      FROM bulk_change_line l
      LEFT JOIN subscription s ON s.id = l.subscription_id
      LEFT JOIN organization o ON o.id = l.customer_id
      WHERE \(condition) ORDER BY l.number LIMIT \(limit)
      """
    ).map { row in
      var result = BulkResult(
        try row[6], figures: try BulkFigures(row, from: 10)?.seen(by: work.actor),
        warnings: try (row[9] as [String]).map(code))
      result.code = try (row[7] as String?).map(code)
      result.details = details(try row[8])
      return BulkLine(
        number: try row[0], subscription: try row[1], customer: try row[2], customerName: try row[3],
        planName: try row[4], friendlyName: try row[5], result: result)
    }
  }

  private static let codes: [String: Code] = Dictionary(
    uniqueKeysWithValues: Messages.sentences.keys.map { ($0.text, $0) })

  /// A code as it was kept; one that no sentence knows any more is told as what it is, a failure.
  private static func code(_ text: String) -> Code { codes[text] ?? "server.failed" }

  private static func details(_ json: String?) -> [String: String] {
    guard let json, let value = JSONValue(parsing: Array(json.utf8)) else { return [:] }
    return value.object.compactMapValues(\.text)
  }
}

extension BulkFigures {
  /// Without the legs that are not for this reader.
  func seen(by actor: Actor) -> BulkFigures {
    BulkFigures(
      quantityBefore: quantityBefore, quantityAfter: quantityAfter, renewalQuantity: renewalQuantity,
      frequency: frequency, totals: totals.filter { actor.sees($0.leg) },
      split: actor.sees(.price) ? split : split.map(\.withoutPrices))
  }
}
