import Core
import Testing

/// `2026-01-01..2026-03-01 5`, the second day left out where there is no end.
private func list(_ lines: [String]) -> PriceList<Int> {
  PriceList(
    lines.map { line in
      let parts = line.split(separator: " ")
      let days = parts[0].split(separator: "~", omittingEmptySubsequences: false).map(String.init)
      return PriceLine(from: day(days[0]), until: days[1].isEmpty ? nil : day(days[1]), content: Int(parts[1])!)
    })
}

private func text(_ list: PriceList<Int>) -> [String] {
  list.lines.map { "\($0.from)~\($0.until?.description ?? "") \($0.content)" }
}

private struct Setting: Sendable {
  let before: [String]
  let from: String
  let until: String?
  let expected: [String]
}

/// Price 9 is set on 10 February 2026.
private let settings: [Setting] = [
  Setting(before: [], from: "2026-02-10", until: nil, expected: ["2026-02-10~ 9"]),
  Setting(
    before: ["2026-01-01~ 5"], from: "2026-03-01", until: nil, expected: ["2026-01-01~2026-03-01 5", "2026-03-01~ 9"]),
  Setting(
    before: ["2026-01-01~ 5"], from: "2026-03-01", until: "2026-04-01",
    expected: ["2026-01-01~2026-03-01 5", "2026-03-01~2026-04-01 9", "2026-04-01~ 5"]),
  Setting(
    before: ["2026-01-01~2026-06-01 5", "2026-06-01~ 6"], from: "2026-03-01", until: nil,
    expected: ["2026-01-01~2026-03-01 5", "2026-03-01~2026-06-01 9", "2026-06-01~ 6"]),
  Setting(
    before: ["2026-01-01~2026-06-01 5", "2026-06-01~ 6"], from: "2026-06-01", until: nil,
    expected: ["2026-01-01~2026-06-01 5", "2026-06-01~ 9"]),
  Setting(
    before: ["2026-02-10~ 5"], from: "2026-02-10", until: "2026-02-20",
    expected: ["2026-02-10~2026-02-20 9", "2026-02-20~ 5"]),
  Setting(
    before: ["2026-01-01~2026-02-01 5"], from: "2026-03-01", until: nil,
    expected: ["2026-01-01~2026-02-01 5", "2026-03-01~ 9"]),
]

@Test(arguments: settings.indices)
func `a price from a day on ends what held, and what held goes on after its end`(_ index: Int) throws {
  let setting = settings[index]
  let after = try list(setting.before).setting(
    9, from: day(setting.from), until: setting.until.map(day), today: day("2026-02-10"))
  #expect(text(after) == setting.expected)
}

@Test(arguments: [
  ("2026-02-09", nil, "/from price.retroactive"), ("2026-03-01", "2026-03-01", "/until price.ends_first"),
  ("2026-03-01", "2026-02-20", "/until price.ends_first"), ("2026-03-01", "2026-06-02", "/until price.overlaps"),
])
func `a price neither reaches back nor overlaps the next`(_ from: String, _ until: String?, _ refusal: String) {
  let planned = list(["2026-01-01~2026-06-01 5", "2026-06-01~ 6"])
  #expect {
    _ = try planned.setting(9, from: day(from), until: until.map(day), today: day("2026-02-10"))
  } throws: {
    guard case .invalid(let issues)? = $0 as? Refusal else { return false }
    return issues.map { "\($0.pointer) \($0.code)" } == [refusal]
  }
}

@Test func `a price to come is taken back, one that holds ends today, one that is over stays`() throws {
  let planned = list(["2026-01-01~2026-02-01 4", "2026-02-01~2026-06-01 5", "2026-06-01~ 6"])
  let today = day("2026-02-10")
  #expect(
    text(try planned.ending(day("2026-06-01"), today: today)) == ["2026-01-01~2026-02-01 4", "2026-02-01~ 5"])
  #expect(
    text(try planned.ending(day("2026-02-01"), today: today)) == [
      "2026-01-01~2026-02-01 4", "2026-02-01~2026-02-10 5", "2026-06-01~ 6",
    ])
  #expect(throws: Refusal.conflict("price.is_past")) { try planned.ending(day("2026-01-01"), today: today) }
  #expect(throws: Refusal.notFound) { try planned.ending(day("2026-01-02"), today: today) }
}

@Test func `however prices are set, no two hold on one day and none before it changes`() throws {
  var dice = SystemRandomNumberGenerator()
  let start = day("2026-01-01")
  for _ in 0..<200 {
    var prices = list(["2026-01-01~ 0"])
    var today = start
    for price in 1...8 {
      today = today.adding(days: Int.random(in: 0...20, using: &dice))
      let from = today.adding(days: Int.random(in: 0...40, using: &dice))
      let until = Bool.random(using: &dice) ? from.adding(days: Int.random(in: 1...30, using: &dice)) : nil
      let before = prices
      guard let after = try? prices.setting(price, from: from, until: until, today: today) else { continue }
      prices = after
      for (line, next) in zip(after.lines, after.lines.dropFirst()) {
        #expect(line.until.map { $0 <= next.from } ?? false)
      }
      for passed in 0..<(from - start) {
        let then = start.adding(days: passed)
        #expect(after.line(on: then)?.content == before.line(on: then)?.content)
      }
      #expect(after.line(on: from)?.content == price)
    }
  }
}
