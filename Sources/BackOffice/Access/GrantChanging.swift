import Core
import FoundationEssentials
import Postgres

/// Changing and ending roles; both count from the holder's next request.
extension Grants {
  /// What may be changed of a grant; nil: unchanged.
  package struct Patch: Sendable {
    package var services: [ID<Service>]??
    package var centres: [ID<BillingCentre>]??
    package var expiresAt: Instant??
    package var note: String??

    package init() {}
  }

  package static func change(
    _ id: ID<Grant>, _ patch: Patch, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try forChanging(id, in: work)
    var after = before
    after.services = patch.services ?? before.services
    after.centres = patch.centres ?? before.centres
    after.expiresAt = patch.expiresAt ?? before.expiresAt
    after.note = patch.note ?? before.note
    let own = try ownRights(in: work)
    try checkEnding(before, by: own, in: work)
    try check(before)
    try checkChange(before, after, by: own, in: work)
    if after.held == before.held, after.note == before.note { return before }
    try save(after, before, in: work)
    return try read(id, in: work)
  }

  private static func checkChange(_ before: Record, _ after: Record, by own: Rights, in work: Work) throws {
    var draft = Draft(person: before.person, role: before.role)
    draft.services = after.services
    draft.centres = after.centres
    var issues = try scopeIssues(draft, of: before.path, in: work)
    if after.expiresAt != before.expiresAt, let expiry = after.expiresAt, expiry <= work.now {
      issues.append(Issue("/expiresAt", "grant.expiry_past"))
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    let level = before.path.level
    try own.checkChanging(before.held, into: after.held, at: level, of: try holder(before, in: work))
    if before.role == level.administrator, before.expiresAt == nil, after.expiresAt != nil {
      try Administrators.require(besides: [before.id], at: before.path, in: work)
    }
    let isElsewhere = after.services != before.services || after.centres != before.centres
    if isElsewhere { try requireNew(draft, at: before.path.organization, in: work) }
  }

  /// The present state goes into the history; a new end is announced anew.
  private static func save(_ after: Record, _ before: Record, in work: Work) throws {
    let path = before.path
    work.tx.enqueue(
      """
      INSERT INTO role_grant_history (grant_id, version, distributor_id, reseller_id, customer_id, service_ids,
        centre_ids, expires_at, note, since, until, changed_by, changed_by_name)
      VALUES (\(before.id), \(before.version), \(path.distributor), \(path.reseller), \(path.customer),
        \(before.services), \(before.centres), \(before.expiresAt), \(before.note),
        \(before.changedAt ?? before.grantedAt), \(work.now), \(work.actor.person), \(work.actor.name))
      """)
    work.tx.enqueue(
      """
      UPDATE role_grant SET service_ids = \(after.services), centre_ids = \(after.centres),
        expires_at = \(after.expiresAt), note = \(after.note), version = version + 1, changed_at = \(work.now),
        warned_at = CASE WHEN expires_at IS NOT DISTINCT FROM \(after.expiresAt)::timestamptz THEN warned_at END
      WHERE id = \(before.id)
      """)
    try work.audit(
      "grant.changed", AuditObject("grant", before.id), on: path, before: facts(before), after: facts(after))
  }

  private static func facts(_ record: Record) -> JSONWriter {
    var facts = JSONWriter()
    facts.object {
      $0.member("userId", record.person)
      $0.member("role", record.role.rawValue)
      $0.member("serviceIds", record.services)
      $0.member("centreIds", record.centres)
      $0.member("expiresAt", record.expiresAt)
      $0.member("note", record.note)
    }
    return facts
  }

  // MARK: - Ending

  package static func end(_ id: ID<Grant>, in work: Work) throws {
    let record = try forChanging(id, in: work)
    try checkEnding(record, by: try ownRights(in: work), in: work)
    try finish([record], in: work)
  }

  /// Ends grants of one organization, all or none; says of every one that cannot be ended why.
  package static func end(_ ids: [ID<Grant>], at organization: ID<Organization>, in work: Work) throws -> [Record] {
    let owner = try Organizations.find(organization, in: work)
    try work.actor.require(.grantsManage)
    try requirePeople(of: owner.path, in: work)
    let known = try locked(ids, in: work).filter {
      $0.path.organization == organization && $0.counts(at: work.now)
    }
    let records = Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0) })
    let own = try ownRights(in: work)
    var issues: [Issue] = []
    var wanted: [Record] = []
    for (index, id) in ids.enumerated() {
      guard let record = records[id], !wanted.contains(where: { $0.id == id }) else {
        issues.append(Issue("/ids/\(index)", "grant.unknown"))
        continue
      }
      do {
        try checkEnding(record, by: own, in: work)
        wanted.append(record)
      } catch Refusal.denied(let code) {
        issues.append(Issue("/ids/\(index)", code))
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    try finish(wanted, in: work)
    return try rows(of: wanted.map(\.id), lock: "", in: work)
  }

  private static func finish(_ records: [Record], in work: Work) throws {
    let administrators = records.filter { $0.role == $0.path.level.administrator }
    for (path, grants) in Dictionary(grouping: administrators, by: \.path) {
      try Administrators.require(besides: grants.map(\.id), at: path, in: work)
    }
    work.tx.enqueue(
      """
      UPDATE role_grant SET ended_at = \(work.now), ended_by = \(work.actor.person), ended_by_name = \(work.actor.name)
      WHERE id = ANY (\(records.map(\.id))) AND ended_at IS NULL
      """)
    for record in records {
      try work.audit("grant.ended", AuditObject("grant", record.id), on: record.path, before: facts(record))
    }
  }

  private static func checkEnding(_ record: Record, by own: Rights, in work: Work) throws {
    try own.checkEnding(record.held, at: record.path.level, of: try holder(record, in: work))
  }

  /// How high the holder stands; nil for oneself.
  private static func holder(_ record: Record, in work: Work) throws -> Standing? {
    guard record.person != work.actor.person else { return nil }
    return try standing(of: record.person, at: record.path.organization, in: work)
  }

  /// A grant that counts now, locked, for somebody who may see it and give roles.
  private static func forChanging(_ id: ID<Grant>, in work: Work) throws -> Record {
    guard let record = try locked([id], in: work).first else { throw Refusal.notFound }
    if record.person != work.actor.person {
      try work.actor.require(.grantsView)
      try requirePeople(of: record.path, in: work)
    }
    try work.actor.require(.grantsManage)
    // One's own grants are seen wherever one acts; they are changed where they were given.
    guard work.actor.path.covers(record.path), record.counts(at: work.now) else { throw Refusal.notFound }
    return record
  }

  /// The organizations first, as whoever counts their administrators does; so nobody waits in a circle.
  private static func locked(_ ids: [ID<Grant>], in work: Work) throws -> [Record] {
    _ = try work.tx.rows(
      """
      SELECT 1 FROM organization WHERE id IN (SELECT organization_id FROM role_grant WHERE id = ANY (\(ids)))
      ORDER BY id FOR NO KEY UPDATE
      """)
    return try rows(of: ids, lock: "FOR NO KEY UPDATE OF g", in: work)
  }

  private static func rows(of ids: [ID<Grant>], lock: SQL, in work: Work) throws -> [Record] {
    try work.tx.rows(
      """
      SELECT \(columns) FROM role_grant g LEFT JOIN person p ON p.id = g.person_id
      WHERE g.id = ANY (\(ids)) ORDER BY g.id \(lock)
      """
    ).map(record)
  }
}
