import Core
import Documents

/// A statement laid out as a table, the same for CSV, Excel and PDF.
struct StatementSheet {
  private let document: Statements.Document
  private let lines: [StatementLines.Line]
  private let language: Language

  init(_ document: Statements.Document, _ lines: [StatementLines.Line], _ language: Language) {
    self.document = document
    self.lines = lines
    self.language = language
  }

  private var record: Statements.Record { document.record }
  private typealias Words = Phrases.Statement

  var title: String {
    let number = record.number ?? Words.open.in(language)
    return "\(Words.statement.in(language)) \(record.month) · \(record.buyer.name) · \(number)"
  }

  /// Plain ASCII, so that every browser and shell takes it.
  func fileName(section: String?) -> String {
    let parts = ["statement", record.month.description, record.buyer.name] + (section.map { [$0] } ?? [])
    return parts.joined(separator: "-").lowercased().unicodeScalars.reduce(into: "") { name, scalar in
      let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isPlain { name.unicodeScalars.append(scalar) } else if name.last != "-" { name += "-" }
    }
  }

  var columnNames: [String] {
    [
      "n", "centre", "subscriptionId", "service", "plan", "reason", "from", "to", "licences", "unitPrice", "amount",
      "effectiveAmount", "currency", "meter", "quantity", "unit",
    ]
  }

  var rows: [[Cell]] { lines.map(row) }

  private func row(_ line: StatementLines.Line) -> [Cell] {
    [
      .integer(line.n), .text(line.sectionName), .id(line.subscription.description), .text(line.serviceName),
      .text(line.planName), .text(line.reason.rawValue), .day(line.from.description), .day(line.to.description),
      .integer(line.licences), .decimal(line.unit.amount), .decimal(line.amount.amount),
      .decimal(line.effective.amount), .text(line.amount.currency.code),
    ] + usage(line)
  }

  private func usage(_ line: StatementLines.Line) -> [Cell] {
    guard let usage = line.usage else { return [.empty, .empty, .empty] }
    return [.text(usage.name), .decimal(usage.quantity.description), .text(usage.unit)]
  }

  /// A summary, then a sheet per section.
  var sheets: [Sheet] {
    let columns = columnNames.map { name in
      let kind: SheetColumn.Kind =
        ["from", "to"].contains(name)
        ? .day
        : ["n", "licences", "unitPrice", "amount", "effectiveAmount", "quantity"].contains(name) ? .number : .text
      return SheetColumn(name, width: name == "plan" ? 34 : 14, kind: kind)
    }
    let summary = Sheet(
      name: Words.summary.in(language), titleLines: [title],
      columns: [
        SheetColumn(Words.section.in(language), width: 40), SheetColumn(Words.net.in(language), kind: .number),
      ],
      rows: document.sections.map { [.text($0.name), .decimal($0.net.amount)] })
    return [summary]
      + document.sections.map { section in
        Sheet(
          name: section.name, titleLines: [title, section.name], columns: columns,
          rows: lines.filter { $0.section == section.id }.map(row))
      }
  }

  var pages: PageDocument {
    let lead = [
      LeadLine(Words.seller.in(language), record.seller.name), LeadLine(Words.buyer.in(language), record.buyer.name),
      LeadLine(Words.month.in(language), record.month.description),
      LeadLine(Words.number.in(language), record.number ?? Words.open.in(language)),
    ]
    return PageDocument(
      title: title, language: language.rawValue, author: record.seller.name, lead: lead,
      sections: document.sections.map(section) + [totals])
  }

  private func section(_ section: Statements.Section) -> PageSection {
    let columns = [
      PageColumn(Words.plan.in(language), share: 3), PageColumn(Words.reason.in(language), share: 1.4),
      PageColumn(Words.from.in(language), share: 1.3), PageColumn(Words.to.in(language), share: 1.3),
      PageColumn(Words.licences.in(language), share: 1, kind: .number),
      PageColumn(Words.unitPrice.in(language), share: 1.2, kind: .number),
      PageColumn(Words.amount.in(language), share: 1.4, kind: .number),
    ]
    let rows: [[Cell]] = lines.filter { $0.section == section.id }.map { line in
      [
        .text(line.planName), .text(what(line)),
        .day(line.from.description), .day(line.to.description),
        line.usage.map { .text("\($0.quantity) \($0.unit)") } ?? .integer(line.licences),
        line.usage == nil ? .decimal(line.unit.amount) : .empty, .decimal(line.amount.amount),
      ]
    }
    return PageSection(
      heading: section.name, columns: columns, rows: rows,
      totals: [[.text(Words.net.in(language)), .empty, .empty, .empty, .empty, .empty, .decimal(section.net.amount)]])
  }

  private func what(_ line: StatementLines.Line) -> String {
    let reason = Phrases.reason(line.reason).in(language)
    return line.usage.map { "\(reason): \($0.name)" } ?? reason
  }

  private var totals: PageSection {
    var rows: [[Cell]] = [[.text(Words.net.in(language)), .decimal(document.net.amount)]]
    for tax in document.taxes {
      rows.append([.text(TaxNotes.label(tax.charge, language)), .decimal(tax.amount.amount)])
    }
    for note in document.notes { rows.append([.text(note.in(language)), .empty]) }
    return PageSection(
      heading: Words.total.in(language),
      columns: [PageColumn("", share: 4), PageColumn(record.currency.code, share: 1, kind: .number)], rows: rows,
      totals: [[.text(Words.gross.in(language)), .decimal(document.gross.amount)]])
  }
}
