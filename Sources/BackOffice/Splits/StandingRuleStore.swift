import Core
import FoundationEssentials
import Postgres

/// How standing rules are read and written.
enum StandingRuleStore {
  private static let columns: SQL = """
    r.id, r.distributor_id, r.reseller_id, r.customer_id, r.service_id, v.name, r.kind, r.centre_ids, r.shares,
    r.set_by, r.set_by_name, r.set_at, r.version
    """
  private static let source: SQL = "split_rule r LEFT JOIN service v ON v.id = r.service_id"

  private static func record(_ row: Row) throws -> StandingRules.Record {
    StandingRules.Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      service: try row[4], serviceName: try row[5], rule: try rule(row, 6), setBy: try row[9], setByName: try row[10],
      setAt: try row[11], version: try row[12])
  }

  /// From `kind, centre_ids, shares`, beginning at `column`.
  private static func rule(_ row: Row, _ column: Int) throws -> SplitRule {
    let centres: [ID<BillingCentre>] = try row[column + 1]
    let shares: [Int] = try row[column + 2]
    return SplitRule(
      kind: try row[column],
      shares: zip(centres, shares).map { CentreShare(centre: $0, percent: Percentage(points: $1)) })
  }

  static func list(
    of customer: ID<Organization>, after: ID<StandingRule>?, _ limit: Int, in work: Work
  ) throws -> [StandingRules.Record] {
    let rest: SQL =
      after.map {
        """
        (r.service_id IS NOT NULL, r.id) > (
          SELECT a.service_id IS NOT NULL, a.id FROM split_rule a WHERE a.id = \($0))
        """
      } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source) WHERE r.customer_id = \(customer) AND \(rest)
      ORDER BY r.service_id IS NOT NULL, r.id LIMIT \(limit)
      """
    ).map(record)
  }

  static func find(
    of customer: ID<Organization>, for service: ID<Service>?, in work: Work, locking: Bool = false
  ) throws -> StandingRules.Record? {
    let lock: SQL = locking ? "FOR UPDATE OF r" : ""
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source)
      WHERE r.customer_id = \(customer) AND r.service_id IS NOT DISTINCT FROM \(service) \(lock)
      """
    ).first.map(record)
  }

  static func centres(of customer: ID<Organization>, in work: Work, locking: Bool = false) throws -> [Centre] {
    let lock: SQL = locking ? "FOR SHARE" : ""
    return try work.tx.rows(
      """
      SELECT id, is_default, closed, position FROM billing_centre WHERE customer_id = \(customer)
      ORDER BY position \(lock)
      """
    ).map(BillingCentres.centre)
  }

  /// Stores it in place of the one there is; somebody else may have set the first one a moment ago.
  static func save(_ draft: StandingRules.Record, in work: Work) throws -> StandingRules.Record {
    let row = try work.tx.rows(
      """
      INSERT INTO split_rule AS r (id, distributor_id, reseller_id, customer_id, service_id, kind, centre_ids, shares,
        set_by, set_by_name, set_at)
      VALUES (\(draft.id), \(draft.path.distributor), \(draft.path.reseller), \(draft.path.customer), \(draft.service),
        \(draft.rule.kind), \(draft.rule.shares.map(\.centre)), \(draft.rule.shares.map(\.percent.points)),
        \(draft.setBy), \(draft.setByName), \(draft.setAt))
      ON CONFLICT (customer_id, service_id) DO UPDATE SET kind = excluded.kind, centre_ids = excluded.centre_ids,
        shares = excluded.shares, set_by = excluded.set_by, set_by_name = excluded.set_by_name,
        set_at = excluded.set_at, version = r.version + 1
      RETURNING r.id, r.version
      """)[0]
    return StandingRules.Record(
      id: try row[0], path: draft.path, service: draft.service, serviceName: draft.serviceName, rule: draft.rule,
      setBy: draft.setBy, setByName: draft.setByName, setAt: draft.setAt, version: try row[1])
  }

  // MARK: - What decisions go by

  /// All rules of the customers, to be read with `rules(_:)`.
  static func query(of customers: [ID<Organization>]) -> SQL {
    "SELECT customer_id, service_id, kind, centre_ids, shares FROM split_rule WHERE customer_id = ANY (\(customers))"
  }

  /// The rules of a subscription's customer that may be in force for it.
  static func query(of subscription: ID<Subscription>) -> SQL {
    """
    SELECT r.customer_id, r.service_id, r.kind, r.centre_ids, r.shares FROM subscription s
    JOIN split_rule r ON r.customer_id = s.customer_id AND (r.service_id = s.service_id OR r.service_id IS NULL)
    WHERE s.id = \(subscription)
    """
  }

  static func rules(_ rows: Rows) throws -> [ID<Organization>: SplitRules] {
    try rows.reduce(into: [:]) { all, row in
      let rule = try rule(row, 2)
      if let service: ID<Service> = try row[1] {
        all[try row[0], default: SplitRules()].services[service] = rule
      } else {
        all[try row[0], default: SplitRules()].general = rule
      }
    }
  }
}

extension SplitRule.Kind: TextColumn {}

extension SubscriptionRecord {
  /// Its customer's centres under the rule in force for its service.
  func centres(_ centres: [Centre], _ rules: [ID<Organization>: SplitRules]) -> [Centre] {
    centres.under(rules[subscription.customer]?.rule(for: service))
  }
}
