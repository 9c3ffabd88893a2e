import Core
import FoundationEssentials
import Postgres

/// What a customer can choose from: plans with their offers, as far as its reseller sells them to it.
enum Storefront {
  /// What the shop is narrowed to.
  struct Filter {
    var category: ID<Category>?
    var service: ID<Service>?
    var vendor: String?
    var search: String?
    /// A term as a duration, e.g. `P1Y`.
    var term: Period?
    var frequency: Frequency?
    var isTrial = false
    var isNew = false
    var isFeatured = false

    var isNarrowed: Bool {
      category != nil || service != nil || vendor != nil || search != nil || term != nil || isTrial || isNew
        || isFeatured
    }

    fileprivate func conditions(on day: Day) -> [SQL] {
      var conditions: [SQL] = []
      if let category { conditions.append("p.category_id = \(category)") }
      if let vendor { conditions.append("v.vendor = \(vendor)") }
      if let term { conditions.append("f.term = \(term)") }
      if let frequency { conditions.append("f.billing_frequency = \(frequency)") }
      if isTrial { conditions.append("f.trial") }
      if isNew { conditions.append("p.new_until >= \(day)") }
      if isFeatured { conditions.append("p.featured") }
      return conditions
    }
  }

  /// A plan as it is shown, with the offers it can be had in.
  struct Shown {
    let plan: ID<Plan>
    let name: String
    let serviceName: String
    let vendor: String
    let categoryName: String?
    let description: String
    let isFeatured: Bool
    let isNew: Bool
    let isAddOn: Bool
    /// The shortest term first, trials before them.
    let offers: [Catalogue.Listed]

    /// The offer shown first: not a trial where there is another.
    var first: Catalogue.Listed? { offers.first { !$0.trial } ?? offers.first }
    var trial: Catalogue.Listed? { offers.first(where: \.trial) }
    /// The one that costs least, among those billed like the first: what is billed otherwise compares with nothing.
    var cheapest: Catalogue.Listed? {
      func amount(_ offer: Catalogue.Listed) -> Int64 { (offer.price ?? offer.cost)?.minor ?? .max }
      return offers.filter { !$0.trial && $0.frequency == first?.frequency }.min { amount($0) < amount($1) } ?? first
    }
  }

  /// The customer whose shop it is: visible to the actor.
  static func customer(_ id: ID<Organization>, in work: Work) throws -> Organizations.Record {
    try Organizations.find(id, kind: .customer, in: work)
  }

  /// Plans to show, featured ones first, then by name; whether there are more offers than are looked at.
  static func plans(
    _ filter: Filter, for customer: Organizations.Record, in work: Work
  ) throws -> (plans: [Shown], isCut: Bool) {
    let day = try today(of: customer, in: work)
    var wanted = Catalogue.Filter()
    wanted.customer = customer.id
    wanted.service = filter.service
    wanted.search = filter.search
    wanted.also = filter.conditions(on: day)
    let offers = try Catalogue.offers(wanted, Paging(limit: Bounds.shopOffers), in: work)
    let plans = try shown(offers.prefix(Bounds.shopOffers), on: day, in: work)
    return (plans, offers.count > Bounds.shopOffers)
  }

  /// These plans, in this order, as far as the customer can have them.
  static func plans(
    _ ids: [ID<Plan>], for customer: Organizations.Record, in work: Work
  ) throws -> [Shown] {
    var wanted = Catalogue.Filter()
    wanted.customer = customer.id
    wanted.also = ["f.plan_id = ANY (\(ids))"]
    let offers = try Catalogue.offers(wanted, Paging(limit: Bounds.shopOffers), in: work)
    let plans = try shown(offers.prefix(Bounds.shopOffers), on: today(of: customer, in: work), in: work)
    return ids.compactMap { id in plans.first { $0.plan == id } }
  }

  /// Offers of the add-ons that go with a plan.
  static func addOns(
    of plan: ID<Plan>, for customer: ID<Organization>, _ paging: Paging, in work: Work
  ) throws -> [Catalogue.Listed] {
    var wanted = Catalogue.Filter()
    wanted.customer = customer
    wanted.also = ["\(plan) = ANY (p.parent_plan_ids)"]
    return try Catalogue.offers(wanted, paging, in: work)
  }

  private static func today(of customer: Organizations.Record, in work: Work) throws -> Day {
    try work.tx.rows("SELECT (\(work.now) AT TIME ZONE \(customer.timeZone))::date")[0][0]
  }

  /// Offers by plan. Without a price there is nothing to sell to whoever sees prices.
  private static func shown(
    _ offers: ArraySlice<Catalogue.Listed>, on day: Day, in work: Work
  ) throws -> [Shown] {
    let sold = offers.filter { $0.price != nil || !work.actor.seesPrices }
    let byPlan = Dictionary(grouping: sold, by: \.plan)
    let rows = try work.tx.rows(
      """
      SELECT p.id, p.name, v.name, v.vendor, c.name, p.description, p.featured,
        coalesce(p.new_until >= \(day), false), cardinality(p.parent_plan_ids) > 0
      FROM plan p JOIN service v ON v.id = p.service_id LEFT JOIN category c ON c.id = p.category_id
      WHERE p.id = ANY (\(Array(byPlan.keys))) ORDER BY p.featured DESC, p.name, p.id
      """)
    return try rows.map { row in
      let plan: ID<Plan> = try row[0]
      let own = (byPlan[plan] ?? []).sorted { order($0) < order($1) }
      return Shown(
        plan: plan, name: try row[1], serviceName: try row[2], vendor: try row[3], categoryName: try row[4],
        description: try row[5], isFeatured: try row[6], isNew: try row[7], isAddOn: try row[8], offers: own)
    }
  }

  private static func order(_ offer: Catalogue.Listed) -> (Int, Int, Int, String) {
    let rank = [Frequency.monthly, .annual, .once].firstIndex(of: offer.frequency) ?? 0
    return (offer.trial ? 0 : 1, offer.term.months * 31 + offer.term.days, rank, offer.id.description)
  }

  // MARK: - What there is to narrow by

  struct Choices {
    let categories: [(id: ID<Category>, name: String)]
    let services: [Catalogue.ListedService]

    var vendors: [String] { Array(Set(services.map(\.vendor))).sorted() }
  }

  static func choices(in work: Work) throws -> Choices {
    let categories = try work.tx.rows("SELECT id, name FROM category ORDER BY position, id LIMIT \(Bounds.pageMaximum)")
    return Choices(
      categories: try categories.map { (id: try $0[0], name: try $0[1]) },
      services: try Catalogue.services(in: work))
  }
}
