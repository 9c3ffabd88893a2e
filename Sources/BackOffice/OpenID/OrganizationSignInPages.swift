import Core
import FoundationEssentials
import HTTP
import Markup

/// Signing in with one's organization: naming the address, going to the provider, coming back.
enum OrganizationSignInPages {
  static let path = "/sign-in/organization"
  private static let cookieName = "comptoir_sign_in"

  /// The way here from the page for passwords.
  static func link(next: String, _ language: Language) -> HTML {
    let href = PortalLink.to(path, ["next": next == "/" ? nil : next])
    return "<p>\(buttonLink(label: Words.title.in(language), href: href))</p>"
  }

  static func show(_ call: OpenCall) -> Response { page(call, email: "", refusal: nil) }

  private static func next(_ call: OpenCall) -> String {
    SignInPages.local(Form(call.request)?.first("next") ?? call.request.query.first { $0.name == "next" }?.value)
  }

  private static func language(_ call: OpenCall) -> Language {
    Language(accepting: call.request.headers["Accept-Language"])
  }

  private static func page(_ call: OpenCall, email: String, refusal: Refusal?) -> Response {
    let language = language(call)
    let content: HTML = """
      <h1>\(Words.title.in(language))</h1>
      <p>\(Words.explanation.in(language))</p>
      \(form(action: path, csrf: "", hidden: [("next", next(call))], content: field(
        label: Words.email.in(language), name: "email", type: "email", value: email,
        error: refusal.map { Portal.sentence($0, language) }, required: true,
        attributes: ["autocomplete": "username"]), submit: Words.go.in(language),
        cancel: (Words.password.in(language), PortalLink.to("/sign-in", ["next": next(call)]))))
      """
    return bare(title: Words.title.in(language), language, content, status: refusal?.status ?? 200)
  }

  private static func bare(title: String, _ language: Language, _ content: HTML, status: Int = 200) -> Response {
    Portal.html(
      barePage(title: title, language: language.rawValue, assetVersion: Portal.assetVersion, content: content),
      status: status)
  }

  /// Answers a page that goes on to the provider by itself: a form of ours may lead nowhere else, says its policy.
  static func begin(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    let email = Form(call.request)?.first("email") ?? ""
    let started: OrganizationSignIn.Started
    do {
      started = try OrganizationSignIn.begin(
        email: email, next: next(call), call.office, requestID: call.request.id)
    } catch let refusal as Refusal {
      return page(call, email: email, refusal: refusal)
    }
    let language = language(call)
    let label = Words.onwards.in(language, ["provider": started.providerName])
    let content: HTML = """
      <h1>\(Words.title.in(language))</h1>
      <p>\(Words.leaving.in(language))</p>
      <p>\(buttonLink(label: label, href: started.address, tone: .primary))</p>
      """
    var response = bare(title: Words.title.in(language), language, content)
    response.headers.set("Refresh", "0; url=\(started.address)")
    response.headers.add("Set-Cookie", cookie(started.secret, call.office, seconds: Bounds.signInSeconds))
    return response
  }

  /// Where the provider sends the browser back to.
  static func finish(_ call: OpenCall) throws -> Response {
    guard let organization = ID<Organization>(call.parameters["id"] ?? "") else { throw Refusal.notFound }
    func query(_ name: String) -> String? { call.request.query.first { $0.name == name }?.value }
    var returned = OrganizationSignIn.Returned()
    returned.state = query("state")
    returned.code = query("code")
    returned.error = query("error")
    returned.issuer = query("iss")
    returned.secret = secret(call.request)
    returned.address = call.request.client
    returned.device = call.request.headers["User-Agent"] ?? ""
    returned.acceptLanguage = call.request.headers["Accept-Language"]
    let (admitted, next) = try OrganizationSignIn.finish(
      returned, for: organization, call.office, requestID: call.request.id)
    var response = try SignInPages.admit(admitted, call, to: next)
    response.headers.add("Set-Cookie", cookie("", call.office, seconds: 0))
    return response
  }

  /// Sent back to us only when the provider leads the browser to us, and never to scripts.
  private static func cookie(_ secret: String, _ office: Office, seconds: Int64) -> String {
    let secure = office.configuration.plainLoopback ? "" : "; Secure"
    return "\(cookieName)=\(secret); Path=/organizations; HttpOnly; SameSite=Lax; Max-Age=\(seconds)\(secure)"
  }

  private static func secret(_ request: Request) -> String? { Credential.cookie(cookieName, in: request) }

  private enum Words {
    static let title = Phrase(
      "Sign in with your organization", fr: "Se connecter avec votre organisation",
      de: "Mit Ihrer Organisation anmelden")
    static let explanation = Phrase(
      "Your e-mail address tells where your organization signs people in. You need no password here.",
      fr: "Votre adresse e-mail indique où votre organisation connecte ses membres. Aucun mot de passe ici.",
      de: "Ihre E-Mail-Adresse sagt, wo Ihre Organisation Personen anmeldet. Ein Passwort brauchen Sie hier nicht.")
    static let email = Phrase("E-mail at work", fr: "E-mail professionnel", de: "Geschäftliche E-Mail")
    static let go = Phrase("Continue", fr: "Continuer", de: "Weiter")
    static let password = Phrase("Use a password", fr: "Utiliser un mot de passe", de: "Passwort verwenden")
    static let leaving = Phrase(
      "You are taken to your organization’s sign-in. If nothing happens, continue yourself.",
      fr: "Vous êtes dirigé vers la connexion de votre organisation. Si rien ne se passe, continuez vous-même.",
      de: "Sie werden zur Anmeldung Ihrer Organisation geleitet. Geschieht nichts, gehen Sie selbst weiter.")
    static let onwards = Phrase(
      "Continue with {provider}", fr: "Continuer avec {provider}", de: "Weiter mit {provider}")
  }
}
