import BackOffice
import Core
import HTTP
import Postgres
import Testing

private let manager = Requesting.manager
private let approve = #"{"status":"approved"}"#

@Test func `a change that may only be asked for waits, and is carried out as it was shown`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let mail = try arosa.lastMail
  let preview = try arosa.change(#"{"quantity":20}"#, preview: true)
  #expect(preview.status == 200 && preview.json["totals"]?.items.count == 1, "no costs for customers")
  let asked = try arosa.change(#"{"quantity":20}"#)
  let id = try #require(asked.json["id"]?.string)
  #expect(asked.status == 202 && asked.headers["Location"] == "/api/v1/requests/\(id)")
  #expect(asked.headers["ETag"] == "\"1\"" && asked.json["status"]?.string == "waiting")
  #expect(asked.json["asked"]?["quantity"]?.integer == 20 && asked.json["kind"]?.string == "change")
  #expect(try arosa.quantity() == 18)
  let told = try arosa.mails(after: mail)
  #expect(told.contains("reseller@comptoir.test: Bergbahnen Arosa AG asks for a change: Exchange Online (Plan 1)"))
  #expect(!told.contains { $0.hasPrefix("fabio.conti") || $0.hasPrefix("rival") || $0.hasPrefix("distributor") })

  let charge = try world.lastCharge
  let before = try arosa.lastMail
  let approved = try arosa.decide(id, approve)
  #expect(approved.status == 200 && approved.json["status"]?.string == "approved", "\(approved.text)")
  #expect(try arosa.quantity() == 20)
  let posted = try world.posted(arosa.subscription, after: charge).filter { $0.key.hasPrefix("price") }
  #expect(posted == preview.promised)
  #expect(approved.json["decidedByName"]?.string == "Reto Caduff")
  #expect(
    try arosa.mails(after: before) == [
      "\(manager)@comptoir.test: Your request is approved: Exchange Online (Plan 1)"
    ])
  let history = approved.json["history"]?.items ?? []
  #expect(history.compactMap { $0["event"]?.string } == ["asked", "approved"])
  let trail = try world.send(.get, "/api/v1/audit-records?objectId=\(id)", as: manager).items
  #expect(trail.compactMap { $0["action"]?.string } == ["request.approved", "request.asked"])
}

@Test func `the actions of a subscription say what needs approval`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let actions = try world.subscription(arosa.subscription, as: manager)["actions"]?.items ?? []
  func action(_ name: String) -> JSONValue? { actions.first { $0["action"]?.string == name } }
  for name in ["increase", "cancelLater", "scheduleRenewal", "autoRenewOff"] {
    #expect(action(name)?["allowed"]?.bool == true && action(name)?["needsApproval"]?.bool == true, "\(name)")
  }
  for name in ["rename", "split"] {
    #expect(action(name)?["allowed"]?.bool == true && action(name)?["needsApproval"] == nil, "\(name)")
  }
  #expect(action("suspend")?["code"]?.string == "permission.not_yours")
  #expect(action("cancelNow")?["code"]?.string == "cancel.window_closed")
  let seller = try world.subscription(arosa.subscription)["actions"]?.items ?? []
  #expect(seller.allSatisfy { $0["needsApproval"] == nil })
}

@Test func `a name and a split are the customer's own affair`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  #expect(try arosa.change(#"{"friendlyName":"Mail"}"#).status == 200)
  let split = try world.send(.get, "/api/v1/subscriptions/\(arosa.subscription)/split", as: manager)
  let centre = try #require(split.json["allocations"]?[0]?["centreId"]?.string)
  let body = #"{"allocations":[{"centreId":"\#(centre)","quantity":18}]}"#
  let path = "/api/v1/subscriptions/\(arosa.subscription)/split"
  #expect(try world.send(.put, path, as: manager, body).status == 200)
  #expect(try arosa.change(#"{"friendlyName":"Post","quantity":19}"#).status == 202, "together they wait")
  #expect(try world.subscription(arosa.subscription)["friendlyName"]?.string == "Mail")
}

