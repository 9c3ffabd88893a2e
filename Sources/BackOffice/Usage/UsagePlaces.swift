import Core
import FoundationEssentials
import Postgres

/// Where the records of a batch belong. A subscription that is not in the sender's reach is as unknown as one that does
/// not exist.
struct UsagePlaces {
  private struct Found {
    let path: Path
    let subscription: MeteredSubscription
    let day: Day
    let meter: ID<Meter>?
    let price: MeterPrices.Name?
    let cost: MeterPrices.Name?
  }

  private let drafts: [UsageDraft]
  private var found: [Int: Found] = [:]
  private let keptFrom: Day?
  private var prices: [ID<Organization>?: MeterPrices] = [:]

  init(of drafts: [UsageDraft], in work: Work) throws {
    self.drafts = drafts
    let rows = try work.tx.rows(
      """
      SELECT d.n, s.distributor_id, s.reseller_id, s.customer_id, s.start_day,
        CASE WHEN s.status IN ('expired', 'cancelled') THEN (
          SELECT c.day FROM subscription_change c WHERE c.subscription_id = s.id ORDER BY c.number DESC LIMIT 1) END,
        s.direct, (d.at AT TIME ZONE s.time_zone)::date, m.id, s.currency, s.cost_currency
      FROM unnest(\(Array(drafts.indices)), \(drafts.map(\.subscription)), \(drafts.map(\.meter)), \(drafts.map(\.at)))
        AS d (n, subscription_id, meter, at)
      JOIN subscription s ON s.id = d.subscription_id
      LEFT JOIN meter m ON m.offer_id = s.offer_id AND m.code = d.meter
      """)
    keptFrom = try Months.keptFrom(in: work.tx)
    for row in rows { found[try row[0]] = try UsagePlaces.found(row, billsCosts: work.actor.level == .distributor) }
    for (reseller, own) in Dictionary(grouping: found.values, by: \.path.reseller) {
      let meters = Array(Set(own.compactMap(\.meter)))
      prices[reseller] = try Usage.commercially(reseller, in: work) { try MeterPrices(of: meters, in: work) }
    }
  }

  /// A distributor bills its resellers the costs, a reseller its customers the prices.
  private static func found(_ row: Row, billsCosts: Bool) throws -> Found {
    let path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
    let meter: ID<Meter>? = try row[8]
    let (price, cost): (Currency, Currency) = (try row[9], try row[10])
    func name(_ leg: Leg, _ currency: Currency) -> MeterPrices.Name? {
      meter.map { MeterPrices.Name(reseller: path.reseller, meter: $0, leg: leg, currency: currency) }
    }
    return Found(
      path: path,
      subscription: MeteredSubscription(
        start: try row[4], ended: try row[5], direct: try row[6], currency: billsCosts ? cost : price),
      day: try row[7], meter: meter, price: name(.price, price), cost: name(.cost, cost))
  }

  /// Where the draft at this place in the batch belongs.
  func place(ofDraft index: Int) -> UsageIntake.Place {
    guard let found = found[index] else { return .parked(.subscriptionUnknown) }
    let month = Month(containing: found.day)
    let isPriced = [found.price, found.cost].allSatisfy { name in
      name.flatMap { prices[found.path.reseller]?.price($0, in: month) } != nil
    }
    let reason = found.subscription.reasonToPark(
      useOn: found.day, meter: found.meter, named: drafts[index].currency, keptFrom: keptFrom, isPriced: isPriced)
    guard reason == nil, let meter = found.meter else { return .parked(reason ?? .meterUnknown) }
    return .counts(
      UsageKey(subscription: drafts[index].subscription, meter: meter, month: month), day: found.day)
  }
}
