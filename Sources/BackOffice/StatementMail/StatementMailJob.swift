import Core
import FoundationEssentials
import Postgres

/// Makes the mails about closed statements: each in a transaction of its own, so that any number of instances share
/// them and none is made twice. What is made waits in the outbox like any mail.
package enum StatementMailJob {
  private struct Waiting {
    let id: ID<StatementDelivery>
    let statement: ID<Statement>
    let path: Path
    let centre: ID<BillingCentre>?
    let mode: StatementMailMode
    let address: String
    let language: Language
  }

  /// Makes all that wait; answers how many.
  @discardableResult
  package static func runDue(_ office: Office) throws -> Int {
    var made = 0
    while try next(office) { made += 1 }
    return made
  }

  /// False when none is left.
  private static func next(_ office: Office) throws -> Bool {
    var taken: Waiting?
    do {
      return try office.everything { tx, now in
        taken = try waiting(in: tx)
        guard let taken else { return false }
        let work = Work(
          tx: tx, actor: .system, now: now, requestID: "statement-delivery/\(taken.id)", office: office)
        try make(taken, in: work)
        return true
      }
    } catch  where taken != nil && !isAway(error) {
      guard let taken else { throw error }
      Log.note("statement_mail.failed", "\(taken.id): \(String(reflecting: error))")
      let code: Code = "delivery.not_possible"
      try office.everything { tx, _ in
        tx.enqueue(
          """
          UPDATE statement_delivery SET state = 'failed', code = \(code.text)
          WHERE id = \(taken.id) AND state = 'waiting'
          """)
      }
      return true
    }
  }

  /// Whether it is about the database being away, not about the mail.
  private static func isAway(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    if case .failed = error { return error.isSerialization }
    return true
  }

  private static func waiting(in tx: Transaction) throws -> Waiting? {
    let rows = try tx.rows(
      """
      SELECT id, statement_id, distributor_id, reseller_id, customer_id, centre_id, mode, address, language
      FROM statement_delivery WHERE state = 'waiting' ORDER BY sequence LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
      """)
    guard let row = rows.first else { return nil }
    return Waiting(
      id: try row[0], statement: try row[1],
      path: Path(distributor: try row[2], reseller: try row[3], customer: try row[4]), centre: try row[5],
      mode: try row[6], address: try row[7], language: try row[8])
  }

  private static func make(_ waiting: Waiting, in work: Work) throws {
    let rows = try work.tx.rows(
      "SELECT \(Statements.columns) FROM \(Statements.source) WHERE t.id = \(waiting.statement)")
    guard let row = rows.first else { throw Refusal.notFound }
    let whole = try Statements.document(of: try Statements.record(row), in: work)
    let document = try waiting.centre.map { try StatementDocuments.part(whole, $0.raw) } ?? whole
    let hasAccount = try hasAccount(waiting, in: work)
    let pdf =
      StatementMailContent.needsDocument(waiting.mode, readerHasAccount: hasAccount)
      ? try pdf(whole, waiting, in: work) : nil
    let content = StatementMailContent(
      waiting.mode, readerHasAccount: hasAccount, bytes: pdf?.count, limit: Bounds.mailAttachmentBytes)
    let letter = StatementLetter(
      document: document, centre: waiting.centre, content: content, language: waiting.language,
      publicURL: work.office.configuration.publicURL)
    let mail = try work.queue(.mail, letter.payload(to: waiting.address), on: waiting.path)
    if content.attaches, let pdf { attach(pdf, named: letter.fileName, to: mail, waiting.path, in: work) }
    work.tx.enqueue(
      """
      UPDATE statement_delivery SET state = 'queued', attached = \(content.attaches), linked = \(content.links),
        mail_id = \(mail), queued_at = \(work.now)
      WHERE id = \(waiting.id)
      """)
  }

  /// Whether whoever reads mail there can sign in and see this statement, or this part of it, now.
  private static func hasAccount(_ waiting: Waiting, in work: Work) throws -> Bool {
    let people = try work.tx.rows(
      """
      SELECT DISTINCT p.id FROM person p
      JOIN role_grant g ON g.person_id = p.id AND g.organization_id = \(waiting.path.customer) AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(work.now))
      WHERE p.status = 'active'
        AND lower(\(waiting.address)) IN (lower(p.sign_in_email::text), lower(p.notification_email::text))
      LIMIT 10
      """
    ).map { try $0[0] as ID<Person> }
    let wanted = AccountScope(all: waiting.centre == nil, centres: waiting.centre.map { [$0] } ?? [])
    for person in people {
      let reader = Principal(person: person, organization: waiting.path.organization)
      let actor = try? reader.actor(in: work.tx, at: work.now)
      if let actor, actor.holds(.statementsView), AccountScope(actor.rights).covers(wanted) { return true }
    }
    return false
  }

  /// Nil where it is far too long for a mail, or turns out too large.
  private static func pdf(
    _ document: Statements.Document, _ waiting: Waiting, in work: Work
  ) throws -> [UInt8]? {
    struct TooLarge: Error {}
    let lines = try ExportSelection.lines([waiting.statement], section: waiting.centre, in: work)
    if lines > Bounds.mailedLines { return nil }
    var bytes: [UInt8] = []
    do {
      try ExportRendering.write(
        document, section: waiting.centre?.raw, .pdf, ExportRendering.Options(), waiting.language,
        to: { piece in
          bytes.append(contentsOf: piece)
          if bytes.count > Bounds.mailAttachmentBytes { throw TooLarge() }
        }, progress: { _ in }, in: work)
      return bytes
    } catch is TooLarge {
      return nil
    }
  }

  private static func attach(
    _ pdf: [UInt8], named name: String, to mail: ID<QueuedMail>, _ path: Path, in work: Work
  ) {
    work.tx.enqueue(
      """
      INSERT INTO outbox_attachment (mail_id, number, distributor_id, reseller_id, customer_id, file_name, media_type,
        content, created_at)
      VALUES (\(mail), 1, \(path.distributor), \(path.reseller), \(path.customer), \(name), 'application/pdf', \(pdf),
        \(work.now))
      """)
  }
}
