import Core
import FoundationEssentials
import Postgres

/// How carts are read and written.
enum CartStore {
  private static let columns: SQL =
    "c.id, c.distributor_id, c.reseller_id, c.customer_id, c.opened_at, c.expires_at, c.version"

  private static func record(_ row: Row) throws -> Carts.Record {
    Carts.Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      openedAt: try row[4], expiresAt: try row[5], version: try row[6], lines: [])
  }

  private static func own(_ customer: ID<Organization>, _ work: Work) -> SQL {
    """
    c.customer_id = \(customer) AND c.opened_by = \(work.actor.person) AND c.ended_at IS NULL
      AND c.expires_at > \(work.now)
    """
  }

  static func open(for customer: ID<Organization>, in work: Work) throws -> Carts.Record? {
    let rows = try work.tx.rows("SELECT \(columns) FROM cart c WHERE \(own(customer, work))")
    return try rows.first.map { try withLines(record($0), in: work) }
  }

  /// The cart to put something into: the open one, or a new one in place of one that is too old.
  static func openedLocked(for owner: Organizations.Record, in work: Work) throws -> Carts.Record {
    let id: ID<Cart> = work.newID()
    let results = try work.tx.pipeline([
      """
      UPDATE cart SET ended_at = \(work.now)
      WHERE customer_id = \(owner.id) AND opened_by = \(work.actor.person) AND ended_at IS NULL
        AND expires_at <= \(work.now)
      """,
      """
      INSERT INTO cart (id, distributor_id, reseller_id, customer_id, opened_by, opened_at, expires_at)
      VALUES (\(id), \(owner.path.distributor), \(owner.path.reseller), \(owner.id), \(work.actor.person),
        \(work.now), \(expiry(from: work.now)))
      ON CONFLICT (customer_id, opened_by) WHERE ended_at IS NULL DO NOTHING
      """, "SELECT \(columns) FROM cart c WHERE \(own(owner.id, work)) FOR UPDATE",
    ])
    guard let row = results[2].first else { throw Refusal.conflict("object.changed_meanwhile") }
    return try withLines(record(row), in: work)
  }

  static func locked(_ id: ID<Cart>, in work: Work) throws -> Carts.Record? {
    let rows = try work.tx.rows(
      "SELECT \(columns) FROM cart c WHERE c.id = \(id) AND c.ended_at IS NULL FOR UPDATE")
    return try rows.first.map { try withLines(record($0), in: work) }
  }

  static func locked(cartOf line: ID<CartLine>, in work: Work) throws -> Carts.Record? {
    let rows = try work.tx.rows("SELECT cart_id FROM cart_line WHERE id = \(line)")
    return try rows.first.flatMap { try locked($0[0], in: work) }
  }

  /// What a cart became: nil while it is open. Of one that is not there, or somebody else's, nothing is found.
  static func ending(of id: ID<Cart>, for customer: ID<Organization>, in work: Work) throws -> (
    order: ID<Order>?, isOpen: Bool
  ) {
    let rows = try work.tx.rows(
      """
      SELECT order_id, ended_at IS NULL AND expires_at > \(work.now) FROM cart
      WHERE id = \(id) AND customer_id = \(customer) FOR UPDATE
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    return (try row[0], try row[1])
  }

  /// What the actor's last cart for the customer became, as long as a repeated request is answered.
  static func lastOrder(for customer: ID<Organization>, in work: Work) throws -> ID<Order>? {
    try work.tx.rows(
      """
      SELECT c.order_id FROM cart c WHERE c.customer_id = \(customer) AND c.opened_by = \(work.actor.person)
        AND c.order_id IS NOT NULL AND c.ended_at > \(work.now.adding(seconds: -3_600 * Bounds.idempotencyHours))
      ORDER BY c.ended_at DESC, c.id DESC LIMIT 1
      """
    ).first?[0]
  }

  static func withLines(_ cart: Carts.Record, in work: Work) throws -> Carts.Record {
    var cart = cart
    let lines = try work.tx.rows(
      """
      SELECT l.id, l.cart_id, l.offer_id, f.plan_id, p.name, v.name, f.term, f.billing_frequency, f.trial,
        cardinality(p.parent_plan_ids) > 0, l.quantity, l.friendly_name, l.parent_line_id, l.parent_subscription_id,
        l.centre_ids, l.centre_quantities, l.align_to, l.unit_price, l.currency, l.unit_cost, l.cost_currency,
        v.id
      FROM cart_line l JOIN offer f ON f.id = l.offer_id JOIN plan p ON p.id = f.plan_id
      JOIN service v ON v.id = p.service_id
      WHERE l.cart_id = \(cart.id) ORDER BY l.id
      """
    ).map(line)
    cart.lines = lines.filter { $0.parentLine == nil }.flatMap { family(of: $0, in: lines) }
    return cart
  }

  /// The line, and after it the add-ons that go with it.
  private static func family(of line: Carts.Line, in lines: [Carts.Line]) -> [Carts.Line] {
    [line] + lines.filter { $0.parentLine == line.id }.flatMap { family(of: $0, in: lines) }
  }

  private static func line(_ row: Row) throws -> Carts.Line {
    let centres: [ID<BillingCentre>]? = try row[14]
    return Carts.Line(
      id: try row[0], cart: try row[1], offer: try row[2], plan: try row[3], planName: try row[4],
      service: try row[21], serviceName: try row[5], term: try row[6], frequency: try row[7], trial: try row[8],
      needsParent: try row[9],
      quantity: try row[10], friendlyName: try row[11], parentLine: try row[12], parent: try row[13],
      allocations: centres == nil ? nil : try SubscriptionRecord.allocations(row, 14), alignTo: try row[16],
      agreed: UnitPrices(
        price: Money(minor: try row[17], currency: try row[18]), cost: Money(minor: try row[19], currency: try row[20])
      ))
  }

  // MARK: - Writing

  private static func expiry(from now: Instant) -> Instant { now.adding(seconds: 86_400 * Bounds.cartDays) }

  static func insert(
    _ draft: Carts.Draft, _ id: ID<CartLine>, agreed: UnitPrices, into cart: Carts.Record, in work: Work
  ) {
    let wanted = draft.wanted
    work.tx.enqueue(
      """
      INSERT INTO cart_line (id, cart_id, distributor_id, reseller_id, customer_id, offer_id, quantity, friendly_name,
        parent_line_id, parent_subscription_id, centre_ids, centre_quantities, align_to, unit_price, currency,
        unit_cost, cost_currency)
      VALUES (\(id), \(cart.id), \(cart.path.distributor), \(cart.path.reseller), \(cart.path.customer),
        \(wanted.offer), \(wanted.quantity), \(wanted.friendlyName), \(draft.parentLine), \(wanted.parent),
        \(wanted.allocations?.map(\.centre)), \(wanted.allocations?.map(\.quantity)), \(wanted.alignTo),
        \(agreed.price.minor), \(agreed.price.currency), \(agreed.cost.minor), \(agreed.cost.currency))
      """)
  }

  static func update(_ line: Carts.Line, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE cart_line SET quantity = \(line.quantity), friendly_name = \(line.friendlyName),
        centre_ids = \(line.allocations?.map(\.centre)), centre_quantities = \(line.allocations?.map(\.quantity)),
        align_to = \(line.alignTo), unit_price = \(line.agreed.price.minor), currency = \(line.agreed.price.currency),
        unit_cost = \(line.agreed.cost.minor), cost_currency = \(line.agreed.cost.currency)
      WHERE id = \(line.id)
      """)
  }

  static func delete(_ line: ID<CartLine>, in work: Work) {
    work.tx.enqueue("DELETE FROM cart_line WHERE id = \(line)")
  }

  static func deleteLines(of cart: ID<Cart>, in work: Work) {
    work.tx.enqueue("DELETE FROM cart_line WHERE cart_id = \(cart)")
  }

  /// It was changed: it is kept for another week.
  static func touch(_ cart: Carts.Record, in work: Work) {
    work.tx.enqueue(
      "UPDATE cart SET version = version + 1, expires_at = \(expiry(from: work.now)) WHERE id = \(cart.id)")
  }

  /// It became an order. What did not make it there waits in a new cart; an add-on whose line was ordered goes with
  /// the subscription that became of it.
  static func end(
    _ cart: Carts.Record, as order: ID<Order>, leaving left: [(line: ID<CartLine>, under: ID<Subscription>?)],
    in work: Work
  ) {
    work.tx.enqueue("UPDATE cart SET ended_at = \(work.now), order_id = \(order) WHERE id = \(cart.id)")
    if left.isEmpty { return }
    let id: ID<Cart> = work.newID()
    let ids = left.map(\.line)
    work.tx.enqueue(
      """
      INSERT INTO cart (id, distributor_id, reseller_id, customer_id, opened_by, opened_at, expires_at)
      VALUES (\(id), \(cart.path.distributor), \(cart.path.reseller), \(cart.path.customer), \(work.actor.person),
        \(work.now), \(expiry(from: work.now)))
      """)
    work.tx.enqueue(
      """
      UPDATE cart_line SET cart_id = \(id),
        parent_line_id = CASE WHEN parent_line_id = ANY (\(ids)) THEN parent_line_id END
      WHERE id = ANY (\(ids))
      """)
    for (line, parent) in left where parent != nil {
      work.tx.enqueue("UPDATE cart_line SET parent_subscription_id = \(parent) WHERE id = \(line)")
    }
  }
}
