import Core

/// A time zone as its law puts it, for the years the histories live in: minutes east of Greenwich, and when clocks are
/// put forward and back.
struct PlainZone: Sendable {
  /// When summer begins and ends, by the clock of the standard time; `minutes` is how far clocks are put forward.
  struct Summer: Sendable {
    let from: (month: Int, day: Int, minutes: Int)
    let to: (month: Int, day: Int, minutes: Int)
    var minutes = 60
  }

  let name: String
  let standard: Int
  var summer: Summer?

  /// From the last day on earth to end to the first to begin.
  static let all = [
    PlainZone(name: "Etc/GMT+12", standard: -720),
    PlainZone(name: "Pacific/Pago_Pago", standard: -660),
    PlainZone(name: "Pacific/Marquesas", standard: -570),
    // Clocks go forward on the second Sunday in March at 2:00, back on the first in November at 2:00 of summer time.
    PlainZone(name: "America/St_Johns", standard: -210, summer: Summer(from: (3, 8, 120), to: (11, 1, 60))),
    PlainZone(name: "Europe/London", standard: 0, summer: Summer(from: (3, 25, 60), to: (10, 25, 60))),
    PlainZone(name: "Europe/Zurich", standard: 60, summer: Summer(from: (3, 25, 120), to: (10, 25, 120))),
    PlainZone(name: "Asia/Kolkata", standard: 330),
    PlainZone(name: "Asia/Kathmandu", standard: 345),
    PlainZone(name: "Australia/Adelaide", standard: 570, summer: Summer(from: (10, 1, 120), to: (4, 1, 120))),
    PlainZone(
      name: "Australia/Lord_Howe", standard: 630, summer: Summer(from: (10, 1, 120), to: (4, 1, 90), minutes: 30)),
    PlainZone(name: "Pacific/Chatham", standard: 765, summer: Summer(from: (9, 24, 165), to: (4, 1, 165))),
    PlainZone(name: "Pacific/Kiritimati", standard: 840),
  ]

  /// Minutes east of Greenwich at an instant, in seconds since 1970.
  func offset(at seconds: Int) -> Int {
    guard let summer else { return standard }
    let clock = seconds + standard * 60
    let year = PlainCalendar.shared.civil(clock / 86_400).year
    let from = PlainZone.moment(year, summer.from)
    let to = PlainZone.moment(year, summer.to)
    // South of the equator summer spans the new year.
    let isSummer = from < to ? clock >= from && clock < to : clock >= from || clock < to
    return standard + (isSummer ? summer.minutes : 0)
  }

  private static func moment(_ year: Int, _ rule: (month: Int, day: Int, minutes: Int)) -> Int {
    PlainCalendar.shared.sunday(year, rule.month, rule.day) * 86_400 + rule.minutes * 60
  }

  /// The day it is at an instant, counted by Core.
  func day(at now: Instant) -> Day {
    now.adding(seconds: Int64(offset(at: Int(now.microseconds / 1_000_000)) * 60)).utcDay
  }

  /// The instant a clock there shows a time of a day, in seconds of the day; where no clock does, the one an hour on.
  func instant(_ day: Int, at time: Int) -> Instant {
    let clock = day * 86_400 + time
    let guess = clock - standard * 60
    let seconds = clock - offset(at: guess) * 60
    return Instant(microseconds: Int64(seconds) * 1_000_000)
  }
}
