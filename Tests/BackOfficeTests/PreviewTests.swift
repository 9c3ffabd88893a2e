import BackOffice
import Core
import Testing

/// One thing somebody does to a subscription.
struct Step: CustomStringConvertible {
  let subscription: String
  let part: String
  let isPut: Bool
  let body: String

  var description: String { "\(part) \(body)" }

  func send(_ world: World, preview: Bool) throws -> Answer {
    let path = "/api/v1/subscriptions/\(subscription)\(part)\(preview ? "?preview=true" : "")"
    if part == "/cancellation" { return try world.send(.post, path, as: "reseller", body) }
    return try world.send(isPut ? .put : .patch, path, as: "reseller", body)
  }
}

extension Dice {
  /// Some change of a subscription as it stands; most are possible.
  mutating func step(_ subscription: JSONValue, centres: [String]) throws -> Step {
    let id = try #require(subscription["id"]?.string)
    let quantity = try #require(subscription["quantity"]?.integer)
    let centre = try #require(centres.randomElement(using: &self))
    func patch(_ body: String) -> Step { Step(subscription: id, part: "", isPut: false, body: body) }
    if subscription["status"]?.string == "suspended" { return patch(#"{"status":"active"}"#) }
    switch Int.random(in: 0..<10, using: &self) {
    case 0...2: return patch(#"{"quantity":\#(quantity + Int.random(in: 1...9, using: &self)),"addTo":"\#(centre)"}"#)
    case 3: return patch(#"{"quantity":\#(max(1, quantity - 1))}"#)
    case 4: return patch(#"{"status":"suspended","reason":"Unpaid"}"#)
    case 5:
      let more = quantity + 2
      return patch(#"{"quantity":\#(more),"allocations":\#(split(more, centres))}"#)
    case 6: return patch(#"{"quantity":\#(quantity + 1),"friendlyName":"No. \#(quantity)"}"#)
    default:
      return Step(
        subscription: id, part: "/split", isPut: true, body: #"{"allocations":\#(split(quantity, centres))}"#)
    }
  }

  private mutating func split(_ quantity: Int, _ centres: [String]) -> String {
    var parts = centres.map { _ in 0 }
    for _ in 0..<quantity { parts[Int.random(in: parts.indices, using: &self)] += 1 }
    let items = zip(centres, parts).map { #"{"centreId":"\#($0)","quantity":\#($1)}"# }
    return "[" + items.joined(separator: ",") + "]"
  }
}

extension World {
  /// The open centres of a subscription's customer.
  func centres(of subscription: JSONValue) throws -> [String] {
    let customer = try #require(subscription["customerId"]?.string)
    return try send(.get, "/api/v1/customers/\(customer)/billing-centres", as: "reseller").items.compactMap {
      $0["closed"]?.bool == true ? nil : $0["id"]?.string
    }
  }
}

@Test func `what a preview promises is what is posted, for each leg and centre, and its totals add up`() throws {
  let world = try World()
  var dice = Dice(state: 2026)
  let ids = try world.send(.get, "/api/v1/subscriptions?status=active&limit=200", as: "reseller").items
    .compactMap { $0["id"]?.string }
  let chosen = Array(ids.shuffled(using: &dice).prefix(8))
  var done = 0
  for round in 0..<40 {
    if round.isMultiple(of: 4) { try world.pass(hours: Int.random(in: 5...170, using: &dice)) }
    let before = try world.subscription(chosen[round % chosen.count])
    let step = try dice.step(before, centres: world.centres(of: before))
    let untouched = try world.fingerprint()
    let preview = try step.send(world, preview: true)
    #expect(try world.fingerprint() == untouched, "a preview keeps nothing")
    let last = try world.lastCharge
    let answer = try step.send(world, preview: false)
    #expect(answer.status == preview.status && answer.code == preview.code, "\(step): \(preview.text) \(answer.text)")
    #expect(try world.posted(step.subscription, after: last) == preview.promised, "\(step)")
    guard preview.status == 200 else { continue }
    done += 1
    for totals in try #require(preview.json["totals"]?.items) {
      let leg = try #require(totals["leg"]?.string)
      let sum = preview.promised.filter { $0.key.hasPrefix(leg) }.values.reduce(0, +)
      #expect(totals["today"]?.minor == sum, "\(step)")
      let unit = try #require(answer.json[leg == "price" ? "unitPrice" : "unitCost"]?.minor)
      let isBilled = answer.json["status"]?.string == "active" || totals["recurring"]?.minor != 0
      #expect(totals["recurring"]?.minor == (isBilled ? unit * (answer.json["quantity"]?.integer ?? -1) : 0))
    }
  }
  #expect(done >= 20)
}

@Test func `the next invoice a preview names is what is posted when the next cycle begins`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let cases = [
    ("Exchange Online (Plan 1)", "P1M", #"{"quantity":13}"#),
    ("Exchange Online (Plan 2)", "P1Y", #"{"quantity":13}"#),
    ("Acronis Cyber Protect Standard", "P1M", #"{"status":"suspended","reason":"Unpaid"}"#),
    ("Exchange Online (Plan 1)", "P1M", #"{"autoRenew":false}"#),
    (
      "Exchange Online (Plan 1)", "P1M",
      #"{"renewal":{"quantity":4,"term":"P1M","billingFrequency":"monthly","alignTo":"2026-03-01"}}"#
    ),
  ]
  var bought: [(id: String, promise: [String: Int])] = []
  for (plan, term, _) in cases { bought.append((try helvetia.buy(plan, term, 10), [:])) }
  try world.pass(hours: 24 * 5)
  for (index, (_, _, body)) in cases.enumerated() {
    let preview = try world.patch(bought[index].id, body, preview: true)
    for totals in preview.json["totals"]?.items ?? [] {
      bought[index].promise[try #require(totals["leg"]?.string)] = totals["nextInvoice"]?.minor
    }
    #expect(try world.patch(bought[index].id, body).status == 200)
  }
  try world.pass(hours: 24 * 28)
  for (index, (id, promise)) in bought.enumerated() {
    for leg in ["price", "cost"] {
      let sum = try world.number(
        """
        SELECT coalesce(sum(amount), 0)::bigint FROM charge WHERE subscription_id = \(id)::uuid AND leg = \(leg)
          AND cycle_from = date '2026-02-15'
        """)
      #expect(promise[leg] == sum, "\(cases[index]) \(leg)")
    }
  }
  #expect(bought[0].promise["price"] == 13 * 390 && bought[2].promise["price"] == 0 && bought[3].promise["cost"] == 0)
}

@Test func `a preview keeps nothing even where a new cycle has begun and no job has run yet`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let yearly = try helvetia.buy("Exchange Online (Plan 2)", "P1Y", 10)
  try world.pass(hours: 24 * 30)
  try Clock.set(#require(Instant("2026-02-14T23:30:00Z")), world.office)
  for subscription in [id, yearly] {
    let untouched = try world.fingerprint()
    let last = try world.lastCharge
    let preview = try world.patch(subscription, #"{"quantity":12}"#, preview: true)
    #expect(preview.status == 200, "\(preview.text)")
    #expect(preview.json["effectiveFrom"]?.string == "2026-02-15", "it is tomorrow already in Zürich")
    #expect(try world.fingerprint() == untouched)
    #expect(try world.patch(subscription, #"{"quantity":12}"#).status == 200)
    // The new cycle's own charge came with the change; the preview is about the change.
    let inAll = try world.posted(subscription, after: last).values.reduce(0, +)
    let added = preview.promised.values.reduce(0, +)
    #expect(inAll == added * 6, "ten licences and two more, for the whole cycle")
  }
  let renewed = try world.owner(
    "SELECT actor_name FROM subscription_change WHERE subscription_id = \(id)::uuid AND kind = 'renewed'"
  ) { try $0[0] as String }
  #expect(renewed == ["Comptoir"], "time renewed it, not whoever came by")
}
