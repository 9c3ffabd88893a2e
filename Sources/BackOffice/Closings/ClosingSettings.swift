import Core
import FoundationEssentials
import Postgres

/// When a seller's months are closed: by themselves so many days after the month's end, or by hand.
package struct ClosingSettings: Equatable, Sendable {
  package var automatic: Bool
  package var daysAfter: Int
  package var version: Int

  /// Without a choice: by themselves, as soon as the month is over everywhere.
  package static let standard = ClosingSettings(automatic: true, daysAfter: 0, version: 0)

  /// Days after a month's end at most, so that it is closed before the next ends.
  package static let daysAfterAtMost = 27

  package init(automatic: Bool, daysAfter: Int, version: Int = 0) {
    self.automatic = automatic
    self.daysAfter = daysAfter
    self.version = version
  }

  /// Of the organization one acts in.
  package static func current(in work: Work, locking: Bool = false) throws -> ClosingSettings {
    try work.actor.require(.statementsClose)
    let lock: SQL = locking ? "FOR UPDATE" : ""
    let rows = try work.tx.rows(
      """
      SELECT automatic, days_after, version FROM closing_setting WHERE seller_id = \(work.actor.organization) \(lock)
      """)
    return try rows.first.map {
      ClosingSettings(automatic: try $0[0], daysAfter: try $0[1], version: try $0[2])
    } ?? standard
  }

  package static func change(
    to wanted: ClosingSettings, in work: Work, check: (ClosingSettings) throws -> Void = { _ in }
  ) throws -> ClosingSettings {
    let before = try current(in: work, locking: true)
    try check(before)
    guard (0...daysAfterAtMost).contains(wanted.daysAfter) else {
      throw Refusal.invalid([Issue("/daysAfter", "closing.days_out_of_range", ["maximum": "\(daysAfterAtMost)"])])
    }
    let path = work.actor.path
    let version: Int = try work.tx.rows(
      """
      INSERT INTO closing_setting AS c (seller_id, distributor_id, reseller_id, automatic, days_after)
      VALUES (\(path.organization), \(path.distributor), \(path.reseller), \(wanted.automatic), \(wanted.daysAfter))
      ON CONFLICT (seller_id) DO UPDATE SET automatic = excluded.automatic, days_after = excluded.days_after,
        version = c.version + 1
      RETURNING version
      """)[0][0]
    try work.audit(
      "statementClosing.setting_changed", AuditObject("closingSetting", path.organization), on: path,
      before: before.json, after: wanted.json)
    return ClosingSettings(automatic: wanted.automatic, daysAfter: wanted.daysAfter, version: version)
  }

  var json: JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("automatic", automatic)
      $0.member("daysAfter", daysAfter)
    }
    return json
  }
}
