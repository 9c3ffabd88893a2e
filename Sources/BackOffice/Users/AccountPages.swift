import Core
import FoundationEssentials
import HTTP
import Markup

/// What an administrator does with somebody's account; what cannot be taken back asks first.
enum AccountPages {
  /// The buttons of a person's page, greyed with the reason where they do not apply.
  static func buttons(_ user: Users.Record, _ call: Call) throws -> [HTML] {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    if user.id == call.actor.person { return [buttonLink(label: Words.ownProfile.in(language), href: "/profile")] }
    if let reason = try obstacle(user, call) {
      return [disabledButton(label: Words.reset.in(language), reason: reason)]
    }
    let path = "/users/\(user.id)"
    var buttons: [HTML] = []
    if user.isLocked {
      buttons.append(
        actionButton(label: Words.unlock.in(language), action: path + "/unlocking", csrf: csrf, tone: .primary))
    }
    switch user.status {
    case .invited:
      buttons.append(
        actionButton(label: Words.resend.in(language), action: path + "/invitation", csrf: csrf, tone: .primary))
    case .active:
      buttons.append(buttonLink(label: Words.reset.in(language), href: path + "/password"))
      if let reset = try SecondFactorResetPages.button(user, call) { buttons.append(reset) }
      buttons.append(buttonLink(label: Words.disable.in(language), href: path + "/disabling", tone: .danger))
    case .disabled:
      buttons.append(
        actionButton(label: Words.enable.in(language), action: path + "/enabling", csrf: csrf, tone: .primary))
    }
    return buttons
  }

  /// Why the actor may not touch this account; nil when they may.
  private static func obstacle(_ user: Users.Record, _ call: Call) throws -> String? {
    do {
      try Users.requireAuthority(over: user, in: call.work)
      return nil
    } catch Refusal.denied(let code) {
      return Messages.sentence(code, [:], call.actor.language)
    } catch Refusal.forbidden {
      return DeskWords.notYours.in(call.actor.language)
    }
  }

  static func resend(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    try Invitations.resend(id, in: call.work)
    return .seeOther("/users/\(id)")
  }

  static func unlock(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    try Users.unlock(id, in: call.work)
    return .seeOther("/users/\(id)")
  }

  static func askDisabling(_ call: Call) throws -> Response {
    let text = Words.disableText
    return try ask(
      call, title: Words.disableTitle, text: text, action: "disabling", submit: Words.disable, tone: .danger)
  }

  static func disable(_ call: Call) throws -> Response { try setStatus(.disabled, call) }

  static func enable(_ call: Call) throws -> Response { try setStatus(.active, call) }

  private static func setStatus(_ status: Users.Status, _ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    var draft = Users.Draft()
    draft.status = status
    _ = try Users.change(id, draft, in: call.work)
    return .seeOther("/users/\(id)")
  }

  static func askPassword(_ call: Call) throws -> Response {
    try ask(
      call, title: Words.resetTitle, text: Words.resetText, action: "password", submit: Words.reset, tone: .primary)
  }

  /// The one answer to a form that is a page: the password is nowhere else.
  static func resetPassword(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    let password = try Passwords.reset(user.id, in: call.work)
    let content: HTML = """
      \(trail(user, Words.resetTitle, language))
      \(pageHeader(title: "\(Words.newPassword.in(language, ["name": user.name]))"))
      \(notice(.good, title: Words.shownOnce.in(language), body: "<p>\(Words.handOver.in(language))</p>"))
      \(card(copyable(password, label: Words.password.in(language), copyLabel: DeskWords.copy.in(language),
        copiedLabel: DeskWords.copied.in(language))))
      <p>\(buttonLink(label: DeskWords.back.in(language), href: "/users/\(user.id)"))</p>
      """
    return try Portal.page(call, Words.password.in(language), at: .people, content)
  }

