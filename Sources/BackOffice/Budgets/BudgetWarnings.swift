import Core
import FoundationEssentials
import Postgres

/// Tells those named in budgets when shares of them are reached: each share once a month, however many instances look.
package enum BudgetWarnings {
  /// A budget's month with what is new of it.
  struct News {
    let record: Budgets.Record
    let month: Month
    let standing: BudgetStanding
    let news: BudgetNews
  }

  /// Looks at all budgets, lot by lot; answers how many shares were newly reached. A lot that fails does not keep the
  /// others from being looked at.
  @discardableResult
  package static func send(_ office: Office) throws -> Int {
    var noted = 0
    var last: ID<Budget>?
    while true {
      let lot = try office.everything { tx, _ in try next(after: last, in: tx) }
      do {
        noted += try office.everything { tx, now in
          let work = Work(tx: tx, actor: .system, now: now, requestID: "budget-warnings", office: office)
          return try warn(lot, in: work)
        }
      } catch { Log.note("budgets.failed", String(reflecting: error)) }
      guard lot.count == Bounds.budgetsAtOnce else { return noted }
      last = lot.last
    }
  }

  private static func next(after last: ID<Budget>?, in tx: Transaction) throws -> [ID<Budget>] {
    let after: SQL = last.map { "id > \($0)" } ?? "true"
    return try tx.rows(
      """
      SELECT id FROM budget WHERE ended_at IS NULL AND \(after) ORDER BY id LIMIT \(Bounds.budgetsAtOnce)
      """
    ).map { try $0[0] }
  }

  private static func warn(_ ids: [ID<Budget>], in work: Work) throws -> Int {
    guard !ids.isEmpty else { return 0 }
    let records = try BudgetStore.records("b.id = ANY (\(ids)) AND b.ended_at IS NULL", in: work)
    let asked = try months(of: records, in: work)
    let figures = try BudgetFigures(of: asked, in: work)
    let noted = try noted(asked, in: work)
    let found = asked.compactMap { record, month -> News? in
      guard let standing = figures.standing(of: record, in: month) else { return nil }
      let question = BudgetFigures.Question(budget: record.id, month: month)
      let news = BudgetNews(standing, record.shares, noted: noted[question] ?? [])
      return news.reached.isEmpty ? nil : News(record: record, month: month, standing: standing, news: news)
    }
    let written = try write(found, in: work)
    let told = found.filter { news in
      news.news.told.map { written.contains(Written(budget: news.record.id, month: news.month, share: $0)) } ?? false
    }
    for news in told { try note(news, in: work) }
    try BudgetMail.tell(told, in: work)
    return written.count
  }

  /// The present month of each where its customer is; for a day after it, the month before too, whose last charges may
  /// have come after the last look at it.
  private static func months(
    of records: [Budgets.Record], in work: Work
  ) throws -> [(record: Budgets.Record, month: Month)] {
    let before = work.now.adding(seconds: -3600 * Bounds.budgetGraceHours)
    let zones = Array(Set(records.map(\.timeZone)))
    let rows = try work.tx.rows(
      "SELECT z, (\(before)::timestamptz AT TIME ZONE z)::date FROM unnest(\(zones)) AS z")
    var earlier: [String: Month] = [:]
    for row in rows {
      let day: Day = try row[1]
      earlier[try row[0]] = Month(containing: day)
    }
    return records.flatMap { record in
      let late = earlier[record.timeZone].flatMap { $0 < record.present ? $0 : nil }
      return ([late].compactMap { $0 } + [record.present]).filter { record.amounts.inForce(in: $0) != nil }
        .map { (record, $0) }
    }
  }

  private static func noted(
    _ asked: [(record: Budgets.Record, month: Month)], in work: Work
  ) throws -> [BudgetFigures.Question: Set<Int>] {
    let rows = try work.tx.rows(
      """
      SELECT budget_id, month, share FROM budget_warning
      WHERE budget_id = ANY (\(asked.map(\.record.id))) AND month = ANY (\(Array(Set(asked.map(\.month.first)))))
      """)
    return try rows.reduce(into: [:]) { all, row in
      let month: Day = try row[1]
      let question = BudgetFigures.Question(budget: try row[0], month: Month(containing: month))
      all[question, default: []].insert(try row[2])
    }
  }

  private struct Written: Hashable {
    let budget: ID<Budget>
    let month: Month
    let share: Int
  }

  /// Answers what this instance wrote: what another one writes at the same time is waited for, and is not among them.
  private static func write(_ found: [News], in work: Work) throws -> Set<Written> {
    let lines = found.sorted { ($0.record.id, $0.month) < ($1.record.id, $1.month) }.flatMap { news in
      news.news.reached.map { (news: news, share: $0) }
    }
    guard !lines.isEmpty else { return [] }
    let rows = try work.tx.rows(
      """
      INSERT INTO budget_warning (budget_id, month, share, distributor_id, reseller_id, customer_id, amount, spent,
        told, warned_at)
      SELECT b.id, n.month, n.share, b.distributor_id, b.reseller_id, b.customer_id, n.amount, n.spent, n.told,
        \(work.now)
      FROM unnest(\(lines.map(\.news.record.id)), \(lines.map(\.news.month.first)), \(lines.map { Int32($0.share) }),
        \(lines.map(\.news.standing.amount.minor)), \(lines.map(\.news.standing.spent.minor)),
        \(lines.map { $0.news.news.told == $0.share })) AS n (budget_id, month, share, amount, spent, told)
      JOIN budget b ON b.id = n.budget_id
      ORDER BY 1, 2, 3
      ON CONFLICT DO NOTHING RETURNING budget_id, month, share
      """)
    return Set(
      try rows.map { row in
        let month: Day = try row[1]
        return Written(budget: try row[0], month: Month(containing: month), share: try row[2])
      })
  }

  private static func note(_ news: News, in work: Work) throws {
    var json = JSONWriter()
    json.object {
      $0.member("name", news.record.name)
      $0.member("month", news.month.description)
      $0.member("share", news.news.told ?? 0)
      $0.member("amount", news.standing.amount.description)
    }
    try work.audit("budget.reached", AuditObject("budget", news.record.id), on: news.record.path, after: json)
  }
}
