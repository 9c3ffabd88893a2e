import Core
import FoundationEssentials
import Postgres

/// Recomputes what was posted from what it was posted for, and says where the two differ: every cycle, leg and centre
/// from the subscription's changes and terms, every metered month from its records, every closed statement from its
/// lines, the lines from the charges, the numbers from each other.
///
/// It reads only, in batches that each see one instant of the database, so it can run beside everything else. It shares
/// no SQL with what posts, and counts for itself, day by day (`PlainLedger`, `PlainMeter`); what it counts is compared
/// with the charges and with Core's ledger. Shared are values (days, cycles, amounts), and of statements the document
/// that their hash is over. What begins in months that were detached is left out (`Months`).
package enum LedgerAudit {
  /// What was looked at.
  package struct Summary: Hashable, Sendable {
    package var subscriptions = 0
    package var changes = 0
    /// Cycles that have begun.
    package var cycles = 0
    package var charges = 0
    /// Meters' months.
    package var usageMonths = 0
    /// Closed ones.
    package var statements = 0
    package var lines = 0
    package var differences = 0
    /// What lies before may be detached and is not recomputed; nil: everything is there.
    package var keptFrom: Day?
  }

  /// So many subscriptions, and so many statements, are looked at in one snapshot.
  static let subscriptionsAtOnce = 2_000
  static let statementsAtOnce = 500

  private enum Part: Sendable {
    case subscriptions(from: ID<Subscription>, before: ID<Subscription>?)
    case statements(from: ID<Statement>, before: ID<Statement>?)
    case whole
  }

  /// Looks at everything, or at one customer; `report` hears of each difference as it is found, from any thread.
  package static func run(
    customer: ID<Organization>? = nil, workers: Int = 1, _ office: Office,
    report: @escaping @Sendable (LedgerDifference) -> Void
  ) throws -> Summary {
    let parts = try office.snapshot { tx in try LedgerAudit.parts(customer, tx) }
    let sums = try Workers.map(parts, workers: workers) { part -> Summary in
      try office.snapshot { tx in try look(at: part, of: customer, in: tx, report) }
    }
    return sums.reduce(into: Summary()) { $0.add($1) }
  }

  private static func look(
    at part: Part, of customer: ID<Organization>?, in tx: Transaction,
    _ report: @escaping @Sendable (LedgerDifference) -> Void
  ) throws -> Summary {
    // What is looked up is known by its keys: a plan for any keys would read whole tables.
    tx.enqueue("SET LOCAL plan_cache_mode = force_custom_plan")
    tx.enqueue("SET LOCAL work_mem = '64MB'")
    var findings = AuditFindings(keptFrom: try Months.keptFrom(in: tx), report: report)
    switch part {
    case .subscriptions(let from, let before): try SubscriptionAudit.check(from, before, customer, in: tx, &findings)
    case .statements(let from, let before): try StatementAudit.check(from, before, customer, in: tx, &findings)
    case .whole: try WholeAudit.check(in: tx, &findings)
    }
    return findings.summary
  }

  /// The statements first: the longest of them are the longest pieces of work.
  private static func parts(_ customer: ID<Organization>?, _ tx: Transaction) throws -> [Part] {
    let buyer: SQL = customer.map { "t.buyer_id = \($0)" } ?? "true"
    let holder: SQL = customer.map { "s.customer_id = \($0)" } ?? "true"
    let results = try tx.pipeline([
      """
      SELECT id FROM (
        SELECT t.id, row_number() OVER (ORDER BY t.id) AS n FROM statement t WHERE t.status = 'closed' AND \(buyer)) o
      WHERE n % \(statementsAtOnce) = 1 ORDER BY id
      """,
      """
      SELECT id FROM (
        SELECT s.id, row_number() OVER (ORDER BY s.id) AS n FROM subscription s WHERE \(holder)) o
      WHERE n % \(subscriptionsAtOnce) = 1 ORDER BY id
      """,
    ])
    let statements: [ID<Statement>] = try results[0].map { try $0[0] }
    let subscriptions: [ID<Subscription>] = try results[1].map { try $0[0] }
    return (customer == nil ? [.whole] : [])
      + pieces(statements).map { .statements(from: $0.from, before: $0.before) }
      + pieces(subscriptions).map { .subscriptions(from: $0.from, before: $0.before) }
  }

  private static func pieces<Key>(_ borders: [Key]) -> [(from: Key, before: Key?)] {
    borders.indices.map { (from: borders[$0], before: $0 + 1 < borders.count ? borders[$0 + 1] : nil) }
  }
}

extension LedgerAudit.Summary {
  mutating func add(_ other: LedgerAudit.Summary) {
    subscriptions += other.subscriptions
    changes += other.changes
    cycles += other.cycles
    charges += other.charges
    usageMonths += other.usageMonths
    statements += other.statements
    lines += other.lines
    differences += other.differences
    keptFrom = other.keptFrom ?? keptFrom
  }
}

/// What one piece of the audit has seen so far.
struct AuditFindings {
  var summary = LedgerAudit.Summary()
  let report: @Sendable (LedgerDifference) -> Void

  init(keptFrom: Day?, report: @escaping @Sendable (LedgerDifference) -> Void) {
    summary.keptFrom = keptFrom
    self.report = report
  }

  mutating func note(_ difference: LedgerDifference) {
    summary.differences += 1
    report(difference)
  }
}

/// Rows ordered by their first column, taken in groups of it.
struct RowGroups<Key: PostgresDecodable & Equatable> {
  private let rows: Rows
  private var next = 0

  init(_ rows: Rows) { self.rows = rows }

  /// The rows of a key; keys must be asked for in the order of the rows.
  mutating func take(_ key: Key) throws -> [Row] {
    var taken: [Row] = []
    while next < rows.endIndex, try rows[next][0] == key {
      taken.append(rows[next])
      next += 1
    }
    return taken
  }
}
