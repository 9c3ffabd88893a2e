import Core
import FoundationEssentials
import HTTP
import Postgres

/// What the months of a budget came to.
package enum BudgetMonths {
  package struct Listed: Sendable {
    package let month: Month
    package let standing: BudgetStanding
    /// Whether its statement is closed: it stays so.
    package let isFinal: Bool
    /// From the lowest share.
    package let warnings: [Warning]
  }

  /// A share that was reached, and at what.
  package struct Warning: Sendable {
    package let share: Int
    package let spent: Money
    package let amount: Money
    package let at: Instant
    /// Whether a mail went out: of several shares reached at once one mail tells, of the highest.
    package let told: Bool
  }

  /// The latest first, from the month it began to the present one, or the one it was ended in.
  package static func list(of id: ID<Budget>, _ paging: Paging, in work: Work) throws -> [Listed] {
    let record = try Budgets.find(id, in: work).record
    var month = min(record.lastMonth ?? record.present, record.present)
    if let text = try paging.afterText() {
      guard let after = Month(text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      month = min(month, after.previous)
    }
    guard let first = record.amounts.map(\.from).min() else { return [] }
    var months: [Month] = []
    while month >= first, months.count < paging.fetched {
      months.append(month)
      month = month.previous
    }
    guard !months.isEmpty else { return [] }
    let figures = try BudgetFigures(of: months.map { (record, $0) }, in: work)
    let closed = try closed(months, of: record, in: work)
    let warnings = try warnings(months, of: record, in: work)
    return months.compactMap { month in
      figures.standing(of: record, in: month).map { standing in
        let coming = month == record.present ? standing.coming : .zero(record.currency)
        return Listed(
          month: month, standing: BudgetStanding(amount: standing.amount, spent: standing.spent, coming: coming),
          isFinal: closed.contains(month), warnings: warnings[month] ?? [])
      }
    }
  }

  private static func closed(_ months: [Month], of record: Budgets.Record, in work: Work) throws -> Set<Month> {
    let rows = try work.tx.rows(
      """
      SELECT t.month FROM statement t WHERE t.leg = 'price' AND t.buyer_id = \(record.path.organization)
        AND t.status = 'closed' AND t.month = ANY (\(months.map(\.first)))
      """)
    return Set(
      try rows.map { row in
        let first: Day = try row[0]
        return Month(containing: first)
      })
  }

  private static func warnings(
    _ months: [Month], of record: Budgets.Record, in work: Work
  ) throws -> [Month: [Warning]] {
    let rows = try work.tx.rows(
      """
      SELECT w.month, w.share, w.spent, w.amount, w.warned_at, w.told FROM budget_warning w
      WHERE w.budget_id = \(record.id) AND w.month = ANY (\(months.map(\.first))) ORDER BY w.share
      """)
    return try rows.reduce(into: [:]) { all, row in
      let first: Day = try row[0]
      all[Month(containing: first), default: []].append(
        Warning(
          share: try row[1], spent: Money(minor: try row[2], currency: record.currency),
          amount: Money(minor: try row[3], currency: record.currency), at: try row[4], told: try row[5]))
    }
  }
}
