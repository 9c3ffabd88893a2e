import Core
import FoundationEssentials
import Postgres

/// What meters cost, by leg, currency and month, as far as the transaction may see it.
struct MeterPrices {
  /// Whose price it is.
  struct Name: Hashable {
    let reseller: ID<Organization>?
    let meter: ID<Meter>
    let leg: Leg
    let currency: Currency
  }

  /// The latest first.
  private var prices: [Name: [(from: Month, price: MeterPrice)]] = [:]

  init(of meters: [ID<Meter>], in work: Work) throws {
    guard !meters.isEmpty else { return }
    let rows = try work.tx.rows(
      """
      SELECT reseller_id, meter_id, leg, currency, from_month, model, free_quantity, package_size, tier_bounds,
        tier_rates
      FROM meter_price WHERE meter_id = ANY (\(meters)) ORDER BY from_month DESC, number DESC
      """)
    for row in rows {
      let name = Name(reseller: try row[0], meter: try row[1], leg: try row[2], currency: try row[3])
      let from: Day = try row[4]
      guard let price = try MeterPrices.price(row, name.currency) else { continue }
      prices[name, default: []].append((Month(containing: from), price))
    }
  }

  private static func price(_ row: Row, _ currency: Currency) throws -> MeterPrice? {
    try price(
      model: row[5], free: row[6], packageSize: row[7], bounds: row[8], rates: row[9], currency: currency)
  }

  /// A price from its columns.
  static func price(
    model: MeterPrice.Model, free: MeteredQuantity, packageSize: MeteredQuantity?, bounds: [MeteredQuantity],
    rates: [MeterRate], currency: Currency
  ) -> MeterPrice? {
    let tiers = rates.enumerated().map { index, rate in
      MeterPrice.Tier(upTo: index < bounds.count ? bounds[index] : nil, rate: rate)
    }
    return MeterPrice(model: model, free: free, packageSize: packageSize, tiers: tiers, currency: currency)
  }

  /// The one in force in a month.
  func price(_ name: Name, in month: Month) -> MeterPrice? { prices[name]?.first { $0.from <= month }?.price }
}
