import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// One plan: what it is, in which terms it can be had, and the form that puts it into the cart.
enum PlanPages {
  private typealias Words = ShopWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let customer = try Storefront.customer(try call.id(), in: call.work)
    guard let plan = try Storefront.plans([try call.id("plan")], for: customer, in: call.work).first else {
      throw Refusal.notFound
    }
    let shop = StorefrontPages.path(customer.id)
    let compare = buttonLink(label: Words.compare.in(language), href: "\(shop)/comparison?plan=\(plan.plan)")
    let content: HTML = """
      \(StorefrontPages.trail(customer, [(Words.shop.in(language), shop), (plan.name, nil)], call))
      \(pageHeader(title: "\(plan.name) \(StorefrontPages.badges(plan, language))",
        subtitle: "\(plan.serviceName) · \(plan.vendor)", actions: try [compare] + CartPages.link(customer.id, call)))
      \(StorefrontPages.standing(call))
      \(when: !plan.description.isEmpty, card(title: Words.description.in(language), "<p>\(plan.description)</p>"))
      \(billingToggle(plan, customer, call))
      \(grid([try ordering(plan, customer, call), offers(plan, call)]))
      \(try addOns(of: plan, customer, call))
      """
    return try Portal.page(call, plan.name, at: StorefrontPages.place(call), content)
  }

  /// Whether the reader can put things into a cart.
  static func mayOrder(_ call: Call) -> Bool {
    let actor = call.actor
    return actor.rights.holds(.subscriptionsChange) && (actor.level != .customer || actor.selfService != .view)
  }

  private static func path(_ plan: Storefront.Shown, _ customer: Organizations.Record) -> String {
    "\(StorefrontPages.path(customer.id))/plans/\(plan.plan)"
  }

  /// Links to the offers billed each way, where there is more than one.
  private static func billingToggle(
    _ plan: Storefront.Shown, _ customer: Organizations.Record, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let all: [(Frequency, Phrase)] = [(.monthly, Words.monthly), (.annual, Words.annual), (.once, Words.once)]
    let had = all.filter { view in plan.offers.contains { $0.frequency == view.0 && !$0.trial } }
    guard had.count > 1 else { return .empty }
    let now = chosen(plan, call)?.frequency
    return tabs(
      label: Words.billing.in(language),
      had.map {
        NavItem(
          label: $0.1.in(language), href: "\(path(plan, customer))?billing=\($0.0.rawValue)", current: now == $0.0)
      })
  }

  /// The offer asked for, else the first that is billed as asked for.
  private static func chosen(_ plan: Storefront.Shown, _ call: Call) -> Catalogue.Listed? {
    let asked = Form(call.request)?.first("offerId") ?? call.query("offer")
    if let asked, let offer = plan.offers.first(where: { $0.id.description == asked }) { return offer }
    if let frequency = call.query("billing").flatMap({ Frequency(rawValue: $0) }),
      let offer = plan.offers.first(where: { $0.frequency == frequency && !$0.trial })
    {
      return offer
    }
    return plan.first
  }

  // MARK: - What it costs, and what can be changed later

  private static func offers(_ plan: Storefront.Shown, _ call: Call) -> HTML {
    let language = call.actor.language
    let legs = [Leg.price, .cost].filter(call.actor.sees)
    let columns =
      [Column(SubscriptionWords.term.in(language)), Column(Words.licences.in(language))]
      + legs.map { Column(SubscriptionWords.leg($0, call.actor).in(language), kind: .number) }
    let rows: [[HTML]] = plan.offers.map { offer in
      let trial: HTML = offer.trial ? " \(badge(SubscriptionWords.trial.in(language)))" : .empty
      return [
        "\(SubscriptionWords.term(offer.term, offer.frequency, language))\(trial)",
        "\(offer.policy.minimum)–\(offer.policy.maximum)",
      ] + legs.map { amount($0 == .price ? offer.price : offer.cost, offer, language) }
    }
    let prices = table(caption: Words.offers.in(language), columns: columns, rows: rows)
    let policy: HTML = chosen(plan, call).map { sentences($0, language) } ?? .empty
    return """
      <div class="stack">\(card(title: Words.offers.in(language), prices))\
      \(card(title: Words.policies.in(language), policy))</div>
      """
  }

  static func amount(_ money: Money?, _ offer: Catalogue.Listed, _ language: Language) -> HTML {
    guard let money else { return "–" }
    return "\(money.html)<small>\(SubscriptionWords.perLicence(offer.frequency).in(language))</small>"
  }

  /// The policy in whole sentences.
  static func sentences(_ offer: Catalogue.Listed, _ language: Language) -> HTML {
    let all = [
      Words.giveBack(offer.policy.decreaseWindow, language), Words.cancel(offer.policy.cancelWindow, language),
      Words.suspension(offer.policy.suspensionStopsBilling).in(language),
      (offer.trial ? PurchaseWords.trialEnds : PurchaseWords.renews).in(language),
    ]
    return "<ul>\(all.map { "<li>\($0)</li>" as HTML })</ul>"
  }

  // MARK: - Ordering

  private static func ordering(
    _ plan: Storefront.Shown, _ customer: Organizations.Record, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    guard mayOrder(call) else { return asking(plan, call) }
    guard let offer = chosen(plan, call) else { return .empty }
    let refill = Refill(call)
    let quantity = refill.value("quantity", "\(offer.policy.minimum)")
    let bounds = Words.bounds.in(
      language, ["minimum": "\(offer.policy.minimum)", "maximum": "\(offer.policy.maximum)"])
    let options = plan.offers.map { item in
      let price = (item.price ?? item.cost).map { " · \($0.currency.code) \($0.amount)" } ?? ""
      let trial = item.trial ? " · \(SubscriptionWords.trial.in(language))" : ""
      return (
        value: item.id.description,
        label: "\(SubscriptionWords.term(item.term, item.frequency, language))\(price)\(trial)",
        selected: item.id == offer.id, disabled: false
      )
    }
    let fields: HTML = """
      \(try goesWith(plan, customer, refill, call))
      \(selectField(label: Words.offer.in(language), name: "offerId", options: options,
        error: refill.error("offerId"), required: true))
      \(QuantityPages.stepper(label: Words.licences.in(language), name: "quantity", value: quantity,
        minimum: offer.policy.minimum, maximum: offer.policy.maximum, hint: bounds, error: refill.error("quantity")))
      \(field(label: Words.name.in(language), name: "friendlyName", value: refill.value("friendlyName"),
        hint: Words.nameHint.in(language), error: refill.error("friendlyName"), attributes: ["maxlength": "100"]))
      \(field(label: Words.alignTo.in(language), name: "alignTo", type: "date", value: refill.value("alignTo"),
        hint: Words.alignHint.in(language), error: refill.error("alignTo")))
      \(try PurchasePages.split(of: customer, service: offer.service,
        quantity: Int(quantity) ?? offer.policy.minimum, refill, call))
      """
    return card(
      title: (offer.trial ? Words.tryIt : Words.order).in(language),
      form(
        action: path(plan, customer), csrf: call.actor.csrf ?? "", content: fields,
        submit: (offer.trial ? Words.tryIt : Words.order).in(language)))
  }

  /// Whoever cannot order asks for it.
  private static func asking(_ plan: Storefront.Shown, _ call: Call) -> HTML {
    // Who would order if their reseller let them is told above.
    guard call.actor.level == .customer, !call.actor.rights.holds(.subscriptionsChange),
      call.actor.holds(.ticketsUse), let service = plan.first?.service
    else { return .empty }
    let href = PortalLink.to("/tickets/new", ["service": service.description])
    let label = Words.ask.in(call.actor.language)
    return card(title: label, "<p>\(buttonLink(label: label, href: href, tone: .primary))</p>")
  }

  /// What an add-on goes with: a line of the cart, or what runs.
  private static func goesWith(
    _ plan: Storefront.Shown, _ customer: Organizations.Record, _ refill: Refill, _ call: Call
  ) throws -> HTML {
    guard plan.isAddOn else { return .empty }
    let language = call.actor.language
    let cart = try Carts.open(for: customer.id, in: call.work)
    let results = try call.tx.pipeline([
      "SELECT parent_plan_ids FROM plan WHERE id = \(plan.plan)",
      """
      SELECT s.id, coalesce(s.friendly_name || ' · ', '') || s.plan_name, s.quantity FROM subscription s
      JOIN plan p ON p.id = \(plan.plan)
      WHERE s.customer_id = \(customer.id) AND s.status = 'active' AND s.plan_id = ANY (p.parent_plan_ids)
      ORDER BY s.plan_name, s.id LIMIT \(Bounds.pageMaximum)
      """,
    ])
    let parents: [ID<Plan>] = try results[0][0][0]
    var options = (cart?.lines ?? []).filter { parents.contains($0.plan) }.map { line in
      (
        "line:\(line.id)",
        CartWords.inCart.in(language, ["plan": line.friendlyName ?? line.planName, "quantity": "\(line.quantity)"])
      )
    }
    options += try results[1].map {
      ("subscription:\(try $0[0] as ID<Subscription>)", "\(try $0[1] as String) (\(try $0[2] as Int))")
    }
    guard !options.isEmpty else { return notice(.warning, title: PurchaseWords.noParent.in(language)) }
    let error = refill.error("goesWith", pointer: "parentSubscriptionId") ?? refill.error("parentLineId")
    return selectField(
      label: PurchaseWords.parent.in(language), name: "goesWith",
      options: options.map { (value: $0.0, label: $0.1, selected: refill.has("goesWith", $0.0), disabled: false) },
      hint: PurchaseWords.parentHint.in(language), error: error, required: true)
  }

  static func add(_ call: Call) throws -> Response {
    let fields = try call.form()
    let offer = fields.id("offerId", required: true, of: Offer.self)
    let quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    let name = fields.text("friendlyName", upTo: 100)
    let alignTo = fields.parsed("alignTo", "field.day_malformed") { Day($0) }
    let under = fields.parsed("goesWith", "field.malformed") { Parent($0) }
    var allocations = PurchaseConfirmation.allocations(fields, call)
    try fields.check()
    guard let offer, let quantity else { throw Refusal.notFound }
    // A split that names one centre means all of them, however many there are by now.
    if let only = allocations, only.count == 1 {
      allocations = [Allocation(centre: only[0].centre, quantity: quantity)]
    }
    let wanted = NewSubscription(
      offer: offer, quantity: quantity, friendlyName: name, parent: under?.subscription, allocations: allocations,
      alignTo: alignTo, acceptsTerms: true)
    let customer: ID<Organization> = try call.id()
    _ = try Carts.add(Carts.Draft(wanted: wanted, parentLine: under?.line), for: customer, in: call.work)
    return .seeOther(CartPages.path(customer))
  }

  /// What an add-on's form says it goes with.
  private struct Parent {
    var line: ID<CartLine>?
    var subscription: ID<Subscription>?

    init?(_ text: String) {
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      switch parts[0] {
      case "line": line = ID(parts[1])
      case "subscription": subscription = ID(parts[1])
      default: return nil
      }
      if line == nil, subscription == nil { return nil }
    }
  }

  private static func addOns(
    of plan: Storefront.Shown, _ customer: Organizations.Record, _ call: Call
  ) throws -> HTML {
    let language = call.actor.language
    let offers = try Storefront.addOns(
      of: plan.plan, for: customer.id, Paging(limit: Bounds.pageMaximum), in: call.work)
    guard !offers.isEmpty else { return .empty }
    var seen: Set<ID<Plan>> = []
    let rows: [HTML] = offers.sorted { $0.planName < $1.planName }.filter { seen.insert($0.plan).inserted }.map {
      "<li><a href=\"\(StorefrontPages.path(customer.id))/plans/\($0.plan.description)\">\($0.planName)</a></li>"
    }
    return card(
      title: Words.addOns.in(language), "<p class=\"subtle\">\(Words.addOnsHint.in(language))</p><ul>\(rows)</ul>")
  }
}
