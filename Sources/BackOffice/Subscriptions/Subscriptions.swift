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
    /// Only what runs and has licences there.
    package var centre: ID<BillingCentre>?
    /// Only what is not over, pending included.
    package var isRunning = false
    package var search: String?
    /// Running, and the term ends within so many days; for lists that know which day it is.
    package var endsWithinDays: Int?

    package init() {}

    func condition(for actor: Actor) -> SQL {
      var parts: [SQL] = [customer.map { "s.customer_id = \($0)" } ?? Subscriptions.within(actor)]
      if let status { parts.append("s.status = \(status)") }
      if let service { parts.append("s.service_id = \(service)") }
      if let plan { parts.append("s.plan_id = \(plan)") }
      if let centre { parts.append("s.centre_ids @> ARRAY[\(centre)]") }
      if isRunning || centre != nil { parts.append("s.status IN ('pending', 'active', 'suspended')") }
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
    try performAll(commands, in: PreviewScope(preview, work)) { scope in
      try scope.current(id) { try Subscriptions.check($0, commands, by: work.actor, check) }
    }
  }

  /// The same on a row that is loaded already, and unless it is a preview locked.
  static func performAll(
    _ commands: [Command], on row: SubscriptionRecord.Ledgered, in work: Work, preview: Bool
  ) throws -> Outcome {
    try performAll(commands, in: PreviewScope(preview, work)) { scope in
      try check(row.record, commands, by: work.actor)
      return try scope.current(row)
    }
  }

  private static func check(
    _ record: SubscriptionRecord, _ commands: [Command], by actor: Actor,
    _ further: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws {
    for command in commands { try actor.require(toGive: command) }
    try further(record)
  }

  private static func performAll(
    _ commands: [Command], in scope: PreviewScope, on load: (PreviewScope) throws -> SubscriptionRecord.Ledgered
  ) throws -> Outcome {
    defer { scope.close() }
    let loaded = try load(scope)
    var step = SubscriptionStep(loaded, scope.work)
    do {
      for command in commands { try step.apply(command, keeping: !scope.preview) }
    } catch let refusal as Refusal {
      throw try LicencesHeld.explained(refusal, of: loaded.record, in: scope.work)
    }
    return try AddOns.follow(step, in: scope)
  }

  /// Adds a subscription for a customer from the offers its reseller may sell, by itself: all terms in force for it are
  /// accepted with it.
  package static func add(_ order: NewSubscription, for customer: ID<Organization>, in work: Work, preview: Bool) throws
    -> Outcome
  {
    try work.actor.require(.subscriptionsChange)
    let outcome = try bought(order, for: customer, in: work, preview: preview)
    if !preview { TermsAcceptance.record(of: outcome.record, in: work) }
    return outcome
  }

  /// Adds a line of an order, which keeps the terms accepted. `parent`: what the order just added and this goes with.
  static func added(
    _ order: NewSubscription, for buyer: Buyer, in work: Work, under parent: SubscriptionRecord? = nil
  ) throws -> Outcome {
    try work.actor.require(.subscriptionsChange)
    return try bought(order, for: buyer.path.organization, in: work, preview: false, buyer: buyer, under: parent)
  }

  /// What adding it would do, also for those who may only ask for it: whether they may is checked by the caller.
  static func quoted(
    _ order: NewSubscription, for customer: ID<Organization>, in work: Work, buyer: Buyer? = nil,
    under parent: SubscriptionRecord? = nil
  ) throws -> Outcome {
    try bought(order, for: customer, in: work, preview: true, buyer: buyer, under: parent)
  }

  private static func bought(
    _ order: NewSubscription, for customer: ID<Organization>, in work: Work, preview: Bool, buyer known: Buyer? = nil,
    under parent: SubscriptionRecord? = nil
  ) throws -> Outcome {
    let buyer = try known ?? Buyer.found(customer, in: work)
    let sold = try Catalogue.sold(order.offer, to: buyer, in: work)
    let parent =
      try parent.map { try checked($0, asParentOf: sold) }
      ?? self.parent(of: order, buying: sold, for: customer, in: work)
    guard order.acceptsTerms else { throw Refusal.invalid([Issue("/acceptTerms", "terms.not_accepted")]) }
    let purchase = Purchase(
      id: work.newID(), customer: customer, policy: sold.policy, term: sold.term, frequency: sold.frequency,
      trial: sold.trial, unitPrice: sold.price, unitCost: sold.cost, quantity: order.quantity,
      friendlyName: order.friendlyName, allocations: order.allocations, alignTo: order.alignTo)
    let subscription = try Subscription.purchased(
      purchase, beside: parent?.subscription, at: work.now, on: buyer.today,
      centres: buyer.centres(for: sold.service))
    let record = SubscriptionRecord(
      subscription, path: buyer.path, sold: sold, parent: parent?.id ?? order.parent, today: buyer.today)
    return try begin(record, centres: buyer.centres, in: work, preview: preview)
  }

  /// Where no connector stands between us and the vendor, what is bought is provisioned in the same breath. Else it
  /// waits for the vendor, and nothing is posted before; the first cycle then counts from the start all the same.
  private static func begin(_ ordered: SubscriptionRecord, centres: [Centre], in work: Work, preview: Bool) throws
    -> Outcome
  {
    if try Fulfilments.isNeeded(for: ordered.service, in: work) {
      return try beginPending(ordered, in: work, preview: preview)
    }
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

  private static func beginPending(_ ordered: SubscriptionRecord, in work: Work, preview: Bool) throws -> Outcome {
    let bought = ordered.subscription
    if !preview {
      let writer = SubscriptionWriter(work: work)
      writer.insert(ordered, changes: 1)
      try writer.change(.purchase, number: 1, before: nil, after: ordered, on: bought.start, note: nil)
    }
    return Outcome(
      record: ordered, postings: [], totals: Ledger.totals(for: bought, postings: []), effectiveFrom: bought.start,
      warnings: ["fulfilment.vendor_confirms"])
  }

  /// What an add-on goes with.
  private static func parent(
    of order: NewSubscription, buying sold: SoldOffer, for customer: ID<Organization>, in work: Work
  ) throws -> SubscriptionRecord? {
    guard let id = order.parent else {
      if sold.parentPlans.isEmpty { return nil }
      throw Refusal.invalid([Issue("/parentSubscriptionId", "offer.needs_parent")])
    }
    guard let parent = try? find(id, in: work), parent.subscription.customer == customer else {
      throw Refusal.invalid([Issue("/parentSubscriptionId", "subscription.unknown")])
    }
    guard parent.subscription.status == .active else { throw Refusal.conflict("parent.not_active") }
    return try checked(parent, asParentOf: sold)
  }

  private static func checked(_ parent: SubscriptionRecord, asParentOf sold: SoldOffer) throws -> SubscriptionRecord {
    guard sold.parentPlans.contains(parent.plan) else {
      throw Refusal.invalid([Issue("/parentSubscriptionId", "offer.parent_does_not_fit")])
    }
    return parent
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
  /// In an order, the line before this one that it goes with, counted from 0.
  package var parentLine: Int?
}

extension Command {
  /// What somebody must hold to give it.
  package var permission: Permission {
    switch self {
    case .suspend, .activate: .subscriptionsSuspend
    case .split, .resplit: .centresManage
    case .changeQuantity, .rename, .autoRenew, .scheduleRenewal, .cancelNow: .subscriptionsChange
    }
  }

  /// Whether it is for the customer alone to decide: what it calls a subscription, and which centre pays for it.
  package var isOwnAffair: Bool {
    switch self {
    case .rename, .split, .resplit: true
    default: false
    }
  }

  /// What the ledger keeps beside the change.
  var note: String? {
    if case .suspend(let reason) = self { return reason }
    return nil
  }
}

extension Actor {
  /// Refuses whoever may not give the command; who may only ask for others decides their own affairs alone.
  fileprivate func require(toGive command: Command) throws(Refusal) {
    if asksForChanges, command.isOwnAffair { return }
    try require(command.permission)
  }
}
