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

  static let draftColumns: SQL = "p.external_id, p.subscription_id, p.meter, p.quantity, p.at, p.tag"

  static func draft(_ row: Row) throws -> UsageDraft {
    UsageDraft(
      externalID: try row[0], subscription: try row[1], meter: try row[2], quantity: try row[3], at: try row[4],
      tag: try row[5])
  }

  /// What waits, oldest first.
  package static func list(_ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.usageManage)
    let after: SQL = try paging.afterID(ParkedUsage.self).map { "p.id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(draftColumns), p.id, p.reason, p.parked_at FROM parked_usage_record p
      WHERE p.source_id = \(work.actor.organization) AND p.settled_at IS NULL AND \(after)
      ORDER BY p.id LIMIT \(paging.fetched)
      """
    ).map { Record(id: try $0[6], draft: try draft($0), reason: try $0[7], parkedAt: try $0[8]) }
  }

  static func waiting(upTo limit: Int, in work: Work) throws -> [UsageDraft] {
    try work.tx.rows(
      """
      SELECT \(draftColumns) FROM parked_usage_record p
      WHERE p.source_id = \(work.actor.organization) AND p.settled_at IS NULL ORDER BY p.id LIMIT \(limit)
      """
    ).map(draft)
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
    let parkings = intake.parkings
    guard !parkings.isEmpty else { return }
    let ids = UUIDSequence(at: work.now)
    let path = work.actor.path
    work.tx.enqueue(
      """
      INSERT INTO parked_usage_record (id, source_id, distributor_id, reseller_id, external_id, subscription_id, meter,
        quantity, at, tag, reason, parked_at, settled_at)
      SELECT id, \(source), \(path.distributor), \(path.reseller), external_id, subscription_id, meter, quantity, at,
        nullif(tag, ''), reason, \(work.now), CASE WHEN is_settled THEN \(work.now) END
      FROM unnest(\(parkings.map { _ in ids.next() }), \(parkings.map(\.draft.externalID)),
        \(parkings.map(\.draft.subscription)), \(parkings.map(\.draft.meter)), \(parkings.map(\.draft.quantity)),
        \(parkings.map(\.draft.at)), \(parkings.map { $0.draft.tag ?? "" }), \(parkings.map(\.reason)),
        \(parkings.map(\.isSettled)))
        AS p (id, external_id, subscription_id, meter, quantity, at, tag, reason, is_settled)
      """)
  }
}

extension ParkingReason: TextColumn {}
