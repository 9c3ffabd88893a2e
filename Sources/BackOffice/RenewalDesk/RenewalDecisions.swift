import Core
import FoundationEssentials
import Postgres

/// Deciding renewals, one or a page of them at once, each by the same command as on its own.
package enum RenewalDecisions {
  /// What is decided.
  package enum Choice: String, Sendable, CaseIterable {
    /// With the licences people hold.
    case withAssigned
    /// The same again: what was planned is forgotten.
    case unchanged
    /// Ends with its term.
    case autoRenewOff
    /// Renews.
    case autoRenewOn

    fileprivate func command(for s: Subscription) -> Command {
      switch self {
      case .withAssigned: .scheduleRenewal(s.renewalWithAssigned)
      case .unchanged: .scheduleRenewal(nil)
      case .autoRenewOff: .autoRenew(false)
      case .autoRenewOn: .autoRenew(true)
      }
    }

    fileprivate var permission: Permission {
      switch self {
      case .withAssigned, .unchanged, .autoRenewOff, .autoRenewOn: .subscriptionsChange
      }
    }
  }

  /// What became of one subscription.
  package struct Result: Sendable {
    package let before: RenewalDesk.Item
    package let after: RenewalDesk.Item
    /// Why it stayed as it was; nil: it did not, or was so already.
    package let refusal: Refusal?

    package var isChanged: Bool { before.record.subscription.version != after.record.subscription.version }
  }

  /// Decides for each, in the order of their ids, or with `preview` says what it would come to. One that is refused
  /// does not keep the others from being decided; one that is not in reach makes the whole not found.
  package static func decide(
    _ choice: Choice, on wanted: [ID<Subscription>], in work: Work, preview: Bool
  ) throws -> [Result] {
    try work.actor.require(.statementsView)
    try work.actor.require(choice.permission)
    let ids = Set(wanted)
    // Locked at once and in one order, so that two who decide about the same ones wait and do not fail.
    let lock: SQL = preview ? "" : "FOR NO KEY UPDATE OF s"
    let rows = try work.tx.rows(
      """
      SELECT \(RenewalDesk.columns(at: work.now)) FROM subscription s JOIN organization o ON o.id = s.customer_id
      WHERE s.id = ANY (\(Array(ids))) ORDER BY s.id \(lock)
      """)
    guard rows.count == ids.count else { throw Refusal.notFound }
    let own = rows.columns - 4
    return try rows.map { row in
      let before = try RenewalDesk.item(try SubscriptionRecord(row: row), row, from: own, in: work)
      do {
        let decided = try perform(choice, on: before.record, in: work, preview: preview)
        let after = try RenewalDesk.item(decided, row, from: own, in: work)
        return Result(before: before, after: after, refusal: nil)
      } catch let refusal as Refusal {
        return Result(before: before, after: before, refusal: refusal)
      }
    }
  }

  private static func perform(
    _ choice: Choice, on record: SubscriptionRecord, in work: Work, preview: Bool
  ) throws -> SubscriptionRecord {
    let command = choice.command(for: record.subscription)
    work.tx.enqueue("SAVEPOINT decision")
    do {
      let outcome = try Subscriptions.perform(command, on: record.id, in: work, preview: preview)
      // A command works with the seller's reach; the next one begins with the actor's own again.
      work.tx.enqueue(Reach.notCommercial)
      work.tx.enqueue(work.actor.reach)
      work.tx.enqueue("RELEASE SAVEPOINT decision")
      return outcome.record
    } catch let refusal as Refusal {
      work.tx.enqueue("ROLLBACK TO SAVEPOINT decision")
      throw refusal
    }
  }
}
