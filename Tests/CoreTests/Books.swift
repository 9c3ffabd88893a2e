import Core

/// What one buyer's statements say while a history goes on: months close behind it, and what comes late lands on the
/// month it is posted in.
struct Books {
  private struct Entry {
    let month: Int
    let place: Int
    let minor: Int
  }

  private struct Closed {
    let number: Int
    let sums: [Int]
  }

  private let places: Int
  private var journal: [Entry] = []
  private var open: [Int: [Int]] = [:]
  private var closed: [Int: Closed] = [:]
  private var numbers: [Int: Int] = [:]
  /// What was posted for days of months that had been closed.
  private(set) var corrections = 0

  init(places: Int) { self.places = places }

  /// An amount at a place, on a day, for a cycle from a day on.
  mutating func post(_ minor: Int, at place: Int, on day: Int, for from: Int) throws(Mismatch) {
    let calendar = PlainCalendar.shared
    let month = calendar.month(of: day)
    try expect(closed[month] == nil, "posted on day \(day) of a closed month")
    if closed[calendar.month(of: from)] != nil { corrections += 1 }
    journal.append(Entry(month: month, place: place, minor: minor))
    open[month, default: [Int](repeating: 0, count: places)][place] += minor
  }

  /// Closes every month before a day's.
  mutating func close(before day: Int) {
    let present = PlainCalendar.shared.month(of: day)
    for month in open.keys.sorted() where month < present {
      let year = month / 12
      numbers[year, default: 0] += 1
      closed[month] = Closed(number: numbers[year]!, sums: open.removeValue(forKey: month)!)
    }
  }

  /// Invariant 7, and that all statements together are all that is owed, by place.
  func check(owed: [Int]) throws(Mismatch) {
    var again: [Int: [Int]] = [:]
    for entry in journal { again[entry.month, default: [Int](repeating: 0, count: places)][entry.place] += entry.minor }
    var total = [Int](repeating: 0, count: places)
    for (month, sums) in open.merging(closed.mapValues(\.sums), uniquingKeysWith: { first, _ in first }) {
      try expect(again[month] == sums, "month \(month) was \(sums), is \(again[month] ?? [])")
      for place in sums.indices { total[place] += sums[place] }
    }
    try expect(total == owed, "all statements say \(total), owed is \(owed)")
    for (year, count) in numbers {
      let given = closed.filter { $0.key / 12 == year }.map(\.value.number).sorted()
      try expect(given == Array(1..<(count + 1)), "numbers of \(year + 1970): \(given)")
    }
  }
}
