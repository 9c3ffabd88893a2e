import Core
import FoundationEssentials

/// Reads the members of a JSON object once, at the edge, and remembers everything wrong with them:
///
///     let fields = try Fields(body)
///     let name = fields.text("name", required: true, upTo: 200)
///     let quantity = fields.integer("quantity")
///     try fields.check()          // throws Refusal.invalid with every issue, unknown members included
package final class Fields {
  private let members: [String: JSONValue]
  private let pointer: String
  private let parent: Fields?
  private var known: Set<String> = []
  private var issues: [Issue] = []

  package init(_ value: JSONValue, at pointer: String = "", in parent: Fields? = nil) throws(Refusal) {
    guard case .object(let members) = value else { throw .invalid([Issue(pointer, "field.object_expected")]) }
    self.members = members
    self.pointer = pointer
    self.parent = parent
  }

  /// Whether the member is there, `null` included: in a merge patch that means "remove".
  package func has(_ name: String) -> Bool {
    known.insert(name)
    return members[name] != nil
  }

  package func isNull(_ name: String) -> Bool { members[name] == .null }

  /// Notes members that are `null` though nothing can take their place: a merge patch would remove them.
  package func noteNulls(_ names: String...) {
    for name in names where isNull(name) { note(name, "field.required") }
  }

  package func note(_ name: String, _ code: Code, _ details: [String: String] = [:]) {
    record(Issue("\(pointer)/\(name)", code, details))
  }

  private func record(_ issue: Issue) {
    if let parent { parent.record(issue) } else { issues.append(issue) }
  }

  private func value(_ name: String, required: Bool) -> JSONValue? {
    known.insert(name)
    guard let value = members[name], value != .null else {
      if required { note(name, "field.required") }
      return nil
    }
    return value
  }

  /// Text without control characters (line breaks only where `lines`), trimmed, 1 to `upTo` characters.
  package func text(_ name: String, required: Bool = false, upTo limit: Int, lines: Bool = false) -> String? {
    guard let value = value(name, required: required) else { return nil }
    guard case .string(let raw) = value else {
      note(name, "field.text_expected")
      return nil
    }
    switch Text.checked(raw, upTo: limit, lines: lines) {
    case .success(let text):
      if text.isEmpty {
        if required { note(name, "field.required") }
        return nil
      }
      return text
    case .failure(let fault):
      note(name, fault.code, ["maximum": String(limit)])
      return nil
    }
  }

  package func integer(_ name: String, required: Bool = false) -> Int? {
    guard let value = value(name, required: required) else { return nil }
    guard case .integer(let number) = value else {
      note(name, "field.whole_number_expected")
      return nil
    }
    return Int(number)
  }

  package func bool(_ name: String, required: Bool = false) -> Bool? {
    guard let value = value(name, required: required) else { return nil }
    guard case .bool(let bool) = value else {
      note(name, "field.boolean_expected")
      return nil
    }
    return bool
  }

  /// A value with a text form of its own: an id, a day, a period, one of an enumeration.
  package func parsed<Value>(
    _ name: String, required: Bool = false, _ fault: Code = "field.malformed", _ parse: (String) -> Value?
  ) -> Value? {
    guard let value = value(name, required: required) else { return nil }
    guard case .string(let text) = value, let parsed = parse(text) else {
      note(name, fault)
      return nil
    }
    return parsed
  }

  /// A decimal as text, or a whole number as a number: fractions of JSON's own are not exact.
  package func decimal<Value>(_ name: String, required: Bool = false, _ fault: Code, _ parse: (String) -> Value?)
    -> Value?
  {
    guard let value = value(name, required: required) else { return nil }
    var text: String?
    if case .string(let written) = value { text = written }
    if case .integer(let number) = value { text = String(number) }
    guard let parsed = text.flatMap(parse) else {
      note(name, fault)
      return nil
    }
    return parsed
  }

  package func id<Entity>(_ name: String, required: Bool = false, of _: Entity.Type = Entity.self) -> ID<Entity>? {
    parsed(name, required: required, "field.id_malformed") { ID<Entity>($0) }
  }

  package func choice<Value: RawRepresentable<String>>(
    _ name: String, required: Bool = false, of _: Value.Type = Value.self
  ) -> Value? {
    parsed(name, required: required, "field.not_a_choice", Value.init(rawValue:))
  }

  /// A member as it came, to be kept or read by somebody else.
  package func json(_ name: String, required: Bool = false) -> JSONValue? { value(name, required: required) }

  /// The items of an array member, each an object with its own pointer; at most `upTo`.
  package func objects(_ name: String, required: Bool = false, upTo limit: Int) -> [Fields]? {
    guard let items = array(name, required: required, upTo: limit) else { return nil }
    var all: [Fields] = []
    for (index, item) in items.enumerated() {
      guard let fields = try? Fields(item, at: "\(pointer)/\(name)/\(index)", in: self) else {
        note("\(name)/\(index)", "field.object_expected")
        continue
      }
      all.append(fields)
    }
    return all
  }

  package func object(_ name: String) -> Fields? {
    guard let value = value(name, required: false) else { return nil }
    guard let fields = try? Fields(value, at: "\(pointer)/\(name)", in: self) else {
      note(name, "field.object_expected")
      return nil
    }
    return fields
  }

  /// With `required` at least one.
  package func ids<Entity>(
    _ name: String, required: Bool = false, upTo limit: Int, of _: Entity.Type = Entity.self
  ) -> [ID<Entity>]? {
    guard let items = array(name, required: required, upTo: limit) else { return nil }
    if required, items.isEmpty { note(name, "field.required") }
    var ids: [ID<Entity>] = []
    for (index, item) in items.enumerated() {
      guard case .string(let text) = item, let id = ID<Entity>(text) else {
        note("\(name)/\(index)", "field.id_malformed")
        continue
      }
      ids.append(id)
    }
    return ids
  }

  package func texts(_ name: String, upTo limit: Int) -> [String]? {
    guard let items = array(name, required: false, upTo: limit) else { return nil }
    return items.enumerated().compactMap { index, item in
      if case .string(let text) = item { return text }
      note("\(name)/\(index)", "field.text_expected")
      return nil
    }
  }

  private func array(_ name: String, required: Bool, upTo limit: Int) -> [JSONValue]? {
    guard let value = value(name, required: required) else { return nil }
    guard case .array(let items) = value else {
      note(name, "field.array_expected")
      return nil
    }
    guard items.count <= limit else {
      note(name, "field.too_many", ["maximum": String(limit)])
      return nil
    }
    return items
  }

  /// Notes members nobody asked for; every nested object needs its own call before the outermost `check`.
  package func noteUnknown() {
    for name in members.keys.sorted() where !known.contains(name) {
      note(name.replacingTildeAndSlash, "field.unknown")
    }
  }

  /// Throws everything found wrong, at once.
  package func check() throws(Refusal) {
    noteUnknown()
    if !issues.isEmpty { throw .invalid(issues) }
  }
}

