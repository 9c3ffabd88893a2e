import Core
import FoundationEssentials
import Postgres

/// What becomes of a request once something is said about it: by the vendor, or by somebody of the operations team.
enum FulfilmentSettling {
  /// The request as it stands, locked with its subscription.
  struct Locked {
    let record: Fulfilments.Record
    let beforeStatus: SubscriptionStatus?
    let beforeSuspendedBy: Level?
  }

  /// Locks the subscription first, as commands do, then the request. Seen with the reach there is.
  static func locked(_ id: ID<Fulfilment>, in work: Work) throws -> Locked {
    let results = try work.tx.pipeline([
      """
      SELECT 1 FROM subscription s WHERE s.id = (SELECT subscription_id FROM fulfilment WHERE id = \(id))
      FOR NO KEY UPDATE
      """,
      "SELECT 1 FROM fulfilment WHERE id = \(id) FOR NO KEY UPDATE",
      """
      SELECT \(Fulfilments.columns), f.before_status, f.before_suspended_by FROM \(Fulfilments.source)
      WHERE f.id = \(id)
      """,
    ])
    guard let row = results[2].first else { throw Refusal.notFound }
    return Locked(
      record: try Fulfilments.record(row), beforeStatus: try row[32], beforeSuspendedBy: try row[33])
  }

  /// Applies an answer to a request that is not settled. What no longer fits the ledger throws a `FulfilmentFault`
  /// before anything is written. Answers what it did to the subscription; nil: nothing.
  @discardableResult
  static func apply(_ answer: VendorAnswer, to locked: Locked, in work: Work) throws -> Subscriptions.Outcome? {
    let record = locked.record
    switch answer {
    case .approved(let reference):
      let outcome =
        record.operation == .purchase && record.round == 0
        ? try FulfilmentLedger(record.subscription, in: work).confirmed() : nil
      try settle(record, as: .done, reference: reference, reason: nil, in: work)
      return outcome
    case .refused(let reason): return try refuse(locked, reason, in: work)
    case .asking(let fields):
      work.tx.enqueue(
        """
        UPDATE fulfilment SET state = 'asking', asked = \(VendorData.jsonb(fields)), next_attempt_at = NULL,
          fault = NULL, version = version + 1
        WHERE id = \(record.id)
        """)
      try journal(record, .asking, reason: nil, in: work)
      try FulfilmentMail.tellAsked(record, fields, in: work)
      return nil
    case .accepted(let reference):
      work.tx.enqueue(
        """
        UPDATE fulfilment SET state = 'accepted', reference = coalesce(\(reference), reference), fault = NULL,
          next_attempt_at = \(work.now.adding(seconds: 86_400 * Bounds.callbackDays)), version = version + 1
        WHERE id = \(record.id)
        """)
      return nil
    }
  }

  private static func refuse(_ locked: Locked, _ reason: String, in work: Work) throws -> Subscriptions.Outcome? {
    let record = locked.record
    guard record.round == 0 else {
      try settle(record, as: .refused, reference: nil, reason: reason, in: work)
      return nil
    }
    let undone = try FulfilmentLedger(record.subscription, in: work).refused(
      record.changeNumber, before: locked.beforeStatus, suspendedBy: locked.beforeSuspendedBy, reason: reason)
    try settle(record, as: .refused, reference: nil, reason: reason, in: work)
    if let undone, undone.difference != 0 {
      // What waits behind it was worked out with the licences that are refused.
      work.tx.enqueue(
        """
        UPDATE fulfilment SET quantity = greatest(0, quantity - \(undone.difference)), version = version + 1
        WHERE subscription_id = \(record.subscription) AND change_number > \(record.changeNumber)
          AND state = 'waiting'
        """)
    }
    if record.operation == .purchase || record.operation == .renew { withdraw(after: record, in: work) }
    try FulfilmentMail.tellRefused(record, reason, in: work)
    return undone?.outcome
  }

  /// The vendor has nothing of it: what was to follow need not be sent.
  private static func withdraw(after record: Fulfilments.Record, in work: Work) {
    work.tx.enqueue(
      """
      UPDATE fulfilment SET state = 'withdrawn', settled_at = \(work.now), next_attempt_at = NULL, version = version + 1
      WHERE subscription_id = \(record.subscription) AND change_number > \(record.changeNumber) AND settled_at IS NULL
      """)
  }

  /// Parks it where people see it; `reason`: what the vendor said, if it did.
  static func park(_ record: Fulfilments.Record, for fault: FulfilmentFault, reason: String?, in work: Work) throws {
    work.tx.enqueue(
      """
      UPDATE fulfilment SET state = 'parked', fault = \(fault.rawValue), reason = \(reason), next_attempt_at = NULL,
        version = version + 1
      WHERE id = \(record.id)
      """)
    try journal(record, .parked, reason: reason, in: work)
  }

  /// Ends it.
  static func settle(
    _ record: Fulfilments.Record, as state: FulfilmentState, reference: String?, reason: String?, in work: Work
  ) throws {
    let isVendor = work.actor.credential == .system
    work.tx.enqueue(
      """
      UPDATE fulfilment SET state = \(state), settled_at = \(work.now), next_attempt_at = NULL, fault = NULL,
        reference = coalesce(\(reference), reference), reason = \(reason), settled_by = \(work.actor.author),
        settled_by_name = \(isVendor ? nil : work.actor.real?.name ?? work.actor.name), version = version + 1
      WHERE id = \(record.id)
      """)
    try journal(record, state, reason: reason, in: work)
  }

