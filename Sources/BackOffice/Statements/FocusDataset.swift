import Core
import FoundationEssentials
import Postgres

/// A statement's month as a FOCUS 1.2 data set (FinOps Open Cost and Usage Specification, Cost and Usage).
///
/// What is billed and covers days of its own month only is one row. What also covers later months is a purchase
/// that is billed now and costs nothing yet, and for each month a row of use that is billed nothing and costs its
/// share; shares of what was billed earlier are such rows too. So billed cost adds up to the statement, and effective
/// cost to what the month cost the buyer. Taxes are rows of their own. Days are days of the buyer's billing zone,
/// written as UTC midnights.
struct FocusDataset {
  private let document: Statements.Document
  /// Of what this statement bills, by the number of its tax.
  private var effective: [Int: Int64] = [:]

  /// Of a statement, or of one section of it.
  init(_ document: Statements.Document) { self.document = document }

  /// Of something billed in this month.
  mutating func rows(of charge: FocusCharge) -> [FocusRow] {
    effective[charge.line.tax, default: 0] += charge.share.minor
    return FocusRow.rows(charge, document.record)
  }

  /// Of something billed before.
  func shares(of charge: FocusCharge) -> [FocusRow] { FocusRow.share(charge, document.record).map { [$0] } ?? [] }

  /// Once all that is billed has passed. Effective tax is of the effective cost of what this statement bills.
  var taxes: [FocusRow] {
    let record = document.record
    return document.taxes.filter { $0.amount.minor != 0 }.map { tax in
      let number = record.taxes.firstIndex { $0.charge == tax.charge } ?? 0
      let base = Money(minor: effective[number] ?? 0, currency: record.currency)
      return FocusRow.tax(tax, base.tax(ratePerMille: tax.charge.ratePerMille), record)
    }
  }

  private static let names: SQL = "v.vendor, f.plan_id, s.friendly_name, s.billing_frequency"
  private static let sources: SQL = """
    LEFT JOIN subscription s ON s.id = l.subscription_id
    LEFT JOIN service v ON v.id = s.service_id
    LEFT JOIN offer f ON f.id = coalesce(l.offer_id, s.offer_id)
    """

  static func billed(
    _ record: Statements.Record, _ section: UUID?, in work: Work
  ) throws -> StatementCursor<FocusCharge> {
    try cursor(
      """
      SELECT \(StatementLines.columns), \(names), \(record.month.first)::date
      FROM (\(StatementLines.source(of: record))) l \(sources) WHERE \(StatementLines.isOf(section)) ORDER BY l.n
      """, record, in: work)
  }

  /// What was billed in earlier months and is cost of this one, as far as the reader sees it.
  static func earlier(
    _ record: Statements.Record, _ section: UUID?, in work: Work
  ) throws -> StatementCursor<FocusCharge> {
    try cursor(
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
      WHERE l.effective <> 0 AND \(StatementLines.isOf(section))
      ORDER BY l.section_name, l.section_id, l.charge_sequence
      """, record, in: work)
  }

  private static func cursor(
    _ query: SQL, _ record: Statements.Record, in work: Work
  ) throws -> StatementCursor<FocusCharge> {
    let own = StatementLines.columnCount
    return try StatementCursor(of: query, columns: own + 5, in: work) { row in
      let line = try StatementLines.line(row, record.currency)
      return FocusCharge(
        line: line, share: line.effective, vendor: try row[own], plan: try row[own + 1],
        friendlyName: try row[own + 2], frequency: try row[own + 3], month: Month(containing: try row[own + 4]))
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
