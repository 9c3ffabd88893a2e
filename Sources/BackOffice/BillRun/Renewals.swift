import Core
import FoundationEssentials
import Postgres

/// Terms that end: renewed at the prices of the day, or expired. Whenever it is done, it is done as if on that day.
enum Renewals {
  /// Settles every subscription whose last cycle is over under the condition. The charges of the terms that begin go to
  /// the sheet.
  ///
  /// A subscription and its add-ons keep pace: neither passes a day before the other has come to it, so that missed
  /// days end the same as if each had been settled when it was due.
  static func settle(_ due: SQL, in work: Work, posting sheet: inout ChargeSheet) throws {
    let rows = try work.tx.rows(
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)),
        price_on(s.reseller_id, s.customer_id, s.offer_id, s.currency, s.term_end),
        cost_on(s.reseller_id, s.offer_id, s.cost_currency, s.term_end),
        s.term_end::timestamp AT TIME ZONE s.time_zone
      FROM subscription s
      WHERE \(due) AND s.cycle_to = s.term_end AND s.status IN ('active', 'suspended') AND NOT s.direct
        AND (s.active_add_ons = 0 OR NOT EXISTS (
          SELECT FROM subscription a WHERE a.parent_subscription_id = s.id AND a.status IN ('active', 'suspended')
            AND NOT a.direct AND a.cycle_to < s.term_end))
        AND (s.parent_subscription_id IS NULL OR NOT EXISTS (
          SELECT FROM subscription p WHERE p.id = s.parent_subscription_id AND p.status IN ('active', 'suspended')
            AND NOT p.direct AND p.cycle_to < s.term_end))
      ORDER BY s.id FOR NO KEY UPDATE OF s
      """)
    guard !rows.isEmpty else { return }
    let terms = try rows.map(EndedTerm.init(row:))
    let customers = Array(Set(terms.map(\.record.subscription.customer)))
    var round = Round(
      centres: try centres(of: customers, in: work),
      rules: try StandingRuleStore.rules(try work.tx.rows(StandingRuleStore.query(of: customers))),
      parents: try parents(of: terms, in: work), offers: try RenewalTerms.offers(of: terms.map(\.record), in: work))
    // Parents first: an add-on does what its parent did.
    for term in terms where term.record.parent == nil { try round.settle(term, in: work, posting: &sheet) }
    for term in terms where term.record.parent != nil { try round.settle(term, in: work, posting: &sheet) }
    Fulfilments.promise(round.promised, in: work)
  }

  private static func centres(of customers: [ID<Organization>], in work: Work) throws -> [ID<Organization>: [Centre]] {
    let rows = try work.tx.rows(
      """
      SELECT id, is_default, closed, position, customer_id FROM billing_centre
      WHERE customer_id = ANY (\(customers)) ORDER BY customer_id, position
      """)
    return try rows.reduce(into: [:]) { $0[try $1[4], default: []].append(try BillingCentres.centre($1)) }
  }

  /// Where the term of each parent ends that runs on; nil inside: it ends for good.
  private static func parents(of terms: [EndedTerm], in work: Work) throws -> [ID<Subscription>: Day?] {
    let ids = Set(terms.compactMap(\.record.parent))
    guard !ids.isEmpty else { return [:] }
    let rows = try work.tx.rows(
      """
      SELECT id, status IN ('pending', 'active', 'suspended'), term_end FROM subscription
      WHERE id = ANY (\(Array(ids)))
      """)
    return try rows.reduce(into: [:]) { ends, row in
      let runs: Bool = try row[1]
      ends.updateValue(runs ? try row[2] : nil, forKey: try row[0])
    }
  }
}

/// A subscription at its term's end, with what its next term costs and the moment that term begins.
private struct EndedTerm {
  let record: SubscriptionRecord
  let price: Money
  let cost: Money
  let moment: Instant

  init(row: Row) throws {
    record = try SubscriptionRecord(row: row)
    let s = record.subscription
    let next = SubscriptionRecord.columnCount
    let price: Int64? = try row[next]
    let cost: Int64? = try row[next + 1]
    self.price = Money(minor: price ?? s.unitPrice.minor, currency: s.unitPrice.currency)
    self.cost = Money(minor: cost ?? s.unitCost.minor, currency: s.unitCost.currency)
    moment = try row[next + 2]
  }
}

/// What settling one set of terms goes by.
private struct Round {
  let centres: [ID<Organization>: [Centre]]
  let rules: [ID<Organization>: SplitRules]
  var parents: [ID<Subscription>: Day?]
  let offers: [RenewalTerms.Key: RenewalTerms]
  /// What vendors are to hear of.
  var promised: [Fulfilments.Promised] = []

  mutating func settle(_ term: EndedTerm, in work: Work, posting sheet: inout ChargeSheet) throws {
    let before = term.record.subscription
    let day = before.termEnd
    sheet.countRenewal(of: term.record.path)
    let (decision, offer) = decision(term)
    parents.updateValue(decision.after.hasNextTerm(after: day) ? decision.after.termEnd : nil, forKey: before.id)
    var after = term.record
    after.subscription = decision.after
    var postings: [Posting] = []
    let number = term.record.changes + 1
    if decision.kind == .renewed, let cycle = decision.after.schedule.cycle(containing: day) {
      after.cycleFrom = cycle.from
      after.cycleTo = min(cycle.to, decision.after.termEnd)
      let owed = Ledger.postings(
        for: decision.after, entries: [decision.after.ledgerEntry(on: day)], in: cycle,
        posted: PostedSums(price: [], cost: 0), order: (centres[before.customer] ?? []).map(\.id))
      if let fault = fault(decision.after, owed) { return sheet.note([before.customer: fault]) }
      postings = owed ?? []
    }
    let writer = SubscriptionWriter(work: work, isPromising: false)
    writer.update(after, changes: number)
    if let offer { writer.goOn(before.id, as: offer) }
    try writer.change(decision.kind, number: number, before: before, after: after, on: day, note: offer?.planName)
    let charges = NewCharge.all(
      postings, before: nil, after: after, reason: .recurring, on: day, changeNumber: number)
    for charge in charges { sheet.add(charge) }
    promised.append(Fulfilments.Promised(kind: decision.kind, number: number, before: before, after: after))
  }

  /// What makes no sense of a term that begins.
  private func fault(_ next: Subscription, _ owed: [Posting]?) -> AccountFault? {
    func sum(_ leg: Leg) -> Int64? { owed.map { $0.reduce(0) { $0 + ($1.leg == leg ? $1.amount.minor : 0) } } }
    return AccountSanity.fault(
      of: BeginningCycle(
        next.id, quantity: next.quantity, allocated: next.allocations.reduce(0) { $0 + $1.quantity },
        unitPrice: next.unitPrice.minor, unitCost: next.unitCost.minor, owedPrice: sum(.price), owedCost: sum(.cost)))
  }

  /// What was scheduled; where that no longer fits, the same again; where even that does not, the end.
  private func decision(_ term: EndedTerm) -> (Decision, RenewalTerms?) {
    let before = term.record.subscription
    var unscheduled = before
    unscheduled.renewal = nil
    let scheduled = before.renewal?.offer.flatMap { offers[RenewalTerms.Key(before.id, $0)] }
    // An offer that is not sold any more is no renewal to go by.
    let isLost = before.renewal?.offer != nil && scheduled == nil
    for wanted in isLost ? [unscheduled] : [before, unscheduled] {
      let offer = wanted.renewal == nil ? nil : scheduled
      let candidate = beside(wanted, term.record.parent)
      guard candidate.autoRenew else { return (before.expired(), nil) }
      if let renewed = try? candidate.renewed(
        on: before.termEnd, at: term.moment, unitPrice: offer?.price ?? term.price, unitCost: offer?.cost ?? term.cost,
        centres: term.record.centres(centres[before.customer] ?? [], rules), policy: offer?.policy)
      {
        return (renewed, offer)
      }
    }
    return (before.expired(), nil)
  }

  private func beside(_ subscription: Subscription, _ parent: ID<Subscription>?) -> Subscription {
    guard let parent else { return subscription }
    return subscription.besideParent(ending: parents[parent] ?? nil)
  }
}

extension Subscription {
  /// Whether a term of it runs on a day.
  fileprivate func hasNextTerm(after day: Day) -> Bool {
    (status == .active || status == .suspended) && termEnd > day
  }
}
