/// A JSON Schema as OpenAPI 3.1 embeds it. Every leaf has an example, so examples of whole documents are put together
/// from their parts and always fit.
struct JSONSchema: Sendable {
  indirect enum Shape: Sendable {
    case text(example: String)
    case integer(example: Int)
    case boolean(example: Bool)
    case list(of: JSONSchema)
    /// Closed ones refuse members they do not know.
    case object([Member], isClosed: Bool)
    /// A component.
    case named(String)
    case either([JSONSchema])
  }

  struct Member: Sendable {
    let name: String
    let schema: JSONSchema
    let isRequired: Bool
    /// Whether examples have it.
    let isShown: Bool
  }

  var shape: Shape
  var format: String?
  var pattern: String?
  /// The values there are; none: any.
  var choices: [String] = []
  /// Of characters, of items, or of the number itself, by the shape.
  var minimum: Int?
  var maximum: Int?
  var isNullable = false
  var isShownAsNull = false
  var summary: String?
  /// What examples show in place of a component's own example.
  private(set) var shown: [JSONSchema] = []

  init(_ shape: Shape) { self.shape = shape }

  /// The same, or null; `shown`: null in examples.
  func orNull(shown: Bool = false) -> JSONSchema {
    var schema = self
    schema.isNullable = true
    schema.isShownAsNull = shown
    return schema
  }

  /// The same, with a sentence on what it means.
  func meaning(_ summary: String) -> JSONSchema {
    var schema = self
    schema.summary = summary
    return schema
  }

  /// The same, with the example of another.
  func shown(as other: JSONSchema) -> JSONSchema {
    var schema = self
    schema.shown = [other]
    return schema
  }

  /// The components it names, its parts included.
  var names: Set<String> {
    switch shape {
    case .text, .integer, .boolean: []
    case .list(let item): item.names
    case .object(let members, _): members.reduce(into: []) { $0.formUnion($1.schema.names) }
    case .named(let name): [name]
    case .either(let schemas): schemas.reduce(into: []) { $0.formUnion($1.names) }
    }
  }
}

extension JSONSchema.Member {
  /// Always there.
  static func has(_ name: String, _ schema: JSONSchema) -> JSONSchema.Member {
    JSONSchema.Member(name: name, schema: schema, isRequired: true, isShown: true)
  }

  /// In an answer: left out where it is none of the reader's business. In a patch: left out where it stays as it is.
  static func mayHave(_ name: String, _ schema: JSONSchema, shown: Bool = true) -> JSONSchema.Member {
    JSONSchema.Member(name: name, schema: schema, isRequired: false, isShown: shown)
  }

  /// In a body: may be left out or null.
  static func takes(_ name: String, _ schema: JSONSchema, shown: Bool = true) -> JSONSchema.Member {
    mayHave(name, schema.orNull(), shown: shown)
  }
}

// MARK: Rendering

extension JSONSchema: JSONEncodable {
  func write(to json: inout JSONWriter) { write(to: &json, example: false) }

  /// `example`: with an example of the whole, as components have it.
  func write(to json: inout JSONWriter, example: Bool) {
    json.object { json in
      if let summary { json.member("description", summary) }
      writeShape(&json)
      if let format { json.member("format", format) }
      if let pattern { json.member("pattern", pattern) }
      if !choices.isEmpty {
        json.name("enum")
        json.array(choices.map(Optional.some) + (isNullable ? [nil] : [])) { json, choice in
          if let choice { json.string(choice) } else { json.null() }
        }
      }
      if example { json.array("examples", [self]) { $1.writeExample(to: &$0) } }
    }
  }

  private func writeShape(_ json: inout JSONWriter) {
    switch shape {
    case .text:
      writeType("string", &json)
      if let minimum { json.member("minLength", minimum) }
      if let maximum { json.member("maxLength", maximum) }
    case .integer:
      writeType("integer", &json)
      if let minimum { json.member("minimum", minimum) }
      if let maximum { json.member("maximum", maximum) }
    case .boolean: writeType("boolean", &json)
    case .list(let item):
      writeType("array", &json)
      json.member("items", item)
      if let minimum { json.member("minItems", minimum) }
      if let maximum { json.member("maxItems", maximum) }
    case .object(let members, let isClosed): writeObject(members, isClosed: isClosed, &json)
    case .named(let name) where !isNullable: json.member("$ref", "#/components/schemas/\(name)")
    case .named(let name): JSONSchema.writeAlternatives([JSONSchema(.named(name)), nil], &json)
    case .either(let schemas): JSONSchema.writeAlternatives(schemas + (isNullable ? [nil] : []), &json)
    }
  }

  private func writeType(_ type: String, _ json: inout JSONWriter) {
    if isNullable { json.member("type", [type, "null"]) } else { json.member("type", type) }
  }

  private func writeObject(_ members: [Member], isClosed: Bool, _ json: inout JSONWriter) {
    writeType("object", &json)
    let required = members.filter(\.isRequired).map(\.name)
    if !required.isEmpty { json.member("required", required) }
    json.object("properties") { json in
      for member in members { json.member(dynamic: member.name, member.schema) }
    }
    if isClosed { json.member("additionalProperties", false) }
  }

  /// Nil stands for null.
  private static func writeAlternatives(_ schemas: [JSONSchema?], _ json: inout JSONWriter) {
    json.array("oneOf", schemas) { json, schema in
      if let schema { schema.write(to: &json) } else { json.object { $0.member("type", "null") } }
    }
  }

  func writeExample(to json: inout JSONWriter) {
    if isShownAsNull { return json.null() }
    switch shape {
    case .text(let example): json.string(example)
    case .integer(let example): example.write(to: &json)
    case .boolean(let example): example.write(to: &json)
    case .list(let item): json.array([item]) { $1.writeExample(to: &$0) }
    case .object(let members, _):
      json.object { json in
        for member in members where member.isShown {
          json.name(dynamic: member.name)
          member.schema.writeExample(to: &json)
        }
      }
    case .named(let name):
      guard let example = shown.first ?? OpenAPI.schema(name) else { return json.null() }
      example.writeExample(to: &json)
    case .either(let schemas):
      guard let first = schemas.first else { return json.null() }
      first.writeExample(to: &json)
    }
  }
}

extension JSONWriter {
  /// A member whose name is made at run time.
  mutating func member<Value: JSONEncodable>(dynamic name: String, _ value: Value) {
    self.name(dynamic: name)
    value.write(to: &self)
  }

  /// An object whose name is made at run time.
  mutating func object(dynamic name: String, _ fill: (inout JSONWriter) -> Void) {
    self.name(dynamic: name)
    object(fill)
  }
}
