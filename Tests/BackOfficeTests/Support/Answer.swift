import BackOffice
import HTTP
import Testing

/// An answer as a test looks at it.
struct Answer {
  let status: Int
  let headers: Headers
  let body: [UInt8]

  init(_ response: Response) {
    status = response.status
    headers = response.headers
    switch response.body {
    case .none: body = []
    case .bytes(let bytes): body = bytes
    case .file(let file): body = file.bytes() ?? []
    case .stream(let produce):
      var bytes: [UInt8] = []
      // Cut off where it fails, as its reader sees it.
      try? produce { bytes.append(contentsOf: $0) }
      body = bytes
    }
  }

  var text: String { String(decoding: body, as: UTF8.self) }

  var json: JSONValue { JSONValue(parsing: body) ?? .null }

  /// The problem's code, if it is one.
  var code: String? { json["code"]?.string }

  /// Pointers and codes of the fields that are wrong.
  var faults: [String] {
    json["errors"]?.items.map { "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")" } ?? []
  }

  /// What a browser keeps of it, as `name=value`.
  var cookies: [String] { headers.all("Set-Cookie").compactMap { $0.split(separator: ";").first.map(String.init) } }

  var items: [JSONValue] { json["items"]?.items ?? [] }
}

extension JSONValue {
  subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  subscript(_ index: Int) -> JSONValue? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var integer: Int? {
    if case .integer(let number) = self { Int(number) } else { nil }
  }

  var bool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  var items: [JSONValue] {
    if case .array(let items) = self { items } else { [] }
  }

  /// `CHF 5.66` of a money object.
  var money: String? {
    guard let amount = self["amount"]?.string, let currency = self["currency"]?.string else { return nil }
    return "\(currency) \(amount)"
  }
}
