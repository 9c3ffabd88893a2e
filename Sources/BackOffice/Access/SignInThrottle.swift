import Core
import FoundationEssentials
import Postgres

/// Slows down whoever guesses, without locking out the innocent. Each try takes one from every bucket it counts in,
/// before its password is looked at, so that of tries made at once each counts:
///
/// - a browser that the account knows: only its own bucket, however much others guess;
/// - otherwise: the address's, the account's, and that of both together.
///
/// A success gives back what it took. Accounts that do not exist have buckets like those that do.
enum SignInThrottle {
  /// In the order in which they are locked.
  enum Kind: String, TextColumn { case account, address, device, pair }

  struct Bucket: Hashable, Sendable {
    let kind: Kind
    let slot: Int32

    init(_ kind: Kind, _ what: String) {
      self.kind = kind
      let digest = Secrets.sha256("\(kind.rawValue) \(what)")
      slot = Int32(digest[0]) << 10 | Int32(digest[1]) << 2 | Int32(digest[2] >> 6)
    }

    /// That in which buckets are locked, whatever they are locked for.
    var order: (String, Int32) { (kind.rawValue, slot) }

    var allowance: Allowance {
      switch kind {
      case .account: Bounds.signInsByAccount
      case .address: Bounds.signInsByAddress
      case .device, .pair: Bounds.signInsByPair
      }
    }
  }

  /// A try that may be made.
  struct Ticket: Sendable {
    let buckets: [Bucket]
    /// When the account is next open to browsers it does not know; nil: now.
    let lockedUntil: Instant?
  }

  enum Turn: Sendable {
    case taken(Ticket)
    case wait(seconds: Int64)

    /// What is answered to whoever must wait.
    var fault: HTTPFault {
      if case .wait(let seconds) = self { return .tooMany(retryAfterSeconds: Int(seconds), "sign_in.too_many") }
      return .unauthenticated
    }
  }

  static func buckets(email: String, address: String, device: KnownDevice?) -> [Bucket] {
    if let device { return [Bucket(.device, Secrets.hex(device.hash))] }
    let account = Text.email(email) ?? ""
    let network = network(of: address)
    return [Bucket(.account, account), Bucket(.address, network), Bucket(.pair, "\(account) \(network)")]
  }

  /// An IPv4 address, or the /64 of an IPv6 one: whoever has one of those has them all.
  static func network(of address: String) -> String {
    guard address.contains(":"), !address.contains(".") else { return String(address.drop { $0 == ":" || $0 == "f" }) }
    let halves = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    let front = halves[0].split(separator: ":")
    let back = halves.count > 1 ? halves[1].split(separator: ":") : []
    let zeros = halves.count > 1 ? Array(repeating: "0"[...], count: max(0, 8 - front.count - back.count)) : []
    return (front + zeros + back).prefix(4).map { String(Int($0, radix: 16) ?? 0, radix: 16) }.joined(separator: ":")
  }

  /// Takes one of each bucket, or none of any.
  static func take(_ buckets: [Bucket], in tx: Transaction, _ now: Instant) throws -> Turn {
    // Looked at first without a lock: a flood that is turned away writes nothing.
    let seen = try wait(buckets, read(buckets, in: tx), now)
    if seen > 0 { return .wait(seconds: seen) }
    let locked = try lock(buckets, in: tx, now)
    let seconds = wait(buckets, locked, now)
    if seconds > 0 { return .wait(seconds: seconds) }
    var lockedUntil: Instant?
    for bucket in buckets {
      let fullAt = bucket.allowance.taken(fullAt: locked[bucket.kind], now: now)
      tx.enqueue(
        """
        UPDATE sign_in_allowance SET full_at = \(fullAt) WHERE kind = \(bucket.kind) AND slot = \(bucket.slot)
        """)
      let next = bucket.allowance.waitSeconds(fullAt: fullAt, now: now)
      if bucket.kind == .account, next > 0 { lockedUntil = now.adding(seconds: next) }
    }
    return .taken(Ticket(buckets: buckets, lockedUntil: lockedUntil))
  }

  private static func wait(_ buckets: [Bucket], _ levels: [Kind: Instant], _ now: Instant) -> Int64 {
    buckets.map { $0.allowance.waitSeconds(fullAt: levels[$0.kind], now: now) }.max() ?? 0
  }

