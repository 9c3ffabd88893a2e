import BackOffice
import Core
import HTTP
import Postgres
import Testing

@Suite struct ReportAccessTests {
  @Test func `who may read which report, and who may not`() throws {
    let world = try World()
    let reports = ["consumption", "licences", "margin", "revenue"]
    let expected: [(String, [Int])] = [
      ("distributor", [200, 200, 403, 200]), ("nils.norberg", [200, 200, 403, 200]),
      ("reseller", [200, 200, 200, 200]), ("fabio.conti", [200, 200, 200, 200]), ("rival", [200, 200, 200, 200]),
      ("manager", [200, 200, 403, 403]), ("finance", [200, 200, 403, 403]), ("carla.meier", [200, 200, 403, 403]),
      ("tech", [403, 200, 403, 403]), ("user", [403, 403, 403, 403]),
    ]
    for (person, statuses) in expected {
      let found = try reports.map { try world.send(.get, "/api/v1/reports/\($0)", as: person).status }
      #expect(found == statuses, "\(person)")
      let page = try world.send(.get, "/reports", as: person)
      #expect(page.status == (person == "user" ? 403 : 200), "\(person)")
    }
    #expect(try reports.allSatisfy { try world.send(.get, "/api/v1/reports/\($0)").status == 401 })
  }

  @Test(
    arguments: [
      ("reseller", "consumption?by=centre", "reports.centre_needs_customer"),
      ("reseller", "consumption?by=reseller", "reports.breakdown_not_offered"),
      ("manager", "consumption?by=customer", "reports.breakdown_not_offered"),
      ("tech", "licences?by=month", "reports.breakdown_not_offered"),
      ("reseller", "consumption?figure=effective", "reports.effective_needs_customer"),
      ("reseller", "consumption?from=2026-02&to=2026-01", "reports.months_backwards"),
      ("manager", "consumption?from=2023-01&to=2026-01", "reports.too_many_months"),
      ("manager", "consumption?top=0", "reports.top_out_of_range"),
      ("manager", "consumption?top=201", "reports.top_out_of_range"),
      ("manager", "consumption?from=2026", "field.month_malformed"),
      ("manager", "consumption?by=colour", "field.not_a_choice"),
      ("manager", "consumption?format=pdf", "field.not_a_choice"),
      ("manager", "consumption?customerId=1", "field.id_malformed"),
      ("manager", "consumption?page=1", "query.unknown"), ("tech", "licences?from=2026-01", "query.unknown"),
    ] as [(String, String, String)])
  func `what cannot be told is refused with its reason`(_ person: String, _ query: String, _ code: String) throws {
    let answer = try World().send(.get, "/api/v1/reports/\(query)", as: person)
    #expect(answer.status == 422 && answer.code == code, "\(answer.text)")
  }

  @Test func `costs have no centres, and nobody reads the leg they do not see`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let costs = "consumption?leg=cost&customerId=\(helvetia.customer)"
    let split = try world.send(.get, "/api/v1/reports/\(costs)&by=centre", as: "reseller")
    #expect(split.status == 422 && split.code == "reports.costs_have_no_centres")
    for (person, leg) in [("distributor", "price"), ("manager", "cost"), ("finance", "cost")] {
      let answer = try world.send(.get, "/api/v1/reports/consumption?leg=\(leg)", as: person)
      #expect(answer.status == 403 && answer.code == "permission.missing", "\(person)")
    }
  }

  @Test func `somebody else's customer, reseller or centre is not found`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let rheinland = try world.text("SELECT id::text FROM organization WHERE name = 'Rheinland Maschinenbau GmbH'")
    let rhein = try world.text("SELECT reseller_id::text FROM organization WHERE name = 'Rheinland Maschinenbau GmbH'")
    let foreignCentre = try world.text(
      "SELECT id::text FROM billing_centre WHERE customer_id::text = \(rheinland) LIMIT 1"
    )
    let asked = [
      ("reseller", "consumption?customerId=\(rheinland)"), ("reseller", "margin?customerId=\(rheinland)"),
      ("reseller", "licences?resellerId=\(rhein)"), ("reseller", "revenue?resellerId=\(rhein)"),
      ("rival", "consumption?customerId=\(helvetia.customer)"), ("manager", "consumption?customerId=\(rheinland)"),
      ("manager", "consumption?centreId=\(foreignCentre)"),
      ("reseller", "consumption?customerId=\(helvetia.customer)&centreId=\(foreignCentre)"),
      ("manager", "consumption?serviceId=\(rheinland)"), ("tech", "licences?customerId=\(rheinland)"),
      ("carla.meier", "consumption?centreId=\(try #require(helvetia.centres["ADM"] ?? helvetia.centres.values.first))"),
    ]
    for (person, query) in asked {
      let answer = try world.send(.get, "/api/v1/reports/\(query)", as: person)
      #expect(answer.status == 404, "\(person) \(query) \(answer.text)")
    }
    let page = try world.send(.get, "/reports?customer=\(rheinland)", as: "reseller")
    #expect(page.status == 404 && !page.text.contains("Rheinland"))
  }

  @Test func `whoever reads the accounts of some centres reads those alone`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let own = Set(["SAL", "RND"].compactMap { helvetia.centres[$0] })
    let path = "/api/v1/reports/consumption?from=2025-01&to=2026-12&top=200"
    let mine = try world.send(.get, path + "&by=centre", as: "carla.meier").json
    let all = try world.send(.get, path + "&by=centre", as: "finance").json
    let found = (mine["currencies"]?[0]?["lines"]?.items ?? [])
    #expect(Set(found.compactMap { $0["id"]?.string }) == own)
    let whole = all["currencies"]?[0]?["lines"]?.items ?? []
    #expect(whole.count > found.count)
    for line in found { #expect(whole.contains(line)) }
    // The sums kept at closing are of all centres together, so they are not read.
    let months = try world.send(.get, path + "&by=month", as: "carla.meier").json["currencies"]?[0]?["total"]
    #expect(months != nil && months != all["currencies"]?[0]?["total"])
    #expect(months == mine["currencies"]?[0]?["total"])
  }

  @Test func `no picture, table or file of a technical admin has an amount`() throws {
    let world = try World()
    for path in ["/reports", "/reports?report=margin", "/reports?report=consumption", "/api/v1/reports/licences"] {
      let text = try world.send(.get, path, as: "tech").text
      #expect(!text.contains("CHF") && !text.contains("EUR"), "\(path)")
    }
    let distributor = try world.send(.get, "/reports?report=margin", as: "distributor").text
    #expect(!distributor.contains("report=margin&"))
  }
}
