import Core
import FoundationEssentials
import HTTP
import Markup

/// The second step of signing in: the code, after the password.
enum SignInCodePages {
  static let path = "/sign-in/code"

  static func show(_ call: OpenCall) throws -> Response {
    let secret = Credential.cookie(SignInStep.cookie, in: call.request) ?? ""
    let holder = try call.office.everything { tx, now in try SignInStep.holder(of: secret, in: tx, now) }
    return holder == nil ? over(call) : page(call, problem: nil)
  }

  static func signIn(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    let secret = Credential.cookie(SignInStep.cookie, in: call.request) ?? ""
    let code = Form(call.request)?.first("code") ?? ""
    switch try SignIn.complete(secret, code: code, from: call.request, call.office) {
    case .admitted(let admitted):
      var response = try SignInPages.admit(admitted, call)
      response.headers.add("Set-Cookie", SignInPages.cookie(SignInStep.cookie, "", call.office, seconds: 0))
      return response
    case .tooMany(let seconds): return SignInPages.waiting(page(call, problem: "sign_in.too_many"), seconds)
    case .codeWrong, .codeRequired: return page(call, problem: "sign_in.second_factor_wrong", status: 401)
    case .refused: return over(call)
    }
  }

  /// Back to the password.
  private static func over(_ call: OpenCall) -> Response {
    .seeOther(PortalLink.to("/sign-in", ["over": "true", "next": SignInPages.next(call)]))
  }

  private static func page(_ call: OpenCall, problem: Code?, status: Int = 200) -> Response {
    let language = Language(accepting: call.request.headers["Accept-Language"])
    let fields: HTML = """
      \(problem.map { notice(.bad, title: Messages.sentence($0, [:], language)) })
      \(field(label: SecondFactorWords.code.in(language), name: "code", hint: Words.hint.in(language), required: true,
        attributes: ["autocomplete": "one-time-code", "autofocus": "", "maxlength": "40", "spellcheck": "false"]))
      """
    let content: HTML = """
      <h1>\(Words.title.in(language))</h1>
      \(form(action: path, csrf: "", hidden: [("next", SignInPages.next(call))], content: fields,
        submit: Words.goOn.in(language), cancel: (Words.startAgain.in(language), "/sign-in")))
      """
    return Portal.html(
      barePage(
        title: Words.title.in(language), language: language.rawValue, assetVersion: Portal.assetVersion,
        content: content), status: status)
  }

  private enum Words {
    static let title = Phrase("Second step", fr: "Deuxième étape", de: "Zweiter Schritt")
    static let hint = Phrase(
      "The six digits that your authenticator app shows now. Phone lost? Type a recovery code.",
      fr: "Les six chiffres que votre application affiche à présent. Téléphone perdu ? Tapez un code de secours.",
      de: "Die sechs Ziffern, die Ihre App jetzt zeigt. Telefon verloren? Geben Sie einen Wiederherstellungscode ein.")
    static let goOn = Phrase("Sign in", fr: "Se connecter", de: "Anmelden")
    static let startAgain = Phrase("Start again", fr: "Recommencer", de: "Von vorn")
  }
}
