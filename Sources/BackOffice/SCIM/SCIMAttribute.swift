import Core

/// One attribute as a schema defines it (RFC 7643, 7).
struct SCIMAttribute: Sendable {
  enum Kind: String, Sendable { case string, boolean, complex, reference, dateTime }
  enum Mutability: String, Sendable { case readWrite, readOnly, immutable }
  enum Returned: String, Sendable {
    case always
    case byDefault = "default"
  }

  let name: String
  let kind: Kind
  let summary: String
  var isMultiValued = false
  var isRequired = false
  var isCaseExact = false
  var isUnique = false
  var mutability = Mutability.readWrite
  var returned = Returned.byDefault
  var canonicalValues: [String] = []
  var references: [String] = []
  /// Characters a text may have.
  var maximum = 0
  var members: [SCIMAttribute] = []

  /// Names compare without regard to case.
  func member(_ name: String) -> SCIMAttribute? { members.first { $0.name.matchesName(name) } }
}

/// The attributes of one kind of resource.
struct SCIMSchema: Sendable {
  let id: String
  /// `User`.
  let name: String
  let summary: String
  /// Where resources are, `Users`.
  let place: String
  let attributes: [SCIMAttribute]

  /// The attribute of a path; nil where the path names another schema, or nothing in this one.
  func attribute(_ path: SCIMAttributePath) -> SCIMAttribute? {
    if let schema = path.schema, !schema.matchesName(id) { return nil }
    return (SCIMSchema.common + attributes).first { $0.name.matchesName(path.name) }
  }

  /// The sub-attribute of a path, or the attribute where the path has none.
  func leaf(_ path: SCIMAttributePath) -> SCIMAttribute? {
    guard let sub = path.sub else { return attribute(path) }
    return attribute(path)?.member(sub)
  }
}

/// `name`, `name.familyName`, each perhaps after its schema's id and a colon.
struct SCIMAttributePath: Hashable, CustomStringConvertible {
  var schema: String?
  var name: String
  var sub: String?

  init(_ name: String, _ sub: String? = nil, schema: String? = nil) {
    self.schema = schema
    self.name = name
    self.sub = sub
  }

  /// Nil when the text is no such path.
  init?(_ text: some StringProtocol) {
    let text = String(text)
    var rest = text[...]
    if let colon = text.lastIndex(of: ":") {
      schema = String(text[..<colon])
      rest = text[text.index(after: colon)...]
      guard text.hasPrefix("urn:") else { return nil }
    }
    let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy(SCIMAttributePath.isName) else { return nil }
    name = String(parts[0])
    sub = parts.count == 2 ? String(parts[1]) : nil
  }

  private static func isName(_ text: Substring) -> Bool {
    let bytes = text.hasPrefix("$") ? text.dropFirst().utf8 : text.utf8
    guard let first = bytes.first, first.isASCIILetter else { return false }
    return bytes.allSatisfy { $0.isASCIILetter || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
  }

  var description: String { (schema.map { $0 + ":" } ?? "") + name + (sub.map { "." + $0 } ?? "") }
}

extension UInt8 {
  fileprivate var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}

extension String {
  /// Whether two names are the same but for case.
  func matchesName(_ other: String) -> Bool {
    utf8.count == other.utf8.count && lowercased() == other.lowercased()
  }
}
