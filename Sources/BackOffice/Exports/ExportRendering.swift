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

  /// Writes the whole document, or one section of it, in pieces; `progress` is told of lines as they are written.
  /// A section that has no lines in it is not found.
  static func write(
    _ document: Statements.Document, section: UUID?, _ format: StatementDocuments.Format, _ options: Options,
    _ language: Language, to sink: (UnsafeRawBufferPointer) throws -> Void, progress: (Int) throws -> Void,
    in work: Work
  ) throws {
    let file = try DocumentFile()
    let style = CSV.Style(separator: options.separator.character, decimalSign: options.decimal.character)
    var heard = 0
    try StatementDocuments.write(
      { try Statements.document(of: document.record, in: work) }, section: section, format: format,
      style: style, language: language, to: file,
      progress: { done, _ in
        // Some formats go through the lines twice.
        guard done > heard else { return }
        try progress(done - heard)
        heard = done
      }, in: work)
    var position = 0
    while position < file.byteCount {
      let piece = try file.read(at: position, count: Bounds.documentPieceBytes)
      try piece.withUnsafeBytes(sink)
      position += piece.count
    }
  }
}
