import Core
import FoundationEssentials
import HTTP

/// Subscriptions over HTTP.
enum SubscriptionsAPI {
  static let listParameters =
    QueryParameter.paging + [
      QueryParameter("customerId", "Only this customer's.", format: "uuid"),
      QueryParameter("status", "`pending`, `active`, `suspended`, `expired` or `cancelled`."),
      QueryParameter("serviceId", "Only this service's.", format: "uuid"),
      QueryParameter("endsBefore", "Whose commitment ends before this day.", format: "date"),
      QueryParameter("search", "Part of the plan's or the friendly name."),
    ]

  static func list(_ call: Call) throws -> Response {
    var filter = try filter(call)
    filter.customer = try call.queryID("customerId")
    return try page(filter, call)
  }

  static func listOfCustomer(_ call: Call) throws -> Response {
    var filter = try filter(call)
    filter.customer = try call.id()
    return try page(filter, call)
  }

  private static func page(_ filter: Subscriptions.Filter, _ call: Call) throws -> Response {
    let paging = try Paging(call)
    let records = try Subscriptions.list(filter, paging, in: call.work)
    var reasons = Reasons(call.actor.language)
    return paging.response(records, cursor: { [$0.id.description] }) { write(&$0, $1, for: call.work, &reasons) }
  }

  static func filter(_ call: Call) throws -> Subscriptions.Filter {
    var filter = Subscriptions.Filter()
    filter.search = try SearchText.query(call)
    if let text = call.query("status") {
      guard let status = SubscriptionStatus(rawValue: text) else {
        throw HTTPFault.queryMalformed("status", "field.not_a_choice")
      }
      filter.status = status
    }
    filter.service = try call.queryID("serviceId")
    if let text = call.query("endsBefore") {
      guard let day = Day(text) else { throw HTTPFault.queryMalformed("endsBefore", "field.day_malformed") }
      filter.endsBefore = day
    }
    return filter
  }

  static func get(_ call: Call) throws -> Response {
    let record = try Subscriptions.find(try call.id(), in: call.work)
    return response(record, call.work)
  }

  static func response(_ record: SubscriptionRecord, _ work: Work, status: Int = 200, location: String? = nil)
    -> Response
  {
    var json = JSONWriter(capacity: 1500)
    var reasons = Reasons(work.actor.language)
    write(&json, record, for: work, &reasons)
    return .json(json, status: status, version: record.subscription.version, location: location)
  }

  static func add(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let asked = wanted(fields)
    let accepts = fields.bool("acceptTerms") ?? false
    try fields.check()
    guard var wanted = asked else { throw Refusal.notFound }
    wanted.acceptsTerms = accepts
    let outcome = try Subscriptions.add(wanted, for: try call.id(), in: call.work, preview: call.isPreview)
    if call.isPreview { return preview(outcome, call.work) }
    return response(
      outcome.record, call.work, status: 201, location: "/api/v1/subscriptions/\(outcome.record.id)")
  }

  /// The subscription that a body, or a line of an order, asks for; terms are accepted beside it.
  static func wanted(_ fields: Fields) -> NewSubscription? {
    let offer = fields.id("offerId", required: true, of: Offer.self)
    let quantity = fields.integer("quantity", required: true)
    let name = fields.text("friendlyName", upTo: 100)
    let parent = fields.id("parentSubscriptionId", of: Subscription.self)
    let allocations = allocations(fields)
    let alignTo = fields.parsed("alignTo", "field.day_malformed") { Day($0) }
    guard let offer, let quantity else { return nil }
    return NewSubscription(
      offer: offer, quantity: quantity, friendlyName: name, parent: parent, allocations: allocations, alignTo: alignTo,
      acceptsTerms: false)
  }

  /// PATCH: any of quantity, status, friendlyName, autoRenew and renewal, carried out as one.
  static func change(_ call: Call) throws -> Response { try perform(.change, call) }

  static func putSplit(_ call: Call) throws -> Response { try perform(.split, call) }

  static func cancel(_ call: Call) throws -> Response { try perform(.cancellation, call) }

  static func perform(_ kind: AskedChange.Kind, _ call: Call) throws -> Response {
    let answer = try Requests.change(
      kind, try call.json(), on: try call.id(), in: call.work, preview: call.isPreview,
      check: { try Overtaken.check(call, $0) })
    switch answer {
    case .waits(let request): return RequestsAPI.accepted(request, call)
    case .done(let outcome):
      return call.isPreview ? preview(outcome, call.work) : response(outcome.record, call.work)
    }
  }

