import Core
import FoundationEssentials
import Postgres

/// Some lines of a bulk change, previewed or carried out in one transaction with the rights of whoever asked for it.
struct BulkBatch {
  /// A line whose turn it is.
  struct Item {
    let number: Int
    let subscription: ID<Subscription>
    let reseller: ID<Organization>
    /// What its preview said; nil before it.
    let expected: BulkFigures?
  }

  let command: BulkCommand
  /// The maker's.
  let work: Work

  /// What each would do. The transaction has a reseller's reach afterwards.
  func previewed(_ items: [Item]) throws -> [BulkResult] {
    try each(items, locking: false, refused: .refused) { _, row, asked in
      let outcome = try asked.perform(on: row, in: work, preview: true)
      let figures = BulkFigures(row.record.subscription, outcome, for: work.actor)
      let after = outcome.record
      let isSame = after.id == row.record.id && after.subscription.version == row.record.subscription.version
      return BulkResult(isSame ? .unchanged : .allowed, figures: figures, warnings: outcome.warnings)
    }
  }

  /// Does each whose figures are still what was confirmed. A line that is refused leaves no trace; whatever else goes
  /// wrong is thrown, and none of them is done.
  func carriedOut(_ items: [Item]) throws -> [BulkResult] {
    try each(items, locking: true, refused: .failed) { item, row, asked in
      let expected = try asked.perform(on: row, in: work, preview: true)
      let figures = BulkFigures(row.record.subscription, expected, for: work.actor)
      guard figures == item.expected else { throw Refusal.conflict("bulk.figures_changed") }
      let outcome = try keeping { try asked.perform(on: row, in: work, preview: false) }
      return BulkResult(.done, figures: figures, warnings: outcome.warnings)
    }
  }

  /// A refusal while saving comes after statements were sent: it is no longer this line's alone.
  struct Halfway: Error { let refusal: Refusal }

  private func keeping<Value>(_ save: () throws -> Value) throws -> Value {
    do { return try save() } catch let refusal as Refusal { throw Halfway(refusal: refusal) }
  }

  /// One result an item, in their order.
  private func each(
    _ items: [Item], locking: Bool, refused outcome: BulkChange.Outcome,
    _ body: (Item, SubscriptionRecord.Ledgered, AskedChange) throws -> BulkResult
  ) throws -> [BulkResult] {
    let records = try BulkLoading.records(items.map(\.subscription), in: work, locking: locking)
    var results: [Int: BulkResult] = [:]
    for (reseller, items) in Dictionary(grouping: items, by: \.reseller).sorted(by: { $0.key < $1.key }) {
      let known = items.compactMap { records[$0.subscription] }
      let rows = known.isEmpty ? [:] : try BulkLoading.ledgers(of: known, sold: reseller, in: work)
      for item in items {
        do {
          guard let row = rows[item.subscription] else { throw Refusal.notFound }
          results[item.number] = try body(item, row, try command.asked(of: row.record.subscription))
        } catch let refusal as Refusal {
          results[item.number] = BulkResult(refusal, as: outcome, figures: item.expected)
        }
      }
    }
    return items.compactMap { results[$0.number] }
  }
}
