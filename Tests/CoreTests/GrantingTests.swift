import Core
import Testing

private let mail = ID<Service>("00000000-0000-4000-8000-0000000000a1")!
private let storage = ID<Service>("00000000-0000-4000-8000-0000000000a2")!
private let friday = Instant("2026-01-16T17:00:00Z")!
private let monday = Instant("2026-01-19T08:00:00Z")!

private func rights(_ role: Role, until: Instant? = nil, at level: Level = .customer) -> Rights {
  Rights(level: level, grants: [HeldGrant(role: role, expiresAt: until)])
}

/// What the decision says, in a word: nil where it has nothing against it.
private func refusal(_ decide: () throws -> Void) -> String? {
  do {
    try decide()
    return nil
  } catch Refusal.denied(let code) {
    return code.text
  } catch Refusal.invalid(let issues) {
    return issues.map { "\($0.pointer) \($0.code)" }.joined(separator: ", ")
  } catch {
    return "\(error)"
  }
}

@Test(
  arguments: [
    (friday, nil, "/expiresAt grant.longer_than_own"), (friday, monday, "/expiresAt grant.longer_than_own"),
    (friday, friday, nil), (monday, friday, nil), (nil, nil, nil), (nil, monday, nil),
  ] as [(Instant?, Instant?, String?)])
func `nobody gives a role for longer than they hold their own`(_ own: Instant?, _ asked: Instant?, _ code: String?) {
  let grant = HeldGrant(role: .technicalAdmin, expiresAt: asked)
  #expect(refusal { try rights(.customerManager, until: own).checkGiving(grant, at: .customer) } == code)
}

@Test func `of several grants the longest one that may give it counts, not another`() {
  let both = Rights(
    level: .customer,
    grants: [HeldGrant(role: .customerManager, expiresAt: friday), HeldGrant(role: .technicalAdmin)])
  let admin = HeldGrant(role: .technicalAdmin, expiresAt: monday)
  #expect(refusal { try both.checkGiving(admin, at: .customer) } == "/expiresAt grant.longer_than_own")
  #expect(refusal { try both.checkGiving(HeldGrant(role: .user), at: .customer) } == nil)
}

@Test(
  arguments: [
    (nil, friday, nil), (friday, nil, "/expiresAt grant.longer_than_own"), (monday, friday, nil), (nil, nil, nil),
  ] as [(Instant?, Instant?, String?)])
func `whoever stands in for a while narrows what lasts, and widens nothing beyond their own end`(
  _ before: Instant?, _ after: Instant?, _ code: String?
) {
  let standIn = rights(.customerManager, until: friday)
  let was = HeldGrant(role: .finance, expiresAt: before)
  let becomes = HeldGrant(role: .finance, expiresAt: after)
  let holder = Standing(rank: 2)
  #expect(refusal { try standIn.checkChanging(was, into: becomes, at: .customer, of: holder) } == code)
}

@Test func `a wider scope is judged like a new grant`() {
  let manager = rights(.customerManager)
  let one = HeldGrant(role: .technicalAdmin, services: [mail])
  let two = HeldGrant(role: .technicalAdmin, services: [mail, storage])
  #expect(one.isWithin(two) && !two.isWithin(one) && two.isWithin(HeldGrant(role: .technicalAdmin)))
  #expect(!HeldGrant(role: .technicalAdmin).isWithin(two))
  #expect(!one.isWithin(HeldGrant(role: .finance)))
  #expect(refusal { try manager.checkChanging(one, into: two, at: .customer, of: Standing(rank: 2)) } == nil)
  let tech = rights(.technicalAdmin)
  let change = refusal {
    try tech.checkChanging(one, into: two, at: .customer, of: Standing(rank: 2))
  }
  #expect(change == "grant.beyond_own_rights")
}

