import BackOffice
import Core
import FoundationEssentials
import Testing

extension World {
  fileprivate var sums: [Int] {
    get throws {
      try #require(
        try owner("SELECT count(*), sum(amount)::bigint, count(DISTINCT id), sum(licences)::bigint FROM charge") {
          row in
          try (0..<4).map { try row[$0] as Int }
        }.first)
    }
  }

  /// What a statement says, in bytes.
  fileprivate func paper(_ id: String, as person: String) throws -> [UInt8] {
    let path = "/api/v1/statements/\(id)"
    let sheets = try ["\(path)/document?format=json", "\(path)/document?format=csv", path, "\(path)/lines?limit=200"]
      .map {
        try send(.get, $0, as: person).body
      }
    return sheets.flatMap { $0 }
  }
}

@Test(arguments: [1, 2])
func `a bill run by several at once, or once more, posts nothing twice`(_ workers: Int) throws {
  let world = try World()
  try world.pass(hours: 24 * 12)
  for month in ["2026-02-28T23:30:00Z", "2026-04-30T12:00:00Z", "2026-05-31T22:30:00Z"] {
    try Clock.set(#require(Instant(month)), world.office)
    let before = try world.sums
    _ = try atOnce(4) { _ in try BillRun.run(world.office, workers: workers) }
    let after = try world.sums
    #expect(after[0] > before[0])
    _ = try BillRun.run(world.office)
    #expect(try world.sums == after, "\(month)")
    #expect(try world.checkEverythingOwedIsPosted() > 100)
    #expect(try world.ledgerDifferences() == [])
  }
  let closings = try atOnce(3) { _ in try Closing.closeDue(world.office) }
  let closed = try world.number("SELECT count(*) FROM statement WHERE status = 'closed' AND month > date '2026-01-01'")
  #expect(closings.reduce(0, +) >= closed && closed > 0)
  let gaps = try world.number(
    """
    SELECT count(*) FROM (SELECT seller_id, left(number, 4), count(*) AS n, max(right(number, 6)::int) AS last
      FROM statement WHERE number IS NOT NULL GROUP BY 1, 2) s WHERE n <> last
    """)
  #expect(gaps == 0)
}

@Test func `a closed statement never changes, corrections appear on the next`() throws {
  let world = try World()
  let helvetia = try Helvetia(world)
  let bern = try #require(
    try world.send(.get, "/api/v1/customers?search=bern", as: "reseller").items.first?["id"]?.string)
  let id = try helvetia.buy("Acronis Cyber Protect Standard", "P1M", 10)
  try world.pass(hours: 24 * 20)
  let closed = try world.send(.get, "/api/v1/statements?status=closed&limit=200", as: "reseller").items
    .compactMap { $0["id"]?.string }
  let papers = try closed.map { try world.paper($0, as: "reseller") }
  #expect(closed.count > 20)
  let january = try #require(
    try world.send(.get, "/api/v1/statements?buyerId=\(helvetia.customer)&month=2026-01", as: "reseller").items.first)
  #expect(january["status"]?.string == "closed")

  let centre = try #require(helvetia.centres["ADM"])
  let again = "/api/v1/statements/\(try #require(january["id"]?.string))/closing"
  #expect(try world.send(.post, again, as: "reseller").code == "statement.closed")
  #expect(try world.send(.post, again, as: "manager").status == 403)
  #expect(try world.send(.post, again, as: "rival").status == 404)
  let changes: [(String, String, String)] = [
    ("reseller", "/api/v1/subscriptions/\(id)", #"{"quantity":4,"friendlyName":"Less"}"#),
    ("manager", "/api/v1/billing-centres/\(centre)", #"{"name":"Another name","code":"OTHER"}"#),
    ("reseller", "/api/v1/customers/\(helvetia.customer)", #"{"name":"Renamed AG","vatId":null,"country":"LI"}"#),
    ("reseller", "/api/v1/customers/\(bern)", #"{"vatId":"FR40303265045","country":"FR"}"#),
  ]
  for (person, path, body) in changes {
    #expect(try world.send(.patch, path, as: person, body).status == 200, "\(body)")
  }
  try world.pass(hours: 24 * 3)
  for (statement, paper) in zip(closed, papers) {
    #expect(try world.paper(statement, as: "reseller") == paper, "\(statement)")
  }
  let corrections = try world.send(.get, "/api/v1/subscriptions/\(id)/charges?month=2026-02&leg=price", as: "reseller")
    .items
  #expect(!corrections.isEmpty && corrections.allSatisfy { $0["cycle"]?["from"]?.string == "2026-01-15" })
  #expect(corrections.reduce(0) { $0 + ($1["amount"]?.minor ?? 0) } < 0, "six given back for the rest of the cycle")
  let february = try world.send(.get, "/api/v1/statements?buyerId=\(helvetia.customer)&month=2026-02", as: "reseller")
  #expect(february.items.first?["status"]?.string == "open" && february.items.first?["number"] == .null)
  let early = "/api/v1/statements/\(try #require(february.items.first?["id"]?.string))/closing"
  #expect(try world.send(.post, early, as: "reseller").code == "statement.month_not_over")
}

@Test func `a reseller's month is not closed while it is still yesterday for one of its customers`() throws {
  let world = try World()
  let body = #"{"name":"Honolulu Surf AG","country":"CH","currency":"CHF","timeZone":"Pacific/Honolulu"}"#
  let customer = try #require(try world.send(.post, "/api/v1/customers", as: "reseller", body).json["id"]?.string)
  let offer = try Helvetia(world).offer("Power BI Pro", "P1M")
  try advance(world, to: "2026-02-01T09:00:00Z")
  let order = #"{"offerId":"\#(offer)","quantity":1,"acceptTerms":true}"#
  let bought = try world.send(.post, "/api/v1/customers/\(customer)/subscriptions", as: "reseller", order)
  #expect(bought.status == 201 && bought.json["startDate"]?.string == "2026-01-31", "\(bought.text)")
  try advance(world, to: "2026-02-02T09:00:00Z")
  let open = try world.number("SELECT count(*) FROM statement WHERE status = 'open' AND month = date '2026-01-01'")
  #expect(open == 0)
  #expect(try world.checkEverythingOwedIsPosted() > 100)
  #expect(try world.ledgerDifferences() == [])
}
