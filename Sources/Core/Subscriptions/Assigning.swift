/// Somebody a licence is about, as far as deciding needs to know them.
package struct LicenceHolder: Hashable, Sendable {
  package let id: ID<Person>
  package let state: AccountState.Stored
  /// Whether they have a licence of the subscription in question.
  package let holds: Bool

  package init(id: ID<Person>, state: AccountState.Stored, holds: Bool) {
    self.id = id
    self.state = state
    self.holds = holds
  }
}

/// Somebody named in the input, and where.
package struct NamedPerson: Hashable, Sendable {
  package let id: ID<Person>
  /// JSON Pointer, e.g. `/userIds/3`.
  package let pointer: String

  package init(_ id: ID<Person>, at pointer: String) {
    self.id = id
    self.pointer = pointer
  }
}

// Who holds the licences. It moves no money, so it is no line of the ledger.
extension Subscription {
  /// The subscription once all of the wanted have a licence; nobody has one if one of them cannot.
  ///
  /// `known`: those of them who are people of the customer. Throws `conflict` when nobody can be given one now, then
  /// `invalid` with everybody who cannot, then `licences.none_left` with how many are `free` and how many `missing`.
  package func assigning(_ wanted: [NamedPerson], known: [LicenceHolder]) throws(Refusal) -> Subscription {
    if let obstacle = obstacleToAssigning { throw .conflict(obstacle) }
    let people = Dictionary(known.map { ($0.id, $0) }) { first, _ in first }
    let issues = Subscription.named(wanted) { id in
      guard let person = people[id], person.state != .deleted else { return "user.unknown" }
      if person.state == .disabled { return "user.disabled" }
      return person.holds ? "licence.already_assigned" : nil
    }
    guard issues.isEmpty else { throw .invalid(issues) }
    try requireFree(wanted.count)
    var after = self
    after.assigned += wanted.count
    return after
  }

  /// Why nobody can be given a licence now.
  package var obstacleToAssigning: Code? {
    if direct { return "subscription.direct" }
    return status == .active ? nil : "subscription.not_active"
  }

  /// Throws `licences.none_left` where fewer are free.
  package func requireFree(_ count: Int) throws(Refusal) {
    let free = max(0, quantity - assigned)
    guard count > free else { return }
    throw .conflict("licences.none_left", ["free": "\(free)", "missing": "\(count - free)"])
  }

  /// The subscription once none of the named has a licence any more. That is always possible.
  package func unassigning(_ named: [NamedPerson], holders: Set<ID<Person>>) throws(Refusal) -> Subscription {
    let issues = Subscription.named(named) { holders.contains($0) ? nil : "licence.not_held" }
    guard issues.isEmpty else { throw .invalid(issues) }
    var after = self
    after.assigned -= named.count
    return after
  }

  /// Why a licence cannot go from one person to the other; nil when it can. `receiver` is nil where nobody of the
  /// customer is meant.
  package func obstacle(toMovingFrom giver: LicenceHolder, to receiver: LicenceHolder?) -> Code? {
    if let obstacle = obstacleToAssigning { return obstacle }
    guard giver.holds else { return "licence.not_held" }
    guard let receiver, receiver.state != .deleted else { return "user.unknown" }
    if receiver.id == giver.id { return "licence.same_person" }
    if receiver.state == .disabled { return "user.disabled" }
    return receiver.holds ? "licence.already_assigned" : nil
  }

  /// Everybody something is wrong with, and whoever is named twice.
  private static func named(_ people: [NamedPerson], _ fault: (ID<Person>) -> Code?) -> [Issue] {
    var seen: Set<ID<Person>> = []
    return people.compactMap { person in
      guard seen.insert(person.id).inserted else { return Issue(person.pointer, "licence.named_twice") }
      return fault(person.id).map { Issue(person.pointer, $0) }
    }
  }
}
