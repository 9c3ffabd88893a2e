import Core
import Postgres

// A vendor behind a service of the demo's distributor, with a request about a subscription of each side and a
// comparison that found both; and one of another distributor's.

extension Strangers {
  static let connector = "00000000-0000-4000-8000-0000000000a1"
  static let comparison = "00000000-0000-4000-8000-0000000000a2"
  /// Helvetia's and Rheinland's.
  static let fulfilment = "00000000-0000-4000-8000-0000000000a3"
  static let fulfilmentOfRheinland = "00000000-0000-4000-8000-0000000000a4"

  /// Of the second distributor.
  static let connectorOfAustral = "00000000-0000-4000-8000-0000000000a5"
  static let comparisonOfAustral = "00000000-0000-4000-8000-0000000000a6"

  static let vendors: [SQL] = [
    """
    INSERT INTO service (id, distributor_id, name, vendor, position)
    SELECT \(id(connector)), distributor_id, 'Fax', 'Fax Works', 99 FROM service WHERE name = 'Microsoft 365'
    """,
    """
    INSERT INTO connector (id, distributor_id, service_id, kind, created_at)
    SELECT CASE id WHEN \(id(service)) THEN \(id(connectorOfAustral)) ELSE id END, distributor_id, id, 'manual', now()
    FROM service WHERE id IN (\(id(connector)), \(id(service)))
    """,
    """
    INSERT INTO connector_setup (connector_id, distributor_id, kind) SELECT id, distributor_id, kind FROM connector
    """,
    """
    INSERT INTO fulfilment (id, distributor_id, reseller_id, customer_id, connector_id, subscription_id, change_number,
      operation, quantity, created_at)
    SELECT CASE o.name WHEN 'Helvetia Works AG' THEN \(id(fulfilment)) ELSE \(id(fulfilmentOfRheinland)) END,
      s.distributor_id, s.reseller_id, s.customer_id, \(id(connector)), s.id, 1, 'purchase', 1, now()
    FROM organization o JOIN LATERAL (
      SELECT * FROM subscription s WHERE s.customer_id = o.id AND NOT s.direct ORDER BY s.id LIMIT 1) s ON true
    WHERE o.name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH')
    """,
    """
    INSERT INTO vendor_callback (id, distributor_id, connector_id, callback_id, fulfilment_id, at, body_hash, said,
      outcome)
    SELECT id, distributor_id, connector_id, id::text, id, now(), '', 'approved', 'callback.late' FROM fulfilment
    """,
    """
    INSERT INTO reconciliation (id, distributor_id, connector_id, at, status)
    SELECT CASE id WHEN \(id(connector)) THEN \(id(comparison)) ELSE \(id(comparisonOfAustral)) END, distributor_id, id,
      now(), 'done'
    FROM connector
    """,
    """
    INSERT INTO reconciliation_difference (id, reconciliation_id, distributor_id, reseller_id, customer_id,
      subscription_id, kind)
    SELECT id, \(id(comparison)), distributor_id, reseller_id, customer_id, subscription_id, 'missingThere'
    FROM fulfilment WHERE connector_id = \(id(connector))
    """,
    """
    INSERT INTO reconciliation_difference (id, reconciliation_id, distributor_id, kind, reference)
    SELECT id, id, distributor_id, 'missingHere', 'A-1' FROM reconciliation WHERE id = \(id(comparisonOfAustral))
    """,
  ]

  /// What stands for each kind in paths.
  static func vendorObjects(own: Bool) -> [String: String] {
    let vendor = own ? connector : connectorOfAustral
    return [
      "connectors": vendor, "vendor-callbacks": vendor, "reconciliations": own ? comparison : comparisonOfAustral,
      "fulfilments": own ? fulfilment : fulfilmentOfRheinland, "differences": own ? fulfilment : comparisonOfAustral,
    ]
  }

  private static func id(_ text: String) -> ID<Connector>? { ID(text) }
}
