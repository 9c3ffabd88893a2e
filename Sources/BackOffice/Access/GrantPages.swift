import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Who may do what, where, until when, by whose hand.
enum GrantPages {
  private typealias Words = GrantWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try PeoplePages.organization(call)
    let place = PeoplePages.elsewhere(owner, call)
    let paging = try Paging(call)
    let view = owner.level == .customer && call.query("view") == "users" ? "users" : nil
    var filter = GrantReview.Filter()
    filter.ofUsers = view != nil
    let listed = try GrantReview.list(of: owner.id, filter, paging, byName: true, in: call.work)
    let isFirst = view == nil && call.query("cursor") == nil
    let waiting = isFirst ? try Appointments.list(of: owner.id, Paging(limit: 50), in: call.work) : []
    let grants = listed.prefix(paging.limit).map(\.grant)
    let rows = try waiting.map { try row(waiting: $0, call) } + rows(grants, call, showingPerson: true)
    let next = paging.next(listed) { [$0.familyName, $0.grant.id.description] }
    let nextHref = next.map { PortalLink.to("/access", ["organization": place, "view": view, "cursor": $0]) }
    let byService = isFirst && owner.level == .customer ? try ServiceAdmins(owner, call).html : .empty
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.access.label.in(language))",
        subtitle: "\(Words.subtitle.in(language, ["organization": owner.name]))", actions: try actions(owner, call)))
      \(views(owner, view ?? "", call))
      \(table(rows, language, showingPerson: true))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      \(byService)
      """
    return try Portal.page(call, Portal.Place.access.label.in(language), at: .access, content)
  }

  /// The ways to look at an organization's roles; `current` is "", "users" or "review".
  static func views(_ owner: Organizations.Record, _ current: String, _ call: Call) -> HTML {
    let language = call.actor.language
    let place = PeoplePages.elsewhere(owner, call)
    var views = [
      NavItem(
        label: Words.appointed.in(language), href: PortalLink.to("/access", ["organization": place]),
        current: current.isEmpty)
    ]
    if owner.level == .customer {
      let href = PortalLink.to("/access", ["organization": place, "view": "users"])
      views.append(NavItem(label: Words.users.in(language), href: href, current: current == "users"))
    }
    let review = PortalLink.to("/access/review", ["organization": place])
    views.append(NavItem(label: Words.review.in(language), href: review, current: current == "review"))
    return tabs(label: Words.caption.in(language), views)
  }

  private static func actions(_ owner: Organizations.Record, _ call: Call) throws -> [HTML] {
    let language = call.actor.language
    let place = PeoplePages.elsewhere(owner, call)
    let roles = call.actor.holds(.grantsManage) ? AppointPages.roles(at: owner, call) : []
    guard !roles.isEmpty else {
      let reason = try WhoCould.sentence(.grantsManage, call)
      return [disabledButton(label: Words.giveRole.in(language), reason: reason)]
    }
    var actions: [HTML] = []
    if roles.contains(.technicalAdmin) {
      let href = PortalLink.to("/access/new", ["organization": place, "role": Role.technicalAdmin.rawValue])
      actions.append(buttonLink(label: Words.appointAdmin.in(language), href: href, tone: .primary))
    }
    let href = PortalLink.to("/access/new", ["organization": place])
    let tone: ButtonTone = actions.isEmpty ? .primary : .plain
    actions.insert(buttonLink(label: Words.giveRole.in(language), href: href, tone: tone), at: 0)
    if owner.id == call.actor.organization, let programs = ClientPages.link(call) { actions.append(programs) }
    return actions
  }

  // MARK: - The table

  /// Grants in a table; without the person on a person's own page.
  static func table(_ grants: [Grants.Record], _ call: Call, showingPerson: Bool) throws -> HTML {
    table(try rows(grants, call, showingPerson: showingPerson), call.actor.language, showingPerson: showingPerson)
  }

  private static func table(_ rows: [[HTML]], _ language: Language, showingPerson: Bool) -> HTML {
    let person = showingPerson ? [Column(DeskWords.person.in(language))] : []
    let columns =
      person + [
        Column(DeskWords.role.in(language)), Column(Words.scope.in(language)), Column(DeskWords.until.in(language)),
        Column(Words.grantedBy.in(language)), Column("", kind: .number),
      ]
    return Markup.table(
      caption: Words.caption.in(language), columns: columns, rows: rows, empty: "<p>\(Words.none.in(language))</p>")
  }

  private static func rows(_ grants: [Grants.Record], _ call: Call, showingPerson: Bool) throws -> [[HTML]] {
    let language = call.actor.language
    let names = try GrantNames(grants, in: call.work)
    return grants.map { grant in
      let who: [HTML] = showingPerson ? [holder(grant, language)] : []
      return who + [
        role(grant, call), "\(names.scope(of: grant, language))",
        "\(lastDay(of: grant) ?? Words.unlimited.in(language))",
        "\(grant.grantedByName)<small>\(grant.grantedAt.utcDay.description)</small>", end(grant, call),
      ]
    }
  }

  /// A guest's account is another organization's, so there is no page of it here.
  static func holder(_ grant: Grants.Record, _ language: Language) -> HTML {
    guard let email = grant.guestEmail else {
      return "<a href=\"/users/\(grant.person.description)\">\(grant.personName)</a>"
    }
    return "\(grant.personName) \(badge(Words.guest.in(language)))<small>\(email)</small>"
  }

  private static func role(_ grant: Grants.Record, _ call: Call) -> HTML {
    let name = Portal.roleName(grant.role).in(call.actor.language)
    let note: HTML? = grant.note.map { "<small>\($0)</small>" }
    guard call.actor.path.covers(grant.path), call.actor.holds(.grantsView) else { return "\(name)\(note)" }
    return "<a href=\"/grants/\(grant.id.description)\">\(name)</a>\(note)"
  }

  /// The last day it counts on.
  static func lastDay(of grant: Grants.Record) -> String? {
    grant.expiresAt.map { $0.adding(seconds: -1).utcDay.description }
  }

  private static func end(_ grant: Grants.Record, _ call: Call) -> HTML {
    guard mayEnd(grant, call) else { return .empty }
    return buttonLink(label: Words.end.in(call.actor.language), href: "/grants/\(grant.id)/end")
  }

  static func mayEnd(_ grant: Grants.Record, _ call: Call) -> Bool {
    call.actor.holds(.grantsManage) && call.actor.path.covers(grant.path)
      && call.actor.rights.mayGrant(grant.role, at: grant.path.level)
  }

  private static func row(waiting: Appointments.Record, _ call: Call) throws -> [HTML] {
    let language = call.actor.language
    let draft = waiting.draft
    let names = try GrantNames(services: draft.grant.services, centres: draft.grant.centres, in: call.tx)
    let state = waiting.status == .lapsed ? Words.lapsed : Words.waiting
    let path = "/appointments/\(waiting.id)"
    let csrf = call.actor.csrf ?? ""
    let mayChange =
      call.actor.holds(.grantsManage) && call.actor.rights.mayGrant(draft.grant.role, at: waiting.path.level)
    let buttons: HTML = """
      <div class="actions">\(actionButton(label: Words.resend.in(language), action: path + "/invitation", csrf: csrf))\
      \(actionButton(label: Words.withdraw.in(language), action: path + "/withdrawal", csrf: csrf))</div>
      """
    let note: HTML? = draft.grant.note.map { "<small>\($0)</small>" }
    let end = draft.grant.expiresAt.map { $0.adding(seconds: -1).utcDay.description }
    return [
      "\(draft.name) \(badge(state.in(language), tone: .warning))<small>\(draft.email)</small>",
      "\(Portal.roleName(draft.grant.role).in(language))\(note)",
      "\(names.scope(of: draft.grant.held, at: waiting.path.level, language))",
      "\(end ?? Words.unlimited.in(language))",
      "\(waiting.invitedByName)<small>\(waiting.createdAt.utcDay.description)</small>", mayChange ? buttons : .empty,
    ]
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

  static func listHref(_ grant: Grants.Record, _ call: Call) -> String {
    let place = grant.path.organization == call.actor.organization ? nil : "\(grant.path.organization)"
    return PortalLink.to("/access", ["organization": place])
  }

  static func end(_ call: Call) throws -> Response {
    let grant = try Grants.find(try call.id(), in: call.work)
    try Grants.end(grant.id, in: call.work)
    return .seeOther(listHref(grant, call))
  }

  // MARK: - Waiting for acceptance

  static func resend(_ call: Call) throws -> Response {
    try change(call) { try Appointments.resend($0, in: call.work) }
  }

  static func withdraw(_ call: Call) throws -> Response {
    try change(call) { try Appointments.withdraw($0, in: call.work) }
  }

  private static func change(_ call: Call, _ body: (ID<Appointment>) throws -> Void) throws -> Response {
    let waiting = try Appointments.find(try call.id(), in: call.work)
    try body(waiting.id)
    let organization = waiting.path.organization
    let place = organization == call.actor.organization ? nil : organization.description
    return .seeOther(PortalLink.to("/access", ["organization": place]))
  }
}
