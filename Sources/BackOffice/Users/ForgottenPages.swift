import Core
import FoundationEssentials
import HTTP
import Markup

/// For whoever has forgotten their password. What is answered does not tell whether there is such an account.
enum ForgottenPages {
  static func show(_ call: OpenCall) throws -> Response { ask(call, refusal: nil) }

  private static func ask(_ call: OpenCall, refusal: Refusal?) -> Response {
    let language = Language(accepting: call.request.headers["Accept-Language"])
    let email = field(
      label: Words.email.in(language), name: "email", type: "email", value: Form(call.request)?.first("email") ?? "",
      required: true, attributes: ["autocomplete": "username"])
    let content: HTML = """
      <h1>\(Words.title.in(language))</h1>
      <p>\(Words.explanation.in(language))</p>
      \(refusal.map { notice(.bad, title: Portal.sentence($0, language)) })
      \(form(action: "/forgotten-password", csrf: "", content: email, submit: Words.send.in(language)))
      <p><a href="/sign-in">\(Words.signIn.in(language))</a></p>
      """
    return Portal.bare(Words.title.in(language), language, content, status: refusal?.status ?? 200)
  }

  static func request(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    guard let email = Text.email(Form(call.request)?.first("email") ?? "") else {
      return ask(call, refusal: .invalid([Issue("/email", "email.malformed")]))
    }
    try PasswordResets.request(email, from: call.request.client, call.office)
    let language = Language(accepting: call.request.headers["Accept-Language"])
    let hours = String(Bounds.passwordLinkHours)
    let content: HTML = """
      <h1>\(Words.sent.in(language))</h1>
      <p>\(Words.sentText.in(language, ["email": email, "hours": hours]))</p>
      <p>\(Words.nothingCame.in(language))</p>
      <p><a href="/sign-in">\(Words.signIn.in(language))</a></p>
      """
    return Portal.bare(Words.sent.in(language), language, content)
  }

  static func showReset(_ call: OpenCall) throws -> Response { try choose(call, refusal: nil) }

  private static func choose(_ call: OpenCall, refusal: Refusal?) throws -> Response {
    let secret = call.parameters["secret"] ?? ""
    let language = Language(accepting: call.request.headers["Accept-Language"])
    guard try call.office.everything({ tx, _ in try PasswordResets.isValid(secret, in: tx) }) else {
      throw Refusal.denied("link.not_valid")
    }
    return PasswordPages.page(
      action: "/\(AccountLinks.Purpose.password.folder)/\(secret)", csrf: "", asksOld: false, language,
      refusal: refusal, explanation: Words.choose.in(language))
  }

  static func reset(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    do {
      try PasswordResets.accept(
        call.parameters["secret"] ?? "", password: Form(call.request)?.first("newPassword") ?? "", call.office,
        requestID: call.request.id)
      return .seeOther("/sign-in")
    } catch let refusal as Refusal {
      if case .invalid = refusal { return try choose(call, refusal: refusal) }
      throw refusal
    }
  }

  private enum Words {
    static let title = Phrase("Forgotten password", fr: "Mot de passe oublié", de: "Passwort vergessen")
    static let explanation = Phrase(
      "Type the address you sign in with. You get a link there to choose a new password.",
      fr: "Indiquez votre adresse de connexion. Vous y recevrez un lien pour choisir un nouveau mot de passe.",
      de: "Geben Sie Ihre Anmeldeadresse an. Dorthin geht ein Link, mit dem Sie ein neues Passwort wählen.")
    static let email = Phrase("E-mail", fr: "E-mail", de: "E-Mail")
    static let send = Phrase("Send link", fr: "Envoyer le lien", de: "Link senden")
    static let signIn = Phrase("Back to signing in", fr: "Retour à la connexion", de: "Zurück zur Anmeldung")
    static let sent = Phrase("Look at your mail", fr: "Consultez vos mails", de: "Schauen Sie in Ihre Mails")
    static let sentText = Phrase(
      "If somebody signs in with {email}, a link is on its way there. It works once, within {hours} hour.",
      fr: "Si quelqu’un se connecte avec {email}, un lien y est en route. Il sert une fois, pendant {hours} heure.",
      de: "Falls sich jemand mit {email} anmeldet, ist ein Link dorthin unterwegs. Er gilt einmal, {hours} Stunde lang."
    )
    static let nothingCame = Phrase(
      "Nothing came? Look among unwanted mail, then ask an administrator of your organization.",
      fr: "Rien reçu ? Regardez dans les indésirables, puis adressez-vous à un administrateur de votre organisation.",
      de: "Nichts angekommen? Sehen Sie im Spam-Ordner nach, dann fragen Sie die Administration Ihrer Organisation.")
    static let choose = Phrase(
      "Choose the password you will sign in with. Wherever you are signed in now, you are signed out.",
      fr: "Choisissez votre nouveau mot de passe. Toutes vos sessions en cours prennent fin.",
      de: "Wählen Sie Ihr neues Passwort. Überall, wo Sie jetzt angemeldet sind, werden Sie abgemeldet.")
  }
}