  private static func ask(
    _ call: Call, title: Phrase, text: Phrase, action: String, submit: Phrase, tone: ButtonTone
  ) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    try Users.requireAuthority(over: user, in: call.work)
    let path = "/users/\(user.id)"
    let values = ["name": user.name]
    let content: HTML = """
      \(trail(user, title, language))
      \(pageHeader(title: "\(title.in(language, values))"))
      \(card(form(action: "\(path)/\(action)", csrf: call.actor.csrf ?? "",
        content: "<p>\(text.in(language, values))</p>", submit: submit.in(language), tone: tone,
        cancel: (DeskWords.cancel.in(language), path))))
      """
    return try Portal.page(call, title.in(language, values), at: .people, content)
  }

  private static func trail(_ user: Users.Record, _ title: Phrase, _ language: Language) -> HTML {
    breadcrumbs([
      (Portal.Place.people.label.in(language), "/people"), (user.name, "/users/\(user.id)"),
      (title.in(language, ["name": user.name]), nil),
    ])
  }

  private enum Words {
    static let ownProfile = Phrase("Your profile", fr: "Votre profil", de: "Ihr Profil")
    static let resend = Phrase("Send invitation again", fr: "Renvoyer l’invitation", de: "Einladung erneut senden")
    static let unlock = Phrase("Unlock", fr: "Déverrouiller", de: "Entsperren")
    static let enable = Phrase("Enable account", fr: "Réactiver le compte", de: "Konto aktivieren")
    static let disable = Phrase("Disable account", fr: "Désactiver le compte", de: "Konto deaktivieren")
    static let disableTitle = Phrase(
      "Disable {name}’s account?", fr: "Désactiver le compte de {name} ?", de: "Konto von {name} deaktivieren?")
    static let disableText = Phrase(
      "{name} can no longer sign in, and every session and token stops counting at once. Licences and roles stay as "
        + "they are; the account can be enabled again.",
      fr: "{name} ne peut plus se connecter ; sessions et jetons cessent aussitôt de valoir. Licences et rôles "
        + "restent en place ; le compte peut être réactivé.",
      de: "{name} kann sich nicht mehr anmelden; Sitzungen und Tokens gelten ab sofort nicht mehr. Lizenzen und Rollen "
        + "bleiben; das Konto kann wieder aktiviert werden.")
    static let reset = Phrase("Reset password", fr: "Réinitialiser le mot de passe", de: "Passwort zurücksetzen")
    static let resetTitle = Phrase(
      "Reset {name}’s password?", fr: "Réinitialiser le mot de passe de {name} ?",
      de: "Passwort von {name} zurücksetzen?")
    static let resetText = Phrase(
      "A new password is generated and shown to you once. All of {name}’s sessions and tokens end, and the password "
        + "must be changed at the next sign-in.",
      fr: "Un nouveau mot de passe est généré et ne vous est montré qu’une fois. Sessions et jetons de {name} prennent "
        + "fin ; le mot de passe devra être changé à la prochaine connexion.",
      de: "Ein neues Passwort wird erzeugt und Ihnen nur einmal gezeigt. Alle Sitzungen und Tokens von {name} enden; "
        + "bei der nächsten Anmeldung muss das Passwort geändert werden.")
    static let newPassword = Phrase(
      "{name}’s new password", fr: "Nouveau mot de passe de {name}", de: "Neues Passwort von {name}")
    static let shownOnce = Phrase(
      "Shown only this once.", fr: "Affiché une seule fois.", de: "Wird nur dieses eine Mal gezeigt.")
    static let handOver = Phrase(
      "Hand it over safely; at the first sign-in they choose their own.",
      fr: "Transmettez-le en sécurité ; à la première connexion, la personne choisit le sien.",
      de: "Geben Sie es sicher weiter; bei der ersten Anmeldung wählt die Person ein eigenes.")
    static let password = Phrase("New password", fr: "Nouveau mot de passe", de: "Neues Passwort")
  }
}
