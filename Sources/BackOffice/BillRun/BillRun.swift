import Core
import FoundationEssentials
import Postgres

/// Begins what is due: new cycles, renewals, expiries; posts the use of months that are over and closes them. Works on
/// sets: a batch of customers is one transaction that moves their subscriptions on and posts the charges, so a run that
/// is killed and repeated, or run by several at once, posts nothing twice. An account that makes no sense is parked and
/// the run goes on.
package enum BillRun {
  /// About so many subscriptions, always all of a customer's that are due, are moved on per transaction: fewer where
  /// there would be no batch for a worker.
  static let batchSize = (least: 500, most: 10_000)

  /// Runs until nothing is due at the service's present time, and closes nothing.
  @discardableResult
  package static func run(_ office: Office, workers: Int = 1) throws -> Summary {
    try run(Options(workers: workers, closes: false), office)
  }

  /// Runs until nothing is due by the day, or somebody stops it. In a sandbox a day ahead moves the clock there first.
  @discardableResult
  package static func run(_ options: Options, _ office: Office) throws -> Summary {
    try reach(options.until, office)
    try Months.make(office)
    let book = try BillBook(office, options)
    do {
      try cycles(options, book, office)
      if !options.isStopping() { try usage(options, book, office) }
      if options.closes, !options.isStopping() { try closings(options, book, office) }
      if options.isStopping() { book.stop() }
      try book.end()
    } catch {
      book.fail()
      throw error
    }
    return book.summary
  }

  // MARK: - Phases

  private static func cycles(_ options: Options, _ book: BillBook, _ office: Office) throws {
    var before: Int?
    while !options.isStopping() {
      let batches = try batches(options, office)
      let steps = batches.reduce(0) { $0 + $1.steps }
      // What is left cannot move: an add-on of a parent whose account is parked.
      if batches.isEmpty || steps == before { return }
      book.expect(steps, isNew: before == nil)
      let through = try Workers.map(batches, workers: options.workers) { batch in
        if options.isStopping() { return 0 }
        let tallies = try BillParking.batch(batch, options, book, office)
        return tallies.cycles + tallies.renewals
      }
      // Where nothing moved, another run may have been there first, and have more to move.
      before = through.reduce(0, +) == 0 ? steps : 0
    }
  }

  private static func usage(_ options: Options, _ book: BillBook, _ office: Office) throws {
    book.expect(0, isNew: true)
    try UsagePosting.run(office, until: options.until, isStopping: options.isStopping) { event in
      switch event {
      case .posting(let charges, let tx): book.record(tallies(of: charges), in: tx)
      case .posted(let charges): book.count(tallies(of: charges), .usage, steps: charges.count)
      case .refused(let keys, _): try BillParking.usage(of: keys, options, book, office)
      }
    }
  }

  static func tallies(of charges: [UsageCharge]) -> AccountTallies {
    var tallies = AccountTallies()
    for charge in charges {
      let place = tallies.place(of: charge.path)
      tallies.change(place) {
        $0.add(charge.share.leg, charge.currency) {
          $0.usage += 1
          $0.amount += charge.share.minor
        }
      }
    }
    return tallies
  }

  private static func closings(_ options: Options, _ book: BillBook, _ office: Office) throws {
    try Closing.closeDue(office, until: options.until, isStopping: options.isStopping) { event in
      switch event {
      case .found(let count): book.expect(count, isNew: true)
      case .closing(let records, let tx): book.record(tallies(of: records), in: tx)
      case .closed(let records, let steps): book.count(tallies(of: records), .statements, steps: steps)
      case .refused(let record, let error): try BillParking.refused(record, error, book, office)
      }
    }
  }

  private static func tallies(of records: [Statements.Record]) -> AccountTallies {
    var tallies = AccountTallies()
    for record in records {
      let place = tallies.place(of: record.path)
      tallies.change(place) { $0.add(record.leg, record.currency) { $0.statements += 1 } }
    }
    return tallies
  }

  /// Refuses a day that is not there yet; in a sandbox it comes.
  private static func reach(_ until: Day?, _ office: Office) throws {
    guard let until, let evening = Instant("\(until)T23:59:59Z") else { return }
    let now = try Clock.now(office)
    if office.configuration.sandbox {
      if now < evening { try Clock.set(evening, office) }
      return
    }
    // It is never later than at UTC+14.
    let latest = now.adding(seconds: 14 * 3600).utcDay
    if until > latest { throw Refusal.conflict("bill.day_ahead", ["day": "\(until)", "today": "\(now.utcDay)"]) }
  }
}

