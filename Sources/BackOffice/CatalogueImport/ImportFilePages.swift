import Core
import FoundationEssentials
import HTTP
import Markup

/// Price lists in the portal: sent, looked at, carried out.
enum ImportFilePages {
  private typealias Words = ImportFileWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let lists = try CatalogueImports.list(Paging(limit: Bounds.pageDefault), in: call.work)
    let resellers = try Organizations.resellers(search: nil, Paging(limit: Bounds.pageMaximum), in: call.work)
    let refill = Refill(call)
    let all = [(value: "", label: Words.everyReseller.in(language), selected: false, disabled: false)]
    let fields: HTML = """
      \(field(label: Words.file.in(language), name: "file", type: "file", hint: Words.fileHint.in(language),
        error: refill.error("file"), required: true, attributes: ["accept": ".csv,.txt,text/csv"]))
      \(selectField(label: Words.costsOf.in(language), name: "resellerId", options: all + resellers.map {
        let id = $0.record.id.description
        return (value: id, label: $0.record.name, selected: refill.has("resellerId", id), disabled: false)
      }, error: refill.error("resellerId")))
      """
    let columns: [HTML] = PriceFile.Column.allCases.map { column in
      let mark: HTML? = PriceFile.Column.required.contains(column) ? "<span class=\"required\"> *</span>" : nil
      return "<li><code>\(column.rawValue)</code>\(mark)</li>"
    }
    let rows: [[HTML]] = lists.map { record in
      [
        "<a href=\"/catalogue/imports/\(record.id.description)\">\(record.fileName)</a>",
        badge(Words.status(record.status).in(language), tone: tone(record.status)), Portal.time(record.askedAt),
        "\(record.askedByName)", "\(record.linesRead)",
      ]
    }
    let table = table(
      caption: Words.sent.in(language),
      columns: [
        Column(Words.file.in(language)), Column(DeskWords.status.in(language)), Column(DeskWords.when.in(language)),
        Column(AuditWords.who.in(language)), Column(Words.lines.in(language), kind: .number),
      ], rows: rows, empty: "<p>\(Words.none.in(language))</p>")
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.catalogue.label.in(language), "/catalogue"), (Words.title.in(language), nil)]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(Words.subtitle.in(language))"))
      \(card(form(action: "/catalogue/import", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.send.in(language), cancel: (DeskWords.cancel.in(language), "/catalogue"), takesFiles: true)))
      \(card(title: Words.sent.in(language), table))
      \(card(title: Words.columns.in(language), "<p>\(Words.columnsHint.in(language))</p><ul>\(columns)</ul>"))
      """
    return try Portal.page(call, Words.title.in(language), at: .catalogue, content)
  }

  static func send(_ call: Call) throws -> Response {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    let reseller = try form.text("resellerId").map { text in
      guard let id = ID<Organization>(text) else {
        throw Refusal.invalid([Issue("/resellerId", "field.id_malformed")])
      }
      return id
    }
    let record = try CatalogueImports.ask(
      form.file("file") ?? [], named: "price-list.csv", reseller: reseller, in: call.work)
    return .seeOther("/catalogue/imports/\(record.id)")
  }

  private static func tone(_ status: CatalogueImports.Status) -> Tone {
    switch status {
    case .waiting, .approved, .withdrawn: .neutral
    case .checked: .warning
    case .refused: .bad
    case .done: .good
    }
  }

  static func one(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try CatalogueImports.find(try call.id(), in: call.work)
    let home = "/catalogue/imports/\(record.id)"
    let isUnderWay = record.status == .waiting || record.status == .approved
    let progress: HTML? =
      isUnderWay
      ? """
      \(notice(.neutral, title: Words.underWay.in(language, ["lines": "\(record.linesRead)"])))
      <p>\(buttonLink(label: Words.refresh.in(language), href: home))</p>
      """ : nil
    let figures: HTML? = record.summary.map { summary in
      statTiles(summary.figures.map { statTile(label: Words.figure("\($0.name)").in(language), value: "\($0.count)") })
    }
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
      \(breadcrumbs([
        (Portal.Place.catalogue.label.in(language), "/catalogue"), (Words.title.in(language), "/catalogue/import"),
        (record.fileName, nil),
      ]))
      \(pageHeader(title: "\(record.fileName) \(badges)",
        subtitle: "\(record.resellerName ?? Words.everyReseller.in(language))"))
      \(progress)\(decide)\(figures)\(faults(record, language))
      """
    return try Portal.page(call, record.fileName, at: .catalogue, content)
  }

  /// What is wrong, by line and column.
  private static func faults(_ record: CatalogueImports.Record, _ language: Language) -> HTML? {
    guard record.faultCount > 0 else { return nil }
    let title = Words.nothingDone.in(language, ["count": "\(record.faultCount)"])
    let rows: [[HTML]] = record.faults.map {
      ["\($0.line)", "\($0.column)", "\(Messages.sentence($0.code, $0.details, language))"]
    }
    let columns = [
      Column(Words.line.in(language), kind: .number), Column(Words.column.in(language)),
      Column(Words.wrong.in(language)),
    ]
    return "\(notice(.bad, title: title))\(card(table(caption: title, columns: columns, rows: rows)))"
  }

  static func approve(_ call: Call) throws -> Response { try decide(call, carryOut: true) }
  static func withdraw(_ call: Call) throws -> Response { try decide(call, carryOut: false) }

  private static func decide(_ call: Call, carryOut: Bool) throws -> Response {
    let record = try CatalogueImports.decide(try call.id(), carryOut: carryOut, in: call.work, check: { _ in })
    return .seeOther("/catalogue/imports/\(record.id)")
  }
}
