import Core
import FoundationEssentials
import Postgres

/// What of a statement was mailed, to whom and when.
package enum StatementDeliveries {
  package enum Status: String, Sendable, CaseIterable { case waiting, queued, sent, failed }

  package struct Record: Sendable {
    package let sequence: Int
    package let id: ID<StatementDelivery>
    package let statement: ID<Statement>
    package let centre: ID<BillingCentre>?
    package let centreName: String?
    package let mode: StatementMailMode
    package let address: String?
    package let attached: Bool?
    package let linked: Bool?
    /// Why it could not be queued.
    package let code: Code?
    package let requestedByName: String?
    package let createdAt: Instant
    /// Of the mail, as the outbox has it.
    package let sentAt: Instant?
    package let isParked: Bool
    package let error: String?
    private let state: String

    package var status: Status {
      if state == "failed" || isParked { return .failed }
      if sentAt != nil { return .sent }
      return state == "queued" ? .queued : .waiting
    }

    fileprivate init(_ row: Row, _ mail: Row?) throws {
      sequence = try row[0]
      id = try row[1]
      statement = try row[2]
      centre = try row[3]
      centreName = try row[4]
      mode = try row[5]
      address = try row[6]
      attached = try row[7]
      linked = try row[8]
      code = (try row[9] as String?).map(Messages.code)
      requestedByName = try row[10]
      createdAt = try row[11]
      state = try row[12]
      sentAt = try mail?[1]
      isParked = try mail?[2] ?? false
      error = try mail?[3]
    }
  }

  /// Newest first; for finance of some centres those of these centres.
  package static func list(of statement: ID<Statement>, _ paging: Paging, in work: Work) throws -> [Record] {
    let record = try Statements.find(statement, in: work)
    let after: SQL = try paging.afterNumber().map { "d.sequence < \($0)" } ?? "true"
    return try rows("d.statement_id = \(record.id) AND \(after)", limit: paging.fetched, in: work)
  }

  /// The outbox is in nobody's reach; of it only what became of these mails is asked.
  private static func rows(_ condition: SQL, limit: Int, in work: Work) throws -> [Record] {
    let rows = try work.tx.rows(
      """
      SELECT d.sequence, d.id, d.statement_id, d.centre_id, b.name, d.mode, d.address, d.attached, d.linked, d.code,
        d.requested_by_name, d.created_at, d.state, d.mail_id
      FROM statement_delivery d LEFT JOIN billing_centre b ON b.id = d.centre_id
      WHERE \(condition) ORDER BY d.sequence DESC LIMIT \(limit)
      """)
    let mails: [ID<QueuedMail>] = try rows.compactMap { try $0[13] }
    guard !mails.isEmpty else { return try rows.map { try Record($0, nil) } }
    let sent = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT id, sent_at, parked_at IS NOT NULL, last_error FROM outbox WHERE kind = 'mail' AND id = ANY (\(mails))
      """, Reach.notEverything,
    ])[1]
    let byID = try sent.reduce(into: [ID<QueuedMail>: Row]()) { $0[try $1[0]] = $1 }
    return try rows.map { row in
      let mail: ID<QueuedMail>? = try row[13]
      return try Record(row, mail.flatMap { byID[$0] })
    }
  }

  /// Mails a closed statement, or a centre's part of it, once more: to where it goes at a closing.
  package static func send(
    _ id: ID<Statement>, centre: ID<BillingCentre>?, in work: Work
  ) throws -> Record {
    try work.actor.require(.centresManage)
    let statement = try Statements.find(id, in: work)
    guard statement.leg == .price else { throw Refusal.conflict("delivery.own_cost") }
    guard statement.isClosed else { throw Refusal.conflict("delivery.statement_open") }
    if let centre { try requirePart(centre, of: statement, in: work) }
    let place: StatementMails.Place = centre.map { .centre($0) } ?? .customer(statement.buyer.id)
    let setting = try StatementMails.find(place, in: work)
    guard let address = setting.address else {
      throw Refusal.conflict(centre == nil ? "delivery.no_address" : "delivery.no_contact")
    }
    try requireRoom(statement.id, in: work)
    let delivery: ID<StatementDelivery> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO statement_delivery (id, statement_id, distributor_id, reseller_id, customer_id, centre_id, mode,
        address, language, requested_by, requested_by_name, created_at)
      VALUES (\(delivery), \(statement.id), \(statement.path.distributor), \(statement.path.reseller),
        \(statement.path.customer), \(centre), \(setting.mode == .none ? StatementMailMode.pdf : setting.mode),
        \(address), \(setting.language), \(work.actor.person), \(work.actor.name), \(work.now))
      """)
    var facts = JSONWriter()
    facts.object {
      $0.member("number", statement.number)
      $0.member("centreId", centre)
      $0.member("to", address)
    }
    try work.audit("statement.mailed", AuditObject("statement", statement.id), on: statement.path, after: facts)
    guard let record = try rows("d.id = \(delivery)", limit: 1, in: work).first else { throw Refusal.notFound }
    return record
  }

  private static func requirePart(
    _ centre: ID<BillingCentre>, of statement: Statements.Record, in work: Work
  ) throws {
    let lines = try work.tx.rows(
      "SELECT 1 FROM statement_line WHERE statement_id = \(statement.id) AND centre_id = \(centre) LIMIT 1")
    if lines.isEmpty { throw Refusal.invalid([Issue("/centreId", "export.centre_unknown")]) }
  }

  /// A double click, or a script gone wild, does not fill anybody's mailbox.
  private static func requireRoom(_ id: ID<Statement>, in work: Work) throws {
    let since = work.now.adding(seconds: -3600)
    let count: Int = try work.tx.rows(
      """
      SELECT count(*) FROM statement_delivery
      WHERE statement_id = \(id) AND requested_by IS NOT NULL AND created_at > \(since)
      """)[0][0]
    if count >= Bounds.deliveriesPerHour {
      throw Refusal.conflict("delivery.too_many", ["maximum": String(Bounds.deliveriesPerHour)])
    }
  }
}