/// Customers whose subscriptions are moved on in one transaction.
struct BillBatch: Sendable {
  enum Customers: Sendable {
    /// From one customer on, up to the next batch's first.
    case range(ID<Organization>, to: ID<Organization>?)
    case named([ID<Organization>])
  }

  let customers: Customers
  /// About how many cycles and terms it will settle in the whole run.
  let steps: Int

  var condition: SQL {
    switch customers {
    case .range(let first, let next): "s.customer_id >= \(first)" + (next.map { " AND s.customer_id < \($0)" } ?? "")
    case .named(let ids): "s.customer_id = ANY (\(ids))"
    }
  }

  /// The same of the customers themselves, `o`.
  var organizations: SQL {
    switch customers {
    case .range(let first, let next): "o.customer_id >= \(first)" + (next.map { " AND o.customer_id < \($0)" } ?? "")
    case .named(let ids): "o.customer_id = ANY (\(ids))"
    }
  }
}

extension BillRun {
  /// Whose cycle is over, `s`, at accounts that are not parked. Written out, not asked of a function: the planner knows
  /// then that next to none is.
  static func due(at now: Instant, until: Day?) -> SQL {
    let today: SQL = "(\(now) AT TIME ZONE s.time_zone)::date"
    let last = until.map { "least(\(today), \($0))" } ?? today
    return "s.cycle_to <= \(last) AND \(isSound("s.customer_id"))"
  }

  /// Whether a customer's account is not parked.
  static func isSound(_ customer: SQL) -> SQL {
    "NOT EXISTS (SELECT FROM parked_account h WHERE h.customer_id = \(customer) AND h.released_at IS NULL)"
  }

  /// The batches there are, by one look over the table. There is no index on the day: it would make every cycle that
  /// begins write to all the others. Those of one process begin anywhere, so that several meet late.
  private static func batches(_ options: Options, _ office: Office) throws -> [BillBatch] {
    let rows = try office.everything { tx, now in
      let today: SQL = "(\(now) AT TIME ZONE s.time_zone)::date"
      let last = options.until.map { "least(\(today), \($0))" } ?? today
      return try tx.rows(
        """
        SELECT DISTINCT ON (number) customer_id, steps FROM (
          SELECT customer_id, number, (sum(steps) OVER (PARTITION BY number))::bigint AS steps FROM (
            SELECT customer_id, steps,
              before / greatest(\(batchSize.least), least(\(batchSize.most), total / \(options.workers) + 1)) AS number
            FROM (
              SELECT s.customer_id, (sum(count(*)) OVER (ORDER BY s.customer_id) - count(*))::bigint AS before,
                (sum(count(*)) OVER ())::bigint AS total,
                sum(1 + (\(last) - s.cycle_to) / CASE s.billing_frequency WHEN 'monthly' THEN 30 ELSE 365 END) AS steps
              FROM subscription s
              WHERE \(due(at: now, until: options.until)) AND s.status IN ('active', 'suspended') AND NOT s.direct
              GROUP BY s.customer_id) due) customers) batches
        ORDER BY number, customer_id
        """
      ).map { (first: try $0[0] as ID<Organization>, steps: try $0[1] as Int) }
    }
    let batches = rows.indices.map { index in
      BillBatch(
        customers: .range(rows[index].first, to: index + 1 < rows.count ? rows[index + 1].first : nil),
        steps: rows[index].steps)
    }
    guard !batches.isEmpty else { return [] }
    let start = Int.random(in: batches.indices)
    return Array(batches[start...] + batches[..<start])
  }
}
