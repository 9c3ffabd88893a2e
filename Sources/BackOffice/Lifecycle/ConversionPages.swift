import Core
import FoundationEssentials
import HTTP
import Markup

/// A trial that goes on as something bought.
enum ConversionPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let targets = try ConversionTargets.of(try call.id(), in: call.work)
    let record = targets.record
    let s = record.subscription
    let page = page(call, record)
    let refill = Refill(call)
    let asked = call.query("offer") ?? ""
    let options = targets.offers.map { offer in
      let id = offer.id.description
      return (
        value: id, label: OfferWords.line(offer, call.actor), selected: refill.value("offerId", asked) == id,
        disabled: false
      )
    }
    let longest = targets.offers.max { $0.term.months < $1.term.months }?.term ?? s.term
    let aligned = try AlignmentChoices(
      from: record.today, term: longest, customer: s.customer, except: record.id, in: call.work)
    let maximum = targets.offers.map(\.policy.maximum).max() ?? s.quantity
    let fields: HTML = """
      \(selectField(label: Words.offer.in(language), name: "offerId", options: options,
        hint: Words.offerHint.in(language), error: refill.error("offerId"), required: true))
      \(QuantityPages.stepper(label: SubscriptionWords.licences.in(language), name: "quantity",
        value: refill.value("quantity", "\(s.quantity)"), minimum: max(1, s.assigned), maximum: maximum,
        hint: Words.quantityHint.in(language, ["quantity": "\(s.quantity)", "assigned": "\(s.assigned)"]),
        error: refill.error("quantity")))
      \(aligned.html(refill, stored: nil, language: language))
      \(checkbox(label: "\(PurchaseWords.terms.in(language))", name: "terms", checked: refill.has("terms", "true"),
        error: refill.error("acceptTerms"), required: true))
      """
    let form = Markup.form(
      action: page.action, csrf: page.csrf, hidden: [("step", "preview"), Overtaken.hidden(record)], content: fields,
      submit: SubscriptionWords.preview.in(language), cancel: page.cancel)
    let ends = Words.ends.in(language, ["day": s.termEnd.description])
    return try page.page(
      form: card("<p>\(ends) \(Words.keeps.in(language))</p>\(form)"), unlessRefused: targets.obstacle)
  }

  private static func page(_ call: Call, _ record: SubscriptionRecord) -> ChangePage {
    ChangePage(call: call, record: record, title: Words.title.in(call.actor.language), step: "conversion")
  }

  static func convert(_ call: Call) throws -> Response {
    let language = call.actor.language
    let fields = try call.form()
    _ = fields.has("step")
    let offer = fields.id("offerId", required: true, of: Offer.self)
    let quantity = fields.parsed("quantity", "field.whole_number_expected") { Int($0) }
    let alignTo = fields.parsed("alignTo", "field.day_malformed") { Day($0) }
    let accepts = fields.parsed("terms", "field.boolean_expected") { $0 == "true" ? true : nil }
    try fields.check()
    guard let offer else { throw Refusal.notFound }
    let id: ID<Subscription> = try call.id()
    let before = try Subscriptions.find(id, in: call.work)
    let body: [String: JSONValue?] = [
      "offerId": .string(offer.description), "quantity": quantity.map { .integer(Int64($0)) },
      "alignTo": alignTo.map { .string($0.description) }, "acceptTerms": .bool(accepts ?? false),
    ]
    let outcome: Subscriptions.Outcome
    switch try ChangePage.step(
      .conversion, body.compactMapValues(\.self), on: id, isConfirmed: ChangePage.isConfirmed(call), call)
    {
    case .done(let response): return response
    case .preview(let found): outcome = found
    }
    let s = outcome.record.subscription
    let what = PurchaseWords.what.in(
      language,
      [
        "quantity": "\(s.quantity)", "plan": outcome.record.planName,
        "term": SubscriptionWords.term(s.term, s.frequency, language), "end": s.termEnd.description,
      ])
    let hidden = [
      ("offerId", offer.description), ("quantity", "\(s.quantity)"), ("alignTo", alignTo?.description ?? ""),
      ("terms", "true"),
    ]
    return try page(call, before).confirmation(
      outcome, what: what, hidden: hidden, confirm: Words.confirm.in(language),
      again: "/subscriptions/\(id)/conversion?offer=\(offer)")
  }

  private enum Words {
    static let title = Phrase("Convert the trial", fr: "Convertir l’essai", de: "Test umwandeln")
    static let offer = Phrase("Goes on as", fr: "Se poursuit en", de: "Läuft weiter als")
    static let offerHint = Phrase(
      "A whole new term begins today.", fr: "Une durée entière commence aujourd’hui.",
      de: "Heute beginnt eine ganze neue Laufzeit.")
    static let quantityHint = Phrase(
      "{quantity} in the trial, {assigned} of them assigned.",
      fr: "{quantity} dans l’essai, dont {assigned} attribuées.",
      de: "{quantity} im Test, davon {assigned} vergeben.")
    static let ends = Phrase(
      "Without this the trial ends on {day} by itself.", fr: "Sans cela, l’essai prend fin de lui-même le {day}.",
      de: "Sonst endet der Test von selbst am {day}.")
    static let keeps = Phrase(
      "People keep their licences; name and billing centres stay.",
      fr: "Les titulaires gardent leur licence ; le nom et les centres restent.",
      de: "Alle behalten ihre Lizenz; Name und Kostenstellen bleiben.")
    static let confirm = Phrase("Convert and buy", fr: "Convertir et acheter", de: "Umwandeln und kaufen")
  }
}
