import Core
import FoundationEssentials
import Markup
import Postgres

/// What people of a customer see first: the subscriptions of their reach, and what is free.
struct CustomerHome {
  private let call: Call
  private var language: Language { call.actor.language }
  private static let shownRows = 50

  init(_ call: Call) { self.call = call }

  /// Running subscriptions in reach; row-level security says which these are.
  private func running() throws -> [ListedSubscription] {
    try call.tx.rows(
      """
      SELECT \(ListedSubscription.columns(at: call.work.now)) FROM \(ListedSubscription.source)
      WHERE s.customer_id = \(call.actor.path.customer) AND s.status IN ('pending', 'active', 'suspended')
      ORDER BY s.service_name, s.plan_name, s.id LIMIT \(CustomerHome.shownRows)
      """
    ).map(ListedSubscription.init(row:))
  }

  func ofManager() throws -> HTML {
    let items = try running()
    let sums = try call.actor.path.customer.flatMap { try Recurring.ofCustomers([$0], in: call.work)[$0] } ?? []
    let next = items.compactMap(\.record.nextInvoiceDay).min()
    let tiles =
      licenceTiles(items) + [
        statTile(label: Recurring.label(.price, call.actor).in(language), value: Recurring.html(sums, .price)),
        statTile(label: Words.nextInvoice.in(language), value: "\(next?.description ?? "–")"),
      ]
    return """
      \(try DelegationSection.waiting(call))\(try RequestSection.waitingForManager(call))\(statTiles(tiles))\
      \(try RenewalPages.nextDeadlines(call))\
      \(subscriptions(items, title: Words.own, empty: Words.noneToManage))
      """
  }

  private func licenceTiles(_ items: [ListedSubscription]) -> [HTML] {
    let held = items.reduce(0) { $0 + $1.record.subscription.quantity }
    let assigned = items.reduce(0) { $0 + $1.record.subscription.assigned }
    return [
      statTile(label: SubscriptionWords.licences.in(language), value: "\(held)"),
      statTile(
        label: Words.free.in(language), value: "\(held - assigned)",
        hint: SubscriptionWords.assigned.in(language, ["count": "\(assigned)"])),
    ]
  }

  private func subscriptions(_ items: [ListedSubscription], title: Phrase, empty: Phrase) -> HTML {
    card(
      title: title.in(language), actions: [buttonLink(label: Words.all.in(language), href: "/subscriptions")],
      SubscriptionTable(actor: call.actor, showsCustomer: false).html(
        items, caption: title.in(language), empty: "<p>\(empty.in(language))</p>"))
  }

  func ofTechnicalAdmin() throws -> HTML {
    let items = try running()
    let columns = [
      Column(SubscriptionWords.subscription.in(language)), Column(DeskWords.status.in(language)),
      Column(Words.assigned.in(language), kind: .number), Column(Words.free.in(language), kind: .number), Column(""),
    ]
    let rows: [[HTML]] = items.map { item in
      let s = item.record.subscription
      return [
        name(item.record), SubscriptionWords.badges(s, language), "\(s.assigned) / \(s.quantity)",
        "\(s.quantity - s.assigned)",
        buttonLink(label: Words.assign.in(language), href: "/subscriptions/\(s.id)/assignments"),
      ]
    }
    let listed = table(
      caption: Words.yourServices.in(language), columns: columns, rows: rows,
      empty: "<p>\(Words.noneToRun.in(language))</p>")
    return """
      \(statTiles(licenceTiles(items)))\(card(title: Words.yourServices.in(language), listed))
      \(try RequestSection.own(call))
      """
  }

  private func name(_ record: SubscriptionRecord) -> HTML {
    let s = record.subscription
    let second = s.friendlyName == nil ? record.serviceName : "\(record.planName) · \(record.serviceName)"
    return
      "<a href=\"/subscriptions/\(s.id.description)\">\(s.friendlyName ?? record.planName)</a><small>\(second)</small>"
  }

  func ofUser() throws -> HTML {
    let rows: [[HTML]] = try running().map { item in
      let s = item.record.subscription
      let ticket = PortalLink.to("/tickets/new", ["service": item.record.service.description])
      return [
        name(item.record), SubscriptionWords.badges(s, language),
        buttonLink(label: Words.problem.in(language), href: ticket),
      ]
    }
    let columns = [
      Column(DeskWords.service.in(language)), Column(DeskWords.status.in(language)), Column(""),
    ]
    let listed = table(
      caption: Words.yourServices.in(language), columns: columns, rows: rows,
      empty: "<p>\(Words.noneToUse.in(language))</p>")
    return "\(card(title: Words.yourServices.in(language), listed))\(try RequestSection.own(call))"
  }

  private enum Words {
    static let own = Phrase("Your subscriptions", fr: "Vos abonnements", de: "Ihre Abonnements")
    static let yourServices = Phrase("Your services", fr: "Vos services", de: "Ihre Dienste")
    static let free = Phrase("Free licences", fr: "Licences libres", de: "Freie Lizenzen")
    static let assigned = Phrase("Assigned", fr: "Attribuées", de: "Vergeben")
    static let nextInvoice = Phrase("Next invoice", fr: "Prochaine facture", de: "Nächste Rechnung")
    static let all = Phrase("Show all", fr: "Tout afficher", de: "Alle zeigen")
    static let assign = Phrase("Assign licences", fr: "Attribuer", de: "Lizenzen vergeben")
    static let problem = Phrase("Report a problem", fr: "Signaler un problème", de: "Problem melden")
    static let noneToManage = Phrase(
      "No subscriptions yet. Add the first one.", fr: "Aucun abonnement. Ajoutez le premier.",
      de: "Noch keine Abonnements. Fügen Sie das erste hinzu.")
    static let noneToRun = Phrase(
      "No subscriptions of your services yet.", fr: "Aucun abonnement de vos services.",
      de: "Noch keine Abonnements Ihrer Dienste.")
    static let noneToUse = Phrase(
      "You have no licences yet. Ask for a service or open a ticket.",
      fr: "Vous n’avez pas encore de licence. Demandez un service ou ouvrez un ticket.",
      de: "Sie haben noch keine Lizenzen. Fragen Sie einen Dienst an oder eröffnen Sie ein Ticket.")
  }
}
