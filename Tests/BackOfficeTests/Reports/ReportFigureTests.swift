import BackOffice
import Core
import Foundation
import HTTP
import Postgres
import Testing

/// A charge as the schema's owner reads it, to add up by hand what reports say.
private struct Posted {
  let leg: Leg
  let reseller: String
  let customer: String
  let service: String
  let centre: String?
  let month: String
  let currency: String
  let amount: Int64
  let from: Day
  let to: Day

  static func all(_ world: World) throws -> [Posted] {
    try world.owner(
      """
      SELECT c.leg, c.reseller_id::text, c.customer_id::text, s.service_id::text, c.centre_id::text,
        to_char(c.month, 'YYYY-MM'), c.currency, c.amount, c.covers_from, c.covers_to
      FROM charge c JOIN subscription s ON s.id = c.subscription_id
      """
    ) {
      Posted(
        leg: try $0[0], reseller: try $0[1], customer: try $0[2], service: try $0[3], centre: try $0[4],
        month: try $0[5], currency: try $0[6], amount: try $0[7], from: try $0[8], to: try $0[9])
    }
  }

  /// The part of it for a month's days, by running sums rounded half away from zero.
  func effective(in month: Month) -> Int64 {
    func sum(until day: Day) -> Int64 {
      let days = max(0, min(day, to) - from)
      return Rounding.halfAwayFromZero(Int128(amount) * Int128(days), over: Int128(to - from)) ?? 0
    }
    return sum(until: month.next.first) - sum(until: month.first)
  }
}

extension JSONValue {
  /// Minor units of a money object.
  fileprivate var cents: Int64? {
    guard let currency = self["currency"]?.string.flatMap({ Currency($0) }) else { return nil }
    return self["amount"]?.string.flatMap { Money($0, currency: currency)?.minor }
  }
}

/// `CHF 2026-01 key` and what it comes to, of a report of charges; without months where it has lines.
private func lines(_ answer: JSONValue) -> [String: Int64] {
  (answer["currencies"]?.items ?? []).reduce(into: [:]) { all, table in
    let currency = table["currency"]?.string ?? ""
    for line in table["lines"]?.items ?? [] {
      for month in line["months"]?.items ?? [] {
        let key = "\(currency) \(month["month"]?.string ?? "") \(line["id"]?.string ?? "others")"
        if let amount = month["amount"]?.cents, amount != 0 { all[key] = amount }
      }
    }
  }
}

private func months(_ answer: JSONValue) -> [String: Int64] {
  (answer["currencies"]?.items ?? []).reduce(into: [:]) { all, table in
    for month in table["months"]?.items ?? [] {
      if let amount = month["amount"]?.cents, amount != 0 {
        all["\(table["currency"]?.string ?? "") \(month["month"]?.string ?? "")"] = amount
      }
    }
  }
}

private func sums(_ posted: [Posted], _ key: (Posted) -> String) -> [String: Int64] {
  posted.reduce(into: [String: Int64]()) { $0[key($1), default: 0] += $1.amount }.filter { $0.value != 0 }
}

private let period = "from=2025-01&to=2026-12&top=200"

@Suite struct ReportFigureTests {
  @Test func `every figure is what the charges add up to, for every reader, leg and breakdown`() throws {
    let world = try World()
    let posted = try Posted.all(world)
    let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
    let helvetia = try Helvetia(world).customer
    let readers: [(person: String, report: String, sees: (Posted) -> Bool)] = [
      ("distributor", "revenue?", { $0.leg == .cost }),
      ("nils.norberg", "consumption?", { $0.leg == .cost }),
      ("reseller", "consumption?leg=price&", { $0.leg == .price && $0.reseller == alpine }),
      ("reseller", "consumption?leg=cost&", { $0.leg == .cost && $0.reseller == alpine }),
      ("fabio.conti", "revenue?", { $0.leg == .price && $0.reseller == alpine }),
      ("manager", "consumption?", { $0.leg == .price && $0.customer == helvetia }),
      ("finance", "consumption?", { $0.leg == .price && $0.customer == helvetia }),
    ]
    for (person, report, sees) in readers {
      let own = posted.filter(sees)
      #expect(!own.isEmpty)
      func answer(_ by: String) throws -> JSONValue {
        let answer = try world.send(.get, "/api/v1/reports/\(report)\(period)&by=\(by)", as: person)
        #expect(answer.status == 200, "\(person) \(report) \(by) \(answer.text)")
        return answer.json
      }
      #expect(try months(answer("month")) == sums(own) { "\($0.currency) \($0.month)" }, "\(person) \(report)")
      let services = try answer("service")
      #expect(lines(services) == sums(own) { "\($0.currency) \($0.month) \($0.service)" }, "\(person) \(report)")
      #expect(months(services) == sums(own) { "\($0.currency) \($0.month)" }, "\(person) \(report)")
      if ["manager", "finance"].contains(person) {
        let centres = sums(own) { "\($0.currency) \($0.month) \($0.centre ?? "")" }
        #expect(try lines(answer("centre")) == centres, "\(person)")
      } else {
        let customers = sums(own) { "\($0.currency) \($0.month) \($0.customer)" }
        #expect(try lines(answer("customer")) == customers, "\(person) \(report)")
      }
      if ["distributor", "nils.norberg"].contains(person) {
        #expect(try lines(answer("reseller")) == sums(own) { "\($0.currency) \($0.month) \($0.reseller)" })
      }
    }
  }

