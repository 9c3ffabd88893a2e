/// A point in time, UTC, to the microsecond (what PostgreSQL keeps).
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package let microseconds: Int64

  /// The point so many microseconds after 1970-01-01T00:00:00Z.
  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// RFC 3339: `2026-01-15T09:30:00Z`, optionally a fraction (cut after six digits), `Z` or an offset like `+02:00`.
  /// Upper case only, no leap seconds.
  package init?(_ text: some StringProtocol) {
    var scanner = TextScanner(text)
    guard let day = Day(&scanner), scanner.skip("T"),
      let hour = scanner.number(digits: 2), hour < 24, scanner.skip(":"),
      let minute = scanner.number(digits: 2), minute < 60, scanner.skip(":"),
      let second = scanner.number(digits: 2), second < 60,
      let fraction = Instant.fraction(&scanner), let offset = Instant.offset(&scanner), scanner.isAtEnd
    else { return nil }
    let seconds = Int64(day.number) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset)
    microseconds = seconds * 1_000_000 + fraction
  }

  private static func fraction(_ scanner: inout TextScanner) -> Int64? {
    guard scanner.skip(".") else { return 0 }
    guard let first = scanner.digit() else { return nil }
    var value = Int64(first) * 100_000
    var unit: Int64 = 10_000
    while let digit = scanner.digit() {
      value += Int64(digit) * unit
      unit /= 10
    }
    return value
  }

  /// Seconds east of UTC.
  private static func offset(_ scanner: inout TextScanner) -> Int? {
    if scanner.skip("Z") { return 0 }
    let east = scanner.skip("+")
    guard east || scanner.skip("-"), let hours = scanner.number(digits: 2), hours < 24, scanner.skip(":"),
      let minutes = scanner.number(digits: 2), minutes < 60
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return east ? seconds : -seconds
  }

  /// `2026-01-15T09:30:00Z`; a fraction of a second is cut off.
  package var description: String {
    let (hours, minutes, seconds) = timeOfDay
    var text = utcDay.description
    text.append("T")
    text.append(hours, width: 2)
    text.append(":")
    text.append(minutes, width: 2)
    text.append(":")
    text.append(seconds, width: 2)
    text.append("Z")
    return text
  }

  /// What a clock in UTC shows, whole seconds.
  package var timeOfDay: (hours: Int, minutes: Int, seconds: Int) {
    let seconds = Int(microseconds.floorDivided(by: 86_400_000_000).remainder / 1_000_000)
    return (seconds / 3_600, seconds / 60 % 60, seconds % 60)
  }

  /// So many seconds later, or earlier when negative.
  package func adding(seconds: Int64) -> Instant { Instant(microseconds: microseconds + seconds * 1_000_000) }

  /// The day it falls on in UTC.
  package var utcDay: Day { Day(number: Int32(microseconds.floorDivided(by: 86_400_000_000).quotient)) }

  /// Earlier instants first.
  package static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
}
