import Core
import FoundationEssentials
import Postgres

/// The charges of many new cycles, posted by one INSERT: row-level security refuses COPY.
struct ChargeSheet {
  private var postings: CompositeArray
  private let ids: UUIDSequence

  /// `type`: the oid of the schema's `posting`.
  init(of type: UInt32, at now: Instant) {
    postings = CompositeArray(of: type, fields: 15)
    ids = UUIDSequence(at: now)
  }

  var count: Int { postings.count }

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
    let line = try Line(row, cycle)
    for share in owed where share.minor != 0 {
      let licences = allocations.first { $0.centre == share.centre }?.quantity ?? 0
      add(line, share.centre, licences, unit: price, share.minor, currency: try row[13])
    }
    if ownCost != 0 { add(line, nil, quantity, unit: cost, ownCost, currency: try row[15]) }
  }

  /// What all charges of one cycle have in common.
  private struct Line {
    let path: (distributor: UUID, reseller: UUID, customer: UUID)
    let subscription: UUID
    let cycle: Cycle
    let month: Day
    let change: Int32

    init(_ row: Row, _ cycle: Cycle) throws {
      path = (try row[1], try row[2], try row[3])
      subscription = try row[0]
      self.cycle = cycle
      month = cycle.from.firstOfMonth
      change = try row[16]
    }
  }

  /// In the order of the type's columns.
  private mutating func add(
    _ line: Line, _ centre: ID<BillingCentre>?, _ licences: Int, unit: Int64, _ amount: Int64, currency: Currency
  ) {
    postings.append(ids.next())
    postings.append(line.path.distributor)
    postings.append(line.path.reseller)
    postings.append(line.path.customer)
    postings.append(line.subscription)
    if let centre { postings.append(centre) } else { postings.appendNull(PostgresType.uuid) }
    postings.append(line.cycle.from)
    postings.append(line.cycle.to)
    postings.append(Int32(line.cycle.fullDays))
    postings.append(line.month)
    postings.append(Int32(licences))
    postings.append(unit)
    postings.append(amount)
    postings.append(currency)
    postings.append(line.change)
  }

  func post(in tx: Transaction) throws {
    guard count > 0 else { return }
    try tx.execute(
      """
      INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
        cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
        change_number)
      SELECT id, distributor_id, reseller_id, customer_id, subscription_id,
        CASE WHEN centre_id IS NULL THEN 'cost' ELSE 'price' END, centre_id, cycle_from, cycle_to, full_days, cycle_from,
        month, 'recurring', cycle_from, cycle_to, licences, unit_minor, amount, currency, change_number
      FROM unnest(\(postings)::posting[])
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
