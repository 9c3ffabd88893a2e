import Core
import FoundationEssentials
import Postgres

/// What resellers pay their distributor, by day: a list for all of them, and lines of one reseller's own.
package enum CostPrices {
  package struct Amounts: Hashable, Sendable {
    package let cost: Money
    /// What the vendor recommends to ask.
    package let list: Money?
  }

  /// What is to hold from a day on.
  package struct Draft: Sendable {
    /// Where it stands in the input.
    package let pointer: String
    package let offer: ID<Offer>
    /// Nil: every reseller.
    package let reseller: ID<Organization>?
    package let amounts: Amounts
    /// Nil: today.
    package let from: Day?
    package let until: Day?

    package init(
      pointer: String, offer: ID<Offer>, reseller: ID<Organization>?, amounts: Amounts, from: Day?, until: Day?
    ) {
      self.pointer = pointer
      self.offer = offer
      self.reseller = reseller
      self.amounts = amounts
      self.from = from
      self.until = until
    }
  }

  package struct Listed: Sendable {
    package let id: UUID
    package let reseller: ID<Organization>?
    package let offer: ID<Offer>
    package let planName: String
    package let line: PriceLine<Amounts>
    package let setByName: String?
  }

  private struct Key: Hashable {
    let offer: ID<Offer>
    let reseller: ID<Organization>?
    let currency: Currency
  }

  package struct Filter {
    package var reseller: ID<Organization>?
    package var offer: ID<Offer>?
    package var service: ID<Service>?
    /// Only what holds on this day.
    package var on: Day?

    package init() {}
  }

  /// Lines in reach, past ones and ones to come included.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Listed] {
    try work.actor.require(.costsView)
    var conditions: [SQL] = ["true"]
    if let reseller = filter.reseller { conditions.append("c.reseller_id = \(reseller)") }
    if let offer = filter.offer { conditions.append("c.offer_id = \(offer)") }
    if let service = filter.service { conditions.append("p.service_id = \(service)") }
    if let day = filter.on {
      conditions.append("c.valid_from <= \(day) AND (c.valid_to IS NULL OR c.valid_to > \(day))")
    }
    if let after = try paging.afterID(Change.self) { conditions.append("c.id > \(after)") }
    if work.actor.level != .distributor { conditions.append(try Catalogue.Eyes(for: nil, in: work).sees) }
    return try work.tx.rows(
      """
      SELECT c.id, c.reseller_id, c.offer_id, p.name, c.currency, c.cost_minor, c.list_minor, c.valid_from, c.valid_to,
        c.set_by_name
      FROM cost_price c JOIN offer f ON f.id = c.offer_id JOIN plan p ON p.id = f.plan_id
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY c.id LIMIT \(paging.fetched)
      """
    ).map(listed)
  }

  private static func listed(_ row: Row) throws -> Listed {
    let currency: Currency = try row[4]
    let list: Int64? = try row[6]
    let amounts = Amounts(
      cost: Money(minor: try row[5], currency: currency), list: list.map { Money(minor: $0, currency: currency) })
    return Listed(
      id: try row[0], reseller: try row[1], offer: try row[2], planName: try row[3],
      line: PriceLine(from: try row[7], until: try row[8], content: amounts), setByName: try row[9])
  }

  /// Sets prices from their days on; all or none. Answers how many lines are new or changed.
  @discardableResult
  package static func set(_ drafts: [Draft], in work: Work) throws -> Int {
    try work.actor.require(.offersAllow)
    let distributor = work.actor.path.distributor
    try PriceLock.take(distributor, in: work)
    let today = try CatalogueKeeping.today(of: distributor, in: work)
    var books = try books(of: drafts, in: work)
    var issues: [Issue] = []
    for draft in drafts {
      let key = Key(offer: draft.offer, reseller: draft.reseller, currency: draft.amounts.cost.currency)
      do throws(Refusal) {
        let list = books[key]?.list ?? PriceList([])
        let after = try list.setting(
          draft.amounts, from: draft.from ?? today, until: draft.until, today: today)
        books[key, default: StoredPrices()].become(after)
      } catch {
        guard case .invalid(let wrong) = error else { throw error }
        issues += wrong.map { Issue(draft.pointer + $0.pointer, $0.code, $0.details) }
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    return write(books, in: work)
  }

  /// Takes back a line to come, or ends the one that holds today.
  package static func end(_ id: UUID, in work: Work) throws {
    try work.actor.require(.offersAllow)
    try PriceLock.take(work.actor.path.distributor, in: work)
    let found = try work.tx.rows(
      "SELECT offer_id, reseller_id, currency, valid_from, distributor_id FROM cost_price WHERE id = \(id)")
    guard let row = found.first else { throw Refusal.notFound }
    let key = Key(offer: try row[0], reseller: try row[1], currency: try row[2])
    let today = try CatalogueKeeping.today(of: work.actor.path.distributor, in: work)
    var books = try books(at: [key.offer], in: work)
    guard let book = books[key] else { throw Refusal.notFound }
    let from: Day = try row[3]
    books[key]?.become(try book.list.ending(from, today: today))
    _ = write([key: books[key] ?? book], in: work)
    let path = Path(distributor: try row[4], reseller: key.reseller, customer: nil)
    try work.audit(
      "offer.cost_ended", AuditObject("offer", key.offer), on: path,
      before: PriceFacts.line(book.list.lines.first { $0.from == from }.map { text($0) }))
  }

  /// As the audit trail keeps it.
  static func text(_ line: PriceLine<Amounts>) -> String {
    "\(line.content.cost) \(line.from)" + (line.until.map { " – \($0)" } ?? "")
  }

  /// The lines there are for what is to be set. Refuses offers and resellers that are not there.
  private static func books(of drafts: [Draft], in work: Work) throws -> [Key: StoredPrices<Amounts>] {
    let offers = Array(Set(drafts.map(\.offer)))
    let resellers = Array(Set(drafts.compactMap(\.reseller)))
    let known = Set(try work.tx.rows("SELECT id FROM offer WHERE id = ANY (\(offers))").map { try $0[0] as ID<Offer> })
    var currencies: [ID<Organization>: Currency] = [:]
    for row in try work.tx.rows(
      "SELECT id, currency FROM organization WHERE kind = 'reseller' AND id = ANY (\(resellers))")
    {
      currencies[try row[0]] = try row[1]
    }
    var issues: [Issue] = []
    for draft in drafts {
      if !known.contains(draft.offer) { issues.append(Issue(draft.pointer + "/offerId", "offer.not_available")) }
      guard let reseller = draft.reseller else { continue }
      if currencies[reseller] == nil {
        issues.append(Issue(draft.pointer + "/resellerId", "reseller.unknown"))
      } else if currencies[reseller] != draft.amounts.cost.currency {
        issues.append(Issue(draft.pointer + "/unitCost/currency", "currency.not_the_resellers"))
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    return try books(at: offers, in: work)
  }

  private static func books(at offers: [ID<Offer>], in work: Work) throws -> [Key: StoredPrices<Amounts>] {
    var books: [Key: StoredPrices<Amounts>] = [:]
    let rows = try work.tx.rows(
      """
      SELECT c.id, c.reseller_id, c.offer_id, ''::text, c.currency, c.cost_minor, c.list_minor, c.valid_from,
        c.valid_to, c.set_by_name
      FROM cost_price c WHERE c.offer_id = ANY (\(offers))
      """)
    for row in rows {
      let listed = try listed(row)
      let key = Key(offer: listed.offer, reseller: listed.reseller, currency: listed.line.content.cost.currency)
      books[key, default: StoredPrices()].add(listed.line, id: listed.id)
    }
    return books
  }

  private static func write(_ books: [Key: StoredPrices<Amounts>], in work: Work) -> Int {
    let author = work.actor.author
    work.tx.enqueue("DELETE FROM cost_price WHERE id = ANY (\(books.values.flatMap(\.removed)))")
    // What ends earlier first: in between no two lines may hold on one day.
    let changed = books.values.flatMap(\.changed)
    work.tx.enqueue(
      """
      UPDATE cost_price c SET cost_minor = n.cost, list_minor = m.list, valid_to = m.until, set_at = \(work.now),
        set_by = \(author), set_by_name = \(work.actor.name)
      FROM unnest(\(changed.map(\.id)), \(changed.map(\.line.content.cost.minor)),
        \(Nullable.numbers(changed.map(\.line.content.list?.minor))),
        \(Nullable.days(changed.map(\.line.until)))) n(id, cost, list_text, until_text)
      CROSS JOIN LATERAL (SELECT nullif(list_text, '')::bigint AS list, nullif(until_text, '')::date AS until) m
      WHERE c.id = n.id
      """)
    let added = books.flatMap { key, book in book.added.map { (key: key, line: $0) } }
    work.tx.enqueue(
      """
      INSERT INTO cost_price (distributor_id, offer_id, reseller_id, currency, cost_minor, list_minor, valid_from,
        valid_to, set_at, set_by, set_by_name)
      SELECT \(work.actor.path.distributor), offer, nullif(reseller, '')::uuid, currency, cost,
        nullif(list, '')::bigint, starts, nullif(ends, '')::date, \(work.now), \(author), \(work.actor.name)
      FROM unnest(\(added.map(\.key.offer)), \(added.map { $0.key.reseller?.description ?? "" }),
        \(added.map(\.key.currency)), \(added.map(\.line.content.cost.minor)),
        \(Nullable.numbers(added.map(\.line.content.list?.minor))), \(added.map(\.line.from)),
        \(Nullable.days(added.map(\.line.until)))) n(offer, reseller, currency, cost, list, starts, ends)
      """)
    return changed.count + added.count
  }
}

/// Arrays with gaps, as texts that are empty where there is nothing.
enum Nullable {
  static func numbers(_ values: [Int64?]) -> [String] { values.map { $0.map(String.init) ?? "" } }
  static func days(_ values: [Day?]) -> [String] { values.map { $0?.description ?? "" } }
}

/// Prices as the audit trail keeps them.
enum PriceFacts {
  static func line(_ text: String?) -> JSONWriter {
    var json = JSONWriter()
    json.object { $0.member("price", text) }
    return json
  }

  static func lines(_ texts: [String]) -> JSONWriter {
    var json = JSONWriter()
    json.object { $0.member("prices", texts) }
    return json
  }
}
