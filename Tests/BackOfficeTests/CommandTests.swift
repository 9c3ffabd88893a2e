import BackOffice
import Core
import Testing

private typealias Line = (person: String, body: String, outcome: String)

private func play(_ lines: [Line], on id: String, _ world: World) throws {
  for line in lines {
    _ = try world.token(of: line.person)
    let before = try world.fingerprint()
    let answer = try world.patch(id, line.body, as: line.person)
    #expect(answer.outcome == line.outcome, "\(line) \(answer.text)")
    if answer.status != 200 { #expect(try world.fingerprint() == before, "\(line)") }
  }
}

@Test func `suspending takes a reason and somebody above, and whoever is below the suspender cannot undo it`() throws {
  let world = try World()
  let id = try Helvetia(world).buy("Exchange Online (Plan 1)", "P1M", 10)
  try play(
    [
      ("reseller", #"{"status":"suspended"}"#, "reason.required"),
      ("reseller", #"{"status":"suspended","reason":""}"#, "reason.required"),
      ("reseller", #"{"status":"suspended","reason":"   "}"#, "reason.required"),
      ("reseller", #"{"status":"suspended","reason":7}"#, "field.text_expected"),
      ("reseller", #"{"status":"gone"}"#, "field.not_a_choice"),
      ("reseller", #"{"status":"cancelled"}"#, "field.not_a_choice"),
      ("manager", #"{"status":"suspended","reason":"Holidays"}"#, "permission.missing"),
      ("tech", #"{"status":"suspended","reason":"Holidays"}"#, "permission.missing"),
      ("rival", #"{"status":"suspended","reason":"Holidays"}"#, "object.not_found"),
      ("reseller", #"{"status":"active"}"#, "200"),
      ("distributor", #"{"status":"suspended","reason":"Unpaid"}"#, "200"),
    ], on: id, world)
  let suspended = try world.subscription(id)
  #expect(suspended["status"]?.string == "suspended" && suspended["suspendedBy"]?.string == "distributor")
  try play(
    [
      ("reseller", #"{"status":"active"}"#, "subscription.suspended_above"),
      ("manager", #"{"status":"active"}"#, "permission.missing"),
      ("reseller", #"{"quantity":12}"#, "subscription.not_active"),
      ("reseller", #"{"quantity":8}"#, "subscription.not_active"),
      ("reseller", #"{"friendlyName":"Still mine"}"#, "200"),
      ("reseller", #"{"autoRenew":false}"#, "200"),
      ("reseller", #"{"autoRenew":true}"#, "subscription.not_active"),
      ("distributor", #"{"status":"active"}"#, "200"),
      ("reseller", #"{"autoRenew":true}"#, "200"),
      ("reseller", #"{"status":"suspended","reason":"Unpaid"}"#, "200"),
      ("distributor", #"{"status":"active"}"#, "200"),
    ], on: id, world)
  let kinds = try world.send(.get, "/api/v1/subscriptions/\(id)/changes", as: "reseller").items
    .compactMap { $0["kind"]?.string }
  #expect(
    kinds == [
      "purchase", "provisioned", "suspend", "rename", "autoRenewOff", "activate", "autoRenewOn", "suspend", "activate",
    ])
}

@Test func `names and renewals are changed by merge patch, several things as one`() throws {
  let world = try World()
  let id = try Helvetia(world).buy("Exchange Online (Plan 1)", "P1M", 10)
  func renewal(_ quantity: Int, _ term: String, _ more: String = "") -> String {
    #"{"renewal":{"quantity":\#(quantity),"term":"\#(term)","billingFrequency":"monthly"\#(more)}}"#
  }
  try play(
    [
      ("reseller", renewal(8, "P1Y"), "200"), ("reseller", renewal(0, "P1Y"), "quantity.below_minimum"),
      ("reseller", renewal(301, "P1Y"), "quantity.above_maximum"),
      ("reseller", renewal(8, "P1Y2D"), "renewal.term_invalid"), ("reseller", renewal(8, "1 year"), "field.malformed"),
      ("reseller", renewal(8, "P1Y", #","alignTo":"2026-01-31""#), "align.out_of_term"),
      ("reseller", renewal(8, "P1Y", #","alignTo":"2026-02-30""#), "field.day_malformed"),
      ("reseller", renewal(8, "P1Y", #","colour":"red""#), "field.unknown"),
      ("reseller", #"{"renewal":{}}"#, "input.invalid"), ("reseller", #"{"renewal":"same"}"#, "field.object_expected"),
      ("reseller", #"{"renewal":null}"#, "200"), ("reseller", #"{"autoRenew":false}"#, "200"),
      ("reseller", renewal(8, "P1Y"), "renewal.auto_renew_off"), ("reseller", #"{"autoRenew":null}"#, "field.required"),
      ("reseller", #"{"autoRenew":"on"}"#, "field.boolean_expected"), ("reseller", #"{"autoRenew":true}"#, "200"),
      ("tech", #"{"friendlyName":"Mine"}"#, "permission.missing"),
      ("user", #"{"friendlyName":"Mine"}"#, "object.not_found"),
      ("reseller", #"{"friendlyName":"Front desk"}"#, "200"), ("reseller", #"{"friendlyName":null}"#, "200"),
      ("reseller", #"{"friendlyName":"Back desk","quantity":12,"status":"suspended"}"#, "reason.required"),
      ("reseller", #"{"friendlyName":"Back desk","quantity":12,"autoRenew":false}"#, "200"),
    ], on: id, world)
  let after = try world.subscription(id)
  #expect(after["friendlyName"]?.string == "Back desk" && after["quantity"]?.integer == 12)
  #expect(after["autoRenew"]?.bool == false && after["renewal"] == .null)
}

@Test func `cancelling refunds by the day while the window is open, and is refused with its reason otherwise`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let (fresh, old) = (
    try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10), try helvetia.buy("Power BI Pro", "P1M", 3)
  )
  let parent = try helvetia.buy("Microsoft 365 Business Standard", "P1Y", 5)
  let addOn = try helvetia.buy("Teams Phone Standard", "P1Y", 5, #","parentSubscriptionId":"\#(parent)""#)
  let used = try helvetia.buy("Exchange Online (Plan 2)", "P1M", 3)
  let someone = try helvetia.user("user")
  func cancel(_ id: String, _ body: String = #"{"when":"now"}"#, as person: String = "reseller") throws -> String {
    try world.send(.post, "/api/v1/subscriptions/\(id)/cancellation", as: person, body).outcome
  }
  let holder = #"{"userId":"\#(someone)"}"#
  #expect(try world.send(.post, "/api/v1/subscriptions/\(used)/assignments", as: "manager", holder).status == 201)
  #expect(try cancel(parent) == "cancel.add_on_active")
  #expect(try cancel(used) == "cancel.assigned")
  #expect(try cancel(fresh, #"{"when":"yesterday"}"#) == "field.not_a_choice")
  #expect(try cancel(fresh, as: "rival") == "object.not_found")
  #expect(try cancel(fresh, as: "tech") == "permission.missing")
  try world.pass(hours: 24 * 3)
  #expect(try cancel(fresh) == "200")
  #expect(try world.subscription(fresh)["status"]?.string == "cancelled")
  // Three of the cycle's 31 days are owed.
  #expect(try world.posted(fresh, after: 0).filter { $0.key.hasPrefix("price") }.values.reduce(0, +) == 377)
  #expect(try cancel(addOn) == "200")
  #expect(try cancel(parent) == "200")
  #expect(try world.patch(fresh, #"{"quantity":11}"#).outcome == "subscription.not_active")
  #expect(try world.patch(fresh, #"{"status":"active"}"#).outcome == "subscription.not_suspended")
  try world.pass(hours: 24 * 5)
  #expect(try cancel(old) == "cancel.window_closed")
  #expect(try cancel(old, #"{"when":"later"}"#) == "200")
  let ending = try world.subscription(old)
  #expect(ending["status"]?.string == "active" && ending["autoRenew"]?.bool == false)
  #expect(ending["nextInvoiceDate"] == .null && ending["commitmentEndDate"]?.string == "2026-02-15")
  try world.pass(hours: 24 * 30)
  #expect(try world.subscription(old)["status"]?.string == "expired")
}

@Test func `a customer manager changes subscriptions only as far as the reseller lets them`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let order = #"{"offerId":"\#(try helvetia.offer("Power BI Pro", "P1M"))","quantity":1,"acceptTerms":true}"#
  let split = #"{"allocations":\#(try helvetia.allocations([("ADM", 4), ("PRO", 6)]))}"#
  for (level, refusal) in [
    ("view", "self_service.view_only"), ("full", nil),
  ] {
    let set = #"{"selfService":"\#(level)"}"#
    #expect(try world.send(.patch, "/api/v1/customers/\(helvetia.customer)", as: "manager", set).status == 403)
    #expect(try world.send(.patch, "/api/v1/customers/\(helvetia.customer)", as: "reseller", set).status == 200)
    let untouched = try world.fingerprint()
    for body in [#"{"quantity":12}"#, #"{"friendlyName":"\#(level)"}"#, #"{"autoRenew":false}"#] {
      #expect(try world.patch(id, body, as: "manager").outcome == refusal ?? "200", "\(level) \(body)")
    }
    let added = try world.send(.post, "/api/v1/customers/\(helvetia.customer)/subscriptions", as: "manager", order)
    #expect(added.outcome == refusal ?? "201", "\(level)")
    if refusal != nil { #expect(try world.fingerprint() == untouched) }
    let increase = try world.subscription(id, as: "manager")["actions"]?.items
      .first { $0["action"]?.string == "increase" }
    #expect(increase?["code"]?.string == refusal && increase?["allowed"]?.bool == (refusal == nil))
  }
  #expect(
    try world.send(.patch, "/api/v1/customers/\(helvetia.customer)", as: "reseller", #"{"selfService":"view"}"#)
      .status == 200)
  let quantity = #"{"quantity":10}"#
  #expect(try world.patch(id, quantity).status == 200)
  #expect(try world.send(.put, "/api/v1/subscriptions/\(id)/split", as: "manager", split).status == 200)
  #expect(try world.send(.put, "/api/v1/subscriptions/\(id)/split", as: "tech", split).status == 403)
}
