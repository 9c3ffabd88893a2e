import Core
import FoundationEssentials
import Postgres

extension Orders {
  /// What is to be ordered, and on what conditions.
  package struct Asked: Sendable {
    package var lines: [NewSubscription]
    package var consent: Consent
    package var billing: BillingContact?
    /// Whether one line that cannot be ordered sinks the others.
    package var allOrNothing = true
    /// What somebody agreed to per line, if anything: another price now stops the order.
    package var agreed: [UnitPrices]?

    package init(_ lines: [NewSubscription], consent: Consent) {
      self.lines = lines
      self.consent = consent
    }
  }

  /// An order, and the lines that did not make it into one: by their place, with what is wrong.
  package struct Placed: Sendable {
    package let order: Record
    package let failed: [Int: [Issue]]
  }

  /// Places an order of all lines, or of those that can be ordered where that was asked for. Who may only ask gets it
  /// checked in full and left waiting.
  package static func place(_ asked: Asked, for customer: ID<Organization>, in work: Work) throws -> Placed {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    let waits = try mustWait(work.actor)
    let buyer = try Buyer.found(customer, in: work)
    let results = try LineRun.results(of: asked.lines, allOrNothing: asked.allOrNothing, in: work) { line, parent in
      waits
        ? try Subscriptions.quoted(line, for: customer, in: work, buyer: buyer, under: parent)
        : try Subscriptions.added(line, for: buyer, in: work, under: parent)
    }
    let documents = try check(results, asked, by: buyer, in: work)
    var record = Record(
      id: work.newID(), path: owner.path, customerName: owner.name, number: try nextNumber(at: owner.path, in: work),
      status: waits ? .waiting : .completed, placedBy: work.actor.person, placedByName: work.actor.name,
      placedAt: work.now, version: 1, lines: lines(of: results, asked.lines, waits: waits), billing: asked.billing)
    OrderStore.insert(record, in: work)
    record.terms = TermsAcceptance.record(documents, of: record, in: work)
    try OrderStore.tell("placed", record, in: work)
    try OrderMail.recapitulate(record, in: work)
    if waits { try OrderChanges.begin(record, results.compactMap(\.outcome), in: work) }
    return Placed(order: record, failed: LineRun.failures(among: results))
  }

