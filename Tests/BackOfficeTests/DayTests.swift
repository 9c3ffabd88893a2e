import Core
import Foundation
import Testing

// Days are PostgreSQL's to tell, by its own tables of time zones; here others are asked.

@Test func `every zone's days are those of the system's calendar, around the clock and around clock changes`() throws {
  let world = try World()
  let zones = [
    "Etc/GMT+12", "Pacific/Pago_Pago", "Pacific/Marquesas", "America/St_Johns", "Europe/London", "Europe/Zurich",
    "Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Chatham",
    "Pacific/Kiritimati",
  ]
  // Seven minutes short of a day apart: every time of the day, every day of four years.
  let instants = (0..<1_468).map { Instant(microseconds: 1_704_067_200_000_000 + Int64($0) * 85_980_000_000) }
  for zone in zones {
    let days = try world.owner(
      "SELECT (t AT TIME ZONE \(zone))::date FROM unnest(\(instants)) WITH ORDINALITY i (t, n) ORDER BY n"
    ) { try $0[0] as Day }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: zone))
    let wrong = zip(instants, days).filter { instant, day in
      let date = Date(timeIntervalSince1970: Double(instant.microseconds / 1_000_000))
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      return parts.year != day.year || parts.month != day.month || parts.day != day.day
    }
    #expect(days.count == instants.count && wrong.isEmpty, "\(zone): \(wrong.prefix(3))")
  }
}
