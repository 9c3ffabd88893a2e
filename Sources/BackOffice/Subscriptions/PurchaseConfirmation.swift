import Core
import FoundationEssentials
import HTTP
import Markup

/// What an order comes to, and placing it.
enum PurchaseConfirmation {
  private typealias Words = PurchaseWords

  static func add(_ call: Call) throws -> Response {
    let order = try order(call)
    let customer: ID<Organization> = try call.id()
    let isConfirmed = ChangePage.isConfirmed(call)
    // Read before the purchase, which goes on with the seller's reach; locked, so that one confirmation buys once.
    let buyer = try Organizations.find(customer, kind: .customer, in: call.work, locking: isConfirmed)
    if isConfirmed, let bought = try bought(order, by: customer, call) { return .seeOther("/subscriptions/\(bought)") }
    let outcome = try Subscriptions.add(order, for: customer, in: call.work, preview: !isConfirmed)
    if isConfirmed { return .seeOther("/subscriptions/\(outcome.record.id)") }
    return try confirmation(order, outcome, buyer, call)
  }

  /// What this very confirmation has bought already, when it is sent a second time.
  private static func bought(_ order: NewSubscription, by customer: ID<Organization>, _ call: Call) throws
    -> ID<Subscription>?
  {
    guard let previewed = Form(call.request)?.first("previewed").flatMap({ Int64($0) }) else { return nil }
    return try call.tx.rows(
      """
      SELECT id FROM subscription WHERE customer_id = \(customer) AND offer_id = \(order.offer)
        AND quantity = \(order.quantity) AND purchased_at > \(Instant(microseconds: previewed))
        AND status = 'active'
      ORDER BY id LIMIT 1
      """
    ).first?[0]
  }

  private static func order(_ call: Call) throws -> NewSubscription {
    let fields = try call.form()
    _ = (fields.has("step"), fields.has("previewed"))
    let offer = fields.id("offer", required: true, of: Offer.self)
    let quantity = fields.parsed("quantity", required: true, "field.whole_number_expected") { Int($0) }
    let name = fields.text("friendlyName", upTo: 100)
    let parent = fields.id("parent", of: Subscription.self)
    let accepts = fields.parsed("terms", "field.boolean_expected") { $0 == "true" ? true : nil }
    let alignTo = fields.parsed("alignTo", "field.day_malformed") { Day($0) }
    let allocations = allocations(fields, call)
    try fields.check()
    guard let offer, let quantity else { throw Refusal.notFound }
    return NewSubscription(
      offer: offer, quantity: quantity, friendlyName: name, parent: parent, allocations: allocations, alignTo: alignTo,
      acceptsTerms: accepts ?? false)
  }

  /// The split as typed; nil where the form has none, since a single centre takes all, or leaves it to the rule.
  static func allocations(_ fields: Fields, _ call: Call) -> [Allocation]? {
    let prefix = splitFieldName(centreID: "")
    let names = (Form(call.request)?.fields ?? []).map(\.name).filter { $0.hasPrefix(prefix) }
    let isByRule = SplitChoice.isByRule(fields)
    if isByRule { for name in names { _ = fields.has(name) } }
    guard !names.isEmpty, !isByRule else { return nil }
    return names.compactMap { name in
      let quantity = fields.parsed(name, "field.whole_number_expected") { Int($0) }
      guard let quantity, quantity != 0, let centre = ID<BillingCentre>(name.dropFirst(prefix.count)) else {
        return nil
      }
      return Allocation(centre: centre, quantity: quantity)
    }
  }

  private static func confirmation(
    _ order: NewSubscription, _ outcome: Subscriptions.Outcome, _ customer: Organizations.Record, _ call: Call
  ) throws -> Response {
    let language = call.actor.language
    let preview = try ChangePreview(outcome, call)
    let s = outcome.record.subscription
    let path = PurchasePages.path(customer)
    let hidden: [(String, String)] =
      [
        ("step", "confirm"), ("previewed", "\(call.work.now.microseconds)"),
        ("offer", order.offer.description), ("quantity", "\(order.quantity)"),
        ("friendlyName", order.friendlyName ?? ""), ("parent", order.parent?.description ?? ""), ("terms", "true"),
        ("alignTo", order.alignTo?.description ?? ""),
      ]
      + (order.allocations ?? []).map {
        (splitFieldName(centreID: $0.centre.description), "\($0.quantity)")
      }
    let what = Words.what.in(
      language,
      [
        "quantity": "\(order.quantity)", "plan": outcome.record.planName,
        "term": SubscriptionWords.term(s.term, s.frequency, language), "end": s.termEnd.description,
      ])
    let confirm = form(
      action: path, csrf: call.actor.csrf ?? "", hidden: hidden, content: .empty, submit: Words.confirm.in(language),
      cancel: (Words.again.in(language), "\(path)?offer=\(order.offer)"))
    let content: HTML = """
      \(PurchasePages.trail(customer, [
        (Words.title.in(language), path), (outcome.record.planName, "\(path)?offer=\(order.offer)"),
        (Words.check.in(language), nil),
      ], call))
      \(pageHeader(title: "\(Words.check.in(language))", subtitle: "\(what) \(preview.subtitle)"))
      \(preview.html())
      \(confirm)
      """
    return try Portal.page(call, Words.check.in(language), at: .subscriptions, content)
  }
}

