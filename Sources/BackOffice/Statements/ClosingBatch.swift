import Core
import FoundationEssentials
import Postgres

/// Closes many statements in one transaction, in as many round trips as one: numbers are gapless, and either all of a
/// statement is written or nothing.
enum ClosingBatch {
  enum Outcome: Equatable {
    case closed
    case refused(Code)
  }

  /// How many of a leg go into one transaction: a reseller's statement holds the lines of all its customers.
  static func size(_ leg: Leg) -> Int { leg == .price ? Bounds.closingBatch : Bounds.closingBatchOfResellers }

  /// What became of each; those that are not there are left out. Who may is the caller's to check.
  static func close(_ ids: [ID<Statement>], in work: Work) throws -> [ID<Statement>: Outcome] {
    let records = try locked(ids, in: work)
    let codes = try unready(records, in: work)
    var outcomes: [ID<Statement>: Outcome] = [:]
    for record in records { outcomes[record.id] = codes[record.id].map { .refused($0) } ?? .closed }
    let ready = records.filter { codes[$0.id] == nil }
    if !ready.isEmpty { try freeze(ready, in: work) }
    return outcomes
  }

  /// The month's lock makes postings under way finish first; those behind it find the month closed.
  private static func locked(_ ids: [ID<Statement>], in work: Work) throws -> [Statements.Record] {
    let results = try work.tx.pipeline([
      """
      SELECT pg_advisory_xact_lock(hashtext('statement'), m.month - date '2000-01-01')
      FROM (SELECT DISTINCT month FROM statement WHERE id = ANY (\(ids)) ORDER BY month) m
      """,
      """
      SELECT \(Statements.columns) FROM \(Statements.source) WHERE t.id = ANY (\(ids))
      ORDER BY t.month, t.leg, t.seller_id, t.buyer_id FOR UPDATE OF t
      """,
    ])
    return try TaxBook.taxed(try results[1].map(Statements.record), in: work)
  }

  // MARK: - Whether they can be closed

  /// Why those cannot be closed that cannot: the month must be over for the buyer, whoever buys from it and every
  /// subscription, each in its own zone, and all that fell due must be posted.
  static func unready(_ records: [Statements.Record], in work: Work) throws -> [ID<Statement>: Code] {
    var codes: [ID<Statement>: Code] = [:]
    for record in records where record.isClosed { codes[record.id] = "statement.closed" }
    for leg in Leg.allCases {
      let open = records.filter { $0.leg == leg && !$0.isClosed }
      if open.isEmpty { continue }
      for row in try work.tx.rows(obstacles(of: open, leg, work.now)) {
        let (id, number): (ID<Statement>, Int) = (try row[0], try row[1])
        codes[id] = obstacles[number]
      }
    }
    return codes
  }

  private static let obstacles: [Code] = [
    "statement.month_not_over", "statement.account_parked", "statement.cycle_not_posted",
    "statement.usage_not_posted",
  ]

  private static func obstacles(of records: [Statements.Record], _ leg: Leg, _ now: Instant) -> SQL {
    let buyer: SQL = leg == .price ? "x.customer_id = t.buyer" : "x.reseller_id = t.buyer"
    let customer: SQL = leg == .price ? "buyer" : "NULL::uuid"
    return """
      SELECT t.id, CASE
        WHEN EXISTS (SELECT FROM organization x
            WHERE \(buyer) AND (\(now) AT TIME ZONE x.time_zone)::date < t.month_end)
          OR EXISTS (SELECT FROM subscription x
            WHERE \(buyer) AND (\(now) AT TIME ZONE x.time_zone)::date < t.month_end) THEN 0
        WHEN NOT \(BillRun.isSound("t.customer")) THEN 1
        WHEN EXISTS (SELECT FROM subscription x
            WHERE \(buyer) AND x.cycle_to < t.month_end AND x.status IN ('active', 'suspended') AND NOT x.direct)
          THEN 2
        ELSE 3 END
      FROM (SELECT id, buyer, month_end, \(customer) AS customer
        FROM unnest(\(records.map(\.id)), \(records.map(\.buyer.id)), \(records.map { $0.month.next.first }))
          AS u (id, buyer, month_end)) t
      WHERE NOT \(BillRun.isSound("t.customer")) OR EXISTS (SELECT FROM organization x
          WHERE \(buyer) AND (\(now) AT TIME ZONE x.time_zone)::date < t.month_end)
        OR EXISTS (SELECT FROM subscription x WHERE \(buyer)
          AND ((\(now) AT TIME ZONE x.time_zone)::date < t.month_end
            OR x.cycle_to < t.month_end AND x.status IN ('active', 'suspended') AND NOT x.direct))
        OR EXISTS (SELECT FROM usage_month x WHERE \(buyer) AND x.month < t.month_end AND NOT x.posted)
      """
  }

