import Core
import FoundationEssentials
import HTTP

/// Requests over HTTP.
enum RequestsAPI {
  static let listParameters =
    QueryParameter.paging + [
      QueryParameter("status", "`waiting`, `approved`, `refused`, `cancelled` or `expired`."),
      QueryParameter("customerId", "Only this customer's.", format: "uuid"),
      QueryParameter("kind", "Only these: a kind of change, or `service`."),
    ]

  static func list(_ call: Call) throws -> Response {
    var filter = Requests.Filter()
    filter.customer = try call.queryID("customerId")
    if let text = call.query("status") {
      guard let status = CustomerRequest.Status(rawValue: text) else {
        throw HTTPFault.queryMalformed("status", "field.not_a_choice")
      }
      filter.status = status
    }
    if let text = call.query("kind") {
      guard let kind = Requests.Kind.parse(column: text) else {
        throw HTTPFault.queryMalformed("kind", "field.not_a_choice")
      }
      filter.kind = kind
    }
    let paging = try Paging(call)
    let records = try Requests.list(filter, paging, in: call.work)
    return paging.response(records, cursor: { [$0.id.description] }) { write(&$0, $1, call) }
  }

  static func get(_ call: Call) throws -> Response {
    let record = try Requests.find(try call.id(), in: call.work)
    return response(record, call, forecast: try forecast(record, call))
  }

  /// What it would come to now; nil for whoever decides nothing by figures.
  private static func forecast(
    _ record: Requests.Record, _ call: Call
  ) throws -> Result<Subscriptions.Outcome, Refusal>? {
    let isOpen = record.state.status(at: call.work.now) == .waiting && record.kind != .service
    return isOpen ? try Requests.forecast(record, in: call.work) : nil
  }

  /// `{"kind": "service", "planId" | "serviceId", "quantity"?, "note"}`
  static func ask(_ call: Call) throws -> Response {
    let fields = try call.fields()
    _ = fields.parsed("kind", required: true, "field.not_a_choice") { $0 == "service" ? $0 : nil }
    let wish = wish(fields, quantity: fields.integer("quantity"))
    try fields.check()
    guard let wish else { throw Refusal.notFound }
    let record = try ServiceRequests.ask(wish, of: try call.id(), in: call.work)
    return response(record, call, status: 201)
  }

  /// Nil only where the fields note why.
  static func wish(_ fields: Fields, quantity: Int?) -> ServiceRequests.Wish? {
    let service = fields.id("serviceId", of: Service.self)
    let plan = fields.id("planId", of: Plan.self)
    let note = fields.text("note", required: true, upTo: 500, lines: true)
    return note.map { ServiceRequests.Wish(service: service, plan: plan, quantity: quantity, note: $0) }
  }

  /// A request where a change was asked for: 202, for it is not carried out yet.
  static func accepted(_ record: Requests.Record, _ call: Call) -> Response {
    response(record, call, status: 202)
  }

  static func decide(_ call: Call) throws -> Response {
    let verdict = try verdict(try call.fields(), body: try call.json().object["body"])
    let decided = try Requests.decide(
      try call.id(), verdict, in: call.work, preview: call.isPreview, check: { try call.checkMatch($0.version) })
    if call.isPreview, let outcome = decided.outcome { return SubscriptionsAPI.preview(outcome, call.work) }
    return response(decided.record, call)
  }

  /// `{"status", "reason", "body", "acceptChanged", "fulfilment"}`: a body alone is kept and goes on waiting.
  private static func verdict(_ fields: Fields, body: JSONValue?) throws -> Requests.Verdict {
    let known = ["approved", "refused", "cancelled"]
    // What it holds is read as the change it is.
    let hasBody = fields.has("body")
    if hasBody, body?.object.isEmpty ?? true { fields.note("body", "field.object_expected") }
    let fulfilment = fulfilment(fields)
    let status = fields.parsed("status", required: !hasBody, "field.not_a_choice") { known.contains($0) ? $0 : nil }
    let reason = fields.text("reason", required: status == "refused", upTo: 500, lines: true)
    let accepts = fields.bool("acceptChanged")
    if status != "approved" {
      if accepts != nil { fields.note("acceptChanged", "field.unknown") }
      if fulfilment != nil { fields.note("fulfilment", "field.unknown") }
    }
    if status == "approved" || status == nil, reason != nil { fields.note("reason", "field.unknown") }
    if status == "refused" || status == "cancelled", hasBody { fields.note("body", "field.unknown") }
    try fields.check()
    switch status {
    case "refused": return .refuse(reason: reason ?? "")
    case "cancelled": return .cancel(reason: reason)
    case "approved":
      if let fulfilment { return .fulfil(fulfilment) }
      return .approve(body: body, accepts == true ? .any : .asShown)
    default: return .change(body: body ?? .null)
    }
  }

