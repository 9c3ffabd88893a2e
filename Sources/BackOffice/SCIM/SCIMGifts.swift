import Core
import FoundationEssentials
import Postgres

/// What a group's members get by its mappings, whether the provider keeps the group or the customer itself. What
/// somebody held before is left alone; what a person took back by hand stays taken back until the member has left and
/// come again; who is disabled gets nothing.
enum SCIMGifts {
  private struct Gift {
    let person: ID<Person>
    let subscription: ID<Subscription>?
    let role: Role?
    let services: [ID<Service>]?
  }

  /// Who gets what by the mappings that hold, a row each; to be joined by.
  private static func wanted(_ customer: ID<Organization>?) -> SQL {
    """
    SELECT m.person_id, k.subscription_id, k.role, k.service_ids, min(m.since) AS since
    FROM scim_mapping k JOIN scim_member m ON m.group_id = k.group_id
    JOIN person p ON p.id = m.person_id AND p.status <> 'disabled'
    WHERE k.customer_id = \(customer) AND k.ended_at IS NULL
    GROUP BY m.person_id, k.subscription_id, k.role, k.service_ids
    """
  }

  private static let same: SQL = """
    w.person_id = f.person_id AND w.subscription_id IS NOT DISTINCT FROM f.subscription_id
      AND w.role IS NOT DISTINCT FROM f.role AND w.service_ids IS NOT DISTINCT FROM f.service_ids
    """

  /// Ends what nobody is to have any more and gives what is missing, one after the other for each customer. What is
  /// settled is the whole customer's, so it is done with everything in reach: whoever joins somebody to a group need
  /// not see all that groups give. `notify`: whether those who receive licences are told by mail.
  static func settle(_ path: Path, in work: Work, notify: Bool = false) throws {
    let any = try work.tx.pipeline([
      "SELECT pg_advisory_xact_lock(hashtextextended(\(path.organization.description), \(lockSeed)))",
      Reach.everything,
      """
      SELECT 1 WHERE EXISTS (SELECT FROM scim_mapping WHERE customer_id = \(path.customer) AND ended_at IS NULL)
        OR EXISTS (SELECT FROM scim_gift WHERE customer_id = \(path.customer))
      """,
    ])[2]
    if !any.isEmpty {
      try takeBack(path, in: work)
      try give(path, in: work, notify: notify)
    }
    if work.actor.credential != .system { work.tx.enqueue(Reach.notEverything) }
  }

  /// Tells these locks from others on the same text.
  private static let lockSeed: Int64 = 22

  // MARK: - Ending

  private static func takeBack(_ path: Path, in work: Work) throws {
    let ended = try work.tx.rows(
      """
      WITH w AS MATERIALIZED (\(wanted(path.customer)))
      DELETE FROM scim_gift f WHERE f.customer_id = \(path.customer) AND (
        NOT EXISTS (SELECT FROM w WHERE \(same))
        OR f.given_at IS NULL AND EXISTS (SELECT FROM licence_assignment a
          WHERE a.subscription_id = f.subscription_id AND a.person_id = f.person_id))
      RETURNING f.person_id, f.subscription_id, f.grant_id, f.given_at
      """)
    var people: [ID<Person>] = []
    var subscriptions: [ID<Subscription>] = []
    var instants: [Instant] = []
    var grants: [ID<Grant>] = []
    for row in ended {
      if let grant: ID<Grant> = try row[2] { grants.append(grant) }
      guard let subscription: ID<Subscription> = try row[1], let given: Instant = try row[3] else { continue }
      people.append(try row[0])
      subscriptions.append(subscription)
      instants.append(given)
    }
    try takeBack(grants, path, in: work)
    if !people.isEmpty { try takeBack(people, subscriptions, instants, path, in: work) }
  }

