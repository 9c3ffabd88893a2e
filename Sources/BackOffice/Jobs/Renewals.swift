import Core
import FoundationEssentials
import Postgres

/// Terms that end: renewed at the prices of the day, or expired.
enum Renewals {
  /// Settles every subscription whose last cycle is over under the condition; answers how many. The charges of the
  /// terms that begin go to the sheet.
  static func settle(_ due: SQL, in work: Work, posting sheet: inout ChargeSheet) throws -> Int {
    let rows = try work.tx.rows(
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)),
        price_on(s.reseller_id, s.customer_id, s.offer_id, s.currency, s.term_end),
        cost_on(s.reseller_id, s.offer_id, s.cost_currency, s.term_end)
      FROM subscription s
      WHERE \(due) AND s.cycle_to = s.term_end AND s.status IN ('active', 'suspended') AND NOT s.direct
      ORDER BY s.id FOR NO KEY UPDATE OF s
      """)
    guard !rows.isEmpty else { return 0 }
    let records = try rows.map(SubscriptionRecord.init(row:))
    let centres = try centres(of: Set(records.map(\.subscription.customer)), in: work)
    var promised: [Fulfilments.Promised] = []
    for (row, record) in zip(rows, records) {
      let s = record.subscription
      let price: Int64? = try row[49]
      let cost: Int64? = try row[50]
      promised += try settle(
        record, unitPrice: Money(minor: price ?? s.unitPrice.minor, currency: s.unitPrice.currency),
        unitCost: Money(minor: cost ?? s.unitCost.minor, currency: s.unitCost.currency),
        centres: centres[s.customer] ?? [], in: work, posting: &sheet)
    }
    Fulfilments.promise(promised, in: work)
    return records.count
  }

  private static func centres(of customers: Set<ID<Organization>>, in work: Work) throws -> [ID<Organization>: [Centre]]
  {
    let rows = try work.tx.rows(
      """
      SELECT id, is_default, closed, position, customer_id FROM billing_centre
      WHERE customer_id = ANY (\(Array(customers))) ORDER BY customer_id, position
      """)
    return try rows.reduce(into: [:]) { $0[try $1[4], default: []].append(try BillingCentres.centre($1)) }
  }

  /// What was scheduled; where that no longer fits, the same again; where even that does not, the end.
  private static func decision(
    _ before: Subscription, at now: Instant, unitPrice: Money, unitCost: Money, centres: [Centre]
  ) -> Decision {
    guard before.autoRenew else { return before.expired() }
    var unscheduled = before
    unscheduled.renewal = nil
    for wanted in [before, unscheduled] {
      if let renewed = try? wanted.renewed(
        on: before.termEnd, at: now, unitPrice: unitPrice, unitCost: unitCost, centres: centres)
      {
        return renewed
      }
    }
    return before.expired()
  }

  private static func settle(
    _ record: SubscriptionRecord, unitPrice: Money, unitCost: Money, centres: [Centre], in work: Work,
    posting sheet: inout ChargeSheet
  ) throws -> [Fulfilments.Promised] {
    let before = record.subscription
    let day = before.termEnd
    let decision = decision(before, at: work.now, unitPrice: unitPrice, unitCost: unitCost, centres: centres)
    var after = record
    after.subscription = decision.after
    var postings: [Posting] = []
    let number = record.changes + 1
    if decision.kind == .renewed, let cycle = decision.after.schedule.cycle(containing: day) {
      after.cycleFrom = cycle.from
      after.cycleTo = min(cycle.to, decision.after.termEnd)
      postings =
        Ledger.postings(
          for: decision.after, entries: [decision.after.ledgerEntry(on: day)], in: cycle,
          posted: PostedSums(price: [], cost: 0), order: centres.map(\.id)) ?? []
    }
    let writer = SubscriptionWriter(work: work, isPromising: false)
    writer.update(after, changes: number)
    try writer.change(decision.kind, number: number, before: before, after: after, on: day, note: nil)
    let charges = NewCharge.all(
      postings, before: nil, after: after, reason: .recurring, on: day, changeNumber: number)
    for charge in charges { sheet.add(charge) }
    return [Fulfilments.Promised(kind: decision.kind, number: number, before: before, after: after)]
  }
}
