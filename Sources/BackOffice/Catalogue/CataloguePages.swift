import Core
import FoundationEssentials
import HTTP
import Markup

/// What may be bought or sold.
enum CataloguePages {
  /// Offers on one page; more than that are narrowed by service or search.
  static let shownOffers = 300

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let filter = try OfferTable.filter(call)
    let offers = try Catalogue.offers(filter, Paging(limit: shownOffers), in: call.work)
    let services = try Catalogue.services(Paging(limit: Bounds.pageMaximum), in: call.work)
    let offered = OfferTable(
      call: call, offers: Array(offers.prefix(shownOffers)), choose: order(call))
    let isNarrowed = filter.search != nil || filter.service != nil || filter.plan != nil
    let empty: HTML = """
      <div class="empty"><p>\((isNarrowed ? Words.noMatch : Words.none).in(language))</p>\
      \(when: isNarrowed, "<p><a href=\"/catalogue\">\(Words.showAll.in(language))</a></p>")</div>
      """
    let content: HTML = """
      \(pageHeader(title: "\(Portal.Place.catalogue.label.in(language))", subtitle: "\(subtitle(call))",
        actions: actions(call)))
      \(filterForm(action: "/catalogue", value: filter.search ?? "", label: Words.search.in(language),
        extra: OfferTable.serviceSelect(services, filter.service, language)))
      \(results("""
        \(more(offers.count, language))\(offered.cards(services) ?? empty)
        """))
      """
    return try Portal.page(call, Portal.Place.catalogue.label.in(language), at: .catalogue, content)
  }

  /// Where the catalogue is kept, or its prices.
  private static func actions(_ call: Call) -> [HTML] {
    let language = call.actor.language
    if call.actor.holds(.catalogueManage) {
      return [
        buttonLink(label: KeepingWords.title.in(language), href: "/catalogue/keeping"),
        buttonLink(label: ImportFileWords.title.in(language), href: "/catalogue/import"),
      ]
    }
    guard call.actor.seesPrices, call.actor.level == .customer else { return [] }
    return [buttonLink(label: PriceWords.changes.in(language), href: "/price-changes")]
  }

  private static func subtitle(_ call: Call) -> String {
    let words: Phrase =
      switch call.actor.level {
      case .distributor: Words.ofDistributor
      case .reseller: Words.ofReseller
      case .customer: Words.ofCustomer
      }
    return words.in(call.actor.language)
  }

  /// Said where the list is cut.
  static func more(_ count: Int, _ language: Language) -> HTML {
    count > shownOffers ? notice(.neutral, title: Words.cut.in(language, ["count": "\(shownOffers)"])) : .empty
  }

  /// A customer orders from here or asks for it; sellers begin at the customer.
  private static func order(_ call: Call) -> ((Catalogue.Listed) -> HTML)? {
    guard call.actor.level == .customer else { return nil }
    let language = call.actor.language
    if call.actor.holds(.subscriptionsChange) {
      return { offer in
        let href = "/customers/\(call.actor.organization)/subscriptions/new?offer=\(offer.id)"
        return buttonLink(label: Words.order.in(language), href: href)
      }
    }
    if call.actor.rights.holds(.subscriptionsChange), call.actor.selfService == .request {
      return { _ in buttonLink(label: Words.order.in(language), href: "/shop") }
    }
    guard call.actor.holds(.servicesAsk), !call.actor.rights.holds(.subscriptionsChange) else { return nil }
    return { offer in
      buttonLink(label: Words.ask.in(language), href: PortalLink.to("/requests/new", ["plan": offer.plan.description]))
    }
  }

  private enum Words {
    static let search = Phrase("Search plans", fr: "Chercher un plan", de: "Plan suchen")
    static let order = Phrase("Order", fr: "Commander", de: "Bestellen")
    static let ask = Phrase("Ask for it", fr: "Demander", de: "Anfragen")
    static let ofDistributor = Phrase(
      "Everything in your catalogue. What it costs is set for each reseller.",
      fr: "Tout votre catalogue. Le coût est fixé pour chaque revendeur.",
      de: "Ihr ganzer Katalog. Was er kostet, gilt je Reseller.")
    static let ofReseller = Phrase(
      "What you may sell, at your cost and your price.", fr: "Ce que vous pouvez vendre, à votre coût et votre prix.",
      de: "Was Sie verkaufen dürfen, mit Einkaufs- und Verkaufspreis.")
    static let ofCustomer = Phrase(
      "What your reseller offers you.", fr: "Ce que votre revendeur vous propose.",
      de: "Was Ihr Reseller Ihnen anbietet.")
    static let cut = Phrase(
      "The first {count} offers are shown. Choose a service or search to narrow them.",
      fr: "Les {count} premières offres sont affichées. Choisissez un service ou cherchez.",
      de: "Die ersten {count} Angebote werden gezeigt. Wählen Sie einen Dienst oder suchen Sie.")
    static let none = Phrase(
      "There is nothing to sell here yet.", fr: "Rien à vendre pour l’instant.",
      de: "Hier gibt es noch nichts zu verkaufen.")
    static let noMatch = Phrase("No plan matches.", fr: "Aucun plan trouvé.", de: "Kein Plan gefunden.")
    static let showAll = Phrase("Show all", fr: "Tout afficher", de: "Alle zeigen")
  }
}
