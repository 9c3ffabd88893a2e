import Core
import FoundationEssentials
import HTTP

/// Carts and checkouts over HTTP.
enum CartAPI {
  static func get(_ call: Call) throws -> Response {
    response(try CartView(of: try call.id(), in: call.work), call)
  }

  static func addLine(_ call: Call) throws -> Response {
    let customer: ID<Organization> = try call.id()
    let draft = try draft(try call.fields())
    let id = try Carts.add(draft, for: customer, in: call.work)
    restoreReach(call)
    return try line(id, of: customer, call, status: 201)
  }

  /// A line as fields say it: what an order's line has, and perhaps the line of the cart it goes with.
  static func draft(_ fields: Fields) throws -> Carts.Draft {
    let wanted = SubscriptionsAPI.wanted(fields)
    let parentLine = fields.id("parentLineId", of: CartLine.self)
    try fields.check()
    guard let wanted else { throw Refusal.notFound }
    return Carts.Draft(wanted: wanted, parentLine: parentLine)
  }

  static func changeLine(_ call: Call) throws -> Response {
    let id: ID<CartLine> = try call.id()
    let change = try change(try call.fields())
    try Carts.change(id, change, in: call.work, check: { try call.checkMatch($0.version) })
    restoreReach(call)
    return try line(id, of: try customer(of: id, call), call)
  }

  static func change(_ fields: Fields) throws -> Carts.Change {
    var change = Carts.Change()
    fields.noteNulls("quantity")
    change.quantity = fields.integer("quantity")
    if fields.has("friendlyName") { change.friendlyName = .some(fields.text("friendlyName", upTo: 100)) }
    if fields.has("allocations") { change.allocations = .some(SubscriptionsAPI.allocations(fields)) }
    if fields.has("alignTo") {
      change.alignTo = .some(fields.parsed("alignTo", "field.day_malformed") { Day($0) })
    }
    for (leg, name) in [(Leg.price, "unitPrice"), (.cost, "unitCost")] {
      if let amount = fields.object(name).flatMap(money) { change.accepted[leg] = amount }
    }
    try fields.check()
    return change
  }

  private static func money(_ fields: Fields) -> Money? {
    let currency = fields.parsed("currency", required: true, "currency.unknown") { Currency($0) }
    let amount = fields.parsed("amount", required: true, "money.malformed") { text in
      currency.flatMap { Money(text, currency: $0) }
    }
    fields.noteUnknown()
    return amount
  }

  static func removeLine(_ call: Call) throws -> Response {
    _ = try Carts.remove(try call.id(), in: call.work, check: { try call.checkMatch($0.version) })
    return .noContent
  }

  static func empty(_ call: Call) throws -> Response {
    try Carts.empty(for: try call.id(), in: call.work, check: { try call.checkMatch($0.version) })
    return .noContent
  }

  /// Add-ons that go with a line.
  static func addOns(_ call: Call) throws -> Response {
    let id: ID<CartLine> = try call.id()
    let customer = try customer(of: id, call)
    let paging = try Paging(call)
    guard let line = try Carts.open(for: customer, in: call.work)?.lines.first(where: { $0.id == id }) else {
      throw Refusal.notFound
    }
    let offers = try Storefront.addOns(of: line.plan, for: customer, paging, in: call.work)
    return paging.response(offers, cursor: { [$0.id.description] }) { CatalogueAPI.write(&$0, $1) }
  }

  static func checkOut(_ call: Call) throws -> Response {
    let asked = try asked(try call.fields())
    let customer: ID<Organization> = try call.id()
    let check: (Carts.Record) throws -> Void = { try call.checkMatch($0.version) }
    if call.isPreview {
      return SubscriptionsAPI.preview(
        try Checkout.preview(asked, for: customer, in: call.work, check: check), call.work)
    }
    let result = try Checkout.place(asked, for: customer, in: call.work, check: check)
    var json = JSONWriter(capacity: 2000)
    json.object { json in
      json.name("order")
      OrdersAPI.write(&json, result.order, for: OrdersAPI.Reader(call.actor))
      json.array("failed", result.failed) { json, failed in
        json.object { json in
          json.member("lineId", failed.line.id)
          json.member("planName", failed.line.planName)
          write(&json, failed.issues, call.actor.language)
        }
      }
    }
    return .json(
      json, status: 201, version: result.order.version, location: "/api/v1/orders/\(result.order.id)")
  }

  private static func asked(_ fields: Fields) throws -> Checkout.Asked {
    let cart = fields.id("cartId", of: Cart.self)
    let consent = consent(fields)
    let billing = fields.object("billing").flatMap { parts in
      let contact = BillingContact(parts)
      parts.noteUnknown()
      return contact
    }
    let allOrNothing = fields.bool("allOrNothing") ?? false
    try fields.check()
    return Checkout.Asked(cart: cart, consent: consent, billing: billing, allOrNothing: allOrNothing)
  }

