import Core
import FoundationEssentials
import HTTP
import Markup

/// The form that sets a selling price; what sells below cost is asked again.
enum PriceForm {
  private typealias Words = PriceWords

  static func new(_ call: Call) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    let offer = try (Form(call.request)?.text("offerId") ?? call.query("offer")).map { text in
      guard let id = ID<Offer>(text) else { throw Refusal.notFound }
      return try CatalogueKeeping.offer(id, in: call.work)
    }
    let home = offer.map { "/prices/offers/\($0.id)" } ?? "/prices/rules"
    let about: HTML = try offer.map { "<p>\($0.planName)</p>" } ?? services(refill, call)
    let rules: [(String, Phrase)] =
      (offer == nil ? [] : [("fixed", Words.fixed)]) + [("margin", Words.marginRule), ("discount", Words.discountRule)]
    let fields: HTML = """
      \(about)\(try customers(refill, call))
      \(selectField(label: Words.rule.in(language), name: "rule", options: rules.map {
        (value: $0.0, label: $0.1.in(language), selected: refill.has("rule", $0.0), disabled: false)
      }, error: refill.error("rule"), required: true))
      \(field(label: Words.amount.in(language), name: "amount", value: refill.value("amount"),
        hint: Words.amountHint.in(language), error: refill.error("unitPrice") ?? refill.error("amount"),
        attributes: ["inputmode": "decimal", "autocomplete": "off"]))
      \(field(label: Words.percent.in(language), name: "percent", value: refill.value("percent"),
        hint: Words.percentHint.in(language), error: refill.error("percent"),
        attributes: ["inputmode": "decimal", "autocomplete": "off"]))
      \(field(label: Words.currency.in(language), name: "currency",
        value: refill.value("currency", offer?.price?.currency.code ?? offer?.cost?.currency.code),
        error: refill.error("currency"), required: true, attributes: ["maxlength": "3"]))
      \(field(label: Words.from.in(language), name: "from", type: "date", value: refill.value("from"),
        hint: Words.fromHint.in(language), error: refill.error("from")))
      \(field(label: Words.until.in(language), name: "until", type: "date", value: refill.value("until"),
        hint: Words.untilHint.in(language), error: refill.error("until")))
      """
    let content: HTML = """
      \(breadcrumbs([(Words.prices.in(language), "/prices"), (Words.new.in(language), nil)]))
      \(pageHeader(title: "\(Words.new.in(language))"))
      \(card(form(action: "/prices/new", csrf: call.actor.csrf ?? "",
        hidden: offer.map { [("offerId", $0.id.description)] } ?? [], content: fields,
        submit: Words.new.in(language), cancel: (DeskWords.cancel.in(language), home))))
      """
    return try Portal.page(call, Words.new.in(language), at: .prices, content)
  }

  private static func services(_ refill: Refill, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let all = [(value: "", label: Words.everything.in(language), selected: false, disabled: false)]
    let services = try Catalogue.services(in: call.work).map {
      (
        value: $0.id.description, label: $0.name, selected: refill.has("serviceId", $0.id.description), disabled: false
      )
    }
    return selectField(
      label: DeskWords.service.in(language), name: "serviceId", options: all + services,
      error: refill.error("serviceId"))
  }

  private static func customers(_ refill: Refill, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let chosen = call.query("customer") ?? ""
    let all = [(value: "", label: Words.everybody.in(language), selected: false, disabled: false)]
    let found = try Organizations.customers(
      search: nil, reseller: nil, Paging(limit: Bounds.customersNamed), in: call.work)
    let customers = found.map {
      let id = $0.record.id.description
      return (value: id, label: $0.record.name, selected: refill.has("customerId", id, id == chosen), disabled: false)
    }
    return selectField(
      label: Words.forWhom.in(language), name: "customerId", options: all + customers,
      error: refill.error("customerId"))
  }

  static func set(_ call: Call) throws -> Response {
    let fields = try call.form()
    let amount = fields.text("amount", upTo: 30)
    let isConfirmed = fields.text("confirmed", upTo: 10) != nil
    let draft = SellingPricesAPI.draft(fields, at: "") { currency in
      guard let amount else { return nil }
      let money = Money(amount, currency: currency)
      if money == nil { fields.note("amount", "money.malformed") }
      if let money, money.minor < 0 { fields.note("amount", "money.negative") }
      return money
    }
    try fields.check()
    guard let draft else { throw Refusal.notFound }
    if !isConfirmed {
      let outcome = try SellingPrices.set([draft], in: call.work, preview: true)
      if outcome.belowCost > 0 { return try ask(outcome.belowCost, call) }
    }
    _ = try SellingPrices.set([draft], in: call.work, preview: false)
    return .seeOther(draft.scope.offer.map { "/prices/offers/\($0)" } ?? "/prices/rules")
  }

  /// Says that it sells at a loss, with the same form to be sent again.
  private static func ask(_ count: Int, _ call: Call) throws -> Response {
    let language = call.actor.language
    let sent = (Form(call.request)?.fields ?? []).filter { $0.name != CSRF.field }.map { ($0.name, $0.value) }
    let content: HTML = """
      \(breadcrumbs([(Words.prices.in(language), "/prices"), (Words.new.in(language), nil)]))
      \(pageHeader(title: "\(Words.confirmTitle.in(language))"))
      \(card(form(action: "/prices/new", csrf: call.actor.csrf ?? "", hidden: sent + [("confirmed", "true")],
        content: notice(.warning, title: SellingPricesAPI.warning(count, language)),
        submit: Words.confirm.in(language), tone: .danger, cancel: (DeskWords.cancel.in(language), "/prices"))))
      """
    return try Portal.page(call, Words.confirmTitle.in(language), at: .prices, content)
  }
}

