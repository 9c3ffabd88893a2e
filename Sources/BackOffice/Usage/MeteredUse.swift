import Core
import FoundationEssentials
import HTTP
import Postgres

/// What there is to see of a subscription's use.
package enum MeteredUse {
  /// A meter of the subscription's offer, with what it costs as far as the reader may know.
  package struct ListedMeter: Sendable {
    package let id: ID<Meter>
    package let code: String
    package let name: String
    package let unit: String
    package let price: MeterPrice?
    package let cost: MeterPrice?
  }

  /// What one meter counted in a month, and what that comes to as far as the reader may know.
  package struct ListedMonth: Sendable {
    package let meter: ListedMeter
    package let month: Month
    package let quantity: MeteredQuantity
    /// Whether it is charged as it stands; else it grows, or waits for the bill run.
    package let isPosted: Bool
    package let price: Money?
    package let cost: Money?
  }

  /// The meters of an offer at what they cost a customer of this path in this month.
  static func meters(of subscription: SubscriptionRecord, in month: Month, _ work: Work) throws -> [ListedMeter] {
    let rows = try work.tx.rows(
      "SELECT id, code, name, unit FROM meter WHERE offer_id = \(subscription.offer) ORDER BY position, id")
    let prices = try MeterPrices(of: try rows.map { try $0[0] }, in: work)
    return try rows.map { try meter($0, subscription, prices, month, work.actor) }
  }

  private static func meter(
    _ row: Row, _ subscription: SubscriptionRecord, _ prices: MeterPrices, _ month: Month, _ actor: Actor
  ) throws -> ListedMeter {
    let id: ID<Meter> = try row[0]
    func price(_ leg: Leg, _ currency: Currency) -> MeterPrice? {
      guard actor.sees(leg) else { return nil }
      let name = MeterPrices.Name(reseller: subscription.path.reseller, meter: id, leg: leg, currency: currency)
      return prices.price(name, in: month)
    }
    let s = subscription.subscription
    return ListedMeter(
      id: id, code: try row[1], name: try row[2], unit: try row[3], price: price(.price, s.unitPrice.currency),
      cost: price(.cost, s.unitCost.currency))
  }

  /// The months a subscription was used in, latest first.
  package static func months(
    of id: ID<Subscription>, _ paging: Paging, in work: Work
  ) throws -> [ListedMonth] {
    try months(of: try Subscriptions.find(id, in: work), paging, in: work)
  }

  static func months(of record: SubscriptionRecord, _ paging: Paging, in work: Work) throws -> [ListedMonth] {
    var after: SQL = "true"
    if let key = try paging.afterKey(Meter.self) {
      guard let month = Month(key.text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      after = "(u.month < \(month.first) OR u.month = \(month.first) AND u.meter_id > \(key.id))"
    }
    let rows = try work.tx.rows(
      """
      SELECT m.id, m.code, m.name, m.unit, u.month, u.quantity, u.posted
      FROM usage_month u JOIN meter m ON m.id = u.meter_id WHERE u.subscription_id = \(record.id) AND \(after)
      ORDER BY u.month DESC, u.meter_id LIMIT \(paging.fetched)
      """)
    let prices = try MeterPrices(of: Array(Set(try rows.map { try $0[0] })), in: work)
    return try rows.map { row in
      let first: Day = try row[4]
      let month = Month(containing: first)
      let meter = try meter(row, record, prices, month, work.actor)
      let quantity: MeteredQuantity = try row[5]
      return ListedMonth(
        meter: meter, month: month, quantity: quantity, isPosted: try row[6],
        price: meter.price?.owed(for: quantity), cost: meter.cost?.owed(for: quantity))
    }
  }
}