  private static func read(_ buckets: [Bucket], in tx: Transaction) throws -> [Kind: Instant] {
    try levels(
      tx.rows(
        """
        SELECT a.kind, a.full_at FROM sign_in_allowance a
        JOIN (\(list(buckets))) b ON b.kind = a.kind AND b.slot = a.slot
        """))
  }

  private static func lock(_ buckets: [Bucket], in tx: Transaction, _ now: Instant) throws -> [Kind: Instant] {
    try levels(
      tx.rows(
        """
        INSERT INTO sign_in_allowance (kind, slot, full_at)
        SELECT b.kind, b.slot, \(now) FROM (\(list(buckets))) b ORDER BY b.kind
        ON CONFLICT (kind, slot) DO UPDATE SET full_at = sign_in_allowance.full_at RETURNING kind, full_at
        """))
  }

  private static func list(_ buckets: [Bucket]) -> SQL {
    "SELECT * FROM unnest(\(buckets.map(\.kind.rawValue)), \(buckets.map(\.slot))) b (kind, slot)"
  }

  private static func levels(_ rows: Rows) throws -> [Kind: Instant] {
    Dictionary(uniqueKeysWithValues: try rows.map { (try $0[0] as Kind, try $0[1] as Instant) })
  }

  /// The try was no guess: what it took is given back, and where it came from starts anew after a success.
  static func giveBack(_ ticket: Ticket, succeeded: Bool, in tx: Transaction, _ now: Instant) {
    for bucket in ticket.buckets {
      let isOwn = bucket.kind == .pair || bucket.kind == .device
      let seconds = Int32(bucket.allowance.refillSeconds)
      tx.enqueue(
        isOwn && succeeded
          ? "DELETE FROM sign_in_allowance WHERE kind = \(bucket.kind) AND slot = \(bucket.slot)"
          : """
          UPDATE sign_in_allowance SET full_at = greatest(full_at - make_interval(secs => \(seconds)), \(now))
          WHERE kind = \(bucket.kind) AND slot = \(bucket.slot)
          """)
    }
  }

  /// Writes as much for an account that does not exist as a failure does for one that does.
  static func touch(_ ticket: Ticket, in tx: Transaction) {
    guard let bucket = ticket.buckets.last else { return }
    tx.enqueue(
      "UPDATE sign_in_allowance SET full_at = full_at WHERE kind = \(bucket.kind) AND slot = \(bucket.slot)")
  }

  /// An administrator lets somebody try again: the account's bucket, those with the addresses that failed lately, and
  /// those of the browsers it knows.
  static func forgive(_ person: ID<Person>, in work: Work) throws {
    let results = try work.tx.pipeline([
      Reach.everything,
      """
      SELECT p.sign_in_email, s.address FROM person p LEFT JOIN (
        SELECT DISTINCT person_id, address FROM sign_in
        WHERE person_id = \(person) AND NOT succeeded AND at > \(work.now.adding(seconds: -86_400))) s
        ON s.person_id = p.id
      WHERE p.id = \(person)
      """,
      "SELECT hash FROM known_device WHERE person_id = \(person)",
    ])
    var buckets: Set<Bucket> = []
    for row in results[1] {
      buckets.formUnion(SignInThrottle.buckets(email: try row[0], address: try row[1] ?? "", device: nil))
    }
    for row in results[2] { buckets.insert(Bucket(.device, Secrets.hex(try row[0] as [UInt8]))) }
    for bucket in buckets.sorted(by: { $0.order < $1.order }) where bucket.kind != .address {
      work.tx.enqueue("DELETE FROM sign_in_allowance WHERE kind = \(bucket.kind) AND slot = \(bucket.slot)")
    }
    if work.actor.credential != .system { work.tx.enqueue(Reach.notEverything) }
  }

  /// Forgets what is full again.
  static func forget(in tx: Transaction, _ now: Instant) {
    tx.enqueue("DELETE FROM sign_in_allowance WHERE full_at <= \(now)")
    tx.enqueue("DELETE FROM sign_in_step WHERE expires_at <= \(now)")
    tx.enqueue("DELETE FROM known_device WHERE expires_at <= \(now)")
  }
}
