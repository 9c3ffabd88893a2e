import BackOffice
import Core
import FoundationEssentials
import HTTP
import Testing

/// The catalogue of the demo world, with what tests say of it.
struct Shelf: Sendable {
  let world: World
  let alpine: String
  let helvetia: String
  let exchange: String

  init(_ world: World) throws {
    self.world = world
    alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
    helvetia = try world.text("SELECT id::text FROM organization WHERE name = 'Helvetia Works AG'")
    exchange = try Ordering(world, "helvetia").offer()
  }

  func send(_ method: HTTP.Method, _ path: String, as person: String, _ body: String? = nil) throws -> Answer {
    try world.send(method, "/api/v1" + path, as: person, body)
  }

  /// Whether a person finds the offer at each place that shows offers.
  func places(of offer: String, as person: String) throws -> [String: Bool] {
    let plan = try world.text("SELECT plan_id::text FROM offer WHERE id = \(offer)::uuid")
    let product = try world.text("SELECT product_id::text FROM plan WHERE id = \(plan)::uuid")
    let service = try world.text("SELECT service_id::text FROM plan WHERE id = \(plan)::uuid")
    let name = try world.text("SELECT name FROM plan WHERE id = \(plan)::uuid")
    let word = name.prefix { $0 != " " }
    func holds(_ path: String, _ text: String) throws -> Bool {
      try world.send(.get, path, as: person).text.contains(text)
    }
    return [
      "offers": try holds("/api/v1/offers?limit=200", offer),
      "offer": try send(.get, "/offers/\(offer)", as: person).status == 200,
      "plans": try holds("/api/v1/plans?limit=200", plan),
      "plan": try send(.get, "/plans/\(plan)", as: person).status == 200,
      "products": try holds("/api/v1/products?limit=200", plan),
      "product": try send(.get, "/products/\(product)", as: person).status == 200,
      "services": try holds("/api/v1/services?limit=200", service),
      "service": try send(.get, "/services/\(service)", as: person).status == 200,
      "search": try holds("/api/v1/search?q=\(word.lowercased())", plan),
      "page": try holds("/catalogue?plan=\(plan)", name),
    ]
  }

