import Core
import Markup
import Postgres

/// Where a share of a budget is reached this month, on the pages that people see first.
enum BudgetNotices {
  private typealias Words = BudgetWords

  /// Of the actor's own organization, on their start page.
  static func ofCustomer(_ call: Call) throws -> HTML {
    guard call.actor.level == .customer, isReader(call.actor) else { return .empty }
    let condition: SQL = "b.customer_id = \(call.actor.organization)"
    return try html(condition, call)
  }

  static func of(_ target: Budgets.Target, _ call: Call) throws -> HTML {
    guard isReader(call.actor) else { return .empty }
    let condition: SQL =
      switch target {
      case .centre(let id): "b.centre_id = \(id)"
      case .subscription(let id): "b.subscription_id = \(id)"
      }
    return try html(condition, call)
  }

  /// The way to all of a customer's.
  static func listLink(of customer: ID<Organization>, _ call: Call) -> HTML {
    guard isReader(call.actor) else { return .empty }
    return buttonLink(
      label: Words.title.in(call.actor.language), href: BudgetPages.listHref(of: customer, call.actor))
  }

  /// The way to the budget of a centre or subscription, or to setting one.
  static func link(_ target: Budgets.Target, of customer: ID<Organization>, _ call: Call) throws -> [HTML] {
    guard isReader(call.actor) else { return [] }
    let language = call.actor.language
    let rows = try call.tx.rows(
      """
      SELECT b.id FROM budget b WHERE b.ended_at IS NULL
        AND (b.centre_id = \(target.centre) OR b.subscription_id = \(target.subscription))
      """)
    if let row = rows.first {
      let id: ID<Budget> = try row[0]
      return [buttonLink(label: Words.budget.in(language), href: "/budgets/\(id)")]
    }
    guard call.actor.holds(.centresManage) else { return [] }
    let name = target.centre.map { "centre:\($0)" } ?? target.subscription.map { "subscription:\($0)" }
    return [
      buttonLink(
        label: Words.setOne.in(language), href: PortalLink.to(BudgetPages.path(customer) + "/new", ["for": name]))
    ]
  }

  private static func isReader(_ actor: Actor) -> Bool { actor.holds(.centresView) && actor.holds(.pricesView) }

  private static func html(_ condition: SQL, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let records = try BudgetStore.records(
      "\(condition) AND b.ended_at IS NULL ORDER BY b.id LIMIT \(Bounds.budgetsAtOnce)", in: call.work)
    guard !records.isEmpty else { return .empty }
    let reached = try BudgetFigures.standing(of: records, in: call.work).filter { !$0.reached.isEmpty }
      .sorted { ($0.standing?.share ?? 0) > ($1.standing?.share ?? 0) }
    guard !reached.isEmpty else { return .empty }
    let isOver = reached.contains { ($0.reached.last ?? 0) >= 100 }
    let lines: [HTML] = reached.prefix(shown).compactMap { listed in
      listed.standing.map { standing in
        """
        <li><a href="/budgets/\(listed.record.id.description)">\(listed.record.name)</a>: \(standing.share) % \
        (\(standing.spent.html) / \(standing.amount.html))</li>
        """
      }
    }
    let rest: HTML? =
      reached.count > shown
      ? "<li>\(Words.more.in(language, ["count": "\(reached.count - shown)"]))</li>" : nil
    return notice(
      isOver ? .bad : .warning, title: Words.sharesReached.in(language), body: "<ul>\(lines)\(rest)</ul>")
  }

  /// The most used up first; all of them are in their list.
  private static let shown = 5
}
