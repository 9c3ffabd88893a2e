import Core
import FoundationEssentials
import Postgres

/// One subscription of a bulk change: what was said of it, and what became of it.
package struct BulkLine: Sendable {
  package let number: Int
  package let subscription: ID<Subscription>
  package let customer: ID<Organization>
  package let customerName: String
  package let planName: String
  package let friendlyName: String?
  package let result: BulkResult
}

/// What the preview or the run came to for one line.
package struct BulkResult: Sendable {
  package var outcome: BulkChange.Outcome
  /// Why not.
  package var code: Code?
  package var details: [String: String] = [:]
  package var warnings: [Code] = []
  /// Nil where it was refused before there were any.
  package var figures: BulkFigures?

  init(_ outcome: BulkChange.Outcome, figures: BulkFigures? = nil, warnings: [Code] = []) {
    self.outcome = outcome
    self.figures = figures
    self.warnings = warnings
  }

  /// Refused: in the preview, or when its turn came.
  init(_ refusal: Refusal, as outcome: BulkChange.Outcome, figures: BulkFigures? = nil) {
    let problem = Problem(refusal)
    let issue = problem.issues.first
    self.outcome = outcome
    code = issue?.code ?? problem.code
    details = issue?.details ?? problem.details
    self.figures = figures
  }
}

/// What whoever confirms has seen: when a line's turn comes, they must be the same.
package struct BulkFigures: Hashable, Sendable {
  package let quantityBefore: Int
  package let quantityAfter: Int
  /// Licences of the next term, where it will have another number; nil where it goes on with as many, or not at all.
  package let renewalQuantity: Int?
  package let frequency: Frequency
  /// Of the legs that the maker sees.
  package let totals: [LegTotals]
  /// Where the split changes: what each centre of it has and pays.
  package let split: [BulkSplit]

  init(
    quantityBefore: Int, quantityAfter: Int, renewalQuantity: Int?, frequency: Frequency, totals: [LegTotals],
    split: [BulkSplit] = []
  ) {
    self.quantityBefore = quantityBefore
    self.quantityAfter = quantityAfter
    self.renewalQuantity = renewalQuantity
    self.frequency = frequency
    self.totals = totals
    self.split = split
  }

  init(_ before: Subscription, _ outcome: Subscriptions.Outcome, for actor: Actor) {
    quantityBefore = before.quantity
    let after = outcome.record.subscription
    quantityAfter = after.quantity
    renewalQuantity = after.autoRenew ? after.renewal?.quantity : nil
    frequency = after.frequency
    totals = outcome.totals.filter { actor.sees($0.leg) }
    split = BulkSplit.all(before, outcome, for: actor)
  }

  /// From the columns below, beginning at `column`; nil where there are no figures.
  init?(_ row: Row, from column: Int) throws {
    guard !row.isNull(column) else { return nil }
    quantityBefore = try row[column]
    quantityAfter = try row[column + 1]
    frequency = try row[column + 2]
    renewalQuantity = try row[column + 3]
    totals = try [(Leg.price, column + 4), (.cost, column + 8)].compactMap { leg, at in
      guard let currency: Currency = try row[at] else { return nil }
      func money(_ column: Int) throws -> Money { Money(minor: try row[column], currency: currency) }
      return LegTotals(
        leg: leg, today: try money(at + 1), nextInvoice: try money(at + 2), recurring: try money(at + 3))
    }
    split = BulkSplit.all(try row[column + 12])
  }

  static let columns: SQL = """
    l.quantity_before, l.quantity_after, l.billing_frequency, l.renewal_quantity, l.price_currency, l.price_today,
    l.price_next, l.price_recurring, l.cost_currency, l.cost_today, l.cost_next, l.cost_recurring, l.split::text
    """
}
