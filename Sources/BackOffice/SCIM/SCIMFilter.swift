import Core

/// A condition on resources or on the values of an attribute (RFC 7644, 3.4.2.2).
indirect enum SCIMFilter: Hashable {
  enum Comparison: String, CaseIterable { case eq, ne, co, sw, ew, gt, ge, lt, le }

  case compare(SCIMAttributePath, Comparison, JSONValue)
  case present(SCIMAttributePath)
  /// `emails[type eq "work"]`: one value for which the whole inner condition holds.
  case within(SCIMAttributePath, SCIMFilter)
  case all([SCIMFilter])
  case any([SCIMFilter])
  case not(SCIMFilter)

  static let longest = 4_000
  static let deepest = 20

  init(_ text: String) throws(SCIMFault) {
    guard text.utf8.count <= SCIMFilter.longest else {
      throw SCIMFault(.invalidFilter, "scim.filter_too_long", ["maximum": String(SCIMFilter.longest)])
    }
    var parser = SCIMFilterParser(text)
    self = try parser.whole()
  }
}

/// Reads a filter from front to back.
struct SCIMFilterParser {
  private let bytes: [UInt8]
  private var at: Int
  private var depth = 0

  init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
    at = 0
  }

  mutating func whole() throws(SCIMFault) -> SCIMFilter {
    let filter = try alternatives()
    skipBlanks()
    guard at == bytes.count else { throw malformed }
    return filter
  }

  /// An attribute path, perhaps with a filter of its values in brackets, perhaps with a sub-attribute after these.
  mutating func path() throws(SCIMFault) -> (attribute: SCIMAttributePath, filter: SCIMFilter?, sub: String?) {
    guard let attribute = attributePath() else { throw malformed }
    guard skip("[") else {
      guard at == bytes.count else { throw malformed }
      return (attribute, nil, nil)
    }
    let filter = try values(of: attribute)
    if at == bytes.count { return (attribute, filter, nil) }
    guard skip("."), let sub = attributePath(), sub.schema == nil, sub.sub == nil, at == bytes.count else {
      throw malformed
    }
    return (attribute, filter, sub.name)
  }

  private var malformed: SCIMFault {
    SCIMFault(.invalidFilter, "scim.filter_malformed", ["position": String(at + 1)])
  }

  private mutating func alternatives() throws(SCIMFault) -> SCIMFilter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= SCIMFilter.deepest else {
      throw SCIMFault(.invalidFilter, "scim.filter_too_deep", ["maximum": String(SCIMFilter.deepest)])
    }
    var parts = [try conjunction()]
    while keyword("or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(SCIMFault) -> SCIMFilter {
    var parts = [try term()]
    while keyword("and") { parts.append(try term()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func term() throws(SCIMFault) -> SCIMFilter {
    skipBlanks()
    if isNegation {
      at += 3
      skipBlanks()
      guard skip("(") else { throw malformed }
      return .not(try grouped())
    }
    if skip("(") { return try grouped() }
    guard let attribute = attributePath() else { throw malformed }
    if skip("[") { return .within(attribute, try values(of: attribute)) }
    return try comparison(of: attribute)
  }

  /// `not (`, as distinct from an attribute called `not`.
  private var isNegation: Bool {
    guard word(at: at) == "not" else { return false }
    return bytes[(at + 3)...].first { $0 != 0x20 } == UInt8(ascii: "(")
  }

  private mutating func grouped() throws(SCIMFault) -> SCIMFilter {
    let filter = try alternatives()
    skipBlanks()
    guard skip(")") else { throw malformed }
    return filter
  }

  private mutating func values(of attribute: SCIMAttributePath) throws(SCIMFault) -> SCIMFilter {
    guard attribute.sub == nil else { throw malformed }
    let filter = try alternatives()
    skipBlanks()
    guard skip("]") else { throw malformed }
    return filter
  }

  private mutating func comparison(of attribute: SCIMAttributePath) throws(SCIMFault) -> SCIMFilter {
    guard at < bytes.count, bytes[at] == 0x20 else { throw malformed }
    skipBlanks()
    let operation = word(at: at)
    if operation == "pr" {
      at += 2
      return .present(attribute)
    }
    guard let comparison = SCIMFilter.Comparison(rawValue: operation) else { throw malformed }
    at += 2
    guard at < bytes.count, bytes[at] == 0x20 else { throw malformed }
    skipBlanks()
    guard let value = literal() else { throw malformed }
    return .compare(attribute, comparison, value)
  }

  // MARK: Words

  private mutating func skipBlanks() {
    while at < bytes.count, bytes[at] == 0x20 { at += 1 }
  }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard at < bytes.count, UInt32(bytes[at]) == scalar.value else { return false }
    at += 1
    return true
  }

  /// The letters from a place on, in lower case.
  private func word(at start: Int) -> String {
    let letters = bytes[start...].prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    return String(decoding: letters, as: UTF8.self).lowercased()
  }

  /// Steps over `and` or `or` between blanks.
  private mutating func keyword(_ wanted: String) -> Bool {
    let start = at
    skipBlanks()
    let end = at + wanted.utf8.count
    let isSeparated = at > start || (start > 0 && (bytes[start - 1] == 0x29 || bytes[start - 1] == 0x5D))
    if isSeparated, word(at: at) == wanted, end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x28 {
      at = end
      return true
    }
    at = start
    return false
  }

  private mutating func attributePath() -> SCIMAttributePath? {
    let end = bytes[at...].firstIndex { !SCIMFilterParser.isPathByte($0) } ?? bytes.count
    guard let path = SCIMAttributePath(String(decoding: bytes[at..<end], as: UTF8.self)) else { return nil }
    at = end
    return path
  }

  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "$"): true
    default: false
    }
  }

  /// A JSON text, number, `true`, `false` or `null`.
  private mutating func literal() -> JSONValue? {
    guard at < bytes.count else { return nil }
    let end = bytes[at] == UInt8(ascii: "\"") ? endOfText : endOfWord
    guard let end, let value = JSONValue(parsing: Array(bytes[at..<end])) else { return nil }
    switch value {
    case .array, .object: return nil
    default: at = end
    }
    return value
  }

  private var endOfText: Int? {
    var index = at + 1
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if bytes[index] == UInt8(ascii: "\"") { return index + 1 }
      index += 1
    }
    return nil
  }

  private var endOfWord: Int? {
    bytes[at...].firstIndex { $0 == 0x20 || $0 == 0x29 || $0 == 0x5D } ?? bytes.count
  }
}
