import BackOffice
import Core
import Testing

// How vendors are asked over HTTP, and what they may call back with.

extension Provisioned {
  /// Makes everything that is tried again due now.
  fileprivate func hurry() throws {
    _ = try world.owner(
      "UPDATE fulfilment SET next_attempt_at = comptoir_now() - interval '1 second' WHERE next_attempt_at IS NOT NULL"
    ) { _ in }
  }

  fileprivate func fault(_ request: String) throws -> String? {
    try world.send(.get, "/api/v1/fulfilments/\(request)", as: "reseller").json["fault"]?.string
  }
}

@Test func `a vendor that fails is asked again with the same key, and given up in the end for a person to retry`()
  throws
{
  let world = try World()
  let vendor = try ScriptedVendor()
  vendor.answers(500, "")
  let shop = try Provisioned(world, vendor)
  let request = try shop.request(try shop.buy(3))
  for _ in 0..<Bounds.fulfilmentAttempts {
    try shop.run()
    try shop.hurry()
  }
  #expect(vendor.heard.count == Bounds.fulfilmentAttempts)
  #expect(Set(vendor.heard.map(\.key)) == [request])
  #expect(try shop.fault(request) == "fulfilment.server_failed")
  #expect(try shop.settle(request, #"{"state":"waiting"}"#, as: "reseller").status == 403)
  let waiting = try world.send(.get, "/api/v1/fulfilments?forPeople=true", as: "distributor")
  #expect(waiting.items.map { $0["id"]?.string } == [request])
  vendor.answers(200, #"{"status":"approved"}"#)
  #expect(try shop.settle(request, #"{"state":"waiting"}"#).json["state"]?.string == "waiting")
  #expect(try shop.run() == 1)
  #expect(Set(vendor.heard.map(\.key)) == [request])
  #expect(try shop.settle(request, #"{"state":"waiting"}"#).code == "fulfilment.settled")
}

@Test(arguments: [
  (400, "", "fulfilment.request_rejected", "parked"), (200, "not json", "fulfilment.answer_unreadable", "sent"),
  (200, #"{"status":"perhaps"}"#, "fulfilment.answer_unreadable", "sent"),
  (429, "", "fulfilment.server_failed", "sent"),
  (302, "", "fulfilment.answer_unreadable", "sent"),
  (200, #"{"status":"refused"}"#, "fulfilment.answer_unreadable", "sent"),
])
func `what cannot be understood is no answer`(_ status: Int, _ body: String, _ fault: String, _ state: String) throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  vendor.answers(status, body)
  let shop = try Provisioned(world, vendor)
  let bought = try shop.buy(3)
  try shop.run()
  #expect(try shop.fault(try shop.request(bought)) == fault)
  #expect(try shop.requests(bought) == ["purchase 3 \(state)"])
}

@Test func `after an outage everything queued is done, each subscription's in order`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let shop = try Provisioned(world, vendor)
  let bought = try (1...3).map { try shop.buy($0) }
  try shop.run()
  vendor.answers(503, "")
  for id in bought {
    #expect(try world.patch(id, #"{"quantity":7}"#).status == 200)
    #expect(try world.patch(id, #"{"status":"suspended","reason":"unpaid"}"#).status == 200)
    #expect(try world.patch(id, #"{"status":"active"}"#).status == 200)
  }
  try shop.run()
  vendor.script.withLock { $0.heard = [] }
  vendor.answers(200, #"{"status":"approved"}"#)
  try shop.hurry()
  #expect(try shop.run() == 9)
  for id in bought {
    #expect(vendor.heard.filter { $0.subscription == id }.map(\.operation) == ["change", "suspend", "resume"])
  }
}

@Test func `two runs at once send each request once`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let shop = try Provisioned(world, vendor)
  for quantity in 1...6 { _ = try shop.buy(quantity) }
  let office = world.office
  let applied = try atOnce(2) { _ in try FulfilmentJobs.run(office) }
  #expect(applied.reduce(0, +) == 6)
  #expect(vendor.heard.map(\.quantity).sorted() == Array(1...6))
}

@Test func `a vendor that asks is answered by the reseller and asked anew under another key`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  vendor.answers(200, #"{"status":"asking","fields":[{"name":"domain","label":"Your domain"}]}"#)
  let shop = try Provisioned(world, vendor)
  let request = try shop.request(try shop.buy(3))
  let path = "/api/v1/fulfilments/\(request)/answer"
  let given = #"{"values":{"domain":"works.example"}}"#
  #expect(try world.send(.post, path, as: "reseller", given).code == "fulfilment.not_asking")
  try shop.run()
  #expect(try world.send(.post, path, as: "rival", given).status == 404)
  #expect(
    try world.send(.post, path, as: "reseller", #"{"values":{"town":"Bern"}}"#).faults == [
      "/values/domain field.required", "/values/town field.unknown",
    ])
  vendor.answers(200, #"{"status":"approved"}"#)
  #expect(try world.send(.post, path, as: "reseller", given).status == 200)
  try shop.run()
  #expect(vendor.heard.map(\.key) == [request, request + "-1"])
  #expect(vendor.heard.last?.data?["domain"]?.string == "works.example")
  #expect(try world.send(.get, "/api/v1/fulfilments/\(request)", as: "manager").json["state"]?.string == "done")
}

@Test func `callbacks that are forged, late by the clock, or about nothing known are turned away`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  vendor.answers(202, "")
  let shop = try Provisioned(world, vendor)
  let request = try shop.request(try shop.buy(3))
  let before = try world.fingerprint()
  #expect(shop.callBack(request, "approved").code == "callback.out_of_order")
  #expect(shop.callBack(request, "approved", secret: "wrong").code == "callback.signature_wrong")
  #expect(shop.callBack(request, "approved", secret: "wrong").status == 401)
  #expect(shop.callBack(request, "approved", secondsOff: -301).code == "callback.time_off")
  #expect(shop.callBack(request, "approved", secondsOff: 302).code == "callback.time_off")
  #expect(shop.callBack(Strangers.offer, "approved").code == "callback.fulfilment_unknown")
  #expect(shop.callBack(Strangers.offer, "approved").status == 404)
  #expect(shop.callBack(request, "approved", connector: Strangers.offer).status == 404)
  #expect(shop.callBack(request, "perhaps").code == "field.not_a_choice")
  #expect(shop.callBack(request, "refused").code == "field.required")
  #expect(world.answer(.post, "/vendor-callbacks/\(shop.connector)", body: "{}").code == "callback.signature_wrong")
  #expect(try world.fingerprint() == before)
}

