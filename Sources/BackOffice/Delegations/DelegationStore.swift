import Core
import FoundationEssentials
import Postgres

/// How delegations are read and written.
enum DelegationStore {
  private static let columns: SQL = """
    d.id, d.distributor_id, d.reseller_id, d.customer_id, c.name, r.name, d.status, d.rights, d.asked_rights, d.reason,
    d.duration, d.asked_until, d.expires_at, d.asked_by, d.asked_by_name, d.asked_at, d.approved_at, d.version
    """
  private static let source: SQL = """
    delegation d JOIN organization c ON c.id = d.customer_id JOIN organization r ON r.id = d.reseller_id
    """

  private static func record(_ row: Row) throws -> Delegations.Record {
    let until: Instant? = try row[11]
    let extent: Delegation.Extent = try until.map { .until($0) } ?? .lasting(try row[10])
    return Delegations.Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      customerName: try row[4], resellerName: try row[5],
      delegation: Delegation(
        status: try row[6], rights: try row[7], askedRights: try row[8], extent: extent, expiresAt: try row[12]),
      reason: try row[9], askedBy: try row[13], askedByName: try row[14], askedAt: try row[15],
      approvedAt: try row[16], version: try row[17], history: [])
  }

  static func list(of customer: ID<Organization>?, _ paging: Paging, in work: Work) throws -> [Delegations.Record] {
    let of: SQL = customer.map { "d.customer_id = \($0)" } ?? within(work.actor)
    let after: SQL = try paging.afterID(Delegation.self).map { "d.id < \($0)" } ?? "true"
    return try records("\(of) AND \(after) ORDER BY d.id DESC LIMIT \(paging.fetched)", in: work)
  }

  /// Those of the customer that wait or count, the one that waits first.
  static func current(of customer: ID<Organization>, in work: Work) throws -> [Delegations.Record] {
    try records(
      """
      d.customer_id = \(customer) AND d.status IN ('pending', 'active')
        AND (d.expires_at IS NULL OR d.expires_at > \(work.now))
      ORDER BY d.status = 'pending' DESC, d.expires_at DESC, d.id
      """, in: work)
  }

  static func find(_ id: ID<Delegation>, in work: Work, locking: Bool = false) throws -> Delegations.Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF d" : ""
    guard let record = try records("d.id = \(id) \(lock)", in: work).first else { throw Refusal.notFound }
    return record
  }

  /// The request that waits, locked.
  static func pending(of customer: ID<Organization>, in work: Work) throws -> Delegations.Record? {
    try records("d.customer_id = \(customer) AND d.status = 'pending' FOR NO KEY UPDATE OF d", in: work).first
  }

  /// Those whose time has come, as many as one transaction takes, locked; others are busy with the rest.
  static func due(_ condition: SQL, upTo limit: Int, in work: Work) throws -> [Delegations.Record] {
    try records("\(condition) ORDER BY d.id LIMIT \(limit) FOR NO KEY UPDATE OF d SKIP LOCKED", in: work)
  }

  private static func records(_ condition: SQL, in work: Work) throws -> [Delegations.Record] {
    let records = try work.tx.rows("SELECT \(columns) FROM \(source) WHERE \(condition)").map(record)
    return records.isEmpty ? [] : try withHistory(records, in: work)
  }

  private static func withHistory(
    _ records: [Delegations.Record], in work: Work
  ) throws -> [Delegations.Record] {
    let rows = try work.tx.rows(
      """
      SELECT delegation_id, at, kind, actor_id, actor_name, rights, expires_at, reason FROM delegation_event
      WHERE delegation_id = ANY (\(records.map(\.id))) ORDER BY delegation_id, id
      """)
    var entries: [ID<Delegation>: [Delegations.Entry]] = [:]
    for row in rows {
      entries[try row[0], default: []].append(
        Delegations.Entry(
          at: try row[1], event: try row[2], actor: try row[3], actorName: try row[4], rights: try row[5],
          expiresAt: try row[6], reason: try row[7]))
    }
    return records.map { record in
      var record = record
      record.history = entries[record.id] ?? []
      return record
    }
  }

  private static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "d.distributor_id = \(actor.organization)"
    case .reseller: "d.reseller_id = \(actor.organization)"
    case .customer: "d.customer_id = \(actor.organization)"
    }
  }

  static func insert(_ record: Delegations.Record, in work: Work) {
    let delegation = record.delegation
    let (duration, until): (Period?, Instant?) =
      switch delegation.extent {
      case .lasting(let period): (period, nil)
      case .until(let instant): (nil, instant)
      }
    work.tx.enqueue(
      """
      INSERT INTO delegation (id, distributor_id, reseller_id, customer_id, status, rights, asked_rights, reason,
        duration, asked_until, expires_at, asked_by, asked_by_name, asked_at)
      VALUES (\(record.id), \(record.path.distributor), \(record.path.reseller), \(record.path.customer),
        \(delegation.status), \(delegation.rights), \(delegation.askedRights), \(record.reason), \(duration), \(until),
        \(delegation.expiresAt), \(record.askedBy), \(record.askedByName), \(record.askedAt))
      """)
  }

  static func update(_ record: Delegations.Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE delegation SET status = \(record.delegation.status), rights = \(record.delegation.rights),
        expires_at = \(record.delegation.expiresAt), approved_at = \(record.approvedAt), version = version + 1
      WHERE id = \(record.id)
      """)
  }

  static func insert(_ entry: Delegations.Entry, of record: Delegations.Record, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO delegation_event (id, delegation_id, distributor_id, reseller_id, customer_id, at, kind, actor_id,
        actor_name, rights, expires_at, reason)
      VALUES (\(Secrets.uuid(at: work.now)), \(record.id), \(record.path.distributor), \(record.path.reseller),
        \(record.path.customer), \(entry.at), \(entry.event), \(entry.actor), \(entry.actorName), \(entry.rights),
        \(entry.expiresAt), \(entry.reason))
      """)
  }

  /// What the audit trail keeps of it.
  static func facts(_ delegation: Delegation, _ reason: String?) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("status", delegation.status.rawValue)
      $0.member("rights", delegation.rights.map(\.rawValue))
      $0.member("expiresAt", delegation.expiresAt)
      if case .lasting(let period) = delegation.extent, delegation.expiresAt == nil {
        $0.member("duration", period.description)
      }
      if let reason { $0.member("reason", reason) }
    }
    return json
  }
}
