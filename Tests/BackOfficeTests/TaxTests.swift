import BackOffice
import Core
import Postgres
import Testing

extension World {
  /// The statement of a buyer's month, as somebody reads it.
  func statement(_ month: String, of buyer: String, as person: String) throws -> JSONValue {
    let path = "/api/v1/statements?month=\(month)&buyerId=\(buyer)"
    return try #require(try send(.get, path, as: person).items.first, "\(month) of \(buyer)")
  }
}

extension JSONValue {
  /// `8.1 standard 44.66 3.62` of each tax.
  fileprivate var taxes: [String] {
    (self["taxes"]?.items ?? []).map { tax in
      [tax["rate"]?.string, tax["treatment"]?.string, tax["base"]?["amount"]?.string, tax["amount"]?["amount"]?.string]
        .map { $0 ?? "–" }.joined(separator: " ")
    }
  }
}

@Suite struct TaxTests {
  private static let exemption = #"{"reason":"Embassy","certificate":"ESTV 17","from":"2026-01-01"}"#

  @Test func `nobody marks as exempt whom they do not sell to`() throws {
    let world = try World()
    let helvetia = try Helvetia(world).customer
    let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
    let body = #"{"exemption":\#(Self.exemption)}"#
    func patch(_ id: String, as person: String, _ body: String) throws -> String {
      let answer = try world.send(.patch, "/api/v1/organizations/\(id)/vat", as: person, body)
      return "\(answer.status) \(answer.code ?? "")"
    }
    #expect(try patch(helvetia, as: "rival", body) == "404 object.not_found")
    #expect(try patch(helvetia, as: "manager", body).hasPrefix("403"))
    #expect(try patch(helvetia, as: "distributor", body) == "403 vat.not_the_seller")
    #expect(try patch(alpine, as: "reseller", body) == "403 vat.not_the_seller")
    let small = #"{"smallBusiness":{"reason":"Art. 10 MWSTG","from":"2026-01-01"}}"#
    #expect(try patch(helvetia, as: "reseller", small) == "403 vat.own_only")
    #expect(try patch(alpine, as: "distributor", small) == "403 vat.own_only")
    #expect(try patch(alpine, as: "manager", small).hasPrefix("40"))
    #expect(try world.send(.get, "/api/v1/organizations/\(helvetia)/vat", as: "tech").status == 403)
    #expect(try world.send(.get, "/api/v1/organizations/\(helvetia)/vat", as: "rival").status == 404)
    #expect(try world.number("SELECT count(*) FROM vat_exemption") == 0)
  }

