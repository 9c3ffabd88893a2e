import Core
import FoundationEssentials
import Postgres

/// Requests for help, from users up to the distributor.
package enum Tickets {
  package enum Status: String, Sendable, CaseIterable, TextColumn { case open, escalated, resolved }

  package struct Record: Sendable {
    package let id: ID<Ticket>
    package let path: Path
    package let service: ID<Service>?
    package let openedBy: ID<Person>
    package let openedByName: String
    package let subject: String
    package let status: Status
    package let createdAt: Instant
    package let version: Int
  }

  package struct Reply: Sendable {
    package let id: UUID
    package let author: ID<Person>
    package let authorName: String
    package let body: String
    package let at: Instant
  }

  private static let columns: SQL = """
    t.id, t.distributor_id, t.reseller_id, t.customer_id, t.service_id, t.opened_by, t.opened_by_name, t.subject,
    t.status, t.created_at, t.version
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      service: try row[4], openedBy: try row[5], openedByName: try row[6], subject: try row[7], status: try row[8],
      createdAt: try row[9], version: try row[10])
  }

  /// Newest first.
  package static func list(of customer: ID<Organization>?, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.ticketsUse)
    if let customer { try Organizations.requireVisible(customer, in: work) }
    let owner: SQL = customer.map { "t.customer_id = \($0)" } ?? "true"
    let after: SQL = try paging.afterID(Ticket.self).map { "t.id < \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM ticket t WHERE \(owner) AND \(after) ORDER BY t.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  package static func find(_ id: ID<Ticket>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR UPDATE" : ""
    guard let row = try work.tx.rows("SELECT \(columns) FROM ticket t WHERE t.id = \(id) \(lock)").first else {
      throw Refusal.notFound
    }
    return try record(row)
  }

  package static func replies(to id: ID<Ticket>, in work: Work) throws -> [Reply] {
    try work.tx.rows(
      "SELECT id, author_id, author_name, body, at FROM ticket_reply WHERE ticket_id = \(id) ORDER BY id"
    ).map { Reply(id: try $0[0], author: try $0[1], authorName: try $0[2], body: try $0[3], at: try $0[4]) }
  }

  package static func open(
    _ subject: String, body: String, service: ID<Service>?, for customer: ID<Organization>, in work: Work
  ) throws -> Record {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    try work.actor.require(.ticketsUse)
    // A distributor answers what was escalated to it.
    guard work.actor.level != .distributor else { throw Refusal.forbidden(.ticketsUse) }
    if let service, try work.tx.rows("SELECT 1 FROM service WHERE id = \(service)").isEmpty {
      throw Refusal.invalid([Issue("/serviceId", "service.unknown")])
    }
    let record = Record(
      id: work.newID(), path: owner.path, service: service, openedBy: work.actor.person,
      openedByName: work.actor.name, subject: subject, status: .open, createdAt: work.now, version: 1)
    work.tx.enqueue(
      """
      INSERT INTO ticket (id, distributor_id, reseller_id, customer_id, service_id, opened_by, opened_by_name, subject,
        created_at)
      VALUES (\(record.id), \(owner.path.distributor), \(owner.path.reseller), \(customer), \(service),
        \(record.openedBy), \(record.openedByName), \(subject), \(work.now))
      """)
    write(body, to: record, in: work)
    try work.audit("ticket.opened", AuditObject("ticket", record.id), on: owner.path)
    return record
  }

  package static func reply(_ body: String, to id: ID<Ticket>, in work: Work) throws {
    let record = try find(id, in: work, locking: true)
    try work.actor.require(.ticketsUse)
    write(body, to: record, in: work)
    try work.audit("ticket.replied", AuditObject("ticket", id), on: record.path)
  }

  private static func write(_ body: String, to ticket: Record, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO ticket_reply (id, ticket_id, distributor_id, reseller_id, customer_id, author_id, author_name, body,
        at)
      VALUES (\(Secrets.uuid(at: work.now)), \(ticket.id), \(ticket.path.distributor), \(ticket.path.reseller),
        \(ticket.path.customer), \(work.actor.person), \(work.actor.name), \(body), \(work.now))
      """)
  }

  /// Escalating is the reseller's way to its distributor; resolving is everybody's who sees the ticket.
  package static func change(
    _ id: ID<Ticket>, to status: Status, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try find(id, in: work, locking: true)
    try work.actor.require(.ticketsUse)
    try check(before)
    if status == .escalated, work.actor.level != .reseller { throw Refusal.denied("ticket.reseller_escalates") }
    if status == before.status { return before }
    // A distributor that resolves a ticket no longer sees it: what follows is in the reach of the reseller.
    if work.actor.level == .distributor { work.tx.enqueue(Reach.reseller(of: before.path)) }
    work.tx.enqueue("UPDATE ticket SET status = \(status), version = version + 1 WHERE id = \(id)")
    try work.audit("ticket.\(status.rawValue)", AuditObject("ticket", id), on: before.path)
    return Record(
      id: id, path: before.path, service: before.service, openedBy: before.openedBy, openedByName: before.openedByName,
      subject: before.subject, status: status, createdAt: before.createdAt, version: before.version + 1)
  }
}
