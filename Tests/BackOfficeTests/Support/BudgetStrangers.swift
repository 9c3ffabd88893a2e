import Core
import Postgres

/// Budgets of Helvetia's and Rheinland's centres, and of a subscription of each, with amounts and warnings.
extension Strangers {
  static let budget = "01900000-0000-7000-8000-0000000000b8"
  static let budgetOfRheinland = "01900000-0000-7000-8000-0000000000b9"

  /// Who sets what belongs to the customer `o`.
  static let manager: SQL = """
    p.sign_in_email = CASE o.name WHEN 'Helvetia Works AG' THEN 'manager@comptoir.test'
      ELSE 'jurgen.schmitz.rheinland@comptoir.test' END
    """

  static let budgets: [SQL] = [
    """
    INSERT INTO budget (id, distributor_id, reseller_id, customer_id, centre_id, currency, shares, tells, language,
      set_by, set_by_name, set_at)
    SELECT CASE WHEN c.code = 'RND' THEN \(uuid(budget)) WHEN o.name LIKE 'Rhein%' AND c.is_default
        THEN \(uuid(budgetOfRheinland)) ELSE gen_random_uuid() END,
      c.distributor_id, c.reseller_id, c.customer_id, c.id, o.currency, '{50,100}', '{managers}', 'en', p.id,
      'Somebody', '2026-01-10'
    FROM billing_centre c JOIN organization o ON o.id = c.customer_id
    JOIN person p ON \(Strangers.manager)
    WHERE o.name = 'Helvetia Works AG' AND c.code IN ('RND', 'PRO')
      OR o.name = 'Rheinland Maschinenbau GmbH' AND c.is_default
    """,
    """
    INSERT INTO budget (id, distributor_id, reseller_id, customer_id, subscription_id, currency, shares, tells,
      language, set_by, set_by_name, set_at)
    SELECT DISTINCT ON (o.id) gen_random_uuid(), s.distributor_id, s.reseller_id, s.customer_id, s.id, o.currency,
      '{50,100}', '{managers}', 'en', p.id, 'Somebody', '2026-01-10'::timestamptz
    FROM subscription s JOIN organization o ON o.id = s.customer_id
    JOIN person p ON \(Strangers.manager)
    WHERE o.name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH') AND s.status = 'active'
    ORDER BY o.id, s.start_day DESC, s.id DESC
    """,
    """
    INSERT INTO budget_amount (budget_id, number, distributor_id, reseller_id, customer_id, from_month, present_month,
      amount, set_by, set_by_name, set_at)
    SELECT id, 1, distributor_id, reseller_id, customer_id, '2026-01-01', '2026-01-01', 100000000, set_by, set_by_name,
      set_at
    FROM budget
    """,
    """
    INSERT INTO budget_warning (budget_id, month, share, distributor_id, reseller_id, customer_id, amount, spent, told,
      warned_at)
    SELECT id, '2025-12-01', 50, distributor_id, reseller_id, customer_id, 100, 60, true, '2025-12-15' FROM budget
    """,
  ]
}