@Test(
  arguments: [
    (.customerManager, nil, 3, nil, true), (.customerManager, nil, 3, friday, true),
    (.customerManager, friday, 3, nil, false), (.customerManager, friday, 3, monday, false),
    (.customerManager, monday, 3, friday, true), (.customerManager, friday, 2, nil, true),
    (.technicalAdmin, nil, 3, nil, false), (.technicalAdmin, nil, 2, nil, false), (.technicalAdmin, nil, 1, nil, true),
    (.finance, nil, 2, nil, false), (.user, nil, 1, nil, false), (.user, nil, 0, nil, true),
  ] as [(Role, Instant?, Int, Instant?, Bool)])
func `nobody acts on an account that outranks them, by role or among administrators by how long`(
  _ role: Role, _ until: Instant?, _ other: Int, _ otherUntil: Instant?, _ may: Bool
) {
  let standing = Standing(rank: other, until: otherUntil)
  #expect(rights(role, until: until).mayAct(on: standing, at: .customer) == may)
}

@Test func `those above act on everybody below, nobody below acts on those above`() {
  let reseller = rights(.reseller, at: .reseller)
  #expect(reseller.mayAct(on: Standing(rank: 3), at: .customer))
  #expect(!reseller.mayAct(on: Standing(rank: 0), at: .distributor))
  #expect(!rights(.customerManager).mayAct(on: Standing(rank: 0), at: .reseller))
}

@Test func `somebody stands as high as their highest grant, for as long as that`() {
  let grants = [
    HeldGrant(role: .customerManager, expiresAt: friday), HeldGrant(role: .customerManager, expiresAt: monday),
    HeldGrant(role: .user),
  ]
  #expect(Standing(grants) == Standing(rank: 3, until: monday))
  #expect(Standing(grants + [HeldGrant(role: .customerManager)]) == Standing(rank: 3))
  #expect(Standing([]) == Standing(rank: 0))
}

@Test func `one's own grant may be ended whatever its rank, another's of the same rank may not`() {
  let tech = rights(.technicalAdmin)
  let user = HeldGrant(role: .user)
  #expect(refusal { try tech.checkEnding(user, at: .customer, of: nil) } == nil)
  #expect(refusal { try tech.checkEnding(user, at: .customer, of: Standing(rank: 2)) } == "user.outranks")
  let finance = HeldGrant(role: .finance)
  let beyond = refusal { try tech.checkEnding(finance, at: .customer, of: nil) }
  #expect(beyond == "grant.beyond_own_rights")
}

@Test(arguments: [
  (HeldGrant(role: .technicalAdmin, services: [mail]), true, true), (HeldGrant(role: .technicalAdmin), true, true),
  (HeldGrant(role: .technicalAdmin, services: [storage]), false, true),
  (HeldGrant(role: .finance, centres: [Helvetia.a]), true, true),
  (HeldGrant(role: .finance, centres: [Helvetia.b]), false, true), (HeldGrant(role: .user), false, false),
])
func `a limited role reaches only its services and centres`(_ grant: HeldGrant, _ reaches: Bool, _ seesCustomer: Bool) {
  let subscription = AccessObject.subscription(service: mail, centres: [Helvetia.a])
  let may = grant.permissions(at: .customer, over: subscription, isLicensed: false)
  #expect(may.contains(.subscriptionsView) == reaches)
  let somewhere = grant.permissions(at: .customer, over: .customer, isLicensed: false)
  #expect(somewhere.contains(.customersView) == seesCustomer)
  #expect(Set(may).isSubset(of: grant.role.permissions(at: .customer)))
}

@Test func `a user reaches what they have a licence of, and a reseller no people without a delegation`() {
  let user = HeldGrant(role: .user)
  #expect(user.permissions(at: .customer, over: .service(mail), isLicensed: true).contains(.subscriptionsView))
  #expect(user.permissions(at: .customer, over: .service(mail), isLicensed: false).isEmpty)
  let reseller = HeldGrant(role: .reseller).permissions(at: .reseller, over: .customer, isLicensed: false)
  #expect(reseller.contains(.subscriptionsSuspend))
  #expect(Set(reseller).isDisjoint(with: [.usersView, .usersManage, .grantsView, .grantsManage, .licencesAssign]))
}
