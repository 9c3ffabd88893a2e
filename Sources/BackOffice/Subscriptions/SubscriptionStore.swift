import Core
import FoundationEssentials
import Postgres

// How a subscription and its ledger are read and written. Prices never enter the audit trail: the distributor reads it.

extension SubscriptionRecord {
  /// Everything a decision needs, as of now, with the row locked until the transaction ends.
  struct Ledgered {
    var record: SubscriptionRecord
    let entries: [LedgerEntry]
    let posted: PostedSums
    let centres: [Centre]
    let lastChange: Int
  }

  /// Reads and locks under the actor's reach; from then on the transaction has the reach of the commercial side.
  static func locked(_ id: ID<Subscription>, in work: Work, locking: Bool = true) throws -> Ledgered {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let results = try work.tx.pipeline([
      "SELECT \(columns(at: work.now)) FROM subscription s WHERE s.id = \(id) \(lock)",
      Reach.commercial(of: id),
      // What was posted is kept by month: the same plan for every month is found once, planning anew costs more.
      "SET LOCAL plan_cache_mode = force_generic_plan",
      """
      SELECT day, billable, centre_ids, centre_quantities, number FROM subscription_change
      WHERE subscription_id = \(id) AND number >= coalesce((
        SELECT max(c.number) FROM subscription_change c JOIN subscription s ON s.id = c.subscription_id
        WHERE c.subscription_id = \(id) AND c.day <= s.cycle_from), 1)
      ORDER BY number
      """,
      """
      SELECT c.leg, c.centre_id, sum(c.amount)::bigint FROM charge c
      WHERE c.subscription_id = \(id) AND c.cycle_from = (SELECT cycle_from FROM subscription WHERE id = \(id))
        AND c.month >= (SELECT date_trunc('month', cycle_from)::date FROM subscription WHERE id = \(id))
        AND c.meter_id IS NULL
      GROUP BY c.leg, c.centre_id
      """,
      "SET LOCAL plan_cache_mode = auto",
      """
      SELECT id, is_default, closed, position FROM billing_centre
      WHERE customer_id = (SELECT customer_id FROM subscription WHERE id = \(id)) ORDER BY position
      """,
      StandingRuleStore.query(of: id),
    ])
    guard let row = results[0].first else { throw Refusal.notFound }
    let record = try SubscriptionRecord(row: row)
    let centres = record.centres(
      try results[6].map(BillingCentres.centre), try StandingRuleStore.rules(results[7]))
    return Ledgered(
      record: record, entries: try results[3].map(entry), posted: try posted(results[4]), centres: centres,
      lastChange: try results[3].last?[4] ?? 0)
  }

  static func entry(_ row: Row) throws -> LedgerEntry {
    LedgerEntry(day: try row[0], billable: try row[1], allocations: try allocations(row, 2))
  }

  static func posted(_ rows: Rows) throws -> PostedSums {
    var sums = PostedSums(price: [], cost: 0)
    for row in rows {
      let minor: Int64 = try row[2]
      if let centre: ID<BillingCentre> = try row[1] {
        sums.price.append(CentreAmount(centre: centre, minor: minor))
      } else {
        sums.cost += minor
      }
    }
    return sums
  }
}

/// Writes a subscription, its change and its charges, with the audit record and the event: all in one go with COMMIT.
struct SubscriptionWriter {
  let work: Work
  /// Whether each change is promised to its vendor here; a run that settles many does so for all at once.
  var isPromising = true

