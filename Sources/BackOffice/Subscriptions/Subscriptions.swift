import Core
import FoundationEssentials
import Postgres

/// What people do with subscriptions. Each command has three beats: authorize and load, decide, save; a preview stops
/// before the third.
package enum Subscriptions {
  /// What a command did, or would do.
  package struct Outcome {
    package let record: SubscriptionRecord
    package let postings: [Posting]
    package let totals: [LegTotals]
    package let effectiveFrom: Day
    package let warnings: [Code]
  }

  package static func find(_ id: ID<Subscription>, in work: Work) throws -> SubscriptionRecord {
    let columns = SubscriptionRecord.columns(at: work.now)
    guard let row = try work.tx.rows("SELECT \(columns) FROM subscription s WHERE s.id = \(id)").first else {
      throw Refusal.notFound
    }
    return try SubscriptionRecord(row: row)
  }

  /// Which subscriptions a list shows; all parts nil: all in reach.
  package struct Filter {
    package var customer: ID<Organization>?
    package var status: SubscriptionStatus?
    package var service: ID<Service>?
    package var plan: ID<Plan>?
    package var endsBefore: Day?
    package var search: String?
    /// Running, and the term ends within so many days; for lists that know which day it is.
    package var endsWithinDays: Int?

    package init() {}

    func condition(for actor: Actor) -> SQL {
      var parts: [SQL] = [customer.map { "s.customer_id = \($0)" } ?? Subscriptions.within(actor)]
      if let status { parts.append("s.status = \(status)") }
      if let service { parts.append("s.service_id = \(service)") }
      if let plan { parts.append("s.plan_id = \(plan)") }
      if let endsBefore { parts.append("s.term_end < \(endsBefore)") }
      if search != nil { parts.append(SearchText.contains("s.search_text", search)) }
      return parts.joined(separator: " AND ")
    }
  }

  /// The actor's subtree, said in the query too, so that the index on it is used.
  static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "s.distributor_id = \(actor.organization)"
    case .reseller: "s.reseller_id = \(actor.organization)"
    case .customer: "s.customer_id = \(actor.organization)"
    }
  }

  /// Running, with a term that ends on one of the next `days` days.
  static func ending(within days: Int, of today: Day) -> SQL {
    """
    s.status IN ('active', 'suspended') AND s.term_end >= \(today) AND s.term_end < \(today.adding(days: days + 1))
    """
  }

  /// Read with COMMIT in one round trip: nothing else may follow in the transaction.
  /// A customer that is not in reach is not found.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [SubscriptionRecord] {
    let after: SQL = try paging.afterID(Subscription.self).map { "s.id > \($0)" } ?? "true"
    let results = try work.tx.finish([
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)) FROM subscription s
      WHERE \(filter.condition(for: work.actor)) AND \(after) ORDER BY s.id LIMIT \(paging.fetched)
      """,
      "SELECT 1 FROM organization WHERE id = \(filter.customer) AND kind = 'customer'",
    ])
    if filter.customer != nil, results[1].isEmpty { throw Refusal.notFound }
    return try results[0].map(SubscriptionRecord.init(row:))
  }

  /// Carries out one command, or with `preview` says what it would do. `check` sees the row locked, before deciding.
  package static func perform(
    _ command: Command, on id: ID<Subscription>, in work: Work, preview: Bool,
    check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Outcome {
    try performAll([command], on: id, in: work, preview: preview, check: check)
  }

  /// Several commands as one: all of them or none, a single preview.
  package static func performAll(
    _ commands: [Command], on id: ID<Subscription>, in work: Work, preview: Bool,
    check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Outcome {
    let loaded = try SubscriptionRecord.locked(id, in: work, locking: !preview)
    return try performAll(commands, on: loaded, in: work, preview: preview, check: check)
  }

  /// The same on a row that is loaded already, and unless it is a preview locked.
  static func performAll(
    _ commands: [Command], on row: SubscriptionRecord.Ledgered, in work: Work, preview: Bool,
    check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Outcome {
    var loaded = row
    for command in commands { try work.actor.require(command.permission) }
    try check(loaded.record)
    let isDue = loaded.record.today >= loaded.record.cycleTo
    // A preview, too, is about the present cycle, but keeps nothing of what brought it there.
    if isDue, preview { work.tx.enqueue("SAVEPOINT preview") }
    defer {
      if isDue, preview {
        work.tx.enqueue("ROLLBACK TO SAVEPOINT preview")
        work.tx.enqueue("RELEASE SAVEPOINT preview")
      }
    }
    if isDue {
      try BillRun.catchUp(loaded.record.id, through: loaded.record.today, in: work)
      loaded = try SubscriptionRecord.locked(loaded.record.id, in: work, locking: !preview)
    }
    var step = Step(loaded, work)
    for command in commands { try step.apply(command, keeping: !preview) }
    return step.outcome
  }

  /// Adds a subscription for a customer from the offers its reseller may sell.
  package static func add(_ order: NewSubscription, for customer: ID<Organization>, in work: Work, preview: Bool) throws
    -> Outcome
  {
    try work.actor.require(.subscriptionsChange)
    return try bought(order, for: customer, in: work, preview: preview)
  }

  /// What adding it would do, also for those who may only ask for it: whether they may is checked by the caller.
  static func quoted(_ order: NewSubscription, for customer: ID<Organization>, in work: Work) throws -> Outcome {
    try bought(order, for: customer, in: work, preview: true)
  }

  private static func bought(
    _ order: NewSubscription, for customer: ID<Organization>, in work: Work, preview: Bool
  ) throws -> Outcome {
    let buyer = try Buyer.found(customer, in: work)
    let sold = try Catalogue.sold(order.offer, to: buyer, in: work)
    let parentEnd = try parentEnd(of: order, buying: sold, for: customer, in: work)
    guard order.acceptsTerms else { throw Refusal.invalid([Issue("/acceptTerms", "terms.not_accepted")]) }
    let purchase = Purchase(
      id: work.newID(), customer: customer, policy: sold.policy, term: sold.term, frequency: sold.frequency,
      trial: sold.trial, unitPrice: sold.price, unitCost: sold.cost, quantity: order.quantity,
      friendlyName: order.friendlyName, allocations: order.allocations, alignTo: parentEnd ?? order.alignTo)
    let subscription = try Subscription.purchased(purchase, at: work.now, on: buyer.today, centres: buyer.centres)
    let record = SubscriptionRecord(
      subscription, path: buyer.path, sold: sold, parent: order.parent, today: buyer.today)
    return try begin(record, centres: buyer.centres, in: work, preview: preview)
  }

  /// Nothing stands between us and the vendors yet, so what is bought is provisioned in the same breath.
  private static func begin(_ ordered: SubscriptionRecord, centres: [Centre], in work: Work, preview: Bool) throws
    -> Outcome
  {
    let bought = ordered.subscription.provisioned()?.after ?? ordered.subscription
    var record = ordered
    record.subscription = bought
    guard let cycle = bought.schedule.cycle(containing: bought.start),
      let postings = Ledger.postings(
        for: bought, entries: [bought.ledgerEntry(on: bought.start)], in: cycle,
        posted: PostedSums(price: [], cost: 0), order: centres.map(\.id))
    else { throw Refusal.invalid([Issue("/quantity", "money.out_of_range")]) }
    if !preview {
      let writer = SubscriptionWriter(work: work)
      writer.insert(record, changes: 2)
      try writer.change(.purchase, number: 1, before: nil, after: ordered, on: bought.start, note: nil)
      try writer.change(
        .provisioned, number: 2, before: ordered.subscription, after: record, on: bought.start, note: nil)
      writer.charges(
        NewCharge.all(postings, before: nil, after: record, reason: .recurring, on: bought.start, changeNumber: 2))
    }
    return Outcome(
      record: record, postings: postings, totals: Ledger.totals(for: bought, postings: postings, in: cycle),
      effectiveFrom: bought.start, warnings: [])
  }

  /// An add-on ends with its parent.
  private static func parentEnd(
    of order: NewSubscription, buying sold: SoldOffer, for customer: ID<Organization>, in work: Work
  ) throws -> Day? {
    guard let id = order.parent else {
      if sold.parentPlans.isEmpty { return nil }
      throw Refusal.invalid([Issue("/parentSubscriptionId", "offer.needs_parent")])
    }
    guard let parent = try? find(id, in: work), parent.subscription.customer == customer else {
      throw Refusal.invalid([Issue("/parentSubscriptionId", "subscription.unknown")])
    }
    guard parent.subscription.status == .active else { throw Refusal.conflict("parent.not_active") }
    guard sold.parentPlans.contains(parent.plan) else {
      throw Refusal.invalid([Issue("/parentSubscriptionId", "offer.parent_does_not_fit")])
    }
    return parent.subscription.termEnd
  }
}

/// A subscription wanted, as it came in.
package struct NewSubscription: Sendable {
  package var offer: ID<Offer>
  package var quantity: Int
  package var friendlyName: String?
  package var parent: ID<Subscription>?
  package var allocations: [Allocation]?
  package var alignTo: Day?
  package var acceptsTerms: Bool
}

extension Command {
  /// What somebody must hold to give it.
  package var permission: Permission {
    switch self {
    case .suspend, .activate: .subscriptionsSuspend
    case .split: .centresManage
    case .changeQuantity, .rename, .autoRenew, .scheduleRenewal, .cancelNow: .subscriptionsChange
    }
  }

  /// What the ledger keeps beside the change.
  fileprivate var note: String? {
    if case .suspend(let reason) = self { return reason }
    return nil
  }
}

/// The decision beat and the saving beat, for one command after the other on the same row.
private struct Step {
  private var loaded: SubscriptionRecord.Ledgered
  private let work: Work
  private var entries: [LedgerEntry]
  private var posted: PostedSums
  private var number: Int
  private var postings: [Posting] = []
  private var warnings: [Code] = []

  init(_ loaded: SubscriptionRecord.Ledgered, _ work: Work) {
    self.loaded = loaded
    self.work = work
    entries = loaded.entries
    posted = loaded.posted
    number = loaded.lastChange
  }

  mutating func apply(_ command: Command, keeping: Bool) throws {
    let before = loaded.record.subscription
    let today = loaded.record.today
    guard
      let decision = try before.applying(
        command, as: work.actor.level, at: work.now, on: today, centres: loaded.centres)
    else { return }
    let after = decision.after
    let order = loaded.centres.map(\.id)
    entries.append(after.ledgerEntry(on: today))
    guard let cycle = before.schedule.cycle(containing: loaded.record.cycleFrom),
      let added = Ledger.postings(for: after, entries: entries, in: cycle, posted: posted, order: order)
    else { throw Refusal.invalid([Issue("/quantity", "money.out_of_range")]) }
    number += 1
    loaded.record.subscription = after
    loaded.record.suspensionReason = after.status == .suspended ? command.note ?? loaded.record.suspensionReason : nil
    if keeping { try save(decision, before, added, note: command.note) }
    posted = posted.adding(added)
    postings = postings.merging(added)
    warnings += decision.warnings
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
