import Core
import FoundationEssentials
import HTTP
import Markup

/// The people of an organization: finding and inviting them.
enum PeoplePages {
  /// The organization asked for, `?organization=` or the form's; the one acted in unless told otherwise.
  static func organization(_ call: Call) throws -> Organizations.Record {
    guard let text = call.query("organization") ?? Form(call.request)?.text("organization") else {
      return try Organizations.find(call.actor.organization, in: call.work)
    }
    guard let id = ID<Organization>(text) else { throw Refusal.notFound }
    return try Organizations.find(id, in: call.work)
  }

  /// The id for links and forms; nil where it goes without saying.
  static func elsewhere(_ owner: Organizations.Record, _ call: Call) -> String? {
    owner.id == call.actor.organization ? nil : owner.id.description
  }

  static func hidden(_ owner: Organizations.Record, _ call: Call) -> [(String, String)] {
    elsewhere(owner, call).map { [("organization", $0)] } ?? []
  }

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try organization(call)
    let search = try SearchText.query(call)
    let paging = try Paging(call)
    let people = try Users.list(of: owner.id, search: search, paging, in: call.work)
    let place = elsewhere(owner, call)
    let next = paging.next(people) { [$0.familyName, $0.id.description] }
    let nextHref = next.map { PortalLink.to("/people", ["organization": place, "search": search, "cursor": $0]) }
    let organizationField: HTML? = place.map { "<input type=\"hidden\" name=\"organization\" value=\"\($0)\">" }
    let empty = search == nil ? Words.none : Words.noMatch
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.people.label.in(language))", subtitle: "\(owner.name)",
        actions: actions(call, place)))
      \(invited(call))
      \(filterForm(action: "/people", value: search ?? "", label: Words.search.in(language),
        extra: "\(organizationField)"))
      \(results("""
        \(table(caption: Words.caption.in(language), columns: columns(language),
          rows: people.prefix(paging.limit).map { row($0, language) }, empty: "<p>\(empty.in(language))</p>"))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Portal.Place.people.label.in(language), at: .people, content)
  }

  /// How many were invited just now.
  private static func invited(_ call: Call) -> HTML? {
    guard let count = call.query("invited").flatMap({ Int($0) }) else { return nil }
    return notice(.good, title: ImportWords.invited.in(call.actor.language, ["count": String(count)]))
  }

  private static func actions(_ call: Call, _ place: String?) -> [HTML] {
    let language = call.actor.language
    var actions: [HTML] = []
    if place == nil, call.actor.holds(.identityManage) {
      actions.append(
        buttonLink(label: IdentityProviderWords.entry.in(language), href: IdentityProviderPages.path))
    }
    if place == nil, call.actor.level == .customer, call.actor.rights.roles.contains(.customerManager) {
      actions.append(buttonLink(label: ProvisioningWords.title.in(language), href: "/provisioning"))
    }
    if call.actor.holds(.licencesAssign), call.actor.level == .customer || place != nil {
      let href = PortalLink.to("/groups", ["organization": place])
      actions.append(buttonLink(label: GroupWords.title.in(language), href: href))
    }
    if call.actor.holds(.grantsManage) {
      let href = PortalLink.to("/access/new", ["organization": place])
      actions.append(buttonLink(label: Words.appoint.in(language), href: href))
    }
    if call.actor.holds(.usersManage) {
      let many = PortalLink.to("/people/import", ["organization": place])
      actions.append(buttonLink(label: ImportWords.title.in(language), href: many))
      let href = PortalLink.to("/people/new", ["organization": place])
      actions.append(buttonLink(label: Words.invite.in(language), href: href, tone: .primary))
    }
    if place == nil, call.actor.holds(.usersManage) {
      let label = SecondFactorWords.policy.in(call.actor.language)
      actions.insert(buttonLink(label: label, href: SignInPolicyPages.path), at: 0)
    }
    return actions
  }

  private static func columns(_ language: Language) -> [Column] {
    [
      Column(DeskWords.name.in(language)), Column(DeskWords.status.in(language)), Column(DeskWords.roles.in(language)),
      Column(Words.lastSignIn.in(language)),
    ]
  }

  private static func row(_ person: Users.Record, _ language: Language) -> [HTML] {
    let signIn: HTML = person.lastSignInAt.map { Portal.time($0) } ?? "\(DeskWords.never.in(language))"
    let more = AccountWords.more(person.state, language)
    return [
      "<a href=\"/users/\(person.id.description)\">\(person.name)</a><small>\(person.signInEmail)</small>",
      "\(AccountWords.badge(person.state, language))\(more.map { "<small>\($0)</small>" as HTML })",
      "\(roles(person.roles, language))", signIn,
    ]
  }

  /// Highest first; that they are users too goes without saying.
  static func roles(_ roles: [Role], _ language: Language) -> String {
    let shown = roles.count > 1 ? roles.filter { $0 != .user } : roles
    return shown.sorted { $0.rank > $1.rank }.map { Portal.roleName($0).in(language) }.joined(separator: ", ")
  }

  // MARK: - Inviting

  static func new(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try organization(call)
    let refill = Refill(call)
    let people = PortalLink.to("/people", ["organization": elsewhere(owner, call)])
    let hint = Words.inviteHint.in(language, ["organization": owner.name, "hours": String(Bounds.invitationHours)])
    let fields: HTML = """
      \(nameFields(refill, language))
      \(selectField(label: DeskWords.language.in(language), name: "language",
        options: languages(refill, call.actor.language), hint: Words.languageHint.in(language)))
      \(try PersonLicencePages.choices(of: nil, at: owner.path, call).map {
        disclosure(summary: LicenceWords.atOnce.in(language), isOpen: refill.hasSent("listed"), $0.fields)
      })
      """
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), people), (Words.invite.in(language), nil)]))
      \(pageHeader(title: "\(Words.invite.in(language))", subtitle: "\(hint)"))
      \(card(form(action: "/people/new", csrf: call.actor.csrf ?? "", hidden: hidden(owner, call), content: fields,
        submit: Words.send.in(language), cancel: (DeskWords.cancel.in(language), people))))
      """
    return try Portal.page(call, Words.invite.in(language), at: .people, content)
  }

  /// Given name, family name and e-mail of somebody new.
  static func nameFields(_ refill: Refill, _ language: Language, required: Bool = true) -> HTML {
    """
    \(field(label: DeskWords.givenName.in(language), name: "givenName", value: refill.value("givenName"),
      error: refill.error("givenName"), required: required, attributes: ["autocomplete": "off"]))
    \(field(label: DeskWords.familyName.in(language), name: "familyName", value: refill.value("familyName"),
      error: refill.error("familyName"), required: required, attributes: ["autocomplete": "off"]))
    \(field(label: DeskWords.email.in(language), name: "signInEmail", type: "email", value: refill.value("signInEmail"),
      hint: Words.emailHint.in(language), error: refill.error("signInEmail"), required: required,
      attributes: ["autocomplete": "off"]))
    """
  }

  static func languages(
    _ refill: Refill, _ current: Language
  ) -> [(value: String, label: String, selected: Bool, disabled: Bool)] {
    Language.allCases.map {
      (
        value: $0.rawValue, label: Portal.languageName($0),
        selected: refill.has("language", $0.rawValue, $0 == current), disabled: false
      )
    }
  }

  static func create(_ call: Call) throws -> Response {
    let owner = try organization(call)
    let fields = try call.form(lists: ["subscriptionIds"])
    _ = (fields.has("organization"), fields.has("listed"))
    var draft = draft(fields)
    draft.subscriptions =
      fields.ids("subscriptionIds", upTo: Bounds.subscriptionsOfPerson, of: Subscription.self) ?? []
    try fields.check()
    let created = try Users.create([(draft: draft, at: "")], in: owner.id, call.work)
    return .seeOther("/users/\(created[0].id)")
  }

  /// Somebody new as the form says.
  static func draft(_ fields: Fields) -> Users.Draft {
    var draft = Users.Draft()
    draft.givenName = fields.text("givenName", required: true, upTo: 100)
    draft.familyName = fields.text("familyName", required: true, upTo: 100)
    draft.signInEmail = fields.parsed("signInEmail", required: true, "email.malformed") { Text.email($0) }
    draft.language = fields.choice("language")
    return draft
  }

  private enum Words {
    static let caption = Phrase("People", fr: "Personnes", de: "Personen")
    static let search = Phrase(
      "Search by name or e-mail", fr: "Chercher par nom ou e-mail", de: "Nach Name oder E-Mail suchen")
    static let none = Phrase(
      "Nobody here yet. Invite the first person.", fr: "Personne pour l’instant. Invitez la première personne.",
      de: "Noch niemand da. Laden Sie die erste Person ein.")
    static let noMatch = Phrase(
      "Nobody matches. Try part of the name or of the e-mail address.",
      fr: "Aucun résultat. Essayez une partie du nom ou de l’adresse e-mail.",
      de: "Kein Treffer. Versuchen Sie es mit einem Teil des Namens oder der E-Mail-Adresse.")
    static let invite = Phrase("Invite a person", fr: "Inviter une personne", de: "Person einladen")
    static let appoint = Phrase("Give a role", fr: "Attribuer un rôle", de: "Rolle vergeben")
    static let inviteHint = Phrase(
      "They join {organization} and choose a password by a link that is good for {hours} hours.",
      fr: "La personne rejoint {organization} et choisit son mot de passe par un lien valable {hours} heures.",
      de: "Die Person gehört dann zu {organization} und wählt ihr Passwort über einen Link, der {hours} Stunden gilt.")
    static let send = Phrase("Send invitation", fr: "Envoyer l’invitation", de: "Einladung senden")
    static let emailHint = Phrase(
      "The invitation goes here; it is also the sign-in name.",
      fr: "L’invitation y est envoyée ; c’est aussi l’identifiant de connexion.",
      de: "Hierhin geht die Einladung; damit meldet sich die Person an.")
    static let languageHint = Phrase(
      "Of the invitation and of the portal; they can change it.",
      fr: "De l’invitation et du portail ; la personne peut la changer.",
      de: "Der Einladung und des Portals; die Person kann sie ändern.")
    static let lastSignIn = Phrase("Last sign-in (UTC)", fr: "Dernière connexion (UTC)", de: "Letzte Anmeldung (UTC)")
  }
}
