import Core
import FoundationEssentials
import Postgres

/// The ids of an organization's whole way up the tree; every tenant row carries them.
package struct Path: Hashable, Sendable {
  package let distributor: ID<Organization>
  package let reseller: ID<Organization>?
  package let customer: ID<Organization>?

  package init(distributor: ID<Organization>, reseller: ID<Organization>?, customer: ID<Organization>?) {
    self.distributor = distributor
    self.reseller = reseller
    self.customer = customer
  }

  package var level: Level { customer != nil ? .customer : reseller != nil ? .reseller : .distributor }

  package var organization: ID<Organization> { customer ?? reseller ?? distributor }

  /// Whether `other` is this organization or below it.
  package func covers(_ other: Path) -> Bool {
    switch level {
    case .distributor: other.distributor == distributor
    case .reseller: other.reseller == reseller
    case .customer: other.customer == customer
    }
  }
}

/// How somebody proved who they are.
package enum CredentialKind: String, Sendable { case session, token, provisioning, invitation, job, system }

/// Somebody acting in one organization, with what they may do there.
package struct Actor: Sendable {
  package let person: ID<Person>
  package let name: String
  package let email: String
  package let language: Language
  package let path: Path
  package let organizationName: String
  package private(set) var selfService: SelfService
  package let rights: Rights
  package let credential: CredentialKind
  package let credentialID: UUID?
  package let scopes: [String]
  package let csrf: String?
  package let mustChangePassword: Bool
  /// The program whose token it is; nil for people.
  package var client: String?
  /// Who really acts, while somebody acts as this person.
  package var real: RealActor?

  /// Whose hand it was; nil for the service itself.
  package var author: ID<Person>? { credential == .system ? nil : real?.person ?? person }

  package var level: Level { path.level }
  package var organization: ID<Organization> { path.organization }
  /// Whether a second factor must be set up before anything else.
  package var mustEnrol: Bool { scopes == Credentials.enrolling }

  package func holds(_ permission: Permission) -> Bool {
    guard rights.holds(permission) else { return false }
    // A customer's own people change subscriptions only when their reseller lets them.
    return permission != .subscriptionsChange || level != .customer || selfService == .full
  }

  package func require(_ permission: Permission) throws(Refusal) {
    guard rights.holds(permission) else { throw .forbidden(permission) }
    guard holds(permission) else {
      throw .denied(selfService == .view ? "self_service.view_only" : "self_service.request_only")
    }
  }

  /// Whether what they change of subscriptions waits for their reseller.
  package var asksForChanges: Bool {
    level == .customer && selfService == .request && rights.holds(.subscriptionsChange)
  }

  /// Holds the permission, or may at least ask for what it is about: then what they do waits to be approved.
  func requireOrAsk(_ permission: Permission) throws(Refusal) {
    if permission == .subscriptionsChange, asksForChanges { return }
    try require(permission)
  }

  /// The same person as if what they ask for were approved: for saying what it would come to, never for doing it.
  var asIfApproved: Actor {
    var approved = self
    if asksForChanges { approved.selfService = .full }
    return approved
  }

  /// Prices go to resellers and customers, never to the distributor.
  package var seesPrices: Bool { rights.holds(.pricesView) }
  /// Costs go to the distributor and the reseller.
  package var seesCosts: Bool { rights.holds(.costsView) }

  package func sees(_ leg: Leg) -> Bool { leg == .price ? seesPrices : seesCosts }

  /// The settings that row-level security compares with, for the rest of the transaction.
  package var reach: SQL {
    Reach(
      path: path, view: rights.seesEverything, accounts: rights.readsAllAccounts, services: rights.services,
      centres: rights.centres, person: person
    ).sql
  }
}

extension Actor {
  /// The service itself, for what falls due by time.
  package static let system = Actor(
    person: ID(Secrets.nobody), name: "Comptoir", email: "", language: .english,
    path: Path(distributor: ID(Secrets.nobody), reseller: nil, customer: nil), organizationName: "Comptoir",
    selfService: .full, rights: Rights(level: .distributor, grants: []), credential: .system, credentialID: nil,
    scopes: [], csrf: nil, mustChangePassword: false)
}

/// Somebody acting as somebody else.
package struct RealActor: Sendable {
  package let person: ID<Person>
  package let name: String
  package let until: Instant

  package init(person: ID<Person>, name: String, until: Instant) {
    self.person = person
    self.name = name
    self.until = until
  }
}

/// How much a customer's people may do by themselves; set by the reseller.
package enum SelfService: String, Sendable, CaseIterable, TextColumn { case view, request, full }

/// What a transaction may see; migrations/0001_reach.sql says what each setting means.
package struct Reach {
  package let path: Path
  package let view: Bool
  package let accounts: Bool
  package let services: Set<ID<Service>>
  package let centres: Set<ID<BillingCentre>>
  package let person: ID<Person>

  /// In a transaction that has no reach yet, only what is not empty needs to be said.
  package var sql: SQL {
    let own = path.organization.description
    var settings: [SQL] = []
    switch path.level {
    case .distributor: settings.append("set_config('comptoir.distributor', \(own), true)")
    case .reseller: settings.append("set_config('comptoir.reseller', \(own), true)")
    case .customer:
      settings.append("set_config('comptoir.customer', \(own), true)")
      settings.append("set_config('comptoir.seller', \(path.reseller?.description ?? ""), true)")
    }
    settings.append("set_config('comptoir.root', \(path.distributor.description), true)")
    if view { settings.append("set_config('comptoir.view', 'all', true)") }
    if accounts { settings.append("set_config('comptoir.accounts', 'all', true)") }
    if !services.isEmpty { settings.append("set_config('comptoir.services', \(Reach.array(services)), true)") }
    if !centres.isEmpty { settings.append("set_config('comptoir.centres', \(Reach.array(centres)), true)") }
    settings.append("set_config('comptoir.person', \(person.description), true)")
    return "SELECT " + settings.joined(separator: ", ")
  }

  private static func array<Entity>(_ ids: Set<ID<Entity>>) -> String {
    ids.isEmpty ? "" : "{" + ids.map(\.description).sorted().joined(separator: ",") + "}"
  }

  /// Everything, for signing in and for jobs that act for no tenant.
  package static let everything: SQL = "SELECT set_config('comptoir.everything', 'on', true), comptoir_now()"

  /// Ends `everything`, back to the reach set before.
  package static let notEverything: SQL = "SELECT set_config('comptoir.everything', '', true)"

  /// Ends the commercial side's reach; the actor's own is to be said again after it.
  package static let notCommercial: SQL = "SELECT set_config('comptoir.reseller', '', true)"

  /// Adds the path's reseller's reach to the actor's own.
  package static func reseller(of path: Path) -> SQL {
    "SELECT set_config('comptoir.reseller', \(path.reseller?.description ?? ""), true)"
  }

  /// The reseller's reach: the commercial side of the contract, whose command a subscription's change always is.
  package static func commercial(of subscription: ID<Subscription>) -> SQL {
    """
    SELECT set_config('comptoir.distributor', '', true), set_config('comptoir.customer', '', true),
      set_config('comptoir.reseller', reseller_id::text, true), set_config('comptoir.view', 'all', true),
      set_config('comptoir.accounts', 'all', true), set_config('comptoir.centres', '', true)
    FROM subscription WHERE id = \(subscription)
    """
  }
}
