import Core
import Postgres

extension Strangers {
  /// Months closed for many: by Alpine Cloud, and by Rhein IT Partner.
  static let closing = "00000000-0000-4000-8000-0000000000b3"
  static let closingOfRhein = "00000000-0000-4000-8000-0000000000b4"

  /// Closings, when they happen by themselves, and who is exempt: of both resellers and their customers.
  static let closings: [SQL] = [
    """
    INSERT INTO statement_closing (id, distributor_id, reseller_id, seller_id, month, state, statements, closed,
      created_by, created_by_name, created_at, ended_at)
    SELECT CASE p.sign_in_email WHEN 'reseller@comptoir.test' THEN \(ID<StatementClosing>(closing))
        ELSE \(ID<StatementClosing>(closingOfRhein)) END,
      p.distributor_id, p.reseller_id, p.organization_id, '2025-12-01', 'done', 1, 1, p.id, 'Somebody', now(), now()
    FROM person p WHERE p.sign_in_email IN ('reseller@comptoir.test', 'rival@comptoir.test')
    """,
    """
    INSERT INTO statement_closing_item (closing_id, seller_id, statement_id, distributor_id, reseller_id, customer_id,
      outcome)
    SELECT DISTINCT ON (c.id) c.id, c.seller_id, t.id, t.distributor_id, t.reseller_id, t.customer_id, 'closed'
    FROM statement_closing c JOIN statement t ON t.seller_id = c.seller_id AND t.month = c.month ORDER BY c.id, t.id
    """,
    """
    INSERT INTO closing_setting (seller_id, distributor_id, reseller_id, automatic, days_after)
    SELECT id, distributor_id, reseller_id, true, 0 FROM organization WHERE kind = 'reseller'
    """,
    """
    INSERT INTO vat_exemption (organization_id, side, distributor_id, reseller_id, customer_id, reason, certificate,
      from_day, marked_by_name, marked_at)
    SELECT id, 'buyer', distributor_id, reseller_id, customer_id, 'Charity', '17', date '2030-01-01', 'Somebody', now()
    FROM organization WHERE name IN ('Bergbahnen Arosa AG', 'Strasbourg Textile SAS')
    UNION ALL
    SELECT id, 'seller', distributor_id, reseller_id, customer_id, 'Small', NULL, date '2030-01-01', 'Somebody', now()
    FROM organization WHERE kind = 'reseller'
    """,
  ]
}
