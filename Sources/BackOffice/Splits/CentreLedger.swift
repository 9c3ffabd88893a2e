import Core
import FoundationEssentials
import Postgres

/// What landed on a billing centre, and when: its charges.
package enum CentreLedger {
  package struct Line: Sendable {
    package let sequence: Int
    package let charge: ID<Charge>
    package let postedOn: Day
    package let subscription: ID<Subscription>
    package let planName: String
    package let friendlyName: String?
    package let reason: ChargeReason
    package let from: Day
    /// The first day after those covered.
    package let to: Day
    package let licences: Int
    package let amount: Money
  }

  /// Newest first; of one month, where that is asked for.
  package static func list(
    of id: ID<BillingCentre>, in month: Month?, _ paging: Paging, in work: Work
  ) throws -> [Line] {
    try work.actor.require(.centresView)
    try work.actor.require(.pricesView)
    let centre = try BillingCentres.find(id, in: work)
    let within: SQL = month.map { "c.month = \($0.first)" } ?? "true"
    let before: SQL = try paging.afterNumber().map { "c.sequence < \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT c.sequence, c.id, c.posted_on, c.subscription_id, s.plan_name, s.friendly_name, c.reason, c.covers_from,
        c.covers_to, c.licences, c.amount, c.currency
      FROM charge c JOIN subscription s ON s.id = c.subscription_id
      WHERE c.customer_id = \(centre.path.customer) AND c.centre_id = \(id) AND c.leg = 'price' AND \(within)
        AND \(before)
      ORDER BY c.sequence DESC LIMIT \(paging.fetched)
      """
    ).map { row in
      Line(
        sequence: try row[0], charge: try row[1], postedOn: try row[2], subscription: try row[3], planName: try row[4],
        friendlyName: try row[5], reason: try row[6], from: try row[7], to: try row[8], licences: try row[9],
        amount: Money(minor: try row[10], currency: try row[11]))
    }
  }
}