  func insert(_ record: SubscriptionRecord, changes: Int) {
    let s = record.subscription
    work.tx.enqueue(
      """
      INSERT INTO subscription (id, distributor_id, reseller_id, customer_id, service_id, plan_id, offer_id,
        parent_subscription_id, plan_name, service_name, friendly_name, status, direct, trial, quantity, centre_ids,
        centre_quantities, lot_times, lot_quantities, time_zone, term, billing_frequency, start_day, anchor_day,
        term_start, term_end, cycle_from, cycle_to, purchased_at, auto_renew, currency, unit_price, cost_currency,
        unit_cost, minimum, maximum, decrease_window, cancel_window, suspension_stops_billing, changes,
        version, parent_ends)
      SELECT \(s.id), o.distributor_id, o.reseller_id, o.id, \(record.service), \(record.plan), \(record.offer),
        \(record.parent), \(record.planName), \(record.serviceName), \(s.friendlyName), \(s.status), \(s.direct),
        \(s.trial), \(s.quantity), \(s.allocations.map(\.centre)), \(s.allocations.map(\.quantity)),
        \(s.lots.map(\.addedAt)), \(s.lots.map(\.quantity)), o.time_zone, \(s.term), \(s.frequency), \(s.start),
        \(s.anchor), \(s.termStart), \(s.termEnd), \(record.cycleFrom), \(record.cycleTo), \(s.purchasedAt),
        \(s.autoRenew), \(s.unitPrice.currency), \(s.unitPrice.minor), \(s.unitCost.currency), \(s.unitCost.minor),
        \(s.policy.minimum), \(s.policy.maximum), \(s.policy.decreaseWindow), \(s.policy.cancelWindow),
        \(s.policy.suspensionStopsBilling), \(changes), \(s.version), \(s.parentEnds)
      FROM organization o WHERE o.id = \(s.customer)
      """)
  }

  /// Stores the state after change number `changes`.
  func update(_ record: SubscriptionRecord, changes: Int) {
    let s = record.subscription
    work.tx.enqueue(
      """
      UPDATE subscription SET status = \(s.status), suspended_by = \(s.suspendedBy),
        suspension_reason = \(record.suspensionReason), quantity = \(s.quantity),
        centre_ids = \(s.allocations.map(\.centre)), centre_quantities = \(s.allocations.map(\.quantity)),
        lot_times = \(s.lots.map(\.addedAt)), lot_quantities = \(s.lots.map(\.quantity)),
        friendly_name = \(s.friendlyName), anchor_day = \(s.anchor), term_start = \(s.termStart),
        term_end = \(s.termEnd), term = \(s.term), billing_frequency = \(s.frequency),
        cycle_from = \(record.cycleFrom), cycle_to = \(record.cycleTo), purchased_at = \(s.purchasedAt),
        auto_renew = \(s.autoRenew), renewal_quantity = \(s.renewal?.quantity), renewal_term = \(s.renewal?.term),
        renewal_frequency = \(s.renewal?.billingFrequency), renewal_align_to = \(s.renewal?.alignTo),
        renewal_offer_id = \(s.renewal?.offer), parent_suspends = \(s.parentSuspends),
        parent_ends = \(s.parentEnds),
        unit_price = \(s.unitPrice.minor), unit_cost = \(s.unitCost.minor), changes = \(changes),
        version = version + 1
      WHERE id = \(s.id)
      """)
  }

  /// One line of the ledger, with what its vendor must do. `entry`: its days, where they are not those of the state
  /// after it.
  func change(
    _ kind: ChangeKind, number: Int, before previous: Subscription?, after record: SubscriptionRecord, on day: Day,
    note: String?, entry: LedgerEntry? = nil
  ) throws {
    let s = record.subscription
    let entry = entry ?? s.ledgerEntry(on: day)
    let before = previous.map(SubscriptionWriter.facts)
    let after = SubscriptionWriter.facts(s)
    let actor = work.actor
    work.tx.enqueue(
      """
      INSERT INTO subscription_change (subscription_id, number, id, distributor_id, reseller_id, customer_id, at, day,
        kind, actor_id, actor_name, on_behalf_of, billable, centre_ids, centre_quantities, before, after, note, version)
      VALUES (\(s.id), \(number), \(Secrets.uuid(at: work.now)), \(record.path.distributor), \(record.path.reseller),
        \(record.path.customer), \(work.now), \(day), \(kind), \(actor.author), \(actor.real?.name ?? actor.name),
        \(actor.real == nil ? nil : actor.person), \(entry.billable), \(entry.allocations.map(\.centre)),
        \(entry.allocations.map(\.quantity)), \(before.map { JSONB(text: $0.text) }), \(JSONB(text: after.text)),
        \(note), \(s.version))
      """)
    try work.audit(
      "subscription.\(kind.rawValue)", AuditObject("subscription", s.id), on: record.path, before: before, after: after)
    var event = JSONWriter()
    event.object {
      $0.member("event", "subscription.\(kind.rawValue)")
      $0.member("subscriptionId", s.id)
      $0.member("changeNumber", number)
    }
    try work.queue(.event, event, on: record.path)
    if isPromising { Fulfilments.promise(kind, number: number, before: previous, after: record, in: work) }
  }

