/// Where an organization stands in the tree, highest first.
package enum Level: Int, Hashable, Sendable, Comparable, CaseIterable {
  case distributor = 0
  case reseller = 1
  case customer = 2

  package static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }

  package var name: String {
    switch self {
    case .distributor: "distributor"
    case .reseller: "reseller"
    case .customer: "customer"
    }
  }

  package init?(name: String) {
    guard let level = Level.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  /// The role that administers an organization of this level; its last holder cannot be removed.
  package var administrator: Role {
    switch self {
    case .distributor: .distributor
    case .reseller: .reseller
    case .customer: .customerManager
    }
  }
}

/// What a grant makes somebody.
package enum Role: String, Hashable, Sendable, CaseIterable {
  case distributor, reseller, customerManager, technicalAdmin, finance, user

  /// The level of organization a grant of this role may be for; nil: any.
  package var level: Level? {
    switch self {
    case .distributor: .distributor
    case .reseller: .reseller
    case .customerManager, .technicalAdmin, .user: .customer
    case .finance: nil
    }
  }

  /// How much a person with this role outranks others of the same organization; higher is more.
  package var rank: Int {
    switch self {
    case .distributor, .reseller, .customerManager: 3
    case .technicalAdmin, .finance: 2
    case .user: 1
    }
  }
}

/// One right; RULES.md, "Who may do what".
package enum Permission: String, Hashable, Sendable, CaseIterable {
  case resellersManage, offersAllow
  case customersView, customersManage
  case catalogueView
  case subscriptionsView, subscriptionsChange, subscriptionsSuspend
  case licencesAssign
  case usersView, usersManage
  case grantsView, grantsManage
  case centresView, centresManage
  case statementsView, statementsClose
  case pricesView, costsView
  case ticketsUse
  case auditView
  case clientsManage
  case actAs
  case delegationsView, delegationsManage
  case identityManage
  case usageManage
  case provisioningManage
  case servicesAsk
  case catalogueManage
  case pricesManage

  /// One bit of its own.
  var bit: UInt32 {
    switch self {
    case .resellersManage: 1 << 0
    case .offersAllow: 1 << 1
    case .customersView: 1 << 2
    case .customersManage: 1 << 3
    case .catalogueView: 1 << 4
    case .subscriptionsView: 1 << 5
    case .subscriptionsChange: 1 << 6
    case .subscriptionsSuspend: 1 << 7
    case .licencesAssign: 1 << 8
    case .usersView: 1 << 9
    case .usersManage: 1 << 10
    case .grantsView: 1 << 11
    case .grantsManage: 1 << 12
    case .centresView: 1 << 13
    case .centresManage: 1 << 14
    case .statementsView: 1 << 15
    case .statementsClose: 1 << 16
    case .pricesView: 1 << 17
    case .costsView: 1 << 18
    case .ticketsUse: 1 << 19
    case .auditView: 1 << 20
    case .clientsManage: 1 << 21
    case .actAs: 1 << 22
    case .delegationsView: 1 << 23
    case .delegationsManage: 1 << 24
    case .identityManage: 1 << 25
    case .usageManage: 1 << 26
    case .provisioningManage: 1 << 30
    case .servicesAsk: 1 << 29
    case .catalogueManage: 1 << 27
    case .pricesManage: 1 << 28
    }
  }
}

extension Role {
  /// What the role may do in an organization of the level.
  package func permissions(at level: Level) -> Set<Permission> {
    switch self {
    case .distributor:
      [
        .resellersManage, .offersAllow, .customersView, .customersManage, .catalogueView, .subscriptionsView,
        .subscriptionsChange, .subscriptionsSuspend, .usersView, .usersManage, .grantsView, .grantsManage,
        .statementsView, .statementsClose, .costsView, .ticketsUse, .auditView, .delegationsView, .clientsManage,
        .actAs, .identityManage, .usageManage, .provisioningManage, .catalogueManage,
      ]
    case .reseller:
      [
        .customersView, .customersManage, .catalogueView, .subscriptionsView, .subscriptionsChange,
        .subscriptionsSuspend, .licencesAssign, .usersView, .usersManage, .grantsView, .grantsManage, .centresView,
        .centresManage, .statementsView, .statementsClose, .pricesView, .costsView, .ticketsUse, .auditView,
        .delegationsView, .delegationsManage, .clientsManage, .actAs, .identityManage, .usageManage, .pricesManage,
      ]
    case .customerManager:
      [
        .customersView, .catalogueView, .subscriptionsView, .subscriptionsChange, .licencesAssign, .usersView,
        .usersManage, .grantsView, .grantsManage, .centresView, .centresManage, .statementsView, .pricesView,
        .ticketsUse, .auditView, .delegationsView, .delegationsManage, .clientsManage, .identityManage, .servicesAsk,
      ]
    case .technicalAdmin:
      [
        .customersView, .catalogueView, .subscriptionsView, .licencesAssign, .usersView, .usersManage, .grantsView,
        .grantsManage, .ticketsUse, .servicesAsk,
      ]
    case .finance: Role.financePermissions(at: level)
    case .user: [.catalogueView, .subscriptionsView, .ticketsUse, .servicesAsk]
    }
  }

