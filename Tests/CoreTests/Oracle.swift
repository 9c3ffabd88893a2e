import Core

/// A second opinion on what is owed, slow and plain: it walks a calendar of its own day by day, counts licences, and
/// hands out remainders one minor unit at a time. It shares no arithmetic with Core.
struct Oracle {
  /// A subscription's state from a day (days since 1970) on.
  struct State {
    let day: Int
    let billed: Bool
    let licences: [ID<BillingCentre>: Int]
  }

  struct Cycle {
    let from: Int
    let to: Int
    let fullDays: Int
  }

  private(set) var states: [State] = []

  mutating func record(_ subscription: Subscription, on day: Day) {
    let billed: Bool
    switch subscription.status {
    case .active: billed = true
    case .suspended: billed = subscription.policy.suspensionStopsBilling == false
    case .pending, .expired, .cancelled: billed = false
    }
    var licences: [ID<BillingCentre>: Int] = [:]
    for allocation in subscription.allocations { licences[allocation.centre] = allocation.quantity }
    states.append(State(day: Int(day.number), billed: billed, licences: licences))
  }

  /// Licence-days by centre.
  func weights(in cycle: Cycle) -> [ID<BillingCentre>: Int128] {
    var weights: [ID<BillingCentre>: Int128] = [:]
    for day in cycle.from..<cycle.to {
      guard let state = states.last(where: { $0.day <= day }), state.billed else { continue }
      for (centre, licences) in state.licences { weights[centre, default: 0] += Int128(licences) }
    }
    return weights
  }

  /// price × licence-days / full days, in whole minor units, halves up; prices here are never negative.
  static func line(price: Int64, weights: [ID<BillingCentre>: Int128], in cycle: Cycle) -> Int128 {
    let product = Int128(price) * weights.values.reduce(0, +)
    return (product * 2 + Int128(cycle.fullDays)) / (Int128(cycle.fullDays) * 2)
  }

  /// The line by centre: the whole parts first, then one more each to whoever misses most.
  static func shares(
    of line: Int128, weights: [ID<BillingCentre>: Int128], order: [ID<BillingCentre>]
  ) -> [ID<BillingCentre>: Int128] {
    let sum = weights.values.reduce(0, +)
    guard sum > 0 else { return [:] }
    var shares = weights.mapValues { line * $0 / sum }
    var missing = weights.mapValues { line * $0 % sum }
    while shares.values.reduce(0, +) < line {
      let most = missing.values.max()
      guard let next = order.first(where: { missing[$0] == most && most != nil }) else { break }
      shares[next, default: 0] += 1
      missing[next] = nil
    }
    return shares
  }
}

/// Cycles counted on a calendar of its own.
extension Oracle.Cycle {
  /// The cycle a day lies in, with boundaries every `months` months from an anchor, before and after it.
  init(containing day: Day, start: Day, anchor: Day, months: Int) {
    let calendar = PlainCalendar.shared
    let (year, month, number) = calendar.civil(Int(anchor.number))
    // From far enough before everything the histories touch.
    var index = (year - 12) * 12 + month - 1
    var boundaries: [Int] = []
    while index < (year + 12) * 12 {
      boundaries.append(calendar.number(year: index / 12, month: index % 12 + 1, clamping: number))
      index += months
    }
    let next = boundaries.firstIndex { $0 > Int(day.number) }!
    let (from, to) = (boundaries[next - 1], boundaries[next])
    guard from < Int(start.number) else {
      self.init(from: from, to: to, fullDays: to - from)
      return
    }
    let (startYear, startMonth, startDay) = calendar.civil(Int(start.number))
    let later = startYear * 12 + startMonth - 1 + months
    let full = calendar.number(year: later / 12, month: later % 12 + 1, clamping: startDay) - Int(start.number)
    self.init(from: Int(start.number), to: to, fullDays: full)
  }
}

/// The days from 1970 to 2060, written out.
struct PlainCalendar {
  static let shared = PlainCalendar()

  private var days: [(year: Int, month: Int, day: Int)] = []
  private var firsts: [Int: Int] = [:]
  private var lengths: [Int: Int] = [:]

  private init() {
    for year in 1970..<2060 {
      let february = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28
      for (month, length) in zip(1..., [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
        firsts[year * 12 + month] = days.count
        lengths[year * 12 + month] = length
        for day in 1...length { days.append((year, month, day)) }
      }
    }
  }

  func civil(_ number: Int) -> (year: Int, month: Int, day: Int) { days[number] }

  func number(year: Int, month: Int, clamping day: Int) -> Int {
    firsts[year * 12 + month]! + min(day, lengths[year * 12 + month]!) - 1
  }
}
