import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Subscriptions across the customers in reach.
enum SubscriptionListPages {
  /// What the reader filters by; whatever is malformed counts as not asked.
  private struct Asked {
    var filter = Subscriptions.Filter()
    var endsWithinDays: Int?

    init(_ call: Call) throws {
      filter.search = try SearchText.query(call)
      filter.status = call.query("status").flatMap { SubscriptionStatus(rawValue: $0) }
      filter.service = call.query("service").flatMap { ID<Service>($0) }
      filter.customer = call.query("customer").flatMap { ID<Organization>($0) }
      if call.actor.holds(.centresView) { filter.centre = call.query("centre").flatMap { ID<BillingCentre>($0) } }
      endsWithinDays = call.query("ends").flatMap { Int($0) }.flatMap { [30, 60, 90].contains($0) ? $0 : nil }
    }

    var isNarrowed: Bool {
      filter.search != nil || filter.status != nil || filter.service != nil || filter.customer != nil
        || filter.centre != nil || endsWithinDays != nil
    }
  }

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let asked = try Asked(call)
    let paging = try Paging(call)
    let items = try items(asked, paging, in: call.work)
    let shown = Array(items.prefix(paging.limit))
    let next = paging.next(items) { item in
      let s = item.record.subscription
      return asked.endsWithinDays == nil ? [s.id.description] : [s.termEnd.description, s.id.description]
    }
    let nextHref = next.map { cursor in
      PortalLink.to(
        "/subscriptions",
        [
          "search": asked.filter.search, "status": asked.filter.status?.rawValue,
          "service": asked.filter.service?.description, "customer": asked.filter.customer?.description,
          "centre": asked.filter.centre?.description, "ends": asked.endsWithinDays.map(String.init), "cursor": cursor,
        ])
    }
    var listing = SubscriptionTable(actor: call.actor, showsCustomer: call.actor.level != .customer)
    let bar = BulkBar(call.actor, among: shown.count, of: asked.filter, endsWithinDays: asked.endsWithinDays)
    listing.isSelectable = bar != nil
    let services = try Catalogue.services(held: true, in: call.work)
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.subscriptions.label.in(language))", actions: actions(call)))
      \(filterForm(action: "/subscriptions", value: asked.filter.search ?? "", label: Words.search.in(language),
        extra: selects(asked, services, language)))
      \(results("""
        \(bar?.html)\
        \(listing.html(shown, caption: Words.caption.in(language), empty: empty(asked, call)))
        \(pager(nextHref: nextHref, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Portal.Place.subscriptions.label.in(language), at: .subscriptions, content)
  }

  /// Newest first; those about to end, by the day they do.
  private static func items(_ asked: Asked, _ paging: Paging, in work: Work) throws -> [ListedSubscription] {
    var conditions: [SQL] = [asked.filter.condition(for: work.actor)]
    let order: SQL
    if let days = asked.endsWithinDays {
      conditions.append(Subscriptions.ending(within: days, of: work.now.utcDay))
      if let after = try paging.afterKey(Subscription.self), let end = Day(after.text) {
        conditions.append("(s.term_end, s.id) > (\(end), \(after.id))")
      }
      order = "s.term_end, s.id"
    } else {
      if let after = try paging.afterID(Subscription.self) { conditions.append("s.id < \(after)") }
      order = "s.id DESC"
    }
    return try work.tx.rows(
      """
      SELECT \(ListedSubscription.columns(at: work.now)) FROM \(ListedSubscription.source)
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) LIMIT \(paging.fetched)
      """
    ).map(ListedSubscription.init(row:))
  }

  private static func actions(_ call: Call) -> [HTML] {
    let actor = call.actor
    var actions: [HTML] = []
    if actor.holds(.subscriptionsChange) {
      actions.append(buttonLink(label: BulkWords.plural.in(actor.language), href: "/bulk-changes"))
    }
    guard actor.level == .customer else { return actions }
    if actor.holds(.licencesAssign) {
      actions.append(buttonLink(label: LicenceWords.unused.in(actor.language), href: "/licences/unused"))
    }
    if actor.rights.holds(.subscriptionsChange) { actions.append(addButton(for: actor.organization, call)) }
    return actions
  }

  /// The way to a new subscription, at once or by an order the reseller approves; or why there is none.
  static func addButton(for customer: ID<Organization>, _ call: Call) -> HTML {
    let language = call.actor.language
    guard !call.actor.holds(.subscriptionsChange) else {
      return buttonLink(
        label: Words.add.in(language), href: "/customers/\(customer)/subscriptions/new", tone: .primary)
    }
    guard call.actor.selfService == .view else {
      return buttonLink(label: Words.ask.in(language), href: "/shop", tone: .primary)
    }
    let reason = Messages.sentence("self_service.view_only", [:], language)
    return disabledButton(label: Words.add.in(language), reason: reason)
  }

  private static func selects(_ asked: Asked, _ services: [Catalogue.ListedService], _ language: Language) -> HTML {
    let states = SubscriptionStatus.allCases.map {
      option($0.rawValue, SubscriptionWords.status($0).in(language), asked.filter.status == $0)
    }
    let ends = [30, 60, 90].map { (days: Int) in
      option("\(days)", Words.endsWithin.in(language, ["days": "\(days)"]), asked.endsWithinDays == days)
    }
    let all = services.map { option($0.id.description, $0.name, asked.filter.service == $0.id) }
    let customer: HTML? = asked.filter.customer.map {
      "<input type=\"hidden\" name=\"customer\" value=\"\($0.description)\">"
    }
    let centre: HTML? = asked.filter.centre.map {
      "<input type=\"hidden\" name=\"centre\" value=\"\($0.description)\">"
    }
    return """
      \(select("status", DeskWords.status.in(language), [option("", Words.anyStatus.in(language), false)] + states))\
      \(select("service", DeskWords.service.in(language), [option("", Words.anyService.in(language), false)] + all))\
      \(select("ends", SubscriptionWords.termEnd.in(language), [option("", Words.anyEnd.in(language), false)] + ends))\
      \(customer)\(centre)
      """
  }

  /// A choice inside a filter: its first option says what it is about, so it needs no visible label.
  static func select(_ name: String, _ label: String, _ options: [HTML]) -> HTML {
    "<select name=\"\(name)\" aria-label=\"\(label)\">\(options)</select>"
  }

  static func option(_ value: String, _ label: String, _ selected: Bool) -> HTML {
    "<option value=\"\(value)\"\(flag: "selected", selected)>\(label)</option>"
  }

  private static func empty(_ asked: Asked, _ call: Call) -> HTML {
    let language = call.actor.language
    if asked.isNarrowed {
      let all = Words.showAll.in(language)
      return "<p>\(Words.noMatch.in(language))</p><p><a href=\"/subscriptions\">\(all)</a></p>"
    }
    let words =
      call.actor.level != .customer
      ? Words.noneYet : call.actor.rights.holds(.subscriptionsChange) ? Words.noneOrder : Words.noneOfOwn
    return "<p>\(words.in(language))</p>"
  }

  private enum Words {
    static let caption = Phrase("Subscriptions", fr: "Abonnements", de: "Abonnements")
    static let search = Phrase(
      "Search by plan or name", fr: "Chercher par plan ou nom", de: "Nach Plan oder Name suchen")
    static let add = Phrase("Add subscription", fr: "Ajouter un abonnement", de: "Abonnement hinzufügen")
    static let ask = Phrase("Order a subscription", fr: "Commander un abonnement", de: "Abonnement bestellen")
    static let anyStatus = Phrase("Any status", fr: "Tous les statuts", de: "Jeder Status")
    static let anyService = Phrase("Any service", fr: "Tous les services", de: "Jeder Dienst")
    static let anyEnd = Phrase("Any term end", fr: "Toutes échéances", de: "Jedes Laufzeitende")
    static let endsWithin = Phrase(
      "Term ends within {days} days", fr: "Échéance sous {days} jours", de: "Laufzeit endet in {days} Tagen")
    static let noMatch = Phrase(
      "No subscription matches these filters.", fr: "Aucun abonnement ne correspond à ces filtres.",
      de: "Kein Abonnement passt zu diesen Filtern.")
    static let showAll = Phrase("Show all", fr: "Tout afficher", de: "Alle zeigen")
    static let noneYet = Phrase(
      "No subscriptions yet. Open a customer and add the first one.",
      fr: "Aucun abonnement pour l’instant. Ouvrez un client et ajoutez le premier.",
      de: "Noch keine Abonnements. Öffnen Sie einen Kunden und fügen Sie das erste hinzu.")
    static let noneOrder = Phrase(
      "No subscriptions yet. Add the first one.", fr: "Aucun abonnement pour l’instant. Ajoutez le premier.",
      de: "Noch keine Abonnements. Fügen Sie das erste hinzu.")
    static let noneOfOwn = Phrase(
      "You use no services yet. Open a ticket to ask for one.",
      fr: "Vous n’utilisez pas encore de service. Ouvrez un ticket pour en demander un.",
      de: "Sie nutzen noch keine Dienste. Fragen Sie mit einem Ticket danach.")
  }
}
