import Core
import FoundationEssentials
import HTTP
import Postgres

/// Records that could not be counted, as their sender sees them.
package enum ParkedUsage {
  /// A record that waits, and why.
  package struct Record: Sendable {
    package let id: UUID
    package let draft: UsageDraft
    package let reason: ParkingReason
    package let parkedAt: Instant
  }

  /// Which of those that wait.
  package struct Filter: Sendable {
    package var id: UUID?
    package var reason: ParkingReason?
    package var subscription: ID<Subscription>?
    package var search: String?

    package init() {}

    var condition: SQL {
      var parts: [SQL] = ["p.settled_at IS NULL"]
      if let id { parts.append("p.id = \(id)") }
      if let reason { parts.append("p.reason = \(reason)") }
      if let subscription { parts.append("p.subscription_id = \(subscription)") }
      if let search { parts.append("position(lower(\(search)) IN lower(p.external_id)) > 0") }
      return parts.joined(separator: " AND ")
    }
  }

  static let draftColumns: SQL =
    "p.external_id, p.subscription_id, p.meter, p.quantity, p.at, p.tag, p.currency"
  static let draftColumnCount = 7

  static func draft(_ row: Row) throws -> UsageDraft {
    UsageDraft(
      externalID: try row[0], subscription: try row[1], meter: try row[2], quantity: try row[3], at: try row[4],
      tag: try row[5], currency: try row[6])
  }

  /// What waits, oldest first.
  package static func list(_ filter: Filter = Filter(), _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.usageManage)
    return try rows(filter, after: try paging.afterID(ParkedUsage.self)?.raw, upTo: paging.fetched, in: work)
  }

  package static func find(_ id: UUID, in work: Work) throws -> Record {
    try work.actor.require(.usageManage)
    var filter = Filter()
    filter.id = id
    guard let found = try rows(filter, after: nil, upTo: 1, in: work).first else { throw Refusal.notFound }
    return found
  }

  static func rows(_ filter: Filter, after: UUID?, upTo limit: Int, in work: Work) throws -> [Record] {
    let rest: SQL = after.map { "p.id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(draftColumns), p.id, p.reason, p.parked_at FROM parked_usage_record p
      WHERE p.source_id = \(work.actor.organization) AND \(filter.condition) AND \(rest)
      ORDER BY p.id LIMIT \(limit)
      """
    ).map { Record(id: try $0[7], draft: try draft($0), reason: try $0[8], parkedAt: try $0[9]) }
  }

  /// How many wait, by reason.
  package static func counts(in work: Work) throws -> [(reason: ParkingReason, count: Int)] {
    try work.tx.rows(
      """
      SELECT p.reason, count(*)::int FROM parked_usage_record p
      WHERE p.source_id = \(work.actor.organization) AND p.settled_at IS NULL GROUP BY p.reason ORDER BY p.reason
      """
    ).map { (try $0[0], try $0[1]) }
  }

  /// Puts a record aside for good: it waits no more, and why is kept. Sent again it is looked at anew.
  @discardableResult
  package static func dismiss(_ id: UUID, because note: String, in work: Work) throws -> Record {
    let record = try find(id, in: work)
    let changed = try work.tx.execute(
      """
      UPDATE parked_usage_record SET settled_at = \(work.now), dismissed_by = \(work.actor.person),
        dismissed_by_name = \(work.actor.name), dismissal_note = \(note)
      WHERE id = \(id) AND settled_at IS NULL
      """)
    guard changed == 1 else { throw Refusal.notFound }
    var facts = JSONWriter()
    facts.object {
      $0.member("externalId", record.draft.externalID)
      $0.member("reason", note)
    }
    try work.audit("usage.dismissed", AuditObject("usage", work.actor.organization), on: work.actor.path, after: facts)
    return record
  }

  static func write(_ intake: UsageIntake, in work: Work) {
    let source = work.actor.organization
    if !intake.settled.isEmpty {
      work.tx.enqueue(
        """
        UPDATE parked_usage_record SET settled_at = \(work.now)
        WHERE source_id = \(source) AND external_id = ANY (\(Array(intake.settled))) AND settled_at IS NULL
        """)
    }
    if !intake.restated.isEmpty {
      let restated = intake.restated.sorted { $0.key < $1.key }
      work.tx.enqueue(
        """
        UPDATE parked_usage_record p SET reason = r.reason
        FROM unnest(\(restated.map(\.key)), \(restated.map(\.value))) AS r (external_id, reason)
        WHERE p.source_id = \(source) AND p.external_id = r.external_id AND p.settled_at IS NULL
        """)
    }
    let parkings = intake.parkings
    guard !parkings.isEmpty else { return }
    let ids = UUIDSequence(at: work.now)
    let path = work.actor.path
    work.tx.enqueue(
      """
      INSERT INTO parked_usage_record (id, source_id, distributor_id, reseller_id, external_id, subscription_id, meter,
        quantity, at, tag, currency, reason, parked_at, settled_at)
      SELECT id, \(source), \(path.distributor), \(path.reseller), external_id, subscription_id, meter, quantity, at,
        nullif(tag, ''), nullif(currency, ''), reason, \(work.now), CASE WHEN is_settled THEN \(work.now) END
      FROM unnest(\(parkings.map { _ in ids.next() }), \(parkings.map(\.draft.externalID)),
        \(parkings.map(\.draft.subscription)), \(parkings.map(\.draft.meter)), \(parkings.map(\.draft.quantity)),
        \(parkings.map(\.draft.at)), \(parkings.map { $0.draft.tag ?? "" }),
        \(parkings.map { $0.draft.currency?.code ?? "" }), \(parkings.map(\.reason)), \(parkings.map(\.isSettled)))
        AS p (id, external_id, subscription_id, meter, quantity, at, tag, currency, reason, is_settled)
      """)
  }
}

extension ParkingReason: TextColumn {}
