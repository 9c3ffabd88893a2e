import Core
import FoundationEssentials
import Postgres

/// A customer's groups as its identity provider keeps them.
enum SCIMGroups {
  static let schema = SCIMSchema.group
  static let mostMembers = 10_000

  private static func customer(_ work: Work) -> ID<Organization> { work.actor.organization }

  static func find(_ id: ID<SCIMGroup>, in work: Work) throws -> SCIMGroup {
    let rows = try work.tx.rows("\(SCIMGroup.select) \(SCIMGroup.from(customer(work))) AND g.id = \(id)")
    guard let row = rows.first else { throw Refusal.notFound }
    return try SCIMGroup(row)
  }

  static func resource(
    _ group: SCIMGroup, _ selection: SCIMSelection = .everything, in work: Work
  ) throws -> JSONValue {
    try resources([group], selection, in: work)[0]
  }

  private static func resources(
    _ groups: [SCIMGroup], _ selection: SCIMSelection, in work: Work
  ) throws -> [JSONValue] {
    let members = selection.holds("members") ? try members(of: groups.map(\.id), in: work) : [:]
    let address = Provisioning.address(in: work)
    return groups.map { .object(selection.applied(to: $0.resource(members[$0.id] ?? [], at: address), schema)) }
  }

  private typealias Member = (id: ID<Person>, name: String)

  private static func members(of groups: [ID<SCIMGroup>], in work: Work) throws -> [ID<SCIMGroup>: [Member]] {
    let rows = try work.tx.rows(
      """
      SELECT m.group_id, p.id, coalesce(x.display_name, \(SCIMUser.wholeName))
      FROM scim_member m JOIN person p ON p.id = m.person_id LEFT JOIN scim_person x ON x.person_id = p.id
      WHERE m.group_id = ANY (\(groups)) ORDER BY m.group_id, p.id
      """)
    var members: [ID<SCIMGroup>: [Member]] = [:]
    for row in rows { members[try row[0], default: []].append((try row[1], try row[2])) }
    return members
  }

  /// The groups each of the people is in, by name.
  static func memberships(
    of people: [ID<Person>], in work: Work
  ) throws -> [ID<Person>: [(id: ID<SCIMGroup>, name: String)]] {
    let rows = try work.tx.rows(
      """
      SELECT m.person_id, g.id, g.display_name FROM scim_member m JOIN scim_group g ON g.id = m.group_id
      WHERE m.person_id = ANY (\(people)) AND g.kept_by = 'provider' AND g.deleted_at IS NULL
      ORDER BY g.display_name, g.id
      """)
    var groups: [ID<Person>: [(id: ID<SCIMGroup>, name: String)]] = [:]
    for row in rows { groups[try row[0], default: []].append((try row[1], try row[2])) }
    return groups
  }

  static func count(_ query: SCIMQuery, in work: Work) throws -> Int {
    try work.tx.rows("SELECT count(*) \(SCIMGroup.from(customer(work))) AND \(try condition(query, in: work))")[0][0]
  }

  static func page(_ query: SCIMQuery, skipping: Int, limit: Int, in work: Work) throws -> [JSONValue] {
    if limit == 0 { return [] }
    let order = try SCIMUsers.order(query, schema, SCIMGroup.columns(at: Provisioning.address(in: work)))
    let groups = try work.tx.rows(
      """
      \(SCIMGroup.select) \(SCIMGroup.from(customer(work))) AND \(try condition(query, in: work))
      ORDER BY \(order)g.id LIMIT \(limit) OFFSET \(skipping)
      """
    ).map { try SCIMGroup($0) }
    return try resources(groups, query.selection, in: work)
  }

  private static func condition(_ query: SCIMQuery, in work: Work) throws -> SQL {
    let checked = try query.filter?.checked(by: schema)
    return checked.map(SCIMGroup.columns(at: Provisioning.address(in: work)).condition) ?? "true"
  }

  // MARK: - Writing

  static func create(_ body: JSONValue, in work: Work) throws -> SCIMGroup {
    let path = work.actor.path
    _ = try Provisioning.locked(path, in: work)
    let draft = try Draft(schema.resource(body))
    let id: ID<SCIMGroup> = work.newID()
    try check(draft, of: nil, adding: draft.members, in: work)
    work.tx.enqueue(
      """
      INSERT INTO scim_group (id, distributor_id, reseller_id, customer_id, display_name, external_id, created_at,
        modified_at)
      VALUES (\(id), \(path.distributor), \(path.reseller), \(path.customer), \(draft.displayName),
        \(draft.externalID), \(work.now), \(work.now))
      """)
    add(draft.members, to: id, in: work)
    touch(draft.members, in: work)
    var facts = JSONWriter()
    facts.object {
      $0.member("name", draft.displayName)
      $0.member("externalId", draft.externalID)
      $0.member("addedUserIds", draft.members)
    }
    try work.audit("group.created", AuditObject("scimGroup", id), on: path, after: facts)
    return try find(id, in: work)
  }

