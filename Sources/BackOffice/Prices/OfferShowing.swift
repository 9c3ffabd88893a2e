import Core
import FoundationEssentials
import Postgres

/// Which of its customers a reseller shows an offer to.
package struct OfferShowing: Sendable {
  package enum Extent: String, Sendable, CaseIterable { case all, none, named }

  package let offer: ID<Offer>
  package let extent: Extent
  /// Those it is shown to where not to all, by name.
  package let customers: [(id: ID<Organization>, name: String)]

  package static func of(_ offer: ID<Offer>, in work: Work) throws -> OfferShowing {
    try work.actor.require(.pricesManage)
    let found = try CatalogueKeeping.offer(offer, in: work)
    let rows = try work.tx.rows(
      """
      SELECT s.customer_id, o.name, s.shown FROM offer_showing s LEFT JOIN organization o ON o.id = s.customer_id
      WHERE s.offer_id = \(found.id) ORDER BY o.name NULLS FIRST, s.customer_id
      """)
    let isHidden = try rows.contains { try $0.isNull(0) && !($0[2] as Bool) }
    let customers = try rows.filter { try !$0.isNull(0) && $0[2] as Bool }.map {
      (id: try $0[0] as ID<Organization>, name: try $0[1] as String)
    }
    let extent: Extent = !isHidden ? .all : customers.isEmpty ? .none : .named
    return OfferShowing(offer: offer, extent: extent, customers: isHidden ? customers : [])
  }

  /// Shows it to all, to nobody, or to the customers named.
  package static func set(
    _ extent: Extent, customers: [ID<Organization>], of offer: ID<Offer>, in work: Work
  ) throws -> OfferShowing {
    let before = try of(offer, in: work)
    guard let reseller = work.actor.path.reseller else { throw Refusal.notFound }
    guard (extent == .named) == !customers.isEmpty else {
      throw Refusal.invalid([Issue("/customerIds", extent == .named ? "field.required" : "offer.shown_to_named")])
    }
    let known = Set(
      try work.tx.rows(
        """
        SELECT id FROM organization
        WHERE kind = 'customer' AND reseller_id = \(reseller) AND id = ANY (\(customers)) FOR KEY SHARE
        """
      ).map { try $0[0] as ID<Organization> })
    let issues = customers.enumerated().filter { !known.contains($0.element) }.map {
      Issue("/customerIds/\($0.offset)", "customer.unknown")
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    try PriceLock.take(reseller, in: work)
    let path = Path(distributor: work.actor.path.distributor, reseller: reseller, customer: nil)
    work.tx.enqueue("DELETE FROM offer_showing WHERE reseller_id = \(reseller) AND offer_id = \(offer)")
    if extent != .all {
      work.tx.enqueue(
        """
        INSERT INTO offer_showing (reseller_id, distributor_id, offer_id, customer_id, shown)
        SELECT \(reseller), \(path.distributor), \(offer), NULL::uuid, false
        UNION ALL SELECT \(reseller), \(path.distributor), \(offer), c, true FROM unnest(\(Array(known))) c
        """)
    }
    let after = try of(offer, in: work)
    try work.audit(
      "offer.visibility_changed", AuditObject("offer", offer), on: path, before: before.facts, after: after.facts)
    return after
  }

  private var facts: JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("shown", extent.rawValue)
      $0.member("customers", customers.map(\.name))
    }
    return json
  }
}
