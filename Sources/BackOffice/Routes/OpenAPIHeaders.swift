/// A header that operations share, of requests or of answers.
struct OpenAPIHeader: JSONEncodable {
  /// Its name among the components.
  let key: String
  /// As it travels, of a request's; answers name it where they use it.
  let name: String
  let summary: String
  let schema: JSONSchema
  var isRequested = false

  static let organization = OpenAPIHeader(
    key: "Organization", name: "Comptoir-Organization",
    summary: "The organization to act in, for people with roles in several; the home organization unless told.",
    schema: .id(Example.customer), isRequested: true)
  static let idempotencyKey = OpenAPIHeader(
    key: "IdempotencyKey", name: "Idempotency-Key",
    summary: "The same key and body get the same answer and have one effect, for 24 hours.",
    schema: .text("8e03978e-40d5-43e8-bc93-6894a57f9324", from: 1, upTo: 255), isRequested: true)
  static let ifMatch = OpenAPIHeader(
    key: "IfMatch", name: "If-Match", summary: "The ETag read before: refused when it has changed meanwhile.",
    schema: .text("\"3\""), isRequested: true)

  static let oneTimeCode = OpenAPIHeader(
    key: "OneTimeCode", name: "X-OTP",
    summary: "The code of the authenticator app, or a recovery code, where a second factor is on.",
    schema: .text("287082", upTo: 40), isRequested: true)

  static let requestID = OpenAPIHeader(
    key: "RequestId", name: "X-Request-Id", summary: "Names this request in logs and reports.",
    schema: .text(Example.request))
  static let entityTag = OpenAPIHeader(
    key: "EntityTag", name: "ETag", summary: "The version, for If-Match.", schema: .text("\"3\""))
  static let location = OpenAPIHeader(
    key: "Location", name: "Location", summary: "Where the new object is.",
    schema: .text("/api/v1/subscriptions/\(Example.subscription)"))
  static let replayed = OpenAPIHeader(
    key: "IdempotencyReplayed", name: "Idempotency-Replayed", summary: "That this answer was given before.",
    schema: .choice(["true"], "true"))
  static let disposition = OpenAPIHeader(
    key: "ContentDisposition", name: "Content-Disposition", summary: "The file's name.",
    schema: .text("attachment; filename=\"statement-2026-01-helvetia-works-ag.pdf\""))
  static let retryAfter = OpenAPIHeader(
    key: "RetryAfter", name: "Retry-After", summary: "Seconds to wait.", schema: .count(2))

  static let requested = [organization, idempotencyKey, ifMatch, oneTimeCode]
  static let answered = [requestID, entityTag, location, replayed, disposition, retryAfter]

  func write(to json: inout JSONWriter) {
    json.object {
      if isRequested {
        $0.member("name", name)
        $0.member("in", "header")
      }
      $0.member("description", summary)
      $0.member("schema", schema)
      $0.name("example")
      schema.writeExample(to: &$0)
    }
  }

  /// The headers of an answer, each by reference.
  static func write(_ headers: [OpenAPIHeader], to json: inout JSONWriter) {
    json.object("headers") { json in
      for header in headers {
        json.object(dynamic: header.name) { $0.member("$ref", "#/components/headers/\(header.key)") }
      }
    }
  }
}

/// The answer of one status to a request that is not carried out.
struct OpenAPIProblem: JSONEncodable {
  let status: Int
  /// Its name among the components.
  let key: String
  let summary: String

  static let all = [
    OpenAPIProblem(status: 400, key: "NotUnderstood", summary: "The body is not JSON, or the request is malformed."),
    OpenAPIProblem(status: 401, key: "NotSignedIn", summary: "No credential that counts."),
    OpenAPIProblem(status: 403, key: "NotPermitted", summary: "Visible, but not for the actor to do."),
    OpenAPIProblem(status: 404, key: "NotFound", summary: "Not there, or not within the actor's reach."),
    OpenAPIProblem(status: 409, key: "Conflict", summary: "The object's present state does not allow it."),
    OpenAPIProblem(status: 412, key: "ChangedMeanwhile", summary: "If-Match names an earlier version."),
    OpenAPIProblem(status: 413, key: "TooLarge", summary: "The body is too large."),
    OpenAPIProblem(status: 415, key: "WrongMediaType", summary: "The body is not announced as JSON."),
    OpenAPIProblem(status: 422, key: "Invalid", summary: "Wrong input; every issue is listed."),
    OpenAPIProblem(status: 429, key: "TooManyRequests", summary: "Too many requests."),
    OpenAPIProblem(status: 503, key: "BackInAMoment", summary: "Busy, or the database does not answer."),
  ]

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("description", summary)
      let waits = status == 429 || status == 503
      OpenAPIHeader.write([.requestID] + (waits ? [.retryAfter] : []), to: &json)
      json.object("content") {
        $0.object("application/problem+json") { $0.member("schema", JSONSchema.named("Problem")) }
      }
    }
  }
}
