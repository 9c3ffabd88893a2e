import Core
import FoundationEssentials
import Postgres

/// What a vendor's answer does to the ledger: a confirmed purchase counts from its start, a refused promise is taken
/// back from its own day on. Both may touch several cycles, all posted today: owed − posted, cycle by cycle, so closed
/// months stay closed and every cent is given back.
struct FulfilmentLedger {
  /// The whole ledger of one subscription, locked.
  private struct Loaded {
    var record: SubscriptionRecord
    let centres: [Centre]
    let lines: [Line]
    let posted: [Day: PostedSums]
  }

  private struct Line {
    let number: Int
    let kind: ChangeKind
    let at: Instant
    let entry: LedgerEntry
  }

  let subscription: ID<Subscription>
  let work: Work
  private var loaded: Loaded

  /// Locks the subscription; from then on the transaction has the reach of the commercial side. What is due of it by
  /// time is brought up to date first; a preview keeps nothing of that by a savepoint of the caller's.
  init(_ subscription: ID<Subscription>, in work: Work) throws {
    self.subscription = subscription
    self.work = work
    loaded = try FulfilmentLedger.load(subscription, in: work)
    let record = loaded.record
    if record.today >= record.cycleTo, record.subscription.status == .active || record.subscription.status == .suspended
    {
      try BillRun.catchUp(subscription, through: record.today, in: work)
      loaded = try FulfilmentLedger.load(subscription, in: work)
    }
  }

  private static func load(_ id: ID<Subscription>, in work: Work) throws -> Loaded {
    let locked = try SubscriptionRecord.locked(id, in: work)
    let results = try work.tx.pipeline([
      """
      SELECT day, billable, centre_ids, centre_quantities, number, kind, at FROM subscription_change
      WHERE subscription_id = \(id) ORDER BY number
      """,
      """
      SELECT c.leg, c.centre_id, sum(c.amount)::bigint, c.cycle_from FROM charge c
      WHERE c.subscription_id = \(id) AND c.cycle_from >= \(locked.record.subscription.termStart)
        AND c.month >= \(locked.record.subscription.termStart.firstOfMonth) AND c.meter_id IS NULL
      GROUP BY c.leg, c.centre_id, c.cycle_from
      """,
    ])
    let lines = try results[0].map {
      Line(number: try $0[4], kind: try $0[5], at: try $0[6], entry: try SubscriptionRecord.entry($0))
    }
    var posted: [Day: PostedSums] = [:]
    for row in results[1] {
      let minor: Int64 = try row[2]
      if let centre: ID<BillingCentre> = try row[1] {
        posted[try row[3], default: PostedSums()].price.append(CentreAmount(centre: centre, minor: minor))
      } else {
        posted[try row[3], default: PostedSums()].cost += minor
      }
    }
    return Loaded(record: locked.record, centres: locked.centres, lines: lines, posted: posted)
  }

  var record: SubscriptionRecord { loaded.record }

  /// Carries out what the vendor has confirmed; nil unless the subscription waits for it. Throws `confirmedTooLate`
  /// where the term is over already.
  func confirmed() throws -> Subscriptions.Outcome? {
    guard let decision = loaded.record.subscription.provisioned() else { return nil }
    guard record.today < record.subscription.termEnd else { throw FulfilmentFault.confirmedTooLate }
    let entry = decision.after.ledgerEntry(on: decision.after.start)
    return try carriedOut(decision, [entry], reason: .recurring, note: nil)
  }

