import Core
import FoundationEssentials
import HTTP
import Postgres

/// What one buyer owes one seller for one month: open while it grows, closed for ever after.
package enum Statements {
  package struct Party: Sendable {
    package let id: ID<Organization>
    package let name: String
    package let country: String
    package let vatID: String?
  }

  /// One way of taxing on a document, rounded once.
  package struct Tax: Sendable {
    package let charge: VAT.Charge
    package let base: Money
    package let amount: Money

    package init(charge: VAT.Charge, base: Money) {
      self.charge = charge
      self.base = base
      amount = base.tax(ratePerMille: charge.ratePerMille)
    }

    /// In percent, as it is written.
    package var rate: String { charge.percent }
    package var reverseCharge: Bool { charge.reverseCharge }
    /// What the law wants said where none is charged.
    package var note: Phrase? { charge.ground.map(TaxNotes.note) }
  }

  /// A section: a billing centre of a customer, or a customer of a reseller.
  package struct Section: Sendable {
    package let id: UUID
    package let name: String
    /// What is billed, without tax.
    package let net: Money
    /// The part of it that is cost of the statement's own month.
    package let effective: Money
    /// What is billed by the number of its tax.
    let bases: [Int: Int64]

    package init(id: UUID, name: String, net: Money, effective: Money, bases: [Int: Int64]) {
      self.id = id
      self.name = name
      self.net = net
      self.effective = effective
      self.bases = bases
    }

    /// What is billed now and cost of later months.
    package var deferred: Money { net - effective }
  }

  package struct Record: Sendable {
    package let id: ID<Statement>
    package let path: Path
    package let leg: Leg
    package let seller: Party
    package let buyer: Party
    package let month: Month
    package let currency: Currency
    package let isClosed: Bool
    package let number: String?
    package let closedAt: Instant?
    package let sha256: String?
    /// How it is taxed, by number: of an open one by the days it applies from, of a closed one as it was frozen.
    package var taxes: [VAT.Span] = []
    /// Which members a closed one was written and hashed with.
    package var form = StatementForm.current
  }

  /// A statement with its sums, as far as the reader may see them.
  package struct Document: Sendable {
    package let record: Record
    package let sections: [Section]
    package let net: Money
    /// The part of the net amount that is cost of the statement's own month.
    package let effective: Money
    package let taxes: [Tax]
    package let gross: Money

    /// The sums of these sections.
    package init(_ record: Record, _ sections: [Section]) {
      self.record = record
      self.sections = sections
      let zero = Money.zero(record.currency)
      net = sections.reduce(zero) { $0 + $1.net }
      effective = sections.reduce(zero) { $0 + $1.effective }
      let bases = sections.reduce(into: [Int: Int64]()) { $0.merge($1.bases, uniquingKeysWith: +) }
      let used = record.taxes.indices.filter { bases[$0] != nil }
      taxes = (used.isEmpty ? record.taxes.indices.prefix(1).map { $0 } : used).map { number in
        Tax(charge: record.taxes[number].charge, base: Money(minor: bases[number] ?? 0, currency: record.currency))
      }
      gross = taxes.reduce(net) { $0 + $1.amount }
    }

    /// What is billed now and cost of later months.
    package var deferred: Money { net - effective }

    /// What the law wants said about its taxes, each once.
    package var notes: [Phrase] {
      taxes.compactMap(\.note).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The document of one section alone: its own net, tax and gross.
    package func part(_ section: UUID) throws(Refusal) -> Document {
      guard let section = sections.first(where: { $0.id == section }) else { throw .notFound }
      return Document(record, [section])
    }
  }

  package struct Filter {
    package var buyer: ID<Organization>?
    package var month: Month?
    package var centre: ID<BillingCentre>?
    package var isClosed: Bool?
    /// A part of the buyer's name.
    package var search: String?

    package init() {}
  }

  static let columns: SQL = """
    t.id, t.distributor_id, t.reseller_id, t.customer_id, t.leg, t.seller_id, coalesce(t.seller->>'name', v.name),
    coalesce(t.seller->>'country', v.country), CASE WHEN t.seller IS NULL THEN v.vat_id ELSE t.seller->>'vatId' END,
    t.buyer_id, coalesce(t.buyer->>'name', b.name), coalesce(t.buyer->>'country', b.country),
    CASE WHEN t.buyer IS NULL THEN b.vat_id ELSE t.buyer->>'vatId' END, t.month, t.currency,
    t.status = 'closed', t.number, t.closed_at, t.sha256, t.taxes::text, t.form::int
    """

  static let source: SQL = """
    statement t JOIN organization v ON v.id = t.seller_id JOIN organization b ON b.id = t.buyer_id
    """

  static func record(_ row: Row) throws -> Record {
    let day: Day = try row[13]
    let month = Month(containing: day)
    let isClosed: Bool = try row[15]
    return Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]), leg: try row[4],
      seller: Party(id: try row[5], name: try row[6], country: try row[7], vatID: try row[8]),
      buyer: Party(id: try row[9], name: try row[10], country: try row[11], vatID: try row[12]),
      month: month, currency: try row[14], isClosed: isClosed, number: try row[16], closedAt: try row[17],
      sha256: try row[18], taxes: (try row[19] as String?).map { FrozenTaxes.read($0, month: month) } ?? [],
      form: isClosed ? try row[20] : StatementForm.current)
  }

  /// Newest month first.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.statementsView)
    var conditions: [SQL] = [condition(filter)]
    if let after = try paging.afterKey(Statement.self) {
      guard let month = Month(after.text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      conditions.append("(t.month, t.id) < (\(month.first), \(after.id))")
    }
    let records = try work.tx.rows(
      """
      SELECT \(columns) FROM \(source) WHERE \(conditions.joined(separator: " AND "))
      ORDER BY t.month DESC, t.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
    return try TaxBook.taxed(records, in: work)
  }

  /// What the filter asks of a statement `t` of the buyer `b`.
  static func condition(_ filter: Filter) -> SQL {
    var conditions: [SQL] = ["true"]
    if let buyer = filter.buyer { conditions.append("t.buyer_id = \(buyer)") }
    if let month = filter.month { conditions.append("t.month = \(month.first)") }
    if let closed = filter.isClosed { conditions.append("(t.status = 'closed') = \(closed)") }
    if filter.search != nil { conditions.append(SearchText.contains("b.search_name", filter.search)) }
    if let centre = filter.centre {
      conditions.append(
        """
        EXISTS (SELECT FROM charge c WHERE c.customer_id = t.customer_id AND c.month = t.month
          AND c.centre_id = \(centre))
        """)
    }
    return conditions.joined(separator: " AND ")
  }

  package static func find(_ id: ID<Statement>, in work: Work) throws -> Record {
    try work.actor.require(.statementsView)
    guard let row = try work.tx.rows("SELECT \(columns) FROM \(source) WHERE t.id = \(id)").first else {
      throw Refusal.notFound
    }
    return try TaxBook.taxed([try record(row)], in: work)[0]
  }

  package static func document(_ id: ID<Statement>, in work: Work) throws -> Document {
    try document(of: try find(id, in: work), in: work)
  }

  /// The sums are of the lines the reader sees: for finance of some centres, those centres.
  static func document(of record: Record, in work: Work) throws -> Document {
    try documents(of: [record], in: work)[0]
  }

  /// All of them in one round trip.
  static func documents(of records: [Record], in work: Work) throws -> [Document] {
    guard !records.isEmpty else { return [] }
    let currencies = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.currency) })
    var sections: [ID<Statement>: [Section]] = [:]
    for row in try work.tx.rows(StatementSource.sums(of: records)) {
      let id: ID<Statement> = try row[0]
      guard let currency = currencies[id] else { continue }
      let (section, tax, net): (UUID, Int, Int64) = (try row[1], try row[3], try row[4])
      let before = sections[id]?.last.flatMap { $0.id == section ? sections[id]?.popLast() : nil }
      sections[id, default: []].append(
        Section(
          id: section, name: try row[2], net: Money(minor: net + (before?.net.minor ?? 0), currency: currency),
          effective: Money(minor: try row[5] + (before?.effective.minor ?? 0), currency: currency),
          bases: (before?.bases ?? [:]).merging([tax: net], uniquingKeysWith: +)))
    }
    return records.map { Document($0, sections[$0.id] ?? []) }
  }
}

/// Which members of a statement are written as JSON. A closed one keeps the form it was hashed in.
package enum StatementForm {
  /// Without treatments of taxes and effective sums.
  package static let first = 1
  /// With them.
  package static let current = 2
}
