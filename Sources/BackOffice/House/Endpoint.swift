import Core
import HTTP
import Postgres

/// What a route demands before its handler runs.
package enum Access: Hashable, Sendable {
  /// Nobody needs to be signed in.
  case open
  /// Somebody is signed in; what they see is their own.
  case signedIn
  /// Somebody is signed in and holds the permission in the organization they act in.
  case needs(Permission)
  /// A customer's SCIM token, which opens nothing else.
  case provisioning

  /// Whether changes behind it are about accounts, grants or secrets, one's own included.
  var concernsAccounts: Bool {
    switch self {
    case .open, .provisioning: false
    case .signedIn: true
    case .needs(let permission):
      [.usersManage, .grantsManage, .delegationsManage, .clientsManage, .actAs, .identityManage].contains(permission)
    }
  }
}

/// What answers a route, with everything that is said about it: the dispatcher serves it, OpenAPI describes it.
package struct Endpoint: Sendable {
  package enum Surface: Sendable { case api, page, plain, scim }

  package enum Handler: Sendable {
    case open(@Sendable (OpenCall) throws -> Response)
    case acting(@Sendable (Call) throws -> Response)
    case provisioning(@Sendable (Call) throws -> Response)
  }

  package let surface: Surface
  package let access: Access
  package let handler: Handler
  package var documentation: Documentation?
  /// The query parameters it knows; any other is an error.
  package var query: [QueryParameter] = []
  /// Shown again, with what is wrong, when a form is refused.
  package var shows: (@Sendable (Call) throws -> Response)?
}

/// What OpenAPI says of a route.
package struct Documentation: Sendable {
  /// operationId, e.g. `changeSubscription`.
  package let id: String
  package let tag: String
  package let summary: String
  /// Name of the component schema of the body; nil: no body.
  package var body: String?
  /// Where the body is no JSON: its media type.
  package var bodyType: String?
  /// Name of the component schema of the answer; nil: none.
  package var answer: String?
  package var bodyIsOptional = false
  package var isList = false
  package var status = 200
  /// Whether `?preview=true` is understood.
  package var previews = false
  /// Name of the component schema of a preview's answer, where it is no amount of money.
  package var preview: String?
  /// Whether it may be answered by a request that waits for approval.
  package var waits = false
}

package struct QueryParameter: Sendable {
  package let name: String
  package let summary: String
  package var format: String?

  package init(_ name: String, _ summary: String, format: String? = nil) {
    self.name = name
    self.summary = summary
    self.format = format
  }

  package static let paging: [QueryParameter] = [
    QueryParameter("limit", "Items a page, 1 to 200; 50 unless told.", format: "int32"),
    QueryParameter("cursor", "`nextCursor` of the page before."),
  ]
  package static let preview = QueryParameter(
    "preview", "`true`: checks and computes, keeps nothing.", format: "boolean")
}

/// A request nobody has signed in for.
package struct OpenCall {
  package let request: Request
  package let parameters: [String: String]
  package let office: Office
}

/// A request of somebody, inside their transaction.
package struct Call {
  package let request: Request
  package let parameters: [String: String]
  package let work: Work
  /// The refusal that a form is shown again with.
  package var refusal: Refusal?

  package var actor: Actor { work.actor }
  package var tx: Transaction { work.tx }

  /// An id in the path; one that is malformed belongs to nothing, so it is not found.
  package func id<Entity>(_ name: String = "id", of _: Entity.Type = Entity.self) throws(Refusal) -> ID<Entity> {
    guard let id = ID<Entity>(parameters[name] ?? "") else { throw .notFound }
    return id
  }

  package func query(_ name: String) -> String? { request.query.first { $0.name == name }?.value }

  /// An id among the query parameters; nil when it is not there.
  package func queryID<Entity>(_ name: String, of _: Entity.Type = Entity.self) throws -> ID<Entity>? {
    guard let text = query(name) else { return nil }
    guard let id = ID<Entity>(text) else { throw HTTPFault.queryMalformed(name, "field.id_malformed") }
    return id
  }

  /// Whether a query parameter says `true`; false when it is not there.
  package func queryFlag(_ name: String) throws -> Bool {
    guard let text = query(name) else { return false }
    guard text == "true" || text == "false" else { throw HTTPFault.queryMalformed(name, "query.boolean_expected") }
    return text == "true"
  }

  /// A day among the query parameters; nil when it is not there.
  package func queryDay(_ name: String) throws -> Day? {
    guard let text = query(name) else { return nil }
    guard let day = Day(text) else { throw HTTPFault.queryMalformed(name, "field.day_malformed") }
    return day
  }

  package var isPreview: Bool { query("preview") == "true" }

  private var mediaType: String? {
    request.headers["Content-Type"]?.split(separator: ";").first.map { Text.trimmed($0).lowercased() }
  }

  /// The body, if it is announced as of this media type.
  package func body(of type: String) -> [UInt8]? { mediaType == type ? request.body : nil }

  /// The JSON body's members.
  package func fields() throws -> Fields { try Fields(json()) }

  /// The JSON body as it came.
  package func json() throws -> JSONValue {
    let type = mediaType
    guard type == "application/json" || type == "application/merge-patch+json" else { throw HTTPFault.unsupportedMedia }
    guard let value = JSONValue(parsing: request.body) else { throw HTTPFault.unparsable }
    return value
  }

  /// Compares the caller's `If-Match` with the version about to be changed.
  package func checkMatch(_ version: Int) throws(Refusal) {
    guard let condition = request.headers["If-Match"], condition != "*" else { return }
    let tags = condition.split(separator: ",").map { Text.trimmed($0) }
    guard tags.contains("\"\(version)\"") else { throw .stale }
  }
}

/// What is wrong with a request before any of it has meaning.
package enum HTTPFault: Error {
  case unparsable, unsupportedMedia, unauthenticated, csrf
  case tooMany(retryAfterSeconds: Int, Code)
  /// The password is right; the code of the second factor is missing or wrong.
  case secondFactor(Code)
  case queryUnknown([String])
  case queryMalformed(String, Code)
  case notAllowed([Method])
}
