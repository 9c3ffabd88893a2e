import BackOffice
import Core
import HTTP
import Testing

@Test func `a standing rule is refused with every wrong field, and nothing of it is kept`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let adm = try splitting.centre("ADM")
  let pro = try splitting.centre("PRO")
  let stranger = try world.text(
    """
    SELECT b.id::text FROM billing_centre b JOIN organization o ON o.id = b.customer_id
    WHERE o.name = 'Rheinland Maschinenbau GmbH' LIMIT 1
    """)
  func item(_ centre: String, _ percent: String) -> String { #"{"centreId":"\#(centre)","percent":\#(percent)}"# }
  let cases: [(String, [String])] = [
    ("{}", ["/shares field.required"]),
    (#"{"shares":[]}"#, ["/shares split_rule.no_centre"]),
    (#"{"shares":[\#(item(adm, "\"100\""))],"centreId":"\#(pro)"}"#, ["/centreId split_rule.twice"]),
    (#"{"centreId":"\#(stranger)"}"#, ["/centreId centre.unknown"]),
    (
      #"{"shares":[\#(item(adm, "\"33.333\"")),\#(item(pro, "\"a third\""))]}"#,
      [
        "/shares/0/percent split_rule.percent_malformed", "/shares/1/percent split_rule.percent_malformed",
      ]
    ),
    (#"{"shares":[\#(item(adm, "99.5"))]}"#, ["/shares/0/percent split_rule.percent_malformed"]),
    (#"{"shares":[\#(item(adm, "100")),\#(item(pro, "0"))]}"#, ["/shares/1/percent split_rule.share_out_of_range"]),
    (
      #"{"shares":[\#(item(stranger, "60")),\#(item(adm, "20")),\#(item(adm, "19"))]}"#,
      [
        "/shares/0/centreId centre.unknown", "/shares/2/centreId split.duplicate_centre",
        "/shares split_rule.not_all",
      ]
    ),
    (#"{"shares":[\#(item(adm, "100"))],"note":"x"}"#, ["/note field.unknown"]),
  ]
  for (body, faults) in cases {
    for preview in [nil, 12] {
      let answer = try splitting.put(body, preview: preview)
      #expect(answer.status == 422 && answer.faults == faults, "\(body): \(answer.text)")
    }
  }
  #expect(try splitting.put(splitting.shares(["ADM": "100"]), preview: 0).code == "split_rule.example_out_of_range")
  #expect(
    try splitting.put(splitting.shares(["ADM": "100"]), for: "0197e441-0000-7000-8000-000000000000").status == 404)
  #expect(try world.number("SELECT count(*) FROM split_rule") == 0)
  #expect(try world.number("SELECT count(*) FROM audit_record WHERE action LIKE 'splitRule%'") == 0)
}

@Test func `rules are for the customer's manager and its reseller, nobody else's`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let body = try splitting.shares(["ADM": "50", "PRO": "50"])
  for (person, read, write) in [
    ("manager", 200, 200), ("reseller", 200, 200), ("finance", 200, 403), ("tech", 403, 403), ("user", 403, 403),
    ("distributor", 403, 403), ("rival", 404, 404),
  ] {
    #expect(try splitting.put(body, as: person).status == write, "\(person)")
    if write == 200 { #expect(try world.send(.get, splitting.path(), as: person).status == read) }
    let list = try world.send(.get, "/api/v1/customers/\(splitting.customer)/split-rules", as: person)
    #expect(list.status == read, "\(person)")
    #expect(try world.send(.delete, splitting.path(), as: person).status == (write == 200 ? 204 : write), "\(person)")
  }
}

@Test func `what is bought goes by the most specific rule, as its preview says`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let helvetia = splitting.helvetia
  let general = try splitting.shares(["ADM": "50", "PRO": "30", "SAL": "20"])
  let example = try splitting.put(general, preview: 12)
  #expect(example.status == 200 && splitting.places(example.json["allocations"]) == "ADM 6, PRO 4, SAL 2")
  #expect(try splitting.split(of: try helvetia.buy(Bulk.exchange, "P1M", 12)) == "ADM 12", "a preview keeps nothing")
  let set = try splitting.put(general)
  #expect(set.status == 200 && set.headers["ETag"] == "\"1\"")
  #expect(set.json["serviceId"] == .null && set.json["setByName"]?.string != nil)

  let offer = try helvetia.offer(Bulk.exchange, "P1M")
  let body = #"{"offerId":"\#(offer)","quantity":12,"acceptTerms":true}"#
  let preview = try world.send(
    .post, "/api/v1/customers/\(splitting.customer)/subscriptions?preview=true", as: "reseller", body)
  let sequence = try world.lastCharge
  let bought = try helvetia.buy(Bulk.exchange, "P1M", 12)
  #expect(try splitting.split(of: bought) == "ADM 6, PRO 4, SAL 2")
  #expect(try world.posted(bought, after: sequence) == preview.promised)
  let named = try helvetia.allocations([("RND", 12)])
  #expect(try splitting.split(of: try helvetia.buy(Bulk.exchange, "P1M", 12, #","allocations":\#(named)"#)) == "RND 12")

  let own = try splitting.put(#"{"centreId":"\#(try splitting.centre("RND"))"}"#, for: splitting.service())
  #expect(own.status == 200 && own.json["serviceName"]?.string == "Microsoft 365")
  #expect(try splitting.split(of: try helvetia.buy(Bulk.exchange, "P1M", 3)) == "RND 3")
  // What is added goes by it too; what is there stays.
  #expect(try world.patch(bought, #"{"quantity":14}"#).status == 200)
  #expect(try splitting.split(of: bought) == "ADM 6, PRO 4, SAL 2, RND 2")
  #expect(try world.send(.delete, splitting.path(splitting.service()), as: "manager").status == 204)
  #expect(try world.patch(bought, #"{"quantity":20}"#).status == 200)
  #expect(try splitting.split(of: bought) == "ADM 9, PRO 6, SAL 3, RND 2", "20 in shares, less what is elsewhere")
  let list = try world.send(.get, "/api/v1/customers/\(splitting.customer)/split-rules", as: "manager")
  #expect(list.items.count == 1)
  #expect(
    try world.owner(
      "SELECT action || ' ' || actor_name FROM audit_record WHERE action LIKE 'splitRule%' ORDER BY at, id"
    ) { try ($0[0] as String).split(separator: " ")[0] } == ["splitRule.set", "splitRule.set", "splitRule.removed"])
}

@Test func `a rule is set once by two at once, and by nobody who saw an older one`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let bodies = [try splitting.shares(["ADM": "100"]), try splitting.shares(["PRO": "100"])]
  let statuses = try atOnce(2) { try splitting.put(bodies[$0]).status }
  #expect(try statuses == [200, 200] && world.number("SELECT count(*) FROM split_rule") == 1)
  #expect(try splitting.put(bodies[0], headers: [("If-Match", "\"7\"")]).status == 412)
  let version = try world.number("SELECT version FROM split_rule")
  #expect(try splitting.put(try splitting.shares(["SAL": "100"])).headers["ETag"] == "\"\(version + 1)\"")
  #expect(
    try splitting.put(try splitting.shares(["SAL": "100.00"])).headers["ETag"] == "\"\(version + 1)\"", "unchanged")
  let stale = try world.send(.delete, splitting.path(), as: "manager", headers: [("If-Match", "\"1\"")])
  #expect(stale.status == 412)
  #expect(try splitting.put(bodies[0], for: splitting.service(), headers: [("If-Match", "\"1\"")]).status == 412)
}

@Test func `orders, approved requests, bulk changes and renewals go by the rule as well`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let ordering = try Ordering(world, "helvetia")
  _ = try splitting.put(splitting.shares(["PRO": "75", "RND": "25"]))
  let order = try ordering.placed(4, as: "reseller")
  let ordered = try world.text(
    "SELECT subscription_id::text FROM customer_order_line WHERE order_id = \(ID<Order>(order))")
  #expect(try splitting.split(of: ordered) == "PRO 3, RND 1")

  let shopping = try Shopping(world)
  #expect(
    try world.send(
      .patch, "/api/v1/customers/\(splitting.customer)", as: "reseller", #"{"selfService":"full"}"#
    ).status == 200)
  try shopping.line(8)
  let out = try shopping.checkOut()
  #expect(out.status == 201, "\(out.text)")
  let id = try #require(out.json["order"]?["id"]?.string)
  let shopped = try world.text(
    "SELECT subscription_id::text FROM customer_order_line WHERE order_id = \(ID<Order>(id))")
  #expect(try splitting.split(of: shopped) == "PRO 6, RND 2")

  let added = try world.send(
    .post, "/api/v1/bulk-changes", as: "reseller", Bulk.body([ordered, shopped], #"{"quantity":{"add":4}}"#))
  let bulk = try #require(added.json["id"]?.string, "\(added.text)")
  #expect(try world.send(.post, "/api/v1/bulk-changes/\(bulk)/start", as: "reseller").status == 200)
  while try BulkJob.round(world.office) {}
  #expect(try [ordered, shopped].map(splitting.split) == ["PRO 6, RND 2", "PRO 9, RND 3"])

  let renewal = #"{"renewal":{"quantity":20,"term":"P1M","billingFrequency":"monthly"}}"#
  #expect(try world.patch(ordered, renewal).status == 200)
  try world.pass(hours: 24 * 32)
  #expect(try splitting.split(of: ordered) == "PRO 15, RND 5")
}

@Test func `a change that waits for approval goes by the rule of the day it is approved`() throws {
  let world = try World()
  let requesting = try Requesting(world)
  let centres = try world.owner(
    """
    SELECT id::text FROM billing_centre WHERE customer_id = \(ID<Organization>(requesting.customer)) ORDER BY position
    """
  ) { try $0[0] as String }
  let request = try requesting.asked()
  let last = try #require(centres.last)
  let path = "/api/v1/customers/\(requesting.customer)/split-rule"
  #expect(try world.send(.put, path, as: Requesting.manager, #"{"centreId":"\#(last)"}"#).status == 200)
  let before = try world.number(
    """
    SELECT coalesce(centre_quantities[array_position(centre_ids, \(ID<BillingCentre>(last)))], 0) FROM subscription
    WHERE id = \(ID<Subscription>(requesting.subscription))
    """)
  #expect(try requesting.decide(request, #"{"status":"approved"}"#).status == 200)
  let after = try world.number(
    """
    SELECT centre_quantities[array_position(centre_ids, \(ID<BillingCentre>(last)))] FROM subscription
    WHERE id = \(ID<Subscription>(requesting.subscription))
    """)
  #expect(after - before == 2)
}
