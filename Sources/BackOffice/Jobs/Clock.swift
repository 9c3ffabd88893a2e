import Core
import FoundationEssentials
import HTTP
import Postgres

/// The service's clock: the system's, or in a sandbox one that can be moved forward, with all that falls due on the
/// way.
package enum Clock {
  /// Makes this database a sandbox, with its clock set; only while it has no history of its own.
  package static func set(_ instant: Instant, _ office: Office) throws {
    try office.everything { tx, _ in
      tx.enqueue(
        """
        INSERT INTO sandbox_clock (set_to, set_at) VALUES (\(instant), clock_timestamp())
        ON CONFLICT (singleton) DO UPDATE SET set_to = excluded.set_to, set_at = excluded.set_at
        """)
    }
  }

  package static func isSandbox(_ office: Office) throws -> Bool {
    try office.everything { tx, _ in try !tx.rows("SELECT 1 FROM sandbox_clock").isEmpty }
  }

  package static func now(_ office: Office) throws -> Instant { try office.everything { _, now in now } }

  /// Moves forward, stopping at each midnight (UTC) on the way to let jobs do what is due; `progress` is told of each.
  package static func advance(to target: Instant, _ office: Office, progress: (Instant) -> Void = { _ in }) throws {
    let start = try now(office)
    guard target >= start else { throw Refusal.invalid([Issue("/advanceTo", "clock.backwards")]) }
    guard target.utcDay - start.utcDay <= maximumDays else {
      throw Refusal.invalid([Issue("/advanceTo", "clock.too_far", ["maximum": String(maximumDays)])])
    }
    var day = start.utcDay.adding(days: 1)
    while let midnight = Instant("\(day)T00:00:00Z"), midnight < target {
      try step(to: midnight, office)
      progress(midnight)
      day = day.adding(days: 1)
    }
    try step(to: target, office)
  }

  /// Advancing ten years is far enough for one step.
  private static let maximumDays = 3660

  private static func step(to instant: Instant, _ office: Office) throws {
    try set(instant, office)
    try Jobs.runDue(office)
  }

  static func get(_ call: Call) throws -> Response {
    var json = JSONWriter()
    let sandbox = call.work.office.configuration.sandbox
    json.object {
      $0.member("now", call.work.now)
      $0.member("sandbox", sandbox)
    }
    return .json(json)
  }
}

extension Clock {
  /// POST `{"advanceTo": "2026-02-01T00:00:00Z"}`.
  static func post(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let target = fields.parsed("advanceTo", required: true, "field.instant_malformed") { Instant($0) }
    try fields.check()
    guard call.work.office.configuration.sandbox else { throw Refusal.denied("clock.not_a_sandbox") }
    guard let target else { throw Refusal.notFound }
    try advance(to: target, call.work.office)
    var json = JSONWriter()
    let now = try now(call.work.office)
    json.object {
      $0.member("now", now)
      $0.member("sandbox", true)
    }
    return .json(json)
  }
}
