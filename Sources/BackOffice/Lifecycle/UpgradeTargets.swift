import Core
import FoundationEssentials
import Postgres

/// What a subscription can be upgraded to.
package struct UpgradeTargets {
  package let record: SubscriptionRecord
  /// Whether it can be upgraded at all now, by this actor; nil: yes.
  package let obstacle: Action?
  /// Offers for a new line, by plan, term and price; with what the caller may see of their prices.
  package let offers: [Catalogue.Listed]
  /// Lines of better plans that end no earlier, by id.
  package let lines: [SubscriptionRecord]

  package static func of(_ id: ID<Subscription>, in work: Work) throws -> UpgradeTargets {
    let record = try Subscriptions.find(id, in: work)
    let action = record.actions(for: work).first { ["upgrade", "convert"].contains($0.name) }
    let lines = try lines(beside: record, in: work)
    let offers = try offers(for: record, "f.plan_id = ANY (own.upgrade_plan_ids)", in: work)
    return UpgradeTargets(
      record: record, obstacle: action.flatMap { $0.allowed && $0.name == "upgrade" ? nil : refusal($0, record) },
      offers: offers, lines: lines)
  }

  /// A trial is converted, not upgraded.
  private static func refusal(_ action: Action, _ record: SubscriptionRecord) -> Action {
    record.subscription.trial ? Action(name: "upgrade", code: "upgrade.trial") : action
  }

  /// With the actor's own reach: lines they do not see are none to choose.
  private static func lines(beside record: SubscriptionRecord, in work: Work) throws -> [SubscriptionRecord] {
    let s = record.subscription
    return try work.tx.rows(
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)) FROM subscription s
      JOIN plan own ON own.id = \(record.plan) AND s.plan_id = ANY (own.upgrade_plan_ids)
      JOIN offer f ON f.id = s.offer_id JOIN offer mine ON mine.id = \(record.offer) AND mine.segment = f.segment
      WHERE s.customer_id = \(s.customer) AND s.id <> \(record.id) AND s.status = 'active' AND NOT s.direct
        AND s.term_end >= \(s.termEnd) AND s.parent_subscription_id IS NOT DISTINCT FROM \(record.parent)
        AND (s.auto_renew OR s.term_end > (\(work.now) AT TIME ZONE s.time_zone)::date)
      ORDER BY s.id LIMIT \(Bounds.pageMaximum)
      """
    ).map(SubscriptionRecord.init(row:))
  }

  /// Offers sold to the subscription's customer today, of its segment; prices and costs only where the actor sees
  /// them. Runs with the reseller's reach, the actor's own holds again afterwards.
  static func offers(for record: SubscriptionRecord, _ condition: SQL, in work: Work) throws -> [Catalogue.Listed] {
    let s = record.subscription
    let currency = s.unitPrice.currency
    let rows = try work.tx.pipeline([
      Reach.commercial(of: record.id),
      """
      SELECT \(Catalogue.columns), r.cost_minor, r.cost_currency, r.price FROM offer f
      JOIN offer mine ON mine.id = \(record.offer) AND mine.segment = f.segment
      JOIN plan own ON own.id = mine.plan_id
      JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      CROSS JOIN LATERAL (
        SELECT cost_on(o.id, f.id, o.currency, \(record.today)) AS cost_minor, o.currency AS cost_currency,
          price_on(o.id, \(s.customer), f.id, \(currency), \(record.today)) AS price
        FROM organization o WHERE o.id = \(record.path.reseller) OFFSET 0) r
      WHERE \(condition) AND NOT f.trial AND \(Catalogue.isSold(to: record, for: work.actor))
        AND r.price IS NOT NULL AND r.cost_minor IS NOT NULL
        AND (p.parent_plan_ids = '{}' OR EXISTS (
          SELECT FROM subscription t WHERE t.id = \(record.parent) AND t.plan_id = ANY (p.parent_plan_ids)))
      ORDER BY p.name, f.term, r.price, f.id LIMIT \(Bounds.pageMaximum)
      """,
      """
      SELECT set_config('comptoir.reseller', '', true), set_config('comptoir.view', '', true),
        set_config('comptoir.accounts', '', true)
      """,
      work.actor.reach,
    ])[1]
    return try rows.map { row in
      Catalogue.Listed(
        id: try row[0], plan: try row[1], planName: try row[2], service: try row[3], serviceName: try row[4],
        segment: try row[5], term: try row[6], frequency: try row[7], trial: try row[8],
        policy: try Catalogue.policy(row, 9), needsParent: !(try row[14] as [ID<Plan>]).isEmpty,
        price: work.actor.seesPrices ? Money(minor: try row[17], currency: currency) : nil,
        cost: work.actor.seesCosts ? Money(minor: try row[15], currency: try row[16]) : nil)
    }
  }
}
