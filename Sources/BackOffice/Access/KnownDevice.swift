import Core
import FoundationEssentials
import HTTP
import Postgres

/// A browser that somebody has signed in with before. It keeps a secret of ours for long; it opens nothing by itself.
struct KnownDevice: Sendable {
  let hash: [UInt8]

  /// One cookie for each account that signs in with the browser, so that none speaks for another.
  static func cookieName(of person: ID<Person>) -> String {
    "comptoir_device_" + Secrets.hex(Secrets.sha256("device \(person)").prefix(4))
  }

  /// The browser, if the account knows it. Asked in the same way for accounts that do not exist.
  static func shown(
    by request: Request, to person: ID<Person>?, in tx: Transaction, _ now: Instant
  ) throws -> KnownDevice? {
    let person = person ?? ID(Secrets.nobody)
    let hash = Secrets.sha256(Credential.cookie(cookieName(of: person), in: request) ?? "")
    let known = try tx.rows(
      "SELECT 1 FROM known_device WHERE hash = \(hash) AND person_id = \(person) AND expires_at > \(now)")
    return known.isEmpty ? nil : KnownDevice(hash: hash)
  }

  /// Remembers the browser for another while. Answers the cookie's name and secret: always one that was made here,
  /// never one that a browser brought along.
  static func remember(
    _ request: Request, of person: ID<Person>, in tx: Transaction, _ now: Instant
  ) throws -> (name: String, secret: String) {
    let name = cookieName(of: person)
    let until = now.adding(seconds: 86_400 * Bounds.knownDeviceDays)
    if let device = try shown(by: request, to: person, in: tx, now), let secret = Credential.cookie(name, in: request) {
      tx.enqueue("UPDATE known_device SET expires_at = \(until) WHERE hash = \(device.hash)")
      return (name, secret)
    }
    let secret = Secrets.token()
    tx.enqueue(
      """
      INSERT INTO known_device (hash, person_id, created_at, expires_at)
      VALUES (\(Secrets.sha256(secret)), \(person), \(now), \(until))
      """)
    tx.enqueue(
      """
      DELETE FROM known_device WHERE person_id = \(person) AND hash NOT IN (
        SELECT hash FROM known_device WHERE person_id = \(person) ORDER BY expires_at DESC, hash
        LIMIT \(Bounds.knownDevices))
      """)
    return (name, secret)
  }
}
