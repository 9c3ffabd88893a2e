import Core
import FoundationEssentials
import Postgres

/// The digest of renewals: sent to resellers and customer managers on Monday mornings where they are, or every morning,
/// or not at all, as each chooses for each organization.
package enum RenewalDigests {
  package enum Rhythm: String, Sendable, CaseIterable, TextColumn { case daily, weekly, off }

  /// Whether there is one for the actor where they act.
  static func isOffered(to actor: Actor) -> Bool {
    actor.rights.roles.contains(.reseller) || actor.rights.roles.contains(.customerManager)
  }

  // MARK: - Choosing

  package static func rhythm(in work: Work) throws -> Rhythm {
    guard isOffered(to: work.actor) else { return .off }
    let stored: Rhythm? = try work.tx.rows(
      """
      SELECT rhythm FROM renewal_digest
      WHERE person_id = \(work.actor.person) AND organization_id = \(work.actor.organization)
      """
    ).first?[0]
    return stored ?? .weekly
  }

  /// Counts from the next morning on.
  package static func choose(_ rhythm: Rhythm, in work: Work) throws {
    let actor = work.actor
    guard isOffered(to: actor) else { throw Refusal.denied("digest.not_offered") }
    let before = try self.rhythm(in: work)
    guard before != rhythm else { return }
    work.tx.enqueue(
      """
      INSERT INTO renewal_digest (person_id, organization_id, distributor_id, reseller_id, customer_id, rhythm,
        sent_for)
      SELECT p.id, \(actor.organization), \(actor.path.distributor), \(actor.path.reseller), \(actor.path.customer),
        \(rhythm), \(morning("p.time_zone", work.now))::date
      FROM person p WHERE p.id = \(actor.person)
      ON CONFLICT (person_id, organization_id) DO UPDATE SET rhythm = excluded.rhythm, sent_for = excluded.sent_for
      """)
    var (was, becomes) = (JSONWriter(), JSONWriter())
    was.object { $0.member("digest", before.rawValue) }
    becomes.object { $0.member("digest", rhythm.rawValue) }
    try work.audit(
      "user.digest_chosen", AuditObject("user", actor.person), on: actor.path, before: was, after: becomes)
  }

  /// The time where somebody is, with days that begin in the morning.
  private static func morning(_ zone: SQL, _ now: Instant) -> SQL {
    "((\(now)::timestamptz AT TIME ZONE \(zone)) - make_interval(hours => \(Int32(Bounds.digestHour))))"
  }

  // MARK: - Sending

  private struct Due {
    let person: ID<Person>
    let organization: ID<Organization>
    let day: Day
  }

  /// Queues what is due now, each once however many instances try; answers how many. Mornings missed are not made up
  /// for: old deadlines help nobody. One that fails does not keep the others from being sent.
  @discardableResult
  package static func send(_ office: Office) throws -> Int {
    var sent = 0
    var last: Due?
    while true {
      let batch = try office.everything { tx, now in try due(after: last, in: tx, now) }
      for due in batch {
        do {
          if try send(due, office) { sent += 1 }
        } catch { Log.note("digest.failed", "\(due.person): \(String(reflecting: error))") }
      }
      guard batch.count == Bounds.digestsAtOnce else { return sent }
      last = batch.last
    }
  }

  /// Whoever got their role since the morning it would be for is told from the next one on.
  private static func due(after last: Due?, in tx: Transaction, _ now: Instant) throws -> [Due] {
    let after: SQL = last.map { "(g.person_id, g.organization_id) > (\($0.person), \($0.organization))" } ?? "true"
    return try tx.rows(
      """
      SELECT g.person_id, g.organization_id, due.day
      FROM (
        SELECT person_id, organization_id, min(granted_at) AS since FROM role_grant
        WHERE role IN ('reseller', 'customerManager') AND ended_at IS NULL
          AND (expires_at IS NULL OR expires_at > \(now))
        GROUP BY person_id, organization_id) g
      JOIN person p ON p.id = g.person_id AND p.status = 'active'
      LEFT JOIN renewal_digest d ON d.person_id = g.person_id AND d.organization_id = g.organization_id
      CROSS JOIN LATERAL (SELECT \(morning("p.time_zone", now)) AS at) morning
      CROSS JOIN LATERAL (
        SELECT CASE d.rhythm WHEN 'daily' THEN morning.at ELSE date_trunc('week', morning.at) END::date AS day) due
      WHERE \(after) AND d.rhythm IS DISTINCT FROM 'off' AND (d.sent_for IS NULL OR d.sent_for < due.day)
        AND g.since < start_of_day(due.day, p.time_zone) + make_interval(hours => \(Int32(Bounds.digestHour)))
      ORDER BY 1, 2 LIMIT \(Bounds.digestsAtOnce)
      """
    ).map { Due(person: try $0[0], organization: try $0[1], day: try $0[2]) }
  }

  /// Whether there was something to send, and it was not sent by another instance.
  private static func send(_ due: Due, _ office: Office) throws -> Bool {
    try office.everything { tx, now in
      let taken = try tx.rows(
        """
        INSERT INTO renewal_digest AS d (person_id, organization_id, distributor_id, reseller_id, customer_id, sent_for)
        SELECT \(due.person), o.id, o.distributor_id, o.reseller_id, o.customer_id, \(due.day)
        FROM organization o WHERE o.id = \(due.organization)
        ON CONFLICT (person_id, organization_id) DO UPDATE SET sent_for = excluded.sent_for
        WHERE d.rhythm <> 'off' AND (d.sent_for IS NULL OR d.sent_for < excluded.sent_for) RETURNING 1
        """)
      let reader = Principal(person: due.person, organization: due.organization)
      guard !taken.isEmpty, let actor = try reader.reader(in: tx, at: now) else { return false }
      let work = Work(tx: tx, actor: actor, now: now, requestID: "digest", office: office)
      return try RenewalDigestMail.queue(for: due.day, in: work)
    }
  }
}
