import Core
import Testing

@Test(
  arguments: [
    ("2026-01-15", "2026-01-15", 1, "2026-01-15", "2026-01-15", "2026-02-15", 31),
    ("2026-01-15", "2026-01-15", 1, "2026-02-14", "2026-01-15", "2026-02-15", 31),
    ("2026-01-15", "2026-01-15", 1, "2026-02-15", "2026-02-15", "2026-03-15", 28),
    ("2026-01-31", "2026-01-31", 1, "2026-02-27", "2026-01-31", "2026-02-28", 28),
    ("2026-01-31", "2026-01-31", 1, "2026-02-28", "2026-02-28", "2026-03-31", 31),
    ("2026-01-31", "2026-01-31", 1, "2026-04-30", "2026-04-30", "2026-05-31", 31),
    ("2028-01-30", "2028-01-30", 1, "2028-02-29", "2028-02-29", "2028-03-30", 30),
    ("2024-02-29", "2024-02-29", 12, "2025-03-01", "2025-02-28", "2026-02-28", 365),
    ("2024-02-29", "2024-02-29", 12, "2028-02-29", "2028-02-29", "2029-02-28", 365),
    ("2026-01-15", "2026-01-15", 36, "2029-01-14", "2026-01-15", "2029-01-15", 1_096),
    ("2026-01-15", "2026-01-15", 1, "2126-01-20", "2126-01-15", "2126-02-15", 31),
    // Aligned ends: the anchor is the end, the first cycle is cut short and knows its full length.
    ("2026-01-15", "2026-02-01", 1, "2026-01-20", "2026-01-15", "2026-02-01", 31),
    ("2026-01-15", "2026-12-01", 1, "2026-01-20", "2026-01-15", "2026-02-01", 31),
    ("2026-01-15", "2026-12-01", 1, "2026-02-20", "2026-02-01", "2026-03-01", 28),
    ("2026-01-31", "2026-02-15", 1, "2026-02-01", "2026-01-31", "2026-02-15", 28),
    ("2026-01-15", "2026-08-31", 12, "2026-05-01", "2026-01-15", "2026-08-31", 365),
    ("2026-02-28", "2026-05-31", 1, "2026-03-30", "2026-02-28", "2026-03-31", 31),
  ] as [(String, String, Int, String, String, String, Int)])
func `a day lies in the cycle counted from the anchor`(
  _ start: String, _ anchor: String, _ months: Int, _ today: String, _ from: String, _ to: String, _ fullDays: Int
) throws {
  let schedule = BillingSchedule(start: day(start), anchor: day(anchor), months: months)
  let cycle = try #require(schedule.cycle(containing: day(today)))
  #expect(cycle == Cycle(from: day(from), to: day(to), fullDays: fullDays))
  #expect(cycle.days == day(to) - day(from))
  #expect(schedule.next(after: cycle).from == cycle.to)
}

@Test(arguments: [("2026-01-15", "2026-01-14"), ("2026-01-15", "2025-01-15"), ("2026-01-15", "0001-01-01")])
func `there is no cycle before the start`(_ start: String, _ today: String) {
  let aligned = BillingSchedule(start: day(start), anchor: day("2026-06-01"), months: 1)
  #expect(aligned.cycle(containing: day(today)) == nil)
  #expect(BillingSchedule(start: day(start), anchor: day(start), months: 1).cycle(containing: day(today)) == nil)
}

@Test(arguments: [28, 29, 30, 31], [1, 2, 3, 6, 12, 36])
func `cycles follow each other without gap or drift`(_ anchorDay: Int, _ months: Int) throws {
  let start = day("2024-01-01").adding(days: anchorDay - 1)
  let schedule = BillingSchedule(start: start, anchor: start, months: months)
  var cycle = try #require(schedule.cycle(containing: start))
  for index in 1...60 {
    let next = schedule.next(after: cycle)
    #expect(next.from == start.adding(months: index * months))
    #expect(next.fullDays == next.days)
    #expect(schedule.cycle(containing: next.from.adding(days: -1)) == cycle)
    cycle = next
  }
}

@Test func `a trial of fourteen days is one cycle of fourteen days`() {
  let schedule = BillingSchedule(start: day("2026-01-31"), anchor: day("2026-01-31"), length: period("P14D"))
  let trial = Cycle(from: day("2026-01-31"), to: day("2026-02-14"), fullDays: 14)
  #expect(schedule.cycle(containing: day("2026-02-13")) == trial)
  #expect(schedule.next(after: trial) == Cycle(from: day("2026-02-14"), to: day("2026-02-28"), fullDays: 14))
}
