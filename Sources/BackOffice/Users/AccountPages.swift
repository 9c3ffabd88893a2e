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
    if case .locked = user.state {
      buttons.append(
        actionButton(label: Words.unlock.in(language), action: path + "/unlocking", csrf: csrf, tone: .primary))
    }
    switch user.status {
    case .invited:
      buttons.append(
        actionButton(label: Words.resend.in(language), action: path + "/invitation", csrf: csrf, tone: .primary))
    case .active:
      if ActingAs.isPossible(as: user, for: call.actor) {
        buttons.append(buttonLink(label: Words.actAs.in(language), href: path + "/impersonation"))
      }
      buttons.append(buttonLink(label: Words.reset.in(language), href: path + "/password"))
      if let reset = try SecondFactorResetPages.button(user, call) { buttons.append(reset) }
      buttons.append(buttonLink(label: Words.disable.in(language), href: path + "/disabling", tone: .danger))
    case .disabled:
      buttons.append(
        actionButton(label: Words.enable.in(language), action: path + "/enabling", csrf: csrf, tone: .primary))
    case .deleted: break
    }
    return buttons + [try deletion(user, call)]
  }

  private static func deletion(_ user: Users.Record, _ call: Call) throws -> HTML {
    let label = Words.delete.in(call.actor.language)
    do {
      try Deletion.authorize(user, in: call.work)
      return buttonLink(label: label, href: "/users/\(user.id)/deletion", tone: .danger)
    } catch Refusal.denied(let code) {
      return disabledButton(label: label, reason: Messages.sentence(code, [:], call.actor.language))
    }
  }

  /// The way to the form; none where it would be refused.
  static func edit(_ user: Users.Record, _ call: Call) throws -> [HTML] {
    let language = call.actor.language
    guard try user.id != call.actor.person && obstacle(user, call) == nil else { return [] }
    return [buttonLink(label: Words.edit.in(language), href: "/users/\(user.id)/edit")]
  }

  /// Why the actor may not touch this account; nil when they may.
  static func obstacle(_ user: Users.Record, _ call: Call) throws -> String? {
    do {
      try Users.requireAuthority(over: user, in: call.work)
      try Delegations.requireNotGiver(user, in: call.work)
      return nil
    } catch Refusal.denied(let code) {
      return Messages.sentence(code, [:], call.actor.language)
    } catch Refusal.forbidden(let permission) {
      return try WhoCould.sentence(permission, call)
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
    let licences = try Deletion.licences(of: try call.id(), in: call.work)
    let names: [HTML] = licences.map { "<li>\($0.name)</li>" }
    let isTheirs = licences.allSatisfy(\.isTakeable)
    let language = call.actor.language
    let free = checkbox(
      label: "\(LicenceWords.freeOnDisabling.in(language))", name: "licences", value: "free",
      hint: LicenceWords.freeOnDisablingHint.in(language))
    let fields: HTML? =
      licences.isEmpty
      ? nil : "<p>\(LicenceWords.held.in(language)):</p><ul>\(names)</ul>\(when: isTheirs, free)"
    return try ask(
      call, title: Words.disableTitle, text: Words.disableText, action: "disabling", submit: Words.disable,
      tone: .danger, fields ?? .empty)
  }

  static func disable(_ call: Call) throws -> Response {
    try setStatus(.disabled, call, freesLicences: Form(call.request)?.first("licences") == "free")
  }

  static func enable(_ call: Call) throws -> Response { try setStatus(.active, call, freesLicences: nil) }

  private static func setStatus(_ status: Users.Status, _ call: Call, freesLicences: Bool?) throws -> Response {
    let id: ID<Person> = try call.id()
    var draft = Users.Draft()
    draft.status = status
    draft.freesLicences = freesLicences
    _ = try Users.change(id, draft, in: call.work)
    return .seeOther("/users/\(id)")
  }

  static func askPassword(_ call: Call) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    let ways = Way.allCases.map { way in
      (
        value: way.rawValue, label: way.label.in(language), selected: refill.has("way", way.rawValue, way == .mailed),
        disabled: false
      )
    }
    let fields: HTML = """
      \(selectField(label: Words.way.in(language), name: "way", options: ways, required: true))
      \(field(label: Words.chosenPassword.in(language), name: "newPassword", type: "password",
        hint: Words.chosenHint.in(language), error: refill.error("newPassword"),
        attributes: ["autocomplete": "new-password"]))
      """
    return try ask(
      call, title: Words.resetTitle, text: Words.resetText, action: "password", submit: Words.reset, tone: .primary,
      fields)
  }

  private enum Way: String, CaseIterable {
    case mailed, shown, chosen

    var label: Phrase {
      switch self {
      case .mailed:
        Phrase(
          "Mail a link by which they choose it", fr: "Envoyer un lien pour le choisir",
          de: "Einen Link senden, mit dem sie es wählen")
      case .shown:
        Phrase(
          "Generate one and show it to me once", fr: "En générer un et me l’afficher une fois",
          de: "Eines erzeugen und mir einmal zeigen")
      case .chosen: Phrase("I choose one", fr: "J’en choisis un", de: "Ich wähle eines")
      }
    }
  }

  /// A generated password is in the one answer to a form that is a page, and nowhere else.
  static func resetPassword(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    let fields = try call.form()
    let way: Way = fields.choice("way") ?? .shown
    let chosen = fields.parsed("newPassword", required: way == .chosen) { $0 }
    try fields.check()
    let wanted: PasswordResets.Way =
      switch way {
      case .mailed: .mailed
      case .shown: .shown
      case .chosen: .chosen(chosen ?? "")
      }
    guard let password = try PasswordResets.reset(user.id, wanted, in: call.work) else {
      return .seeOther("/users/\(user.id)")
    }
    let content: HTML = """
      \(trail(user, Words.resetTitle, language))
      \(pageHeader(title: "\(Words.newPassword.in(language, ["name": user.name]))"))
      \(notice(.good, title: Words.shownOnce.in(language), body: "<p>\(Words.handOver.in(language))</p>"))
      \(card(copyable(password, label: Words.password.in(language), copyLabel: DeskWords.copy.in(language),
        copiedLabel: DeskWords.copied.in(language))))
      <p>\(buttonLink(label: DeskWords.back.in(language), href: "/users/\(user.id)"))</p>
      """
    return try Portal.page(call, Words.password.in(language), at: .people, content).shownOnce
  }

  private static func ask(
    _ call: Call, title: Phrase, text: Phrase, action: String, submit: Phrase, tone: ButtonTone,
    _ fields: HTML = .empty
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
        content: "<p>\(text.in(language, values))</p>\(fields)", submit: submit.in(language), tone: tone,
        cancel: (DeskWords.cancel.in(language), path))))
      """
    return try Portal.page(call, title.in(language, values), at: .people, content)
  }

  static func trail(_ user: Users.Record, _ title: Phrase, _ language: Language) -> HTML {
    breadcrumbs([
      (Portal.Place.people.label.in(language), "/people"), (user.name, "/users/\(user.id)"),
      (title.in(language, ["name": user.name]), nil),
    ])
  }

  private enum Words {
    static let actAs = Phrase("Act as", fr: "Agir en son nom", de: "Handeln als")
    static let ownProfile = Phrase("Your profile", fr: "Votre profil", de: "Ihr Profil")
    static let resend = Phrase("Send invitation again", fr: "Renvoyer l’invitation", de: "Einladung erneut senden")
    static let unlock = Phrase("Unlock", fr: "Déverrouiller", de: "Entsperren")
    static let enable = Phrase("Enable account", fr: "Réactiver le compte", de: "Konto aktivieren")
    static let disable = Phrase("Disable account", fr: "Désactiver le compte", de: "Konto deaktivieren")
    static let disableTitle = Phrase(
      "Disable {name}’s account?", fr: "Désactiver le compte de {name} ?", de: "Konto von {name} deaktivieren?")
    static let disableText = Phrase(
      "{name} can no longer sign in, and every session and token stops counting at once. Roles stay as they are; "
        + "the account can be enabled again.",
      fr: "{name} ne peut plus se connecter ; sessions et jetons cessent aussitôt de valoir. Les rôles restent "
        + "en place ; le compte peut être réactivé.",
      de: "{name} kann sich nicht mehr anmelden; Sitzungen und Tokens gelten ab sofort nicht mehr. Rollen bleiben; das "
        + "Konto kann wieder aktiviert werden.")
    static let reset = Phrase("Reset password", fr: "Réinitialiser le mot de passe", de: "Passwort zurücksetzen")
    static let resetTitle = Phrase(
      "Reset {name}’s password?", fr: "Réinitialiser le mot de passe de {name} ?",
      de: "Passwort von {name} zurücksetzen?")
    static let resetText = Phrase(
      "The present password stops working, and all of {name}’s sessions and tokens end. One that is not {name}’s own "
        + "choice must be changed at the next sign-in.",
      fr: "Le mot de passe actuel cesse de valoir ; sessions et jetons de {name} prennent fin. Un mot de passe que "
        + "{name} n’a pas choisi devra être changé à la prochaine connexion.",
      de: "Das jetzige Passwort gilt nicht mehr, und alle Sitzungen und Tokens von {name} enden. Eines, das {name} "
        + "nicht selbst gewählt hat, muss bei der nächsten Anmeldung geändert werden.")
    static let way = Phrase("The new password", fr: "Le nouveau mot de passe", de: "Das neue Passwort")
    static let chosenPassword = Phrase("Password you choose", fr: "Mot de passe choisi", de: "Ihr gewähltes Passwort")
    static let chosenHint = Phrase(
      "Only if you choose it yourself.", fr: "Seulement si vous le choisissez vous-même.",
      de: "Nur wenn Sie es selbst wählen.")
    static let edit = Phrase("Edit", fr: "Modifier", de: "Bearbeiten")
    static let delete = Phrase("Delete", fr: "Supprimer", de: "Löschen")
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
