import Core
import HTTP

/// What SCIM says otherwise than the rest: its media type, its errors, its parameters.
extension OpenAPIOperation {
  var isSCIM: Bool { endpoint.surface == .scim }

  private static let failures: [(status: String, summary: String)] = [
    ("400", "The body, filter, path or value is wrong; scimType says which."),
    ("401", "No token that counts here."), ("403", "Not for a provider to do."), ("404", "Not there."),
    ("409", "Taken by another, or changed meanwhile."), ("412", "If-Match names an earlier version."),
    ("413", "The body is too large."), ("415", "The body is not announced as JSON."), ("501", "Not offered."),
  ]

  /// The statuses it may be refused with.
  private var scimRefusals: Set<String> {
    if documentation.status == 501 { return ["401", "501"] }
    var statuses: Set<String> = ["401"]
    if !pathParameters.isEmpty { statuses.insert("404") }
    if documentation.body != nil { statuses.formUnion(["400", "413", "415"]) }
    if !endpoint.query.isEmpty { statuses.insert("400") }
    if takesIfMatch || method == .delete { statuses.formUnion(["403", "409", "412"]) }
    if documentation.status == 201 { statuses.insert("409") }
    return statuses
  }

  func writeSCIMResponses(_ json: inout JSONWriter) {
    if documentation.status != 501 {
      json.object(dynamic: String(documentation.status)) { json in
        json.member("description", documentation.status == 204 ? "Done." : documentation.summary)
        OpenAPIHeader.write([.requestID], to: &json)
        guard let answer = documentation.answer else { return }
        json.object("content") { json in
          json.object(dynamic: SCIMResponse.type) { OpenAPIOperation.writeMedia(.named(answer), &$0) }
        }
      }
    }
    for (status, summary) in OpenAPIOperation.failures where scimRefusals.contains(status) {
      json.object(dynamic: status) { json in
        json.member("description", summary)
        OpenAPIHeader.write([.requestID], to: &json)
        json.object("content") { json in
          json.object(dynamic: SCIMResponse.type) { $0.member("schema", JSONSchema.named("ScimError")) }
        }
      }
    }
  }

  func writeSCIMBody(_ body: String, _ json: inout JSONWriter) {
    json.object("requestBody") { json in
      json.member("required", true)
      json.object("content") { json in
        json.object(dynamic: SCIMResponse.type) { OpenAPIOperation.writeMedia(.named(body), &$0) }
        json.object("application/json") { $0.member("schema", JSONSchema.named(body)) }
      }
    }
  }

  /// A parameter that only SCIM has; nil for any other.
  func scimSchema(ofParameter name: String) -> JSONSchema? {
    guard isSCIM else { return nil }
    return switch name {
    case "id" where pattern.contains("/Schemas/"): .text(SCIMSchema.user.id)
    case "id" where pattern.contains("/ResourceTypes/"): .text("User")
    case "filter": .text("userName eq \"lea.hofer@comptoir.test\"", upTo: SCIMFilter.longest)
    case "sortBy": .text("name.familyName")
    case "sortOrder": .choice(["ascending", "descending"], "ascending")
    case "startIndex": .count(1)
    case "count": .count(SCIMQuery.usual)
    case "attributes", "excludedAttributes": .text("userName,active")
    default: nil
    }
  }
}
