import Core
import FoundationEssentials
import HTTP
import Postgres

/// Who buys, as a purchase needs to know it.
package struct Buyer {
  package let path: Path
  package let currency: Currency
  package let today: Day
  /// All of the customer's, under no rule.
  package let centres: [Centre]
  package let rules: SplitRules

  /// The centres under the standing rule in force for a service.
  func centres(for service: ID<Service>) -> [Centre] { centres.under(rules.rule(for: service)) }

  /// Reads under the actor's reach; from then on the transaction has the reach of the customer's reseller.
  static func found(_ customer: ID<Organization>, in work: Work) throws -> Buyer {
    let results = try work.tx.pipeline([
      """
      SELECT distributor_id, reseller_id, id, currency, (\(work.now) AT TIME ZONE time_zone)::date, status
      FROM organization WHERE id = \(customer) AND kind = 'customer'
      """,
      """
      SELECT set_config('comptoir.distributor', '', true), set_config('comptoir.customer', '', true),
        set_config('comptoir.reseller', reseller_id::text, true), set_config('comptoir.view', 'all', true),
        set_config('comptoir.accounts', 'all', true), set_config('comptoir.centres', '', true)
      FROM organization WHERE id = \(customer) AND kind = 'customer'
      """,
      // Not to be closed before what is bought has landed.
      """
      SELECT id, is_default, closed, position FROM billing_centre WHERE customer_id = \(customer) ORDER BY position
      FOR KEY SHARE
      """,
      StandingRuleStore.query(of: [customer]),
    ])
    guard let row = results[0].first else { throw Refusal.notFound }
    if try row[5] == "suspended" { throw Refusal.conflict("organization.suspended") }
    return Buyer(
      path: Path(distributor: try row[0], reseller: try row[1], customer: try row[2]), currency: try row[3],
      today: try row[4], centres: try results[2].map(BillingCentres.centre),
      rules: try StandingRuleStore.rules(results[3])[customer] ?? SplitRules())
  }
}

