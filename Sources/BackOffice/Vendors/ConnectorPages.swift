import Core
import FoundationEssentials
import HTTP
import Markup

/// The ways to vendors, in the portal.
enum ConnectorPages {
  private typealias Words = ConnectorWords

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let found = try Connectors.list(Paging(limit: Bounds.connectors), in: call.work)
    let rows: [[HTML]] = found.map { record in
      [
        "<a href=\"/connectors/\(record.id.description)\">\(record.serviceName)</a><small>\(record.vendor)</small>",
        "\(VendorWords.kind(record.kind).in(language))\(record.address.map { "<small>\($0)</small>" as HTML })",
        badge((record.isActive ? Words.active : Words.ended).in(language), tone: record.isActive ? .good : .neutral),
        "\(record.open)", "\(record.parked)",
      ]
    }
    let columns = [
      Column(DeskWords.service.in(language)), Column(Words.kind.in(language)), Column(DeskWords.status.in(language)),
      Column(Words.open.in(language), kind: .number), Column(VendorWords.parked.in(language), kind: .number),
    ]
    let title = VendorWords.connectors.in(language)
    let content: HTML = """
      \(breadcrumbs([(VendorWords.provisioning.in(language), "/provisioning/tasks"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.hint.in(language))"))
      \(card(table(caption: title, columns: columns, rows: rows, empty: "<p>\(Words.none.in(language))</p>")))
      \(card(title: Words.new.in(language), try newForm(call, taken: Set(found.filter(\.isActive).map(\.service)))))
      """
    return try Portal.page(call, title, at: .provisioning, content)
  }

  private static func newForm(_ call: Call, taken: Set<ID<Service>>) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let services = try call.tx.rows(
      "SELECT id, name FROM service WHERE distributor_id = \(call.actor.organization) ORDER BY position, name"
    ).compactMap { row -> (value: String, label: String, selected: Bool, disabled: Bool)? in
      let id: ID<Service> = try row[0]
      return (
        value: id.description, label: try row[1], selected: refill.has("serviceId", id.description),
        disabled: taken.contains(id)
      )
    }
    let isSandbox = call.work.office.configuration.sandbox
    let kinds = ConnectorKind.allCases.filter { isSandbox || $0 != .simulated }.map { kind in
      (
        value: kind.rawValue, label: VendorWords.kind(kind).in(language), selected: refill.has("kind", kind.rawValue),
        disabled: false
      )
    }
    let fields: HTML = """
      \(selectField(label: DeskWords.service.in(language), name: "serviceId", options: services,
        error: refill.error("serviceId"), required: true))
      \(selectField(label: Words.kind.in(language), name: "kind", options: kinds, error: refill.error("kind"),
        required: true))
      \(address(refill, nil))
      """
    return form(
      action: "/connectors", csrf: call.actor.csrf ?? "", content: fields, submit: Words.create.in(language))
  }

  private static func address(_ refill: Refill, _ stored: String?) -> HTML {
    field(
      label: Words.address.in(refill.language), name: "address", value: refill.value("address", stored),
      hint: Words.addressHint.in(refill.language), error: refill.error("address"), attributes: ["maxlength": "500"])
  }

  static func create(_ call: Call) throws -> Response {
    let fields = try call.form()
    let service = fields.id("serviceId", required: true, of: Service.self)
    let kind = fields.choice("kind", required: true, of: ConnectorKind.self)
    let address = fields.text("address", upTo: 500)
    try fields.check()
    guard let service, let kind else { throw Refusal.notFound }
    let made = try Connectors.create(kind, for: service, address: address, settings: ConnectorSettings(), in: call.work)
    return try shown(made, call)
  }

  /// On to its page, or to the secret, which is shown this once.
  private static func shown(_ made: (record: Connectors.Record, secret: String?), _ call: Call) throws -> Response {
    let language = call.actor.language
    let home = "/connectors/\(made.record.id)"
    guard let secret = made.secret else { return .seeOther(home) }
    let (copy, copied) = (DeskWords.copy.in(language), DeskWords.copied.in(language))
    let callback = "\(call.work.office.configuration.publicURL)/vendor-callbacks/\(made.record.id)"
    let content: HTML = """
      \(pageHeader(title: "\(made.record.serviceName)"))
      \(notice(.good, title: Words.shownOnce.in(language), body: "<p>\(Words.giveBoth.in(language))</p>"))
      \(card(title: Words.secret.in(language),
        copyable(secret, label: Words.secret.in(language), copyLabel: copy, copiedLabel: copied)))
      \(card(title: Words.callback.in(language),
        copyable(callback, label: Words.callback.in(language), copyLabel: copy, copiedLabel: copied)))
      <p>\(buttonLink(label: DeskWords.back.in(language), href: home))</p>
      """
    return try Portal.page(call, made.record.serviceName, at: .provisioning, content).shownOnce
  }

  // MARK: - One

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Connectors.find(try call.id(), in: call.work)
    let title = record.serviceName
    let state = badge(
      (record.isActive ? Words.active : Words.ended).in(language), tone: record.isActive ? .good : .neutral)
    let ending = buttonLink(label: Words.end.in(language), href: "/connectors/\(record.id)/ending", tone: .danger)
    let content: HTML = """
      \(breadcrumbs([
        (VendorWords.provisioning.in(language), "/provisioning/tasks"),
        (VendorWords.connectors.in(language), "/connectors"), (title, nil),
      ]))
      \(pageHeader(title: "\(title) \(state)",
        subtitle: "\(record.vendor) · \(VendorWords.kind(record.kind).in(language))",
        actions: record.isActive ? [ending] : []))
      \(statTiles([
        statTile(label: Words.open.in(language), value: "\(record.open)"),
        statTile(label: VendorWords.parked.in(language), value: "\(record.parked)"),
      ]))
      \(when: record.isActive, settings(record, call))
      \(try ReconciliationPages.list(of: record, call))
      """
    return try Portal.page(call, title, at: .provisioning, content)
  }

  private static func settings(_ record: Connectors.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let home = "/connectors/\(record.id)"
    let csrf = call.actor.csrf ?? ""
    let hidden = [("version", String(record.version))]
    switch record.kind {
    case .manual: return .empty
    case .http:
      let callback = "\(call.work.office.configuration.publicURL)/vendor-callbacks/\(record.id)"
      return grid([
        card(
          title: Words.settings.in(language),
          form(
            action: home, csrf: csrf, hidden: hidden, content: address(refill, record.address),
            submit: DeskWords.save.in(language))),
        card(
          title: Words.signing.in(language),
          """
          <p>\(Words.signingHint.in(language))</p><p>\(Words.callback.in(language)): <code>\(callback)</code></p>
          \(actionButton(label: Words.renew.in(language), action: home + "/secret", csrf: csrf, tone: .danger))
          """),
      ])
    case .simulated:
      let numbers: [HTML] = ConnectorSettings.numbers.map { name, path in
        field(
          label: Words.setting(name).in(language), name: name, type: "number",
          value: refill.value(name, String(record.settings[keyPath: path])), error: refill.error(name),
          attributes: ["min": "0"])
      }
      let asks = field(
        label: Words.asks.in(language), name: "asks", value: refill.value("asks", record.settings.asks),
        error: refill.error("asks"), attributes: ["maxlength": "50"])
      return card(
        title: Words.settings.in(language),
        form(
          action: home, csrf: csrf, hidden: hidden, content: "\(numbers)\(asks)", submit: DeskWords.save.in(language)))
    }
  }

  static func change(_ call: Call) throws -> Response {
    let record = try Connectors.find(try call.id(), in: call.work)
    let form = try call.form()
    let version = form.parsed("version") { Int($0) }
    var change = Connectors.Change()
    change.address = form.text("address", upTo: 500)
    if record.kind == .simulated {
      var settings = ConnectorSettings()
      for (name, path) in ConnectorSettings.numbers {
        settings[keyPath: path] = form.parsed(name, "field.whole_number_expected") { Int($0) } ?? 0
      }
      settings.asks = form.text("asks", upTo: 50)
      change.settings = settings
    }
    try form.check()
    _ = try Connectors.change(record.id, change, in: call.work, check: { try isSame($0, version) })
    return .seeOther("/connectors/\(record.id)")
  }

  private static func isSame(_ record: Connectors.Record, _ version: Int?) throws {
    if let version, version != record.version { throw Refusal.conflict("object.changed_meanwhile") }
  }

  static func renewSecret(_ call: Call) throws -> Response {
    var change = Connectors.Change()
    change.renewsSecret = true
    return try shown(try Connectors.change(try call.id(), change, in: call.work), call)
  }

  // MARK: - Ending

  static func askEnd(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Connectors.find(try call.id(), in: call.work)
    let title = Words.endTitle.in(language, ["service": record.serviceName])
    let home = "/connectors/\(record.id)"
    let content: HTML = """
      \(breadcrumbs([(VendorWords.connectors.in(language), "/connectors"), (record.serviceName, home), (title, nil)]))
      \(pageHeader(title: "\(title)"))
      \(card(form(action: home + "/ending", csrf: call.actor.csrf ?? "",
        content: "<p>\(Words.endHint.in(language))</p>", submit: Words.endNow.in(language), tone: .danger,
        cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, title, at: .provisioning, content)
  }

  static func end(_ call: Call) throws -> Response {
    var change = Connectors.Change()
    change.ends = true
    _ = try Connectors.change(try call.id(), change, in: call.work)
    return .seeOther("/connectors")
  }
}
