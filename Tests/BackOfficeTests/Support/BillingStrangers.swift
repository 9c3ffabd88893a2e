import Core
import Postgres

/// A run of the bill for each reseller alone, and a parked account of each: not of the customers the matrix is about,
/// whose statements are to close.
extension Strangers {
  static let runOfAlpine = "01900000-0000-7000-8000-0000000000b1"
  static let runOfRhein = "01900000-0000-7000-8000-0000000000b2"
  static let parkedAccountOfAlpine = "01900000-0000-7000-8000-0000000000b3"
  static let parkedAccountOfRhein = "01900000-0000-7000-8000-0000000000b4"

  static let billingRuns: [SQL] = [
    """
    INSERT INTO billing_run (id, state, workers, host, pid, started_at, ended_at, seen_at)
    SELECT id, 'done', 1, 'elsewhere', 1, now(), now(), now()
    FROM unnest(ARRAY[\(id(runOfAlpine)), \(id(runOfRhein))]::uuid[]) id
    """,
    """
    INSERT INTO billing_run_part (run_id, distributor_id, reseller_id, cycles, parked)
    SELECT CASE name WHEN 'Alpine Cloud AG' THEN \(id(runOfAlpine)) ELSE \(id(runOfRhein)) END, distributor_id,
      reseller_id, 1, 1
    FROM organization WHERE kind = 'reseller' AND (name = 'Alpine Cloud AG' OR name LIKE 'Rhein%')
    """,
    """
    INSERT INTO billing_run_sum (run_id, distributor_id, reseller_id, leg, currency, charges, amount)
    SELECT run_id, distributor_id, reseller_id, leg, 'CHF', 1, 100
    FROM billing_run_part, unnest(ARRAY['cost', 'price']) leg
    WHERE run_id IN (\(id(runOfAlpine)), \(id(runOfRhein)))
    """,
    """
    INSERT INTO parked_account (id, distributor_id, reseller_id, customer_id, code, run_id, parked_at)
    SELECT CASE p.run_id WHEN \(id(runOfAlpine)) THEN \(id(parkedAccountOfAlpine)) ELSE \(id(parkedAccountOfRhein)) END,
      c.distributor_id, c.reseller_id, c.id, 'account.split_incomplete', p.run_id, now()
    FROM billing_run_part p JOIN LATERAL (
      SELECT o.* FROM organization o WHERE o.reseller_id = p.reseller_id AND o.kind = 'customer'
        AND o.name NOT IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH') ORDER BY o.name LIMIT 1) c ON true
    WHERE p.run_id IN (\(id(runOfAlpine)), \(id(runOfRhein)))
    """,
  ]

  static func billingObjects(own: Bool) -> [String: String] {
    [
      "billing-runs": own ? runOfAlpine : runOfRhein,
      "parked-accounts": own ? parkedAccountOfAlpine : parkedAccountOfRhein,
    ]
  }

  private static func id(_ text: String) -> ID<Organization>? { ID(text) }
}
