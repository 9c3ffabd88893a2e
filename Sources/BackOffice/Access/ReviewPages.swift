import Core
import FoundationEssentials
import HTTP
import Markup

/// The access review: who could do what, since when, by whose hand, and whether they still need it.
enum ReviewPages {
  private typealias Shared = GrantWords

  /// What the review is narrowed to, as the address says; whatever is not understood is left out.
  private struct Wanted {
    var filter = GrantReview.Filter()
    let day: Day?

    init(_ call: Call) {
      filter.role = call.query("role").flatMap(Role.init(rawValue:))
      filter.state = call.query("state").flatMap(GrantReview.State.init(rawValue:)) ?? .current
      day = call.query("asOf").flatMap { Day($0) }
      // The end of the day, as far as it is over.
      let end = day.flatMap { Instant("\($0.adding(days: 1))T00:00:00Z") }
      filter.asOf = end.map { min($0.adding(seconds: -1), call.work.now) }
    }

    func href(_ path: String, _ place: String?, cursor: String? = nil) -> String {
      PortalLink.to(
        path,
        [
          "organization": place, "role": filter.role?.rawValue, "state": day == nil ? filter.state.rawValue : nil,
          "asOf": day?.description, "cursor": cursor,
        ])
    }

    /// The same as a file, of the API.
    func file(of organization: ID<Organization>) -> String {
      PortalLink.to(
        "/api/v1/organizations/\(organization)/grants",
        [
          "format": "csv", "role": filter.role?.rawValue, "state": day == nil ? filter.state.rawValue : nil,
          "asOf": filter.asOf?.description,
        ])
    }
  }

  static func list(_ call: Call) throws -> Response { try list(call, remark: nil) }

