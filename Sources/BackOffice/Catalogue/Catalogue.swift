import Core
import FoundationEssentials
import HTTP
import Postgres

/// Who buys, as a purchase needs to know it.
package struct Buyer {
  package let path: Path
  package let currency: Currency
  package let today: Day
  package let centres: [Centre]

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
      "SELECT id, is_default, closed, position FROM billing_centre WHERE customer_id = \(customer) ORDER BY position",
    ])
    guard let row = results[0].first else { throw Refusal.notFound }
    if try row[5] == "suspended" { throw Refusal.conflict("organization.suspended") }
    return Buyer(
      path: Path(distributor: try row[0], reseller: try row[1], customer: try row[2]), currency: try row[3],
      today: try row[4], centres: try results[2].map(BillingCentres.centre))
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
  }

  static let columns: SQL = """
    f.id, f.plan_id, p.name, p.service_id, v.name, f.segment, f.term, f.billing_frequency, f.trial, f.minimum,
    f.maximum, f.decrease_window, f.cancel_window, f.suspension_stops_billing, p.parent_plan_ids
    """

  /// The offer as the buyer's reseller sells it; runs with the reseller's reach.
  static func sold(_ offer: ID<Offer>, to buyer: Buyer, in work: Work) throws -> SoldOffer {
    let rows = try work.tx.rows(
      """
      SELECT \(columns), r.cost_minor, r.cost_currency, s.price_minor, s.currency
      FROM offer f JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      JOIN reseller_offer r ON r.offer_id = f.id AND r.reseller_id = \(buyer.path.reseller) AND r.allowed
      JOIN selling_price s ON s.offer_id = f.id AND s.reseller_id = r.reseller_id AND s.currency = \(buyer.currency)
      WHERE f.id = \(offer) AND NOT f.ended
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
    package var search: String?
    /// Whose currency and reseller the prices are of; nil: the actor's own.
    package var customer: ID<Organization>?
    /// Further conditions on offer `f`, plan `p` and service `v`.
    package var also: [SQL] = []

    package init() {}
  }

  /// The offers the actor may buy or sell, by service and plan.
  package static func offers(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Listed] {
    let actor = work.actor
    var seller = actor.path.reseller
    var currency: Currency?
    if let customer = filter.customer ?? actor.path.customer {
      guard
        let row = try work.tx.rows(
          "SELECT reseller_id, currency FROM organization WHERE id = \(customer) AND kind = 'customer'"
        ).first
      else { throw Refusal.notFound }
      seller = try row[0]
      currency = try row[1]
    }
    var conditions: [SQL] = ["NOT f.ended"]
    if let service = filter.service { conditions.append("p.service_id = \(service)") }
    if let plan = filter.plan { conditions.append("f.plan_id = \(plan)") }
    if let offer = filter.offer { conditions.append("f.id = \(offer)") }
    if filter.search != nil { conditions.append(SearchText.contains("p.search_name", filter.search)) }
    conditions += filter.also
    if let after = try paging.afterID(Offer.self) { conditions.append("f.id > \(after)") }
    let rows = try work.tx.rows(
      """
      SELECT \(columns), r.cost_minor, r.cost_currency, s.price_minor, s.currency
      FROM offer f JOIN plan p ON p.id = f.plan_id JOIN service v ON v.id = p.service_id
      \(joins(seller: seller, currency: currency, actor))
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY f.id LIMIT \(paging.fetched)
      """)
    return try rows.map { try listed($0, actor) }
  }

  /// Below a reseller an offer exists only if that reseller may sell it; to a customer, only with a price.
  private static func joins(seller: ID<Organization>?, currency: Currency?, _ actor: Actor) -> SQL {
    guard let seller else {
      return """
        LEFT JOIN reseller_offer r ON false LEFT JOIN selling_price s ON false
        """
    }
    guard actor.level == .customer else {
      let priced: SQL = currency.map { "s.currency = \($0)" } ?? "s.currency = o.currency"
      return """
        JOIN organization o ON o.id = \(seller)
        JOIN reseller_offer r ON r.offer_id = f.id AND r.reseller_id = \(seller) AND r.allowed
        LEFT JOIN selling_price s ON s.offer_id = f.id AND s.reseller_id = \(seller) AND \(priced)
        """
    }
    let joined: SQL = actor.rights.readsAllAccounts ? "JOIN" : "LEFT JOIN"
    return """
      LEFT JOIN reseller_offer r ON false
      \(joined) selling_price s ON s.offer_id = f.id AND s.reseller_id = \(seller) AND s.currency = \(currency)
      """
  }

  private static func listed(_ row: Row, _ actor: Actor) throws -> Listed {
    let parents: [ID<Plan>] = try row[14]
    let cost: Int64? = try row[15]
    let price: Int64? = try row[17]
    return Listed(
      id: try row[0], plan: try row[1], planName: try row[2], service: try row[3], serviceName: try row[4],
      segment: try row[5], term: try row[6], frequency: try row[7], trial: try row[8], policy: try policy(row, 9),
      needsParent: !parents.isEmpty,
      price: actor.seesPrices ? try price.map { Money(minor: $0, currency: try row[18]) } : nil,
      cost: actor.seesCosts ? try cost.map { Money(minor: $0, currency: try row[16]) } : nil)
  }

  package struct ListedService: Sendable {
    package let id: ID<Service>
    package let name: String
    package let vendor: String
    package let position: Int
  }

  package static func services(
    _ paging: Paging = Paging(limit: Bounds.pageMaximum), in work: Work
  ) throws -> [ListedService] {
    var after: SQL = "true"
    if let key = try paging.afterKey(Service.self) {
      guard let position = Int(key.text) else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
      after = "(position, id) > (\(position), \(key.id))"
    }
    return try work.tx.rows(
      "SELECT id, name, vendor, position FROM service WHERE \(after) ORDER BY position, id LIMIT \(paging.fetched)"
    ).map { ListedService(id: try $0[0], name: try $0[1], vendor: try $0[2], position: try $0[3]) }
  }
}
