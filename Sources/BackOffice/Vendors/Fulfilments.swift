import Core
import FoundationEssentials
import Postgres

/// What vendors are asked to do: read by everybody the subscription concerns, settled by vendors and the operations
/// team.
package enum Fulfilments {
  package struct Record: Sendable {
    package let id: ID<Fulfilment>
    package let path: Path
    package let connector: ID<Connector>
    package let connectorKind: ConnectorKind
    package let service: ID<Service>
    package let serviceName: String
    package let vendor: String
    package let subscription: ID<Subscription>
    package let subscriptionName: String
    package let customerName: String
    package let resellerName: String
    package let changeNumber: Int
    package let round: Int
    package let operation: FulfilmentOperation
    package let quantity: Int
    package let state: FulfilmentState
    package let attempts: Int
    package let nextAttemptAt: Instant?
    package let createdAt: Instant
    package let sentAt: Instant?
    package let settledAt: Instant?
    package let reference: String?
    package let reason: String?
    package let fault: FulfilmentFault?
    package let asked: [AskedField]
    package let given: [String: String]
    package let takenByName: String?
    package let settledByName: String?
    package let version: Int
    /// Whether everything promised before it is settled.
    package let isNext: Bool

    var isManual: Bool { connectorKind == .manual }
  }

  static let columns: SQL = """
    f.id, f.distributor_id, f.reseller_id, f.customer_id, f.connector_id, c.kind, s.service_id, s.service_name,
    v.vendor, f.subscription_id, coalesce(s.friendly_name, s.plan_name), o.name, r.name, f.change_number, f.round,
    f.operation, f.quantity, f.state, f.attempts, f.next_attempt_at, f.created_at, f.sent_at, f.settled_at, f.reference,
    f.reason, f.fault, f.asked::text, f.given::text, f.taken_by_name, f.settled_by_name, f.version,
    NOT EXISTS (SELECT FROM fulfilment e WHERE \(unsettledBefore))
    """

  /// `e`, an earlier promise of the same subscription that is not settled.
  static let unsettledBefore: SQL = """
    e.subscription_id = f.subscription_id AND (e.change_number, e.round) < (f.change_number, f.round)
      AND e.settled_at IS NULL
    """

  static let source: SQL = """
    fulfilment f JOIN connector c ON c.id = f.connector_id JOIN subscription s ON s.id = f.subscription_id
      JOIN service v ON v.id = s.service_id JOIN organization o ON o.id = f.customer_id
      LEFT JOIN organization r ON r.id = f.reseller_id
    """

  static func record(_ row: Row) throws -> Record {
    let fault: String? = try row[25]
    return Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      connector: try row[4], connectorKind: try row[5], service: try row[6], serviceName: try row[7],
      vendor: try row[8], subscription: try row[9], subscriptionName: try row[10], customerName: try row[11],
      resellerName: (try row[12] as String?) ?? "", changeNumber: try row[13], round: try row[14],
      operation: try row[15], quantity: try row[16], state: try row[17], attempts: try row[18],
      nextAttemptAt: try row[19], createdAt: try row[20], sentAt: try row[21], settledAt: try row[22],
      reference: try row[23], reason: try row[24], fault: fault.flatMap(FulfilmentFault.init(rawValue:)),
      asked: VendorData.fields(try row[26]), given: VendorData.values(try row[27]), takenByName: try row[28],
      settledByName: try row[29], version: try row[30], isNext: try row[31])
  }

  /// Which are listed; all parts nil: all in reach.
  package struct Filter: Sendable {
    package var state: FulfilmentState?
    package var connector: ID<Connector>?
    package var subscription: ID<Subscription>?
    /// Only those that wait for a person of the operations team.
    package var isForPeople = false

    package init() {}

    var condition: SQL {
      var parts: [SQL] = ["true"]
      if let state { parts.append("f.state = \(state)") }
      if let connector { parts.append("f.connector_id = \(connector)") }
      if let subscription { parts.append("f.subscription_id = \(subscription)") }
      if isForPeople {
        parts.append(
          "f.settled_at IS NULL AND (f.state = 'parked' OR c.kind = 'manual' AND f.state IN ('waiting', 'asking'))")
      }
      return parts.joined(separator: " AND ")
    }
  }

  /// Oldest first where people work through them, newest first otherwise.
  package static func list(_ filter: Filter, _ paging: Paging, in work: Work) throws -> [Record] {
    try work.actor.require(.subscriptionsView)
    let cursor = try paging.afterID(Fulfilment.self)
    let order: SQL = filter.isForPeople ? "f.id" : "f.id DESC"
    let after: SQL = cursor.map { filter.isForPeople ? "f.id > \($0)" : "f.id < \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT \(columns) FROM \(source)
      WHERE \(within(work.actor)) AND \(filter.condition) AND \(after) ORDER BY \(order) LIMIT \(paging.fetched)
      """
    ).map(record)
  }

  private static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "f.distributor_id = \(actor.organization)"
    case .reseller: "f.reseller_id = \(actor.organization)"
    case .customer: "f.customer_id = \(actor.organization)"
    }
  }

  package static func find(_ id: ID<Fulfilment>, in work: Work) throws -> Record {
    guard let row = try work.tx.rows("SELECT \(columns) FROM \(source) WHERE f.id = \(id)").first else {
      throw Refusal.notFound
    }
    return try record(row)
  }

  /// How many wait for a person; the distributor's.
  package static func countForPeople(in work: Work) throws -> Int {
    var filter = Filter()
    filter.isForPeople = true
    return try work.tx.rows(
      """
      SELECT count(*)::int FROM fulfilment f JOIN connector c ON c.id = f.connector_id
      WHERE \(within(work.actor)) AND \(filter.condition)
      """)[0][0]
  }

  // MARK: - Promising

  /// Whether what is bought of the service waits for a vendor.
  static func isNeeded(for service: ID<Service>, in work: Work) throws -> Bool {
    try !work.tx.rows("SELECT 1 FROM connector WHERE service_id = \(service) AND status = 'active'").isEmpty
  }

  /// Writes down what the vendor must do for a line of the ledger, if there is a vendor behind the service; in the
  /// line's transaction, after the line.
  static func promise(
    _ kind: ChangeKind, number: Int, before: Subscription?, after record: SubscriptionRecord, in work: Work
  ) {
    let s = record.subscription
    guard let operation = kind.fulfilment(isFirst: before == nil, isLast: s.hasEnded), !s.direct else { return }
    let id = ID<Fulfilment>(Secrets.uuid(at: work.now))
    work.tx.enqueue(
      """
      INSERT INTO fulfilment (id, distributor_id, reseller_id, customer_id, connector_id, subscription_id,
        change_number, operation, quantity, before_status, before_suspended_by, next_attempt_at, created_at)
      SELECT \(id), \(record.path.distributor), \(record.path.reseller), \(record.path.customer), c.id, \(s.id),
        \(number), \(operation), \(s.quantity), \(before?.status), \(before?.suspendedBy),
        CASE c.kind WHEN 'manual' THEN NULL ELSE \(work.now)::timestamptz END, \(work.now)
      FROM connector c WHERE c.service_id = \(record.service) AND c.status = 'active'
      """)
    if kind == .cancelled, before?.status == .pending { withdrawUnsent(of: s.id, in: work) }
  }

  /// What the vendor has never heard of need not be sent and taken back.
  private static func withdrawUnsent(of subscription: ID<Subscription>, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE fulfilment SET state = 'withdrawn', settled_at = \(work.now), next_attempt_at = NULL, version = version + 1
      WHERE subscription_id = \(subscription) AND settled_at IS NULL AND NOT EXISTS (
        SELECT FROM fulfilment p WHERE p.subscription_id = \(subscription)
          AND (p.attempts > 0 OR p.taken_by IS NOT NULL OR p.state NOT IN ('waiting', 'withdrawn')))
      """)
  }

  /// A line of the ledger about which a vendor is to hear, of a run that settles many.
  struct Promised {
    let kind: ChangeKind
    let number: Int
    let before: Subscription
    let after: SubscriptionRecord

    var operation: FulfilmentOperation? {
      before.direct ? nil : kind.fulfilment(isFirst: false, isLast: after.subscription.hasEnded)
    }
  }

  /// As `promise`, for all lines of a run at once.
  static func promise(_ all: [Promised], in work: Work) {
    let lines = all.filter { $0.operation != nil }
    guard !lines.isEmpty else { return }
    work.tx.enqueue(
      """
      INSERT INTO fulfilment (id, distributor_id, reseller_id, customer_id, connector_id, subscription_id,
        change_number, operation, quantity, before_status, before_suspended_by, next_attempt_at, created_at)
      SELECT l.id, s.distributor_id, s.reseller_id, s.customer_id, c.id, s.id, l.number, l.operation, l.quantity,
        l.before_status, nullif(l.suspended_by, ''),
        CASE c.kind WHEN 'manual' THEN NULL ELSE \(work.now)::timestamptz END, \(work.now)
      FROM unnest(\(lines.map { _ in Secrets.uuid(at: work.now) }), \(lines.map(\.before.id)), \(lines.map(\.number)),
        \(lines.map { $0.operation?.rawValue ?? "" }), \(lines.map(\.after.subscription.quantity)),
        \(lines.map(\.before.status.rawValue)), \(lines.map { $0.before.suspendedBy?.name ?? "" }))
        AS l (id, subscription, number, operation, quantity, before_status, suspended_by)
      JOIN subscription s ON s.id = l.subscription
      JOIN connector c ON c.service_id = s.service_id AND c.status = 'active'
      """)
  }
}

