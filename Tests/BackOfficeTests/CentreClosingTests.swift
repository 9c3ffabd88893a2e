import BackOffice
import Core
import HTTP
import Postgres
import Testing

@Test func `a centre closes once nothing lands on it: each reason is told, with how many`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let new = try splitting.open("NEW")
  let path = "/api/v1/billing-centres/\(new)"
  func close() throws -> [String] {
    let answer = try world.send(.patch, path, as: "manager", #"{"closed":true}"#)
    let reasons = try world.send(.get, path + "/use", as: "manager").json["reasons"]?.items ?? []
    #expect(answer.faults.map { $0.split(separator: " ").last.map(String.init) } == reasons.map { $0["code"]?.string })
    return answer.status == 200 ? [] : answer.faults
  }
  let held = try splitting.helvetia.buy(
    Bulk.exchange, "P1M", 4, #","allocations":[{"centreId":"\#(new)","quantity":4}]"#)
  _ = try splitting.put(#"{"centreId":"\#(new)"}"#)
  #expect(
    try world.send(
      .patch, "/api/v1/customers/\(splitting.customer)", as: "reseller", #"{"selfService":"request"}"#
    ).status == 200)
  let asked = try world.patch(held, #"{"quantity":6,"addTo":"\#(new)"}"#, as: "manager")
  #expect(asked.status == 202, "\(asked.text)")
  let ordering = try Ordering(world, "helvetia")
  let order = try ordering.place(
    [ordering.line(2, of: Ordering.exchange, #""allocations":[{"centreId":"\#(new)","quantity":2}]"#)], as: "manager")
  #expect(order.status == 201 && order.json["status"]?.string == "waiting", "\(order.text)")
  #expect(
    try close() == [
      "/closed centre.in_use", "/closed centre.in_rules", "/closed centre.in_orders", "/closed centre.in_requests",
    ])
  #expect(try world.send(.get, "/centres/\(new)/closing", as: "manager").text.contains("split-rules"))
  let request = try #require(asked.json["id"]?.string)
  #expect(
    try world.send(
      .patch, "/api/v1/requests/\(request)", as: "manager", #"{"status":"cancelled"}"#
    ).status == 200)
  #expect(
    try ordering.decide(
      try #require(order.json["id"]?.string), #"{"status":"cancelled"}"#, as: "manager"
    ).status == 200)
  #expect(try world.send(.delete, splitting.path(), as: "manager").status == 204)
  #expect(try close() == ["/closed centre.in_use"])
  let moving = #"{"move":{"from":"\#(new)","to":"\#(try splitting.centre("ADM"))"}}"#
  #expect(try world.send(.put, "/api/v1/subscriptions/\(held)/split", as: "manager", moving).status == 200)
  #expect(try close() == [])
  #expect(try splitting.put(#"{"centreId":"\#(new)"}"#).faults == ["/centreId centre.closed"])
  #expect(try splitting.close("ADM").faults == ["/closed centre.default_stays_open", "/closed centre.in_use"])
  #expect(try world.send(.patch, path, as: "manager", #"{"closed":false}"#).status == 200, "and opens again")
}

@Test func `a cart does not keep a centre open, it is told`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let shopping = try Shopping(world)
  let new = try splitting.open("NEW")
  try shopping.line(2, of: Ordering.exchange, #""allocations":[{"centreId":"\#(new)","quantity":2}]"#)
  let use = try world.send(.get, "/api/v1/billing-centres/\(new)/use", as: "reseller").json
  #expect(use["closable"]?.bool == true && use["carts"]?.integer == 1)
  #expect(try world.send(.patch, "/api/v1/billing-centres/\(new)", as: "manager", #"{"closed":true}"#).status == 200)
  #expect(try shopping.cart().lineFaults == [["centre.closed"]])
}

@Test func `what keeps a centre open is nobody else's affair`() throws {
  let world = try World()
  let sal = try Splitting(world).centre("SAL")
  for (person, status) in [("finance", 403), ("tech", 403), ("user", 403), ("distributor", 403), ("rival", 404)] {
    #expect(try world.send(.get, "/api/v1/billing-centres/\(sal)/use", as: person).status == status, "\(person)")
  }
}

@Test func `the schema itself keeps rules and closed centres apart`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let new = ID<BillingCentre>(try splitting.open("NEW"))
  _ = try splitting.put(#"{"centreId":"\#(new!)"}"#)
  for (change, constraint): (SQL, String) in [
    ("UPDATE billing_centre SET closed = true WHERE id = \(new)", "billing_centre_of_no_rule"),
    ("UPDATE split_rule SET shares = '{9999}'", "split_rule_shares_all"),
    ("UPDATE split_rule SET centre_ids = ARRAY[gen_random_uuid()]", "split_rule_centres"),
  ] {
    #expect { _ = try world.owner(change) { _ in } } throws: { "\(String(reflecting: $0))".contains(constraint) }
  }
}

@Test func `closing and buying at once: the centre stays open, or nothing lands on it`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let new = try splitting.open("NEW")
  let subscription = try splitting.helvetia.buy(Bulk.exchange, "P1M", 10)
  let body = try splitting.helvetia.allocations([("ADM", 5)]).dropLast() + #",{"centreId":"\#(new)","quantity":5}]"#
  let outcomes = try atOnce(2) { index in
    index == 0
      ? try world.send(.patch, "/api/v1/billing-centres/\(new)", as: "manager", #"{"closed":true}"#).status
      : try world.send(
        .put, "/api/v1/subscriptions/\(subscription)/split", as: "reseller", #"{"allocations":\#(body)}"#
      ).status
  }
  #expect(outcomes.filter { $0 == 200 }.count == 1, "\(outcomes)")
  let both = try world.number(
    """
    SELECT count(*) FROM billing_centre b JOIN subscription s ON b.id = ANY (s.centre_ids)
    WHERE b.id = \(ID<BillingCentre>(new)) AND b.closed
    """)
  #expect(both == 0)
}

@Test func `what is corrected of a closed centre's days lands there still`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let metered = try Metered(world)
  #expect(try metered.counts([metered.record("early", "100")]) == "1 0 0 0")
  try world.pass(hours: 24 * 4)
  for code in ["PRO", "RND"] {
    #expect(
      try world.send(
        .put, "/api/v1/subscriptions/\(metered.subscription)/split", as: "manager", try splitting.move(code, "ADM")
      )
      .status == 200)
  }
  // Whatever else runs there moves as well.
  let filter = #"{"filter":{"customerId":"\#(splitting.customer)","centreId":"\#(try splitting.centre("RND"))"},"#
  let made = try world.send(
    .post, "/api/v1/bulk-changes", as: "manager",
    filter + #""kind":"split","body":\#(try splitting.move("RND", "ADM"))}"#)
  if let id = made.json["id"]?.string {
    #expect(try world.send(.post, "/api/v1/bulk-changes/\(id)/start", as: "manager").status == 200)
  }
  #expect(try splitting.close("RND").status == 200)
  // A record of a day on which it still had three of four buckets comes late.
  #expect(try metered.counts([metered.record("late", "5000")]) == "1 0 0 0")
  let sequence = try world.lastCharge
  try world.pass(hours: 24 * 31)
  let rnd = try splitting.centre("RND")
  let posted = try world.posted(metered.subscription, after: sequence)["price \(rnd)"] ?? 0
  #expect(posted > 0)
  let statement = try world.send(.get, "/api/v1/billing-centres/\(rnd)/charges", as: "finance")
  #expect(statement.items.contains { $0["reason"]?.string == "usage" })
}
