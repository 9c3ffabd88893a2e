import Core
import FoundationEssentials
import HTTP
import Markup

/// The last page before an order: what it comes to, where bills go, which terms are accepted.
enum CheckoutPages {
  private typealias Words = CartWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let view = try CartView(of: try call.id(), in: call.work)
    let customer = view.customer
    let cart = CartPages.path(customer.id)
    guard let kept = view.cart, !view.lines.isEmpty, PlanPages.mayOrder(call) else { return .seeOther(cart) }
    let trail: [(String, String?)] = [
      (ShopWords.shop.in(language), StorefrontPages.path(customer.id)), (Words.cart.in(language), cart),
      (Words.checkout.in(language), nil),
    ]
    let refill = Refill(call)
    let isOwn = call.actor.level == .customer
    let whose: HTML? = isOwn ? nil : "\(Words.forCustomer.in(language, ["customer": customer.name]))"
    let stays = view.lines.contains { $0.outcome == nil }
    let fields: HTML = """
      \(card(title: Words.billing.in(language), contact(view.billing, refill, language)))
      \(card(title: Words.terms.in(language), terms(view, refill, language)))
      \(checkbox(label: "\(Words.allOrNothing.in(language))", name: "allOrNothing",
        checked: refill.has("allOrNothing", "true"), hint: Words.allOrNothingHint.in(language)))
      """
    let content: HTML = """
      \(StorefrontPages.trail(customer, trail, call))
      \(pageHeader(title: "\(Words.checkout.in(language))", subtitle: whose))
      \(StorefrontPages.standing(call))
      \(when: stays, notice(.warning, title: Words.stays.in(language)))
      \(card(title: Words.whatYouOrder.in(language), CartPages.lines(view, call, isForReading: true)))
      \(card(title: Words.total.in(language), CartPages.sums(view, call)))
      \(form(action: "/customers/\(customer.id)/checkout", csrf: call.actor.csrf ?? "",
        hidden: [("cartId", kept.id.description)], content: fields,
        submit: (view.waits ? Words.sendForApproval : Words.orderNow).in(language),
        cancel: (Words.back.in(language), cart)))
      """
    return try Portal.page(call, Words.checkout.in(language), at: StorefrontPages.place(call), content)
  }

  private static func contact(_ known: BillingContact, _ refill: Refill, _ language: Language) -> HTML {
    let parts: [(String, Phrase, String, String)] = [
      ("contact", Words.contact, known.contact, "name"), ("email", Words.email, known.email, "email"),
      ("street", Words.street, known.street, "street-address"),
      ("postalCode", Words.postalCode, known.postalCode, "postal-code"),
      ("city", Words.city, known.city, "address-level2"), ("country", Words.country, known.country, "country"),
    ]
    let fields: [HTML] = parts.map { name, label, stored, autocomplete in
      field(
        label: label.in(language), name: name, type: name == "email" ? "email" : "text",
        value: refill.value(name, stored), error: refill.error(name), required: true,
        attributes: ["autocomplete": autocomplete])
    }
    return fields.joined()
  }

  /// One box per document; one for all where nothing is published.
  private static func terms(_ view: CartView, _ refill: Refill, _ language: Language) -> HTML {
    guard !view.terms.isEmpty else {
      return checkbox(
        label: "\(Words.acceptAll.in(language))", name: "acceptTerms", checked: refill.has("acceptTerms", "true"),
        error: refill.error("acceptTerms"), required: true)
    }
    let boxes: [HTML] = view.terms.map { document in
      let id = document.id.description
      let version = Words.version.in(language, ["version": document.version])
      let parts = [TermsWords.kind(document.kind).in(language), document.subjectName, version, document.publisherName]
      let details = parts.compactMap { $0 }.joined(separator: " · ")
      return checkbox(
        label: """
          \(Words.acceptDocument.in(language)) <a href="/terms/\(id)" target="_blank">\(document.title)</a> \
          <small>\(details)</small>
          """,
        name: "terms", value: id, checked: refill.has("terms", id),
        error: refill.error("terms", pointer: "acceptedTerms/\(id)"), required: true, id: "f-terms-\(id)")
    }
    return boxes.joined()
  }

  static func place(_ call: Call) throws -> Response {
    let fields = try call.form(lists: ["terms"])
    let cart = fields.id("cartId", required: true, of: Cart.self)
    let ids = fields.ids("terms", upTo: Bounds.pageMaximum, of: TermsDocument.self)
    let accepts = fields.parsed("acceptTerms", "field.boolean_expected") { Bool($0) } ?? false
    let billing = BillingContact(fields)
    let allOrNothing = fields.parsed("allOrNothing", "field.boolean_expected") { Bool($0) } ?? false
    try fields.check()
    let consent: Consent = accepts ? .all : ids.map { .documents($0) } ?? .none
    let asked = Checkout.Asked(
      cart: cart, consent: consent, billing: billing, allOrNothing: allOrNothing)
    let result = try Checkout.place(asked, for: try call.id(), in: call.work)
    let left = result.failed.isEmpty ? nil : "\(result.failed.count)"
    return .seeOther(PortalLink.to("/orders/\(result.order.id)", ["placed": "1", "left": left]))
  }
}
