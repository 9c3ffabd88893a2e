import Core
import FoundationEssentials
import Postgres

/// A group of a customer's people. Never made: it marks an `ID`.
package typealias Group = SCIMGroup

/// Groups of a customer's people: its own, and those its identity provider keeps, whose members only the provider says.
package enum Groups {
  package typealias Keeper = PeopleGroup.Keeper

  package struct Record: Sendable {
    package let id: ID<Group>
    package let path: Path
    package var name: String
    package let keeper: Keeper
    package let members: Int
    package let version: Int
    /// What members get as long as they are in it.
    package var gifts: [Gift] = []
  }

  /// Licences that a group's members get as long as they are in it.
  package struct Gift: Sendable {
    package let id: ID<SCIMMappings.SCIMMapping>
    package let group: ID<Group>
    /// Nil where it is a role, or of a service that the actor does not look after.
    package let subscription: ID<Subscription>?
    package let name: String?
    package let service: ID<Service>?
    /// Members for whom no licence is left.
    package let waiting: Int
    package let givenBy: String
    package let givenAt: Instant
  }

  /// Somebody in a group, or who could be.
  package struct Member: Sendable {
    package let id: ID<Person>
    package let name: String
    package let email: String
    package let state: AccountState.Stored
    /// Whether they wait for one of the group's licences.
    package let isWaiting: Bool
    /// What lists of people are ordered by, before the id.
    package let order: String
  }

  // MARK: - Reading

  private static let select: SQL = """
    SELECT g.id, g.distributor_id, g.reseller_id, g.customer_id, g.display_name, g.kept_by, g.version,
      (SELECT count(*) FROM scim_member m WHERE m.group_id = g.id)
    FROM scim_group g
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], path: Path(distributor: try row[1], reseller: try row[2], customer: try row[3]),
      name: try row[4], keeper: try row[5], members: try row[7], version: try row[6])
  }

  package static func find(_ id: ID<Group>, in work: Work, locking: Bool = false) throws -> Record {
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let rows = try work.tx.rows("\(select) WHERE g.id = \(id) AND g.deleted_at IS NULL \(lock)")
    guard let row = rows.first else { throw Refusal.notFound }
    let found = try record(row)
    try requireAccess(to: found.path, in: work)
    return try withGifts([found], in: work)[0]
  }

  /// People are the customer's own affair: its reseller needs its delegation for licences.
  private static func requireAccess(to path: Path, in work: Work) throws {
    guard work.actor.path.covers(path) else { throw Refusal.notFound }
    try work.actor.require(.licencesAssign)
    try Delegations.require(.licences, over: path, in: work)
  }

  private static func owner(_ customer: ID<Organization>, in work: Work) throws -> Organizations.Record {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    try requireAccess(to: owner.path, in: work)
    return owner
  }

  package static func list(
    of customer: ID<Organization>, search: String? = nil, _ paging: Paging, in work: Work
  ) throws -> [Record] {
    _ = try owner(customer, in: work)
    let after: SQL =
      try paging.afterKey(Group.self).map { "(g.display_name, g.id) > (\($0.text), \($0.id))" } ?? "true"
    let rows = try work.tx.rows(
      """
      \(select) WHERE g.customer_id = \(customer) AND g.deleted_at IS NULL AND \(after)
        AND \(SearchText.contains("folded(g.display_name)", search))
      ORDER BY g.display_name, g.id LIMIT \(paging.fetched)
      """)
    return try withGifts(try rows.map(record), in: work)
  }

  private static func withGifts(_ records: [Record], in work: Work) throws -> [Record] {
    let rows = try work.tx.rows(
      """
      SELECT k.id, k.group_id, s.id, coalesce(s.friendly_name, s.plan_name), s.service_id,
        (SELECT count(*) FROM scim_member m JOIN scim_gift f ON f.person_id = m.person_id
          AND f.subscription_id = k.subscription_id AND f.given_at IS NULL WHERE m.group_id = k.group_id),
        k.mapped_by_name, k.mapped_at
      FROM scim_mapping k LEFT JOIN subscription s ON s.id = k.subscription_id
      WHERE k.group_id = ANY (\(records.map(\.id))) AND k.ended_at IS NULL ORDER BY 4, k.id
      """)
    let gifts = try rows.map {
      Gift(
        id: try $0[0], group: try $0[1], subscription: try $0[2], name: try $0[3], service: try $0[4],
        waiting: try $0[5], givenBy: try $0[6], givenAt: try $0[7])
    }
    let byGroup = Dictionary(grouping: gifts, by: \.group)
    return records.map { record in
      var full = record
      full.gifts = byGroup[record.id] ?? []
      return full
    }
  }

  /// Members, or with `outside` those who could become some, by name.
  package static func people(
    of group: Record, outside: Bool = false, search: String? = nil, _ paging: Paging, in work: Work
  ) throws -> [Member] {
    let isThere: SQL = outside ? "NOT EXISTS" : "EXISTS"
    var conditions: [SQL] = [
      "p.organization_id = \(group.path.customer)", "p.status <> 'deleted'",
      """
      \(isThere) (SELECT FROM scim_member m WHERE m.group_id = \(group.id) AND m.person_id = p.id)
      """,
      SearchText.contains("p.search_text", search),
    ]
    if outside { conditions.append("p.status <> 'disabled'") }
    if let after = try paging.afterKey(Person.self) {
      conditions.append("(p.family_name || ' ' || p.given_name, p.id) > (\(after.text), \(after.id))")
    }
    return try work.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email, p.status, EXISTS (
        SELECT FROM scim_gift f JOIN scim_mapping k ON k.subscription_id = f.subscription_id AND k.ended_at IS NULL
        WHERE f.person_id = p.id AND f.given_at IS NULL AND k.group_id = \(group.id)),
        p.family_name || ' ' || p.given_name
      FROM person p WHERE \(conditions.joined(separator: " AND "))
      ORDER BY p.family_name || ' ' || p.given_name, p.id LIMIT \(paging.fetched)
      """
    ).map {
      Member(
        id: try $0[0], name: try $0[1], email: try $0[2], state: try $0[3], isWaiting: try $0[4], order: try $0[5])
    }
  }

  // MARK: - Writing

  /// A group of the customer's own, with its first members.
  package static func create(
    _ name: String, _ people: [NamedPerson] = [], of customer: ID<Organization>, in work: Work
  ) throws -> Record {
    let owner = try owner(customer, in: work)
    try requireFree(name, of: customer, except: nil, in: work)
    let id: ID<Group> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO scim_group (id, distributor_id, reseller_id, customer_id, display_name, kept_by, created_at,
        modified_at)
      VALUES (\(id), \(owner.path.distributor), \(owner.path.reseller), \(owner.path.customer), \(name),
        \(Keeper.customer), \(work.now), \(work.now))
      """)
    let record = Record(id: id, path: owner.path, name: name, keeper: .customer, members: 0, version: 1)
    let joined = try join(people, record, in: work)
    try work.audit(
      "group.created", AuditObject("group", id), on: owner.path, after: facts(name, added: joined, removed: []))
    return try find(id, in: work)
  }

  package static func rename(
    _ id: ID<Group>, to name: String, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try changeable(id, in: work)
    try check(before)
    if before.name == name { return before }
    try requireFree(name, of: before.path.organization, except: id, in: work)
    work.tx.enqueue("UPDATE scim_group SET display_name = \(name) WHERE id = \(id)")
    touch(id, in: work)
    try work.audit(
      "group.changed", AuditObject("group", id), on: before.path, before: facts(before.name, added: [], removed: []),
      after: facts(name, added: [], removed: []))
    return try find(id, in: work)
  }

  /// Ends the group and all that it gave.
  package static func delete(_ id: ID<Group>, in work: Work, check: (Record) throws -> Void = { _ in }) throws {
    let group = try changeable(id, in: work)
    try check(group)
    work.tx.enqueue(
      """
      UPDATE scim_group SET deleted_at = \(work.now), modified_at = \(work.now), version = version + 1
      WHERE id = \(id)
      """
    )
    work.tx.enqueue("DELETE FROM scim_member WHERE group_id = \(id)")
    work.tx.enqueue("UPDATE scim_mapping SET ended_at = \(work.now) WHERE group_id = \(id) AND ended_at IS NULL")
    try work.audit(
      "group.deleted", AuditObject("group", id), on: group.path, before: facts(group.name, added: [], removed: []))
    try SCIMGifts.settle(group.path, in: work)
  }

  /// Lets people in; who is in it already stays. They get what the group gives.
  package static func add(
    _ people: [NamedPerson], to id: ID<Group>, in work: Work, notify: Bool? = nil
  ) throws -> Record {
    let group = try changeable(id, in: work)
    let joined = try join(people, group, in: work)
    if joined.isEmpty { return group }
    touch(id, in: work)
    try work.audit(
      "group.changed", AuditObject("group", id), on: group.path,
      after: facts(group.name, added: joined, removed: []))
    try SCIMGifts.settle(group.path, in: work, notify: notify ?? (joined.count <= Bounds.licenceMailsUnasked))
    return try find(id, in: work)
  }

  /// Takes people out, and back what they had by the group alone; who is not in it stays out.
  package static func remove(_ people: [NamedPerson], from id: ID<Group>, in work: Work) throws -> Record {
    let group = try changeable(id, in: work)
    let left = try work.tx.rows(
      "DELETE FROM scim_member WHERE group_id = \(id) AND person_id = ANY (\(people.map(\.id))) RETURNING person_id"
    ).map { try $0[0] as ID<Person> }
    if left.isEmpty { return group }
    touch(id, in: work)
    try work.audit(
      "group.changed", AuditObject("group", id), on: group.path,
      after: facts(group.name, added: [], removed: left.sorted()))
    try SCIMGifts.settle(group.path, in: work)
    return try find(id, in: work)
  }

  /// The group, locked, if the actor may say who is in it.
  private static func changeable(_ id: ID<Group>, in work: Work) throws -> Record {
    let group = try find(id, in: work, locking: true)
    let beyond = group.gifts.contains { gift in gift.service.map { !work.actor.rights.runs($0) } ?? true }
    try PeopleGroup.permitChange(keptBy: group.keeper, givesBeyondOwn: beyond)
    return group
  }

  private static func join(_ people: [NamedPerson], _ group: Record, in work: Work) throws -> [ID<Person>] {
    let known = try Licences.candidates(people.map(\.id), of: group.path.customer, in: work)
    let states = Dictionary(uniqueKeysWithValues: known.map { ($0.id, $0.state) })
    let issues = people.compactMap { person -> Issue? in
      guard let state = states[person.id] else { return Issue(person.pointer, "user.unknown") }
      return state == .disabled ? Issue(person.pointer, "user.disabled") : nil
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    try PeopleGroup.permitMembers(group.members + known.count, atMost: Bounds.groupMembers)
    return try work.tx.rows(
      """
      INSERT INTO scim_member (group_id, person_id, distributor_id, reseller_id, customer_id, since)
      SELECT \(group.id), m, \(group.path.distributor), \(group.path.reseller), \(group.path.customer), \(work.now)
      FROM unnest(\(known.map(\.id))) m ON CONFLICT DO NOTHING RETURNING person_id
      """
    ).map { try $0[0] as ID<Person> }.sorted()
  }

  private static func requireFree(
    _ name: String, of customer: ID<Organization>, except id: ID<Group>?, in work: Work
  ) throws {
    let same = try work.tx.rows(
      """
      SELECT 1 FROM scim_group WHERE customer_id = \(customer) AND kept_by = 'customer' AND deleted_at IS NULL
        AND folded(display_name) = folded(\(name)) AND id IS DISTINCT FROM \(id)
      """)
    if !same.isEmpty { throw Refusal.conflict("group.name_taken", ["name": name]) }
  }

  private static func touch(_ id: ID<Group>, in work: Work) {
    work.tx.enqueue("UPDATE scim_group SET version = version + 1, modified_at = \(work.now) WHERE id = \(id)")
  }

  private static func facts(_ name: String, added: [ID<Person>], removed: [ID<Person>]) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("name", name)
      if !added.isEmpty { $0.member("addedUserIds", added) }
      if !removed.isEmpty { $0.member("removedUserIds", removed) }
    }
    return json
  }
}

extension PeopleGroup.Keeper: TextColumn {}
