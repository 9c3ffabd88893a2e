import Core
import FoundationEssentials
import HTTP
import Postgres

/// Oneself over HTTP: who one is, what one may do, one's tokens.
enum AccountAPI {
  static func me(_ call: Call) throws -> Response {
    let actor = call.actor
    let user = try Users.find(actor.person, in: call.work)
    let rows = try call.tx.rows(
      """
      SELECT \(Grants.columns) FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.person_id = \(actor.person) AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(call.work.now)) ORDER BY g.id
      """)
    let grants = try rows.map(Grants.record)
    var json = JSONWriter()
    json.object {
      $0.name("user")
      UsersAPI.write(&$0, user)
      $0.array("grants", grants) { GrantsAPI.write(&$0, $1) }
      $0.object("reach") {
        $0.member("level", actor.level.name)
        $0.member("organizationId", actor.organization)
        $0.member("organizationName", actor.organizationName)
        $0.member("distributorId", actor.path.distributor)
        $0.member("resellerId", actor.path.reseller)
        $0.member("customerId", actor.path.customer)
      }
      $0.member("permissions", Permission.allCases.filter(actor.holds).map(\.rawValue))
    }
    return .json(json)
  }

  static func tokens(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let tokens = try Credentials.tokens(paging, in: call.work)
    return paging.response(tokens, cursor: { [ID<Grant>($0.id).description] }) { json, token in
      json.object {
        $0.member("id", ID<Grant>(token.id))
        $0.member("name", token.name)
        $0.member("scopes", token.scopes)
        $0.member("createdAt", token.createdAt)
        $0.member("expiresAt", token.expiresAt)
      }
    }
  }

  static func revoke(_ call: Call) throws -> Response {
    guard let id = UUID(uuidString: call.parameters["id"] ?? "") else { throw Refusal.notFound }
    try Credentials.revoke(id, in: call.work)
    return .noContent
  }

  /// A personal token for whoever shows e-mail and password (HTTP Basic).
  static func createToken(_ call: OpenCall) throws -> Response {
    guard let (email, password) = basic(call.request.headers["Authorization"]) else { throw HTTPFault.unauthenticated }
    let (name, scopes) = try wanted(call.request)
    let admitted = try admitted(email, password, call)
    let issued = try call.office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: call.request.id, office: call.office)
      return try Credentials.issue(to: admitted.person, path: admitted.path, name: name, scopes: scopes, in: work)
    }
    var json = JSONWriter()
    json.object {
      $0.member("id", ID<Grant>(issued.token.id))
      $0.member("token", issued.secret)
      $0.member("expiresAt", issued.token.expiresAt)
      $0.member("scopes", issued.token.scopes)
    }
    return .json(json, status: 201)
  }

  /// Whoever shows e-mail and password, and in `X-OTP` a code where the second factor is on.
  private static func admitted(_ email: String, _ password: String, _ call: OpenCall) throws -> SignIn.Admitted {
    let code = call.request.headers["X-OTP"]
    switch try SignIn.attempt(email: email, password: password, code: code, from: call.request, call.office) {
    case .admitted(let admitted): return admitted
    case .refused: throw HTTPFault.unauthenticated
    case .tooMany(let seconds): throw HTTPFault.tooMany(retryAfterSeconds: Int(seconds), "sign_in.too_many")
    case .codeRequired: throw HTTPFault.secondFactor("sign_in.second_factor_required")
    case .codeWrong: throw HTTPFault.secondFactor("sign_in.second_factor_wrong")
    }
  }

  private static func wanted(_ request: Request) throws -> (String?, [String]) {
    if request.body.isEmpty { return (nil, Credentials.scopes) }
    guard let value = JSONValue(parsing: request.body) else { throw HTTPFault.unparsable }
    let fields = try Fields(value)
    let name = fields.text("name", upTo: 100)
    let scopes = fields.texts("scopes", upTo: 10) ?? Credentials.scopes
    if scopes.isEmpty || !Set(scopes).isSubset(of: Credentials.scopes) { fields.note("scopes", "token.scope_unknown") }
    try fields.check()
    return (name, scopes)
  }

  static func basic(_ header: String?) -> (String, String)? {
    guard let header, let space = header.firstIndex(of: " "), header[..<space].lowercased() == "basic",
      let data = Data(base64Encoded: Text.trimmed(header[header.index(after: space)...])),
      let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
    else { return nil }
    return (String(text[..<colon]), String(text[text.index(after: colon)...]))
  }
}
