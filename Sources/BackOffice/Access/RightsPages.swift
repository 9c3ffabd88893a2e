import Core
import FoundationEssentials
import HTTP
import Markup

/// What somebody may do, and who may do something: each right with the grant it comes from.
enum RightsPages {
  private typealias Words = RightsWords

  // MARK: - By person

  static func ofUser(_ call: Call) throws -> Response {
    let language = call.actor.language
    let answer = try EffectiveRights.of(try call.id(), in: call.work)
    let user = answer.user
    let isOneself = user.id == call.actor.person
    let title = isOneself ? Words.ofOneself.in(language) : Words.ofPerson.in(language, ["name": user.name])
    let names = try GrantNames(answer.grants, in: call.work)
    let organizations = answer.rights.reduce(into: [(id: ID<Organization>, name: String)]()) { all, right in
      let id = right.grant.path.organization
      if !all.contains(where: { $0.id == id }) { all.append((id: id, name: right.organizationName)) }
    }
    let cards: [HTML] = organizations.map { organization in
      let rights = answer.rights.filter { $0.grant.path.organization == organization.id }
      return card(title: organization.name, table(rights, names, call))
    }
    let trail: (String, String?) =
      isOneself ? (Words.profile.in(language), "/profile") : (user.name, "/users/\(user.id)")
    let content: HTML = """
      \(breadcrumbs([trail, (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(user.signInEmail)"))
      \(when: cards.isEmpty, notice(.neutral, title: Words.nothing.in(language)))
      \(cards)
      """
    return try Portal.page(call, title, at: isOneself ? nil : .people, content)
  }

  /// One row a right; through every grant that gives it.
  private static func table(_ rights: [EffectiveRights.Right], _ names: GrantNames, _ call: Call) -> HTML {
    let language = call.actor.language
    let permissions = Permission.allCases.filter { permission in rights.contains { $0.permission == permission } }
    let rows: [[HTML]] = permissions.map { permission in
      let through = rights.filter { $0.permission == permission }
      let limit = through.first?.limitedBy.map { Messages.sentence($0, [:], language) }
      let limited: HTML? = limit.map { "<small>\($0)</small>" }
      return [
        "\(PermissionWords.name(permission).in(language))\(limited)",
        lines(through) { "\(role($0.grant, call)) · \(names.scope(of: $0.grant, language))" },
        lines(through) { "\($0.grant.grantedByName), <time>\($0.grant.grantedAt.utcDay.description)</time>" },
        lines(through) { "\(GrantPages.lastDay(of: $0.grant) ?? GrantWords.unlimited.in(language))" },
      ]
    }
    let columns = [
      Column(Words.may.in(language)), Column(Words.through.in(language)), Column(Words.fromWhom.in(language)),
      Column(DeskWords.until.in(language)),
    ]
    return Markup.table(caption: Words.may.in(language), columns: columns, rows: rows)
  }

  private static func lines<Item>(_ items: [Item], _ line: (Item) -> HTML) -> HTML {
    let parts: [HTML] = items.map { "<div>\(line($0))</div>" }
    return "<div>\(parts)</div>"
  }

  /// One's own grants elsewhere have no page here.
  private static func role(_ grant: Grants.Record, _ call: Call) -> HTML {
    let name = Portal.roleName(grant.role).in(call.actor.language)
    guard call.actor.path.covers(grant.path), call.actor.holds(.grantsView) else { return "\(name)" }
    return "<a href=\"/grants/\(grant.id.description)\">\(name)</a>"
  }

  // MARK: - By object

  static func overObject(_ call: Call) throws -> Response {
    let language = call.actor.language
    let (kind, id) = try RightsAPI.object(call)
    let answer = try ObjectRights.over(kind, id, customer: try call.queryID("customerId"), in: call.work)
    let title = Words.overObject.in(language, ["name": answer.target.name])
    let names = try GrantNames(answer.entries.map(\.grant), in: call.work)
    let content: HTML = """
      \(breadcrumbs([(answer.target.name, href(of: answer.target, call)), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(answer.target.customer.name)"))
      \(answer.withheld.map { notice(.neutral, title: Messages.sentence($0, [:], language)) })
      \(table(answer, names, call))
      \(above(answer, language))
      """
    return try Portal.page(call, title, at: .access, content)
  }

