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

  static func show(_ call: OpenCall) throws -> Response {
    let isOver = call.request.query.contains { $0.name == "over" }
    return page(call, email: "", problem: isOver ? "sign_in.step_over" : nil)
  }

  static func next(_ call: OpenCall) -> String {
    local(Form(call.request)?.first("next") ?? call.request.query.first { $0.name == "next" }?.value)
  }

  /// Only ever a path of our own.
  static func local(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return "/" }
    return path
  }

  private static func page(_ call: OpenCall, email: String, problem: Code?, status: Int = 200) -> Response {
    let language = Language(accepting: call.request.headers["Accept-Language"])
    let fields: HTML = """
      \(problem.map { notice(.bad, title: Messages.sentence($0, [:], language)) })
      \(field(label: Words.email.in(language), name: "email", type: "email", value: email, required: true,
        attributes: ["autocomplete": "username"]))
      \(field(label: Words.password.in(language), name: "password", type: "password", required: true,
        attributes: ["autocomplete": "current-password"]))
      """
    let content: HTML = """
      <h1>Comptoir</h1>
      \(form(action: "/sign-in", csrf: "", hidden: [("next", next(call))], content: fields,
        submit: Words.signIn.in(language)))
      \(OrganizationSignInPages.link(next: next(call), language))
      <p><a href="/forgotten-password">\(Words.forgotten.in(language))</a></p>
      """
    return Portal.html(
      barePage(
        title: Words.signIn.in(language), language: language.rawValue, assetVersion: Portal.assetVersion,
        content: content), status: status)
  }

  static func signIn(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    let form = Form(call.request)
    let email = form?.first("email") ?? ""
    let outcome = try SignIn.attempt(
      email: email, password: form?.first("password") ?? "", from: call.request, call.office)
    switch outcome {
    case .admitted(let admitted): return try admit(admitted, call)
    case .codeRequired(let person):
      var response = Response.seeOther(PortalLink.to(SignInCodePages.path, ["next": next(call)]))
      response.headers.add(
        "Set-Cookie",
        cookie(
          SignInStep.cookie, try SignInStep.begin(person, call.office), call.office,
          seconds: 60 * Bounds.signInStepMinutes))
      return response
    case .tooMany(let seconds): return waiting(page(call, email: email, problem: "sign_in.too_many"), seconds)
    case .refused, .codeWrong: return page(call, email: email, problem: "credentials.wrong", status: 401)
    }
  }

  /// Told to come back later.
  static func waiting(_ response: Response, _ seconds: Int64) -> Response {
    var response = response
    response.status = 429
    response.headers.set("Retry-After", String(seconds))
    return response
  }

  /// A new session, whatever the browser brought along: one it had before ends. The browser is known from now on.
  static func admit(_ admitted: SignIn.Admitted, _ call: OpenCall, to destination: String? = nil) throws -> Response {
    let device = try call.office.everything { tx, now in
      if let old = Credential.cookie(Credential.cookie, in: call.request) {
        let hash = Credential(.session, secret: old).hash
        tx.enqueue(
          """
          UPDATE credential SET revoked_at = \(now) WHERE hash = \(hash) AND kind = 'session' AND revoked_at IS NULL
          """)
      }
      return try KnownDevice.remember(call.request, of: admitted.person, in: tx, now)
    }
    let secret = try SignIn.begin(admitted, call.office, requestID: call.request.id)
    var response = Response.seeOther(destination ?? next(call))
    response.headers.add(
      "Set-Cookie", cookie(secret, call.office, seconds: 3600 * Bounds.sessionHours))
    response.headers.add(
      "Set-Cookie", cookie(device.name, device.secret, call.office, seconds: 86_400 * Bounds.knownDeviceDays))
    return response
  }

  /// The session's cookie.
  static func cookie(_ secret: String, _ office: Office, seconds: Int64) -> String {
    cookie(Credential.cookie, secret, office, seconds: seconds)
  }

  /// Out of reach of scripts and of other sites' forms; only over TLS but on plain loopback.
  static func cookie(_ name: String, _ secret: String, _ office: Office, seconds: Int64) -> String {
    let secure = office.configuration.plainLoopback ? "" : "; Secure"
    return "\(name)=\(secret); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)\(secure)"
  }

  static func signOut(_ call: Call) throws -> Response {
    // The session may belong to somebody who acts as this person.
    call.tx.enqueue(Reach.everything)
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
    static let forgotten = Phrase("Forgotten password?", fr: "Mot de passe oublié ?", de: "Passwort vergessen?")
  }
}
