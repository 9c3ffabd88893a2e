import Core
import FoundationEssentials
import HTTP
import Markup

/// How many licences go to the plan chosen, and whose.
struct UpgradeForm {
  enum Target {
    case offer(Catalogue.Listed)
    case line(SubscriptionRecord)

    var planName: String {
      switch self {
      case .offer(let offer): offer.planName
      case .line(let line): line.planName
      }
    }

    var field: (String, String) {
      switch self {
      case .offer(let offer): ("offerId", offer.id.description)
      case .line(let line): ("subscriptionId", line.id.description)
      }
    }
  }

  let call: Call
  let targets: UpgradeTargets
  let target: Target

  private typealias Words = UpgradeWords
  private var language: Language { call.actor.language }
  private var record: SubscriptionRecord { targets.record }

  func response() throws -> Response {
    let page = UpgradePages.page(call, record)
    let refill = Refill(call)
    let s = record.subscription
    let number = QuantityPages.stepper(
      label: Words.quantity.in(language), name: "quantity", value: refill.value("quantity", "\(s.quantity)"),
      minimum: 1, maximum: s.quantity, hint: Words.quantityHint.in(language, ["held": "\(s.quantity)"]),
      error: refill.error("quantity"))
    let fields: HTML = "\(number)\(try people(refill))"
    let form = Markup.form(
      action: page.action, csrf: page.csrf,
      hidden: [("step", "preview"), target.field, Overtaken.hidden(record)], content: fields,
      submit: SubscriptionWords.preview.in(language), cancel: (Words.other.in(language), page.action))
    let what = Words.to.in(language, ["from": record.planName, "to": target.planName])
    return try page.page(
      form: grid([
        card(form), card(title: Words.happens.in(language), UpgradeForm.consequences(record, isWhole: nil, language)),
      ]),
      unlessRefused: targets.obstacle, subtitle: "\(what)")
  }

