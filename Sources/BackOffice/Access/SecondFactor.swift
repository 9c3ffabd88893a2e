import CCrypto
import Core
import FoundationEssentials
import Postgres

/// The second factor: a key that an authenticator app shares with us, whose codes are asked for beside the password
/// (RFC 6238), and recovery codes for the day the phone is lost.
package enum SecondFactor {
  package struct Status: Sendable {
    /// When it was confirmed; nil: it is not on.
    package let since: Instant?
    /// Whether it waits to be confirmed.
    package let isPending: Bool
    /// Recovery codes still good; nil of somebody else's.
    package let recoveryCodes: Int?
    /// Whether the person's organization asks for it.
    package let isRequired: Bool
  }

  /// What an authenticator app is told, as text and as an address for its camera.
  package struct Enrolment: Sendable {
    package let secret: String
    package let uri: String
  }

  package static func status(of id: ID<Person>, in work: Work) throws -> Status {
    let person = try Users.find(id, in: work)
    let row = try work.tx.rows(
      """
      SELECT o.requires_second_factor, f.confirmed_at, f.person_id IS NOT NULL AND f.confirmed_at IS NULL,
        (SELECT count(*) FROM recovery_code c WHERE c.person_id = \(id) AND c.used_at IS NULL)
      FROM organization o LEFT JOIN second_factor f ON f.person_id = \(id) WHERE o.id = \(person.path.organization)
      """
    ).first
    guard let row else { throw Refusal.notFound }
    return Status(
      since: try row[1], isPending: try row[2], recoveryCodes: id == work.actor.person ? try row[3] : nil,
      isRequired: try row[0])
  }

  // MARK: One's own

  /// A new key for oneself, to be confirmed with a code; the one begun before, if any, is forgotten.
  package static func begin(_ id: ID<Person>, in work: Work) throws -> Enrolment {
    let person = try own(id, in: work)
    if try stored(id, in: work)?.isConfirmed == true { throw Refusal.conflict("second_factor.already_on") }
    let secret = Secrets.random(secretBytes)
    let sealed = try work.office.vault(in: work.tx).seal(secret, for: purpose(id))
    work.tx.enqueue(
      """
      INSERT INTO second_factor (person_id, distributor_id, reseller_id, customer_id, secret, created_at)
      VALUES (\(id), \(person.path.distributor), \(person.path.reseller), \(person.path.customer), \(sealed),
        \(work.now))
      ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
      WHERE second_factor.confirmed_at IS NULL
      """)
    return enrolment(secret, person)
  }

  /// What was begun and waits for its code.
  package static func pending(in work: Work) throws -> Enrolment? {
    let id = work.actor.person
    guard let stored = try stored(id, in: work), !stored.isConfirmed else { return nil }
    return enrolment(try open(stored.secret, of: id, in: work), try Users.find(id, in: work))
  }

  /// Turns it on, for a code that shows that the app has the key. Answers the recovery codes, this once; sessions begun
  /// with the password alone end, but for this one.
  package static func confirm(_ id: ID<Person>, code: String, in work: Work) throws -> [String] {
    let person = try own(id, in: work)
    guard let stored = try stored(id, in: work, locking: true) else {
      throw Refusal.conflict("second_factor.not_begun")
    }
    if stored.isConfirmed { throw Refusal.conflict("second_factor.already_on") }
    let key = try open(stored.secret, of: id, in: work)
    guard let step = accepted(code, key: key, stored) else {
      throw Refusal.invalid([Issue("/code", "second_factor.code_wrong")])
    }
    work.tx.enqueue(
      "UPDATE second_factor SET confirmed_at = \(work.now), last_step = \(step) WHERE person_id = \(id)")
    work.tx.enqueue(
      """
      UPDATE credential SET revoked_at = \(work.now)
      WHERE person_id = \(id) AND kind = 'session' AND revoked_at IS NULL AND id <> \(work.actor.credentialID)
      """)
    try work.audit("user.second_factor_enabled", AuditObject("user", id), on: person.path)
    try SecondFactorMail.queue(.enabled, to: id, in: work)
    return RecoveryCodes.replace(of: id, in: work)
  }

  /// New recovery codes in place of the old ones, shown this once.
  package static func replaceRecoveryCodes(
    _ id: ID<Person>, password: String, code: String, in work: Work
  ) throws -> [String] {
    let person = try own(id, in: work)
    try prove(id, password: password, code: code, in: work)
    try work.audit("user.recovery_codes_replaced", AuditObject("user", id), on: person.path)
    return RecoveryCodes.replace(of: id, in: work)
  }

  /// Turns one's own off.
  package static func remove(_ id: ID<Person>, password: String, code: String, in work: Work) throws {
    let person = try own(id, in: work)
    try prove(id, password: password, code: code, in: work)
    work.tx.enqueue("DELETE FROM second_factor WHERE person_id = \(id)")
    try work.audit("user.second_factor_removed", AuditObject("user", id), on: person.path)
    try SecondFactorMail.queue(.removed, to: id, in: work)
  }

  private static func own(_ id: ID<Person>, in work: Work) throws -> Users.Record {
    let person = try Users.find(id, in: work)
    guard id == work.actor.person else { throw Refusal.denied("second_factor.own_only") }
    return person
  }

  /// Password and code, with everything that is wrong told at once.
  private static func prove(_ id: ID<Person>, password: String, code: String, in work: Work) throws {
    guard try stored(id, in: work)?.isConfirmed == true else { throw Refusal.conflict("second_factor.not_on") }
    // Counted apart from this transaction, which a refusal undoes.
    let bucket = SignInThrottle.Bucket(.device, "signed in as \(id)")
    let turn = try work.office.everything { tx, now in try SignInThrottle.take([bucket], in: tx, now) }
    guard case .taken(let ticket) = turn else { throw turn.fault }
    var issues: [Issue] = []
    do { try Passwords.prove(password, in: work) } catch Refusal.invalid(let found) { issues = found }
    if try !takes(code, of: id, on: work.actor.path, in: work) {
      issues.append(Issue("/code", "second_factor.code_wrong"))
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    work.tx.enqueue(Reach.everything)
    SignInThrottle.giveBack(ticket, succeeded: true, in: work.tx, work.now)
    work.tx.enqueue(Reach.notEverything)
  }

  // MARK: Somebody else's

  /// Takes a lost second factor off an account, for whoever has authority over it; the person is told by mail.
  package static func reset(_ id: ID<Person>, in work: Work) throws {
    let person = try Users.find(id, in: work, locking: true)
    if id == work.actor.person { throw Refusal.denied("second_factor.not_by_oneself") }
    try Users.requireAuthority(over: person, in: work)
    guard try stored(id, in: work)?.isConfirmed == true else { throw Refusal.conflict("second_factor.not_on") }
    work.tx.enqueue("DELETE FROM second_factor WHERE person_id = \(id)")
    try work.audit("user.second_factor_reset", AuditObject("user", id), on: person.path)
    try SecondFactorMail.queue(.reset, to: id, in: work)
  }

  // MARK: Codes

  private static let secretBytes = 20

  private struct Stored {
    let secret: [UInt8]
    let isConfirmed: Bool
    let lastStep: Int64?
    /// The world's time, even in a sandbox whose clock was moved: phones know no other.
    let second: Int64
  }

  private static func stored(_ id: ID<Person>, in work: Work, locking: Bool = false) throws -> Stored? {
    let lock: SQL = locking ? "FOR UPDATE" : ""
    return try work.tx.rows(
      """
      SELECT secret, confirmed_at IS NOT NULL, last_step, floor(extract(epoch FROM clock_timestamp()))::bigint
      FROM second_factor WHERE person_id = \(id) \(lock)
      """
    ).first.map { Stored(secret: try $0[0], isConfirmed: try $0[1], lastStep: try $0[2], second: try $0[3]) }
  }

  /// Whether it is a code of the person's app, or one of their recovery codes; either is used up.
  static func takes(_ code: String, of id: ID<Person>, on path: Path, in work: Work) throws -> Bool {
    let shown = code.filter { !$0.isWhitespace }
    guard let stored = try stored(id, in: work, locking: true), stored.isConfirmed else { return false }
    guard OneTimeCode.isWritten(shown) else { return try RecoveryCodes.use(shown, of: id, on: path, in: work) }
    guard let step = accepted(shown, key: try open(stored.secret, of: id, in: work), stored) else { return false }
    work.tx.enqueue("UPDATE second_factor SET last_step = \(step) WHERE person_id = \(id)")
    return true
  }

  private static func accepted(_ code: String, key: [UInt8], _ stored: Stored) -> Int64? {
    OneTimeCode.accepted(code.filter { !$0.isWhitespace }, atSecond: stored.second, last: stored.lastStep) {
      Secrets.hmacSHA1($0, key: key)
    }
  }

  private static func purpose(_ id: ID<Person>) -> String { "second-factor \(id)" }

  private static func open(_ sealed: [UInt8], of id: ID<Person>, in work: Work) throws -> [UInt8] {
    do {
      return try work.office.vault(in: work.tx).open(sealed, for: purpose(id))
    } catch is Vault.Unopened {
      throw Refusal.conflict("second_factor.unreadable")
    }
  }

  /// The Key Uri Format that authenticator apps read; what it leaves out is what they take for granted.
  private static func enrolment(_ key: [UInt8], _ person: Users.Record) -> Enrolment {
    let secret = Base32.encoded(key)
    let account = PortalLink.encoded(person.signInEmail)
    return Enrolment(
      secret: secret,
      uri: "otpauth://totp/Comptoir:\(account)?secret=\(secret)&issuer=Comptoir")
  }
}

extension Secrets {
  /// HMAC with SHA-1, as authenticator apps compute it.
  package static func hmacSHA1(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 20)
    var length = 0
    let done = EVP_Q_mac(
      nil, "HMAC", nil, "SHA1", nil, key, key.count, message, message.count, &digest, digest.count, &length)
    precondition(done != nil && length == 20, "libcrypto has no HMAC with SHA-1")
    return digest
  }
}

/// RFC 4648, without padding.
package enum Base32 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  package static func encoded(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var buffer = 0
    var bits = 0
    for byte in bytes {
      buffer = (buffer & 0xFF) << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(alphabet[buffer >> bits & 31])
      }
    }
    if bits > 0 { text.append(alphabet[buffer << (5 - bits) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }
}
