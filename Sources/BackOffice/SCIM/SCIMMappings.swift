import Core
import FoundationEssentials
import Postgres

/// What a customer's manager lets the members of its groups have: licences, or the role of a user or technical admin.
package enum SCIMMappings {
  package struct Record: Sendable {
    package let id: ID<SCIMMapping>
    package let group: ID<SCIMGroup>
    package let subscription: ID<Subscription>?
    package let subscriptionName: String?
    package let role: Role?
    package let services: [ID<Service>]?
    package let serviceNames: [String]
    package let mappedBy: String
    package let mappedAt: Instant
  }

  /// Never made: it marks an `ID`.
  package enum SCIMMapping {}

  package struct Draft: Sendable {
    package var subscription: ID<Subscription>?
    package var role: Role?
    package var services: [ID<Service>]?

    package init() {}
  }

  /// The roles a group can give.
  static let roles = [Role.user, .technicalAdmin]

  /// A group as its manager sees it.
  package struct Listed: Sendable {
    package let group: SCIMGroup
    package let members: Int
    /// Members who wait for a licence.
    package let waiting: Int
    package let mappings: [Record]
  }

  // MARK: - Reading

  package static func groups(
    of customer: ID<Organization>, _ paging: Paging, in work: Work
  ) throws -> [Listed] {
    _ = try Provisioning.requireManager(of: customer, in: work)
    let after: SQL = try paging.afterID(SCIMGroup.self).map { "g.id > \($0)" } ?? "true"
    return try list("\(SCIMGroup.from(customer)) AND \(after) ORDER BY g.id LIMIT \(paging.fetched)", in: work)
  }

  package static func group(_ id: ID<SCIMGroup>, in work: Work) throws -> Listed {
    let all = try list(
      "FROM scim_group g WHERE g.id = \(id) AND g.kept_by = 'provider' AND g.deleted_at IS NULL", in: work)
    guard let found = all.first else { throw Refusal.notFound }
    _ = try Provisioning.requireManager(of: found.group.path.organization, in: work)
    return found
  }

  private static func list(_ from: SQL, in work: Work) throws -> [Listed] {
    let rows = try work.tx.rows(
      """
      \(SCIMGroup.select), (SELECT count(*) FROM scim_member m WHERE m.group_id = g.id),
        (SELECT count(DISTINCT f.person_id) FROM scim_member m JOIN scim_gift f ON f.person_id = m.person_id
          JOIN scim_mapping k ON k.group_id = g.id AND k.subscription_id = f.subscription_id AND k.ended_at IS NULL
          WHERE m.group_id = g.id AND f.given_at IS NULL) \(from)
      """)
    let groups = try rows.map { (try SCIMGroup($0), try $0[9] as Int, try $0[10] as Int) }
    let mappings = Dictionary(grouping: try self.mappings(of: groups.map(\.0.id), in: work), by: \.group)
    return groups.map { Listed(group: $0.0, members: $0.1, waiting: $0.2, mappings: mappings[$0.0.id] ?? []) }
  }

  private static func mappings(of groups: [ID<SCIMGroup>], in work: Work) throws -> [Record] {
    try work.tx.rows("\(select) WHERE k.group_id = ANY (\(groups)) AND k.ended_at IS NULL ORDER BY k.id").map(record)
  }

  private static let select: SQL = """
    SELECT k.id, k.group_id, k.subscription_id, coalesce(s.friendly_name, s.plan_name), k.role, k.service_ids,
      coalesce((SELECT array_agg(v.name ORDER BY v.name) FROM service v WHERE v.id = ANY (k.service_ids)), '{}'),
      k.mapped_by_name, k.mapped_at, k.distributor_id, k.reseller_id, k.customer_id
    FROM scim_mapping k LEFT JOIN subscription s ON s.id = k.subscription_id
    """

  private static func record(_ row: Row) throws -> Record {
    Record(
      id: try row[0], group: try row[1], subscription: try row[2], subscriptionName: try row[3], role: try row[4],
      services: try row[5], serviceNames: try row[6], mappedBy: try row[7], mappedAt: try row[8])
  }

  // MARK: - Writing

  package static func add(_ draft: Draft, to id: ID<SCIMGroup>, in work: Work) throws -> Record {
    let group = try group(id, in: work).group
    _ = try Provisioning.locked(group.path, in: work)
    let services = draft.services.map { Array(Set($0)).sorted() }
    try check(draft, services, group, in: work)
    let mapping: ID<SCIMMapping> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO scim_mapping (id, group_id, distributor_id, reseller_id, customer_id, subscription_id, role,
        service_ids, mapped_by, mapped_by_name, mapped_at)
      VALUES (\(mapping), \(id), \(group.path.distributor), \(group.path.reseller), \(group.path.customer),
        \(draft.subscription), \(draft.role), \(services), \(work.actor.person), \(work.actor.name), \(work.now))
      """)
    let record = try record(try work.tx.rows("\(select) WHERE k.id = \(mapping)")[0])
    try work.audit("group.mapped", AuditObject("scimGroup", id), on: group.path, after: facts(record))
    try SCIMGifts.settle(group.path, in: work)
    return record
  }

  private static func check(
    _ draft: Draft, _ services: [ID<Service>]?, _ group: SCIMGroup, in work: Work
  ) throws {
    guard (draft.subscription == nil) != (draft.role == nil) else {
      throw Refusal.invalid([Issue("/subscriptionId", "scim.mapping_one_thing")])
    }
    var issues: [Issue] = []
    if let subscription = draft.subscription {
      let known = try work.tx.rows(
        """
        SELECT 1 FROM subscription WHERE id = \(subscription) AND customer_id = \(group.path.customer)
          AND status IN ('pending', 'active', 'suspended')
        """)
      if known.isEmpty { issues.append(Issue("/subscriptionId", "subscription.unknown")) }
      try work.actor.require(.licencesAssign)
    }
    if let role = draft.role, !roles.contains(role) { issues.append(Issue("/role", "scim.mapping_role")) }
    if let services {
      if draft.role != .technicalAdmin { issues.append(Issue("/serviceIds", "grant.services_not_for_role")) }
      let known = try work.tx.rows("SELECT id FROM service WHERE id = ANY (\(services))").count
      if services.isEmpty || known != services.count { issues.append(Issue("/serviceIds", "service.unknown")) }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    if let role = draft.role, !work.actor.rights.mayGrant(role, at: .customer) {
      throw Refusal.denied("grant.beyond_own_rights")
    }
    let same = try work.tx.rows(
      """
      SELECT 1 FROM scim_mapping WHERE group_id = \(group.id) AND ended_at IS NULL
        AND subscription_id IS NOT DISTINCT FROM \(draft.subscription) AND role IS NOT DISTINCT FROM \(draft.role)
        AND service_ids IS NOT DISTINCT FROM \(services)
      """)
    if !same.isEmpty { throw Refusal.conflict("scim.mapping_exists") }
  }

  /// Ends a mapping, and with it what it gave and nothing else does.
  package static func end(_ id: ID<SCIMMapping>, in work: Work) throws {
    let rows = try work.tx.rows("\(select) WHERE k.id = \(id) AND k.ended_at IS NULL")
    guard let row = rows.first else { throw Refusal.notFound }
    let record = try record(row)
    let path = Path(distributor: try row[9], reseller: try row[10], customer: try row[11])
    _ = try Provisioning.requireManager(of: path.organization, in: work)
    _ = try Provisioning.locked(path, in: work)
    let ended = try work.tx.execute(
      "UPDATE scim_mapping SET ended_at = \(work.now) WHERE id = \(id) AND ended_at IS NULL")
    if ended == 0 { throw Refusal.notFound }
    try work.audit("group.unmapped", AuditObject("scimGroup", record.group), on: path, before: facts(record))
    try SCIMGifts.settle(path, in: work)
  }

  /// Gives those who wait what has become free.
  package static func settle(_ id: ID<SCIMGroup>, in work: Work) throws {
    let group = try group(id, in: work).group
    _ = try Provisioning.locked(group.path, in: work)
    try SCIMGifts.settle(group.path, in: work)
  }

  private static func facts(_ record: Record) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("planName", record.subscriptionName)
      $0.member("role", record.role?.rawValue)
      $0.member("serviceIds", record.services)
    }
    return json
  }
}
