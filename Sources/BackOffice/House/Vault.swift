import CCrypto
import Core
import FoundationEssentials
import Postgres

/// Keeps secrets that must be used again, such as another service's password: AES-256-GCM through libcrypto. Whatever
/// only needs to be recognized is hashed instead.
///
///     let vault = try office.vault(in: work.tx)
///     let sealed = vault.seal(Array(secret.utf8), for: "identity-provider \(organization)")
///     let secret = try vault.open(sealed, for: "identity-provider \(organization)")
///
/// What was sealed for one purpose opens for no other, so a row's secret is of no use in another row: name the row.
package struct Vault: Sendable {
  /// The bytes were not sealed with this key for this purpose, or were altered.
  package struct Unopened: Error {}

  package static let keyBytes = 32
  private static let version: UInt8 = 1
  private static let nonceBytes = 12
  private static let tagBytes = 16

  private let key: [UInt8]

  /// Nil unless the key has 32 bytes.
  package init?(key: [UInt8]) {
    guard key.count == Vault.keyBytes else { return nil }
    self.key = key
  }

  /// One byte of version, twelve of nonce, the secret encrypted, sixteen of tag. Sealing the same twice differs.
  package func seal(_ secret: [UInt8], for purpose: String) -> [UInt8] {
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    let nonce = Secrets.random(Vault.nonceBytes)
    let associated = Array(purpose.utf8)
    var written: Int32 = 0
    var sealed = [UInt8](repeating: 0, count: secret.count)
    var tag = [UInt8](repeating: 0, count: Vault.tagBytes)
    let done =
      EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
      && EVP_EncryptUpdate(context, nil, &written, associated, Int32(associated.count)) == 1
      && EVP_EncryptUpdate(context, &sealed, &written, secret, Int32(secret.count)) == 1
      && EVP_EncryptFinal_ex(context, nil, &written) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1
    precondition(done, "libcrypto has no AES-256-GCM")
    return [Vault.version] + nonce + sealed + tag
  }

  /// What was sealed for the purpose.
  package func open(_ sealed: [UInt8], for purpose: String) throws(Unopened) -> [UInt8] {
    let overhead = 1 + Vault.nonceBytes + Vault.tagBytes
    guard sealed.count >= overhead, sealed[0] == Vault.version else { throw Unopened() }
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    let nonce = Array(sealed[1...Vault.nonceBytes])
    let body = Array(sealed[(1 + Vault.nonceBytes)..<(sealed.count - Vault.tagBytes)])
    var tag = Array(sealed.suffix(Vault.tagBytes))
    let associated = Array(purpose.utf8)
    var written: Int32 = 0
    var secret = [UInt8](repeating: 0, count: body.count)
    let done =
      EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1
      && EVP_DecryptUpdate(context, nil, &written, associated, Int32(associated.count)) == 1
      && EVP_DecryptUpdate(context, &secret, &written, body, Int32(body.count)) == 1
      && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1
      && EVP_DecryptFinal_ex(context, nil, &written) == 1
    guard done else {
      ERR_clear_error()
      throw Unopened()
    }
    return secret
  }
}

extension Office {
  /// The vault this installation keeps its secrets in: with the configured key, in a sandbox with its own.
  package func vault(in tx: Transaction) throws -> Vault {
    if let key = configuration.secretKey, let vault = Vault(key: key) { return vault }
    guard configuration.sandbox, let key: [UInt8] = try tx.rows("SELECT key FROM sandbox_key").first?[0],
      let vault = Vault(key: key)
    else { throw Refusal.conflict("secrets.key_missing") }
    return vault
  }
}
