import Core
import Testing

/// RULES.md, "grant roles": per role and the level it is held at, what it may grant and at which levels below.
private let grantable: [(role: Role, at: Level, grants: [Level: Set<Role>])] = [
  (
    .distributor, .distributor,
    [
      .distributor: [.finance], .reseller: [.reseller, .finance],
      .customer: [.customerManager, .technicalAdmin, .finance, .user],
    ]
  ),
  (.finance, .distributor, [:]),
  (.reseller, .reseller, [.reseller: [.reseller, .finance], .customer: [.customerManager]]),
  (.finance, .reseller, [:]),
  (.customerManager, .customer, [.customer: [.customerManager, .technicalAdmin, .finance, .user]]),
  (.technicalAdmin, .customer, [.customer: [.user]]),
  (.finance, .customer, [:]),
  (.user, .customer, [:]),
]

@Test func `nobody grants beyond their own rights`() {
  for (holder, own, grants) in grantable {
    let rights = Rights(level: own, grants: [HeldGrant(role: holder)])
    for target in Level.allCases {
      let given = Set(Role.allCases.filter { rights.mayGrant($0, at: target) })
      #expect(given == grants[target] ?? [], "\(holder) of a \(own) at a \(target)")
    }
  }
}

@Test func `no grants at all give nothing`() {
  for level in Level.allCases {
    let nobody = Rights(level: level, grants: [])
    #expect(nobody.permissions.isEmpty)
    #expect(nobody.rank == 0)
    #expect(!nobody.seesEverything && !nobody.readsAllAccounts)
    #expect(Permission.allCases.allSatisfy { !nobody.holds($0) })
    for role in Role.allCases { #expect(!nobody.mayGrant(role, at: level)) }
  }
}

@Test func `whoever may grant a role holds every right that it gives, or stands above it`() {
  for (holder, own, grants) in grantable {
    let held = holder.permissions(at: own)
    for (target, roles) in grants where target == own {
      for role in roles { #expect(role.permissions(at: target).isSubset(of: held), "\(holder) grants \(role)") }
    }
    #expect(grants.keys.allSatisfy { $0 >= own }, "\(holder)")
  }
}

@Test(arguments: [
  (Role.distributor, Level.distributor, [Permission.pricesView, .licencesAssign, .centresManage, .delegationsManage]),
  (.reseller, .reseller, [.resellersManage, .offersAllow]),
  (
    .customerManager, .customer,
    [.costsView, .customersManage, .resellersManage, .offersAllow, .subscriptionsSuspend, .statementsClose]
  ),
  (
    .technicalAdmin, .customer,
    [
      .pricesView, .costsView, .statementsView, .centresView, .centresManage, .auditView, .subscriptionsChange,
      .subscriptionsSuspend,
    ]
  ),
  (
    .finance, .customer,
    [
      .costsView, .usersView, .usersManage, .grantsView, .grantsManage, .subscriptionsChange, .centresManage,
      .statementsClose, .auditView, .ticketsUse, .licencesAssign,
    ]
  ),
  (.finance, .distributor, [.pricesView, .usersView, .grantsManage, .subscriptionsChange, .auditView]),
  (.finance, .reseller, [.usersView, .grantsManage, .subscriptionsChange, .auditView, .customersManage]),
  (
    .user, .customer,
    [.pricesView, .costsView, .statementsView, .usersView, .grantsView, .centresView, .auditView, .customersView]
  ),
])
func `a role lacks what RULES.md keeps from it`(_ role: Role, _ level: Level, _ kept: [Permission]) {
  let rights = Rights(level: level, grants: [HeldGrant(role: role)])
  for permission in kept { #expect(!rights.holds(permission), "\(permission)") }
}

@Test func `limits widen what is seen, never beyond the grants they stand on`() {
  let service = ID<Service>("00000000-0000-4000-8000-0000000000a1")!
  let finance = HeldGrant(role: .finance, centres: [Helvetia.a])
  let tech = HeldGrant(role: .technicalAdmin, services: [service])
  let both = Rights(level: .customer, grants: [finance, tech])
  #expect(!both.seesEverything && !both.readsAllAccounts)
  #expect(both.centres == [Helvetia.a])
  #expect(both.services == [service])
  #expect(both.runs(service))
  #expect(!both.runs(ID<Service>("00000000-0000-4000-8000-0000000000a2")!))
  #expect(!Rights(level: .customer, grants: [finance]).runs(service))

  let everyService = Rights(level: .customer, grants: [HeldGrant(role: .technicalAdmin)])
  #expect(everyService.seesEverything && !everyService.readsAllAccounts)
  let manager = Rights(level: .customer, grants: [finance, HeldGrant(role: .customerManager)])
  #expect(manager.seesEverything && manager.readsAllAccounts)
}