  /// `acceptedTerms` by id, or `acceptTerms` for all in force.
  static func consent(_ fields: Fields) -> Consent {
    let accepts = fields.bool("acceptTerms") ?? false
    let ids = fields.ids("acceptedTerms", upTo: Bounds.pageMaximum, of: TermsDocument.self)
    if accepts { return .all }
    return ids.map { .documents($0) } ?? .none
  }

  // MARK: - Answers

  /// Pricing leaves the seller's reach behind.
  private static func restoreReach(_ call: Call) {
    call.tx.enqueue(Reach.notCommercial)
    call.tx.enqueue(call.actor.reach)
  }

  private static func customer(of line: ID<CartLine>, _ call: Call) throws -> ID<Organization> {
    guard let row = try call.tx.rows("SELECT customer_id FROM cart_line WHERE id = \(line)").first else {
      throw Refusal.notFound
    }
    return try row[0]
  }

  private static func line(
    _ id: ID<CartLine>, of customer: ID<Organization>, _ call: Call, status: Int = 200
  ) throws -> Response {
    let view = try CartView(of: customer, in: call.work)
    guard let line = view.lines.first(where: { $0.line.id == id }) else { throw Refusal.notFound }
    var json = JSONWriter(capacity: 1200)
    write(&json, line, call.actor)
    return .json(
      json, status: status, version: view.cart?.version,
      location: status == 201 ? "/api/v1/customers/\(customer)/cart" : nil)
  }

  private static func response(_ view: CartView, _ call: Call) -> Response {
    var json = JSONWriter(capacity: 800 + 900 * view.lines.count)
    write(&json, view, call.actor)
    return .json(json, version: view.cart?.version ?? 0)
  }

  static func write(_ json: inout JSONWriter, _ view: CartView, _ actor: Actor) {
    json.object { json in
      json.member("id", view.cart?.id)
      json.member("customerId", view.customer.id)
      json.member("expiresAt", view.cart?.expiresAt)
      json.member("waitsForApproval", view.waits)
      json.array("lines", view.lines) { json, line in write(&json, line, actor) }
      json.array("totals", view.sums) { json, sum in write(&json, sum) }
      json.array("terms", view.terms) { json, document in
        json.object {
          $0.member("id", document.id)
          $0.member("kind", document.kind.rawValue)
          $0.member("title", document.title)
          $0.member("version", document.version)
        }
      }
      json.name("billing")
      view.billing.write(&json)
    }
  }

  private static func write(_ json: inout JSONWriter, _ sum: CartSum) {
    json.object { json in
      json.member("leg", sum.leg.rawValue)
      json.member("list", sum.list)
      json.member("discount", sum.discount)
      json.member("net", sum.net)
      json.object("tax") {
        $0.member("rate", sum.treatment.percent)
        $0.member("reverseCharge", sum.treatment.reverseCharge)
        $0.member("amount", sum.tax)
      }
      json.member("gross", sum.gross)
      json.array("recurring", sum.recurring) { json, recurring in
        json.object {
          $0.member("billingFrequency", recurring.frequency.rawValue)
          $0.member("net", recurring.net)
        }
      }
    }
  }

  static func write(_ json: inout JSONWriter, _ line: CartView.Line, _ actor: Actor) {
    let kept = line.line
    json.object { json in
      json.member("id", kept.id)
      json.member("offerId", kept.offer)
      json.member("planId", kept.plan)
      json.member("planName", kept.planName)
      json.member("serviceName", kept.serviceName)
      json.member("term", kept.term)
      json.member("billingFrequency", kept.frequency.rawValue)
      json.member("trial", kept.trial)
      json.member("quantity", kept.quantity)
      json.member("friendlyName", kept.friendlyName)
      json.member("parentLineId", kept.parentLine)
      json.member("parentSubscriptionId", kept.parent)
      json.member("alignTo", kept.alignTo)
      if actor.holds(.centresView) { OrdersAPI.writeAllocations(&json, kept.allocations) }
      writePrices(&json, line, actor)
      write(&json, line.issues, actor.language)
    }
  }

  private static func writePrices(_ json: inout JSONWriter, _ line: CartView.Line, _ actor: Actor) {
    if actor.seesPrices {
      json.member("unitPrice", line.now?.price)
      json.member("agreedUnitPrice", line.line.agreed.price)
    }
    if actor.seesCosts {
      json.member("unitCost", line.now?.cost)
      json.member("agreedUnitCost", line.line.agreed.cost)
    }
    json.member("priceChanged", !line.stale.isEmpty)
    json.array("totals", (line.outcome?.totals ?? []).filter { actor.sees($0.leg) }) { json, totals in
      json.object {
        $0.member("leg", totals.leg.rawValue)
        $0.member("today", totals.today)
        $0.member("nextInvoice", totals.nextInvoice)
        $0.member("recurring", totals.recurring)
      }
    }
  }

  static func write(_ json: inout JSONWriter, _ issues: [Issue], _ language: Language) {
    json.array("errors", issues) { json, issue in
      json.object {
        $0.member("pointer", issue.pointer)
        $0.member("code", issue.code)
        $0.member("detail", Messages.sentence(issue.code, issue.details, language))
      }
    }
  }
}