  @Test(arguments: [
    (#"{"exemption":{"reason":"Embassy","from":"2026-01-01"}}"#, "/exemption/certificate field.required"),
    (#"{"exemption":{"certificate":"17","from":"2026-01-01"}}"#, "/exemption/reason field.required"),
    (#"{"exemption":{"reason":"x","certificate":"17","from":"2026-02-31"}}"#, "/exemption/from field.day_malformed"),
    (
      #"{"exemption":{"reason":"x","certificate":"17","from":"2026-02-01","until":"2026-02-01"}}"#,
      "/exemption/until vat.until_before_from"
    ),
    (#"{"exempt":true}"#, "/exempt field.unknown"),
  ])
  func `what is missing of an exemption is named`(_ body: String, _ fault: String) throws {
    let world = try World()
    let helvetia = try Helvetia(world).customer
    let answer = try world.send(.patch, "/api/v1/organizations/\(helvetia)/vat", as: "reseller", body)
    #expect(answer.status == 422 && answer.faults == [fault], "\(answer.text)")
  }

  @Test(arguments: ["CHE-1", "DE298113402", "12"])
  func `a VAT id of another form is not taken`(_ vatID: String) throws {
    let world = try World()
    let helvetia = try Helvetia(world).customer
    let path = "/api/v1/customers/\(helvetia)"
    let answer = try world.send(.patch, path, as: "reseller", #"{"vatId":"\#(vatID)"}"#)
    #expect(answer.faults == ["/vatId vat_id.malformed"])
    let moved = try world.send(.patch, path, as: "reseller", #"{"country":"DE"}"#)
    #expect(moved.faults == ["/vatId vat_id.malformed"], "it must fit the country it moves to")
    let new = #"{"name":"Neu AG","country":"CH","currency":"CHF","vatId":"\#(vatID)"}"#
    #expect(try world.send(.post, "/api/v1/customers", as: "reseller", new).faults == ["/vatId vat_id.malformed"])
    #expect(try world.send(.patch, path, as: "reseller", #"{"name":"Helvetia Works SA"}"#).status == 200)
  }

  @Test func `a month in which an exemption begins has both treatments, each rounded once`() throws {
    let world = try World()
    let story = try Story(world)
    let customer = story.customer
    try story.on("2026-02-20")
    let before = try world.statement("2026-02", of: customer, as: "reseller")
    #expect(before.taxes.count == 1 && before.taxes[0].hasPrefix("8.1 standard"))
    let january = try world.statement("2026-01", of: customer, as: "reseller")
    let body = #"{"exemption":{"reason":"Embassy","certificate":"ESTV 17","from":"2026-02-10"}}"#
    let path = "/api/v1/organizations/\(customer)/vat"
    let marked = try world.send(.patch, path, as: "reseller", body, headers: [("If-Match", "\"0\"")])
    #expect(marked.status == 200 && marked.headers["ETag"] == "\"1\"", "\(marked.text)")
    #expect(try world.send(.patch, path, as: "reseller", body, headers: [("If-Match", "\"0\"")]).status == 412)

    let after = try world.statement("2026-02", of: customer, as: "finance")
    #expect(after["net"] == before["net"])
    let bases = try world.owner(
      """
      SELECT coalesce(sum(amount) FILTER (WHERE posted_on < '2026-02-10'), 0)::bigint,
        coalesce(sum(amount) FILTER (WHERE posted_on >= '2026-02-10'), 0)::bigint
      FROM charge WHERE leg = 'price' AND month = '2026-02-01' AND customer_id::text = \(customer)
      """
    ) { (try $0[0] as Int, try $0[1] as Int) }
    let (taxed, exempt) = try #require(bases.first)
    #expect(taxed > 0 && exempt > 0)
    #expect(after["taxes"]?[0]?["base"]?.minor == taxed && after["taxes"]?[1]?["base"]?.minor == exempt)
    #expect(after["taxes"]?[0]?["amount"]?.minor == (taxed * 81 + 500) / 1000)
    #expect(after["taxes"]?[1]?["treatment"]?.string == "exempt" && after["taxes"]?[1]?["amount"]?.minor == 0)
    #expect(after["taxes"]?[1]?["note"]?.string == "VAT exempt: Embassy, certificate ESTV 17.")
    let unchanged = try world.statement("2026-01", of: customer, as: "reseller")
    #expect(january["status"]?.string == "closed" && january == unchanged, "closed stays closed")
  }

  @Test func `what was closed keeps both treatments when the exemption is taken back`() throws {
    let world = try World()
    let story = try Story(world)
    try story.on("2026-02-20") {
      let body = #"{"exemption":{"reason":"Embassy","certificate":"ESTV 17","from":"2026-02-10"}}"#
      let path = "/api/v1/organizations/\(story.customer)/vat"
      let marked = try world.send(.patch, path, as: "reseller", body)
      #expect(marked.status == 200)
    }
    try story.on("2026-03-10") {
      let closed = try world.statement("2026-02", of: story.customer, as: "reseller")
      #expect(closed["status"]?.string == "closed" && closed.taxes.count == 2)
      let path = "/api/v1/organizations/\(story.customer)/vat"
      #expect(try world.send(.patch, path, as: "reseller", #"{"exemption":null}"#).json["exemption"] == .null)
      #expect(try world.statement("2026-02", of: story.customer, as: "reseller") == closed)
      #expect(try world.statement("2026-03", of: story.customer, as: "reseller").taxes.count == 1)
      // The hash is of the statement's own JSON, as it was before it had one.
      let id = try #require(closed["id"]?.string)
      let hash = try #require(closed["sha256"]?.string)
      let paper = try world.send(.get, "/api/v1/statements/\(id)/document?format=json", as: "reseller").text
      let unsigned = paper.replacing("\"\(hash)\"", with: "null")
      #expect(Secrets.hex(Secrets.sha256(Array(unsigned.utf8))) == hash)
    }
  }

  @Test func `a seller too small to be registered charges none, and its documents say why`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
    let small = #"{"smallBusiness":{"reason":"Art. 10 MWSTG","from":"2020-01-01"}}"#
    let answer = try world.send(.patch, "/api/v1/organizations/\(alpine)/vat", as: "reseller", small)
    #expect(answer.status == 200, "\(answer.text)")
    let open = try world.statement("2026-01", of: helvetia.customer, as: "manager")
    #expect(open["taxes"]?[0]?["treatment"]?.string == "exempt" && open["net"] == open["gross"])
    #expect(
      open["taxes"]?[0]?["note"]?.string == "VAT exempt: the seller is not registered for VAT (Art. 10 MWSTG).")
    let cost = try world.statement("2026-01", of: alpine, as: "reseller")
    #expect(cost["taxes"]?[0]?["treatment"]?.string == "standard", "what it buys is taxed as before")
  }
}
