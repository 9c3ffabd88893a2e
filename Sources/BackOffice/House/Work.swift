import Core
import FoundationEssentials
import Postgres

/// One transaction of somebody: who acts, when, and where it is written down. Every operation takes one, so it cannot
/// run without an actor.
package final class Work {
  package let tx: Transaction
  package let actor: Actor
  package let now: Instant
  package let requestID: String
  package let office: Office
  /// Where the request came from; nil where there is none.
  package let networkAddress: String?

  package init(
    tx: Transaction, actor: Actor, now: Instant, requestID: String, office: Office, networkAddress: String? = nil
  ) {
    self.tx = tx
    self.actor = actor
    self.now = now
    self.requestID = requestID
    self.office = office
    self.networkAddress = networkAddress
  }

  /// The same transaction as if what the actor asks for were approved; see `Actor.asIfApproved`.
  var asIfApproved: Work {
    Work(tx: tx, actor: actor.asIfApproved, now: now, requestID: requestID, office: office)
  }

  /// Back to the actor's own reach, after a decision that took the commercial side's.
  func resumeReach() {
    tx.enqueue(Reach.notCommercial)
    tx.enqueue(actor.reach)
  }

  package func newID<Entity>(_: Entity.Type = Entity.self) -> ID<Entity> { ID(Secrets.uuid(at: now)) }

  /// Writes one audit record with the change it is about; sent with the next statement or the commit.
  package func audit(
    _ action: String, _ object: AuditObject, on path: Path, before: JSONWriter? = nil, after: JSONWriter? = nil
  ) throws {
    tx.enqueue(
      """
      INSERT INTO audit_record (id, distributor_id, reseller_id, customer_id, at, actor_id, actor_name,
        real_actor_id, real_actor_name, action, object_kind, object_id, before, after, request_id)
      VALUES (\(Secrets.uuid(at: now)), \(path.distributor), \(path.reseller), \(path.customer), \(now),
        \(actor.credential == .system ? nil : actor.person), \(actor.name), \(actor.real?.person),
        \(actor.real?.name), \(action), \(object.kind), \(object.id),
        \(before.map { JSONB(text: $0.text) }), \(after.map { JSONB(text: $0.text) }), \(requestID))
      """)
  }

  /// Queues a message for the outside world; a job sends it after this transaction committed. `person`: who reads it.
  @discardableResult
  package func queue(
    _ kind: OutboxKind, _ payload: JSONWriter, on path: Path, to person: ID<Person>? = nil
  ) throws -> ID<QueuedMail> {
    let id: ID<QueuedMail> = newID()
    tx.enqueue(
      """
      INSERT INTO outbox (id, distributor_id, reseller_id, customer_id, kind, payload, created_at, next_attempt_at,
        sender_id, person_id)
      VALUES (\(id), \(path.distributor), \(path.reseller), \(path.customer), \(kind),
        \(JSONB(text: payload.text)), \(now), \(now), \(actor.credential == .system ? nil : actor.person), \(person))
      """)
    return id
  }
}

/// What an audit record is about.
package struct AuditObject {
  package let kind: String
  package let id: UUID

  package init<Entity>(_ kind: String, _ id: ID<Entity>) {
    self.kind = kind
    self.id = id.raw
  }
}

package enum OutboxKind: String, Sendable, TextColumn { case mail, event }
