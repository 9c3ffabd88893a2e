import BackOffice
import Postgres
import Testing

private let asking = "gian.cathomas.arosa"

@Test func `whoever may buy gets all lines at once, numbered per reseller`() throws {
  let world = try World()
  let helvetia = try Ordering(world, "helvetia")
  let koeln = try Ordering(world, "verlagshaus", seller: "rival")
  let centres = try Helvetia(world).centres
  let split = #""allocations":[{"centreId":"\#(try #require(centres["PRO"]))","quantity":3}],"friendlyName":"Hall 4""#
  for (index, person) in ["manager", "reseller", "distributor"].enumerated() {
    let before = try helvetia.kept()
    let answer = try helvetia.place([try helvetia.line(3, split), try helvetia.line(1)], as: person)
    #expect(answer.status == 201, "\(answer.text)")
    #expect(answer.json["status"]?.string == "completed" && answer.json["number"]?.integer == index + 1)
    #expect(answer.json["decidedBy"] == .null)
    #expect(answer.headers["Location"] == "/api/v1/orders/\(try #require(answer.json["id"]?.string))")
    let line = try #require(answer.json["lines"]?[0])
    #expect(line["planName"]?.string == Ordering.exchange && line["friendlyName"]?.string == "Hall 4")
    // The distributor does not see a customer's centres.
    #expect((line["allocations"] == nil) == (person == "distributor"))
    for line in answer.json["lines"]?.items ?? [] {
      let id = try #require(line["subscriptionId"]?.string)
      let subscription = try world.send(.get, "/api/v1/subscriptions/\(id)", as: "manager").json
      #expect(subscription["status"]?.string == "active" && subscription["quantity"] == line["quantity"])
    }
    let kept = try helvetia.kept()
    #expect(kept[0] == before[0] + 1 && kept[1] == before[1] + 2 && kept[3] == before[3] + 2)
  }
  #expect(try koeln.place([koeln.line(2)], as: "rival").json["number"]?.integer == 1)
}

@Test func `an order carries the prices its reader may see, and its preview is the sum of its lines`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let before = try arosa.kept()
  for person in ["reseller", "distributor", asking] {
    let preview = try arosa.place([arosa.line(10), arosa.line(5)], as: person, preview: true)
    #expect(preview.status == 200, "\(preview.text)")
    let one = try arosa.place([arosa.line(15)], as: person, preview: true)
    #expect(preview.json["totals"] == one.json["totals"] && preview.json["today"] == one.json["today"])
    let legs = preview.json["totals"]?.items.compactMap { $0["leg"]?.string } ?? []
    #expect(legs.sorted() == (["distributor": ["cost"], asking: ["price"]][person] ?? ["cost", "price"]))
  }
  #expect(try arosa.kept() == before)
  let order = try arosa.place([arosa.line(10)], as: asking)
  #expect(order.status == 201, "\(order.text)")
  let amounts = order.json["lines"]?[0]?["amounts"]?.items ?? []
  #expect(amounts.map { $0["leg"]?.string } == ["price"] && amounts[0]["unit"]?.money == "CHF 3.90")
  #expect(amounts[0]["first"]?.money == "CHF 39.00")
}

