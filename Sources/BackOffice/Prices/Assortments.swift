import Core
import FoundationEssentials
import Postgres

/// Which offers a reseller may sell, as its distributor decides.
package enum Assortments {
  /// An offer by name, allowed or not, with what it costs the reseller today.
  package struct Listed: Sendable {
    package let offer: ID<Offer>
    package let planName: String
    package let serviceName: String
    package let segment: String
    package let term: Period
    package let frequency: Frequency
    package let trial: Bool
    package let allowed: Bool
    package let cost: Money?
    package let list: Money?
    /// The first day of the cost that holds.
    package let from: Day?
    /// Whether the cost is the reseller's own, or everybody's.
    package let isOwn: Bool
    /// The cost that comes next, with its first day.
    package let next: (cost: Money, from: Day)?
  }

  package struct Filter {
    package var service: ID<Service>?
    package var search: String?

    package init() {}
  }

  /// Whether it may also sell what was neither allowed nor refused by name.
  package static func takesEverything(_ reseller: ID<Organization>, in work: Work) throws -> Bool {
    try work.tx.rows("SELECT everything FROM assortment WHERE reseller_id = \(reseller)").first.map { try $0[0] }
      ?? false
  }

  package static func setEverything(
    _ everything: Bool, for reseller: Organizations.Record, in work: Work
  ) throws {
    try work.actor.require(.offersAllow)
    let before = try takesEverything(reseller.id, in: work)
    if before, !everything {
      // What runs must stay known to those who have it.
      work.tx.enqueue(
        """
        INSERT INTO reseller_offer (reseller_id, distributor_id, offer_id, allowed)
        SELECT DISTINCT s.reseller_id, s.distributor_id, s.offer_id, false FROM subscription s
        WHERE s.reseller_id = \(reseller.id) ON CONFLICT DO NOTHING
        """)
    }
    work.tx.enqueue(
      """
      INSERT INTO assortment (reseller_id, distributor_id, everything)
      VALUES (\(reseller.id), \(reseller.path.distributor), \(everything))
      ON CONFLICT (reseller_id) DO UPDATE SET everything = excluded.everything
      """)
    try work.audit(
      "reseller.offers_changed", AuditObject("reseller", reseller.id), on: reseller.path, before: fact(before),
      after: fact(everything))
  }

  private static func fact(_ everything: Bool) -> JSONWriter {
    var json = JSONWriter()
    json.object { $0.member("everything", everything) }
    return json
  }

  /// Allows and refuses offers by name; all or none.
  package static func allow(
    _ items: [(pointer: String, offer: ID<Offer>, allowed: Bool)], for reseller: Organizations.Record, in work: Work
  ) throws {
    try work.actor.require(.offersAllow)
    let offers = items.map(\.offer)
    let known = Set(try work.tx.rows("SELECT id FROM offer WHERE id = ANY (\(offers))").map { try $0[0] as ID<Offer> })
    let issues = items.filter { !known.contains($0.offer) }.map {
      Issue($0.pointer + "/offerId", "offer.not_available")
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    work.tx.enqueue(
      """
      INSERT INTO reseller_offer (reseller_id, distributor_id, offer_id, allowed)
      SELECT DISTINCT ON (n.offer) \(reseller.id), \(reseller.path.distributor), n.offer, n.allowed
      FROM unnest(\(offers), \(items.map(\.allowed))) WITH ORDINALITY n(offer, allowed, position)
      ORDER BY n.offer, n.position DESC
      ON CONFLICT (reseller_id, offer_id) DO UPDATE SET allowed = excluded.allowed
      """)
  }

  /// The distributor's offers with what the reseller may do and pays, by id; to the reseller itself only what it may
  /// sell.
  package static func list(
    of reseller: Organizations.Record, _ filter: Filter, _ paging: Paging, in work: Work
  ) throws -> [Listed] {
    try work.actor.require(.costsView)
    var conditions: [SQL] = ["NOT f.ended"]
    if let after = try paging.afterID(Offer.self) { conditions.append("f.id > \(after)") }
    if let service = filter.service { conditions.append("p.service_id = \(service)") }
    if filter.search != nil { conditions.append(SearchText.contains("p.search_name", filter.search)) }
    if work.actor.level == .reseller { conditions.append("offer_allowed(\(reseller.id), f.id)") }
    let today = try CatalogueKeeping.today(of: reseller.id, in: work)
    let own: SQL = "c.offer_id = f.id AND c.currency = \(reseller.currency)"
    return try work.tx.rows(
      """
      SELECT f.id, p.name, v.name, f.segment, f.term, f.billing_frequency, f.trial, offer_allowed(\(reseller.id), f.id),
        m.cost_minor, m.list_minor, m.valid_from, m.reseller_id IS NOT NULL, n.cost_minor, n.valid_from
      FROM offer f JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      LEFT JOIN LATERAL (
        SELECT c.* FROM cost_price c WHERE \(own) AND (c.reseller_id = \(reseller.id) OR c.reseller_id IS NULL)
          AND c.valid_from <= \(today) AND (c.valid_to IS NULL OR c.valid_to > \(today))
        ORDER BY c.reseller_id NULLS LAST LIMIT 1) m ON true
      LEFT JOIN LATERAL (
        SELECT c.* FROM cost_price c WHERE \(own) AND c.reseller_id IS NOT DISTINCT FROM m.reseller_id
          AND c.valid_from > \(today) ORDER BY c.valid_from LIMIT 1) n ON true
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY f.id LIMIT \(paging.fetched)
      """
    ).map { try listed($0, reseller.currency) }
  }

  private static func listed(_ row: Row, _ currency: Currency) throws -> Listed {
    let cost: Int64? = try row[8]
    let list: Int64? = try row[9]
    let next: Int64? = try row[12]
    let from: Day? = try row[13]
    return Listed(
      offer: try row[0], planName: try row[1], serviceName: try row[2], segment: try row[3], term: try row[4],
      frequency: try row[5], trial: try row[6], allowed: try row[7],
      cost: cost.map { Money(minor: $0, currency: currency) }, list: list.map { Money(minor: $0, currency: currency) },
      from: try row[10], isOwn: try row[11],
      next: next.flatMap { minor in from.map { (Money(minor: minor, currency: currency), $0) } })
  }
}
