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
    let results = try call.tx.pipeline([
      """
      SELECT at, succeeded, address, device, method FROM sign_in WHERE person_id = \(user.id) ORDER BY id DESC LIMIT 10
      """,
      """
      SELECT name FROM pg_timezone_names WHERE name ~ '^(Europe|America|Asia|Africa|Australia|Pacific)/' ORDER BY name
      """,
    ])
    let zones: [String] = try results[1].map { try $0[0] }
    let password = buttonLink(label: Words.password.in(language), href: "/password")
    let sandbox = call.work.office.configuration.sandbox ? SandboxPages.links(language) : []
    let content: HTML = """
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(user.signInEmail)",
        actions: sandbox + [password]))
      \(card(title: Words.aboutYou.in(language), profileForm(user, zones, call)))
      \(card(title: Words.tokens.in(language), tokenList(tokens, call)))
      \(card(title: Words.signIns.in(language), try UserPages.signIns(results[0], language)))
      """
    return try Portal.page(call, Words.title.in(language), at: nil, content)
  }

  private static func profileForm(_ user: Users.Record, _ zones: [String], _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let known = zones.contains(user.timeZone) ? zones : [user.timeZone] + zones
    let options = known.map {
      (value: $0, label: $0, selected: refill.has("timeZone", $0, $0 == user.timeZone), disabled: false)
    }
    let fields: HTML = """
      \(field(label: DeskWords.givenName.in(language), name: "givenName",
        value: refill.value("givenName", user.givenName), error: refill.error("givenName"), required: true,
        attributes: ["autocomplete": "given-name"]))
      \(field(label: DeskWords.familyName.in(language), name: "familyName",
        value: refill.value("familyName", user.familyName), error: refill.error("familyName"), required: true,
        attributes: ["autocomplete": "family-name"]))
      \(field(label: Words.notificationEmail.in(language), name: "notificationEmail", type: "email",
        value: refill.value("notificationEmail", user.notificationEmail),
        hint: Words.notificationHint.in(language, ["email": user.signInEmail]),
        error: refill.error("notificationEmail"), attributes: ["autocomplete": "email"]))
      \(selectField(label: DeskWords.language.in(language), name: "language",
        options: PeoplePages.languages(refill, user.language), required: true))
      \(selectField(label: DeskWords.timeZone.in(language), name: "timeZone", options: options, required: true))
      """
    return form(
      action: "/profile", csrf: call.actor.csrf ?? "", content: fields, submit: DeskWords.save.in(language))
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    var draft = Users.Draft()
    draft.givenName = fields.text("givenName", required: true, upTo: 100)
    draft.familyName = fields.text("familyName", required: true, upTo: 100)
    draft.notificationEmail = .some(fields.parsed("notificationEmail", "email.malformed") { Text.email($0) })
    draft.language = fields.choice("language", required: true)
    draft.timeZone = fields.text("timeZone", required: true, upTo: 64)
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
    return try Portal.page(call, Words.newToken.in(language), at: nil, content)
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
    static let notificationEmail = Phrase("Notify me at", fr: "Me notifier à", de: "Benachrichtigungen an")
    static let notificationHint = Phrase(
      "Empty: {email}, with which you sign in.", fr: "Vide : {email}, avec lequel vous vous connectez.",
      de: "Leer: {email}, womit Sie sich anmelden.")
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
