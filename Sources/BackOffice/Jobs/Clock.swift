import Core
import FoundationEssentials
import HTTP
import Postgres

/// The service's clock: the system's, or in a sandbox one that can be moved forward, with all that falls due on the
/// way.
package enum Clock {
  /// Makes this database a sandbox, with its clock set; only while it has no history of its own.
  package static func set(_ instant: Instant, _ service: Service) throws {
    try service.everything { tx, _ in
      tx.enqueue(
        """
        INSERT INTO sandbox_clock (set_to, set_at) VALUES (\(instant), clock_timestamp())
        ON CONFLICT (singleton) DO UPDATE SET set_to = excluded.set_to, set_at = excluded.set_at
        """)
    }
  }

  package static func isSandbox(_ service: Service) throws -> Bool {
    try service.everything { tx, _ in try !tx.rows("SELECT 1 FROM sandbox_clock").isEmpty }
  }

  package static func now(_ service: Service) throws -> Instant { try service.everything { _, now in now } }

  /// Moves forward, stopping at each midnight (UTC) on the way to let jobs do what is due. `progress` is told each stop.
  package static func advance(to target: Instant, _ service: Service, progress: (Instant) -> Void = { _ in }) throws {
    let start = try now(service)
    guard target >= start else { throw Refusal.invalid([Issue("/advanceTo", "clock.backwards")]) }
    guard target.utcDay - start.utcDay <= maximumDays else {
      throw Refusal.invalid([Issue("/advanceTo", "clock.too_far", ["maximum": String(maximumDays)])])
    }
    var day = start.utcDay.adding(days: 1)
    while let midnight = Instant("\(day)T00:00:00Z"), midnight < target {
      try step(to: midnight, service)
      progress(midnight)
      day = day.adding(days: 1)
    }
    try step(to: target, service)
  }

  /// Advancing ten years is far enough for one step.
  private static let maximumDays = 3660

  private static func step(to instant: Instant, _ service: Service) throws {
    try set(instant, service)
    try Jobs.runDue(service)
  }

  static func get(_ call: Call) throws -> Response {
    var json = JSONWriter()
    let sandbox = call.work.service.configuration.sandbox
    json.object {
      $0.member("now", call.work.now)
      $0.member("sandbox", sandbox)
    }
    return .json(json)
  }
}
