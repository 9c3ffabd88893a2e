import Core
import FoundationEssentials
import Postgres

/// Begins what is due: new cycles, renewals, expiries, and posts the use of months that are over. Works on sets: a
/// batch of customers is one transaction that moves their subscriptions on and posts the charges, so a run that is
/// killed and repeated, or run by several workers at once, posts nothing twice.
package enum BillRun {
  /// What a run did.
  package struct Summary: Sendable {
    package var cycles = 0
    package var renewals = 0
    package var charges = 0
  }

  /// Subscriptions of `batch` customers are moved on per transaction.
  static let batchSize = 10_000

  /// Runs until nothing is due at the service's present time.
  package static func run(_ office: Office, workers: Int = 1) throws -> Summary {
    var total = Summary()
    while try isAnythingDue(office) {
      var borders: [ID<Organization>?] = [nil]
      while let next = try border(after: borders[borders.count - 1], office) { borders.append(next) }
      let batches = borders.indices.map { (from: borders[$0], to: $0 + 1 < borders.count ? borders[$0 + 1] : nil) }
      let pass = try Workers.map(batches, workers: workers) { batch in
        try repeating { try BillRun.batch(from: batch.from, to: batch.to, office) }
      }
      let sum = pass.reduce(into: Summary()) { $0.add($1) }
      total.add(sum)
      if sum.cycles + sum.renewals == 0 { break }
    }
    total.charges += try UsagePosting.run(office)
    return total
  }

  /// Two runs at once may wait for each other's rows in a circle; the one the database ends begins its batch again.
  private static func repeating(_ batch: () throws -> Summary) throws -> Summary {
    for _ in 1..<attempts {
      do { return try batch() } catch let error as DatabaseError where error.isSerialization { continue }
    }
    return try batch()
  }

  private static let attempts = 5

  /// One look over the table, instead of one per batch. There is no index on the day: it would make every cycle that
  /// begins write to all the others.
  private static func isAnythingDue(_ office: Office) throws -> Bool {
    try office.everything { tx, now in
      try !tx.rows(
        """
        SELECT 1 FROM subscription WHERE cycle_to <= (\(now) AT TIME ZONE 'Etc/GMT-14')::date
          AND status IN ('active', 'suspended') AND NOT direct LIMIT 1
        """
      ).isEmpty
    }
  }

  /// The first customer of the batch after the one that begins at `customer`.
  private static func border(after customer: ID<Organization>?, _ office: Office) throws -> ID<Organization>? {
    try office.everything { tx, _ in
      let start: SQL = customer.map { "customer_id >= \($0)" } ?? "true"
      return try tx.rows(
        """
        SELECT s.customer_id FROM subscription s WHERE s.customer_id > (
          SELECT customer_id FROM subscription WHERE \(start) ORDER BY customer_id, id
          OFFSET \(batchSize) LIMIT 1)
        ORDER BY s.customer_id LIMIT 1
        """
      ).first?[0]
    }
  }

  private static func batch(from: ID<Organization>?, to: ID<Organization>?, _ office: Office) throws -> Summary {
    let lower: SQL = from.map { "s.customer_id >= \($0)" } ?? "true"
    let upper: SQL = to.map { "s.customer_id < \($0)" } ?? "true"
    return try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "bill-run", office: office)
      return try pass("\(lower) AND \(upper) AND s.cycle_to <= (\(now) AT TIME ZONE s.time_zone)::date", in: work)
    }
  }

  /// Moves one subscription on to its present cycle, inside the transaction of a command on it.
  static func catchUp(_ id: ID<Subscription>, through day: Day, in command: Work) throws {
    // Time does this, not whoever came by.
    let work = Work(
      tx: command.tx, actor: .system, now: command.now, requestID: command.requestID, office: command.office)
    while true {
      let sum = try pass("s.id = \(id) AND s.cycle_to <= \(day)", in: work)
      if sum.cycles + sum.renewals == 0 { return }
    }
  }

  /// One step for all subscriptions that are due under the condition.
  private static func pass(_ due: SQL, in work: Work) throws -> Summary {
    var summary = Summary()
    let rolled = try work.tx.rows(
      """
      UPDATE subscription s SET cycle_from = s.cycle_to, cycle_to = least(s.term_end, next_boundary(
        s.anchor_day, s.cycle_to, CASE s.billing_frequency WHEN 'annual' THEN 12 ELSE 1 END))
      WHERE \(due) AND s.cycle_to < s.term_end AND s.status IN ('active', 'suspended') AND NOT s.direct
      RETURNING s.id, s.distributor_id, s.reseller_id, s.customer_id, s.cycle_from, s.cycle_to, s.term_start,
        s.anchor_day, s.billing_frequency, s.status = 'active' OR NOT s.suspension_stops_billing, s.centre_ids,
        s.centre_quantities, s.unit_price, s.currency, s.unit_cost, s.cost_currency, s.changes
      """)
    summary.cycles = rolled.count
    var sheet = ChargeSheet(at: work.now)
    for row in rolled { try sheet.addCycle(row) }
    summary.charges = sheet.count
    try sheet.post(in: work.tx)
    summary.renewals = try Renewals.settle(due, in: work)
    return summary
  }
}

