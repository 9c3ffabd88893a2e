import Core
import HTTP
import Markup

/// How a customer's identity provider is connected, and the groups it keeps.
enum ProvisioningPages {
  private typealias Words = ProvisioningWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = call.actor.organization
    let connection = try Provisioning.find(of: customer, in: call.work)
    let paging = try Paging(call)
    let groups = try SCIMMappings.groups(of: customer, paging, in: call.work)
    let next = paging.next(groups) { [$0.group.id.description] }
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.people.label.in(language), "/people"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(card(title: Words.connection.in(language), "\(address(call))\(token(connection, call))"))
      \(card(title: Words.groups.in(language), table(
        caption: Words.groups.in(language), columns: columns(language),
        rows: groups.prefix(paging.limit).map { row($0, language) }, empty: "<p>\(Words.noGroups.in(language))</p>")))
      \(pager(nextHref: next.map { PortalLink.to("/provisioning", ["cursor": $0]) },
        label: DeskWords.more.in(language)))
      \(card(title: Words.newcomers.in(language), settings(connection, call)))
      """
    return try Portal.page(call, Words.title.in(language), at: .people, content)
  }

  private static func address(_ call: Call) -> HTML {
    let language = call.actor.language
    return """
      <p>\(Words.addressHint.in(language))</p>
      \(copyable(Provisioning.address(in: call.work), label: Words.address.in(language),
        copyLabel: DeskWords.copy.in(language), copiedLabel: DeskWords.copied.in(language)))
      """
  }

  // MARK: - The token

  private static func token(_ connection: Provisioning.Connection, _ call: Call) -> HTML {
    let language = call.actor.language
    guard let token = connection.token else {
      return "<p>\(Words.noToken.in(language))</p>\(tokenForm(Words.createToken, call))"
    }
    let facts = definitionList([
      (Words.token.in(language), "\(token.name) \(state(token, call))"),
      (Words.madeBy.in(language), "\(token.createdBy), \(token.createdAt.utcDay.description)"),
      (DeskWords.until.in(language), "\(token.expiresAt.utcDay.description)"),
      (Words.lastUsed.in(language), token.lastUsedAt.map(Portal.time) ?? "\(DeskWords.never.in(language))"),
    ])
    let warning = token.counts ? nil : notice(.warning, title: Words.makerGone.in(language))
    return """
      \(warning)\(facts)
      \(disclosure(summary: Words.replaceToken.in(language), isOpen: call.refusal != nil,
        "<p>\(Words.replaceHint.in(language))</p>\(tokenForm(Words.replaceToken, call))"))
      <p>\(buttonLink(label: Words.endToken.in(language), href: "/provisioning/token/end", tone: .danger))</p>
      """
  }

  private static func state(_ token: Provisioning.Token, _ call: Call) -> HTML {
    let language = call.actor.language
    if !token.counts { return badge(Words.dead.in(language), tone: .bad) }
    let endsSoon = token.expiresAt < call.work.now.adding(seconds: 30 * 86400)
    return badge((endsSoon ? Words.endsSoon : Words.counts).in(language), tone: endsSoon ? .warning : .good)
  }

  private static func tokenForm(_ label: Phrase, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    return form(
      action: "/provisioning/token", csrf: call.actor.csrf ?? "",
      content: field(
        label: Words.tokenName.in(language), name: "name", value: refill.value("name"),
        hint: Words.tokenNameHint.in(language), error: refill.error("name"), required: true,
        attributes: ["maxlength": "100"]), submit: label.in(language))
  }

  /// Answered with a page: the token is shown this once and stored nowhere.
  static func createToken(_ call: Call) throws -> Response {
    let language = call.actor.language
    let fields = try call.form()
    let name = fields.text("name", required: true, upTo: 100)
    try fields.check()
    let issued = try Provisioning.issue(name ?? "", for: call.actor.organization, in: call.work)
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/provisioning"), (issued.token.name, nil)]))
      \(pageHeader(title: "\(issued.token.name)"))
      \(notice(.good, title: Words.shownOnce.in(language), body: "<p>\(Words.keepIt.in(language))</p>"))
      \(card(title: Words.token.in(language), copyable(issued.secret, label: Words.token.in(language),
        copyLabel: DeskWords.copy.in(language), copiedLabel: DeskWords.copied.in(language))))
      \(card(title: Words.address.in(language), address(call)))
      <p>\(buttonLink(label: DeskWords.back.in(language), href: "/provisioning"))</p>
      """
    return try Portal.page(call, issued.token.name, at: .people, content)
  }

  static func askEnd(_ call: Call) throws -> Response {
    let language = call.actor.language
    let connection = try Provisioning.find(of: call.actor.organization, in: call.work)
    guard let token = connection.token else { throw Refusal.notFound }
    let title = Words.endTitle.in(language, ["name": token.name])
    let content: HTML = """
      \(breadcrumbs([(Words.title.in(language), "/provisioning"), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(card(form(action: "/provisioning/token/end", csrf: call.actor.csrf ?? "",
        content: "<p>\(Words.endText.in(language))</p>", submit: Words.endToken.in(language), tone: .danger,
        cancel: (DeskWords.cancel.in(language), "/provisioning"))))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  static func endToken(_ call: Call) throws -> Response {
    try Provisioning.revoke(of: call.actor.organization, in: call.work)
    return .seeOther("/provisioning")
  }

  // MARK: - People who are created

  private static func settings(_ connection: Provisioning.Connection, _ call: Call) -> HTML {
    let language = call.actor.language
    return form(
      action: "/provisioning/settings", csrf: call.actor.csrf ?? "",
      content: checkbox(
        label: "\(Words.invites.in(language))", name: "invites", checked: connection.invites,
        hint: Words.invitesHint.in(language)), submit: DeskWords.save.in(language), tone: .plain)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    let invites = fields.has("invites")
    try fields.check()
    _ = try Provisioning.change(invites: invites, of: call.actor.organization, in: call.work)
    return .seeOther("/provisioning")
  }

  // MARK: - Groups

  private static func columns(_ language: Language) -> [Column] {
    [
      Column(Words.group.in(language)), Column(Words.gives.in(language)),
      Column(Words.members.in(language), kind: .number),
    ]
  }

  private static func row(_ listed: SCIMMappings.Listed, _ language: Language) -> [HTML] {
    let gives: HTML =
      listed.mappings.isEmpty
      ? "<span class=\"subtle\">\(Words.nothing.in(language))</span>"
      : "\(listed.mappings.map { gift($0, language) }.joined(separator: " · "))"
    let waiting = Words.waiting.in(language, ["count": "\(listed.waiting)"])
    return [
      "<a href=\"/scim-groups/\(listed.group.id.description)\">\(listed.group.displayName)</a>",
      "\(gives) \(when: listed.waiting > 0, badge(waiting, tone: .warning))", "\(listed.members)",
    ]
  }

  /// What a mapping gives, in words.
  static func gift(_ mapping: SCIMMappings.Record, _ language: Language) -> String {
    if let subscription = mapping.subscriptionName {
      return Words.licenceOf.in(language, ["name": subscription])
    }
    let role = Portal.roleName(mapping.role ?? .user).in(language)
    guard mapping.role == .technicalAdmin else { return role }
    let scope = mapping.services == nil ? Words.allServices.in(language) : mapping.serviceNames.joined(separator: ", ")
    return "\(role) (\(scope))"
  }
}
