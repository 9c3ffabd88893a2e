import BackOffice
import Core
import HTTP
import Postgres
import Testing

extension World {
  /// A page of the renewal desk, all that fits on it.
  func renewals(_ query: String = "", as person: String = "reseller") throws -> [JSONValue] {
    let answer = try send(.get, "/api/v1/renewals?limit=200\(query.isEmpty ? "" : "&\(query)")", as: person)
    #expect(answer.status == 200, "\(query): \(answer.text)")
    return answer.items
  }

  /// `kind deadline quantity` of each deadline of one subscription listed.
  func told(_ subscription: String, _ query: String = "", as person: String = "reseller") throws -> [String] {
    try renewals(query, as: person).filter { $0["subscriptionId"]?.string == subscription }.map {
      "\($0["kind"]?.string ?? "") \($0["deadline"]?.string ?? "")"
    }
  }

  /// Lets a subscription's term end on a day, wherever its days are counted.
  func end(_ subscription: String, on day: String, zone: String = "Europe/Zurich") throws {
    _ = try owner(
      """
      UPDATE subscription SET term_end = \(Day(day))::date, cycle_to = \(Day(day))::date, time_zone = \(zone)
      WHERE id = \(ID<Subscription>(subscription))
      """
    ) { _ in }
  }

  func decide(_ body: String, as person: String = "reseller", preview: Bool = false) throws -> Answer {
    try send(.post, "/api/v1/renewals/decisions\(preview ? "?preview=true" : "")", as: person, body)
  }

  func filledIn(_ path: String, _ body: String, as person: String) throws -> Answer {
    let type = [("Content-Type", "application/x-www-form-urlencoded")]
    return try send(.post, path, as: person, body, headers: type)
  }

  /// Sets the sandbox's clock, without any job.
  func set(_ instant: String) throws { try Clock.set(try #require(Instant(instant)), office) }
}
