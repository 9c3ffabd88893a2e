import Core
import FoundationEssentials
import Postgres

extension PriceScope {
  var offer: ID<Offer>? { if case .offer(let id) = subject { id } else { nil } }
  var service: ID<Service>? { if case .service(let id) = subject { id } else { nil } }
}

extension PriceRule {
  /// As the database calls it.
  var name: String {
    switch self {
    case .fixed: "fixed"
    case .margin: "margin"
    case .discount: "discount"
    }
  }

  var fixedMinor: Int64? { if case .fixed(let money) = self { money.minor } else { nil } }

  var percentage: Percentage? {
    switch self {
    case .fixed: nil
    case .margin(let percentage), .discount(let percentage): percentage
    }
  }
}

/// Checks and writes the lines of a reseller's prices.
enum SellingPriceWriter {
  typealias Books = [SellingPrices.Key: StoredPrices<PriceRule>]

  /// Offers, services and customers named are the reseller's.
  static func checkSubjects(_ drafts: [SellingPrices.Draft], in work: Work) throws {
    let eyes = try Catalogue.Eyes(for: nil, in: work)
    let results = try work.tx.pipeline([
      "SELECT f.id FROM offer f WHERE f.id = ANY (\(drafts.compactMap(\.scope.offer))) AND \(eyes.sees)",
      "SELECT v.id FROM service v WHERE v.id = ANY (\(drafts.compactMap(\.scope.service)))",
      """
      SELECT id FROM organization
      WHERE kind = 'customer' AND id = ANY (\(drafts.compactMap(\.scope.customer)))
        AND reseller_id = \(work.actor.path.reseller)
      """,
    ])
    let offers = Set(try results[0].map { try $0[0] as ID<Offer> })
    let services = Set(try results[1].map { try $0[0] as ID<Service> })
    let customers = Set(try results[2].map { try $0[0] as ID<Organization> })
    var issues: [Issue] = []
    for draft in drafts {
      if let offer = draft.scope.offer, !offers.contains(offer) {
        issues.append(Issue(draft.pointer + "/offerId", "offer.not_available"))
      }
      if let service = draft.scope.service, !services.contains(service) {
        issues.append(Issue(draft.pointer + "/serviceId", "service.unknown"))
      }
      if let customer = draft.scope.customer, !customers.contains(customer) {
        issues.append(Issue(draft.pointer + "/customerId", "customer.unknown"))
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  static func books(of drafts: [SellingPrices.Draft], in work: Work) throws -> Books {
    try books(of: drafts.map { SellingPrices.Key(scope: $0.scope, currency: $0.currency) }, in: work)
  }

  /// The lines there are under these keys.
  static func books(of keys: [SellingPrices.Key], in work: Work) throws -> Books {
    let wanted = Set(keys)
    let rows = try work.tx.rows(
      """
      SELECT s.id, s.customer_id, s.offer_id, s.service_id, s.currency, s.rule, s.price_minor, s.points, s.valid_from,
        s.valid_to, NULL::text, NULL::text, NULL::text
      FROM selling_price s
      WHERE s.reseller_id = \(work.actor.path.reseller)
        AND (s.offer_id IS NULL OR s.offer_id = ANY (\(keys.compactMap(\.scope.offer))))
      """)
    var books: Books = [:]
    for row in rows {
      let listed = try SellingPrices.listed(row)
      let key = SellingPrices.Key(scope: listed.scope, currency: listed.currency)
      if wanted.contains(key) { books[key, default: StoredPrices()].add(listed.line, id: listed.id) }
    }
    return books
  }

  /// Answers the ids of lines that are new or say something else.
  static func write(_ books: Books, for path: Path, in work: Work) throws -> [UUID] {
    let author = work.actor.author
    let changed = books.values.flatMap(\.changed)
    let added = books.flatMap { key, book in book.added.map { (key: key, line: $0) } }
    let results = try work.tx.pipeline([
      "DELETE FROM selling_price WHERE id = ANY (\(books.values.flatMap(\.removed)))",
      """
      UPDATE selling_price s SET rule = n.rule, price_minor = nullif(n.price, '')::bigint,
        points = nullif(n.points, '')::int, valid_to = nullif(n.ends, '')::date, set_at = \(work.now),
        set_by = \(author), set_by_name = \(work.actor.name)
      FROM unnest(\(changed.map(\.id)), \(changed.map(\.line.content.name)),
        \(Nullable.numbers(changed.map(\.line.content.fixedMinor))),
        \(Nullable.numbers(changed.map { $0.line.content.percentage.map { Int64($0.points) } })),
        \(Nullable.days(changed.map(\.line.until)))) n(id, rule, price, points, ends)
      WHERE s.id = n.id
      """,
      """
      INSERT INTO selling_price (distributor_id, reseller_id, customer_id, service_id, offer_id, currency, rule,
        price_minor, points, valid_from, valid_to, set_at, set_by, set_by_name)
      SELECT \(path.distributor), \(path.reseller), nullif(customer, '')::uuid, nullif(service, '')::uuid,
        nullif(offer, '')::uuid, currency, rule, nullif(price, '')::bigint, nullif(points, '')::int, starts,
        nullif(ends, '')::date, \(work.now), \(author), \(work.actor.name)
      FROM unnest(\(added.map { $0.key.scope.customer?.description ?? "" }),
        \(added.map { $0.key.scope.service?.description ?? "" }),
        \(added.map { $0.key.scope.offer?.description ?? "" }),
        \(added.map(\.key.currency)), \(added.map(\.line.content.name)),
        \(Nullable.numbers(added.map(\.line.content.fixedMinor))),
        \(Nullable.numbers(added.map { $0.line.content.percentage.map { Int64($0.points) } })),
        \(added.map(\.line.from)), \(Nullable.days(added.map(\.line.until))))
        n(customer, service, offer, currency, rule, price, points, starts, ends)
      RETURNING id
      """,
    ])
    return try changed.map(\.id) + results[2].map { try $0[0] as UUID }
  }
}
