import Core
import FoundationEssentials
import Postgres

/// Somebody as they would act in an organization now, without having signed in: what the service shows them by itself,
/// in mail and calendars, is what they would see.
enum AbsentActor {
  /// Nil when they would see nothing: without a grant, disabled, their organization suspended, or something to be done
  /// before anything else. Asked with everything in reach; afterwards the transaction has theirs.
  static func find(
    _ person: ID<Person>, in organization: ID<Organization>, _ tx: Transaction, _ now: Instant
  ) throws -> Actor? {
    let rows = try tx.rows(
      """
      SELECT \(now)::timestamptz, NULL::uuid,
        CASE WHEN (o.requires_second_factor OR h.requires_second_factor) AND NOT EXISTS (
            SELECT FROM second_factor f WHERE f.person_id = p.id AND f.confirmed_at IS NOT NULL)
          THEN ARRAY['enrol'] ELSE ARRAY['read'] END,
        NULL::text, p.id, p.given_name, p.family_name, p.sign_in_email::text, p.language, p.must_change_password,
        o.distributor_id, o.reseller_id, o.customer_id, o.name, o.self_service, o.status, g.role, g.service_ids,
        g.centre_ids, NULL::text, NULL::uuid, NULL::text, NULL::timestamptz
      FROM person p
      JOIN organization h ON h.id = p.organization_id
      JOIN organization o ON o.id = \(organization)
      JOIN role_grant g ON g.person_id = p.id AND g.organization_id = o.id AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(now))
      WHERE p.id = \(person) AND p.status = 'active' AND o.status = 'active'
      """)
    guard let actor = try Authentication.actor(rows, kind: .system, asked: false), !actor.mustEnrol,
      !actor.mustChangePassword
    else { return nil }
    tx.enqueue(Reach.notEverything)
    tx.enqueue(actor.reach)
    return actor
  }
}