/// Which customers see an offer, as a form.
enum ShowingForm {
  private typealias Words = PriceWords

  static func card(_ offer: ID<Offer>, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let showing = try OfferShowing.of(offer, in: call.work)
    let named = Set(showing.customers.map(\.id))
    let choices: [(OfferShowing.Extent, Phrase)] = [
      (.all, Words.shownAll), (.none, Words.shownNone), (.named, Words.shownNamed),
    ]
    let customers = try Organizations.customers(
      search: nil, reseller: nil, Paging(limit: Bounds.customersNamed), in: call.work)
    let boxes: [HTML] = customers.map { item in
      let id = item.record.id
      return checkbox(
        label: "\(item.record.name)", name: "customerIds", value: id.description, checked: named.contains(id),
        id: "f-customer-\(id)")
    }
    let fields: HTML = """
      \(selectField(label: Words.shown.in(language), name: "shown", options: choices.map {
        (value: $0.0.rawValue, label: $0.1.in(language), selected: $0.0 == showing.extent, disabled: false)
      }))
      \(disclosure(summary: Words.shownNamed.in(language), isOpen: showing.extent == .named, boxes.joined()))
      """
    return Markup.card(
      title: Words.visibility.in(language),
      form(
        action: "/prices/offers/\(offer)/visibility", csrf: call.actor.csrf ?? "", content: fields,
        submit: DeskWords.save.in(language)))
  }

  static func set(_ call: Call) throws -> Response {
    let offer: ID<Offer> = try call.id()
    let fields = try call.form(lists: ["customerIds"])
    let extent = fields.choice("shown", required: true, of: OfferShowing.Extent.self) ?? .all
    let customers = fields.ids("customerIds", upTo: Bounds.customersNamed, of: Organization.self) ?? []
    try fields.check()
    _ = try OfferShowing.set(extent, customers: extent == .named ? customers : [], of: offer, in: call.work)
    return .seeOther("/prices/offers/\(offer)")
  }
}
