import Core
import FoundationEssentials
import Postgres

/// A mail in the outbox. Never made: it marks an `ID`.
package enum QueuedMail {}

/// What became of the mails people had written: who was invited but could not be reached, and why.
///
/// The outbox itself is in nobody's reach, for the texts hold links that sign people in; of what is asked here the
/// texts are never a part.
package enum Mails {
  package enum Status: String, Sendable, CaseIterable { case waiting, sent, failed }

  package struct Record: Sendable {
    package let sequence: Int
    package let id: ID<QueuedMail>
    package let address: String
    package let subject: String
    package let person: ID<Person>?
    package let createdAt: Instant
    package let attempts: Int
    package let nextAttemptAt: Instant
    package let sentAt: Instant?
    package let failedAt: Instant?
    package let error: String?

    package var status: Status { sentAt != nil ? .sent : failedAt != nil ? .failed : .waiting }
  }

  private static let columns: SQL = """
    m.sequence, m.id, m.payload->>'to', m.payload->>'subject', m.person_id, m.created_at, m.attempts,
    m.next_attempt_at, m.sent_at, m.parked_at, m.last_error
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      sequence: try row[0], id: try row[1], address: try row[2], subject: try row[3], person: try row[4],
      createdAt: try row[5], attempts: try row[6], nextAttemptAt: try row[7], sentAt: try row[8], failedAt: try row[9],
      error: try row[10])
  }

  /// What somebody wrote themselves; administrators also what was written to their organization's own people.
  private static func readable(by actor: Actor) -> SQL {
    guard actor.rights.rank >= 3 else { return "m.sender_id = \(actor.person)" }
    return """
      m.distributor_id = \(actor.path.distributor) AND (m.sender_id = \(actor.person)
        OR m.reseller_id IS NOT DISTINCT FROM \(actor.path.reseller)
          AND m.customer_id IS NOT DISTINCT FROM \(actor.path.customer))
      """
  }

  private static func condition(_ status: Status?) -> SQL {
    switch status {
    case nil: "true"
    case .waiting: "m.sent_at IS NULL AND m.parked_at IS NULL"
    case .sent: "m.sent_at IS NOT NULL"
    case .failed: "m.parked_at IS NOT NULL AND \(isLatest)"
    }
  }

  /// Whoever was written to again since is reached, or failed anew.
  private static let isLatest: SQL = """
    NOT EXISTS (SELECT FROM outbox n WHERE n.kind = 'mail' AND n.person_id = m.person_id AND n.sequence > m.sequence)
    """

  /// Newest first.
  package static func list(_ status: Status?, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.usersManage)
    let after: SQL = try paging.afterNumber().map { "m.sequence < \($0)" } ?? "true"
    return try read(
      """
      SELECT \(columns) FROM outbox m
      WHERE m.kind = 'mail' AND \(readable(by: work.actor)) AND \(condition(status)) AND \(after)
      ORDER BY m.sequence DESC LIMIT \(paging.fetched)
      """, in: work
    ).map(record)
  }

  /// How many could not be delivered.
  static func failures(in work: Work) throws -> Int {
    try read(
      """
      SELECT count(*)::int FROM outbox m
      WHERE m.kind = 'mail' AND \(readable(by: work.actor)) AND \(condition(.failed))
      """, in: work)[0][0]
  }

  /// The mail written last to somebody the actor may see.
  static func latest(to person: Users.Record, in work: Work) throws -> Record? {
    try read(
      """
      SELECT \(columns) FROM outbox m WHERE m.kind = 'mail' AND m.person_id = \(person.id)
      ORDER BY m.sequence DESC LIMIT 1
      """, in: work
    ).first.map(record)
  }

  /// Sends a mail that was given up once more, from the beginning.
  package static func retry(_ id: ID<QueuedMail>, in work: Work) throws {
    try work.actor.require(.usersManage)
    let rows = try read(
      """
      SELECT m.parked_at IS NOT NULL, m.distributor_id, m.reseller_id, m.customer_id, m.payload->>'to' FROM outbox m
      WHERE m.kind = 'mail' AND m.id = \(id) AND \(readable(by: work.actor)) FOR UPDATE
      """, in: work)
    guard let row = rows.first else { throw Refusal.notFound }
    guard try row[0] else { throw Refusal.conflict("mail.not_failed") }
    _ = try read(
      """
      UPDATE outbox SET parked_at = NULL, attempts = 0, next_attempt_at = \(work.now), last_error = NULL
      WHERE id = \(id)
      """, in: work)
    var facts = JSONWriter()
    let address: String = try row[4]
    facts.object { $0.member("to", address) }
    let path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
    try work.audit("mail.retried", AuditObject("mail", id), on: path, after: facts)
  }

  private static func read(_ sql: SQL, in work: Work) throws -> Rows {
    try work.tx.pipeline([Reach.everything, sql, Reach.notEverything])[1]
  }
}
