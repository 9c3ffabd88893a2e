import Core
import FoundationEssentials
import HTTP
import Postgres

/// The audit trail over HTTP.
enum AuditAPI {
  static let parameters =
    QueryParameter.paging + [
      QueryParameter("actorId", "Only what this person did.", format: "uuid"),
      QueryParameter("objectId", "Only what happened to this object.", format: "uuid"),
      QueryParameter("from", "From this instant on.", format: "date-time"),
      QueryParameter("to", "Before this instant.", format: "date-time"),
    ]

  /// Newest first.
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let rows = try Audit.list(try conditions(call), paging, in: call.work)
    return paging.response(rows, cursor: { [String($0.sequence)] }) { json, record in
      json.object { json in
        json.member("id", ID<Change>(record.id))
        json.member("at", record.at)
        json.object("actor") {
          $0.member("id", record.actor)
          $0.member("name", record.actorName)
        }
        json.member("realActorId", record.realActor)
        json.member("realActorName", record.realActorName)
        json.member("action", record.action)
        json.object("object") {
          $0.member("kind", record.objectKind)
          $0.member("id", ID<Change>(record.objectID))
        }
        for (name, facts) in [("before", record.before), ("after", record.after)] {
          json.name(dynamic: name)
          if let facts { json.embedded(facts) } else { json.null() }
        }
        json.member("requestId", record.requestID)
      }
    }
  }

  private static func conditions(_ call: Call) throws -> [SQL] {
    var conditions: [SQL] = []
    if let id: ID<Person> = try call.queryID("actorId") {
      conditions.append("actor_id = \(id)")
    }
    if let id: ID<Change> = try call.queryID("objectId") {
      conditions.append("object_id = \(id)")
    }
    if let text = call.query("from") {
      guard let from = Instant(text) else { throw HTTPFault.queryMalformed("from", "field.instant_malformed") }
      conditions.append("at >= \(from)")
    }
    if let text = call.query("to") {
      guard let to = Instant(text) else { throw HTTPFault.queryMalformed("to", "field.instant_malformed") }
      conditions.append("at < \(to)")
    }
    return conditions
  }
}
