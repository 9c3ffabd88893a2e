import Core
import FoundationEssentials
import Postgres

/// How meters' months are split: by licences, or where their tags lead.
struct UsageSplits {
  private var byTag: [UsageKey: UsageSplitting] = [:]

  /// The subscriptions of which a month is split by tag.
  var subscriptions: [ID<Subscription>] { Array(Set(byTag.keys.map(\.subscription))) }

  func splitting(of key: UsageKey) -> UsageSplitting { byTag[key] ?? .licences }

  /// A subscription's own choice comes before that for its service, the latest before the month's end before others.
  init(of keys: [UsageKey], in work: Work) throws {
    guard !keys.isEmpty else { return }
    let columns = UsageKeyColumns(keys)
    let rows = try work.tx.rows(
      """
      SELECT k.subscription_id, k.meter_id, k.month, s.customer_id,
        (SELECT b.id FROM billing_centre b WHERE b.customer_id = s.customer_id AND b.is_default)
      FROM \(columns.table) JOIN subscription s ON s.id = k.subscription_id
      WHERE \(UsageSplits.choice("k.month")) = 'tag'
      """)
    guard !rows.isEmpty else { return }
    var customers: [UsageKey: (customer: ID<Organization>, otherwise: ID<BillingCentre>)] = [:]
    for row in rows { customers[try UsageKeyColumns.key(row)] = (try row[3], try row[4]) }
    let tags = try UsageSplits.tags(of: Array(Set(customers.values.map(\.customer))), in: work)
    for (key, owner) in customers {
      let places = (tags[owner.customer] ?? []).reduce(into: [String: ID<BillingCentre>]()) { places, line in
        if line.from <= key.month { places[line.tag] = line.centre }
      }
      byTag[key] = .tags(places, otherwise: owner.otherwise)
    }
  }

  /// The choice in force for the subscription `s` in a month: `licences` or `tag`.
  static func choice(_ month: SQL) -> SQL {
    """
    coalesce((SELECT p.split_by FROM usage_split p WHERE p.customer_id = s.customer_id AND p.subscription_id = s.id
        AND p.from_month <= \(month) ORDER BY p.from_month DESC LIMIT 1),
      (SELECT p.split_by FROM usage_split p WHERE p.customer_id = s.customer_id AND p.service_id = s.service_id
        AND p.from_month <= \(month) ORDER BY p.from_month DESC LIMIT 1), 'licences')
    """
  }

  /// Where tags lead, the earliest first. A centre does not close while one leads there; what is corrected of days
  /// before lands there still.
  private static func tags(of customers: [ID<Organization>], in work: Work) throws -> [ID<Organization>: [(
    tag: String, from: Month, centre: ID<BillingCentre>?
  )]] {
    let rows = try work.tx.rows(
      """
      SELECT customer_id, tag, from_month, centre_id FROM usage_tag_centre
      WHERE customer_id = ANY (\(customers)) ORDER BY customer_id, tag, from_month
      """)
    var tags: [ID<Organization>: [(tag: String, from: Month, centre: ID<BillingCentre>?)]] = [:]
    for row in rows {
      let from: Day = try row[2]
      tags[try row[0], default: []].append((try row[1], Month(containing: from), try row[3]))
    }
    return tags
  }
}

/// Where a tag led when a month was posted.
struct TagPlace {
  let key: UsageKey
  let path: Path
  let revision: Int
  let tag: String?
  let centre: ID<BillingCentre>

  /// Kept with the posting, to explain it.
  static func keep(_ places: [TagPlace], in work: Work) {
    guard !places.isEmpty else { return }
    let p = places
    work.tx.enqueue(
      """
      INSERT INTO usage_tag_posted (subscription_id, month, meter_id, revision, tag, distributor_id, reseller_id,
        customer_id, centre_id)
      SELECT k.subscription_id, k.month, k.meter_id, k.revision, k.tag, u.distributor_id, u.reseller_id, u.customer_id,
        k.centre_id
      FROM unnest(\(p.map(\.key.subscription)), \(p.map(\.key.meter)), \(p.map(\.key.month.first)),
        \(p.map { Int32($0.revision) }), \(p.map { $0.tag ?? "" }), \(p.map(\.centre)))
        AS k (subscription_id, meter_id, month, revision, tag, centre_id)
      JOIN usage_month u ON \(UsageKeyColumns.same(as: "u"))
      ON CONFLICT DO NOTHING
      """)
  }
}
