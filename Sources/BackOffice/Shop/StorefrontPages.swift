import Core
import FoundationEssentials
import HTTP
import Markup

/// The shop: plans as cards, narrowed by what one looks for.
enum StorefrontPages {
  private typealias Words = ShopWords

  /// A customer's people come to their own shop; sellers begin at the customer they sell to.
  static func own(_ call: Call) throws -> Response {
    .seeOther(call.actor.level == .customer ? path(call.actor.organization) : "/customers")
  }

  static func path(_ customer: ID<Organization>) -> String { "/customers/\(customer)/shop" }

  static func list(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Storefront.customer(try call.id(), in: call.work)
    let filter = try filter(call)
    let choices = try Storefront.choices(in: call.work)
    let (plans, isCut) = try Storefront.plans(filter, for: customer, in: call.work)
    let shown = max(Bounds.shopPlans, min(Bounds.shopOffers, call.query("shown").flatMap { Int($0) } ?? 0))
    let more =
      plans.count > shown ? link(customer, filter, frequency: filter.frequency, shown: shown + Bounds.shopPlans) : nil
    let content: HTML = """
      \(trail(customer, [(Words.shop.in(language), nil)], call))
      \(pageHeader(title: "\(Words.shop.in(language))", subtitle: "\(subtitle(customer, call))",
        actions: try CartPages.link(customer.id, call)))
      \(standing(call))
      \(filterForm(action: path(customer.id), value: filter.search ?? "", label: Words.search.in(language),
        extra: selects(filter, choices, language)))
      \(billingToggle(customer, filter, language))
      \(results("""
        \(when: isCut, notice(.neutral, title: Words.cut.in(language)))\
        \(plans.isEmpty ? empty(filter, customer, language) : cards(plans.prefix(shown), customer, filter, call))\
        \(pager(nextHref: more, label: DeskWords.more.in(language)))
        """))
      """
    return try Portal.page(call, Words.shop.in(language), at: place(call), content)
  }

  static func place(_ call: Call) -> Portal.Place { call.actor.level == .customer ? .shop : .customers }

  static func trail(
    _ customer: Organizations.Record, _ rest: [(String, String?)], _ call: Call
  ) -> HTML {
    guard call.actor.level != .customer else {
      return rest.count > 1 ? breadcrumbs(rest.map { (label: $0.0, href: $0.1) }) : .empty
    }
    let first: [(String, String?)] = [
      (Portal.Place.customers.label.in(call.actor.language), "/customers"),
      (customer.name, "/customers/\(customer.id)"),
    ]
    return breadcrumbs((first + rest).map { (label: $0.0, href: $0.1) })
  }

  private static func subtitle(_ customer: Organizations.Record, _ call: Call) -> String {
    call.actor.level == .customer
      ? Words.ownHint.in(call.actor.language) : Words.forCustomer.in(call.actor.language, ["customer": customer.name])
  }

  /// What self-service lets the reader do here.
  static func standing(_ call: Call) -> HTML {
    let actor = call.actor
    guard actor.level == .customer, actor.rights.holds(.subscriptionsChange) else { return .empty }
    switch actor.selfService {
    case .full: return .empty
    case .request: return notice(.neutral, title: Words.requestHint.in(actor.language))
    case .view:
      return notice(
        .neutral, title: Words.viewOnly.in(actor.language),
        body: "<p>\(buttonLink(label: Words.askTicket.in(actor.language), href: "/tickets/new"))</p>")
    }
  }

  // MARK: - Narrowing

  static func filter(_ call: Call) throws -> Storefront.Filter {
    var filter = Storefront.Filter()
    filter.search = try SearchText.query(call)
    filter.category = call.query("category").flatMap { ID<Category>($0) }
    filter.service = call.query("service").flatMap { ID<Service>($0) }
    filter.vendor = call.query("vendor").flatMap { $0.isEmpty ? nil : $0 }
    filter.term = call.query("term").flatMap { Period($0) }
    filter.frequency = call.query("billing").flatMap { Frequency(rawValue: $0) }
    filter.isTrial = call.query("kind") == "trial"
    filter.isNew = call.query("kind") == "new"
    filter.isFeatured = call.query("kind") == "featured"
    return filter
  }

  private static func kind(_ filter: Storefront.Filter) -> String? {
    filter.isTrial ? "trial" : filter.isNew ? "new" : filter.isFeatured ? "featured" : nil
  }

  private static func link(
    _ customer: Organizations.Record, _ filter: Storefront.Filter, frequency: Frequency?, shown: Int? = nil
  ) -> String {
    PortalLink.to(
      path(customer.id),
      [
        "search": filter.search, "category": filter.category?.description, "service": filter.service?.description,
        "vendor": filter.vendor, "term": filter.term?.description, "kind": kind(filter),
        "billing": frequency?.rawValue, "shown": shown.map { "\($0)" },
      ])
  }

