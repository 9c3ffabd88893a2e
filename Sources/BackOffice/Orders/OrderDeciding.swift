import Core
import FoundationEssentials
import Postgres

extension Orders {
  /// What can be said to an order that waits.
  package enum Verdict: Sendable {
    /// `changes`: made and approved in one.
    case approve(changes: [LineChange], Confirmation)
    /// Its lines are to be these, once it is approved.
    case change([LineChange])
    case reject(reason: String)
    case cancel(reason: String?)

    /// As it is, at the figures shown to whoever spoke last.
    package static let approve = Verdict.approve(changes: [], .asShown)
  }

  /// What a decision came to: the order, and what it does where it does anything.
  package struct Decided {
    package var order: Record
    package var outcome: Subscriptions.Outcome?
  }

  /// Decides an order that waits; of two at once the second finds it decided. Approving checks every line anew and
  /// carries all out, or none. With `preview` nothing is kept. `check` sees the row locked, before deciding.
  package static func decide(
    _ id: ID<Order>, _ verdict: Verdict, in work: Work, preview: Bool = false, check: (Record) throws -> Void = { _ in }
  ) throws -> Decided {
    let before = try find(id, in: work, locking: !preview)
    var order = before
    try requireRight(to: verdict, work.actor)
    try check(order)
    guard order.status == .waiting else { throw Refusal.conflict("order.decided") }
    var outcome: Subscriptions.Outcome?
    switch verdict {
    case .approve(let changes, let confirmation):
      let shown = try OrderChanges.kept(of: id, in: work).figures
      try OrderChanges.apply(changes, to: &order, in: work)
      order.status = .completed
      outcome = try carriedOut(&order, in: work, preview: preview)
      if let outcome, !preview {
        try confirmation.check(Figures(outcome.totals), against: shown, for: work.actor, ofOrder: true)
        if !changes.isEmpty { try OrderChanges.keep(before, order, outcome, in: work) }
      }
    case .change(let changes):
      try OrderChanges.apply(changes, to: &order, in: work)
      let outcomes = try quotes(of: order, in: work)
      for index in order.lines.indices { order.lines[index].agreed = Agreed(outcomes[index]) }
      let sum = try summed(outcomes)
      order.version += 1
      if !preview { try OrderChanges.keep(before, order, sum, in: work) }
      work.resumeReach()
      return Decided(order: order, outcome: sum)
    case .reject(let reason):
      order.status = .rejected
      order.reason = reason
    case .cancel(let reason):
      order.status = .cancelled
      order.reason = reason
    }
    if order.status != .completed { order.lines.indices.forEach { order.lines[$0].status = .ended } }
    order.decidedBy = work.actor.person
    order.decidedByName = work.actor.name
    order.decidedAt = work.now
    order.version += 1
    if !preview {
      OrderStore.update(order, in: work)
      try OrderStore.tell(order.status.rawValue, order, in: work)
      try RequestMail.tell(order, order.status.news, in: work)
    }
    work.resumeReach()
    return Decided(order: order, outcome: outcome)
  }

  /// The seller approves, changes and rejects, the customer cancels.
  private static func requireRight(to verdict: Verdict, _ actor: Actor) throws(Refusal) {
    switch verdict {
    case .approve, .change, .reject:
      guard actor.level != .customer else { throw .denied("order.reseller_decides") }
      try actor.require(.subscriptionsChange)
    case .cancel:
      guard actor.level == .customer else { throw .denied("order.customer_cancels") }
    }
  }

  private static func carriedOut(
    _ order: inout Record, in work: Work, preview: Bool
  ) throws -> Subscriptions.Outcome {
    if preview { return try self.preview(order, in: work) }
    let buyer = try Buyer.found(order.path.organization, in: work)
    let outcomes = try LineRun.all(of: order.lines.map(\.wanted)) {
      try Subscriptions.added($0, for: buyer, in: work, under: $1)
    }
    for (index, outcome) in outcomes.enumerated() {
      order.lines[index].subscription = outcome.record.id
      order.lines[index].status = LineStatus(of: outcome.record.subscription.status)
      order.lines[index].agreed = Agreed(outcome)
    }
    OrderStore.updateLines(of: order, in: work)
    return try summed(outcomes)
  }
}

extension Orders.Status {
  fileprivate var news: OrderNews {
    switch self {
    case .waiting: .changed
    case .completed: .completed
    case .rejected: .rejected
    case .cancelled: .cancelled
    }
  }
}