  /// A plan of a product and a service of its own, sold by Alpine alone.
  func ownPlan() throws -> String {
    func made(_ path: String, _ body: String) throws -> String {
      let answer = try send(.post, path, as: "distributor", body)
      #expect(answer.status == 201, "\(answer.text)")
      return try #require(answer.json["id"]?.string)
    }
    let service = try made("/services", #"{"name":"Alpenblick","vendor":"Gipfel AG"}"#)
    let product = try made("/products", #"{"serviceId":"\#(service)","name":"Alpenblick"}"#)
    let plan = try made("/plans", #"{"productId":"\#(product)","name":"Alpenblick Pro","featured":true}"#)
    let offer = try made(
      "/offers",
      #"{"planId":"\#(plan)","segment":"commercial","term":"P1M","billingFrequency":"monthly","#
        + #""policy":{"maximum":10,"decreaseWindow":"P7D","cancelWindow":"none"}}"#)
    let body =
      #"{"items":[{"offerId":"\#(offer)","unitCost":{"amount":"5.00","currency":"CHF"},"#
      + #""listPrice":{"amount":"8.00","currency":"CHF"}}]}"#
    #expect(try send(.put, "/resellers/\(alpine)/offers", as: "distributor", body).status == 200)
    let price =
      #"{"items":[{"offerId":"\#(offer)","currency":"CHF","rule":"fixed","#
      + #""unitPrice":{"amount":"7.50","currency":"CHF"}}]}"#
    #expect(try send(.put, "/selling-prices", as: "reseller", price).status == 200)
    return offer
  }
}

@Suite struct CatalogueTests {
  @Test func `what a distributor adds is found by those it is sold to, and by nobody else`() throws {
    let shelf = try Shelf(World())
    let offer = try shelf.ownPlan()
    for person in ["distributor", "reseller", "manager"] {
      let missing = try shelf.places(of: offer, as: person).filter { !$0.value }.keys.sorted()
      #expect(missing.isEmpty, "\(person) does not find it in \(missing)")
    }
    let found = try shelf.places(of: offer, as: "rival").filter(\.value).keys.sorted()
    #expect(found.isEmpty, "the rival finds it in \(found)")
  }

  @Test func `what a reseller may not sell any more is nowhere, for it and its customers, and still runs`() throws {
    let shelf = try Shelf(World())
    let offer = try shelf.ownPlan()
    let bought = try shelf.send(
      .post, "/customers/\(shelf.helvetia)/subscriptions", as: "reseller",
      #"{"offerId":"\#(offer)","quantity":2,"acceptTerms":true}"#)
    #expect(bought.status == 201, "\(bought.text)")
    let refuse = #"{"items":[{"offerId":"\#(offer)","allowed":false}]}"#
    #expect(try shelf.send(.put, "/resellers/\(shelf.alpine)/offers", as: "distributor", refuse).status == 200)
    for person in ["reseller", "manager", "tech", "user"] {
      let found = try shelf.places(of: offer, as: person).filter(\.value).keys.sorted()
      #expect(found.isEmpty, "\(person) finds it in \(found)")
    }
    let again = try shelf.send(
      .post, "/customers/\(shelf.helvetia)/subscriptions", as: "reseller",
      #"{"offerId":"\#(offer)","quantity":2,"acceptTerms":true}"#)
    #expect(again.faults == ["/offerId offer.not_available"])
    let id = try #require(bought.json["id"]?.string)
    #expect(try shelf.world.patch(id, #"{"quantity":3}"#).status == 200)
  }

  @Test func `what a reseller shows to some is there for them alone, and hidden from all others of its customers`()
    throws
  {
    let shelf = try Shelf(World())
    let offer = try shelf.ownPlan()
    let named = #"{"shown":"named","customerIds":["\#(shelf.helvetia)"]}"#
    #expect(try shelf.send(.put, "/offers/\(offer)/visibility", as: "reseller", named).status == 200)
    #expect(try shelf.places(of: offer, as: "manager").allSatisfy(\.value))
    #expect(try shelf.places(of: offer, as: "chloe.perrin.biel").filter(\.value).isEmpty)
    #expect(try shelf.send(.put, "/offers/\(offer)/visibility", as: "reseller", #"{"shown":"none"}"#).status == 200)
    #expect(try shelf.places(of: offer, as: "manager").filter(\.value).isEmpty)
    #expect(try shelf.places(of: offer, as: "reseller").allSatisfy(\.value))
    let order = #"{"lines":[{"offerId":"\#(offer)","quantity":1}],"acceptTerms":true}"#
    let ordered = try shelf.send(.post, "/customers/\(shelf.helvetia)/orders", as: "manager", order)
    #expect(ordered.status == 422 && ordered.text.contains("offer.not_available"), "\(ordered.text)")
    #expect(try shelf.send(.put, "/offers/\(offer)/visibility", as: "reseller", #"{"shown":"all"}"#).status == 200)
    #expect(try shelf.places(of: offer, as: "manager").allSatisfy(\.value))
  }

  @Test func `an ended offer is sold no more, in the customer's own zone, and its distributor still reads it`() throws {
    let shelf = try Shelf(World())
    let offer = try shelf.ownPlan()
    let tomorrow = try Clock.now(shelf.world.office).utcDay.adding(days: 1)
    let ending = try shelf.send(.patch, "/offers/\(offer)", as: "distributor", #"{"endsOn":"\#(tomorrow)"}"#)
    #expect(ending.json["endsOn"]?.string == "\(tomorrow)")
    #expect(try shelf.send(.get, "/offers/\(offer)", as: "manager").status == 200)
    try shelf.world.pass(hours: 36)
    #expect(try shelf.send(.get, "/offers/\(offer)", as: "manager").status == 404)
    #expect(try shelf.send(.get, "/offers/\(offer)", as: "reseller").status == 404)
    #expect(try shelf.send(.get, "/offers/\(offer)", as: "distributor").status == 200)
    let reopened = try shelf.send(.patch, "/offers/\(offer)", as: "distributor", #"{"endsOn":null}"#)
    #expect(reopened.status == 200)
    #expect(try shelf.send(.get, "/offers/\(offer)", as: "manager").status == 200)
  }

  /// Person, method, path, body, what is answered.
  private static let refused: [(String, HTTP.Method, String, String, String)] = [
    ("reseller", .post, "/services", #"{"name":"X","vendor":"Y"}"#, "permission.missing"),
    ("manager", .post, "/categories", #"{"name":"X"}"#, "permission.missing"),
    ("distributor", .post, "/services", #"{"name":"Microsoft 365","vendor":"Y"}"#, "catalogue.name_taken"),
    ("distributor", .post, "/services", #"{"name":"X"}"#, "field.required"),
    ("distributor", .post, "/services", #"{"name":"X","vendor":"Y","colour":"red"}"#, "field.unknown"),
    ("distributor", .post, "/categories", #"{"name":"Domain names"}"#, "catalogue.name_taken"),
    (
      "distributor", .post, "/products", #"{"name":"X","serviceId":"00000000-0000-4000-8000-0000000000d2"}"#,
      "service.unknown"
    ),
    (
      "distributor", .post, "/plans", #"{"name":"X","productId":"00000000-0000-4000-8000-0000000000d2"}"#,
      "product.unknown"
    ),
  ]

  @Test(arguments: refused.indices)
  func `a change of the catalogue that cannot be is refused with its reason`(_ index: Int) throws {
    let (person, method, path, body, code) = Self.refused[index]
    let world = try World()
    try Strangers.settle(in: world)
    #expect(try world.send(method, "/api/v1" + path, as: person, body).code == code)
  }

  @Test func `plans lead to plans of one's own catalogue and not to themselves`() throws {
    let world = try World()
    try Strangers.settle(in: world)
    let plan = try world.text("SELECT id::text FROM plan WHERE name = 'Exchange Online (Plan 1)'")
    let body =
      #"{"upgradePlanIds":["\#(plan)","\#(Strangers.plan)"],"parentPlanIds":["\#(Strangers.plan)"],"#
      + #""categoryId":"\#(Strangers.category)"}"#
    let answer = try world.send(.patch, "/api/v1/plans/\(plan)", as: "distributor", body)
    #expect(
      answer.faults == [
        "/parentPlanIds/0 plan.unknown", "/upgradePlanIds/0 plan.leads_to_itself", "/upgradePlanIds/1 plan.unknown",
        "/categoryId category.unknown",
      ])
    let stale = try world.send(
      .patch, "/api/v1/plans/\(plan)", as: "distributor", #"{"featured":true}"#, headers: [("If-Match", "\"7\"")])
    #expect(stale.status == 412)
    let changed = try world.send(
      .patch, "/api/v1/plans/\(plan)", as: "distributor", #"{"featured":true,"newUntil":"2030-01-01"}"#,
      headers: [("If-Match", "\"1\"")])
    #expect(changed.status == 200 && changed.headers["ETag"] == "\"2\"")
    let listed = try world.send(.get, "/api/v1/offers?planId=\(plan)&featured=true", as: "manager")
    #expect(!listed.items.isEmpty && listed.items.allSatisfy { $0["new"]?.bool == true })
  }

  @Test func `an offer's conditions are checked whole, and one like another is refused`() throws {
    let world = try World()
    let plan = try world.text("SELECT id::text FROM plan WHERE name = 'Exchange Online (Plan 1)'")
    func offer(_ term: String, _ frequency: String, _ more: String, _ policy: String) throws -> Answer {
      let body =
        #"{"planId":"\#(plan)","segment":"commercial","term":"\#(term)","billingFrequency":"\#(frequency)"\#(more),"#
        + #""policy":{\#(policy)}}"#
      return try world.send(.post, "/api/v1/offers", as: "distributor", body)
    }
    let wrong = try offer(
      "P13M", "annual", #","endsOn":"2020-01-01","convertsToPlanId":"\#(plan)""#,
      #""minimum":0,"maximum":-1,"decreaseWindow":"none","cancelWindow":"none""#)
    #expect(
      wrong.faults == [
        "/term renewal.term_invalid", "/policy/minimum offer.minimum_too_low", "/policy/maximum offer.maximum_too_low",
        "/endsOn offer.ends_in_past", "/convertsToPlanId offer.only_trials_convert",
      ])
    let windows = try offer("P1Y", "annual", "", #""maximum":5,"decreaseWindow":"soon","cancelWindow":"none""#)
    #expect(windows.faults == ["/policy/decreaseWindow window.malformed"])
    let same = try offer("P1M", "monthly", "", #""maximum":5,"decreaseWindow":"none","cancelWindow":"none""#)
    #expect(same.code == "offer.exists")
  }
}