  private static func takeBack(_ grants: [ID<Grant>], _ path: Path, in work: Work) throws {
    if grants.isEmpty { return }
    let ended = try work.tx.rows(
      """
      UPDATE role_grant SET ended_at = \(work.now) WHERE id = ANY (\(grants)) AND ended_at IS NULL
      RETURNING id, person_id, role
      """)
    for row in ended {
      let id: ID<Grant> = try row[0]
      let person: ID<Person> = try row[1]
      let role: Role = try row[2]
      var facts = JSONWriter()
      facts.object {
        $0.member("userId", person)
        $0.member("role", role.rawValue)
      }
      try work.audit("grant.ended", AuditObject("grant", id), on: path, before: facts)
    }
  }

  /// Only the very licence that was given: one taken back and assigned again by hand is somebody else's doing.
  private static func takeBack(
    _ people: [ID<Person>], _ subscriptions: [ID<Subscription>], _ given: [Instant], _ path: Path, in work: Work
  ) throws {
    let ended = try work.tx.pipeline([
      "SELECT id FROM subscription WHERE id = ANY (\(subscriptions)) ORDER BY id FOR NO KEY UPDATE",
      """
      DELETE FROM licence_assignment a
      USING unnest(\(people), \(subscriptions), \(given)) AS f (person_id, subscription_id, given_at)
      WHERE a.person_id = f.person_id AND a.subscription_id = f.subscription_id AND a.assigned_at = f.given_at
      RETURNING a.person_id, a.subscription_id
      """,
    ])[1]
    let pairs = try ended.map { (try $0[0] as ID<Person>, try $0[1] as ID<Subscription>) }
    for (person, subscription) in pairs {
      try audit("unassigned", person, subscription, path, in: work)
    }
    count(-1, pairs.map(\.1), in: work)
  }

  // MARK: - Giving

  private static func give(_ path: Path, in work: Work, notify: Bool) throws {
    let rows = try work.tx.rows(
      """
      SELECT w.person_id, w.subscription_id, w.role, w.service_ids, f.person_id IS NOT NULL
      FROM (\(wanted(path.customer))) w LEFT JOIN scim_gift f ON \(same)
      WHERE (f.person_id IS NULL OR f.given_at IS NULL)
        AND NOT EXISTS (SELECT FROM licence_assignment a
          WHERE a.subscription_id = w.subscription_id AND a.person_id = w.person_id)
        AND NOT EXISTS (SELECT FROM role_grant g WHERE g.organization_id = \(path.customer)
          AND g.person_id = w.person_id AND g.role = w.role AND g.service_ids IS NOT DISTINCT FROM w.service_ids
          AND g.ended_at IS NULL AND (g.expires_at IS NULL OR g.expires_at > \(work.now)))
      ORDER BY coalesce(f.since, w.since), w.person_id
      """)
    var licences: [(person: ID<Person>, subscription: ID<Subscription>, isWaiting: Bool)] = []
    for row in rows {
      let person: ID<Person> = try row[0]
      if let subscription: ID<Subscription> = try row[1] {
        licences.append((person, subscription, try row[4]))
      } else {
        try give(Gift(person: person, subscription: nil, role: try row[2], services: try row[3]), path, in: work)
      }
    }
    if licences.isEmpty { return }
    var free = try freeLicences(of: Set(licences.map(\.subscription)), in: work)
    var given: [(ID<Person>, ID<Subscription>)] = []
    var short: [(ID<Person>, ID<Subscription>)] = []
    for licence in licences {
      if free[licence.subscription, default: 0] > 0 {
        free[licence.subscription, default: 0] -= 1
        given.append((licence.person, licence.subscription))
      } else if !licence.isWaiting {
        short.append((licence.person, licence.subscription))
      }
    }
    try assign(given, path, in: work)
    if notify { try tell(given, path, in: work) }
    record(short, given: nil, path, in: work)
    for (person, subscription) in short { try audit("short", person, subscription, path, in: work) }
  }