  /// `{"kind": "licence" | "increase", "subscriptionId"}` or `{"kind": "order", "offerId", "acceptTerms"}`
  private static func fulfilment(_ fields: Fields) -> Fulfilment? {
    guard let item = fields.object("fulfilment") else { return nil }
    let kinds = ["licence", "increase", "order"]
    let kind = item.parsed("kind", required: true, "field.not_a_choice") { kinds.contains($0) ? $0 : nil }
    let isOrder = kind == "order"
    let subscription = item.id("subscriptionId", required: kind != nil && !isOrder, of: Subscription.self)
    let offer = item.id("offerId", required: isOrder, of: Offer.self)
    let accepts = item.bool("acceptTerms")
    if kind != nil, isOrder, subscription != nil { item.note("subscriptionId", "field.unknown") }
    if kind != nil, !isOrder, offer != nil { item.note("offerId", "field.unknown") }
    item.noteUnknown()
    if isOrder { return offer.map { .order($0, acceptsTerms: accepts ?? false) } }
    return subscription.map { kind == "licence" ? .licence($0) : .increase($0) }
  }

  // MARK: - Writing

  private static func response(
    _ record: Requests.Record, _ call: Call, status: Int = 200,
    forecast: Result<Subscriptions.Outcome, Refusal>? = nil
  ) -> Response {
    var json = JSONWriter(capacity: 1_200)
    write(&json, record, call, forecast: forecast)
    let isNew = status == 201 || status == 202
    return .json(
      json, status: status, version: record.version, location: isNew ? "/api/v1/requests/\(record.id)" : nil)
  }

  private static func write(
    _ json: inout JSONWriter, _ record: Requests.Record, _ call: Call,
    forecast: Result<Subscriptions.Outcome, Refusal>? = nil
  ) {
    json.object { json in
      json.member("id", record.id)
      json.member("customerId", record.path.customer)
      json.member("customerName", record.customerName)
      json.member("kind", record.kind.columnText)
      json.member("status", record.state.status(at: call.work.now).rawValue)
      json.member("subscriptionId", record.subject.subscription)
      json.member("serviceId", record.subject.service)
      json.member("serviceName", record.subject.serviceName)
      json.member("planId", record.subject.plan)
      json.member("planName", record.subject.planName)
      json.member("friendlyName", record.subject.friendlyName)
      json.member("quantity", record.wanted)
      json.member("asked", record.body.map { visible($0, to: call.actor) })
      json.member("changed", record.changedBody.map { visible($0, to: call.actor) })
      json.member("note", record.note)
      write(&json, "figures", record.figures, call.actor)
      writeForecast(&json, forecast, call.actor)
      json.member("askedBy", record.askedBy)
      json.member("askedByName", record.askedByName)
      json.member("askedAt", record.askedAt)
      json.member("expiresAt", record.state.expiresAt)
      json.member("decidedBy", record.decidedBy)
      json.member("decidedByName", record.decidedByName)
      json.member("decidedAt", record.decidedAt)
      json.member("reason", record.reason)
      writeResult(&json, record.given)
      if !record.history.isEmpty {
        json.array("history", record.history) { json, entry in write(&json, entry, call.actor) }
      }
    }
  }

  /// Without the billing centres, for those who see none.
  private static func visible(_ body: JSONValue, to actor: Actor) -> JSONValue {
    guard !actor.holds(.centresView) else { return body }
    return .object(body.object.filter { !["allocations", "addTo", "takeFrom"].contains($0.key) })
  }

  private static func write(_ json: inout JSONWriter, _ name: StaticString, _ figures: Figures?, _ actor: Actor) {
    guard let figures else {
      json.name(name)
      return json.null()
    }
    json.array(name, figures.seen(actor.sees).totals, Figures.write)
  }

  private static func writeForecast(
    _ json: inout JSONWriter, _ forecast: Result<Subscriptions.Outcome, Refusal>?, _ actor: Actor
  ) {
    switch forecast {
    case nil: break
    case .success(let outcome): write(&json, "now", Figures(outcome.totals), actor)
    case .failure(let refusal):
      let problem = Problem(refusal)
      json.object("obstacle") {
        $0.member("code", problem.code)
        $0.member("detail", Messages.sentence(problem.code, problem.details, actor.language))
      }
    }
  }

  private static func writeResult(_ json: inout JSONWriter, _ result: Requests.Gift) {
    guard !result.isEmpty else {
      json.name("result")
      return json.null()
    }
    json.object("result") {
      $0.member("subscriptionId", result.subscription)
      $0.member("requestId", result.request)
      $0.member("orderId", result.order)
    }
  }

  private static func write(_ json: inout JSONWriter, _ entry: Requests.Entry, _ actor: Actor) {
    json.object { json in
      json.member("at", entry.at)
      json.member("event", entry.event.rawValue)
      json.member("actorId", entry.actor)
      json.member("actorName", entry.actorName)
      json.member("realActorId", entry.realActor)
      json.member("realActorName", entry.realActorName)
      json.member("body", entry.body.map { visible($0, to: actor) })
      write(&json, "figures", entry.figures, actor)
      json.member("reason", entry.reason)
    }
  }
}
