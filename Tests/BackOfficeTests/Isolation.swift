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
  /// Roles of Rheinland's and Helvetia's that wait to be accepted.
  static let appointment = "00000000-0000-4000-8000-0000000000e4"
  static let appointmentOfHelvetia = "00000000-0000-4000-8000-0000000000e5"
  /// Groups that identity providers keep: Helvetia's, and Rheinland's.
  static let group = "00000000-0000-4000-8000-0000000000c1"
  static let groupOfRheinland = "00000000-0000-4000-8000-0000000000c2"
  static let tokenOfManager = "00000000-0000-4000-8000-0000000000f1"
  static let tokenOfRival = "00000000-0000-4000-8000-0000000000f2"
  static let clientOfManager = "00000000-0000-4000-8000-0000000000f8"
  static let clientOfRival = "00000000-0000-4000-8000-0000000000f9"

  static func settle(in world: World) throws {
    for statement in statements + vendors + usageRows + billingRuns + closings + deliveries + budgets {
      _ = try world.owner(statement) { _ in }
    }
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
    INSERT INTO category (id, distributor_id, name, position)
    VALUES (\(uuid(service)), \(uuid(distributor)), 'Austral', 1)
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
    INSERT INTO category (id, distributor_id, name, position)
    VALUES (\(uuid(category)), \(uuid(distributor)), 'Drives', 1)
    """,
    """
    INSERT INTO cost_price (id, distributor_id, reseller_id, offer_id, currency, cost_minor, valid_from)
    SELECT CASE o.name WHEN 'Alpine Cloud AG' THEN \(uuid(costOfAlpine)) ELSE \(uuid(costOfRhein)) END,
      o.distributor_id, o.id, f.id, 'SEK', 310, '2026-02-01'
    FROM organization o, offer f JOIN plan p ON p.id = f.plan_id
    WHERE o.kind = 'reseller' AND p.name = 'Exchange Online (Plan 1)' AND f.term = 'P1M' AND NOT f.trial
    """,
    """
    INSERT INTO selling_price (id, distributor_id, reseller_id, currency, rule, points, valid_from)
    SELECT CASE o.name WHEN 'Alpine Cloud AG' THEN \(uuid(priceOfAlpine)) ELSE \(uuid(priceOfRhein)) END,
      o.distributor_id, o.id, 'SEK', 'margin', 2000, '2026-02-01'
    FROM organization o WHERE o.kind = 'reseller'
    """,
    """
    INSERT INTO assortment (reseller_id, distributor_id, everything)
    SELECT id, distributor_id, false FROM organization WHERE kind = 'reseller' ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO offer_showing (reseller_id, distributor_id, customer_id, offer_id, shown)
    SELECT o.reseller_id, o.distributor_id, o.customer_id, f.id, true
    FROM organization o, offer f JOIN plan p ON p.id = f.plan_id
    WHERE o.kind <> 'distributor' AND p.name = 'Exchange Online (Plan 1)' AND f.term = 'P1M' AND NOT f.trial
    """,
    """
    INSERT INTO price_notice (id, distributor_id, reseller_id, customer_id, subscription_id, from_day, currency,
      old_minor, new_minor, announced_at)
    SELECT id, distributor_id, reseller_id, customer_id, id, term_end, currency, unit_price, 999999, now()
    FROM subscription
    """,
    """
    INSERT INTO catalogue_import (id, distributor_id, file_name, bytes, status, content, asked_at, asked_by,
      asked_by_name)
    SELECT CASE WHEN o.id = \(uuid(distributor)) THEN \(uuid(foreignPriceList)) ELSE \(uuid(priceList)) END, o.id,
      'prices.csv', 1, 'checked', 'x', now(), p.id, p.family_name
    FROM organization o, person p WHERE o.kind = 'distributor' AND p.sign_in_email = 'distributor@comptoir.test'
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
    INSERT INTO terms_document (id, distributor_id, reseller_id, series_id, kind, title, version, body, valid_from,
      published_at, published_by, published_by_name)
    SELECT CASE o.name WHEN 'Alpine Cloud AG' THEN \(uuid(terms)) ELSE \(uuid(termsOfRival)) END, o.distributor_id,
      o.id, CASE o.name WHEN 'Alpine Cloud AG' THEN \(uuid(terms)) ELSE \(uuid(termsOfRival)) END, 'general',
      'Terms of ' || o.name, '1', 'Text', '2020-01-01', now(), p.id, p.family_name
    FROM organization o JOIN LATERAL (SELECT id, family_name FROM person WHERE organization_id = o.id LIMIT 1) p ON true
    WHERE o.kind = 'reseller'
    """,
    """
    INSERT INTO terms_acceptance (id, distributor_id, reseller_id, customer_id, document_id, order_id, accepted_by,
      accepted_by_name, accepted_at)
    SELECT q.id, q.distributor_id, q.reseller_id, q.customer_id, t.id, q.id, q.placed_by, q.placed_by_name, now()
    FROM customer_order q JOIN terms_document t ON t.reseller_id = q.reseller_id WHERE q.number = 100
    """,
    """
    INSERT INTO billing_contact (customer_id, distributor_id, reseller_id, contact, email, street, postal_code, city,
      country, changed_at)
    SELECT id, distributor_id, reseller_id, 'Accounts', 'a@b.example', 'Gasse 1', '8001', 'Zürich', 'CH', now()
    FROM organization WHERE name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH')
    """,
    """
    INSERT INTO split_rule (id, distributor_id, reseller_id, customer_id, service_id, kind, centre_ids, shares, set_by,
      set_by_name, set_at)
    SELECT gen_random_uuid(), b.distributor_id, b.reseller_id, b.customer_id, v.id, 'centre', ARRAY[b.id], '{10000}',
      p.id, 'Somebody', now()
    FROM billing_centre b JOIN organization o ON o.id = b.customer_id
    JOIN person p ON \(manager)
    CROSS JOIN (VALUES (NULL::uuid), ((SELECT id FROM service WHERE name = 'Microsoft 365'))) v (id)
    WHERE b.is_default AND o.name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH')
    """,
    """
    INSERT INTO letterhead (organization_id, distributor_id, reseller_id, since, city)
    SELECT id, distributor_id, reseller_id, '2026-01-01', 'Zürich' FROM organization WHERE kind <> 'customer'
    """,
    """
    INSERT INTO cart (id, distributor_id, reseller_id, customer_id, opened_by, opened_at, expires_at)
    SELECT CASE sign_in_email WHEN 'manager@comptoir.test' THEN \(uuid(cart)) ELSE \(uuid(cartOfRheinland)) END,
      distributor_id, reseller_id, customer_id, id, now(), now() + interval '9 years'
    FROM person WHERE sign_in_email IN ('manager@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test')
    """,
    """
    INSERT INTO cart_line (id, cart_id, distributor_id, reseller_id, customer_id, offer_id, quantity, unit_price,
      currency, unit_cost, cost_currency)
    SELECT c.id, c.id, c.distributor_id, c.reseller_id, c.customer_id, f.id, 1, 390, 'CHF', 310, 'CHF'
    FROM cart c, offer f JOIN plan p ON p.id = f.plan_id
    WHERE p.name = 'Exchange Online (Plan 1)' AND f.term = 'P1M'
    """,
    """
    INSERT INTO order_sequence (reseller_id, last) SELECT reseller_id, 100 FROM customer_order WHERE number = 100
    ON CONFLICT (reseller_id) DO UPDATE SET last = 100
    """,
    """
    INSERT INTO request (id, distributor_id, reseller_id, customer_id, kind, status, subscription_id,
      subscription_version, held, service_id, service_name, body, figures, asked_by, asked_by_name, asked_at,
      expires_at)
    SELECT CASE WHEN b.is_user THEN \(uuid(requestOfUser)) ELSE \(uuid(request)) END, p.distributor_id, p.reseller_id,
      p.customer_id, CASE WHEN b.is_user THEN 'service' ELSE 'change' END, 'waiting',
      CASE WHEN NOT b.is_user THEN s.id END, CASE WHEN NOT b.is_user THEN 1 END, CASE WHEN NOT b.is_user THEN 5 END,
      s.service_id, s.service_name, CASE WHEN NOT b.is_user THEN '{"quantity": 9}'::jsonb END,
      CASE WHEN NOT b.is_user THEN '[]'::jsonb END, p.id, p.family_name, now(), now() + interval '9 years'
    FROM person p CROSS JOIN LATERAL (SELECT p.sign_in_email = 'user@comptoir.test' AS is_user) b
    CROSS JOIN LATERAL (
      SELECT s.* FROM subscription s WHERE s.customer_id = p.customer_id ORDER BY s.start_day, s.id LIMIT 1) s
    WHERE p.sign_in_email IN ('user@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test')
    """,
    """
    INSERT INTO request_event (id, request_id, distributor_id, reseller_id, customer_id, at, kind, actor_id, actor_name)
    SELECT id, id, distributor_id, reseller_id, customer_id, asked_at, 'asked', asked_by, asked_by_name FROM request
    """,
    """
    INSERT INTO audit_record (id, distributor_id, reseller_id, customer_id, at, actor_id, actor_name, action,
      object_kind, object_id, request_id)
    SELECT id, distributor_id, reseller_id, customer_id, asked_at, asked_by, asked_by_name, 'request.asked',
      'serviceRequest', id, 'settled'
    FROM request WHERE kind = 'service'
    """,
    """
    INSERT INTO order_change (id, order_id, distributor_id, reseller_id, customer_id, at, actor_id, actor_name, lines)
    SELECT id, id, distributor_id, reseller_id, customer_id, placed_at, placed_by, placed_by_name, '[]'
    FROM customer_order WHERE number = 100
    """,
    """
    INSERT INTO api_client (id, distributor_id, reseller_id, customer_id, organization_id, name, scopes, secret_sha256,
      created_by, created_at, secret_at)
    SELECT CASE WHEN customer_id IS NULL THEN \(uuid(clientOfRival)) ELSE \(uuid(clientOfManager)) END, distributor_id,
      reseller_id, customer_id, organization_id, 'Export', '{read}', sha256(id::text::bytea), id, now(), now()
    FROM person WHERE sign_in_email IN ('manager@comptoir.test', 'rival@comptoir.test')
    """,
    """
    INSERT INTO credential (hash, id, kind, person_id, name, created_at, expires_at)
    SELECT sha256(p.id::text::bytea), CASE WHEN p.customer_id IS NULL THEN \(uuid(tokenOfRival))
      ELSE \(uuid(tokenOfManager)) END, 'token', p.id, 'Script', now(), now() + interval '9 years'
    FROM person p WHERE p.sign_in_email IN ('manager@comptoir.test', 'rival@comptoir.test')
    """,
    // Both sellers and both customers have a provider, a domain and somebody tied to it.
    """
    INSERT INTO identity_provider (organization_id, distributor_id, reseller_id, customer_id, issuer, client_id,
      sealed_secret, creates_users, is_enforced, created_at)
    SELECT id, distributor_id, reseller_id, customer_id, 'https://' || id || '.example', 'comptoir', 'sealed', true,
      false, now()
    FROM organization WHERE name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH') OR kind <> 'customer'
    """,
    """
    INSERT INTO identity_domain (organization_id, domain, distributor_id, reseller_id, customer_id, proof, claimed_at)
    SELECT organization_id, organization_id || '.example', distributor_id, reseller_id, customer_id, 'proof', now()
    FROM identity_provider
    """,
    """
    INSERT INTO identity_link (organization_id, subject, person_id, distributor_id, reseller_id, customer_id, linked_at)
    SELECT DISTINCT ON (p.organization_id) p.organization_id, 'somebody', p.id, p.distributor_id, p.reseller_id,
      p.customer_id, now()
    FROM identity_provider i JOIN person p ON p.organization_id = i.organization_id ORDER BY p.organization_id, p.id
    """,
    """
    INSERT INTO sign_in_request (state_hash, browser_hash, organization_id, distributor_id, reseller_id, customer_id,
      next_path, expires_at)
    SELECT sha256(organization_id::text::bytea), 'browser', organization_id, distributor_id, reseller_id, customer_id,
      '/', now() + interval '9 years'
    FROM identity_provider
    """,
    """
    INSERT INTO credential (hash, id, kind, person_id, created_at, expires_at)
    SELECT sha256(('session' || p.id)::bytea), md5(p.id::text)::uuid, 'session', p.id, now(), now() + interval '9 years'
    FROM person p
    WHERE p.sign_in_email IN ('lea.hofer@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test')
    """,
    """
    INSERT INTO account_link (hash, person_id, purpose, created_at, expires_at)
    SELECT sha256(('link' || p.id)::bytea), p.id, 'password', now(), now() + interval '9 years'
    FROM person p WHERE p.sign_in_email IN ('manager@comptoir.test', 'rival@comptoir.test')
    """,
    """
    INSERT INTO password_request (id, email, address, at, handled_at)
    VALUES (\(uuid(ticket)), 'manager@comptoir.test', '192.0.2.1', now(), now())
    """,
    """
    INSERT INTO appointment (id, distributor_id, reseller_id, customer_id, organization_id, given_name, family_name,
      sign_in_email, language, role, invited_by, invited_by_name, invited_from, created_at, secret_hash, valid_until)
    SELECT CASE sign_in_email WHEN 'manager@comptoir.test' THEN \(uuid(appointmentOfHelvetia))
      ELSE \(uuid(appointment)) END, distributor_id, reseller_id, customer_id, customer_id, 'Kurt', 'Lehmann',
      'kurt.lehmann@rheinland.example', 'de', 'finance', id, family_name, customer_id, now(), sha256(id::text::bytea),
      now() + interval '9 years'
    FROM person WHERE sign_in_email IN ('manager@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test')
    """,
    """
    WITH changed AS (
      UPDATE role_grant g SET version = 2 FROM person p
      WHERE p.id = g.person_id AND g.role = 'customerManager'
        AND p.sign_in_email IN ('manager@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test') RETURNING g.*)
    INSERT INTO role_grant_history (grant_id, version, distributor_id, reseller_id, customer_id, note, since, until,
      changed_by, changed_by_name)
    SELECT id, 1, distributor_id, reseller_id, customer_id, 'Former note', granted_at, now(), person_id,
      'Jürgen Schmitz'
    FROM changed
    """,
    """
    INSERT INTO scim_connection (customer_id, distributor_id, reseller_id)
    SELECT customer_id, distributor_id, reseller_id FROM organization WHERE kind = 'customer'
      AND name IN ('Helvetia Works AG', 'Rheinland Maschinenbau GmbH')
    """,
    """
    INSERT INTO scim_token (id, hash, distributor_id, reseller_id, customer_id, name, created_by, created_by_name,
      created_at, expires_at)
    SELECT c.customer_id, sha256(c.customer_id::text::bytea), c.distributor_id, c.reseller_id, c.customer_id,
      'Entra ID', p.id, p.family_name, now(), now() + interval '9 years'
    FROM scim_connection c JOIN LATERAL (
      SELECT p.id, p.family_name FROM person p JOIN role_grant g ON g.person_id = p.id AND g.role = 'customerManager'
      WHERE p.customer_id = c.customer_id LIMIT 1) p ON true
    """,
    """
    INSERT INTO scim_group (id, distributor_id, reseller_id, customer_id, display_name, created_at, modified_at)
    SELECT CASE r.name WHEN 'Helvetia Works AG' THEN \(uuid(group)) ELSE \(uuid(groupOfRheinland)) END,
      c.distributor_id, c.reseller_id, c.customer_id, 'Workshop', now(), now()
    FROM scim_connection c JOIN organization r ON r.id = c.customer_id
    """,
    """
    INSERT INTO scim_person (person_id, distributor_id, reseller_id, customer_id, locale)
    SELECT id, distributor_id, reseller_id, customer_id, 'de-CH' FROM person
    WHERE sign_in_email IN ('lea.hofer@comptoir.test', 'jurgen.schmitz.rheinland@comptoir.test')
    """,
    """
    INSERT INTO scim_member (group_id, person_id, distributor_id, reseller_id, customer_id, since)
    SELECT g.id, x.person_id, g.distributor_id, g.reseller_id, g.customer_id, now()
    FROM scim_group g JOIN scim_person x ON x.customer_id = g.customer_id
    """,
    """
    INSERT INTO scim_mapping (id, group_id, distributor_id, reseller_id, customer_id, role, mapped_by, mapped_by_name,
      mapped_at)
    SELECT g.id, g.id, g.distributor_id, g.reseller_id, g.customer_id, 'user', t.created_by, t.created_by_name, now()
    FROM scim_group g JOIN scim_token t ON t.customer_id = g.customer_id
    """,
    """
    INSERT INTO scim_gift (person_id, distributor_id, reseller_id, customer_id, subscription_id, since)
    SELECT x.person_id, x.distributor_id, x.reseller_id, x.customer_id, s.id, now()
    FROM scim_person x JOIN LATERAL (
      SELECT id FROM subscription s WHERE s.customer_id = x.customer_id ORDER BY id LIMIT 1) s ON true
    """,
    """
    INSERT INTO scim_group (id, distributor_id, reseller_id, customer_id, display_name, kept_by, created_at,
      modified_at)
    SELECT CASE r.name WHEN 'Helvetia Works AG' THEN \(uuid(ownGroup)) ELSE \(uuid(ownGroupOfRheinland)) END,
      c.distributor_id, c.reseller_id, c.customer_id, 'Field staff', 'customer', now(), now()
    FROM scim_connection c JOIN organization r ON r.id = c.customer_id
    """,
    """
    INSERT INTO scim_mapping (id, group_id, distributor_id, reseller_id, customer_id, subscription_id, mapped_by,
      mapped_by_name, mapped_at)
    SELECT g.id, g.id, g.distributor_id, g.reseller_id, g.customer_id, s.id, t.created_by, t.created_by_name, now()
    FROM scim_group g JOIN scim_token t ON t.customer_id = g.customer_id JOIN LATERAL (
      SELECT id FROM subscription s WHERE s.customer_id = g.customer_id AND s.status = 'active' ORDER BY id LIMIT 1
    ) s ON true
    WHERE g.kept_by = 'customer'
    """,
    """
    INSERT INTO licence_assignment (subscription_id, person_id, distributor_id, reseller_id, customer_id, assigned_at)
    SELECT s.id, p.id, p.distributor_id, p.reseller_id, p.customer_id, now()
    FROM person p JOIN subscription s ON s.customer_id = p.customer_id
    WHERE p.sign_in_email = 'jurgen.schmitz.rheinland@comptoir.test'
    """,
    """
    INSERT INTO bulk_change (id, distributor_id, reseller_id, organization_id, kind, body, state, lines, allowed,
      created_by, created_by_name, created_at, worked_at)
    SELECT
      CASE sign_in_email WHEN 'reseller@comptoir.test' THEN \(uuid(bulkChange)) ELSE \(uuid(bulkChangeOfRhein)) END,
      distributor_id, reseller_id, reseller_id, 'change', '{"autoRenew": false}', 'ready', 1, 1, id,
      given_name || ' ' || family_name, now(), now()
    FROM person WHERE sign_in_email IN ('reseller@comptoir.test', 'rival@comptoir.test')
    """,
    """
    INSERT INTO bulk_change_line (bulk_change_id, number, organization_id, distributor_id, reseller_id, customer_id,
      subscription_id, outcome)
    SELECT b.id, 1, b.organization_id, s.distributor_id, s.reseller_id, s.customer_id, s.id, 'allowed'
    FROM bulk_change b JOIN LATERAL (
      SELECT * FROM subscription s WHERE s.reseller_id = b.reseller_id ORDER BY s.id LIMIT 1) s ON true
    """,
  ]

  static func uuid(_ text: String) -> ID<Organization>? { ID(text) }
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
