import Core
import FoundationEssentials
import Postgres

// Meters, what they cost, and what was used.

extension Seed {
  func insertMeters(
    of offer: SeedFiles.OfferEntry, _ distributor: ID<Organization>, in tx: Transaction, _ ids: UUIDSequence
  ) throws {
    for (index, meter) in (offer.meters ?? []).enumerated() {
      tx.enqueue(
        """
        INSERT INTO meter (id, distributor_id, offer_id, code, name, unit, position)
        VALUES (\(ids.next()), \(distributor), \(try known(offers, offer.key)), \(meter.code), \(meter.name),
          \(meter.unit), \(index + 1))
        """)
    }
  }

  /// A reseller's cost in its own currency, and its prices in every one, since before the history begins.
  func priceMeters(
    of offer: SeedFiles.OfferEntry, for firm: SeedFiles.Firm, _ reseller: ID<Organization>,
    _ distributor: ID<Organization>, in tx: Transaction
  ) throws {
    let id = try known(offers, offer.key)
    for meter in offer.meters ?? [] {
      let legs = [(Leg.cost, meter.cost.filter { $0.key == firm.currency }), (.price, meter.price)]
      for (leg, prices) in legs {
        for (code, entry) in prices.sorted(by: { $0.key < $1.key }) {
          let price = try meterPrice(entry, code, of: meter)
          tx.enqueue(
            """
            INSERT INTO meter_price (meter_id, reseller_id, distributor_id, leg, currency, from_month, model,
              free_quantity, package_size, tier_bounds, tier_rates)
            SELECT m.id, \(reseller), \(distributor), \(leg), \(price.currency), date '2025-01-01', \(price.model),
              \(price.free), \(price.packageSize), \(price.tiers.compactMap(\.upTo)), \(price.tiers.map(\.rate))
            FROM meter m WHERE m.offer_id = \(id) AND m.code = \(meter.code)
            """)
        }
      }
    }
  }

  private func meterPrice(
    _ entry: SeedFiles.MeterPriceEntry, _ code: String, of meter: SeedFiles.MeterEntry
  ) throws -> MeterPrice {
    guard let currency = Currency(code), let model = MeterPrice.Model(rawValue: entry.model) else {
      throw SeedError(description: "seed: meter \(meter.code) has an unknown currency or model")
    }
    let tiers = entry.tiers.compactMap { tier in
      MeterRate(tier.rate, currency: currency).map {
        MeterPrice.Tier(upTo: tier.upTo.flatMap { MeteredQuantity($0) }, rate: $0)
      }
    }
    let price = MeterPrice(
      model: model, free: entry.free.flatMap { MeteredQuantity($0) } ?? .zero,
      packageSize: entry.packageSize.flatMap { MeteredQuantity($0) }, tiers: tiers, currency: currency)
    guard let price, tiers.count == entry.tiers.count else {
      throw SeedError(description: "seed: the \(code) price of meter \(meter.code) makes no sense")
    }
    return price
  }

  func recordUsage(_ event: SeedFiles.Event, _ work: Work) throws {
    let own = try known(subscriptions, event.ref)
    let drafts = try (event.usage ?? []).map { entry in
      guard let quantity = MeteredQuantity(entry.quantity), let at = Instant(entry.at) else {
        throw SeedError(description: "seed: usage of \(event.ref ?? "…") at \(entry.at) is malformed")
      }
      return UsageDraft(
        externalID: entry.id ?? "\(event.ref ?? "")-\(entry.meter)-\(at.utcDay)",
        subscription: entry.subscription.flatMap { ID($0) } ?? own, meter: entry.meter, quantity: quantity, at: at)
    }
    try Usage.record(drafts, in: work)
  }
}