  func charges(_ charges: [NewCharge]) {
    guard !charges.isEmpty else { return }
    let c = charges
    work.tx.enqueue(
      """
      INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
        cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
        change_number)
      SELECT id, \(c[0].path.distributor)::uuid, \(c[0].path.reseller)::uuid, \(c[0].path.customer)::uuid,
        \(c[0].subscription)::uuid, leg, centre, \(c[0].cycle.from)::date, \(c[0].cycle.to)::date,
        \(c[0].cycle.fullDays)::int, \(c[0].postedOn)::date, date_trunc('month', \(c[0].postedOn)::date)::date,
        \(c[0].reason.rawValue), \(c[0].coversFrom)::date, \(c[0].cycle.to)::date, licences, unit, amount, currency,
        \(c[0].changeNumber)::int
      FROM unnest(\(c.map { _ in Secrets.uuid(at: work.now) }), \(c.map(\.leg)),
        \(c.map { $0.centre?.description ?? "" }), \(c.map(\.licences)), \(c.map(\.unit.minor)),
        \(c.map(\.amount.minor)), \(c.map(\.amount.currency)))
        AS posting (id, leg, centre_text, licences, unit, amount, currency)
        CROSS JOIN LATERAL (SELECT nullif(centre_text, '')::uuid AS centre) AS named
      """)
  }

  /// What the ledger and the audit trail remember of a state: no prices.
  static func facts(_ s: Subscription) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("status", s.status.rawValue)
      $0.member("quantity", s.quantity)
      $0.array("allocations", s.allocations) { json, allocation in
        json.object {
          $0.member("centreId", allocation.centre)
          $0.member("quantity", allocation.quantity)
        }
      }
      $0.member("friendlyName", s.friendlyName)
      $0.member("autoRenew", s.autoRenew)
      $0.member("renewalQuantity", s.renewal?.quantity)
      $0.member("commitmentEndDate", s.termEnd)
    }
    return json
  }
}

/// Why a charge was posted, as statements name it.
package enum ChargeReason: String, Sendable, CaseIterable, TextColumn {
  case recurring, increase, decrease, refund, split, suspension, upgrade, usage, correction

  init(_ kind: ChangeKind) {
    switch kind {
    case .increase: self = .increase
    case .decrease: self = .decrease
    case .split: self = .split
    case .suspend, .activate: self = .suspension
    case .cancelled, .expired, .converted: self = .refund
    case .upgradedTo, .upgradedFrom: self = .upgrade
    case .vendorRefused: self = .correction
    case .convertedFrom, .parentChanged, .purchase, .renewed, .provisioned, .rename, .autoRenewOff, .autoRenewOn,
      .renewalScheduled:
      self = .recurring
    }
  }
}

/// A charge about to be posted.
struct NewCharge {
  let path: Path
  let subscription: ID<Subscription>
  let leg: Leg
  let centre: ID<BillingCentre>?
  let cycle: Cycle
  let postedOn: Day
  let reason: ChargeReason
  let coversFrom: Day
  let licences: Int
  let unit: Money
  let amount: Money
  let changeNumber: Int

  /// The postings of one decision, each with the licences that moved at its centre.
  static func all(
    _ postings: [Posting], before: Subscription?, after record: SubscriptionRecord, reason: ChargeReason, on day: Day,
    changeNumber: Int
  ) -> [NewCharge] {
    let after = record.subscription
    return postings.map { posting in
      let moved = billed(after, at: posting.centre) - (before.map { billed($0, at: posting.centre) } ?? 0)
      return NewCharge(
        path: record.path, subscription: after.id, leg: posting.leg, centre: posting.centre, cycle: posting.cycle,
        postedOn: day, reason: reason, coversFrom: max(day, posting.cycle.from), licences: moved,
        unit: posting.leg == .price ? after.unitPrice : after.unitCost, amount: posting.amount,
        changeNumber: changeNumber)
    }
  }

  private static func billed(_ s: Subscription, at centre: ID<BillingCentre>?) -> Int {
    guard s.isBillable else { return 0 }
    guard let centre else { return s.quantity }
    return s.allocations.first { $0.centre == centre }?.quantity ?? 0
  }
}
