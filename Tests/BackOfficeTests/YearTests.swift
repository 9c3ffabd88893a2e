import BackOffice
import Core
import FoundationEssentials
import Postgres
import Testing

/// The demo world a year later: every month some people changed their minds, and time did the rest.
private let afterAYear = Result {
  let world = try World()
  var dice = Dice(state: 365)
  let ids = try world.send(.get, "/api/v1/subscriptions?limit=200", as: "reseller").items.compactMap {
    $0["id"]?.string
  }
  _ = try world.owner("UPDATE credential SET expires_at = date '2030-01-01'") { _ in }
  while try Clock.now(world.office) < #require(Instant("2027-01-20T00:00:00Z")) {
    for _ in 0..<4 {
      let subscription = try world.subscription(#require(ids.randomElement(using: &dice)))
      _ = try dice.step(subscription, centres: world.centres(of: subscription)).send(world, preview: false)
    }
    // Stops now before, now after a boundary, and at any hour.
    try world.pass(hours: Int.random(in: 90...420, using: &dice))
  }
  return world
}

@Test func `after a year everything owed is posted, to the cent, and nothing else`() throws {
  let world = try afterAYear.get()
  #expect(try world.checkEverythingOwedIsPosted() > 1500)
  #expect(try world.ledgerDifferences() == [])
  let mixed = try world.number(
    """
    SELECT count(*) FROM charge c JOIN statement s ON s.leg = c.leg AND s.month = c.month
      AND s.buyer_id = CASE c.leg WHEN 'price' THEN c.customer_id ELSE c.reseller_id END WHERE s.currency <> c.currency
    """)
  #expect(mixed == 0)
}

@Test func `terms renew, trials and what is not renewed end, by themselves and on their day`() throws {
  let world = try afterAYear.get()
  let overdue = try world.number(
    """
    SELECT count(*) FROM subscription WHERE status IN ('active', 'suspended')
      AND cycle_to <= (comptoir_now() AT TIME ZONE time_zone)::date
    """)
  #expect(overdue == 0)
  let endings = try world.owner(
    """
    SELECT s.auto_renew, s.status, s.term, s.trial, count(h.number) FILTER (WHERE h.kind = 'renewed'),
      count(h.number) FILTER (WHERE h.kind = 'expired'),
      coalesce(bool_and(h.day = (h.before->>'commitmentEndDate')::date)
        FILTER (WHERE h.kind IN ('renewed', 'expired')), true), s.start_day
    FROM subscription s JOIN subscription_change h ON h.subscription_id = s.id GROUP BY s.id
    """
  ) {
    (
      renews: try $0[0] as Bool, status: try $0[1] as String, term: try $0[2] as String, trial: try $0[3] as Bool,
      renewals: try $0[4] as Int, ends: try $0[5] as Int, onTheDay: try $0[6] as Bool, start: try $0[7] as Day
    )
  }
  for ending in endings {
    #expect(ending.onTheDay)
    #expect(ending.ends == (ending.status == "expired" ? 1 : 0))
    if ending.trial { #expect(ending.status == "expired" && ending.renewals == 0) }
    if !ending.renews, ending.term == "P1M" || ending.term == "P1Y" { #expect(ending.status != "active") }
    if ending.renews, ending.term == "P1M", ending.status == "active" { #expect(ending.renewals >= 12) }
    if ending.renews, ending.term == "P1Y", ending.status == "active" { #expect(ending.renewals >= 1) }
  }
  #expect(endings.contains { $0.trial } && endings.contains { $0.status == "expired" && !$0.trial })
}

@Test func `closed statements are numbered without gaps, add up, and hash to what they say`() throws {
  let world = try afterAYear.get()
  var numbers: [String: [Int]] = [:]
  var seen = 0
  for (person, seller) in [("reseller", "Alpine"), ("rival", "Rhein"), ("distributor", "Nordlicht")] {
    let statements = try world.allStatements(as: person).filter {
      $0["seller"]?["name"]?.string?.hasPrefix(seller) == true
    }
    for statement in statements {
      let id = try #require(statement["id"]?.string)
      let file = try world.send(.get, "/api/v1/statements/\(id)/document?format=json", as: person)
      try checkSums(statement, file.json["lines"]?.items ?? [])
      let charged = try world.number(
        """
        SELECT coalesce(sum(c.amount), 0)::bigint FROM charge c JOIN statement s ON s.id = \(id)::uuid
          AND c.leg = s.leg AND c.month = s.month
          AND s.buyer_id = CASE c.leg WHEN 'price' THEN c.customer_id ELSE c.reseller_id END
        """)
      #expect(statement["net"]?.minor == charged)
      guard statement["status"]?.string == "closed" else {
        #expect(statement["number"] == .null && statement["month"]?.string == "2027-01")
        continue
      }
      let hash = try #require(statement["sha256"]?.string)
      let unsigned = file.text.replacing("\"sha256\":\"\(hash)\"", with: "\"sha256\":null")
      #expect(Secrets.hex(Secrets.sha256(unsigned)) == hash && unsigned != file.text)
      let number = try #require(statement["number"]?.string)
      #expect(number.prefix(4) == statement["month"]?.string?.prefix(4))
      numbers["\(person) \(number.prefix(4))", default: []].append(try #require(Int(number.dropFirst(5))))
      seen += 1
    }
  }
  for (seller, found) in numbers { #expect(found.sorted() == Array(1...found.count), "\(seller)") }
  #expect(seen > 150 && numbers.count == 6)
}

/// Net, centres, taxes and gross against the lines.
private func checkSums(_ statement: JSONValue, _ lines: [JSONValue]) throws {
  let net = try #require(statement["net"]?.minor)
  #expect(lines.reduce(0) { $0 + ($1["amount"]?.minor ?? 0) } == net)
  let key = statement["leg"]?.string == "price" ? "centres" : "customers"
  let sections = try #require(statement[key]?.items)
  #expect(sections.reduce(0) { $0 + ($1["net"]?.minor ?? 0) } == net)
  if key == "centres" {
    for section in sections {
      let own = lines.filter { $0["centreId"] == section["centreId"] }
      #expect(own.reduce(0) { $0 + ($1["amount"]?.minor ?? 0) } == section["net"]?.minor)
    }
  }
  let taxes = try #require(statement["taxes"]?.items)
  #expect(taxes.reduce(0) { $0 + ($1["base"]?.minor ?? 0) } == net)
  for tax in taxes {
    let parts = try #require(tax["rate"]?.string).split(separator: ".").map { Int($0) ?? 0 }
    let perMille = parts[0] * 10 + (parts.count > 1 ? parts[1] : 0)
    let size = (2 * abs(net) * perMille + 1000) / 2000
    #expect(tax["amount"]?.minor == (net < 0 ? -size : size))
  }
  #expect(statement["gross"]?.minor == taxes.reduce(net) { $0 + ($1["amount"]?.minor ?? 0) })
}

extension World {
  fileprivate func allStatements(as person: String) throws -> [JSONValue] {
    var items: [JSONValue] = []
    var cursor = ""
    while true {
      let answer = try send(.get, "/api/v1/statements?limit=200\(cursor)", as: person)
      items += answer.items
      guard let next = answer.json["nextCursor"]?.string else { return items }
      cursor = "&cursor=\(next)"
    }
  }
}