  /// Takes back line `number`, which the vendor refused. Nil where nothing is left to take back.
  func refused(
    _ number: Int, before status: SubscriptionStatus?, suspendedBy: Level?, reason: String
  ) throws -> (outcome: Subscriptions.Outcome, difference: Int)? {
    guard let index = loaded.lines.firstIndex(where: { $0.number == number }) else { throw Refusal.notFound }
    let line = loaded.lines[index]
    let inForce = Ledger.inForce(loaded.lines.map(\.entry.day))
    let promise = VendorPromise(
      kind: line.kind, at: line.at, entry: line.entry, isInForce: inForce.contains(index),
      before: allocations(before: index), previousStatus: status, previousSuspendedBy: suspendedBy)
    let later = inForce.filter { $0 > index && loaded.lines[$0].entry.day >= line.entry.day }
      .map { LaterChange(kind: loaded.lines[$0].kind, entry: loaded.lines[$0].entry) }
    guard
      let undoing = try record.subscription.refused(
        promise, later: later, on: record.today, centres: loaded.centres)
    else { return nil }
    let outcome = try carriedOut(undoing.decision, undoing.entries, reason: .correction, note: reason)
    return (outcome, undoing.difference)
  }

  /// The licences by centre just before a line, whether that day was billed or not.
  private func allocations(before index: Int) -> [Allocation] {
    index > 0 ? loaded.lines[index - 1].entry.allocations : []
  }

  private func carriedOut(
    _ decision: Decision, _ entries: [LedgerEntry], reason: ChargeReason, note: String?
  ) throws -> Subscriptions.Outcome {
    let before = record.subscription
    let all = loaded.lines.map(\.entry) + entries
    var after = record
    after.subscription = decision.after
    after.suspensionReason = decision.after.status == .suspended ? record.suspensionReason : nil
    let cycles = cycles(of: decision.after, from: entries.first?.day ?? record.today)
    if let last = cycles.last {
      after.cycleFrom = last.from
      after.cycleTo = min(last.to, decision.after.termEnd)
    }
    let writer = SubscriptionWriter(work: work)
    let number = (loaded.lines.last?.number ?? 0) + 1
    writer.update(after, changes: number + entries.count - 1)
    for (index, entry) in entries.enumerated() {
      try writer.change(
        decision.kind, number: number + index, before: before, after: after, on: entry.day,
        note: index == 0 ? note : nil, entry: entry)
    }
    var postings: [Posting] = []
    for cycle in cycles {
      let added = try posted(for: decision.after, all, in: cycle)
      writer.charges(
        charges(added, before, after, reason, from: entries.first?.day ?? cycle.from, number + entries.count - 1))
      postings = postings.merging(added)
    }
    return Subscriptions.Outcome(
      record: after, postings: postings,
      totals: Ledger.totals(for: decision.after, postings: postings, in: cycles.last), effectiveFrom: record.today,
      warnings: decision.warnings)
  }

  private func posted(
    for after: Subscription, _ entries: [LedgerEntry], in cycle: Cycle
  ) throws -> [Posting] {
    guard
      let postings = Ledger.postings(
        for: after, entries: entries, in: cycle, posted: loaded.posted[cycle.from] ?? PostedSums(),
        order: loaded.centres.map(\.id))
    else { throw Refusal.invalid([Issue("/quantity", "money.out_of_range")]) }
    return postings
  }

  private func charges(
    _ postings: [Posting], _ before: Subscription, _ after: SubscriptionRecord, _ reason: ChargeReason, from day: Day,
    _ number: Int
  ) -> [NewCharge] {
    NewCharge.all(postings, before: before, after: after, reason: reason, on: record.today, changeNumber: number).map {
      NewCharge(
        path: $0.path, subscription: $0.subscription, leg: $0.leg, centre: $0.centre, cycle: $0.cycle,
        postedOn: $0.postedOn, reason: $0.reason, coversFrom: max(day, $0.cycle.from), licences: $0.licences,
        unit: $0.unit, amount: $0.amount, changeNumber: $0.changeNumber)
    }
  }

  /// The cycles from a day on that have begun, as far as they are billed or were.
  private func cycles(of after: Subscription, from day: Day) -> [Cycle] {
    let last =
      after.isBillable ? max(record.cycleFrom, min(record.today, after.termEnd.adding(days: -1))) : record.cycleFrom
    guard var cycle = after.schedule.cycle(containing: day) else { return [] }
    var cycles = [cycle]
    while cycle.to <= last {
      cycle = after.schedule.next(after: cycle)
      cycles.append(cycle)
    }
    return cycles
  }
}
