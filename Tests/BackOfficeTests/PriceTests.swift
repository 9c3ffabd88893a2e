import BackOffice
import Core
import FoundationEssentials
import HTTP
import Postgres
import Testing

@Suite struct PriceTests {
  private func fixed(_ offer: String, _ amount: String, _ more: String = "") -> String {
    #"{"items":[{"offerId":"\#(offer)","currency":"CHF","rule":"fixed","unitPrice":{"amount":"\#(amount)","#
      + #""currency":"CHF"}\#(more)}]}"#
  }

  private func price(_ shelf: Shelf, _ offer: String, as person: String = "manager", on day: String = "") throws
    -> String?
  {
    let query = day.isEmpty ? "" : "&on=\(day)"
    let answer = try shelf.send(.get, "/customers/\(shelf.helvetia)/prices?limit=200\(query)", as: person)
    return answer.items.first { $0["offerId"]?.string == offer }?["unitPrice"]?.money
  }

  @Test func `a price holds from its day on, and the customer's own goes before everybody's`() throws {
    let shelf = try Shelf(World())
    let offer = try shelf.ownPlan()
    let today = try Clock.now(shelf.world.office).utcDay
    let later = today.adding(days: 40)
    #expect(try price(shelf, offer) == "CHF 7.50")
    #expect(
      try shelf.send(.put, "/selling-prices", as: "reseller", fixed(offer, "8.25", #","from":"\#(later)""#)).status
        == 200)
    #expect(try price(shelf, offer) == "CHF 7.50")
    #expect(try price(shelf, offer, on: "\(later)") == "CHF 8.25")
    let own = fixed(offer, "6.00", #","customerId":"\#(shelf.helvetia)","until":"\#(today.adding(days: 10))""#)
    #expect(try shelf.send(.put, "/selling-prices", as: "reseller", own).status == 200)
    #expect(try price(shelf, offer) == "CHF 6.00")
    #expect(try price(shelf, offer, on: "\(today.adding(days: 10))") == "CHF 7.50")
    let bought = try shelf.send(
      .post, "/customers/\(shelf.helvetia)/subscriptions", as: "reseller",
      #"{"offerId":"\#(offer)","quantity":1,"acceptTerms":true}"#)
    #expect(bought.json["unitPrice"]?.money == "CHF 6.00")
  }

  @Test func `margins and discounts follow what they are reckoned from, and below cost is said, also in a preview`()
    throws
  {
    let shelf = try Shelf(World())
    let offer = try shelf.ownPlan()
    let rule = { (name: String, percent: String) in
      #"{"items":[{"offerId":"\#(offer)","customerId":"\#(shelf.helvetia)","currency":"CHF","rule":"\#(name)","#
        + #""percent":"\#(percent)"}]}"#
    }
    let preview = try shelf.send(.put, "/selling-prices?preview=true", as: "reseller", rule("margin", "-10"))
    #expect(preview.json["warnings"]?[0]?["code"]?.string == "price.below_cost", "\(preview.text)")
    #expect(try price(shelf, offer) == "CHF 7.50", "a preview keeps nothing")
    #expect(try shelf.send(.put, "/selling-prices", as: "reseller", rule("margin", "33.33")).status == 200)
    #expect(try price(shelf, offer) == "CHF 6.67")
    #expect(try shelf.send(.put, "/selling-prices", as: "reseller", rule("discount", "12.5")).status == 200)
    #expect(try price(shelf, offer) == "CHF 7.00")
    let seen = try shelf.send(.get, "/customers/\(shelf.helvetia)/prices?limit=200", as: "reseller")
    let line = try #require(seen.items.first { $0["offerId"]?.string == offer })
    #expect(line["unitCost"]?.money == "CHF 5.00" && line["marginPercent"]?.string == "40")
    #expect(line["price"]?["percent"]?.string == "12.5")
  }

  /// Members beside offer and currency, what is wrong.
  private static let wrong: [(String, String)] = [
    (#""rule":"fixed","unitPrice":{"amount":"7.505","currency":"CHF"}"#, "/items/0/unitPrice/amount money.malformed"),
    (#""rule":"fixed","unitPrice":{"amount":"-1","currency":"CHF"}"#, "/items/0/unitPrice/amount money.negative"),
    (#""rule":"fixed","unitPrice":{"amount":"1.00","currency":"EUR"}"#, "/items/0/unitPrice/currency currency.mixed"),
    (#""rule":"fixed""#, "/items/0/unitPrice field.required"),
    (#""rule":"margin""#, "/items/0/percent field.required"),
    (#""rule":"margin","percent":"5.555""#, "/items/0/percent percent.malformed"),
    (#""rule":"discount","percent":"101""#, "/items/0/percent percent.out_of_range"),
    (#""rule":"margin","percent":"5","from":"2020-01-01""#, "/items/0/from price.retroactive"),
    (#""rule":"margin","percent":"5","from":"2030-01-01","until":"2029-01-01""#, "/items/0/until price.ends_first"),
    (#""rule":"gift","percent":"5""#, "/items/0/rule field.not_a_choice"),
    (
      #""rule":"margin","percent":"5","customerId":"00000000-0000-4000-8000-000000000001""#,
      "/items/0/customerId customer.unknown"
    ),
  ]

  @Test(arguments: wrong.indices)
  func `a price that cannot be is refused with its place`(_ index: Int) throws {
    let (members, fault) = Self.wrong[index]
    let shelf = try Shelf(World())
    let body = #"{"items":[{"offerId":"\#(shelf.exchange)","currency":"CHF",\#(members)}]}"#
    let answer = try shelf.send(.put, "/selling-prices", as: "reseller", body)
    #expect(answer.faults == [fault], "\(answer.text)")
  }

  @Test func `overlapping, foreign and not permitted prices are refused, and a line to come can be taken back`() throws
  {
    let world = try World()
    try Strangers.settle(in: world)
    let shelf = try Shelf(world)
    let today = try Clock.now(world.office).utcDay
    let planned = fixed(shelf.exchange, "4.50", #","from":"\#(today.adding(days: 30))""#)
    let first = try shelf.send(.put, "/selling-prices", as: "reseller", planned)
    let begins = "\(today.adding(days: 30))"
    let id = try #require(
      first.json["items"]?.items.first { $0["from"]?.string == begins }?["id"]?.string)
    let over = fixed(
      shelf.exchange, "4.20", #","from":"\#(today.adding(days: 10))","until":"\#(today.adding(days: 31))""#)
    #expect(
      try shelf.send(.put, "/selling-prices", as: "reseller", over).faults == ["/items/0/until price.overlaps"])
    #expect(
      try shelf.send(.put, "/selling-prices", as: "reseller", fixed(Strangers.offer, "1.00")).faults == [
        "/items/0/offerId offer.not_available"
      ])
    for person in ["distributor", "manager", "tech"] {
      #expect(try shelf.send(.put, "/selling-prices", as: person, planned).code == "permission.missing")
      #expect(try shelf.send(.get, "/selling-prices", as: person).status == 403)
    }
    #expect(try shelf.send(.delete, "/selling-prices/\(id)", as: "rival").status == 404)
    #expect(!(try shelf.send(.get, "/selling-prices?limit=200", as: "rival").text.contains(id)))
    #expect(try shelf.send(.delete, "/selling-prices/\(id)", as: "reseller").status == 204)
    let later = try price(shelf, shelf.exchange, on: "\(today.adding(days: 60))")
    #expect(try later == price(shelf, shelf.exchange) && later != nil, "\(String(describing: later))")
  }

  @Test func `costs are the distributor's to set, in the reseller's currency, for one reseller or for all`() throws {
    let world = try World()
    try Strangers.settle(in: world)
    let shelf = try Shelf(world)
    let offer = try shelf.ownPlan()
    let cost = { (amount: String, currency: String, more: String) in
      #"{"items":[{"offerId":"\#(offer)","unitCost":{"amount":"\#(amount)","currency":"\#(currency)"}\#(more)}]}"#
    }
    let own = #","resellerId":"\#(shelf.alpine)""#
    #expect(
      try shelf.send(.put, "/cost-prices", as: "distributor", cost("4.00", "EUR", own)).faults == [
        "/items/0/unitCost/currency currency.not_the_resellers"
      ])
    #expect(
      try shelf.send(.put, "/cost-prices", as: "distributor", cost("4.00", "CHF", #","from":"2020-01-01""#)).faults
        == ["/items/0/from price.retroactive"])
    #expect(try shelf.send(.put, "/cost-prices", as: "reseller", cost("4.00", "CHF", "")).status == 403)
    #expect(try shelf.send(.put, "/cost-prices", as: "distributor", cost("4.00", "CHF", "")).status == 200)
    let seen = try shelf.send(.get, "/cost-prices?offerId=\(offer)", as: "reseller").items
    #expect(Set(seen.compactMap { $0["unitCost"]?.money }) == ["CHF 4.00", "CHF 5.00"])
    #expect(try shelf.send(.get, "/cost-prices?offerId=\(offer)", as: "rival").items.isEmpty, "not its to sell")
    #expect(try shelf.send(.get, "/cost-prices", as: "manager").status == 403)
    let line = try #require(seen.first { $0["unitCost"]?.money == "CHF 5.00" }?["id"]?.string)
    #expect(try shelf.send(.delete, "/cost-prices/\(line)", as: "distributor").status == 204)
    let bought = try shelf.send(
      .post, "/customers/\(shelf.helvetia)/subscriptions", as: "reseller",
      #"{"offerId":"\#(offer)","quantity":1,"acceptTerms":true}"#)
    #expect(bought.json["unitCost"]?.money == "CHF 4.00", "everybody's counts where there is none of its own")
  }

  @Test func `a price change is announced once, a month ahead, to manager and reseller, and shown to them alone`()
    throws
  {
    let shelf = try Shelf(World())
    let world = shelf.world
    let offer = try shelf.ownPlan()
    let bought = try shelf.send(
      .post, "/customers/\(shelf.helvetia)/subscriptions", as: "reseller",
      #"{"offerId":"\#(offer)","quantity":4,"acceptTerms":true,"friendlyName":"Lookout"}"#)
    let id = try #require(bought.json["id"]?.string)
    let last = try world.number("SELECT coalesce(max(sequence), 0) FROM outbox")
    let tomorrow = try Clock.now(world.office).utcDay.adding(days: 1)
    #expect(
      try shelf.send(.put, "/selling-prices", as: "reseller", fixed(offer, "9.00", #","from":"\#(tomorrow)""#)).status
        == 200)
    for _ in 0..<3 { try world.pass(hours: 24) }
    let mails = try world.owner(
      """
      SELECT payload->>'to', payload->>'text' FROM outbox WHERE kind = 'mail' AND sequence > \(last)
        AND payload->>'text' LIKE '%9.00%'
      """
    ) { (try $0[0] as String, try $0[1] as String) }
    #expect(Set(mails.map(\.0)).isSuperset(of: ["manager@comptoir.test", "reseller@comptoir.test"]))
    #expect(Set(mails.map(\.0)).count == mails.count, "one mail each")
    #expect(mails.allSatisfy { $0.1.contains("Lookout") && $0.1.contains("CHF 7.50") })
    #expect(try world.number("SELECT count(*) FROM price_notice") == 1)
    for person in ["manager", "reseller"] {
      let changes = try shelf.send(.get, "/price-changes", as: person).items
      #expect(changes.contains { $0["subscriptionId"]?.string == id && $0["newUnitPrice"]?.money == "CHF 9.00" })
    }
    #expect(try shelf.send(.get, "/price-changes", as: "rival").items.isEmpty)
    for person in ["distributor", "tech", "user"] {
      #expect(try shelf.send(.get, "/price-changes", as: person).status == 403)
    }
    // Protected until the term ends, then the new one.
    #expect(try world.subscription(id)["unitPrice"]?.money == "CHF 7.50")
    for _ in 0..<32 { try world.pass(hours: 24) }
    #expect(try world.subscription(id)["unitPrice"]?.money == "CHF 9.00")
  }

  @Test func `the database reckons prices as the domain does`() throws {
    let world = try World()
    var dice = Dice(state: 7)
    let chf = try #require(Currency("CHF"))
    for _ in 0..<150 {
      let cost = Bool.random(using: &dice) ? Int64.random(in: 0...100_000, using: &dice) : nil
      let list = Bool.random(using: &dice) ? Int64.random(in: 0...100_000, using: &dice) : nil
      let points = Int.random(in: -10_000...100_000, using: &dice)
      let discount = Int.random(in: 0...10_000, using: &dice)
      let rules: [(SQL, PriceRule)] = [
        ("SELECT priced('margin', NULL, \(points)::int, \(cost), \(list))", .margin(Percentage(points: points))),
        (
          "SELECT priced('discount', NULL, \(discount)::int, \(cost), \(list))", .discount(Percentage(points: discount))
        ),
      ]
      for (sql, rule) in rules {
        let said = try world.owner(sql) { try $0[0] as Int64? }[0]
        let reckoned = Pricing.price(
          by: rule, in: chf, cost: cost.map { Money(minor: $0, currency: chf) },
          list: list.map { Money(minor: $0, currency: chf) })
        #expect(said == reckoned?.minor)
      }
    }
  }
}
