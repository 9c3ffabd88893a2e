import Core

/// A resource as its members say it, spelt as the schema spells them.
typealias SCIMObject = [String: JSONValue]

extension SCIMSchema {
  /// What a body says of a resource: known attributes only, each of its type. What is read-only or not stored is
  /// passed over, as providers send it all the same (RFC 7644, 3.3).
  func resource(_ body: JSONValue) throws(SCIMFault) -> SCIMObject {
    guard case .object(let members) = body else { throw SCIMFault(.invalidSyntax, "scim.body_malformed") }
    let named = try SCIMSchema.unique(members)
    guard case .array(let schemas) = named["schemas"], schemas.contains(.string(id)) else {
      throw SCIMFault(.invalidSyntax, "scim.schema_missing", ["schema": id])
    }
    var resource: SCIMObject = [:]
    for attribute in SCIMSchema.common + attributes where attribute.mutability != .readOnly {
      guard let raw = named[attribute.name.lowercased()] else { continue }
      resource[attribute.name] = try attribute.value(raw)
    }
    if let missing = attributes.first(where: { $0.isRequired && resource[$0.name] == nil }) {
      throw SCIMFault(.invalidValue, "scim.value_required", ["attribute": missing.name])
    }
    return resource
  }

  /// Members by their names in lower case; a name may not come twice.
  static func unique(_ members: [String: JSONValue]) throws(SCIMFault) -> [String: JSONValue] {
    var named: [String: JSONValue] = [:]
    for (name, value) in members where named.updateValue(value, forKey: name.lowercased()) != nil {
      throw SCIMFault(.invalidSyntax, "scim.attribute_twice", ["attribute": name])
    }
    return named
  }
}

extension SCIMAttribute {
  /// The value as it is kept; nil where it is none (`null`, an empty text or list).
  func value(_ raw: JSONValue) throws(SCIMFault) -> JSONValue? {
    guard isMultiValued else { return try one(raw) }
    if raw == .null { return nil }
    let items: [JSONValue] = if case .array(let items) = raw { items } else { [raw] }
    var values: [JSONValue] = []
    for item in items {
      if let value = try one(item) { values.append(value) }
    }
    return values.isEmpty ? nil : .array(values)
  }

  private func one(_ raw: JSONValue) throws(SCIMFault) -> JSONValue? {
    if raw == .null { return nil }
    switch kind {
    case .boolean:
      if case .bool = raw { return raw }
      // Some providers send booleans as texts.
      if case .string(let text) = raw, let flag = Bool(text.lowercased()) { return .bool(flag) }
    case .string, .reference, .dateTime:
      if case .string(let text) = raw { return try checked(text) }
    case .complex:
      if case .object(let object) = raw { return try complex(object) }
      if case .string = raw, isMultiValued, let member = member("value") {
        return try member.one(raw).map { .object([member.name: $0]) }
      }
    }
    throw unfit
  }

  private var unfit: SCIMFault { SCIMFault(.invalidValue, "scim.value_unfit", ["attribute": name]) }

  private func checked(_ raw: String) throws(SCIMFault) -> JSONValue? {
    guard case .success(let text) = Text.checked(raw, upTo: maximum == 0 ? 1_000 : maximum) else { throw unfit }
    return text.isEmpty ? nil : .string(text)
  }

  private func complex(_ object: [String: JSONValue]) throws(SCIMFault) -> JSONValue? {
    let named = try SCIMSchema.unique(object)
    var values: SCIMObject = [:]
    for member in members where member.mutability != .readOnly {
      if let raw = named[member.name.lowercased()] { values[member.name] = try member.value(raw) }
    }
    return values.isEmpty && !isMultiValued ? nil : .object(values)
  }
}

extension JSONValue {
  /// The members of an object; none of anything else.
  var object: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }

  /// The items of an array; none of anything else.
  var list: [JSONValue] {
    if case .array(let items) = self { items } else { [] }
  }

  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// An object without what it does not have.
  static func object(having members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.reduce(into: [:]) { object, member in object[member.key] = member.value })
  }
}

extension JSONValue: JSONEncodable {
  /// Members in the order of their names, those that say what it is first.
  package func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.null()
    case .bool(let flag): flag.write(to: &json)
    case .integer(let number): json.plain(String(number))
    case .number(let number): json.plain(String(number))
    case .string(let text): json.string(text)
    case .array(let items): json.array(items) { $1.write(to: &$0) }
    case .object(let members):
      json.object { json in
        for (name, value) in members.sorted(by: { (JSONValue.rank($0.key), $0.key) < (JSONValue.rank($1.key), $1.key) })
        {
          json.member(dynamic: name, value)
        }
      }
    }
  }

  private static func rank(_ name: String) -> Int { ["schemas", "id", "externalId"].firstIndex(of: name) ?? 3 }
}
