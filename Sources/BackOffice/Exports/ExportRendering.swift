import Core
import Documents
import FoundationEssentials

/// How an export writes one document: the one place that knows how statements become files.
package enum ExportRendering {
  package enum Separator: String, Sendable, CaseIterable {
    case comma, semicolon, tab

    var character: Character {
      switch self {
      case .comma: ","
      case .semicolon: ";"
      case .tab: "\t"
      }
    }
  }

  package enum Decimal: String, Sendable, CaseIterable {
    case point, comma

    var character: Character { self == .point ? "." : "," }
  }

  /// Of CSV.
  package struct Options: Sendable {
    package var separator = Separator.comma
    package var decimal = Decimal.point
  }

  static func ending(of format: StatementDocuments.Format) -> String { format.rawValue }

  static func mediaType(of format: StatementDocuments.Format) -> String {
    switch format {
    case .pdf: "application/pdf"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .csv: "text/csv; charset=utf-8"
    case .json: "application/json"
    }
  }

  /// Writes the whole document, or one section of it, in pieces; `progress` is told of lines as they are written.
  /// A section that has no lines in it is not found.
  static func write(
    _ document: Statements.Document, section: UUID?, _ format: StatementDocuments.Format, _ options: Options,
    _ language: Language, to sink: (UnsafeRawBufferPointer) throws -> Void, progress: (Int) throws -> Void,
    in work: Work
  ) throws {
    let part = try section.map { try StatementDocuments.part(document, $0) } ?? document
    let lines = try StatementLines.list(of: part.record, section: section, in: work)
    let sheet = StatementSheet(part, lines, language)
    switch format {
    case .json: try StatementDocuments.json(part, lines).bytes.withUnsafeBytes(sink)
    case .csv:
      try CSV.write(
        columns: sheet.columnNames, rows: sheet.rows, separator: options.separator.character,
        decimalSign: options.decimal.character
      ) { try $0.withUnsafeBytes(sink) }
    case .xlsx: try Workbook.write(sheets: sheet.sheets, title: sheet.title).withUnsafeBytes(sink)
    case .pdf: try sheet.pages.pdf().withUnsafeBytes(sink)
    }
    try progress(lines.count)
  }
}
