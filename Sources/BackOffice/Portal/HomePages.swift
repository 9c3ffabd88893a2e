import Core
import FoundationEssentials
import HTTP
import Markup

/// The start page: for each role what it looks at first, and the obvious next steps.
enum HomePages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let roles = call.actor.rights.roles
    var sections: [HTML] = []
    if roles.contains(.distributor) || roles.contains(.reseller) { sections.append(try SellerHome(call).html()) }
    if roles.contains(.customerManager) { sections.append(try CustomerHome(call).ofManager()) }
    if roles.contains(.finance) { sections.append(try FinanceHome(call).html()) }
    if roles.contains(.technicalAdmin), !roles.contains(.customerManager) {
      sections.append(try CustomerHome(call).ofTechnicalAdmin())
    }
    if roles == [.user] || roles.isEmpty { sections.append(try CustomerHome(call).ofUser()) }
    let content: HTML = """
      \(pageHeader(title: "\(call.actor.organizationName)",
        subtitle: "\(Words.greeting.in(language, ["name": call.actor.name]))", actions: actions(call)))
      \(try MailPages.summary(call))\(try BudgetNotices.ofCustomer(call))\(sections)
      """
    return try Portal.page(call, Portal.Place.home.label.in(language), at: .home, content)
  }

  /// What people of these roles come to do most often.
  private static func actions(_ call: Call) -> [HTML] {
    let language = call.actor.language
    let roles = call.actor.rights.roles
    var actions: [HTML] = []
    if call.actor.level != .customer, call.actor.holds(.customersManage) {
      actions.append(buttonLink(label: CustomerWords.new.in(language), href: "/customers/new", tone: .primary))
    }
    if call.actor.holds(.statementsView) {
      actions.append(buttonLink(label: ReportWords.reports.in(language), href: "/reports"))
    }
    if roles.contains(.customerManager) {
      actions.append(
        buttonLink(label: Words.appoint.in(language), href: "/access/new?role=technicalAdmin"))
      actions.append(SubscriptionListPages.addButton(for: call.actor.organization, call))
    }
    if roles.isSubset(of: [.user, .technicalAdmin]) {
      actions.append(buttonLink(label: Words.askForService.in(language), href: "/requests/new"))
      actions.append(buttonLink(label: Words.ticket.in(language), href: "/tickets/new", tone: .primary))
    }
    return actions
  }

  private enum Words {
    static let greeting = Phrase("Welcome, {name}.", fr: "Bienvenue, {name}.", de: "Willkommen, {name}.")
    static let appoint = Phrase(
      "Appoint a technical admin", fr: "Nommer un admin technique", de: "Technische Administration ernennen")
    static let ticket = Phrase("Open a ticket", fr: "Ouvrir un ticket", de: "Ticket eröffnen")
    static let askForService = Phrase("Ask for a service", fr: "Demander un service", de: "Dienst anfragen")
  }
}
