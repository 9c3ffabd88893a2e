import BackOffice
import Core
import Postgres
import Testing

/// What everything in a world should have been billed, worked out day by day from the ledger's own words: a calendar,
/// a tally of licences and long division, nothing of what the service computes with.
struct SlowLedger {
  struct Sold {
    let id: String
    let customer: String
    let start: Day
    let termStart: Day
    let term: Period
    let annual: Bool
    let price: Int
    let cost: Int
    let pauses: Bool
    let today: Day
  }

  struct State {
    let day: Day
    let kind: String
    let status: String
    let end: Day
    let licences: [String: Int]
  }

  struct Cycle {
    let from: Day
    let to: Day
    let fullDays: Int
  }

  /// What is owed for a subscription's cycles that have begun, by `from to leg centre`, without zeros.
  static func owed(_ sold: Sold, _ states: [State], order: [String]) -> [String: Int] {
    var owed: [String: Int] = [:]
    for cycle in cycles(of: sold, states) where cycle.from <= sold.today {
      let weights = weights(in: cycle, sold, states)
      let sum = weights.values.reduce(0, +)
      let name = "\(cycle.from) \(cycle.to) \(cycle.fullDays)"
      owed["\(name) cost"] = rounded(sold.cost * sum, over: cycle.fullDays)
      for (centre, share) in shares(of: rounded(sold.price * sum, over: cycle.fullDays), weights, order) {
        owed["\(name) price \(centre)"] = share
      }
    }
    return owed.filter { $0.value != 0 }
  }

  private static func weights(in cycle: Cycle, _ sold: Sold, _ states: [State]) -> [String: Int] {
    var weights: [String: Int] = [:]
    var day = cycle.from
    while day < cycle.to {
      if let state = states.last(where: { $0.day <= day }),
        state.status == "active" || (state.status == "suspended" && !sold.pauses)
      {
        for (centre, licences) in state.licences { weights[centre, default: 0] += licences }
      }
      day = day.adding(days: 1)
    }
    return weights
  }

  private static func rounded(_ numerator: Int, over denominator: Int) -> Int {
    (2 * numerator + denominator) / (2 * denominator)
  }

  private static func shares(of line: Int, _ weights: [String: Int], _ order: [String]) -> [String: Int] {
    let sum = weights.values.reduce(0, +)
    guard sum > 0 else { return [:] }
    var shares = weights.mapValues { line * $0 / sum }
    var missing = weights.mapValues { line * $0 % sum }
    while shares.values.reduce(0, +) < line {
      guard let most = missing.values.max(), let next = order.first(where: { missing[$0] == most }) else { break }
      shares[next, default: 0] += 1
      missing[next] = -1
    }
    return shares
  }

  /// All cycles of all terms the ledger tells of.
  private static func cycles(of sold: Sold, _ states: [State]) -> [Cycle] {
    var terms: [(from: Day, to: Day)] = []
    for state in states where ["purchase", "renewed", "convertedFrom"].contains(state.kind) {
      terms.append((state.day, state.end))
    }
    // A line that licences were upgraded to is in the term and the cycles of the one they came from.
    var anchor = sold.start
    if let first = states.first, first.kind == "upgradedFrom" {
      // Since it renewed it is in a later term; the first was a whole one then.
      let begin = sold.termStart <= first.day ? sold.termStart : clamped(first.end, -sold.term.months)
      terms.insert((begin, first.end), at: 0)
      anchor = begin
    }
    let length = sold.annual ? 12 : 1
    return terms.flatMap { term in
      // A term of another length than its own was cut short to meet another end, and is counted back from there.
      let months = (term.from.year - anchor.year) * 12 + term.from.month - anchor.month
      if clamped(anchor, months + sold.term.months) != term.to { anchor = term.to }
      let boundaries = (-48...48).map { clamped(anchor, $0 * length) }
      return zip(boundaries, boundaries.dropFirst()).compactMap { from, to -> Cycle? in
        guard to > term.from, from < term.to else { return nil }
        if from >= term.from { return Cycle(from: from, to: to, fullDays: to - from) }
        return Cycle(from: term.from, to: to, fullDays: clamped(term.from, length) - term.from)
      }
    }
  }

  private static func clamped(_ day: Day, _ months: Int) -> Day {
    let index = day.year * 12 + day.month - 1 + months
    for number in stride(from: day.day, to: 0, by: -1) {
      if let day = Day(year: index / 12, month: index % 12 + 1, day: number) { return day }
    }
    preconditionFailure("every month has a first day")
  }
}

extension World {
  /// Compares what was posted with what is owed, for every subscription; answers how many cycles there were.
  func checkEverythingOwedIsPosted() throws -> Int {
    let sold = try owner(
      """
      SELECT id::text, customer_id::text, start_day, term, billing_frequency = 'annual', unit_price, unit_cost,
        suspension_stops_billing, (comptoir_now() AT TIME ZONE time_zone)::date, term_start
      FROM subscription WHERE NOT direct
      """
    ) {
      SlowLedger.Sold(
        id: try $0[0], customer: try $0[1], start: try $0[2], termStart: try $0[9], term: try $0[3], annual: try $0[4],
        price: try $0[5],
        cost: try $0[6], pauses: try $0[7], today: try $0[8])
    }
    var states: [String: [SlowLedger.State]] = [:]
    for (id, state) in try ledger() { states[id, default: []].append(state) }
    let centres = try owner("SELECT id::text FROM billing_centre ORDER BY position") { try $0[0] as String }
    let rows = try owner(
      """
      SELECT subscription_id::text, concat_ws(' ', cycle_from, cycle_to, full_days, leg, centre_id),
        sum(amount)::bigint
      FROM charge WHERE reason <> 'usage' GROUP BY 1, 2
      """
    ) { (try $0[0] as String, try $0[1] as String, try $0[2] as Int) }
    var posted: [String: [String: Int]] = [:]
    for (id, name, sum) in rows where sum != 0 { posted[id, default: [:]][name] = sum }
    for one in sold {
      let owed = SlowLedger.owed(one, states[one.id] ?? [], order: centres)
      #expect(posted[one.id] ?? [:] == owed, "\(one) \(states[one.id] ?? [])")
    }
    #expect(Set(posted.keys).isSubset(of: sold.map(\.id)))
    return posted.values.reduce(0) { $0 + $1.count }
  }

  private func ledger() throws -> [(String, SlowLedger.State)] {
    try owner(
      """
      SELECT subscription_id::text, day, kind, after->>'status', (after->>'commitmentEndDate')::date,
        (SELECT coalesce(string_agg((a->>'centreId') || '=' || (a->>'quantity'), ' '), '')
         FROM jsonb_array_elements(after->'allocations') a)
      FROM subscription_change ORDER BY subscription_id, number
      """
    ) { row in
      let licences = (try row[5] as String).split(separator: " ").map { part in
        let sides = part.split(separator: "=").map(String.init)
        return (sides[0], Int(sides[1]) ?? -1)
      }
      return (
        try row[0],
        SlowLedger.State(
          day: try row[1], kind: try row[2], status: try row[3], end: try row[4],
          licences: Dictionary(uniqueKeysWithValues: licences))
      )
    }
  }
}
