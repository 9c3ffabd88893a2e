import Core
import FoundationEssentials
import Postgres

/// The decision beat and the saving beat, for one decision after the other on the same row.
struct SubscriptionStep {
  private(set) var loaded: SubscriptionRecord.Ledgered
  private let work: Work
  private var entries: [LedgerEntry]
  private var posted: PostedSums
  private var number: Int
  private var postings: [Posting] = []
  private var warnings: [Code] = []
  /// What was decided, with the note kept beside it, in order.
  private(set) var taken: [(decision: Decision, note: String?)] = []

  init(_ loaded: SubscriptionRecord.Ledgered, _ work: Work) {
    self.loaded = loaded
    self.work = work
    entries = loaded.entries
    posted = loaded.posted
    number = loaded.lastChange
  }

  mutating func apply(_ command: Command, keeping: Bool) throws {
    let record = loaded.record
    let (command, offered) = try RenewalOffers.resolved(command, for: record, loaded.centres, in: work)
    guard
      let decision = try record.subscription.applying(
        command, as: work.actor.level, at: work.now, on: record.today, centres: loaded.centres, offered: offered)
    else { return }
    try take(decision, note: command.note, keeping: keeping)
    if case .scheduleRenewal = command { return }
    if decision.after.autoRenew, let renewal = decision.after.renewal,
      try !RenewalOffers.isOffered(renewal, on: loaded.record.today, in: work)
    {
      warnings.append("renewal.offer_ended")
    }
  }

  /// Posts what a decision comes to in the present cycle, and with `keeping` stores it.
  mutating func take(_ decision: Decision, note: String?, keeping: Bool) throws {
    let before = loaded.record.subscription
    let after = decision.after
    let order = loaded.centres.map(\.id)
    entries.append(after.ledgerEntry(on: loaded.record.today))
    guard let cycle = before.schedule.cycle(containing: loaded.record.cycleFrom),
      let added = Ledger.postings(for: after, entries: entries, in: cycle, posted: posted, order: order)
    else { throw Refusal.invalid([Issue("/quantity", "money.out_of_range")]) }
    number += 1
    loaded.record.subscription = after
    loaded.record.suspensionReason = after.status == .suspended ? note ?? loaded.record.suspensionReason : nil
    if keeping { try save(decision, before, added, note: note) }
    posted = posted.adding(added)
    postings = postings.merging(added)
    warnings += decision.warnings
    taken.append((decision, note))
  }

  private func save(_ decision: Decision, _ before: Subscription, _ added: [Posting], note: String?) throws {
    let writer = SubscriptionWriter(work: work)
    let record = loaded.record
    writer.update(record, changes: number)
    try writer.change(decision.kind, number: number, before: before, after: record, on: record.today, note: note)
    writer.charges(
      NewCharge.all(
        added, before: before, after: record, reason: ChargeReason(decision.kind), on: record.today,
        changeNumber: number))
  }

  var outcome: Subscriptions.Outcome {
    let subscription = loaded.record.subscription
    let cycle = subscription.schedule.cycle(containing: loaded.record.cycleFrom)
    let totals = Ledger.totals(for: subscription, postings: postings, in: cycle)
    return Subscriptions.Outcome(
      record: loaded.record, postings: postings, totals: totals,
      effectiveFrom: loaded.record.today, warnings: warnings)
  }
}

/// Brings subscriptions to their present cycle before they are changed. A preview, too, is about the present cycle,
/// but keeps nothing of what brought it there.
final class PreviewScope {
  let preview: Bool
  let work: Work
  private var isOpen = false

  init(_ preview: Bool, _ work: Work) {
    self.preview = preview
    self.work = work
  }

  /// A subscription as of now, locked unless previewing; `check` sees it before anything else happens.
  func current(
    _ id: ID<Subscription>, check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> SubscriptionRecord.Ledgered {
    let loaded = try SubscriptionRecord.locked(id, in: work, locking: !preview)
    try check(loaded.record)
    return try current(loaded)
  }

  /// The same of a row that is loaded already, and unless previewing locked.
  func current(_ loaded: SubscriptionRecord.Ledgered) throws -> SubscriptionRecord.Ledgered {
    let record = loaded.record
    guard record.today >= record.cycleTo else { return loaded }
    if preview, !isOpen { work.tx.enqueue("SAVEPOINT preview") }
    isOpen = true
    try BillRun.catchUp(record.id, through: record.today, in: work)
    return try SubscriptionRecord.locked(record.id, in: work, locking: !preview)
  }

  /// Forgets what a preview did.
  func close() {
    if isOpen, preview {
      work.tx.enqueue("ROLLBACK TO SAVEPOINT preview")
      work.tx.enqueue("RELEASE SAVEPOINT preview")
    }
    isOpen = false
  }
}

extension PostedSums {
  /// With these posted too.
  func adding(_ postings: [Posting]) -> PostedSums {
    var sums = self
    for posting in postings {
      guard let centre = posting.centre else {
        sums.cost += posting.amount.minor
        continue
      }
      let before = sums.price.first { $0.centre == centre }?.minor ?? 0
      sums.price.removeAll { $0.centre == centre }
      sums.price.append(CentreAmount(centre: centre, minor: before + posting.amount.minor))
    }
    return sums
  }
}

extension [Posting] {
  /// One posting per leg and centre.
  func merging(_ more: [Posting]) -> [Posting] {
    var all = self
    for posting in more {
      if let index = all.firstIndex(where: { $0.leg == posting.leg && $0.centre == posting.centre }) {
        all[index] = Posting(
          leg: posting.leg, centre: posting.centre, amount: all[index].amount + posting.amount, cycle: posting.cycle)
      } else {
        all.append(posting)
      }
    }
    return all
  }
}