  /// Who goes along when some licences stay; nothing where nobody holds one, or where it is not the actor's affair.
  private func people(_ refill: Refill) throws -> HTML {
    let s = record.subscription
    guard s.assigned > 0 else { return .empty }
    guard try call.actor.holds(.licencesAssign) && Delegations.allows(.licences, over: record.path, in: call.work)
    else { return "<p class=\"subtle\">\(Words.customerNames.in(language))</p>" }
    let holders = try call.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email
      FROM licence_assignment a JOIN person p ON p.id = a.person_id WHERE a.subscription_id = \(record.id)
      ORDER BY p.family_name, p.given_name, p.id LIMIT \(Bounds.pageMaximum)
      """)
    let boxes: [HTML] = try holders.map { row in
      let id = (try row[0] as ID<Person>).description
      return checkbox(
        label: "\(try row[1] as String) <small>\(try row[2] as String)</small>", name: "people", value: id,
        checked: refill.ticked("people", id, stored: false), id: "person-" + id)
    }
    let error: HTML? = refill.error("people").map { "<small class=\"error\">\($0)</small>" }
    return """
      <fieldset><legend>\(Words.people.in(language))</legend>\
      <p class="hint">\(Words.peopleHint.in(language))</p>\(boxes)\(error)</fieldset>
      """
  }

  /// What an upgrade means, said before it is previewed and again before it is confirmed; `isWhole` nil: not known yet.
  static func consequences(_ record: SubscriptionRecord, isWhole: Bool?, _ language: Language) -> HTML {
    let s = record.subscription
    var lines = [Words.keepsEnd.in(language, ["day": s.termEnd.description]), Words.prorated.in(language)]
    if isWhole != false {
      lines.append(Words.endsOld.in(language))
      if s.assigned > 0 { lines.append(Words.peopleMove.in(language, ["count": "\(s.assigned)"])) }
      if s.hasActiveAddOns { lines.append(Words.addOnsMove.in(language)) }
    }
    if isWhole != true, s.assigned > 0 { lines.append(Words.namedMove.in(language)) }
    let items: [HTML] = lines.map { "<li>\($0)</li>" }
    return "<ul>\(items)</ul>"
  }
}

/// The words of upgrading.
enum UpgradeWords {
  /// `CHF 8.90 more`.
  static func difference(_ amount: Money, _ language: Language) -> String {
    let size = amount.minor < 0 ? -amount : amount
    if amount.minor == 0 { return same.in(language) }
    return (amount.minor > 0 ? dearer : cheaper).in(language, ["amount": size.description])
  }

  static let title = Phrase("Upgrade", fr: "Mettre à niveau", de: "Upgrade")
  static let choose = Phrase(
    "Choose what the licences go on as.", fr: "Choisissez la suite de ces licences.",
    de: "Wählen Sie, als was die Lizenzen weiterlaufen.")
  static let now = Phrase("Now", fr: "Actuellement", de: "Jetzt")
  static let newLine = Phrase("To a new subscription", fr: "Vers un nouvel abonnement", de: "In ein neues Abonnement")
  static let existing = Phrase(
    "To a subscription there is already", fr: "Vers un abonnement existant", de: "In ein bestehendes Abonnement")
  static let pick = Phrase("Choose", fr: "Choisir", de: "Wählen")
  static let same = Phrase("same price", fr: "même prix", de: "gleicher Preis")
  static let dearer = Phrase("{amount} more", fr: "{amount} de plus", de: "{amount} mehr")
  static let cheaper = Phrase("{amount} less", fr: "{amount} de moins", de: "{amount} weniger")
  static let quantity = Phrase("Licences to upgrade", fr: "Licences à mettre à niveau", de: "Lizenzen für das Upgrade")
  static let quantityHint = Phrase(
    "All {held} or some; the rest stay as they are.", fr: "Toutes les {held} ou une partie ; le reste ne change pas.",
    de: "Alle {held} oder einige; die übrigen bleiben, wie sie sind.")
  static let other = Phrase("Other target", fr: "Autre choix", de: "Anderes Ziel")
  static let to = Phrase("From {from} to {to}", fr: "De {from} à {to}", de: "Von {from} auf {to}")
  static let happens = Phrase("What happens", fr: "Ce qui se passe", de: "Was geschieht")
  static let people = Phrase("Who goes along", fr: "Qui suit", de: "Wer mitgeht")
  static let peopleHint = Phrase(
    "Only when some licences stay; with all of them everybody goes along.",
    fr: "Seulement si des licences restent ; sinon tout le monde suit.",
    de: "Nur wenn Lizenzen bleiben; bei allen gehen alle mit.")
  static let customerNames = Phrase(
    "Who goes along when some licences stay is for the customer to say, or for you with its delegation.",
    fr: "Si des licences restent, c’est au client de dire qui suit, ou à vous avec sa délégation.",
    de: "Wer mitgeht, wenn Lizenzen bleiben, sagt der Kunde, oder Sie mit seiner Delegation.")
  static let keepsEnd = Phrase(
    "The end date stays {day}, and so do the windows for giving back.",
    fr: "L’échéance reste le {day}, de même que les délais de restitution.",
    de: "Das Enddatum bleibt der {day}, ebenso die Rückgabefristen.")
  static let prorated = Phrase(
    "Today the old plan’s unused days are given back and the new plan’s are charged.",
    fr: "Aujourd’hui, les jours restants de l’ancien plan sont remboursés et ceux du nouveau facturés.",
    de: "Heute werden die restlichen Tage des alten Plans erstattet und die des neuen verrechnet.")
  static let endsOld = Phrase(
    "With all licences the old subscription ends today.",
    fr: "Avec toutes les licences, l’ancien abonnement prend fin.",
    de: "Mit allen Lizenzen endet das alte Abonnement heute.")
  static let peopleMove = Phrase(
    "All {count} people with a licence keep it, in the new plan.",
    fr: "Les {count} titulaires gardent leur licence, dans le nouveau plan.",
    de: "Alle {count} Personen mit Lizenz behalten sie, im neuen Plan.")
  static let namedMove = Phrase(
    "With some licences, the people named go along; the others keep their licence in the old plan.",
    fr: "Avec une partie des licences, les personnes indiquées suivent ; les autres gardent l’ancien plan.",
    de: "Mit einigen Lizenzen gehen die Genannten mit; die anderen behalten den alten Plan.")
  static let addOnsMove = Phrase(
    "Its add-ons go with the new plan, at their own prices.", fr: "Ses options suivent, à leurs prix.",
    de: "Seine Zusätze gehen mit, zu ihren Preisen.")
  static let what = Phrase(
    "{count} licences from {from} to {to}.", fr: "{count} licences de {from} à {to}.",
    de: "{count} Lizenzen von {from} auf {to}.")
  static let consent = Phrase(
    "This cannot be undone: I have looked at it and want it.",
    fr: "C’est définitif : j’ai vérifié et je le veux.",
    de: "Das lässt sich nicht rückgängig machen: Ich habe es geprüft und will es.")
  static let confirm = Phrase("Upgrade for good", fr: "Mettre à niveau définitivement", de: "Endgültig heben")
}
