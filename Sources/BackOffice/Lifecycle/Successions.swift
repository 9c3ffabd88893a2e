import Core
import FoundationEssentials
import Postgres

/// Licences that go on as another line: how both lines, the people, the add-ons and the bill follow.
struct SuccessionWriter {
  let scope: PreviewScope
  /// Whose licences move; nil: everybody's.
  let people: [ID<Person>]?

  private var work: Work { scope.work }

  /// Carries out what was decided; `reached` is the line they come to: a row there is, or one to be made of an offer.
  func carryOut(
    _ succession: Succession, from source: SubscriptionStep, to target: Target
  ) throws -> Subscriptions.Outcome {
    let planNames = (from: source.loaded.record.planName, to: target.planName)
    let reached = try arrive(succession.reached, at: target, note: planNames.from)
    var source = source
    var record = reached.record
    if !scope.preview {
      let moved = try movePeople(from: source.loaded.record, to: record)
      record.subscription.assigned += moved
    } else {
      record.subscription.assigned += people?.count ?? source.loaded.record.subscription.assigned
    }
    var warnings: [Code] = []
    if succession.isWhole {
      let hasAddOns = try AddOns.move(
        from: source.loaded.record.id, to: record.subscription, note: planNames.to, in: scope)
      if hasAddOns { warnings.append("add_ons.move_too") }
      if source.loaded.record.subscription.renewal != nil { warnings.append("upgrade.renewal_dropped") }
      record.subscription.hasActiveAddOns = record.subscription.hasActiveAddOns || hasAddOns
    }
    try source.take(succession.left, note: planNames.to, keeping: !scope.preview)
    if succession.isWhole, !scope.preview {
      work.tx.enqueue(
        "UPDATE subscription SET successor_id = \(record.id) WHERE id = \(source.loaded.record.id)")
    }
    guard let sum = Subscriptions.Outcome(summing: [reached, source.outcome]) else {
      throw Refusal.invalid([Issue("/quantity", "money.out_of_range")])
    }
    return Subscriptions.Outcome(
      record: record, postings: sum.postings.filter { $0.amount.minor != 0 }, totals: sum.totals,
      effectiveFrom: sum.effectiveFrom,
      warnings: sum.warnings + warnings)
  }

  /// The line licences come to.
  enum Target {
    case new(SoldOffer, parent: ID<Subscription>?)
    case existing(SubscriptionStep)

    var planName: String {
      switch self {
      case .new(let sold, _): sold.planName
      case .existing(let step): step.loaded.record.planName
      }
    }
  }

  private func arrive(_ decision: Decision, at target: Target, note: String) throws -> Subscriptions.Outcome {
    switch target {
    case .existing(var step):
      try step.take(decision, note: note, keeping: !scope.preview)
      return step.outcome
    case .new(let sold, let parent): return try begin(decision, sold, parent, note: note)
    }
  }

  /// A line that begins today, in a cycle that may have begun before.
  private func begin(
    _ decision: Decision, _ sold: SoldOffer, _ parent: ID<Subscription>?, note: String
  ) throws -> Subscriptions.Outcome {
    var begun = decision.after
    if parent == nil { begun.parentEnds = nil }
    let centres = try work.tx.rows(
      "SELECT id FROM billing_centre WHERE customer_id = \(begun.customer) ORDER BY position"
    ).map { try $0[0] as ID<BillingCentre> }
    guard let cycle = begun.schedule.cycle(containing: begun.start),
      let postings = Ledger.postings(
        for: begun, entries: [begun.ledgerEntry(on: begun.start)], in: cycle, posted: PostedSums(), order: centres)
    else { throw Refusal.invalid([Issue("/quantity", "money.out_of_range")]) }
    var record = SubscriptionRecord(
      begun, path: try path(of: begun.customer), sold: sold, parent: parent, today: begun.start)
    record.cycleFrom = cycle.from
    record.cycleTo = min(cycle.to, begun.termEnd)
    if !scope.preview {
      let writer = SubscriptionWriter(work: work)
      writer.insert(record, changes: 1)
      try writer.change(decision.kind, number: 1, before: nil, after: record, on: begun.start, note: note)
      let reason: ChargeReason = decision.kind == .upgradedFrom ? .upgrade : .recurring
      writer.charges(
        NewCharge.all(postings, before: nil, after: record, reason: reason, on: begun.start, changeNumber: 1))
    }
    return Subscriptions.Outcome(
      record: record, postings: postings, totals: Ledger.totals(for: begun, postings: postings, in: cycle),
      effectiveFrom: begun.start, warnings: [])
  }

  private func path(of customer: ID<Organization>) throws -> Path {
    guard
      let row = try work.tx.rows("SELECT distributor_id, reseller_id FROM organization WHERE id = \(customer)").first
    else { throw Refusal.notFound }
    return Path(distributor: try row[0], reseller: try row[1], customer: customer)
  }

  /// Moves licences with the people holding them; who holds one there already needs no second. Answers how many came.
  private func movePeople(from source: SubscriptionRecord, to target: SubscriptionRecord) throws -> Int {
    guard source.subscription.assigned > 0, people.map({ !$0.isEmpty }) ?? true else { return 0 }
    let who: SQL = people.map { "person_id = ANY (\($0))" } ?? "true"
    let rows = try work.tx.rows(
      """
      WITH gone AS (
        DELETE FROM licence_assignment WHERE subscription_id = \(source.id) AND \(who)
        RETURNING person_id, distributor_id, reseller_id, customer_id, assigned_at),
      come AS (
        INSERT INTO licence_assignment (subscription_id, person_id, distributor_id, reseller_id, customer_id,
          assigned_at)
        SELECT \(target.id), person_id, distributor_id, reseller_id, customer_id, assigned_at FROM gone
        ON CONFLICT (subscription_id, person_id) DO NOTHING RETURNING person_id)
      SELECT (SELECT count(*) FROM come), (SELECT count(*) FROM gone), array(SELECT person_id FROM gone)
      """)
    let (came, gone): (Int, Int) = (try rows[0][0], try rows[0][1])
    let persons: [ID<Person>] = try rows[0][2]
    work.tx.enqueue("UPDATE subscription SET assigned = assigned - \(gone) WHERE id = \(source.id)")
    work.tx.enqueue("UPDATE subscription SET assigned = assigned + \(came) WHERE id = \(target.id)")
    var facts = JSONWriter()
    facts.object {
      $0.member("from", source.id)
      $0.member("userIds", persons)
    }
    try work.audit("licence.moved", AuditObject("subscription", target.id), on: source.path, after: facts)
    return came
  }
}
