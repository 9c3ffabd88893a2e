import BackOffice
import Core
import Postgres
import Testing

private let basic = "Microsoft 365 Business Basic"
private let premium = "Microsoft 365 Business Premium"

extension Helvetia {
  /// The offer of a plan for a term and frequency.
  fileprivate func offer(_ plan: String, _ term: String, billed frequency: String) throws -> String {
    let offers = try world.send(.get, "/api/v1/offers?customerId=\(customer)&limit=200", as: "reseller").items
    return try #require(
      offers.first {
        $0["planName"]?.string == plan && $0["term"]?.string == term && $0["trial"]?.bool == false
          && $0["billingFrequency"]?.string == frequency
      }?["id"]?.string)
  }

  fileprivate func assign(_ emails: [String], to id: String) throws -> [String] {
    try emails.map { email in
      let person = try user(email)
      let body = #"{"userId":"\#(person)"}"#
      let answer = try world.send(.post, "/api/v1/subscriptions/\(id)/assignments", as: "manager", body)
      #expect(answer.status == 201, "\(answer.text)")
      return person
    }
  }
}

extension World {
  fileprivate func upgrade(
    _ id: String, _ body: String, as person: String = "reseller", preview: Bool = false,
    headers: [(String, String)] = []
  ) throws -> Answer {
    let query = preview ? "?preview=true" : ""
    return try send(.post, "/api/v1/subscriptions/\(id)/upgrade\(query)", as: person, body, headers: headers)
  }

  /// What was posted for some subscriptions after a charge, by leg and centre, without zeros.
  fileprivate func posted(_ ids: [String], after sequence: Int) throws -> [String: Int] {
    try ids.map { try posted($0, after: sequence) }.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
      .filter { $0.value != 0 }
  }

