import Core
import Postgres

/// Months that come to far more than the months before, without a change that explains it. Asked for a batch at once:
/// one look at the closed statements of its customers; further ones only at those few that are out of reason.
enum MonthlyGrowth {
  private struct Suspect {
    let customer: ID<Organization>
    let month: Month
    let times: Int
  }

  static func faults(in accounts: AccountTallies, in work: Work) throws -> [ID<Organization>: AccountFault] {
    var suspects = try suspects(among: accounts, in: work)
    if suspects.isEmpty { return [:] }
    let excused = try excused(suspects, in: work)
    suspects.removeAll { excused.contains($0.customer) }
    return suspects.reduce(into: [:]) { faults, suspect in
      faults[suspect.customer] = faults[suspect.customer] ?? .totalJumped(month: suspect.month, times: suspect.times)
    }
  }

  private static func suspects(among accounts: AccountTallies, in work: Work) throws -> [Suspect] {
    let months = accounts.all.flatMap { tally in
      tally.months.filter { $0.minor > 0 }.map { (customer: tally.path.organization, total: $0) }
    }
    guard let latest = months.map(\.total.month).max(), let earliest = months.map(\.total.month).min() else {
      return []
    }
    let rows = try work.tx.rows(
      """
      SELECT t.buyer_id, t.month, t.net FROM statement t
      WHERE t.leg = 'price' AND t.buyer_id = ANY (\(Array(Set(months.map(\.customer))))) AND t.status = 'closed'
        AND t.month >= \(earliest.adding(months: -AccountSanity.comparedMonths)) AND t.month < \(latest)
      """)
    if rows.isEmpty { return [] }
    var billed: [ID<Organization>: [(month: Day, net: Int64)]] = [:]
    for row in rows { billed[try row[0], default: []].append((try row[1], try row[2])) }
    return months.compactMap { customer, total in
      let first = total.month.adding(months: -AccountSanity.comparedMonths)
      let most = billed[customer]?.filter { $0.month >= first && $0.month < total.month }.map(\.net).max() ?? 0
      return AccountSanity.growth(of: total.minor, over: most).map {
        Suspect(customer: customer, month: Month(containing: total.month), times: $0)
      }
    }
  }

  /// Those with a change in the months compared, and those of whom somebody has said that the month is right. What is
  /// renewed every month begins no cycle by itself, so it explains nothing here.
  private static func excused(_ suspects: [Suspect], in work: Work) throws -> Set<ID<Organization>> {
    let customers = suspects.map(\.customer)
    let first = (suspects.map(\.month.first).min() ?? work.now.utcDay).adding(months: -AccountSanity.comparedMonths)
    let results = try work.tx.pipeline([
      """
      SELECT DISTINCT s.customer_id FROM subscription s JOIN subscription_change c ON c.subscription_id = s.id
      WHERE s.customer_id = ANY (\(customers)) AND c.day >= \(first)
        AND NOT (c.kind = 'renewed' AND s.term = 'P1M')
      """,
      """
      SELECT h.customer_id FROM parked_account h JOIN unnest(\(customers), \(suspects.map(\.month.description)))
        AS w (customer_id, month) ON w.customer_id = h.customer_id AND w.month = h.details->>'month'
      WHERE h.code = \(AccountFault.jumped.text) AND h.released_at IS NOT NULL
      """,
    ])
    return Set(try results.flatMap { rows in try rows.map { try $0[0] as ID<Organization> } })
  }
}