@Test func `what is asked for waits, and is bought once it is approved`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let before = try arosa.kept()
  let placed = try arosa.place([arosa.line(4), arosa.line(1, #""friendlyName":"Kiosk""#)], as: asking)
  #expect(placed.json["status"]?.string == "waiting" && placed.json["lines"]?[0]?["subscriptionId"] == .null)
  #expect(placed.json["placedByName"]?.string == "Gian Cathomas")
  #expect(try arosa.kept()[3...] == before[3...])
  let order = try #require(placed.json["id"]?.string)
  let list = try world.send(.get, "/api/v1/customers/\(arosa.customer)/orders?status=waiting", as: "reseller")
  #expect(list.items.compactMap { $0["id"]?.string } == [order])
  let done = try arosa.decide(order, #"{"status":"approved"}"#, as: "reseller", headers: [("If-Match", "\"1\"")])
  #expect(done.json["status"]?.string == "completed" && done.headers["ETag"] == "\"2\"")
  #expect(done.json["decidedByName"]?.string == "Reto Caduff")
  for (index, quantity) in [4, 1].enumerated() {
    let id = try #require(done.json["lines"]?[index]?["subscriptionId"]?.string)
    let subscription = try world.send(.get, "/api/v1/subscriptions/\(id)", as: asking)
    #expect(subscription.json["quantity"]?.integer == quantity)
  }
  let read = try world.send(.get, "/api/v1/orders/\(order)", as: "reseller")
  #expect(read.json == done.json)
  let audited = try world.owner(
    "SELECT action FROM audit_record WHERE object_kind = 'order' ORDER BY sequence"
  ) { try $0[0] as String }
  #expect(audited == ["order.placed", "order.completed"])
  let told = try world.owner(
    "SELECT payload->>'event' FROM outbox WHERE payload ? 'orderId' ORDER BY sequence"
  ) { try $0[0] as String }
  #expect(told == audited)
  let terms = try world.owner(
    """
    SELECT p.family_name FROM customer_order q JOIN person p ON p.id = q.terms_accepted_by
    WHERE q.terms_accepted_at = q.placed_at
    """
  ) { try $0[0] as String }
  #expect(terms == ["Cathomas"])
}

@Test func `an add-on is ordered with the subscription it goes with`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let phone = "Teams Phone Standard"
  #expect(
    try arosa.place([arosa.line(1, of: phone)], as: "reseller").faults
      == ["/lines/0/parentSubscriptionId offer.needs_parent"])
  let ids = try [Ordering.exchange, "Microsoft 365 Business Standard"].map { plan in
    let bought = try arosa.place([arosa.line(2, of: plan)], as: "reseller")
    return try #require(bought.json["lines"]?[0]?["subscriptionId"]?.string)
  }
  let lines = try ids.map { try arosa.line(2, of: phone, #""parentSubscriptionId":"\#($0)""#) }
  let unfit = try arosa.place([lines[1], lines[0]], as: asking)
  #expect(unfit.faults == ["/lines/1/parentSubscriptionId offer.parent_does_not_fit"])
  let order = try #require(try arosa.place([lines[1]], as: asking).json["id"]?.string)
  let done = try arosa.decide(order, #"{"status":"approved"}"#, as: "reseller")
  let id = try #require(done.json["lines"]?[0]?["subscriptionId"]?.string)
  #expect(done.json["lines"]?[0]?["parentSubscriptionId"]?.string == ids[1])
  let subscription = try world.send(.get, "/api/v1/subscriptions/\(id)", as: asking).json
  #expect(subscription["parentSubscriptionId"]?.string == ids[1])
}

@Test func `a rejected order says why, a cancelled one buys nothing`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let before = try arosa.kept()[3]
  let rejected = try arosa.placed(as: asking)
  _ = try arosa.decide(rejected, #"{"status":"rejected","reason":"Budget is spent."}"#, as: "distributor")
  let seen = try world.send(.get, "/api/v1/orders/\(rejected)", as: asking).json
  #expect(seen["status"]?.string == "rejected" && seen["reason"]?.string == "Budget is spent.")
  let cancelled = try arosa.placed(as: asking)
  #expect(try arosa.decide(cancelled, #"{"status":"cancelled"}"#, as: asking).json["status"]?.string == "cancelled")
  #expect(try arosa.kept()[3] == before)
}

@Test func `the same key orders once, and decides once`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  let key = [("Idempotency-Key", "order-1")]
  let first = try arosa.place([arosa.line(2)], as: asking, headers: key)
  let again = try arosa.place([arosa.line(2)], as: asking, headers: key)
  #expect(first.status == 201 && again.text == first.text)
  #expect(try arosa.kept()[0] == 1)
  #expect(try arosa.place([arosa.line(3)], as: asking, headers: key).code == "idempotency.key_reused")
  let order = try #require(first.json["id"]?.string)
  let once = try arosa.decide(order, #"{"status":"approved"}"#, as: "reseller", headers: key)
  let twice = try arosa.decide(order, #"{"status":"approved"}"#, as: "reseller", headers: key)
  #expect(once.status == 200 && twice.status == 200 && twice.text == once.text)
}

@Test func `the database hides orders from other tenants and keeps them whole`() throws {
  let world = try World()
  let arosa = try Ordering(world, "arosa")
  _ = try arosa.placed(as: asking)
  let path = try world.owner("SELECT reseller_id::text, customer_id::text, placed_by::text FROM customer_order") {
    (reseller: try $0[0] as String, customer: try $0[1] as String, person: try $0[2] as String)
  }[0]
  let nobody = "00000000-0000-7000-8000-000000000000"
  let cases: [(String, String, String, String, Int)] = [
    (nobody, "", "all", path.person, 0), ("", nobody, "all", path.person, 0), ("", "", "all", path.person, 0),
    ("", path.customer, "some", nobody, 0), ("", path.customer, "some", path.person, 1),
    ("", path.customer, "all", nobody, 1), (path.reseller, "", "all", nobody, 1),
  ]
  for (reseller, customer, view, person, seen) in cases {
    let reach =
      [
        """
        SELECT set_config('comptoir.reseller', \(reseller), true), set_config('comptoir.customer', \(customer), true),
          set_config('comptoir.view', \(view), true), set_config('comptoir.person', \(person), true)
        """
      ] as [SQL]
    for table in ["SELECT count(*)::int FROM customer_order", "SELECT count(*)::int FROM customer_order_line"] as [SQL]
    {
      #expect(try world.asService(reach, table) { try $0[0] as Int } == [seen], "\(reseller) \(customer) \(view)")
    }
  }
  #expect(throws: (any Error).self) {
    try world.owner("UPDATE customer_order SET status = 'rejected' RETURNING 1") { try $0[0] as Int }
  }
  #expect(throws: (any Error).self) { try world.asService([], "DELETE FROM customer_order RETURNING 1") { _ in 0 } }
}
