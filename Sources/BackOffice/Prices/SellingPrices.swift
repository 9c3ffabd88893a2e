import Core
import FoundationEssentials
import Postgres

/// What a reseller asks of its customers, by day: for everybody or for one of them, of an offer, a service or all.
package enum SellingPrices {
  package struct Draft: Sendable {
    /// Where it stands in the input.
    package let pointer: String
    package let scope: PriceScope
    package let currency: Currency
    package let rule: PriceRule
    /// Nil: today.
    package let from: Day?
    package let until: Day?

    package init(
      pointer: String, scope: PriceScope, currency: Currency, rule: PriceRule, from: Day?, until: Day?
    ) {
      self.pointer = pointer
      self.scope = scope
      self.currency = currency
      self.rule = rule
      self.from = from
      self.until = until
    }
  }

  package struct Listed: Sendable {
    package let id: UUID
    package let scope: PriceScope
    package let currency: Currency
    package let line: PriceLine<PriceRule>
    /// Of the offer or the service; nil: everything.
    package let subjectName: String?
    package let customerName: String?
    package let setByName: String?
  }

  /// What came of setting prices.
  package struct Outcome: Sendable {
    package let lines: [Listed]
    /// Offers that would be sold below what they cost the reseller.
    package let belowCost: Int
  }

  struct Key: Hashable {
    let scope: PriceScope
    let currency: Currency
  }

  package struct Filter {
    package var customer: ID<Organization>?
    package var offer: ID<Offer>?
    package var service: ID<Service>?
    /// Only what holds on this day.
    package var on: Day?

    package init() {}
  }

  // MARK: Reading

  private static let columns: SQL = """
    s.id, s.customer_id, s.offer_id, s.service_id, s.currency, s.rule, s.price_minor, s.points, s.valid_from,
    s.valid_to, coalesce(p.name || ' · ' || f.term, v.name), o.name, s.set_by_name
    """
  private static let joins: SQL = """
    LEFT JOIN offer f ON f.id = s.offer_id LEFT JOIN plan p ON p.id = f.plan_id
    LEFT JOIN service v ON v.id = s.service_id LEFT JOIN organization o ON o.id = s.customer_id
    """

  /// The reseller's own lines, past ones and ones to come included.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Listed] {
    try work.actor.require(.pricesManage)
    var conditions: [SQL] = ["true"]
    if let customer = filter.customer { conditions.append("s.customer_id = \(customer)") }
    if let offer = filter.offer { conditions.append("s.offer_id = \(offer)") }
    if let service = filter.service { conditions.append("s.service_id = \(service)") }
    if let day = filter.on {
      conditions.append("s.valid_from <= \(day) AND (s.valid_to IS NULL OR s.valid_to > \(day))")
    }
    if let after = try paging.afterID(Change.self) { conditions.append("s.id > \(after)") }
    let eyes = try Catalogue.Eyes(for: nil, in: work)
    return try work.tx.rows(
      """
      SELECT \(columns) FROM selling_price s \(joins)
      WHERE \(conditions.joined(separator: " AND ")) AND (s.offer_id IS NULL OR \(eyes.sees))
      ORDER BY s.id LIMIT \(paging.fetched)
      """
    ).map(listed)
  }

  /// Every line about an offer, its service or everything, as far as it may count for it, newest first.
  static func history(of offer: Catalogue.Listed, in work: Work) throws -> [Listed] {
    try work.tx.rows(
      """
      SELECT \(columns) FROM selling_price s \(joins)
      WHERE s.offer_id = \(offer.id) OR s.offer_id IS NULL AND (s.service_id IS NULL OR s.service_id = \(offer.service))
      ORDER BY s.offer_id IS NULL, s.service_id IS NULL, s.customer_id IS NOT NULL, o.name, s.currency,
        s.valid_from DESC LIMIT \(Bounds.pageMaximum)
      """
    ).map(listed)
  }

  /// The lines for a service or everything, newest first.
  static func general(in work: Work) throws -> [Listed] {
    try work.actor.require(.pricesManage)
    return try work.tx.rows(
      """
      SELECT \(columns) FROM selling_price s \(joins) WHERE s.offer_id IS NULL
      ORDER BY s.service_id IS NULL, v.name, s.customer_id IS NOT NULL, o.name, s.valid_from DESC
      LIMIT \(Bounds.pageMaximum)
      """
    ).map(listed)
  }

  static func listed(_ row: Row) throws -> Listed {
    let offer: ID<Offer>? = try row[2]
    let service: ID<Service>? = try row[3]
    let subject = offer.map { PriceScope.Subject.offer($0) } ?? service.map { .service($0) } ?? .everything
    let currency: Currency = try row[4]
    return Listed(
      id: try row[0], scope: PriceScope(subject, customer: try row[1]), currency: currency,
      line: PriceLine(from: try row[8], until: try row[9], content: try rule(row, 5, currency)),
      subjectName: try row[10], customerName: try row[11], setByName: try row[12])
  }

  /// From `rule, price_minor, points`.
  static func rule(_ row: Row, _ column: Int, _ currency: Currency) throws -> PriceRule {
    let points: Int? = try row[column + 2]
    let minor: Int64? = try row[column + 1]
    switch try row[column] as String {
    case "margin": return .margin(Percentage(points: points ?? 0))
    case "discount": return .discount(Percentage(points: points ?? 0))
    default: return .fixed(Money(minor: minor ?? 0, currency: currency))
    }
  }

  // MARK: Setting

  /// Sets prices from their days on; all or none. With `preview` nothing is kept.
  package static func set(_ drafts: [Draft], in work: Work, preview: Bool) throws -> Outcome {
    try work.actor.require(.pricesManage)
    guard let reseller = work.actor.path.reseller else { throw Refusal.notFound }
    try PriceLock.take(reseller, in: work)
    let today = try CatalogueKeeping.today(of: reseller, in: work)
    try SellingPriceWriter.checkSubjects(drafts, in: work)
    var books = try SellingPriceWriter.books(of: drafts, in: work)
    var issues: [Issue] = []
    for draft in drafts {
      let key = Key(scope: draft.scope, currency: draft.currency)
      do throws(Refusal) {
        let list = books[key]?.list ?? PriceList([])
        let after = try list.setting(draft.rule, from: draft.from ?? today, until: draft.until, today: today)
        books[key, default: StoredPrices()].become(after)
      } catch {
        guard case .invalid(let wrong) = error else { throw error }
        issues += wrong.map { Issue(draft.pointer + $0.pointer, $0.code, $0.details) }
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    let path = Path(distributor: work.actor.path.distributor, reseller: reseller, customer: nil)
    return try Trial.run(work, keeping: !preview) {
      let ids = try SellingPriceWriter.write(books, for: path, in: work)
      let outcome = try outcome(ids, in: work)
      try work.audit(
        "reseller.prices_changed", AuditObject("reseller", reseller), on: path,
        after: PriceFacts.lines(outcome.lines.map(text)))
      return outcome
    }
  }

  /// One of the reseller's own lines.
  static func find(_ id: UUID, in work: Work) throws -> Listed {
    let found = try work.tx.rows("SELECT \(columns) FROM selling_price s \(joins) WHERE s.id = \(id)")
    guard let line = try found.first.map(listed) else { throw Refusal.notFound }
    return line
  }

  /// Takes back a line to come, or ends the one that holds today.
  package static func end(_ id: UUID, in work: Work) throws {
    try work.actor.require(.pricesManage)
    guard let reseller = work.actor.path.reseller else { throw Refusal.notFound }
    try PriceLock.take(reseller, in: work)
    let line = try find(id, in: work)
    let today = try CatalogueKeeping.today(of: reseller, in: work)
    let key = Key(scope: line.scope, currency: line.currency)
    var books = try SellingPriceWriter.books(of: [key], in: work)
    guard let book = books[key] else { throw Refusal.notFound }
    books[key]?.become(try book.list.ending(line.line.from, today: today))
    let path = Path(distributor: work.actor.path.distributor, reseller: reseller, customer: nil)
    _ = try SellingPriceWriter.write(books, for: path, in: work)
    try work.audit(
      "reseller.price_ended", AuditObject("reseller", reseller), on: path, before: PriceFacts.line(text(line)))
  }

  private static func outcome(_ ids: [UUID], in work: Work) throws -> Outcome {
    let lines = try work.tx.rows(
      "SELECT \(columns) FROM selling_price s \(joins) WHERE s.id = ANY (\(ids)) ORDER BY s.valid_from, s.id"
    ).map(listed)
    return Outcome(lines: lines, belowCost: try belowCost(ids, in: work))
  }

  /// How many offers the lines alone would sell for less than they cost on the first day.
  private static func belowCost(_ ids: [UUID], in work: Work) throws -> Int {
    guard let seller = work.actor.path.reseller else { return 0 }
    return try work.tx.rows(
      """
      SELECT count(*)::int FROM (
        SELECT DISTINCT ON (s.id, c.offer_id) c.cost_minor,
          priced(s.rule, s.price_minor, s.points, c.cost_minor, c.list_minor) AS price
        FROM selling_price s
        JOIN cost_price c ON c.currency = s.currency AND (s.offer_id IS NULL OR c.offer_id = s.offer_id)
          AND c.valid_from <= s.valid_from AND (c.valid_to IS NULL OR c.valid_to > s.valid_from)
        JOIN offer f ON f.id = c.offer_id JOIN plan p ON p.id = f.plan_id
          AND (s.service_id IS NULL OR p.service_id = s.service_id)
        WHERE s.id = ANY (\(ids)) AND offer_allowed(\(seller), f.id) AND NOT f.ended
        ORDER BY s.id, c.offer_id, c.reseller_id NULLS LAST) n
      WHERE n.price < n.cost_minor
      """)[0][0]
  }

  /// As the audit trail keeps it.
  static func text(_ listed: Listed) -> String {
    let rule =
      switch listed.line.content {
      case .fixed(let money): money.description
      case .margin(let percent): "\(listed.currency) +\(percent) %"
      case .discount(let percent): "\(listed.currency) −\(percent) %"
      }
    let parts = [listed.subjectName ?? "*", listed.customerName ?? "*", rule, "\(listed.line.from)"]
    return parts.joined(separator: ", ") + (listed.line.until.map { " – \($0)" } ?? "")
  }
}
