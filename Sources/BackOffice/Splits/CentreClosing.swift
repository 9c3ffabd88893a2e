import Core
import FoundationEssentials
import Postgres

/// What lands on a billing centre, and closing it once nothing does.
package enum CentreClosing {
  /// What lands there now, or would.
  package static func use(of id: ID<BillingCentre>, in work: Work) throws -> CentreUse {
    try work.actor.require(.centresManage)
    return try use(of: try BillingCentres.find(id, in: work), in: work)
  }

  static func use(of centre: BillingCentres.Record, in work: Work) throws -> CentreUse {
    let customer = centre.path.customer
    let results = try work.tx.pipeline([
      """
      SELECT (SELECT count(*) FROM subscription WHERE customer_id = \(customer)
          AND status IN ('pending', 'active', 'suspended') AND centre_ids @> ARRAY[\(centre.id)]),
        (SELECT count(*) FROM split_rule WHERE customer_id = \(customer) AND centre_ids @> ARRAY[\(centre.id)]),
        (SELECT count(DISTINCT t.tag) FROM usage_tag_centre t WHERE t.customer_id = \(customer)
          AND t.centre_id = \(centre.id) AND NOT EXISTS (
            SELECT FROM usage_tag_centre n WHERE n.customer_id = t.customer_id AND n.tag = t.tag
              AND n.from_month > t.from_month AND n.from_month <= \(Month(containing: work.now.utcDay).first))),
        (SELECT count(DISTINCT o.id) FROM customer_order o JOIN customer_order_line l ON l.order_id = o.id
          WHERE o.customer_id = \(customer) AND o.status = 'waiting' AND l.centre_ids @> ARRAY[\(centre.id)]),
        (SELECT count(*) FROM request WHERE customer_id = \(customer) AND status = 'waiting'
          AND expires_at > \(work.now) AND coalesce(changed_body, body)::text LIKE '%' || \(centre.id)::text || '%')
      """,
      // Nobody looks into others' carts; how many there are is no secret.
      Reach.everything,
      """
      SELECT count(DISTINCT c.id) FROM cart c JOIN cart_line l ON l.cart_id = c.id
      WHERE c.customer_id = \(customer) AND c.ended_at IS NULL AND c.expires_at > \(work.now)
        AND l.centre_ids @> ARRAY[\(centre.id)]
      """,
      Reach.notEverything,
    ])
    let row = results[0][0]
    return CentreUse(
      [
        .default: centre.isDefault ? 1 : 0, .subscriptions: try row[0], .rules: try row[1], .tags: try row[2],
        .orders: try row[3], .requests: try row[4],
      ], carts: try results[2][0][0])
  }

  /// Refuses to close a centre, which is locked, while anything lands there. Whoever changes a subscription locks it
  /// before reading which centres are open: so those under way are waited for, and those behind see it closed.
  static func requireClosable(_ centre: BillingCentres.Record, in work: Work) throws {
    work.tx.enqueue(
      """
      SELECT id FROM subscription WHERE customer_id = \(centre.path.customer)
        AND status IN ('pending', 'active', 'suspended')
      ORDER BY id FOR NO KEY UPDATE
      """)
    try use(of: centre, in: work).requireNone()
  }
}
