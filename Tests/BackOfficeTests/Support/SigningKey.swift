import CCrypto
import Core

@testable import BackOffice

/// A key pair as identity providers have them, made by libcrypto for a test, and the tokens it signs.
///
/// `@unchecked Sendable`: made once, only read afterwards.
final class SigningKey: @unchecked Sendable {
  let id: String
  let algorithm: SigningAlgorithm
  private let key: OpaquePointer

  /// Made once for all tests: RSA keys take their time.
  static let rsa = SigningKey(.rs256, id: "rsa-1")
  static let otherRSA = SigningKey(.rs256, id: "rsa-1")
  static let ec = SigningKey(.es256, id: "ec-1")

  init(_ algorithm: SigningAlgorithm, id: String) {
    self.id = id
    self.algorithm = algorithm
    let maker = EVP_PKEY_CTX_new_from_name(nil, algorithm == .rs256 ? "RSA" : "EC", nil)
    defer { EVP_PKEY_CTX_free(maker) }
    var key: OpaquePointer?
    let isReady = EVP_PKEY_keygen_init(maker) == 1
    let hasCurve = algorithm == .rs256 || EVP_PKEY_CTX_set_group_name(maker, "P-256") == 1
    let isMade = isReady && hasCurve && EVP_PKEY_generate(maker, &key) == 1
    guard isMade, let key else { preconditionFailure("libcrypto makes no key") }
    self.key = key
  }

  deinit { EVP_PKEY_free(key) }

  /// The public half as a provider publishes it.
  var json: String {
    switch algorithm {
    case .rs256:
      let (modulus, exponent) = (Base64URL.encoded(number("n")), Base64URL.encoded(number("e")))
      return #"{"kty":"RSA","use":"sig","alg":"RS256","kid":"\#(id)","n":"\#(modulus)","e":"\#(exponent)"}"#
    case .es256:
      let point = point
      let (x, y) = (Base64URL.encoded(Array(point[1...32])), Base64URL.encoded(Array(point[33...64])))
      return #"{"kty":"EC","crv":"P-256","use":"sig","kid":"\#(id)","x":"\#(x)","y":"\#(y)"}"#
    }
  }

  func number(_ name: String) -> [UInt8] {
    var number: OpaquePointer?
    precondition(EVP_PKEY_get_bn_param(key, name, &number) == 1, "no such part")
    defer { BN_free(number) }
    var bytes = [UInt8](repeating: 0, count: Int(BN_num_bits(number) + 7) / 8)
    BN_bn2bin(number, &bytes)
    return bytes
  }

  private var point: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65)
    var length = 0
    let done = EVP_PKEY_get_octet_string_param(key, "pub", &bytes, bytes.count, &length)
    precondition(done == 1 && length == 65, "no point")
    return bytes
  }

  /// As libcrypto makes it: DER for the elliptic curve.
  func rawSignature(_ text: String) -> [UInt8] {
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    let bytes = Array(text.utf8)
    var signature = [UInt8](repeating: 0, count: 1024)
    var length = signature.count
    let done =
      EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1
      && EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1
    precondition(done, "libcrypto does not sign")
    return Array(signature[..<length])
  }

  /// As a token carries it.
  func signature(_ text: String) -> [UInt8] {
    let raw = rawSignature(text)
    guard algorithm == .es256 else { return raw }
    // SEQUENCE of two INTEGERs, each without leading zeros but one that keeps it positive.
    let first = Int(raw[3])
    return padded(raw[4..<(4 + first)]) + padded(raw[(6 + first)...])
  }

  private func padded(_ number: ArraySlice<UInt8>) -> [UInt8] {
    let digits = number.drop { $0 == 0 }
    return [UInt8](repeating: 0, count: 32 - digits.count) + digits
  }

  /// A token of these claims in JSON; `header` in place of the usual one.
  func token(_ claims: String, header: String? = nil) -> String {
    let head = header ?? #"{"alg":"\#(algorithm.rawValue)","kid":"\#(id)","typ":"JWT"}"#
    let signed = Base64URL.encoded(Array(head.utf8)) + "." + Base64URL.encoded(Array(claims.utf8))
    return signed + "." + Base64URL.encoded(signature(signed))
  }
}

/// A key set of these keys.
func keySet(_ keys: SigningKey...) -> KeySet? { keySet(json: keys.map(\.json)) }

func keySet(json keys: [String]) -> KeySet? {
  JSONValue(parsing: Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8)).flatMap { KeySet($0) }
}
