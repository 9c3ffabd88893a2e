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

  package struct Tax: Sendable {
    package let rate: String
    package let reverseCharge: Bool
    package let base: Money
    package let amount: Money
  }

  /// A section: a billing centre of a customer, or a customer of a reseller.
  package struct Section: Sendable {
    package let id: UUID
    package let name: String
    package let net: Money
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
    /// How a closed one was taxed, whatever the rates are today.
    package var frozenTax: VAT.Treatment?
  }

  /// A statement with its sums, as far as the reader may see them.
  package struct Document: Sendable {
    package let record: Record
    package let sections: [Section]
    package let net: Money
    package let taxes: [Tax]
    package let gross: Money
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
    t.status = 'closed', t.number, t.closed_at, t.sha256,
    ((t.taxes->0->>'rate')::numeric * 10)::int, (t.taxes->0->>'reverseCharge')::boolean
    """

  static let source: SQL = """
    statement t JOIN organization v ON v.id = t.seller_id JOIN organization b ON b.id = t.buyer_id
    """

  static func record(_ row: Row) throws -> Record {
    let month: Day = try row[13]
    return Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]), leg: try row[4],
      seller: Party(id: try row[5], name: try row[6], country: try row[7], vatID: try row[8]),
      buyer: Party(id: try row[9], name: try row[10], country: try row[11], vatID: try row[12]),
      month: Month(containing: month), currency: try row[14], isClosed: try row[15], number: try row[16],
      closedAt: try row[17], sha256: try row[18],
      frozenTax: try row[19].map { VAT.Treatment(ratePerMille: $0, reverseCharge: try row[20]) })
  }

  /// Newest month first.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.statementsView)
    var conditions: [SQL] = [condition(filter)]
    if let after = try paging.afterKey(Statement.self) {
      guard let month = Month(after.text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      conditions.append("(t.month, t.id) < (\(month.first), \(after.id))")
    }
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source) WHERE \(conditions.joined(separator: " AND "))
      ORDER BY t.month DESC, t.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
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
    return try record(row)
  }

  package static func document(_ id: ID<Statement>, in work: Work) throws -> Document {
    try document(of: try find(id, in: work), in: work)
  }

  /// The sums are of the lines the reader sees: for finance of some centres, those centres.
  static func document(of record: Record, in work: Work) throws -> Document {
    let rows = try work.tx.rows(
      """
      SELECT section_id, section_name, sum(amount)::bigint FROM (\(StatementLines.source(of: record))) l
      GROUP BY section_id, section_name ORDER BY min(section_position), section_name, section_id
      """)
    let sections = try rows.map {
      Section(id: try $0[0], name: try $0[1], net: Money(minor: try $0[2], currency: record.currency))
    }
    let net = sections.reduce(Money.zero(record.currency)) { $0 + $1.net }
    let taxes = taxes(on: net, record)
    return Document(
      record: record, sections: sections, net: net, taxes: taxes,
      gross: taxes.reduce(net) { $0 + $1.amount })
  }

  /// Rounded once per rate on the document.
  private static func taxes(on net: Money, _ record: Record) -> [Tax] {
    let treatment =
      record.frozenTax
      ?? VAT.treatment(
        seller: record.seller.country, buyer: record.buyer.country, buyerVATID: record.buyer.vatID)
    return [
      Tax(
        rate: treatment.percent, reverseCharge: treatment.reverseCharge, base: net,
        amount: net.tax(ratePerMille: treatment.ratePerMille))
    ]
  }
}
