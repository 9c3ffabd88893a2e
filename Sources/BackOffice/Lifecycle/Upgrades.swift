import Core
import FoundationEssentials
import Postgres

/// An upgrade as it was asked for.
package struct UpgradeWish: Sendable {
  package enum Target: Sendable, Hashable {
    case offer(ID<Offer>)
    case subscription(ID<Subscription>)
  }

  package var target: Target
  /// Nil: all.
  package var quantity: Int?
  package var allocations: [Allocation]?
  /// Whose licences move with them when some stay; nil: nobody was named.
  package var people: [ID<Person>]?
  /// Whether it was said that this cannot be undone.
  package var confirmed: Bool
}

/// Licences that go on to a better plan.
package enum Upgrades {
  /// Upgrades all or some licences, or with `preview` says what it would do. Answers the line they came to.
  package static func perform(
    _ wish: UpgradeWish, on id: ID<Subscription>, in work: Work, preview: Bool,
    check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Subscriptions.Outcome {
    let seen = try Subscriptions.find(id, in: work)
    try work.actor.require(.subscriptionsChange)
    try requirePeople(wish, of: seen, in: work)
    try lock(wish, seen, in: work, preview: preview)
    let scope = PreviewScope(preview, work)
    let source = SubscriptionStep(try scope.current(id, check: check), work)
    let (upgrade, target) = try resolved(wish, from: source.loaded, in: scope)
    let before = source.loaded.record
    let succession = try before.subscription.upgraded(
      upgrade, as: work.actor.level, at: work.now, on: before.today, centres: source.loaded.centres)
    guard preview || wish.confirmed else { throw Refusal.invalid([Issue("/confirm", "upgrade.not_confirmed")]) }
    let writer = SuccessionWriter(scope: scope, people: succession.isWhole ? nil : wish.people ?? [])
    let outcome = try writer.carryOut(succession, from: source, to: target)
    scope.close()
    return outcome
  }

  /// Naming people is an affair of theirs: whoever does it may assign licences, the seller with a delegation. Each of
  /// them holds one.
  private static func requirePeople(_ wish: UpgradeWish, of record: SubscriptionRecord, in work: Work) throws {
    guard let people = wish.people, !people.isEmpty else { return }
    try work.actor.require(.licencesAssign)
    try Delegations.require(.licences, over: record.path, in: work)
    let holders = try work.tx.rows(
      """
      SELECT person_id FROM licence_assignment WHERE subscription_id = \(record.id) AND person_id = ANY (\(people))
      """
    ).map { try $0[0] as ID<Person> }
    var known = Set(holders)
    let issues = people.enumerated().compactMap { index, person in
      known.remove(person) == nil ? Issue("/people/\(index)", "upgrade.person_without_licence") : nil
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  /// Both lines, always in the same order, so that two upgrades at once never wait for each other. The other line is
  /// looked for with the actor's own reach: what they do not see does not exist.
  private static func lock(
    _ wish: UpgradeWish, _ source: SubscriptionRecord, in work: Work, preview: Bool
  ) throws {
    guard case .subscription(let other) = wish.target else { return }
    let target = try? Subscriptions.find(other, in: work)
    guard let target, target.subscription.customer == source.subscription.customer, other != source.id else {
      throw Refusal.invalid([Issue("/subscriptionId", "subscription.unknown")])
    }
    if preview { return }
    _ = try work.tx.rows(
      "SELECT 1 FROM subscription WHERE id = ANY (\([source.id, other])) ORDER BY id FOR NO KEY UPDATE")
  }

  private static func resolved(
    _ wish: UpgradeWish, from source: SubscriptionRecord.Ledgered, in scope: PreviewScope
  ) throws -> (Upgrade, SuccessionWriter.Target) {
    let work = scope.work
    let record = source.record
    let facts = try RenewalOffers.facts(of: record, in: work)
    func upgrade(_ target: UpgradeTarget, to plan: ID<Plan>, of segment: String, isPath: Bool) throws -> Upgrade {
      Upgrade(
        target: target, quantity: wish.quantity, allocations: wish.allocations, people: wish.people?.count,
        isPath: isPath && facts.upgrades.contains(plan), isSameSegment: segment == facts.segment,
        addOnsFit: try AddOns.fit(plan, of: record.id, in: work))
    }
    switch wish.target {
    case .offer(let id):
      let sold = try Catalogue.sold(id, to: Buyer(of: record, source.centres), in: work)
      let parent = try parent(of: record, for: sold, in: work)
      let order = Purchase(sold, id: work.newID(), customer: record.subscription.customer)
      let wanted = try upgrade(.new(order), to: sold.plan, of: sold.segment, isPath: !sold.trial)
      return (wanted, .new(sold, parent: parent))
    case .subscription(let id):
      let step = SubscriptionStep(try scope.current(id), work)
      let target = step.loaded.record
      let wanted = try upgrade(
        .existing(target.subscription), to: target.plan,
        of: try RenewalOffers.facts(of: target, in: work).segment, isPath: target.parent == record.parent)
      return (wanted, .existing(step))
    }
  }

  /// What a better add-on goes with: the same as the one before, if it fits.
  private static func parent(
    of record: SubscriptionRecord, for sold: SoldOffer, in work: Work
  ) throws -> ID<Subscription>? {
    guard !sold.parentPlans.isEmpty else { return nil }
    guard let id = record.parent, sold.parentPlans.contains(try Subscriptions.find(id, in: work).plan) else {
      throw Refusal.invalid([Issue("/offerId", "offer.parent_does_not_fit")])
    }
    return id
  }
}

extension Purchase {
  /// An offer as it is sold, for a line that takes its quantity and split from another.
  init(_ sold: SoldOffer, id: ID<Subscription>, customer: ID<Organization>) {
    self.init(
      id: id, customer: customer, policy: sold.policy, term: sold.term, frequency: sold.frequency, trial: sold.trial,
      unitPrice: sold.price, unitCost: sold.cost, quantity: 0)
  }
}
