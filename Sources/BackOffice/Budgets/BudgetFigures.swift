import Core
import FoundationEssentials
import Postgres

/// What centres and subscriptions come to in months, worked out for many budgets at once. Whoever asks has found the
/// budgets within their own reach; what they add up to is of the whole centre or subscription.
struct BudgetFigures {
  /// What is asked: a budget's month.
  struct Question: Hashable {
    let budget: ID<Budget>
    let month: Month
  }

  private var posted: [Question: Int64] = [:]
  private var used: [Question: Int64] = [:]
  private var coming: [Question: Int64] = [:]

  /// Posted, with what unposted use comes to, in minor units.
  func spent(_ question: Question) -> Int64 { (posted[question] ?? 0) + (used[question] ?? 0) }

  /// What a month stands at; nil where no amount is in force.
  func standing(of record: Budgets.Record, in month: Month) -> BudgetStanding? {
    guard let amount = record.amounts.inForce(in: month)?.amount else { return nil }
    let question = Question(budget: record.id, month: month)
    return BudgetStanding(
      amount: amount, spent: Money(minor: spent(question), currency: record.currency),
      coming: Money(minor: coming[question] ?? 0, currency: record.currency))
  }

  static func standing(of records: [Budgets.Record], in work: Work) throws -> [Budgets.Listed] {
    let current = records.filter { $0.amount != nil }
    let figures = try BudgetFigures(of: current.map { ($0, $0.present) }, in: work)
    return records.map { record in
      Budgets.Listed(
        record: record, standing: record.amount == nil ? nil : figures.standing(of: record, in: record.present))
    }
  }

  init(of asked: [(record: Budgets.Record, month: Month)], in work: Work) throws {
    guard !asked.isEmpty else { return }
    let table = BudgetQuestions(asked)
    let results = try work.tx.pipeline([
      Reach.everything, table.posted, table.coming, table.unposted,
    ])
    for row in results[1] { posted[try table.question(row)] = try row[1] }
    for row in results[2] { coming[try table.question(row), default: 0] += try row[1] }
    let keys = try results[3].map(UsageKeyColumns.key)
    var first = keys.startIndex
    while first < keys.endIndex {
      let last = min(first + BudgetFigures.metersAtOnce, keys.endIndex)
      try use(Array(keys[first..<last]), table, in: work)
      first = last
    }
    if work.actor.credential != .system { work.tx.enqueue(Reach.notEverything) }
  }

  /// Meters' months are priced so many at a time.
  private static let metersAtOnce = 2_000

  /// What unposted use would be posted as, were it posted now.
  private mutating func use(_ keys: [UsageKey], _ table: BudgetQuestions, in work: Work) throws {
    let books = try UsageBooks(reading: keys, in: work)
    for charge in books.due.flatMap({ books.charges(for: $0) ?? [] }) where charge.share.leg == .price {
      let month = Month(containing: charge.postedOn)
      var targets: [Budgets.Target] = [.subscription(charge.key.subscription)]
      if let centre = charge.share.centre { targets.append(.centre(centre)) }
      for target in targets {
        for question in table.questions(of: target, in: month, charge.currency) {
          used[question, default: 0] += charge.share.minor
        }
      }
    }
  }
}

/// Questions as parameters of statements.
private struct BudgetQuestions {
  private let asked: [(record: Budgets.Record, month: Month)]
  private struct Place: Hashable {
    let target: Budgets.Target
    let month: Month
    let currency: Currency
  }
  private var places: [Place: [BudgetFigures.Question]] = [:]

  init(_ asked: [(record: Budgets.Record, month: Month)]) {
    self.asked = asked
    for (record, month) in asked {
      places[Place(target: record.target, month: month, currency: record.currency), default: []].append(
        BudgetFigures.Question(budget: record.id, month: month))
    }
  }

  /// From a row's first column, where it stands among those asked.
  func question(_ row: Row) throws -> BudgetFigures.Question {
    let index: Int = try row[0]
    let (record, month) = asked[index]
    return BudgetFigures.Question(budget: record.id, month: month)
  }

  func questions(of target: Budgets.Target, in month: Month, _ currency: Currency) -> [BudgetFigures.Question] {
    places[Place(target: target, month: month, currency: currency)] ?? []
  }

  private typealias Indexed = (index: Int32, customer: ID<Organization>, target: UUID, month: Day, currency: Currency)

  private func indexed(_ target: (Budgets.Target) -> UUID?) -> [Indexed] {
    asked.enumerated().compactMap { index, one in
      target(one.record.target).map {
        (Int32(index), one.record.path.organization, $0, one.month.first, one.record.currency)
      }
    }
  }

  private var centres: [Indexed] { indexed { $0.centre?.raw } }
  private var subscriptions: [Indexed] { indexed { $0.subscription?.raw } }

  private func table(_ rows: [Indexed]) -> SQL {
    """
    unnest(\(rows.map(\.index)), \(rows.map(\.customer)), \(rows.map(\.target)), \(rows.map(\.month)),
      \(rows.map(\.currency))) AS q (n, customer_id, target_id, month, currency)
    """
  }

  private var months: [Day] { Array(Set(asked.map(\.month.first))).sorted() }

  /// The price leg, which is the customer's.
  var posted: SQL {
    """
    SELECT q.n, sum(c.amount)::bigint FROM \(table(centres))
    JOIN charge c ON c.customer_id = q.customer_id AND c.month = q.month AND c.centre_id = q.target_id
      AND c.currency = q.currency
    WHERE c.leg = 'price' AND c.month = ANY (\(months)) GROUP BY q.n
    UNION ALL
    SELECT q.n, sum(c.amount)::bigint FROM \(table(subscriptions))
    JOIN charge c ON c.subscription_id = q.target_id AND c.month = q.month AND c.currency = q.currency
    WHERE c.leg = 'price' AND c.month = ANY (\(months)) GROUP BY q.n
    """
  }

  /// The next cycle where it begins within the month and will be billed, at the licences there are.
  var coming: SQL {
    """
    SELECT q.n, sum(s.unit_price * l.quantity)::bigint FROM \(table(centres))
    JOIN subscription s ON s.customer_id = q.customer_id AND s.currency = q.currency
    CROSS JOIN LATERAL unnest(s.centre_ids, s.centre_quantities) AS l (centre_id, quantity)
    WHERE l.centre_id = q.target_id AND \(BudgetQuestions.beginsCycle) GROUP BY q.n
    UNION ALL
    SELECT q.n, sum(s.unit_price * s.quantity)::bigint FROM \(table(subscriptions))
    JOIN subscription s ON s.id = q.target_id AND s.currency = q.currency
    WHERE \(BudgetQuestions.beginsCycle) GROUP BY q.n
    """
  }

  private static let beginsCycle: SQL = """
    s.cycle_to < (q.month + interval '1 month')::date AND (s.cycle_to < s.term_end OR s.auto_renew)
      AND (s.status = 'active' OR s.status = 'suspended' AND NOT s.suspension_stops_billing)
      AND NOT s.direct AND NOT s.trial
    """

  /// The meters' months that are not posted as they stand, by their key.
  var unposted: SQL {
    """
    SELECT u.subscription_id, u.meter_id, u.month FROM subscription s
    JOIN usage_month u ON u.subscription_id = s.id
    WHERE (s.customer_id = ANY (\(Array(Set(centres.map(\.customer))))) OR s.id = ANY (\(subscriptions.map(\.target))))
      AND NOT u.posted AND u.month <= \(months[months.count - 1]) AND NOT s.direct
    ORDER BY u.subscription_id, u.month, u.meter_id
    """
  }
}
