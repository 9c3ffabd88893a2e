import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// What happens at the term's end: how many licences, as which offer, until when.
enum RenewalPlanPages {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let s = record.subscription
    let refill = Refill(call)
    let page = ChangePage(call: call, record: record, title: Words.title.in(language), step: "renewal")
    let offers = try UpgradeTargets.offers(for: record, reachable, in: call.work)
    let term = s.renewal?.term ?? s.term
    let aligned = try AlignmentChoices(
      from: s.termEnd, term: term, customer: s.customer, except: record.id, in: call.work)
    let fields: HTML = """
      \(QuantityPages.stepper(label: Words.quantity.in(language), name: "quantity",
        value: refill.value("quantity", "\(s.renewal?.quantity ?? s.quantity)"), minimum: s.policy.minimum,
        maximum: s.policy.maximum, hint: Words.hint.in(language, ["day": s.termEnd.description]),
        error: refill.error("quantity")))
      \(offer(record, offers, refill, call))
      \(aligned.html(refill, stored: s.renewal?.alignTo, language: language))
      """
    let form = Markup.form(
      action: page.action, csrf: page.csrf, hidden: [Overtaken.hidden(record)], content: fields,
      submit: DeskWords.save.in(language), cancel: page.cancel)
    let forget: HTML? =
      s.renewal == nil
      ? nil
      : """
      <div>\(actionButton(label: Words.unchanged.in(language), action: page.action, csrf: page.csrf,
        hidden: [Overtaken.hidden(record)]))</div>
      """
    let warnings = try RenewalWarnings.html(record, call)
    return try page.page(
      form: card("\(warnings)\(form)\(forget)"),
      unlessRefused: record.actions(for: call.work).first { $0.name == "scheduleRenewal" })
  }

  /// Other offers of the same plan, and those of better plans.
  private static let reachable: SQL =
    "(f.plan_id = mine.plan_id OR f.plan_id = ANY (own.upgrade_plan_ids)) AND f.id <> mine.id"

  private static func offer(
    _ record: SubscriptionRecord, _ offers: [Catalogue.Listed], _ refill: Refill, _ call: Call
  ) -> HTML {
    let language = call.actor.language
    let s = record.subscription
    let stored = s.renewal?.offer?.description ?? ""
    let chosen = refill.value("offerId", stored)
    let own = SubscriptionWords.term(s.term, s.frequency, language)
    var options = [
      (
        value: "", label: Words.same.in(language, ["offer": own]), selected: chosen.isEmpty, disabled: false
      )
    ]
    options += offers.map {
      let id = $0.id.description
      return (
        value: id, label: "\($0.planName) · \(OfferWords.line($0, call.actor))", selected: chosen == id, disabled: false
      )
    }
    guard options.count > 1 else { return .empty }
    return selectField(
      label: Words.offer.in(language), name: "offerId", options: options, hint: Words.offerHint.in(language),
      error: refill.error("offerId"))
  }

  /// Without a quantity: as it is now.
  static func plan(_ call: Call) throws -> Response {
    let fields = try call.form()
    let quantity = fields.parsed("quantity", "field.whole_number_expected") { Int($0) }
    let offer = fields.id("offerId", of: Offer.self)
    let alignTo = fields.parsed("alignTo", "field.day_malformed") { Day($0) }
    try fields.check()
    let id: ID<Subscription> = try call.id()
    let s = try Subscriptions.find(id, in: call.work).subscription
    var renewal = JSONValue.null
    if let quantity {
      renewal = .object(having: [
        "quantity": .integer(Int64(quantity)), "offerId": offer.map { .string($0.description) },
        "term": offer == nil ? .string(s.term.description) : nil,
        "billingFrequency": offer == nil ? .string(s.frequency.rawValue) : nil,
        "alignTo": alignTo.map { .string($0.description) },
      ])
    }
    return try ChangePage.atOnce(["renewal": renewal], on: id, call)
  }

  private enum Words {
    static let title = Phrase("Plan the renewal", fr: "Prévoir le renouvellement", de: "Verlängerung planen")
    static let quantity = Phrase(
      "Licences from the renewal on", fr: "Licences dès le renouvellement", de: "Lizenzen ab der Verlängerung")
    static let hint = Phrase(
      "Applies on {day}, when the next term begins. Never fewer than people hold then.",
      fr: "S’applique le {day}, au début de la prochaine durée. Jamais moins que les licences attribuées.",
      de: "Gilt ab {day}, wenn die nächste Laufzeit beginnt. Nie weniger, als dann vergeben sind.")
    static let offer = Phrase("Renews as", fr: "Se renouvelle en", de: "Verlängert sich als")
    static let same = Phrase("As now: {offer}", fr: "Comme maintenant : {offer}", de: "Wie jetzt: {offer}")
    static let offerHint = Phrase(
      "Prices are today’s; what counts is the price on the day of the renewal.",
      fr: "Prix du jour ; le prix au jour du renouvellement fait foi.",
      de: "Heutige Preise; es gilt der Preis am Tag der Verlängerung.")
    static let unchanged = Phrase("Renew unchanged", fr: "Renouveler à l’identique", de: "Unverändert verlängern")
  }
}

/// Whether the renewal that is planned still fits, for pages.
enum RenewalWarnings {
  static func codes(_ record: SubscriptionRecord, in work: Work) throws -> [Code] {
    let s = record.subscription
    guard s.autoRenew, s.status == .active || s.status == .suspended, let renewal = s.renewal else { return [] }
    return s.renewalWarnings
      + (try RenewalOffers.isOffered(renewal, on: record.today, in: work) ? [] : ["renewal.offer_ended"])
  }

  static func html(_ record: SubscriptionRecord, _ call: Call) throws -> HTML {
    let codes = try codes(record, in: call.work)
    guard !codes.isEmpty else { return .empty }
    let sentences: [HTML] = codes.map { "<li>\(Messages.sentence($0, [:], call.actor.language))</li>" }
    return notice(.warning, title: Words.title.in(call.actor.language), body: "<ul>\(sentences)</ul>")
  }

  private enum Words {
    static let title = Phrase("The planned renewal", fr: "Le renouvellement prévu", de: "Die geplante Verlängerung")
  }
}

/// Offers in a line.
enum OfferWords {
  /// `CHF 20.60 · 1 year, billed monthly`, as far as the actor sees prices; the price first, where room is short.
  static func line(_ offer: Catalogue.Listed, _ actor: Actor) -> String {
    let term = SubscriptionWords.term(offer.term, offer.frequency, actor.language)
    let amount = offer.price ?? offer.cost
    return (amount.map { "\($0) · " } ?? "") + term
  }
}
