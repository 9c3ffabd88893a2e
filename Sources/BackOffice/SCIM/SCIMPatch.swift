import Core

/// The operations of a PATCH, applied in order to what a resource says; all of them or none.
struct SCIMPatch {
  enum Kind: String { case add, replace, remove }

  struct Operation {
    let kind: Kind
    let path: String?
    let value: JSONValue?
  }

  static let most = 1_000

  let operations: [Operation]

  init(_ body: JSONValue) throws(SCIMFault) {
    guard case .object(let members) = body else { throw SCIMFault(.invalidSyntax, "scim.body_malformed") }
    let named = try SCIMSchema.unique(members)
    guard case .array(let schemas) = named["schemas"], schemas.contains(.string(SCIMSchema.Message.patch)) else {
      throw SCIMFault(.invalidSyntax, "scim.schema_missing", ["schema": SCIMSchema.Message.patch])
    }
    guard case .array(let items) = named["operations"], !items.isEmpty else {
      throw SCIMFault(.invalidSyntax, "scim.body_malformed")
    }
    guard items.count <= SCIMPatch.most else {
      throw SCIMFault(.invalidSyntax, "scim.operations_too_many", ["maximum": String(SCIMPatch.most)])
    }
    var operations: [Operation] = []
    for item in items { operations.append(try SCIMPatch.operation(item)) }
    self.operations = operations
  }

  private static func operation(_ item: JSONValue) throws(SCIMFault) -> Operation {
    guard case .object(let members) = item else { throw SCIMFault(.invalidSyntax, "scim.body_malformed") }
    let named = try SCIMSchema.unique(members)
    guard let text = named["op"]?.text, let kind = Kind(rawValue: text.lowercased()) else {
      throw SCIMFault(.invalidSyntax, "scim.operation_unknown", ["operation": named["op"]?.text ?? ""])
    }
    var path: String?
    switch named["path"] {
    case .string(let text) where !text.isEmpty: path = text
    case nil, .null, .string: path = nil
    default: throw SCIMFault(.invalidPath, "scim.body_malformed")
    }
    if kind == .remove, path == nil { throw SCIMFault(.noTarget, "scim.path_needed") }
    if kind != .remove, named["value"] == nil {
      throw SCIMFault(.invalidValue, "scim.value_required", ["attribute": "value"])
    }
    return Operation(kind: kind, path: path, value: named["value"])
  }

  /// The resource after the operations.
  func applied(to resource: SCIMObject, _ schema: SCIMSchema) throws(SCIMFault) -> SCIMObject {
    var resource = resource
    for operation in operations {
      if let text = operation.path {
        guard let path = try SCIMPath(text, in: schema) else { continue }
        try SCIMPatch.apply(operation.kind, operation.value ?? .null, at: path, text, to: &resource)
        continue
      }
      guard case .object(let members)? = operation.value else {
        throw SCIMFault(.invalidValue, "scim.value_unfit", ["attribute": "value"])
      }
      for (text, value) in members.sorted(by: { $0.key < $1.key }) {
        guard let path = try SCIMPath(text, in: schema, isLoose: true) else { continue }
        try SCIMPatch.apply(operation.kind, value, at: path, text, to: &resource)
      }
    }
    if let missing = schema.attributes.first(where: { $0.isRequired && resource[$0.name] == nil }) {
      throw SCIMFault(.mutability, "scim.value_required", ["attribute": missing.name])
    }
    return resource
  }

  private static func apply(
    _ kind: Kind, _ raw: JSONValue, at path: SCIMPath, _ text: String, to resource: inout SCIMObject
  ) throws(SCIMFault) {
    let attribute = path.attribute
    if attribute.isMultiValued {
      var values = SCIMValues(resource[attribute.name]?.list.map(\.object) ?? [], of: attribute)
      try values.apply(kind, raw, at: path, text)
      resource[attribute.name] = values.all.isEmpty ? nil : .array(values.all.map(JSONValue.object))
      return
    }
    var members = resource[attribute.name]?.object ?? [:]
    if let sub = path.sub {
      members[sub.name] = kind == .remove ? nil : try sub.value(raw)
      resource[attribute.name] = members.isEmpty ? nil : .object(members)
    } else if kind == .remove {
      resource[attribute.name] = nil
    } else if attribute.kind == .complex, case .object(let more)? = try attribute.value(raw) {
      // Sub-attributes that are not mentioned stay.
      resource[attribute.name] = .object(members.merging(more) { $1 })
    } else {
      resource[attribute.name] = try attribute.value(raw)
    }
  }
}

