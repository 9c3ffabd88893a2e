import Core
import Documents

/// A statement laid out on paper: an invoice or credit note once it is closed, the amounts so far until then.
struct StatementPaper {
  private let document: Statements.Document
  private let isPart: Bool
  private let heads: Letterheads.Pair
  private let language: Language
  private let now: Instant

  private typealias Terms = Phrases.Statement
  private typealias Words = StatementPaperWords

  /// `isPart`: of one section alone.
  init(
    _ document: Statements.Document, isPart: Bool, _ heads: Letterheads.Pair, _ language: Language, at now: Instant
  ) {
    self.document = document
    self.isPart = isPart
    self.heads = heads
    self.language = language
    self.now = now
  }

  private var record: Statements.Record { document.record }

  /// The day it stands for: of its closing, of an open one today.
  private var day: Day { (record.closedAt ?? now).utcDay }

  /// Of the file; a day's beginning, so that the same statement gives the same bytes.
  var createdAtSeconds: Int { max(1, Int(day.number) * 86_400) }

  /// Everything but the tables, which are `section` and `row` for each section, then `sums`.
  var pages: PageDocument {
    var pages = PageDocument(
      title: title, language: language.rawValue, author: record.seller.name, lead: lead, sections: [],
      notes: notes, footer: footer, pageLabel: Words.page.in(language), createdAt: "\(day)T00:00:00Z")
    pages.sender = block(record.seller, heads.seller)
    pages.recipient = block(record.buyer, heads.buyer)
    pages.logo = heads.seller?.logo
    return pages
  }

  private var title: String {
    if isPart, let section = document.sections.first {
      return Words.extract.in(language, ["section": section.name, "month": month])
    }
    guard let number = record.number else { return Words.preliminary.in(language, ["month": month]) }
    return (document.gross.minor < 0 ? Words.credit : Words.invoice).in(language, ["number": number])
  }

  private var month: String { Words.month(record.month, language) }

  private var footer: String {
    let what = record.number ?? Words.preliminary.in(language, ["month": month])
    return "\(record.seller.name) · \(what)"
  }

  private func block(_ party: Statements.Party, _ head: Letterheads.Head?) -> [String] {
    let address = head?.address ?? PostalAddress()
    let place = [address.postalCode, address.city].compactMap { $0 }.joined(separator: " ")
    let country = Words.country(party.country, language)
    let vat = party.vatID.map { "\(Words.vatID.in(language)) \($0)" }
    return [party.name, address.street, place.isEmpty ? nil : place, country, vat].compactMap { $0 }
  }

  private var lead: [LeadLine] {
    var facts: [LeadLine] = []
    if let number = record.number {
      facts.append(LeadLine((isPart ? Words.partOf : Terms.number).in(language), number))
      facts.append(LeadLine(Words.issued.in(language), "\(day)"))
    } else {
      facts.append(LeadLine(Terms.number.in(language), Words.givenAtClosing.in(language)))
      facts.append(LeadLine(Words.asOf.in(language), "\(day)"))
    }
    let last = record.month.next.first.adding(days: -1)
    facts.append(LeadLine(Words.period.in(language), "\(record.month.first) – \(last)"))
    facts.append(LeadLine(Terms.gross.in(language), StatementPaper.printed(document.gross)))
    return facts
  }

  /// `CHF 1 234.50`, with a real minus sign.
  private static func printed(_ money: Money) -> String {
    "\(money.currency.code) \(Cell.decimal(money.amount).printed)"
  }

  /// Sentences at the end.
  private var notes: [String] {
    var notes = StatementNotes.of(document, language)
    if let wording = heads.seller?.wording { notes.append(wording) }
    return notes
  }

  // MARK: Tables

  func section(named name: String) -> PageSection {
    PageSection(
      heading: name,
      columns: [
        PageColumn(Terms.plan.in(language), share: 3), PageColumn(Terms.reason.in(language), share: 1.6),
        PageColumn(Words.days.in(language), share: 2.6),
        PageColumn(Terms.licences.in(language), share: 1.2, kind: .number),
        PageColumn(Terms.unitPrice.in(language), share: 1.15, kind: .number),
        PageColumn("\(Terms.amount.in(language)) \(record.currency.code)", share: 1.35, kind: .number),
      ])
  }

  func row(_ line: StatementLines.Line) -> [Cell] {
    let isNamed = line.planName.hasPrefix(line.serviceName)
    return [
      .text(isNamed ? line.planName : "\(line.serviceName) · \(line.planName)"), .text(what(line)),
      .text("\(line.from) – \(line.to.adding(days: -1))"),
      line.usage.map { .text("\($0.quantity) \($0.unit)") } ?? .integer(line.licences),
      line.usage == nil ? .decimal(line.unit.amount) : .empty, .decimal(line.amount.amount),
    ]
  }

  private func what(_ line: StatementLines.Line) -> String {
    let reason = Phrases.reason(line.reason).in(language)
    return line.usage.map { "\(reason): \($0.name)" } ?? reason
  }

  /// A section's net, as its last row.
  func totals(_ net: Money?) -> [[Cell]] {
    guard let net else { return [] }
    return [[.text(Terms.net.in(language)), .empty, .empty, .empty, .empty, .decimal(net.amount)]]
  }

  /// What all of it comes to: the sections where they are several, the tax per rate, the sum.
  var sums: [PageSection] {
    let amount = PageColumn("\(Terms.amount.in(language)) \(record.currency.code)", share: 1.4, kind: .number)
    var tables: [PageSection] = []
    if document.sections.count > 1 {
      tables.append(
        PageSection(
          heading: Terms.summary.in(language), columns: [PageColumn(Terms.section.in(language), share: 6), amount],
          rows: document.sections.map { [.text($0.name), .decimal($0.net.amount)] },
          totals: [[.text(Terms.net.in(language)), .decimal(document.net.amount)]]))
    }
    tables.append(
      PageSection(
        heading: Terms.total.in(language),
        columns: [
          PageColumn(Words.sum.in(language), share: 4.6),
          PageColumn(Words.base.in(language), share: 1.6, kind: .number), amount,
        ],
        rows: [[.text(Terms.net.in(language)), .empty, .decimal(document.net.amount)]]
          + document.taxes.map { tax in
            [.text(TaxNotes.label(tax.charge, language)), .decimal(tax.base.amount), .decimal(tax.amount.amount)]
          },
        totals: [[.text(Terms.gross.in(language)), .empty, .decimal(document.gross.amount)]]))
    return tables
  }
}

/// The sentences that a document ends with.
enum StatementNotes {
  static func of(_ document: Statements.Document, _ language: Language) -> [String] {
    var notes = [StatementPaperWords.daysBilled.in(language)]
    if document.sections.isEmpty { notes.insert(StatementPaperWords.nothing.in(language), at: 0) }
    notes += document.notes.map { $0.in(language) }
    if !document.record.isClosed { notes.append(StatementPaperWords.stillOpen.in(language)) }
    return notes
  }
}
