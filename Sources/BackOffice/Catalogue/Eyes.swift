import Core
import Postgres

extension Catalogue {
  /// Whether the offer `f` is still sold on a day.
  static func isOpen(on day: SQL) -> SQL { "NOT f.ended AND (f.ends_on IS NULL OR f.ends_on > \(day))" }

  /// Whether the offer `f` is sold today to the customer of a subscription; its own people buy only what they are
  /// shown. Asked with the reseller's reach.
  static func isSold(to record: SubscriptionRecord, for actor: Actor) -> SQL {
    let seller = record.path.reseller
    let shown: SQL =
      actor.level == .customer ? "offer_shown(\(seller), \(record.subscription.customer), f.id)" : "true"
    return "\(isOpen(on: "\(record.today)")) AND offer_allowed(\(seller), f.id) AND \(shown)"
  }

  /// Whose eyes the catalogue is looked at with: the one place that says which offers there are for somebody. Lists,
  /// search, orders and single objects all ask it, so what is not allowed or not shown does not exist anywhere.
  struct Eyes {
    /// Whose prices they are; nil: the distributor looks at its own catalogue.
    let seller: ID<Organization>?
    let buyer: ID<Organization>?
    /// Whether a customer's own people look: they see what their reseller shows them.
    let isBuyer: Bool
    /// Whose calendar counts.
    private let calendar: ID<Organization>
    private let now: Instant
    /// The day asked about; nil: today.
    private let day: Day?

    /// The actor's own, or with `customer` those of the actor selling to that customer; on a day, or today.
    init(for customer: ID<Organization>?, on day: Day? = nil, in work: Work) throws {
      let actor = work.actor
      isBuyer = actor.level == .customer
      now = work.now
      self.day = day
      if let customer, customer != actor.path.customer {
        let rows = try work.tx.rows(
          "SELECT reseller_id FROM organization WHERE id = \(customer) AND kind = 'customer'")
        guard let row = rows.first else { throw Refusal.notFound }
        seller = try row[0]
        buyer = customer
      } else {
        seller = actor.path.reseller
        buyer = actor.path.customer
      }
      calendar = buyer ?? seller ?? actor.organization
    }

    /// The day it is for them.
    var today: SQL {
      if let day { return "\(day)" }
      return "(SELECT (\(now) AT TIME ZONE z.time_zone)::date FROM organization z WHERE z.id = \(calendar))"
    }

    /// Holds for an offer `f` there is for them.
    var sees: SQL {
      let isOpen = Catalogue.isOpen(on: today)
      guard let seller else { return isOpen }
      let isShown: SQL = isBuyer ? "offer_shown(\(seller), \(buyer), f.id)" : "true"
      return "\(isOpen) AND offer_allowed(\(seller), f.id) AND \(isShown)"
    }

    /// Holds for whatever has an offer `f` of a plan `p` they see, where `relation` ties the plan to it. To its
    /// distributor everything is there, sold or not.
    func sells(_ relation: SQL) -> SQL {
      guard seller != nil else { return "true" }
      return "EXISTS (SELECT FROM plan p JOIN offer f ON f.plan_id = p.id WHERE \(relation) AND \(sees))"
    }

    /// Selects what the offer `f` costs them: `cost, cost_currency, price, currency, list`.
    var amounts: SQL {
      guard let seller else {
        return """
          SELECT NULL::bigint AS cost, NULL::text AS cost_currency, NULL::bigint AS price, NULL::text AS currency,
            NULL::bigint AS list
          """
      }
      let currency: SQL = buyer.map { "(SELECT b.currency FROM organization b WHERE b.id = \($0))" } ?? "o.currency"
      return """
        SELECT cost_on(\(seller), f.id, o.currency, \(today)) AS cost, o.currency AS cost_currency,
          price_on(\(seller), \(buyer), f.id, c.currency, \(today)) AS price, c.currency AS currency,
          list_on(\(seller), f.id, c.currency, \(today)) AS list
        FROM organization o CROSS JOIN LATERAL (SELECT \(currency) AS currency) c WHERE o.id = \(seller)
        """
    }
  }
}
