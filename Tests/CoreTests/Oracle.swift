import Core

/// A second opinion on what is owed, slow and plain: it walks a calendar of its own day by day, counts licences, and
/// hands out remainders one minor unit at a time. It shares no arithmetic with Core.
struct Oracle {
  /// What holds from a day (days since 1970) on: the licences at each place, or nothing billed.
  private struct State {
    let day: Int
    let licences: [Int]
  }

  struct Cycle {
    let from: Int
    let to: Int
    let fullDays: Int
  }

  /// The centres, ties to the earlier one.
  let order: [ID<BillingCentre>]
  private var states: [State] = []

  init(order: [ID<BillingCentre>]) { self.order = order }

  /// A subscription's state from a day on.
  mutating func record(_ subscription: Subscription, on day: Int) {
    let billed: Bool
    switch subscription.status {
    case .active: billed = true
    case .suspended: billed = subscription.policy.suspensionStopsBilling == false
    case .pending, .expired, .cancelled: billed = false
    }
    record(billed ? subscription.allocations : [], on: day)
  }

  /// Licences that are billed from a day on, whatever was said of that day and later ones before.
  mutating func record(_ allocations: [Allocation], on day: Int) {
    var licences = [Int](repeating: 0, count: order.count)
    for allocation in allocations { licences[order.firstIndex(of: allocation.centre)!] = allocation.quantity }
    states.append(State(day: day, licences: licences))
  }

  /// Licence-days by place in the order: for each day the last that was said.
  func weights(in cycle: Cycle) -> [Int] {
    var said = [Int](repeating: -1, count: cycle.to - cycle.from)
    for (index, state) in states.enumerated() where state.day < cycle.to {
      var day = state.day > cycle.from ? state.day - cycle.from : 0
      while day < said.count {
        said[day] = index
        day += 1
      }
    }
    var days = [Int](repeating: 0, count: states.count)
    for state in said where state >= 0 { days[state] += 1 }
    var weights = [Int](repeating: 0, count: order.count)
    for (state, count) in zip(states, days) where count > 0 {
      for place in weights.indices { weights[place] += count * state.licences[place] }
    }
    return weights
  }

  /// price × licence-days / full days, in whole minor units, halves up; prices here are never negative.
  static func line(price: Int64, weights: [Int], in cycle: Cycle) -> Int {
    let product = Int128(price) * Int128(weights.reduce(0, +))
    return Int((product * 2 + Int128(cycle.fullDays)) / (Int128(cycle.fullDays) * 2))
  }

  /// The line by place: the whole parts first, then one more each to whoever misses most.
  static func shares(of line: Int, weights: [Int]) -> [Int] {
    let sum = Int128(weights.reduce(0, +))
    guard sum > 0 else { return weights.map { _ in 0 } }
    var shares: [Int] = []
    var missing: [Int128] = []
    for weight in weights {
      let product = Int128(line) * Int128(weight)
      shares.append(Int(product / sum))
      missing.append(product % sum)
    }
    while shares.reduce(0, +) < line {
      var most = 0
      for place in missing.indices where missing[place] > missing[most] { most = place }
      shares[most] += 1
      missing[most] = -1
    }
    return shares
  }
}

/// Cycles counted on a calendar of its own.
extension Oracle.Cycle {
  /// The cycle a day lies in, with boundaries every `months` months from an anchor, before and after it; every `days`
  /// days where a cycle has no months.
  init(containing day: Int, start: Int, anchor: Int, months: Int, days: Int) {
    let calendar = PlainCalendar.shared
    var (before, after) = (anchor, anchor)
    var cycles = 0
    func boundary(_ cycles: Int) -> Int {
      months > 0 ? calendar.later(anchor, months: cycles * months) : anchor + cycles * days
    }
    while before > day {
      cycles -= 1
      (before, after) = (boundary(cycles), before)
    }
    while after <= day {
      cycles += 1
      (before, after) = (after, boundary(cycles))
    }
    guard before < start else {
      self.init(from: before, to: after, fullDays: after - before)
      return
    }
    let full = months > 0 ? calendar.later(start, months: months) - start : days
    self.init(from: start, to: after, fullDays: full)
  }
}

/// The days from 1970 to 2060, written out.
struct PlainCalendar: Sendable {
  static let shared = PlainCalendar()

  private var days: [(year: Int, month: Int, day: Int)] = []
  /// By month since January 1970.
  private var firsts: [Int] = []
  private var lengths: [Int] = []

  private init() {
    for year in 1970..<2060 {
      let february = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28
      for (month, length) in zip(1..., [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        firsts.append(days.count)
        lengths.append(length)
        for day in 1...length { days.append((year, month, day)) }
      }
    }
  }

  func civil(_ number: Int) -> (year: Int, month: Int, day: Int) { days[number] }

  /// Months since January 1970.
  func month(of number: Int) -> Int { (days[number].year - 1970) * 12 + days[number].month - 1 }

  func first(of month: Int) -> Int { firsts[month] }

  /// The same day so many months later, or that month's last.
  func later(_ number: Int, months: Int) -> Int {
    let index = month(of: number) + months
    return firsts[index] + min(days[number].day, lengths[index]) - 1
  }

  /// The first Sunday on or after a day of a year's month; 1 January 1970 was a Thursday.
  func sunday(_ year: Int, _ month: Int, _ day: Int) -> Int {
    var number = firsts[(year - 1970) * 12 + month - 1] + day - 1
    while number % 7 != 3 { number += 1 }
    return number
  }
}