  // MARK: - Closing them

  private static func freeze(_ records: [Statements.Record], in work: Work) throws {
    let lines = try frozenLines(of: records, in: work)
    let numbers = try numbers(for: records, in: work)
    let papers = zip(records, numbers).map { record, number in
      ClosedPaper(record, number: number, lines: lines[record.id] ?? [], at: work.now)
    }
    save(papers, in: work)
    journal(papers, in: work)
    StatementMails.closed(records.map(\.id), in: work)
  }

  private static func frozenLines(
    of records: [Statements.Record], in work: Work
  ) throws -> [ID<Statement>: [StatementLines.Line]] {
    let currencies = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.currency) })
    let rows = try work.tx.rows(
      """
      INSERT INTO statement_line AS l (statement_id, n, distributor_id, reseller_id, customer_id, leg, centre_id,
        section_name, subscription_id, charge_sequence, cycle_from, service_name, plan_name, reason, covers_from,
        covers_to, licences, unit_minor, amount, effective, meter_id, meter_name, usage_unit, usage_quantity, tax,
        offer_id)
      SELECT statement_id, n, distributor_id, reseller_id, customer_id, leg, centre_id, section_name, subscription_id,
        charge_sequence, cycle_from, service_name, plan_name, reason, covers_from, covers_to, licences, unit_minor,
        amount, effective, meter_id, meter_name, usage_unit, usage_quantity, tax, offer_id
      FROM (\(StatementSource.lines(of: records))) x ORDER BY statement_id, n
      RETURNING l.n, l.centre_id, coalesce(l.centre_id, l.customer_id), l.section_name, l.subscription_id,
        l.service_name, l.plan_name, l.reason, l.covers_from, l.covers_to, l.licences, l.unit_minor, l.amount,
        l.effective, l.cycle_from, l.charge_sequence, l.meter_id, l.meter_name, l.usage_unit, l.usage_quantity,
        l.tax::int, l.customer_id, l.offer_id, l.statement_id
      """)
    return try rows.reduce(into: [:]) { lines, row in
      let id: ID<Statement> = try row[23]
      guard let currency = currencies[id] else { return }
      lines[id, default: []].append(try StatementLines.line(row, currency))
    }
  }

  /// Gapless per seller and year: the rows are locked until this transaction ends, and undone with it.
  private static func numbers(for records: [Statements.Record], in work: Work) throws -> [String] {
    struct Series: Hashable {
      let seller: ID<Organization>
      let year: Int
    }
    var counts: [Series: Int] = [:]
    for record in records { counts[Series(seller: record.seller.id, year: record.month.first.year), default: 0] += 1 }
    let wanted = counts.sorted { ($0.key.seller, $0.key.year) < ($1.key.seller, $1.key.year) }
    let rows = try work.tx.rows(
      """
      INSERT INTO statement_sequence AS q (seller_id, year, last)
      SELECT seller, year, count FROM unnest(\(wanted.map(\.key.seller)), \(wanted.map { Int32($0.key.year) }),
        \(wanted.map { Int32($0.value) })) AS x (seller, year, count)
      ON CONFLICT (seller_id, year) DO UPDATE SET last = q.last + excluded.last
      RETURNING q.seller_id, q.year, q.last
      """)
    var next: [Series: Int] = [:]
    for row in rows {
      let series = Series(seller: try row[0], year: try row[1])
      next[series] = try row[2] - (counts[series] ?? 0)
    }
    return records.map { record in
      let series = Series(seller: record.seller.id, year: record.month.first.year)
      next[series, default: 0] += 1
      let digits = String(next[series, default: 0])
      return "\(series.year)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
  }

  private static func save(_ papers: [ClosedPaper], in work: Work) {
    let p = papers
    work.tx.enqueue(
      """
      UPDATE statement s SET status = 'closed', number = x.number, closed_at = \(work.now), seller = x.seller::jsonb,
        buyer = x.buyer::jsonb, net = x.net, taxes = x.taxes::jsonb, gross = x.gross, sha256 = x.sha256,
        form = \(Int32(StatementForm.current))
      FROM unnest(\(p.map(\.id)), \(p.map(\.number)), \(p.map(\.seller)), \(p.map(\.buyer)), \(p.map(\.net)),
        \(p.map(\.taxes)), \(p.map(\.gross)), \(p.map(\.sha256)))
        AS x (id, number, seller, buyer, net, taxes, gross, sha256)
      WHERE s.id = x.id
      """)
  }

  /// An audit record and an event each. No amounts: the distributor reads the audit trail too.
  private static func journal(_ papers: [ClosedPaper], in work: Work) {
    let actor = work.actor
    let ids = UUIDSequence(at: work.now)
    let p = papers
    work.tx.enqueue(
      """
      INSERT INTO audit_record (id, distributor_id, reseller_id, customer_id, at, actor_id, actor_name,
        real_actor_id, real_actor_name, action, object_kind, object_id, after, request_id)
      SELECT x.audit, s.distributor_id, s.reseller_id, s.customer_id, \(work.now),
        \(actor.credential == .system ? nil : actor.person), \(actor.name), \(actor.real?.person),
        \(actor.real?.name), 'statement.closed', 'statement', s.id, x.facts::jsonb, \(work.requestID)
      FROM unnest(\(p.map(\.id)), \(p.map { _ in ids.next() }), \(p.map(\.facts))) AS x (id, audit, facts)
      JOIN statement s ON s.id = x.id
      """)
    work.tx.enqueue(
      """
      INSERT INTO outbox (id, distributor_id, reseller_id, customer_id, kind, payload, created_at, next_attempt_at,
        sender_id)
      SELECT x.message, s.distributor_id, s.reseller_id, s.customer_id, \(OutboxKind.event), x.payload::jsonb,
        \(work.now), \(work.now), \(actor.credential == .system ? nil : actor.person)
      FROM unnest(\(p.map(\.id)), \(p.map { _ in ids.next() }), \(p.map(\.event))) AS x (id, message, payload)
      JOIN statement s ON s.id = x.id
      """)
  }
}

