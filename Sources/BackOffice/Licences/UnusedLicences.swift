import Core
import FoundationEssentials
import Postgres

/// Licences that are paid for and held by people who never signed in or no longer can.
package enum UnusedLicences {
  package struct Record: Sendable {
    package let subscription: ID<Subscription>
    package let subscriptionName: String
    package let person: ID<Person>
    package let name: String
    package let email: String
    package let state: AccountState.Stored
    package let lastSignInAt: Instant?
    package let since: Instant
  }

  /// Of the services the actor looks after, by person.
  package static func list(of customer: ID<Organization>, _ paging: Paging, in work: Work) throws -> [Record] {
    let owner = try Organizations.find(customer, kind: .customer, in: work)
    try work.actor.require(.licencesAssign)
    try Delegations.require(.licences, over: owner.path, in: work)
    var after: SQL = "true"
    if let key = try paging.afterKey(Subscription.self) {
      guard let person = ID<Person>(key.text) else {
        throw HTTPFault.queryMalformed("cursor", "query.cursor_malformed")
      }
      after = "(a.person_id, a.subscription_id) > (\(person), \(key.id))"
    }
    return try work.tx.rows(
      """
      SELECT a.subscription_id, coalesce(s.friendly_name, s.plan_name), p.id, p.given_name || ' ' || p.family_name,
        p.sign_in_email, p.status, p.last_sign_in_at, a.assigned_at
      FROM licence_assignment a JOIN subscription s ON s.id = a.subscription_id JOIN person p ON p.id = a.person_id
      WHERE a.customer_id = \(customer) AND s.status IN ('active', 'suspended') AND \(scope(work.actor))
        AND (p.status = 'disabled' OR p.last_sign_in_at IS NULL) AND \(after)
      ORDER BY a.person_id, a.subscription_id LIMIT \(paging.fetched)
      """
    ).map {
      Record(
        subscription: try $0[0], subscriptionName: try $0[1], person: try $0[2], name: try $0[3], email: try $0[4],
        state: try $0[5], lastSignInAt: try $0[6], since: try $0[7])
    }
  }

  /// The subscriptions `s` whose licences the actor gives and takes back.
  static func scope(_ actor: Actor) -> SQL {
    let runsAll = actor.rights.grants.contains { grant in
      [.customerManager, .reseller].contains(grant.role) || grant.role == .technicalAdmin && grant.services == nil
    }
    return runsAll ? "true" : "s.service_id = ANY (\(Array(actor.rights.services)))"
  }
}
