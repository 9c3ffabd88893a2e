import Core

/// Which attributes an answer holds (RFC 7644, 3.9). Names that are unknown choose nothing.
struct SCIMSelection {
  private let wanted: [SCIMAttributePath]?
  private let unwanted: [SCIMAttributePath]

  static let everything = SCIMSelection(attributes: nil, excluded: nil)

  /// Names separated by commas; with `attributes` the other counts for nothing.
  init(attributes: String?, excluded: String?) {
    func paths(_ text: String?) -> [SCIMAttributePath]? {
      text.map { $0.split(separator: ",").compactMap { SCIMAttributePath(Text.trimmed($0)) } }
    }
    wanted = paths(attributes.flatMap { $0.isEmpty ? nil : $0 })
    unwanted = wanted == nil ? paths(excluded) ?? [] : []
  }

  /// Whether anything of the attribute is in the answer, for leaving out what is dear to read.
  func holds(_ name: String) -> Bool {
    if let wanted { return wanted.contains { $0.name.matchesName(name) } }
    return !unwanted.contains { $0.name.matchesName(name) && $0.sub == nil }
  }

  func applied(to resource: SCIMObject, _ schema: SCIMSchema) -> SCIMObject {
    var selected: SCIMObject = [:]
    for attribute in SCIMSchema.common + schema.attributes {
      guard let value = resource[attribute.name] else { continue }
      if attribute.returned == .always {
        selected[attribute.name] = value
      } else if let wanted {
        let subs = wanted.filter { names($0, attribute, schema) }.map(\.sub)
        if !subs.isEmpty {
          selected[attribute.name] = SCIMSelection.part(of: value, attribute) { sub in
            subs.contains { $0.map { $0.matchesName(sub) } ?? true }
          }
        }
      } else {
        let subs = unwanted.filter { names($0, attribute, schema) }.map(\.sub)
        if subs.contains(nil) { continue }
        selected[attribute.name] = SCIMSelection.part(of: value, attribute) { sub in
          !subs.contains { $0.map { $0.matchesName(sub) } ?? false }
        }
      }
    }
    return selected
  }

  private func names(_ path: SCIMAttributePath, _ attribute: SCIMAttribute, _ schema: SCIMSchema) -> Bool {
    attribute.name.matchesName(path.name) && (path.schema.map { $0.matchesName(schema.id) } ?? true)
  }

  private static func part(
    of value: JSONValue, _ attribute: SCIMAttribute, _ isWanted: (String) -> Bool
  ) -> JSONValue? {
    guard attribute.kind == .complex else { return value }
    if case .array(let items) = value {
      let parts = items.map { JSONValue.object($0.object.filter { isWanted($0.key) }) }.filter { $0 != .object([:]) }
      return parts.isEmpty ? nil : .array(parts)
    }
    let part = value.object.filter { isWanted($0.key) }
    return part.isEmpty ? nil : .object(part)
  }
}
