import Core
import FoundationEssentials
import HTTP
import Postgres

/// One page of a list: how many, and from where on. Cursors name the last row seen, so pages stay true while rows
/// come and go.
package struct Paging: Sendable {
  package let limit: Int
  private let after: [String]?

  package init(_ call: Call) throws {
    if let text = call.query("limit") {
      guard let limit = Int(text), (1...Bounds.pageMaximum).contains(limit) else {
        throw HTTPFault.queryMalformed("limit", "query.limit_out_of_range")
      }
      self.limit = limit
    } else {
      limit = Bounds.pageDefault
    }
    after = try call.query("cursor").map { cursor in
      guard let decoded = Paging.decoded(cursor) else {
        throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed")
      }
      return decoded
    }
  }

  package init(limit: Int) {
    self.limit = limit
    after = nil
  }

  /// The id of the last row seen, for lists ordered by id.
  package func afterID<Entity>(_: Entity.Type = Entity.self) throws -> ID<Entity>? {
    guard let after else { return nil }
    guard after.count == 1, let id = ID<Entity>(after[0]) else {
      throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed")
    }
    return id
  }

  /// The text of the last row seen, for lists ordered by it.
  package func afterText() throws -> String? {
    guard let after else { return nil }
    guard after.count == 1 else { throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed") }
    return after[0]
  }

  /// The text and id of the last row seen, for lists ordered by both.
  package func afterKey<Entity>(_: Entity.Type = Entity.self) throws -> (text: String, id: ID<Entity>)? {
    guard let after else { return nil }
    guard after.count == 2, let id = ID<Entity>(after[1]) else {
      throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed")
    }
    return (after[0], id)
  }

  /// The number of the last row seen, for lists ordered by a sequence.
  package func afterNumber() throws -> Int? {
    guard let after else { return nil }
    guard after.count == 1, let number = Int(after[0]) else {
      throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed")
    }
    return number
  }

  /// Lists ask for one row more than they show; if it came, there is a next page.
  package var fetched: Int { limit + 1 }

  /// `{"items": […], "nextCursor": "…" | null}`.
  package func response<Items: Collection>(
    _ items: Items, cursor: (Items.Element) throws -> [String],
    _ write: (inout JSONWriter, Items.Element) throws -> Void
  ) rethrows -> Response {
    let shown = items.prefix(limit)
    var json = JSONWriter(capacity: 256 + 900 * shown.count)
    try json.object {
      try $0.array("items", shown, write)
      $0.member("nextCursor", try next(items, cursor: cursor))
    }
    return .json(json)
  }

  package func next<Items: Collection>(_ items: Items, cursor: (Items.Element) throws -> [String]) rethrows -> String? {
    guard items.count > limit, let last = items.prefix(limit).suffix(1).first else { return nil }
    return Paging.encoded(try cursor(last))
  }

  static func encoded(_ parts: [String]) -> String { Secrets.hex(Array(parts.joined(separator: "\u{1F}").utf8)) }

  private static func decoded(_ cursor: String) -> [String]? {
    guard cursor.utf8.count.isMultiple(of: 2), cursor.utf8.count <= 2000 else { return nil }
    var bytes: [UInt8] = []
    var rest = Substring(cursor)
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else { return nil }
    return text.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
  }
}

extension Response {
  package static func json(_ json: JSONWriter, status: Int = 200, version: Int? = nil, location: String? = nil)
    -> Response
  {
    var headers = Headers([("Content-Type", "application/json")])
    if let version { headers.set("ETag", "\"\(version)\"") }
    if let location { headers.set("Location", location) }
    return Response(status: status, headers: headers, body: .bytes(json.finished()))
  }

  /// The answer marked as holding a secret: it is not kept to be given again.
  package var shownOnce: Response {
    var response = self
    response.headers.set("Cache-Control", "no-store")
    return response
  }

  package var isShownOnce: Bool { headers["Cache-Control"] == "no-store" }

  package static let noContent = Response(status: 204, body: .bytes([]))

  package static func seeOther(_ location: String) -> Response {
    Response(status: 303, headers: Headers([("Location", location)]), body: .bytes([]))
  }
}

/// What is typed into a search field, as a LIKE pattern over folded text.
package enum SearchText {
  /// A fragment of SQL that holds where `column` contains the text; empty input holds everywhere.
  package static func contains(_ column: SQL, _ text: String?) -> SQL {
    guard let text, !text.isEmpty else { return "true" }
    var pattern = ""
    for character in text {
      if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
      pattern.append(character)
    }
    return "\(column) LIKE '%' || folded(\(pattern)) || '%'"
  }

  /// The text typed, checked; nil when nothing was.
  package static func query(_ call: Call, _ name: String = "search") throws -> String? {
    guard let raw = call.query(name) else { return nil }
    guard case .success(let text) = Text.checked(raw, upTo: 100) else {
      throw HTTPFault.queryMalformed(name, "query.text_malformed")
    }
    return text.isEmpty ? nil : text
  }
}
