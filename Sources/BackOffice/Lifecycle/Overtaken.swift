import Core
import HTTP
import Postgres

/// Two people at once: one wins, the other is told what changed since.
enum Overtaken {
  /// The hidden field of forms that says which version was before the reader's eyes.
  static let field = "seenVersion"

  /// That field, for a form about a record as it is stored.
  static func hidden(_ record: SubscriptionRecord) -> (String, String) {
    (field, "\(record.subscription.version)")
  }

  /// Compares the version the caller had before their eyes, by `If-Match` or a form's hidden field, with the one about
  /// to be changed.
  static func check(_ call: Call, _ record: SubscriptionRecord) throws {
    let version = record.subscription.version
    do {
      try call.checkMatch(version)
    } catch Refusal.stale {
      throw try refusal(since: seen(call.request.headers["If-Match"]), record, call)
    }
    guard let text = Form(call.request)?.first(field) else { return }
    guard Int(text) == version else { throw try refusal(since: Int(text), record, call) }
  }

  /// The number in an entity tag.
  private static func seen(_ condition: String?) -> Int? {
    condition.flatMap { Int(Text.trimmed($0).filter { $0 != "\"" }) }
  }

  /// Only what is known is told: the changes after a version that was really seen.
  private static func refusal(since seen: Int?, _ record: SubscriptionRecord, _ call: Call) throws -> Refusal {
    guard let seen, seen < record.subscription.version else { return .stale }
    let rows = try call.tx.rows(
      """
      SELECT kind, actor_name, at, (SELECT string_agg(f.key, ',' ORDER BY f.key) FROM jsonb_each(after) f
        WHERE before->f.key IS DISTINCT FROM f.value) FROM subscription_change
      WHERE subscription_id = \(record.id) AND version > \(seen) ORDER BY number DESC LIMIT \(toldChanges)
      """)
    let told = rows.isEmpty ? [LifecycleRoomWords.licencesMoved.in(call.actor.language)] : try told(rows, call)
    return .overtaken("subscription.overtaken", ["changes": told.joined(separator: "; ")])
  }

  /// What happened, by whom, when and to what, oldest first.
  private static func told(_ rows: Rows, _ call: Call) throws -> [String] {
    let language = call.actor.language
    return try rows.reversed().map { row in
      let fields = (try row[3] as String? ?? "").split(separator: ",").map(String.init)
      return LifecycleRoomWords.happened.in(
        language,
        [
          "what": ChangeWords.kind(try row[0]).in(language), "who": try row[1], "when": Portal.clockText(try row[2]),
          "fields": LifecycleRoomWords.fields(fields, language),
        ])
    }
  }

  /// So many of the latest changes are told.
  private static let toldChanges = 5
}
