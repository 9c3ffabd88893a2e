import BackOffice
import Core
import Postgres
import Testing

/// The people of the demo world that isolation is tested with: every role, two resellers, two customers.
enum Persona: String, CaseIterable {
  case distributor, reseller, rival, manager, finance
  /// Finance of Helvetia's Sales and Research only.
  case carla = "carla.meier"
  /// Technical admin of Microsoft 365 only.
  case tech
  case user

  var level: Level {
    switch self {
    case .distributor: .distributor
    case .reseller, .rival: .reseller
    default: .customer
    }
  }
}

/// Rows that the demo world lacks, so that every table has something to hide. Their ids are the same in every clone.
enum Strangers {
  /// A second distributor with a catalogue of its own.
  static let distributor = "00000000-0000-4000-8000-0000000000d1"
  static let service = "00000000-0000-4000-8000-0000000000d2"
  static let plan = "00000000-0000-4000-8000-0000000000d3"
  static let offer = "00000000-0000-4000-8000-0000000000d4"
  /// A ticket of Rheinland's, and tokens of the manager's and the rival's.
  static let ticket = "00000000-0000-4000-8000-0000000000e1"
  /// Orders that wait: Rheinland's, and one that Helvetia's user placed.
  static let order = "00000000-0000-4000-8000-0000000000e2"
  static let orderOfUser = "00000000-0000-4000-8000-0000000000e3"
  static let tokenOfManager = "00000000-0000-4000-8000-0000000000f1"
  static let tokenOfRival = "00000000-0000-4000-8000-0000000000f2"

  static func settle(in world: World) throws {
    for statement in statements { _ = try world.owner(statement) { _ in } }
  }

  private static let statements: [SQL] = [
    """
    INSERT INTO organization (id, kind, distributor_id, name, country, currency, time_zone, created_at)
    VALUES (\(uuid(distributor)), 'distributor', \(uuid(distributor)), 'Austral Distribution SA', 'FR', 'EUR',
      'Europe/Paris', now())
    """,
    """
    INSERT INTO service (id, distributor_id, name, vendor, position)
    VALUES (\(uuid(service)), \(uuid(distributor)), 'Austral Drive', 'Austral', 1)
    """,
    """
    INSERT INTO product (id, distributor_id, service_id, name)
    VALUES (\(uuid(service)), \(uuid(distributor)), \(uuid(service)), 'Austral Drive')
    """,
    """
    INSERT INTO plan (id, distributor_id, service_id, product_id, name)
    VALUES (\(uuid(plan)), \(uuid(distributor)), \(uuid(service)), \(uuid(service)), 'Austral Drive Pro')
    """,
    """
    INSERT INTO offer (id, distributor_id, plan_id, segment, term, billing_frequency, maximum, decrease_window,
      cancel_window, suspension_stops_billing)
    VALUES (\(uuid(offer)), \(uuid(distributor)), \(uuid(plan)), 'commercial', 'P1M', 'monthly', 100, 'none', 'none',
      false)
    """,
    """
    INSERT INTO meter (id, distributor_id, offer_id, code, name, unit, position)
    VALUES (\(uuid(offer)), \(uuid(distributor)), \(uuid(offer)), 'storage', 'Storage', 'GB-month', 1)
    """,
    """
    INSERT INTO ticket (id, distributor_id, reseller_id, customer_id, opened_by, opened_by_name, subject, created_at)
    SELECT \(uuid(ticket)), distributor_id, reseller_id, customer_id, id, 'Jürgen Schmitz', 'Lathe offline', now()
    FROM person WHERE sign_in_email = 'jurgen.schmitz.rheinland@comptoir.test'
    """,
    """
    INSERT INTO ticket_reply (id, ticket_id, distributor_id, reseller_id, customer_id, author_id, author_name, body, at)
    SELECT id, id, distributor_id, reseller_id, customer_id, opened_by, opened_by_name, 'Since this morning', now()
    FROM ticket WHERE id = \(uuid(ticket))
    """,
    """
    INSERT INTO customer_order (id, distributor_id, reseller_id, customer_id, number, status, placed_by, placed_by_name,
      placed_at, terms_accepted_by, terms_accepted_at)
    SELECT CASE sign_in_email WHEN 'user@comptoir.test' THEN \(uuid(orderOfUser)) ELSE \(uuid(order)) END,
      distributor_id, reseller_id, customer_id, 100, 'waiting', id, family_name, now(), id, now()
    FROM person WHERE sign_in_email IN ('user@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test')
    """,
    """
    INSERT INTO customer_order_line (order_id, position, offer_id, plan_name, quantity)
    SELECT o.id, 1, f.id, p.name, 1 FROM customer_order o, offer f JOIN plan p ON p.id = f.plan_id
    WHERE o.number = 100 AND p.name = 'Exchange Online (Plan 1)' AND f.term = 'P1M'
    """,
    """
    INSERT INTO order_sequence (reseller_id, last) SELECT reseller_id, 100 FROM customer_order WHERE number = 100
    ON CONFLICT (reseller_id) DO UPDATE SET last = 100
    """,
    """
    INSERT INTO credential (hash, id, kind, person_id, name, created_at, expires_at)
    SELECT sha256(p.id::text::bytea), CASE WHEN p.customer_id IS NULL THEN \(uuid(tokenOfRival))
      ELSE \(uuid(tokenOfManager)) END, 'token', p.id, 'Script', now(), now() + interval '9 years'
    FROM person p WHERE p.sign_in_email IN ('manager@comptoir.test', 'rival@comptoir.test')
    """,
    """
    INSERT INTO licence_assignment (subscription_id, person_id, distributor_id, reseller_id, customer_id, assigned_at)
    SELECT s.id, p.id, p.distributor_id, p.reseller_id, p.customer_id, now()
    FROM person p JOIN subscription s ON s.customer_id = p.customer_id
    WHERE p.sign_in_email = 'jurgen.schmitz.rheinland@comptoir.test'
    """,
  ]

  private static func uuid(_ text: String) -> ID<Organization>? { ID(text) }
}

extension World {
  /// Somebody as a request would find them, in their home organization.
  func actor(_ person: Persona) throws -> Actor {
    let credential = Credential(.token, secret: try token(of: person.rawValue))
    let rows = try office.database.transaction(opening: [Reach.everything]) {
      try $0.rows(Authentication.statement(credential, organization: nil))
    }
    return try #require(try Authentication.actor(rows, kind: .token, asked: false))
  }

  /// The one text the owner reads.
  func text(_ sql: SQL) throws -> String { try #require(try owner(sql) { try $0[0] as String }.first) }
}
