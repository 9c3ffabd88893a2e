import BackOffice
import Core
import FoundationEssentials
import HTTP
import Postgres
import Testing

/// Price lists taken in by the demo world's distributor.
private struct Intake {
  let world: World
  let target: CatalogueImport.Target

  init(_ world: World, reseller: String? = nil) throws {
    self.world = world
    let distributor = try world.text("SELECT id::text FROM organization WHERE kind = 'distributor'")
    let own = try reseller.map {
      ID<Organization>(try world.text("SELECT id::text FROM organization WHERE name = \($0)"))
    }
    target = CatalogueImport.Target(
      distributor: try #require(ID(distributor)), reseller: own ?? nil, currency: own == nil ? nil : Currency("CHF"))
  }

  static let heading =
    "vendor,service,product,plan,term,frequency,currency,cost,recommended price,valid from,valid to,maximum,"
    + "decrease window,cancel window"

  /// A line of a plan of Gipfel's.
  static func line(
    _ plan: String, _ cost: String, from: String, until: String = "", currency: String = "CHF", list: String = ""
  ) -> String {
    "Gipfel AG,Alpenblick,Alpenblick,\(plan),P1Y,monthly,\(currency),\(cost),\(list),\(from),\(until),300,P7D,none"
  }

  func take(_ text: String, dryRun: Bool = false) throws -> CatalogueImport.Report {
    try world.office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "test", office: world.office)
      var rest = Array(text.utf8)[...]
      return try CatalogueImport.run(target, dryRun: dryRun, in: work) {
        // Small pieces, cut anywhere.
        let piece = Array(rest.prefix(7))
        rest = rest.dropFirst(7)
        return piece.isEmpty ? nil : piece
      }
    }
  }

  func take(_ lines: [String], dryRun: Bool = false) throws -> CatalogueImport.Report {
    try take(([Intake.heading] + lines).joined(separator: "\n"), dryRun: dryRun)
  }

  /// Everything of the catalogue, to be the same before and after what changes nothing.
  func kept() throws -> [String] {
    try world.owner(
      """
      SELECT 'offer ' || f.id || f.version || coalesce(f.ends_on::text, '') FROM offer f
      UNION ALL SELECT 'cost ' || c.id || c.cost_minor || c.valid_from || coalesce(c.valid_to::text, '')
      FROM cost_price c
      UNION ALL SELECT 'plan ' || id || version || name FROM plan UNION ALL SELECT 'service ' || id FROM service
      ORDER BY 1
      """
    ) { try $0[0] as String }
  }

  func costs(_ plan: String) throws -> [String] {
    try world.owner(
      """
      SELECT c.cost_minor || ' ' || c.valid_from || ' ' || coalesce(c.valid_to::text, '') FROM cost_price c
      JOIN offer f ON f.id = c.offer_id JOIN plan p ON p.id = f.plan_id WHERE p.name = \(plan) ORDER BY c.valid_from
      """
    ) { try $0[0] as String }
  }

  func day(_ days: Int) throws -> String { "\(try Clock.now(world.office).utcDay.adding(days: days))" }
}

