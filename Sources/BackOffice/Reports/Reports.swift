import Core
import FoundationEssentials
import HTTP
import Postgres

/// What the charges and licences of one's reach come to.
package enum Reports {
  /// A question with its answer: a table per currency, those that can be compared first.
  package struct Report: Sendable {
    package let question: ReportQuestion
    package let tables: [ReportTable]

    /// From the first month on in which there is something, in any currency; what is on pages unless months were asked
    /// for.
    package var withoutEmptyBeginning: Report {
      let something = tables.compactMap { table in
        table.months.indices.first { month in
          table.lines.contains { $0.first[month] != 0 || $0.second[month] != 0 }
        }
      }.min()
      guard question.kind != .licences, let first = something, first > 0 else { return self }
      var shorter = question
      shorter.period = question.period.dropping(first)
      return Report(question: shorter, tables: tables.map { $0.dropping(first) })
    }
  }

  /// What is asked before the months are known: they count from the present one of the actor's organization.
  package struct Draft {
    package let kind: ReportKind
    package var by: ReportBreakdown?
    package var from: Month?
    package var to: Month?
    package var leg: Leg?
    package var figure = ReportFigure.billed
    package var reseller: ID<Organization>?
    package var customer: ID<Organization>?
    package var service: ID<Service>?
    package var centre: ID<BillingCentre>?
    package var top = Bounds.reportTop

    package init(_ kind: ReportKind) { self.kind = kind }
  }

  /// Somebody else's customer, service or centre is not found.
  package static func report(_ draft: Draft, in work: Work) throws -> Report {
    let actor = work.actor
    try draft.kind.require(of: actor.rights)
    // Adding up is worth more memory than looking up; for this transaction only.
    work.tx.enqueue("SELECT set_config('work_mem', '64MB', true)")
    let found = try work.tx.pipeline(lookups(draft, actor, work.now))
    guard let own = found[0].first, found.dropFirst(2).allSatisfy({ !$0.isEmpty }) else { throw Refusal.notFound }
    let today: Day = try own[0]
    let question = try question(draft, present: Month(containing: today), actor)
    try question.check(actor.rights)
    var openMonths: [Leg: Set<Month>] = [:]
    for row in found[1] {
      let leg: Leg = try row[0]
      let month: Day = try row[1]
      openMonths[leg, default: []].insert(Month(containing: month))
    }
    let query = ReportQuery(question: question, actor: actor, openMonths: openMonths)
    let cells = try work.tx.rows(query.sql).map(cell)
    return Report(question: question, tables: tables(of: question, cells, openMonths, today))
  }

  /// Which day it is where the actor is, which months are open, and whatever is named.
  private static func lookups(_ draft: Draft, _ actor: Actor, _ now: Instant) -> [SQL] {
    let own: SQL =
      switch actor.level {
      case .distributor: "t.distributor_id = \(actor.organization)"
      case .reseller: "t.reseller_id = \(actor.organization)"
      case .customer: "t.customer_id = \(actor.organization)"
      }
    var lookups: [SQL] = [
      "SELECT (\(now) AT TIME ZONE time_zone)::date FROM organization WHERE id = \(actor.organization)",
      "SELECT DISTINCT t.leg, t.month FROM statement t WHERE t.status = 'open' AND \(own)",
    ]
    let within = Organizations.within(actor)
    if let id = draft.customer {
      lookups.append("SELECT 1 FROM organization o WHERE o.id = \(id) AND o.kind = 'customer' AND \(within)")
    }
    if let id = draft.reseller {
      lookups.append("SELECT 1 FROM organization o WHERE o.id = \(id) AND o.kind = 'reseller' AND \(within)")
    }
    if let id = draft.service { lookups.append("SELECT 1 FROM service WHERE id = \(id)") }
    if let id = draft.centre { lookups.append("SELECT 1 FROM billing_centre WHERE id = \(id)") }
    return lookups
  }

  private static func question(_ draft: Draft, present: Month, _ actor: Actor) throws(Refusal) -> ReportQuestion {
    let period = try ReportPeriod(from: draft.from, to: draft.to, present: present)
    guard let usual = draft.kind.breakdowns(at: actor.level).first else {
      throw .invalid([Issue("?by", "reports.breakdown_not_offered")])
    }
    var question = ReportQuestion(kind: draft.kind, by: draft.by ?? usual, period: period, top: draft.top)
    // The leg one sells on, and for customers the one they buy on.
    question.leg = draft.leg ?? (actor.level == .distributor ? .cost : .price)
    question.figure = draft.figure
    question.reseller = draft.reseller
    question.customer = draft.customer
    question.service = draft.service
    question.centre = draft.centre
    return question
  }

  private static func cell(_ row: Row) throws -> ReportTable.Cell {
    let currency: String = try row[0]
    let other: String = try row[1]
    let month: Day = try row[4]
    return ReportTable.Cell(
      currency: Currency(currency), secondCurrency: Currency(other), key: try row[2], name: try row[3],
      month: Month(containing: month), first: try row[5], second: try row[6], place: try row[7])
  }

  private static func tables(
    of question: ReportQuestion, _ cells: [ReportTable.Cell], _ openMonths: [Leg: Set<Month>], _ today: Day
  ) -> [ReportTable] {
    if question.kind == .licences {
      return ReportTable.tables(cells, months: [question.period.to], openMonths: [], top: question.top)
    }
    let legs: [Leg] = question.kind == .margin ? [.price, .cost] : [question.leg]
    var open = legs.reduce(into: Set<Month>()) { $0.formUnion(openMonths[$1] ?? []) }
    open.formUnion(question.period.months.filter { $0.next.first > today })
    let top = question.by == .month ? 1 : question.top
    return ReportTable.tables(cells, months: question.period.months, openMonths: open, top: top)
  }
}
