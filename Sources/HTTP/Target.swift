/// A request target taken apart: path, its segments, and the query.
struct Target {
  let path: String
  let segments: [String]
  let query: [(name: String, value: String)]

  /// Reads a target in origin form (`/a/b?c=d`) or absolute form (`http://host/a/b?c=d`), as sent. Nothing for one
  /// that is malformed: stray or missing hexadecimal digits after `%`, a NUL or other control byte, bytes that are
  /// no UTF-8, an empty or dot segment.
  init?(_ raw: some Collection<UInt8>) {
    let bytes = Self.withoutAuthority(Array(raw)[...])
    let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    let path = bytes[..<end]
    guard !bytes.contains(where: Self.isForbidden),
      let segments = Self.segments(of: path),
      let text = String(validating: path, as: UTF8.self),
      let query = Self.query(in: bytes[end...].dropFirst())
    else { return nil }
    self.path = text
    self.segments = segments
    self.query = query
  }

  /// The percent-decoded segments of a path; nothing if it is malformed.
  static func segments(of path: ArraySlice<UInt8>) -> [String]? {
    guard path.first == UInt8(ascii: "/") else { return nil }
    if path.count == 1 { return [] }
    var segments: [String] = []
    for part in path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let segment = decoded(part, plusIsSpace: false),
        !segment.isEmpty, segment != ".", segment != "..",
        !segment.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
      else { return nil }
      segments.append(segment)
    }
    return segments
  }

  /// The pairs of a form-encoded query, in order; nothing if it is malformed.
  static func query(in bytes: ArraySlice<UInt8>) -> [(name: String, value: String)]? {
    if bytes.isEmpty { return [] }
    var pairs: [(name: String, value: String)] = []
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = decoded(pair[..<end], plusIsSpace: true),
        let value = decoded(pair[end...].dropFirst(), plusIsSpace: true)
      else { return nil }
      pairs.append((name, value))
    }
    return pairs
  }

  /// `http://host:port/path` without scheme and authority. Origin servers must accept this form (RFC 9112, 3.2.2).
  private static func withoutAuthority(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for scheme in ["http://", "https://"] where bytes.starts(with: scheme.utf8) {
      let rest = bytes.dropFirst(scheme.utf8.count)
      guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return [UInt8(ascii: "/")] }
      return rest[slash...]
    }
    return bytes
  }

  private static func isForbidden(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "#")
  }

  private static func decoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) -> String? {
    if !bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) {
      return String(validating: bytes, as: UTF8.self)
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit),
          high << 4 | low != 0
        else { return nil }
        plain.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: plain.append(UInt8(ascii: " "))
      default: plain.append(byte)
      }
    }
    return String(validating: plain, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
