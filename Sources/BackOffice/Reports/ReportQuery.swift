import Core
import FoundationEssentials
import Postgres

/// The queries of reports: sets of charges and sums, added up where they lie.
struct ReportQuery {
  let question: ReportQuestion
  let actor: Actor
  /// Months with statements that are still open, by leg.
  let openMonths: [Leg: Set<Month>]

  // MARK: - Which rows

  /// The actor's subtree and what the question narrows it to, of a table by its short name; said in the query so that
  /// indexes are used.
  private func scope(_ table: SQL) -> SQL {
    let own: SQL =
      switch actor.level {
      case .distributor: "\(table).distributor_id = \(actor.organization)"
      case .reseller: "\(table).reseller_id = \(actor.organization)"
      case .customer: "\(table).customer_id = \(actor.organization)"
      }
    var parts = [own]
    if let reseller = question.reseller { parts.append("\(table).reseller_id = \(reseller)") }
    if let customer = question.customer { parts.append("\(table).customer_id = \(customer)") }
    return parts.joined(separator: " AND ")
  }

  private var scope: SQL { scope("f") }
  private var from: Day { question.period.from.first }
  private var last: Day { question.period.to.first }

  /// Whether what was kept at closing answers it: it is of all centres together.
  private var usesSums: Bool {
    question.by != .centre && question.centre == nil && actor.rights.readsAllAccounts
  }

  private var needsService: Bool { question.by == .service || question.service != nil }

  private func ofService(_ column: SQL) -> SQL { question.service.map { "\(column) = \($0)" } ?? "true" }

  /// One row per month, currency and what a report is broken down by, or finer.
  private func facts(_ leg: Leg) -> SQL {
    if question.figure == .effective { return effective(leg) }
    guard usesSums else { return charges(leg, "f.month BETWEEN \(from) AND \(last)") }
    let sums: SQL = """
      SELECT f.month, f.currency, f.reseller_id, f.customer_id, f.service_id, NULL::uuid AS centre_id, f.amount
      FROM statement_sum f
      WHERE f.leg = \(leg) AND f.month BETWEEN \(from) AND \(last) AND \(scope) AND \(ofService("f.service_id"))
      """
    let months = (openMonths[leg] ?? []).filter { (question.period.from...question.period.to).contains($0) }
    guard !months.isEmpty else { return sums }
    let buyer: SQL = leg == .price ? "f.customer_id" : "f.reseller_id"
    let days = months.map(\.first).sorted()
    let isOpen: SQL = """
      f.month = ANY (\(days)) AND NOT EXISTS (
        SELECT FROM statement z WHERE z.leg = \(leg) AND z.buyer_id = \(buyer) AND z.month = f.month
          AND z.month = ANY (\(days)) AND z.status = 'closed')
      """
    return "\(sums) UNION ALL \(charges(leg, isOpen))"
  }

  /// Charges as they stand, added up by no more than the report needs.
  private func charges(_ leg: Leg, _ condition: SQL) -> SQL {
    let ofCentre: SQL = question.centre.map { "f.centre_id = \($0)" } ?? "true"
    let isAsked: SQL = "f.leg = \(leg) AND \(condition) AND \(scope) AND \(ofCentre)"
    let centre: SQL = question.by == .centre ? "f.centre_id" : "NULL::uuid"
    let reseller: SQL = question.by == .reseller ? "f.reseller_id" : "NULL::uuid"
    let customer: SQL = question.by == .customer || question.kind == .margin ? "f.customer_id" : "NULL::uuid"
    guard needsService else {
      return """
        SELECT f.month, f.currency, \(reseller), \(customer), NULL::uuid, \(centre), sum(f.amount)::bigint
        FROM charge f WHERE \(isAsked) GROUP BY 1, 2, 3, 4, 6
        """
    }
    return """
      SELECT f.month, f.currency, \(reseller), \(customer), s.service_id, \(centre), sum(f.amount)::bigint
      FROM charge f JOIN subscription s ON s.id = f.subscription_id AND \(scope("s"))
      WHERE \(isAsked) AND \(ofService("s.service_id")) GROUP BY 1, 2, 3, 4, 5, 6
      """
  }

  /// Each charge spread over the months of the days it covers. Each month gets the difference of two rounded running
  /// sums, so that all months together are the charge to the cent.
  private func effective(_ leg: Leg) -> SQL {
    let ofCentre: SQL = question.centre.map { "f.centre_id = \($0)" } ?? "true"
    let end = question.period.to.next.first
    let earliest = question.period.from.adding(-Bounds.longestTermMonths).first
    return """
      SELECT m.month::date AS month, f.currency, f.reseller_id, f.customer_id, s.service_id, f.centre_id,
        (round(f.amount::numeric * (least(f.covers_to, (m.month + interval '1 month')::date) - f.covers_from)
          / (f.covers_to - f.covers_from))
        - round(f.amount::numeric * (greatest(f.covers_from, m.month::date) - f.covers_from)
          / (f.covers_to - f.covers_from)))::bigint AS amount
      FROM charge f JOIN subscription s ON s.id = f.subscription_id
      CROSS JOIN LATERAL generate_series(greatest(date_trunc('month', f.covers_from::timestamp), \(from)::timestamp),
        least(f.covers_to - 1, \(last))::timestamp, interval '1 month') m (month)
      WHERE f.leg = \(leg) AND f.covers_from < \(end) AND f.covers_to > \(from) AND f.month >= \(earliest)
        AND \(scope) AND \(ofCentre) AND \(ofService("s.service_id"))
      """
  }

