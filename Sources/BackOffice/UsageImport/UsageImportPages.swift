import Core
import FoundationEssentials
import HTTP
import Markup

/// Files of records in the portal: sent, looked at, taken over.
enum UsageImportPages {
  private typealias Words = UsageImportWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let files = try UsageImports.list(paging, in: call.work)
    let refill = Refill(call)
    let formats = UsageFile.Format.allCases.map { format in
      (
        value: format.rawValue, label: Words.format(format).in(language),
        selected: refill.has("format", format.rawValue), disabled: false
      )
    }
    let fields: HTML = """
      \(field(label: Words.file.in(language), name: "file", type: "file", hint: Words.fileHint.in(language),
        error: refill.error("file"), required: true,
        attributes: ["accept": ".csv,.txt,.jsonl,.ndjson,text/csv,application/jsonl"]))
      \(selectField(label: Words.formatLabel.in(language), name: "format", options: formats,
        error: refill.error("format")))
      """
    let columns: [HTML] = UsageFile.Column.allCases.map { column in
      let mark: HTML? = UsageFile.Column.required.contains(column) ? "<span class=\"required\"> *</span>" : nil
      return "<li><code>\(column.rawValue)</code>\(mark)</li>"
    }
    let next = paging.next(files) { [$0.id.description] }
    let content: HTML = """
      \(crumbs(language, nil))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(card(form(action: "/usage/import", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.send.in(language), cancel: (DeskWords.cancel.in(language), "/usage"), takesFiles: true)))
      \(card(title: Words.sent.in(language), list(files.prefix(paging.limit), language)))
      \(pager(
        nextHref: next.map { PortalLink.to("/usage/import", ["cursor": $0]) }, label: DeskWords.more.in(language)))
      \(card(title: Words.columns.in(language), "<p>\(Words.columnsHint.in(language))</p><ul>\(columns)</ul>"))
      """
    return try Portal.page(call, Words.title.in(language), at: .usage, content)
  }

  private static func crumbs(_ language: Language, _ last: String?) -> HTML {
    let home = (UsageWords.usage.in(language), "/usage" as String?)
    guard let last else { return breadcrumbs([home, (Words.title.in(language), nil)]) }
    return breadcrumbs([home, (Words.title.in(language), "/usage/import"), (last, nil)])
  }

  private static func list(_ files: ArraySlice<UsageImports.Record>, _ language: Language) -> HTML {
    let rows: [[HTML]] = files.map { record in
      [
        "<a href=\"/usage-imports/\(record.id.description)\">\(record.fileName)</a>",
        badge(Words.status(record.status).in(language), tone: tone(record.status)), Portal.time(record.askedAt),
        "\(record.askedByName)", "\(grouped("\(record.linesRead)"))",
      ]
    }
    return table(
      caption: Words.sent.in(language),
      columns: [
        Column(Words.file.in(language)), Column(DeskWords.status.in(language)), Column(DeskWords.when.in(language)),
        Column(AuditWords.who.in(language)), Column(Words.lines.in(language), kind: .number),
      ], rows: rows, empty: "<p>\(Words.none.in(language))</p>")
  }

  static func send(_ call: Call) throws -> Response {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    guard let format = UsageFile.Format(rawValue: form.first("format") ?? "csv") else {
      throw Refusal.invalid([Issue("/format", "field.not_a_choice")])
    }
    let name = Words.fileName.in(call.actor.language, ["day": "\(call.work.now.utcDay)", "format": format.rawValue])
    let record = try UsageImports.ask(form.file("file") ?? [], named: name, format, in: call.work)
    return .seeOther("/usage-imports/\(record.id)")
  }

  private static func tone(_ status: UsageImports.Status) -> Tone {
    switch status {
    case .waiting, .approved, .withdrawn: .neutral
    case .checked: .warning
    case .refused: .bad
    case .done: .good
    }
  }

  static func one(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try UsageImports.find(try call.id(), in: call.work)
    let home = "/usage-imports/\(record.id)"
    let isUnderWay = record.status == .waiting || record.status == .approved
    let progress: HTML? =
      isUnderWay
      ? """
      \(notice(.neutral, title: Words.underWay.in(language, ["lines": grouped("\(record.linesRead)")])))
      <p>\(buttonLink(label: Words.refresh.in(language), href: home))</p>
      """ : nil
    let decide: HTML? =
      record.status == .checked
      ? card(
        """
        <p>\(Words.ready.in(language))</p>
        \(actionButton(label: Words.carryOut.in(language), action: home + "/approval", csrf: call.actor.csrf ?? "",
          tone: .primary))
        \(actionButton(label: Words.withdraw.in(language), action: home + "/withdrawal", csrf: call.actor.csrf ?? ""))
        """) : nil
    let badges = badge(Words.status(record.status).in(language), tone: tone(record.status))
    let content: HTML = """
      \(crumbs(language, record.fileName))
      \(pageHeader(title: "\(record.fileName) \(badges)", subtitle: "\(Words.format(record.format).in(language))"))
      \(progress)\(decide)\(record.faultCount > 0 ? nil : outcome(record, language))\(faults(record, language))
      """
    return try Portal.page(call, record.fileName, at: .usage, content)
  }

  /// What would become of the records, or became of them.
  private static func outcome(_ record: UsageImports.Record, _ language: Language) -> HTML? {
    guard let outcome = record.outcome else { return nil }
    let s = outcome.summary
    let tiles = [
      (Words.lines, record.linesRead), (Words.accepted, s.accepted), (Words.corrected, s.corrected),
      (Words.duplicates, s.duplicates), (Words.parked, s.parked),
    ].map { statTile(label: $0.0.in(language), value: "\(grouped("\($0.1)"))") }
    guard !outcome.parked.isEmpty else { return statTiles(tiles) }
    let rows: [[HTML]] = outcome.parked.sorted { $0.value > $1.value }.map { reason, count in
      ["\(Messages.sentence(reason.code, [:], language))", "\(grouped("\(count)"))"]
    }
    let columns = [Column(UsageWords.why.in(language)), Column(UsageWords.records.in(language), kind: .number)]
    let link = buttonLink(label: UsageWords.parked.in(language), href: "/usage")
    return """
      \(statTiles(tiles))
      \(card(title: Words.parkedTitle.in(language), actions: record.status == .done ? [link] : [],
        table(caption: Words.parkedTitle.in(language), columns: columns, rows: rows)))
      """
  }

  /// What is wrong, by line and column.
  private static func faults(_ record: UsageImports.Record, _ language: Language) -> HTML? {
    guard record.faultCount > 0 else { return nil }
    let title = Words.nothingDone.in(language, ["count": "\(record.faultCount)"])
    let rows: [[HTML]] = record.faults.map {
      ["\($0.line)", "\($0.column)", "\(Messages.sentence($0.code, $0.details, language))"]
    }
    let columns = [
      Column(ImportFileWords.line.in(language), kind: .number), Column(ImportFileWords.column.in(language)),
      Column(ImportFileWords.wrong.in(language)),
    ]
    return "\(notice(.bad, title: title))\(card(table(caption: title, columns: columns, rows: rows)))"
  }

  static func approve(_ call: Call) throws -> Response { try decide(call, carryOut: true) }
  static func withdraw(_ call: Call) throws -> Response { try decide(call, carryOut: false) }

  private static func decide(_ call: Call, carryOut: Bool) throws -> Response {
    let record = try UsageImports.decide(try call.id(), carryOut: carryOut, in: call.work, check: { _ in })
    return .seeOther("/usage-imports/\(record.id)")
  }
}
