import BackOffice
import Core
import Documents
import Foundation
import Testing

/// FOCUS 1.2, Cost and Usage: what the specification demands of each column, written out.
private struct Conformance {
  enum Kind { case decimal, instant, text, choice(Set<String>) }

  static let mandatory: [String: (kind: Kind, nulls: Bool)] = [
    "BilledCost": (.decimal, false), "BillingAccountId": (.text, false), "BillingAccountName": (.text, true),
    "BillingCurrency": (.text, false), "BillingPeriodEnd": (.instant, false), "BillingPeriodStart": (.instant, false),
    "ChargeCategory": (.choice(["Usage", "Purchase", "Tax", "Credit", "Adjustment"]), false),
    "ChargeClass": (.choice(["Correction"]), true), "ChargeDescription": (.text, true),
    "ChargePeriodEnd": (.instant, false), "ChargePeriodStart": (.instant, false), "ContractedCost": (.decimal, false),
    "EffectiveCost": (.decimal, false), "InvoiceIssuerName": (.text, false), "ListCost": (.decimal, false),
    "PricingQuantity": (.decimal, true), "PricingUnit": (.text, true), "ProviderName": (.text, false),
    "PublisherName": (.text, false), "ServiceName": (.text, false),
    "ServiceCategory": (
      .choice([
        "AI and Machine Learning", "Analytics", "Business Applications", "Compute", "Databases", "Developer Tools",
        "Multicloud", "Identity", "Integration", "Internet of Things", "Management and Governance", "Media",
        "Migration", "Mobile", "Networking", "Security", "Storage", "Web", "Other",
      ]), false
    ),
  ]

  static let others: [String: (kind: Kind, nulls: Bool)] = [
    "BillingAccountType": (.text, false),
    "ChargeFrequency": (.choice(["One-Time", "Recurring", "Usage-Based"]), false),
    "ConsumedQuantity": (.decimal, true), "ConsumedUnit": (.text, true), "ContractedUnitPrice": (.decimal, true),
    "InvoiceId": (.text, true), "ListUnitPrice": (.decimal, true),
    "PricingCategory": (.choice(["Standard", "Dynamic", "Committed", "Other"]), true), "ResourceId": (.text, true),
    "ResourceName": (.text, true), "ResourceType": (.text, true), "ServiceSubcategory": (.text, false),
    "SkuId": (.text, true), "SkuMeter": (.text, true), "SkuPriceId": (.text, true), "SubAccountId": (.text, true),
    "SubAccountName": (.text, true), "SubAccountType": (.text, true), "Tags": (.text, true),
  ]

  /// What is wrong with a row.
  static func misfits(_ row: [String: String]) -> [String] {
    var wrong: [String] = []
    for (name, rule) in mandatory.merging(others, uniquingKeysWith: { first, _ in first }) {
      guard let value = row[name] else {
        wrong.append("\(name) is missing")
        continue
      }
      if value.isEmpty {
        if !rule.nulls { wrong.append("\(name) is null") }
      } else if !fits(value, rule.kind) {
        wrong.append("\(name) is \(value)")
      }
    }
    return wrong + together(row)
  }

  private static func fits(_ value: String, _ kind: Kind) -> Bool {
    switch kind {
    case .decimal: Decimal(string: value) != nil && value.allSatisfy { "-.0123456789".contains($0) }
    case .instant: value.hasSuffix("T00:00:00Z") && Day(value.prefix(10)) != nil && value.count == 20
    case .text: true
    case .choice(let choices): choices.contains(value)
    }
  }

  private static let priced = [
    "PricingQuantity", "SkuId", "SkuPriceId", "PricingCategory", "ContractedUnitPrice", "ListUnitPrice",
  ]

  /// What columns demand of each other.
  private static func together(_ row: [String: String]) -> [String] {
    func has(_ name: String) -> Bool { row[name]?.isEmpty == false }
    func number(_ name: String) -> Decimal { Decimal(string: row[name] ?? "") ?? 0 }
    let category = row["ChargeCategory"] ?? ""
    let isCorrection = has("ChargeClass")
    var wrong: [String] = []
    func demand(_ holds: Bool, _ what: String) { if !holds { wrong.append(what) } }
    demand((row["ChargePeriodStart"] ?? "") < (row["ChargePeriodEnd"] ?? ""), "the charge period has no days")
    demand((row["BillingPeriodStart"] ?? "") < (row["BillingPeriodEnd"] ?? ""), "the billing period has no days")
    demand(has("PricingQuantity") == has("PricingUnit"), "PricingUnit without quantity")
    demand(has("ConsumedQuantity") == has("ConsumedUnit"), "ConsumedUnit without quantity")
    demand(!(category == "Purchase" && row["ChargeFrequency"] == "Usage-Based"), "a purchase by use")
    if category == "Tax" {
      for name in priced { demand(!has(name), "\(name) of a tax") }
      return wrong
    }
    if !isCorrection {
      for name in priced { demand(has(name), "\(name) is null") }
      var product = number("PricingQuantity") * number("ContractedUnitPrice")
      var rounded = Decimal()
      NSDecimalRound(&rounded, &product, 2, .plain)
      demand(rounded == number("ContractedCost"), "\(product) is not ContractedCost \(row["ContractedCost"] ?? "")")
      demand(number("ContractedUnitPrice") >= 0, "a unit price below zero")
    }
    demand((category == "Usage" && !isCorrection) == has("ConsumedQuantity"), "ConsumedQuantity of \(category)")
    demand(!has("ConsumedQuantity") || number("ConsumedQuantity") > 0, "ConsumedQuantity not above zero")
    return wrong
  }
}

