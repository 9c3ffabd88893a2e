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
    let grants = try call.tx.rows(
      """
      SELECT \(Grants.columns) FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.person_id = \(user.id) AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(call.work.now)) ORDER BY g.id
      """
    ).map(Grants.record)
    let signIns = try latestSignIns(of: user.id, in: call.work)
    let people = PortalLink.to("/people", ["organization": elsewhere(user, call)])
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), people), (user.name, nil)]))
      \(pageHeader(title: "\(user.name) \(AccountWords.badge(user.state, language))", subtitle: "\(user.signInEmail)",
        actions: try AccountPages.buttons(user, call)))
      \(try MailPages.failure(user, call) ?? stateNotice(user, language))
      \(EmailPages.waiting(user, call))
      \(card(title: Words.account.in(language), actions: try AccountPages.edit(user, call), facts(user, language)))
      \(card(title: DeskWords.roles.in(language), actions: roleActions(user, call),
        try GrantPages.table(grants, call, showingPerson: false)))
      \(try PersonLicencePages.card(user, call))
      \(try sessions(user, call))
      \(try IdentityLinkPages.card(user, call))
      \(card(title: Words.signIns.in(language), actions: [allSignInsLink(user, language)],
        try self.signIns(signIns, language)))
      """
    return try Portal.page(call, user.name, at: .people, content)
  }

  /// The person's organization for links; nil where it goes without saying.
  private static func elsewhere(_ user: Users.Record, _ call: Call) -> String? {
    user.path.organization == call.actor.organization ? nil : user.path.organization.description
  }

  /// What holds the account up, and until when.
  private static func stateNotice(_ user: Users.Record, _ language: Language) -> HTML? {
    guard let more = AccountWords.more(user.state, language) else { return nil }
    guard user.status == .invited else { return notice(.warning, title: more) }
    return notice(.neutral, title: Words.waiting.in(language, ["email": user.mailAddress]), body: "<p>\(more)</p>")
  }

  /// Only for oneself and for whoever has authority over the account.
  private static func sessions(_ user: Users.Record, _ call: Call) throws -> HTML? {
    let isSelf = user.id == call.actor.person
    guard try isSelf || AccountPages.obstacle(user, call) == nil else { return nil }
    return try SessionPages.section(user, call)
  }

  private static func facts(_ user: Users.Record, _ language: Language) -> HTML {
    definitionList([
      (AccountFields.signsInWith.in(language), "\(user.signInEmail)"),
      (Words.notificationEmail.in(language), "\(user.mailAddress)"),
      (DeskWords.roles.in(language), "\(PeoplePages.roles(user.roles, language))"),
      (DeskWords.language.in(language), "\(Portal.languageName(user.language))"),
      (DeskWords.timeZone.in(language), "\(user.timeZone)"),
      (AccountFields.postalAddress.in(language), "\(user.address.isEmpty ? "–" : user.address.line)"),
      (
        Words.lastSignIn.in(language),
        "\(user.lastSignInAt.map(Portal.clockText) ?? DeskWords.never.in(language))"
      ),
    ])
  }

  private static func roleActions(_ user: Users.Record, _ call: Call) -> [HTML] {
    let rights = buttonLink(
      label: RightsWords.ofPerson.in(call.actor.language, ["name": user.name]), href: "/users/\(user.id)/rights")
    guard call.actor.holds(.grantsManage), user.status != .disabled else { return [rights] }
    let href = PortalLink.to("/access/new", ["organization": elsewhere(user, call), "person": "\(user.id)"])
    return [rights, buttonLink(label: Words.giveRole.in(call.actor.language), href: href)]
  }

  private static let latest = 5

  static func latestSignIns(of id: ID<Person>, in work: Work) throws -> Rows {
    try work.tx.rows(

      """
      SELECT at, succeeded, address, device, method FROM sign_in WHERE person_id = \(id)
      ORDER BY id DESC LIMIT \(latest)
      """)
  }

  static func allSignInsLink(_ user: Users.Record, _ language: Language) -> HTML {
    buttonLink(label: Words.allSignIns.in(language), href: "/users/\(user.id)/sign-ins")
  }

  /// Every sign-in, page by page.
  static func allSignIns(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let rows = try UsersAPI.signInRows(of: user.id, paging, in: call.work)
    let next = try paging.next(rows) { [(try $0[5] as ID<Change>).description] }
    let path = "/users/\(user.id)/sign-ins"
    let home = user.id == call.actor.person ? "/profile" : "/users/\(user.id)"
    let content: HTML = """
      \(breadcrumbs([(user.name, home), (Words.signIns.in(language), nil)]))
      \(pageHeader(title: "\(Words.signIns.in(language))", subtitle: "\(user.name) · \(user.signInEmail)"))
      \(try signIns(rows.prefix(paging.limit), language))
      \(pager(nextHref: next.map { PortalLink.to(path, ["cursor": $0]) }, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.signIns.in(language), at: user.id == call.actor.person ? nil : .people, content)
  }

  /// The latest sign-ins, from `at, succeeded, address, device, method`.
  static func signIns(_ rows: some Sequence<Row>, _ language: Language) throws -> HTML {
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
  static func browser(_ device: String) -> String {
    let known = ["Firefox", "Edg", "OPR", "Chrome", "Safari", "curl"]
    guard let name = known.first(where: device.contains) else { return String(device.prefix(40)) }
    let systems = ["Windows", "iPhone", "iPad", "Mac OS", "Android", "Linux"]
    let system = systems.first(where: device.contains)
    let label = ["Edg": "Edge", "OPR": "Opera"][name] ?? name
    return system.map { "\(label) · \($0)" } ?? label
  }

  private enum Words {
    static let account = Phrase("Account", fr: "Compte", de: "Konto")
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
    static let allSignIns = Phrase("All sign-ins", fr: "Toutes les connexions", de: "Alle Anmeldungen")
    static let waiting = Phrase(
      "An invitation was sent to {email}; the account opens once a password is chosen there.",
      fr: "Une invitation a été envoyée à {email} ; le compte s’ouvre dès qu’un mot de passe y est choisi.",
      de: "Eine Einladung ging an {email}; das Konto öffnet sich, sobald dort ein Passwort gewählt ist.")
  }
}
