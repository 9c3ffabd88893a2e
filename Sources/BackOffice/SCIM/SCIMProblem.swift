import Core
import HTTP

extension Problem {
  /// The problem as SCIM says it (RFC 7644, 3.12). Wrong input is 400 there.
  func scimResponse(_ language: Language) -> Response {
    let status = self.status == 422 ? 400 : self.status
    let kind = scimType ?? (self.status == 422 ? .invalidValue : nil)
    var json = JSONWriter()
    json.object {
      $0.member("schemas", [SCIMSchema.Message.error])
      $0.member("status", String(status))
      if let kind { $0.member("scimType", kind.rawValue) }
      $0.member("detail", Messages.sentence(code, details, language))
    }
    var all = Headers([("Content-Type", SCIMResponse.type), ("Content-Language", language.rawValue)])
    for (name, value) in headers { all.set(name, value) }
    return Response(status: status, headers: all, body: .bytes(json.bytes))
  }
}

/// Answers of SCIM.
enum SCIMResponse {
  static let type = "application/scim+json"

  static func json(_ value: JSONValue, status: Int = 200, tag: String? = nil, location: String? = nil) -> Response {
    var json = JSONWriter()
    value.write(to: &json)
    var headers = Headers([("Content-Type", type)])
    if let tag { headers.set("ETag", tag) }
    if let location { headers.set("Location", location) }
    return Response(status: status, headers: headers, body: .bytes(json.bytes))
  }

  /// A resource, unless the reader has this version already.
  static func resource(_ value: JSONValue, tag: String, for call: Call) -> Response {
    if let known = call.request.headers["If-None-Match"], names(known, tag) {
      return Response(status: 304, headers: Headers([("ETag", tag)]))
    }
    return json(value, tag: tag)
  }

  /// Refuses a write whose `If-Match` names another version.
  static func checkMatch(_ call: Call, tag: String) throws {
    guard let wanted = call.request.headers["If-Match"] else { return }
    guard names(wanted, tag) else { throw Refusal.stale }
  }

  private static func names(_ condition: String, _ tag: String) -> Bool {
    if Text.trimmed(condition) == "*" { return true }
    func opaque(_ tag: String) -> String { tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag }
    return condition.split(separator: ",").contains { opaque(Text.trimmed($0)) == opaque(tag) }
  }
}
