import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// One person: the account, what they may do, when they signed in.
enum UserPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    let results = try call.tx.pipeline([
      """
      SELECT \(Grants.columns) FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.person_id = \(user.id) AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(call.work.now)) ORDER BY g.id
      """,
      """
      SELECT at, succeeded, address, device, method FROM sign_in WHERE person_id = \(user.id) ORDER BY id DESC LIMIT 20
      """,
    ])
    let grants = try results[0].map(Grants.record)
    let names = try GrantNames(grants, in: call.work)
    let people = PortalLink.to("/people", ["organization": elsewhere(user, call)])
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), people), (user.name, nil)]))
      \(pageHeader(title: "\(user.name) \(PeoplePages.statusBadge(user, language))", subtitle: "\(user.signInEmail)",
        actions: try AccountPages.buttons(user, call)))
      \(inviteNotice(user, language))
      \(grid([card(title: Words.account.in(language), facts(user, language))]))
      \(try IdentityLinkPages.card(user, call))
      \(card(title: DeskWords.roles.in(language), actions: roleActions(user, call),
        GrantPages.table(grants, names, call, showingPerson: false)))
      \(card(title: Words.signIns.in(language), try signIns(results[1], language)))
      """
    return try Portal.page(call, user.name, at: .people, content)
  }

  /// The person's organization for links; nil where it goes without saying.
  private static func elsewhere(_ user: Users.Record, _ call: Call) -> String? {
    user.path.organization == call.actor.organization ? nil : user.path.organization.description
  }

  private static func inviteNotice(_ user: Users.Record, _ language: Language) -> HTML? {
    guard user.status == .invited else { return nil }
    let text = Words.waiting.in(language, ["email": user.notificationEmail ?? user.signInEmail])
    return notice(.neutral, title: text)
  }

  private static func facts(_ user: Users.Record, _ language: Language) -> HTML {
    definitionList([
      (Words.signInEmail.in(language), "\(user.signInEmail)"),
      (Words.notificationEmail.in(language), "\(user.notificationEmail ?? user.signInEmail)"),
      (DeskWords.roles.in(language), "\(PeoplePages.roles(user.roles, language))"),
      (DeskWords.language.in(language), "\(Portal.languageName(user.language))"),
      (DeskWords.timeZone.in(language), "\(user.timeZone)"),
      (
        Words.lastSignIn.in(language),
        "\(user.lastSignInAt.map(Portal.clockText) ?? DeskWords.never.in(language))"
      ),
    ])
  }

  private static func roleActions(_ user: Users.Record, _ call: Call) -> [HTML] {
    guard call.actor.holds(.grantsManage), user.status != .disabled else { return [] }
    let href = PortalLink.to("/access/new", ["organization": elsewhere(user, call), "person": "\(user.id)"])
    return [buttonLink(label: Words.giveRole.in(call.actor.language), href: href)]
  }

  /// The latest sign-ins, from `at, succeeded, address, device, method`.
  static func signIns(_ rows: Rows, _ language: Language) throws -> HTML {
    let columns = [
      Column(Words.at.in(language)), Column(Words.outcome.in(language)), Column(Words.address.in(language)),
      Column(Words.device.in(language)),
    ]
    let cells: [[HTML]] = try rows.map { row in
      let at: Instant = try row[0]
      let succeeded: Bool = try row[1]
      let address: String = try row[2]
      let device: String = try row[3]
      let outcome =
        succeeded
        ? badge(Words.succeeded.in(language), tone: .good) : badge(Words.failed.in(language), tone: .warning)
      let how: HTML? = try row[4] == "provider" ? "<br><small>\(Words.byProvider.in(language))</small>" : nil
      return [Portal.time(at), "\(outcome)\(how)", "\(address)", "\(browser(device))"]
    }
    return table(
      caption: Words.signIns.in(language), columns: columns, rows: cells,
      empty: "<p>\(Words.noSignIns.in(language))</p>")
  }

  /// The browser's name out of what it says of itself, which otherwise fills the page.
  private static func browser(_ device: String) -> String {
    let known = ["Firefox", "Edg", "OPR", "Chrome", "Safari", "curl"]
    guard let name = known.first(where: device.contains) else { return String(device.prefix(40)) }
    let systems = ["Windows", "iPhone", "iPad", "Mac OS", "Android", "Linux"]
    let system = systems.first(where: device.contains)
    let label = ["Edg": "Edge", "OPR": "Opera"][name] ?? name
    return system.map { "\(label) · \($0)" } ?? label
  }

  private enum Words {
    static let account = Phrase("Account", fr: "Compte", de: "Konto")
    static let signInEmail = Phrase("Signs in with", fr: "Se connecte avec", de: "Meldet sich an mit")
    static let notificationEmail = Phrase("Notified at", fr: "Notifications à", de: "Benachrichtigt unter")
    static let lastSignIn = Phrase("Last sign-in", fr: "Dernière connexion", de: "Letzte Anmeldung")
    static let giveRole = Phrase("Give a role", fr: "Attribuer un rôle", de: "Rolle vergeben")
    static let signIns = Phrase("Sign-ins", fr: "Connexions", de: "Anmeldungen")
    static let noSignIns = Phrase(
      "No sign-in yet.", fr: "Aucune connexion pour l’instant.", de: "Noch keine Anmeldung.")
    static let at = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
    static let outcome = Phrase("Outcome", fr: "Résultat", de: "Ergebnis")
    static let address = Phrase("Address", fr: "Adresse", de: "Adresse")
    static let device = Phrase("Device", fr: "Appareil", de: "Gerät")
    static let succeeded = Phrase("Signed in", fr: "Connecté", de: "Angemeldet")
    static let byProvider = Phrase("with the organization", fr: "par l’organisation", de: "über die Organisation")
    static let failed = Phrase("Refused", fr: "Refusé", de: "Abgewiesen")
    static let waiting = Phrase(
      "An invitation was sent to {email}. The account opens once a password is chosen there.",
      fr: "Une invitation a été envoyée à {email}. Le compte s’ouvre dès qu’un mot de passe y est choisi.",
      de: "Eine Einladung ging an {email}. Das Konto öffnet sich, sobald dort ein Passwort gewählt ist.")
  }
}
