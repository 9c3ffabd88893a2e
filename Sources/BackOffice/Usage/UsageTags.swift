import Core
import FoundationEssentials
import Postgres

/// Where a customer's use lands by its tags, and of which subscriptions or services that counts. What is said counts
/// from a month on; months since then are split anew: open ones on their own statement, closed ones on the next.
package enum UsageTags {
  package struct Listed: Sendable {
    package let tag: String
    /// Nil: on the default centre.
    package let centre: ID<BillingCentre>?
    package let centreName: String?
    /// Since when it leads there; nil: it was never led anywhere.
    package let from: Month?
    package let firstSeen: Instant
  }

  package struct Choice: Sendable {
    package let service: ID<Service>?
    package let subscription: ID<Subscription>?
    package let name: String
    /// Nil: as its service's.
    package let splitBy: UsageSplitChoice?
    package let from: Month
  }

  /// What was split anew.
  package struct Resplit: Sendable {
    /// Of what moved between centres at once.
    package struct Move: Sendable {
      package let centre: ID<BillingCentre>
      package let amount: Money
    }

    /// Meters' months, with those that the bill run has yet to post.
    package let months: Int
    /// By centre, as far as it changed.
    package let posted: [Move]
  }

  /// One thing to say of a tag.
  package struct Lead: Sendable {
    package let tag: String
    package let centre: ID<BillingCentre>?

    package init(tag: String, centre: ID<BillingCentre>?) {
      self.tag = tag
      self.centre = centre
    }
  }

  /// The tags that came, by name; only those that lead nowhere if asked.
  package static func list(
    of customer: ID<Organization>, unmapped: Bool = false, _ paging: Paging, in work: Work
  ) throws -> [Listed] {
    try work.actor.require(.centresView)
    try Organizations.requireVisible(customer, in: work)
    let after: SQL = try paging.afterText().map { "t.tag > \($0)" } ?? "true"
    let rows = try work.tx.rows(
      """
      SELECT t.tag, b.id, b.name, c.from_month, t.first_seen FROM usage_tag t
      LEFT JOIN LATERAL (
        SELECT c.centre_id, c.from_month FROM usage_tag_centre c WHERE c.customer_id = t.customer_id AND c.tag = t.tag
        ORDER BY c.from_month DESC LIMIT 1) c ON true
      LEFT JOIN billing_centre b ON b.id = c.centre_id
      WHERE t.customer_id = \(customer) AND \(after) AND (NOT \(unmapped) OR b.id IS NULL)
      ORDER BY t.tag LIMIT \(paging.fetched)
      """)
    return try rows.map { row in
      let from: Day? = try row[3]
      return Listed(
        tag: try row[0], centre: try row[1], centreName: try row[2], from: from.map { Month(containing: $0) },
        firstSeen: try row[4])
    }
  }

  /// What was chosen for services and subscriptions: the latest of each.
  package static func choices(of customer: ID<Organization>, in work: Work) throws -> [Choice] {
    try work.actor.require(.centresView)
    try Organizations.requireVisible(customer, in: work)
    let rows = try work.tx.rows(
      """
      SELECT DISTINCT ON (p.service_id, p.subscription_id) p.service_id, p.subscription_id,
        coalesce(v.name, s.friendly_name, s.plan_name, ''), p.split_by, p.from_month
      FROM usage_split p LEFT JOIN service v ON v.id = p.service_id LEFT JOIN subscription s ON s.id = p.subscription_id
      WHERE p.customer_id = \(customer) ORDER BY p.service_id, p.subscription_id, p.from_month DESC
      """)
    return try rows.map { row in
      let from: Day = try row[4]
      return Choice(
        service: try row[0], subscription: try row[1], name: try row[2], splitBy: try row[3],
        from: Month(containing: from))
    }
  }

  /// Leads tags to centres from a month on, the present one unless told.
  @discardableResult
  package static func lead(
    _ leads: [Lead], of customer: ID<Organization>, from month: Month?, in work: Work
  ) throws -> Resplit {
    let (path, month) = try begin(customer, month, in: work)
    try check(leads, of: customer, in: work)
    work.tx.enqueue(
      """
      INSERT INTO usage_tag (customer_id, tag, distributor_id, reseller_id, first_seen)
      SELECT \(customer), tag, \(path.distributor), \(path.reseller), \(work.now)
      FROM unnest(\(leads.map(\.tag))) AS t (tag) ORDER BY tag ON CONFLICT DO NOTHING
      """)
    work.tx.enqueue(
      """
      INSERT INTO usage_tag_centre (customer_id, tag, from_month, distributor_id, reseller_id, centre_id, set_at,
        set_by, set_by_name)
      SELECT \(customer), t.tag, \(month.first), \(path.distributor), \(path.reseller),
        nullif(t.centre_id, \(Secrets.nobody)), \(work.now), \(work.actor.person), \(work.actor.name)
      FROM unnest(\(leads.map(\.tag)), \(leads.map { $0.centre?.raw ?? Secrets.nobody })) AS t (tag, centre_id)
      ORDER BY t.tag
      ON CONFLICT (customer_id, tag, from_month) DO UPDATE SET centre_id = excluded.centre_id,
        set_at = excluded.set_at, set_by = excluded.set_by, set_by_name = excluded.set_by_name
      """)
    var facts = JSONWriter()
    facts.object {
      $0.member("from", month)
      $0.array("tags", leads) { json, lead in
        json.object {
          $0.member("tag", lead.tag)
          $0.member("centreId", lead.centre)
        }
      }
    }
    try work.audit("customer.tags_led", AuditObject("customer", customer), on: path, after: facts)
    return try splitAnew(customer, since: month, "s.customer_id = \(customer)", onlyByTag: true, path, in: work)
  }

  /// Chooses how use is split from a month on: of one subscription (nil: as its service's), or of all to a service.
  @discardableResult
  package static func choose(
    _ choice: UsageSplitChoice?, service: ID<Service>? = nil, subscription: ID<Subscription>? = nil,
    of customer: ID<Organization>, from month: Month?, in work: Work
  ) throws -> Resplit {
    let (path, month) = try begin(customer, month, in: work)
    let condition: SQL =
      subscription.map { "s.id = \($0)" } ?? service.map { "s.service_id = \($0)" } ?? "false"
    let owned = try work.tx.rows(
      "SELECT 1 FROM subscription s WHERE s.customer_id = \(customer) AND \(condition) LIMIT 1")
    guard !owned.isEmpty else {
      throw Refusal.invalid([
        subscription == nil ? Issue("/serviceId", "service.unknown") : Issue("/subscriptionId", "subscription.unknown")
      ])
    }
    work.tx.enqueue(
      """
      INSERT INTO usage_split (customer_id, service_id, subscription_id, from_month, distributor_id, reseller_id,
        split_by, set_at, set_by, set_by_name)
      VALUES (\(customer), \(service), \(subscription), \(month.first), \(path.distributor), \(path.reseller),
        \(choice), \(work.now), \(work.actor.person), \(work.actor.name))
      ON CONFLICT (customer_id, service_id, subscription_id, from_month) DO UPDATE SET split_by = excluded.split_by,
        set_at = excluded.set_at, set_by = excluded.set_by, set_by_name = excluded.set_by_name
      """)
    var facts = JSONWriter()
    facts.object {
      $0.member("serviceId", service)
      $0.member("subscriptionId", subscription)
      $0.member("splitBy", choice?.rawValue)
      $0.member("from", month)
    }
    try work.audit("customer.usage_split", AuditObject("customer", customer), on: path, after: facts)
    return try splitAnew(
      customer, since: month, "s.customer_id = \(customer) AND \(condition)", onlyByTag: false, path, in: work)
  }

  private static func begin(
    _ customer: ID<Organization>, _ month: Month?, in work: Work
  ) throws -> (Path, Month) {
    try work.actor.require(.centresManage)
    let owner = try Organizations.find(customer, kind: .customer, in: work, locking: true)
    let today: Day = try work.tx.rows(
      "SELECT (\(work.now) AT TIME ZONE time_zone)::date FROM organization WHERE id = \(customer)")[0][0]
    let present = Month(containing: today)
    if let month, month > present.next { throw Refusal.invalid([Issue("/from", "usage_split.too_late")]) }
    return (owner.path, month ?? present)
  }

  private static func check(_ leads: [Lead], of customer: ID<Organization>, in work: Work) throws {
    // Locked: of closing one and leading a tag there at once, the second finds the first.
    let rows = try work.tx.rows(
      """
      SELECT id, closed FROM billing_centre WHERE customer_id = \(customer) AND id = ANY (\(leads.compactMap(\.centre)))
      ORDER BY id FOR SHARE
      """)
    let centres: [ID<BillingCentre>: Bool] = try rows.reduce(into: [:]) { $0[try $1[0]] = try $1[1] }
    var issues: [Issue] = []
    var seen: Set<String> = []
    for (index, lead) in leads.enumerated() {
      if !seen.insert(lead.tag).inserted { issues.append(Issue("/items/\(index)/tag", "usage_tag.twice")) }
      guard let centre = lead.centre else { continue }
      if centres[centre] == nil { issues.append(Issue("/items/\(index)/centreId", "centre.unknown")) }
      if centres[centre] == true { issues.append(Issue("/items/\(index)/centreId", "centre.closed")) }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  /// Months since then are revised and posted as far as they are over: some at once, the others by the bill run. A
  /// statement is not closed before.
  private static func splitAnew(
    _ customer: ID<Organization>, since month: Month, _ subscriptions: SQL, onlyByTag: Bool, _ path: Path,
    in work: Work
  ) throws -> Resplit {
    work.tx.enqueue(Reach.reseller(of: path))
    let choice: SQL = onlyByTag ? "\(UsageSplits.choice("u.month")) = 'tag'" : "true"
    let rows = try work.tx.rows(
      """
      UPDATE usage_month u SET revision = u.revision + 1, posted = false FROM (
        SELECT u.subscription_id, u.meter_id, u.month FROM usage_month u JOIN subscription s ON s.id = u.subscription_id
        WHERE \(subscriptions) AND u.month >= greatest(\(month.first), ledger_kept_from()) AND \(choice)
        ORDER BY u.subscription_id, u.month, u.meter_id FOR UPDATE OF u) k
      WHERE \(UsageKeyColumns.same(as: "u"))
      RETURNING u.subscription_id, u.meter_id, u.month
      """)
    let keys = try rows.map(UsageKeyColumns.key).sorted()
    let charges = try UsagePosting.post(Array(keys.prefix(Bounds.usageResplitAtOnce)), in: work)
    work.resumeReach()
    let sums = charges.reduce(into: [ID<BillingCentre>: Money]()) { sums, charge in
      guard let centre = charge.share.centre else { return }
      sums[centre] =
        (sums[centre] ?? .zero(charge.currency)) + Money(minor: charge.share.minor, currency: charge.currency)
    }
    let moves = sums.filter { $0.value.minor != 0 }.sorted { $0.key < $1.key }
    return Resplit(months: keys.count, posted: moves.map { Resplit.Move(centre: $0.key, amount: $0.value) })
  }
}