extension BillRun.Summary {
  mutating func add(_ other: BillRun.Summary) {
    cycles += other.cycles
    renewals += other.renewals
    charges += other.charges
  }
}

extension Actor {
  /// The service itself, for what falls due by time.
  package static let system = Actor(
    person: ID(Secrets.nobody), name: "Comptoir", email: "", language: .english,
    path: Path(distributor: ID(Secrets.nobody), reseller: nil, customer: nil), organizationName: "Comptoir",
    selfService: .full, rights: Rights(level: .distributor, grants: []), credential: .system, credentialID: nil,
    scopes: [], csrf: nil, mustChangePassword: false)
}

/// The charges of many new cycles, column by column, posted by one INSERT: row-level security refuses COPY.
struct ChargeSheet {
  private var ids: [UUID] = []
  private var paths: (distributors: [UUID], resellers: [UUID], customers: [UUID]) = ([], [], [])
  private var subscriptions: [UUID] = []
  private var legs: [Leg] = []
  private var centres: [UUID] = []
  private var cycles: (from: [Day], to: [Day], fullDays: [Int32]) = ([], [], [])
  private var licences: [Int32] = []
  private var units: [Int64] = []
  private var amounts: [Int64] = []
  private var currencies: [Currency] = []
  private var changes: [Int32] = []
  private let sequence: UUIDSequence

  init(at now: Instant) { sequence = UUIDSequence(at: now) }

  var count: Int { ids.count }

  /// Decides what a cycle that begins owes, from a row of the run's RETURNING list.
  mutating func addCycle(_ row: Row) throws {
    let billable: Bool = try row[9]
    guard billable else { return }
    let from: Day = try row[4]
    let frequency: Frequency = try row[8]
    let schedule = BillingSchedule(start: try row[6], anchor: try row[7], months: frequency == .annual ? 12 : 1)
    guard let cycle = schedule.cycle(containing: from) else { return }
    let allocations = try SubscriptionRecord.allocations(row, 10)
    let entry = LedgerEntry(day: from, billable: true, allocations: allocations)
    let price: Int64 = try row[12]
    let cost: Int64 = try row[14]
    let quantity = allocations.reduce(0) { $0 + $1.quantity }
    guard
      let owed = Ledger.owedByCentre(
        unitPrice: price, entries: [entry], cycle: cycle, order: allocations.map(\.centre)),
      let ownCost = Ledger.owed(
        unitPrice: cost, licenceDays: Int64(quantity) * Int64(cycle.days), fullDays: cycle.fullDays)
    else { return }
    for share in owed where share.minor != 0 {
      let licences = allocations.first { $0.centre == share.centre }?.quantity ?? 0
      try add(row, cycle, .price, share.centre.raw, licences, unit: price, share.minor, currency: try row[13])
    }
    if ownCost != 0 {
      try add(row, cycle, .cost, Secrets.nobody, quantity, unit: cost, ownCost, currency: try row[15])
    }
  }

  private mutating func add(
    _ row: Row, _ cycle: Cycle, _ leg: Leg, _ centre: UUID, _ count: Int, unit: Int64, _ amount: Int64,
    currency: Currency
  ) throws {
    ids.append(sequence.next())
    paths.distributors.append(try row[1])
    paths.resellers.append(try row[2])
    paths.customers.append(try row[3])
    subscriptions.append(try row[0])
    legs.append(leg)
    centres.append(centre)
    cycles.from.append(cycle.from)
    cycles.to.append(cycle.to)
    cycles.fullDays.append(Int32(cycle.fullDays))
    licences.append(Int32(count))
    units.append(unit)
    amounts.append(amount)
    currencies.append(currency)
    changes.append(try row[16])
  }

  func post(in tx: Transaction) throws {
    guard count > 0 else { return }
    try tx.execute(
      """
      INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
        cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
        change_number)
      SELECT id, distributor_id, reseller_id, customer_id, subscription_id, leg, nullif(centre_id, \(Secrets.nobody)),
        cycle_from, cycle_to, full_days, cycle_from, date_trunc('month', cycle_from)::date, 'recurring', cycle_from,
        cycle_to, licences, unit_minor, amount, currency, change_number
      FROM unnest(\(ids), \(paths.distributors), \(paths.resellers), \(paths.customers), \(subscriptions), \(legs),
        \(centres), \(cycles.from), \(cycles.to), \(cycles.fullDays), \(licences), \(units),
        \(amounts), \(currencies), \(changes))
        AS posting (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from, cycle_to,
        full_days, licences, unit_minor, amount, currency, change_number)
      """)
  }
}

/// Many identifiers at one instant, without asking for randomness each time: a random start, then counting.
final class UUIDSequence {
  private let first: UUID
  private var counter: UInt64

  init(at now: Instant) {
    first = Secrets.uuid(at: now)
    counter = Secrets.random(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  func next() -> UUID {
    counter &+= 1
    let u = first.uuid
    let c = withUnsafeBytes(of: counter.bigEndian) { Array($0) }
    return UUID(
      uuid: (
        u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, c[0] & 0x3F | 0x80, c[1], c[2], c[3], c[4], c[5], c[6], c[7]
      ))
  }
}
