import Core
import FoundationEssentials
import HTTP
import Markup

/// One statement: its sums, its sections with their lines, and the files to take away.
enum StatementPages {
  private typealias Words = StatementWords
  private typealias Terms = Phrases.Statement

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let document = try Statements.document(try call.id(), in: call.work)
    let record = document.record
    let lines = try StatementLines.list(of: record, in: call.work)
    let bySection = Dictionary(grouping: lines, by: \.section)
    let sections: [HTML] = document.sections.map { section in
      card(
        title: section.name, actions: sectionActions(section, record, language),
        StatementTable.lines(bySection[section.id] ?? [], section, record, language))
    }
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.statements.label.in(language), "/statements"), (title(record, language), nil)]))
      \(pageHeader(title: "\(title(record, language)) \(StatementListPages.status(record, language))",
        subtitle: "\(record.seller.name) → \(record.buyer.name)", actions: documentLinks(document, call)))
      \(when: !record.isClosed, notice(.neutral, title: Words.stillOpen.in(language)))
      \(DocumentOffer.notice(record, lines: lines.count, call))
      \(tiles(document, language))
      \(facts(record, language))
      \(sections)
      \(try StatementMailPages.deliveries(of: document, call))
      \(when: sections.isEmpty, card("<p>\(Words.noLines.in(language))</p>"))
      """
    return try Portal.page(call, title(record, language), at: .statements, content)
  }

  static func title(_ record: Statements.Record, _ language: Language) -> String {
    "\(Terms.statement.in(language)) \(record.month)"
  }

  private static func documentLinks(_ document: Statements.Document, _ call: Call) -> [HTML] {
    let language = call.actor.language
    let record = document.record
    let files = links(to: "/api/v1/statements/\(record.id)/document")
    guard record.seller.id == call.actor.organization, call.actor.holds(.statementsClose), !record.isClosed else {
      return files
    }
    let isOver = record.month.next.first <= call.work.now.utcDay
    let closing =
      isOver
      ? actionButton(
        label: Words.close.in(language), action: "/statements/\(record.id)/closing", csrf: call.actor.csrf ?? "",
        tone: .primary)
      : disabledButton(
        label: Words.close.in(language),
        reason: Words.closableFrom.in(language, ["day": record.month.next.first.description]))
    return files + [closing]
  }

  private static func links(to path: String) -> [HTML] {
    let formats = [("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON")]
    return formats.map { format, label in buttonLink(label: label, href: "\(path)?format=\(format)") }
  }

  private static func sectionActions(
    _ section: Statements.Section, _ record: Statements.Record, _ language: Language
  ) -> [HTML] {
    let id = ID<BillingCentre>(section.id)
    let page = buttonLink(label: Words.printable.in(language), href: "/statements/\(record.id)/centres/\(id)")
    return [page] + links(to: "/api/v1/statements/\(record.id)/centres/\(id)/document")
  }

  static func tiles(_ document: Statements.Document, _ language: Language) -> HTML {
    let taxes = document.taxes.map { tax in
      let label = tax.reverseCharge ? Terms.reverseCharge.in(language) : "\(Terms.vat.in(language)) \(tax.rate) %"
      return statTile(label: label, value: tax.amount.html)
    }
    return statTiles(
      [statTile(label: Terms.net.in(language), value: document.net.html)] + taxes + [
        statTile(label: Terms.gross.in(language), value: document.gross.html)
      ])
  }

  private static func facts(_ record: Statements.Record, _ language: Language) -> HTML {
    var entries: [(String, HTML)] = [
      (Terms.seller.in(language), StatementTable.party(record.seller)),
      (Terms.buyer.in(language), StatementTable.party(record.buyer)),
      (Terms.number.in(language), "\(record.number ?? Words.atClosing.in(language))"),
      (Terms.month.in(language), "\(record.month.description)"),
    ]
    if let closedAt = record.closedAt {
      entries.append((Words.closedAt.in(language), "\(Portal.clockText(closedAt))"))
    }
    if let hash = record.sha256 { entries.append((Words.hash.in(language), "<code>\(hash)</code>")) }
    return card(definitionList(entries))
  }

  static func close(_ call: Call) throws -> Response {
    let id: ID<Statement> = try call.id()
    try Closing.close(id, in: call.work)
    return .seeOther("/statements/\(id)")
  }

  // MARK: - One section

  /// One centre's part (on the cost leg: one customer's) as a page to print.
  static func section(_ call: Call) throws -> Response {
    let language = call.actor.language
    let whole = try Statements.document(try call.id(), in: call.work)
    let id: ID<BillingCentre> = try call.id("centreId")
    let document = try StatementDocuments.part(whole, id.raw)
    let record = document.record
    let section = document.sections[0]
    let lines = try StatementLines.list(of: record, section: id.raw, in: call.work)
    let statement = title(record, language)
    let number = record.number ?? Terms.open.in(language)
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.statements.label.in(language), "/statements"), (statement, "/statements/\(record.id)"),
        (section.name, nil),
      ]))
      \(pageHeader(title: "\(section.name)", subtitle: "\(statement) · \(number)",
        actions: links(to: "/api/v1/statements/\(record.id)/centres/\(id)/document")))
      \(card(definitionList([
        (Terms.seller.in(language), StatementTable.party(record.seller)),
        (Terms.buyer.in(language), StatementTable.party(record.buyer)),
      ])))
      \(StatementTable.lines(lines, section, record, language))
      \(tiles(document, language))
      """
    return try Portal.page(call, "\(section.name) · \(statement)", at: .statements, content)
  }
}

