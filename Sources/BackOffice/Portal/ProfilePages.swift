import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Oneself: name, language, notifications, one's tokens and sign-ins.
enum ProfilePages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(call.actor.person, in: call.work)
    let tokens = try Credentials.tokens(in: call.work)
    let signIns = try UserPages.latestSignIns(of: user.id, in: call.work)
    let email = buttonLink(label: Words.email.in(language), href: "/profile/email")
    let password = buttonLink(label: Words.password.in(language), href: "/password")
    let rights = buttonLink(label: RightsWords.ofOneself.in(language), href: "/users/\(user.id)/rights")
    let factor = buttonLink(label: SecondFactorWords.title.in(language), href: SecondFactorPages.home)
    let sandbox = call.work.office.configuration.sandbox ? SandboxPages.links(language) : []
    let content: HTML = """
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(user.signInEmail)",
        actions: sandbox + [rights, email, factor, password]))
      \(EmailPages.waiting(user, call))
      \(card(title: Words.aboutYou.in(language), try profileForm(user, call)))
      \(try ReminderPages.section(call))
      \(try SessionPages.section(user, call))
      \(card(title: Words.tokens.in(language), tokenList(tokens, call)))
      \(card(title: Words.signIns.in(language), actions: [UserPages.allSignInsLink(user, language)],
        try UserPages.signIns(signIns, language)))
      """
    return try Portal.page(call, Words.title.in(language), at: nil, content)
  }

  private static func profileForm(_ user: Users.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let fields: HTML = """
      \(AccountFields.names(user, refill, language))
      \(AccountFields.notification(user, refill, language))
      \(try AccountFields.locale(user, refill, in: call.work))
      \(AccountFields.address(user, refill, language))
      """
    return form(action: "/profile", csrf: call.actor.csrf ?? "", content: fields, submit: DeskWords.save.in(language))
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    let draft = AccountFields.draft(fields)
    try fields.check()
    _ = try Users.change(call.actor.person, draft, in: call.work)
    return .seeOther("/profile")
  }

  // MARK: - Tokens

  private static func tokenList(_ tokens: [Credentials.Token], _ call: Call) -> HTML {
    let language = call.actor.language
    let csrf = call.actor.csrf ?? ""
    let rows: [[HTML]] = tokens.map { token in
      let id = ID<Grant>(token.id)
      let revoke = actionButton(
        label: Words.revoke.in(language), action: "/profile/tokens/\(id)/revocation", csrf: csrf, tone: .danger)
      let scope = token.scopes.contains("write") ? Words.readWrite : Words.readOnly
      return [
        "\(token.name ?? "–")", "\(scope.in(language))", "\(token.createdAt.utcDay.description)",
        "\(token.expiresAt.utcDay.description)", revoke,
      ]
    }
    let columns = [
      Column(DeskWords.name.in(language)), Column(Words.scope.in(language)), Column(Words.created.in(language)),
      Column(DeskWords.until.in(language)), Column("", kind: .number),
    ]
    let hint = Words.tokenHint.in(language, ["days": String(Bounds.tokenDays)])
    let new = form(
      action: "/profile/tokens", csrf: csrf,
      content: """
        \(field(label: Words.tokenName.in(language), name: "name", hint: hint, required: true,
          attributes: ["maxlength": "100"]))
        \(checkbox(label: "\(Words.mayWrite.in(language))", name: "write"))
        """, submit: Words.createToken.in(language), tone: .plain)
    let none: HTML = "<p class=\"subtle\">\(Words.noTokens.in(language))</p>"
    let list = rows.isEmpty ? none : table(caption: Words.tokens.in(language), columns: columns, rows: rows)
    return "\(list)\(disclosure(summary: Words.newToken.in(language), isOpen: call.refusal != nil, new))"
  }

  /// Answered with a page: the token is shown this once and stored nowhere.
  static func createToken(_ call: Call) throws -> Response {
    let language = call.actor.language
    let fields = try call.form()
    let name = fields.text("name", required: true, upTo: 100)
    let scopes = fields.has("write") ? Credentials.scopes : ["read"]
    try fields.check()
    let actor = call.actor
    let path = try Users.find(actor.person, in: call.work).path
    let issued = try Credentials.issue(to: actor.person, path: path, name: name, scopes: scopes, in: call.work)
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/profile"), (Words.newToken.in(language), nil)]))
      \(pageHeader(title: "\(issued.token.name ?? Words.newToken.in(language))"))
      \(notice(.good, title: Words.shownOnce.in(language), body: "<p>\(Words.keepIt.in(language))</p>"))
      \(card(copyable(issued.secret, label: Words.newToken.in(language), copyLabel: DeskWords.copy.in(language),
        copiedLabel: DeskWords.copied.in(language))))
      <p>\(buttonLink(label: DeskWords.back.in(language), href: "/profile"))</p>
      """
    return try Portal.page(call, Words.newToken.in(language), at: nil, content).shownOnce
  }

  static func revokeToken(_ call: Call) throws -> Response {
    let id: ID<Grant> = try call.id()
    try Credentials.revoke(id.raw, in: call.work)
    return .seeOther("/profile")
  }

  private enum Words {
    static let title = Phrase("Your profile", fr: "Votre profil", de: "Ihr Profil")
    static let aboutYou = Phrase("About you", fr: "À propos de vous", de: "Über Sie")
    static let password = Phrase("Change password", fr: "Changer le mot de passe", de: "Passwort ändern")
    static let email = Phrase("Change sign-in address", fr: "Changer l’adresse", de: "Anmeldeadresse ändern")
    static let signIns = Phrase("Your sign-ins", fr: "Vos connexions", de: "Ihre Anmeldungen")
    static let tokens = Phrase("API tokens", fr: "Jetons d’API", de: "API-Tokens")
    static let noTokens = Phrase(
      "None. A script shows one to act as you.", fr: "Aucun. Un script en présente un pour agir en votre nom.",
      de: "Keine. Ein Skript weist eines vor, um in Ihrem Namen zu handeln.")
    static let newToken = Phrase("New token", fr: "Nouveau jeton", de: "Neues Token")
    static let tokenName = Phrase("What is it for?", fr: "À quoi sert-il ?", de: "Wofür ist es?")
    static let tokenHint = Phrase(
      "It acts as you, for {days} days.", fr: "Il agit en votre nom pendant {days} jours.",
      de: "Es handelt {days} Tage in Ihrem Namen.")
    static let mayWrite = Phrase(
      "May change things, not only read", fr: "Peut modifier, pas seulement lire", de: "Darf ändern, nicht nur lesen")
    static let createToken = Phrase("Create token", fr: "Créer le jeton", de: "Token erstellen")
    static let scope = Phrase("May", fr: "Peut", de: "Darf")
    static let readOnly = Phrase("read", fr: "lire", de: "lesen")
    static let readWrite = Phrase("read and change", fr: "lire et modifier", de: "lesen und ändern")
    static let created = Phrase("Created", fr: "Créé", de: "Erstellt")
    static let revoke = Phrase("Revoke", fr: "Révoquer", de: "Widerrufen")
    static let shownOnce = Phrase(
      "Shown only this once.", fr: "Affiché une seule fois.", de: "Wird nur dieses eine Mal gezeigt.")
    static let keepIt = Phrase(
      "Keep it like a password. If it is lost, revoke it and create another.",
      fr: "Gardez-le comme un mot de passe. S’il est perdu, révoquez-le et créez-en un autre.",
      de: "Bewahren Sie es wie ein Passwort auf. Bei Verlust widerrufen Sie es und erstellen ein neues.")
  }
}
