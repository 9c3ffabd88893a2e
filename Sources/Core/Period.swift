/// A length of time as ISO 8601 writes it: a term (`P1Y`) or a window (`PT72H`). Never negative.
package struct Period: Hashable, Sendable, CustomStringConvertible {
  /// Calendar months; a year is twelve.
  package let months: Int
  /// Calendar days; a week is seven.
  package let days: Int
  /// Hours of sixty minutes.
  package let hours: Int

  /// A period of these parts, none negative.
  package init(months: Int = 0, days: Int = 0, hours: Int = 0) {
    precondition(months >= 0 && days >= 0 && hours >= 0, "a period is never negative")
    self.months = months
    self.days = days
    self.hours = hours
  }

  /// `P1Y`, `P1M`, `P2W`, `P14D`, `PT72H` and their combinations in that order, numbers of up to five digits.
  /// Minutes, seconds, fractions and signs are refused.
  package init?(_ text: some StringProtocol) {
    var scanner = TextScanner(text)
    guard scanner.skip("P"), !scanner.isAtEnd,
      let calendar = Period.parts(["Y", "M", "W", "D"], &scanner)
    else { return nil }
    var hours = 0
    if scanner.skip("T") {
      guard let clock = Period.parts(["H"], &scanner), !clock.isEmpty else { return nil }
      hours = clock["H", default: 0]
    }
    guard scanner.isAtEnd else { return nil }
    self.init(
      months: calendar["Y", default: 0] * 12 + calendar["M", default: 0],
      days: calendar["W", default: 0] * 7 + calendar["D", default: 0],
      hours: hours)
  }

  /// Numbers by their designator; nil when a number is not followed by a designator still to come.
  private static func parts(
    _ designators: [Unicode.Scalar], _ scanner: inout TextScanner
  ) -> [Unicode.Scalar: Int]? {
    var parts: [Unicode.Scalar: Int] = [:]
    var ahead = designators[...]
    while let number = scanner.number(upTo: 5) {
      while let designator = ahead.first, !scanner.skip(designator) { ahead.removeFirst() }
      guard let designator = ahead.popFirst() else { return nil }
      parts[designator] = number
    }
    return parts
  }

  /// The canonical form: years before months, `P14D` and `PT72H` as they are, `P0D` when empty.
  package var description: String {
    if self == Period() { return "P0D" }
    var text = "P"
    if months >= 12 { text += "\(months / 12)Y" }
    if !months.isMultiple(of: 12) { text += "\(months % 12)M" }
    if days > 0 { text += "\(days)D" }
    if hours > 0 { text += "T\(hours)H" }
    return text
  }

  /// Months first (clamped to the month's end), then days; hours do not count.
  package func added(to day: Day) -> Day { day.adding(months: months).adding(days: days) }

  /// As hours on the clock: a day counts 24, a month 30 days.
  package func added(to instant: Instant) -> Instant {
    instant.adding(seconds: Int64((months * 30 + days) * 24 + hours) * 3_600)
  }
}
