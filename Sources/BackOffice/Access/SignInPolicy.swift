import Core
import FoundationEssentials
import Postgres

/// What an organization asks of its people when they sign in; set by its own administrators.
package enum SignInPolicy {
  package struct Record: Sendable {
    package let organization: ID<Organization>
    package let path: Path
    package let requiresSecondFactor: Bool
    /// The organization's people who can sign in, and how many of them have a second factor.
    package let people: Int
    package let enrolled: Int
    package let version: Int
  }

  package static func find(_ id: ID<Organization>, in work: Work, locking: Bool = false) throws -> Record {
    let owner = try Organizations.find(id, in: work, locking: locking)
    try Users.requireAccess(to: owner.path, in: work)
    let row = try work.tx.rows(
      """
      SELECT o.requires_second_factor, count(p.id), count(f.confirmed_at)
      FROM organization o LEFT JOIN person p ON p.organization_id = o.id AND p.status = 'active'
        LEFT JOIN second_factor f ON f.person_id = p.id
      WHERE o.id = \(id) GROUP BY o.id
      """)[0]
    return Record(
      organization: id, path: owner.path, requiresSecondFactor: try row[0], people: try row[1], enrolled: try row[2],
      version: owner.version)
  }

  /// Whether the actor sets it: only an administrator of the organization itself.
  static func isSet(by actor: Actor, for organization: ID<Organization>) -> Bool {
    actor.organization == organization && actor.rights.roles.contains(actor.level.administrator)
  }

  /// Counts from the next request: whoever has no second factor by then sets one up before anything else.
  package static func change(
    _ id: ID<Organization>, requiresSecondFactor: Bool, in work: Work, check: (Record) throws -> Void = { _ in }
  ) throws -> Record {
    let before = try find(id, in: work, locking: true)
    try check(before)
    guard isSet(by: work.actor, for: id) else { throw Refusal.denied("sign_in_policy.not_yours") }
    if requiresSecondFactor == before.requiresSecondFactor { return before }
    if requiresSecondFactor, try SecondFactor.status(of: work.actor.person, in: work).since == nil {
      throw Refusal.conflict("second_factor.own_first")
    }
    work.tx.enqueue(
      """
      UPDATE organization SET requires_second_factor = \(requiresSecondFactor), version = version + 1 WHERE id = \(id)
      """)
    try work.audit(
      "\(before.path.level.name).sign_in_policy_changed", AuditObject(before.path.level.name, id), on: before.path,
      before: facts(before.requiresSecondFactor), after: facts(requiresSecondFactor))
    return Record(
      organization: id, path: before.path, requiresSecondFactor: requiresSecondFactor, people: before.people,
      enrolled: before.enrolled, version: before.version + 1)
  }

  private static func facts(_ requiresSecondFactor: Bool) -> JSONWriter {
    var json = JSONWriter()
    json.object { $0.member("secondFactorRequired", requiresSecondFactor) }
    return json
  }
}
