import Core
import Documents
import FoundationEssentials
import Postgres

extension StatementDocuments {
  /// What was written.
  package struct Written: Sendable {
    /// With its ending; plain ASCII.
    package let fileName: String
    package let mediaType: String
    package let lines: Int
  }

  /// Writes a statement, or one section of it, into a file; the same input gives the same bytes. An open statement may
  /// grow meanwhile: then it begins anew, and gives up after a few times.
  ///
  /// - `section`: a billing centre's id, on the cost leg a customer's; nil for the whole.
  /// - `style`: of CSV.
  /// - `progress`: hears how many of how many lines are done, at the start and after each portion; PDF goes through
  ///   them twice. What it throws ends the writing.
  ///
  /// Throws `Refusal`, `DocumentFileError.noRoom` and `WorkbookError.noRoom` where there is none; the file is worth
  /// nothing then. One document at a time in a transaction.
  @discardableResult
  package static func write(
    _ id: ID<Statement>, section: UUID? = nil, format: Format, style: CSV.Style = CSV.Style(), language: Language,
    to file: DocumentFile, progress: (_ done: Int, _ lines: Int) throws -> Void = { _, _ in }, in work: Work
  ) throws -> Written {
    try write(
      { try Statements.document(id, in: work) }, section: section, format: format, style: style, language: language,
      to: file, progress: progress, in: work)
  }

  /// The same of a statement found by the caller, whose reader's rights are the caller's to check; `whole` is asked
  /// anew where it grew meanwhile.
  @discardableResult
  static func write(
    _ whole: () throws -> Statements.Document, section: UUID?, format: Format, style: CSV.Style, language: Language,
    to file: DocumentFile, progress: (_ done: Int, _ lines: Int) throws -> Void, in work: Work
  ) throws -> Written {
    for _ in 0..<Bounds.documentAttempts {
      let whole = try whole()
      let document = try section.map { try part(whole, $0) } ?? whole
      let writer = try StatementWriter(document, section: section, language, file, in: work)
      if try writer.write(format, style, progress) {
        let name = writer.sheet.fileName(section: section == nil ? nil : document.sections.first?.name)
        return Written(
          fileName: "\(format.stem(name)).\(format.ending)", mediaType: format.mediaType, lines: writer.lineCount)
      }
      try file.clear()
    }
    throw Refusal.conflict("object.changed_meanwhile")
  }
}

/// Writes one document in one format.
final class StatementWriter {
  private let document: Statements.Document
  let sheet: StatementSheet
  private let paper: StatementPaper
  private let section: UUID?
  private let file: DocumentFile
  private let work: Work
  private(set) var lineCount = 0
  /// What the lines of each section add up to.
  private var sums: [UUID: Int64] = [:]

  init(
    _ document: Statements.Document, section: UUID?, _ language: Language, _ file: DocumentFile, in work: Work
  ) throws {
    self.document = document
    self.section = section
    self.file = file
    self.work = work
    sheet = StatementSheet(document, language)
    paper = StatementPaper(
      document, isPart: section != nil, try Letterheads.onDocument(document.record, in: work), language, at: work.now)
  }

  /// Whether the lines add up to the document's sums; they do not where something was posted in between.
  func write(
    _ format: StatementDocuments.Format, _ style: CSV.Style, _ progress: (Int, Int) throws -> Void
  ) throws -> Bool {
    switch format {
    case .json: try with(lines()) { try writeJSON($0, progress) }
    case .csv: try with(lines()) { try writeCSV($0, style, progress) }
    case .xlsx: try with(lines()) { try writeWorkbook($0, progress) }
    case .pdf: try with(lines(twice: true)) { try writePages($0, progress) }
    case .focus: try writeDataset(progress)
    }
    return document.sections.allSatisfy { sums[$0.id] == $0.net.minor } && sums.count == document.sections.count
  }

  private typealias Lines = StatementCursor<StatementLines.Line>

  private func lines(twice: Bool = false) throws -> Lines {
    try Lines(of: document.record, section: section, twice: twice, in: work)
  }

  private func with<Element>(
    _ cursor: StatementCursor<Element>, _ write: (StatementCursor<Element>) throws -> Void
  ) throws {
    try write(cursor)
    cursor.close()
  }

