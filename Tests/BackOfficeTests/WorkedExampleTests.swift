import BackOffice
import Testing

/// RULES.md's worked example, from purchase to re-split, over HTTP and in the database, to the cent.
@Test func `the worked example is posted to the cent, and its previews said so`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let (a, b, c) = try (
    #require(helvetia.centres["ADM"]), #require(helvetia.centres["PRO"]), #require(helvetia.centres["SAL"])
  )
  let purchase = """
    {"offerId":"\(try helvetia.offer("Exchange Online (Plan 1)", "P1M"))","quantity":10,"acceptTerms":true,
     "allocations":[{"centreId":"\(a)","quantity":5},{"centreId":"\(b)","quantity":3},{"centreId":"\(c)","quantity":2}]}
    """
  let bought = try world.send(
    .post, "/api/v1/customers/\(helvetia.customer)/subscriptions", as: "reseller", purchase)
  #expect(bought.status == 201)
  let id = try #require(bought.json["id"]?.string)
  #expect(try posted(id, on: "2026-01-15", world) == [a: "19.50", b: "11.70", c: "7.80"])

  try advance(world, to: "2026-01-31T09:00:00Z")
  let increase = #"{"quantity":13,"addTo":"\#(c)"}"#
  let preview = try world.send(.patch, "/api/v1/subscriptions/\(id)?preview=true", as: "reseller", increase)
  let promised = try #require(preview.json["today"]?.items.first { $0["leg"]?.string == "price" })
  #expect(promised["centreId"]?.string == c)
  #expect(promised["amount"]?.money == "CHF 5.66")
  #expect(try world.send(.patch, "/api/v1/subscriptions/\(id)", as: "reseller", increase).status == 200)
  #expect(try posted(id, on: "2026-01-31", world) == [c: "5.66"])

  try advance(world, to: "2026-02-05T09:00:00Z")
  let split = """
    {"allocations":[{"centreId":"\(a)","quantity":3},{"centreId":"\(b)","quantity":5},{"centreId":"\(c)","quantity":5}]}
    """
  #expect(try world.send(.put, "/api/v1/subscriptions/\(id)/split", as: "manager", split).status == 200)
  #expect(try posted(id, on: "2026-02-05", world) == [a: "-2.52", b: "2.52"])
}

/// The price leg's postings of one day, by centre.
private func posted(_ id: String, on day: String, _ world: World) throws -> [String: String] {
  let charges = try world.send(.get, "/api/v1/subscriptions/\(id)/charges?leg=price", as: "reseller").items
  return try charges.filter { $0["postedOn"]?.string == day }.reduce(into: [:]) { sums, charge in
    sums[try #require(charge["centreId"]?.string)] = charge["amount"]?["amount"]?.string
  }
}

func advance(_ world: World, to instant: String) throws {
  let answer = try world.send(.post, "/api/v1/clock", as: "reseller", #"{"advanceTo":"\#(instant)"}"#)
  #expect(answer.status == 200, "\(answer.text)")
}
