import Core

/// One entry of a calendar.
struct CalendarEvent {
  enum Start {
    /// All of a day.
    case day(Day)
    /// A moment.
    case instant(Instant)
  }

  /// The same for as long as it is the same event.
  let uid: String
  let starts: Start
  let changedAt: Instant
  /// Counts its changes.
  let revision: Int
  let summary: String
  let description: String
  let url: String
  /// How many days before it programs remind of it.
  let noticeDays: Int
}

/// A calendar as programs subscribe to it: iCalendar, RFC 5545.
struct CalendarFile {
  let name: String
  let events: [CalendarEvent]

  /// Lines end in CRLF and hold at most 75 octets.
  var text: String {
    let head = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Comptoir//Renewals//EN", "CALSCALE:GREGORIAN",
      "X-WR-CALNAME:\(CalendarFile.escaped(name))", "X-PUBLISHED-TTL:PT1H", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    let lines = head + events.flatMap(CalendarFile.lines) + ["END:VCALENDAR"]
    return lines.map(CalendarFile.folded).joined()
  }

  private static func lines(_ event: CalendarEvent) -> [String] {
    let start =
      switch event.starts {
      case .day(let day): "DTSTART;VALUE=DATE:\(compact(day.description))"
      case .instant(let instant): "DTSTART:\(compact(instant.description))"
      }
    return [
      "BEGIN:VEVENT", "UID:\(event.uid)", "DTSTAMP:\(compact(event.changedAt.description))",
      "SEQUENCE:\(event.revision)", start, "SUMMARY:\(escaped(event.summary))",
      "DESCRIPTION:\(escaped(event.description))", "URL:\(event.url)", "TRANSP:TRANSPARENT", "BEGIN:VALARM",
      "ACTION:DISPLAY", "DESCRIPTION:\(escaped(event.summary))", "TRIGGER:-P\(event.noticeDays)D", "END:VALARM",
      "END:VEVENT",
    ]
  }

  /// `20260115` of `2026-01-15`, `20260115T093000Z` of an instant.
  private static func compact(_ text: String) -> String { text.filter { $0 != "-" && $0 != ":" } }

  /// Text as a property's value: backslash, semicolon, comma and line ends escaped, other control characters left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\t": result.unicodeScalars.append(scalar)
      default: if scalar.value >= 0x20 && scalar.value != 0x7F { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// A line in pieces of at most 75 octets, each further one behind a space; characters are never split.
  static func folded(_ line: String) -> String {
    var result = ""
    var octets = 0
    for scalar in line.unicodeScalars {
      let length = UTF8.width(scalar)
      if octets + length > longest {
        result += "\r\n "
        octets = 1
      }
      result.unicodeScalars.append(scalar)
      octets += length
    }
    return result + "\r\n"
  }

  private static let longest = 75
}
