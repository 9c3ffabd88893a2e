import Core
import FoundationEssentials
import Postgres

/// Which statements an export holds, as whoever asked may see them at this moment.
enum ExportSelection {
  /// In the order of the archive: newest month first, buyers by name. Throws what is wrong with the wish.
  static func ids(_ wish: ExportWish, in work: Work) throws -> [ID<Statement>] {
    switch wish.selection {
    case .named(let ids):
      let found = try rows("t.id = ANY (\(ids))", in: work)
      guard found.count == ids.count else { throw Refusal.invalid(unknown(among: wish, found)) }
      return found
    case .matching(let filter):
      let found = try rows(Statements.condition(filter), in: work)
      if found.isEmpty { throw Refusal.invalid([Issue("/filter", "export.empty")]) }
      if found.count > Bounds.exportStatements {
        throw Refusal.invalid([Issue("/filter", "export.too_many", ["maximum": String(Bounds.exportStatements)])])
      }
      return found
    }
  }

  private static func rows(_ condition: SQL, in work: Work) throws -> [ID<Statement>] {
    try work.tx.rows(
      """
      SELECT t.id FROM \(Statements.source) WHERE \(condition)
      ORDER BY t.month DESC, b.search_name, t.id LIMIT \(Bounds.exportStatements + 1)
      """
    ).map { try $0[0] }
  }

  /// With their places in the list as it was sent.
  private static func unknown(among wish: ExportWish, _ found: [ID<Statement>]) -> [Issue] {
    let known = Set(found.map(\.description))
    let asked = wish.asked.object["statementIds"]?.list.map { $0.text?.lowercased() ?? "" } ?? []
    return asked.enumerated().filter { !known.contains($1) }.prefix(Bounds.pageMaximum).map { index, _ in
      Issue("/statementIds/\(index)", "export.statement_unknown")
    }
  }

  /// Refuses a section that is none of the statement.
  static func requireSection(_ section: ID<BillingCentre>, of id: ID<Statement>, in work: Work) throws {
    let record = try Statements.find(id, in: work)
    let lines = try work.tx.rows(
      "SELECT 1 FROM (\(StatementLines.source(of: record))) l WHERE l.section_id = \(section.raw) LIMIT 1")
    if lines.isEmpty { throw Refusal.invalid([Issue("/centreId", "export.centre_unknown")]) }
  }

  static func records(_ ids: ArraySlice<ID<Statement>>, in work: Work) throws -> [Statements.Record] {
    let rows = try work.tx.rows(
      "SELECT \(Statements.columns) FROM \(Statements.source) WHERE t.id = ANY (\(Array(ids)))")
    let found = try rows.reduce(into: [ID<Statement>: Statements.Record]()) { found, row in
      let record = try Statements.record(row)
      found[record.id] = record
    }
    return ids.compactMap { found[$0] }
  }

  /// How many lines these statements have, for telling how far one is.
  static func lines(_ ids: [ID<Statement>], section: ID<BillingCentre>?, in work: Work) throws -> Int {
    let frozen: SQL = section.map { "coalesce(l.centre_id, l.customer_id) = \($0)" } ?? "true"
    let posted: SQL = section.map { "coalesce(c.centre_id, c.customer_id) = \($0)" } ?? "true"
    let row = try work.tx.rows(
      """
      SELECT (SELECT count(*) FROM statement_line l WHERE l.statement_id = ANY (\(ids)) AND \(frozen))
        + (SELECT count(*) FROM statement t JOIN charge c ON c.customer_id = t.buyer_id AND c.month = t.month
          WHERE t.id = ANY (\(ids)) AND t.status = 'open' AND t.leg = 'price' AND c.leg = 'price' AND \(posted))
        + (SELECT count(*) FROM statement t JOIN charge c ON c.reseller_id = t.buyer_id AND c.month = t.month
          WHERE t.id = ANY (\(ids)) AND t.status = 'open' AND t.leg = 'cost' AND c.leg = 'cost' AND \(posted))
      """)[0]
    return try row[0]
  }
}
