import Core

/// An id_token taken apart (RFC 7515, compact form). Its claims come out only with a signature that holds.
package struct IdentityToken: Sendable {
  /// Of the whole token, in characters.
  package static let maximumLength = 16_384

  package let algorithm: SigningAlgorithm
  package let keyID: String?
  private let signed: [UInt8]
  private let payload: [UInt8]
  private let signature: [UInt8]

  package init(_ text: String) throws(TokenFault) {
    guard text.utf8.count <= IdentityToken.maximumLength else { throw .oversized }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let head = Base64URL.decoded(parts[0]), let payload = Base64URL.decoded(parts[1]),
      let signature = Base64URL.decoded(parts[2]), case .object(let header) = JSONValue(parsing: head)
    else { throw .malformed }
    guard case .string(let name) = header["alg"], let algorithm = SigningAlgorithm(rawValue: name) else {
      throw .algorithm
    }
    // What a token says must be understood, none of it is (RFC 7515, section 4.1.11).
    guard header["crit"] == nil else { throw .malformed }
    switch header["kid"] {
    case nil: keyID = nil
    case .string(let id)?: keyID = id
    default: throw .malformed
    }
    self.algorithm = algorithm
    self.payload = payload
    self.signature = signature
    signed = Array("\(parts[0]).\(parts[1])".utf8)
  }

  /// What the token says, if one of the keys signed it.
  package func claims(signedBy keys: KeySet) throws(TokenFault) -> IdentityClaims {
    guard let key = keys.key(keyID, for: algorithm) else { throw keys.has(keyID) ? .keyUnfit : .keyUnknown }
    guard key.verifies(signature, of: signed) else { throw .signature }
    guard case .object(let members) = JSONValue(parsing: payload) else { throw .malformed }
    return IdentityToken.claims(members)
  }

  private static func claims(_ members: [String: JSONValue]) -> IdentityClaims {
    func text(_ name: String) -> String? {
      if case .string(let text) = members[name] { text } else { nil }
    }
    func seconds(_ name: String) -> Int64? {
      switch members[name] {
      case .integer(let number): number
      case .number(let number) where abs(number) < 1e15: Int64(number)
      default: nil
      }
    }
    var claims = IdentityClaims()
    claims.issuer = text("iss")
    claims.subject = text("sub")
    claims.audiences = audiences(members["aud"])
    claims.authorizedParty = text("azp")
    claims.expiresAt = seconds("exp")
    claims.issuedAt = seconds("iat")
    claims.notBefore = seconds("nbf")
    claims.nonce = text("nonce")
    claims.tenant = text("tid")
    claims.hostedDomain = text("hd")
    claims.email = text("email")
    claims.username = text("preferred_username")
    claims.isEmailVerified = flag(members["email_verified"])
    claims.givenName = text("given_name")
    claims.familyName = text("family_name")
    claims.name = text("name")
    claims.locale = text("locale")
    return claims
  }

  /// One, or several; anything that is no text makes it none.
  private static func audiences(_ value: JSONValue?) -> [String] {
    switch value {
    case .string(let one): return [one]
    case .array(let items):
      let texts = items.compactMap { item in if case .string(let text) = item { text } else { nil as String? } }
      return texts.count == items.count ? texts : []
    default: return []
    }
  }

  /// Some providers write it as text. Whatever is there and is not "yes" is "no".
  private static func flag(_ value: JSONValue?) -> Bool? {
    switch value {
    case nil, .null?: nil
    case .bool(let flag)?: flag
    case .string(let text)?: text == "true"
    default: false
    }
  }
}
