/// Something of a customer's that people do things with.
package enum AccessObject: Hashable, Sendable {
  case customer
  case service(ID<Service>)
  case centre(ID<BillingCentre>)
  /// With the service it belongs to and the centres it is billed to.
  case subscription(service: ID<Service>, centres: Set<ID<BillingCentre>>)

  /// The rights that can be exercised over it, in the order people ask for them.
  package var permissions: [Permission] {
    switch self {
    case .customer:
      [
        .customersView, .customersManage, .subscriptionsView, .subscriptionsChange, .subscriptionsSuspend,
        .licencesAssign, .usersView, .usersManage, .grantsView, .grantsManage, .centresView, .centresManage,
        .statementsView, .statementsClose, .pricesView, .ticketsUse, .auditView,
      ]
    case .service: [.subscriptionsView, .subscriptionsChange, .subscriptionsSuspend, .licencesAssign, .ticketsUse]
    case .centre: [.centresView, .centresManage, .statementsView, .pricesView]
    case .subscription:
      [
        .subscriptionsView, .subscriptionsChange, .subscriptionsSuspend, .licencesAssign, .centresView, .centresManage,
        .statementsView, .pricesView, .ticketsUse,
      ]
    }
  }

  /// Whether a grant limited like this one reaches it. A user reaches what they have a licence of.
  fileprivate func isReached(by grant: HeldGrant, isLicensed: Bool) -> Bool {
    switch (self, grant.role) {
    case (.customer, _): true
    case (.service(let id), .technicalAdmin), (.subscription(let id, _), .technicalAdmin):
      grant.services.map { $0.contains(id) } ?? true
    case (.centre(let id), .finance): grant.centres.map { $0.contains(id) } ?? true
    case (.subscription(_, let centres), .finance): grant.centres.map { !$0.isDisjoint(with: centres) } ?? true
    case (.service, .user), (.subscription, .user): isLicensed
    default: true
    }
  }
}

extension HeldGrant {
  /// What a holder at `level` may do with the object of a customer. The customer's people are the customer's affair:
  /// its reseller needs a delegation, which is no grant.
  package func permissions(at level: Level, over object: AccessObject, isLicensed: Bool) -> [Permission] {
    guard object.isReached(by: self, isLicensed: isLicensed) else { return [] }
    let given = role.permissions(at: level).subtracting(level == .reseller ? HeldGrant.delegated : [])
    return object.permissions.filter(given.contains)
  }

  private static let delegated: Set<Permission> = [
    .licencesAssign, .usersView, .usersManage, .grantsView, .grantsManage, .actAs,
  ]
}
