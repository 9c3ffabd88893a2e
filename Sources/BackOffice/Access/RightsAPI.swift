import Core
import FoundationEssentials
import HTTP

/// Who may do what over HTTP: by person, and by object.
enum RightsAPI {
  static let objectParameters = [
    QueryParameter("object", "`customer:<id>`, `subscription:<id>`, `centre:<id>` or `service:<id>`."),
    QueryParameter("customerId", "Whose service is meant; one's own customer unless told.", format: "uuid"),
  ]

  static func ofUser(_ call: Call) throws -> Response {
    let answer = try EffectiveRights.of(try call.id(), in: call.work)
    var json = JSONWriter()
    json.object { json in
      json.member("userId", answer.user.id)
      json.member("userName", answer.user.name)
      json.array("grants", answer.grants) { GrantsAPI.write(&$0, $1) }
      json.array("rights", answer.rights) { json, right in
        json.object {
          $0.member("permission", right.permission.rawValue)
          $0.member("organizationId", right.grant.path.organization)
          $0.member("organizationName", right.organizationName)
          write(&$0, through: right.grant)
          $0.member("limitedBy", right.limitedBy)
        }
      }
    }
    return .json(json)
  }

  static func overObject(_ call: Call) throws -> Response {
    let (kind, id) = try object(call)
    let answer = try ObjectRights.over(kind, id, customer: try call.queryID("customerId"), in: call.work)
    var json = JSONWriter()
    json.object { json in
      json.object("object") {
        $0.member("kind", kind.rawValue)
        $0.member("id", ID<AccessObject>(id))
        $0.member("name", answer.target.name)
        $0.member("customerId", answer.target.customer.id)
      }
      json.array("items", answer.entries) { json, entry in
        json.object {
          $0.member("userId", entry.grant.person)
          $0.member("userName", entry.grant.personName)
          $0.member("organizationId", entry.grant.path.organization)
          $0.member("organizationName", entry.organizationName)
          $0.member("permissions", entry.permissions.map(\.rawValue))
          write(&$0, through: entry.grant)
        }
      }
      json.array("above", answer.above) { json, above in
        json.object {
          $0.member("organizationId", above.path.organization)
          $0.member("organizationName", above.name)
          $0.member("level", above.path.level.name)
          $0.member("permissions", above.permissions.map(\.rawValue))
        }
      }
      json.member("withheld", answer.withheld)
    }
    return .json(json)
  }

  /// `?object=<kind>:<id>`.
  static func object(_ call: Call) throws -> (ObjectRights.Kind, UUID) {
    let parts = (call.query("object") ?? "").split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = ObjectRights.Kind(rawValue: String(parts[0])),
      let id = ID<AccessObject>(parts[1])
    else { throw HTTPFault.queryMalformed("object", "rights.object_malformed") }
    return (kind, id.raw)
  }

  private static func write(_ json: inout JSONWriter, through grant: Grants.Record) {
    json.member("grantId", grant.id)
    json.member("role", grant.role.rawValue)
    json.member("serviceIds", grant.services)
    json.member("centreIds", grant.centres)
    json.member("grantedBy", grant.grantedBy)
    json.member("grantedByName", grant.grantedByName)
    json.member("since", grant.grantedAt)
    json.member("expiresAt", grant.expiresAt)
  }
}
