import Core

/// What was posted on one leg in one currency.
package struct BillSum: Sendable, Hashable {
  package let leg: Leg
  package let currency: Currency
  /// Charges of cycles that began.
  package var charges = 0
  package var usage = 0
  package var statements = 0
  /// Minor units, of cycles and usage.
  package var amount: Int64 = 0
}

/// What was done for one customer, or for those of one reseller.
struct AccountTally {
  let path: Path
  var cycles = 0
  var renewals = 0
  var parked = 0
  private(set) var sums: [BillSum] = []
  /// What the monthly cycles of each month that begins come to, in minor units of the customer's currency.
  private(set) var months: [(month: Day, minor: Int64)] = []

  init(_ path: Path) { self.path = path }

  // A customer has a price and a cost: looking through them beats hashing.
  /// Answers whether it is the first of its leg and currency.
  @discardableResult
  mutating func add(_ leg: Leg, _ currency: Currency, _ change: (inout BillSum) -> Void) -> Bool {
    let known = sums.firstIndex { $0.leg == leg && $0.currency == currency }
    if known == nil { sums.append(BillSum(leg: leg, currency: currency)) }
    change(&sums[known ?? sums.count - 1])
    return known == nil
  }

  mutating func addMonth(_ month: Day, _ minor: Int64) {
    if let index = months.firstIndex(where: { $0.month == month }) {
      months[index].minor += minor
    } else {
      months.append((month, minor))
    }
  }

  mutating func add(_ other: AccountTally) {
    cycles += other.cycles
    renewals += other.renewals
    parked += other.parked
    for sum in other.sums {
      add(sum.leg, sum.currency) {
        $0.charges += sum.charges
        $0.usage += sum.usage
        $0.statements += sum.statements
        $0.amount += sum.amount
      }
    }
  }
}

/// Tallies by customer, kept while a batch is worked out: one look-up for each subscription.
struct AccountTallies {
  private var places: [ID<Organization>: Int] = [:]
  private(set) var all: [AccountTally] = []
  /// The first thing found wrong with an account.
  private(set) var faults: [ID<Organization>: AccountFault] = [:]

  var isEmpty: Bool { all.isEmpty }

  /// The tally of the path's own organization, made when it is not there.
  mutating func place(of path: Path) -> Int {
    let organization = path.organization
    if let place = places[organization] { return place }
    places[organization] = all.count
    all.append(AccountTally(path))
    return all.count - 1
  }

  mutating func change(_ place: Int, _ change: (inout AccountTally) -> Void) { change(&all[place]) }

  mutating func note(_ fault: AccountFault, at organization: ID<Organization>) {
    if faults[organization] == nil { faults[organization] = fault }
  }

  mutating func note(_ found: [ID<Organization>: AccountFault]) { faults.merge(found) { first, _ in first } }

  var cycles: Int { all.reduce(0) { $0 + $1.cycles } }
  var renewals: Int { all.reduce(0) { $0 + $1.renewals } }

  /// The same by reseller, in the order of their ids: who writes several writes them all in this order.
  var byReseller: [AccountTally] {
    var sums = AccountTallies()
    for tally in all {
      let place = sums.place(
        of: Path(distributor: tally.path.distributor, reseller: tally.path.reseller, customer: nil))
      sums.change(place) { $0.add(tally) }
    }
    return sums.all.sorted { $0.path.organization.description < $1.path.organization.description }
  }
}
