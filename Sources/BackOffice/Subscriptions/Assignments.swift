import Core
import FoundationEssentials
import HTTP
import Postgres

/// Licences given to people.
package enum Assignments {
  package struct Record: Sendable {
    package let person: ID<Person>
    package let name: String
    package let email: String
    package let since: Instant
  }

  package static func list(of id: ID<Subscription>, _ paging: Paging, in work: Work) throws -> [Record] {
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
    ).map { Record(person: try $0[0], name: try $0[1], email: try $0[2], since: try $0[3]) }
  }

  package static func assign(_ person: ID<Person>, to id: ID<Subscription>, in work: Work) throws {
    let record = try locked(id, in: work)
    guard record.subscription.status == .active else { throw Refusal.conflict("subscription.not_active") }
    let holder = try work.tx.rows(
      """
      SELECT status FROM person WHERE id = \(person) AND customer_id = \(record.path.customer)
        AND status <> 'deleted'
      """
    ).first
    guard let holder else { throw Refusal.invalid([Issue("/userId", "user.unknown")]) }
    if try holder[0] == "disabled" { throw Refusal.invalid([Issue("/userId", "user.disabled")]) }
    let held = try work.tx.rows(
      "SELECT 1 FROM licence_assignment WHERE subscription_id = \(id) AND person_id = \(person)")
    if !held.isEmpty { throw Refusal.conflict("licence.already_assigned") }
    guard record.subscription.assigned < record.subscription.quantity else {
      throw Refusal.conflict("licence.none_free")
    }
    work.tx.enqueue(
      """
      INSERT INTO licence_assignment (subscription_id, person_id, distributor_id, reseller_id, customer_id, assigned_at)
      VALUES (\(id), \(person), \(record.path.distributor), \(record.path.reseller), \(record.path.customer),
        \(work.now))
      """)
    try count(1, person, record, "licence.assigned", in: work)
  }

  package static func unassign(_ person: ID<Person>, from id: ID<Subscription>, in work: Work) throws {
    let record = try locked(id, in: work)
    let removed = try work.tx.execute(
      "DELETE FROM licence_assignment WHERE subscription_id = \(id) AND person_id = \(person)")
    if removed == 0 { throw Refusal.notFound }
    try count(-1, person, record, "licence.unassigned", in: work)
  }

  private static func locked(_ id: ID<Subscription>, in work: Work) throws -> SubscriptionRecord {
    let columns = SubscriptionRecord.columns(at: work.now)
    let rows = try work.tx.rows("SELECT \(columns) FROM subscription s WHERE s.id = \(id) FOR NO KEY UPDATE")
    guard let row = rows.first else { throw Refusal.notFound }
    let record = try SubscriptionRecord(row: row)
    try work.actor.require(.licencesAssign)
    guard work.actor.rights.runs(record.service) else { throw Refusal.forbidden(.licencesAssign) }
    try Delegations.require(.licences, over: record.path, in: work)
    return record
  }

  private static func count(
    _ change: Int, _ person: ID<Person>, _ record: SubscriptionRecord, _ action: String, in work: Work
  ) throws {
    work.tx.enqueue(
      "UPDATE subscription SET assigned = assigned + \(change), version = version + 1 WHERE id = \(record.id)")
    var facts = JSONWriter()
    facts.object { $0.member("userId", person) }
    try work.audit(action, AuditObject("subscription", record.id), on: record.path, after: facts)
  }

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let items = try list(of: try call.id(), paging, in: call.work)
    return paging.response(items, cursor: { [$0.person.description] }) { json, item in
      json.object {
        $0.member("userId", item.person)
        $0.member("name", item.name)
        $0.member("email", item.email)
        $0.member("since", item.since)
      }
    }
  }

  static func post(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let person = fields.id("userId", required: true, of: Person.self)
    try fields.check()
    guard let person else { throw Refusal.notFound }
    let id: ID<Subscription> = try call.id()
    try assign(person, to: id, in: call.work)
    var json = JSONWriter()
    json.object {
      $0.member("subscriptionId", id)
      $0.member("userId", person)
      $0.member("since", call.work.now)
    }
    return .json(json, status: 201)
  }

  static func delete(_ call: Call) throws -> Response {
    guard let person = call.query("userId").flatMap({ ID<Person>($0) }) else {
      throw HTTPFault.queryMalformed("userId", "field.id_malformed")
    }
    try unassign(person, from: try call.id(), in: call.work)
    return .noContent
  }
}
