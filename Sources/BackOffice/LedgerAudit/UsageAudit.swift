import Core
import FoundationEssentials
import Postgres

/// Meters' months against their records and charges. What is not posted yet, because the month runs or was counted
/// anew, is not owed yet.
struct UsageAudit {
  /// A meter's month of a subscription.
  private struct Key: Hashable, Comparable {
    let subscription: ID<Subscription>
    let meter: ID<Meter>
    let month: Day

    var text: String { "subscription \(subscription), meter \(meter), month \(Month(containing: month))" }

    static func < (a: Key, b: Key) -> Bool {
      (a.subscription, a.month, a.meter) < (b.subscription, b.month, b.meter)
    }
  }

  private struct PriceName: Hashable {
    let meter: ID<Meter>
    let reseller: ID<Organization>
    let leg: Leg
    let currency: Currency
  }

  private struct Place: Hashable {
    let leg: Leg
    let centre: ID<BillingCentre>?
  }

  private typealias Sum = (quantity: Int128, minor: Int128)

  private var months: [Key: (quantity: Int64, isPosted: Bool)] = [:]
  private var days: [Key: [DayUse]] = [:]
  private var posted: [Key: [Place: Sum]] = [:]
  private var charges = 0
  /// The latest first.
  private var prices: [PriceName: [(from: Day, price: PlainMeter, core: MeterPrice?)]] = [:]
  private let subscriptions: Set<ID<Subscription>>

  init(_ ids: [ID<Subscription>], in tx: Transaction) throws {
    let results = try tx.pipeline(UsageAudit.queries(ids))
    for row in results[0] { months[try UsageAudit.key(row)] = (try row[3], try row[4]) }
    for row in results[1] {
      days[try UsageAudit.key(row), default: []].append(DayUse(day: try row[3], quantity: try row[4]))
    }
    for row in results[2] {
      let sum: Sum = (Int128(try row[5] as Int64), Int128(try row[6] as Int64))
      posted[try UsageAudit.key(row), default: [:]][Place(leg: try row[3], centre: try row[4])] = sum
      charges += try row[7] as Int
    }
    let keys = Set(months.keys).union(posted.keys).union(days.keys)
    subscriptions = Set(keys.map(\.subscription))
    let meters = Set(keys.map(\.meter))
    if !meters.isEmpty { try readPrices(of: Array(meters), in: tx) }
  }

  func concerns(_ subscription: ID<Subscription>) -> Bool { subscriptions.contains(subscription) }

  /// A record counts by its last version in the month; one that moved away left a version of nothing.
  private static func queries(_ ids: [ID<Subscription>]) -> [SQL] {
    [
      """
      SELECT u.subscription_id, u.meter_id, u.month, u.quantity, u.posted FROM usage_month u
      WHERE u.subscription_id = ANY (\(ids))
      """,
      """
      SELECT l.subscription_id, l.meter_id, l.month, l.day, sum(l.quantity)::bigint FROM (
        SELECT DISTINCT ON (r.subscription_id, r.month, r.meter_id, r.source_id, r.external_id) r.subscription_id,
          r.meter_id, r.month, r.day, r.quantity
        FROM usage_record r WHERE r.subscription_id = ANY (\(ids))
        ORDER BY r.subscription_id, r.month, r.meter_id, r.source_id, r.external_id, r.version DESC) l
      GROUP BY l.subscription_id, l.meter_id, l.month, l.day ORDER BY l.day
      """,
      """
      SELECT c.subscription_id, c.meter_id, c.cycle_from, c.leg, c.centre_id, sum(c.usage_quantity)::bigint,
        sum(c.amount)::bigint, count(*)
      FROM charge c WHERE c.subscription_id = ANY (\(ids)) AND c.meter_id IS NOT NULL
      GROUP BY c.subscription_id, c.meter_id, c.cycle_from, c.leg, c.centre_id
      """,
    ]
  }

  private static func key(_ row: Row) throws -> Key {
    Key(subscription: try row[0], meter: try row[1], month: try row[2])
  }

  private mutating func readPrices(of meters: [ID<Meter>], in tx: Transaction) throws {
    let rows = try tx.rows(
      """
      SELECT p.meter_id, p.reseller_id, p.leg, p.currency, p.from_month, p.model, p.free_quantity, p.package_size,
        p.tier_bounds, p.tier_rates
      FROM meter_price p WHERE p.meter_id = ANY (\(meters)) ORDER BY p.from_month DESC
      """)
    for row in rows {
      let name = PriceName(meter: try row[0], reseller: try row[1], leg: try row[2], currency: try row[3])
      let (bounds, rates): ([Int64], [Int64]) = (try row[8], try row[9])
      let (free, size): (Int64, Int64?) = (try row[6], try row[7])
      let model: MeterPrice.Model = try row[5]
      let plain = PlainMeter(
        model: model, free: Int128(free), packageSize: Int128(size ?? 1), bounds: bounds.map { Int128($0) },
        rates: rates.map { Int128($0) })
      let tiers = rates.enumerated().map { index, rate in
        MeterPrice.Tier(
          upTo: index < bounds.count ? MeteredQuantity(millionths: bounds[index]) : nil,
          rate: MeterRate(minorMillionths: rate))
      }
      let core = MeterPrice(
        model: plain.model, free: MeteredQuantity(millionths: free),
        packageSize: size.map { MeteredQuantity(millionths: $0) }, tiers: tiers, currency: name.currency)
      prices[name, default: []].append((try row[4], plain, core))
    }
  }

