import Core
import Testing

@Test(arguments: [
  ("1970-01-01", 0), ("1970-01-02", 1), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-01-15", 20_468),
  ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
])
func `a day is its number since 1970`(_ text: String, _ number: Int32) throws {
  let day = try #require(Day(text))
  #expect(day.number == number)
  #expect(Day(number: number).description == text)
}

@Test func `every day of eight centuries follows the one before`() throws {
  var expected = try #require(Day(year: 1600, month: 1, day: 1))
  for year in 1600..<2400 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    for (index, length) in [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
      for number in 1...length {
        let day = Day(year: year, month: index + 1, day: number)
        guard day == expected, expected.year == year, expected.month == index + 1, expected.day == number else {
          #expect(day == expected)
          return
        }
        expected = expected.adding(days: 1)
      }
      #expect(Day(year: year, month: index + 1, day: length + 1) == nil)
    }
  }
}

@Test(arguments: [
  "", "2026-1-15", "2026-01-5", "26-01-15", "2026/01/15", "2026-01-15 ", " 2026-01-15", "2026-02-29", "2026-04-31",
  "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "0000-01-01", "+026-01-15", "-026-01-15", "2026-01-15Z",
  "2026-01-1５", "1900-02-29", "02026-01-15", "2026-01-150",
])
func `what does not exist or is not written like a day is none`(_ text: String) { #expect(Day(text) == nil) }

@Test(arguments: [(0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 2, 30), (2026, 1, -1), (.min, 1, 1)])
func `parts that make no day give none`(_ year: Int, _ month: Int, _ number: Int) {
  #expect(Day(year: year, month: month, day: number) == nil)
}

@Test(arguments: [
  ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-01-31", 2, "2026-03-31"),
  ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", 12, "2027-01-15"), ("2026-12-31", 2, "2027-02-28"),
  ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"), ("2026-01-15", -13, "2024-12-15"),
])
func `adding months stops at the month's end`(_ from: String, _ months: Int, _ to: String) {
  #expect(day(from).adding(months: months) == day(to))
}

@Test func `days are counted and compared`() {
  #expect(day("2026-02-15") - day("2026-01-15") == 31)
  #expect(day("2026-01-15") - day("2026-02-15") == -31)
  #expect(day("2026-01-31").adding(days: 1) == day("2026-02-01"))
  #expect(day("2026-01-31") < day("2026-02-01"))
  #expect(day("2026-01-31").firstOfMonth == day("2026-01-01"))
}

@Test func `a month has a first day and neighbours`() throws {
  let month = try #require(Month("2026-01"))
  #expect(month == Month(containing: day("2026-01-31")))
  #expect(month.first == day("2026-01-01"))
  #expect(month.next.description == "2026-02")
  #expect(month.previous.description == "2025-12")
  #expect(month.previous < month)
}

@Test(arguments: ["", "2026", "2026-1", "2026-13", "2026-00", "0000-01", "2026-01-15", "2026-01 ", "202601"])
func `anything but year and month is no month`(_ text: String) { #expect(Month(text) == nil) }

@Test(arguments: [
  ("1970-01-01T00:00:00Z", 0), ("2026-01-15T09:30:00Z", 1_768_469_400_000_000),
  ("2026-01-15T10:30:00+01:00", 1_768_469_400_000_000), ("2026-01-15T04:00:00-05:30", 1_768_469_400_000_000),
  ("1970-01-01T00:00:00.5Z", 500_000), ("1970-01-01T00:00:00.1234567Z", 123_456), ("1969-12-31T23:59:59.999999Z", -1),
  ("1970-01-01T00:00:00-00:00", 0), ("1970-01-01T00:00:00.12345678901234567890123456789Z", 123_456),
])
func `an instant is read from RFC 3339`(_ text: String, _ microseconds: Int64) throws {
  #expect(try #require(Instant(text)).microseconds == microseconds)
}

@Test(arguments: [
  "", "2026-01-15", "2026-01-15T09:30:00", "2026-01-15 09:30:00Z", "2026-01-15T24:00:00Z", "2026-01-15T09:60:00Z",
  "2026-01-15T09:30:60Z", "2026-01-15T09:30Z", "2026-01-15T09:30:00.Z", "2026-01-15T09:30:00+0100",
  "2026-01-15T09:30:00+24:00", "2026-01-15T09:30:00+01:60", "2026-01-15T09:30:00Z ", "2026-02-30T09:30:00Z",
  "2026-01-15t09:30:00z", "2026-01-15T9:30:00Z", "2026-01-15T09:30:00,5Z", "2026-01-15T09:30:00ZZ",
  "2026-01-15T09:30:00+01", "2026-01-15T-9:30:00Z",
])
func `anything else is no instant`(_ text: String) { #expect(Instant(text) == nil) }

@Test func `an instant is written in whole seconds and lies on a day`() {
  #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59Z")
  #expect(Instant(microseconds: -1).utcDay == day("1969-12-31"))
  #expect(at("2026-01-15T23:59:59.9Z").description == "2026-01-15T23:59:59Z")
  #expect(at("2026-01-15T23:59:59Z").adding(seconds: 1).utcDay == day("2026-01-16"))
  #expect(at("2026-01-15T09:30:00Z") < at("2026-01-15T09:30:00.000001Z"))
}

@Test(arguments: [
  ("P1Y", 12, 0, 0, "P1Y"), ("P3Y", 36, 0, 0, "P3Y"), ("P12M", 12, 0, 0, "P1Y"), ("P1M", 1, 0, 0, "P1M"),
  ("P18M", 18, 0, 0, "P1Y6M"), ("P14D", 0, 14, 0, "P14D"), ("P2W", 0, 14, 0, "P14D"), ("PT72H", 0, 0, 72, "PT72H"),
  ("P1Y2M3DT4H", 14, 3, 4, "P1Y2M3DT4H"), ("P0D", 0, 0, 0, "P0D"), ("PT0H", 0, 0, 0, "P0D"), ("P7D", 0, 7, 0, "P7D"),
])
func `a period is read and written canonically`(
  _ text: String, _ months: Int, _ days: Int, _ hours: Int, _ canonical: String
) throws {
  let period = try #require(Period(text))
  #expect(period == Period(months: months, days: days, hours: hours))
  #expect(period.description == canonical)
}

@Test(arguments: [
  "", "P", "PT", "1Y", "P1", "PY", "P-1Y", "-P1Y", "+P1Y", "P1.5Y", "P1M1Y", "P1D1W", "P1H", "PT1M", "PT60S", "P1YT",
  "P1Y ", "p1y", "P1Y1Y", "P100000D", "P99999999999999999999Y", "T72H", "PT72", "P1DT", "P１Y",
])
func `anything else is no period`(_ text: String) { #expect(Period(text) == nil) }

@Test func `a period moves a day by the calendar and an instant by the clock`() {
  #expect(period("P1M1D").added(to: day("2026-01-31")) == day("2026-03-01"))
  #expect(period("PT72H").added(to: day("2026-01-31")) == day("2026-01-31"))
  #expect(period("PT72H").added(to: at("2026-01-15T09:30:00Z")) == at("2026-01-18T09:30:00Z"))
  #expect(period("P1M7D").added(to: at("2026-01-01T00:00:00Z")) == at("2026-02-07T00:00:00Z"))
}
