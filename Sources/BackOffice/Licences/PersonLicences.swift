import Core
import FoundationEssentials
import Postgres

/// One person's licences beside everything they could have.
enum PersonLicences {
  struct Record {
    let id: ID<Subscription>
    let name: String
    let serviceName: String
    let quantity: Int
    let assigned: Int
    /// Since when the person has it; nil where not.
    let since: Instant?
    let isActive: Bool

    var hasFree: Bool { isActive && assigned < quantity }
  }

  /// The licences the actor gives and takes back that the person has, by service; with `all`, also
  /// those they could have.
  /// `person` nil: of somebody new.
  static func list(
    of person: ID<Person>?, at customer: ID<Organization>, all: Bool, in work: Work
  ) throws -> [Record] {
    let held: SQL =
      all ? "(a.person_id IS NOT NULL OR s.status = 'active' AND NOT s.direct)" : "a.person_id IS NOT NULL"
    return try work.tx.rows(
      """
      SELECT s.id, coalesce(s.friendly_name, s.plan_name), s.service_name, s.quantity, s.assigned, a.assigned_at,
        s.status = 'active' AND NOT s.direct
      FROM subscription s LEFT JOIN licence_assignment a ON a.subscription_id = s.id AND a.person_id = \(person)
      WHERE s.customer_id = \(customer) AND \(UnusedLicences.scope(work.actor)) AND \(held)
      ORDER BY s.service_name, 2, s.id LIMIT \(Bounds.subscriptionsOfPerson)
      """
    ).map {
      Record(
        id: try $0[0], name: try $0[1], serviceName: try $0[2], quantity: try $0[3], assigned: try $0[4],
        since: try $0[5], isActive: try $0[6])
    }
  }

  /// Whether the actor sees and gives the licences of this customer's people.
  static func isOpen(at path: Path, in work: Work) throws -> Bool {
    try path.level == .customer && work.actor.holds(.licencesAssign)
      && Delegations.allows(.licences, over: path, in: work)
  }

  /// Gives and takes back as a form says that showed `held`: what somebody else changed meanwhile stays changed.
  static func change(
    _ person: ID<Person>, held: [ID<Subscription>], wanted: [ID<Subscription>], in work: Work, notify: Bool?
  ) throws {
    let before = Set(held)
    let after = Set(wanted)
    let taken = before.subtracting(after).sorted()
    let given = after.subtracting(before).sorted()
    // Locked together and in order, before either is done.
    _ = try Licences.records(taken + given, in: work, locking: true)
    if !taken.isEmpty {
      try Licences.takeBack(taken.map { Licences.Wish(person, $0, at: "/subscriptionIds") }, in: work)
    }
    if !given.isEmpty {
      try Licences.give(given.map { Licences.Wish(person, $0, at: "/subscriptionIds") }, in: work, notify: notify)
    }
  }

  /// Takes back all that a person has; refuses where some of it is not the actor's to take.
  static func free(_ person: ID<Person>, in work: Work) throws {
    let licences = try Deletion.licences(of: person, in: work)
    let kept = licences.filter { !$0.isTakeable }.map(\.name)
    if !kept.isEmpty {
      throw Refusal.conflict("user.holds_licences", ["licences": kept.joined(separator: ", ")])
    }
    if !licences.isEmpty {
      try Licences.takeBack(licences.map { Licences.Wish(person, $0.subscription, at: "/licences") }, in: work)
    }
  }
}
