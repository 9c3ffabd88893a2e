import Core
import FoundationEssentials
import HTTP

/// Sessions and tokens of a person over HTTP.
enum SessionsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let sessions = try Sessions.list(of: try call.id(), paging, in: call.work)
    return paging.response(sessions, cursor: { [$0.id.description] }) { json, session in
      json.object {
        $0.member("id", session.id)
        $0.member("kind", session.kind.rawValue)
        $0.member("name", session.name)
        $0.member("scopes", session.scopes)
        $0.member("createdAt", session.createdAt)
        $0.member("expiresAt", session.expiresAt)
        $0.member("address", session.address)
        $0.member("device", session.device)
        $0.member("current", session.isCurrent)
      }
    }
  }

  static func end(_ call: Call) throws -> Response {
    try Sessions.end(try call.id("sid"), of: try call.id(), in: call.work)
    return .noContent
  }

  static func endAll(_ call: Call) throws -> Response {
    let tokens = call.query("tokens")
    guard tokens == nil || tokens == "true" || tokens == "false" else {
      throw HTTPFault.queryMalformed("tokens", "query.boolean_expected")
    }
    try Sessions.endAll(of: try call.id(), tokens: tokens == "true", in: call.work)
    return .noContent
  }
}