  private static func tell(_ given: [(ID<Person>, ID<Subscription>)], _ path: Path, in work: Work) throws {
    if given.isEmpty { return }
    let records = try work.tx.rows(
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)) FROM subscription s
      WHERE s.id = ANY (\(Array(Set(given.map(\.1)))))
      """
    ).map(SubscriptionRecord.init(row:))
    let people = try Licences.candidates(given.map(\.0), of: path.customer, in: work)
    try LicenceMail.tell(people, given.map { Licences.Wish($0.0, $0.1, at: "") }, records, in: work)
  }

  /// Free licences of those that are active, each locked.
  private static func freeLicences(
    of subscriptions: Set<ID<Subscription>>, in work: Work
  ) throws -> [ID<Subscription>: Int] {
    let rows = try work.tx.rows(
      """
      SELECT id, greatest(quantity - assigned, 0) FROM subscription
      WHERE id = ANY (\(subscriptions.sorted())) AND status = 'active' AND NOT direct ORDER BY id FOR NO KEY UPDATE
      """)
    var free: [ID<Subscription>: Int] = [:]
    for row in rows { free[try row[0]] = Int(try row[1] as Int32) }
    return free
  }

  private static func assign(_ given: [(ID<Person>, ID<Subscription>)], _ path: Path, in work: Work) throws {
    if given.isEmpty { return }
    work.tx.enqueue(
      """
      INSERT INTO licence_assignment (person_id, subscription_id, distributor_id, reseller_id, customer_id, assigned_at)
      SELECT f.person_id, f.subscription_id, \(path.distributor), \(path.reseller), \(path.customer), \(work.now)
      FROM unnest(\(given.map(\.0)), \(given.map(\.1))) AS f (person_id, subscription_id)
      """)
    record(given, given: work.now, path, in: work)
    for (person, subscription) in given { try audit("assigned", person, subscription, path, in: work) }
    count(1, given.map(\.1), in: work)
  }

  private static func record(
    _ licences: [(ID<Person>, ID<Subscription>)], given: Instant?, _ path: Path, in work: Work
  ) {
    if licences.isEmpty { return }
    work.tx.enqueue(
      """
      INSERT INTO scim_gift (person_id, subscription_id, distributor_id, reseller_id, customer_id, since, given_at)
      SELECT f.person_id, f.subscription_id, \(path.distributor), \(path.reseller), \(path.customer), \(work.now),
        \(given)
      FROM unnest(\(licences.map(\.0)), \(licences.map(\.1))) AS f (person_id, subscription_id)
      ON CONFLICT (person_id, subscription_id, role, service_ids) DO UPDATE SET given_at = excluded.given_at
      """)
  }

  private static func count(_ change: Int, _ subscriptions: [ID<Subscription>], in work: Work) {
    for (subscription, times) in Dictionary(grouping: subscriptions, by: \.self).mapValues(\.count) {
      work.tx.enqueue(
        """
        UPDATE subscription SET assigned = assigned + \(Int32(change * times)), version = version + 1
        WHERE id = \(subscription)
        """)
    }
  }

  private static func give(_ gift: Gift, _ path: Path, in work: Work) throws {
    guard let role = gift.role else { return }
    var draft = Grants.Draft(person: gift.person, role: role)
    draft.services = gift.services
    let grant = try Grants.insert(draft, at: path, in: work)
    work.tx.enqueue(
      """
      INSERT INTO scim_gift (person_id, role, service_ids, grant_id, distributor_id, reseller_id, customer_id, since,
        given_at)
      VALUES (\(gift.person), \(role), \(gift.services), \(grant), \(path.distributor), \(path.reseller),
        \(path.customer), \(work.now), \(work.now))
      """)
  }

  private static func audit(
    _ what: String, _ person: ID<Person>, _ subscription: ID<Subscription>, _ path: Path, in work: Work
  ) throws {
    var facts = JSONWriter()
    facts.object { $0.member("userId", person) }
    try work.audit("licence." + what, AuditObject("subscription", subscription), on: path, after: facts)
  }
}