@Suite struct CatalogueImportTests {
  @Test func `a dry run says what a run does, a run does it, and the same again changes nothing`() throws {
    let intake = try Intake(World())
    let lines = [
      Intake.line("Pro", "5.00", from: try intake.day(1)), Intake.line("Basic", "2.5", from: try intake.day(1)),
      Intake.line("Pro", "5.50", from: try intake.day(60)),
      Intake.line("Basic", "2.00", from: try intake.day(1), currency: "EUR", list: "4.00"),
    ]
    let before = try intake.kept()
    let dry = try intake.take(lines, dryRun: true)
    #expect(dry.faults.isEmpty && !dry.isDone)
    #expect(try intake.kept() == before)
    let run = try intake.take(lines)
    #expect(run.isDone && run.summary == dry.summary)
    #expect(run.summary.newOffers == 2 && run.summary.newPrices == 4 && run.summary.lines == 4)
    #expect(
      try intake.costs("Pro") == ["500 \(intake.day(1)) \(intake.day(60))", "550 \(intake.day(60)) "])
    let after = try intake.kept()
    let again = try intake.take(lines)
    #expect(again.isDone && again.summary.unchanged == 4 && again.summary.newPrices == 0)
    #expect(try intake.kept() == after)
  }

  @Test func `dearer, cheaper and other changes are told apart, and what held ends where the new begins`() throws {
    let intake = try Intake(World())
    _ = try intake.take(["A", "B", "C", "D"].map { Intake.line($0, "5.00", from: try intake.day(0), list: "9.00") })
    let run = try intake.take([
      Intake.line("A", "6.00", from: try intake.day(10), list: "9.00"),
      Intake.line("B", "4.00", from: try intake.day(10), until: try intake.day(20), list: "9.00"),
      Intake.line("C", "5.00", from: try intake.day(10), list: "8.00"),
      Intake.line("D", "5.00", from: try intake.day(0), list: "9.00"),
    ])
    #expect(run.faults.isEmpty)
    #expect([run.summary.dearer, run.summary.cheaper, run.summary.otherwise, run.summary.unchanged] == [1, 1, 1, 1])
    #expect(try intake.costs("A") == ["500 \(intake.day(0)) \(intake.day(10))", "600 \(intake.day(10)) "])
    #expect(
      try intake.costs("B") == ["500 \(intake.day(0)) \(intake.day(10))", "400 \(intake.day(10)) \(intake.day(20))"])
    #expect(try intake.costs("D") == ["500 \(intake.day(0)) "])
  }

  @Test func `a reseller's own list counts its running subscriptions and lets it sell what is new`() throws {
    let world = try World()
    let intake = try Intake(world, reseller: "Alpine Cloud AG")
    let heading = "vendor;service;product;plan;term;frequency;currency;cost;valid from"
    let (held, running) = try #require(
      try world.owner(
        """
        SELECT concat_ws(';', v.vendor, v.name, d.name, p.name, f.term, f.billing_frequency, 'CHF', '999.00'), count(*)
        FROM subscription s JOIN offer f ON f.id = s.offer_id JOIN plan p ON p.id = f.plan_id
        JOIN product d ON d.id = p.product_id JOIN service v ON v.id = p.service_id
        JOIN organization o ON o.id = s.reseller_id
        WHERE o.name = 'Alpine Cloud AG' AND s.status IN ('active', 'suspended') AND s.cost_currency = 'CHF'
          AND f.segment = 'commercial' AND NOT f.trial
        GROUP BY 1 ORDER BY 2 DESC LIMIT 1
        """
      ) { (try $0[0] as String, try $0[1] as Int) }.first)
    let dry = try intake.take(heading + "\r\n" + held + ";\(try intake.day(1))\r\n", dryRun: true)
    #expect(dry.faults.isEmpty, "\(dry.faults)")
    #expect(dry.summary.dearer == 1 && dry.summary.dearerSubscriptions == running)
    let fresh = try intake.take([Intake.line("Pro", "5.00", from: try intake.day(1))])
    #expect(fresh.isDone)
    #expect(
      try world.number(
        """
        SELECT count(*) FROM reseller_offer r JOIN offer f ON f.id = r.offer_id JOIN plan p ON p.id = f.plan_id
        WHERE p.name = 'Pro' AND r.allowed
        """) == 1)
  }

  @Test func `everything wrong is told by line and column, and nothing is taken over`() throws {
    let intake = try Intake(World())
    let before = try intake.kept()
    let day = try intake.day(1)
    let good = Intake.line("Pro", "5.00", from: day)
    let report = try intake.take([
      good, Intake.line("Basic", "5.001", from: day), Intake.line("Basic", "-1", from: day),
      Intake.line("Basic", "5", from: "2026-02-30"), Intake.line("Basic", "5", from: "2020-01-01"),
      Intake.line("", "5", from: day), Intake.line("Pro", "6.00", from: day),
      Intake.line("Max", "5", from: day, currency: "ZZZ"),
      "Gipfel AG,Alpenblick,Alpenblick,Ultra,P1Y,weekly,CHF,1,,\(day),,0,soon,none",
      "Other,Alpenblick,Alpenblick,Ultra,P1Y,monthly,CHF,1,,\(day),,,,",
      Intake.line("Late", "5.00", from: try intake.day(2), until: day),
    ])
    let said = report.faults.map { "\($0.line) \($0.column) \($0.code)" }
    #expect(
      said == [
        "3 cost price_list.amount_malformed", "4 cost money.negative", "5 valid from field.day_malformed",
        "6 valid from price.retroactive", "7 plan field.required", "8 valid from price_list.line_twice",
        "9 currency currency.unknown", "10 decrease window window.malformed", "10 frequency field.not_a_choice",
        "10 maximum offer.maximum_too_low", "11 cancel window price_list.new_offer_needs",
        "11 decrease window price_list.new_offer_needs", "11 maximum price_list.new_offer_needs",
        "11 vendor price_list.vendor_differs", "12 valid to price.ends_first",
      ])
    #expect(report.faultCount == said.count && !report.isDone)
    #expect(try intake.kept() == before)
  }

  @Test(arguments: [
    ("", "1  price_list.empty"), ("vendor,service\nx,y\n", "1 cost price_list.column_missing"),
    (Intake.heading + ",cost\n", "1 cost price_list.column_twice"),
    (Intake.heading + ",colour\n", "1 colour price_list.column_unknown"),
    (Intake.heading + "\n\"open,1\n", "2  price_list.quotes"), (Intake.heading + "\na\"b,1\n", "2  price_list.quotes"),
    (Intake.heading + "\n", "1  price_list.empty"),
  ])
  func `a file that is no price list is refused with the place`(_ text: String, _ fault: String) throws {
    let report = try Intake(World()).take(text)
    #expect(report.faults.contains { "\($0.line) \($0.column) \($0.code)" == fault }, "\(report.faults)")
    #expect(!report.isDone)
  }

  @Test func `only so many faults are listed, and all are counted`() throws {
    let intake = try Intake(World())
    let report = try intake.take((0..<500).map { Intake.line("P\($0)", "x", from: "2030-01-01") })
    #expect(report.faultCount == 500 && report.faults.count == Bounds.importFaults)
  }

  @Test func `a list sent in is checked by a job, looked at, and carried out by the next`() throws {
    let world = try World()
    let intake = try Intake(world)
    let file = [Intake.heading, Intake.line("Pro", "5.00", from: try intake.day(1))].joined(separator: "\n")
    let sent = try world.raw(
      .post, "/api/v1/catalogue-imports", as: "distributor", bytes: Array(file.utf8), type: "text/csv")
    #expect(sent.status == 201 && sent.json["status"]?.string == "waiting", "\(sent.text)")
    let id = try #require(sent.json["id"]?.string)
    let path = "/api/v1/catalogue-imports/\(id)"
    let early = try world.send(.patch, path, as: "distributor", #"{"status":"approved"}"#)
    #expect(early.code == "price_list.not_checked")
    try CatalogueImports.runDue(world.office)
    let checked = try world.send(.get, path, as: "distributor")
    #expect(checked.json["status"]?.string == "checked" && checked.json["summary"]?["newOffers"]?.integer == 1)
    #expect(try world.number("SELECT count(*) FROM plan WHERE name = 'Pro'") == 0)
    for person in ["reseller", "manager", "rival"] { #expect(try world.send(.get, path, as: person).status == 403) }
    #expect(try world.send(.patch, path, as: "distributor", #"{"status":"approved"}"#).status == 200)
    try CatalogueImports.runDue(world.office)
    #expect(try world.send(.get, path, as: "distributor").json["status"]?.string == "done")
    #expect(try world.number("SELECT count(*) FROM plan WHERE name = 'Pro'") == 1)
    #expect(try world.number("SELECT count(*) FROM catalogue_import WHERE content IS NOT NULL") == 0)
    #expect(try world.raw(.post, "/api/v1/catalogue-imports", as: "distributor", bytes: [1]).status == 415)
  }
}
