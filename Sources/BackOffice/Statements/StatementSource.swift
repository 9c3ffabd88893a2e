import Core
import FoundationEssentials
import Postgres

/// Where the lines of statements are read: of open ones in the charges as they stand, of closed ones as they were
/// frozen. For any number of statements in one query.
enum StatementSource {
  private typealias Record = Statements.Record

  /// All lines with their columns, sections and order.
  static func lines(of records: [Statements.Record]) -> SQL {
    let closed = records.filter(\.isClosed)
    let open = records.filter { !$0.isClosed }
    var parts: [SQL] = []
    if !closed.isEmpty {
      parts.append(frozen("statement_id = ANY (\(closed.map(\.id)))"))
    }
    if !open.isEmpty { parts.append(openLines(of: open)) }
    return parts.joined(separator: " UNION ALL ")
  }

  /// The frozen lines under a condition on `statement_line`.
  static func frozen(_ condition: SQL) -> SQL {
    """
    SELECT statement_id, n, centre_id, coalesce(centre_id, customer_id) AS section_id, section_name,
      subscription_id, service_name, plan_name, reason, covers_from, covers_to, licences, unit_minor, amount,
      effective, cycle_from, charge_sequence, customer_id, meter_id, meter_name, usage_unit, usage_quantity,
      tax, offer_id, distributor_id, reseller_id, leg
    FROM statement_line WHERE \(condition)
    """
  }

  private static func openLines(of records: [Statements.Record]) -> SQL {
    """
    SELECT c.statement_id, (row_number() OVER (PARTITION BY c.statement_id ORDER BY coalesce(b.position, 0),
        o.search_name, c.customer_id, s.service_name, s.plan_name, c.subscription_id, c.sequence))::int AS n,
      c.centre_id, coalesce(c.centre_id, c.customer_id) AS section_id, coalesce(b.name, o.name) AS section_name,
      c.subscription_id, s.service_name, s.plan_name, c.reason, c.covers_from, c.covers_to, c.licences, c.unit_minor,
      c.amount, effective_share(c.amount, c.covers_from, c.covers_to, c.month, c.month) AS effective, c.cycle_from,
      c.sequence AS charge_sequence, c.customer_id, c.meter_id, m.name AS meter_name, m.unit AS usage_unit,
      c.usage_quantity, c.tax, s.offer_id, c.distributor_id, c.reseller_id, c.leg
    FROM (\(charges(of: records))) c
    JOIN subscription s ON s.id = c.subscription_id
    JOIN organization o ON o.id = c.customer_id
    LEFT JOIN billing_centre b ON b.id = c.centre_id
    LEFT JOIN meter m ON m.id = c.meter_id
    """
  }

  /// The charges of open statements, each with its statement and the number of its tax.
  private static func charges(of records: [Statements.Record]) -> SQL {
    let tax = tax(of: records)
    return Leg.allCases.compactMap { leg -> SQL? in
      let own = records.filter { $0.leg == leg }
      guard let first = own.map(\.month).min(), let last = own.map(\.month).max() else { return nil }
      let buyer: SQL = leg == .price ? "c.customer_id = t.buyer" : "c.reseller_id = t.buyer"
      // The leg is a literal, so that the index of costs is found.
      let isLeg: SQL = leg == .price ? "c.leg = 'price'" : "c.leg = 'cost'"
      return """
        SELECT t.id AS statement_id, c.sequence, c.distributor_id, c.reseller_id, c.customer_id, c.subscription_id,
          c.leg, c.centre_id, c.cycle_from, c.month, c.reason, c.covers_from, c.covers_to, c.licences, c.unit_minor,
          c.amount, c.meter_id, c.usage_quantity, \(tax) AS tax
        FROM unnest(\(own.map(\.id)), \(own.map(\.buyer.id)), \(own.map(\.month.first))) AS t (id, buyer, month)
        JOIN charge c ON \(buyer) AND \(isLeg) AND c.month = t.month
          AND c.month BETWEEN \(first.first) AND \(last.first)
        """
    }.joined(separator: " UNION ALL ")
  }

  /// The first tax unless another began by the day of posting: that day is the tax point.
  private static func tax(of records: [Statements.Record]) -> SQL {
    let later = records.flatMap { record in record.taxes.dropFirst().map { (record.id, $0.from) } }
    guard !later.isEmpty else { return "0::smallint" }
    return """
      (SELECT count(*)::smallint FROM unnest(\(later.map(\.0)), \(later.map(\.1))) AS x (id, day)
        WHERE x.id = t.id AND x.day <= c.posted_on)
      """
  }

  /// Statement, section, its name, tax, billed and effective; sections in order, the taxes of one beside each other.
  static func sums(of records: [Statements.Record]) -> SQL {
    let closed = records.filter(\.isClosed)
    let open = records.filter { !$0.isClosed }
    var parts: [SQL] = []
    if !closed.isEmpty {
      parts.append(
        """
        SELECT l.statement_id, coalesce(l.centre_id, l.customer_id) AS section_id, l.section_name,
          min(min(l.n)) OVER (PARTITION BY l.statement_id, coalesce(l.centre_id, l.customer_id)) AS position,
          '' AS search_name, l.tax, sum(l.amount)::bigint AS net, sum(l.effective)::bigint AS effective
        FROM statement_line l WHERE l.statement_id = ANY (\(closed.map(\.id)))
        GROUP BY l.statement_id, coalesce(l.centre_id, l.customer_id), l.section_name, l.tax
        """)
    }
    if !open.isEmpty {
      parts.append(
        """
        SELECT x.statement_id, coalesce(x.centre_id, x.customer_id) AS section_id,
          coalesce(b.name, o.name) AS section_name, coalesce(b.position, 0) AS position, o.search_name, x.tax, x.net,
          x.effective
        FROM (
          SELECT c.statement_id, c.centre_id, c.customer_id, c.tax, sum(c.amount)::bigint AS net,
            sum(effective_share(c.amount, c.covers_from, c.covers_to, c.month, c.month))::bigint AS effective
          FROM (\(charges(of: open))) c GROUP BY c.statement_id, c.centre_id, c.customer_id, c.tax) x
        JOIN organization o ON o.id = x.customer_id
        LEFT JOIN billing_centre b ON b.id = x.centre_id
        """)
    }
    return """
      SELECT y.statement_id, y.section_id, y.section_name, y.tax::int, y.net, y.effective
      FROM (\(parts.joined(separator: " UNION ALL "))) y
      ORDER BY y.statement_id, y.position, y.search_name, y.section_id, y.tax
      """
  }
}
