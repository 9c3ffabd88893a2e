import CCrypto
import Core

/// How an id_token may be signed. `none` and secrets shared with the provider (HS256) are not among them.
package enum SigningAlgorithm: String, Sendable, CaseIterable {
  /// RSA with PKCS #1 v1.5 padding and SHA-256.
  case rs256 = "RS256"
  /// ECDSA on the curve P-256 with SHA-256.
  case es256 = "ES256"
}

/// A public key that an identity provider signs with; signatures are checked by libcrypto.
///
/// `@unchecked Sendable`: the key is made once and only read afterwards, which libcrypto does from any thread.
package final class VerificationKey: @unchecked Sendable {
  /// The only one it serves for: a key for one algorithm says nothing about another.
  package let algorithm: SigningAlgorithm
  private let key: OpaquePointer

  private init(_ key: OpaquePointer, _ algorithm: SigningAlgorithm) {
    self.key = key
    self.algorithm = algorithm
  }

  deinit { EVP_PKEY_free(key) }

  private static let modulusBytes = 256...1024
  private static let coordinateBytes = 32

  /// An RSA key of 2048 to 8192 bits, whose public exponent is odd and has 32 bits at most; nil for any other.
  package static func rsa(modulus: [UInt8], exponent: [UInt8]) -> VerificationKey? {
    let modulus = Array(modulus.drop { $0 == 0 })
    let exponent = Array(exponent.drop { $0 == 0 })
    guard modulusBytes.contains(modulus.count), (1...4).contains(exponent.count), exponent != [1],
      let last = exponent.last, last & 1 == 1
    else { return nil }
    defer { ERR_clear_error() }
    return comptoir_rsa_key(modulus, Int32(modulus.count), exponent, Int32(exponent.count))
      .map { VerificationKey($0, .rs256) }
  }

  /// A point of the curve P-256; nil when there is no such point.
  package static func p256(x: [UInt8], y: [UInt8]) -> VerificationKey? {
    guard x.count == coordinateBytes, y.count == coordinateBytes else { return nil }
    let point = [4] + x + y
    defer { ERR_clear_error() }
    return comptoir_p256_key(point, point.count).map { VerificationKey($0, .es256) }
  }

  /// Whether the signature, as a token carries it, is this key's over the text.
  package func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    defer { ERR_clear_error() }
    switch algorithm {
    case .rs256: return matches(signature, text)
    case .es256: return VerificationKey.der(signature).map { matches($0, text) } ?? false
    }
  }

  private func matches(_ signature: [UInt8], _ text: [UInt8]) -> Bool {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    return EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, text, text.count) == 1
  }

  /// A token carries both numbers of an ECDSA signature as 32 bytes each (RFC 7518, section 3.4), libcrypto takes DER.
  private static func der(_ signature: [UInt8]) -> [UInt8]? {
    guard signature.count == 2 * coordinateBytes else { return nil }
    let (first, second) = (Array(signature[..<coordinateBytes]), Array(signature[coordinateBytes...]))
    let pair = ECDSA_SIG_new()
    defer { ECDSA_SIG_free(pair) }
    // The pair owns both numbers from here on.
    guard
      ECDSA_SIG_set0(
        pair, BN_bin2bn(first, Int32(first.count), nil), BN_bin2bn(second, Int32(second.count), nil)) == 1
    else { return nil }
    let length = i2d_ECDSA_SIG(pair, nil)
    guard length > 0 else { return nil }
    var der = [UInt8](repeating: 0, count: Int(length))
    return der.withUnsafeMutableBufferPointer { buffer in
      var position = buffer.baseAddress
      return i2d_ECDSA_SIG(pair, &position) == length
    } ? der : nil
  }
}