/// A statement as it is closed: what is stored of it, in the order its hash was made.
struct ClosedPaper {
  let id: ID<Statement>
  let number: String
  let seller: String
  let buyer: String
  let net: Int64
  let taxes: String
  let gross: Int64
  let sha256: String
  let facts: String
  let event: String

  /// The hash is over the statement's JSON as it is from now on, but without the hash.
  init(_ open: Statements.Record, number: String, lines: [StatementLines.Line], at now: Instant) {
    let record = Statements.Record(
      id: open.id, path: open.path, leg: open.leg, seller: open.seller, buyer: open.buyer, month: open.month,
      currency: open.currency, isClosed: true, number: number, closedAt: now, sha256: nil, taxes: open.taxes)
    let document = Statements.Document(record, ClosedPaper.sections(of: lines, record.currency))
    id = record.id
    self.number = number
    seller = ClosedPaper.party(record.seller)
    buyer = ClosedPaper.party(record.buyer)
    net = document.net.minor
    taxes = FrozenTaxes.json(record.taxes).text
    gross = document.gross.minor
    let hash = ClosedPaper.hash(of: document, lines)
    sha256 = hash
    var facts = JSONWriter()
    facts.object {
      $0.member("number", number)
      $0.member("month", record.month)
      $0.member("sha256", hash)
    }
    self.facts = facts.text
    var event = JSONWriter()
    event.object {
      $0.member("event", "statement.closed")
      $0.member("statementId", record.id)
    }
    self.event = event.text
  }

  /// What vouches for a closed statement: over its document with all its lines, before it had a hash.
  static func hash(of document: Statements.Document, _ lines: [StatementLines.Line]) -> String {
    Secrets.hex(Secrets.sha256(StatementDocuments.json(document, lines).bytes))
  }

  /// The sections of lines in order, as the database adds them up.
  static func sections(of lines: [StatementLines.Line], _ currency: Currency) -> [Statements.Section] {
    lines.reduce(into: [Statements.Section]()) { sections, line in
      let isLast = sections.last?.id == line.section
      let index = isLast ? sections.count - 1 : sections.firstIndex { $0.id == line.section }
      guard let index else {
        sections.append(
          Statements.Section(
            id: line.section, name: line.sectionName, net: line.amount, effective: line.effective,
            bases: [line.tax: line.amount.minor]))
        return
      }
      let before = sections[index]
      sections[index] = Statements.Section(
        id: before.id, name: before.name, net: before.net + line.amount, effective: before.effective + line.effective,
        bases: before.bases.merging([line.tax: line.amount.minor], uniquingKeysWith: +))
    }
  }

  private static func party(_ party: Statements.Party) -> String {
    var json = JSONWriter()
    StatementsAPI.write(&json, party)
    return json.text
  }
}
