import Core
import FoundationEssentials
import HTTP
import Markup

/// Asking one's manager for a service, and giving it.
enum ServiceRequestPages {
  private typealias Words = ServiceRequestWords
  private typealias Option = (value: String, label: String, selected: Bool, disabled: Bool)

  // MARK: - Asking

  static func new(_ call: Call) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    let quantity: HTML? =
      call.actor.rights.roles.contains(.technicalAdmin)
      ? field(
        label: Words.howMany.in(language), name: "quantity", type: "number", value: refill.value("quantity"),
        hint: Words.howManyHint.in(language), error: refill.error("quantity"), attributes: ["min": "1", "step": "1"])
      : nil
    let fields: HTML = """
      \(selectField(label: Words.plan.in(language), name: "planId", options: try plans(refill, call),
        error: refill.error("planId"), required: true))
      \(quantity)\
      \(textArea(label: Words.why.in(language), name: "note", value: refill.value("note"), rows: 3,
        hint: Words.whyHint.in(language), error: refill.error("note"), required: true))
      """
    let title = Words.title.in(language)
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.requests.label.in(language), "/requests"), (title, nil)]))
      \(pageHeader(title: "\(title)", subtitle: "\(Words.subtitle.in(language))"))
      \(card(form(action: "/requests/new", csrf: call.actor.csrf ?? "", content: fields,
        submit: Words.send.in(language), cancel: (DeskWords.cancel.in(language), "/"))))
      """
    return try Portal.page(call, title, at: .requests, content)
  }

  /// Each plan once, by service; `?plan=` or `?service=` chooses beforehand.
  private static func plans(_ refill: Refill, _ call: Call) throws -> [Option] {
    let offers = try Catalogue.offers(Catalogue.Filter(), Paging(limit: Bounds.offersChosenFrom), in: call.work)
    let sorted = offers.sorted { ($0.serviceName, $0.planName, $0.plan) < ($1.serviceName, $1.planName, $1.plan) }
    let wanted = call.query("plan")
    let service = call.query("service").flatMap { ID<Service>($0) }
    var last: ID<Plan>?
    var options: [Option] = [
      (value: "", label: OrderWords.choose.in(call.actor.language), selected: false, disabled: false)
    ]
    for offer in sorted where offer.plan != last && (service == nil || offer.service == service) {
      last = offer.plan
      let id = offer.plan.description
      options.append(
        (
          value: id, label: "\(offer.serviceName) · \(offer.planName)",
          selected: refill.has("planId", id, wanted == id), disabled: false
        ))
    }
    return options
  }

  static func ask(_ call: Call) throws -> Response {
    let fields = try call.form()
    let quantity = fields.parsed("quantity", "field.whole_number_expected") { Int($0) }
    let wish = RequestsAPI.wish(fields, quantity: quantity)
    if wish?.plan == nil { fields.note("planId", "field.required") }
    try fields.check()
    guard let wish else { throw Refusal.notFound }
    let record = try ServiceRequests.ask(wish, of: call.actor.organization, in: call.work)
    return .seeOther("/requests/\(record.id)")
  }

  // MARK: - Giving

  /// The ways to give it, the cheapest first, and refusing.
  static func giving(_ record: Requests.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let candidates = try ServiceRequests.candidates(for: record, in: call.work)
    let free = candidates.filter { $0.subscription.assigned < $0.subscription.quantity }
    var cards: [HTML] = []
    if record.wanted == nil {
      let give = giving(
        record, "licence", free, submit: Words.give, hint: Words.giveHint.in(language), step: "confirm", call)
      cards.append(
        card(title: Words.give.in(language), free.isEmpty ? "<p>\(Words.noneFree.in(language))</p>" : give))
    }
    if call.actor.selfService == .view {
      let reason = Messages.sentence("self_service.view_only", [:], language)
      cards.append(card(title: Words.increase.in(language), "<p>\(reason)</p>"))
    } else {
      let hint = call.actor.asksForChanges ? Words.waitsForReseller.in(language) : nil
      if !candidates.isEmpty {
        cards.append(
          card(
            title: Words.increase.in(language),
            giving(
              record, "increase", candidates, submit: SubscriptionWords.preview, hint: hint, step: "preview", call)))
      }
      cards.append(card(title: Words.order.in(language), try ordering(record, hint, call)))
    }
    return grid(cards + [RequestForms.refusing(record, call)])
  }

  private static func giving(
    _ record: Requests.Record, _ kind: String, _ candidates: [SubscriptionRecord], submit: Phrase, hint: String?,
    step: String, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let options: [Option] = candidates.map { candidate in
      let s = candidate.subscription
      let name = s.friendlyName.map { "\($0) · \(candidate.planName)" } ?? candidate.planName
      let free = SubscriptionWords.free.in(language, ["count": "\(s.quantity - s.assigned)"])
      return (value: s.id.description, label: "\(name) (\(free))", selected: false, disabled: false)
    }
    return form(
      action: "/requests/\(record.id)/fulfilment", csrf: call.actor.csrf ?? "",
      hidden: [("version", String(record.version)), ("kind", kind), ("step", step)],
      content: selectField(
        label: SubscriptionWords.subscription.in(language), name: "subscriptionId", options: options, hint: hint,
        required: true, id: "f-\(kind)"), submit: submit.in(language), tone: kind == "licence" ? .primary : .plain)
  }

  private static func ordering(_ record: Requests.Record, _ hint: String?, _ call: Call) throws -> HTML {
    let language = call.actor.language
    var filter = Catalogue.Filter()
    filter.service = record.subject.service
    filter.customer = record.path.organization
    let offers = try Catalogue.offers(filter, Paging(limit: Bounds.offersChosenFrom), in: call.work)
      .filter { !$0.needsParent && !$0.trial }
      .sorted {
        ($0.plan == record.subject.plan ? 0 : 1, $0.planName, $0.term.months)
          < ($1.plan == record.subject.plan ? 0 : 1, $1.planName, $1.term.months)
      }
    if offers.isEmpty { return "<p>\(Words.noOffer.in(language))</p>" }
    let options: [Option] = offers.map { offer in
      let price = offer.price.map { " · \($0.currency.code) \($0.amount)" } ?? ""
      let label = "\(offer.planName) · \(SubscriptionWords.term(offer.term, offer.frequency, language))\(price)"
      return (value: offer.id.description, label: label, selected: false, disabled: false)
    }
    let refill = Refill(call)
    let fields: HTML = """
      \(selectField(label: OrderWords.plan.in(language), name: "offerId", options: options, hint: hint,
        error: refill.error("offerId"), required: true))
      \(checkbox(label: "\(OrderWords.terms.in(language))", name: "acceptTerms",
        error: refill.error("acceptTerms"), required: true))
      """
    return form(
      action: "/requests/\(record.id)/fulfilment", csrf: call.actor.csrf ?? "",
      hidden: [("version", String(record.version)), ("kind", "order"), ("step", "preview")], content: fields,
      submit: SubscriptionWords.preview.in(language), tone: .plain)
  }

  static func fulfil(_ call: Call) throws -> Response {
    let fields = try call.form()
    _ = fields.has("version") || fields.has("step")
    let kind = fields.parsed("kind", required: true, "field.not_a_choice") {
      ["licence", "increase", "order"].contains($0) ? $0 : nil
    }
    let isOrder = kind == "order"
    let subscription = fields.id("subscriptionId", required: !isOrder, of: Subscription.self)
    let offer = fields.id("offerId", required: isOrder, of: Offer.self)
    let accepts = fields.parsed("acceptTerms", "field.boolean_expected") { Bool($0) } ?? false
    _ = fields.has("step")
    try fields.check()
    let fulfilment: Fulfilment
    var hidden = [("kind", kind ?? ""), ("step", "confirm")]
    if let offer, isOrder {
      fulfilment = .order(offer, acceptsTerms: accepts)
      hidden += [("offerId", offer.description), ("acceptTerms", "\(accepts)")]
    } else if let subscription {
      fulfilment = kind == "licence" ? .licence(subscription) : .increase(subscription)
      hidden.append(("subscriptionId", subscription.description))
    } else {
      throw Refusal.notFound
    }
    guard !ChangePage.isConfirmed(call) else { return try RequestForms.decide(.fulfil(fulfilment), call) }
    return try confirmation(fulfilment, hidden, call)
  }

  /// What giving it would cost, with the button that does it.
  private static func confirmation(
    _ fulfilment: Fulfilment, _ hidden: [(String, String)], _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    let id: ID<CustomerRequest> = try call.id()
    let decided = try Requests.decide(id, .fulfil(fulfilment), in: call.work, preview: true)
    let record = decided.record
    let preview = try decided.outcome.map { try ChangePreview($0, call) }
    let title = record.subject.name
    let waits = call.actor.asksForChanges ? notice(.neutral, title: Words.waitsForReseller.in(language)) : nil
    let version = [("version", Form(call.request)?.first("version") ?? "")]
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.requests.label.in(language), "/requests"), (title, "/requests/\(id)"),
        (Words.confirmTitle.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.confirmTitle.in(language))",
        subtitle: "\(title) · \(record.askedByName) \(preview?.subtitle ?? "")"))
      \(preview?.html())\(waits)
      \(form(action: "/requests/\(id)/fulfilment", csrf: call.actor.csrf ?? "", hidden: version + hidden,
        content: .empty, submit: Words.confirm.in(language),
        cancel: (DeskWords.cancel.in(language), "/requests/\(id)")))
      """
    return try Portal.page(call, title, at: .requests, content)
  }
}
