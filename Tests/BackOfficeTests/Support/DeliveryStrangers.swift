import Core
import Postgres

extension Strangers {
  /// Exports that are ready, how statements go out by mail, and what went.
  static let deliveries: [SQL] = [
    """
    INSERT INTO export (id, distributor_id, reseller_id, customer_id, organization_id, wish, state, file_name,
      media_type, bytes, sees_all, centre_ids, requested_by, requested_by_name, created_at, ended_at, expires_at,
      attempt)
    SELECT
      CASE sign_in_email WHEN 'manager@comptoir.test' THEN \(uuid(exportOfManager)) ELSE \(uuid(exportOfRival)) END,
      distributor_id, reseller_id, customer_id, organization_id, '{"kind":"statements","formats":["csv"],"filter":{}}',
      'ready', 'statements.csv', 'text/csv', 5, true, '{}', id, given_name || ' ' || family_name, now(), now(),
      '2099-01-01', 1
    FROM person WHERE sign_in_email IN ('manager@comptoir.test', 'rival@comptoir.test')
    """,
    """
    INSERT INTO export_chunk (export_id, attempt, number, distributor_id, reseller_id, customer_id, organization_id,
      requested_by, content)
    SELECT id, 1, 1, distributor_id, reseller_id, customer_id, organization_id, requested_by, 'hello' FROM export
    """,
    """
    INSERT INTO statement_mail (distributor_id, reseller_id, customer_id, mode, address, language)
    SELECT distributor_id, reseller_id, customer_id, 'pdf', 'accounts@comptoir.test', 'de' FROM organization
    WHERE name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH')
    """,
    """
    INSERT INTO statement_mail (distributor_id, reseller_id, customer_id, centre_id, mode, language)
    SELECT distributor_id, reseller_id, customer_id, id, 'none', 'de' FROM billing_centre WHERE code IN ('SAL', 'PRO')
    """,
    """
    INSERT INTO statement_delivery (id, statement_id, distributor_id, reseller_id, customer_id, centre_id, mode,
      address, language, created_at)
    SELECT gen_random_uuid(), t.id, t.distributor_id, t.reseller_id, t.customer_id, m.centre_id, 'pdf',
      'accounts@comptoir.test', 'de', now()
    FROM statement t JOIN statement_mail m ON m.customer_id = t.customer_id WHERE t.month = '2025-12-01'
    """,
    """
    INSERT INTO outbox_attachment (mail_id, number, distributor_id, reseller_id, customer_id, file_name, media_type,
      content, created_at)
    SELECT gen_random_uuid(), 1, distributor_id, reseller_id, customer_id, 'a.pdf', 'application/pdf', '%PDF', now()
    FROM organization WHERE name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH')
    """,
  ]
}
