import BackOffice
import Core
import HTTP
import Postgres
import Testing

extension Metered {
  /// The customer's centre of this code.
  fileprivate func centre(_ code: String) throws -> String {
    try world.text(
      """
      SELECT id::text FROM billing_centre WHERE customer_id = \(ID<Organization>(customer)) AND code = \(code)
      """)
  }

  fileprivate func put(_ what: String, _ body: String, as person: String = "manager") throws -> Answer {
    try world.send(.put, "/api/v1/customers/\(customer)/usage-\(what)", as: person, body)
  }

  fileprivate func byTag(_ choice: String = "tag", from month: String = "2026-01") throws {
    let answer = try put("splits", #"{"subscriptionId":"\#(subscription)","splitBy":"\#(choice)","from":"\#(month)"}"#)
    #expect(answer.status == 200, "\(answer.text)")
  }

  /// What usage came to by centre on statements of this month, in cents; without those that cancel out.
  fileprivate func landed(_ month: String) throws -> [String: Int] {
    let rows = try world.owner(
      """
      SELECT b.code, sum(c.amount)::bigint FROM charge c JOIN billing_centre b ON b.id = c.centre_id
      WHERE c.subscription_id = \(ID<Subscription>(subscription)) AND c.reason = 'usage'
        AND to_char(c.month, 'YYYY-MM') = \(month)
      GROUP BY b.code
      """
    ) { (try $0[0] as String, try $0[1] as Int) }
    return Dictionary(uniqueKeysWithValues: rows).filter { $0.value != 0 }
  }

  fileprivate func tagged(_ id: String, _ quantity: String, _ tag: String?) -> String {
    record(id, quantity, meter: "requests", more: tag.map { #","tag":"\#($0)""# } ?? "")
  }
}

@Suite struct UsageTagTests {
  @Test func `use lands where its tag leads, the rest on the default centre, and an open month is split anew`() throws {
    let m = try Metered(World())
    let batch = [m.tagged("a", "1000000", "backup"), m.tagged("b", "500000", "images"), m.tagged("c", "500000", nil)]
    #expect(try m.counts(batch) == "3 0 0 0")
    try m.byTag()
    let lead = #"{"from":"2026-01","items":[{"tag":"backup","centreId":"\#(try m.centre("RND"))"}]}"#
    #expect(try m.put("tags", lead).status == 200)
    let unmapped = try m.world.send(
      .get, "/api/v1/customers/\(m.customer)/usage-tags?unmapped=true", as: "manager"
    ).items.compactMap { $0["tag"]?.string }
    #expect(unmapped == ["images"])
    try Clock.set(#require(Instant("2026-02-02T06:00:00Z")), m.world.office)
    _ = try BillRun.run(m.world.office)
    let standard = try m.world.text(
      """
      SELECT code FROM billing_centre WHERE customer_id = \(ID<Organization>(m.customer)) AND is_default
      """)
    #expect(try m.landed("2026-01") == ["RND": 500, standard: 500])
    // The statement of January is open still: what is said now is split anew on it.
    let later = #"{"from":"2026-01","items":[{"tag":"images","centreId":"\#(try m.centre("PRO"))"}]}"#
    let shown = try m.put("tags?preview=true", later).json
    #expect(try m.landed("2026-01") == ["RND": 500, standard: 500], "shown, not done")
    let done = try m.put("tags", later).json
    #expect(done == shown && done["months"]?.integer == 1)
    let moved = done["posted"]?.items.compactMap { $0["amount"]?.minor }
    #expect(moved?.sorted() == [-250, 250])
    #expect(try m.landed("2026-01") == ["RND": 500, "PRO": 250, standard: 250])
    #expect(try m.world.checkEverythingOwedIsPosted() > 100)
  }

  @Test func `a centre stays open while a tag leads there, and is corrected still once it is closed`() throws {
    let m = try Metered(World())
    let office = try m.world.send(
      .post, "/api/v1/customers/\(m.customer)/billing-centres", as: "manager", #"{"code":"NEW","name":"New"}"#)
    let new = try #require(office.json["id"]?.string)
    func close() throws -> Answer {
      try m.world.send(.patch, "/api/v1/billing-centres/\(new)", as: "manager", #"{"closed":true}"#)
    }
    try m.byTag()
    #expect(try m.counts([m.tagged("a", "1000000", "backup")]) == "1 0 0 0")
    #expect(try m.put("tags", #"{"from":"2026-01","items":[{"tag":"backup","centreId":"\#(new)"}]}"#).status == 200)
    #expect(try close().faults == ["/closed centre.in_tags"])
    try advance(m.world, to: "2026-02-10T06:00:00Z")
    #expect(try m.landed("2026-01") == ["NEW": 500])
    let elsewhere = #"{"from":"2026-02","items":[{"tag":"backup","centreId":"\#(try m.centre("RND"))"}]}"#
    #expect(try m.put("tags", elsewhere).status == 200)
    #expect(try close().status == 200)
    #expect(
      try m.put("tags", #"{"items":[{"tag":"b","centreId":"\#(new)"}]}"#).faults == ["/items/0/centreId centre.closed"])
    #expect(try m.counts([m.tagged("late", "1000000", "backup")]) == "1 0 0 0")
    _ = try BillRun.run(m.world.office)
    #expect(try m.landed("2026-02") == ["NEW": 500], "of January's days")
  }

  @Test func `a closed month is corrected on the next statement`() throws {
    let m = try Metered(World())
    #expect(try m.counts([m.tagged("a", "1000000", "backup")]) == "1 0 0 0")
    try advance(m.world, to: "2026-02-10T06:00:00Z")
    #expect(try m.landed("2026-01") == ["PRO": 125, "RND": 375])
    #expect(try m.put("tags", #"{"items":[{"tag":"backup","centreId":"\#(try m.centre("PRO"))"}]}"#).status == 200)
    try m.byTag()
    #expect(try m.landed("2026-01") == ["PRO": 125, "RND": 375], "closed")
    #expect(try m.landed("2026-02").values.reduce(0, +) == 0, "nothing more is owed")
    #expect(try m.landed("2026-02")["RND"] == -375)
    try m.byTag("licences")
    #expect(try m.landed("2026-02").isEmpty)
  }

  @Test func `a subscription's own choice comes before its service's`() throws {
    let m = try Metered(World())
    let service = try m.world.text(
      "SELECT service_id::text FROM subscription WHERE id = \(ID<Subscription>(m.subscription))")
    #expect(try m.counts([m.tagged("a", "1000000", "backup")]) == "1 0 0 0")
    #expect(try m.put("splits", #"{"serviceId":"\#(service)","splitBy":"tag","from":"2026-01"}"#).status == 200)
    try m.byTag("licences")
    try advance(m.world, to: "2026-02-02T06:00:00Z")
    #expect(try m.landed("2026-01") == ["PRO": 125, "RND": 375])
    let own = #"{"subscriptionId":"\#(m.subscription)","splitBy":null,"from":"2026-01"}"#
    #expect(try m.put("splits", own).status == 200)
    #expect(try m.landed("2026-02").values.filter { $0 < 0 }.reduce(0, +) < 0)
  }

  @Test func `a line explains which tags led where when it was posted`() throws {
    let m = try Metered(World())
    #expect(try m.counts([m.tagged("a", "1000000", "backup"), m.tagged("b", "1000000", nil)]) == "2 0 0 0")
    #expect(
      try m.put("tags", #"{"from":"2026-01","items":[{"tag":"backup","centreId":"\#(try m.centre("RND"))"}]}"#).status
        == 200)
    try m.byTag()
    try advance(m.world, to: "2026-02-02T06:00:00Z")
    let found = try m.world.send(.get, "/api/v1/statements?month=2026-01&buyerId=\(m.customer)", as: "manager")
    let lines = "/api/v1/statements/\(try #require(found.items.first?["id"]?.string))/lines"
    let line = try #require(
      try m.world.send(.get, lines + "?limit=200", as: "manager").items.first {
        $0["usage"] != nil && $0["subscriptionId"]?.string == m.subscription
      })
    let path = "\(lines)/\(try #require(line["n"]?.integer))/explanation"
    let told = try m.world.send(.get, path, as: "manager")
    let tags = told.json["usage"]?["tags"]?.items ?? []
    #expect(tags.count == 2 && tags.contains { $0["tag"]?.string == "backup" && $0["quantity"]?.string == "1000000" })
    #expect(told.text.contains("Tag backup: 1000000"), "\(told.text)")
    #expect(
      try m.put("tags", #"{"from":"2026-01","items":[{"tag":"backup","centreId":"\#(try m.centre("PRO"))"}]}"#).status
        == 200)
    #expect(try m.world.send(.get, path, as: "manager").json["usage"]?["tags"]?.items == tags)
  }

  @Test func `what makes no sense is refused`() throws {
    let m = try Metered(World())
    let foreign = try m.world.text(
      """
      SELECT b.id::text FROM billing_centre b JOIN organization o ON o.id = b.customer_id
      WHERE o.name LIKE 'Rheinland%' LIMIT 1
      """)
    let cases: [(String, String, [String])] = [
      ("tags", #"{"items":[{"tag":"a","centreId":"\#(foreign)"}]}"#, ["/items/0/centreId centre.unknown"]),
      ("tags", #"{"items":[{"tag":"a"},{"tag":"a"}]}"#, ["/items/1/tag usage_tag.twice"]),
      (
        "tags", #"{"items":[{"tag":""}],"from":"soon"}"#,
        ["/from field.month_malformed", "/items/0/tag field.required"]
      ),
      ("tags", #"{"items":[],"from":"2026-03"}"#, ["/from usage_split.too_late"]),
      ("splits", #"{"splitBy":"tag"}"#, ["/serviceId usage_split.of_one_thing"]),
      ("splits", #"{"serviceId":"\#(foreign)","splitBy":"tag"}"#, ["/serviceId service.unknown"]),
      ("splits", #"{"subscriptionId":"\#(foreign)","splitBy":"tag"}"#, ["/subscriptionId subscription.unknown"]),
      ("splits", #"{"subscriptionId":"\#(m.subscription)","splitBy":"moon"}"#, ["/splitBy field.not_a_choice"]),
    ]
    for (what, body, faults) in cases {
      let answer = try m.put(what, body)
      #expect(answer.status == 422 && Set(answer.faults) == Set(faults), "\(body): \(answer.text)")
    }
    for (person, status) in [("finance", 403), ("tech", 403), ("user", 403), ("distributor", 403), ("rival", 404)] {
      #expect(try m.put("tags", #"{"items":[]}"#, as: person).status == status, "\(person)")
      #expect(
        try m.put("splits", #"{"subscriptionId":"\#(m.subscription)","splitBy":"tag"}"#, as: person).status == status,
        "\(person)")
    }
  }

  @Test func `the page leads tags and chooses what decides`() throws {
    let m = try Metered(World())
    #expect(try m.counts([m.tagged("a", "1000000", "backup")]) == "1 0 0 0")
    let page = "/customers/\(m.customer)/usage-tags"
    let shown = try m.world.send(.get, page, as: "manager").text
    #expect(shown.contains("backup") && shown.contains("leads nowhere yet") && shown.contains("By the record’s tag"))
    let form = [("Content-Type", "application/x-www-form-urlencoded")]
    let saved = try m.world.send(
      .post, page, as: "manager", "tag=backup&centre=\(try m.centre("RND"))&from=2026-01", headers: form)
    #expect(saved.status == 303, "\(saved.text)")
    #expect(try !m.world.send(.get, page, as: "manager").text.contains("leads nowhere yet"))
    // One subscription by tag, and as its service again.
    let choices = "/api/v1/customers/\(m.customer)/usage-splits"
    for (choice, splitBy) in [("tag", "tag"), ("", nil)] {
      let body = "subscriptionId=\(m.subscription)&splitBy=\(choice)&from=2026-01"
      #expect(try m.world.send(.post, page + "/choice", as: "manager", body, headers: form).status == 303)
      let chosen = try m.world.send(.get, choices, as: "manager").items
      #expect(chosen.first { $0["subscriptionId"]?.string == m.subscription }?["splitBy"]?.string == splitBy)
    }
    let neither = try m.world.send(.post, page + "/choice", as: "manager", "splitBy=tag", headers: form)
    #expect(neither.status == 422)
    #expect(try m.world.send(.get, page, as: "rival").status == 404)
    #expect(try m.world.send(.post, page, as: "finance", "", headers: form).status == 403)
  }
}

@Test func `use that is months late is charged on its own month while that statement is open`() throws {
  let m = try Metered(World())
  try Clock.set(#require(Instant("2026-04-10T06:00:00Z")), m.world.office)
  #expect(try m.counts([m.record("a", "1000")]) == "1 0 0 0")
  _ = try BillRun.run(m.world.office)
  #expect(
    try m.world.text(
      """
      SELECT string_agg(DISTINCT posted_on::text, ' ') FROM charge
      WHERE subscription_id = \(ID<Subscription>(m.subscription)) AND reason = 'usage'
      """) == "2026-01-31")
  _ = try Closing.closeDue(m.world.office)
  #expect(try m.counts([m.record("b", "1000")]) == "1 0 0 0")
  _ = try BillRun.run(m.world.office)
  #expect(try m.posted()["2026-01 storage price"]?[1] == 2_000_000_000)
  let late = try m.world.number(
    """
    SELECT count(*) FROM charge c JOIN statement t ON t.leg = c.leg AND t.month = c.month
      AND t.buyer_id = CASE c.leg WHEN 'price' THEN c.customer_id ELSE c.reseller_id END
    WHERE c.subscription_id = \(ID<Subscription>(m.subscription)) AND c.reason = 'usage' AND t.status = 'open'
      AND c.month > '2026-01-01'
    """)
  #expect(late >= 2, "on a statement that is open")
}
