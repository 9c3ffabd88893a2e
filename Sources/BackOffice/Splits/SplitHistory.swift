import Core
import FoundationEssentials
import Postgres

/// How a subscription's licences were split, and by whom: its changes that moved some of them.
package enum SplitHistory {
  package struct Entry: Sendable {
    package let change: ID<Change>
    package let number: Int
    package let at: Instant
    package let day: Day
    package let kind: ChangeKind
    package let actor: ID<Person>?
    package let actorName: String
    package let onBehalfOf: ID<Person>?
    /// In their order, those in reach that had or have licences.
    package var centres: [Part]
  }

  package struct Part: Sendable {
    package let centre: ID<BillingCentre>
    package let name: String
    package let code: String
    package let before: Int
    package let after: Int
    /// What the change posted there; nil where the reader sees no prices.
    package var posted: Money?
  }

  /// Newest first.
  package static func list(
    of id: ID<Subscription>, _ paging: Paging, in work: Work
  ) throws -> [Entry] {
    try work.actor.require(.centresView)
    let record = try Subscriptions.find(id, in: work)
    let before: SQL = try paging.afterNumber().map { "c.number < \($0)" } ?? "true"
    let results = try work.tx.pipeline([
      """
      SELECT c.id, c.number, c.at, c.day, c.kind, c.actor_id, c.actor_name, c.on_behalf_of, c.centre_ids,
        c.centre_quantities, coalesce(c.was_ids, '{}'), coalesce(c.was_quantities, '{}')
      FROM (
        SELECT id, number, at, day, kind, actor_id, actor_name, on_behalf_of, centre_ids, centre_quantities,
          lag(centre_ids) OVER (ORDER BY number) AS was_ids,
          lag(centre_quantities) OVER (ORDER BY number) AS was_quantities
        FROM subscription_change WHERE subscription_id = \(id)) c
      WHERE \(before) AND (c.centre_ids, c.centre_quantities) IS DISTINCT FROM (c.was_ids, c.was_quantities)
      ORDER BY c.number DESC LIMIT \(paging.fetched)
      """,
      """
      SELECT id, name, code FROM billing_centre WHERE customer_id = \(record.path.customer) ORDER BY position
      """,
    ])
    let centres = try results[1].map {
      (id: try $0[0] as ID<BillingCentre>, name: try $0[1] as String, code: try $0[2] as String)
    }
    let entries = try results[0].map { try entry($0, centres) }
    guard work.actor.sees(.price), !entries.isEmpty else { return entries }
    return try posted(entries, of: record, in: work)
  }

  private static func entry(
    _ row: Row, _ centres: [(id: ID<BillingCentre>, name: String, code: String)]
  ) throws -> Entry {
    let after = try SubscriptionRecord.allocations(row, 8)
    let before = try SubscriptionRecord.allocations(row, 10)
    func held(_ id: ID<BillingCentre>, in split: [Allocation]) -> Int {
      split.first { $0.centre == id }?.quantity ?? 0
    }
    return Entry(
      change: try row[0], number: try row[1], at: try row[2], day: try row[3], kind: try row[4], actor: try row[5],
      actorName: try row[6], onBehalfOf: try row[7],
      centres: centres.compactMap { centre in
        let (was, becomes) = (held(centre.id, in: before), held(centre.id, in: after))
        guard was > 0 || becomes > 0 else { return nil }
        return Part(centre: centre.id, name: centre.name, code: centre.code, before: was, after: becomes)
      })
  }

  /// With what each change posted on its day. What is bought is posted once its vendor confirms, which is the change
  /// after it.
  private static func posted(
    _ entries: [Entry], of record: SubscriptionRecord, in work: Work
  ) throws -> [Entry] {
    let months = Set(entries.map { Month(containing: $0.day).first })
    let numbers = entries.flatMap { $0.kind == .purchase ? [$0.number, $0.number + 1] : [$0.number] }
    let rows = try work.tx.rows(
      """
      SELECT change_number, posted_on, centre_id, sum(amount)::bigint FROM charge
      WHERE subscription_id = \(record.id) AND leg = 'price' AND meter_id IS NULL AND month = ANY (\(Array(months)))
        AND change_number = ANY (\(numbers))
      GROUP BY 1, 2, 3
      """)
    struct Key: Hashable {
      let number: Int
      let day: Day
      let centre: ID<BillingCentre>
    }
    let sums = try rows.reduce(into: [Key: Int64]()) {
      $0[Key(number: try $1[0], day: try $1[1], centre: try $1[2]), default: 0] += try $1[3]
    }
    return entries.map { entry in
      var entry = entry
      entry.centres = entry.centres.map { part in
        var part = part
        func sum(_ number: Int) -> Int64 { sums[Key(number: number, day: entry.day, centre: part.centre)] ?? 0 }
        let minor = sum(entry.number) + (entry.kind == .purchase ? sum(entry.number + 1) : 0)
        part.posted = Money(minor: minor, currency: record.subscription.unitPrice.currency)
        return part
      }
      return entry
    }
  }
}
