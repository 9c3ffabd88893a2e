import Core
import FoundationEssentials
import Postgres

/// Add-ons do what the subscription does that they go with.
enum AddOns {
  /// What a step on a subscription came to, with what its add-ons did after it.
  static func follow(_ step: SubscriptionStep, in scope: PreviewScope) throws -> Subscriptions.Outcome {
    let outcome = step.outcome
    let leading = step.taken.filter { warning(of: $0.decision.kind) != nil }
    guard outcome.record.subscription.hasActiveAddOns, !leading.isEmpty else { return outcome }
    var outcomes = [outcome]
    var warnings: [Code] = []
    for id in try running(of: outcome.record.id, in: scope.work) {
      var addOn = SubscriptionStep(try scope.current(id), scope.work)
      for (decision, note) in leading {
        let before = addOn.loaded.record.subscription
        guard let following = before.following(decision.after, decision.kind) else { continue }
        try addOn.take(following, note: note, keeping: !scope.preview)
        let isSeen = before.status != following.after.status || before.autoRenew != following.after.autoRenew
        if isSeen, let code = warning(of: decision.kind), !warnings.contains(code) { warnings.append(code) }
      }
      outcomes.append(addOn.outcome)
    }
    guard let sum = Subscriptions.Outcome(summing: outcomes) else {
      throw Refusal.invalid([Issue("/quantity", "money.out_of_range")])
    }
    return Subscriptions.Outcome(
      record: sum.record, postings: sum.postings, totals: sum.totals, effectiveFrom: sum.effectiveFrom,
      warnings: outcome.warnings + warnings)
  }

  /// What its add-ons do after a change of a kind; nil: nothing.
  private static func warning(of kind: ChangeKind) -> Code? {
    switch kind {
    case .suspend: "add_ons.suspended_too"
    case .activate: "add_ons.activated_too"
    case .autoRenewOff: "add_ons.end_too"
    case .autoRenewOn: "add_ons.renew_too"
    default: nil
    }
  }

  /// The add-ons of a subscription that have not ended.
  static func running(of id: ID<Subscription>, in work: Work) throws -> [ID<Subscription>] {
    try work.tx.rows(
      """
      SELECT id FROM subscription WHERE parent_subscription_id = \(id) AND status IN ('active', 'suspended')
        AND NOT direct
      ORDER BY id
      """
    ).map { try $0[0] }
  }

  /// Whether all add-ons of a subscription go with a plan.
  static func fit(_ plan: ID<Plan>, of id: ID<Subscription>, in work: Work) throws -> Bool {
    try work.tx.rows(
      """
      SELECT 1 FROM subscription a JOIN plan p ON p.id = a.plan_id
      WHERE a.parent_subscription_id = \(id) AND a.status IN ('pending', 'active', 'suspended')
        AND NOT \(plan) = ANY (p.parent_plan_ids)
      LIMIT 1
      """
    ).isEmpty
  }

  /// The plans of add-ons that go with a customer's subscription.
  static func plans(
    goingWith id: ID<Subscription>, of customer: ID<Organization>, in work: Work
  ) throws -> Set<ID<Plan>> {
    let rows = try work.tx.rows(
      """
      SELECT p.id FROM subscription s JOIN plan p ON s.plan_id = ANY (p.parent_plan_ids)
      WHERE s.id = \(id) AND s.customer_id = \(customer)
      """)
    return Set(try rows.map { try $0[0] })
  }

  /// Lets the add-ons of one subscription go with another from now on. Answers whether there were any.
  static func move(
    from source: ID<Subscription>, to parent: Subscription, note: String, in scope: PreviewScope
  ) throws -> Bool {
    let ids = try running(of: source, in: scope.work)
    for id in ids {
      var addOn = SubscriptionStep(try scope.current(id), scope.work)
      try addOn.take(
        addOn.loaded.record.subscription.reparented(to: parent), note: note, keeping: !scope.preview)
      if !scope.preview {
        scope.work.tx.enqueue("UPDATE subscription SET parent_subscription_id = \(parent.id) WHERE id = \(id)")
      }
    }
    return !ids.isEmpty
  }
}