@Suite struct FocusTests {
  private func rows(_ answer: Answer) throws -> [[String: String]] {
    var pieces = [answer.body]
    var table = CSV.Stream { pieces.popLast() }
    let names = try #require(try table.next())
    #expect(names == names.sorted() && Set(names).count == names.count)
    #expect(Set(Conformance.mandatory.keys).subtracting(names).isEmpty)
    var rows: [[String: String]] = []
    while let cells = try table.next() { rows.append(Dictionary(uniqueKeysWithValues: zip(names, cells))) }
    return rows
  }

  private func sum(_ rows: [[String: String]], _ name: String) -> Int {
    rows.reduce(0) { $0 + (Int(($1[name] ?? "").filter { $0 != "." }) ?? 0) }
  }

  @Test func `nobody gets the data set of a statement they do not see`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let id = try #require(try world.statement("2025-12", of: helvetia.customer, as: "reseller")["id"]?.string)
    for (person, status) in [("rival", 404), ("distributor", 404), ("tech", 403), ("user", 403)] {
      #expect(
        try world.send(.get, "/api/v1/statements/\(id)/document?format=focus", as: person).status == status, "\(person)"
      )
    }
  }

  @Test(arguments: [("2025-12", true), ("2026-01", false), ("2026-02", false)])
  func `a month is a conformant data set that adds up to what is billed and what it cost`(
    _ month: String, _ isClosed: Bool
  ) throws {
    let world = try World()
    let story = try Story(world)
    try story.on("2026-01-20") {
      try story.buy("Prepaid", "Microsoft 365 Business Basic", "P1Y", "annual", for: ["ADM": 7, "PRO": 4])
      try story.change("Prepaid", #"{"quantity":8}"#)
    }
    if month == "2026-02" { try story.on("2026-02-20") }
    for person in ["finance", "reseller"] {
      let statement = try world.statement(month, of: story.customer, as: person)
      let id = try #require(statement["id"]?.string)
      let answer = try world.send(.get, "/api/v1/statements/\(id)/document?format=focus", as: person)
      #expect(answer.status == 200 && answer.headers["Content-Type"]?.hasPrefix("text/csv") == true)
      let rows = try rows(answer)
      #expect(rows.count > 10)
      for row in rows { #expect(Conformance.misfits(row) == [], "\(row)") }
      let untaxed = rows.filter { $0["ChargeCategory"] != "Tax" }
      #expect(sum(untaxed, "BilledCost") == statement["net"]?.minor)
      #expect(sum(rows, "BilledCost") == statement["gross"]?.minor)
      let path = "/api/v1/effective-costs?month=\(month)&buyerId=\(story.customer)"
      let cost = try world.send(.get, path, as: person).json
      #expect(sum(untaxed, "EffectiveCost") == cost["effective"]?.minor)
      #expect(rows.allSatisfy { ($0["InvoiceId"] == "") == (statement["status"]?.string == "open") })
      #expect(untaxed.allSatisfy { $0["SubAccountType"] == "Billing centre" })
    }
  }

  @Test func `a reseller's cost is a conformant data set too, by customer`() throws {
    let world = try World()
    let alpine = try world.text("SELECT id::text FROM organization WHERE name = 'Alpine Cloud AG'")
    for person in ["reseller", "distributor"] {
      let statement = try world.statement("2025-12", of: alpine, as: person)
      let id = try #require(statement["id"]?.string)
      let rows = try rows(try world.send(.get, "/api/v1/statements/\(id)/document?format=focus", as: person))
      for row in rows { #expect(Conformance.misfits(row) == [], "\(row)") }
      #expect(sum(rows.filter { $0["ChargeCategory"] != "Tax" }, "BilledCost") == statement["net"]?.minor)
      #expect(rows.allSatisfy { $0["BillingAccountType"] == "Reseller" })
    }
  }

  @Test func `a centre's data set is its part of the whole, alone and in an export`() throws {
    let world = try World()
    let helvetia = try Helvetia(world)
    let listed = try world.statement("2025-12", of: helvetia.customer, as: "finance")
    let path = "/api/v1/statements/\(try #require(listed["id"]?.string))"
    let all = try world.send(.get, "\(path)/document?format=focus", as: "finance")
    #expect(all.headers["Content-Disposition"]?.contains("focus-statement-2025-12-helvetia-works-ag.csv") == true)
    let untaxed = try rows(all).filter { $0["ChargeCategory"] != "Tax" }
    let sections = try #require(try world.send(.get, path, as: "finance").json["centres"]?.items)
    #expect(sections.count > 2)
    for section in sections {
      let id = try #require(section["centreId"]?.string)
      let part = try rows(try world.send(.get, "\(path)/centres/\(id)/document?format=focus", as: "finance"))
      #expect(part.filter { $0["ChargeCategory"] != "Tax" } == untaxed.filter { $0["SubAccountId"] == id })
      for row in part { #expect(Conformance.misfits(row) == [], "\(row)") }
      #expect(sum(part.filter { $0["ChargeCategory"] != "Tax" }, "BilledCost") == section["net"]?.minor)
    }
    let unknown = try world.send(.get, "\(path)/centres/\(helvetia.customer)/document?format=focus", as: "finance")
    #expect(unknown.status == 404)
  }
}