/// The values of an attribute that has many.
private struct SCIMValues {
  private(set) var all: [SCIMObject]
  private let attribute: SCIMAttribute

  init(_ all: [SCIMObject], of attribute: SCIMAttribute) {
    self.all = all
    self.attribute = attribute
  }

  mutating func apply(_ kind: SCIMPatch.Kind, _ raw: JSONValue, at path: SCIMPath, _ text: String) throws(SCIMFault) {
    guard path.filter != nil || path.sub != nil else { return try applyToAll(kind, raw) }
    let chosen = all.indices.filter { path.filter?.matches(all[$0], attribute.members) ?? true }
    if kind == .remove {
      guard let sub = path.sub else { return remove(chosen) }
      for index in chosen { all[index][sub.name] = nil }
      return
    }
    let change = try self.change(raw, at: path)
    if chosen.isEmpty {
      guard kind == .add || path.filter == nil else {
        throw SCIMFault(.noTarget, "scim.no_target", ["path": String(text.prefix(200))])
      }
      return add([change.merging(path.filter?.equalities ?? [:]) { own, _ in own }])
    }
    for index in chosen { all[index].merge(change) { $1 } }
  }

  private func change(_ raw: JSONValue, at path: SCIMPath) throws(SCIMFault) -> SCIMObject {
    if let sub = path.sub { return [sub.name: try sub.value(raw) ?? .null].filter { $0.value != .null } }
    let values = try attribute.value(raw)?.list ?? []
    guard values.count == 1 else {
      throw SCIMFault(.invalidValue, "scim.value_unfit", ["attribute": attribute.name])
    }
    return values[0].object
  }

  private mutating func applyToAll(_ kind: SCIMPatch.Kind, _ raw: JSONValue) throws(SCIMFault) {
    let values = try attribute.value(raw)?.list.map(\.object) ?? []
    switch kind {
    case .add: add(values)
    case .replace:
      all = []
      add(values)
    // Some providers name the values to remove beside the path instead of in it.
    case .remove where !values.isEmpty:
      let named = Set(values.compactMap { $0["value"] })
      all.removeAll { $0["value"].map(named.contains) ?? false }
    case .remove: all = []
    }
  }

  /// Adds values; one that is there already takes over what is said of it. At most one is primary.
  private mutating func add(_ values: [SCIMObject]) {
    var places: [JSONValue: Int] = [:]
    for (index, value) in all.enumerated() { places[SCIMValues.key(value)] = index }
    for value in values {
      if value["primary"] == .bool(true) {
        for index in all.indices where all[index]["primary"] != nil { all[index]["primary"] = .bool(false) }
      }
      if let place = places[SCIMValues.key(value)] {
        all[place].merge(value) { $1 }
      } else {
        places[SCIMValues.key(value)] = all.count
        all.append(value)
      }
    }
  }

  private static func key(_ value: SCIMObject) -> JSONValue { value["value"] ?? .object(value) }

  private mutating func remove(_ indices: [Int]) {
    let gone = Set(indices)
    all = all.indices.filter { !gone.contains($0) }.map { all[$0] }
  }
}

extension SCIMFilter {
  /// What a new value has to say so that the filter holds for it.
  fileprivate var equalities: SCIMObject {
    switch self {
    case .compare(let path, .eq, let value): [path.name: value]
    case .all(let parts): parts.reduce(into: [:]) { $0.merge($1.equalities) { $1 } }
    default: [:]
    }
  }
}
