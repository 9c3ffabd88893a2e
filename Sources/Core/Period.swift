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
    guard scanner.skip("P"), !scanner.isAtEnd else { return nil }
    var years = 0
    var months = 0
    var weeks = 0
    var days = 0
    var designators = Substring("YMWD").unicodeScalars
    while let number = scanner.number(upTo: 5) {
      while let designator = designators.first, !scanner.skip(designator) { designators.removeFirst() }
      switch designators.popFirst() {
      case "Y": years = number
      case "M": months = number
      case "W": weeks = number
      case "D": days = number
      default: return nil
      }
    }
    var hours = 0
    if scanner.skip("T") {
      guard let number = scanner.number(upTo: 5), scanner.skip("H") else { return nil }
      hours = number
    }
    guard scanner.isAtEnd else { return nil }
    self.init(months: years * 12 + months, days: weeks * 7 + days, hours: hours)
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
