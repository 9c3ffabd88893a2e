import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

extension Portal {
  /// The places of the portal, as the navigation shows them.
  enum Place: CaseIterable {
    case home, resellers, customers, shop, subscriptions, renewals, requests, orders, catalogue, prices, terms
    case people, access, delegations, centres, statements, reports, usage, provisioning, tickets, audit

    var href: String {
      switch self {
      case .home: "/"
      case .resellers: "/resellers"
      case .customers: "/customers"
      case .shop: "/shop"
      case .terms: "/terms"
      case .subscriptions: "/subscriptions"
      case .renewals: "/renewals"
      case .requests: "/requests"
      case .orders: "/orders"
      case .catalogue: "/catalogue"
      case .prices: "/prices"
      case .people: "/people"
      case .access: "/access"
      case .delegations: "/delegations"
      case .centres: "/centres"
      case .statements: "/statements"
      case .reports: "/reports"
      case .usage: "/usage"
      case .provisioning: "/provisioning/tasks"
      case .tickets: "/tickets"
      case .audit: "/audit"
      }
    }

    var label: Phrase {
      switch self {
      case .home: Phrase("Home", fr: "Accueil", de: "Start")
      case .resellers: Phrase("Resellers", fr: "Revendeurs", de: "Reseller")
      case .customers: Phrase("Customers", fr: "Clients", de: "Kunden")
      case .shop: ShopWords.shop
      case .terms: TermsWords.terms
      case .subscriptions: Phrase("Subscriptions", fr: "Abonnements", de: "Abonnements")
      case .renewals: RenewalWords.title
      case .requests: Phrase("Requests", fr: "Demandes", de: "Anfragen")
      case .orders: Phrase("Orders", fr: "Commandes", de: "Bestellungen")
      case .catalogue: Phrase("Catalogue", fr: "Catalogue", de: "Katalog")
      case .prices: PriceWords.prices
      case .people: Phrase("People", fr: "Personnes", de: "Personen")
      case .access: Phrase("Access", fr: "Accès", de: "Zugriff")
      case .delegations: Phrase("Partner access", fr: "Accès partenaire", de: "Partnerzugang")
      case .centres: Phrase("Billing centres", fr: "Centres de facturation", de: "Kostenstellen")
      case .statements: Phrase("Statements", fr: "Relevés", de: "Abrechnungen")
      case .reports: ReportWords.reports
      case .usage: UsageWords.usage
      case .provisioning: VendorWords.provisioning
      case .tickets: Phrase("Tickets", fr: "Tickets", de: "Tickets")
      case .audit: Phrase("Audit trail", fr: "Journal d’audit", de: "Protokoll")
      }
    }

    /// Whether it is anything to this actor.
    func isOpen(to actor: Actor) -> Bool {
      switch self {
      case .home: true
      case .resellers: actor.holds(.resellersManage)
      case .customers: actor.level != .customer && actor.holds(.customersView)
      case .shop: actor.level == .customer && actor.holds(.catalogueView)
      case .terms: actor.holds(.customersManage)
      case .subscriptions: actor.holds(.subscriptionsView)
      case .renewals: actor.holds(.statementsView)
      // Whether a customer's manager may order is for self-service to say, on the page.
      case .orders: actor.rights.holds(.subscriptionsChange)
      case .requests: actor.rights.holds(.subscriptionsChange) || actor.holds(.servicesAsk)
      // Customers find in the shop what there is.
      case .catalogue: actor.level != .customer && actor.holds(.catalogueView)
      case .prices: actor.holds(.pricesManage)
      case .people: actor.holds(.usersView)
      case .access: actor.holds(.grantsView)
      case .delegations: actor.holds(.delegationsView)
      case .centres: actor.level == .customer && actor.holds(.centresView)
      case .statements: actor.holds(.statementsView)
      case .reports: actor.holds(.customersView)
      case .usage: actor.holds(.usageManage)
      case .provisioning: actor.holds(.provisioningManage)
      case .tickets: actor.holds(.ticketsUse)
      case .audit: actor.holds(.auditView)
      }
    }
  }

