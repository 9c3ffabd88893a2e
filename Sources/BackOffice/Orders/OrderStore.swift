import Core
import FoundationEssentials
import Postgres

// How orders are read and written.

extension Orders {
  private static let columns: SQL = """
    q.id, q.distributor_id, q.reseller_id, q.customer_id, o.name, q.number, q.status, q.placed_by, q.placed_by_name,
    q.placed_at, q.decided_by, q.decided_by_name, q.decided_at, q.reason, q.version, q.billing::text
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      customerName: try row[4], number: try row[5], status: try row[6], placedBy: try row[7],
      placedByName: try row[8], placedAt: try row[9], decidedBy: try row[10], decidedByName: try row[11],
      decidedAt: try row[12], reason: try row[13], version: try row[14], lines: [],
      billing: try (row[15] as String?).flatMap { BillingContact(json: $0) })
  }

  /// Which orders a list shows.
  package struct Filter: Sendable {
    package var customer: ID<Organization>?
    package var status: Status?
    package var number: Int?
    /// Placed on this day (UTC) or later.
    package var placedFrom: Day?
    /// Part of a plan's or the customer's name.
    package var search: String?
    /// Only those that wait no longer.
    package var decided = false

    package init() {}

    fileprivate func condition(for actor: Actor) -> SQL {
      var parts: [SQL] = [customer.map { "q.customer_id = \($0)" } ?? Orders.within(actor)]
      if let status { parts.append("q.status = \(status)") }
      if decided { parts.append("q.status <> 'waiting'") }
      if let number { parts.append("q.number = \(number)") }
      if let placedFrom { parts.append("q.placed_at >= \(placedFrom)::timestamp AT TIME ZONE 'UTC'") }
      if search != nil {
        parts.append(
          """
          (\(SearchText.contains("o.search_name", search)) OR EXISTS (SELECT FROM customer_order_line l
            WHERE l.order_id = q.id AND \(SearchText.contains("folded(l.plan_name)", search))))
          """)
      }
      return parts.joined(separator: " AND ")
    }
  }

  /// The actor's subtree, said in the query too, so that the index on it is used.
  private static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "q.distributor_id = \(actor.organization)"
    case .reseller: "q.reseller_id = \(actor.organization)"
    case .customer: "q.customer_id = \(actor.organization)"
    }
  }

  /// Newest first.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Record] {
    if let customer = filter.customer { try Organizations.requireVisible(customer, in: work) }
    try requireRights(work.actor)
    let after: SQL = try paging.afterID(Order.self).map { "q.id < \($0)" } ?? "true"
    let rows = try work.tx.rows(
      """
      SELECT \(columns) FROM customer_order q JOIN organization o ON o.id = q.customer_id
      WHERE \(filter.condition(for: work.actor)) AND \(after) ORDER BY q.id DESC LIMIT \(paging.fetched)
      """)
    return try withLines(rows.map(record), in: work)
  }

  /// How many wait, of those in reach.
  static func waiting(in work: Work) throws -> Int {
    try work.tx.rows(
      "SELECT count(*)::int FROM customer_order q WHERE \(within(work.actor)) AND q.status = 'waiting'")[0][0]
  }

  package static func find(_ id: ID<Order>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR UPDATE OF q" : ""
    let rows = try work.tx.rows(
      """
      SELECT \(columns) FROM customer_order q JOIN organization o ON o.id = q.customer_id WHERE q.id = \(id) \(lock)
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    try requireRights(work.actor)
    return try withLines([record(row)], in: work)[0]
  }

  private static func withLines(_ orders: [Record], in work: Work) throws -> [Record] {
    let ids = orders.map(\.id)
    let results = try work.tx.pipeline([
      """
      SELECT l.order_id, l.offer_id, l.plan_name, l.quantity, l.friendly_name, l.centre_ids, l.centre_quantities,
        l.align_to, l.parent_subscription_id, l.subscription_id, l.parent_position, l.service_name, l.term,
        l.billing_frequency, l.starts_on, l.currency, l.unit_price, l.first_price, l.recurring_price, l.cost_currency,
        l.unit_cost, l.first_cost, l.recurring_cost, s.status, s.status = 'cancelled' AND NOT EXISTS (
          SELECT FROM subscription_change c WHERE c.subscription_id = s.id AND c.kind = 'provisioned')
      FROM customer_order_line l LEFT JOIN subscription s ON s.id = l.subscription_id
      WHERE l.order_id = ANY (\(ids)) ORDER BY l.order_id, l.position
      """, TermsAcceptance.ofOrders(ids),
    ])
    var lines: [ID<Order>: [Line]] = [:]
    for row in results[0] { lines[try row[0], default: []].append(try line(row)) }
    let terms = try TermsAcceptance.byOrder(results[1])
    return orders.map { order in
      var order = order
      order.lines = lines[order.id] ?? []
      order.terms = terms[order.id] ?? []
      if order.status == .rejected || order.status == .cancelled {
        for index in order.lines.indices { order.lines[index].status = .ended }
      }
      return order
    }
  }

  private static func line(_ row: Row) throws -> Line {
    let centres: [ID<BillingCentre>]? = try row[5]
    let allocations = centres == nil ? nil : try SubscriptionRecord.allocations(row, 5)
    let above: Int? = try row[10]
    let wanted = NewSubscription(
      offer: try row[1], quantity: try row[3], friendlyName: try row[4], parent: try row[8], allocations: allocations,
      alignTo: try row[7], acceptsTerms: true, parentLine: above.map { $0 - 1 })
    let status: SubscriptionStatus? = try row[23]
    let isRefused: Bool? = try row[24]
    return Line(
      wanted: wanted, planName: try row[2], subscription: try row[9],
      status: isRefused == true ? .refused : status.map(LineStatus.init(of:)) ?? .waiting, agreed: try agreed(row))
  }

  private static func agreed(_ row: Row) throws -> Agreed? {
    guard let service: String = try row[11] else { return nil }
    func amounts(_ currency: Currency, _ column: Int) throws -> Amounts {
      Amounts(
        unit: Money(minor: try row[column], currency: currency),
        first: Money(minor: try row[column + 1], currency: currency),
        recurring: Money(minor: try row[column + 2], currency: currency))
    }
    return Agreed(
      serviceName: service, term: try row[12], frequency: try row[13], startsOn: try row[14],
      price: try amounts(row[15], 16), cost: try amounts(row[19], 20))
  }
}

