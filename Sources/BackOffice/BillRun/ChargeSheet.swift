import Core
import FoundationEssentials
import Postgres

/// The charges of many cycles that begin, posted by one INSERT: row-level security refuses COPY.
struct ChargeSheet {
  private var postings: CompositeArray
  private let ids: UUIDSequence
  /// What is done for whom, and what is wrong with whom.
  private(set) var accounts = AccountTallies()
  /// A subscription for each currency that a customer is billed in.
  private var billedIn: [(customer: ID<Organization>, subscription: ID<Subscription>, currency: Currency)] = []
  private var currencies: [ID<Organization>: Currency] = [:]

  /// `type`: the oid of the schema's `posting`.
  init(of type: UInt32, at now: Instant) {
    postings = CompositeArray(of: type, fields: 15)
    ids = UUIDSequence(at: now)
  }

  /// Decides what a cycle that begins owes, from a row of the run's RETURNING list. What makes no sense is noted, not
  /// added.
  mutating func addCycle(_ row: Row) throws {
    let path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
    let place = accounts.place(of: path)
    accounts.change(place) { $0.cycles += 1 }
    let billable: Bool = try row[9]
    guard billable else { return }
    let id: ID<Subscription> = try row[0]
    let from: Day = try row[4]
    let frequency: Frequency = try row[8]
    let schedule = BillingSchedule(start: try row[6], anchor: try row[7], months: frequency == .annual ? 12 : 1)
    guard let cycle = schedule.cycle(containing: from) else { return }
    let allocations = try SubscriptionRecord.allocations(row, 10)
    let entry = LedgerEntry(day: from, billable: true, allocations: allocations)
    let price: Int64 = try row[12]
    let cost: Int64 = try row[14]
    let allocated = allocations.reduce(0) { $0 + $1.quantity }
    let owed = Ledger.owedByCentre(unitPrice: price, entries: [entry], cycle: cycle, order: allocations.map(\.centre))
    let ownCost = Ledger.owed(
      unitPrice: cost, licenceDays: Int64(allocated) * Int64(cycle.days), fullDays: cycle.fullDays)
    let total = owed.map { $0.reduce(0) { $0 + $1.minor } }
    let checked = BeginningCycle(
      id, quantity: try row[17], allocated: allocated, unitPrice: price, unitCost: cost, owedPrice: total,
      owedCost: ownCost)
    if let fault = AccountSanity.fault(of: checked) { return note([path.organization: fault]) }
    guard let owed, let ownCost, let total else { return }
    let line = Line(
      path: path, place: place, subscription: id, cycle: cycle, month: cycle.from.firstOfMonth, change: try row[16])
    let currency: Currency = try row[13]
    for share in owed where share.minor != 0 {
      let licences = allocations.first { $0.centre == share.centre }?.quantity ?? 0
      add(line, share.centre, licences, unit: price, share.minor, currency: currency)
    }
    if ownCost != 0 { add(line, nil, allocated, unit: cost, ownCost, currency: try row[15]) }
    if frequency == .monthly { accounts.change(place) { $0.addMonth(line.month, total) } }
  }

  /// A term was settled.
  mutating func countRenewal(of path: Path) {
    accounts.change(accounts.place(of: path)) { $0.renewals += 1 }
  }

  mutating func note(_ found: [ID<Organization>: AccountFault]) { accounts.note(found) }

  /// Adds what was decided elsewhere of a cycle that begins.
  mutating func add(_ charge: NewCharge) {
    let cycle = charge.cycle
    precondition(
      charge.reason == .recurring && charge.postedOn == cycle.from && charge.coversFrom == cycle.from,
      "a sheet is for cycles that begin")
    let line = Line(
      path: charge.path, place: accounts.place(of: charge.path), subscription: charge.subscription, cycle: cycle,
      month: cycle.from.firstOfMonth, change: Int32(charge.changeNumber))
    add(
      line, charge.centre, charge.licences, unit: charge.unit.minor, charge.amount.minor,
      currency: charge.amount.currency)
  }

  /// A customer's currency: whatever it is billed in another one is wrong.
  mutating func expect(_ currency: Currency, of customer: ID<Organization>) { currencies[customer] = currency }

  mutating func checkCurrencies() {
    for (customer, subscription, currency) in billedIn where currencies[customer].map({ $0 != currency }) ?? false {
      accounts.note(.currencyDiffers(subscription), at: customer)
    }
  }

  /// What all charges of one cycle have in common.
  private struct Line {
    let path: Path
    /// Of the customer's tally.
    let place: Int
    let subscription: ID<Subscription>
    let cycle: Cycle
    let month: Day
    let change: Int32
  }

  /// In the order of the type's columns.
  private mutating func add(
    _ line: Line, _ centre: ID<BillingCentre>?, _ licences: Int, unit: Int64, _ amount: Int64, currency: Currency
  ) {
    tally(line, leg: centre == nil ? .cost : .price, amount, currency)
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

  private mutating func tally(_ line: Line, leg: Leg, _ amount: Int64, _ currency: Currency) {
    accounts.change(line.place) { account in
      let isFirst = account.add(leg, currency) {
        $0.charges += 1
        $0.amount += amount
      }
      if isFirst, leg == .price, let customer = line.path.customer {
        billedIn.append((customer, line.subscription, currency))
      }
    }
  }

  private mutating func append<Entity>(_ id: ID<Entity>?) {
    if let id { postings.append(id) } else { postings.appendNull(PostgresType.uuid) }
  }

  /// The trigger behind it plans its look at the statements anew: a plan kept from when there were few of them would
  /// read them all for each buyer.
  func post(in tx: Transaction) throws {
    guard postings.count > 0 else { return }
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
