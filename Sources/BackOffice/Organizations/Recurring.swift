import Core
import Markup
import Postgres

/// What running subscriptions come to per month, whatever their billing frequency.
struct Recurring {
  let subscriptions: Int
  let licences: Int
  let price: Money
  let cost: Money

  /// Of the subscriptions billed now, in the order `init(row:at:)` expects; for a query that groups by the currencies.
  static let columns: SQL = """
    count(*)::int, coalesce(sum(s.quantity), 0)::int,
    coalesce(round(sum(s.unit_price * s.quantity / \(months)) FILTER (WHERE \(isBilled))), 0)::bigint, s.currency,
    coalesce(round(sum(s.unit_cost * s.quantity / \(months)) FILTER (WHERE \(isBilled))), 0)::bigint, s.cost_currency
    """

  private static let isBilled: SQL = "NOT s.direct AND (s.status = 'active' OR NOT s.suspension_stops_billing)"

  /// Months of a full cycle; a term of less than a month counts as one.
  private static let months: SQL = """
    greatest(1, CASE s.billing_frequency WHEN 'monthly' THEN 1 WHEN 'annual' THEN least(12, \(termMonths))
      ELSE \(termMonths) END)
    """
  private static let termMonths: SQL = """
    (extract(year FROM s.term::interval) * 12 + extract(month FROM s.term::interval))
    """

  init(row: Row, at column: Int = 0) throws {
    subscriptions = try row[column]
    licences = try row[column + 1]
    price = Money(minor: try row[column + 2], currency: try row[column + 3])
    cost = Money(minor: try row[column + 4], currency: try row[column + 5])
  }

  static func ofCustomers(_ ids: [ID<Organization>], in work: Work) throws -> [ID<Organization>: [Recurring]] {
    let rows = try work.tx.rows(
      """
      SELECT s.customer_id, \(columns) FROM subscription s
      WHERE s.customer_id = ANY (\(ids)) AND s.status IN ('active', 'suspended')
      GROUP BY s.customer_id, s.currency, s.cost_currency ORDER BY s.currency
      """)
    return try rows.reduce(into: [:]) { sums, row in
      sums[try row[0], default: []].append(try Recurring(row: row, at: 1))
    }
  }

  static func legs(_ actor: Actor) -> [Leg] { [Leg.price, .cost].filter { actor.sees($0) } }

  static func label(_ leg: Leg, _ actor: Actor) -> Phrase {
    switch leg {
    case .price where actor.level == .customer: Phrase("Cost per month", fr: "Coût par mois", de: "Kosten pro Monat")
    case .price: Phrase("Revenue per month", fr: "Revenu par mois", de: "Umsatz pro Monat")
    case .cost where actor.level == .distributor:
      Phrase("Revenue per month", fr: "Revenu par mois", de: "Umsatz pro Monat")
    case .cost: Phrase("Cost per month", fr: "Coût par mois", de: "Einkauf pro Monat")
    }
  }

  func amount(_ leg: Leg) -> Money { leg == .price ? price : cost }

  /// One amount per currency, since currencies never mix in a sum.
  static func html(_ sums: [Recurring], _ leg: Leg) -> HTML {
    let byCurrency = sums.reduce(into: [Money]()) { all, sum in
      let amount = sum.amount(leg)
      if let index = all.firstIndex(where: { $0.currency == amount.currency }) {
        all[index] = all[index] + amount
      } else {
        all.append(amount)
      }
    }
    return byCurrency.isEmpty ? "–" : byCurrency.map(\.html).joined(separator: "<br>")
  }
}
