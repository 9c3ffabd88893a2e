import BackOffice
import Core
import Postgres
import Testing

extension World {
  /// Sums of the charges posted after a charge, by leg and currency.
  fileprivate func posted(after sequence: Int) throws -> [String: Int] {
    let rows = try owner(
      "SELECT leg, currency, sum(amount)::bigint FROM charge WHERE sequence > \(sequence) GROUP BY 1, 2"
    ) { ("\(try $0[0] as String) \(try $0[1] as String)", try $0[2] as Int) }
    return Dictionary(uniqueKeysWithValues: rows).filter { $0.value != 0 }
  }
}

/// What a member of the totals adds up to, by leg and currency.
private func sums(_ bulk: JSONValue, _ member: String) -> [String: Int] {
  let pairs = (bulk["totals"]?.items ?? []).compactMap { total -> (String, Int)? in
    guard let money = total[member], let minor = money.minor else { return nil }
    return ("\(total["leg"]?.string ?? "") \(money["currency"]?.string ?? "")", minor)
  }
  return Dictionary(pairs, uniquingKeysWith: +).filter { $0.value != 0 }
}

@Test func `the preview of the whole is what is posted, to the cent`() throws {
  let world = try World()
  let bulk = try Bulk(world)
  let allocations = try bulk.helvetia.allocations([("ADM", 4), ("PRO", 6)])
  _ = try world.send(
    .put, "/api/v1/subscriptions/\(bulk.ids[1])/split", as: "reseller", #"{"allocations":\#(allocations)}"#)
  try world.pass(hours: 24 * 9)
  #expect(try world.patch(bulk.ids[2], #"{"status":"suspended","reason":"Unpaid"}"#).status == 200)
  let sequence = try world.lastCharge
  let id = try bulk.prepared(#"{"quantity":{"add":3}}"#)
  let preview = try bulk.show(id)
  #expect(try world.lastCharge == sequence && bulk.quantities() == [10, 10, 10])
  #expect(try bulk.results(id) == ["allowed", "allowed", "refused subscription.not_active"])
  #expect(preview["reasons"]?[0]?["code"]?.string == "subscription.not_active")
  #expect(preview["reasons"]?[0]?["lines"]?.integer == 1 && preview["customers"]?.integer == 1)
  #expect(try bulk.start(id).status == 200)
  try bulk.work()
  let after = try bulk.show(id)
  #expect(after["state"]?.string == "done")
  #expect(try bulk.results(id) == ["done", "done", "refused subscription.not_active"])
  #expect(try bulk.quantities() == [13, 13, 10])
  let posted = try world.posted(after: sequence)
  #expect(posted.keys.sorted() == ["cost CHF", "price CHF"] && posted == sums(preview, "today"))
  #expect(posted == sums(after, "posted"))
  // 13 licences each from now on.
  #expect(sums(after, "recurring")["price CHF"] == 2 * 13 * 390)
}

@Test func `what is asked relative to each is each one's own`() throws {
  let world = try World()
  let bulk = try Bulk(world)
  let holder = #"{"userId":"\#(try bulk.helvetia.user("user"))"}"#
  #expect(
    try world.send(.post, "/api/v1/subscriptions/\(bulk.ids[0])/assignments", as: "manager", holder).status == 201)
  #expect(
    try world.patch(bulk.ids[1], #"{"renewal":{"quantity":7,"term":"P1Y","billingFrequency":"annual"}}"#).status == 200)
  let renewal = try bulk.prepared(#"{"renewal":{"quantity":{"to":"assigned"}}}"#)
  #expect(
    try bulk.results(renewal)
      == ["allowed", "refused quantity.below_minimum", "refused quantity.below_minimum"])
  #expect(try bulk.lines(renewal, "allowed")[0]["renewalQuantity"]?.integer == 1)
  #expect(try bulk.start(renewal).status == 200)
  try bulk.work()
  #expect(try world.subscription(bulk.ids[0])["renewal"]?["quantity"]?.integer == 1)
  #expect(try world.subscription(bulk.ids[0])["renewal"]?["term"]?.string == "P1M")
  let fewer = try bulk.prepared(#"{"quantity":{"add":-2},"renewal":{"quantity":5}}"#)
  #expect(try bulk.results(fewer) == ["allowed", "allowed", "allowed"])
  #expect(try bulk.start(fewer).status == 200)
  try bulk.work()
  #expect(try bulk.quantities() == [8, 8, 8])
  // What the renewal does not name stays as it was planned.
  let planned = try world.subscription(bulk.ids[1])["renewal"]
  #expect(planned?["quantity"]?.integer == 5 && planned?["billingFrequency"]?.string == "annual")
  #expect(planned?["term"]?.string == "P1Y")
  let none = try bulk.create(#"{"quantity":{"to":"assigned"}}"#).json
  #expect(none["results"]?["refused"]?.integer == 2 && none["results"]?["allowed"]?.integer == 1)
}

@Test func `a line whose figures are no longer what was confirmed is left alone`() throws {
  let world = try World()
  let bulk = try Bulk(world, 4)
  let id = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  #expect(try world.patch(bulk.ids[0], #"{"quantity":12}"#).status == 200)
  #expect(
    try world.send(.post, "/api/v1/subscriptions/\(bulk.ids[1])/cancellation", as: "reseller", #"{"when":"now"}"#)
      .status == 200)
  // What costs and holds the same is no reason not to go on.
  #expect(try world.patch(bulk.ids[2], #"{"friendlyName":"Front desk"}"#).status == 200)
  #expect(try bulk.start(id).status == 200)
  try bulk.work()
  #expect(
    try bulk.results(id) == ["failed bulk.figures_changed", "failed subscription.not_active", "done", "done"])
  #expect(try bulk.quantities() == [12, 10, 11, 11])
  let shown = try bulk.show(id)
  #expect(shown["state"]?.string == "done" && shown["results"]?["failed"]?.integer == 2)

  // A day later the same change costs less.
  let next = try bulk.prepared(#"{"quantity":{"add":1}}"#)
  try world.pass(hours: 24)
  #expect(try bulk.start(next).status == 200)
  try bulk.work()
  #expect(try bulk.lines(next, "failed").allSatisfy { $0["code"]?.string == "bulk.figures_changed" })
  #expect(try bulk.quantities() == [12, 10, 11, 11])
}

@Test func `everything that matches a filter is selected at that moment, across customers`() throws {
  let world = try World()
  let expected = try world.number(
    """
    SELECT count(*) FROM subscription s JOIN organization o ON o.id = s.reseller_id
    WHERE o.name = 'Alpine Cloud AG' AND s.status = 'active'
    """)
  let body = #"{"filter":{"status":"active"},"kind":"change","body":{"autoRenew":false}}"#
  let made = try world.send(.post, "/api/v1/bulk-changes", as: "reseller", body)
  #expect(made.status == 201 && made.headers["Location"]?.hasPrefix("/api/v1/bulk-changes/") == true)
  #expect(made.json["lines"]?.integer == expected && (made.json["customers"]?.integer ?? 0) > 3)
  let id = try #require(made.json["id"]?.string)
  // More than are previewed while one waits.
  if expected > 50 { #expect(made.json["state"]?.string == "previewing") }
  let bulk = try Bulk(world, 1)
  try bulk.work()
  #expect(try bulk.show(id)["lines"]?.integer == expected)
  #expect(try bulk.start(id).status == 200)
  try bulk.work()
  let done = try bulk.show(id)
  #expect(done["state"]?.string == "done" && done["results"]?["failed"]?.integer == 0)
  #expect(try world.subscription(bulk.ids[0])["autoRenew"]?.bool == true, "what came later did not join")
  let left = try world.number(
    """
    SELECT count(*) FROM subscription s JOIN organization o ON o.id = s.reseller_id
    WHERE o.name = 'Alpine Cloud AG' AND s.status = 'active' AND s.auto_renew AND NOT s.direct
    """)
  #expect(left == 1)
}

@Test func `the distributor does it without prices, a customer without costs`() throws {
  let world = try World()
  let bulk = try Bulk(world, 2)
  let full = #"{"selfService":"full"}"#
  #expect(try world.send(.patch, "/api/v1/customers/\(bulk.helvetia.customer)", as: "reseller", full).status == 200)
  for (person, leg, hidden) in [("distributor", "cost", "price"), ("manager", "price", "cost")] {
    let id = try bulk.prepared(#"{"quantity":{"add":1}}"#, as: person)
    #expect(try bulk.start(id, as: person).status == 200)
    try bulk.work()
    #expect(try bulk.results(id, as: person) == ["done", "done"])
    let shown = try bulk.show(id, as: person)
    #expect(shown["totals"]?.items.compactMap { $0["leg"]?.string } == [leg])
    let legs = try bulk.lines(id, as: person).flatMap { $0["totals"]?.items ?? [] }.compactMap { $0["leg"]?.string }
    #expect(Set(legs) == [leg])
    let page = try world.send(.get, "/bulk-changes/\(id)", as: person).text
    #expect(page.contains(leg == "price" ? "Price" : "The reseller pays") && !page.contains("The customer pays"))
    #expect(
      try world.number(
        """
        SELECT count(*) FROM bulk_change_line l
        WHERE bulk_change_id = \(ID<BulkChange>(id)) AND to_jsonb(l)->>\("\(hidden)_today") IS NOT NULL
        """
      ) == 0, "what one may not see is not even kept")
  }
  let suspended = try bulk.create(#"{"status":"suspended","reason":"Holidays"}"#, as: "manager").json
  #expect(suspended["state"]?.string == "empty" && suspended["reasons"]?[0]?["code"]?.string == "permission.missing")
}

@Test func `the trail names the person and the bulk change, and the report keeps every line`() throws {
  let world = try World()
  let bulk = try Bulk(world, 2)
  #expect(try world.patch(bulk.ids[0], #"{"friendlyName":"=cmd()"}"#).status == 200)
  let id = try bulk.prepared(#"{"status":"suspended","reason":"Unpaid"}"#)
  #expect(try bulk.start(id).status == 200)
  try bulk.work()
  let records = try world.owner(
    """
    SELECT action || ' ' || (SELECT sign_in_email FROM person p WHERE p.id = a.actor_id) FROM audit_record a
    WHERE request_id = \("bulk-change/" + id) ORDER BY sequence
    """
  ) { try $0[0] as String }
  let who = "reseller@comptoir.test"
  #expect(records == ["subscription.suspend \(who)", "subscription.suspend \(who)", "bulkChange.done \(who)"])
  let trail = try world.send(.get, "/api/v1/audit-records?objectId=\(id)", as: "reseller").items
  #expect(
    trail.compactMap { $0["action"]?.string }.sorted() == [
      "bulkChange.created", "bulkChange.done", "bulkChange.started",
    ])

  let report = "/api/v1/bulk-changes/\(id)/report"
  let csv = try world.send(.get, report, as: "reseller")
  #expect(csv.headers["Content-Type"] == "text/csv; charset=utf-8")
  #expect(csv.headers["Content-Disposition"]?.hasSuffix(".csv\"") == true)
  #expect(csv.text.split(separator: "\r\n").count == 3 && csv.text.contains("'=cmd()") && !csv.text.contains(",=cmd()"))
  let excel = try world.send(.get, report + "?format=xlsx", as: "reseller")
  #expect(excel.status == 200 && excel.body.starts(with: [0x50, 0x4B]))
  #expect(try world.send(.get, report + "?format=pdf", as: "reseller").code == "field.not_a_choice")
  #expect(
    try world.send(.get, "/api/v1/bulk-changes/\(id)/lines?result=gone", as: "reseller").code == "field.not_a_choice")
  #expect(try world.send(.get, "/api/v1/bulk-changes/\(id)/lines?colour=red", as: "reseller").code == "query.unknown")
}
