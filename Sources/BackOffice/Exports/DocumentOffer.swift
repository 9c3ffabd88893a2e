import Core
import FoundationEssentials
import HTTP
import Markup

/// Long documents: whoever asks for one with `Prefer: respond-async`, or from its page, gets an export in place of
/// waiting. Programs that wait get it streamed, however long.
enum DocumentOffer {
  static func whole(_ call: Call) throws -> Response {
    try export(call, centre: nil) ?? StatementDocuments.whole(call)
  }

  static func section(_ call: Call) throws -> Response {
    try export(call, centre: try call.id("centreId")) ?? StatementDocuments.section(call)
  }

  /// Nil: answered at once.
  private static func export(_ call: Call, centre: ID<BillingCentre>?) throws -> Response? {
    guard prefersLater(call.request.headers["Prefer"]) else { return nil }
    let id = try Statements.find(try call.id(), in: call.work).id
    let lines = try ExportSelection.lines([id], section: centre, in: call.work)
    guard lines > Bounds.documentLinesAtOnce else { return nil }
    var asked = wish(id, centre: centre, format: try format(call))
    for name in ["separator", "decimal"] {
      if let text = call.query(name) { asked[name] = .string(text) }
    }
    var response = ExportsAPI.accepted(try Exports.create(try ExportWish(.object(asked)), in: call.work), call)
    response.headers.set("Preference-Applied", "respond-async")
    return response
  }

  private static func wish(
    _ id: ID<Statement>, centre: ID<BillingCentre>?, format: StatementDocuments.Format
  ) -> [String: JSONValue] {
    var asked: [String: JSONValue] = [
      "kind": .string((centre == nil ? ExportWish.Kind.statement : .centre).rawValue),
      "statementIds": .array([.string(id.description)]), "formats": .array([.string(format.rawValue)]),
    ]
    if let centre { asked["centreId"] = .string(centre.description) }
    return asked
  }

  private static func prefersLater(_ header: String?) -> Bool {
    (header ?? "").split(separator: ",").contains {
      Text.trimmed($0.prefix { $0 != ";" }).lowercased() == "respond-async"
    }
  }

  private static func format(_ call: Call) throws -> StatementDocuments.Format {
    guard let text = call.query("format") else {
      let accept = call.request.headers["Accept"] ?? ""
      return StatementDocuments.Format.allCases.first {
        $0 != .json && $0 != .focus && accept.contains($0.mediaType.prefix { $0 != ";" })
      } ?? .json
    }
    guard let format = StatementDocuments.Format(rawValue: text) else {
      throw HTTPFault.queryMalformed("format", "field.not_a_choice")
    }
    return format
  }

  // MARK: - On the page

  /// Above a long statement: its files as downloads, made while one does something else.
  static func notice(_ record: Statements.Record, lines: Int, _ call: Call) -> HTML {
    guard lines > Bounds.documentLinesAtOnce else { return .empty }
    let language = call.actor.language
    let buttons: [HTML] = StatementDocuments.Format.allCases.map { format in
      actionButton(
        label: ExportWords.format(format), action: "/exports", csrf: call.actor.csrf ?? "",
        hidden: [
          ("kind", ExportWish.Kind.statement.rawValue), ("statementIds", record.id.description),
          ("formats", format.rawValue),
        ])
    }
    return Markup.notice(
      .neutral, title: ExportWords.long.in(language, ["lines": String(lines)]),
      body: "<div class=\"actions\">\(buttons)</div>")
  }
}