  private static func href(of target: ObjectRights.Target, _ call: Call) -> String? {
    let id = ID<AccessObject>(target.id).description
    return switch target.kind {
    case .customer: "/customers/\(id)"
    case .subscription: "/subscriptions/\(id)"
    case .centre: CentrePages.listHref(of: target.customer.id, call)
    case .service: nil
    }
  }

  private static func table(_ answer: ObjectRights.Answer, _ names: GrantNames, _ call: Call) -> HTML {
    let language = call.actor.language
    let rows: [[HTML]] = answer.entries.map { entry in
      let grant = entry.grant
      let isHome = grant.path.organization == call.actor.organization
      let place: HTML? = isHome ? nil : "<small>\(entry.organizationName)</small>"
      return [
        "\(GrantPages.holder(grant, language))\(place)", list(entry.permissions, language),
        """
        \(role(grant, call))<small>\(names.scope(of: grant, language))</small>
        """,
        "\(grant.grantedByName)<small>\(grant.grantedAt.utcDay.description)</small>",
        "\(GrantPages.lastDay(of: grant) ?? GrantWords.unlimited.in(language))",
      ]
    }
    let columns = [
      Column(DeskWords.person.in(language)), Column(Words.may.in(language)), Column(Words.through.in(language)),
      Column(Words.fromWhom.in(language)), Column(DeskWords.until.in(language)),
    ]
    return Markup.table(
      caption: Words.may.in(language), columns: columns, rows: rows, empty: "<p>\(Words.nobody.in(language))</p>")
  }

  private static func above(_ answer: ObjectRights.Answer, _ language: Language) -> HTML {
    guard !answer.above.isEmpty else { return .empty }
    return card(
      title: Words.above.in(language),
      definitionList(answer.above.map { ($0.name, list($0.permissions, language)) }))
  }

  private static func list(_ permissions: [Permission], _ language: Language) -> HTML {
    "\(permissions.map { PermissionWords.name($0).in(language) }.joined(separator: ", "))"
  }

  /// The way here from an object's page, for those who see who holds what.
  static func link(_ kind: ObjectRights.Kind, _ id: some CustomStringConvertible, _ call: Call) -> [HTML] {
    guard call.actor.holds(.grantsView) else { return [] }
    let href = PortalLink.to("/rights", ["object": "\(kind.rawValue):\(id)"])
    return [buttonLink(label: Words.whoCan.in(call.actor.language), href: href)]
  }
}

/// The words of rights.
enum RightsWords {
  static let ofPerson = Phrase("What may {name} do?", fr: "Que peut faire {name} ?", de: "Was darf {name}?")
  static let ofOneself = Phrase("What may I do?", fr: "Que puis-je faire ?", de: "Was darf ich?")
  static let profile = Phrase("Your profile", fr: "Votre profil", de: "Ihr Profil")
  static let whoCan = Phrase("Who can do this?", fr: "Qui peut le faire ?", de: "Wer darf das?")
  static let overObject = Phrase(
    "Who may do what: {name}", fr: "Qui peut faire quoi : {name}", de: "Wer darf was: {name}")
  static let may = Phrase("May", fr: "Peut", de: "Darf")
  static let through = Phrase("Through which role", fr: "Par quel rôle", de: "Durch welche Rolle")
  static let fromWhom = Phrase("From whom, since", fr: "De qui, depuis", de: "Von wem, seit")
  static let nothing = Phrase(
    "No role counts now, so nothing may be done.", fr: "Aucun rôle n’est en vigueur : rien n’est permis.",
    de: "Keine Rolle gilt jetzt, also ist nichts erlaubt.")
  static let nobody = Phrase(
    "Nobody here holds a role that reaches this.", fr: "Personne ici n’a de rôle qui y donne accès.",
    de: "Niemand hier hat eine Rolle, die dies erreicht.")
  static let above = Phrase("By contract, from above", fr: "Par contrat, d’en haut", de: "Vertraglich, von oben")
}