/// What can be sold: to whom, at what price.
package enum Catalogue {
  /// One offer as the actor sees it; costs and prices are nil where they are none of theirs.
  package struct Listed: Sendable {
    package let id: ID<Offer>
    package let plan: ID<Plan>
    package let planName: String
    package let service: ID<Service>
    package let serviceName: String
    package let segment: String
    package let term: Period
    package let frequency: Frequency
    package let trial: Bool
    package let policy: OfferPolicy
    package let needsParent: Bool
    package let price: Money?
    package let cost: Money?
    /// What the vendor recommends, in the price's currency.
    package var listPrice: Money?
    package var category: ID<Category>?
    package var categoryName: String?
    package var featured = false
    /// Whether it is to be shown as new today.
    package var isNew = false
    /// The first day it is not sold any more.
    package var endsOn: Day?
    /// The plan a trial goes on as.
    package var convertsTo: ID<Plan>?
    package var version = 1
  }

  static let columns: SQL = """
    f.id, f.plan_id, p.name, p.service_id, v.name, f.segment, f.term, f.billing_frequency, f.trial, f.minimum,
    f.maximum, f.decrease_window, f.cancel_window, f.suspension_stops_billing, p.parent_plan_ids
    """

  /// The offer as the buyer's reseller sells it; runs with the reseller's reach. A customer's own people buy only what
  /// they are shown.
  static func sold(_ offer: ID<Offer>, to buyer: Buyer, in work: Work) throws -> SoldOffer {
    let seller = buyer.path.reseller
    let shown: SQL =
      work.actor.level == .customer ? "offer_shown(\(seller), \(buyer.path.customer), f.id)" : "true"
    let rows = try work.tx.rows(
      """
      SELECT \(columns), m.cost, o.currency, m.price, \(buyer.currency)
      FROM offer f JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      JOIN organization o ON o.id = \(seller)
      CROSS JOIN LATERAL (
        SELECT cost_on(\(seller), f.id, o.currency, \(buyer.today)) AS cost,
          price_on(\(seller), \(buyer.path.customer), f.id, \(buyer.currency), \(buyer.today)) AS price) m
      WHERE f.id = \(offer) AND \(isOpen(on: "\(buyer.today)")) AND offer_allowed(\(seller), f.id) AND \(shown)
        AND m.cost IS NOT NULL AND m.price IS NOT NULL
      """)
    guard let row = rows.first else { throw Refusal.invalid([Issue("/offerId", "offer.not_available")]) }
    return SoldOffer(
      id: try row[0], plan: try row[1], planName: try row[2], service: try row[3], serviceName: try row[4],
      segment: try row[5], term: try row[6], frequency: try row[7], trial: try row[8], policy: try policy(row, 9),
      parentPlans: try row[14], price: Money(minor: try row[17], currency: try row[18]),
      cost: Money(minor: try row[15], currency: try row[16]))
  }

  static func policy(_ row: Row, _ column: Int) throws -> OfferPolicy {
    OfferPolicy(
      minimum: try row[column], maximum: try row[column + 1], decreaseWindow: try row[column + 2],
      cancelWindow: try row[column + 3], suspensionStopsBilling: try row[column + 4])
  }

  /// Which offers a list shows.
  package struct Filter {
    package var service: ID<Service>?
    package var plan: ID<Plan>?
    package var offer: ID<Offer>?
    package var category: ID<Category>?
    package var featured = false
    package var search: String?
    /// Whose currency and reseller the prices are of; nil: the actor's own.
    package var customer: ID<Organization>?
    /// Also those that are not sold any more; for the distributor alone.
    package var includesEnded = false
    /// Further conditions on offer `f`, plan `p` and service `v`.
    package var also: [SQL] = []

    package init() {}
  }

  /// The offers the actor may buy or sell, by service and plan.
  package static func offers(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Listed] {
    let eyes = try Eyes(for: filter.customer, in: work)
    var conditions: [SQL] = [filter.includesEnded && work.actor.level == .distributor ? "true" : eyes.sees]
    if let service = filter.service { conditions.append("p.service_id = \(service)") }
    if let plan = filter.plan { conditions.append("f.plan_id = \(plan)") }
    if let offer = filter.offer { conditions.append("f.id = \(offer)") }
    if let category = filter.category { conditions.append("p.category_id = \(category)") }
    if filter.featured { conditions.append("p.featured") }
    if filter.search != nil { conditions.append(SearchText.contains("p.search_name", filter.search)) }
    conditions += filter.also
    if let after = try paging.afterID(Offer.self) { conditions.append("f.id > \(after)") }
    let isPriced: SQL = eyes.isBuyer && work.actor.rights.readsAllAccounts ? "m.price IS NOT NULL" : "true"
    let rows = try work.tx.rows(
      """
      SELECT \(columns), m.cost, m.cost_currency, m.price, m.currency, m.list, p.category_id, g.name, p.featured,
        coalesce(p.new_until > \(eyes.today), false), f.ends_on, f.converts_to_plan_id, f.version
      FROM offer f JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      LEFT JOIN category g ON g.id = p.category_id
      CROSS JOIN LATERAL (\(eyes.amounts) OFFSET 0) m
      WHERE \(conditions.joined(separator: " AND ")) AND \(isPriced) ORDER BY f.id LIMIT \(paging.fetched)
      """)
    return try rows.map { try listed($0, work.actor) }
  }

  private static func listed(_ row: Row, _ actor: Actor) throws -> Listed {
    let parents: [ID<Plan>] = try row[14]
    let cost: Int64? = try row[15]
    let price: Int64? = try row[17]
    let list: Int64? = try row[19]
    return Listed(
      id: try row[0], plan: try row[1], planName: try row[2], service: try row[3], serviceName: try row[4],
      segment: try row[5], term: try row[6], frequency: try row[7], trial: try row[8], policy: try policy(row, 9),
      needsParent: !parents.isEmpty,
      price: actor.seesPrices ? try price.map { Money(minor: $0, currency: try row[18]) } : nil,
      cost: actor.seesCosts ? try cost.map { Money(minor: $0, currency: try row[16]) } : nil,
      listPrice: actor.seesPrices ? try list.map { Money(minor: $0, currency: try row[18]) } : nil,
      category: try row[20], categoryName: try row[21], featured: try row[22], isNew: try row[23],
      endsOn: try row[24], convertsTo: try row[25], version: try row[26])
  }

  package struct ListedService: Sendable {
    package let id: ID<Service>
    package let name: String
    package let vendor: String
    package let position: Int
    package let version: Int
  }

  /// The services of what is sold to the actor; with `held`, also of what is not sold any more.
  package static func services(
    _ paging: Paging = Paging(limit: Bounds.pageMaximum), held: Bool = false, in work: Work
  ) throws -> [ListedService] {
    var after: SQL = "true"
    if let key = try paging.afterKey(Service.self) {
      guard let position = Int(key.text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      after = "(v.position, v.id) > (\(position), \(key.id))"
    }
    let isSold: SQL = held ? "true" : try Eyes(for: nil, in: work).sells("p.service_id = v.id")
    return try work.tx.rows(
      """
      SELECT v.id, v.name, v.vendor, v.position, v.version FROM service v WHERE \(after) AND \(isSold)
      ORDER BY v.position, v.id LIMIT \(paging.fetched)
      """
    ).map { ListedService(id: try $0[0], name: try $0[1], vendor: try $0[2], position: try $0[3], version: try $0[4]) }
  }
}
