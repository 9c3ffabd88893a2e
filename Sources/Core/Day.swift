/// A day of the proleptic Gregorian calendar, in whatever time zone its user counts days.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  package let number: Int32

  /// The day so many days after 1970-01-01.
  package init(number: Int32) { self.number = number }

  /// Nil when the day does not exist, or lies outside the years 1–9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(year: year, month: month)
    else { return nil }
    self.init(existing: year, month, day)
  }

  /// Exactly the shape `2026-01-15`, and a day that exists.
  package init?(_ text: some StringProtocol) {
    var scanner = TextScanner(text)
    guard let day = Day(&scanner), scanner.isAtEnd else { return nil }
    self = day
  }

  init?(_ scanner: inout TextScanner) {
    guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
      scanner.skip("-"), let day = scanner.number(digits: 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  // Years are counted from March, so that the leap day comes last; 719,468 days lie between 0000-03-01 and the epoch.
  private init(existing year: Int, _ month: Int, _ day: Int) {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).floorDivided(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Its parts; asked once where several are wanted.
  package var civil: (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = (Int(number) + 719_468).floorDivided(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func length(year: Int, month: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The calendar year.
  package var year: Int { civil.year }
  /// 1–12.
  package var month: Int { civil.month }
  /// 1–31.
  package var day: Int { civil.day }

  /// `2026-01-15`.
  package var description: String {
    let (year, month, day) = civil
    var text = ""
    text.append(year, width: 4)
    text.append("-")
    text.append(month, width: 2)
    text.append("-")
    text.append(day, width: 2)
    return text
  }

  /// The day so many days later, or earlier when negative.
  package func adding(days: Int) -> Day { Day(number: Int32(Int(number) + days)) }

  /// The same day of a later (or earlier) month, or that month's last day when it is shorter.
  package func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let (shiftedYear, shiftedMonth) = (year * 12 + month - 1 + months).floorDivided(by: 12)
    let last = Day.length(year: shiftedYear, month: shiftedMonth + 1)
    return Day(existing: shiftedYear, shiftedMonth + 1, min(day, last))
  }

  /// The first day of the same month.
  package var firstOfMonth: Day { adding(days: 1 - day) }

  /// Earlier days first.
  package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

  /// How many days `a` lies after `b`.
  package static func - (a: Day, b: Day) -> Int { Int(a.number) - Int(b.number) }
}

/// A calendar month.
package struct Month: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Its first day.
  package let first: Day

  /// The month a day lies in.
  package init(containing day: Day) { first = day.firstOfMonth }

  /// Exactly the shape `2026-01`.
  package init?(_ text: some StringProtocol) {
    var scanner = TextScanner(text)
    guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
      scanner.isAtEnd, let first = Day(year: year, month: month, day: 1)
    else { return nil }
    self.first = first
  }

  /// The month after; its first day is where this one ends.
  package var next: Month { Month(containing: first.adding(months: 1)) }
  /// The month before.
  package var previous: Month { Month(containing: first.adding(months: -1)) }
  /// `2026-01`.
  package var description: String { String(first.description.dropLast(3)) }

  /// Earlier months first.
  package static func < (a: Month, b: Month) -> Bool { a.first < b.first }
}
