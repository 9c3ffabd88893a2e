import Core
import FoundationEssentials
import Postgres

/// Everything that ends, renews or can still be reduced, by deadline, across the customers in reach: for those who read
/// the accounts.
package enum RenewalDesk {
  /// Which deadlines are listed; all parts nil or false: every one within `withinDays`.
  package struct Filter: Sendable {
    package var withinDays = Bounds.renewalHorizonDays
    /// None: all.
    package var kinds: Set<Deadline.Kind> = []
    package var customer: ID<Organization>?
    package var service: ID<Service>?
    /// Only where licences are paid for that nobody holds.
    package var isUnassigned = false
    /// Only what renews at another price or cost than now.
    package var changesPrice = false
    /// Whether the renewal was planned.
    package var isPlanned: Bool?
    /// Leaves out what renews by itself every month.
    package var leavesOutMonthly = false
    package var search: String?

    package init() {}
  }

  /// One deadline of one subscription.
  package struct Item: Sendable {
    package let record: SubscriptionRecord
    package let customerName: String
    package let kind: Deadline.Kind
    package let at: Instant
    /// All of the subscription's, earliest first.
    package let deadlines: [Deadline]
    package let outlook: RenewalOutlook

    /// For the next page: instant and rank together, then the id.
    var cursor: [String] { ["\(kind == .reducible ? 1 : 0) \(at.microseconds)", record.id.description] }
  }

  /// Earliest deadline first. A customer that is not in reach is not found.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Item] {
    try work.actor.require(.statementsView)
    let results = try work.tx.pipeline([
      try statement(filter, after: after(paging), upTo: paging.fetched, in: work),
      "SELECT 1 FROM organization WHERE id = \(filter.customer) AND kind = 'customer'",
    ])
    if filter.customer != nil, results[1].isEmpty { throw Refusal.notFound }
    return try items(results[0], in: work)
  }

  /// The first few, for start pages and mails; nothing for those who do not read accounts.
  static func first(_ count: Int, _ filter: Filter, in work: Work) throws -> [Item] {
    guard work.actor.holds(.statementsView) else { return [] }
    return try items(work.tx.rows(statement(filter, after: nil, upTo: count, in: work)), in: work)
  }

  // MARK: - The statement

  private typealias Place = (at: Instant, id: ID<Subscription>, rank: Int)

  private static func after(_ paging: Paging) throws -> Place? {
    guard let key = try paging.afterKey(Subscription.self) else { return nil }
    let parts = key.text.split(separator: " ")
    guard parts.count == 2, let rank = Int(parts[0]), let microseconds = Int64(parts[1]) else {
      throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed")
    }
    return (Instant(microseconds: microseconds), key.id, rank)
  }

  /// Each kind is read from its own index, no further than a page; only what is shown is priced.
  private static func statement(_ filter: Filter, after: Place?, upTo limit: Int, in work: Work) throws -> SQL {
    var arms: [SQL] = []
    if filter.kinds != [.reducible] { arms.append(ending(filter, after: after, upTo: limit, in: work)) }
    let isAboutTerms = filter.changesPrice || filter.isPlanned != nil
    if filter.kinds.contains(.reducible) || filter.kinds.isEmpty && !isAboutTerms {
      arms.append(reducible(filter, after: after, upTo: limit, in: work))
    }
    return """
      WITH due AS (\(arms.joined(separator: " UNION ALL ")))
      SELECT \(columns(at: work.now)), d.at, d.rank
      FROM due d JOIN subscription s ON s.id = d.id JOIN organization o ON o.id = s.customer_id
      ORDER BY d.at, d.id, d.rank LIMIT \(limit)
      """
  }

  private static func ending(_ filter: Filter, after: Place?, upTo limit: Int, in work: Work) -> SQL {
    var parts = shared(filter, in: work.actor)
    parts.append("s.status IN ('active', 'suspended') AND NOT s.direct AND s.ends_at > \(work.now)")
    parts.append("s.ends_at <= \(work.now.adding(seconds: Int64(filter.withinDays) * 86_400))")
    if !filter.kinds.isEmpty {
      let kinds = filter.kinds.compactMap(condition).joined(separator: " OR ")
      parts.append("(\(kinds))")
    }
    if let isPlanned = filter.isPlanned {
      parts.append(isPlanned ? "s.renewal_quantity IS NOT NULL" : "s.renewal_quantity IS NULL AND s.auto_renew")
    }
    if filter.changesPrice { parts.append(changesPrice(work.actor)) }
    if let after {
      parts.append("(s.ends_at, s.id) > (\(after.at), \(after.id))")
    }
    return """
      (SELECT s.id, s.ends_at AS at, 0 AS rank FROM subscription s WHERE \(parts.joined(separator: " AND "))
      ORDER BY s.ends_at, s.id LIMIT \(limit))
      """
  }

  private static func condition(_ kind: Deadline.Kind) -> SQL? {
    switch kind {
    case .renews: "s.auto_renew AND NOT s.trial"
    case .expires: "NOT s.auto_renew AND NOT s.trial"
    case .trialEnds: "s.trial"
    case .reducible, .cancellable: nil
    }
  }

  private static func reducible(_ filter: Filter, after: Place?, upTo limit: Int, in work: Work) -> SQL {
    var parts = shared(filter, in: work.actor)
    parts.append(
      """
      s.status = 'active' AND NOT s.direct AND s.reducible_until IS NOT NULL AND s.reducible_until > \(work.now)
      AND s.reducible_until <= \(work.now.adding(seconds: Int64(filter.withinDays) * 86_400))
      AND s.quantity > s.assigned AND s.quantity > s.minimum AND (s.auto_renew OR s.ends_at > \(work.now))
      """)
    if let after {
      // What ends at the same instant as it closes comes first.
      let ahead: SQL = after.rank == 0 ? "(s.reducible_until, s.id) >= " : "(s.reducible_until, s.id) > "
      parts.append("\(ahead) (\(after.at), \(after.id))")
    }
    return """
      (SELECT s.id, s.reducible_until AS at, 1 AS rank FROM subscription s WHERE \(parts.joined(separator: " AND "))
      ORDER BY s.reducible_until, s.id LIMIT \(limit))
      """
  }

  private static func shared(_ filter: Filter, in actor: Actor) -> [SQL] {
    var parts: [SQL] = [filter.customer.map { "s.customer_id = \($0)" } ?? Subscriptions.within(actor)]
    if let service = filter.service { parts.append("s.service_id = \(service)") }
    if filter.isUnassigned { parts.append("s.assigned < s.quantity") }
    if filter.leavesOutMonthly { parts.append("(s.term <> 'P1M' OR NOT s.auto_renew OR s.assigned < s.quantity)") }
    if let search = filter.search {
      parts.append(
        """
        (\(SearchText.contains("s.search_text", search)) OR s.customer_id IN (
          SELECT c.id FROM organization c
          WHERE c.kind = 'customer' AND \(SearchText.contains("c.search_name", search))))
        """)
    }
    return parts
  }

  private static func changesPrice(_ actor: Actor) -> SQL {
    var legs: [SQL] = []
    if actor.seesPrices { legs.append("\(price) <> s.unit_price") }
    if actor.seesCosts { legs.append("\(cost) <> s.unit_cost") }
    return "s.auto_renew AND (\(legs.isEmpty ? "false" : legs.joined(separator: " OR ")))"
  }

  private static let price: SQL = "price_on(s.reseller_id, s.customer_id, s.offer_id, s.currency, s.term_end)"
  private static let cost: SQL = "cost_on(s.reseller_id, s.offer_id, s.cost_currency, s.term_end)"

  // MARK: - What is read

  /// A subscription's own, then what comes with its deadlines.
  static func columns(at now: Instant) -> SQL {
    "\(SubscriptionRecord.columns(at: now)), o.name, s.ends_at, \(price), \(cost)"
  }

  private static func items(_ rows: Rows, in work: Work) throws -> [Item] {
    let own = rows.columns - 6
    return try rows.map { row in
      let record = try SubscriptionRecord(row: row)
      let rank: Int = try row[own + 5]
      return try item(record, row, from: own, in: work) { ($0 == .reducible) == (rank == 1) }
    }
  }

  /// From `o.name` on; `isMeant`: which of the subscription's deadlines it is, the last one that fits.
  static func item(
    _ record: SubscriptionRecord, _ row: Row, from own: Int, in work: Work,
    isMeant: (Deadline.Kind) -> Bool = { $0 != .reducible }
  ) throws -> Item {
    let s = record.subscription
    let endsAt: Instant = try row[own + 1]
    let deadlines = s.deadlines(at: work.now, endsAt: endsAt)
    let meant = deadlines.last { isMeant($0.kind) && $0.kind != .cancellable }
    return Item(
      record: record, customerName: try row[own], kind: meant?.kind ?? s.atTermEnd, at: meant?.at ?? endsAt,
      deadlines: deadlines, outlook: RenewalOutlook(s, price: try row[own + 2], cost: try row[own + 3], work.actor))
  }
}

