import Core
import Documents
import FoundationEssentials
import HTTP
import Postgres

/// Why a request got no other answer: RFC 9457. The one place where errors become HTTP.
package struct Problem {
  package let status: Int
  package let code: Code
  package var issues: [Issue] = []
  package var details: [String: String] = [:]
  package var headers: [(String, String)] = []
  /// Whose sentence says it, when that is not the code's own: there is more to tell.
  private(set) var sentence: Code?
  /// What SCIM calls it, if it has a name there.
  private(set) var scimType: SCIMFault.Kind?

  package init(_ error: any Error, _ request: Request) {
    switch error {
    case let refusal as Refusal: self.init(refusal)
    case let fault as HTTPFault: self.init(fault)
    case let error as DatabaseError: self.init(error)
    case let fault as SCIMFault:
      self.init(fault.status, fault.code, details: fault.details)
      scimType = fault.kind
    case is PasswordHasher.Busy:
      self.init(503, "server.busy", headers: [("Retry-After", "1")])
    case DocumentFileError.noRoom, WorkbookError.noRoom:
      self.init(503, "document.no_room", headers: [("Retry-After", "60")])
    case is StatementDocuments.Busy: self.init(503, "document.busy", headers: [("Retry-After", "5")])
    default: self.init(500, "server.failed")
    }
  }

  init(
    _ status: Int, _ code: Code, issues: [Issue] = [], details: [String: String] = [:],
    headers: [(String, String)] = []
  ) {
    self.status = status
    self.code = code
    self.issues = issues
    self.details = details
    self.headers = headers
  }

  init(_ refusal: Refusal) {
    switch refusal {
    case .notFound: self.init(404, "object.not_found")
    case .forbidden(let permission):
      self.init(403, "permission.missing", details: ["permission": permission.rawValue])
    case .denied(let code): self.init(403, code)
    case .invalid(let issues):
      self.init(422, issues.count == 1 ? issues[0].code : "input.invalid", issues: issues)
      if issues.count == 1 { details = issues[0].details }
    case .conflict(let code, let details): self.init(409, code, details: details)
    case .stale: self.init(412, "object.changed_meanwhile")
    case .overtaken(let code, let details):
      self.init(412, "object.changed_meanwhile", details: details)
      sentence = code
    }
  }

  private init(_ fault: HTTPFault) {
    switch fault {
    case .unparsable: self.init(400, "body.not_json")
    case .unsupportedMedia: self.init(415, "body.media_type")
    case .unauthenticated: self.init(401, "credentials.missing", headers: [("WWW-Authenticate", "Bearer")])
    case .secondFactor(let code): self.init(401, code, headers: [("WWW-Authenticate", "Basic")])
    case .csrf: self.init(403, "csrf.token_wrong")
    case .tooMany(let seconds, let code): self.init(429, code, headers: [("Retry-After", String(seconds))])
    case .queryUnknown(let names):
      self.init(
        422, "query.unknown", issues: names.map { Issue("?\($0)", "query.unknown", ["name": $0]) },
        details: ["name": names.joined(separator: ", ")])
    case .queryMalformed(let name, let code):
      self.init(422, code, issues: [Issue("?\(name)", code, ["name": name])], details: ["name": name])
    case .notAllowed(let methods):
      self.init(405, "method.not_allowed", headers: [("Allow", methods.map(\.rawValue).joined(separator: ", "))])
    }
  }

  private init(_ error: DatabaseError) {
    switch error {
    case .unreachable, .lost: self.init(503, "server.database_away", headers: [("Retry-After", "2")])
    case .busy: self.init(503, "server.busy", headers: [("Retry-After", "1")])
    case .failed where error.isSerialization: self.init(409, "object.changed_meanwhile")
    case .failed where error.isUniqueViolation(constraint: "idempotency_pkey"):
      self.init(409, "idempotency.in_progress")
    case .failed where error.isUniqueViolation(constraint: "person_sign_in_email_key"):
      self.init(409, "user.email_taken")
    default: self.init(500, "server.failed")
    }
  }

  /// What the server refuses by itself, before there is a request.
  package static func refusing(_ status: Int, _ code: String, _ requestID: String, _ path: String) -> Response {
    let known = Messages.sentences.keys.first { $0.text == code } ?? "request.malformed"
    let problem = Problem(status, known)
    return path.hasPrefix("/scim/") ? problem.scimResponse(.english) : problem.response(requestID, .english)
  }

  package func response(_ request: Request, _ language: Language) -> Response { response(request.id, language) }

  func response(_ requestID: String, _ language: Language) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("type", "about:blank")
      $0.member("title", Messages.title(status, language))
      $0.member("status", status)
      $0.member("detail", Messages.sentence(sentence ?? code, details, language))
      $0.member("code", code)
      $0.member("requestId", requestID)
      // For programs: which right to ask for.
      if let permission = details["permission"] { $0.member("permission", permission) }
      // How many licences lack, and who holds those that stand in the way.
      if let missing = details["missing"].flatMap({ Int($0) }) { $0.member("missing", missing) }
      if let holders = details["holders"] {
        $0.name("holders")
        $0.embedded(holders)
      }
      if !issues.isEmpty {
        $0.array("errors", issues) { json, issue in
          json.object {
            $0.member("pointer", issue.pointer)
            $0.member("code", issue.code)
            $0.member("detail", Messages.sentence(issue.code, issue.details, language))
          }
        }
      }
    }
    var all = Headers([("Content-Type", "application/problem+json"), ("Content-Language", language.rawValue)])
    for (name, value) in headers { all.set(name, value) }
    return Response(status: status, headers: all, body: .bytes(json.finished()))
  }
}