  // MARK: - What they come to

  /// Rows of currency, second currency, key, name, month, both figures and place.
  var sql: SQL {
    switch question.kind {
    case .licences: ranked(licences)
    case .margin: ranked(margins)
    case .consumption, .revenue:
      ranked(
        """
        SELECT currency, currency AS other, \(key) AS key, month, sum(amount)::bigint AS first, 0::bigint AS second
        FROM (\(facts(question.leg))) fact (month, currency, reseller_id, customer_id, service_id, centre_id, amount)
        GROUP BY 1, 2, 3, 4
        """)
    }
  }

  /// Of months there is one line of all.
  private var key: SQL {
    switch question.by {
    case .month: "\(actor.organization)"
    case .service: "service_id"
    case .plan: "plan_id"
    case .centre: "centre_id"
    case .customer: "customer_id"
    case .reseller: "reseller_id"
    }
  }

  /// Prices and costs side by side: where a customer's price is in another currency than its cost, neither is taken
  /// from the other. All of a buyer's charges of a month are in its statement's currency, so statements tell, which
  /// are fewer.
  private var margins: SQL {
    let columns: SQL = "(month, currency, reseller_id, customer_id, service_id, centre_id, amount)"
    let months: SQL = "t.month BETWEEN \(from) AND \(last) AND t.reseller_id = \(actor.organization)"
    return """
      SELECT currency, other, key, month, sum(price)::bigint AS first, sum(cost)::bigint AS second
      FROM (
        SELECT currency,
          coalesce((SELECT max(t.currency) FROM statement t WHERE t.leg = 'cost' AND \(months)), currency) AS other,
          \(key) AS key, month, sum(amount) AS price, 0 AS cost
        FROM (\(facts(.price))) sold \(columns) GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT coalesce(buyer.price, currency), currency, \(key), month, 0, sum(amount)
        FROM (\(facts(.cost))) bought \(columns)
        LEFT JOIN (
          SELECT t.buyer_id, max(t.currency) AS price FROM statement t WHERE t.leg = 'price' AND \(months) GROUP BY 1
        ) buyer ON buyer.buyer_id = bought.customer_id
        GROUP BY 1, 2, 3, 4
      ) both_legs GROUP BY 1, 2, 3, 4
      """
  }

  /// Those that run now, of the services and centres that are the actor's.
  private var licences: SQL {
    let isOwn: SQL =
      actor.rights.seesEverything
      ? "true"
      : """
      (f.service_id = ANY (\(actor.rights.services.sorted())) OR f.centre_ids && \(actor.rights.centres.sorted()))
      """
    return """
      SELECT '' AS currency, '' AS other, \(key) AS key, \(last) AS month, sum(quantity)::bigint AS first,
        sum(assigned)::bigint AS second
      FROM subscription f
      WHERE f.status IN ('active', 'suspended') AND \(scope) AND \(ofService("f.service_id")) AND \(isOwn)
      GROUP BY 3
      """
  }

  private func ranked(_ cells: SQL) -> SQL {
    let top = question.by == .month ? 1 : question.top
    return """
      WITH cell AS MATERIALIZED (\(cells)),
      placed AS (
        SELECT currency, other, key, row_number() OVER (
          PARTITION BY currency, other ORDER BY \(size) DESC, sum(first) DESC, key) AS place
        FROM cell GROUP BY currency, other, key)
      SELECT g.currency, g.other, g.key, \(name), g.month, g.first, g.second, g.place FROM (
        SELECT c.currency, c.other, CASE WHEN p.place <= \(top) THEN c.key END AS key, c.month,
          sum(c.first)::bigint AS first, sum(c.second)::bigint AS second, max(p.place)::int AS place
        FROM cell c JOIN placed p ON p.currency = c.currency AND p.other = c.other AND p.key = c.key
        GROUP BY 1, 2, 3, 4) g \(names)
      ORDER BY g.currency, g.other <> g.currency, g.other, g.key IS NULL, g.place, g.key, g.month
      """
  }

  /// What lines are ordered by. Large losses stand among the first, not among what remains.
  private var size: SQL {
    question.kind == .margin ? "abs(CASE WHEN currency = other THEN sum(first) - sum(second) END)" : "sum(first)"
  }

  private var name: SQL { question.by == .month ? "''" : "n.name" }

  private var names: SQL {
    switch question.by {
    case .month: ""
    case .service: "LEFT JOIN service n ON n.id = g.key"
    case .plan: "LEFT JOIN plan n ON n.id = g.key"
    case .centre: "LEFT JOIN billing_centre n ON n.id = g.key"
    case .customer, .reseller: "LEFT JOIN organization n ON n.id = g.key"
    }
  }
}
