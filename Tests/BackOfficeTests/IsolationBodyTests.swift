import BackOffice
import Core
import HTTP
import Postgres
import Testing

/// A write whose body or query names something that is not the writer's.
private struct Smuggled {
  let what: String
  let person: String
  let method: HTTP.Method
  let path: String
  let body: String
  let refusal: String
}

@Test func `an id of another tenant in a body is as good as none`() throws {
  let world = try World()
  let cases = try smuggled(MatrixObjects(world), Helvetia(world))
  for smuggled in cases { _ = try world.token(of: smuggled.person) }
  let before = try state(world)
  for smuggled in cases {
    let answer = try world.send(smuggled.method, smuggled.path, as: smuggled.person, smuggled.body)
    #expect("\(answer.status) \(answer.code ?? "")" == smuggled.refusal, "\(smuggled.what): \(answer.text)")
  }
  #expect(try state(world) == before, "nothing was written")
}

private func smuggled(_ objects: MatrixObjects, _ helvetia: Helvetia) throws -> [Smuggled] {
  try smuggledIntoSubscriptions(objects, helvetia) + smuggledIntoOrganizations(objects, helvetia)
}

private func smuggledIntoSubscriptions(_ objects: MatrixObjects, _ helvetia: Helvetia) throws -> [Smuggled] {
  func foreign(_ kind: String) throws -> String { try #require(objects.id(kind, .foreign)) }
  let subscription = try helvetia.subscription(named: "Workshop mailboxes")
  let offer = try helvetia.offer("Exchange Online (Plan 1)", "P1M")
  let add = "/api/v1/customers/\(helvetia.customer)/subscriptions"
  let one = "/api/v1/subscriptions/\(subscription)"
  let split = #"[{"centreId":"\#(try foreign("centres"))","quantity":12}]"#
  let unticked = #""quantity":1,"acceptTerms":true}"#
  return [
    Smuggled(
      what: "a split into a foreign centre", person: "manager", method: .put, path: one + "/split",
      body: #"{"allocations":\#(split)}"#, refusal: "422 centre.unknown"),
    Smuggled(
      what: "new licences for a foreign centre", person: "manager", method: .patch, path: one,
      body: #"{"quantity":13,"addTo":"\#(try foreign("centres"))"}"#, refusal: "422 centre.unknown"),
    Smuggled(
      what: "licences taken from a foreign centre", person: "reseller", method: .patch, path: one,
      body: #"{"quantity":11,"takeFrom":"\#(try foreign("centres"))"}"#, refusal: "422 centre.unknown"),
    Smuggled(
      what: "a purchase for a foreign centre", person: "manager", method: .post, path: add,
      body: #"{"offerId":"\#(offer)","quantity":12,"acceptTerms":true,"allocations":\#(split)}"#,
      refusal: "422 centre.unknown"),
    Smuggled(
      what: "an offer of another catalogue", person: "manager", method: .post, path: add,
      body: #"{"offerId":"\#(Strangers.offer)",\#(unticked)"#, refusal: "422 offer.not_available"),
    Smuggled(
      what: "an offer of another catalogue, by the reseller", person: "reseller", method: .post, path: add,
      body: #"{"offerId":"\#(Strangers.offer)",\#(unticked)"#, refusal: "422 offer.not_available"),
    Smuggled(
      what: "a foreign parent", person: "manager", method: .post, path: add,
      body: #"{"offerId":"\#(offer)","parentSubscriptionId":"\#(try foreign("subscriptions"))",\#(unticked)"#,
      refusal: "422 subscription.unknown"),
    Smuggled(
      what: "a licence for a foreign person", person: "manager", method: .post, path: one + "/assignments",
      body: #"{"userId":"\#(try foreign("users"))"}"#, refusal: "422 user.unknown"),
    Smuggled(
      what: "a licence taken from a foreign person", person: "manager", method: .delete,
      path: one + "/assignments?userId=\(try foreign("users"))", body: "{}", refusal: "404 object.not_found"),
  ]
}

private func smuggledIntoOrganizations(_ objects: MatrixObjects, _ helvetia: Helvetia) throws -> [Smuggled] {
  func foreign(_ kind: String) throws -> String { try #require(objects.id(kind, .foreign)) }
  let customer = helvetia.customer
  let grants = "/api/v1/organizations/\(customer)/grants"
  let lea = try helvetia.user("lea.hofer")
  let production = try #require(helvetia.centres["PRO"])
  return [
    Smuggled(
      what: "a role for a foreign person", person: "manager", method: .post, path: grants,
      body: #"{"userId":"\#(try foreign("users"))","role":"user"}"#, refusal: "422 user.unknown"),
    Smuggled(
      what: "a role over a foreign service", person: "manager", method: .post, path: grants,
      body: #"{"userId":"\#(lea)","role":"technicalAdmin","serviceIds":["\#(Strangers.service)"]}"#,
      refusal: "422 service.unknown"),
    Smuggled(
      what: "a role over a foreign centre", person: "manager", method: .post, path: grants,
      body: #"{"userId":"\#(lea)","role":"finance","centreIds":["\#(production)","\#(try foreign("centres"))"]}"#,
      refusal: "422 centre.unknown"),
    Smuggled(
      what: "a customer for another reseller", person: "reseller", method: .post, path: "/api/v1/customers",
      body: #"{"name":"A","country":"CH","currency":"CHF","resellerId":"\#(try foreign("resellers"))"}"#,
      refusal: "422 reseller.unknown"),
    Smuggled(
      what: "a customer as a reseller", person: "distributor", method: .post, path: "/api/v1/customers",
      body: #"{"name":"A","country":"CH","currency":"CHF","resellerId":"\#(customer)"}"#,
      refusal: "422 reseller.unknown"),
    Smuggled(
      what: "a customer moved to another reseller", person: "reseller", method: .patch,
      path: "/api/v1/customers/\(customer)", body: #"{"resellerId":"\#(try foreign("resellers"))"}"#,
      refusal: "422 field.unknown"),
    Smuggled(
      what: "another catalogue's offer allowed to a reseller", person: "distributor", method: .put,
      path: "/api/v1/resellers/\(try #require(objects.id("resellers", .own)))/offers",
      body: #"{"items":[{"offerId":"\#(Strangers.offer)","unitCost":{"amount":"1.00","currency":"CHF"}}]}"#,
      refusal: "422 offer.not_available"),
    Smuggled(
      what: "a ticket about a foreign service", person: "user", method: .post,
      path: "/api/v1/customers/\(customer)/tickets",
      body: #"{"subject":"A","body":"B","serviceId":"\#(Strangers.service)"}"#, refusal: "422 service.unknown"),
    Smuggled(
      what: "prices of a foreign customer", person: "rival", method: .get,
      path: "/api/v1/offers?customerId=\(customer)", body: "", refusal: "404 object.not_found"),
  ]
}

/// What there is of everything that these writes could have made.
private func state(_ world: World) throws -> [Int64] {
  try world.owner(
    """
    SELECT (SELECT count(*) FROM audit_record) + (SELECT count(*) FROM outbox), (SELECT count(*) FROM subscription),
      (SELECT count(*) FROM role_grant), (SELECT count(*) FROM licence_assignment), (SELECT count(*) FROM ticket),
      (SELECT count(*) FROM organization), (SELECT count(*) FROM reseller_offer), (SELECT count(*) FROM charge)
    """
  ) { row in try (0..<8).map { try row[$0] as Int64 } }[0]
}
