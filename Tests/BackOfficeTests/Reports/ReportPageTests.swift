import BackOffice
import Core
import Foundation
import HTTP
import Testing

@Suite struct ReportPageTests {
  @Test func `every report shows its picture, its figures and its files, to each in their language`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let pages = [
      ("distributor", "/reports", "Revenue · CHF"), ("reseller", "/reports?report=margin", "Margin · CHF"),
      ("reseller", "/reports?report=margin&by=month", "Margin · CHF"), ("manager", "/reports", "Consumption · CHF"),
      ("manager", "/reports?by=service", "Month by month"), ("manager", "/reports?by=centre", "Billing centre"),
      ("reseller", "/reports?report=consumption&customer=\(helvetia.customer)&by=service", "Helvetia Works AG"),
      ("tech", "/reports", "Licences"), ("carla.meier", "/reports?by=centre", "Kostenstelle"),
    ]
    for (person, path, words) in pages {
      let page = try world.send(.get, path, as: person)
      #expect(page.status == 200 && page.text.contains(words), "\(person) \(path)")
      for part in ["<svg", "role=\"img\"", "format=xlsx", "format=csv", "format=svg", "<table>"] {
        #expect(page.text.contains(part), "\(person) \(path) \(part)")
      }
      #expect(!page.text.contains("style="))
      let ids = page.text.split(separator: " id=\"").dropFirst().map { $0.split(separator: "\"")[0] }
      #expect(Set(ids).count == ids.count, "\(path): an id stands twice")
    }
  }

  @Test func `a month that is still open says so`() throws {
    let world = try World()
    let page = try world.send(.get, "/reports?by=month", as: "manager").text
    #expect(page.contains("so far") && page.contains("*</text>"))
    let json = try world.send(.get, "/api/v1/reports/consumption?by=month", as: "manager").json
    let months = json["currencies"]?[0]?["months"]?.items ?? []
    #expect(months.count == 12 && months.last?["soFar"]?.bool == true && months.first?["soFar"]?.bool == false)
  }

  @Test func `a question that cannot be answered is asked again, with the reason`() throws {
    let page = try World().send(.get, "/reports?from=2026-02&to=2026-01", as: "manager")
    #expect(page.status == 200 && page.text.contains("The first month lies after the last"))
    #expect(page.text.contains("name=\"from\"") && !page.text.contains("<svg"))
  }

  @Test func `malformed choices count as none`() throws {
    let world = try World()
    for query in ["report=x", "by=centre&report=licences", "from=x&to=y", "service=1", "figure=x", "leg=cost"] {
      #expect(try world.send(.get, "/reports?\(query)", as: "manager").status == 200, "\(query)")
    }
  }

  @Test func `files have every line, and pictures stand alone`() throws {
    let world = try World()
    let path = "/api/v1/reports/consumption?from=2025-01&to=2026-12&by=service"
    let csv = try world.send(.get, path + "&format=csv", as: "manager")
    let rows = csv.text.split(whereSeparator: \.isNewline)
    #expect(rows.first == "month,soFar,id,name,amount,currency" && rows.count > 10)
    #expect(csv.headers["Content-Disposition"]?.contains("consumption-by-service-2025-01-2026-12.csv") == true)
    let total = try world.send(.get, path, as: "manager").json["currencies"]?[0]?["total"]?["amount"]?.string
    let currency = try #require(Currency("CHF"))
    let sum = rows.dropFirst().reduce(Int64(0)) { sum, row in
      let cells = row.split(separator: ",")
      return sum + (Money(cells[cells.count - 2], currency: currency)?.minor ?? 0)
    }
    #expect(Money(minor: sum, currency: currency).amount == total)

    let margin = try world.send(.get, "/api/v1/reports/margin?format=csv", as: "reseller").text
    #expect(margin.hasPrefix("month,soFar,id,name,price,currency,cost,costCurrency,margin"))
    let licences = try world.send(.get, "/api/v1/reports/licences?format=csv&by=plan", as: "tech").text
    #expect(licences.hasPrefix("id,name,bought,assigned,unassigned"))
    for report in [
      "consumption?by=month", "margin?by=customer", "margin?by=month", "revenue?by=customer", "licences?by=plan",
    ] {
      let file = try world.send(.get, "/api/v1/reports/\(report)&format=xlsx", as: "reseller")
      #expect(file.status == 200 && file.body.starts(with: Array("PK".utf8)), "\(report)")
      let picture = try world.send(.get, "/api/v1/reports/\(report)&format=svg", as: "reseller")
      #expect(picture.headers["Content-Type"] == "image/svg+xml" && picture.text.hasPrefix("<svg xmlns="), "\(report)")
    }
    let none = try world.send(.get, path + "&format=svg&currency=JPY", as: "manager")
    #expect(none.status == 404)
  }

  @Test func `an empty report says so, on the page, as a file and as data`() throws {
    let world = try World()
    let months = "from=2020-01&to=2020-12"
    #expect(try world.send(.get, "/reports?\(months)", as: "manager").text.contains("Nothing was charged"))
    let json = try world.send(.get, "/api/v1/reports/consumption?\(months)", as: "manager").json
    #expect(json["currencies"]?.items.isEmpty == true)
    #expect(try world.send(.get, "/api/v1/reports/consumption?\(months)&format=xlsx", as: "manager").status == 200)
    #expect(try world.send(.get, "/api/v1/reports/consumption?\(months)&format=svg", as: "manager").status == 404)
  }

  @Test func `what is answered is as described`() throws {
    let world = try World()
    let components = world.answer(.get, "/openapi.json").json["components"]?["schemas"] ?? .null
    let answers = [
      ("ConsumptionReport", "reseller", "consumption?by=customer&top=2"),
      ("ConsumptionReport", "manager", "consumption"),
      ("ConsumptionReport", "distributor", "revenue"), ("MarginReport", "reseller", "margin?top=2"),
      ("MarginReport", "rival", "margin?by=month"), ("LicenceReport", "tech", "licences"),
      ("LicenceReport", "distributor", "licences?by=customer&top=1"),
    ]
    for (schema, person, path) in answers {
      let answer = try world.send(.get, "/api/v1/reports/\(path)", as: person).json
      let described = try #require(components[schema])
      #expect(SchemaCheck(components: components).misfits(answer, described, schema) == [], "\(path)")
    }
  }

  @Test func `reports are reached from the navigation and from the start pages`() throws {
    let world = try World()
    for person in ["distributor", "reseller", "manager", "finance"] {
      let home = try world.send(.get, "/", as: person).text
      #expect(home.components(separatedBy: "href=\"/reports\"").count == 3, "\(person)")
    }
    #expect(try world.send(.get, "/", as: "tech").text.components(separatedBy: "href=\"/reports\"").count == 2)
    #expect(try !world.send(.get, "/", as: "user").text.contains("/reports"))
  }
}
