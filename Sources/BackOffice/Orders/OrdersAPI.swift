import Core
import FoundationEssentials
import HTTP

/// Orders over HTTP: prices as far as the reader may see them.
enum OrdersAPI {
  static let listParameters =
    QueryParameter.paging + [
      QueryParameter("status", "`waiting`, `completed`, `rejected` or `cancelled`."),
      QueryParameter("number", "The order's number.", format: "int32"),
      QueryParameter("placedFrom", "Placed on this day (UTC) or later.", format: "date"),
      QueryParameter("search", "Part of a plan's or the customer's name."),
    ]
  static let allParameters =
    listParameters + [QueryParameter("customerId", "Only this customer's.", format: "uuid")]

  /// How much of an order its reader sees.
  struct Reader {
    let showsCentres: Bool
    let legs: [Leg]
    /// Only where one order is read by itself.
    var kept: OrderChanges.Kept?

    init(showsCentres: Bool, legs: [Leg]) {
      self.showsCentres = showsCentres
      self.legs = legs
    }

    init(_ actor: Actor) {
      self.init(showsCentres: actor.holds(.centresView), legs: [.price, .cost].filter(actor.sees))
    }
  }

  static func listOfCustomer(_ call: Call) throws -> Response {
    try page(try call.id(), call)
  }

  static func list(_ call: Call) throws -> Response {
    try page(try call.queryID("customerId"), call)
  }

  private static func page(_ customer: ID<Organization>?, _ call: Call) throws -> Response {
    var filter = Orders.Filter()
    filter.customer = customer
    if let text = call.query("status") {
      guard let status = Orders.Status(rawValue: text) else {
        throw HTTPFault.queryMalformed("status", "field.not_a_choice")
      }
      filter.status = status
    }
    if let text = call.query("number") {
      guard let number = Int32(text), number > 0 else {
        throw HTTPFault.queryMalformed("number", "field.whole_number_expected")
      }
      filter.number = Int(number)
    }
    if let text = call.query("placedFrom") {
      guard let day = Day(text) else { throw HTTPFault.queryMalformed("placedFrom", "field.day_malformed") }
      filter.placedFrom = day
    }
    filter.search = try SearchText.query(call)
    let paging = try Paging(call)
    let orders = try Orders.list(filter, paging, in: call.work)
    let reader = Reader(call.actor)
    return paging.response(orders, cursor: { [$0.id.description] }) { write(&$0, $1, for: reader) }
  }

  static func get(_ call: Call) throws -> Response {
    try response(try Orders.find(try call.id(), in: call.work), call)
  }

  static func place(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let lines = fields.objects("lines", required: true, upTo: Bounds.orderLines)?.compactMap { item in
      var wanted = SubscriptionsAPI.wanted(item)
      wanted?.parentLine = item.integer("parentLine")
      item.noteUnknown()
      return wanted
    }
    let consent = CartAPI.consent(fields)
    let allOrNothing = fields.bool("allOrNothing") ?? true
    try fields.check()
    let customer: ID<Organization> = try call.id()
    var asked = Orders.Asked(lines ?? [], consent: consent)
    asked.allOrNothing = allOrNothing
    if call.isPreview {
      return SubscriptionsAPI.preview(try Orders.preview(asked, for: customer, in: call.work), call.work)
    }
    let placed = try Orders.place(asked, for: customer, in: call.work)
    return try response(placed.order, call, status: 201, failed: placed.failed)
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

  private static func response(
    _ order: Orders.Record, _ call: Call, status: Int = 200, failed: [Int: [Issue]] = [:]
  ) throws -> Response {
    var json = JSONWriter(capacity: 800)
    var reader = Reader(call.actor)
    reader.kept = try OrderChanges.kept(of: order.id, in: call.work)
    write(&json, order, for: reader, failed: failed, call.actor.language)
    return .json(
      json, status: status, version: order.version, location: status == 201 ? "/api/v1/orders/\(order.id)" : nil)
  }

  static func write(
    _ json: inout JSONWriter, _ order: Orders.Record, for reader: Reader, failed: [Int: [Issue]] = [:],
    _ language: Language = .english
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
      json.name("billing")
      if let billing = order.billing { billing.write(&json) } else { json.null() }
      json.array("termsAccepted", order.terms) { json, acceptance in acceptance.write(&json) }
      json.array("lines", order.lines) { json, line in write(&json, line, reader) }
      if let kept = reader.kept { write(&json, kept, reader) }
      guard !failed.isEmpty else { return }
      json.array("failed", failed.sorted { $0.key < $1.key }) { json, failure in
        json.object { json in
          json.member("line", failure.key)
          CartAPI.write(&json, failure.value, language)
        }
      }
    }
  }

  private static func write(_ json: inout JSONWriter, _ kept: OrderChanges.Kept, _ reader: Reader) {
    json.array("changes", kept.changes) { json, change in
      json.object { json in
        json.member("at", change.at)
        json.member("actorId", change.actor)
        json.member("actorName", change.actorName)
        json.member("realActorId", change.realActor)
        json.member("realActorName", change.realActorName)
        json.array("lines", change.lines.list) { json, line in
          let hidden: Set = reader.showsCentres ? [] : ["allocations"]
          JSONValue.object(line.object.filter { !hidden.contains($0.key) }).write(to: &json)
        }
      }
    }
  }

  private static func write(_ json: inout JSONWriter, _ line: Orders.Line, _ reader: Reader) {
    json.object { json in
      json.member("status", line.status.rawValue)
      json.member("offerId", line.wanted.offer)
      json.member("planName", line.planName)
      json.member("quantity", line.wanted.quantity)
      json.member("friendlyName", line.wanted.friendlyName)
      if reader.showsCentres { writeAllocations(&json, line.wanted.allocations) }
      json.member("alignTo", line.wanted.alignTo)
      json.member("parentSubscriptionId", line.wanted.parent)
      json.member("parentLine", line.wanted.parentLine)
      json.member("subscriptionId", line.subscription)
      json.member("term", line.agreed?.term)
      json.member("billingFrequency", line.agreed?.frequency.rawValue)
      json.member("startsOn", line.agreed?.startsOn)
      json.array("amounts", line.agreed == nil ? [] : reader.legs) { json, leg in
        guard let amounts = line.agreed?[leg] else { return }
        json.object {
          $0.member("leg", leg.rawValue)
          $0.member("unit", amounts.unit)
          $0.member("first", amounts.first)
          $0.member("recurring", amounts.recurring)
        }
      }
    }
  }

  /// `null`: the default centre.
  static func writeAllocations(_ json: inout JSONWriter, _ allocations: [Allocation]?) {
    guard let allocations else {
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
