/// Header fields in the order sent. Names compare without regard to ASCII case; a name may occur several times.
package struct Headers: Sendable, Sequence {
  private var fields: [(name: String, value: String)]

  /// No headers.
  package init() { fields = [] }

  /// The given fields, in the given order.
  package init(_ pairs: [(String, String)]) { fields = pairs.map { (name: $0.0, value: $0.1) } }

  /// The first value under `name`.
  package subscript(name: String) -> String? {
    for field in fields where Self.same(field.name, name) { return field.value }
    return nil
  }

  /// Every value under `name`, in order.
  package func all(_ name: String) -> [String] {
    fields.compactMap { Self.same($0.name, name) ? $0.value : nil }
  }

  /// Replaces all values under `name` by one.
  package mutating func set(_ name: String, _ value: String) {
    fields.removeAll { Self.same($0.name, name) }
    fields.append((name, value))
  }

  /// Adds a value, keeping those already there.
  package mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

  /// How many fields there are.
  package var count: Int { fields.count }

  /// Iterates over the fields in order.
  package func makeIterator() -> IndexingIterator<[(name: String, value: String)]> { fields.makeIterator() }

  /// Whether two names are the same but for ASCII case.
  static func same(_ left: String, _ right: String) -> Bool {
    let left = left.utf8
    let right = right.utf8
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { $0 == $1 || lowercased($0) == lowercased($1) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}