  private static func financePermissions(at level: Level) -> Set<Permission> {
    let everywhere: Set<Permission> = [.customersView, .subscriptionsView, .statementsView]
    return switch level {
    case .distributor: everywhere.union([.costsView, .statementsClose])
    case .reseller: everywhere.union([.costsView, .pricesView, .centresView, .statementsClose])
    case .customer: everywhere.union([.pricesView, .centresView])
    }
  }

  /// Whether a holder of this role, acting at `own`, may grant `role` at an organization of level `target`.
  package func mayGrant(_ role: Role, at target: Level, from own: Level) -> Bool {
    guard target >= own, role.level == nil || role.level == target else { return false }
    switch self {
    case .distributor: return role != .distributor
    case .reseller:
      return role == .reseller || role == .customerManager || (role == .finance && target == own)
    case .customerManager: return role.level == .customer || role == .finance
    case .technicalAdmin: return role == .user
    case .finance, .user: return false
    }
  }
}

/// One grant that counts now: not ended, not expired, its organization and person active.
package struct HeldGrant: Hashable, Sendable {
  package let role: Role
  /// The services it is limited to; nil: all.
  package let services: Set<ID<Service>>?
  /// The billing centres it is limited to; nil: all.
  package let centres: Set<ID<BillingCentre>>?
  /// When it stops counting, where that was asked for; nil: never.
  package let expiresAt: Instant?

  package init(
    role: Role, services: Set<ID<Service>>? = nil, centres: Set<ID<BillingCentre>>? = nil, expiresAt: Instant? = nil
  ) {
    self.role = role
    self.services = services
    self.centres = centres
    self.expiresAt = expiresAt
  }
}

/// What somebody may do in the organization they act in: the union of their grants there.
package struct Rights: Hashable, Sendable {
  package let level: Level
  package let grants: [HeldGrant]
  /// Asked for every action of every row shown, so it is worked out once.
  private let held: UInt32

  package init(level: Level, grants: [HeldGrant]) {
    self.level = level
    self.grants = grants
    held = grants.reduce(0) { bits, grant in
      grant.role.permissions(at: level).reduce(bits) { $0 | $1.bit }
    }
  }

  package func holds(_ permission: Permission) -> Bool { held & permission.bit != 0 }

  package var permissions: Set<Permission> { Set(Permission.allCases.filter(holds)) }

  package var roles: Set<Role> { Set(grants.map(\.role)) }

  /// The highest rank held; 0 without any grant.
  package var rank: Int { grants.map(\.role.rank).max() ?? 0 }

  /// Whether every subscription of the organization is seen, or only some services, centres and licences.
  package var seesEverything: Bool {
    grants.contains {
      switch $0.role {
      case .distributor, .reseller, .customerManager: true
      case .finance: $0.centres == nil
      case .technicalAdmin: $0.services == nil
      case .user: false
      }
    }
  }

  /// Whether every charge and statement of the organization is read, not only those of `centres`.
  package var readsAllAccounts: Bool {
    grants.contains { $0.role.permissions(at: level).contains(.statementsView) && $0.centres == nil }
  }

  /// The services run as technical admin; counts where not everything is seen.
  package var services: Set<ID<Service>> {
    grants.reduce(into: []) { $0.formUnion($1.services ?? []) }
  }

  /// The billing centres whose statements are read; counts where not all accounts are.
  package var centres: Set<ID<BillingCentre>> {
    grants.reduce(into: []) { $0.formUnion($1.centres ?? []) }
  }

  /// Whether the service is within what a reseller, manager or technical admin here may act on.
  package func runs(_ service: ID<Service>) -> Bool {
    grants.contains { grant in
      grant.role == .customerManager || grant.role == .reseller
        || grant.role == .technicalAdmin && (grant.services.map { $0.contains(service) } ?? true)
    }
  }

  /// Whether these rights cover granting `role` over the services and centres at an organization of `target`.
  package func mayGrant(_ role: Role, at target: Level) -> Bool {
    grants.contains { $0.role.mayGrant(role, at: target, from: level) }
  }
}
