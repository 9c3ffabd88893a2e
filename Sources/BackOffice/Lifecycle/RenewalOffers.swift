import Core
import FoundationEssentials
import Postgres

/// The offer a subscription is to renew as: the one named, or the one of its plan with the term and frequency wanted.
/// A price belongs to an offer, so another term or frequency is always another offer.
enum RenewalOffers {
  /// A command with the offer looked up that its renewal means, and that offer; other commands as they are.
  static func resolved(
    _ command: Command, for record: SubscriptionRecord, _ centres: [Centre], in work: Work
  ) throws -> (Command, OfferedRenewal?) {
    guard case .scheduleRenewal(let asked?) = command else { return (command, nil) }
    let s = record.subscription
    let isSame = asked.term == s.term && asked.billingFrequency == s.frequency
    guard asked.offer != record.offer, asked.offer != nil || !isSame else {
      return (.scheduleRenewal(resolved(asked, record.offer, s.term, s.frequency, to: nil)), nil)
    }
    // A term that cannot be sold at all is refused as such.
    guard let id = try asked.offer ?? offer(asked, for: record, in: work) else { return (command, nil) }
    let sold: SoldOffer
    do {
      sold = try Catalogue.sold(id, to: Buyer(of: record, centres), in: work)
    } catch Refusal.invalid(let issues) {
      throw Refusal.invalid(issues.map { Issue("/renewal" + $0.pointer, $0.code, $0.details) })
    }
    if let issue = parentIssue(sold, record) { throw Refusal.invalid([issue]) }
    let facts = try facts(of: record, in: work)
    let offered = OfferedRenewal(
      id: sold.id, isReachable: sold.plan == record.plan || facts.upgrades.contains(sold.plan),
      isSameSegment: sold.segment == facts.segment,
      addOnsFit: sold.plan == record.plan ? true : try AddOns.fit(sold.plan, of: record.id, in: work),
      policy: sold.policy, term: sold.term, frequency: sold.frequency, unitPrice: sold.price, unitCost: sold.cost)
    return (.scheduleRenewal(resolved(asked, nil, sold.term, sold.frequency, to: sold.id)), offered)
  }

  /// The renewal with its term filled in where the offer says it.
  private static func resolved(
    _ asked: Renewal, _ own: ID<Offer>?, _ term: Period, _ frequency: Frequency, to offer: ID<Offer>?
  ) -> Renewal {
    var renewal = asked
    if asked.term == Period() {
      renewal.term = term
      renewal.billingFrequency = frequency
    }
    renewal.offer = offer
    return renewal
  }

  /// An add-on's plan fits its parent's; what is none needs none.
  private static func parentIssue(_ sold: SoldOffer, _ record: SubscriptionRecord) -> Issue? {
    guard sold.trial == false else { return Issue("/renewal/offerId", "renewal.no_path") }
    guard sold.plan != record.plan, !sold.parentPlans.isEmpty || record.parent != nil else { return nil }
    return Issue("/renewal/offerId", "renewal.no_path")
  }

  /// The offer of the same plan with another term or frequency.
  private static func offer(_ asked: Renewal, for record: SubscriptionRecord, in work: Work) throws -> ID<Offer>? {
    guard asked.term != Period() else { return nil }
    let s = record.subscription
    let found = try work.tx.rows(
      """
      SELECT f.id FROM offer f JOIN offer own ON own.id = \(record.offer) AND own.segment = f.segment
      WHERE f.plan_id = \(record.plan) AND f.term = \(asked.term) AND f.billing_frequency = \(asked.billingFrequency)
        AND NOT f.trial AND \(Catalogue.isSold(to: record, for: work.actor))
        AND price_on(\(record.path.reseller), \(s.customer), f.id, \(s.unitPrice.currency), \(record.today)) IS NOT NULL
      ORDER BY f.id LIMIT 1
      """)
    if let row = found.first { return try row[0] }
    guard asked.isSellable else { return nil }
    throw Refusal.invalid([Issue("/renewal/term", "renewal.no_offer")])
  }

  /// What the catalogue says of a subscription's own plan and offer.
  static func facts(of record: SubscriptionRecord, in work: Work) throws -> PlanFacts {
    guard
      let row = try work.tx.rows(
        """
        SELECT f.segment, p.upgrade_plan_ids, f.converts_to_plan_id FROM offer f JOIN plan p ON p.id = f.plan_id
        WHERE f.id = \(record.offer)
        """
      ).first
    else { throw Refusal.notFound }
    return PlanFacts(segment: try row[0], upgrades: try row[1], convertsTo: try row[2])
  }

  /// Whether the offer that a renewal goes on as is still there.
  static func isOffered(_ renewal: Renewal, on day: Day, in work: Work) throws -> Bool {
    guard let offer = renewal.offer else { return true }
    return try !work.tx.rows("SELECT 1 FROM offer f WHERE f.id = \(offer) AND \(Catalogue.isOpen(on: "\(day)"))")
      .isEmpty
  }
}

/// What the catalogue says of the offer a subscription has.
struct PlanFacts {
  let segment: String
  let upgrades: [ID<Plan>]
  let convertsTo: ID<Plan>?
}

extension Buyer {
  /// The customer of a subscription, in the transaction that has its reseller's reach already.
  init(of record: SubscriptionRecord, _ centres: [Centre]) {
    self.init(
      path: record.path, currency: record.subscription.unitPrice.currency, today: record.today, centres: centres,
      rules: SplitRules())
  }
}
