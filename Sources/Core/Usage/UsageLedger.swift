/// What one meter counted on one day.
package struct DayUse: Hashable, Sendable {
  /// The day, in the subscription's zone.
  package let day: Day
  /// All records of the day together.
  package let quantity: MeteredQuantity
  /// What the records say of it besides, where that decides on its centre.
  package let tag: String?

  /// So much on a day.
  package init(day: Day, quantity: MeteredQuantity, tag: String? = nil) {
    self.day = day
    self.quantity = quantity
    self.tag = tag
  }
}

/// What decides on the centres that use lands on.
package enum UsageSplitting: Hashable, Sendable {
  /// The licences of each day.
  case licences
  /// The tag of each record; what has none, or one that leads nowhere, lands on `otherwise`.
  case tags([String: ID<BillingCentre>], otherwise: ID<BillingCentre>)

  /// Where a tag leads; nil by licences.
  package func centre(of tag: String?) -> ID<BillingCentre>? {
    guard case .tags(let places, let otherwise) = self else { return nil }
    return tag.flatMap { places[$0] } ?? otherwise
  }
}

/// What somebody may choose for the split of metered use.
package enum UsageSplitChoice: String, Sendable, CaseIterable { case licences, tag }

/// A meter's quantity and amount at one place: a billing centre, or the whole of the cost leg. Of what is owed, of what
/// was posted, or of the difference.
package struct UsageShare: Hashable, Sendable {
  /// Whose bill it lands on.
  package let leg: Leg
  /// Nil on the cost leg, which is not split.
  package let centre: ID<BillingCentre>?
  /// How much of the meter.
  package var quantity: MeteredQuantity
  /// In minor units of the leg's currency.
  package var minor: Int64

  /// A share.
  package init(leg: Leg, centre: ID<BillingCentre>?, quantity: MeteredQuantity, minor: Int64) {
    self.leg = leg
    self.centre = centre
    self.quantity = quantity
    self.minor = minor
  }
}

/// What is owed for one meter and month, and what is left to post; RULES.md: owed(meter, month) − posted.
package enum UsageLedger {
  /// A day's quantity falls to the centres by the allocation in force that day, in millionths by largest remainder; of
  /// a day without licences, by the last allocation there was. `entries` are ordered by day and tell of one at least.
  /// Centres come in `order`, those missing there last; together they have the whole quantity.
  package static func split(
    _ days: [DayUse], entries: [LedgerEntry], order: [ID<BillingCentre>]
  ) -> [(centre: ID<BillingCentre>, quantity: MeteredQuantity)] {
    var sums: [ID<BillingCentre>: Int64] = [:]
    var met: [ID<BillingCentre>] = []
    for use in days {
      let allocations = allocations(on: use.day, entries)
      let places = ranked(allocations.map(\.centre), by: order)
      let weights = places.map { centre in
        allocations.reduce(Int64(0)) { $1.centre == centre ? $0 + Int64($1.quantity) : $0 }
      }
      for (centre, share) in zip(places, Ledger.shared(use.quantity.millionths, by: weights)) {
        if sums[centre] == nil { met.append(centre) }
        sums[centre, default: 0] += share
      }
    }
    return ranked(met, by: order).map { ($0, MeteredQuantity(millionths: sums[$0] ?? 0)) }
  }

  /// The allocation in force on a day; without licences, the last there was.
  package static func allocations(on day: Day, _ entries: [LedgerEntry]) -> [Allocation] {
    let allocated = entries.filter { !$0.allocations.isEmpty }
    guard let entry = allocated.last(where: { $0.day <= day }) ?? allocated.first else {
      preconditionFailure("a subscription has been allocated since its purchase")
    }
    return entry.allocations
  }

  /// The same by `splitting`: what is tagged falls to its tag's centre as a whole.
  package static func split(
    _ days: [DayUse], entries: [LedgerEntry], order: [ID<BillingCentre>], by splitting: UsageSplitting
  ) -> [(centre: ID<BillingCentre>, quantity: MeteredQuantity)] {
    guard case .tags = splitting else { return split(days, entries: entries, order: order) }
    var sums: [ID<BillingCentre>: MeteredQuantity] = [:]
    for use in days {
      guard let centre = splitting.centre(of: use.tag) else { continue }
      sums[centre, default: .zero] = sums[centre, default: .zero] + use.quantity
    }
    return ranked(Array(sums.keys), by: order).map { ($0, sums[$0] ?? .zero) }
  }

  private static func ranked(_ centres: [ID<BillingCentre>], by order: [ID<BillingCentre>]) -> [ID<BillingCentre>] {
    centres.sorted { a, b in
      let (first, second) = (order.firstIndex(of: a) ?? order.count, order.firstIndex(of: b) ?? order.count)
      return first != second ? first < second : a < b
    }
  }

  /// Both legs of a meter's month: the price leg shared over the centres by their quantities, largest remainder, ties
  /// by position; the cost leg whole.
  package static func owed(
    _ days: [DayUse], price: MeterPrice, cost: MeterPrice, entries: [LedgerEntry], order: [ID<BillingCentre>],
    by splitting: UsageSplitting = .licences
  ) -> [UsageShare] {
    let total = days.reduce(MeteredQuantity.zero) { $0 + $1.quantity }
    let places = split(days, entries: entries, order: order, by: splitting)
    let shares = Ledger.shared(price.owed(for: total).minor, by: places.map(\.quantity.millionths))
    let priced = zip(places, shares).map { place, minor in
      UsageShare(leg: .price, centre: place.centre, quantity: place.quantity, minor: minor)
    }
    return priced + [UsageShare(leg: .cost, centre: nil, quantity: total, minor: cost.owed(for: total).minor)]
  }

  /// owed − posted at every place, in the order they come, without those where nothing is left. What was posted to a
  /// place that owes nothing any more is given back.
  package static func postings(owed: [UsageShare], posted: [UsageShare]) -> [UsageShare] {
    var left = owed
    for share in posted {
      if let index = left.firstIndex(where: { $0.leg == share.leg && $0.centre == share.centre }) {
        left[index].quantity = left[index].quantity - share.quantity
        left[index].minor -= share.minor
      } else {
        let back = MeteredQuantity.zero - share.quantity
        left.append(UsageShare(leg: share.leg, centre: share.centre, quantity: back, minor: -share.minor))
      }
    }
    return left.filter { $0.quantity != .zero || $0.minor != 0 }
  }

  /// The day on which a month that is over is charged: its own last day while its statement is open, else the last day
  /// of the oldest month since then that has an open statement, else today. `isOpen` answers whether the buyer's
  /// statement of a month is open, and nil where there is none yet.
  package static func postingDay(of month: Month, today: Day, isOpen: (Month) -> Bool?) -> Day {
    let present = Month(containing: today)
    if month < present, isOpen(month) ?? true { return month.last }
    var later = month.next
    while later < present {
      if isOpen(later) == true { return later.last }
      later = later.next
    }
    return today
  }
}

extension Month {
  /// Its last day.
  package var last: Day { next.first.adding(days: -1) }
}
