/// A number of a customer's people who are given things together.
package enum PeopleGroup {
  /// Who says who is in it.
  package enum Keeper: String, Hashable, Sendable, CaseIterable {
    /// The customer's identity provider: who is in it is not changed here.
    case provider
    /// The customer's own administrators.
    case customer
  }

  /// How a group's members get licences.
  package enum Giving: String, Hashable, Sendable, CaseIterable {
    /// Those who are in it now; later they come and go without it.
    case once
    /// Whoever is in it, as long as they are; where none is left, they wait for one.
    case kept
  }

  /// Refuses a change of a group's name, members or end. `beyond`: whether it gives something that is not the actor's
  /// to give, so that letting somebody in would.
  package static func permitChange(keptBy keeper: Keeper, givesBeyondOwn beyond: Bool) throws(Refusal) {
    guard keeper == .customer else { throw .conflict("group.kept_by_provider") }
    if beyond { throw .denied("group.beyond_own_services") }
  }

  /// Refuses more members than a group can have.
  package static func permitMembers(_ count: Int, atMost maximum: Int) throws(Refusal) {
    guard count <= maximum else { throw .conflict("group.too_many_members", ["maximum": "\(maximum)"]) }
  }
}
