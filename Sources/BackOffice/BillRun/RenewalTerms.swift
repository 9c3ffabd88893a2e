import Core
import FoundationEssentials
import Postgres

/// Another offer that a subscription goes on as when it renews.
struct RenewalTerms {
  /// Which subscription's, and which offer.
  struct Key: Hashable {
    let subscription: ID<Subscription>
    let offer: ID<Offer>

    init(_ subscription: ID<Subscription>, _ offer: ID<Offer>) {
      self.subscription = subscription
      self.offer = offer
    }
  }

  let offer: ID<Offer>
  let plan: ID<Plan>
  let planName: String
  let service: ID<Service>
  let serviceName: String
  let policy: OfferPolicy
  let price: Money
  let cost: Money

  /// What is still sold of the offers these subscriptions are to go on as, at the prices of the day each one does.
  static func offers(of records: [SubscriptionRecord], in work: Work) throws -> [Key: RenewalTerms] {
    let ids = records.filter { $0.subscription.renewal?.offer != nil }.map(\.id)
    guard !ids.isEmpty else { return [:] }
    let rows = try work.tx.rows(
      """
      SELECT s.id, f.id, p.id, p.name, v.id, v.name, f.minimum, f.maximum, f.decrease_window, f.cancel_window,
        f.suspension_stops_billing, price_on(s.reseller_id, s.customer_id, f.id, s.currency, s.term_end), s.currency,
        cost_on(s.reseller_id, f.id, s.cost_currency, s.term_end), s.cost_currency
      FROM subscription s JOIN offer f ON f.id = s.renewal_offer_id AND \(Catalogue.isOpen(on: "s.term_end"))
      JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      WHERE s.id = ANY (\(ids)) AND offer_allowed(s.reseller_id, f.id)
      """)
    return try rows.reduce(into: [:]) { offers, row in
      guard let price: Int64 = try row[11], let cost: Int64 = try row[13] else { return }
      let terms = RenewalTerms(
        offer: try row[1], plan: try row[2], planName: try row[3], service: try row[4], serviceName: try row[5],
        policy: try Catalogue.policy(row, 6), price: Money(minor: price, currency: try row[12]),
        cost: Money(minor: cost, currency: try row[14]))
      offers[Key(try row[0], terms.offer)] = terms
    }
  }
}

extension SubscriptionWriter {
  /// Lets a subscription be of another offer from now on.
  func goOn(_ id: ID<Subscription>, as terms: RenewalTerms) {
    let policy = terms.policy
    work.tx.enqueue(
      """
      UPDATE subscription SET offer_id = \(terms.offer), plan_id = \(terms.plan), plan_name = \(terms.planName),
        service_id = \(terms.service), service_name = \(terms.serviceName), minimum = \(policy.minimum),
        maximum = \(policy.maximum), decrease_window = \(policy.decreaseWindow),
        cancel_window = \(policy.cancelWindow), suspension_stops_billing = \(policy.suspensionStopsBilling)
      WHERE id = \(id)
      """)
  }
}
