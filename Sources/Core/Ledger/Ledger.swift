/// Licences of a subscription whose cost lands in one billing centre.
package struct Allocation: Hashable, Sendable {
  /// Where the cost lands.
  package var centre: ID<BillingCentre>
  /// How many licences.
  package var quantity: Int

  /// So many licences to a centre.
  package init(centre: ID<BillingCentre>, quantity: Int) {
    self.centre = centre
    self.quantity = quantity
  }
}

/// One state of a subscription as the ledger sees it, in force from `day` until the next entry's day. Of several on one
/// day the last counts.
package struct LedgerEntry: Hashable, Sendable {
  /// The day it comes into force; billed at this state already.
  package let day: Day
  /// Whether these days are billed.
  package let billable: Bool
  /// The licences owed, by centre.
  package let allocations: [Allocation]

  /// A state in force from `day`.
  package init(day: Day, billable: Bool, allocations: [Allocation]) {
    self.day = day
    self.billable = billable
    self.allocations = allocations
  }
}

/// What falls to one billing centre.
package struct CentreAmount: Hashable, Sendable {
  /// The billing centre.
  package let centre: ID<BillingCentre>
  /// Minor units, negative when given back.
  package let minor: Int64

  /// So many minor units for a centre.
  package init(centre: ID<BillingCentre>, minor: Int64) {
    self.centre = centre
    self.minor = minor
  }
}

/// What is owed for a cycle, and what is left to post. RULES.md, "What is owed, what is posted".
package enum Ledger {
  /// Licence-days per centre over a cycle, ordered like `order` (centres missing there come last, as first met);
  /// centres without any are left out. `entries` are in the order they were written and reach back to the cycle's
  /// start; see `inForce`.
  package static func weights(
    _ entries: [LedgerEntry], in cycle: Cycle, order: [ID<BillingCentre>]
  ) -> [(centre: ID<BillingCentre>, licenceDays: Int64)] {
    var sums: [Sum] = []
    let isOrdered = zip(entries, entries.dropFirst()).allSatisfy { $0.day <= $1.day }
    let entries = isOrdered ? entries : inForce(entries.map(\.day)).map { entries[$0] }
    for (index, entry) in entries.enumerated() where entry.billable {
      let end = index + 1 < entries.count ? entries[index + 1].day : cycle.to
      let days = min(end, cycle.to) - max(entry.day, cycle.from)
      guard days > 0 else { continue }
      for allocation in entry.allocations {
        add(Int64(allocation.quantity) * Int64(days), to: allocation.centre, in: &sums)
      }
    }
    return sorted(sums.filter { $0.value != 0 }, by: order).map { ($0.centre, $0.value) }
  }

  /// Which of the entries of these days, in the order they were written, are in force on some day: one that is dated
  /// back takes the place of all that came into force on its day or later, as if the days had been lived again.
  package static func inForce(_ days: [Day]) -> [Int] {
    var kept: [Int] = []
    for index in days.indices {
      while let last = kept.last, days[last] >= days[index] { kept.removeLast() }
      kept.append(index)
    }
    return kept
  }

  /// round(unitPrice × licenceDays / fullDays), half away from zero, in minor units; nil when it exceeds 64 bits.
  package static func owed(unitPrice: Int64, licenceDays: Int64, fullDays: Int) -> Int64? {
    Rounding.halfAwayFromZero(Int128(unitPrice) * Int128(licenceDays), over: Int128(fullDays))
  }

  /// `total` shared in proportion to weights (none negative) by largest remainder, ties to the earlier one. The shares
  /// sum to the total exactly; a negative total gives the mirrored shares. A total other than 0 needs a weight.
  package static func shared(_ total: Int64, by weights: [Int64]) -> [Int64] {
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    precondition(weights.allSatisfy { $0 >= 0 } && (sum > 0 || total == 0), "an amount is shared by weight")
    guard sum > 0 else { return weights.map { _ in 0 } }
    let size = Int128(total.magnitude)
    let parts = weights.map { (size * Int128($0)).quotientAndRemainder(dividingBy: sum) }
    var shares = parts.map(\.quotient)
    let left = Int(size - shares.reduce(0, +))
    let byRemainder = parts.indices.sorted { a, b in
      parts[a].remainder != parts[b].remainder ? parts[a].remainder > parts[b].remainder : a < b
    }
    for index in byRemainder.prefix(left) { shares[index] += 1 }
    return shares.map { Int64(total < 0 ? -$0 : $0) }
  }

  /// The price leg of a cycle, line and split at once; nil when it exceeds 64 bits. Arguments as for `weights`.
  package static func owedByCentre(
    unitPrice: Int64, entries: [LedgerEntry], cycle: Cycle, order: [ID<BillingCentre>]
  ) -> [CentreAmount]? {
    owedByCentre(unitPrice: unitPrice, weights: weights(entries, in: cycle, order: order), fullDays: cycle.fullDays)
  }

  static func owedByCentre(
    unitPrice: Int64, weights: [(centre: ID<BillingCentre>, licenceDays: Int64)], fullDays: Int
  ) -> [CentreAmount]? {
    let licenceDays = weights.reduce(0) { $0 + $1.licenceDays }
    guard let owed = owed(unitPrice: unitPrice, licenceDays: licenceDays, fullDays: fullDays) else { return nil }
    let shares = shared(owed, by: weights.map(\.licenceDays))
    return zip(weights, shares).map { CentreAmount(centre: $0.centre, minor: $1) }
  }

  /// owed − posted per centre in `order`, without zeros. What was posted to a centre that owes nothing any more is
  /// given back.
  package static func postings(
    owed: [CentreAmount], posted: [CentreAmount], order: [ID<BillingCentre>]
  ) -> [CentreAmount] {
    var sums: [Sum] = []
    for amount in owed { add(amount.minor, to: amount.centre, in: &sums) }
    for amount in posted { add(-amount.minor, to: amount.centre, in: &sums) }
    return sorted(sums.filter { $0.value != 0 }, by: order).map { CentreAmount(centre: $0.centre, minor: $0.value) }
  }

  private typealias Sum = (centre: ID<BillingCentre>, value: Int64)

  // A subscription has a handful of centres: looking through them beats hashing.
  private static func add(_ value: Int64, to centre: ID<BillingCentre>, in sums: inout [Sum]) {
    if let index = sums.firstIndex(where: { $0.centre == centre }) {
      sums[index].value += value
    } else {
      sums.append((centre, value))
    }
  }

  private static func sorted(_ sums: [Sum], by order: [ID<BillingCentre>]) -> [Sum] {
    guard sums.count > 1 else { return sums }
    let ranked = sums.enumerated().map { index, sum in
      (rank: order.firstIndex(of: sum.centre) ?? order.count + index, sum: sum)
    }
    return ranked.sorted { $0.rank < $1.rank }.map(\.sum)
  }
}
