import Core
import Testing

private func person(_ number: Int) -> ID<Person> { ID("00000000-0000-4000-8000-0000000000\(10 + number)")! }

private let ada = person(1)
private let bea = person(2)
private let cyril = person(3)

private func named(_ people: [ID<Person>]) -> [NamedPerson] {
  people.enumerated().map { NamedPerson($1, at: "/userIds/\($0)") }
}

private func holder(_ id: ID<Person>, _ state: AccountState.Stored = .active, holds: Bool = false) -> LicenceHolder {
  LicenceHolder(id: id, state: state, holds: holds)
}

@Test func `everybody who cannot have a licence is named, and nobody gets one`() throws {
  let office = Subscription.office { $0.assigned = 4 }
  let wanted = named([ada, bea, cyril, ada, person(4)])
  let known = [holder(ada), holder(bea, .disabled), holder(cyril, holds: true), holder(person(4), .deleted)]
  let issues = [
    Issue("/userIds/1", "user.disabled"), Issue("/userIds/2", "licence.already_assigned"),
    Issue("/userIds/3", "licence.named_twice"), Issue("/userIds/4", "user.unknown"),
  ]
  #expect(throws: Refusal.invalid(issues)) { try office.assigning(wanted, known: known) }
}

@Test(arguments: [
  (SubscriptionStatus.suspended, false, "subscription.not_active" as Code),
  (.pending, false, "subscription.not_active"), (.cancelled, false, "subscription.not_active"),
  (.active, true, "subscription.direct"),
])
func `licences are given of what is active and ours`(_ status: SubscriptionStatus, _ direct: Bool, _ refusal: Code) {
  let office = Subscription.office {
    $0.status = status
    $0.direct = direct
  }
  #expect(throws: Refusal.conflict(refusal)) { try office.assigning(named([ada]), known: []) }
  #expect(office.obstacle(toMovingFrom: holder(ada, holds: true), to: holder(bea)) == refusal)
}

@Test(arguments: [(9, 2, "1", "1"), (10, 1, "0", "1"), (8, 3, "2", "1"), (0, 11, "10", "1")])
func `never more than there are, and how many lack is told`(
  _ assigned: Int, _ count: Int, _ free: String, _ missing: String
) {
  let office = Subscription.office { $0.assigned = assigned }
  let people = (1...count).map { person($0) }
  #expect(throws: Refusal.conflict("licences.none_left", ["free": free, "missing": missing])) {
    try office.assigning(named(people), known: people.map { holder($0) })
  }
}

@Test func `the last licence can be given, also to somebody who has not come yet`() throws {
  let office = Subscription.office { $0.assigned = 8 }
  let after = try office.assigning(named([ada, bea]), known: [holder(ada, .invited), holder(bea)])
  #expect(after.assigned == 10 && after.version == office.version)
}

@Test func `only what is held is taken back`() throws {
  let office = Subscription.office { $0.assigned = 4 }
  #expect(throws: Refusal.invalid([Issue("/userIds/1", "licence.not_held")])) {
    try office.unassigning(named([ada, bea]), holders: [ada])
  }
  #expect(throws: Refusal.invalid([Issue("/userIds/1", "licence.named_twice")])) {
    try office.unassigning(named([ada, ada]), holders: [ada])
  }
  let suspended = Subscription.office {
    $0.status = .suspended
    $0.assigned = 4
  }
  #expect(try suspended.unassigning(named([ada, bea]), holders: [ada, bea, cyril]).assigned == 2)
}

private let moves: [(LicenceHolder, LicenceHolder?, Code?)] = [
  (holder(ada), holder(bea), "licence.not_held"), (holder(ada, holds: true), nil, "user.unknown"),
  (holder(ada, holds: true), holder(bea, .deleted), "user.unknown"),
  (holder(ada, holds: true), holder(ada, holds: true), "licence.same_person"),
  (holder(ada, holds: true), holder(bea, .disabled), "user.disabled"),
  (holder(ada, holds: true), holder(bea, holds: true), "licence.already_assigned"),
  (holder(ada, holds: true), holder(bea), nil), (holder(ada, .disabled, holds: true), holder(bea, .invited), nil),
]

@Test(arguments: moves)
func `a licence moves from its holder to somebody without one`(
  _ giver: LicenceHolder, _ receiver: LicenceHolder?, _ refusal: Code?
) {
  #expect(Subscription.office { $0.assigned = 10 }.obstacle(toMovingFrom: giver, to: receiver) == refusal)
}
