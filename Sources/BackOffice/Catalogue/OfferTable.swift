import Core
import FoundationEssentials
import HTTP
import Markup

/// Offers by service, each plan with its terms and what they cost as far as the reader may see it.
struct OfferTable {
  let call: Call
  let offers: [Catalogue.Listed]
  /// Where an offer is chosen; nil where the list is only for reading.
  var choose: ((Catalogue.Listed) -> HTML)?

  private var language: Language { call.actor.language }
  private var showsPrices: Bool { call.actor.seesPrices }
  /// Without a buyer there is no cost: a distributor sets it for each reseller.
  private var showsCosts: Bool { call.actor.seesCosts && offers.contains { $0.cost != nil } }

  /// What offers are filtered by: `?service=`, `?plan=` and `?search=`; whatever is malformed counts as not asked.
  static func filter(_ call: Call) throws -> Catalogue.Filter {
    var filter = Catalogue.Filter()
    filter.search = try SearchText.query(call)
    filter.service = call.query("service").flatMap { ID<Service>($0) }
    filter.plan = call.query("plan").flatMap { ID<Plan>($0) }
    return filter
  }

  /// A choice of service for beside the search field.
  static func serviceSelect(_ services: [Catalogue.ListedService], _ chosen: ID<Service>?, _ language: Language) -> HTML
  {
    let any = SubscriptionListPages.option("", Words.anyService.in(language), false)
    let all = services.map { SubscriptionListPages.option($0.id.description, $0.name, chosen == $0.id) }
    return SubscriptionListPages.select("service", DeskWords.service.in(language), [any] + all)
  }

  /// One card per service, in the order of the services; `nil` when there is nothing.
  func cards(_ services: [Catalogue.ListedService]) -> HTML? {
    guard !offers.isEmpty else { return nil }
    let cards: [HTML] = services.compactMap { service in
      let own = offers.filter { $0.service == service.id }.sorted { order($0) < order($1) }
      return own.isEmpty ? nil : card(title: service.name, table(own, caption: service.name))
    }
    return cards.joined()
  }

  private func order(_ offer: Catalogue.Listed) -> (Int, String, Int, String) {
    (offer.needsParent ? 1 : 0, offer.planName, offer.trial ? 0 : offer.term.months + 1, offer.frequency.rawValue)
  }

  private func table(_ offers: [Catalogue.Listed], caption: String) -> HTML {
    var columns = [
      Column(SubscriptionWords.plan.in(language)), Column(SubscriptionWords.term.in(language)),
      Column(SubscriptionWords.licences.in(language)), Column(Words.giveBack.in(language)),
    ]
    if showsPrices { columns.append(Column(SubscriptionWords.unitPrice.in(language), kind: .number)) }
    if showsCosts { columns.append(Column(SubscriptionWords.unitCost.in(language), kind: .number)) }
    if choose != nil { columns.append(Column("", kind: .number)) }
    var last: ID<Plan>?
    let rows: [[HTML]] = offers.map { offer in
      defer { last = offer.plan }
      return row(offer, namesPlan: offer.plan != last)
    }
    return Markup.table(caption: caption, columns: columns, rows: rows)
  }

  private func row(_ offer: Catalogue.Listed, namesPlan: Bool) -> [HTML] {
    let segment = offer.segment == "commercial" ? "" : SubscriptionWords.segment(offer.segment).in(language)
    let billing = SubscriptionWords.frequency(offer.frequency).in(language)
    var cells: [HTML] = [
      """
      <span\(attribute: "class", namesPlan ? nil : "hint")>\(offer.planName)</span>\
      \(when: offer.trial, " \(badge(SubscriptionWords.trial.in(language)))")\
      \(when: offer.needsParent, " \(badge(Words.addOn.in(language)))")\(when: !segment.isEmpty, " \(badge(segment))")
      """,
      "\(SubscriptionWords.length(offer.term, language))<small>\(billing)</small>", "\(bounds(offer))",
      "<small>\(SubscriptionWords.window(offer.policy.decreaseWindow, language))</small>",
    ]
    let unit = SubscriptionWords.perCycle(offer.frequency).in(language)
    if showsPrices { cells.append(amount(offer.price, unit)) }
    if showsCosts { cells.append(amount(offer.cost, unit)) }
    if let choose { cells.append(choose(offer)) }
    return cells
  }

  private func bounds(_ offer: Catalogue.Listed) -> String {
    Words.bounds.in(language, ["minimum": "\(offer.policy.minimum)", "maximum": "\(offer.policy.maximum)"])
  }

  private func amount(_ money: Money?, _ unit: String) -> HTML {
    guard let money else { return "<small>\(Words.noPrice.in(language))</small>" }
    return "\(money.html)<small>\(unit)</small>"
  }

  private enum Words {
    static let anyService = Phrase("Any service", fr: "Tous les services", de: "Jeder Dienst")
    static let giveBack = Phrase("Licences can be given back", fr: "Licences restituables", de: "Lizenzen zurückgeben")
    static let addOn = Phrase("Add-on", fr: "Option", de: "Zusatz")
    static let bounds = Phrase(
      "{minimum} to {maximum}", fr: "{minimum} à {maximum}", de: "{minimum} bis {maximum}")
    static let noPrice = Phrase("no price set", fr: "sans prix", de: "kein Preis")
  }
}