/// Writes orders, with the audit record and the event.
enum OrderStore {
  static func insert(_ order: Orders.Record, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO customer_order (id, distributor_id, reseller_id, customer_id, number, status, placed_by,
        placed_by_name, placed_at, terms_accepted_by, terms_accepted_at, billing)
      VALUES (\(order.id), \(order.path.distributor), \(order.path.reseller), \(order.path.customer), \(order.number),
        \(order.status), \(order.placedBy), \(order.placedByName), \(order.placedAt), \(order.placedBy),
        \(order.placedAt), \(order.billing.map { JSONB(text: $0.json.text) }))
      """)
    for (index, line) in order.lines.enumerated() {
      let wanted = line.wanted
      let agreed = line.agreed
      work.tx.enqueue(
        """
        INSERT INTO customer_order_line (order_id, position, offer_id, plan_name, quantity, friendly_name, centre_ids,
          centre_quantities, align_to, parent_subscription_id, subscription_id, parent_position, service_name, term,
          billing_frequency, starts_on, currency, unit_price, first_price, recurring_price, cost_currency, unit_cost,
          first_cost, recurring_cost)
        VALUES (\(order.id), \(index + 1), \(wanted.offer), \(line.planName), \(wanted.quantity),
          \(wanted.friendlyName), \(wanted.allocations?.map(\.centre)), \(wanted.allocations?.map(\.quantity)),
          \(wanted.alignTo), \(wanted.parent), \(line.subscription), \(wanted.parentLine.map { $0 + 1 }),
          \(agreed?.serviceName), \(agreed?.term), \(agreed?.frequency), \(agreed?.startsOn),
          \(agreed?.price.unit.currency), \(agreed?.price.unit.minor), \(agreed?.price.first.minor),
          \(agreed?.price.recurring.minor), \(agreed?.cost.unit.currency), \(agreed?.cost.unit.minor),
          \(agreed?.cost.first.minor), \(agreed?.cost.recurring.minor))
        """)
    }
  }

  /// Stores what the lines are to be, at the prices they were last quoted at.
  static func updateLines(of order: Orders.Record, in work: Work) {
    for (index, line) in order.lines.enumerated() {
      let wanted = line.wanted
      let agreed = line.agreed
      work.tx.enqueue(
        """
        UPDATE customer_order_line SET offer_id = \(wanted.offer), quantity = \(wanted.quantity),
          centre_ids = \(wanted.allocations?.map(\.centre)), centre_quantities = \(wanted.allocations?.map(\.quantity)),
          service_name = \(agreed?.serviceName), term = \(agreed?.term), billing_frequency = \(agreed?.frequency),
          starts_on = \(agreed?.startsOn), currency = \(agreed?.price.unit.currency),
          unit_price = \(agreed?.price.unit.minor), first_price = \(agreed?.price.first.minor),
          recurring_price = \(agreed?.price.recurring.minor), cost_currency = \(agreed?.cost.unit.currency),
          unit_cost = \(agreed?.cost.unit.minor), first_cost = \(agreed?.cost.first.minor),
          recurring_cost = \(agreed?.cost.recurring.minor)
        WHERE order_id = \(order.id) AND position = \(index + 1)
        """)
    }
  }

  /// Stores what was decided.
  static func update(_ order: Orders.Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE customer_order SET status = \(order.status), decided_by = \(order.decidedBy),
        decided_by_name = \(order.decidedByName), decided_at = \(order.decidedAt), reason = \(order.reason),
        version = version + 1
      WHERE id = \(order.id)
      """)
    let subscriptions = order.lines.compactMap(\.subscription)
    if subscriptions.isEmpty { return }
    work.tx.enqueue(
      """
      UPDATE customer_order_line l SET subscription_id = s.id
      FROM unnest(\(subscriptions)) WITH ORDINALITY AS s (id, position)
      WHERE l.order_id = \(order.id) AND l.position = s.position
      """)
  }

  /// Writes down that an order was placed, completed, rejected or cancelled.
  static func tell(_ event: String, _ order: Orders.Record, in work: Work) throws {
    var facts = JSONWriter()
    facts.object { json in
      json.member("number", order.number)
      json.member("status", order.status.rawValue)
      json.member("reason", order.reason)
      json.member("termsAcceptedBy", order.placedBy)
      json.member("termsAcceptedAt", order.placedAt)
      json.array("lines", order.lines) { json, line in
        json.object {
          $0.member("offerId", line.wanted.offer)
          $0.member("planName", line.planName)
          $0.member("quantity", line.wanted.quantity)
          $0.member("subscriptionId", line.subscription)
        }
      }
    }
    try work.audit("order.\(event)", AuditObject("order", order.id), on: order.path, after: facts)
    var message = JSONWriter()
    message.object {
      $0.member("event", "order.\(event)")
      $0.member("orderId", order.id)
      $0.member("status", order.status.rawValue)
    }
    try work.queue(.event, message, on: order.path)
  }
}
