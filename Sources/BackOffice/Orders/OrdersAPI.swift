import Core
import FoundationEssentials
import HTTP

/// Orders over HTTP. No prices: those are the previews' and the subscriptions'.
enum OrdersAPI {
  static let listParameters =
    QueryParameter.paging + [QueryParameter("status", "`waiting`, `completed`, `rejected` or `cancelled`.")]

  static func list(_ call: Call) throws -> Response {
    var filter = Orders.Filter()
    filter.customer = try call.id()
    if let text = call.query("status") {
      guard let status = Orders.Status(rawValue: text) else {
        throw HTTPFault.queryMalformed("status", "field.not_a_choice")
      }
      filter.status = status
    }
    let paging = try Paging(call)
    let orders = try Orders.list(filter, paging, in: call.work)
    return paging.response(orders, cursor: { [$0.id.description] }) {
      write(&$0, $1, showingCentres: call.actor.holds(.centresView))
    }
  }

  static func get(_ call: Call) throws -> Response {
    try response(try Orders.find(try call.id(), in: call.work), call)
  }

  static func place(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let lines = fields.objects("lines", required: true, upTo: Bounds.orderLines)?.compactMap { item in
      let wanted = SubscriptionsAPI.wanted(item)
      item.noteUnknown()
      return wanted
    }
    let accepts = fields.bool("acceptTerms") ?? false
    try fields.check()
    let customer: ID<Organization> = try call.id()
    if call.isPreview {
      let sum = try Orders.preview(lines ?? [], acceptsTerms: accepts, for: customer, in: call.work)
      return SubscriptionsAPI.preview(sum, call.work)
    }
    let order = try Orders.place(lines ?? [], acceptsTerms: accepts, for: customer, in: call.work)
    return try response(order, call, status: 201)
  }

  static func change(_ call: Call) throws -> Response {
    let verdict = try verdict(try call.fields())
    let decided = try Orders.decide(
      try call.id(), verdict, in: call.work, preview: call.isPreview, check: { try call.checkMatch($0.version) })
    if call.isPreview, let outcome = decided.outcome { return SubscriptionsAPI.preview(outcome, call.work) }
    return try response(decided.order, call)
  }

  /// `{"status": "approved" | "rejected" | "cancelled", "reason", "lines", "acceptChanged"}`: rejecting needs a reason;
  /// lines alone are changed and go on waiting.
  static func verdict(_ fields: Fields) throws -> Orders.Verdict {
    let known = ["approved", "rejected", "cancelled"]
    let lines = lines(fields)
    let status = fields.parsed("status", required: lines == nil, "field.not_a_choice") {
      known.contains($0) ? $0 : nil
    }
    let reason = fields.text("reason", required: status == "rejected", upTo: 500, lines: true)
    let accepts = fields.bool("acceptChanged")
    if status == "approved" || status == nil, reason != nil { fields.note("reason", "field.unknown") }
    if status != "approved", accepts != nil { fields.note("acceptChanged", "field.unknown") }
    if status == "rejected" || status == "cancelled", lines != nil { fields.note("lines", "field.unknown") }
    try fields.check()
    switch status {
    case "rejected": return .reject(reason: reason ?? "")
    case "cancelled": return .cancel(reason: reason)
    case "approved": return .approve(changes: lines ?? [], accepts == true ? .any : .asShown)
    default: return .change(lines ?? [])
    }
  }

  private static func lines(_ fields: Fields) -> [Orders.LineChange]? {
    let items = fields.objects("lines", upTo: Bounds.orderLines)
    if items?.isEmpty == true { fields.note("lines", "field.required") }
    return items?.compactMap { item in
      let position = item.integer("position", required: true)
      let quantity = item.integer("quantity")
      let offer = item.id("offerId", of: Offer.self)
      let allocations = SubscriptionsAPI.allocations(item)
      item.noteUnknown()
      return position.map {
        Orders.LineChange(position: $0, quantity: quantity, offer: offer, allocations: allocations)
      }
    }
  }

  private static func response(_ order: Orders.Record, _ call: Call, status: Int = 200) throws -> Response {
    var json = JSONWriter(capacity: 800)
    write(
      &json, order, showingCentres: call.actor.holds(.centresView), try OrderChanges.kept(of: order.id, in: call.work))
    return .json(
      json, status: status, version: order.version, location: status == 201 ? "/api/v1/orders/\(order.id)" : nil)
  }

  /// `kept`: only where one order is read by itself.
  static func write(
    _ json: inout JSONWriter, _ order: Orders.Record, showingCentres: Bool, _ kept: OrderChanges.Kept? = nil
  ) {
    json.object { json in
      json.member("id", order.id)
      json.member("number", order.number)
      json.member("customerId", order.path.customer)
      json.member("status", order.status.rawValue)
      json.member("placedBy", order.placedBy)
      json.member("placedByName", order.placedByName)
      json.member("placedAt", order.placedAt)
      json.member("decidedBy", order.decidedBy)
      json.member("decidedByName", order.decidedByName)
      json.member("decidedAt", order.decidedAt)
      json.member("reason", order.reason)
      json.array("lines", order.lines) { json, line in write(&json, line, showingCentres) }
      if let kept { write(&json, kept, showingCentres) }
    }
  }

  private static func write(_ json: inout JSONWriter, _ kept: OrderChanges.Kept, _ showingCentres: Bool) {
    json.array("changes", kept.changes) { json, change in
      json.object { json in
        json.member("at", change.at)
        json.member("actorId", change.actor)
        json.member("actorName", change.actorName)
        json.member("realActorId", change.realActor)
        json.member("realActorName", change.realActorName)
        json.array("lines", change.lines.list) { json, line in
          let hidden: Set = showingCentres ? [] : ["allocations"]
          JSONValue.object(line.object.filter { !hidden.contains($0.key) }).write(to: &json)
        }
      }
    }
  }

  private static func write(_ json: inout JSONWriter, _ line: Orders.Line, _ showingCentres: Bool) {
    json.object { json in
      json.member("offerId", line.wanted.offer)
      json.member("planName", line.planName)
      json.member("quantity", line.wanted.quantity)
      json.member("friendlyName", line.wanted.friendlyName)
      if showingCentres { writeAllocations(&json, line) }
      json.member("alignTo", line.wanted.alignTo)
      json.member("parentSubscriptionId", line.wanted.parent)
      json.member("subscriptionId", line.subscription)
    }
  }

  /// `null`: the default centre.
  private static func writeAllocations(_ json: inout JSONWriter, _ line: Orders.Line) {
    guard let allocations = line.wanted.allocations else {
      json.name("allocations")
      json.null()
      return
    }
    json.array("allocations", allocations) { json, allocation in
      json.object {
        $0.member("centreId", allocation.centre)
        $0.member("quantity", allocation.quantity)
      }
    }
  }
}
