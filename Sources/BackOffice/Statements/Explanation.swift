import Core
import FoundationEssentials
import Postgres

/// Why a line is what it is: the changes and days of its cycle, what they come to, what was posted before.
package struct Explanation: Sendable {
  /// A stretch of days at one state.
  package struct Segment: Sendable {
    package let from: Day
    package let to: Day
    package let licences: Int
    package let totalLicences: Int
    package let billable: Bool
    package let changeID: UUID
    package let kind: ChangeKind
    package let changedOn: Day
    package let actorName: String

    package var days: Int { to - from }
  }

  /// The change the line was posted after.
  package struct Occasion: Sendable {
    package let kind: ChangeKind
    package let day: Day
    package let actorName: String
  }

  /// What an earlier statement had of the same cycle, at the same place.
  package struct Earlier: Sendable {
    package let statement: ID<Statement>
    /// Of a closed one.
    package let number: String?
    package let month: Month
    package let amount: Money
  }

  package let line: StatementLines.Line
  /// The statement's.
  package let month: Month
  package let occasion: Occasion
  /// Oldest first.
  package let earlier: [Earlier]
  package let cycle: Cycle
  package let segments: [Segment]
  package let licenceDays: Int64
  package let totalLicenceDays: Int64
  /// Owed for the whole subscription in this cycle.
  package let owedInAll: Money
  /// Owed by the line's centre (or, on the cost leg, in all).
  package let owed: Money
  package let postedBefore: Money
  /// Of a line for usage: what was counted and how it is priced, in place of segments and licence days.
  var usage: MeteredExplanation?

  package static func of(_ n: Int, _ record: Statements.Record, in work: Work) throws -> Explanation {
    let line = try StatementLines.find(n, of: record, in: work)
    if let kept = try Months.keptFrom(in: work.tx), line.cycleFrom < kept {
      throw Refusal.conflict("statement.line_archived", ["from": "\(Month(containing: kept))"])
    }
    let results = try work.tx.pipeline([
      """
      SELECT c.cycle_from, c.cycle_to, c.full_days, c.unit_minor, c.usage_revision FROM charge c
      WHERE c.subscription_id = \(line.subscription) AND c.cycle_from = \(line.cycleFrom)
        AND c.sequence = \(line.chargeSequence)
      """,
      """
      SELECT day, billable, centre_ids, centre_quantities, number, id, kind, actor_name FROM subscription_change
      WHERE subscription_id = \(line.subscription) AND number <= (
        SELECT change_number FROM charge WHERE subscription_id = \(line.subscription)
          AND cycle_from = \(line.cycleFrom) AND sequence = \(line.chargeSequence))
      ORDER BY number
      """,
      """
      SELECT coalesce(sum(amount), 0)::bigint, coalesce(sum(usage_quantity), 0)::bigint FROM charge
      WHERE subscription_id = \(line.subscription) AND cycle_from = \(line.cycleFrom) AND leg = \(record.leg)
        AND centre_id IS NOT DISTINCT FROM \(line.centre) AND sequence < \(line.chargeSequence)
        AND meter_id IS NOT DISTINCT FROM \(line.usage?.meter)
      """,
      "SELECT id FROM billing_centre WHERE customer_id = \(record.path.customer) ORDER BY position",
      """
      SELECT t.id, t.number, t.month, sum(c.amount)::bigint FROM charge c
      JOIN statement t ON t.leg = c.leg AND t.buyer_id = \(record.buyer.id) AND t.month = c.month
      WHERE c.subscription_id = \(line.subscription) AND c.cycle_from = \(line.cycleFrom) AND c.leg = \(record.leg)
        AND c.centre_id IS NOT DISTINCT FROM \(line.centre) AND c.sequence < \(line.chargeSequence)
        AND c.meter_id IS NOT DISTINCT FROM \(line.usage?.meter) AND c.month < \(record.month.first)
      GROUP BY t.id, t.number, t.month HAVING sum(c.amount) <> 0 ORDER BY t.month
      """,
    ])
    guard let charge = results[0].first, let last = results[1].last else { throw Refusal.notFound }
    let context = Context(
      record: record, occasion: Occasion(kind: try last[6], day: try last[0], actorName: try last[7]),
      earlier: try results[4].map { row in
        Earlier(
          statement: try row[0], number: try row[1], month: Month(containing: try row[2]),
          amount: Money(minor: try row[3], currency: record.currency))
      })
    if let usage = line.usage {
      let entries = try results[1].map(SubscriptionRecord.entry)
      return try MeteredExplanation.explain(
        line, usage, entries, revision: try charge[4], before: results[2][0], context, in: work)
    }
    return try explain(line, charge, results, context)
  }

  /// What is the same for lines of licences and of usage.
  struct Context {
    let record: Statements.Record
    let occasion: Occasion
    let earlier: [Earlier]
  }

  private static func explain(
    _ line: StatementLines.Line, _ charge: Row, _ results: [Rows], _ context: Context
  ) throws -> Explanation {
    let record = context.record
    let cycle = Cycle(from: try charge[0], to: try charge[1], fullDays: try charge[2])
    let changes = results[1]
    let entries = try changes.map(SubscriptionRecord.entry)
    let unit: Int64 = try charge[3]
    let known = Set(entries.flatMap { $0.allocations.map(\.centre) })
    var order: [ID<BillingCentre>] = try results[3].map { try $0[0] }
    order += known.subtracting(order).sorted()
    let weights = Ledger.weights(entries, in: cycle, order: order)
    let total = weights.reduce(0) { $0 + $1.licenceDays }
    let own = line.centre.map { centre in weights.first { $0.centre == centre }?.licenceDays ?? 0 } ?? total
    let inAll = Ledger.owed(unitPrice: unit, licenceDays: total, fullDays: cycle.fullDays) ?? 0
    let shares = Ledger.owedByCentre(unitPrice: unit, entries: entries, cycle: cycle, order: order) ?? []
    let share = line.centre.map { centre in shares.first { $0.centre == centre }?.minor ?? 0 } ?? inAll
    return Explanation(
      line: line, month: record.month, occasion: context.occasion, earlier: context.earlier, cycle: cycle,
      segments: try segments(changes, entries, cycle, line.centre), licenceDays: own,
      totalLicenceDays: total, owedInAll: Money(minor: inAll, currency: record.currency),
      owed: Money(minor: share, currency: record.currency),
      postedBefore: Money(minor: try results[2][0][0], currency: record.currency))
  }

  /// Cuts the cycle where a change took force; of several on a day the last counts.
  private static func segments(
    _ changes: Rows, _ entries: [LedgerEntry], _ cycle: Cycle, _ centre: ID<BillingCentre>?
  ) throws -> [Segment] {
    var segments: [Segment] = []
    let inForce = Ledger.inForce(entries.map(\.day))
    for (place, index) in inForce.enumerated() {
      let entry = entries[index]
      let from = max(entry.day, cycle.from)
      let next = inForce.dropFirst(place + 1).first.map { entries[$0].day } ?? cycle.to
      let to = min(max(next, cycle.from), cycle.to)
      guard from < to else { continue }
      let total = entry.allocations.reduce(0) { $0 + $1.quantity }
      let own = centre.map { id in entry.allocations.first { $0.centre == id }?.quantity ?? 0 } ?? total
      let row = changes[changes.startIndex + index]
      segments.append(
        Segment(
          from: from, to: to, licences: own, totalLicences: total, billable: entry.billable, changeID: try row[5],
          kind: try row[6], changedOn: entry.day, actorName: try row[7]))
    }
    return segments
  }
}