extension FulfilmentOperation: TextColumn {}
extension FulfilmentState: TextColumn {}
extension ConnectorKind: TextColumn {}

/// What a vendor asks and is told, as it is kept.
enum VendorData {
  static func fields(_ json: String?) -> [AskedField] {
    guard let json, case .array(let items) = JSONValue(parsing: Array(json.utf8)) else { return [] }
    return items.compactMap { item in
      guard case .object(let members) = item, case .string(let name) = members["name"],
        case .string(let label) = members["label"]
      else { return nil }
      return AskedField(name: name, label: label)
    }
  }

  static func values(_ json: String?) -> [String: String] {
    guard let json, case .object(let members) = JSONValue(parsing: Array(json.utf8)) else { return [:] }
    return members.compactMapValues { if case .string(let text) = $0 { text } else { nil } }
  }

  static func jsonb(_ fields: [AskedField]) -> JSONB {
    var json = JSONWriter()
    json.array(fields) { json, field in
      json.object {
        $0.member("name", field.name)
        $0.member("label", field.label)
      }
    }
    return JSONB(text: json.text)
  }

  static func jsonb(_ values: [String: String]) -> JSONB {
    var json = JSONWriter()
    json.object { write(&$0, values) }
    return JSONB(text: json.text)
  }

  static func write(_ json: inout JSONWriter, _ values: [String: String]) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { json.member(dynamic: name, value) }
  }

  /// The questions in a vendor's or a person's list; what is wrong with them is noted. Nil: not there, or malformed.
  static func asked(_ fields: Fields, _ name: String, required: Bool) -> [AskedField]? {
    guard let items = fields.objects(name, required: required, upTo: Bounds.askedFields) else { return nil }
    let asked = items.compactMap { item -> AskedField? in
      let name = item.text("name", required: true, upTo: 50)
      let label = item.text("label", upTo: 200)
      item.noteUnknown()
      return name.map { AskedField(name: $0, label: label ?? $0) }
    }
    if asked.isEmpty { fields.note(name, "field.required") }
    if Set(asked.map(\.name)).count < asked.count { fields.note(name, "fulfilment.asked_twice") }
    return asked
  }
}
