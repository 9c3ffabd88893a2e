import Core
import Foundation
import Testing

private func month(_ text: String) -> Month { Month(text) ?? Month(containing: Day(number: 0)) }

private func rights(_ role: Role, _ level: Level) -> Rights { Rights(level: level, grants: [HeldGrant(role: role)]) }

private func refusal(_ work: () throws(Refusal) -> Void) -> Refusal? {
  do {
    try work()
    return nil
  } catch {
    return error
  }
}

@Suite struct ReportTests {
  @Test(
    arguments: [
      ("2026-03", "2026-01", "reports.months_backwards"), ("2024-01", "2026-01", "reports.too_many_months"),
      ("2024-02", "2026-01", nil), ("2026-01", "2026-01", nil),
    ] as [(String, String, Code?)])
  func `a report covers one to 24 months`(_ from: String, _ to: String, _ code: Code?) {
    let refused = refusal { () throws(Refusal) in
      _ = try ReportPeriod(from: month(from), to: month(to), present: month("2026-02"))
    }
    guard let code else {
      #expect(refused == nil)
      return
    }
    guard case .invalid(let issues) = refused else {
      Testing.Issue.record("not refused")
      return
    }
    #expect(issues.map(\.code) == [code])
  }

  @Test(
    arguments: [
      (nil, nil, "2025-03", "2026-02"), ("2025-12", nil, "2025-12", "2026-02"), ("2024-01", nil, "2024-01", "2024-12"),
      (nil, "2025-12", "2025-01", "2025-12"), ("2026-05", nil, "2026-05", "2026-05"),
    ] as [(String?, String?, String, String)])
  func `a report covers twelve months up to the present one unless told otherwise`(
    _ from: String?, _ to: String?, _ first: String, _ last: String
  ) throws {
    let period = try ReportPeriod(from: from.map(month), to: to.map(month), present: month("2026-02"))
    #expect(period.from.description == first && period.to.description == last)
    #expect(period.months.first == period.from && period.months.last == period.to)
  }

  @Test func `margins are a reseller's alone, amounts nobody's who sees none`() {
    let refused: [(ReportKind, Role, Level)] = [
      (.margin, .distributor, .distributor), (.margin, .finance, .distributor), (.margin, .customerManager, .customer),
      (.margin, .finance, .customer), (.margin, .technicalAdmin, .customer), (.revenue, .customerManager, .customer),
      (.revenue, .finance, .customer), (.revenue, .technicalAdmin, .customer),
      (.consumption, .technicalAdmin, .customer),
      (.consumption, .user, .customer), (.licences, .user, .customer), (.margin, .user, .customer),
    ]
    for (kind, role, level) in refused {
      let found = refusal { () throws(Refusal) in try kind.require(of: rights(role, level)) }
      guard case .forbidden = found else {
        Testing.Issue.record("\(role) of a \(level) reads \(kind)")
        continue
      }
    }
    let granted: [(ReportKind, Role, Level)] = [
      (.margin, .reseller, .reseller), (.margin, .finance, .reseller), (.revenue, .distributor, .distributor),
      (.consumption, .finance, .customer), (.licences, .technicalAdmin, .customer), (.licences, .finance, .customer),
    ]
    for (kind, role, level) in granted {
      #expect(refusal { () throws(Refusal) in try kind.require(of: rights(role, level)) } == nil, "\(role) \(kind)")
    }
  }

  private func question(_ kind: ReportKind, _ by: ReportBreakdown) throws -> ReportQuestion {
    let period = try ReportPeriod(from: nil, to: nil, present: month("2026-02"))
    return ReportQuestion(kind: kind, by: by, period: period, top: 12)
  }

  @Test func `what cannot be told is refused with its reason`() throws {
    let reseller = rights(.reseller, .reseller)
    let manager = rights(.customerManager, .customer)
    var effective = try question(.consumption, .service)
    effective.figure = .effective
    var spreadRevenue = try question(.revenue, .service)
    spreadRevenue.figure = .effective
    spreadRevenue.customer = ID(UUID())
    var costs = try question(.consumption, .centre)
    costs.leg = .cost
    costs.customer = ID(UUID())
    let cases: [(ReportQuestion, Rights, Code)] = [
      (try question(.consumption, .centre), reseller, "reports.centre_needs_customer"),
      (try question(.consumption, .reseller), reseller, "reports.breakdown_not_offered"),
      (try question(.consumption, .customer), manager, "reports.breakdown_not_offered"),
      (try question(.licences, .month), manager, "reports.breakdown_not_offered"),
      (try question(.margin, .centre), reseller, "reports.breakdown_not_offered"),
      (effective, reseller, "reports.effective_needs_customer"), (spreadRevenue, reseller, "reports.only_billed"),
      (costs, reseller, "reports.costs_have_no_centres"),
    ]
    for (question, rights, code) in cases {
      guard case .invalid(let issues) = refusal({ () throws(Refusal) in try question.check(rights) }) else {
        Testing.Issue.record("\(code) was not refused")
        continue
      }
      #expect(issues.map(\.code) == [code])
    }
    effective.customer = ID(UUID())
    let fitting = effective
    #expect(refusal { () throws(Refusal) in try fitting.check(reseller) } == nil)
  }

  @Test(arguments: [(Leg.price, Role.distributor, Level.distributor), (.cost, .customerManager, .customer)])
  func `nobody reads the leg they do not see`(_ leg: Leg, _ role: Role, _ level: Level) throws {
    var question = try question(.consumption, .month)
    question.leg = leg
    let asked = question
    let needed: Permission = leg == .price ? .pricesView : .costsView
    #expect(refusal { () throws(Refusal) in try asked.check(rights(role, level)) } == .forbidden(needed))
  }
}
