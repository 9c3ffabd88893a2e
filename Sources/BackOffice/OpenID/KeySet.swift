import Core

/// The keys a provider publishes (RFC 7517), as far as they are of use here; others are passed over.
package struct KeySet: Sendable {
  private let keys: [(id: String?, key: VerificationKey)]

  /// How many of a set are looked at.
  private static let maximumKeys = 100

  /// Nil when the document is no key set.
  package init?(_ document: JSONValue) {
    guard case .object(let members) = document, case .array(let items) = members["keys"] else { return nil }
    keys = items.prefix(KeySet.maximumKeys).compactMap { item in
      guard case .object(let members) = item, let key = KeySet.key(members) else { return nil }
      if case .string(let id) = members["kid"] { return (id, key) }
      return (nil, key)
    }
  }

  package var count: Int { keys.count }

  /// The key a token names, for its algorithm. A token that names none is checked with the only key there is.
  package func key(_ id: String?, for algorithm: SigningAlgorithm) -> VerificationKey? {
    let fitting = keys.filter { $0.key.algorithm == algorithm && (id == nil || $0.id == id) }
    return fitting.count == 1 ? fitting[0].key : nil
  }

  /// Whether a key of this name is there, whatever for.
  package func has(_ id: String?) -> Bool { id == nil ? !keys.isEmpty : keys.contains { $0.id == id } }

  private static func key(_ members: [String: JSONValue]) -> VerificationKey? {
    func text(_ name: String) -> String? {
      if case .string(let text) = members[name] { text } else { nil }
    }
    func bytes(_ name: String) -> [UInt8]? { text(name).flatMap { Base64URL.decoded($0) } }
    guard text("use") ?? "sig" == "sig" else { return nil }
    let key: VerificationKey?
    switch text("kty") {
    case "RSA":
      guard let modulus = bytes("n"), let exponent = bytes("e") else { return nil }
      key = .rsa(modulus: modulus, exponent: exponent)
    case "EC" where text("crv") == "P-256":
      guard let x = bytes("x"), let y = bytes("y") else { return nil }
      key = .p256(x: x, y: y)
    default: return nil
    }
    guard let key, text("alg") ?? key.algorithm.rawValue == key.algorithm.rawValue else { return nil }
    return key
  }
}