@Test func `a reseller changes what was asked, which stays beside it`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let id = try arosa.asked()
  let mail = try arosa.lastMail
  let changed = try arosa.decide(id, #"{"body":{"quantity":19}}"#)
  #expect(changed.status == 200 && changed.json["status"]?.string == "waiting" && changed.headers["ETag"] == "\"2\"")
  #expect(changed.json["asked"]?["quantity"]?.integer == 20 && changed.json["changed"]?["quantity"]?.integer == 19)
  #expect(try arosa.mails(after: mail).count == 1)
  #expect(try arosa.read(id, as: manager).json["changed"]?["quantity"]?.integer == 19)
  #expect(try arosa.decide(id, approve).status == 200)
  #expect(try arosa.quantity() == 19)
  let other = try arosa.asked(#"{"quantity":25}"#)
  let both = #"{"status":"approved","body":{"quantity":24},"acceptChanged":true}"#
  #expect(try arosa.decide(other, both).json["changed"]?["quantity"]?.integer == 24)
  #expect(try arosa.quantity() == 24)
  let events = try arosa.read(id).json["history"]?.items.compactMap { $0["event"]?.string }
  #expect(events == ["asked", "changed", "approved"])
}

@Test func `cancelling waits like any other change`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let answer = try arosa.cancel(#"{"when":"later"}"#)
  let id = try #require(answer.json["id"]?.string)
  #expect(answer.status == 202 && answer.json["kind"]?.string == "cancellation")
  #expect(try world.subscription(arosa.subscription)["autoRenew"]?.bool == true)
  #expect(try arosa.decide(id, approve).status == 200)
  #expect(try world.subscription(arosa.subscription)["autoRenew"]?.bool == false)
}

@Test func `figures are shown to those they concern only`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let id = try arosa.asked()
  for (person, legs) in [(manager, ["price"]), ("distributor", ["cost"]), ("reseller", ["cost", "price"])] {
    let json = try arosa.read(id, as: person).json
    for name in ["figures", "now"] {
      #expect(Set(json[name]?.items.compactMap { $0["leg"]?.string } ?? []) == Set(legs), "\(person) \(name)")
    }
    let events = json["history"]?.items.flatMap { $0["figures"]?.items ?? [] } ?? []
    #expect(Set(events.compactMap { $0["leg"]?.string }) == Set(legs), "\(person)")
  }
  let page = try world.send(.get, "/requests/\(id)", as: "distributor").text
  #expect(page.contains("62.00") && !page.contains("78.00"))
  let facts = try world.owner("SELECT before::text || after::text FROM audit_record WHERE object_kind = 'request'") {
    try $0[0] as String?
  }
  #expect(facts.allSatisfy { !($0 ?? "").contains("78.00") })
}

@Test func `lists are paged and filtered, each with what is theirs`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  let ids = try (20...23).map { try arosa.asked(#"{"quantity":\#($0)}"#) }
  #expect(try arosa.decide(ids[0], #"{"status":"refused","reason":"No."}"#).status == 200)
  func listed(_ query: String, as person: String = "reseller") throws -> [String] {
    try world.send(.get, "/api/v1/requests\(query)", as: person).items.compactMap { $0["id"]?.string }
  }
  #expect(try listed("") == ids.reversed())
  #expect(try listed("?status=waiting&customerId=\(arosa.customer)") == ids[1...].reversed())
  #expect(try listed("?status=refused") == [ids[0]] && listed("?kind=cancellation").isEmpty)
  #expect(try listed("", as: "rival").isEmpty && listed("", as: "manager").isEmpty && listed("", as: "user").isEmpty)
  #expect(try listed("", as: "fabio.conti").isEmpty, "finance decides nothing")
  let first = try world.send(.get, "/api/v1/requests?limit=3", as: manager)
  let cursor = try #require(first.json["nextCursor"]?.string)
  #expect(try listed("?limit=3&cursor=\(cursor)", as: manager) == [ids[0]])
}

@Test func `who acts for somebody is named beside them`() throws {
  let world = try World()
  let arosa = try Requesting(world)
  _ = try world.owner("UPDATE organization SET self_service = 'request' WHERE name = 'Helvetia Works AG'") { _ in }
  let someone = try world.text("SELECT id::text FROM person WHERE sign_in_email = 'manager@comptoir.test'")
  let token = try world.send(
    .post, "/api/v1/users/\(someone)/impersonation", as: "distributor", #"{"reason":"Asked by phone"}"#)
  let secret = try #require(token.json["token"]?.string, "\(token.text)")
  let subscription = try Helvetia(world).subscription(named: "Workshop mailboxes")
  let answer = world.answer(
    .patch, "/api/v1/subscriptions/\(subscription)",
    headers: [("Authorization", "Bearer \(secret)"), ("Content-Type", "application/json")], body: #"{"quantity":14}"#)
  #expect(answer.status == 202, "\(answer.text)")
  let entry = try #require(answer.json["history"]?[0])
  #expect(entry["actorName"]?.string == "Monika Brunner" && entry["realActorName"]?.string != nil)
  let id = try #require(answer.json["id"]?.string)
  let page = try world.send(.get, "/requests/\(id)", as: "manager").text
  #expect(page.contains("by \(try #require(entry["realActorName"]?.string))"))
  #expect(try arosa.quantity() == 18)
}
