import Core
import FoundationEssentials
import Postgres

/// Customers whose bill is left alone until somebody has looked at why.
package enum ParkedAccounts {
  package struct Record: Sendable {
    package let id: ID<ParkedAccount>
    package let path: Path
    package let customerName: String
    package let code: Code
    package let details: [String: String]
    package let parkedAt: Instant
    package let releasedAt: Instant?
    package let releasedBy: ID<Person>?
    package let releasedByName: String?
    package let releaseReason: String?
    package let version: Int
    /// Subscriptions whose cycle is over, and the first day that is not billed.
    package let waiting: Int
    package let waitingSince: Day?

    package var isParked: Bool { releasedAt == nil }
    /// Which subscription it is about, where it is one.
    package var subscription: ID<Subscription>? { details["subscriptionId"].flatMap { ID($0) } }
  }

  // MARK: - Reading

  /// Of the actor's reach, newest first; `isParked`: only those that still are, or only those that were released.
  static func list(isParked: Bool? = nil, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.statementsClose)
    var conditions: [SQL] = [within(work.actor)]
    if let isParked { conditions.append(isParked ? "h.released_at IS NULL" : "h.released_at IS NOT NULL") }
    if let after = try paging.afterID(ParkedAccount.self) { conditions.append("h.id < \(after)") }
    return try work.tx.rows(
      """
      SELECT \(columns(at: work.now)) FROM parked_account h JOIN organization o ON o.id = h.customer_id
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY h.id DESC LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  static func find(_ id: ID<ParkedAccount>, locking: Bool = false, in work: Work) throws -> Record {
    try work.actor.require(.statementsClose)
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF h" : ""
    let rows = try work.tx.rows(
      """
      SELECT \(columns(at: work.now)) FROM parked_account h JOIN organization o ON o.id = h.customer_id
      WHERE h.id = \(id) AND \(within(work.actor)) \(lock)
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    return try record(row)
  }

  /// How many there are that wait for somebody of the actor's reach.
  static func waiting(in work: Work) throws -> Int {
    try work.tx.rows(
      "SELECT count(*) FROM parked_account h WHERE \(within(work.actor)) AND h.released_at IS NULL")[0][0]
  }

  /// Whether a buyer's account is parked: a customer's; a reseller's is not.
  static func isParked(_ path: Path, in work: Work) throws -> Bool {
    guard let customer = path.customer else { return false }
    return try !work.tx.rows(
      "SELECT 1 FROM parked_account h WHERE h.customer_id = \(customer) AND h.released_at IS NULL"
    ).isEmpty
  }

  private static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "h.distributor_id = \(actor.organization)"
    case .reseller: "h.reseller_id = \(actor.organization)"
    case .customer: "false"
    }
  }

  private static func columns(at now: Instant) -> SQL {
    let waiting: SQL = """
      FROM subscription s WHERE s.customer_id = h.customer_id AND s.status IN ('active', 'suspended') AND NOT s.direct
        AND s.cycle_to <= (\(now) AT TIME ZONE s.time_zone)::date
      """
    return """
      h.id, h.distributor_id, h.reseller_id, h.customer_id, o.name, h.code, h.details::text, h.parked_at, h.released_at,
      h.released_by, h.released_by_name, h.release_reason, h.version, (SELECT count(*) \(waiting)),
      (SELECT min(s.cycle_to) \(waiting))
      """
  }

  private static func record(_ row: Row) throws -> Record {
    var details: [String: String] = [:]
    if case .object(let members) = JSONValue(parsing: Array((try row[6] as String).utf8)) ?? .null {
      for case (let name, .string(let text)) in members { details[name] = text }
    }
    return Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      customerName: try row[4], code: Messages.code(try row[5]), details: details, parkedAt: try row[7],
      releasedAt: try row[8], releasedBy: try row[9], releasedByName: try row[10], releaseReason: try row[11],
      version: try row[12], waiting: try row[13], waitingSince: try row[14])
  }

  // MARK: - Parking

  /// Sets accounts aside, those that are not yet; answers their paths.
  static func park(
    _ faults: [ID<Organization>: AccountFault], by run: ID<BillingRun>, in work: Work
  ) throws -> [Path] {
    var parked: [Path] = []
    for (customer, fault) in faults.sorted(by: { $0.key.description < $1.key.description }) {
      let id = work.newID(ParkedAccount.self)
      var details = JSONWriter()
      details.object { json in
        for (name, text) in fault.details.sorted(by: { $0.key < $1.key }) { json.member(dynamic: name, text) }
      }
      let rows = try work.tx.rows(
        """
        INSERT INTO parked_account (id, distributor_id, reseller_id, customer_id, code, details, run_id, parked_at)
        SELECT \(id), o.distributor_id, o.reseller_id, o.id, \(fault.code.text), \(JSONB(text: details.text)), \(run),
          \(work.now)
        FROM organization o WHERE o.id = \(customer) AND o.kind = 'customer'
        ON CONFLICT (customer_id) WHERE released_at IS NULL DO NOTHING
        RETURNING distributor_id, reseller_id
        """)
      guard let row = rows.first else { continue }
      let path = Path(distributor: try row[0], reseller: try row[1], customer: customer)
      parked.append(path)
      try journal("parkedAccount.parked", id, path, in: work) { json in
        json.member("status", "parked")
        json.member("reason", fault.code.text)
      }
    }
    return parked
  }

  // MARK: - Releasing

  /// Lets the next run go on with an account. Nothing of it is changed: what made no sense still does not, unless it
  /// was put right, but for a month that was only far more than usual. `isPreview`: checks, and keeps nothing.
  static func release(
    _ id: ID<ParkedAccount>, reason: String, isPreview: Bool = false, in work: Work,
    check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let record = try find(id, locking: true, in: work)
    try check(record)
    guard record.isParked else { throw Refusal.conflict("account.released") }
    let released = Record(
      id: id, path: record.path, customerName: record.customerName, code: record.code, details: record.details,
      parkedAt: record.parkedAt, releasedAt: work.now, releasedBy: work.actor.person,
      releasedByName: work.actor.name, releaseReason: reason, version: record.version + 1, waiting: record.waiting,
      waitingSince: record.waitingSince)
    if isPreview { return released }
    work.tx.enqueue(
      """
      UPDATE parked_account SET released_at = \(work.now), released_by = \(work.actor.person),
        released_by_name = \(work.actor.name), release_reason = \(reason), version = version + 1
      WHERE id = \(id)
      """)
    try journal("parkedAccount.released", id, record.path, in: work) { json in
      json.member("status", "released")
      json.member("reason", reason)
    }
    return released
  }

  /// The audit record and the event: what the account is from now on.
  private static func journal(
    _ action: String, _ id: ID<ParkedAccount>, _ path: Path, in work: Work, _ facts: (inout JSONWriter) -> Void
  ) throws {
    var after = JSONWriter()
    after.object(facts)
    try work.audit(action, AuditObject("parkedAccount", id), on: path, after: after)
    var event = JSONWriter()
    event.object { json in
      json.member("event", action)
      json.member("parkedAccountId", id)
      json.member("customerId", path.customer)
      facts(&json)
    }
    try work.queue(.event, event, on: path)
  }
}