  // MARK: - Comparing

  func check(
    _ subjects: [SubscriptionAudit.Subject], _ entries: [ID<Subscription>: [LedgerEntry]],
    _ since: [ID<Subscription>: Day],
    _ order: [ID<Organization>: [ID<BillingCentre>]], _ findings: inout AuditFindings
  ) throws {
    findings.summary.charges += charges
    let subjects = Dictionary(uniqueKeysWithValues: subjects.map { ($0.id, $0) })
    for key in Set(months.keys).union(posted.keys).sorted()
    where since[key.subscription].map({ $0 <= key.month }) ?? true {
      findings.summary.usageMonths += 1
      let counted = (days[key] ?? []).reduce(Int128(0)) { $0 + Int128($1.quantity.millionths) }
      let month = months[key] ?? (0, true)
      if counted != Int128(month.quantity) {
        let text = "\(key.text): its records come to \(units(counted)), it says \(units(Int128(month.quantity)))"
        findings.note(LedgerDifference(.usage, text))
      }
      guard month.isPosted, let subject = subjects[key.subscription] else { continue }
      check(key, subject, entries[key.subscription] ?? [], order[subject.customer] ?? [], &findings)
    }
  }

  private func check(
    _ key: Key, _ subject: SubscriptionAudit.Subject, _ entries: [LedgerEntry], _ order: [ID<BillingCentre>],
    _ findings: inout AuditFindings
  ) {
    let uses = days[key] ?? []
    let counted = uses.reduce(Int128(0)) { $0 + Int128($1.quantity.millionths) }
    let (price, cost) = (self.price(key, subject, .price), self.price(key, subject, .cost))
    guard counted == 0 || price != nil && cost != nil else {
      findings.note(LedgerDifference(.usage, "\(key.text): it is posted, and nothing says what it costs"))
      return
    }
    var owed: [Place: Sum] = [:]
    let places = centres(uses, entries, order)
    let amounts = PlainLedger.shares(of: price?.price.amount(counted) ?? 0, by: places, order: order)
    for (centre, quantity) in places {
      owed[Place(leg: .price, centre: centre)] = (quantity, amounts[centre] ?? 0)
    }
    owed[Place(leg: .cost, centre: nil)] = (counted, cost?.price.amount(counted) ?? 0)
    let sums = posted[key] ?? [:]
    for place in Set(owed.keys).union(sums.keys) {
      let (due, sum) = (owed[place] ?? (0, 0), sums[place] ?? (0, 0))
      guard due != sum else { continue }
      findings.note(LedgerDifference(.usage, text(key, place, due, sum, subject.unit(place.leg).currency)))
    }
    checkCore(key, uses, price?.core, cost?.core, owed, entries, order, &findings)
  }

  private func text(_ key: Key, _ place: Place, _ due: Sum, _ sum: Sum, _ currency: Currency) -> String {
    let centre = place.centre.map { ", centre \($0)" } ?? ""
    return "\(key.text), \(place.leg.rawValue)\(centre): owed \(units(due.quantity)) for "
      + "\(auditAmount(due.minor, currency)), posted \(units(sum.quantity)) for \(auditAmount(sum.minor, currency))"
  }

  private func units(_ millionths: Int128) -> String {
    Int64(exactly: millionths).map { MeteredQuantity(millionths: $0).description } ?? "\(millionths) millionths"
  }

  private func price(
    _ key: Key, _ subject: SubscriptionAudit.Subject, _ leg: Leg
  ) -> (from: Day, price: PlainMeter, core: MeterPrice?)? {
    let name = PriceName(
      meter: key.meter, reseller: subject.reseller, leg: leg, currency: subject.unit(leg).currency)
    return prices[name]?.first { $0.from <= key.month }
  }

  /// Each day's use by the licences of that day; of a day without any, by the last there were, or else the first.
  private func centres(
    _ uses: [DayUse], _ entries: [LedgerEntry], _ order: [ID<BillingCentre>]
  ) -> [ID<BillingCentre>: Int128] {
    let held = entries.filter { !$0.allocations.isEmpty }
    var sums: [ID<BillingCentre>: Int128] = [:]
    for use in uses {
      guard let entry = held.last(where: { $0.day <= use.day }) ?? held.first else { continue }
      let weights = entry.allocations.reduce(into: [:]) { $0[$1.centre, default: Int128(0)] += Int128($1.quantity) }
      for (centre, share) in PlainLedger.shares(of: Int128(use.quantity.millionths), by: weights, order: order) {
        sums[centre, default: 0] += share
      }
    }
    return sums
  }

  private func checkCore(
    _ key: Key, _ uses: [DayUse], _ price: MeterPrice?, _ cost: MeterPrice?, _ owed: [Place: Sum],
    _ entries: [LedgerEntry], _ order: [ID<BillingCentre>], _ findings: inout AuditFindings
  ) {
    let isSound = entries.allSatisfy { $0.allocations.allSatisfy { $0.quantity > 0 } }
    guard let price, let cost, isSound, entries.contains(where: { !$0.allocations.isEmpty }) else { return }
    let core = UsageLedger.owed(uses, price: price, cost: cost, entries: entries, order: order)
    let same = core.allSatisfy { share in
      let due = owed[Place(leg: share.leg, centre: share.centre)] ?? (0, 0)
      return due == (Int128(share.quantity.millionths), Int128(share.minor))
    }
    if !same || core.count != owed.count {
      findings.note(LedgerDifference(.core, "\(key.text): Core owes something else than the count by day"))
    }
  }
}
