import Core
import FoundationEssentials
import Postgres

/// Who holds a subscription's licences, said where that is what stands in the way.
enum LicencesHeld {
  /// The refusals that speak of people who hold licences.
  fileprivate static let codes: Set<Code> = ["cancel.assigned", "quantity.assigned"]

  /// The refusal with the people named, `Bounds.holdersNamed` of them, for those who may see them; for everybody else
  /// the number alone.
  static func explained(
    _ refusal: Refusal, of record: SubscriptionRecord, in work: Work
  ) throws -> Refusal {
    guard case .conflict(let code, var details) = refusal, codes.contains(code) else { return refusal }
    let holders = try seesHolders(of: record, in: work) ? named(record.id, in: work) : []
    var json = JSONWriter()
    json.object { json in
      json.member("count", record.subscription.assigned)
      json.array("users", holders) { json, holder in
        json.object {
          $0.member("userId", holder.id)
          $0.member("name", holder.name)
        }
      }
    }
    details["holders"] = json.text
    return .conflict(code, details)
  }

  static func seesHolders(of record: SubscriptionRecord, in work: Work) throws -> Bool {
    try work.actor.holds(.licencesAssign) && work.actor.rights.runs(record.service)
      && Delegations.allows(.licences, over: record.path, in: work)
  }

  private static func named(
    _ id: ID<Subscription>, in work: Work
  ) throws -> [(id: ID<Person>, name: String)] {
    try work.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name
      FROM licence_assignment a JOIN person p ON p.id = a.person_id WHERE a.subscription_id = \(id)
      ORDER BY p.family_name, p.given_name, p.id LIMIT \(Bounds.holdersNamed)
      """
    ).map { (try $0[0], try $0[1]) }
  }
}

extension Refusal {
  /// Whether it is people's licences that stand in the way.
  static func isAboutHolders(_ refusal: Refusal?) -> Bool {
    if case .conflict(let code, _) = refusal { LicencesHeld.codes.contains(code) } else { false }
  }
}
