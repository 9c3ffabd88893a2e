import Core
import FoundationEssentials
import Postgres

/// A service that somebody asks their manager for, and how the manager gives it.
package enum ServiceRequests {
  /// What somebody asks for: a plan, or a service without saying which plan.
  package struct Wish: Sendable {
    package let service: ID<Service>?
    package let plan: ID<Plan>?
    /// So many licences for the service's people; nil: one, for whoever asks.
    package let quantity: Int?
    package let note: String

    package init(service: ID<Service>?, plan: ID<Plan>?, quantity: Int?, note: String) {
      self.service = service
      self.plan = plan
      self.quantity = quantity
      self.note = note
    }
  }

  // MARK: - Asking

  package static func ask(_ wish: Wish, of customer: ID<Organization>, in work: Work) throws -> Requests.Record {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    try work.actor.require(.servicesAsk)
    let subject = try subject(of: wish, in: work)
    if let quantity = wish.quantity {
      guard quantity >= 1 else {
        throw Refusal.invalid([Issue("/quantity", "quantity.below_minimum", ["minimum": "1"])])
      }
      guard work.actor.rights.runs(subject.service) else { throw Refusal.denied("request.quantity_not_yours") }
    } else if let plan = subject.plan, try holds(plan, in: work) {
      throw Refusal.conflict("request.already_held")
    }
    return try Requests.keep(.service, subject, of: owner, wanted: wish.quantity, note: wish.note, in: work)
  }

  /// Only what the customer can buy can be asked for.
  private static func subject(of wish: Wish, in work: Work) throws -> Requests.Subject {
    var filter = Catalogue.Filter()
    filter.plan = wish.plan
    filter.service = wish.service
    guard wish.plan != nil || wish.service != nil else {
      throw Refusal.invalid([Issue("/planId", "field.required")])
    }
    guard let offer = try Catalogue.offers(filter, Paging(limit: 1), in: work).first else {
      let pointer = wish.plan == nil ? "/serviceId" : "/planId"
      throw Refusal.invalid([Issue(pointer, "request.not_offered")])
    }
    return Requests.Subject(
      service: offer.service, serviceName: offer.serviceName, plan: wish.plan,
      planName: wish.plan.map { _ in offer.planName })
  }

  /// Whether the actor has a licence of it.
  private static func holds(_ plan: ID<Plan>, in work: Work) throws -> Bool {
    try work.tx.rows(
      """
      SELECT EXISTS (SELECT FROM licence_assignment a JOIN subscription s ON s.id = a.subscription_id
        WHERE a.person_id = \(work.actor.person) AND s.plan_id = \(plan) AND s.status IN ('active', 'suspended'))
      """)[0][0]
  }

  // MARK: - Giving

  /// Gives what was asked for, and whoever asked for themselves their licence with it, unless it has to wait for the
  /// reseller's approval first.
  static func fulfil(
    _ record: inout Requests.Record, _ fulfilment: Fulfilment, in work: Work, preview: Bool
  ) throws -> Subscriptions.Outcome? {
    switch fulfilment {
    case .licence(let id):
      guard record.wanted == nil else { throw Refusal.conflict("request.not_for_one_person") }
      try requireFit(try fitting(id, record, in: work).service, record, "/fulfilment/subscriptionId")
      if !preview { try Licences.give([Licences.Wish(record.askedBy, id, at: "/userId")], in: work) }
      record.given.subscription = id
      return nil
    case .increase(let id): return try increase(id, &record, in: work, preview: preview)
    case .order(let offer, let accepts):
      return try order(offer, acceptsTerms: accepts, &record, in: work, preview: preview)
    }
  }

  private static func increase(
    _ id: ID<Subscription>, _ record: inout Requests.Record, in work: Work, preview: Bool
  ) throws -> Subscriptions.Outcome? {
    let found = try fitting(id, record, in: work)
    try requireFit(found.service, record, "/fulfilment/subscriptionId")
    let quantity = found.subscription.quantity + (record.wanted ?? 1)
    let body = JSONValue.object(["quantity": .integer(Int64(quantity))])
    defer { work.resumeReach() }
    switch try Requests.change(.change, body, on: id, in: work, preview: preview) {
    case .waits(let request): record.given.request = request.id
    case .done(let outcome):
      record.given.subscription = id
      if preview { return outcome }
      work.resumeReach()
      if record.wanted == nil { try Licences.give([Licences.Wish(record.askedBy, id, at: "/userId")], in: work) }
      return outcome
    }
    return nil
  }

  private static func order(
    _ offer: ID<Offer>, acceptsTerms: Bool, _ record: inout Requests.Record, in work: Work, preview: Bool
  ) throws -> Subscriptions.Outcome? {
    var filter = Catalogue.Filter()
    filter.offer = offer
    guard let listed = try Catalogue.offers(filter, Paging(limit: 1), in: work).first else {
      throw Refusal.invalid([Issue("/fulfilment/offerId", "offer.not_available")])
    }
    try requireFit(listed.service, record, "/fulfilment/offerId")
    let line = NewSubscription(
      offer: offer, quantity: record.wanted ?? 1, friendlyName: nil, parent: nil, allocations: nil, alignTo: nil,
      acceptsTerms: acceptsTerms)
    let asked = Orders.Asked([line], consent: acceptsTerms ? .all : .none)
    defer { work.resumeReach() }
    do {
      if preview {
        return try Orders.preview(asked, for: record.path.organization, in: work)
      }
      let order = try Orders.place(asked, for: record.path.organization, in: work).order
      record.given.order = order.id
      guard let bought = order.lines.first?.subscription else { return nil }
      record.given.subscription = bought
      work.resumeReach()
      if record.wanted == nil { try Licences.give([Licences.Wish(record.askedBy, bought, at: "/userId")], in: work) }
      return nil
    } catch Refusal.invalid(let issues) {
      throw Refusal.invalid(issues.map { Issue("/fulfilment\($0.pointer)", $0.code, $0.details) })
    }
  }

  /// One of the customer's own, seen with the actor's eyes.
  private static func fitting(
    _ id: ID<Subscription>, _ record: Requests.Record, in work: Work
  ) throws -> SubscriptionRecord {
    guard let found = try? Subscriptions.find(id, in: work), found.path == record.path else {
      throw Refusal.invalid([Issue("/fulfilment/subscriptionId", "subscription.unknown")])
    }
    return found
  }

  /// Another plan will do, another service will not.
  private static func requireFit(
    _ service: ID<Service>, _ record: Requests.Record, _ pointer: String
  ) throws(Refusal) {
    guard service == record.subject.service else { throw .invalid([Issue(pointer, "request.other_service")]) }
  }

  /// Running subscriptions of the service asked for: of the plan first, those with free licences first.
  static func candidates(for record: Requests.Record, in work: Work) throws -> [SubscriptionRecord] {
    try work.tx.rows(
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)) FROM subscription s
      WHERE s.customer_id = \(record.path.customer) AND s.service_id = \(record.subject.service)
        AND s.status = 'active' AND NOT s.direct
      ORDER BY (s.plan_id IS NOT DISTINCT FROM \(record.subject.plan)) DESC, s.assigned < s.quantity DESC, s.plan_name,
        s.id
      LIMIT \(Bounds.pageMaximum)
      """
    ).map(SubscriptionRecord.init(row:))
  }
}

/// How a manager gives the service somebody asked for.
package enum Fulfilment: Sendable {
  /// A free licence of a subscription there is.
  case licence(ID<Subscription>)
  /// More licences of one there is.
  case increase(ID<Subscription>)
  /// A new subscription.
  case order(ID<Offer>, acceptsTerms: Bool)
}
