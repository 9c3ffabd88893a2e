import Core
import FoundationEssentials
import Postgres

/// Licences given to people, taken back and moved: sets of them at once, all or none.
///
/// A subscription's row is locked before its licences are counted, so of two who give the last one, one does.
package enum Licences {
  /// Somebody with a licence.
  package struct Holding: Sendable {
    package let person: ID<Person>
    package let name: String
    package let email: String
    package let since: Instant
  }

  /// Somebody of a customer, as far as giving them something needs to know them.
  package struct Candidate: Sendable {
    package let id: ID<Person>
    package let name: String
    package let email: String
    package let state: AccountState.Stored
    let mailAddress: String
    let language: Language
  }

  /// A licence wanted or given up: whose, of what, and where it stands in the input.
  package struct Wish: Sendable {
    package let person: ID<Person>
    package let subscription: ID<Subscription>
    package let pointer: String

    package init(_ person: ID<Person>, _ subscription: ID<Subscription>, at pointer: String) {
      self.person = person
      self.subscription = subscription
      self.pointer = pointer
    }
  }

  /// What came of it, or would: the subscriptions as they are then, and everybody concerned.
  package struct Outcome: Sendable {
    package let records: [SubscriptionRecord]
    package let people: [Candidate]
  }

  /// Who has a licence, by id.
  package static func list(of id: ID<Subscription>, _ paging: Paging, in work: Work) throws -> [Holding] {
    let record = try Subscriptions.find(id, in: work)
    try work.actor.require(.licencesAssign)
    try Delegations.require(.licences, over: record.path, in: work)
    let after: SQL = try paging.afterID(Person.self).map { "a.person_id > \($0)" } ?? "true"
    return try work.tx.rows(
      """
      SELECT a.person_id, p.given_name || ' ' || p.family_name, p.sign_in_email, a.assigned_at
      FROM licence_assignment a JOIN person p ON p.id = a.person_id
      WHERE a.subscription_id = \(id) AND \(after) ORDER BY a.person_id LIMIT \(paging.fetched)
      """
    ).map { Holding(person: try $0[0], name: try $0[1], email: try $0[2], since: try $0[3]) }
  }

  // MARK: - Giving and taking back

  /// Gives every licence wished for, or none. `notify`: whether those who receive one are told by mail; nil: where they
  /// are few. Throws everybody who cannot have one, and how many licences lack.
  @discardableResult
  package static func give(
    _ wishes: [Wish], in work: Work, notify: Bool? = nil, preview: Bool = false
  ) throws -> Outcome {
    let records = try loaded(wishes, in: work, locking: !preview)
    let people = try candidates(wishes.map(\.person), of: records, in: work)
    let holding = try holdings(wishes, in: work)
    let after = try decided(records, wishes) { record, wanted in
      let held = holding[record.id] ?? []
      return try record.subscription.assigning(
        wanted, known: people.map { LicenceHolder(id: $0.id, state: $0.state, holds: held.contains($0.id)) })
    }
    if preview { return Outcome(records: after, people: people) }
    guard let path = after.first?.path else { return Outcome(records: [], people: []) }
    work.tx.enqueue(
      """
      INSERT INTO licence_assignment (person_id, subscription_id, distributor_id, reseller_id, customer_id, assigned_at)
      SELECT f.person_id, f.subscription_id, \(path.distributor), \(path.reseller), \(path.customer), \(work.now)
      FROM unnest(\(wishes.map(\.person)), \(wishes.map(\.subscription))) AS f (person_id, subscription_id)
      """)
    try count(wishes, 1, after, "licence.assigned", in: work)
    if notify ?? (people.count <= Bounds.licenceMailsUnasked) {
      try LicenceMail.tell(people, wishes, after, in: work)
    }
    return Outcome(records: after, people: people)
  }

  /// Takes every licence named back, or none. Throws everybody who has none.
  @discardableResult
  package static func takeBack(_ wishes: [Wish], in work: Work, preview: Bool = false) throws -> Outcome {
    let records = try loaded(wishes, in: work, locking: !preview)
    let holding = try holdings(wishes, in: work)
    let after = try decided(records, wishes) { record, named in
      try record.subscription.unassigning(named, holders: holding[record.id] ?? [])
    }
    let people = try candidates(wishes.map(\.person), of: records, in: work)
    if preview { return Outcome(records: after, people: people) }
    work.tx.enqueue(
      """
      DELETE FROM licence_assignment a
      USING unnest(\(wishes.map(\.person)), \(wishes.map(\.subscription))) AS f (person_id, subscription_id)
      WHERE a.person_id = f.person_id AND a.subscription_id = f.subscription_id
      """)
    try count(wishes, -1, after, "licence.unassigned", in: work)
    return Outcome(records: after, people: people)
  }

  // MARK: - What they share

  /// For a subscription that is named by the address, not by a field: one that is not there is not found.
  package static func ofOne<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch Refusal.invalid(let issues) where issues.contains(where: { $0.code == "subscription.unknown" }) {
      throw Refusal.notFound
    }
  }

  /// The subscriptions named, in the order of their ids, each one's licences the actor's to give; all of one customer.
  static func loaded(_ wishes: [Wish], in work: Work, locking: Bool) throws -> [SubscriptionRecord] {
    let records = try records(wishes.map(\.subscription), in: work, locking: locking)
    let known = Set(records.filter { $0.path == records[0].path }.map(\.id))
    let unknown = wishes.filter { !known.contains($0.subscription) }
    if !unknown.isEmpty { throw Refusal.invalid(unknown.map { Issue($0.pointer, "subscription.unknown") }) }
    return records
  }

  /// Those of the subscriptions that are in reach, in the order of their ids, each one's licences the actor's to give.
  static func records(
    _ ids: [ID<Subscription>], in work: Work, locking: Bool
  ) throws -> [SubscriptionRecord] {
    try work.actor.require(.licencesAssign)
    let lock: SQL = locking ? "FOR NO KEY UPDATE" : ""
    let records = try work.tx.rows(
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)) FROM subscription s
      WHERE s.id = ANY (\(Set(ids).sorted())) ORDER BY s.id \(lock)
      """
    ).map(SubscriptionRecord.init(row:))
    for record in records { try requireRunning(record, in: work) }
    for path in Set(records.map(\.path)) { try Delegations.require(.licences, over: path, in: work) }
    return records
  }

  static func requireRunning(_ record: SubscriptionRecord, in work: Work) throws(Refusal) {
    try work.actor.require(.licencesAssign)
    guard work.actor.rights.runs(record.service) else { throw .forbidden(.licencesAssign) }
  }

  /// Those of the people who are of the subscriptions' customer, by name.
  static func candidates(
    _ people: [ID<Person>], of records: [SubscriptionRecord], in work: Work
  ) throws -> [Candidate] {
    try candidates(people, of: records.first?.path.customer, in: work)
  }

  static func candidates(
    _ people: [ID<Person>], of customer: ID<Organization>?, in work: Work
  ) throws -> [Candidate] {
    try work.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email, p.status,
        coalesce(p.notification_email, p.sign_in_email), p.language
      FROM person p
      WHERE p.id = ANY (\(Array(Set(people)))) AND p.organization_id = \(customer) AND p.status <> 'deleted'
      ORDER BY p.family_name, p.given_name, p.id
      """
    ).map {
      Candidate(
        id: try $0[0], name: try $0[1], email: try $0[2], state: try $0[3], mailAddress: try $0[4],
        language: try $0[5])
    }
  }

  /// Which of the people named hold which of the subscriptions named.
  static func holdings(_ wishes: [Wish], in work: Work) throws -> [ID<Subscription>: Set<ID<Person>>] {
    let rows = try work.tx.rows(
      """
      SELECT subscription_id, person_id FROM licence_assignment
      WHERE subscription_id = ANY (\(Array(Set(wishes.map(\.subscription)))))
        AND person_id = ANY (\(Array(Set(wishes.map(\.person)))))
      """)
    var holding: [ID<Subscription>: Set<ID<Person>>] = [:]
    for row in rows { holding[try row[0], default: []].insert(try row[1]) }
    return holding
  }

  /// Decides each subscription for itself and tells all that is wrong at once. Where there are several, what one of
  /// them does not allow is said of the first who wants it.
  private static func decided(
    _ records: [SubscriptionRecord], _ wishes: [Wish],
    _ decide: (SubscriptionRecord, [NamedPerson]) throws -> Subscription
  ) throws -> [SubscriptionRecord] {
    let bySubscription = Dictionary(grouping: wishes, by: \.subscription)
    var issues: [Issue] = []
    var after: [SubscriptionRecord] = []
    for var record in records {
      let named = (bySubscription[record.id] ?? []).map { NamedPerson($0.person, at: $0.pointer) }
      do {
        record.subscription = try decide(record, named)
        after.append(record)
      } catch Refusal.invalid(let found) {
        issues += found
      } catch Refusal.conflict(let code, let details) {
        let details = details.merging(["name": record.name]) { $1 }
        guard records.count > 1 else { throw Refusal.conflict(code, details) }
        issues.append(Issue(named.first?.pointer ?? "", code, details))
      }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    return after
  }

  /// Writes the new counts and one audit record a subscription.
  private static func count(
    _ wishes: [Wish], _ sign: Int, _ records: [SubscriptionRecord], _ action: String, in work: Work
  ) throws {
    let people = Dictionary(grouping: wishes, by: \.subscription).mapValues { $0.map(\.person) }
    let changes = records.map { Int32(sign * (people[$0.id]?.count ?? 0)) }
    work.tx.enqueue(
      """
      UPDATE subscription s SET assigned = s.assigned + f.change, version = s.version + 1
      FROM unnest(\(records.map(\.id)), \(changes)) AS f (id, change) WHERE s.id = f.id
      """)
    for record in records {
      try work.audit(
        action, AuditObject("subscription", record.id), on: record.path, after: facts(people[record.id] ?? []))
    }
  }

  /// One person by name, several as a list.
  private static func facts(_ people: [ID<Person>]) -> JSONWriter {
    var facts = JSONWriter()
    facts.object {
      if people.count == 1 { $0.member("userId", people[0]) } else { $0.member("userIds", people) }
    }
    return facts
  }
}

extension SubscriptionRecord {
  /// What people call it.
  package var name: String { subscription.friendlyName ?? planName }
}
