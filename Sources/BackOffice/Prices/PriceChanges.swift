import Core
import FoundationEssentials
import Postgres

/// Subscriptions that will renew at another price than they have: what a price list with days means for those who hold
/// something. The price is protected through the term; the new one begins with the next.
package enum PriceChanges {
  package struct Change: Sendable {
    package let subscription: ID<Subscription>
    package let path: Path
    package let customerName: String
    package let planName: String
    package let friendlyName: String?
    package let quantity: Int
    package let frequency: Frequency
    /// The day the next term begins.
    package let from: Day
    package let before: Money
    package let after: Money
  }

  private static let columns: SQL = """
    s.id, s.distributor_id, s.reseller_id, s.customer_id, o.name, s.plan_name, s.friendly_name, s.quantity,
    s.billing_frequency, s.term_end, s.currency, s.unit_price, n.price
    """

  private static let source: SQL = """
    subscription s JOIN organization o ON o.id = s.customer_id CROSS JOIN LATERAL (
      SELECT price_on(s.reseller_id, s.customer_id, s.offer_id, s.currency, s.term_end) AS price OFFSET 0) n
    """

  /// Holds for what renews by itself.
  private static let renews: SQL = """
    s.status IN ('active', 'suspended') AND s.auto_renew AND NOT s.direct AND NOT s.trial
    """

  /// Those in reach within the next months, the nearest first.
  package static func list(
    of customer: ID<Organization>? = nil, subscription: ID<Subscription>? = nil, _ paging: Paging, in work: Work
  ) throws -> [Change] {
    try work.actor.require(.pricesView)
    var conditions: [SQL] = [renews, Subscriptions.within(work.actor)]
    if let customer { conditions.append("s.customer_id = \(customer)") }
    if let subscription { conditions.append("s.id = \(subscription)") }
    if let after = try paging.afterKey(Subscription.self) {
      guard let day = Day(after.text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      conditions.append("(s.term_end, s.id) > (\(day), \(after.id))")
    }
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source)
      WHERE \(conditions.joined(separator: " AND ")) AND n.price <> s.unit_price
        AND s.term_end <= (\(work.now)::timestamptz)::date + \(Int32(Bounds.priceChangesDays))
      ORDER BY s.term_end, s.id LIMIT \(paging.fetched)
      """
    ).map(change)
  }

  private static func change(_ row: Row) throws -> Change {
    let currency: Currency = try row[10]
    return Change(
      subscription: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      customerName: try row[4], planName: try row[5], friendlyName: try row[6], quantity: try row[7],
      frequency: try row[8], from: try row[9], before: Money(minor: try row[11], currency: currency),
      after: Money(minor: try row[12], currency: currency))
  }

  // MARK: Announcing

  /// As many as one transaction takes.
  private static let batch = 1_000

  /// Announces every change that is near, once: to the customer's managers and to the reseller.
  static func announceDue(_ office: Office) throws {
    while try announce(office) == batch {}
  }

  private static func announce(_ office: Office) throws -> Int {
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "prices", office: office)
      let days = Int32(Bounds.priceNoticeDays)
      let due = try tx.rows(
        """
        SELECT \(columns) FROM \(source)
        WHERE \(renews) AND s.term_end <= (\(now)::timestamptz)::date + \(days + 1)
          AND s.term_end > (\(now) AT TIME ZONE s.time_zone)::date
          AND s.term_end <= (\(now) AT TIME ZONE s.time_zone)::date + \(days)
          AND n.price <> s.unit_price AND NOT EXISTS (
            SELECT FROM price_notice a
            WHERE a.subscription_id = s.id AND a.from_day = s.term_end AND a.new_minor = n.price)
        ORDER BY s.term_end, s.id LIMIT \(batch)
        """
      ).map(change)
      guard !due.isEmpty else { return 0 }
      let kept = try keep(due, in: work)
      try PriceNoticeMail.send(due.filter { kept.contains($0.subscription) }, in: work)
      return due.count
    }
  }

  /// Writes down what is announced; answers what no other instance had written down before.
  private static func keep(_ changes: [Change], in work: Work) throws -> Set<ID<Subscription>> {
    let ids = UUIDSequence(at: work.now)
    let rows = try work.tx.rows(
      """
      INSERT INTO price_notice (id, distributor_id, reseller_id, customer_id, subscription_id, from_day, currency,
        old_minor, new_minor, announced_at)
      SELECT n.id, s.distributor_id, s.reseller_id, s.customer_id, s.id, n.starts, s.currency, n.before, n.after,
        \(work.now)
      FROM unnest(\(changes.map { _ in ids.next() }), \(changes.map(\.subscription)), \(changes.map(\.from)),
        \(changes.map(\.before.minor)), \(changes.map(\.after.minor))) n(id, subscription, starts, before, after)
      JOIN subscription s ON s.id = n.subscription
      ON CONFLICT DO NOTHING RETURNING subscription_id
      """)
    return Set(try rows.map { try $0[0] as ID<Subscription> })
  }
}