  @Test func `reports agree with every statement's net, closed ones and open ones`() throws {
    let world = try World()
    let statements = try world.send(.get, "/api/v1/statements?limit=200", as: "reseller").items
    #expect(Set(statements.compactMap { $0["status"]?.string }) == ["open", "closed"])
    var seen: [String: [String: Int64]] = [:]
    for statement in statements where statement["leg"]?.string == "price" {
      let buyer = try #require(statement["buyer"]?["id"]?.string)
      if seen[buyer] == nil {
        let path = "/api/v1/reports/consumption?\(period)&by=month&customerId=\(buyer)"
        seen[buyer] = months(try world.send(.get, path, as: "reseller").json)
      }
      let key = "\(statement["currency"]?.string ?? "") \(statement["month"]?.string ?? "")"
      #expect(seen[buyer]?[key] ?? 0 == statement["net"]?.cents, "\(buyer) \(key)")
    }
    #expect(seen.count > 5)
    let costs = months(try world.send(.get, "/api/v1/reports/consumption?\(period)&leg=cost", as: "reseller").json)
    for statement in statements where statement["leg"]?.string == "cost" {
      let key = "\(statement["currency"]?.string ?? "") \(statement["month"]?.string ?? "")"
      #expect(costs[key] ?? 0 == statement["net"]?.cents, "\(key)")
    }
  }

  @Test func `margin is price less cost by customer, service and month, and two currencies are never subtracted`()
    throws
  {
    let world = try World()
    for person in ["reseller", "rival"] {
      let own = try Posted.all(world).filter { charge in
        charge.reseller
          == (try? world.text(
            """
            SELECT o.id::text FROM organization o JOIN person p ON p.organization_id = o.id
            WHERE p.sign_in_email = \(person + "@comptoir.test")
            """))
      }
      for (by, key) in [("customer", \Posted.customer), ("service", \Posted.service)] {
        let json = try world.send(.get, "/api/v1/reports/margin?\(period)&by=\(by)", as: person).json
        var price: [String: Int64] = [:]
        var cost: [String: Int64] = [:]
        for table in json["currencies"]?.items ?? [] {
          let isOne = table["currency"] == table["costCurrency"]
          for line in table["lines"]?.items ?? [] {
            let id = line["id"]?.string ?? ""
            let amounts = (try #require(line["price"]?.cents), try #require(line["cost"]?.cents))
            price["\(table["currency"]?.string ?? "") \(id)", default: 0] += amounts.0
            cost["\(table["costCurrency"]?.string ?? "") \(id)", default: 0] += amounts.1
            #expect(line["margin"]?.cents == (isOne ? amounts.0 - amounts.1 : nil))
          }
        }
        let prices = sums(own.filter { $0.leg == .price }) { "\($0.currency) \($0[keyPath: key])" }
        let costs = sums(own.filter { $0.leg == .cost }) { "\($0.currency) \($0[keyPath: key])" }
        #expect(price.filter { $0.value != 0 } == prices, "\(person) \(by)")
        #expect(cost.filter { $0.value != 0 } == costs, "\(person) \(by)")
      }
    }
  }

  @Test func `spread over days, all months together are what was billed to the cent`() throws {
    let world = try World()
    let helvetia = try Helvetia(world).customer
    let own = try Posted.all(world).filter { $0.leg == .price && $0.customer == helvetia }
    for person in ["manager", "reseller"] {
      let path = "/api/v1/reports/consumption?\(period)&by=month&figure=effective&customerId=\(helvetia)"
      let found = months(try world.send(.get, path, as: person).json)
      var expected: [String: Int64] = [:]
      for charge in own {
        var month = Month(containing: charge.from)
        while month.first < charge.to {
          expected["\(charge.currency) \(month)", default: 0] += charge.effective(in: month)
          month = month.next
        }
      }
      let inPeriod = expected.filter { $0.value != 0 && $0.key.suffix(7) >= "2025-01" && $0.key.suffix(7) <= "2026-12" }
      #expect(found == inPeriod, "\(person)")
    }
    #expect(
      own.allSatisfy { charge in
        var month = Month(containing: charge.from)
        var sum: Int64 = 0
        while month.first < charge.to {
          sum += charge.effective(in: month)
          month = month.next
        }
        return sum == charge.amount
      })
  }

