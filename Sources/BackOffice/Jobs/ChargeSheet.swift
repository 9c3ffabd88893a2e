import Core
import FoundationEssentials
import Postgres

/// The charges of many cycles that begin, posted by one INSERT: row-level security refuses COPY.
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
    let currency: Currency = try row[13]
    let cost: Int64 = try row[14]
    let quantity = allocations.reduce(0) { $0 + $1.quantity }
    guard
      let owed = Ledger.owedByCentre(
        unitPrice: price, entries: [entry], cycle: cycle, order: allocations.map(\.centre)),
      let ownCost = Ledger.owed(
        unitPrice: cost, licenceDays: Int64(quantity) * Int64(cycle.days), fullDays: cycle.fullDays)
    else { return }
    let line = Line(
      path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]), subscription: try row[0],
      cycle: cycle, month: cycle.from.firstOfMonth, change: try row[16])
    for share in owed where share.minor != 0 {
      let licences = allocations.first { $0.centre == share.centre }?.quantity ?? 0
      add(line, share.centre, licences, unit: price, share.minor, currency: currency)
    }
    if ownCost != 0 { add(line, nil, quantity, unit: cost, ownCost, currency: try row[15]) }
  }

  /// Adds what was decided elsewhere of a cycle that begins.
  mutating func add(_ charge: NewCharge) {
    let cycle = charge.cycle
    precondition(
      charge.reason == .recurring && charge.postedOn == cycle.from && charge.coversFrom == cycle.from,
      "a sheet is for cycles that begin")
    let line = Line(
      path: charge.path, subscription: charge.subscription, cycle: cycle, month: cycle.from.firstOfMonth,
      change: Int32(charge.changeNumber))
    add(
      line, charge.centre, charge.licences, unit: charge.unit.minor, charge.amount.minor,
      currency: charge.amount.currency)
  }

  /// What all charges of one cycle have in common.
  private struct Line {
    let path: Path
    let subscription: ID<Subscription>
    let cycle: Cycle
    let month: Day
    let change: Int32
  }

  /// In the order of the type's columns.
  private mutating func add(
    _ line: Line, _ centre: ID<BillingCentre>?, _ licences: Int, unit: Int64, _ amount: Int64, currency: Currency
  ) {
    postings.append(ids.next())
    postings.append(line.path.distributor)
    append(line.path.reseller)
    append(line.path.customer)
    postings.append(line.subscription)
    append(centre)
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

  private mutating func append<Entity>(_ id: ID<Entity>?) {
    if let id { postings.append(id) } else { postings.appendNull(PostgresType.uuid) }
  }

  /// The trigger behind it plans its look at the statements anew: a plan kept from when there were few of them would
  /// read them all for each buyer.
  func post(in tx: Transaction) throws {
    guard count > 0 else { return }
    _ = try tx.pipeline([
      "SET LOCAL plan_cache_mode = force_custom_plan",
      """
      INSERT INTO charge (id, distributor_id, reseller_id, customer_id, subscription_id, leg, centre_id, cycle_from,
        cycle_to, full_days, posted_on, month, reason, covers_from, covers_to, licences, unit_minor, amount, currency,
        change_number)
      SELECT id, distributor_id, reseller_id, customer_id, subscription_id,
        CASE WHEN centre_id IS NULL THEN 'cost' ELSE 'price' END, centre_id, cycle_from, cycle_to, full_days,
        cycle_from, month, 'recurring', cycle_from, cycle_to, licences, unit_minor, amount, currency, change_number
      FROM unnest(\(postings)::posting[])
      """,
      "SET LOCAL plan_cache_mode = auto",
    ])
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