/// What a subscription comes to in the term that follows, as far as somebody may see it.
package struct RenewalOutlook: Sendable {
  /// One leg: what a licence costs now and then, and what the whole next term comes to.
  package struct LegOutlook: Sendable {
    package let leg: Leg
    package let now: Money
    /// Nil where nothing follows, or the reader cannot know it.
    package let then: Money?
    /// Tenths of a per cent.
    package var change: Int? { then.flatMap { now.change(to: $0) } }
    package let amount: Money?
  }

  /// Nil: it ends.
  package let following: FollowingTerm?
  /// Those the reader sees.
  package let legs: [LegOutlook]

  /// `price` and `cost`: in minor units per licence on the day the next term begins; nil where the offer is not for
  /// sale then, and the present ones go on.
  init(_ s: Subscription, price: Int64?, cost: Int64?, _ actor: Actor) {
    let unitPrice = Money(minor: price ?? s.unitPrice.minor, currency: s.unitPrice.currency)
    let unitCost = Money(minor: cost ?? s.unitCost.minor, currency: s.unitCost.currency)
    let term = s.following(unitPrice: unitPrice, unitCost: unitCost)
    following = term
    // Price lists are kept from those who read some billing centres only.
    let isKnown = term != nil && actor.rights.readsAllAccounts
    legs = [(Leg.price, s.unitPrice, unitPrice), (.cost, s.unitCost, unitCost)].filter { actor.sees($0.0) }.map {
      LegOutlook(leg: $0, now: $1, then: isKnown ? $2 : nil, amount: isKnown ? term?.amount(at: $2) : nil)
    }
  }

  func leg(_ leg: Leg) -> LegOutlook? { legs.first { $0.leg == leg } }
}
