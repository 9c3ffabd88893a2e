import Core
import Documents
import FoundationEssentials

/// Makes the file of one export, as whoever asked for it: the document itself, or an archive with an index.
final class ExportRun {
  private let wish: ExportWish
  private let work: Work
  private let file: ExportFile
  private let language: Language
  private var names = FileNames()
  private var index: [[Cell]] = []

  init(_ wish: ExportWish, to file: ExportFile, in work: Work) {
    self.wish = wish
    self.work = work
    self.file = file
    language = wish.language ?? work.actor.language
  }

  /// Answers the file's name and media type.
  func make() throws -> (name: String, type: String) {
    let ids = try ExportSelection.ids(wish, in: work)
    let lines = try ExportSelection.lines(ids, section: wish.section, in: work)
    try file.begin(total: lines * wish.formats.count)
    let made = wish.isZipped ? try archive(ids) : try single(ids[0])
    try file.finish()
    return made
  }

  private func single(_ id: ID<Statement>) throws -> (name: String, type: String) {
    let document = try Statements.document(id, in: work)
    let format = wish.formats[0]
    try render(document, wish.centre?.raw, format) { try self.file.write($0) }
    let name = names.unique(format.stem(baseName(document, section: wish.centre?.raw)), format.ending)
    return (name, format.mediaType)
  }

  private func render(
    _ document: Statements.Document, _ section: UUID?, _ format: StatementDocuments.Format,
    to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try ExportRendering.write(
      document, section: section, format, wish.options, language, to: sink, progress: { try file.advance(by: $0) },
      in: work)
  }

  // MARK: - Many

  private func archive(_ ids: [ID<Statement>]) throws -> (name: String, type: String) {
    let zip = try ZipArchive { [file] in try file.write($0) }
    for start in stride(from: 0, to: ids.count, by: Bounds.exportBatch) {
      let batch = ids[start..<min(start + Bounds.exportBatch, ids.count)]
      let records = try ExportSelection.records(batch, in: work)
      // Out of reach since it was begun.
      guard records.count == batch.count else { throw Refusal.notFound }
      for record in records { try add(record, to: zip) }
    }
    try zip.begin(names.unique("index", "csv"), at: seconds)
    try CSV.write(
      columns: ExportRun.indexColumns, rows: index, separator: wish.options.separator.character,
      decimalSign: wish.options.decimal.character
    ) { try zip.write($0) }
    try zip.finish()
    let day = work.now.utcDay.description
    // Two of one day are told apart by the end of the export's id.
    let parts = ["statements", filteredMonth ?? "", work.actor.organizationName, day, String(work.requestID.suffix(4))]
    return (FileNames.slug(parts) + ".zip", "application/zip")
  }

  private var filteredMonth: String? {
    guard case .matching(let filter) = wish.selection else { return nil }
    return filter.month?.description
  }

  private var seconds: Int64 { work.now.microseconds / 1_000_000 }

  private func add(_ record: Statements.Record, to zip: ZipArchive) throws {
    let document = try Statements.document(of: record, in: work)
    for section in sections(of: document) {
      let part = try section.map { try StatementDocuments.part(document, $0) } ?? document
      for format in wish.formats {
        let stem = format.stem(baseName(document, section: section))
        let name = names.unique("\(record.month)/\(stem)", format.ending)
        try zip.begin(name, at: seconds)
        try render(document, section, format) { try zip.write($0) }
        index.append(indexRow(name, part, section: section))
      }
    }
  }

  /// Nil: the whole.
  private func sections(of document: Statements.Document) -> [UUID?] {
    if let section = wish.section { return document.sections.map(\.id).filter { $0 == section.raw } }
    return wish.perCentre ? document.sections.map(\.id) : [nil]
  }

  /// `statement-2026-01-helvetia-works-ag-production-2026-000017`.
  private func baseName(_ document: Statements.Document, section: UUID?) -> String {
    let record = document.record
    let part = section.flatMap { id in document.sections.first { $0.id == id }?.name } ?? ""
    return FileNames.slug([
      Phrases.Statement.statement.in(language), record.month.description, record.buyer.name, part, record.number ?? "",
    ])
  }

  private static let indexColumns = [
    "file", "number", "month", "status", "seller", "buyer", "centre", "currency", "net", "gross", "statementId",
    "sha256",
  ]

  private func indexRow(_ name: String, _ document: Statements.Document, section: UUID?) -> [Cell] {
    let record = document.record
    return [
      .text(name), .text(record.number ?? ""), .text(record.month.description),
      .text(record.isClosed ? "closed" : "open"), .text(record.seller.name), .text(record.buyer.name),
      .text(section == nil ? "" : document.sections.first?.name ?? ""), .text(record.currency.code),
      .decimal(document.net.amount), .decimal(document.gross.amount), .id(record.id.description),
      .text(section == nil ? record.sha256 ?? "" : ""),
    ]
  }
}
