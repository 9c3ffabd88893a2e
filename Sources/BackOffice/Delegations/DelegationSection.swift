import Core
import FoundationEssentials
import Markup

/// What other pages say of access to people.
enum DelegationSection {
  private typealias Words = DelegationFormWords

  /// On a customer's page: what is open and what waits, and the way to ask.
  static func ofCustomer(_ customer: Organizations.Record, _ call: Call) throws -> HTML {
    guard call.actor.level != .customer, call.actor.holds(.delegationsView) else { return .empty }
    let language = call.actor.language
    let found = try DelegationStore.current(of: customer.id, in: call.work)
    let waits = found.contains { $0.delegation.status == .pending }
    let isManaged = try isManaged(customer, in: call.work)
    var actions: [HTML] = []
    if call.actor.level == .reseller, call.actor.holds(.delegationsManage), isManaged {
      let label = (found.contains { $0.delegation.status == .active } ? Words.askAgain : Words.ask).in(language)
      actions = [
        waits
          ? disabledButton(label: label, reason: Words.waits.in(language))
          : buttonLink(label: label, href: "/customers/\(customer.id)/delegations/new")
      ]
    }
    let none = isManaged ? Words.noAccess : Words.noManager
    return card(
      title: Words.people.in(language), actions: actions,
      DelegationPages.table(found, call, ofOneCustomer: true, empty: none))
  }

  private static func isManaged(_ customer: Organizations.Record, in work: Work) throws -> Bool {
    try work.tx.rows("SELECT EXISTS (\(Delegations.managers(of: customer.id, at: work.now)))")[0][0]
  }

  /// On a manager's start page: the request that waits.
  static func waiting(_ call: Call) throws -> HTML {
    guard let customer = call.actor.path.customer, call.actor.holds(.delegationsManage) else { return .empty }
    let language = call.actor.language
    let found = try DelegationStore.current(of: customer, in: call.work)
    let notices: [HTML] = found.filter { $0.delegation.status == .pending }.map { record in
      notice(
        .warning, title: DelegationWords.waiting.in(language, ["reseller": record.resellerName]),
        body: """
          <p>\(record.reason)</p>\
          <p>\(buttonLink(label: DelegationWords.look.in(language), href: "/delegations/\(record.id)"))</p>
          """)
    }
    return notices.joined()
  }

  /// The way to ask for access where it is missing.
  static func asking(customer: String?, subscription: String?, _ language: Language) -> HTML {
    let href = PortalLink.to("/delegations/new", ["customer": customer, "subscription": subscription])
    return "<p>\(buttonLink(label: Words.ask.in(language), href: href, tone: .primary))</p>"
  }
}
