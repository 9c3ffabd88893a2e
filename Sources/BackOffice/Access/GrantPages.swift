import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Who may do what, where, until when, by whose hand.
enum GrantPages {
  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try PeoplePages.organization(call)
    let place = PeoplePages.elsewhere(owner, call)
    let paging = try Paging(call)
    let view = owner.level == .customer && call.query("view") == "users" ? "users" : nil
    let rows = try current(at: owner, users: view != nil, paging, in: call.work)
    let names = try GrantNames(rows.map(\.grant), in: call.work)
    let next = paging.next(rows) { [$0.familyName, $0.grant.id.description] }
    let nextHref = next.map { PortalLink.to("/access", ["organization": place, "view": view, "cursor": $0]) }
    let views = [
      NavItem(
        label: Words.appointed.in(language), href: PortalLink.to("/access", ["organization": place]),
        current: view == nil),
      NavItem(
        label: Words.users.in(language), href: PortalLink.to("/access", ["organization": place, "view": "users"]),
        current: view != nil),
    ]
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.access.label.in(language))",
        subtitle: "\(Words.subtitle.in(language, ["organization": owner.name]))", actions: actions(owner, call)))
      \(when: owner.level == .customer, tabs(label: Words.caption.in(language), views))
      \(table(rows.prefix(paging.limit).map(\.grant), names, call, showingPerson: true))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Portal.Place.access.label.in(language), at: .access, content)
  }

  /// The grants that count now, by family name: those that make somebody a user, or all others.
  private static func current(
    at owner: Organizations.Record, users: Bool, _ paging: Paging, in work: Work
  ) throws -> [(grant: Grants.Record, familyName: String)] {
    try work.actor.require(.grantsView)
    if owner.id != work.actor.organization { try Users.requireAccess(to: owner.path, in: work) }
    let after: SQL =
      try paging.afterKey(Grant.self).map { "(p.family_name, g.id) > (\($0.text), \($0.id))" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(Grants.columns), p.family_name FROM role_grant g JOIN person p ON p.id = g.person_id
      WHERE g.organization_id = \(owner.id) AND g.ended_at IS NULL
        AND (g.expires_at IS NULL OR g.expires_at > \(work.now)) AND (g.role = 'user') = \(users) AND \(after)
      ORDER BY p.family_name, g.id LIMIT \(paging.fetched)
      """
    ).map { (grant: try Grants.record($0), familyName: try $0[14]) }
  }

  private static func actions(_ owner: Organizations.Record, _ call: Call) -> [HTML] {
    guard call.actor.holds(.grantsManage) else { return [] }
    let language = call.actor.language
    let place = PeoplePages.elsewhere(owner, call)
    let roles = AppointPages.roles(at: owner, call)
    var actions: [HTML] = []
    if roles.contains(.technicalAdmin) {
      let href = PortalLink.to("/access/new", ["organization": place, "role": Role.technicalAdmin.rawValue])
      actions.append(buttonLink(label: Words.appointAdmin.in(language), href: href, tone: .primary))
    }
    if !roles.isEmpty {
      let href = PortalLink.to("/access/new", ["organization": place])
      let tone: ButtonTone = actions.isEmpty ? .primary : .plain
      actions.insert(buttonLink(label: Words.giveRole.in(language), href: href, tone: tone), at: 0)
    }
    if owner.id == call.actor.organization, let programs = ClientPages.link(call) { actions.append(programs) }
    return actions
  }

  /// Grants in a table; without the person on a person's own page.
  static func table(
    _ grants: [Grants.Record], _ names: GrantNames, _ call: Call, showingPerson: Bool
  ) -> HTML {
    let language = call.actor.language
    let person = showingPerson ? [Column(DeskWords.person.in(language))] : []
    let columns =
      person + [
        Column(DeskWords.role.in(language)), Column(Words.scope.in(language)), Column(DeskWords.until.in(language)),
        Column(Words.grantedBy.in(language)), Column("", kind: .number),
      ]
    let rows: [[HTML]] = grants.map { grant in
      let who: [HTML] = showingPerson ? ["<a href=\"/users/\(grant.person.description)\">\(grant.personName)</a>"] : []
      let day = grant.grantedAt.utcDay.description
      return who + [
        "\(Portal.roleName(grant.role).in(language))\(grant.note.map { "<small>\($0)</small>" as HTML })",
        "\(names.scope(of: grant, language))", "\(lastDay(of: grant) ?? Words.unlimited.in(language))",
        "\(grant.grantedByName)<small>\(day)</small>", end(grant, call),
      ]
    }
    return Markup.table(
      caption: Words.caption.in(language), columns: columns, rows: rows,
      empty: "<p>\(Words.none.in(language))</p>")
  }

  /// The last day it counts on.
  static func lastDay(of grant: Grants.Record) -> String? {
    grant.expiresAt.map { $0.adding(seconds: -1).utcDay.description }
  }

  private static func end(_ grant: Grants.Record, _ call: Call) -> HTML {
    guard call.actor.holds(.grantsManage), call.actor.rights.mayGrant(grant.role, at: grant.path.level) else {
      return .empty
    }
    return buttonLink(label: Words.end.in(call.actor.language), href: "/grants/\(grant.id)/end")
  }

  // MARK: - Ending

  static func askEnd(_ call: Call) throws -> Response {
    let language = call.actor.language
    let grant = try Grants.find(try call.id(), in: call.work)
    let names = try GrantNames([grant], in: call.work)
    let title = Words.endTitle.in(
      language, ["role": Portal.roleName(grant.role).in(language), "name": grant.personName])
    let facts = definitionList([
      (DeskWords.person.in(language), "\(grant.personName)"),
      (DeskWords.role.in(language), "\(Portal.roleName(grant.role).in(language))"),
      (Words.scope.in(language), "\(names.scope(of: grant, language))"),
      (Words.grantedBy.in(language), "\(grant.grantedByName), \(grant.grantedAt.utcDay.description)"),
    ])
    let back = listHref(grant, call)
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.access.label.in(language), back), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(card(form(action: "/grants/\(grant.id)/end", csrf: call.actor.csrf ?? "",
        content: "\(facts)<p>\(Words.endText.in(language))</p>", submit: Words.endRole.in(language), tone: .danger,
        cancel: (DeskWords.cancel.in(language), back))))
      """
    return try Portal.page(call, title, at: .access, content)
  }

  private static func listHref(_ grant: Grants.Record, _ call: Call) -> String {
    let place = grant.path.organization == call.actor.organization ? nil : "\(grant.path.organization)"
    return PortalLink.to("/access", ["organization": place])
  }

  static func end(_ call: Call) throws -> Response {
    let grant = try Grants.find(try call.id(), in: call.work)
    try Grants.end(grant.id, in: call.work)
    return .seeOther(listHref(grant, call))
  }

  private enum Words {
    static let subtitle = Phrase(
      "Who may do what for {organization}, and who allowed it.",
      fr: "Qui peut faire quoi pour {organization}, et qui l’a autorisé.",
      de: "Wer für {organization} was darf, und wer es erlaubt hat.")
    static let appointAdmin = Phrase(
      "Appoint a technical admin", fr: "Nommer un admin technique", de: "Technische Administration ernennen")
    static let giveRole = Phrase("Give a role", fr: "Attribuer un rôle", de: "Rolle vergeben")
    static let appointed = Phrase("Appointed", fr: "Nommés", de: "Ernannte")
    static let users = Phrase("Users", fr: "Utilisateurs", de: "Benutzer")
    static let caption = Phrase("Roles given", fr: "Rôles attribués", de: "Vergebene Rollen")
    static let none = Phrase(
      "No roles given yet.", fr: "Aucun rôle attribué.", de: "Noch keine Rollen vergeben.")
    static let scope = Phrase("Where", fr: "Où", de: "Wo")
    static let unlimited = Phrase("No end", fr: "Sans fin", de: "Unbefristet")
    static let grantedBy = Phrase("Given by", fr: "Attribué par", de: "Vergeben von")
    static let end = Phrase("End", fr: "Retirer", de: "Beenden")
    static let endRole = Phrase("End role", fr: "Retirer le rôle", de: "Rolle beenden")
    static let endTitle = Phrase(
      "End “{role}” for {name}?", fr: "Retirer « {role} » à {name} ?", de: "«{role}» von {name} beenden?")
    static let endText = Phrase(
      "It counts from their next click. The audit trail keeps who gave and who ended it.",
      fr: "Effet dès le prochain clic de la personne. Le journal garde qui l’a attribué et qui l’a retiré.",
      de: "Es gilt ab dem nächsten Klick. Das Protokoll behält, wer sie vergeben und wer sie beendet hat.")
  }
}