  fileprivate func text(of sql: SQL) throws -> String { try #require(try owner(sql) { try $0[0] as String }.first) }
}

@Test func `an upgrade that cannot be says why, and changes nothing`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1Y", 10)
  let better = try helvetia.offer(premium, "P1Y", billed: "monthly")
  let ended = try helvetia.offer(premium, "P1M", billed: "monthly")
  let worse = try helvetia.offer("Exchange Online (Plan 1)", "P1M", billed: "monthly")
  let early = try helvetia.buy(premium, "P1M", 2)
  let unrelated = try helvetia.buy("Power BI Pro", "P1Y", 2)
  let paused = try helvetia.buy(premium, "P1Y", 2)
  let foreign = try world.text(
    of: """
      SELECT s.id::text FROM subscription s JOIN organization o ON o.id = s.customer_id
      WHERE o.name LIKE 'Rheinland%' LIMIT 1
      """)
  #expect(try world.patch(paused, #"{"status":"suspended","reason":"Unpaid"}"#).status == 200)
  _ = try world.owner("UPDATE offer SET ended = true WHERE id = \(ID<Offer>(ended))") { _ in }
  _ = try helvetia.assign(["user", "tech"], to: id)
  func serve(_ level: String) throws -> Int {
    let body = #"{"selfService":"\#(level)"}"#
    return try world.send(.patch, "/api/v1/customers/\(helvetia.customer)", as: "reseller", body).status
  }
  #expect(try serve("view") == 200)
  for person in ["reseller", "manager", "tech", "rival", "user"] { _ = try world.token(of: person) }
  let untouched = try world.fingerprint()
  func to(_ offer: String, _ more: String = "") -> String { #"{"offerId":"\#(offer)","confirm":true\#(more)}"# }
  func into(_ line: String, _ more: String = "") -> String { #"{"subscriptionId":"\#(line)","confirm":true\#(more)}"# }
  let lines: [(String, String, String)] = [
    ("reseller", #"{"offerId":"\#(better)"}"#, "upgrade.not_confirmed"),
    ("reseller", #"{"offerId":"\#(better)","confirm":false}"#, "upgrade.not_confirmed"),
    ("reseller", #"{"confirm":true}"#, "upgrade.one_target"),
    ("reseller", #"{"offerId":"\#(better)","subscriptionId":"\#(early)","confirm":true}"#, "upgrade.one_target"),
    ("reseller", to("nonsense"), "input.invalid"), ("reseller", to(better, #","colour":"red""#), "field.unknown"),
    ("reseller", to(better, #","quantity":0"#), "upgrade.quantity_not_held"),
    ("reseller", to(better, #","quantity":11"#), "upgrade.quantity_not_held"),
    ("reseller", to(better, #","quantity":9"#), "upgrade.assigned"),
    ("reseller", to(better, #","people":["\#(try helvetia.user("user"))"]"#), "delegation.required"),
    ("manager", to(better), "self_service.view_only"), ("tech", to(better), "permission.missing"),
    ("user", to(better), "permission.missing"), ("rival", to(better), "object.not_found"),
    ("reseller", to(worse), "upgrade.no_path"), ("reseller", to(ended), "offer.not_available"),
    ("reseller", into(early), "upgrade.target_ends_early"), ("reseller", into(unrelated), "upgrade.no_path"),
    ("reseller", into(paused), "upgrade.target_not_active"), ("reseller", into(id), "subscription.unknown"),
    ("reseller", into(foreign), "subscription.unknown"),
  ]
  for (person, body, code) in lines {
    #expect(try world.upgrade(id, body, as: person).outcome == code, "\(person) \(body)")
    if code != "upgrade.not_confirmed" {
      #expect(try world.upgrade(id, body, as: person, preview: true).outcome == code, "preview \(person) \(body)")
    }
  }
  #expect(try world.upgrade(paused, to(better)).outcome == "subscription.not_active")
  #expect(try world.fingerprint() == untouched)
  #expect(try serve("request") == 200)
  #expect(try world.upgrade(id, #"{"offerId":"\#(better)"}"#, as: "manager").outcome == "upgrade.not_confirmed")
  #expect(try world.upgrade(id, to(better), as: "manager").status == 202, "it waits for the reseller")
  #expect(try world.upgrade(id, to(better), as: "manager").outcome == "request.waits_already")
}

@Test func `an upgrade previews what it posts: the rest of the cycle back there, and on here`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let split = try helvetia.allocations([("ADM", 6), ("PRO", 4)])
  let id = try helvetia.buy(basic, "P1Y", 10, #","friendlyName":"Front office","allocations":\#(split)"#)
  let people = try helvetia.assign(["user", "tech"], to: id)
  let plan = #"{"renewal":{"quantity":8,"term":"P1Y","billingFrequency":"monthly"}}"#
  #expect(try world.patch(id, plan).status == 200)
  try world.pass(hours: 24 * 16)
  let body = #"{"offerId":"\#(try helvetia.offer(premium, "P1Y", billed: "monthly"))","confirm":true}"#
  let preview = try world.upgrade(id, body, preview: true)
  #expect(preview.json["warnings"]?.items.compactMap { $0["code"]?.string } == ["upgrade.renewal_dropped"])
  let before = try world.lastCharge
  let answer = try world.upgrade(id, body)
  #expect(answer.status == 200, "\(answer.text)")
  let new = answer.json
  let newID = try #require(new["id"]?.string)
  #expect(try world.posted([id, newID], after: before) == preview.promised)
  // 15 of the cycle's 31 days: 56.00 and 206.00 a month for ten licences.
  let price = try world.posted(newID, after: before).filter { $0.key.hasPrefix("price") }.values.reduce(0, +)
  let back = try world.posted(id, after: before).filter { $0.key.hasPrefix("price") }.values.reduce(0, +)
  #expect(price == 9968 && back == -2710)
  #expect(new["planName"]?.string == premium && new["friendlyName"]?.string == "Front office")
  #expect(new["quantity"]?.integer == 10 && new["assigned"]?.integer == 2)
  #expect(new["commitmentEndDate"]?.string == "2027-01-15" && new["nextInvoiceDate"]?.string == "2026-02-15")
  let old = try world.subscription(id)
  #expect(old["status"]?.string == "cancelled" && old["successorSubscriptionId"]?.string == newID)
  #expect(old["assigned"]?.integer == 0 && old["nextInvoiceDate"] == .null)
  let holders = try world.send(.get, "/api/v1/subscriptions/\(newID)/assignments", as: "manager").items
  #expect(Set(holders.compactMap { $0["userId"]?.string }) == Set(people))
  let kinds = try [id, newID].map {
    try world.send(.get, "/api/v1/subscriptions/\($0)/changes", as: "reseller").items.last?["kind"]?.string
  }
  #expect(kinds == ["upgradedTo", "upgradedFrom"])
  let reasons = try world.owner("SELECT DISTINCT reason FROM charge WHERE sequence > \(before)") { try $0[0] as String }
  #expect(reasons == ["upgrade"])
  try world.pass(hours: 24 * 40)
  let next = try world.owner(
    """
    SELECT sum(amount)::bigint FROM charge WHERE subscription_id = \(ID<Subscription>(newID)) AND leg = 'price'
      AND cycle_from = date '2026-02-15'
    """
  ) { try $0[0] as Int }
  #expect(next == [20600])
}

@Test func `some licences go to a line there is, with the people named and nobody else`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  #expect(
    try world.send(
      .patch, "/api/v1/customers/\(helvetia.customer)", as: "reseller", #"{"selfService":"full"}"#
    ).status == 200)
  let id = try helvetia.buy(basic, "P1Y", 5)
  let line = try helvetia.buy(premium, "P1Y", 3)
  let people = try helvetia.assign(["user", "tech", "finance"], to: id)
  _ = try helvetia.assign(["tech"], to: line)
  func body(_ quantity: Int, _ names: [String], _ more: String = #","confirm":true"#) -> String {
    let list = names.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"subscriptionId":"\#(line)","quantity":\#(quantity),"people":[\#(list)]\#(more)}"#
  }
  let stranger = try helvetia.user("manager")
  #expect(try world.upgrade(id, body(3, [stranger]), as: "manager").outcome == "upgrade.person_without_licence")
  #expect(
    try world.upgrade(id, body(3, [people[0], people[0]]), as: "manager").outcome == "upgrade.person_without_licence")
  #expect(try world.upgrade(id, body(1, [people[0], people[1]]), as: "manager").outcome == "upgrade.too_many_people")
  #expect(try world.upgrade(id, body(5, [people[0]]), as: "manager").outcome == "upgrade.all_people_move")
  #expect(try world.upgrade(id, body(4, [people[0]]), as: "manager").outcome == "upgrade.assigned")
  let before = try world.lastCharge
  let promised = try world.upgrade(id, body(3, [people[0], people[1]], ""), as: "manager", preview: true).promised
  let answer = try world.upgrade(id, body(3, [people[0], people[1]]), as: "manager")
  #expect(answer.status == 200 && answer.json["id"]?.string == line, "\(answer.text)")
  #expect(try world.posted([id, line], after: before).filter { $0.key.hasPrefix("price") } == promised)
  let (rest, grown) = (try world.subscription(id), try world.subscription(line))
  #expect(rest["quantity"]?.integer == 2 && rest["assigned"]?.integer == 1 && rest["status"]?.string == "active")
  // The technician had a licence there already, so one of the three is free now.
  #expect(grown["quantity"]?.integer == 6 && grown["assigned"]?.integer == 2)
  #expect(rest["successorSubscriptionId"] == .null)
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}

@Test func `add-ons go along where they fit, and stop the upgrade where they do not`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let parent = try helvetia.buy(basic, "P1Y", 5)
  let phone = try helvetia.buy("Teams Phone Standard", "P1Y", 5, #","parentSubscriptionId":"\#(parent)""#)
  _ = try world.owner(
    """
    UPDATE plan SET parent_plan_ids = (SELECT array_agg(id) FROM plan
      WHERE name IN ('Microsoft 365 Business Basic', 'Microsoft 365 Business Standard'))
    WHERE name = 'Teams Phone Standard'
    """
  ) { _ in }
  let best = #"{"offerId":"\#(try helvetia.offer(premium, "P1Y", billed: "monthly"))","confirm":true}"#
  #expect(try world.upgrade(parent, best).outcome == "upgrade.add_on_does_not_fit")
  let standard = try helvetia.offer("Microsoft 365 Business Standard", "P1Y", billed: "monthly")
  let answer = try world.upgrade(parent, #"{"offerId":"\#(standard)","confirm":true}"#)
  #expect(answer.status == 200, "\(answer.text)")
  let newID = try #require(answer.json["id"]?.string)
  #expect(try world.subscription(phone)["parentSubscriptionId"]?.string == newID)
  let counts = try world.owner(
    "SELECT active_add_ons FROM subscription WHERE id IN (\(ID<Subscription>(parent)), \(ID<Subscription>(newID)))"
      + " ORDER BY start_day, id"
  ) { try $0[0] as Int }
  #expect(counts == [0, 1])
  let kind = try world.send(.get, "/api/v1/subscriptions/\(phone)/changes", as: "reseller").items.last?["kind"]
  #expect(kind?.string == "parentChanged")
}

@Test func `what can be upgraded to is told with the prices its reader may see`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1Y", 5)
  let line = try helvetia.buy(premium, "P1Y", 3)
  _ = try helvetia.buy(premium, "P1M", 3)
  func targets(_ person: String) throws -> Answer {
    try world.send(.get, "/api/v1/subscriptions/\(id)/upgrade", as: person)
  }
  let seen = try targets("reseller")
  #expect(seen.json["allowed"]?.bool == true)
  #expect(seen.json["subscriptions"]?.items.contains { $0["id"]?.string == line } == true)
  #expect(
    seen.json["subscriptions"]?.items.allSatisfy { $0["commitmentEndDate"]?.string ?? "" >= "2027-01-15" } == true)
  let plans = Set(seen.json["offers"]?.items.compactMap { $0["planName"]?.string } ?? [])
  #expect(plans == ["Microsoft 365 Business Standard", premium, "Microsoft 365 E3"])
  #expect(seen.json["offers"]?.items.allSatisfy { $0["unitPrice"] != nil && $0["unitCost"] != nil } == true)
  let distributor = try targets("distributor")
  #expect(!distributor.text.contains("unitPrice") && distributor.text.contains("unitCost"))
  let looking = #"{"selfService":"view"}"#
  #expect(try world.send(.patch, "/api/v1/customers/\(helvetia.customer)", as: "reseller", looking).status == 200)
  let manager = try targets("manager")
  #expect(manager.text.contains("unitPrice") && !manager.text.contains("unitCost"))
  #expect(manager.json["code"]?.string == "self_service.view_only")
  let tech = try targets("tech")
  #expect(!tech.text.contains("unitPrice") && !tech.text.contains("unitCost") && tech.status == 200)
  #expect(try targets("rival").status == 404)
}

@Test(arguments: ["charge", "subscription_change", "audit_record", "outbox"])
func `an upgrade that fails half-way leaves nothing behind`(_ table: String) throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1Y", 5)
  _ = try helvetia.assign(["user"], to: id)
  let body = #"{"offerId":"\#(try helvetia.offer(premium, "P1Y", billed: "monthly"))","confirm":true}"#
  _ = try world.token(of: "reseller")
  let before = try world.fingerprint()
  try world.breaking(table) {
    let answer = try world.upgrade(id, body)
    #expect(answer.status == 500)
  }
  #expect(try world.fingerprint() == before)
  #expect(try world.upgrade(id, body).status == 200)
}

@Test func `two upgrades at once take every licence along once`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy(basic, "P1Y", 5)
  let line = try helvetia.buy(premium, "P1Y", 3)
  let back = #"{"subscriptionId":"\#(line)","quantity":3,"confirm":true}"#
  let answers = try atOnce(4) { _ in try world.upgrade(id, back) }
  #expect(answers.filter { $0.status == 200 }.count == 1, "\(answers.map(\.text))")
  #expect(try world.subscription(id)["quantity"]?.integer == 2)
  #expect(try world.subscription(line)["quantity"]?.integer == 6)
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}
