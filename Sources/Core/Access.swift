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
}

/// What a grant makes somebody.
package enum Role: String, Hashable, Sendable, CaseIterable {
  case distributor, reseller, customerManager, technicalAdmin, finance, user
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
}