  @Test func `licences are those of running subscriptions, of one's own services only`() throws {
    let world = try World()
    let rows = try world.owner(
      """
      SELECT o.name, s.service_name, s.quantity, s.assigned FROM subscription s
      JOIN organization o ON o.id = s.customer_id WHERE s.status IN ('active', 'suspended')
      """
    ) {
      (
        customer: try $0[0] as String, service: try $0[1] as String, bought: try $0[2] as Int,
        assigned: try $0[3] as Int
      )
    }
    let own = rows.filter { $0.customer == "Helvetia Works AG" }
    for (person, seen) in [("manager", own), ("tech", own.filter { $0.service == "Microsoft 365" })] {
      let json = try world.send(.get, "/api/v1/reports/licences?by=service&top=200", as: person).json
      let found = (json["lines"]?.items ?? []).reduce(into: [String: [Int?]]()) {
        $0[$1["name"]?.string ?? ""] = [$1["bought"]?.integer, $1["assigned"]?.integer, $1["unassigned"]?.integer]
      }
      let expected = Dictionary(grouping: seen, by: \.service).mapValues { rows -> [Int?] in
        let bought = rows.reduce(0) { $0 + $1.bought }
        let assigned = rows.reduce(0) { $0 + $1.assigned }
        return [bought, assigned, bought - assigned]
      }
      #expect(found == expected, "\(person)")
    }
    let all = try world.send(.get, "/api/v1/reports/licences?by=reseller", as: "distributor").json
    #expect(all["total"]?["bought"]?.integer == rows.reduce(0) { $0 + $1.bought })
  }

  @Test func `what is beyond the largest lines is added up, and nothing is lost`() throws {
    let world = try World()
    let path = "/api/v1/reports/revenue?from=2025-01&to=2026-12&by=customer"
    let whole = try world.send(.get, path + "&top=200", as: "reseller").json
    let short = try world.send(.get, path + "&top=1", as: "reseller").json
    #expect(months(whole) == months(short))
    for (all, few) in zip(whole["currencies"]?.items ?? [], short["currencies"]?.items ?? []) {
      let lines = all["lines"]?.items ?? []
      #expect(few["lines"]?[0] == lines.first)
      guard lines.count > 1 else { continue }
      #expect(few["lines"]?[1]?["count"]?.integer == lines.count - 1 && few["lines"]?[1]?["id"] == .null)
      #expect(few["lines"]?[1]?["name"]?.string == (lines.count == 2 ? "1 other" : "\(lines.count - 1) others"))
      #expect(lines.map { $0["total"]?.cents ?? 0 } == lines.map { $0["total"]?.cents ?? 0 }.sorted(by: >))
    }
  }

  @Test func `what a statement comes to is kept when it closes, and cannot be changed`() throws {
    let world = try World()
    let differing = try world.owner(
      """
      SELECT t.id FROM statement t LEFT JOIN (SELECT statement_id, sum(amount) AS net FROM statement_sum GROUP BY 1) m
        ON m.statement_id = t.id
      WHERE CASE t.status WHEN 'closed' THEN coalesce(m.net, 0) <> t.net ELSE m.net IS NOT NULL END
      """
    ) { try $0[0] as UUID }
    #expect(differing.isEmpty)
    #expect(try world.owner("SELECT count(*)::int FROM statement_sum") { try $0[0] as Int }[0] > 20)
    for change: SQL in ["UPDATE statement_sum SET amount = 0", "DELETE FROM statement_sum"] {
      #expect { _ = try world.asService([Reach.everything], change) { _ in } } throws: {
        "\(String(reflecting: $0))".contains("42501")
      }
    }
  }
}
