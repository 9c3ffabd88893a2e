import Core
import Postgres

/// What time does to carts: after a week without a change they are over, and a month later nothing is left of them.
enum CartJobs {
  static func runDue(_ office: Office) throws {
    try office.everything { tx, now in
      _ = try tx.pipeline([
        """
        DELETE FROM cart_line l USING cart c
        WHERE c.id = l.cart_id AND c.order_id IS NULL AND c.expires_at <= \(now)
        """,
        "UPDATE cart SET ended_at = \(now) WHERE ended_at IS NULL AND expires_at <= \(now)",
        "DELETE FROM cart WHERE expires_at < \(now.adding(seconds: -86_400 * Bounds.endedCartDays))",
      ])
    }
  }
}
