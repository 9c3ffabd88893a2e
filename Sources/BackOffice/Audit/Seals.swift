import Core
import Postgres

/// Hashes over the audit trail, each over the one before: whoever keeps the latest can tell later whether anything up
/// to it was changed, removed or slipped in.
package enum Seals {
  /// So many records by one seal at most.
  static let batch = 10_000
  /// How often, and how long apart, the sealer looks whether who wrote when it began has finished.
  private static let looks = 50
  private static let pauseSeconds = 0.02

  private static let zero = [UInt8](repeating: 0, count: 32)

  private struct Head {
    var number = 0
    var to: Int64 = 0
    var hash = zero
  }

  /// Seals what was written since the last seal; answers how many records. Any number of instances may try at once: one
  /// does it. Where somebody writes for longer than a second, the rest waits for the next time.
  @discardableResult
  package static func seal(_ office: Office) throws -> Int {
    guard let end = try settled(office) else { return 0 }
    var total = 0
    while true {
      let count = try office.everything { tx, now in try seal(upTo: end, tx, now) }
      total += count
      if count < batch { return total }
    }
  }

  /// The highest number such that it and all below are written or given up; nil while somebody takes too long.
  private static func settled(_ office: Office) throws -> Int64? {
    let (last, writers) = try office.everything { tx, _ in
      let rows = try tx.rows(
        """
        SELECT coalesce(max(sequence), 0), (
          SELECT coalesce(array_agg(l.virtualtransaction), '{}') FROM pg_locks l
          WHERE l.locktype = 'advisory' AND l.classid = hashtext('audit')::int8 & 4294967295 AND l.objid = 0
            AND l.objsubid = 2 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        FROM audit_record
        """)
      return (try rows[0][0] as Int64, try rows[0][1] as [String])
    }
    if writers.isEmpty { return last }
    for _ in 0..<looks {
      let left: Int = try office.everything { tx, _ in
        try tx.rows(
          """
          SELECT count(l.pid) FROM pg_sleep(\(pauseSeconds))
          LEFT JOIN pg_locks l ON l.locktype = 'advisory' AND l.objsubid = 2 AND l.virtualtransaction = ANY (\(writers))
          """)[0][0]
      }
      if left == 0 { return last }
    }
    return nil
  }

  private static func seal(upTo end: Int64, _ tx: Transaction, _ now: Instant) throws -> Int {
    guard try tx.rows("SELECT pg_try_advisory_xact_lock(hashtext('audit'), 1)")[0][0] else { return 0 }
    let head = try head(tx)
    let rows = try tx.rows(
      """
      SELECT sequence, audit_digest(r) FROM audit_record r
      WHERE sequence > \(head.to) AND sequence <= \(end) ORDER BY sequence LIMIT \(batch)
      """)
    guard let last = rows.last else { return 0 }
    let sequences: [Int64] = try rows.map { try $0[0] }
    let digests = try rows.flatMap { try $0[1] as [UInt8] }
    let range = (from: head.to + 1, to: try last[0] as Int64)
    tx.enqueue(
      """
      INSERT INTO audit_seal (number, from_sequence, to_sequence, sequences, digests, hash, sealed_at)
      VALUES (\(head.number + 1), \(range.from), \(range.to), \(sequences), \(digests),
        \(hash(after: head.hash, from: range.from, sequences, digests)), \(now))
      """)
    return rows.count
  }

  private static func head(_ tx: Transaction) throws -> Head {
    let rows = try tx.rows("SELECT number, to_sequence, hash FROM audit_seal ORDER BY number DESC LIMIT 1")
    return try rows.first.map { Head(number: try $0[0], to: try $0[1], hash: try $0[2]) } ?? Head()
  }

  private static func hash(after previous: [UInt8], from: Int64, _ sequences: [Int64], _ digests: [UInt8]) -> [UInt8] {
    var bytes = previous
    for number in [from] + sequences { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
    bytes.append(contentsOf: digests)
    return Secrets.sha256(bytes)
  }

  // MARK: - Verifying

  /// What a look at the whole trail found.
  package struct Finding: Sendable {
    /// Seals and records looked at.
    package var seals = 0
    package var records = 0
    /// Records that say less than when they were sealed, because a person in them was deleted since.
    package var forgotten = 0
    /// Sealed records whose month was detached since.
    package var detached = 0
    /// Records not sealed yet.
    package var open = 0
    /// Sequence numbers, the first few: sealed and no longer the same, no longer there, there though never sealed.
    package var changed: [Int64] = []
    package var missing: [Int64] = []
    package var added: [Int64] = []
    /// Numbers of seals that do not follow from what is before them.
    package var broken: [Int] = []
    /// The hash that vouches for everything sealed; hexadecimal.
    package var head = ""
    /// Whether the hash noted earlier is among the seals; nil where none was given.
    package var knowsNoted: Bool?

    package var holds: Bool {
      changed.isEmpty && missing.isEmpty && added.isEmpty && broken.isEmpty && knowsNoted != false
    }
  }

  /// Computes every digest and every seal anew. `noted`: a head noted earlier,
  /// hexadecimal.
  package static func verify(noted: String? = nil, _ office: Office) throws -> Finding {
    try office.everything { tx, _ in
      var finding = Finding()
      var head = Head()
      if noted != nil { finding.knowsNoted = false }
      let detached: Int64? = try tx.rows("SELECT sequence FROM kept_from WHERE parent = 'audit_record'").first?[0]
      while true {
        let rows = try tx.rows(
          """
          SELECT number, from_sequence, to_sequence, sequences, digests, hash FROM audit_seal
          WHERE number > \(head.number) ORDER BY number LIMIT 1
          """)
        guard let row = rows.first else { break }
        try check(row, after: &head, detachedUpTo: detached ?? 0, &finding, tx)
        if Secrets.hex(head.hash) == noted?.lowercased() { finding.knowsNoted = true }
      }
      finding.head = Secrets.hex(head.hash)
      finding.open = try tx.rows("SELECT count(*) FROM audit_record WHERE sequence > \(head.to)")[0][0]
      return finding
    }
  }

  private static func check(
    _ row: Row, after head: inout Head, detachedUpTo detached: Int64, _ finding: inout Finding, _ tx: Transaction
  ) throws {
    let number: Int = try row[0]
    let from: Int64 = try row[1]
    let to: Int64 = try row[2]
    let sequences: [Int64] = try row[3]
    let digests: [UInt8] = try row[4]
    let hash: [UInt8] = try row[5]
    finding.seals += 1
    let follows = number == head.number + 1 && from == head.to + 1 && sequences.last == to
    if !follows || hash != self.hash(after: head.hash, from: from, sequences, digests) { finding.broken.append(number) }
    head = Head(number: number, to: to, hash: hash)
    var sealed: [Int64: ArraySlice<UInt8>] = [:]
    for (index, sequence) in sequences.enumerated() { sealed[sequence] = digests[(index * 32)..<(index * 32 + 32)] }
    for record in try records(from, to, tx) {
      let sequence: Int64 = try record[0]
      finding.records += 1
      guard let digest = sealed.removeValue(forKey: sequence) else {
        finding.added.append(sequence)
        continue
      }
      if try record[1] as [UInt8] == Array(digest) { continue }
      if try record[2] { finding.forgotten += 1 } else { finding.changed.append(sequence) }
    }
    let gone = sealed.keys.filter { $0 > detached }
    finding.detached += sealed.count - gone.count
    finding.missing += gone.sorted()
  }

  /// Number, digest, and whether forgetting somebody may have changed it: a deleted person acted, or was acted upon.
  private static func records(_ from: Int64, _ to: Int64, _ tx: Transaction) throws -> Rows {
    try tx.rows(
      """
      SELECT r.sequence, audit_digest(r), EXISTS (
        SELECT FROM person p
        WHERE p.status = 'deleted' AND p.id IN (r.actor_id, r.real_actor_id, r.object_id)
          OR p.status = 'deleted' AND r.object_kind = 'grant'
            AND p.id = (SELECT g.person_id FROM role_grant g WHERE g.id = r.object_id))
      FROM audit_record r WHERE r.sequence BETWEEN \(from) AND \(to) ORDER BY r.sequence
      """)
  }
}
