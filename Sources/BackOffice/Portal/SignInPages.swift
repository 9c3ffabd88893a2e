import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Signing in and out.
enum SignInPages {
  /// Where somebody who is not signed in is sent; afterwards they come back.
  static func redirect(from request: Request) -> Response {
    let back = request.method == .get && request.path != "/" ? "?next=\(request.path)" : ""
    return .seeOther("/sign-in\(back)")
  }

  static func show(_ call: OpenCall) throws -> Response { page(call.request, next: next(call), email: "", error: nil) }

  private static func next(_ call: OpenCall) -> String {
    local(Form(call.request)?.first("next") ?? call.request.query.first { $0.name == "next" }?.value)
  }

  /// Only ever a path of our own.
  static func local(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return "/" }
    return path
  }

  private static func page(_ request: Request, next: String, email: String, error: String?) -> Response {
    let language = Language(accepting: request.headers["Accept-Language"])
    let fields: HTML = """
      \(error.map { notice(.bad, title: $0) })
      \(field(label: Words.email.in(language), name: "email", type: "email", value: email, required: true,
        attributes: ["autocomplete": "username"]))
      \(field(label: Words.password.in(language), name: "password", type: "password", required: true,
        attributes: ["autocomplete": "current-password"]))
      """
    let content: HTML = """
      <h1>Comptoir</h1>
      \(form(action: "/sign-in", csrf: "", hidden: [("next", next)], content: fields,
        submit: Words.signIn.in(language)))
      \(OrganizationSignInPages.link(next: next, language))
      """
    return Portal.html(
      barePage(
        title: Words.signIn.in(language), language: language.rawValue, assetVersion: Portal.assetVersion,
        content: content), status: error == nil ? 200 : 401)
  }

  static func signIn(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    let form = Form(call.request)
    let email = form?.first("email") ?? ""
    let attempt = SignIn.Attempt(
      email: email, password: form?.first("password") ?? "", address: call.request.client,
      device: call.request.headers["User-Agent"] ?? "")
    guard let admitted = try SignIn.attempt(attempt, call.office) else {
      let language = Language(accepting: call.request.headers["Accept-Language"])
      return page(
        call.request, next: next(call), email: email,
        error: Messages.sentence("credentials.wrong", [:], language))
    }
    let secret = try SignIn.begin(admitted, call.office, requestID: call.request.id)
    var response = Response.seeOther(next(call))
    response.headers.add("Set-Cookie", cookie(secret, call.office, seconds: 3600 * Bounds.sessionHours))
    return response
  }

  static func cookie(_ secret: String, _ office: Office, seconds: Int64) -> String {
    let secure = office.configuration.plainLoopback ? "" : "; Secure"
    return "\(Credential.cookie)=\(secret); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)\(secure)"
  }

  static func signOut(_ call: Call) throws -> Response {
    call.tx.enqueue(
      "UPDATE credential SET revoked_at = \(call.work.now) WHERE id = \(call.actor.credentialID) AND kind = 'session'")
    var response = Response.seeOther("/sign-in")
    response.headers.add("Set-Cookie", cookie("", call.work.office, seconds: 0))
    return response
  }

  /// Acting in another organization from now on; the session remembers.
  static func switchOrganization(_ call: Call) throws -> Response {
    guard let id = Form(call.request)?.first("organization").flatMap({ ID<Organization>($0) }) else {
      throw Refusal.notFound
    }
    let held = try call.tx.rows(
      """
      SELECT 1 FROM role_grant WHERE person_id = \(call.actor.person) AND organization_id = \(id)
        AND ended_at IS NULL AND (expires_at IS NULL OR expires_at > \(call.work.now))
      """)
    if held.isEmpty { throw Refusal.denied("organization.no_grant") }
    call.tx.enqueue("UPDATE credential SET organization_id = \(id) WHERE id = \(call.actor.credentialID)")
    return .seeOther("/")
  }

  private enum Words {
    static let signIn = Phrase("Sign in", fr: "Se connecter", de: "Anmelden")
    static let email = Phrase("E-mail", fr: "E-mail", de: "E-Mail")
    static let password = Phrase("Password", fr: "Mot de passe", de: "Passwort")
  }
}
