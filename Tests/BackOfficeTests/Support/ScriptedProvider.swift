import Core
import FoundationEssentials
import HTTP
import Synchronization
import Testing

@testable import BackOffice

/// A listening identity provider that a test bends as it likes: what it calls itself, its keys, its id_tokens. The real
/// one is in the browser tests; this one misbehaves.
final class ScriptedProvider: Sendable {
  struct Script: Sendable {
    /// Members of the description that differ; nil: left out.
    var description: [String: String?] = [:]
    var keys: [SigningKey] = [.rsa]
    /// The id_token's claims for a nonce; nil: the exchange is refused.
    var claims: (@Sendable (_ nonce: String, _ issuer: String) -> String?)?
    var signer = SigningKey.rsa
    /// In place of a token.
    var token: (@Sendable (String) -> String)?
    var status = 200
    /// What was asked of the token endpoint, its header and form; and how often each path was asked for.
    var exchanges: [(authorization: String?, form: [String: String])] = []
    var asked: [String: Int] = [:]
    /// The challenge and nonce by code, as the authorization endpoint saw them.
    var codes: [String: (challenge: String, nonce: String)] = [:]
  }

  let script = Mutex(Script())
  private let server = Mutex<Server?>(nil)
  private let place = Mutex("")

  var issuer: String { place.withLock { $0 } }

  init() throws {
    let server = Server(
      port: 0, problem: { status, _, _, _ in Response(status: status) },
      handler: { [weak self] in
        self?.answer($0) ?? Response(status: 500)
      })
    let port = try server.start()
    place.withLock { $0 = "http://127.0.0.1:\(port)" }
    self.server.withLock { $0 = server }
  }

  deinit { server.withLock { $0 }?.drain(withinSeconds: 1) }

