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
    let paging = try Paging(call)
    let limit = Bounds.statementLinesShown
    let lines = try StatementLines.list(
      of: record, after: try paging.afterNumber(), limit: limit + 1, in: call.work)
    let shown = lines.prefix(limit)
    let next = lines.count > limit ? shown.last.map { Paging.encoded([String($0.n)]) } : nil
    let lineCount =
      next == nil ? lines.count : try ExportSelection.lines([record.id], section: nil, in: call.work)
    let bySection = Dictionary(grouping: shown, by: \.section)
    // Sections beyond this page of lines are in the overview.
    let isPart = next != nil || call.query("cursor") != nil
    let sections: [HTML] = document.sections.filter { !isPart || bySection[$0.id] != nil }.map { section in
      card(
        title: section.name, actions: sectionActions(section, record, call),
        StatementTable.lines(bySection[section.id] ?? [], section, record, language, isPart: isPart))
    }
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.statements.label.in(language), "/statements"), (title(record, language), nil)]))
      \(pageHeader(title: "\(title(record, language)) \(StatementListPages.status(record, language))",
        subtitle: "\(record.seller.name) → \(record.buyer.name)", actions: documentLinks(document, call)))
      \(when: !record.isClosed, notice(.neutral, title: Words.stillOpen.in(language)))
      \(DocumentOffer.notice(record, lines: lineCount, call))
      \(tiles(document, language))
      \(StatementTable.notes(document, language))
      \(facts(record, language))
      \(card(StatementTable.overview(document, language)))
      \(DocumentButtons.choiceForm(backTo: "/statements/\(record.id)", call))
      \(sections)
      \(pager(nextHref: next.map { PortalLink.to("/statements/\(record.id)", ["cursor": $0]) },
        label: Words.moreLines.in(language)))
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
    let effective = PortalLink.to(
      "/effective-costs", ["month": record.month.description, "buyer": record.buyer.id.description])
    let files =
      DocumentButtons.links(to: "/api/v1/statements/\(record.id)/document", call) + [
        buttonLink(label: EffectiveCostWords.link.in(language), href: effective)
      ]
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

  private static func sectionActions(
    _ section: Statements.Section, _ record: Statements.Record, _ call: Call
  ) -> [HTML] {
    let id = ID<BillingCentre>(section.id)
    let page = buttonLink(
      label: Words.printable.in(call.actor.language), href: "/statements/\(record.id)/centres/\(id)")
    return [page] + DocumentButtons.links(to: "/api/v1/statements/\(record.id)/centres/\(id)/document", call)
  }

  static func tiles(_ document: Statements.Document, _ language: Language) -> HTML {
    let isMixed = document.taxes.count > 1
    let taxes = document.taxes.map { tax in
      statTile(
        label: TaxNotes.label(tax.charge, language), value: tax.amount.html,
        hint: isMixed ? Words.onBase.in(language, ["base": tax.base.description]) : nil)
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
    let paging = try Paging(call)
    let limit = Bounds.statementLinesShown
    let lines = try StatementLines.list(
      of: record, section: id.raw, after: try paging.afterNumber(), limit: limit + 1, in: call.work)
    let shown = Array(lines.prefix(limit))
    let next = lines.count > limit ? shown.last.map { Paging.encoded([String($0.n)]) } : nil
    let isPart = next != nil || call.query("cursor") != nil
    let home = "/statements/\(record.id)/centres/\(id)"
    let statement = title(record, language)
    let number = record.number ?? Terms.open.in(language)
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.statements.label.in(language), "/statements"), (statement, "/statements/\(record.id)"),
        (section.name, nil),
      ]))
      \(pageHeader(title: "\(section.name)", subtitle: "\(statement) · \(number)",
        actions: DocumentButtons.links(to: "/api/v1/statements/\(record.id)/centres/\(id)/document", call)))
      \(card(definitionList([
        (Terms.seller.in(language), StatementTable.party(record.seller)),
        (Terms.buyer.in(language), StatementTable.party(record.buyer)),
      ])))
      \(StatementTable.lines(shown, section, record, language, isPart: isPart))
      \(pager(nextHref: next.map { PortalLink.to(home, ["cursor": $0]) }, label: Words.moreLines.in(language)))
      \(tiles(document, language))
      \(StatementTable.notes(document, language))
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
    _ lines: [StatementLines.Line], _ section: Statements.Section, _ record: Statements.Record, _ language: Language,
    isPart: Bool = false
  ) -> HTML {
    let columns = [
      Column(Terms.plan.in(language)), Column(Terms.reason.in(language)), Column(StatementWords.days.in(language)),
      Column(Terms.licences.in(language), kind: .number), Column(Terms.unitPrice.in(language), kind: .number),
      Column(Terms.amount.in(language), kind: .number), Column(Terms.effective.in(language), kind: .number),
    ]
    // The sums are the section's, also where not all of its lines are shown.
    let sum = isPart ? StatementWords.netOfAll : Terms.net
    return table(
      caption: section.name, columns: columns, rows: lines.map { row($0, record, language) },
      empty: "<p>\(StatementWords.noLines.in(language))</p>",
      footer: ["\(sum.in(language))", "", "", "", "", section.net.html, section.effective.html])
  }

  /// Billed and effective beside each other, by section.
  static func overview(_ document: Statements.Document, _ language: Language) -> HTML {
    let record = document.record
    let columns = [
      Column((record.leg == .price ? SubscriptionWords.centre : SubscriptionWords.customer).in(language)),
      Column(EffectiveCostWords.billed.in(language), kind: .number),
      Column(StatementWords.ofThisMonth.in(language), kind: .number),
      Column(EffectiveCostWords.deferred.in(language), kind: .number),
    ]
    let rows: [[HTML]] = document.sections.map { section in
      let href = "/statements/\(record.id)/centres/\(ID<BillingCentre>(section.id))"
      return [
        "<a href=\"\(href)\">\(section.name)</a>", section.net.html, section.effective.html, section.deferred.html,
      ]
    }
    return table(
      caption: StatementWords.overview.in(language), columns: columns, rows: rows,
      empty: "<p>\(StatementWords.noLines.in(language))</p>",
      footer: [
        "\(Terms.total.in(language))", document.net.html, document.effective.html, document.deferred.html,
      ])
  }

  /// What the law wants said of its taxes.
  static func notes(_ document: Statements.Document, _ language: Language) -> HTML {
    let notes: [HTML] = document.notes.map { "<p>\($0.in(language))</p>" }
    return notes.isEmpty ? .empty : card("\(notes)")
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
  static let moreLines = Phrase("More lines", fr: "Lignes suivantes", de: "Weitere Zeilen")
  static let netOfAll = Phrase("Net of all lines", fr: "Net de toutes les lignes", de: "Netto aller Zeilen")
  static let overview = Phrase(
    "Billed and cost of the month", fr: "Facturé et coût du mois", de: "Verrechnet und Kosten des Monats")
  static let ofThisMonth = Phrase("Cost of this month", fr: "Coût de ce mois", de: "Kosten dieses Monats")
  static let onBase = Phrase("on {base}", fr: "sur {base}", de: "auf {base}")
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
