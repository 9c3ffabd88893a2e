import BackOffice
import Core
import Testing

// What is bought waits for the vendor, counts from its start once confirmed, and is undone exactly when refused.

@Test func `a purchase waits for the vendor with nothing posted, then counts from its start`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let shop = try Provisioned(world, vendor)
  let bought = try shop.buy(10)
  #expect(try shop.status(bought) == "pending")
  #expect(try shop.posted(bought) == 0)
  #expect(try shop.requests(bought) == ["purchase 10 waiting"])

  #expect(try shop.run() == 1)
  #expect(try shop.requests(bought) == ["purchase 10 done"])
  #expect(try shop.status(bought) == "active")
  let unit = try #require(try world.subscription(bought)["unitPrice"]?.minor)
  #expect(try shop.posted(bought) == unit * 10)
  #expect(vendor.heard.map(\.isSigned) == [true])
  #expect(vendor.heard.map(\.operation) == ["purchase"])
  #expect(vendor.heard.map(\.key) == vendor.heard.map(\.id))
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a preview of what waits for a vendor posts nothing and says so`() throws {
  let world = try World()
  let shop = try Provisioned(world, "manual")
  let before = try world.fingerprint()
  let body = #"{"offerId":"\#(try shop.helvetia.offer(Provisioned.plan, "P1Y"))","quantity":3,"acceptTerms":true}"#
  let answer = try world.send(
    .post, "/api/v1/customers/\(shop.helvetia.customer)/subscriptions?preview=true", as: "reseller", body)
  #expect(answer.status == 200)
  #expect(answer.promised.isEmpty)
  #expect(answer.json["warnings"]?[0]?["code"]?.string == "fulfilment.vendor_confirms")
  #expect(try world.fingerprint() == before)
  #expect(try world.ledgerDifferences() == [])
}

@Test
func `a confirmation months later posts every cycle since the start on the day it comes, closed months left alone`()
  throws
{
  let world = try World()
  let shop = try Provisioned(world, "manual")
  let bought = try shop.buy(10)
  let closedBefore = try world.number("SELECT count(*)::int FROM statement WHERE status = 'closed'")
  try shop.world.pass(hours: 24 * 75)
  #expect(try shop.posted(bought) == 0)
  #expect(try world.number("SELECT count(*)::int FROM statement WHERE status = 'closed'") > closedBefore)

  let settled = try shop.settle(try shop.request(bought), #"{"state":"done","reference":"PO-7"}"#)
  #expect(settled.status == 200, "\(settled.text)")
  #expect(settled.json["settledByName"]?.string != nil)
  let unit = try #require(try world.subscription(bought)["unitPrice"]?.minor)
  let cycles = try world.number(
    "SELECT count(DISTINCT cycle_from)::int FROM charge WHERE subscription_id = \(bought)::uuid")
  #expect(cycles == 3)
  #expect(try shop.posted(bought) == unit * 10 * 3)
  let days = try world.number(
    "SELECT count(DISTINCT posted_on)::int FROM charge WHERE subscription_id = \(bought)::uuid")
  #expect(days == 1)
  // The run afterwards finds nothing left.
  try shop.world.pass(hours: 1)
  #expect(try shop.posted(bought) == unit * 10 * 3)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a confirmation after the term is over is parked, and refusing it owes nothing`() throws {
  let world = try World()
  let shop = try Provisioned(world, "simulated", settings: #"{"delaySeconds":2678400}"#)
  let bought = try shop.buy(2, "P1M")
  try world.pass(hours: 24 * 32)
  let request = try shop.request(bought)
  let parked = try world.send(.get, "/api/v1/fulfilments/\(request)", as: "distributor").json
  #expect(parked["state"]?.string == "parked")
  #expect(parked["fault"]?.string == "fulfilment.confirmed_too_late")
  #expect(try shop.settle(request, #"{"state":"done"}"#).code == "fulfilment.confirmed_too_late")
  #expect(try shop.settle(request, #"{"state":"refused","reason":"Too late"}"#).status == 200)
  #expect(try shop.status(bought) == "cancelled")
  #expect(try shop.posted(bought) == 0)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a refused purchase is cancelled, told by mail and owes nothing`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  vendor.answers(200, #"{"status":"refused","reason":"Not sold in your country"}"#)
  let shop = try Provisioned(world, vendor)
  let bought = try shop.buy(4)
  try shop.run()
  #expect(try shop.status(bought) == "cancelled")
  #expect(try shop.posted(bought) == 0)
  let changes = try world.send(.get, "/api/v1/subscriptions/\(bought)/changes", as: "reseller")
  let refusal = try #require(changes.items.first { $0["kind"]?.string == "vendorRefused" })
  #expect(refusal["note"]?.string == "Not sold in your country")
  let mails = try world.number(
    "SELECT count(*)::int FROM outbox WHERE kind = 'mail' AND payload->>'text' LIKE '%Not sold in your country%'")
  #expect(mails > 0)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a refused increase goes back to the cent, also after it was moved on from and billed again`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let shop = try Provisioned(world, vendor)
  let bought = try shop.buy(10)
  try shop.run()
  let before = try shop.posted(bought)
  let costBefore = try shop.posted(bought, "cost")
  vendor.answers(202, "")
  #expect(try world.patch(bought, #"{"quantity":13}"#).status == 200)
  #expect(try shop.posted(bought) > before)
  try shop.run()
  // The next month begins with the licences as promised.
  try world.pass(hours: 24 * 5)
  let back = shop.callBack(try shop.request(bought), "refused", more: #","reason":"No seats left""#)
  #expect(back.json["code"]?.string == "callback.applied", "\(back.text)")
  #expect(try world.subscription(bought)["quantity"]?.integer == 10)
  #expect(try shop.posted(bought) == before)
  #expect(try shop.posted(bought, "cost") == costBefore)
  #expect(try shop.requests(bought) == ["purchase 10 done", "change 13 refused"])
  #expect(try world.ledgerDifferences() == [])
}

@Test func `what was decided since the refused increase stays, without the refused licences, on every day`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let shop = try Provisioned(world, vendor)
  let (refused, plain) = (try shop.buy(10), try shop.buy(10))
  try shop.run()
  vendor.answers(202, "")
  #expect(try world.patch(refused, #"{"quantity":13}"#).status == 200)
  try shop.run()
  try world.pass(hours: 48)
  // The same decrease by one, with and without the increase before.
  #expect(try world.patch(refused, #"{"quantity":12}"#).status == 200)
  #expect(try world.patch(plain, #"{"quantity":9}"#).status == 200)
  #expect(try shop.requests(refused).last == "change 12 waiting")
  try world.pass(hours: 48)
  let request = try world.text(
    "SELECT id::text FROM fulfilment WHERE subscription_id = \(refused)::uuid AND state = 'accepted'")
  #expect(shop.callBack(request, "refused", more: #","reason":"No seats""#).status == 200)
  #expect(try world.subscription(refused)["quantity"]?.integer == 9)
  #expect(try shop.posted(refused) == shop.posted(plain))
  #expect(try shop.requests(refused).last == "change 9 waiting")
  #expect(try world.ledgerDifferences() == [])
}

@Test func `refused licences that people hold wait for a person, who unassigns and refuses again`() throws {
  let world = try World()
  let shop = try Provisioned(world, "manual")
  let bought = try shop.buy(1)
  #expect(try shop.settle(try shop.request(bought), #"{"state":"done"}"#).status == 200)
  #expect(try world.patch(bought, #"{"quantity":2}"#).status == 200)
  let people = ["manager", "user"]
  for person in people {
    let id = try shop.helvetia.user(person)
    let answer = try world.send(
      .post, "/api/v1/subscriptions/\(bought)/assignments", as: "manager", #"{"userId":"\#(id)"}"#)
    #expect(answer.status < 300, "\(answer.text)")
  }
  let request = try shop.request(bought)
  let refusal = #"{"state":"refused","reason":"No seats"}"#
  #expect(try shop.settle(request, refusal).code == "fulfilment.refusal_does_not_fit")
  let id = try shop.helvetia.user("user")
  #expect(
    try world.send(.delete, "/api/v1/subscriptions/\(bought)/assignments?userId=\(id)", as: "manager").status < 300)
  let preview = try shop.settle(request, refusal, preview: true)
  #expect(preview.status == 200)
  #expect(preview.promised.keys.allSatisfy { $0.hasPrefix("cost") }, "the distributor sees its own leg")
  #expect(try shop.requests(bought).last == "change 2 waiting")
  #expect(try shop.settle(request, refusal).status == 200)
  #expect(try world.subscription(bought)["quantity"]?.integer == 1)
  #expect(try world.ledgerDifferences() == [])
}

@Test(arguments: [
  (#"{"status":"suspended","reason":"unpaid"}"#, "suspend", "active"), (#"{"status":"active"}"#, "resume", "suspended"),
])
func `a refused suspension or reactivation never happened`(_ body: String, _ operation: String, _ end: String) throws {
  let world = try World()
  let shop = try Provisioned(world, "manual")
  let bought = try shop.buy(5)
  #expect(try shop.settle(try shop.request(bought), #"{"state":"done"}"#).status == 200)
  if operation == "resume" {
    #expect(try world.patch(bought, #"{"status":"suspended","reason":"unpaid"}"#).status == 200)
    #expect(try shop.settle(try shop.request(bought), #"{"state":"done"}"#).status == 200)
    try world.pass(hours: 48)
  }
  let before = try shop.posted(bought)
  #expect(try world.patch(bought, body).status == 200)
  try world.pass(hours: 48)
  #expect(try shop.settle(try shop.request(bought), #"{"state":"refused","reason":"Cannot"}"#).status == 200)
  #expect(try shop.requests(bought).last == "\(operation) 5 refused")
  #expect(try shop.status(bought) == end)
  #expect(try shop.posted(bought) == before)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `a refused cancellation goes on being billed, a refused renewal gives the new term back`() throws {
  let world = try World()
  let shop = try Provisioned(world, "manual")
  let (kept, renewed) = (try shop.buy(5), try shop.buy(2, "P1M"))
  for id in [kept, renewed] { #expect(try shop.settle(try shop.request(id), #"{"state":"done"}"#).status == 200) }
  let before = try shop.posted(kept)
  let term = try shop.posted(renewed)
  let cancelled = try world.send(
    .post, "/api/v1/subscriptions/\(kept)/cancellation", as: "reseller", #"{"when":"now"}"#)
  #expect(cancelled.status == 200, "\(cancelled.text)")
  #expect(try shop.posted(kept) < before)
  #expect(try shop.settle(try shop.request(kept), #"{"state":"refused","reason":"Bound"}"#).status == 200)
  #expect(try shop.status(kept) == "active")
  #expect(try shop.posted(kept) == before)

  try world.pass(hours: 24 * 32)
  #expect(try shop.requests(renewed).last == "renew 2 waiting")
  #expect(try shop.posted(renewed) == term * 2)
  #expect(try shop.settle(try shop.request(renewed), #"{"state":"refused","reason":"Ended"}"#).status == 200)
  #expect(try shop.status(renewed) == "expired")
  #expect(try shop.posted(renewed) == term)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `what is pending can be cancelled: unsent it is withdrawn, sent the vendor hears of both in order`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let shop = try Provisioned(world, vendor)
  let (unsent, sent) = (try shop.buy(1), try shop.buy(2))
  #expect(
    try world.send(.post, "/api/v1/subscriptions/\(unsent)/cancellation", as: "reseller", #"{"when":"now"}"#).status
      == 200)
  #expect(try shop.requests(unsent) == ["purchase 1 withdrawn", "cancel 1 withdrawn"])
  vendor.answers(202, "")
  try shop.run()
  #expect(try world.patch(sent, #"{"quantity":3}"#).code == "subscription.not_active")
  #expect(
    try world.send(.post, "/api/v1/subscriptions/\(sent)/cancellation", as: "reseller", #"{"when":"now"}"#).status
      == 200)
  #expect(try shop.run() == 0)
  let purchase = try world.text(
    "SELECT id::text FROM fulfilment WHERE subscription_id = \(sent)::uuid AND operation = 'purchase'")
  vendor.answers(200, #"{"status":"approved"}"#)
  #expect(shop.callBack(purchase, "approved").status == 200)
  #expect(try shop.status(sent) == "cancelled")
  try shop.run()
  #expect(try shop.requests(sent) == ["purchase 2 done", "cancel 2 done"])
  #expect(try shop.posted(sent) == 0)
  #expect(vendor.heard.map(\.operation) == ["purchase", "cancel"])
  #expect(try world.ledgerDifferences() == [])
}
