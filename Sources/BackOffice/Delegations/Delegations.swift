import Core
import FoundationEssentials
import Postgres

/// A reseller's access to its customers' people: asked for, decided, and looked up whenever it is used.
package enum Delegations {
  package struct Record: Sendable {
    package let id: ID<Delegation>
    package let path: Path
    package let customerName: String
    package let resellerName: String
    package var delegation: Delegation
    package let reason: String
    package let askedBy: ID<Person>
    package let askedByName: String
    package let askedAt: Instant
    package var approvedAt: Instant?
    package var version: Int
    /// Oldest first.
    package var history: [Entry]
  }

  /// One thing that happened to a delegation.
  package struct Entry: Sendable {
    package let at: Instant
    package let event: Delegation.Event
    /// Nil: time passed.
    package let actor: ID<Person>?
    package let actorName: String?
    package let rights: [DelegationRight]
    package let expiresAt: Instant?
    package let reason: String?
  }

  /// What a reseller asks for.
  package struct Draft: Sendable {
    package let rights: [DelegationRight]
    package let extent: Delegation.Extent
    package let reason: String

    package init(rights: [DelegationRight], extent: Delegation.Extent, reason: String) {
      self.rights = rights
      self.extent = extent
      self.reason = reason
    }
  }

  // MARK: - Using one

  /// Refuses a reseller that has no active delegation with this right over the customer's people; everybody else is
  /// not asked for one. Holds from one request to the next: what was ended or has expired does not count any more.
  package static func require(_ right: DelegationRight, over customer: Path, in work: Work) throws {
    if try !allows(right, over: customer, in: work) { throw Refusal.denied("delegation.required") }
  }

  /// Until a customer has its first manager, who could let anybody in, its reseller looks after accounts and licences;
  /// nobody is acted for without having been asked.
  static func allows(_ right: DelegationRight, over path: Path, in work: Work) throws -> Bool {
    guard work.actor.level == .reseller, let customer = path.customer else { return true }
    return try work.tx.rows(
      """
      SELECT EXISTS (
          SELECT FROM delegation d
          WHERE d.customer_id = \(customer) AND d.reseller_id = \(work.actor.organization) AND d.status = 'active'
            AND d.expires_at > \(work.now) AND \(right) = ANY (d.rights))
        OR \(right != .actAs) AND NOT EXISTS (\(managers(of: customer, at: work.now)))
      """)[0][0]
  }

  /// Whoever could use a manager's account could let themselves in: managers stay out of what a reseller is let in to.
  static func requireNotGiver(_ person: Users.Record, in work: Work) throws {
    guard work.actor.level == .reseller, person.path.level == .customer else { return }
    if person.roles.contains(.customerManager) { throw Refusal.denied("delegation.over_its_giver") }
  }

  /// Those who could let somebody in.
  static func managers(of customer: ID<Organization>, at now: Instant) -> SQL {
    """
    SELECT 1 FROM role_grant g WHERE g.organization_id = \(customer) AND g.role = 'customerManager'
      AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(now))
    """
  }

  // MARK: - Asking

  /// Asks a customer's managers to be let in. One request waits at a time; what counts already goes on beside it.
  package static func ask(_ draft: Draft, of customer: ID<Organization>, in work: Work) throws -> Record {
    // Locked, so that of two requests made at once the second finds the first.
    let owner = try Organizations.find(customer, kind: .customer, in: work, locking: true)
    try work.actor.require(.delegationsManage)
    guard work.actor.level == .reseller else { throw Refusal.denied("delegation.reseller_asks") }
    let asked = try Delegation(asking: draft.rights, for: draft.extent, at: work.now)
    let managed = try work.tx.rows("SELECT EXISTS (\(managers(of: customer, at: work.now)))")
    guard try managed[0][0] else { throw Refusal.conflict("delegation.no_manager") }
    if let waiting = try DelegationStore.pending(of: customer, in: work) {
      guard waiting.delegation.status(at: work.now) == .expired else {
        throw Refusal.conflict("delegation.pending_exists")
      }
      let byItself = Work(
        tx: work.tx, actor: .system, now: work.now, requestID: work.requestID, office: work.office)
      try expire(waiting, in: byItself)
    }
    var record = Record(
      id: work.newID(), path: owner.path, customerName: owner.name, resellerName: work.actor.organizationName,
      delegation: asked, reason: draft.reason, askedBy: work.actor.person, askedByName: work.actor.name,
      askedAt: work.now, version: 1, history: [])
    DelegationStore.insert(record, in: work)
    try tell(.asked, &record, before: nil, reason: draft.reason, in: work)
    return record
  }

  // MARK: - Deciding

  /// Says something to a delegation; of two at once the second finds it decided.
  package static func decide(
    _ id: ID<Delegation>, _ verdict: Delegation.Verdict, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    var record = try DelegationStore.find(id, in: work, locking: true)
    try work.actor.require(.delegationsManage)
    try check(record)
    let before = record.delegation
    let side: Delegation.Side = work.actor.level == .customer ? .customer : .reseller
    let (after, event) = try before.decided(verdict, by: side, at: work.now)
    record.delegation = after
    record.version += 1
    if event == .approved { record.approvedAt = work.now }
    DelegationStore.update(record, in: work)
    try tell(event, &record, before: before, reason: verdict.reason, in: work)
    return record
  }

  /// Writes down that time has ended it.
  static func expire(_ found: Record, in work: Work) throws {
    var record = found
    record.delegation = found.delegation.expired()
    record.version += 1
    DelegationStore.update(record, in: work)
    DelegationStore.insert(
      Entry(
        at: work.now, event: .expired, actor: nil, actorName: nil, rights: record.delegation.rights,
        expiresAt: record.delegation.expiresAt, reason: nil), of: record, in: work)
    try work.audit(
      "delegation.expired", AuditObject("delegation", record.id), on: record.path,
      before: DelegationStore.facts(found.delegation, nil), after: DelegationStore.facts(record.delegation, nil))
  }

  /// The history's entry, the audit record and the mail to the other side.
  private static func tell(
    _ event: Delegation.Event, _ record: inout Record, before: Delegation?, reason: String?, in work: Work
  ) throws {
    let entry = Entry(
      at: work.now, event: event, actor: work.actor.person, actorName: work.actor.name,
      rights: record.delegation.rights, expiresAt: record.delegation.expiresAt, reason: reason)
    DelegationStore.insert(entry, of: record, in: work)
    record.history.append(entry)
    try work.audit(
      "delegation.\(event.rawValue)", AuditObject("delegation", record.id), on: record.path,
      before: before.map { DelegationStore.facts($0, nil) }, after: DelegationStore.facts(record.delegation, reason))
    try DelegationMail.tell(entry, record, in: work)
  }

  // MARK: - Reading

  /// Newest first; of one customer, or of all in reach.
  package static func list(
    of customer: ID<Organization>?, _ paging: Paging, in work: Work
  ) throws -> [Record] {
    if let customer { _ = try Organizations.find(customer, kind: .customer, in: work) }
    try work.actor.require(.delegationsView)
    return try DelegationStore.list(of: customer, paging, in: work)
  }

  package static func find(_ id: ID<Delegation>, in work: Work) throws -> Record {
    let record = try DelegationStore.find(id, in: work)
    try work.actor.require(.delegationsView)
    return record
  }
}

extension Delegation.Verdict {
  /// What was said with it.
  fileprivate var reason: String? {
    switch self {
    case .refuse(let reason): reason
    case .withdraw(let reason), .end(let reason): reason
    case .approve, .narrow: nil
    }
  }
}
