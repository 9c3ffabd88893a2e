import Core

/// Why a SCIM request is refused (RFC 7644, 3.12); the codes have sentences like any other.
package struct SCIMFault: Error, Hashable {
  /// `scimType`.
  package enum Kind: String, Sendable {
    case invalidFilter, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue
  }

  package let status: Int
  package let kind: Kind?
  package let code: Code
  package let details: [String: String]

  /// A fault of the kind: 409 where something is taken, 400 otherwise.
  package init(_ kind: Kind, _ code: Code, _ details: [String: String] = [:]) {
    status = kind == .uniqueness ? 409 : 400
    self.kind = kind
    self.code = code
    self.details = details
  }

  /// A fault that the RFC has no kind for.
  package init(status: Int, _ code: Code) {
    self.status = status
    kind = nil
    self.code = code
    details = [:]
  }
}
