import Core

extension SCIMFilter {
  /// Whether the filter, checked before, holds for a resource or for one value of an attribute. Where a value is
  /// missing nothing compares with it; `ne` is the opposite of `eq` throughout.
  func matches(_ object: [String: JSONValue], _ attributes: [SCIMAttribute]) -> Bool {
    switch self {
    case .all(let parts): return parts.allSatisfy { $0.matches(object, attributes) }
    case .any(let parts): return parts.contains { $0.matches(object, attributes) }
    case .not(let inner): return !inner.matches(object, attributes)
    case .present(let path): return SCIMFilter.values(path, object).contains(where: SCIMFilter.isThere)
    case .within(let path, let inner):
      let members = attributes.first { $0.name == path.name }?.members ?? []
      return SCIMFilter.values(path, object).contains {
        if case .object(let value) = $0 { inner.matches(value, members) } else { false }
      }
    case .compare(let path, let comparison, let wanted):
      let attribute = attributes.first { $0.name == path.name }
      let leaf = path.sub.flatMap { attribute?.member($0) } ?? attribute
      let values = SCIMFilter.values(path, object)
      func holds(_ comparison: Comparison) -> Bool {
        if wanted == .null { return !values.contains(where: SCIMFilter.isThere) }
        return values.contains { SCIMFilter.compare($0, comparison, wanted, isCaseExact: leaf?.isCaseExact ?? false) }
      }
      return comparison == .ne ? !holds(.eq) : holds(comparison)
    }
  }

  private static func isThere(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .string(""), .array([]): false
    case .object(let members): members.values.contains(where: isThere)
    default: true
    }
  }

  private static func values(_ path: SCIMAttributePath, _ object: [String: JSONValue]) -> [JSONValue] {
    let value = object[path.name] ?? .null
    let values: [JSONValue] = if case .array(let items) = value { items } else { [value] }
    guard let sub = path.sub else { return values }
    return values.map { if case .object(let members) = $0 { members[sub] ?? .null } else { .null } }
  }

  private static func compare(
    _ value: JSONValue, _ comparison: Comparison, _ wanted: JSONValue, isCaseExact: Bool
  ) -> Bool {
    if case .bool = value { return comparison == .eq && value == wanted }
    guard case .string(let has) = value, case .string(let wants) = wanted else { return false }
    let left = Array((isCaseExact ? has : has.lowercased()).utf8)
    let right = Array((isCaseExact ? wants : wants.lowercased()).utf8)
    return switch comparison {
    case .eq: left == right
    case .ne: left != right
    case .co: left.firstRange(of: right) != nil || right.isEmpty
    case .sw: left.starts(with: right)
    case .ew: left.count >= right.count && left.suffix(right.count).elementsEqual(right)
    case .gt: right.lexicographicallyPrecedes(left)
    case .ge: !left.lexicographicallyPrecedes(right)
    case .lt: left.lexicographicallyPrecedes(right)
    case .le: !right.lexicographicallyPrecedes(left)
    }
  }
}
