import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Choosing a password: by invitation, or when it must be changed.
enum PasswordPages {
  /// What somebody who must change their password can still reach.
  static func isReachable(_ request: Request) -> Bool {
    request.path == "/password" || request.path == "/sign-out"
      || request.path.hasPrefix("/api/v1/users/") && request.path.hasSuffix("/password")
  }

  static func showInvitation(_ call: OpenCall) throws -> Response { try invitation(call, refusal: nil) }

  private static func invitation(_ call: OpenCall, refusal: Refusal?) throws -> Response {
    let secret = call.parameters["secret"] ?? ""
    let language = Language(accepting: call.request.headers["Accept-Language"])
    guard try call.office.everything({ tx, _ in try Invitations.holder(of: secret, in: tx) }) != nil else {
      throw Refusal.denied("invitation.not_valid")
    }
    return page(
      action: "/invitation/\(secret)", csrf: "", asksOld: false, language, refusal: refusal,
      explanation: Words.welcome.in(language))
  }

  static func acceptInvitation(_ call: OpenCall) throws -> Response {
    if CSRF.isForeign(call.request) { throw HTTPFault.csrf }
    do {
      try Invitations.accept(
        call.parameters["secret"] ?? "", password: Form(call.request)?.first("newPassword") ?? "", call.office,
        requestID: call.request.id)
      return .seeOther("/sign-in")
    } catch let refusal as Refusal {
      if case .invalid = refusal { return try invitation(call, refusal: refusal) }
      throw refusal
    }
  }

  static func show(_ call: Call) throws -> Response {
    page(
      action: "/password", csrf: call.actor.csrf ?? "", asksOld: true, call.actor.language, refusal: call.refusal,
      explanation: call.actor.mustChangePassword ? Words.mustChange.in(call.actor.language) : nil)
  }

  static func change(_ call: Call) throws -> Response {
    let form = Form(call.request)
    try Passwords.change(
      from: form?.first("password") ?? "", to: form?.first("newPassword") ?? "", in: call.work)
    return .seeOther("/")
  }

  /// The form for a new password.
  static func page(
    action: String, csrf: String, asksOld: Bool, _ language: Language, refusal: Refusal?, explanation: String?
  ) -> Response {
    let old = field(
      label: Words.old.in(language), name: "password", type: "password", required: true,
      attributes: ["autocomplete": "current-password"])
    let new = field(
      label: Words.new.in(language), name: "newPassword", type: "password",
      hint: Words.hint.in(language, ["minimum": String(Bounds.passwordMinimum)]), required: true,
      attributes: ["autocomplete": "new-password"])
    let problem = refusal.map { notice(.bad, title: Portal.sentence($0, language)) }
    let content: HTML = """
      <h1>\(Words.title.in(language))</h1>
      \(explanation.map { "<p>\($0)</p>" as HTML })\(problem)
      \(form(action: action, csrf: csrf, content: "\(when: asksOld, old)\(new)", submit: Words.save.in(language)))
      """
    return Portal.bare(Words.title.in(language), language, content, status: refusal?.status ?? 200)
  }

  private enum Words {
    static let title = Phrase("Choose a password", fr: "Choisir un mot de passe", de: "Passwort wählen")
    static let welcome = Phrase(
      "Welcome. Choose the password you will sign in with.",
      fr: "Bienvenue. Choisissez le mot de passe de votre compte.",
      de: "Willkommen. Wählen Sie das Passwort für Ihr Konto.")
    static let mustChange = Phrase(
      "Your password was set by an administrator. Choose your own to go on.",
      fr: "Votre mot de passe a été défini par un administrateur. Choisissez le vôtre pour continuer.",
      de: "Ihr Passwort wurde von der Administration gesetzt. Wählen Sie ein eigenes, um fortzufahren.")
    static let old = Phrase("Present password", fr: "Mot de passe actuel", de: "Bisheriges Passwort")
    static let new = Phrase("New password", fr: "Nouveau mot de passe", de: "Neues Passwort")
    static let hint = Phrase(
      "At least {minimum} characters; a sentence is fine.",
      fr: "Au moins {minimum} caractères ; une phrase convient.",
      de: "Mindestens {minimum} Zeichen; ein Satz ist gut.")
    static let save = Phrase("Save password", fr: "Enregistrer", de: "Passwort speichern")
  }
}

extension Portal {
  /// A refusal in a line.
  static func sentence(_ refusal: Refusal, _ language: Language) -> String {
    switch refusal {
    case .notFound: Messages.sentence("object.not_found", [:], language)
    case .forbidden(let permission):
      Messages.sentence("permission.missing", ["permission": permission.rawValue], language)
    case .denied(let code): Messages.sentence(code, [:], language)
    case .invalid(let issues):
      distinct(issues.map { Messages.sentence($0.code, $0.details, language) }).joined(separator: " ")
    case .conflict(let code, let details): Messages.sentence(code, details, language)
    case .stale: Messages.sentence("object.changed_meanwhile", [:], language)
    case .overtaken(let code, let details): Messages.sentence(code, details, language)
    }
  }

  /// Three empty fields are one remark.
  private static func distinct(_ sentences: [String]) -> [String] {
    sentences.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
