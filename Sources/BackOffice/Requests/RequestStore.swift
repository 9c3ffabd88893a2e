import Core
import FoundationEssentials
import Postgres

/// How requests are read and written.
enum RequestStore {
  private static let columns: SQL = """
    r.id, r.distributor_id, r.reseller_id, r.customer_id, o.name, r.kind, r.status, r.expires_at, r.subscription_id,
    r.subscription_version, r.held, r.service_id, r.service_name, r.plan_id, r.plan_name, r.friendly_name, r.wanted,
    r.body::text, r.changed_body::text, r.figures::text, r.note, r.asked_by, r.asked_by_name, r.asked_at, r.decided_by,
    r.decided_by_name, r.decided_at, r.reason, r.given_subscription_id, r.became_request_id, r.became_order_id,
    r.version
    """

  private static func record(_ row: Row) throws -> Requests.Record {
    let kind: Requests.Kind = try row[5]
    return Requests.Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      customerName: try row[4], kind: kind,
      state: CustomerRequest(decider: kind.decider, status: try row[6], expiresAt: try row[7]),
      subject: Requests.Subject(
        subscription: try row[8], subscriptionVersion: try row[9], held: try row[10], service: try row[11],
        serviceName: try row[12], plan: try row[13], planName: try row[14], friendlyName: try row[15]),
      wanted: try row[16], body: json(try row[17]), changedBody: json(try row[18]),
      figures: Figures(stored: try row[19]),
      note: try row[20], askedBy: try row[21], askedByName: try row[22], askedAt: try row[23], decidedBy: try row[24],
      decidedByName: try row[25], decidedAt: try row[26], reason: try row[27],
      given: Requests.Gift(subscription: try row[28], request: try row[29], order: try row[30]),
      version: try row[31])
  }

  private static func json(_ text: String?) -> JSONValue? { text.flatMap { JSONValue(parsing: Array($0.utf8)) } }

  private static func jsonb(_ value: JSONValue?) -> JSONB? {
    value.map {
      var json = JSONWriter()
      $0.write(to: &json)
      return JSONB(text: json.text)
    }
  }

  // MARK: - Reading

  /// Newest first. Whoever would not change subscriptions sees their own only.
  static func list(_ filter: Requests.Filter, _ paging: Paging, in work: Work) throws -> [Requests.Record] {
    let after: SQL = try paging.afterID(CustomerRequest.self).map { "r.id < \($0)" } ?? "true"
    return try records(
      "\(condition(filter, work)) AND \(after) ORDER BY r.id DESC LIMIT \(paging.fetched)", in: work)
  }

  static func count(_ filter: Requests.Filter, in work: Work) throws -> Int {
    try work.tx.rows("SELECT count(*)::int FROM request r WHERE \(condition(filter, work))")[0][0]
  }

  private static func condition(_ filter: Requests.Filter, _ work: Work) -> SQL {
    var parts: [SQL] = [filter.customer.map { "r.customer_id = \($0)" } ?? within(work.actor)]
    if !work.actor.rights.holds(.subscriptionsChange) { parts.append("r.asked_by = \(work.actor.person)") }
    switch filter.status {
    case nil: break
    case .waiting: parts.append("r.status = 'waiting' AND r.expires_at > \(work.now)")
    case .expired: parts.append("(r.status = 'expired' OR r.status = 'waiting' AND r.expires_at <= \(work.now))")
    case .some(let status): parts.append("r.status = \(status)")
    }
    if let kind = filter.kind { parts.append("r.kind = \(kind)") }
    if let subscription = filter.subscription { parts.append("r.subscription_id = \(subscription)") }
    return parts.joined(separator: " AND ")
  }

  /// The actor's subtree, said in the query too, so that the index on it is used.
  private static func within(_ actor: Actor) -> SQL {
    switch actor.level {
    case .distributor: "r.distributor_id = \(actor.organization) AND r.kind <> 'service'"
    case .reseller: "r.reseller_id = \(actor.organization) AND r.kind <> 'service'"
    case .customer: "r.customer_id = \(actor.organization)"
    }
  }

  static func find(_ id: ID<CustomerRequest>, in work: Work, locking: Bool = false) throws -> Requests.Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF r" : ""
    let own: SQL = work.actor.rights.holds(.subscriptionsChange) ? "true" : "r.asked_by = \(work.actor.person)"
    guard var record = try records("r.id = \(id) AND \(own) \(lock)", in: work).first else { throw Refusal.notFound }
    record.history = try history(of: id, in: work)
    return record
  }

  /// Those whose time is over, as many as one transaction takes, locked; others are busy with the rest.
  static func due(upTo limit: Int, in work: Work) throws -> [Requests.Record] {
    try records(
      """
      r.status = 'waiting' AND r.expires_at <= \(work.now) ORDER BY r.expires_at, r.id LIMIT \(limit)
      FOR NO KEY UPDATE OF r SKIP LOCKED
      """, in: work)
  }

  private static func records(_ condition: SQL, in work: Work) throws -> [Requests.Record] {
    try work.tx.rows(
      "SELECT \(columns) FROM request r JOIN organization o ON o.id = r.customer_id WHERE \(condition)"
    ).map(record)
  }

  private static func history(of id: ID<CustomerRequest>, in work: Work) throws -> [Requests.Entry] {
    try work.tx.rows(
      """
      SELECT at, kind, actor_id, actor_name, real_actor_id, real_actor_name, body::text, figures::text, reason
      FROM request_event WHERE request_id = \(id) ORDER BY id
      """
    ).map {
      Requests.Entry(
        at: try $0[0], event: try $0[1], actor: try $0[2], actorName: try $0[3], realActor: try $0[4],
        realActorName: try $0[5], body: json(try $0[6]), figures: Figures(stored: try $0[7]), reason: try $0[8])
    }
  }

  // MARK: - Writing

  /// False where the same waits already.
  static func insert(_ record: Requests.Record, in work: Work) throws -> Bool {
    let subject = record.subject
    return try !work.tx.rows(
      """
      INSERT INTO request (id, distributor_id, reseller_id, customer_id, kind, status, subscription_id,
        subscription_version, held, service_id, service_name, plan_id, plan_name, friendly_name, wanted, body, figures,
        note, asked_by, asked_by_name, asked_at, expires_at)
      VALUES (\(record.id), \(record.path.distributor), \(record.path.reseller), \(record.path.customer),
        \(record.kind), \(record.state.status), \(subject.subscription), \(subject.subscriptionVersion),
        \(subject.held), \(subject.service), \(subject.serviceName), \(subject.plan), \(subject.planName),
        \(subject.friendlyName), \(record.wanted), \(jsonb(record.body)), \(record.figures?.stored), \(record.note),
        \(record.askedBy), \(record.askedByName), \(record.askedAt), \(record.state.expiresAt))
      ON CONFLICT DO NOTHING RETURNING 1
      """
    ).isEmpty
  }

  static func update(_ record: Requests.Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE request SET status = \(record.state.status), changed_body = \(jsonb(record.changedBody)),
        figures = \(record.figures?.stored), decided_by = \(record.decidedBy),
        decided_by_name = \(record.decidedByName), decided_at = \(record.decidedAt), reason = \(record.reason),
        given_subscription_id = \(record.given.subscription), became_request_id = \(record.given.request),
        became_order_id = \(record.given.order), version = version + 1
      WHERE id = \(record.id)
      """)
  }

  static func insert(_ entry: Requests.Entry, of record: Requests.Record, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO request_event (id, request_id, distributor_id, reseller_id, customer_id, at, kind, actor_id,
        actor_name, real_actor_id, real_actor_name, body, figures, reason)
      VALUES (\(Secrets.uuid(at: work.now)), \(record.id), \(record.path.distributor), \(record.path.reseller),
        \(record.path.customer), \(entry.at), \(entry.event), \(entry.actor), \(entry.actorName), \(entry.realActor),
        \(entry.realActorName), \(jsonb(entry.body)), \(entry.figures?.stored), \(entry.reason))
      """)
  }
}
