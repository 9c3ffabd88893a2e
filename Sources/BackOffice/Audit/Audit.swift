import Core
import FoundationEssentials
import Postgres

/// Who changed what, when: read here, written by `Work.audit` in the transaction of each change.
package enum Audit {
  package struct Record: Sendable {
    package let sequence: Int
    package let id: UUID
    package let at: Instant
    package let actor: ID<Person>?
    package let actorName: String
    package let realActor: ID<Person>?
    package let realActorName: String?
    package let action: String
    package let objectKind: String
    package let objectID: UUID
    package let before: String?
    package let after: String?
    package let requestID: String
  }

  /// Newest first, of the actor's reach.
  static func list(_ wanted: [SQL], _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.auditView)
    var conditions = wanted + [within(work.actor)]
    if let after = try paging.afterNumber() { conditions.append("sequence < \(after)") }
    return try work.tx.rows(
      """
      SELECT sequence, id, at, actor_id, actor_name, real_actor_id, real_actor_name, action, object_kind, object_id,
        before::text, after::text, request_id
      FROM audit_record WHERE \(conditions.joined(separator: " AND "))
      ORDER BY sequence DESC LIMIT \(paging.fetched)
      """
    ).map {
      Record(
        sequence: try $0[0], id: try $0[1], at: try $0[2], actor: try $0[3], actorName: try $0[4],
        realActor: try $0[5], realActorName: try $0[6], action: try $0[7], objectKind: try $0[8],
        objectID: try $0[9], before: try $0[10], after: try $0[11], requestID: try $0[12])
    }
  }

  private static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "distributor_id = \(actor.organization)"
    case .reseller: "reseller_id = \(actor.organization)"
    case .customer: "customer_id = \(actor.organization)"
    }
  }
}
