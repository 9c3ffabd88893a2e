import Core
import Documents
import FoundationEssentials
import HTTP

/// A statement, or one section of it, as a file: PDF, Excel, CSV or JSON.
enum StatementDocuments {
  enum Format: String, CaseIterable { case pdf, xlsx, csv, json }

  static let parameters = [
    QueryParameter("format", "`pdf`, `xlsx`, `csv` or `json`; else by `Accept`."),
    QueryParameter("separator", "Of CSV: `comma`, `semicolon` or `tab`."),
    QueryParameter("decimal", "Of CSV: `point` or `comma`."),
  ]

  static func whole(_ call: Call) throws -> Response {
    try response(Statements.document(try call.id(), in: call.work), section: nil, call)
  }

  /// One section as a document of its own. A section without lines in this statement is not part of it.
  static func section(_ call: Call) throws -> Response {
    let id: ID<BillingCentre> = try call.id("centreId")
    let document = try part(Statements.document(try call.id(), in: call.work), id.raw)
    return try response(document, section: id.raw, call)
  }

  /// The document of one section alone: its own net, tax and gross.
  static func part(_ document: Statements.Document, _ id: UUID) throws -> Statements.Document {
    try document.part(id)
  }

  private static func response(_ document: Statements.Document, section: UUID?, _ call: Call) throws -> Response {
    let format = try format(call)
    let lines = try StatementLines.list(of: document.record, section: section, in: call.work)
    let sheet = StatementSheet(document, lines, call.actor.language)
    let (type, bytes): (String, [UInt8]) =
      switch format {
      case .json: ("application/json", json(document, lines).bytes)
      case .csv: ("text/csv; charset=utf-8", try csv(sheet, call))
      case .xlsx:
        (
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          try Workbook.write(sheets: sheet.sheets, title: sheet.title)
        )
      case .pdf: ("application/pdf", try sheet.pages.pdf())
      }
    let name = sheet.fileName(section: section == nil ? nil : document.sections.first?.name)
    let headers = Headers([
      ("Content-Type", type), ("Content-Disposition", "attachment; filename=\"\(name).\(format.rawValue)\""),
    ])
    return Response(status: 200, headers: headers, body: .bytes(bytes))
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

  private static func csv(_ sheet: StatementSheet, _ call: Call) throws -> [UInt8] {
    let separators: [String: Character] = ["comma": ",", "semicolon": ";", "tab": "\t"]
    let signs: [String: Character] = ["point": ".", "comma": ","]
    guard let separator = separators[call.query("separator") ?? "comma"] else {
      throw HTTPFault.queryMalformed("separator", "field.not_a_choice")
    }
    guard let sign = signs[call.query("decimal") ?? "point"] else {
      throw HTTPFault.queryMalformed("decimal", "field.not_a_choice")
    }
    var bytes: [UInt8] = []
    CSV.write(columns: sheet.columnNames, rows: sheet.rows, separator: separator, decimalSign: sign) {
      bytes.append(contentsOf: $0)
    }
    return bytes
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