  private static func selects(
    _ filter: Storefront.Filter, _ choices: Storefront.Choices, _ language: Language
  ) -> HTML {
    func select(_ name: String, _ label: Phrase, _ any: Phrase, _ options: [(String, String, Bool)]) -> HTML {
      let all =
        [SubscriptionListPages.option("", any.in(language), false)]
        + options.map { SubscriptionListPages.option($0.0, $0.1, $0.2) }
      return SubscriptionListPages.select(name, label.in(language), all)
    }
    let terms = ["P1M", "P1Y", "P3Y"].compactMap { Period($0) }
    let kinds: [(String, Phrase)] = [("featured", Words.featured), ("new", Words.new), ("trial", Words.trials)]
    let billing: HTML? = filter.frequency.map { "<input type=\"hidden\" name=\"billing\" value=\"\($0.rawValue)\">" }
    return """
      \(select("category", Words.category, Words.anyCategory,
        choices.categories.map { ($0.id.description, $0.name, filter.category == $0.id) }))\
      \(select("service", DeskWords.service, Words.anyService,
        choices.services.map { ($0.id.description, $0.name, filter.service == $0.id) }))\
      \(select("vendor", Words.vendor, Words.anyVendor, choices.vendors.map { ($0, $0, filter.vendor == $0) }))\
      \(select("term", SubscriptionWords.term, Words.anyTerm,
        terms.map { ($0.description, SubscriptionWords.length($0, language), filter.term == $0) }))\
      \(select("kind", Words.kind, Words.anyKind, kinds.map { ($0.0, $0.1.in(language), kind(filter) == $0.0) }))\
      \(billing)
      """
  }

  /// Monthly or annual prices: links, which need no script.
  private static func billingToggle(
    _ customer: Organizations.Record, _ filter: Storefront.Filter, _ language: Language
  ) -> HTML {
    let views: [(Frequency?, Phrase)] = [(nil, Words.anyBilling), (.monthly, Words.monthly), (.annual, Words.annual)]
    return tabs(
      label: Words.billing.in(language),
      views.map {
        NavItem(
          label: $0.1.in(language), href: link(customer, filter, frequency: $0.0), current: filter.frequency == $0.0)
      })
  }

  private static func empty(
    _ filter: Storefront.Filter, _ customer: Organizations.Record, _ language: Language
  ) -> HTML {
    let isNarrowed = filter.isNarrowed || filter.frequency != nil
    let all: HTML = "<p><a href=\"\(path(customer.id))\">\(Words.showAll.in(language))</a></p>"
    return """
      <div class="empty"><p>\((isNarrowed ? Words.noMatch : Words.none).in(language))</p>\(when: isNarrowed, all)</div>
      """
  }

  // MARK: - Cards

  /// The cards within the form that compares those ticked.
  private static func cards(
    _ plans: ArraySlice<Storefront.Shown>, _ customer: Organizations.Record, _ filter: Storefront.Filter, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let cards: [HTML] = plans.map { card($0, customer, filter, call) }
    return """
      <form action="\(path(customer.id))/comparison" method="get"><div class="plans">\(cards)</div>\
      <div class="form-actions"><button type="submit" class="plain">\(Words.compareChosen.in(language))</button>\
      <small class="hint">\(Words.compareHint.in(language))</small></div></form>
      """
  }

  private static func card(
    _ plan: Storefront.Shown, _ customer: Organizations.Record, _ filter: Storefront.Filter, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let href = PortalLink.to(
      "\(path(customer.id))/plans/\(plan.plan)", ["billing": filter.frequency?.rawValue])
    let trial: HTML? = plan.trial.flatMap { offer in
      guard !plan.isAddOn, PlanPages.mayOrder(call) else { return nil }
      let label = Words.tryFor.in(language, ["length": SubscriptionWords.length(offer.term, language)])
      return buttonLink(label: label, href: "\(path(customer.id))/plans/\(plan.plan)?offer=\(offer.id)")
    }
    let where_ = [plan.categoryName, plan.vendor].compactMap { $0 }.joined(separator: " · ")
    return """
      <article class="plan"><div class="plan-head"><h2><a href="\(href)">\(plan.name)</a></h2>\(badges(plan, language))\
      </div><p class="subtle">\(where_)</p><p>\(plan.description)</p>\(price(plan, call))\
      <div class="actions">\(buttonLink(label: Words.choose.in(language), href: href, tone: .primary))\(trial)\
      <label class="pick"><input type="checkbox" name="plan" value="\(plan.plan.description)"> \
      \(Words.compare.in(language))</label></div></article>
      """
  }

  static func badges(_ plan: Storefront.Shown, _ language: Language) -> HTML {
    """
    \(when: plan.isFeatured, badge(Words.featured.in(language), tone: .good))\
    \(when: plan.isNew, badge(Words.new.in(language), tone: .warning))\
    \(when: plan.isAddOn, badge(Words.addOn.in(language)))
    """
  }

  /// The lowest price among those shown, with what it is for; nothing where the reader sees none.
  private static func price(_ plan: Storefront.Shown, _ call: Call) -> HTML {
    let language = call.actor.language
    guard let offer = plan.cheapest else { return .empty }
    guard let amount = offer.price ?? offer.cost else {
      return "<p class=\"subtle\">\(SubscriptionWords.term(offer.term, offer.frequency, language))</p>"
    }
    let from = plan.offers.filter { !$0.trial }.count > 1 ? Words.from.in(language) + " " : ""
    return """
      <p class="plan-price">\(from)<strong>\(amount.html)</strong> \
      <small>\(SubscriptionWords.perLicence(offer.frequency).in(language)) · \
      \(SubscriptionWords.length(offer.term, language))</small></p>
      """
  }
}