@Test func `a callback counts once; what was settled before is noted and stays`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  vendor.answers(202, #"{"reference":"MS-9"}"#)
  let shop = try Provisioned(world, vendor)
  let bought = try shop.buy(3)
  let request = try shop.request(bought)
  try shop.run()
  #expect(shop.callBack(request, "approved").json["applied"]?.bool == true)
  let posted = try shop.posted(bought)
  #expect(posted > 0)
  #expect(shop.callBack(request, "approved").json["code"]?.string == "callback.replayed")
  #expect(shop.callBack(request, "refused", more: #","reason":"No""#).code == "callback.id_reused")
  #expect(shop.callBack(request, "approved", id: "cb-2").json["code"]?.string == "callback.late")
  let other = shop.callBack(request, "refused", id: "cb-3", more: #","reason":"No""#)
  #expect(other.json["code"]?.string == "callback.contradicts")
  #expect(other.json["applied"]?.bool == false)
  #expect(try shop.status(bought) == "active")
  #expect(try shop.posted(bought) == posted)

  let byHand = try shop.request(try shop.buy(4))
  try shop.run()
  #expect(try shop.settle(byHand, #"{"state":"done"}"#).status == 200)
  let late = shop.callBack(byHand, "refused", id: "cb-4", more: #","reason":"No""#)
  #expect(late.json["code"]?.string == "callback.settled_by_hand")
}

@Test func `a simulated vendor takes its time, loses answers and refuses as it is told`() throws {
  let world = try World()
  let shop = try Provisioned(
    world, "simulated", settings: #"{"delaySeconds":3600,"loseAnswers":1,"refuseQuantity":13}"#)
  let (kept, refused) = (try shop.buy(5), try shop.buy(13))
  try shop.run()
  #expect(try shop.requests(kept) == ["purchase 5 sent"])
  try shop.hurry()
  try shop.run()
  #expect(try shop.requests(kept) == ["purchase 5 accepted"])
  try world.pass(hours: 2)
  #expect(try shop.requests(kept) == ["purchase 5 done"])
  #expect(try shop.requests(refused) == ["purchase 13 refused"])
  #expect(try shop.status(refused) == "cancelled")
}

@Test(arguments: [
  (#"{"kind":"http"}"#, "/address field.required"),
  (#"{"kind":"http","address":"ftp://x"}"#, "/address connector.address_malformed"),
  (#"{"kind":"http","address":"https://v.example/?a"}"#, "/address connector.address_malformed"),
  (#"{"kind":"manual","address":"https://v.example"}"#, "/address connector.address_only_http"),
  (#"{"kind":"manual","settings":{"missing":1}}"#, "/settings connector.settings_only_simulated"),
  (#"{"kind":"simulated","settings":{"missing":-1}}"#, "/settings/missing connector.setting_out_of_range"),
])
func `a connector that could not work is refused`(_ body: String, _ fault: String) throws {
  let world = try World()
  let service = try world.text("SELECT id::text FROM service WHERE name = 'Microsoft 365'")
  let whole = body.replacing("{\"kind\"", with: "{\"serviceId\":\"\(service)\",\"kind\"")
  let answer = try world.send(.post, "/api/v1/connectors", as: "distributor", whole)
  #expect(answer.faults == [fault], "\(answer.text)")
}

@Test func `a connector is the distributor's, one per service, ended when nothing is open`() throws {
  let world = try World()
  let shop = try Provisioned(world, "manual")
  let path = "/api/v1/connectors/\(shop.connector)"
  let service = try world.text("SELECT service_id::text FROM connector")
  let again = #"{"serviceId":"\#(service)","kind":"manual"}"#
  #expect(try world.send(.post, "/api/v1/connectors", as: "distributor", again).code == "connector.service_taken")
  for person in ["reseller", "manager", "tech"] {
    #expect(try world.send(.get, path, as: person).status == 403)
    #expect(try world.send(.post, "/api/v1/connectors", as: person, again).status == 403)
  }
  #expect(
    try world.send(.patch, path, as: "distributor", #"{"renewSecret":true}"#).code == "connector.secret_only_http")
  let bought = try shop.buy(2)
  #expect(try world.send(.patch, path, as: "distributor", #"{"status":"ended"}"#).code == "connector.busy")
  #expect(try shop.settle(try shop.request(bought), #"{"state":"done"}"#).status == 200)
  #expect(try world.send(.patch, path, as: "distributor", #"{"status":"ended"}"#).json["status"]?.string == "ended")
  #expect(try world.send(.patch, path, as: "distributor", #"{"status":"active"}"#).code == "connector.ended")
  #expect(try shop.status(try shop.buy(1)) == "active")
}

@Test func `the inventory is compared as a set, and each difference settled or told again`() throws {
  let world = try World()
  let shop = try Provisioned(world, "simulated")
  let bought = try (1...4).map { try shop.buy($0) }
  try shop.run()
  let path = "/api/v1/connectors/\(shop.connector)"
  _ = try world.send(
    .patch, path, as: "distributor", #"{"settings":{"wrongQuantities":1,"missing":1,"unknown":1}}"#)
  #expect(try world.send(.post, path + "/reconciliations", as: "distributor", "{}").status == 202)
  try world.pass(hours: 1)
  let runs = try world.send(.get, "/api/v1/reconciliations?connectorId=\(shop.connector)", as: "distributor")
  let run = try #require(runs.items.first)
  #expect(run["differences"]?.integer == 3)
  let id = try #require(run["id"]?.string)
  #expect(try world.send(.get, "/api/v1/reconciliations/\(id)", as: "reseller").status == 403)
  let lines = try world.send(.get, "/api/v1/reconciliations/\(id)/differences", as: "distributor").items
  #expect(Set(lines.compactMap { $0["kind"]?.string }) == ["missingThere", "missingHere", "otherQuantity"])
  func line(_ kind: String) -> String { lines.first { $0["kind"]?.string == kind }?["id"]?.string ?? "" }
  func decide(_ kind: String, _ body: String) throws -> Answer {
    try world.send(.patch, "/api/v1/differences/\(line(kind))", as: "distributor", body)
  }
  #expect(try decide("missingHere", #"{"state":"pushed"}"#).code == "difference.nothing_to_push")
  #expect(try decide("missingHere", #"{"state":"settled"}"#).faults == ["/note field.required"])
  #expect(try decide("missingHere", #"{"state":"settled","note":"Theirs alone"}"#).status == 200)
  #expect(try decide("missingHere", #"{"state":"settled","note":"Again"}"#).code == "difference.settled")
  #expect(try decide("otherQuantity", #"{"state":"pushed"}"#).json["state"]?.string == "pushed")
  let pushed = try world.text("SELECT operation || ' ' || state FROM fulfilment WHERE round = 1")
  #expect(pushed == "change waiting")
  let csv = try world.send(.get, "/reconciliations/\(id)/document", as: "distributor")
  #expect(csv.text.split(separator: "\r\n").count == 4)
  #expect(bought.count == 4)
}

@Test func `an inventory is fetched page by page, signed, or brought as a table`() throws {
  let world = try World()
  let vendor = try ScriptedVendor()
  let shop = try Provisioned(world, vendor)
  let bought = try shop.buy(3)
  try shop.run()
  vendor.script.withLock {
    $0.inventory = [
      #"{"items":[{"subscriptionId":"\#(bought)","quantity":3,"status":"suspended"}],"nextCursor":"2"}"#,
      #"{"items":[{"reference":"MS-77","quantity":1,"status":"active"}],"nextCursor":null}"#,
    ]
  }
  try world.pass(hours: 1)
  let run = try #require(try world.send(.get, "/api/v1/reconciliations", as: "distributor").items.first)
  #expect(run["status"]?.string == "done", "\(run)")
  #expect(run["theirs"]?.integer == 2)
  let lines = try world.send(
    .get, "/api/v1/reconciliations/\(run["id"]?.string ?? "")/differences?limit=200", as: "distributor")
  let status = lines.items.first { $0["subscriptionId"]?.string == bought }
  #expect(status?["kind"]?.string == "otherStatus")
  let table = try world.raw(
    .post, "/api/v1/connectors/\(shop.connector)/reconciliations", as: "distributor", bytes: Array("a,b".utf8),
    type: "text/csv")
  #expect(table.code == "inventory.fetched_by_itself")
}

@Test(arguments: [
  ("", "/file inventory.not_a_table"), ("reference,status\r\nA,active", "/file inventory.columns_missing"),
  ("reference,quantity,status\r\nA,1,active\r\nB,x,active", "/rows/3 inventory.row_wrong"),
  ("reference,quantity,status\r\n,1,active", "/rows/2 inventory.row_wrong"),
])
func `a table that cannot be right is refused by row`(_ table: String, _ fault: String) throws {
  let world = try World()
  let shop = try Provisioned(world, "manual")
  let path = "/api/v1/connectors/\(shop.connector)/reconciliations"
  let answer = try world.raw(.post, path, as: "distributor", bytes: Array(table.utf8), type: "text/csv")
  #expect(answer.faults == [fault], "\(answer.text)")
  #expect(try world.send(.post, path, as: "distributor", "{}").code == "inventory.brought_by_people")
}
