import Core
import FoundationEssentials
import HTTP
import Postgres

/// All that the page of one subscription shows, read in one round trip after the subscription itself.
struct SubscriptionView {
  struct ChangeLine {
    let at: Instant
    let kind: ChangeKind
    let who: String
    let before: Int?
    let after: Int?
    let note: String?
  }

  struct ChargeLine {
    let leg: Leg
    let centre: String?
    let from: Day
    let to: Day
    let postedOn: Day
    let reason: ChargeReason
    let licences: Int
    let amount: Money
    /// Of a charge for usage: the meter's name and its unit.
    let meter: (name: String, unit: String)?
    let usage: MeteredQuantity?
  }

  struct Link {
    let id: ID<Subscription>
    let name: String
  }

  let record: SubscriptionRecord
  let customerName: String
  let centres: [(name: String, code: String, quantity: Int)]
  let changes: [ChangeLine]
  let charges: [ChargeLine]
  /// Nil where they are the customer's own affair.
  let holders: [(name: String, email: String)]?
  let parent: Link?
  let addOns: [Link]
  /// What it went on as, and what went on as it.
  let successor: Link?
  let predecessors: [Link]
  /// What it renews as, when that is another plan or offer.
  let renewalPlan: String?
  /// Lines of the ledger and of the charges shown; older ones are left to the statements.
  static let shownLines = 12

  init(_ id: ID<Subscription>, in work: Work) throws {
    record = try Subscriptions.find(id, in: work)
    let results = try work.tx.pipeline(SubscriptionView.queries(record))
    customerName = try results[0].first?[0] ?? ""
    let quantities = Dictionary(
      uniqueKeysWithValues: record.subscription.allocations.map { ($0.centre, $0.quantity) })
    centres = try results[1].map { row in
      (name: try row[1], code: try row[2], quantity: quantities[try row[0]] ?? 0)
    }
    changes = try results[2].map {
      ChangeLine(at: try $0[0], kind: try $0[1], who: try $0[2], before: try $0[3], after: try $0[4], note: try $0[5])
    }
    charges = try results[3].map {
      ChargeLine(
        leg: try $0[0], centre: try $0[1], from: try $0[2], to: try $0[3], postedOn: try $0[4], reason: try $0[5],
        licences: try $0[6], amount: Money(minor: try $0[7], currency: try $0[8]),
        meter: try SubscriptionView.meter($0), usage: try $0[11])
    }
    let seesHolders = try Delegations.allows(.licences, over: record.path, in: work)
    holders = seesHolders ? try results[4].map { (name: try $0[0], email: try $0[1]) } : nil
    let linked = try results[5].map { row in
      (how: try row[0] as String, link: Link(id: try row[1], name: try row[2]))
    }
    parent = linked.first { $0.how == "parent" }?.link
    addOns = linked.filter { $0.how == "addOn" }.map(\.link)
    successor = linked.first { $0.how == "successor" }?.link
    predecessors = linked.filter { $0.how == "predecessor" }.map(\.link)
    renewalPlan = try results[6].first?[0]
  }

  private static func meter(_ row: Row) throws -> (name: String, unit: String)? {
    guard let name: String = try row[9], let unit: String = try row[10] else { return nil }
    return (name, unit)
  }

  private static func queries(_ record: SubscriptionRecord) -> [SQL] {
    let id = record.id
    return [
      "SELECT name FROM organization WHERE id = \(record.subscription.customer)",
      """
      SELECT id, name, code FROM billing_centre WHERE id = ANY (\(record.subscription.allocations.map(\.centre)))
      ORDER BY position
      """,
      """
      SELECT at, kind, actor_name, (before->>'quantity')::int, (after->>'quantity')::int, note
      FROM subscription_change WHERE subscription_id = \(id) ORDER BY number DESC LIMIT \(shownLines)
      """,
      """
      SELECT c.leg, b.name, c.covers_from, c.covers_to, c.posted_on, c.reason, c.licences, c.amount, c.currency, m.name,
        m.unit, c.usage_quantity
      FROM charge c LEFT JOIN billing_centre b ON b.id = c.centre_id LEFT JOIN meter m ON m.id = c.meter_id
      WHERE c.subscription_id = \(id) ORDER BY c.sequence DESC LIMIT \(shownLines)
      """,
      """
      SELECT p.given_name || ' ' || p.family_name, p.sign_in_email
      FROM licence_assignment a JOIN person p ON p.id = a.person_id WHERE a.subscription_id = \(id)
      ORDER BY p.family_name, p.given_name, p.id LIMIT \(shownLines)
      """,
      """
      SELECT CASE WHEN s.id = \(record.parent) THEN 'parent' WHEN s.id = \(record.successor) THEN 'successor'
          WHEN s.successor_id = \(id) THEN 'predecessor' ELSE 'addOn' END, s.id, coalesce(s.friendly_name, s.plan_name)
      FROM subscription s
      WHERE s.id = \(record.parent) OR s.id = \(record.successor) OR s.parent_subscription_id = \(id)
        OR s.successor_id = \(id)
      ORDER BY s.id LIMIT \(Bounds.pageMaximum)
      """,
      """
      SELECT p.name FROM offer f JOIN plan p ON p.id = f.plan_id
      WHERE f.id = \(record.subscription.renewal?.offer)
      """,
    ]
  }
}
