import Core
import FoundationEssentials
import Postgres

/// Freezes a month: lines copied, number taken, sums and hash stored. From then on the database refuses any change.
package enum Closing {
  @discardableResult
  package static func close(_ id: ID<Statement>, in work: Work) throws -> Statements.Document {
    let isSystem = work.actor.credential == .system
    if !isSystem { try work.actor.require(.statementsClose) }
    let record = try locked(id, in: work)
    guard isSystem || record.seller.id == work.actor.organization else {
      throw Refusal.denied("statement.not_the_seller")
    }
    if record.isClosed { throw Refusal.conflict("statement.closed") }
    if try !isOver(record, in: work) { throw Refusal.conflict("statement.month_not_over") }
    freezeLines(of: record, in: work)
    let document = try Statements.document(of: record, in: work)
    let number = try nextNumber(of: record, in: work)
    let closed = Statements.Record(
      id: id, path: record.path, leg: record.leg, seller: record.seller, buyer: record.buyer, month: record.month,
      currency: record.currency, isClosed: true, number: number, closedAt: work.now, sha256: nil)
    let lines = try StatementLines.list(of: closed, in: work)
    let frozen = Statements.Document(
      record: closed, sections: document.sections, net: document.net, taxes: document.taxes, gross: document.gross)
    let hash = Secrets.hex(Secrets.sha256(StatementDocuments.json(frozen, lines).bytes))
    save(frozen, hash, in: work)
    try journal(frozen, hash, in: work)
    StatementMails.closed([id], in: work)
    return try Statements.document(of: try reread(id, in: work), in: work)
  }

  private static func locked(_ id: ID<Statement>, in work: Work) throws -> Statements.Record {
    let results = try work.tx.pipeline([
      """
      SELECT pg_advisory_xact_lock(hashtext('statement'), month - date '2000-01-01') FROM statement WHERE id = \(id)
      """,
      "SELECT \(Statements.columns) FROM \(Statements.source) WHERE t.id = \(id) FOR UPDATE OF t",
    ])
    guard let row = results[1].first else { throw Refusal.notFound }
    return try Statements.record(row)
  }

  /// The month is over for the buyer, whoever buys from it and every subscription, each in its own zone, and all that
  /// fell due is posted.
  private static func isOver(_ record: Statements.Record, in work: Work) throws -> Bool {
    let buyer: SQL =
      record.leg == .price ? "customer_id = \(record.buyer.id)" : "reseller_id = \(record.buyer.id)"
    let end = record.month.next.first
    let results = try work.tx.pipeline([
      """
      SELECT 1 FROM organization WHERE \(buyer) AND (\(work.now) AT TIME ZONE time_zone)::date < \(end) LIMIT 1
      """,
      """
      SELECT 1 FROM subscription WHERE \(buyer) AND ((\(work.now) AT TIME ZONE time_zone)::date < \(end)
        OR cycle_to < \(end) AND status IN ('active', 'suspended') AND NOT direct) LIMIT 1
      """,
      "SELECT 1 FROM usage_month WHERE \(buyer) AND month < \(end) AND NOT posted LIMIT 1",
    ])
    return results.allSatisfy(\.isEmpty)
  }

  private static func freezeLines(of record: Statements.Record, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO statement_line (statement_id, n, distributor_id, reseller_id, customer_id, leg, centre_id,
        section_name, subscription_id, charge_sequence, cycle_from, service_name, plan_name, reason, covers_from,
        covers_to, licences, unit_minor, amount, effective, meter_id, meter_name, usage_unit, usage_quantity)
      SELECT \(record.id), n, \(record.path.distributor), \(record.path.reseller), customer_id, \(record.leg),
        centre_id, section_name, subscription_id, charge_sequence, cycle_from, service_name, plan_name, reason,
        covers_from, covers_to, licences, unit_minor, amount, effective, meter_id, meter_name, usage_unit,
        usage_quantity
      FROM (\(StatementLines.source(of: record))) l
      """)
  }

  /// Gapless per seller and year: the row is locked until this transaction ends, and undone with it.
  private static func nextNumber(of record: Statements.Record, in work: Work) throws -> String {
    let year = record.month.first.year
    let last: Int = try work.tx.rows(
      """
      INSERT INTO statement_sequence (seller_id, year, last) VALUES (\(record.seller.id), \(year), 1)
      ON CONFLICT (seller_id, year) DO UPDATE SET last = statement_sequence.last + 1 RETURNING last
      """)[0][0]
    let digits = String(last)
    return "\(year)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private static func save(_ document: Statements.Document, _ hash: String, in work: Work) {
    let record = document.record
    var taxes = JSONWriter()
    StatementsAPI.write(&taxes, taxes: document.taxes)
    work.tx.enqueue(
      """
      UPDATE statement SET status = 'closed', number = \(record.number), closed_at = \(work.now),
        seller = \(JSONB(text: party(record.seller).text)), buyer = \(JSONB(text: party(record.buyer).text)),
        net = \(document.net.minor), taxes = \(JSONB(text: taxes.text)), gross = \(document.gross.minor),
        sha256 = \(hash)
      WHERE id = \(record.id)
      """)
  }

  private static func journal(_ document: Statements.Document, _ hash: String, in work: Work) throws {
    let record = document.record
    var facts = JSONWriter()
    facts.object {
      $0.member("number", record.number)
      $0.member("month", record.month)
      $0.member("sha256", hash)
    }
    // No amounts: the distributor reads the audit trail too.
    try work.audit("statement.closed", AuditObject("statement", record.id), on: record.path, after: facts)
  }

  private static func reread(_ id: ID<Statement>, in work: Work) throws -> Statements.Record {
    try Statements.record(
      try work.tx.rows("SELECT \(Statements.columns) FROM \(Statements.source) WHERE t.id = \(id)")[0])
  }

  private static func party(_ party: Statements.Party) -> JSONWriter {
    var json = JSONWriter()
    StatementsAPI.write(&json, party)
    return json
  }

  /// Closes every month that is over; answers how many statements.
  package static func closeDue(_ office: Office) throws -> Int {
    let due: [ID<Statement>] = try office.everything { tx, now in
      try tx.rows(
        """
        SELECT id FROM statement
        WHERE status = 'open' AND month < date_trunc('month', \(now) AT TIME ZONE 'Etc/GMT-14')::date
        ORDER BY month, seller_id, buyer_id
        """
      ).map { try $0[0] }
    }
    var closed = 0
    for id in due {
      closed += try office.everything { tx, now in
        let work = Work(tx: tx, actor: .system, now: now, requestID: "closing", office: office)
        do {
          try close(id, in: work)
          return 1
        } catch Refusal.conflict(_, _) {
          return 0
        }
      }
    }
    return closed
  }
}