  private func answer(_ request: Request) -> Response {
    script.withLock { $0.asked[request.path, default: 0] += 1 }
    switch request.path {
    case "/.well-known/openid-configuration": return description()
    case "/keys":
      let keys = script.withLock { $0.keys }
      return json(#"{"keys":[\#(keys.map(\.json).joined(separator: ","))]}"#)
    case "/token": return exchanged(request)
    default: return Response(status: 404)
    }
  }

  private func json(_ text: String, status: Int = 200) -> Response {
    Response(status: status, headers: Headers([("Content-Type", "application/json")]), body: .bytes(Array(text.utf8)))
  }

  private func description() -> Response {
    var members: [String: String?] = [
      "issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
      "jwks_uri": issuer + "/keys",
    ]
    let (status, changes) = script.withLock { ($0.status, $0.description) }
    members.merge(changes) { $1 }
    let text = members.sorted { $0.key < $1.key }.compactMap { name, value in value.map { #""\#(name)":"\#($0)""# } }
    return json("{\(text.joined(separator: ","))}", status: status)
  }

  /// What the browser's visit to the authorization endpoint comes to: a code.
  func authorize(_ query: [String: String]) -> String {
    let code = Secrets.token()
    script.withLock { $0.codes[code] = (query["code_challenge"] ?? "", query["nonce"] ?? "") }
    return code
  }

  /// A code is good once, and only with the verifier that its challenge was made of.
  private func exchanged(_ request: Request) -> Response {
    let form = Dictionary((request.form() ?? []).map { ($0.name, $0.value) }) { first, _ in first }
    let (known, script) = script.withLock { script in
      script.exchanges.append((request.headers["Authorization"], form))
      return (script.codes.removeValue(forKey: form["code"] ?? ""), script)
    }
    let challenge = Base64URL.encoded(Secrets.sha256(form["code_verifier"] ?? ""))
    guard script.status == 200, let known, known.challenge == challenge,
      let claims = (script.claims ?? { ScriptedProvider.claims(nonce: $0, issuer: $1) })(known.nonce, issuer)
    else { return json(#"{"error":"invalid_grant"}"#, status: script.status == 200 ? 400 : script.status) }
    let token = script.token?(claims) ?? script.signer.token(claims)
    return json(#"{"access_token":"a","token_type":"Bearer","id_token":"\#(token)"}"#)
  }

  /// Claims that are in order, of Lea Hofer unless told otherwise.
  static func claims(
    nonce: String, issuer: String, subject: String = "sub-lea", email: String? = "lea.hofer@comptoir.test",
    more: String = ""
  ) -> String {
    let now = Int(Date().timeIntervalSince1970)
    let address = email.map { #","email":"\#($0)""# } ?? ""
    return #"{"iss":"\#(issuer)","sub":"\#(subject)","aud":"comptoir-portal","iat":\#(now),"exp":\#(now + 300),"#
      + #""nonce":"\#(nonce)"\#(address)\#(more)}"#
  }
}

/// A browser on its way through a sign-in, and the world it signs in to.
struct SigningIn {
  let world: World
  let provider: ScriptedProvider
  /// The organization whose provider it is.
  let organization: String

  /// Sets the provider up for the organization of `administrator`, with a domain that counts as proven.
  init(
    _ world: World, as administrator: String = "manager", domain: String = "comptoir.test", more: String = ""
  ) throws {
    self.world = world
    provider = try ScriptedProvider()
    let me = try world.send(.get, "/api/v1/me", as: administrator).json
    organization = try #require(me["reach"]?["organizationId"]?.string)
    let answer = try put(
      #"{"issuer":"\#(provider.issuer)","clientId":"comptoir-portal","clientSecret":"s:e c+r","#
        + #""domains":["\#(domain)"]\#(more)}"#, as: administrator)
    try #require(answer.status == 200, "\(answer.text)")
    try prove(domain)
  }

  var path: String { "/api/v1/organizations/\(organization)/identity-provider" }

  func put(_ body: String, as administrator: String = "manager") throws -> Answer {
    try world.send(.put, path, as: administrator, body)
  }

  /// As if the DNS record had been found.
  func prove(_ domain: String) throws {
    let id = ID<Organization>(organization)
    _ = try world.owner(
      "UPDATE identity_domain SET proven_at = now() WHERE domain = \(domain) AND organization_id = \(id)"
    ) { _ in }
  }

  struct Begun {
    let cookie: String
    let query: [String: String]
    let answer: Answer
  }

  /// Names an address and is sent to the provider.
  func begin(_ email: String = "lea.hofer%40comptoir.test", next: String = "%2Fcatalogue") throws -> Begun {
    let answer = world.answer(
      .post, "/sign-in/organization", headers: [("Content-Type", "application/x-www-form-urlencoded")],
      body: "email=\(email)&next=\(next)")
    let refresh = answer.headers["Refresh"] ?? ""
    let pairs = refresh.split(separator: "?", maxSplits: 1).last?.split(separator: "&") ?? []
    let query = Dictionary(
      pairs.map { pair -> (String, String) in
        let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
        return (sides[0], (sides.count > 1 ? sides[1] : "").removingPercentEncoding ?? "")
      }, uniquingKeysWith: { first, _ in first })
    return Begun(cookie: SigningIn.cookie("comptoir_sign_in", answer) ?? "", query: query, answer: answer)
  }

  static func cookie(_ name: String, _ answer: Answer) -> String? {
    answer.headers.all("Set-Cookie").first { $0.hasPrefix(name + "=") }
      .map { String($0.dropFirst(name.count + 1).prefix { $0 != ";" }) }
  }

  /// Comes back from the provider.
  func finish(
    _ begun: Begun, code: String? = nil, state: String? = nil, cookie: String? = nil, at organization: String? = nil,
    more: String = ""
  ) -> Answer {
    let code = code ?? provider.authorize(begun.query)
    let state = state ?? begun.query["state"] ?? ""
    return world.answer(
      .get, "/organizations/\(organization ?? self.organization)/sign-in?code=\(code)&state=\(state)\(more)",
      headers: [("Cookie", "comptoir_sign_in=\(cookie ?? begun.cookie)"), ("User-Agent", "Firefox")])
  }

  /// The whole way; answers what the browser ends with.
  func signIn(_ claims: (@Sendable (_ nonce: String, _ issuer: String) -> String?)? = nil) throws -> Answer {
    if let claims { provider.script.withLock { $0.claims = claims } }
    return finish(try begin())
  }

  /// Who a session's cookie stands for.
  func person(_ answer: Answer) throws -> String? {
    guard let session = SigningIn.cookie("comptoir_session", answer) else { return nil }
    let me = world.answer(.get, "/api/v1/me", headers: [("Cookie", "comptoir_session=\(session)")])
    return me.json["user"]?["signInEmail"]?.string
  }
}
