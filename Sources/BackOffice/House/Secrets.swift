import CCrypto
import Core
import FoundationEssentials

/// Hashes and secrets, through libcrypto.
package enum Secrets {
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    let done = EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
    precondition(done == 1 && length == 32, "libcrypto has no SHA-256")
    return digest
  }

  package static func sha256(_ text: String) -> [UInt8] { sha256(Array(text.utf8)) }

  package static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Random bytes for keys and ids.
  package static func random(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    precondition(RAND_bytes(&bytes, Int32(count)) == 1, "libcrypto has no randomness")
    return bytes
  }

  /// The id of nobody: what the service does by itself.
  package static let nobody = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

  /// A secret for a cookie, a token or a link: 256 bits, base64url.
  package static func token() -> String { Base64URL.encoded(random(32)) }

  /// Compares in a time that does not tell where the difference is.
  package static func equal(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
    let a = Array(a)
    let b = Array(b)
    return a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
  }

  /// A time-ordered identifier (UUID version 7): neighbours in time are neighbours in an index.
  package static func uuid(at now: Instant) -> UUID {
    let milliseconds = UInt64(now.microseconds / 1000)
    let r = random(10)
    let t = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (8 * (5 - UInt64($0)))) }
    return UUID(
      uuid: (
        t[0], t[1], t[2], t[3], t[4], t[5], r[0] & 0x0F | 0x70, r[1], r[2] & 0x3F | 0x80, r[3], r[4], r[5], r[6], r[7],
        r[8], r[9]
      ))
  }
}

/// Passwords as scrypt hashes: `scrypt$15$8$1$salt$hash`, hexadecimal. At most `atOnce` are computed at a time, since
/// each takes about 100 ms and 32 MiB; who would wait behind more than `waiting` others is told to come back.
package final class PasswordHasher: Sendable {
  /// Too many sign-ins at once.
  package struct Busy: Error {}

  private let turn: Turnstile
  private let logN: Int

  package init(atOnce: Int = 2, waiting: Int = 64, logN: Int = 15) {
    turn = Turnstile(places: atOnce, waiting: waiting)
    self.logN = logN
  }

  package func hash(_ password: String) throws(Busy) -> String {
    let salt = Secrets.random(16)
    let key = try derived(password, salt: salt, logN: logN)
    return "scrypt$\(logN)$8$1$\(Secrets.hex(salt))$\(Secrets.hex(key))"
  }

  /// Whether the password is the one behind `stored`. With no stored hash it takes as long and says no, so that the
  /// answer's time does not tell whether there is such an account.
  package func matches(_ password: String, _ stored: String?) throws(Busy) -> Bool {
    let parts = (stored ?? "").split(separator: "$")
    guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let salt = bytes(parts[4]),
      let expected = bytes(parts[5])
    else {
      _ = try derived(password, salt: [UInt8](repeating: 0, count: 16), logN: self.logN)
      return false
    }
    return Secrets.equal(try derived(password, salt: salt, logN: logN), expected)
  }

  private func derived(_ password: String, salt: [UInt8], logN: Int) throws(Busy) -> [UInt8] {
    guard turn.enter() else { throw Busy() }
    defer { turn.leave() }
    var key = [UInt8](repeating: 0, count: 32)
    let done = EVP_PBE_scrypt(
      password, password.utf8.count, salt, salt.count, UInt64(1) << UInt64(logN), 8, 1, 256 << 20, &key, key.count)
    if done != 1 { ERR_clear_error() }
    precondition(done == 1, "scrypt is beyond its memory limit")
    return key
  }

  private func bytes(_ hex: Substring) -> [UInt8]? {
    guard hex.utf8.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    var rest = hex
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
