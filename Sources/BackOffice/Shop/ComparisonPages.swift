import Core
import FoundationEssentials
import HTTP
import Markup

/// Two to four plans side by side.
enum ComparisonPages {
  private typealias Words = ShopWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Storefront.customer(try call.id(), in: call.work)
    var ids: [ID<Plan>] = []
    for (name, value) in call.request.query where name == "plan" {
      if let id = ID<Plan>(value), !ids.contains(id), ids.count < Bounds.comparedPlans { ids.append(id) }
    }
    let plans = try Storefront.plans(ids, for: customer, in: call.work)
    let shop = StorefrontPages.path(customer.id)
    let content: HTML = """
      \(StorefrontPages.trail(customer, [(Words.shop.in(language), shop), (Words.comparison.in(language), nil)], call))
      \(pageHeader(title: "\(Words.comparison.in(language))", actions: try CartPages.link(customer.id, call)))
      \(when: plans.count < 2, notice(.neutral, title: Words.compareFew.in(language)))
      \(when: !plans.isEmpty, card(comparison(plans, shop, call)))
      \(try others(plans, customer, call))
      """
    return try Portal.page(call, Words.comparison.in(language), at: StorefrontPages.place(call), content)
  }

  private static func comparison(_ plans: [Storefront.Shown], _ shop: String, _ call: Call) -> HTML {
    let language = call.actor.language
    let columns = [Column("")] + plans.map { Column($0.name) }
    var rows: [[HTML]] = [
      row(Words.description, plans) { "\($0.description)" },
      row(DeskWords.service, plans) { "\($0.serviceName)<small>\($0.vendor)</small>" },
      row(Words.offers, plans) { offers($0, call) },
      row(Words.policies, plans) { plan in plan.first.map { PlanPages.sentences($0, language) } ?? .empty },
    ]
    rows.append(
      [.empty]
        + plans.map {
          buttonLink(label: Words.choose.in(language), href: "\(shop)/plans/\($0.plan)", tone: .primary)
        })
    return table(caption: Words.comparison.in(language), columns: columns, rows: rows)

    func row(_ title: Phrase, _ plans: [Storefront.Shown], _ cell: (Storefront.Shown) -> HTML) -> [HTML] {
      ["\(title.in(language))"] + plans.map(cell)
    }
  }

  private static func offers(_ plan: Storefront.Shown, _ call: Call) -> HTML {
    let language = call.actor.language
    let items: [HTML] = plan.offers.map { offer in
      let price: HTML? = (offer.price ?? offer.cost).map { "\($0.html) " }
      let trial: HTML? = offer.trial ? badge(SubscriptionWords.trial.in(language)) : nil
      return """
        <li>\(price)\(trial)<small>\(SubscriptionWords.term(offer.term, offer.frequency, language))</small></li>
        """
    }
    return "<ul>\(items)</ul>"
  }

  /// Others to set beside them, as long as there is room.
  private static func others(
    _ plans: [Storefront.Shown], _ customer: Organizations.Record, _ call: Call
  ) throws -> HTML {
    guard plans.count < Bounds.comparedPlans else { return .empty }
    var filter = Storefront.Filter()
    filter.service = plans.first?.first?.service
    let known = Set(plans.map(\.plan))
    let more = try Storefront.plans(filter, for: customer, in: call.work).plans.filter { !known.contains($0.plan) }
    guard !more.isEmpty else { return .empty }
    let chosen = plans.map { "plan=\($0.plan)" }
    let links: [HTML] = more.prefix(Bounds.shopPlans).map { plan in
      let query = (chosen + ["plan=\(plan.plan)"]).joined(separator: "&")
      return buttonLink(
        label: Words.compareWith.in(call.actor.language, ["plan": plan.name]),
        href: "\(StorefrontPages.path(customer.id))/comparison?\(query)")
    }
    return "<div class=\"actions\">\(links)</div>"
  }
}
