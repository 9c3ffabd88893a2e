import CCrypto
import Core
import FoundationEssentials

/// How requests between us and a vendor are signed, in both directions, with the secret they share:
///
///     Comptoir-Timestamp: 1768471200
///     Comptoir-Signature: v1=<HMAC-SHA256 of "1768471200." and the body, in hexadecimal>
///
/// The time is seconds since 1970, of the world's clock also in a sandbox, and may be off by five minutes. A GET has no
/// body and signs its query instead, the text after the question mark.
enum VendorSignature {
  static let timestampHeader = "Comptoir-Timestamp"
  static let signatureHeader = "Comptoir-Signature"

  static func headers(secret: [UInt8], seconds: Int64, body: [UInt8]) -> [(name: String, value: String)] {
    [(timestampHeader, String(seconds)), (signatureHeader, signature(secret, "\(seconds)", body))]
  }

  static func signature(_ secret: [UInt8], _ timestamp: String, _ body: [UInt8]) -> String {
    "v1=" + Secrets.hex(hmac(secret, Array("\(timestamp).".utf8) + body))
  }

  /// Why a signed request is not believed; nil: it is.
  static func fault(
    secret: [UInt8], timestamp: String?, signature shown: String?, body: [UInt8], nowSeconds: Int64
  ) -> Code? {
    guard let timestamp, let shown, !secret.isEmpty,
      Secrets.equal(Array(shown.utf8), Array(signature(secret, timestamp, body).utf8))
    else { return "callback.signature_wrong" }
    guard let seconds = Int64(timestamp) else { return "callback.signature_wrong" }
    let (difference, overflows) = nowSeconds.subtractingReportingOverflow(seconds)
    return overflows || difference.magnitude > UInt64(Bounds.signatureToleranceSeconds) ? "callback.time_off" : nil
  }

  private static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var length = 0
    let done = EVP_Q_mac(
      nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &digest, digest.count, &length)
    precondition(done != nil && length == 32, "libcrypto has no HMAC with SHA-256")
    return digest
  }
}
