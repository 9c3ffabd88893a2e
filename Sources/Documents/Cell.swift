/// One value of an exported table; its kind decides how CSV, Excel and PDF write it.
package enum Cell: Sendable, Hashable {
  /// Words of any origin. A spreadsheet never takes them for a formula.
  case text(String)
  /// An identifier: kept as text even where it is all digits.
  case id(String)
  /// An exact decimal such as `-12.30`: optional minus, digits, optionally a point and digits.
  case decimal(String)
  case integer(Int)
  /// A day as `2026-01-15`.
  case day(String)
  case empty

  /// What to write, and whether it is what its kind promises; a `decimal("=1+1")` is treated as text.
  var content: Content {
    switch self {
    case .text(let text), .id(let text): .text(text)
    case .decimal(let text): Cell.isDecimal(text) ? .number(text) : .text(text)
    case .integer(let value): .number(String(value))
    case .day(let text): CalendarDay(text).map { .day($0, text) } ?? .text(text)
    case .empty: .nothing
    }
  }

  enum Content {
    case text(String)
    case number(String)
    case day(CalendarDay, String)
    case nothing
  }

  private static func isDecimal(_ text: String) -> Bool {
    let unsigned = text.utf8.dropFirst(text.hasPrefix("-") ? 1 : 0)
    let parts = unsigned.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
  }
}

/// The parts of a day written `2026-01-15`.
struct CalendarDay {
  let year: Int32
  let month: Int32
  let day: Int32

  /// Nil unless the text has exactly this shape and names a day of the Gregorian calendar.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy(isDigit) else { return nil }
    let numbers = parts.map { $0.reduce(Int32(0)) { $0 * 10 + Int32($1 - UInt8(ascii: "0")) } }
    (year, month, day) = (numbers[0], numbers[1], numbers[2])
    guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
  }

  private static func days(in month: Int32, of year: Int32) -> Int32 {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
