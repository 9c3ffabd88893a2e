import Core
import Documents
import FoundationEssentials
import HTTP

/// A statement, or one section of it, as a file: PDF, Excel, CSV, JSON or a FOCUS data set.
///
/// The file is complete before any of it is sent: whoever reads slowly holds no connection to the database, and where
/// something fails nobody gets half of it.
package enum StatementDocuments {
  package enum Format: String, CaseIterable, Sendable {
    case pdf, xlsx, csv, json, focus

    package var mediaType: String {
      switch self {
      case .pdf: "application/pdf"
      case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
      case .csv, .focus: "text/csv; charset=utf-8"
      case .json: "application/json"
      }
    }

    /// Of files' names, after the point.
    package var ending: String { self == .focus ? "csv" : rawValue }

    /// A file's name before it; a data set is told from the lines in CSV.
    package func stem(_ name: String) -> String { self == .focus ? "focus-\(name)" : name }
  }

  /// Too many long documents are being written at once.
  struct Busy: Error {}

  static let parameters = [
    QueryParameter(
      "format", "`pdf`, `xlsx`, `csv`, `json` or `focus`, the FOCUS 1.2 data set in CSV; else by `Accept`."),
    QueryParameter("separator", "Of CSV: `comma`, `semicolon` or `tab`."),
    QueryParameter("decimal", "Of CSV: `point` or `comma`."),
    QueryParameter("mark", "Of CSV: `true` begins it with a byte order mark, as Excel wants it.", format: "boolean"),
  ]

  static func whole(_ call: Call) throws -> Response { try response(section: nil, call) }

  /// One section as a document of its own. A section without lines in this statement is not part of it.
  static func section(_ call: Call) throws -> Response {
    let id: ID<BillingCentre> = try call.id("centreId")
    return try response(section: id.raw, call)
  }

  /// The document of one section alone: its own net, tax and gross.
  static func part(_ document: Statements.Document, _ id: UUID) throws -> Statements.Document {
    try document.part(id)
  }

  private static func response(section: UUID?, _ call: Call) throws -> Response {
    let format = try format(call)
    let style = try CSVChoice(call).style
    let file = try DocumentFile()
    let office = call.work.office
    var isCounted = false
    defer { if isCounted { office.longDocuments.leave() } }
    let written = try write(
      try call.id(), section: section, format: format, style: style, language: call.actor.language, to: file,
      progress: { _, lines in
        guard lines > Bounds.longDocumentLines, !isCounted else { return }
        guard office.longDocuments.enter() else { throw Busy() }
        isCounted = true
      }, in: call.work)
    let headers = Headers([
      ("Content-Type", format.mediaType), ("Content-Disposition", "attachment; filename=\"\(written.fileName)\""),
    ])
    let body = FileBody(takingOver: try file.descriptorForReading(), byteCount: file.byteCount)
    return Response(status: 200, headers: headers, body: .file(body))
  }

  private static func format(_ call: Call) throws -> Format {
    if let text = call.query("format") {
      guard let format = Format(rawValue: text) else { throw HTTPFault.queryMalformed("format", "field.not_a_choice") }
      return format
    }
    let accept = call.request.headers["Accept"] ?? ""
    if accept.contains("text/csv") { return .csv }
    if accept.contains("application/pdf") { return .pdf }
    if accept.contains("spreadsheetml") { return .xlsx }
    return .json
  }

  /// The statement with all its lines; a closed one's hash is over exactly these bytes before it had one.
  static func json(_ document: Statements.Document, _ lines: [StatementLines.Line]) -> JSONWriter {
    var json = JSONWriter(capacity: 1024 + 512 * lines.count)
    json.object {
      $0.name("statement")
      StatementsAPI.write(&$0, document)
      $0.array("lines", lines) { StatementsAPI.write(&$0, $1) }
    }
    return json
  }
}