  static func allocations(_ fields: Fields, required: Bool = false) -> [Allocation]? {
    fields.objects("allocations", required: required, upTo: Bounds.splitCentres)?.compactMap { item in
      let centre = item.id("centreId", required: true, of: BillingCentre.self)
      let quantity = item.integer("quantity", required: true)
      item.noteUnknown()
      guard let centre, let quantity else { return nil }
      return Allocation(centre: centre, quantity: quantity)
    }
  }

  static func getSplit(_ call: Call) throws -> Response {
    let record = try Subscriptions.find(try call.id(), in: call.work)
    try call.actor.require(.centresView)
    var json = JSONWriter()
    json.object { writeAllocations(&$0, record.subscription) }
    return .json(json, version: record.subscription.version)
  }

  static func preview(_ outcome: Subscriptions.Outcome, _ work: Work) -> Response {
    var json = JSONWriter(capacity: 1000)
    json.object { json in
      json.array("today", outcome.postings.filter { work.actor.sees($0.leg) }) { json, posting in
        json.object {
          $0.member("leg", posting.leg.rawValue)
          $0.member("centreId", posting.centre)
          $0.member("amount", posting.amount)
        }
      }
      json.array("totals", outcome.totals.filter { work.actor.sees($0.leg) }) { json, totals in
        json.object {
          $0.member("leg", totals.leg.rawValue)
          $0.member("today", totals.today)
          $0.member("nextInvoice", totals.nextInvoice)
          $0.member("recurring", totals.recurring)
        }
      }
      json.member("effectiveFrom", outcome.effectiveFrom)
      json.member("billedUntil", outcome.record.billedUntil)
      json.array("warnings", outcome.warnings) { json, code in
        json.object {
          $0.member("code", code)
          $0.member("detail", Messages.sentence(code, [:], work.actor.language))
        }
      }
    }
    return .json(json)
  }
}

/// A merge patch read as commands, in the order they are carried out.
enum SubscriptionPatch {
  static func commands(_ fields: Fields) throws -> [Command] {
    var commands: [Command] = []
    fields.noteNulls("quantity", "status", "autoRenew")
    let quantity = fields.integer("quantity")
    let placement = placement(fields)
    if let quantity { commands.append(.changeQuantity(quantity, placement ?? .standard)) }
    if quantity == nil, let placement {
      if case .split(let allocations) = placement { commands.append(.split(allocations)) }
      if case .at = placement { fields.note("quantity", "field.required") }
    }
    let reason = fields.text("reason", upTo: 500)
    switch fields.parsed("status", "field.not_a_choice", { ["active", "suspended"].contains($0) ? $0 : nil }) {
    case "suspended": commands.append(.suspend(reason: reason ?? ""))
    case "active": commands.append(.activate)
    default: break
    }
    if fields.has("friendlyName") { commands.append(.rename(fields.text("friendlyName", upTo: 100))) }
    if let autoRenew = fields.bool("autoRenew") { commands.append(.autoRenew(autoRenew)) }
    if fields.has("renewal") {
      if fields.isNull("renewal") { commands.append(.scheduleRenewal(nil)) }
      if let renewal = fields.object("renewal").flatMap(renewal) { commands.append(.scheduleRenewal(renewal)) }
    }
    try fields.check()
    return commands
  }

  private static func placement(_ fields: Fields) -> Placement? {
    let to = fields.id("addTo", of: BillingCentre.self)
    let from = fields.id("takeFrom", of: BillingCentre.self)
    if let split = SubscriptionsAPI.allocations(fields) { return .split(split) }
    return (to ?? from).map { .at($0) }
  }

  private static func renewal(_ fields: Fields) -> Renewal? {
    let quantity = fields.integer("quantity", required: true)
    let offer = fields.id("offerId", of: Offer.self)
    // An offer says its own term and frequency; given beside it, they must be these.
    let term = fields.parsed("term", required: offer == nil) { Period($0) }
    let frequency = fields.choice("billingFrequency", required: offer == nil || term != nil, of: Frequency.self)
    let alignTo = fields.parsed("alignTo", "field.day_malformed") { Day($0) }
    fields.noteUnknown()
    guard let quantity, offer != nil || (term != nil && frequency != nil) else { return nil }
    return Renewal(
      quantity: quantity, term: term ?? Period(), billingFrequency: frequency ?? .monthly, alignTo: alignTo,
      offer: offer)
  }
}