  private static func list(_ call: Call, remark: Phrase?) throws -> Response {
    let language = call.actor.language
    let owner = try PeoplePages.organization(call)
    let place = PeoplePages.elsewhere(owner, call)
    let wanted = Wanted(call)
    let paging = try Paging(call)
    let listed = try GrantReview.list(of: owner.id, wanted.filter, paging, byName: true, in: call.work)
    let shown = Array(listed.prefix(paging.limit))
    let next = paging.next(listed) { [$0.familyName, $0.grant.id.description] }
    let download = buttonLink(label: Words.download.in(language), href: wanted.file(of: owner.id))
    let content: HTML = """
      \(pageHeader(title: "\(Words.title.in(language))",
        subtitle: "\(Words.subtitle.in(language, ["organization": owner.name]))", actions: [download]))
      \(remark.map { notice(.warning, title: $0.in(language)) })
      \(GrantPages.views(owner, "review", call))
      \(filterForm(wanted, place, language))
      \(try selection(shown, wanted, owner, call))
      \(pager(nextHref: next.map { wanted.href("/access/review", place, cursor: $0) },
        label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.title.in(language), at: .access, content)
  }

  private static func filterForm(_ wanted: Wanted, _ place: String?, _ language: Language) -> HTML {
    let roles =
      [(value: "", label: DeskWords.all.in(language), selected: wanted.filter.role == nil, disabled: false)]
      + Role.allCases.map {
        (
          value: $0.rawValue, label: Portal.roleName($0).in(language), selected: wanted.filter.role == $0,
          disabled: false
        )
      }
    let states = GrantReview.State.allCases.map {
      (
        value: $0.rawValue, label: Words.state($0).in(language),
        selected: wanted.day == nil && wanted.filter.state == $0, disabled: false
      )
    }
    let organization: HTML? = place.map { "<input type=\"hidden\" name=\"organization\" value=\"\($0)\">" }
    return """
      <form class="filter" action="/access/review" method="get">\(organization)\
      \(selectField(label: DeskWords.role.in(language), name: "role", options: roles))\
      \(selectField(label: Words.which.in(language), name: "state", options: states))\
      \(field(label: Words.asOf.in(language), name: "asOf", type: "date", value: wanted.day?.description ?? ""))\
      <button type="submit" class="plain">\(DeskWords.filter.in(language))</button></form>

      """
  }

  /// The table, with boxes to tick where anything in it can be ended.
  private static func selection(
    _ listed: [GrantReview.Listed], _ wanted: Wanted, _ owner: Organizations.Record, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let endable = Set(
      listed.map(\.grant).filter { $0.counts(at: call.work.now) && GrantPages.mayEnd($0, call) }.map(\.id))
    let isChoice = !endable.isEmpty && wanted.filter.asOf == nil
    let table = try table(listed, endable: isChoice ? endable : [], call)
    guard isChoice else { return table }
    let hidden = PeoplePages.hidden(owner, call)
    return form(
      action: "/access/ending", method: "get", csrf: "", hidden: hidden, content: table,
      submit: Words.endChosen.in(language), tone: .danger)
  }

  private static func table(
    _ listed: [GrantReview.Listed], endable: Set<ID<Grant>>, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let names = try GrantNames(listed.map(\.grant), in: call.work)
    let columns = [
      Column(DeskWords.person.in(language)), Column(DeskWords.role.in(language)), Column(Shared.scope.in(language)),
      Column(Words.since.in(language)), Column(DeskWords.until.in(language)), Column(Shared.lastUse.in(language)),
    ]
    let rows: [[HTML]] = listed.map { item in
      let grant = item.grant
      let role = Portal.roleName(grant.role).in(language)
      let person: HTML = "\(GrantPages.holder(grant, language))"
      let who: HTML =
        endable.contains(grant.id)
        ? """
        <span class="pick"><input type="checkbox" name="grant" value="\(grant.id.description)" \
        aria-label="\(Words.choose.in(language, ["name": grant.personName, "role": role]))">\
        <span>\(person)</span></span>
        """ : person
      return [
        who,
        "<a href=\"/grants/\(grant.id.description)\">\(role)</a>",
        "\(names.scope(of: grant, language))",
        "<time>\(grant.grantedAt.utcDay.description)</time><small>\(grant.grantedByName)</small>",
        until(grant, call), item.lastUsedAt.map { Portal.time($0) } ?? "\(DeskWords.never.in(language))",
      ]
    }
    return Markup.table(
      caption: Words.title.in(language), columns: columns, rows: rows, empty: "<p>\(Words.none.in(language))</p>")
  }

  /// The end that was set, or the one it had and by whose hand.
  private static func until(_ grant: Grants.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    if let ended = grant.endedAt {
      return "<time>\(ended.utcDay.description)</time><small>\(grant.endedByName ?? "–")</small>"
    }
    guard let day = GrantPages.lastDay(of: grant) else { return "\(Shared.unlimited.in(language))" }
    let isOver = !grant.counts(at: call.work.now)
    return "<time>\(day)</time>\(when: isOver, "<small>\(Words.expired.in(language))</small>")"
  }

  // MARK: - Ending many

  /// The boxes ticked: of the address, or of the form that was refused.
  private static func chosen(_ call: Call) -> [ID<Grant>] {
    let asked = call.request.query.filter { $0.name == "grant" }.map(\.value) + (Form(call.request)?.all("ids") ?? [])
    return asked.compactMap { ID($0) }
  }

  static func askEnding(_ call: Call) throws -> Response {
    let language = call.actor.language
    let owner = try PeoplePages.organization(call)
    let back = PortalLink.to("/access/review", ["organization": PeoplePages.elsewhere(owner, call)])
    let grants = try chosen(call).prefix(Bounds.grantsAtOnce).map { try Grants.findAny($0, in: call.work) }
    guard !grants.isEmpty else { return try list(call, remark: Words.tickOne) }
    let names = try GrantNames(grants, in: call.work)
    let title = Words.endTitle.in(language, ["count": "\(grants.count)"])
    let rows: [[HTML]] = grants.map {
      [
        "\($0.personName)", "\(Portal.roleName($0.role).in(language))", "\(names.scope(of: $0, language))",
        "\($0.grantedByName)<small>\($0.grantedAt.utcDay.description)</small>",
      ]
    }
    let columns = [
      Column(DeskWords.person.in(language)), Column(DeskWords.role.in(language)), Column(Shared.scope.in(language)),
      Column(Shared.grantedBy.in(language)),
    ]
    let hidden = PeoplePages.hidden(owner, call) + grants.map { ("ids", $0.id.description) }
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), back), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(Shared.endText.in(language))"))
      \(Markup.table(caption: title, columns: columns, rows: rows))
      \(form(action: "/access/ending", csrf: call.actor.csrf ?? "", hidden: hidden, content: .empty,
        submit: Words.endAll.in(language), tone: .danger, cancel: (DeskWords.cancel.in(language), back)))
      """
    return try Portal.page(call, title, at: .access, content)
  }