  /// Everything that is wrong with the whole, at once; answers the documents accepted.
  private static func check(
    _ results: [LineRun.Result], _ asked: Asked, by buyer: Buyer, in work: Work
  ) throws -> [TermsDocuments.Record] {
    let outcomes = results.compactMap(\.outcome)
    let documents = try TermsDocuments.inForce(for: outcomes.map(\.record), by: buyer, in: work)
    var issues = try TermsDocuments.issues(with: asked.consent, needing: documents, by: buyer, in: work)
    if asked.lines.isEmpty { issues.append(Issue("/lines", "field.required")) }
    if asked.allOrNothing || outcomes.isEmpty || !issues.isEmpty {
      issues += LineRun.failures(among: results).sorted { $0.key < $1.key }.flatMap { index, found in
        found.map { Issue("/lines/\(index)\($0.pointer)", $0.code, $0.details) }
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    guard let agreed = asked.agreed else { return documents }
    let moved = zip(agreed, results).compactMap { agreed, result in
      result.outcome.flatMap { PriceChange(agreed: agreed, $0.record, work.actor) }
    }
    if !moved.isEmpty { throw PriceChange.refusal(moved) }
    return documents
  }

  private static func lines(of results: [LineRun.Result], _ wanted: [NewSubscription], waits: Bool) -> [Line] {
    var places: [Int: Int] = [:]
    var lines: [Line] = []
    for (index, result) in results.enumerated() {
      guard let outcome = result.outcome else { continue }
      places[index] = lines.count
      var kept = wanted[index]
      kept.parentLine = kept.parentLine.flatMap { places[$0] }
      kept.parent = outcome.record.parent.flatMap { waits && kept.parentLine != nil ? nil : $0 }
      lines.append(
        Line(
          wanted: kept, planName: outcome.record.planName, subscription: waits ? nil : outcome.record.id,
          status: waits ? .waiting : LineStatus(of: outcome.record.subscription.status), agreed: Agreed(outcome)))
    }
    return lines
  }

  /// What placing it would do, were it carried out at once: the sum of its lines.
  package static func preview(_ asked: Asked, for customer: ID<Organization>, in work: Work) throws
    -> Subscriptions.Outcome
  {
    _ = try Organizations.find(customer, kind: .customer, in: work)
    _ = try mustWait(work.actor)
    let buyer = try Buyer.found(customer, in: work)
    let results = try LineRun.results(of: asked.lines, allOrNothing: asked.allOrNothing, in: work) { line, parent in
      try Subscriptions.quoted(line, for: customer, in: work, buyer: buyer, under: parent)
    }
    _ = try check(results, asked, by: buyer, in: work)
    return try summed(results.compactMap(\.outcome))
  }

  /// What approving it would do now.
  static func preview(_ order: Record, in work: Work) throws -> Subscriptions.Outcome {
    try summed(quotes(of: order, in: work))
  }

  /// The same, line by line.
  static func quotes(of order: Record, in work: Work) throws -> [Subscriptions.Outcome] {
    let buyer = try Buyer.found(order.path.organization, in: work)
    return try LineRun.all(of: order.lines.map(\.wanted)) {
      try Subscriptions.quoted($0, for: order.path.organization, in: work, buyer: buyer, under: $1)
    }
  }

  static func summed(_ outcomes: [Subscriptions.Outcome]) throws -> Subscriptions.Outcome {
    guard let sum = Subscriptions.Outcome(summing: outcomes) else {
      throw Refusal.invalid([Issue("/lines", "money.out_of_range")])
    }
    return sum
  }

  /// Whether what the actor orders waits for the reseller.
  static func mustWait(_ actor: Actor) throws(Refusal) -> Bool {
    try requireRights(actor)
    guard actor.level == .customer else { return false }
    guard actor.selfService != .view else { throw .denied("self_service.view_only") }
    return actor.selfService == .request
  }

  /// Orders are for those who would change subscriptions if self-service let them.
  static func requireRights(_ actor: Actor) throws(Refusal) {
    guard actor.rights.holds(.subscriptionsChange) else { throw .forbidden(.subscriptionsChange) }
  }

  /// Runs with the reseller's reach, which checking a line leaves behind.
  private static func nextNumber(at path: Path, in work: Work) throws -> Int {
    try work.tx.rows(
      """
      INSERT INTO order_sequence (reseller_id, last) VALUES (\(path.reseller), 1)
      ON CONFLICT (reseller_id) DO UPDATE SET last = order_sequence.last + 1 RETURNING last
      """)[0][0]
  }

}

extension Orders.Agreed {
  /// As the outcome of a line has it.
  init(_ outcome: Subscriptions.Outcome) {
    let s = outcome.record.subscription
    func amounts(_ leg: Leg, _ unit: Money) -> Orders.Amounts {
      let totals = outcome.totals.first { $0.leg == leg }
      return Orders.Amounts(
        unit: unit, first: totals?.today ?? .zero(unit.currency), recurring: totals?.recurring ?? .zero(unit.currency))
    }
    self.init(
      serviceName: outcome.record.serviceName, term: s.term, frequency: s.frequency, startsOn: s.start,
      price: amounts(.price, s.unitPrice), cost: amounts(.cost, s.unitCost))
  }
}

extension Orders.LineStatus {
  /// Of a line that became a subscription.
  init(of status: SubscriptionStatus) {
    self =
      switch status {
      case .pending: .provisioning
      case .active, .suspended: .active
      case .expired, .cancelled: .ended
      }
  }
}

/// A price that is not the one somebody agreed to.
struct PriceChange {
  let planName: String
  let legs: [Leg]
  let agreed: UnitPrices
  let now: UnitPrices

  /// Nil where nothing changed that the actor sees.
  init?(agreed: UnitPrices, _ record: SubscriptionRecord, _ actor: Actor) {
    now = UnitPrices(price: record.subscription.unitPrice, cost: record.subscription.unitCost)
    legs = agreed.stale(now: now, seeing: Set(Leg.allCases.filter(actor.sees)))
    guard !legs.isEmpty else { return nil }
    self.agreed = agreed
    planName = record.planName
  }

  /// `Exchange Online (Plan 1): CHF 3.90 → CHF 4.20`.
  private var text: String {
    "\(planName): " + legs.map { "\(agreed[$0]) → \(now[$0])" }.joined(separator: ", ")
  }

  static func refusal(_ changes: [PriceChange]) -> Refusal {
    .conflict("cart.price_changed", ["changes": changes.map(\.text).joined(separator: "; ")])
  }
}