/// The words of buying.
enum PurchaseWords {
  static let title = Phrase("Add subscription", fr: "Ajouter un abonnement", de: "Abonnement hinzufügen")
  static let chooseFor = Phrase(
    "Choose a plan for {customer}.", fr: "Choisissez un plan pour {customer}.",
    de: "Wählen Sie einen Plan für {customer}.")
  static let choose = Phrase("Choose", fr: "Choisir", de: "Wählen")
  static let search = Phrase("Search plans", fr: "Chercher un plan", de: "Plan suchen")
  static let noMatch = Phrase(
    "No plan matches. Try another word or service.", fr: "Aucun plan trouvé. Essayez un autre mot ou service.",
    de: "Kein Plan gefunden. Versuchen Sie ein anderes Wort oder einen anderen Dienst.")
  static let order = Phrase("Order", fr: "Commande", de: "Bestellung")
  static let offer = Phrase("Offer", fr: "Offre", de: "Angebot")
  static let bounds = Phrase(
    "{minimum} to {maximum}", fr: "{minimum} à {maximum}", de: "{minimum} bis {maximum}")
  static let name = Phrase(
    "Name of your own (optional)", fr: "Nom personnalisé (facultatif)", de: "Eigener Name (freiwillig)")
  static let nameHint = Phrase(
    "For example “Head office”.", fr: "Par exemple « Siège ».", de: "Zum Beispiel «Hauptsitz».")
  static let terms = Phrase(
    "The customer accepts the vendor’s terms", fr: "Le client accepte les conditions de l’éditeur",
    de: "Der Kunde stimmt den Bedingungen des Herstellers zu")
  static let otherPlan = Phrase("Other plan", fr: "Autre plan", de: "Anderer Plan")
  static let giveBack = Phrase("Give licences back", fr: "Rendre des licences", de: "Lizenzen zurückgeben")
  static let cancelling = Phrase("Cancel with refund", fr: "Résilier avec remboursement", de: "Mit Erstattung kündigen")
  static let suspension = Phrase("Suspension", fr: "Suspension", de: "Sperrung")
  static let atTheEnd = Phrase("At the term’s end", fr: "À l’échéance", de: "Am Laufzeitende")
  static let renews = Phrase(
    "Renews automatically; can be turned off.", fr: "Renouvellement automatique ; désactivable.",
    de: "Verlängert sich automatisch; abschaltbar.")
  static let trialEnds = Phrase("The trial ends.", fr: "L’essai prend fin.", de: "Der Test endet.")
  static let parent = Phrase("Goes with", fr: "Se rattache à", de: "Gehört zu")
  static let parentHint = Phrase(
    "It ends with that subscription.", fr: "Elle prend fin avec cet abonnement.", de: "Er endet mit diesem Abonnement.")
  static let noParent = Phrase(
    "This add-on needs a subscription to go with, and the customer has none that fits.",
    fr: "Cette option se rattache à un abonnement, et le client n’en a aucun qui convienne.",
    de: "Dieser Zusatz braucht ein Abonnement, zu dem er gehört, und der Kunde hat kein passendes.")
  static let check = Phrase("Check and confirm", fr: "Vérifier et confirmer", de: "Prüfen und bestätigen")
  static let what = Phrase(
    "{quantity} × {plan}, {term}, until {end}.", fr: "{quantity} × {plan}, {term}, jusqu’au {end}.",
    de: "{quantity} × {plan}, {term}, bis {end}.")
  static let confirm = Phrase("Confirm order", fr: "Confirmer la commande", de: "Bestellung bestätigen")
  static let again = Phrase("Change order", fr: "Modifier la commande", de: "Bestellung ändern")
}
