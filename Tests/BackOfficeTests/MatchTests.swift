import BackOffice
import HTTP
import Testing

@Test func `a change with If-Match goes through only from the version it saw`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let centre = try #require(helvetia.centres["ADM"])
  let user = try helvetia.user("user")
  let service = try world.send(.get, "/api/v1/services", as: "manager").items.first?["id"]?.string
  let ticket = try world.send(
    .post, "/api/v1/customers/\(helvetia.customer)/tickets", as: "manager",
    #"{"subject":"Printer","body":"On fire.","serviceId":"\#(try #require(service))"}"#)
  let cases: [(person: String, path: String, first: String, second: String)] = [
    ("reseller", "/api/v1/subscriptions/\(id)", #"{"quantity":11}"#, #"{"quantity":12,"friendlyName":"Two"}"#),
    ("manager", "/api/v1/billing-centres/\(centre)", #"{"name":"One"}"#, #"{"name":"Two"}"#),
    ("reseller", "/api/v1/customers/\(helvetia.customer)", #"{"name":"One"}"#, #"{"name":"Two"}"#),
    ("manager", "/api/v1/users/\(user)", #"{"givenName":"One"}"#, #"{"givenName":"Two"}"#),
    (
      "manager", "/api/v1/tickets/\(try #require(ticket.json["id"]?.string))", #"{"status":"resolved"}"#,
      #"{"status":"open"}"#
    ),
  ]
  for (person, path, first, second) in cases {
    let old = try #require(try world.send(.get, path, as: person).headers["ETag"])
    let changed = try world.send(.patch, path, as: person, first, headers: [("If-Match", old)])
    let new = try #require(changed.headers["ETag"])
    #expect(changed.status == 200 && new != old, "\(path) \(changed.text)")
    #expect(try world.send(.get, path, as: person).headers["ETag"] == new, "\(path)")
    let untouched = try world.fingerprint()
    for stale in [old, "W/\(new)", "\"\"", "\"999\"", new.filter { $0 != "\"" }, "x"] {
      let answer = try world.send(.patch, path, as: person, second, headers: [("If-Match", stale)])
      #expect(answer.status == 412 && answer.code == "object.changed_meanwhile", "\(path) \(stale)")
    }
    #expect(try world.fingerprint() == untouched, "\(path)")
    for (matching, body) in [("\(old), \(new)", second), ("*", first)] {
      let answer = try world.send(.patch, path, as: person, body, headers: [("If-Match", matching)])
      #expect(answer.status == 200, "\(path) \(matching) \(answer.text)")
    }
  }
  let commands: [(HTTP.Method, String, String)] = [
    (.put, "split", #"{"allocations":[]}"#), (.post, "cancellation", "{}"),
  ]
  for (method, path, body) in commands {
    let path = "/api/v1/subscriptions/\(id)/\(path)"
    #expect(try world.send(method, path, as: "reseller", body, headers: [("If-Match", "\"1\"")]).status == 412)
  }
}

@Test func `of several changes at once from the same version exactly one wins`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  for round in 0..<8 {
    let seen = try #require(try world.send(.get, "/api/v1/subscriptions/\(id)", as: "reseller").headers["ETag"])
    let changes = try world.number("SELECT changes FROM subscription WHERE id = \(id)::uuid")
    let answers = try atOnce(4) { index in
      try world.patch(id, #"{"quantity":\#(11 + round * 4 + index)}"#, headers: [("If-Match", seen)])
    }
    #expect(answers.map(\.status).sorted() == [200, 412, 412, 412])
    #expect(try world.number("SELECT changes FROM subscription WHERE id = \(id)::uuid") == changes + 1)
    let won = try #require(answers.first { $0.status == 200 })
    #expect(try world.subscription(id)["quantity"] == won.json["quantity"])
  }
}

@Test func `changes at once without If-Match come one after the other and lose nothing`() throws {
  let world = try World()
  let id = try Helvetia(world).buy("Exchange Online (Plan 1)", "P1M", 10)
  let answers = try atOnce(8) { try world.patch(id, #"{"quantity":\#(20 + $0)}"#) }
  #expect(answers.allSatisfy { $0.status == 200 }, "\(answers.map(\.text))")
  let changes = try world.send(.get, "/api/v1/subscriptions/\(id)/changes", as: "reseller").items
  #expect(changes.count == 2 + answers.count, "each wanted another quantity")
  let quantity = try #require(try world.subscription(id)["quantity"]?.integer)
  let posted = try world.posted(id, after: 0).filter { $0.key.hasPrefix("price") }.values.reduce(0, +)
  #expect(posted == quantity * 390, "whatever the order, what is posted is what is owed")
}

@Test func `whoever is overtaken is told by whom, when and of what`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let id = try helvetia.buy("Exchange Online (Plan 1)", "P1M", 10)
  let seen = try #require(try world.send(.get, "/api/v1/subscriptions/\(id)", as: "reseller").headers["ETag"])
  #expect(try world.patch(id, #"{"quantity":12,"friendlyName":"Reception"}"#, as: "distributor").status == 200)
  let name = try #require(try world.send(.get, "/api/v1/me", as: "distributor").json["user"]?["familyName"]?.string)
  for preview in [true, false] {
    let late = try world.patch(id, #"{"quantity":14}"#, preview: preview, headers: [("If-Match", seen)])
    let detail = try #require(late.json["detail"]?.string)
    #expect(late.status == 412 && late.code == "object.changed_meanwhile")
    #expect(detail.contains(name) && detail.contains("2026-01-15"), "\(detail)")
    #expect(detail.contains("Licences added") && detail.contains("name") && !detail.contains("{"), "\(detail)")
  }
  let now = try #require(try world.send(.get, "/api/v1/subscriptions/\(id)", as: "reseller").headers["ETag"])
  let holder = #"{"userId":"\#(try helvetia.user("user"))"}"#
  #expect(try world.send(.post, "/api/v1/subscriptions/\(id)/assignments", as: "manager", holder).status == 201)
  let late = try world.patch(id, #"{"quantity":14}"#, headers: [("If-Match", now)])
  #expect(late.json["detail"]?.string?.contains("licences were given") == true, "\(late.text)")
}