  /// The lines, counted and summed up as they pass.
  private func forEach(
    _ cursor: Lines, _ progress: (Int, Int) throws -> Void, _ body: (StatementLines.Line) throws -> Void
  ) throws {
    lineCount = 0
    sums = [:]
    try cursor.forEach(
      { line in
        note(line)
        try body(line)
      }, progress: progress)
  }

  private func note(_ line: StatementLines.Line) {
    lineCount += 1
    sums[line.section, default: 0] += line.amount.minor
  }

  private func writeCSV(
    _ cursor: Lines, _ style: CSV.Style, _ progress: (Int, Int) throws -> Void
  ) throws {
    var writer = CSV.Writer(style)
    writer.append(row: sheet.columnNames.map(Cell.text))
    try forEach(cursor, progress) { line in
      writer.append(row: sheet.row(line))
      if writer.byteCount >= Bounds.documentPieceBytes { try file.write(writer.take()) }
    }
    try file.write(writer.take())
    try file.flush()
  }

  /// The same bytes as `StatementDocuments.json`.
  private func writeJSON(_ cursor: Lines, _ progress: (Int, Int) throws -> Void) throws {
    var head = JSONWriter()
    StatementsAPI.write(&head, document)
    try file.write(Array("{\"statement\":".utf8))
    try file.write(head.finished())
    try file.write(Array(",\"lines\":[".utf8))
    var piece = JSONWriter(capacity: Bounds.documentPieceBytes)
    try forEach(cursor, progress) { line in
      // Commas are the writer's affair, but for the first line of a piece.
      if lineCount > 1, piece.isEmpty { try file.write([UInt8(ascii: ",")]) }
      StatementsAPI.write(&piece, line)
      if piece.byteCount >= Bounds.documentPieceBytes {
        try file.write(piece.finished())
        piece = JSONWriter(capacity: Bounds.documentPieceBytes)
      }
    }
    try file.write(piece.finished())
    try file.write(Array("]}".utf8))
    try file.flush()
  }

  private func writeWorkbook(_ cursor: Lines, _ progress: (Int, Int) throws -> Void) throws {
    try Workbook.write(to: file, title: sheet.title, createdAt: paper.createdAtSeconds) { writer in
      for sheet in sheet.summaries { try writer.write(sheet) }
      // Each sheet under way keeps a file open.
      let areApart = document.sections.count <= Bounds.documentSheets
      var current: UUID?
      if !areApart { try writer.begin(sheet.allSections) }
      try forEach(cursor, progress) { line in
        if areApart, line.section != current {
          current = line.section
          try writer.begin(sheet.section(named: line.sectionName))
        }
        try writer.append(sheet.excelRow(line, withSection: !areApart))
      }
    }
  }

  /// Comma-separated, points as decimal signs: the specification leaves no choice.
  private func writeDataset(_ progress: (Int, Int) throws -> Void) throws {
    var dataset = FocusDataset(document)
    var writer = CSV.Writer(CSV.Style())
    writer.append(row: FocusRow.columns.map(Cell.text))
    func add(_ rows: [FocusRow]) throws {
      for row in rows { writer.append(row: row.cells) }
      if writer.byteCount >= Bounds.documentPieceBytes { try file.write(writer.take()) }
    }
    try with(FocusDataset.billed(document.record, section, in: work)) { cursor in
      try cursor.forEach(
        { charge in
          note(charge.line)
          try add(dataset.rows(of: charge))
        }, progress: progress)
    }
    try with(FocusDataset.earlier(document.record, section, in: work)) { cursor in
      try cursor.forEach({ try add(dataset.shares(of: $0)) }, progress: { _, _ in })
    }
    try add(dataset.taxes)
    try file.write(writer.take())
    try file.flush()
  }

  private func writePages(_ cursor: Lines, _ progress: (Int, Int) throws -> Void) throws {
    let nets = Dictionary(document.sections.map { ($0.id, $0.net) }) { first, _ in first }
    var isFirstRun = true
    try paper.pages.write(to: file) { pages in
      if !isFirstRun { cursor.rewind() }
      isFirstRun = false
      var current: UUID?
      try forEach(cursor, progress) { line in
        if line.section != current {
          if let current { try pages.end(totals: paper.totals(nets[current])) }
          current = line.section
          pages.begin(paper.section(named: line.sectionName))
        }
        try pages.append(paper.row(line))
      }
      if let current { try pages.end(totals: paper.totals(nets[current])) }
      try pages.write(paper.sums)
    }
  }
}
