@testable import BackOffice

/// As much of JSON Schema as the document uses.
struct SchemaCheck {
  let components: JSONValue

  /// What of the value does not fit, each with where it stands.
  func misfits(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> [String] {
    if case .string(let reference) = schema[at: "$ref"] {
      return misfits(value, components[at: String(reference.split(separator: "/").last ?? "")], place)
    }
    if !schema[at: "oneOf"].items.isEmpty {
      let fitting = schema[at: "oneOf"].items.filter { misfits(value, $0, place).isEmpty }
      return fitting.count == 1 ? [] : ["\(place): fits \(fitting.count) of the alternatives"]
    }
    guard types(schema).contains(type(of: value)) else { return ["\(place): is \(type(of: value))"] }
    if !schema[at: "enum"].items.isEmpty, !schema[at: "enum"].items.contains(value) {
      return ["\(place): is no choice"]
    }
    switch value {
    case .string(let text): return misfits(text, schema, place)
    case .integer(let number): return misfits(Int(number), schema, "", place)
    case .array(let items):
      return misfits(items.count, schema, "Items", place)
        + items.flatMap { misfits($0, schema[at: "items"], place + "/0") }
    case .object(let members): return misfits(members, schema, place)
    case .null, .bool, .number: return []
    }
  }

  private func misfits(_ text: String, _ schema: JSONValue, _ place: String) -> [String] {
    let wrong = misfits(text.unicodeScalars.count, schema, "Length", place)
    guard case .string(let pattern) = schema[at: "pattern"], let regex = try? Regex(pattern) else { return wrong }
    return wrong + (text.contains(regex) ? [] : ["\(place): does not match \(pattern)"])
  }

  private func misfits(_ size: Int, _ schema: JSONValue, _ kind: String, _ place: String) -> [String] {
    let names = kind.isEmpty ? ("minimum", "maximum") : ("min" + kind, "max" + kind)
    if case .integer(let minimum) = schema[at: names.0], size < minimum { return ["\(place): is below \(minimum)"] }
    if case .integer(let maximum) = schema[at: names.1], size > maximum { return ["\(place): is above \(maximum)"] }
    return []
  }

  private func misfits(_ members: [String: JSONValue], _ schema: JSONValue, _ place: String) -> [String] {
    let known = schema[at: "properties"].members
    let missing = schema[at: "required"].items.map(\.text).filter { members[$0] == nil }
    let unknown = members.keys.filter { known[$0] == nil }
    return missing.map { "\(place): lacks \($0)" } + unknown.map { "\(place): has \($0)" }
      + members.flatMap { name, value in known[name].map { misfits(value, $0, "\(place)/\(name)") } ?? [] }
  }

  private func types(_ schema: JSONValue) -> [String] {
    schema[at: "type"].items.isEmpty ? [schema[at: "type"].text] : schema[at: "type"].items.map(\.text)
  }

  private func type(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

/// Looking into parsed JSON: what is not there is null, empty or nothing.
extension JSONValue {
  subscript(at name: String) -> JSONValue { members[name] ?? .null }

  var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }

  var text: String {
    if case .string(let text) = self { text } else { "" }
  }

  /// Every value of this name, at any depth.
  func all(_ name: String) -> [JSONValue] {
    (members[name].map { [$0] } ?? []) + (items + members.values).flatMap { $0.all(name) }
  }

  /// Every value of this name that another stands beside, at any depth, as pairs.
  func all(_ name: String, beside other: String) -> [(JSONValue, JSONValue)] {
    let here = members[name].flatMap { value in members[other].map { [(value, $0)] } } ?? []
    return here + (items + members.values).flatMap { $0.all(name, beside: other) }
  }
}