/// The lines of a section in a table.
enum StatementTable {
  private typealias Terms = Phrases.Statement

  static func party(_ party: Statements.Party) -> HTML {
    "\(party.name), \(party.country)\(party.vatID.map { "<small class=\"subtle\">\($0)</small>" as HTML })"
  }

  static func lines(
    _ lines: [StatementLines.Line], _ section: Statements.Section, _ record: Statements.Record, _ language: Language
  ) -> HTML {
    let columns = [
      Column(Terms.plan.in(language)), Column(Terms.reason.in(language)), Column(StatementWords.days.in(language)),
      Column(Terms.licences.in(language), kind: .number), Column(Terms.unitPrice.in(language), kind: .number),
      Column(Terms.amount.in(language), kind: .number), Column(Terms.effective.in(language), kind: .number),
    ]
    let effective = lines.reduce(Money.zero(record.currency)) { $0 + $1.effective }
    return table(
      caption: section.name, columns: columns, rows: lines.map { row($0, record, language) },
      empty: "<p>\(StatementWords.noLines.in(language))</p>",
      footer: ["\(Terms.net.in(language))", "", "", "", "", section.net.html, effective.html])
  }

  private static func row(
    _ line: StatementLines.Line, _ record: Statements.Record, _ language: Language
  ) -> [HTML] {
    let href = "/statements/\(record.id)/lines/\(line.n)"
    let what = line.usage.map { "\(line.serviceName) · \($0.name)" } ?? line.serviceName
    return [
      "<a href=\"\(href)\">\(line.planName)</a><small>\(what)</small>",
      "\(Phrases.reason(line.reason).in(language))", Portal.days(line.from, until: line.to),
      line.usage.map(UsageWords.quantity) ?? signed(line.licences, line.reason),
      line.usage == nil ? line.unit.html : "–", line.amount.html, line.effective.html,
    ]
  }

  /// Licences that came or went carry their sign.
  private static func signed(_ licences: Int, _ reason: ChargeReason) -> HTML {
    if licences < 0 { return "\u{2212}\(-licences)" }
    return reason == .recurring || licences == 0 ? "\(licences)" : "+\(licences)"
  }
}

/// The words of statements that are not on their documents.
enum StatementWords {
  static let stillOpen = Phrase(
    "This month is open: the amounts so far. More is added as it is posted.",
    fr: "Ce mois est ouvert : montants à ce jour, complétés au fil des écritures.",
    de: "Dieser Monat ist offen: Beträge bis heute; weitere kommen mit jeder Buchung dazu.")
  static let days = Phrase("Days covered", fr: "Jours couverts", de: "Zeitraum")
  static let noLines = Phrase("No lines.", fr: "Aucune ligne.", de: "Keine Zeilen.")
  static let printable = Phrase("Print view", fr: "Version imprimable", de: "Druckansicht")
  static let atClosing = Phrase("given at closing", fr: "attribué à la clôture", de: "wird beim Abschluss vergeben")
  static let closedAt = Phrase("Closed", fr: "Clôturé", de: "Abgeschlossen")
  static let hash = Phrase("SHA-256", fr: "SHA-256", de: "SHA-256")
  static let close = Phrase("Close month", fr: "Clôturer le mois", de: "Monat abschliessen")
  static let closableFrom = Phrase(
    "The month is not over. It can be closed from {day} on.",
    fr: "Le mois n’est pas terminé. Clôture possible dès le {day}.",
    de: "Der Monat ist noch nicht vorbei. Abschluss möglich ab {day}.")
}
