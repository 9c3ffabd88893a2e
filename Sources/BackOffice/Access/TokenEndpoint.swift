import Core
import FoundationEssentials
import HTTP

/// `POST /oauth2/token` as RFC 6749 has it (section 4.4): its form fields, its names, its errors.
package enum TokenEndpoint {
  /// Why there is no token, by the names of RFC 6749, section 5.2.
  package enum Fault: String, Error {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidScope = "invalid_scope"
    case unsupportedGrantType = "unsupported_grant_type"

    var code: Code {
      switch self {
      case .invalidRequest: "oauth.invalid_request"
      case .invalidClient: "oauth.invalid_client"
      case .invalidScope: "oauth.invalid_scope"
      case .unsupportedGrantType: "oauth.unsupported_grant_type"
      }
    }
  }

  static func answer(_ call: OpenCall) throws -> Response {
    switch try grant(call) {
    case .success(let grant):
      var json = JSONWriter()
      json.object {
        $0.member("access_token", grant.token)
        $0.member("token_type", "Bearer")
        $0.member("expires_in", Int(grant.seconds))
        $0.member("scope", grant.scopes.joined(separator: " "))
      }
      return .json(json)
    case .failure(let fault): return refusal(fault, call.request)
    }
  }

  private static func grant(_ call: OpenCall) throws -> Result<Clients.Grant, Fault> {
    guard let form = Form(call.request), isOnce(form) else { return .failure(.invalidRequest) }
    guard let kind = form.text("grant_type") else { return .failure(.invalidRequest) }
    guard kind == "client_credentials" else { return .failure(.unsupportedGrantType) }
    let header = call.request.headers["Authorization"]
    // Ids and secrets are made of characters that form encoding leaves alone. One way of proving who one is, never two.
    if header != nil, form.first("client_secret") != nil { return .failure(.invalidRequest) }
    let shown =
      header == nil ? (form.first("client_id") ?? "", form.first("client_secret") ?? "") : AccountAPI.basic(header)
    guard let (name, secret) = shown, let id = ID<APIClient>(name) else { return .failure(.invalidClient) }
    let wanted = (form.text("scope") ?? "").split(separator: " ").map(String.init)
    return try Clients.token(id, secret: secret, wanted: wanted, call.office, requestID: call.request.id)
  }

  /// No parameter twice.
  private static func isOnce(_ form: Form) -> Bool {
    Set(form.fields.map(\.name)).count == form.fields.count
  }

  private static func refusal(_ fault: Fault, _ request: Request) -> Response {
    let language = Language(accepting: request.headers["Accept-Language"])
    var json = JSONWriter()
    json.object {
      $0.member("error", fault.rawValue)
      $0.member("error_description", Messages.sentence(fault.code, [:], language))
    }
    var response = Response.json(json, status: fault == .invalidClient ? 401 : 400)
    if fault == .invalidClient { response.headers.set("WWW-Authenticate", "Basic realm=\"comptoir\"") }
    return response
  }
}
