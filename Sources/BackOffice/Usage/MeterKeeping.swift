import Core
import FoundationEssentials
import Postgres

/// Meters of an offer and what they cost: the distributor says what is counted and at which cost, a reseller its
/// prices, each from a month on. Nothing that was in force is ever changed.
package enum MeterKeeping {
  /// What a meter costs on one leg from a month on.
  package struct ListedPrice: Sendable {
    package let leg: Leg
    package let reseller: ID<Organization>
    package let resellerName: String
    package let from: Month
    package let price: MeterPrice
    package let setByName: String?
  }

  package struct Listed: Sendable {
    package let id: ID<Meter>
    package let code: String
    package let name: String
    package let unit: String
    /// As far as the reader may know them, the latest first.
    package let prices: [ListedPrice]
  }

  package struct MeterDraft: Sendable {
    package let code: String
    package let name: String
    package let unit: String
  }

  package struct PriceDraft: Sendable {
    /// Its code.
    package let meter: String
    /// Whose cost; nil: that of every reseller whose own currency it is. A reseller sets its own prices only.
    package let reseller: ID<Organization>?
    package let from: Month
    package let price: MeterPrice
  }

  /// What there is to count of an offer.
  package static func list(of offer: ID<Offer>, in work: Work) throws -> [Listed] {
    _ = try CatalogueKeeping.offer(offer, in: work)
    return try meters(of: offer, in: work)
  }

  private static func meters(of offer: ID<Offer>, in work: Work) throws -> [Listed] {
    let results = try work.tx.pipeline([
      "SELECT id, code, name, unit FROM meter WHERE offer_id = \(offer) ORDER BY position, id",
      """
      SELECT p.meter_id, p.leg, p.reseller_id, o.name, p.from_month, p.currency, p.model, p.free_quantity,
        p.package_size, p.tier_bounds, p.tier_rates, p.set_by_name
      FROM (
        SELECT DISTINCT ON (p.reseller_id, p.meter_id, p.leg, p.currency, p.from_month) p.* FROM meter_price p
        JOIN meter m ON m.id = p.meter_id WHERE m.offer_id = \(offer)
        ORDER BY p.reseller_id, p.meter_id, p.leg, p.currency, p.from_month, p.number DESC) p
      JOIN organization o ON o.id = p.reseller_id
      ORDER BY o.name, p.leg, p.currency, p.from_month DESC
      """,
    ])
    var prices: [ID<Meter>: [ListedPrice]] = [:]
    for row in results[1] {
      let leg: Leg = try row[1]
      let from: Day = try row[4]
      guard work.actor.sees(leg),
        let price = try MeterPrices.price(
          model: row[6], free: row[7], packageSize: row[8], bounds: row[9], rates: row[10], currency: row[5])
      else { continue }
      prices[try row[0], default: []].append(
        ListedPrice(
          leg: leg, reseller: try row[2], resellerName: try row[3], from: Month(containing: from), price: price,
          setByName: try row[11]))
    }
    return try results[0].map { row in
      let id: ID<Meter> = try row[0]
      return Listed(id: id, code: try row[1], name: try row[2], unit: try row[3], prices: prices[id] ?? [])
    }
  }

  /// A meter of its own for an offer; what is bought of it already is counted by it too.
  package static func add(_ draft: MeterDraft, to offer: ID<Offer>, in work: Work) throws -> Listed {
    let path = try CatalogueKeeping.keeper(work)
    let known = try list(of: offer, in: work)
    guard !known.contains(where: { $0.code == draft.code }) else { throw Refusal.conflict("meter.exists") }
    let id: ID<Meter> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO meter (id, distributor_id, offer_id, code, name, unit, position)
      VALUES (\(id), \(path.distributor), \(offer), \(draft.code), \(draft.name), \(draft.unit), \(known.count + 1))
      """)
    var facts = JSONWriter()
    facts.object {
      $0.member("code", draft.code)
      $0.member("name", draft.name)
      $0.member("unit", draft.unit)
    }
    try work.audit("offer.meter_added", AuditObject("offer", offer), on: path, after: facts)
    return Listed(id: id, code: draft.code, name: draft.name, unit: draft.unit, prices: [])
  }

  /// Sets what a meter costs from a month on: on the leg the actor sells on.
  package static func set(_ draft: PriceDraft, of offer: ID<Offer>, in work: Work) throws -> Listed {
    let leg: Leg = work.actor.level == .distributor ? .cost : .price
    try work.actor.require(leg == .cost ? .catalogueManage : .pricesManage)
    let root = work.actor.path.distributor
    _ = try work.tx.rows("SELECT pg_advisory_xact_lock(hashtextextended('meter ' || \(root.description), 0))")
    guard let meter = try list(of: offer, in: work).first(where: { $0.code == draft.meter }) else {
      throw Refusal.invalid([Issue("/meter", "usage.meter_not_there")])
    }
    let buyers = try sellers(draft, leg, in: work)
    let present = Month(containing: try CatalogueKeeping.today(of: work.actor.organization, in: work))
    let known = Dictionary(grouping: meter.prices.filter { $0.leg == leg && $0.price.currency == draft.price.currency })
    {
      $0.reseller
    }
    for reseller in buyers {
      let months = (known[reseller] ?? []).map(\.from)
      guard MeterPricing.allows(from: draft.from, known: months, present: present) else {
        throw Refusal.invalid([Issue("/from", "meter_price.retroactive", ["month": present.next.description])])
      }
    }
    save(draft, meter.id, leg, buyers, in: work)
    try journal(draft, meter, leg, offer, in: work)
    return try meters(of: offer, in: work).first { $0.id == meter.id } ?? meter
  }

  /// The resellers it is for.
  private static func sellers(_ draft: PriceDraft, _ leg: Leg, in work: Work) throws -> [ID<Organization>] {
    if leg == .price {
      guard draft.reseller == nil || draft.reseller == work.actor.organization else {
        throw Refusal.invalid([Issue("/resellerId", "reseller.unknown")])
      }
      return [work.actor.organization]
    }
    let rows = try work.tx.rows(
      """
      SELECT id FROM organization WHERE kind = 'reseller' AND distributor_id = \(work.actor.organization)
        AND CASE WHEN \(draft.reseller)::uuid IS NULL THEN currency = \(draft.price.currency)
          ELSE id = \(draft.reseller) END
      ORDER BY id
      """)
    guard !rows.isEmpty else { throw Refusal.invalid([Issue("/resellerId", "reseller.unknown")]) }
    return try rows.map { try $0[0] }
  }

  private static func save(
    _ draft: PriceDraft, _ meter: ID<Meter>, _ leg: Leg, _ resellers: [ID<Organization>], in work: Work
  ) {
    let price = draft.price
    work.tx.enqueue(
      """
      INSERT INTO meter_price (meter_id, reseller_id, distributor_id, leg, currency, from_month, number, model,
        free_quantity, package_size, tier_bounds, tier_rates, set_at, set_by, set_by_name)
      SELECT \(meter), r.id, \(work.actor.path.distributor), \(leg), \(price.currency), \(draft.from.first),
        coalesce((SELECT max(p.number) FROM meter_price p WHERE p.reseller_id = r.id AND p.meter_id = \(meter)
          AND p.leg = \(leg) AND p.currency = \(price.currency) AND p.from_month = \(draft.from.first)), 0) + 1,
        \(price.model), \(price.free), \(price.packageSize), \(price.tiers.compactMap(\.upTo)),
        \(price.tiers.map(\.rate)), \(work.now), \(work.actor.person), \(work.actor.name)
      FROM unnest(\(resellers)) AS r (id)
      """)
  }

  private static func journal(
    _ draft: PriceDraft, _ meter: Listed, _ leg: Leg, _ offer: ID<Offer>, in work: Work
  ) throws {
    var facts = JSONWriter()
    facts.object {
      $0.member("meter", meter.code)
      $0.member("from", draft.from.description)
      // A reseller's prices are its own affair: its distributor reads the audit trail too.
      if leg == .cost { $0.object("price") { UsageAPI.write(&$0, draft.price) } }
    }
    let path = Path(
      distributor: work.actor.path.distributor, reseller: leg == .price ? work.actor.organization : nil, customer: nil)
    try work.audit("offer.meter_priced", AuditObject("offer", offer), on: path, after: facts)
  }
}
