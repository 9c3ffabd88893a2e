import Core
import FoundationEssentials
import Postgres

/// What offers cost a customer, or a reseller's customers in general, and how that comes about.
package enum CustomerPrices {
  package struct Listed: Sendable {
    package let offer: ID<Offer>
    package let planName: String
    package let service: ID<Service>
    package let serviceName: String
    package let segment: String
    package let term: Period
    package let frequency: Frequency
    package let trial: Bool
    package let price: Money?
    package let list: Money?
    /// Only for the seller, like what follows.
    package let cost: Money?
    package let line: SellingPrices.Listed?

    /// The price above the cost, as a part of the cost; of the same currency only.
    package var margin: Percentage? {
      guard let price, let cost else { return nil }
      return Pricing.margin(of: price, over: cost)
    }
  }

  package struct Filter {
    /// Whose prices; nil: those for everybody, in the reseller's currency.
    package var customer: ID<Organization>?
    package var service: ID<Service>?
    package var search: String?
    package var offer: ID<Offer>?
    /// Nil: today.
    package var on: Day?

    package init() {}
  }

  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Listed] {
    try work.actor.require(.pricesView)
    let eyes = try Catalogue.Eyes(for: filter.customer, on: filter.on, in: work)
    guard let seller = eyes.seller else { throw Refusal.notFound }
    let isSeller = work.actor.level == .reseller
    var conditions: [SQL] = [eyes.sees]
    if let after = try paging.afterID(Offer.self) { conditions.append("f.id > \(after)") }
    if let service = filter.service { conditions.append("p.service_id = \(service)") }
    if let offer = filter.offer { conditions.append("f.id = \(offer)") }
    if filter.search != nil { conditions.append(SearchText.contains("p.search_name", filter.search)) }
    let currency: SQL = "(SELECT y.currency FROM organization y WHERE y.id = \(eyes.buyer ?? seller))"
    let price: SQL =
      isSeller
      ? "SELECT r.price, r.rule FROM price_rule_on(\(seller), \(eyes.buyer), f.id, \(currency), \(eyes.today)) r"
      : """
      SELECT price_on(\(seller), \(eyes.buyer), f.id, \(currency), \(eyes.today)) AS price, NULL::uuid AS rule
      """
    if !isSeller { conditions.append("m.price IS NOT NULL") }
    return try work.tx.rows(
      """
      SELECT s.id, s.customer_id, s.offer_id, s.service_id, s.currency, s.rule, s.price_minor, s.points, s.valid_from,
        s.valid_to, NULL::text, o.name, s.set_by_name,
        f.id, p.name, p.service_id, v.name, f.segment, f.term, f.billing_frequency, f.trial, m.price,
        list_on(\(seller), f.id, \(currency), \(eyes.today)), cost_on(\(seller), f.id, \(currency), \(eyes.today)),
        \(currency)
      FROM offer f JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      CROSS JOIN LATERAL (\(price) OFFSET 0) m
      LEFT JOIN selling_price s ON s.id = m.rule LEFT JOIN organization o ON o.id = s.customer_id
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY f.id LIMIT \(paging.fetched)
      """
    ).map { try listed($0, isSeller: isSeller) }
  }

  private static func listed(_ row: Row, isSeller: Bool) throws -> Listed {
    let currency: Currency = try row[24]
    func money(_ column: Int) throws -> Money? {
      let minor: Int64? = try row[column]
      return minor.map { Money(minor: $0, currency: currency) }
    }
    return Listed(
      offer: try row[13], planName: try row[14], service: try row[15], serviceName: try row[16], segment: try row[17],
      term: try row[18], frequency: try row[19], trial: try row[20], price: try money(21), list: try money(22),
      cost: isSeller ? try money(23) : nil, line: row.isNull(0) ? nil : try SellingPrices.listed(row))
  }
}
