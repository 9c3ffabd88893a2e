import BackOffice
import Core
import Testing

/// A customer's life told by dates: what happens on a day happens at nine in the morning, after all that time did.
final class Story {
  let world: World
  let customer: String
  /// Billing centres by code, and codes by centre.
  let centres: [String: String]
  /// Subscriptions by the name the story gives them.
  private(set) var lines: [String: String] = [:]
  /// An instant of its own, for whoever tells it, and when a window closes.
  var note = ""
  var window: Instant?

  init(_ world: World, customer: String? = nil) throws {
    self.world = world
    // What the demo world holds besides ends with its terms: years of it are told elsewhere, and take long.
    _ = try world.owner("UPDATE subscription SET auto_renew = false WHERE NOT direct") { _ in }
    let chosen = try customer ?? Helvetia(world).customer
    self.customer = chosen
    let found = try world.send(.get, "/api/v1/customers/\(chosen)/billing-centres", as: "reseller")
    centres = Dictionary(
      uniqueKeysWithValues: try found.items.map { (try #require($0["code"]?.string), try #require($0["id"]?.string)) })
  }

  func on(_ day: String, _ happens: () throws -> Void = {}) throws {
    try at("\(day)T09:00:00Z", happens)
  }

  func at(_ instant: String, _ happens: () throws -> Void = {}) throws {
    try reach(#require(Instant(instant)))
    _ = try world.owner("UPDATE credential SET expires_at = date '2035-01-01'") { _ in }
    try happens()
  }

  /// Jobs run every few days: what fell due meanwhile counts for its own day all the same.
  func reach(_ target: Instant) throws {
    var next = try Clock.now(world.office).adding(seconds: 5 * 86_400)
    while next < target {
      try Clock.set(next, world.office)
      try Jobs.runDue(world.office)
      next = next.adding(seconds: 5 * 86_400)
    }
    try Clock.advance(to: target, world.office)
  }

  func line(_ name: String) throws -> String { try #require(lines[name], "nothing is called \(name)") }

  func offer(_ plan: String, _ term: String, _ frequency: String) throws -> String {
    let offers = try world.send(.get, "/api/v1/offers?customerId=\(customer)&limit=200", as: "reseller").items
    return try #require(
      offers.first {
        $0["planName"]?.string == plan && $0["term"]?.string == term && $0["trial"]?.bool == false
          && $0["billingFrequency"]?.string == frequency
      }?["id"]?.string, "\(plan) \(term) \(frequency)")
  }

  /// Buys for these centres, e.g. `[("ADM", 5)]`.
  func buy(
    _ name: String, _ plan: String, _ term: String = "P1Y", _ frequency: String = "monthly",
    for split: KeyValuePairs<String, Int>, until end: String? = nil
  ) throws {
    let quantity = split.reduce(0) { $0 + $1.value }
    let align = end.map { #","alignTo":"\#($0)""# } ?? ""
    let body = """
      {"offerId":"\(try offer(plan, term, frequency))","quantity":\(quantity),"acceptTerms":true,
       "friendlyName":"\(name)","allocations":\(try allocations(split))\(align)}
      """
    let answer = try world.send(.post, "/api/v1/customers/\(customer)/subscriptions", as: "reseller", body)
    lines[name] = try #require(answer.json["id"]?.string, "\(name): \(answer.text)")
  }

  /// Changes a line; what its preview promised is posted.
  func change(_ name: String, _ body: String) throws {
    let id = try line(name)
    let promised = try world.patch(id, body, preview: true).promised
    let before = try world.lastCharge
    let answer = try world.patch(id, body)
    #expect(answer.status == 200, "\(name) \(body): \(answer.text)")
    #expect(try world.posted(id, after: before) == promised, "\(name) \(body)")
  }

  func refused(_ name: String, _ body: String, _ code: String) throws {
    let before = try world.lastCharge
    let id = try line(name)
    #expect(try world.patch(id, body).outcome == code, "\(name) \(body)")
    #expect(try world.lastCharge == before)
  }

  func command(_ name: String, _ noun: String, _ body: String) throws {
    let answer = try world.send(.post, "/api/v1/subscriptions/\(line(name))/\(noun)", as: "reseller", body)
    #expect(answer.status == 200, "\(name) \(noun): \(answer.text)")
  }

  func split(_ name: String, _ parts: KeyValuePairs<String, Int>) throws {
    let body = #"{"allocations":\#(try allocations(parts))}"#
    let answer = try world.send(.put, "/api/v1/subscriptions/\(line(name))/split", as: "reseller", body)
    #expect(answer.status == 200, "\(answer.text)")
  }

  /// Licences of a line, all unless said how many, go on as another offer billed monthly, called `new`.
  func upgrade(_ name: String, to plan: String, as new: String, _ quantity: Int? = nil) throws {
    let some = quantity.map { #","quantity":\#($0)"# } ?? ""
    let body = #"{"offerId":"\#(try offer(plan, "P1Y", "monthly"))","confirm":true\#(some)}"#
    let answer = try world.send(.post, "/api/v1/subscriptions/\(line(name))/upgrade", as: "reseller", body)
    lines[new] = try #require(answer.json["id"]?.string, "\(answer.text)")
  }

  private func allocations(_ split: KeyValuePairs<String, Int>) throws -> String {
    let parts = try split.map { code, quantity in
      #"{"centreId":"\#(try #require(centres[code]))","quantity":\#(quantity)}"#
    }
    return "[" + parts.joined(separator: ",") + "]"
  }
}

extension Story {
  /// What was posted for a line as the API tells it, a row per day and cycle:
  /// `2026-01-31 2026-01-15 2026-02-15 SAL 5.66 cost 4.50`.
  func posted(_ name: String) throws -> [String] {
    let codes = Dictionary(uniqueKeysWithValues: centres.map { ($1, $0) })
    let places = ["GENERAL", "ADM", "PRO", "SAL", "RND", "cost"]
    var rows: [String: [String: String]] = [:]
    for charge in try charges(of: line(name)) {
      let days = [charge["postedOn"], charge["cycle"]?["from"], charge["cycle"]?["to"]].map { $0?.string ?? "" }
      let place = charge["leg"]?.string == "cost" ? "cost" : codes[charge["centreId"]?.string ?? ""] ?? "nowhere"
      let amount = try #require(charge["amount"]?["amount"]?.string)
      let isFirst = rows[days.joined(separator: " "), default: [:]].updateValue(amount, forKey: place) == nil
      #expect(isFirst, "\(name) is posted twice: \(days) \(place)")
    }
    return rows.sorted { $0.key < $1.key }.map { days, amounts in
      let known = places.compactMap { place in amounts[place].map { "\(place) \($0)" } }
      return ([days] + known).joined(separator: " ")
    }
  }

  private func charges(of id: String) throws -> [JSONValue] {
    var items: [JSONValue] = []
    var cursor = ""
    while true {
      let answer = try world.send(.get, "/api/v1/subscriptions/\(id)/charges?limit=200\(cursor)", as: "reseller")
      items += answer.items
      guard let next = answer.json["nextCursor"]?.string else { return items }
      cursor = "&cursor=\(next)"
    }
  }
}
