import Core
import Documents
import FoundationEssentials
import HTTP
import Postgres

/// A statement's month as a FOCUS 1.2 data set (FinOps Open Cost and Usage Specification, Cost and Usage).
///
/// What is billed and covers days of its own month only is one row. What also covers later months is a purchase
/// that is billed now and costs nothing yet, and for each month a row of use that is billed nothing and costs its
/// share; shares of what was billed earlier are such rows too. So billed cost adds up to the statement, and effective
/// cost to what the month cost the buyer. Taxes are rows of their own. Days are days of the buyer's billing zone,
/// written as UTC midnights.
package enum FocusDataset {
  static func response(_ call: Call) throws -> Response {
    let document = try Statements.document(try call.id(), in: call.work)
    let name = "focus-\(document.record.month)-\(document.record.id).csv"
    let headers = Headers([
      ("Content-Type", "text/csv; charset=utf-8"), ("Content-Disposition", "attachment; filename=\"\(name)\""),
    ])
    return Response(status: 200, headers: headers, body: .bytes(try csv(of: document, in: call.work)))
  }

  /// Comma-separated, points as decimal signs: the specification leaves no choice.
  package static func csv(of document: Statements.Document, in work: Work) throws -> [UInt8] {
    CSV.bytes(columns: FocusRow.columns, rows: try rows(of: document, in: work).lazy.map(\.cells))
  }

  static func rows(of document: Statements.Document, in work: Work) throws -> [FocusRow] {
    let record = document.record
    let lines = try billed(record, in: work)
    let earlier = try earlier(record, in: work)
    return lines.flatMap { FocusRow.rows($0, record) } + earlier.compactMap { FocusRow.share($0, record) }
      + taxes(document, lines)
  }

  private static let names: SQL = "v.vendor, f.plan_id, s.friendly_name, s.billing_frequency"
  private static let sources: SQL = """
    LEFT JOIN subscription s ON s.id = l.subscription_id
    LEFT JOIN service v ON v.id = s.service_id
    LEFT JOIN offer f ON f.id = coalesce(l.offer_id, s.offer_id)
    """

  private static func billed(_ record: Statements.Record, in work: Work) throws -> [FocusCharge] {
    try work.tx.rows(
      """
      SELECT \(StatementLines.columns), \(names) FROM (\(StatementLines.source(of: record))) l \(sources) ORDER BY l.n
      """
    ).map { row in
      let line = try StatementLines.line(row, record.currency)
      return FocusCharge(
        line: line, share: line.effective, vendor: try row[23], plan: try row[24], friendlyName: try row[25],
        frequency: try row[26], month: record.month)
    }
  }

  /// What was billed in earlier months and is cost of this one, as far as the reader sees it.
  private static func earlier(_ record: Statements.Record, in work: Work) throws -> [FocusCharge] {
    try work.tx.rows(
      """
      SELECT \(StatementLines.columns), \(names), l.month
      FROM (
        SELECT 0 AS n, c.centre_id, coalesce(c.centre_id, c.customer_id) AS section_id,
          coalesce(b.name, o.name) AS section_name, c.subscription_id, x.service_name, x.plan_name, c.reason,
          c.covers_from, c.covers_to, c.licences, c.unit_minor, c.amount,
          \(EffectiveCosts.share(record.month)) AS effective, c.cycle_from, c.sequence AS charge_sequence, c.meter_id,
          m.name AS meter_name, m.unit AS usage_unit, c.usage_quantity, 0 AS tax, c.customer_id, x.offer_id, c.month
        FROM charge c
        JOIN subscription x ON x.id = c.subscription_id
        JOIN organization o ON o.id = c.customer_id
        LEFT JOIN billing_centre b ON b.id = c.centre_id
        LEFT JOIN meter m ON m.id = c.meter_id
        WHERE \(EffectiveCosts.concerning(record.buyer.id, record.leg, record.month))
          AND c.month < \(record.month.first)
      ) l \(sources)
      WHERE l.effective <> 0
      ORDER BY l.section_name, l.section_id, l.charge_sequence
      """
    ).map { row in
      let line = try StatementLines.line(row, record.currency)
      return FocusCharge(
        line: line, share: line.effective, vendor: try row[23], plan: try row[24], friendlyName: try row[25],
        frequency: try row[26], month: Month(containing: try row[27]))
    }
  }

  /// Effective tax is of the effective cost of what this statement bills.
  private static func taxes(_ document: Statements.Document, _ lines: [FocusCharge]) -> [FocusRow] {
    let record = document.record
    let effective = lines.reduce(into: [Int: Int64]()) { $0[$1.line.tax, default: 0] += $1.share.minor }
    return document.taxes.filter { $0.amount.minor != 0 }.map { tax in
      let number = record.taxes.firstIndex { $0.charge == tax.charge } ?? 0
      let base = Money(minor: effective[number] ?? 0, currency: record.currency)
      return FocusRow.tax(tax, base.tax(ratePerMille: tax.charge.ratePerMille), record)
    }
  }
}

/// A charge with what the data set says of it.
struct FocusCharge {
  let line: StatementLines.Line
  /// The part that is cost of the statement's month.
  let share: Money
  let vendor: String?
  let plan: ID<Plan>?
  let friendlyName: String?
  let frequency: Frequency?
  /// When it was billed.
  let month: Month
}
