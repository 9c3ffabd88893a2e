import Core
import Postgres

extension Strangers {
  /// Records that wait and files that were checked, of either reseller.
  static let parkedOfAlpine = "00000000-0000-4000-8000-0000000000a7"
  static let parkedOfRhein = "00000000-0000-4000-8000-0000000000a8"
  static let usageFileOfAlpine = "00000000-0000-4000-8000-0000000000a9"
  static let usageFileOfRhein = "00000000-0000-4000-8000-0000000000aa"

  /// Something in every table of usage.
  static let usageRows: [SQL] = [
    """
    INSERT INTO usage_import (id, source_id, distributor_id, reseller_id, file_name, format, bytes, status, content,
      asked_at, asked_by, asked_by_name)
    SELECT CASE o.name WHEN 'Alpine Cloud AG' THEN \(uuid(usageFileOfAlpine)) ELSE \(uuid(usageFileOfRhein)) END,
      o.id, o.distributor_id, o.id, 'records.csv', 'csv', 1, 'checked', 'x', now(), p.id, p.family_name
    FROM organization o JOIN person p ON p.organization_id = o.id
      AND p.sign_in_email IN ('reseller@comptoir.test', 'rival@comptoir.test')
    WHERE o.kind = 'reseller'
    """,
    """
    INSERT INTO parked_usage_record (id, source_id, distributor_id, reseller_id, external_id, subscription_id, meter,
      quantity, at, reason, parked_at)
    SELECT CASE o.name WHEN 'Alpine Cloud AG' THEN \(uuid(parkedOfAlpine)) ELSE \(uuid(parkedOfRhein)) END, o.id,
      o.distributor_id, o.id, 'stranger', o.id, 'storage', 1, now(), 'subscriptionUnknown', now()
    FROM organization o WHERE o.kind = 'reseller'
    """,
    """
    INSERT INTO usage_tag (customer_id, tag, distributor_id, reseller_id, first_seen)
    SELECT customer_id, 'backup', distributor_id, reseller_id, now() FROM organization WHERE kind = 'customer'
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO usage_tag_centre (customer_id, tag, from_month, distributor_id, reseller_id, centre_id, set_at,
      set_by_name)
    SELECT o.customer_id, 'backup', '2026-02-01', o.distributor_id, o.reseller_id, NULL, now(), 'Settler'
    FROM organization o WHERE o.kind = 'customer' ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO usage_split (customer_id, subscription_id, from_month, distributor_id, reseller_id, split_by, set_at,
      set_by_name)
    SELECT customer_id, id, '2027-01-01', distributor_id, reseller_id, 'licences', now(), 'Settler' FROM subscription
    """,
    """
    INSERT INTO usage_tag_posted (subscription_id, month, meter_id, revision, tag, distributor_id, reseller_id,
      customer_id, centre_id)
    SELECT u.subscription_id, u.month, u.meter_id, 0, 'backup', u.distributor_id, u.reseller_id, u.customer_id, b.id
    FROM usage_month u JOIN billing_centre b ON b.customer_id = u.customer_id AND b.is_default
    """,
  ]
}
