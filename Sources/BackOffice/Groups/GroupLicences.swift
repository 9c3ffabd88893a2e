import Core
import FoundationEssentials
import Postgres

/// What the members of a group get together: once, those who are in it now, or kept up, whoever comes and goes.
package enum GroupLicences {
  /// What giving a group a subscription's licences does, or would.
  package struct Outcome: Sendable {
    package let record: SubscriptionRecord
    /// Members who receive one.
    package let receiving: Int
    /// Members who have one already, and so keep it whatever becomes of the group.
    package let holding: Int
    /// Members for whom none is left; given once there are none, kept they wait.
    package let waiting: Int
  }

  /// Gives the members the licences. Once: all who have none or, where there are too few, nobody. Kept: as many as
  /// there are, and the others wait.
  package static func give(
    _ id: ID<Subscription>, _ giving: PeopleGroup.Giving, to group: ID<Group>, in work: Work, notify: Bool? = nil,
    preview: Bool = false
  ) throws -> Outcome {
    let found = try Groups.find(group, in: work)
    let record = try loaded(id, of: found, in: work, locking: !preview)
    if let obstacle = record.subscription.obstacleToAssigning { throw Refusal.conflict(obstacle) }
    let members = try members(of: group, and: id, in: work)
    let without = members.filter { !$0.holds && $0.state != .disabled }
    let free = max(0, record.subscription.quantity - record.subscription.assigned)
    let outcome = Outcome(
      record: record, receiving: min(without.count, free), holding: members.count { $0.holds },
      waiting: max(0, without.count - free))
    switch giving {
    case .once:
      if without.isEmpty { throw Refusal.conflict("group.nobody_without") }
      let wishes = without.map { Licences.Wish($0.id, id, at: "") }
      try Licences.give(wishes, in: work, notify: notify, preview: preview)
    case .kept:
      try requireNew(id, in: found)
      if !preview { try keep(record, found, notify ?? (outcome.receiving <= Bounds.licenceMailsUnasked), in: work) }
    }
    return outcome
  }

  private static func loaded(
    _ id: ID<Subscription>, of group: Groups.Record, in work: Work, locking: Bool
  ) throws -> SubscriptionRecord {
    guard let record = try Licences.records([id], in: work, locking: locking).first, record.path == group.path else {
      throw Refusal.invalid([Issue("/subscriptionId", "subscription.unknown")])
    }
    return record
  }

  private static func members(
    of group: ID<Group>, and id: ID<Subscription>, in work: Work
  ) throws -> [LicenceHolder] {
    try work.tx.rows(
      """
      SELECT p.id, p.status, a.person_id IS NOT NULL
      FROM scim_member m JOIN person p ON p.id = m.person_id
      LEFT JOIN licence_assignment a ON a.person_id = p.id AND a.subscription_id = \(id)
      WHERE m.group_id = \(group) ORDER BY p.id
      """
    ).map { LicenceHolder(id: try $0[0], state: try $0[1], holds: try $0[2]) }
  }

  private static func requireNew(_ id: ID<Subscription>, in group: Groups.Record) throws(Refusal) {
    if group.gifts.contains(where: { $0.subscription == id }) { throw .conflict("scim.mapping_exists") }
  }

  private static func keep(
    _ record: SubscriptionRecord, _ group: Groups.Record, _ notify: Bool, in work: Work
  ) throws {
    let mapping: ID<SCIMMappings.SCIMMapping> = work.newID()
    work.tx.enqueue(
      """
      INSERT INTO scim_mapping (id, group_id, distributor_id, reseller_id, customer_id, subscription_id, mapped_by,
        mapped_by_name, mapped_at)
      VALUES (\(mapping), \(group.id), \(group.path.distributor), \(group.path.reseller), \(group.path.customer),
        \(record.id), \(work.actor.person), \(work.actor.name), \(work.now))
      """)
    try work.audit("group.mapped", AuditObject("group", group.id), on: group.path, after: facts(record))
    try SCIMGifts.settle(group.path, in: work, notify: notify)
  }

  /// Ends what a group gives by itself, and takes back what its members had by it alone.
  package static func end(
    _ gift: ID<SCIMMappings.SCIMMapping>, of id: ID<Group>, in work: Work
  ) throws {
    let group = try Groups.find(id, in: work)
    guard let gift = group.gifts.first(where: { $0.id == gift }), let subscription = gift.subscription else {
      throw Refusal.notFound
    }
    let record = try Subscriptions.find(subscription, in: work)
    try Licences.requireRunning(record, in: work)
    let ended = try work.tx.execute(
      "UPDATE scim_mapping SET ended_at = \(work.now) WHERE id = \(gift.id) AND ended_at IS NULL")
    if ended == 0 { throw Refusal.notFound }
    try work.audit("group.unmapped", AuditObject("group", id), on: group.path, before: facts(record))
    try SCIMGifts.settle(group.path, in: work)
  }

  /// Gives those who wait what has become free.
  package static func settle(_ id: ID<Group>, in work: Work) throws {
    try SCIMGifts.settle(try Groups.find(id, in: work).path, in: work, notify: true)
  }

  /// The groups that give a subscription's licences by themselves, by name: taking licences back alone would not do.
  package static func keeping(_ id: ID<Subscription>, in work: Work) throws -> [(id: ID<Group>, name: String)] {
    try work.tx.rows(
      """
      SELECT DISTINCT g.display_name, g.id FROM scim_mapping k JOIN scim_group g ON g.id = k.group_id
      WHERE k.subscription_id = \(id) AND k.ended_at IS NULL ORDER BY g.display_name, g.id
      LIMIT \(Bounds.holdersNamed)
      """
    ).map { (id: try $0[1], name: try $0[0]) }
  }

  private static func facts(_ record: SubscriptionRecord) -> JSONWriter {
    var json = JSONWriter()
    json.object { $0.member("planName", record.name) }
    return json
  }
}

/// Licences that became free go to those who wait for them, by and by.
enum GroupJobs {
  /// As many customers as one transaction settles.
  private static let batch = 50

  static func runDue(_ office: Office) throws {
    var after: ID<Organization>?
    repeat { after = try settle(office, after: after) } while after != nil
  }

  /// Answers the last customer of a full batch; nil where there are no more.
  private static func settle(_ office: Office, after: ID<Organization>?) throws -> ID<Organization>? {
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "groups", office: office)
      let rows = try tx.rows(
        """
        SELECT DISTINCT f.customer_id, f.reseller_id, f.distributor_id
        FROM scim_gift f JOIN subscription s ON s.id = f.subscription_id
        WHERE f.given_at IS NULL AND s.status = 'active' AND s.assigned < s.quantity
          AND (\(after)::uuid IS NULL OR f.customer_id > \(after)) ORDER BY 1 LIMIT \(batch)
        """)
      let paths = try rows.map { Path(distributor: try $0[2], reseller: try $0[1], customer: try $0[0]) }
      for path in paths { try SCIMGifts.settle(path, in: work) }
      return paths.count < batch ? nil : paths.last?.customer
    }
  }
}
