import Core
import FoundationEssentials
import Postgres

/// What splitting anew does to one billing centre of a subscription.
package struct BulkSplit: Hashable, Sendable {
  package let centre: ID<BillingCentre>
  package let before: Int
  package let after: Int
  /// Minor units; nil where the reader sees no prices.
  package let amounts: Amounts?

  package struct Amounts: Hashable, Sendable {
    /// Posted today.
    package let today: Int64
    /// Each full cycle, so far and from now on; nothing while it is not billed.
    package let recurringBefore: Int64
    package let recurring: Int64
  }

  var withoutPrices: BulkSplit { BulkSplit(centre: centre, before: before, after: after, amounts: nil) }

  /// Of every centre that has licences before or after; empty where the split stays as it is, or the quantity does not.
  static func all(_ before: Subscription, _ outcome: Subscriptions.Outcome, for actor: Actor) -> [BulkSplit] {
    let after = outcome.record.subscription
    guard before.quantity == after.quantity, before.allocations != after.allocations else { return [] }
    func held(_ centre: ID<BillingCentre>, in split: [Allocation]) -> Int {
      split.first { $0.centre == centre }?.quantity ?? 0
    }
    let added = after.allocations.map(\.centre).filter { held($0, in: before.allocations) == 0 }
    let postings = outcome.postings.filter { $0.leg == .price }
    // What an earlier split of today moved may come back to a centre that has no licences any more.
    let named = before.allocations.map(\.centre) + added
    let others = postings.compactMap(\.centre).filter { !named.contains($0) }
    return (named + others).map { centre in
      let (was, becomes) = (held(centre, in: before.allocations), held(centre, in: after.allocations))
      let unit = after.isBillable ? after.unitPrice.minor : 0
      let today = postings.first { $0.centre == centre }?.amount.minor ?? 0
      let amounts = Amounts(
        today: today, recurringBefore: unit * Int64(was), recurring: unit * Int64(becomes))
      return BulkSplit(centre: centre, before: was, after: becomes, amounts: actor.sees(.price) ? amounts : nil)
    }
  }

  // MARK: - As it is kept

  /// `["centre", before, after, "today", "recurringBefore", "recurring"]`
  static func keep(_ json: inout JSONWriter, _ split: BulkSplit) {
    var texts = [split.centre.description, String(split.before), String(split.after)]
    if let amounts = split.amounts {
      texts += [amounts.today, amounts.recurringBefore, amounts.recurring].map { String($0) }
    }
    json.array(texts) { $0.string($1) }
  }

  static func all(_ kept: String?) -> [BulkSplit] {
    guard let kept, case .array(let items) = JSONValue(parsing: Array(kept.utf8)) else { return [] }
    return items.compactMap { item in
      guard case .array(let parts) = item, parts.count >= 3,
        let centre = parts[0].text.flatMap({ ID<BillingCentre>($0) }),
        let before = parts[1].text.flatMap({ Int($0) }), let after = parts[2].text.flatMap({ Int($0) })
      else { return nil }
      let minors = parts.dropFirst(3).compactMap { $0.text.flatMap { Int64($0) } }
      let amounts =
        minors.count == 3
        ? Amounts(today: minors[0], recurringBefore: minors[1], recurring: minors[2]) : nil
      return BulkSplit(centre: centre, before: before, after: after, amounts: amounts)
    }
  }

  // MARK: - Summed up

  /// What the lines of a bulk change come to for one centre, of subscriptions that are billed alike.
  package struct Sum: Sendable {
    package let centre: ID<BillingCentre>
    package let name: String
    package let code: String
    package let frequency: Frequency
    package let before: Int
    package let after: Int
    /// Nil where the reader sees no prices.
    package let amounts: (today: Money, recurringBefore: Money, recurring: Money)?

    init(row: Row) throws {
      centre = try row[0]
      name = try row[1]
      code = try row[2]
      frequency = try row[3]
      before = try row[4]
      after = try row[5]
      guard let currency: Currency = try row[6] else {
        amounts = nil
        return
      }
      func money(_ column: Int) throws -> Money { Money(minor: try row[column], currency: currency) }
      amounts = (try money(7), try money(8), try money(9))
    }
  }

  /// Of what the preview allowed; centres out of reach are left out.
  static func sums(of id: ID<BulkChange>) -> SQL {
    """
    SELECT b.id, b.name, b.code, l.billing_frequency, sum((e->>1)::int)::bigint, sum((e->>2)::int)::bigint,
      l.price_currency, coalesce(sum((e->>3)::bigint), 0)::bigint, coalesce(sum((e->>4)::bigint), 0)::bigint,
      coalesce(sum((e->>5)::bigint), 0)::bigint
    FROM bulk_change_line l CROSS JOIN LATERAL jsonb_array_elements(l.split) e
    JOIN billing_centre b ON b.id = (e->>0)::uuid
    WHERE l.bulk_change_id = \(id) AND l.outcome IN ('allowed', 'done', 'failed')
    GROUP BY b.id, b.customer_id, b.name, b.code, b.position, l.billing_frequency, l.price_currency
    ORDER BY b.customer_id, b.position, l.billing_frequency DESC, l.price_currency LIMIT \(Bounds.splitCentres)
    """
  }

  static func write(_ json: inout JSONWriter, _ sum: Sum) {
    json.object {
      $0.member("centreId", sum.centre)
      $0.member("name", sum.name)
      $0.member("billingFrequency", sum.frequency.rawValue)
      $0.member("before", sum.before)
      $0.member("after", sum.after)
      guard let amounts = sum.amounts else { return }
      $0.member("today", amounts.today)
      $0.member("recurringBefore", amounts.recurringBefore)
      $0.member("recurring", amounts.recurring)
    }
  }

  static func write(_ json: inout JSONWriter, _ split: BulkSplit) {
    json.object {
      $0.member("centreId", split.centre)
      $0.member("before", split.before)
      $0.member("after", split.after)
    }
  }
}
