import Core
import FoundationEssentials
import Postgres

/// What customers ask for: carried out at once where they may buy by themselves, waiting for their reseller where not.
package enum Orders {
  package enum Status: String, Sendable, CaseIterable, TextColumn { case waiting, completed, rejected, cancelled }

  package struct Line: Sendable {
    package let wanted: NewSubscription
    package let planName: String
    /// What it became, once the order is completed.
    package var subscription: ID<Subscription>?
  }

  package struct Record: Sendable {
    package let id: ID<Order>
    package let path: Path
    package let customerName: String
    package let number: Int
    package var status: Status
    package let placedBy: ID<Person>
    package let placedByName: String
    package let placedAt: Instant
    /// Nil while it waits, and where no approval was needed.
    package var decidedBy: ID<Person>?
    package var decidedByName: String?
    package var decidedAt: Instant?
    package var reason: String?
    package var version: Int
    package var lines: [Line]
  }

  // MARK: - Placing

  /// Places an order: all lines or none. Who may only ask gets it checked in full and left waiting.
  package static func place(
    _ lines: [NewSubscription], acceptsTerms: Bool, for customer: ID<Organization>, in work: Work
  ) throws -> Record {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    let waits = try mustWait(work.actor)
    let outcomes = try outcomes(of: lines, acceptsTerms: acceptsTerms) {
      waits
        ? try Subscriptions.quoted($0, for: customer, in: work)
        : try Subscriptions.add($0, for: customer, in: work, preview: false)
    }
    let record = Record(
      id: work.newID(), path: owner.path, customerName: owner.name, number: try nextNumber(at: owner.path, in: work),
      status: waits ? .waiting : .completed, placedBy: work.actor.person, placedByName: work.actor.name,
      placedAt: work.now, version: 1,
      lines: zip(lines, outcomes).map {
        Line(wanted: $0, planName: $1.record.planName, subscription: waits ? nil : $1.record.id)
      })
    OrderStore.insert(record, in: work)
    try OrderStore.tell("placed", record, in: work)
    if waits { try OrderChanges.begin(record, outcomes, in: work) }
    return record
  }

  /// What placing it would do, were it carried out at once: the sum of its lines.
  package static func preview(
    _ lines: [NewSubscription], acceptsTerms: Bool, for customer: ID<Organization>, in work: Work
  ) throws -> Subscriptions.Outcome {
    _ = try Organizations.find(customer, kind: .customer, in: work)
    _ = try mustWait(work.actor)
    return try summed(lines, acceptsTerms: acceptsTerms, for: customer, in: work)
  }

  /// What approving it would do now.
  static func preview(_ order: Record, in work: Work) throws -> Subscriptions.Outcome {
    try summed(order.lines.map(\.wanted), acceptsTerms: true, for: order.path.organization, in: work)
  }

  static func summed(
    _ lines: [NewSubscription], acceptsTerms: Bool, for customer: ID<Organization>, in work: Work
  ) throws -> Subscriptions.Outcome {
    let outcomes = try outcomes(of: lines, acceptsTerms: acceptsTerms) {
      try Subscriptions.quoted($0, for: customer, in: work)
    }
    guard let sum = Subscriptions.Outcome(summing: outcomes) else {
      throw Refusal.invalid([Issue("/lines", "money.out_of_range")])
    }
    return sum
  }

  /// Whether what the actor orders waits for the reseller.
  private static func mustWait(_ actor: Actor) throws(Refusal) -> Bool {
    try requireRights(actor)
    guard actor.level == .customer else { return false }
    guard actor.selfService != .view else { throw .denied("self_service.view_only") }
    return actor.selfService == .request
  }

  /// Orders are for those who would change subscriptions if self-service let them.
  static func requireRights(_ actor: Actor) throws(Refusal) {
    guard actor.rights.holds(.subscriptionsChange) else { throw .forbidden(.subscriptionsChange) }
  }

  /// Goes through all lines, so that everything wrong is said at once, each with its line.
  static func outcomes(
    of lines: [NewSubscription], acceptsTerms: Bool, _ each: (NewSubscription) throws -> Subscriptions.Outcome
  ) throws -> [Subscriptions.Outcome] {
    var issues: [Issue] = acceptsTerms ? [] : [Issue("/acceptTerms", "terms.not_accepted")]
    if lines.isEmpty { issues.append(Issue("/lines", "field.required")) }
    var outcomes: [Subscriptions.Outcome] = []
    for (index, line) in lines.enumerated() {
      do {
        var accepted = line
        accepted.acceptsTerms = true
        outcomes.append(try each(accepted))
      } catch Refusal.invalid(let found) {
        issues += found.map { Issue("/lines/\(index)\($0.pointer)", $0.code, $0.details) }
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    return outcomes
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

extension Subscriptions.Outcome {
  /// Several outcomes as one: what is posted by leg and centre, totals by leg, each currency by itself. Nil without
  /// any, and when an amount exceeds 64 bits.
  init?(summing outcomes: [Subscriptions.Outcome]) {
    guard let first = outcomes.first else { return nil }
    var postings: [Posting] = []
    var totals: [LegTotals] = []
    for outcome in outcomes {
      for posting in outcome.postings where !posting.added(to: &postings) { return nil }
      for total in outcome.totals where !total.added(to: &totals) { return nil }
    }
    self.init(
      record: first.record, postings: postings, totals: totals,
      effectiveFrom: first.effectiveFrom, warnings: outcomes.flatMap(\.warnings))
  }
}

extension Posting {
  /// Adds it to the one of its leg, centre and currency; false when the sum is out of range.
  fileprivate func added(to all: inout [Posting]) -> Bool {
    let index = all.firstIndex { $0.leg == leg && $0.centre == centre && $0.amount.currency == amount.currency }
    guard let index else {
      all.append(self)
      return true
    }
    guard let sum = all[index].amount.adding(amount) else { return false }
    all[index] = Posting(leg: leg, centre: centre, amount: sum, cycle: all[index].cycle)
    return true
  }
}

extension LegTotals {
  /// Adds it to the one of its leg and currency; false when the sum is out of range.
  fileprivate func added(to all: inout [LegTotals]) -> Bool {
    guard let index = all.firstIndex(where: { $0.leg == leg && $0.today.currency == today.currency }) else {
      all.append(self)
      return true
    }
    guard let today = all[index].today.adding(today), let next = all[index].nextInvoice.adding(nextInvoice),
      let recurring = all[index].recurring.adding(recurring)
    else { return false }
    all[index] = LegTotals(leg: leg, today: today, nextInvoice: next, recurring: recurring)
    return true
  }
}

extension Money {
  /// The sum of two amounts of one currency; nil when it exceeds 64 bits.
  fileprivate func adding(_ other: Money) -> Money? {
    let (sum, overflows) = minor.addingReportingOverflow(other.minor)
    return overflows ? nil : Money(minor: sum, currency: currency)
  }
}
