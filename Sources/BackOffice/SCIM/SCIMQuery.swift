import Core
import HTTP

/// What a list is asked for: in the address, or in the body of a search (RFC 7644, 3.4.2 and 3.4.3).
struct SCIMQuery {
  static let usual = 100
  static let most = 200

  var filter: SCIMFilter?
  var sortBy: SCIMAttributePath?
  var isDescending = false
  /// From 1 on.
  var startIndex = 1
  var count = SCIMQuery.usual
  var selection = SCIMSelection.everything

  static let parameters: [QueryParameter] = [
    QueryParameter("filter", "Which resources, e.g. `userName eq \"lea.hofer@comptoir.test\"`."),
    QueryParameter("sortBy", "The attribute to sort by."),
    QueryParameter("sortOrder", "`ascending` unless told `descending`."),
    QueryParameter("startIndex", "The first resource's place, from 1 on.", format: "int32"),
    QueryParameter("count", "Resources a page, 100 unless told, at most 200.", format: "int32"),
  ]
  static let selectionParameters: [QueryParameter] = [
    QueryParameter("attributes", "Only these attributes, separated by commas."),
    QueryParameter("excludedAttributes", "All but these attributes."),
  ]

  init(_ call: Call) throws(SCIMFault) {
    try self.init { name in call.query(name).flatMap { $0.isEmpty ? nil : .string($0) } }
  }

  /// From the body of a search.
  init(_ body: JSONValue) throws(SCIMFault) {
    guard case .object(let members) = body else { throw SCIMFault(.invalidSyntax, "scim.body_malformed") }
    let named = try SCIMSchema.unique(members)
    guard named["schemas"]?.list.contains(.string(SCIMSchema.Message.search)) == true else {
      throw SCIMFault(.invalidSyntax, "scim.schema_missing", ["schema": SCIMSchema.Message.search])
    }
    try self.init { named[$0.lowercased()].flatMap { $0 == .null ? nil : $0 } }
  }

  private init(_ value: (String) -> JSONValue?) throws(SCIMFault) {
    func text(_ name: String) throws(SCIMFault) -> String? {
      guard let value = value(name) else { return nil }
      if case .array(let items) = value { return items.compactMap(\.text).joined(separator: ",") }
      guard let text = value.text else { throw SCIMFault(.invalidValue, "scim.parameter_malformed", ["name": name]) }
      return text
    }
    func number(_ name: String, _ usual: Int) throws(SCIMFault) -> Int {
      switch value(name) {
      case nil: return usual
      case .integer(let number): return Int(clamping: number)
      case .string(let text):
        if let number = Int(text) { return number }
        fallthrough
      default: throw SCIMFault(.invalidValue, "scim.parameter_malformed", ["name": name])
      }
    }
    filter = try text("filter").map { text throws(SCIMFault) in try SCIMFilter(text) }
    if let text = try text("sortBy") {
      guard let path = SCIMAttributePath(text) else { throw SCIMQuery.unsorted(text) }
      sortBy = path
    }
    switch try text("sortOrder")?.lowercased() {
    case nil, "ascending": isDescending = false
    case "descending": isDescending = true
    default: throw SCIMFault(.invalidValue, "scim.parameter_malformed", ["name": "sortOrder"])
    }
    startIndex = min(max(1, try number("startIndex", 1)), 1_000_000_000)
    count = min(max(0, try number("count", SCIMQuery.usual)), SCIMQuery.most)
    selection = SCIMSelection(attributes: try text("attributes"), excluded: try text("excludedAttributes"))
  }

  static func unsorted(_ text: String) -> SCIMFault {
    SCIMFault(.invalidValue, "scim.sort_unknown", ["attribute": String(text.prefix(200))])
  }

  /// `{"totalResults", "Resources": […]}`.
  func response(_ resources: [JSONValue], of total: Int) -> Response {
    SCIMResponse.json(
      .object([
        "schemas": .array([.string(SCIMSchema.Message.list)]), "totalResults": .integer(Int64(total)),
        "startIndex": .integer(Int64(startIndex)), "itemsPerPage": .integer(Int64(resources.count)),
        "Resources": .array(resources),
      ]))
  }
}

extension Call {
  /// The body of a SCIM request.
  func scimBody() throws -> JSONValue {
    let type = request.headers["Content-Type"]?.split(separator: ";").first.map { Text.trimmed($0).lowercased() }
    guard type == SCIMResponse.type || type == "application/json" else { throw HTTPFault.unsupportedMedia }
    guard let value = JSONValue(parsing: request.body) else {
      throw SCIMFault(.invalidSyntax, "body.not_json")
    }
    return value
  }

  var scimSelection: SCIMSelection {
    SCIMSelection(attributes: query("attributes"), excluded: query("excludedAttributes"))
  }
}
