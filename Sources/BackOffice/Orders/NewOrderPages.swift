import Core
import FoundationEssentials
import HTTP
import Markup

/// A customer's own order: one offer, a quantity, a name, the terms.
enum NewOrderPages {
  /// The way here, greyed with its reason where the reseller manages everything.
  static func links(_ actor: Actor) -> [HTML] {
    guard actor.level == .customer else { return [] }
    let label = OrderWords.new.in(actor.language)
    if actor.selfService == .view {
      return [disabledButton(label: label, reason: Messages.sentence("self_service.view_only", [:], actor.language))]
    }
    return [buttonLink(label: label, href: "/shop", tone: .primary)]
  }

  static func new(_ call: Call) throws -> Response {
    try Orders.requireRights(call.actor)
    // Sellers add subscriptions where the customer's are.
    guard call.actor.level == .customer else { throw Refusal.notFound }
    let language = call.actor.language
    let refill = Refill(call)
    let asks = call.actor.selfService == .request
    let fields: HTML = """
      \(selectField(label: OrderWords.plan.in(language), name: "offerId", options: try options(refill, call),
        error: refill.error("offerId"), required: true))
      \(field(label: OrderWords.quantity.in(language), name: "quantity", type: "number",
        value: refill.value("quantity", "1"), error: refill.error("quantity"), required: true,
        attributes: ["min": "1", "step": "1"]))
      \(field(label: DeskWords.name.in(language), name: "friendlyName", value: refill.value("friendlyName"),
        hint: OrderWords.nameHint.in(language), error: refill.error("friendlyName")))
      \(checkbox(label: "\(OrderWords.terms.in(language))", name: "acceptTerms",
        checked: refill.has("acceptTerms", "true"), error: refill.error("acceptTerms"), required: true))
      """
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.orders.label.in(language), "/orders"), (OrderWords.new.in(language), nil)]))
      \(pageHeader(title: "\(OrderWords.new.in(language))",
        subtitle: "\((asks ? OrderWords.asking : OrderWords.buying).in(language))"))
      \(card(form(action: "/orders/new", csrf: call.actor.csrf ?? "", content: fields,
        submit: OrderWords.submit.in(language), cancel: (DeskWords.cancel.in(language), "/orders"))))
      """
    return try Portal.page(call, OrderWords.new.in(language), at: .orders, content)
  }

  /// What can be bought by itself: no add-ons, those go with a subscription.
  private static func options(
    _ refill: Refill, _ call: Call
  ) throws -> [(value: String, label: String, selected: Bool, disabled: Bool)] {
    let language = call.actor.language
    let offers = try Catalogue.offers(Catalogue.Filter(), Paging(limit: Bounds.offersChosenFrom), in: call.work)
    let sorted = offers.filter { !$0.needsParent }.sorted {
      ($0.serviceName, $0.planName) < ($1.serviceName, $1.planName)
    }
    let none = (value: "", label: OrderWords.choose.in(language), selected: false, disabled: false)
    return [none]
      + sorted.map { offer in
        let price = offer.price.map { " · \($0.currency.code) \($0.amount)" } ?? ""
        let label = "\(offer.planName) · \(SubscriptionWords.term(offer.term, offer.frequency, language))\(price)"
        let id = offer.id.description
        return (value: id, label: label, selected: refill.has("offerId", id), disabled: false)
      }
  }

  static func place(_ call: Call) throws -> Response {
    guard call.actor.level == .customer else { throw Refusal.notFound }
    let fields = try call.form()
    let offer = fields.id("offerId", required: true, of: Offer.self)
    let quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    let name = fields.text("friendlyName", upTo: 100)
    let accepts = fields.parsed("acceptTerms", "field.boolean_expected") { Bool($0) } ?? false
    try fields.check()
    guard let offer, let quantity else { throw Refusal.notFound }
    let wanted = NewSubscription(
      offer: offer, quantity: quantity, friendlyName: name, parent: nil, allocations: nil, alignTo: nil,
      acceptsTerms: accepts)
    let placed = try Orders.place(
      Orders.Asked([wanted], consent: accepts ? .all : .none), for: call.actor.organization, in: call.work)
    return .seeOther("/orders/\(placed.order.id)")
  }
}