  /// A whole page for the person signed in: frame, what is wrong with the form just sent (if anything), content.
  static func page(_ call: Call, _ title: String, at place: Place?, _ content: HTML) throws -> Response {
    let actor = call.actor
    let language = actor.language
    let navigation = Place.allCases.filter { $0.isOpen(to: actor) }.map {
      NavItem(label: $0.label.in(language), href: $0.href, current: $0 == place)
    }
    let shell = Shell(
      title: title, language: language.rawValue, organizationName: actor.organizationName, personName: actor.name,
      roleName: roleNames(actor), navigation: navigation,
      sandboxNow: call.work.office.configuration.sandbox ? clockText(call.work.now) : nil, csrf: actor.csrf ?? "",
      labels: labels(language), organizations: try organizations(call), assetVersion: assetVersion,
      banner: ActingPages.banner(actor))
    let problem = call.refusal.map { notice(.bad, title: sentence($0, language)) }
    return html(shell.page("\(problem)\(content)"))
  }

  /// `2026-01-15 08:00 UTC`.
  static func clockText(_ now: Instant) -> String {
    now.description.prefix(16).replacing("T", with: " ") + " UTC"
  }

  static func roleNames(_ actor: Actor) -> String {
    actor.rights.roles.sorted { $0.rank > $1.rank }.map { roleName($0).in(actor.language) }.joined(separator: ", ")
  }

  static func roleName(_ role: Role) -> Phrase {
    switch role {
    case .distributor: Phrase("Distributor", fr: "Distributeur", de: "Distributor")
    case .reseller: Phrase("Reseller", fr: "Revendeur", de: "Reseller")
    case .customerManager: Phrase("Customer manager", fr: "Responsable client", de: "Kundenverantwortliche")
    case .technicalAdmin: Phrase("Technical admin", fr: "Admin technique", de: "Technische Administration")
    case .finance: Phrase("Finance", fr: "Finance", de: "Finanzen")
    case .user: Phrase("User", fr: "Utilisateur", de: "Benutzer")
    }
  }

  private static func organizations(_ call: Call) throws -> [(id: String, name: String, current: Bool)] {
    let actor = call.actor
    if actor.real != nil { return [] }
    let rows = try call.tx.rows(
      """
      SELECT DISTINCT organization_id FROM role_grant WHERE person_id = \(actor.person) AND ended_at IS NULL
        AND (expires_at IS NULL OR expires_at > \(call.work.now))
      """)
    guard rows.count > 1 else { return [] }
    // Names of organizations elsewhere in the tree are out of this one's reach, not out of the person's.
    let named = try call.tx.pipeline([
      Reach.everything,
      """
      SELECT o.id, o.name FROM organization o WHERE o.id = ANY (\(try rows.map { try $0[0] as ID<Organization> }))
      ORDER BY o.name
      """, Reach.notEverything,
    ])[1]
    return try named.map { row in
      let id: ID<Organization> = try row[0]
      return (id: id.description, name: try row[1], current: id == actor.organization)
    }
  }

  private static func labels(_ language: Language) -> ShellLabels {
    var labels = ShellLabels()
    labels.search = Words.search.in(language)
    labels.searchButton = Words.searchButton.in(language)
    labels.signOut = Words.signOut.in(language)
    labels.skipToContent = Words.skip.in(language)
    labels.navigation = Words.navigation.in(language)
    labels.organization = Words.organization.in(language)
    labels.switchOrganization = Words.switching.in(language)
    labels.sandboxClock = Words.sandbox.in(language)
    return labels
  }

  private enum Words {
    static let search = Phrase(
      "Search customers, subscriptions, people…", fr: "Chercher clients, abonnements, personnes…",
      de: "Kunden, Abonnements, Personen suchen…")
    static let searchButton = Phrase("Search", fr: "Chercher", de: "Suchen")
    static let signOut = Phrase("Sign out", fr: "Se déconnecter", de: "Abmelden")
    static let skip = Phrase("Skip to content", fr: "Aller au contenu", de: "Zum Inhalt")
    static let navigation = Phrase("Main", fr: "Principal", de: "Haupt")
    static let organization = Phrase("Organization", fr: "Organisation", de: "Organisation")
    static let switching = Phrase("Switch", fr: "Changer", de: "Wechseln")
    static let sandbox = Phrase("Sandbox", fr: "Bac à sable", de: "Sandbox")
  }
}
