/// One price as it holds: from a day on, until a day that it does not hold any more.
package struct PriceLine<Content: Hashable & Sendable>: Hashable, Sendable {
  package var from: Day
  /// Nil: until further notice.
  package var until: Day?
  package var content: Content

  /// From a day on, by default for good.
  package init(from: Day, until: Day? = nil, content: Content) {
    self.from = from
    self.until = until
    self.content = content
  }

  /// Whether it holds on a day.
  package func holds(on day: Day) -> Bool { from <= day && until.map { day < $0 } ?? true }
}

/// The prices of one thing, by day; no two hold on the same.
package struct PriceList<Content: Hashable & Sendable>: Hashable, Sendable {
  /// By their first day.
  package private(set) var lines: [PriceLine<Content>]

  /// Lines in any order that do not overlap.
  package init(_ lines: [PriceLine<Content>]) { self.lines = lines.sorted { $0.from < $1.from } }

  /// The line that holds on a day.
  package func line(on day: Day) -> PriceLine<Content>? { lines.first { $0.holds(on: day) } }

  /// The list with another price from a day on. What held on that day ends there, and goes on after a price that has
  /// an end; without an end the new one holds until the next that is announced. A line beginning on the same day is
  /// replaced.
  ///
  /// Throws `invalid`: `price.retroactive` at `/from` for a day that has been, `price.ends_first` at `/until` for an
  /// end that does not come after it, `price.overlaps` at `/until` where it would run into the next announced one.
  package func setting(_ content: Content, from: Day, until: Day? = nil, today: Day) throws(Refusal) -> PriceList {
    guard from >= today else { throw .invalid([Issue("/from", "price.retroactive", ["from": from.description])]) }
    let next = lines.first { $0.from > from }
    if let until {
      guard until > from else { throw .invalid([Issue("/until", "price.ends_first")]) }
      if let next, until > next.from {
        throw .invalid([Issue("/until", "price.overlaps", ["from": next.from.description])])
      }
    }
    let end = until ?? next?.from
    var all = lines.filter { !$0.holds(on: from) }
    if let before = line(on: from) {
      if before.from < from { all.append(PriceLine(from: before.from, until: from, content: before.content)) }
      if let end, before.until.map({ end < $0 }) ?? true, end != next?.from {
        all.append(PriceLine(from: end, until: before.until, content: before.content))
      }
    }
    all.append(PriceLine(from: from, until: end, content: content))
    return PriceList(all)
  }

  /// The list without what begins on a day: one still to come is taken back and what held before it goes on; the one
  /// that holds ends today. Throws `conflict` with `price.is_past` for one that is over.
  package func ending(_ from: Day, today: Day) throws(Refusal) -> PriceList {
    guard let index = lines.firstIndex(where: { $0.from == from }) else { throw .notFound }
    let line = lines[index]
    if let until = line.until, until <= today { throw .conflict("price.is_past") }
    var all = lines
    if line.from >= today {
      all.remove(at: index)
      if index > 0, all[index - 1].until == line.from { all[index - 1].until = line.until }
    } else {
      all[index].until = today
    }
    return PriceList(all)
  }
}