extension String {
  /// A member's name inside a JSON Pointer (RFC 6901).
  fileprivate var replacingTildeAndSlash: String {
    var escaped = ""
    for character in self {
      switch character {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}

/// Text from outside.
package enum Text {
  package struct Fault: Error { package let code: Code }

  /// Trimmed and without control characters; emoji, right-to-left and combining characters are people's names too.
  package static func checked(_ raw: String, upTo limit: Int, lines: Bool = false) -> Result<String, Fault> {
    for scalar in raw.unicodeScalars {
      let isLine = lines && (scalar == "\n" || scalar == "\r" || scalar == "\t")
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      let isDirection = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      if (isControl && !isLine) || isDirection || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
        return .failure(Fault(code: "field.text_has_control_characters"))
      }
    }
    let text = trimmed(raw)
    // Counted as the database counts: by code point.
    return text.unicodeScalars.count <= limit ? .success(text) : .failure(Fault(code: "field.too_long"))
  }

  package static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// An address as it is stored and compared: lower case; nil when it is none.
  package static func email(_ raw: String) -> String? {
    guard case .success(let text) = checked(raw, upTo: 254) else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
      !parts[1].hasSuffix("."),
      !text.contains(where: { $0.isWhitespace || $0 == "," || $0 == "<" || $0 == ">" || $0 == ";" || $0 == "\"" })
    else { return nil }
    return text.lowercased()
  }
}
