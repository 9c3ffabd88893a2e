import Core
import FoundationEssentials
import Postgres

/// A subscription as it is stored: the domain's value with the facts shown beside it.
package struct SubscriptionRecord: Sendable {
  package var subscription: Subscription
  package let path: Path
  package var service: ID<Service>
  package var serviceName: String
  package var plan: ID<Plan>
  package var planName: String
  package var offer: ID<Offer>
  package let parent: ID<Subscription>?
  package var suspensionReason: String?
  /// The cycle billed last; charges for it are posted.
  package var cycleFrom: Day
  package var cycleTo: Day
  /// The day it is for this subscription, in its own zone.
  package let today: Day
  /// Lines of the ledger so far.
  package let changes: Int
  /// What it went on as, when all its licences were upgraded or it was a trial.
  package var successor: ID<Subscription>?

  package var id: ID<Subscription> { subscription.id }

  /// How many columns those are.
  static let columnCount = 53

  /// What is read, in the order `init(row:)` expects. `now` decides which day it is.
  package static func columns(at now: Instant) -> SQL {
    """
    s.id, s.distributor_id, s.reseller_id, s.customer_id, s.service_id, s.service_name, s.plan_id, s.plan_name,
    s.offer_id, s.parent_subscription_id, s.suspension_reason, s.cycle_from, s.cycle_to,
    (\(now) AT TIME ZONE s.time_zone)::date, s.status, s.suspended_by, s.direct, s.trial, s.quantity, s.assigned,
    s.centre_ids, s.centre_quantities, s.lot_times, s.lot_quantities, s.friendly_name, s.start_day, s.anchor_day,
    s.term_start, s.term_end, s.term, s.billing_frequency, s.auto_renew, s.renewal_quantity, s.renewal_term,
    s.renewal_frequency, s.renewal_align_to, s.unit_price, s.currency, s.unit_cost, s.cost_currency, s.minimum,
    s.maximum, s.decrease_window, s.cancel_window, s.suspension_stops_billing, s.purchased_at, s.version,
    s.active_add_ons > 0, s.changes, s.renewal_offer_id, s.parent_suspends, s.parent_ends, s.successor_id
    """
  }

  package init(row: Row) throws {
    path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
    service = try row[4]
    serviceName = try row[5]
    plan = try row[6]
    planName = try row[7]
    offer = try row[8]
    parent = try row[9]
    suspensionReason = try row[10]
    cycleFrom = try row[11]
    cycleTo = try row[12]
    today = try row[13]
    changes = try row[48]
    successor = try row[52]
    subscription = try SubscriptionRecord.subscription(row)
  }

  /// A purchase about to be stored.
  package init(_ subscription: Subscription, path: Path, sold: SoldOffer, parent: ID<Subscription>?, today: Day) {
    self.subscription = subscription
    self.path = path
    service = sold.service
    serviceName = sold.serviceName
    plan = sold.plan
    planName = sold.planName
    offer = sold.id
    self.parent = parent
    suspensionReason = nil
    cycleFrom = subscription.start
    let first = subscription.schedule.cycle(containing: subscription.start)
    cycleTo = min(first?.to ?? subscription.termEnd, subscription.termEnd)
    self.today = today
    changes = 0
    successor = nil
  }

  private static func subscription(_ row: Row) throws -> Subscription {
    Subscription(
      id: try row[0], customer: try row[3], status: try row[14], suspendedBy: try row[15], direct: try row[16],
      trial: try row[17], quantity: try row[18], assigned: try row[19], allocations: try allocations(row, 20),
      lots: try lots(row, 22), friendlyName: try row[24], start: try row[25], anchor: try row[26],
      termStart: try row[27], termEnd: try row[28], term: try row[29], frequency: try row[30], autoRenew: try row[31],
      renewal: try renewal(row), unitPrice: Money(minor: try row[36], currency: try row[37]),
      unitCost: Money(minor: try row[38], currency: try row[39]), policy: try policy(row), purchasedAt: try row[45],
      version: try row[46], hasActiveAddOns: try row[47],
      parentSuspends: try row[50], parentEnds: try row[51])
  }

  static func allocations(_ row: Row, _ column: Int) throws -> [Allocation] {
    let centres: [ID<BillingCentre>] = try row[column]
    let quantities: [Int] = try row[column + 1]
    return zip(centres, quantities).map { Allocation(centre: $0, quantity: $1) }
  }

  private static func lots(_ row: Row, _ column: Int) throws -> [LicenceLot] {
    let times: [Instant] = try row[column]
    let quantities: [Int] = try row[column + 1]
    return zip(times, quantities).map { LicenceLot(addedAt: $0, quantity: $1) }
  }

  private static func renewal(_ row: Row) throws -> Renewal? {
    guard let quantity: Int = try row[32] else { return nil }
    return Renewal(
      quantity: quantity, term: try row[33], billingFrequency: try row[34], alignTo: try row[35], offer: try row[49])
  }

  private static func policy(_ row: Row) throws -> OfferPolicy {
    OfferPolicy(
      minimum: try row[40], maximum: try row[41], decreaseWindow: try row[42], cancelWindow: try row[43],
      suspensionStopsBilling: try row[44])
  }
}

/// An offer as a reseller sells it to a customer: what it is, what it costs and what it fetches.
package struct SoldOffer: Sendable {
  package let id: ID<Offer>
  package let plan: ID<Plan>
  package let planName: String
  package let service: ID<Service>
  package let serviceName: String
  package let segment: String
  package let term: Period
  package let frequency: Frequency
  package let trial: Bool
  package let policy: OfferPolicy
  package let parentPlans: [ID<Plan>]
  package let price: Money
  package let cost: Money
}
