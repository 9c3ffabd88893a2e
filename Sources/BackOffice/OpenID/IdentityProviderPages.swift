import Core
import FoundationEssentials
import HTTP
import Markup

/// Setting up the organization's own identity provider, step by step.
enum IdentityProviderPages {
  typealias Words = IdentityProviderWords
  static let path = "/identity-provider"

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try IdentityProviders.findIfAny(call.actor.organization, in: call.work)
    let removal = buttonLink(label: Words.remove.in(language), href: path + "/removal")
    let content: HTML = """
      \(trail(language))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))",
        actions: record == nil ? [] : [removal]))
      \(record.map { state($0, call) })
      \(card(title: Words.register.in(language), registration(call)))
      \(card(title: Words.settings.in(language), form(record, call)))
      """
    return try Portal.page(call, Words.title.in(language), at: .people, content)
  }

  private static func trail(_ language: Language, onwards: String? = nil) -> HTML {
    let own = Words.title.in(language)
    return breadcrumbs(
      [(Portal.Place.people.label.in(language), "/people"), (own, onwards == nil ? nil : path)]
        + (onwards.map { [($0, nil)] } ?? []))
  }

  // MARK: - Where it stands

  private static func state(_ record: IdentityProviders.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let again = actionButton(
      label: Words.checkAgain.in(language), action: path + "/check", csrf: call.actor.csrf ?? "")
    let pending = record.domains.filter { $0.provenAt == nil }
    return """
      \(card(title: Words.state.in(language), actions: [again], """
        \(providerNotice(record, language))
        <p>\(Words.linked.in(language, ["count": String(record.linkedUsers)]))</p>
        \(table(caption: Words.domains.in(language), columns: domainColumns(language),
          rows: record.domains.map { row($0, language) }, empty: .empty))
        """))
      \(pending.map { proof(of: $0, language) })
      """
  }

  /// What whoever looks after the domain has to do.
  private static func proof(of domain: IdentityProviders.Domain, _ language: Language) -> HTML {
    let entries = [(Words.recordName, domain.recordName), (Words.recordValue, domain.recordValue)]
    let values: [HTML] = entries.map { label, value in
      """
      <p>\(label.in(language))</p>
      \(copyable(value, label: label.in(language), copyLabel: DeskWords.copy.in(language),
        copiedLabel: DeskWords.copied.in(language)))
      """
    }
    return card(
      title: Words.proving.in(language, ["domain": domain.name.description]),
      "<p>\(Words.recordHint.in(language))</p>\(values)")
  }

  private static func providerNotice(_ record: IdentityProviders.Record, _ language: Language) -> HTML {
    if record.check.isDue || record.check.at == nil { return notice(.neutral, title: Words.looking.in(language)) }
    if let fault = record.check.fault { return notice(.bad, title: Messages.sentence(fault, [:], language)) }
    let isReady = record.domains.contains { $0.provenAt != nil }
    return isReady
      ? notice(.good, title: Words.ready.in(language)) : notice(.warning, title: Words.domainMissing.in(language))
  }

  private static func domainColumns(_ language: Language) -> [Column] {
    [Column(Words.domain.in(language)), Column(DeskWords.status.in(language)), Column(Words.lookedAt.in(language))]
  }

  private static func row(_ domain: IdentityProviders.Domain, _ language: Language) -> [HTML] {
    [
      "\(domain.name.description)", status(domain, language),
      domain.check.at.map(Portal.time) ?? "\(DeskWords.never.in(language))",
    ]
  }

  private static func status(_ domain: IdentityProviders.Domain, _ language: Language) -> HTML {
    let state =
      domain.provenAt == nil
      ? badge(Words.pending.in(language), tone: .warning) : badge(Words.proven.in(language), tone: .good)
    if domain.check.isDue { return "\(state)<br><small>\(Words.looking.in(language))</small>" }
    let fault = domain.check.fault.map { Messages.sentence($0, [:], language) }
    return "\(state)\(fault.map { "<br><small>\($0)</small>" as HTML })"
  }

  // MARK: - Setting it up

  private static func registration(_ call: Call) -> HTML {
    let language = call.actor.language
    return """
      <p>\(Words.registration.in(language))</p>
      \(copyable(IdentityProviders.redirectURI(of: call.actor.organization, call.work.office),
        label: Words.redirect.in(language), copyLabel: DeskWords.copy.in(language),
        copiedLabel: DeskWords.copied.in(language)))
      <ul><li>\(Words.entra.in(language))</li><li>\(Words.google.in(language))</li></ul>
      """
  }

  private static func form(_ record: IdentityProviders.Record?, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let domains = record?.domains.map(\.name.description).joined(separator: "\n")
    let content: HTML = """
      \(field(label: Words.issuer.in(language), name: "issuer", type: "url",
        value: refill.value("issuer", record?.issuer.description), hint: Words.issuerHint.in(language),
        error: refill.error("issuer"), required: true))
      \(field(label: Words.clientID.in(language), name: "clientId", value: refill.value("clientId", record?.clientID),
        error: refill.error("clientId"), required: true, attributes: ["autocomplete": "off"]))
      \(field(label: Words.clientSecret.in(language), name: "clientSecret", type: "password",
        hint: record == nil ? Words.secretHint.in(language) : Words.secretKept.in(language),
        error: refill.error("clientSecret"), required: record == nil,
        attributes: ["autocomplete": "new-password"]))
      \(textArea(label: Words.domains.in(language), name: "domains", value: refill.value("domains", domains), rows: 3,
        hint: Words.domainsHint.in(language), error: refill.error("domains"), required: true))
      \(field(label: Words.buttonText.in(language), name: "buttonText",
        value: refill.value("buttonText", record?.buttonText), hint: Words.buttonHint.in(language),
        error: refill.error("buttonText")))
      \(checkbox(label: "\(Words.createsUsers.in(language))", name: "createsUsers",
        checked: refill.has("createsUsers", "true", record?.createsUsers ?? false),
        hint: createsHint(call).in(language)))
      \(checkbox(label: "\(Words.enforced.in(language))", name: "enforced",
        checked: refill.has("enforced", "true", record?.isEnforced ?? false), hint: Words.enforcedHint.in(language),
        error: refill.error("enforced")))
      """
    return Markup.form(
      action: path, csrf: call.actor.csrf ?? "", content: content, submit: DeskWords.save.in(language),
      cancel: (DeskWords.cancel.in(language), "/people"))
  }

  private static func createsHint(_ call: Call) -> Phrase {
    call.actor.level == .customer ? Words.createsHint : Words.createsHintSeller
  }

  static func save(_ call: Call) throws -> Response {
    let fields = try call.form()
    let lines = (Form(call.request)?.first("domains") ?? "").split(whereSeparator: \.isNewline)
      .map { Text.trimmed($0) }.filter { !$0.isEmpty }
    _ = fields.has("domains")
    if lines.isEmpty { fields.note("domains", "field.required") }
    if lines.count > Bounds.identityDomains {
      fields.note("domains", "field.too_many", ["maximum": String(Bounds.identityDomains)])
    }
    let creates = fields.has("createsUsers")
    let enforced = fields.has("enforced")
    var draft = try IdentityProvidersAPI.draft(fields, domains: lines, pointer: { _ in "domains" })
    draft.createsUsers = creates
    draft.isEnforced = enforced
    _ = try IdentityProviders.put(draft, for: call.actor.organization, in: call.work)
    return .seeOther(path)
  }

  static func checkAgain(_ call: Call) throws -> Response {
    try IdentityProviders.checkAgain(call.actor.organization, in: call.work)
    return .seeOther(path)
  }

  // MARK: - Ending it

  static func askRemoval(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try IdentityProviders.find(call.actor.organization, in: call.work)
    let content: HTML = """
      \(trail(language, onwards: Words.remove.in(language)))
      \(pageHeader(title: "\(Words.remove.in(language))", subtitle: "\(record.issuer.description)"))
      \(card("""
        <p>\(Words.removal.in(language, ["count": String(record.linkedUsers)]))</p>
        \(Markup.form(action: path + "/removal", csrf: call.actor.csrf ?? "", content: .empty,
          submit: Words.remove.in(language), tone: .danger, cancel: (DeskWords.cancel.in(language), path)))
        """))
      """
    return try Portal.page(call, Words.remove.in(language), at: .people, content)
  }

  static func remove(_ call: Call) throws -> Response {
    try IdentityProviders.remove(call.actor.organization, in: call.work)
    return .seeOther(path)
  }
}
