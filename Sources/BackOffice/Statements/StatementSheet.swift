import Core
import Documents

/// A statement laid out as tables for CSV and Excel.
struct StatementSheet {
  private let document: Statements.Document
  private let language: Language

  init(_ document: Statements.Document, _ language: Language) {
    self.document = document
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
    let name = parts.joined(separator: "-").lowercased().unicodeScalars.reduce(into: "") { name, scalar in
      let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      if isPlain { name.unicodeScalars.append(scalar) } else if name.last != "-" { name += "-" }
    }
    return name.hasSuffix("-") ? String(name.dropLast()) : name
  }

  // MARK: CSV: for programs, the same in every language

  var columnNames: [String] {
    [
      "n", "centre", "subscriptionId", "service", "plan", "reason", "from", "to", "licences", "unitPrice", "amount",
      "effectiveAmount", "currency", "meter", "quantity", "unit",
    ]
  }

  func row(_ line: StatementLines.Line) -> [Cell] {
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

  // MARK: Excel: for people

  private typealias Paper = StatementPaperWords

  /// What it comes to: the sections and their net, then the taxes.
  var summaries: [Sheet] {
    let currency = record.currency.code
    let net = SheetColumn("\(Words.net.in(language)) \(currency)", width: 16, kind: .number)
    let sections = Sheet(
      name: Words.summary.in(language), titleLines: [title, "\(record.seller.name) → \(record.buyer.name)"],
      columns: [SheetColumn(Words.section.in(language), width: 44), net],
      rows: document.sections.map { [.text($0.name), .decimal($0.net.amount)] } + [
        [.text(Words.total.in(language)), .decimal(document.net.amount)]
      ])
    let taxes = Sheet(
      name: Words.vat.in(language), titleLines: [title],
      columns: [
        SheetColumn(Words.vat.in(language), width: 44), net,
        SheetColumn("\(Words.vat.in(language)) \(currency)", kind: .number),
      ],
      rows: document.taxes.map { tax in
        [.text(TaxNotes.label(tax.charge, language)), .decimal(tax.base.amount), .decimal(tax.amount.amount)]
      } + [[.text(Words.gross.in(language)), .empty, .decimal(document.gross.amount)]])
    return [sections, taxes]
  }

  func section(named name: String) -> Sheet {
    Sheet(name: name, titleLines: [title, name], columns: excelColumns(withSection: false))
  }

  /// One sheet for all, where they are too many for one each.
  var allSections: Sheet {
    Sheet(name: Paper.lines.in(language), titleLines: [title], columns: excelColumns(withSection: true))
  }

  private func excelColumns(withSection: Bool) -> [SheetColumn] {
    let section = withSection ? [SheetColumn(Words.section.in(language), width: 28)] : []
    return [SheetColumn(Paper.line.in(language), width: 7, kind: .number)] + section + [
      SheetColumn(Paper.service.in(language), width: 20), SheetColumn(Words.plan.in(language), width: 38),
      SheetColumn(Words.reason.in(language), width: 22), SheetColumn(Words.from.in(language), width: 12, kind: .day),
      SheetColumn(Words.to.in(language), width: 12, kind: .day),
      SheetColumn(Words.licences.in(language), width: 10, kind: .number),
      SheetColumn(Words.unitPrice.in(language), width: 13, kind: .number),
      SheetColumn(Words.amount.in(language), width: 14, kind: .number),
      SheetColumn(Words.effective.in(language), width: 14, kind: .number),
      SheetColumn(Paper.currency.in(language), width: 10), SheetColumn(Paper.meter.in(language), width: 22),
      SheetColumn(Paper.quantity.in(language), width: 12, kind: .number),
      SheetColumn(Paper.unit.in(language), width: 12), SheetColumn(Paper.subscription.in(language), width: 38),
    ]
  }

  /// The last day is the last one billed.
  func excelRow(_ line: StatementLines.Line, withSection: Bool) -> [Cell] {
    let section: [Cell] = withSection ? [.text(line.sectionName)] : []
    return [.integer(line.n)] + section + [
      .text(line.serviceName), .text(line.planName), .text(Phrases.reason(line.reason).in(language)),
      .day(line.from.description), .day(line.to.adding(days: -1).description), .integer(line.licences),
      line.usage == nil ? .decimal(line.unit.amount) : .empty, .decimal(line.amount.amount),
      .decimal(line.effective.amount), .text(line.amount.currency.code),
    ] + usage(line) + [.id(line.subscription.description)]
  }
}
