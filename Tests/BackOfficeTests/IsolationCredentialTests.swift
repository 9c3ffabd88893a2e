import BackOffice
import Core
import HTTP
import Postgres
import Testing

@Test func `a token that reads does not write, and one that ended does neither`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let path = "/api/v1/customers/\(helvetia.customer)"
  let secret = try Operator.token(for: "manager@comptoir.test", scopes: ["read"], world.office)
  func answer(_ method: HTTP.Method, _ path: String, _ body: String = "{}") -> Answer {
    world.answer(
      method, path, headers: [("Authorization", "Bearer \(secret)"), ("Content-Type", "application/json")], body: body)
  }
  let objects = try MatrixObjects(world)
  #expect(answer(.get, path).status == 200)
  for route in Routes.all().all
  where route.method != .get && route.endpoint.access != .open && route.endpoint.access != .provisioning {
    let target = try #require(objects.path(route.pattern, .own))
    #expect(answer(route.method, target).status == 403, "\(route.method) \(route.pattern)")
  }
  #expect(answer(.patch, path).code == "token.read_only")
  _ = try world.owner("UPDATE credential SET expires_at = comptoir_now() WHERE 'read' = ALL (scopes)") { _ in }
  #expect(answer(.get, path).status == 401)
}

@Test func `one acts only where one holds a grant, and nowhere that is suspended`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
  let foreign = try world.text("SELECT id::text FROM organization WHERE name = 'Rheinland Maschinenbau GmbH'")
  func acting(in organization: String, as person: String = "manager") throws -> Answer {
    try world.send(.get, "/api/v1/subscriptions", as: person, headers: [("Comptoir-Organization", organization)])
  }
  #expect(try acting(in: helvetia.customer).status == 200)
  var said: Set<String> = []
  for id in [alpine, foreign, Strangers.distributor, "everything", "", "' OR true --"] {
    let answer = try acting(in: id)
    #expect([401, 403].contains(answer.status), "\(id): \(answer.text)")
    if ID<Organization>(id) != nil { said.insert("\(answer.status) \(answer.code ?? "")") }
  }
  #expect(said.count == 1, "a foreign organization and none at all are told apart: \(said)")
  #expect(try acting(in: helvetia.customer, as: "reseller").code == "organization.no_grant")

  let customer = "/api/v1/customers/\(helvetia.customer)"
  #expect(try world.send(.patch, customer, as: "reseller", #"{"status":"suspended"}"#).status == 200)
  for person in ["manager", "finance", "tech", "user"] {
    #expect(try world.send(.get, "/api/v1/subscriptions", as: person).code == "organization.suspended")
    #expect(try world.send(.patch, customer, as: person, #"{"status":"active"}"#).status == 403)
  }
  #expect(try world.send(.get, customer, as: "reseller").status == 200)
  #expect(try world.send(.patch, customer, as: "reseller", #"{"status":"active"}"#).status == 200)
  #expect(try acting(in: helvetia.customer).status == 200)
}

@Test func `a disabled person's tokens end with the next request`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let lea = try helvetia.user("lea.hofer")
  #expect(try world.send(.get, "/api/v1/me", as: "lea.hofer").status == 200)
  #expect(try world.send(.patch, "/api/v1/users/\(lea)", as: "manager", #"{"status":"disabled"}"#).status == 200)
  #expect(try world.send(.get, "/api/v1/me", as: "lea.hofer").status == 401)
}

@Test func `a distributor resolves what was escalated to it, and opens nothing itself`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let tickets = "/api/v1/customers/\(helvetia.customer)/tickets"
  let body = #"{"subject":"Outage","body":"Since nine"}"#
  let opened = try world.send(.post, tickets, as: "user", body)
  let ticket = "/api/v1/tickets/\(try #require(opened.json["id"]?.string))"
  #expect(try world.send(.get, ticket, as: "distributor").status == 404)
  #expect(try world.send(.patch, ticket, as: "user", #"{"status":"escalated"}"#).code == "ticket.reseller_escalates")
  #expect(try world.send(.patch, ticket, as: "reseller", #"{"status":"escalated"}"#).status == 200)
  #expect(try world.send(.post, ticket + "/replies", as: "distributor", #"{"body":"Seen"}"#).status == 201)
  let resolved = try world.send(.patch, ticket, as: "distributor", #"{"status":"resolved"}"#)
  #expect(resolved.status == 200, "\(resolved.text)")
  #expect(resolved.json["replies"]?.items.count == 2)
  #expect(try world.send(.get, ticket, as: "distributor").status == 404)
  #expect(try world.send(.get, ticket, as: "user").json["status"]?.string == "resolved")
  #expect(try world.send(.post, tickets, as: "distributor", body).status == 403)
}
