import Core
import FoundationEssentials
import Postgres

/// Licences that go from one person to another: of one subscription, or of all that a leaver held.
package enum LicenceMoves {
  /// One licence of the person, and whether it can go to the other.
  package struct Move: Sendable {
    package let record: SubscriptionRecord
    /// Why not; nil when it can.
    package let obstacle: Code?
  }

  /// Everything that would be handed over. `receiver` is nil until somebody is chosen.
  package struct Plan: Sendable {
    package let giver: Licences.Candidate
    package let receiver: Licences.Candidate?
    package let moves: [Move]
  }

  /// Moves one licence: in one transaction, with one audit record. Nobody else can have it in between.
  package static func move(
    _ id: ID<Subscription>, from giver: ID<Person>, to receiver: ID<Person>, in work: Work, notify: Bool? = nil,
    preview: Bool = false
  ) throws -> Plan {
    let records = try Licences.ofOne {
      try Licences.loaded([Licences.Wish(giver, id, at: "")], in: work, locking: !preview)
    }
    let people = try Licences.candidates([giver, receiver], of: records, in: work)
    guard let from = people.first(where: { $0.id == giver }) else {
      throw Refusal.invalid([Issue("/from", "user.unknown")])
    }
    let plan = try planned(records, from, people.first { $0.id == receiver }, to: receiver, in: work)
    if let obstacle = plan.moves[0].obstacle { throw refusal(obstacle) }
    if !preview { try carryOut(plan, notify, in: work) }
    return plan
  }

  /// What stands in the way belongs to one of the two people or to the subscription.
  private static func refusal(_ obstacle: Code) -> Refusal {
    switch obstacle {
    case "licence.not_held": .invalid([Issue("/from", obstacle)])
    case "user.unknown", "user.disabled", "licence.already_assigned", "licence.same_person":
      .invalid([Issue("/to", obstacle)])
    default: .conflict(obstacle)
    }
  }

  /// What a person holds that the actor may hand over, and whether it can go to the other, by name.
  package static func plan(
    from giver: ID<Person>, to receiver: ID<Person>?, in work: Work, locking: Bool = false
  ) throws -> Plan {
    try work.actor.require(.licencesAssign)
    let owner = try customer(of: giver, in: work)
    try Delegations.require(.licences, over: owner, in: work)
    let people = try Licences.candidates([giver] + (receiver.map { [$0] } ?? []), of: owner.customer, in: work)
    guard let from = people.first(where: { $0.id == giver }) else { throw Refusal.notFound }
    let lock: SQL = locking ? "FOR NO KEY UPDATE OF s" : ""
    let held = try work.tx.rows(
      """
      SELECT \(SubscriptionRecord.columns(at: work.now)) FROM subscription s
      JOIN licence_assignment a ON a.subscription_id = s.id AND a.person_id = \(giver) ORDER BY s.id \(lock)
      """
    ).map(SubscriptionRecord.init(row:)).filter { work.actor.rights.runs($0.service) }
    let to = receiver.flatMap { id in people.first { $0.id == id } }
    guard let receiver else {
      return Plan(giver: from, receiver: nil, moves: held.map { Move(record: $0, obstacle: nil) })
    }
    return try planned(held, from, to, to: receiver, in: work)
  }

  /// Hands over the chosen services, or all; none if one of them cannot go, with each of those named.
  package static func handOver(
    from giver: ID<Person>, to receiver: ID<Person>, only chosen: [ID<Subscription>]?, in work: Work,
    notify: Bool? = nil, preview: Bool = false
  ) throws -> Plan {
    let all = try plan(from: giver, to: receiver, in: work, locking: !preview)
    guard all.receiver != nil else { throw Refusal.invalid([Issue("/to", "user.unknown")]) }
    if giver == receiver { throw Refusal.invalid([Issue("/to", "licence.same_person")]) }
    let byID = Dictionary(uniqueKeysWithValues: all.moves.map { ($0.record.id, $0) })
    var issues: [Issue] = []
    var moves: [Move] = []
    var seen: Set<ID<Subscription>> = []
    for (index, id) in (chosen ?? all.moves.map(\.record.id)).enumerated() {
      let move = byID[id]
      let fault: Code? =
        !seen.insert(id).inserted ? "licence.named_twice" : move.map { $0.obstacle } ?? "licence.not_held"
      if let fault { issues.append(Issue("/subscriptionIds/\(index)", fault, ["name": move?.record.name ?? ""])) }
      if let move { moves.append(move) }
    }
    let plan = Plan(giver: all.giver, receiver: all.receiver, moves: moves)
    if preview, chosen == nil { return plan }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    if moves.isEmpty { throw Refusal.conflict("licences.nothing_to_move") }
    if !preview { try carryOut(plan, notify, in: work) }
    return plan
  }

  private static func customer(of person: ID<Person>, in work: Work) throws -> Path {
    let rows = try work.tx.rows(
      """
      SELECT distributor_id, reseller_id, customer_id FROM person
      WHERE id = \(person) AND customer_id IS NOT NULL AND status <> 'deleted'
      """)
    guard let row = rows.first else { throw Refusal.notFound }
    let path = Path(distributor: try row[0], reseller: try row[1], customer: try row[2])
    guard work.actor.path.covers(path) else { throw Refusal.notFound }
    return path
  }

  private static func planned(
    _ records: [SubscriptionRecord], _ giver: Licences.Candidate, _ receiver: Licences.Candidate?,
    to wanted: ID<Person>, in work: Work
  ) throws -> Plan {
    let pairs = records.flatMap { record in
      [giver.id, wanted].map { Licences.Wish($0, record.id, at: "") }
    }
    let holding = try Licences.holdings(pairs, in: work)
    let moves = records.map { record in
      let held = holding[record.id] ?? []
      func holder(_ person: Licences.Candidate) -> LicenceHolder {
        LicenceHolder(id: person.id, state: person.state, holds: held.contains(person.id))
      }
      return Move(
        record: record,
        obstacle: record.subscription.obstacle(toMovingFrom: holder(giver), to: receiver.map(holder)))
    }
    return Plan(giver: giver, receiver: receiver, moves: moves)
  }

  /// The very licence changes hands: the count stays, and so does nobody else's chance at it.
  private static func carryOut(_ plan: Plan, _ notify: Bool?, in work: Work) throws {
    guard let receiver = plan.receiver, let path = plan.moves.first?.record.path else { return }
    let subscriptions = plan.moves.map(\.record.id)
    work.tx.enqueue(
      "DELETE FROM licence_assignment WHERE person_id = \(plan.giver.id) AND subscription_id = ANY (\(subscriptions))")
    work.tx.enqueue(
      """
      INSERT INTO licence_assignment (person_id, subscription_id, distributor_id, reseller_id, customer_id, assigned_at)
      SELECT \(receiver.id), s, \(path.distributor), \(path.reseller), \(path.customer), \(work.now)
      FROM unnest(\(subscriptions)) s
      """)
    work.tx.enqueue("UPDATE subscription SET version = version + 1 WHERE id = ANY (\(subscriptions))")
    for move in plan.moves {
      try work.audit(
        "licence.moved", AuditObject("subscription", move.record.id), on: path, before: facts(plan.giver.id),
        after: facts(receiver.id))
    }
    if notify ?? true {
      let wishes = subscriptions.map { Licences.Wish(receiver.id, $0, at: "") }
      try LicenceMail.tell([receiver], wishes, plan.moves.map(\.record), in: work)
    }
  }

  private static func facts(_ person: ID<Person>) -> JSONWriter {
    var facts = JSONWriter()
    facts.object { $0.member("userId", person) }
    return facts
  }
}