  /// Changes a group to what `resource` makes of what is shown of it.
  static func change(
    _ id: ID<SCIMGroup>, in work: Work, check match: (SCIMGroup) throws -> Void,
    _ resource: (SCIMObject) throws -> SCIMObject
  ) throws -> SCIMGroup {
    let path = work.actor.path
    _ = try Provisioning.locked(path, in: work)
    let before = try find(id, in: work)
    try match(before)
    let members = try members(of: [id], in: work)[id] ?? []
    let draft = try Draft(resource(before.resource(members, at: "")))
    let had = Set(members.map(\.id))
    let added = draft.members.filter { !had.contains($0) }
    let removed = had.subtracting(draft.members).sorted()
    let isRenamed = draft.displayName != before.displayName
    guard isRenamed || draft.externalID != before.externalID || !added.isEmpty || !removed.isEmpty else {
      return before
    }
    try check(draft, of: id, adding: added, in: work)
    work.tx.enqueue(
      """
      UPDATE scim_group SET display_name = \(draft.displayName), external_id = \(draft.externalID),
        modified_at = \(work.now), version = version + 1
      WHERE id = \(id)
      """)
    add(added, to: id, in: work)
    work.tx.enqueue("DELETE FROM scim_member WHERE group_id = \(id) AND person_id = ANY (\(removed))")
    touch(isRenamed ? Array(had.union(added)).sorted() : added + removed, in: work)
    try work.audit(
      "group.changed", AuditObject("scimGroup", id), on: path,
      before: facts(before.displayName, before.externalID, added: [], removed: []),
      after: facts(draft.displayName, draft.externalID, added: added, removed: removed))
    try SCIMGifts.settle(path, in: work)
    return try find(id, in: work)
  }

  private static func facts(
    _ name: String, _ externalID: String?, added: [ID<Person>], removed: [ID<Person>]
  ) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("name", name)
      $0.member("externalId", externalID)
      if !added.isEmpty { $0.member("addedUserIds", added) }
      if !removed.isEmpty { $0.member("removedUserIds", removed) }
    }
    return json
  }

  static func delete(_ id: ID<SCIMGroup>, in work: Work, check: (SCIMGroup) throws -> Void) throws {
    let path = work.actor.path
    _ = try Provisioning.locked(path, in: work)
    let group = try find(id, in: work)
    try check(group)
    work.tx.enqueue(
      "UPDATE scim_group SET deleted_at = \(work.now), version = version + 1 WHERE id = \(id)")
    touch(try members(of: [id], in: work)[id]?.map(\.id) ?? [], in: work)
    work.tx.enqueue("DELETE FROM scim_member WHERE group_id = \(id)")
    work.tx.enqueue(
      "UPDATE scim_mapping SET ended_at = \(work.now) WHERE group_id = \(id) AND ended_at IS NULL")
    try work.audit(
      "group.deleted", AuditObject("scimGroup", id), on: path,
      before: facts(group.displayName, group.externalID, added: [], removed: []))
    try SCIMGifts.settle(path, in: work)
  }

  /// What a provider wants a group to be.
  private struct Draft {
    let displayName: String
    let externalID: String?
    let members: [ID<Person>]

    init(_ resource: SCIMObject) throws(SCIMFault) {
      displayName = resource["displayName"]?.text ?? ""
      externalID = resource["externalId"]?.text
      let values = resource["members"]?.list.map(\.object) ?? []
      guard values.count <= SCIMGroups.mostMembers else {
        throw SCIMFault(.invalidValue, "scim.members_too_many", ["maximum": String(SCIMGroups.mostMembers)])
      }
      var members: [ID<Person>] = []
      var seen: Set<ID<Person>> = []
      for value in values {
        let text = value["value"]?.text ?? value["$ref"]?.text?.split(separator: "/").last.map(String.init) ?? ""
        guard let id = ID<Person>(text), value["type"]?.text.map({ $0.matchesName("User") }) ?? true else {
          throw SCIMFault(.invalidValue, "scim.member_unknown", ["value": String(text.prefix(100))])
        }
        if seen.insert(id).inserted { members.append(id) }
      }
      self.members = members
    }
  }

  private static func check(
    _ draft: Draft, of group: ID<SCIMGroup>?, adding members: [ID<Person>], in work: Work
  ) throws {
    let known = try work.tx.rows(
      """
      SELECT p.id FROM person p LEFT JOIN scim_person x ON x.person_id = p.id
      WHERE p.organization_id = \(customer(work)) AND p.status <> 'deleted' AND x.deleted_at IS NULL
        AND p.id = ANY (\(members))
      """
    ).map { try $0[0] as ID<Person> }
    if let stranger = Set(members).subtracting(known).min() {
      throw SCIMFault(.invalidValue, "scim.member_unknown", ["value": stranger.description])
    }
    guard let external = draft.externalID else { return }
    let others = try work.tx.rows(
      """
      SELECT 1 FROM scim_group WHERE customer_id = \(customer(work)) AND external_id = \(external)
        AND deleted_at IS NULL AND id IS DISTINCT FROM \(group)
      """)
    if !others.isEmpty { throw SCIMFault(.uniqueness, "scim.external_id_taken") }
  }

  private static func add(_ members: [ID<Person>], to group: ID<SCIMGroup>, in work: Work) {
    let path = work.actor.path
    work.tx.enqueue(
      """
      INSERT INTO scim_member (group_id, person_id, distributor_id, reseller_id, customer_id, since)
      SELECT \(group), m, \(path.distributor), \(path.reseller), \(path.customer), \(work.now)
      FROM unnest(\(members)) m
      """)
  }

  /// Their groups are part of what is said of people.
  private static func touch(_ people: [ID<Person>], in work: Work) {
    if people.isEmpty { return }
    let path = work.actor.path
    work.tx.enqueue(
      """
      INSERT INTO scim_person (person_id, distributor_id, reseller_id, customer_id)
      SELECT m, \(path.distributor), \(path.reseller), \(path.customer) FROM unnest(\(people)) m
      ON CONFLICT (person_id) DO UPDATE SET version = scim_person.version + 1
      """)
  }
}
