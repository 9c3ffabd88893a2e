import Core
import FoundationEssentials
import HTTP
import Markup

/// Comparisons of inventories, in the portal.
enum ReconciliationPages {
  private typealias Words = ConnectorWords

  private static let shownRuns = 10

  /// The latest comparisons on the connector's page, with the way to a new one.
  static func list(of connector: Connectors.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let found = try Reconciliations.list(of: connector.id, Paging(limit: shownRuns), in: call.work)
    let rows: [[HTML]] = found.prefix(shownRuns).map { record in
      [
        "<a href=\"/reconciliations/\(record.id.description)\">\(Portal.clockText(record.at))</a>", "\(record.ours)",
        "\(record.theirs)", result(record, language),
      ]
    }
    let columns = [
      Column(Words.at.in(language)), Column(Words.ours.in(language), kind: .number),
      Column(Words.theirs.in(language), kind: .number), Column(Words.differences.in(language)),
    ]
    let home = "/connectors/\(connector.id)/reconciliations"
    let csrf = call.actor.csrf ?? ""
    let fetching = actionButton(label: Words.compareNow.in(language), action: home, csrf: csrf)
    let upload = form(
      action: home, csrf: csrf,
      content: field(
        label: Words.upload.in(language), name: "file", type: "file", hint: Words.uploadHint.in(language),
        required: true,
        attributes: ["accept": ".csv,text/csv"]), submit: Words.compare.in(language), takesFiles: true)
    let isFetched = connector.kind != .manual
    return card(
      title: Words.comparisons.in(language), actions: connector.isActive && isFetched ? [fetching] : [],
      """
      \(when: call.query("wanted") == "true", notice(.good, title: Words.wanted.in(language)))
      \(when: isFetched, "<p class=\"subtle\">\(Words.nightly.in(language))</p>")
      \(table(caption: Words.comparisons.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.noComparisons.in(language))</p>"))
      \(when: connector.isActive && !isFetched, upload)
      """)
  }

  private static func result(_ record: Reconciliations.Record, _ language: Language) -> HTML {
    if let fault = record.fault {
      return
        "\(badge(Words.failed.in(language), tone: .bad))<small>\(Messages.sentence(fault.code, [:], language))</small>"
    }
    guard record.differences > 0 else { return "\(Words.agree.in(language))" }
    let open = Words.openLeft.in(language, ["count": String(record.open)])
    return "\(record.differences) \(when: record.open > 0, badge(open, tone: .warning))"
  }

  static func start(_ call: Call) throws -> Response {
    let id: ID<Connector> = try call.id()
    let connector = try Connectors.find(id, in: call.work)
    guard connector.kind == .manual else {
      try Reconciliations.want(id, in: call.work)
      return .seeOther("/connectors/\(id)?wanted=true")
    }
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    let record = try Reconciliations.bring(form.file("file") ?? [], for: id, in: call.work)
    return .seeOther("/reconciliations/\(record.id)")
  }

  // MARK: - One

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Reconciliations.find(try call.id(), in: call.work)
    let paging = try Paging(call)
    let lines = try Reconciliations.lines(of: record.id, paging, in: call.work)
    let home = "/reconciliations/\(record.id)"
    let nextHref = paging.next(lines) { [$0.id.description] }.map { PortalLink.to(home, ["cursor": $0]) }
    let title = Words.comparisons.in(language)
    let columns = [
      Column(Words.difference.in(language)), Column(VendorWords.subscription.in(language)),
      Column(Words.ours.in(language)), Column(Words.theirs.in(language)), Column(DeskWords.status.in(language)),
    ]
    let failed = record.fault.map { notice(.bad, title: Messages.sentence($0.code, [:], language)) }
    let content: HTML = """
      \(breadcrumbs([
        (VendorWords.connectors.in(language), "/connectors"), (record.serviceName, "/connectors/\(record.connector)"),
        (Portal.clockText(record.at), nil),
      ]))
      \(pageHeader(title: "\(title)",
        subtitle: "\(record.vendor) · \(record.serviceName) · \(Portal.clockText(record.at))",
        actions: [buttonLink(label: Words.download.in(language), href: home + "/document")]))
      \(failed ?? statTiles([
        statTile(label: Words.ours.in(language), value: "\(record.ours)"),
        statTile(label: Words.theirs.in(language), value: "\(record.theirs)"),
        statTile(label: Words.moving.in(language), value: "\(record.moving)"),
        statTile(label: Words.differences.in(language), value: "\(record.differences)",
          hint: Words.openLeft.in(language, ["count": String(record.open)])),
      ]))
      \(when: record.fault == nil,
        card(table(caption: title, columns: columns, rows: lines.prefix(paging.limit).map { row($0, call) },
          empty: "<p>\(Words.agree.in(language))</p>")))
      \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, title, at: .provisioning, content)
  }

  private static func row(_ line: Reconciliations.Line, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let ourStatus = line.ourStatus.map { SubscriptionWords.status($0).in(language) }
    let theirStatus = line.theirStatus.flatMap(SubscriptionStatus.init(rawValue:)).map {
      SubscriptionWords.status($0).in(language)
    }
    let name: HTML =
      line.subscription.map { id in
        """
        <a href="/subscriptions/\(id.description)">\(line.subscriptionName ?? "")</a>\
        <small>\(line.customerName ?? "")</small>
        """
      } ?? "\(line.reference ?? "–")"
    return [
      "\(VendorWords.difference(line.kind).in(language))", name, side(line.ourQuantity, ourStatus),
      side(line.theirQuantity, theirStatus), state(line, call),
    ]
  }

  private static func side(_ quantity: Int?, _ status: String?) -> HTML {
    guard let quantity, let status else { return "–" }
    return "\(quantity)<small>\(status)</small>"
  }

  private static func state(_ line: Reconciliations.Line, _ call: Call) -> HTML {
    let language = call.actor.language
    guard line.state == .open else {
      return """
        \(badge(VendorWords.state(line.state).in(language)))\
        <small>\(line.note.map { "\($0) · " } ?? "")\(line.settledByName ?? "")</small>
        """
    }
    let action = "/differences/\(line.id)"
    let csrf = call.actor.csrf ?? ""
    let note = field(
      label: Words.howSettled.in(language), name: "note", required: true, attributes: ["maxlength": "500"],
      id: "note-\(line.id)")
    let settling = form(
      action: action, csrf: csrf, hidden: [("state", "settled")], content: note, submit: Words.settle.in(language),
      tone: .plain)
    let push = actionButton(
      label: Words.push.in(language), action: action, csrf: csrf, hidden: [("state", "pushed")])
    return "\(when: line.subscription != nil, push)\(disclosure(summary: Words.settle.in(language), settling))"
  }

  static func settle(_ call: Call) throws -> Response {
    let fields = try call.form()
    let state = fields.parsed("state", required: true, "field.not_a_choice") { Reconciliations.State(rawValue: $0) }
    let note = fields.text("note", upTo: 500, lines: true)
    try fields.check()
    let line = try Reconciliations.decide(try call.id(), as: state ?? .settled, note: note, in: call.work)
    return .seeOther("/reconciliations/\(line.reconciliation)")
  }
}