  static func end(_ call: Call) throws -> Response {
    let owner = try PeoplePages.organization(call)
    let fields = try call.form(lists: ["ids"])
    _ = fields.has("organization")
    let ids = fields.ids("ids", upTo: Bounds.grantsAtOnce, of: Grant.self) ?? []
    if ids.isEmpty { fields.note("ids", "field.required") }
    try fields.check()
    _ = try Grants.end(ids, at: owner.id, in: call.work)
    return .seeOther(PortalLink.to("/access/review", ["organization": PeoplePages.elsewhere(owner, call)]))
  }

  private enum Words {
    static let title = Phrase("Access review", fr: "Revue des accès", de: "Überprüfung der Zugriffe")
    static let subtitle = Phrase(
      "Every role at {organization}: since when, by whose hand, and when its holder was last active here.",
      fr: "Chaque rôle chez {organization} : depuis quand, par qui, et la dernière activité de son titulaire ici.",
      de: "Jede Rolle bei {organization}: seit wann, durch wen, und wann die Person hier zuletzt aktiv war.")
    static let download = Phrase("Download CSV", fr: "Télécharger en CSV", de: "Als CSV laden")
    static let which = Phrase("Which", fr: "Lesquels", de: "Welche")
    static let asOf = Phrase("As it was on", fr: "Tels qu’au", de: "Stand vom")
    static let since = Phrase("Since", fr: "Depuis", de: "Seit")
    static let expired = Phrase("expired", fr: "expiré", de: "abgelaufen")
    static let none = Phrase(
      "No role matches. Choose another filter.", fr: "Aucun rôle ne correspond. Choisissez un autre filtre.",
      de: "Keine Rolle passt. Wählen Sie einen anderen Filter.")
    static let choose = Phrase("Choose {name}, {role}", fr: "Choisir {name}, {role}", de: "{name}, {role} wählen")
    static let tickOne = Phrase(
      "Nothing was chosen. Tick the roles to end.", fr: "Rien n’a été choisi. Cochez les rôles à retirer.",
      de: "Nichts gewählt. Kreuzen Sie die Rollen an, die enden sollen.")
    static let endChosen = Phrase("End those chosen…", fr: "Retirer les rôles choisis…", de: "Gewählte beenden…")
    static let endTitle = Phrase("End {count} roles?", fr: "Retirer {count} rôles ?", de: "{count} Rollen beenden?")
    static let endAll = Phrase("End all of these", fr: "Retirer tous ces rôles", de: "Alle diese beenden")

    static func state(_ state: GrantReview.State) -> Phrase {
      switch state {
      case .current: Phrase("In force", fr: "En vigueur", de: "Gültige")
      case .expiring: Phrase("Ending within 30 days", fr: "Fin d’ici 30 jours", de: "Enden in 30 Tagen")
      case .unused: Phrase("Unused for 90 days", fr: "Inutilisés depuis 90 jours", de: "Seit 90 Tagen ungenutzt")
      case .ended: Phrase("Ended or expired", fr: "Retirés ou expirés", de: "Beendete und abgelaufene")
      case .all: DeskWords.all
      }
    }
  }
}