  private static func journal(
    _ record: Fulfilments.Record, _ state: FulfilmentState, reason: String?, in work: Work
  ) throws {
    try work.audit(
      "fulfilment.\(state.rawValue)", AuditObject("fulfilment", record.id), on: record.path,
      before: facts(record, record.state, record.reason), after: facts(record, state, reason))
  }

  static func facts(_ record: Fulfilments.Record, _ state: FulfilmentState, _ reason: String?) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("state", state.rawValue)
      $0.member("operation", record.operation.rawValue)
      $0.member("quantity", record.quantity)
      if let reason { $0.member("reason", reason) }
    }
    return json
  }
}

extension Fulfilments {
  /// Says something to a request by hand. A preview writes nothing for good; its outcome is nil where the subscription
  /// stays as it is.
  package static func decide(
    _ id: ID<Fulfilment>, _ verdict: FulfilmentVerdict, in work: Work, preview: Bool = false,
    check: (Record) throws -> Void = { _ in }
  ) throws -> (record: Record, outcome: Subscriptions.Outcome?) {
    _ = try find(id, in: work)
    try work.actor.require(.provisioningManage)
    let locked = try FulfilmentSettling.locked(id, in: work)
    let record = locked.record
    try check(record)
    if let code = record.state.obstacle(to: verdict, isNext: record.isNext, isManual: record.isManual) {
      throw Refusal.conflict(code)
    }
    if preview { work.tx.enqueue("SAVEPOINT preview") }
    var outcome: Subscriptions.Outcome?
    do {
      outcome = try carryOut(verdict, on: locked, in: work)
    } catch let fault as FulfilmentFault {
      throw Refusal.conflict(fault.code)
    }
    if preview { work.tx.enqueue("ROLLBACK TO SAVEPOINT preview") }
    _ = try work.tx.pipeline([Reach.notCommercial, work.actor.reach])
    return (try find(id, in: work), outcome)
  }

  private static func carryOut(
    _ verdict: FulfilmentVerdict, on locked: FulfilmentSettling.Locked, in work: Work
  ) throws -> Subscriptions.Outcome? {
    let record = locked.record
    switch verdict {
    case .done(let reference):
      return try FulfilmentSettling.apply(.approved(reference: reference), to: locked, in: work)
    case .refused(let reason): return try FulfilmentSettling.apply(.refused(reason: reason), to: locked, in: work)
    case .ask(let fields): return try FulfilmentSettling.apply(.asking(fields), to: locked, in: work)
    case .close(let reason):
      try FulfilmentSettling.settle(record, as: .withdrawn, reference: nil, reason: reason, in: work)
    case .take:
      work.tx.enqueue(
        """
        UPDATE fulfilment SET taken_by = \(work.actor.person), taken_by_name = \(work.actor.name),
          version = version + 1
        WHERE id = \(record.id)
        """)
      try work.audit("fulfilment.taken", AuditObject("fulfilment", record.id), on: record.path)
    case .retry:
      work.tx.enqueue(
        """
        UPDATE fulfilment SET state = 'waiting', attempts = 0, next_attempt_at = \(work.now), fault = NULL,
          reason = NULL, version = version + 1
        WHERE id = \(record.id)
        """)
      try work.audit("fulfilment.retried", AuditObject("fulfilment", record.id), on: record.path)
    }
    return nil
  }

  /// Tells the vendor what it asked; whoever may change the subscription may. All that was asked, nothing else.
  package static func answer(
    _ id: ID<Fulfilment>, with values: [String: String], in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    _ = try find(id, in: work)
    try work.actor.require(.subscriptionsChange)
    let record = try FulfilmentSettling.locked(id, in: work).record
    try check(record)
    guard record.state == .asking else { throw Refusal.conflict("fulfilment.not_asking") }
    let missing = record.asked.filter { values[$0.name] == nil }
    let unknown = values.keys.filter { name in !record.asked.contains { $0.name == name } }.sorted()
    let issues =
      missing.map { Issue("/values/\($0.name)", "field.required") }
      + unknown.map { Issue("/values/\($0)", "field.unknown") }
    guard issues.isEmpty else { throw Refusal.invalid(issues) }
    let given = VendorData.jsonb(record.given.merging(values) { $1 })
    _ = try work.tx.pipeline([
      Reach.reseller(of: record.path),
      """
      UPDATE fulfilment SET state = 'waiting', asked = NULL, given = \(given), given_count = given_count + 1,
        attempts = 0, next_attempt_at = CASE WHEN \(record.isManual) THEN NULL ELSE \(work.now)::timestamptz END,
        version = version + 1
      WHERE id = \(id)
      """,
    ])
    var facts = JSONWriter()
    facts.object { $0.member("asked", record.asked.map(\.label)) }
    try work.audit("fulfilment.answered", AuditObject("fulfilment", id), on: record.path, after: facts)
    _ = try work.tx.pipeline([work.actor.level == .reseller ? "SELECT 1" : Reach.notCommercial, work.actor.reach])
    return try find(id, in: work)
  }
}
