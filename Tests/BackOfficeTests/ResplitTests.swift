import BackOffice
import Core
import HTTP
import Testing

/// What moves per centre in a bulk change's preview: centre id to minor units of today.
private func today(_ bulk: JSONValue) -> [String: Int] {
  let pairs = (bulk["centres"]?.items ?? []).map { ("price \($0["centreId"]?.string ?? "")", $0["today"]?.minor ?? 0) }
  return Dictionary(pairs, uniquingKeysWith: +).filter { $0.value != 0 }
}

@Test func `a split says one thing, and is refused when it says none or two`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let subscription = try splitting.helvetia.buy(Bulk.exchange, "P1M", 10)
  let (adm, pro) = (try splitting.centre("ADM"), try splitting.centre("PRO"))
  let cases: [(String, Int, [String])] = [
    ("{}", 422, ["/allocations field.required"]),
    (#"{"standing":false}"#, 422, ["/standing split.say_true"]),
    (#"{"standing":true}"#, 409, []),
    (#"{"standing":true,"shares":[]}"#, 422, ["/standing split.said_twice"]),
    (#"{"move":{"from":"\#(adm)"}}"#, 422, ["/move/to field.required"]),
    (#"{"move":{"from":"\#(adm)","to":"\#(adm)"}}"#, 422, ["/move/to split.same_centre"]),
    (#"{"move":null}"#, 422, ["/move field.required"]),
    (#"{"shares":[{"centreId":"\#(pro)","percent":"50"}]}"#, 422, ["/shares split_rule.not_all"]),
  ]
  _ = try world.token(of: "manager")
  let before = try world.fingerprint()
  for (body, status, faults) in cases {
    let answer = try world.send(.put, "/api/v1/subscriptions/\(subscription)/split", as: "manager", body)
    #expect(answer.status == status && answer.faults == faults, "\(body): \(answer.text)")
  }
  #expect(try world.fingerprint() == before)
}

@Test func `one subscription is split by shares, by the rule, or moved, and the preview is what is posted`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let subscription = try splitting.helvetia.buy(Bulk.exchange, "P1M", 10)
  try world.pass(hours: 24 * 7)
  _ = try splitting.put(splitting.shares(["PRO": "33.34", "RND": "66.66"]))
  for (body, expected) in [
    (try splitting.shares(["ADM": "25", "SAL": "75"]), "ADM 3, SAL 7"), (#"{"standing":true}"#, "PRO 3, RND 7"),
    (try splitting.move("PRO", "ADM"), "ADM 3, RND 7"),
  ] {
    let path = "/api/v1/subscriptions/\(subscription)/split"
    let sequence = try world.lastCharge
    let preview = try world.send(.put, path + "?preview=true", as: "manager", body)
    #expect(try preview.status == 200 && world.lastCharge == sequence)
    #expect(try world.send(.put, path, as: "manager", body).status == 200)
    #expect(try splitting.split(of: subscription) == expected)
    let posted = try world.posted(subscription, after: sequence)
    #expect(posted == preview.promised && posted.values.reduce(0, +) == 0 && !posted.isEmpty)
  }
}

@Test func `many are split at once by a manager who may only look, with the preview of the whole posted to the cent`()
  throws
{
  let world = try World()
  let splitting = try Splitting(world)
  #expect(
    try world.send(
      .patch, "/api/v1/customers/\(splitting.customer)", as: "reseller", #"{"selfService":"view"}"#
    ).status == 200)
  let from = try splitting.centre("SAL")
  let expected = try world.number(
    """
    SELECT count(*) FROM subscription WHERE \(ID<BillingCentre>(from)) = ANY (centre_ids)
      AND status IN ('pending', 'active', 'suspended')
    """)
  #expect(expected > 0)
  let sequence = try world.lastCharge
  let body = #"{"filter":{"customerId":"\#(splitting.customer)","centreId":"\#(from)"},"kind":"split","body":"#
  let made = try world.send(
    .post, "/api/v1/bulk-changes", as: "manager", body + (try splitting.move("SAL", "RND")) + "}")
  #expect(made.status == 201 && made.json["lines"]?.integer == expected, "\(made.text)")
  let id = try #require(made.json["id"]?.string)
  #expect(try world.lastCharge == sequence && !today(made.json).isEmpty)
  // Few are done at once, without the job.
  let started = try world.send(.post, "/api/v1/bulk-changes/\(id)/start", as: "manager")
  #expect(started.json["state"]?.string == "done" && started.json["results"]?["failed"]?.integer == 0)
  let posted = try world.owner(
    """
    SELECT 'price ' || centre_id, sum(amount)::bigint FROM charge
    WHERE sequence > \(sequence) AND leg = 'price' GROUP BY 1
    """
  ) { (try $0[0] as String, try $0[1] as Int) }
  #expect(Dictionary(uniqueKeysWithValues: posted).filter { $0.value != 0 } == today(made.json))
  #expect(try world.send(.post, "/api/v1/bulk-changes/\(id)/start", as: "manager").code == "bulk.started_already")
  let line = try world.send(.get, "/api/v1/bulk-changes/\(id)/lines", as: "manager").items[0]
  #expect(line["result"]?.string == "done" && (line["centres"]?.items.count ?? 0) >= 2)
  #expect(try world.send(.get, "/bulk-changes/\(id)", as: "manager").text.contains("Sales"))

  let change = #"{"filter":{"customerId":"\#(splitting.customer)"},"kind":"change","body":{"autoRenew":false}}"#
  #expect(try world.send(.post, "/api/v1/bulk-changes", as: "manager", change).code == "self_service.view_only")
  #expect(try world.send(.get, "/api/v1/bulk-changes", as: "manager").items.count == 1)
  for (person, status) in [("tech", 403), ("user", 403), ("finance", 403), ("reseller", 404), ("rival", 404)] {
    #expect(try world.send(.get, "/api/v1/bulk-changes/\(id)", as: person).status == status, "\(person)")
  }
  #expect(
    try world.send(
      .post, "/api/v1/bulk-changes", as: "distributor", body + (try splitting.move("SAL", "RND")) + "}"
    ).status == 403)
}

@Test func `a line whose split changed after the preview is left alone, and what has no rule is told`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let bulk = try Bulk(world, 3)
  let none = try bulk.create(#"{"standing":true}"#, kind: "split", as: "manager").json
  #expect(none["state"]?.string == "empty" && none["reasons"]?[0]?["code"]?.string == "split.no_rule")
  let id = try bulk.prepared(try splitting.move("ADM", "PRO"), kind: "split", as: "manager")
  #expect(
    try world.send(
      .put, "/api/v1/subscriptions/\(bulk.ids[0])/split", as: "manager", try splitting.move("ADM", "RND")
    ).status == 200)
  #expect(try bulk.start(id, as: "manager").status == 200)
  #expect(try bulk.results(id, as: "manager") == ["failed bulk.figures_changed", "done", "done"])
  #expect(try bulk.ids.map(splitting.split) == ["RND 10", "PRO 10", "PRO 10"])
}

@Test func `the history tells who split what, and what each change posted`() throws {
  let world = try World()
  let splitting = try Splitting(world)
  let subscription = try splitting.helvetia.buy(Bulk.exchange, "P1M", 10)
  try world.pass(hours: 24 * 3)
  let moved = try world.send(
    .put, "/api/v1/subscriptions/\(subscription)/split", as: "manager",
    try splitting.shares(["ADM": "60", "PRO": "40"]))
  #expect(moved.status == 200)
  #expect(try world.patch(subscription, #"{"friendlyName":"Front desk"}"#).status == 200)
  let path = "/api/v1/subscriptions/\(subscription)/split-history"
  let first = try world.send(.get, path + "?limit=1", as: "manager")
  let entry = try #require(first.items.first)
  #expect(first.items.count == 1 && entry["kind"]?.string == "split" && first.json["nextCursor"] != .null)
  let parts = (entry["centres"]?.items ?? []).map {
    "\($0["name"]?.string ?? "") \($0["before"]?.integer ?? -1) \($0["after"]?.integer ?? -1)"
  }
  #expect(parts.count == 2 && parts[0].hasSuffix(" 10 6") && parts[1].hasSuffix(" 0 4"))
  let minors = (entry["centres"]?.items ?? []).compactMap { $0["posted"]?.minor }
  #expect(minors.count == 2 && minors[0] == -minors[1] && minors[1] > 0)
  let next = try world.send(.get, path + "?cursor=\(first.json["nextCursor"]?.string ?? "")", as: "manager")
  #expect(next.items.map { $0["kind"]?.string } == ["purchase"])
  #expect(next.items[0]["centres"]?[0]?["posted"]?.money == "CHF 39.00")

  let pro = try splitting.centre("PRO")
  let charges = try world.send(.get, "/api/v1/billing-centres/\(pro)/charges?limit=1", as: "finance")
  #expect(charges.items.first?["subscriptionId"]?.string == subscription)
  #expect(charges.items.first?["amount"]?.minor == minors[1])
  for (path, people) in [
    (path, [("tech", 403), ("user", 403), ("distributor", 403), ("rival", 404)]),
    ("/api/v1/billing-centres/\(pro)/charges", [("tech", 403), ("distributor", 403), ("rival", 404)]),
  ] {
    for (person, status) in people { #expect(try world.send(.get, path, as: person).status == status, "\(person)") }
  }
}
