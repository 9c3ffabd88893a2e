import Core

extension SCIMFilter {
  /// The filter with every name as the schema spells it, once it is known to fit: attributes that exist, operators and
  /// values that suit them. A multi-valued attribute without a sub-attribute stands for its values' `value`.
  func checked(by schema: SCIMSchema) throws(SCIMFault) -> SCIMFilter {
    try checked { path throws(SCIMFault) in
      guard let attribute = schema.attribute(path), let leaf = schema.leaf(path) else {
        throw SCIMFault(.invalidFilter, "scim.filter_attribute_unknown", ["attribute": path.description])
      }
      return (attribute, leaf)
    }
  }

  /// The filter of one attribute's values, between brackets.
  func checked(within attribute: SCIMAttribute) throws(SCIMFault) -> SCIMFilter {
    try checked { path throws(SCIMFault) in
      guard path.schema == nil, path.sub == nil, let member = attribute.member(path.name) else {
        throw SCIMFault(.invalidFilter, "scim.filter_attribute_unknown", ["attribute": path.description])
      }
      return (member, member)
    }
  }

  private typealias Found = (SCIMAttributePath) throws(SCIMFault) -> (attribute: SCIMAttribute, leaf: SCIMAttribute)

  private func checked(_ find: Found) throws(SCIMFault) -> SCIMFilter {
    switch self {
    case .all(let parts): return .all(try SCIMFilter.each(parts, find))
    case .any(let parts): return .any(try SCIMFilter.each(parts, find))
    case .not(let inner): return .not(try inner.checked(find))
    case .within(let path, let inner):
      let attribute = try find(path).attribute
      guard attribute.isMultiValued, attribute.kind == .complex else {
        throw SCIMFault(.invalidFilter, "scim.filter_attribute_unknown", ["attribute": path.description])
      }
      return .within(SCIMAttributePath(attribute.name), try inner.checked(within: attribute))
    case .present(let path):
      let found = try find(path)
      return .present(SCIMAttributePath(found.attribute.name, path.sub == nil ? nil : found.leaf.name))
    case .compare(let path, let comparison, let value):
      return try SCIMFilter.checked(path, comparison, value, try find(path))
    }
  }

  private static func each(_ parts: [SCIMFilter], _ find: Found) throws(SCIMFault) -> [SCIMFilter] {
    var all: [SCIMFilter] = []
    for part in parts { all.append(try part.checked(find)) }
    return all
  }

  private static func checked(
    _ path: SCIMAttributePath, _ comparison: Comparison, _ value: JSONValue,
    _ found: (attribute: SCIMAttribute, leaf: SCIMAttribute)
  ) throws(SCIMFault) -> SCIMFilter {
    var leaf = found.leaf
    var spelt = SCIMAttributePath(found.attribute.name, path.sub == nil ? nil : leaf.name)
    if leaf.kind == .complex, leaf.isMultiValued, let member = leaf.member("value") {
      leaf = member
      spelt.sub = member.name
    }
    let unfit = SCIMFault(
      .invalidFilter, "scim.filter_operator_unfit", ["operator": comparison.rawValue, "attribute": path.description])
    if leaf.kind == .complex { throw unfit }
    if leaf.kind == .boolean, comparison != .eq, comparison != .ne { throw unfit }
    if leaf.kind == .dateTime, comparison == .co || comparison == .sw || comparison == .ew { throw unfit }
    guard let value = leaf.comparable(value), value != .null || comparison == .eq || comparison == .ne else {
      throw SCIMFault(.invalidFilter, "scim.filter_value_unfit", ["attribute": path.description])
    }
    return .compare(spelt, comparison, value)
  }
}

extension SCIMAttribute {
  /// The value as one of this attribute's compares with; nil when it is of another type. Null is nothing at all.
  fileprivate func comparable(_ value: JSONValue) -> JSONValue? {
    // The database has no place for NUL.
    if case .string(let text) = value, text.utf8.contains(0) { return nil }
    switch (kind, value) {
    case (_, .null), (.boolean, .bool), (.string, .string), (.reference, .string): return value
    case (.boolean, .string(let text)): return Bool(text.lowercased()).map(JSONValue.bool)
    case (.dateTime, .string(let text)): return Instant(text).map { .string($0.description) }
    default: return nil
    }
  }
}