/// The names behind the ids that grants are limited to.
struct GrantNames {
  private var services: [ID<Service>: String] = [:]
  private var centres: [ID<BillingCentre>: String] = [:]

  init(_ grants: [Grants.Record], in work: Work) throws {
    let serviceIDs = Array(Set(grants.flatMap { $0.services ?? [] }))
    let centreIDs = Array(Set(grants.flatMap { $0.centres ?? [] }))
    if serviceIDs.isEmpty, centreIDs.isEmpty { return }
    let results = try work.tx.pipeline([
      "SELECT id, name FROM service WHERE id = ANY (\(serviceIDs))",
      "SELECT id, name FROM billing_centre WHERE id = ANY (\(centreIDs))",
    ])
    for row in results[0] { services[try row[0]] = try row[1] as String }
    for row in results[1] { centres[try row[0]] = try row[1] as String }
  }

  /// Where a grant counts, in words.
  func scope(of grant: Grants.Record, _ language: Language) -> String {
    if let ids = grant.services { return ids.compactMap { services[$0] }.sorted().joined(separator: ", ") }
    if let ids = grant.centres { return ids.compactMap { centres[$0] }.sorted().joined(separator: ", ") }
    switch grant.role {
    case .technicalAdmin: return Words.allServices.in(language)
    case .finance where grant.path.level == .customer: return Words.allCentres.in(language)
    default: return Words.everything.in(language)
    }
  }

  private enum Words {
    static let allServices = Phrase("All services", fr: "Tous les services", de: "Alle Dienste")
    static let allCentres = Phrase(
      "All billing centres", fr: "Tous les centres de facturation", de: "Alle Kostenstellen")
    static let everything = Phrase("Whole organization", fr: "Toute l’organisation", de: "Ganze Organisation")
  }
}
