import Core
import FoundationEssentials
import HTTP
import Markup

/// The address one signs in with: asking for another, and confirming it from there.
enum EmailPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(call.actor.person, in: call.work)
    let refill = Refill(call)
    let fields: HTML = """
      \(field(label: Words.new.in(language), name: "signInEmail", type: "email", value: refill.value("signInEmail"),
        hint: Words.newHint.in(language, ["hours": String(Bounds.emailConfirmationHours)]),
        error: refill.error("signInEmail"), required: true, attributes: ["autocomplete": "email"]))
      \(field(label: Words.password.in(language), name: "password", type: "password",
        error: refill.error("password"), required: true, attributes: ["autocomplete": "current-password"]))
      """
    let content: HTML = """
      \(breadcrumbs([(Words.profile.in(language), "/profile"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(user.signInEmail)"))
      \(waiting(user, call))
      \(card(form(action: "/profile/email", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.send.in(language), cancel: (DeskWords.cancel.in(language), "/profile"))))
      """
    return try Portal.page(call, Words.title.in(language), at: nil, content)
  }

  /// What waits to be confirmed, to the person and to whoever looks after them.
  static func waiting(_ user: Users.Record, _ call: Call) -> HTML? {
    guard let pending = user.pendingEmail else { return nil }
    let language = call.actor.language
    let text = Words.waiting.in(language, ["email": pending.email, "until": Portal.clockText(pending.until)])
    guard user.id == call.actor.person else { return notice(.neutral, title: text) }
    return notice(
      .neutral, title: text,
      body: actionButton(
        label: Words.withdraw.in(language), action: "/profile/email/withdrawal", csrf: call.actor.csrf ?? ""))
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    var draft = Users.Draft()
    draft.signInEmail = fields.parsed("signInEmail", required: true, "email.malformed") { Text.email($0) }
    draft.password = fields.parsed("password", required: true) { $0 }
    try fields.check()
    _ = try Users.change(call.actor.person, draft, in: call.work)
    return .seeOther("/profile")
  }

  static func withdraw(_ call: Call) throws -> Response {
    let user = try Users.find(call.actor.person, in: call.work)
    var draft = Users.Draft()
    draft.signInEmail = user.signInEmail
    _ = try Users.change(user.id, draft, in: call.work)
    return .seeOther("/profile")
  }

  // MARK: - Confirming

  /// Asks once more: programs that look into mail follow links too.
  static func showConfirmation(_ call: OpenCall) throws -> Response {
    let secret = call.parameters["secret"] ?? ""
    let language = Language(accepting: call.request.headers["Accept-Language"])
    guard let email = try call.office.everything({ tx, _ in try EmailChanges.address(of: secret, in: tx) }) else {
      throw Refusal.denied("link.not_valid")
    }
    let content: HTML = """
      <h1>\(Words.confirmTitle.in(language))</h1>
      <p>\(Words.confirmText.in(language, ["email": email]))</p>
      \(form(action: "/email-confirmation/\(secret)", csrf: "", content: .empty, submit: Words.confirm.in(language)))
      """
    return Portal.bare(Words.confirmTitle.in(language), language, content)
  }

  static func confirm(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    try EmailChanges.confirm(call.parameters["secret"] ?? "", call.office, requestID: call.request.id)
    let language = Language(accepting: call.request.headers["Accept-Language"])
    let content: HTML = """
      <h1>\(Words.confirmed.in(language))</h1>
      <p>\(Words.confirmedText.in(language))</p>
      <p>\(buttonLink(label: Words.goOn.in(language), href: "/", tone: .primary))</p>
      """
    return Portal.bare(Words.confirmed.in(language), language, content)
  }

  private enum Words {
    static let profile = Phrase("Your profile", fr: "Votre profil", de: "Ihr Profil")
    static let title = Phrase(
      "Change sign-in address", fr: "Changer l’adresse de connexion", de: "Anmeldeadresse ändern")
    static let new = Phrase("New e-mail address", fr: "Nouvelle adresse e-mail", de: "Neue E-Mail-Adresse")
    static let newHint = Phrase(
      "A link goes there, good for {hours} hours. Until it is followed you sign in as before.",
      fr: "Un lien valable {hours} heures y est envoyé. D’ici là, vous vous connectez comme avant.",
      de: "Dorthin geht ein Link, der {hours} Stunden gilt. Bis Sie ihm folgen, melden Sie sich wie bisher an.")
    static let password = Phrase("Your password", fr: "Votre mot de passe", de: "Ihr Passwort")
    static let send = Phrase("Send link", fr: "Envoyer le lien", de: "Link senden")
    static let waiting = Phrase(
      "The new sign-in address {email} waits to be confirmed there, until {until}.",
      fr: "La nouvelle adresse de connexion {email} attend d’y être confirmée, jusqu’au {until}.",
      de: "Die neue Anmeldeadresse {email} wartet auf ihre Bestätigung, bis {until}.")
    static let withdraw = Phrase("Keep the present one", fr: "Garder l’actuelle", de: "Die jetzige behalten")
    static let confirmTitle = Phrase("Confirm your address", fr: "Confirmez votre adresse", de: "Adresse bestätigen")
    static let confirmText = Phrase(
      "From now on you sign in with {email}.", fr: "Désormais, vous vous connectez avec {email}.",
      de: "Künftig melden Sie sich mit {email} an.")
    static let confirm = Phrase("Confirm", fr: "Confirmer", de: "Bestätigen")
    static let confirmed = Phrase("Address confirmed", fr: "Adresse confirmée", de: "Adresse bestätigt")
    static let confirmedText = Phrase(
      "Use it the next time you sign in.", fr: "Utilisez-la à votre prochaine connexion.",
      de: "Verwenden Sie sie bei der nächsten Anmeldung.")
    static let goOn = Phrase("Go on", fr: "Continuer", de: "Weiter")
  }
}
