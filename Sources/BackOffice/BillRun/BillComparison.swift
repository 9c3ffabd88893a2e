import Postgres

/// What billing leaves behind, in words, without ids, times and numbers that were given on the way: two worlds that
/// were billed to the same day say the same, however often either was broken off.
package enum BillComparison {
  /// A query for each kind, of one text column, in the order of the texts.
  package static let queries: [SQL] = kinds.map { "SELECT line FROM (\($0)) lines ORDER BY line COLLATE \"C\"" }

  /// A query for each kind that answers how many there are and a hash of them all.
  package static let hashes: [SQL] = kinds.map { kind in
    """
    SELECT count(*), coalesce(md5(string_agg(line, E'\\n' ORDER BY line COLLATE "C")), '-') FROM (\(kind)) lines
    """
  }

  package static let names = ["charges", "changes", "subscriptions", "statements", "lines"]

  private static let kinds: [SQL] = [charges, changes, subscriptions, statements, lines]

  /// Use counts by the changes there were when it was posted, however late that was.
  private static let charges: SQL = """
    SELECT concat_ws(' ', c.subscription_id, c.leg, c.centre_id, c.cycle_from, c.cycle_to, c.full_days, c.posted_on,
      c.month, c.reason, c.covers_from, c.covers_to, c.licences, c.unit_minor, c.amount, c.currency,
      CASE WHEN c.reason <> 'usage' THEN c.change_number END, c.meter_id, c.usage_quantity) AS line
    FROM charge c
    """

  private static let changes: SQL = """
    SELECT concat_ws(' ', c.subscription_id, c.number, c.kind, c.day, c.billable, c.centre_ids::text,
      c.centre_quantities::text, c.after - 'version') AS line
    FROM subscription_change c
    """

  private static let subscriptions: SQL = """
    SELECT concat_ws(' ', s.id, s.status, s.quantity, s.centre_ids::text, s.centre_quantities::text, s.term_start,
      s.term_end, s.cycle_from, s.cycle_to, s.anchor_day, s.offer_id, s.unit_price, s.unit_cost, s.changes, s.version)
      AS line
    FROM subscription s
    """

  /// Numbers included: months are closed in one order.
  private static let statements: SQL = """
    SELECT concat_ws(' ', t.leg, t.seller_id, t.buyer_id, t.month, t.currency, t.status, t.number, t.net, t.taxes::text,
      t.gross) AS line
    FROM statement t
    """

  private static let lines: SQL = """
    SELECT concat_ws(' ', t.leg, t.buyer_id, t.month, l.n, l.centre_id, l.section_name, l.subscription_id, l.cycle_from,
      l.service_name, l.plan_name, l.reason, l.covers_from, l.covers_to, l.licences, l.unit_minor, l.amount,
      l.effective, l.usage_quantity) AS line
    FROM statement_line l JOIN statement t ON t.id = l.statement_id
    """
}
