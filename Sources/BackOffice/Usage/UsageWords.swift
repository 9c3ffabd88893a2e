import Core
import Markup

/// The words of usage.
enum UsageWords {
  /// `1 234.5 GB`, set like an amount with its currency.
  static func quantity(_ quantity: MeteredQuantity, _ unit: String) -> HTML {
    "<span class=\"quantity\">\(grouped(quantity.description)) <span>\(unit)</span></span>"
  }

  static func quantity(_ usage: StatementLines.Usage) -> HTML { quantity(usage.quantity, usage.unit) }

  /// How a meter is priced: what is free, then the rates.
  static func price(_ price: MeterPrice, per unit: String, _ language: Language) -> String {
    func values(_ tier: MeterPrice.Tier) -> [String: String] {
      [
        "rate": tier.rate.description(in: price.currency), "unit": unit, "upTo": tier.upTo?.description ?? "",
        "size": price.packageSize?.description ?? "",
      ]
    }
    let free = price.free > .zero ? [free.in(language, ["quantity": price.free.description, "unit": unit])] : []
    let last = price.tiers.count - 1
    let rates = price.tiers.enumerated().map { index, tier in
      let words = price.model == .package ? perPackage : last == 0 ? perUnit : index < last ? upTo : beyond
      return words.in(language, values(tier))
    }
    let whole = price.model == .volume ? [volume.in(language)] : []
    return (free + rates + whole).joined(separator: ", ")
  }

  static let usage = Phrase("Usage", fr: "Consommation", de: "Verbrauch")
  static let meter = Phrase("Meter", fr: "Compteur", de: "Zähler")
  static let quantity = Phrase("Used", fr: "Consommé", de: "Verbraucht")
  static let records = Phrase("Records", fr: "Relevés", de: "Meldungen")
  static let soFar = Phrase("{month} so far", fr: "{month} à ce jour", de: "{month} bis heute")
  static let before = Phrase("Earlier months", fr: "Mois précédents", de: "Frühere Monate")
  static let waits = Phrase("not billed yet", fr: "pas encore facturé", de: "noch nicht verrechnet")
  static let nothingCounted = Phrase(
    "Nothing is counted any more: later records took the place of what was sent before.",
    fr: "Plus rien n’est compté : des relevés ultérieurs ont remplacé les précédents.",
    de: "Es zählt nichts mehr: Spätere Meldungen haben frühere ersetzt.")
  private static let free = Phrase(
    "{quantity} {unit} free", fr: "{quantity} {unit} gratuits", de: "{quantity} {unit} frei")
  private static let perUnit = Phrase("{rate} per {unit}", fr: "{rate} par {unit}", de: "{rate} je {unit}")
  private static let perPackage = Phrase(
    "{rate} per {size} {unit} begun", fr: "{rate} par tranche de {size} {unit}", de: "{rate} je {size} {unit}")
  private static let upTo = Phrase(
    "{rate} up to {upTo}", fr: "{rate} jusqu’à {upTo}", de: "{rate} bis {upTo}")
  private static let beyond = Phrase("{rate} beyond", fr: "{rate} au-delà", de: "{rate} darüber")
  private static let volume = Phrase(
    "one rate for the whole quantity", fr: "un seul tarif pour toute la quantité", de: "ein Satz für die ganze Menge")

  // MARK: What is parked

  static let parked = Phrase("Parked records", fr: "Relevés mis de côté", de: "Zurückgestellte Meldungen")
  static let subtitle = Phrase(
    "Records your sources sent that could not be counted. Nothing is lost: each counts once its reason is gone.",
    fr: "Relevés de vos sources qui n’ont pas pu être comptés. Rien n’est perdu : chacun comptera une fois la cause "
      + "levée.",
    de: "Meldungen Ihrer Quellen, die nicht gezählt werden konnten. Nichts geht verloren: Jede zählt, sobald der Grund "
      + "behoben ist.")
  static let retry = Phrase("Try again", fr: "Réessayer", de: "Erneut versuchen")
  static let none = Phrase(
    "Nothing is parked: every record that was sent counts.",
    fr: "Rien n’est mis de côté : chaque relevé envoyé compte.",
    de: "Nichts ist zurückgestellt: Jede gesendete Meldung zählt.")
  static let record = Phrase("Record", fr: "Relevé", de: "Meldung")
  static let used = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
  static let why = Phrase("Why it does not count", fr: "Pourquoi il ne compte pas", de: "Warum sie nicht zählt")
  static let parkedAt = Phrase("Parked (UTC)", fr: "Mis de côté (UTC)", de: "Zurückgestellt (UTC)")
  static let subscription = Phrase("Subscription as sent", fr: "Abonnement envoyé", de: "Gesendetes Abonnement")
  static let tag = Phrase("Tag", fr: "Étiquette", de: "Schlagwort")
  static let currency = Phrase("Currency", fr: "Monnaie", de: "Währung")
  static let asSent = Phrase("As it was sent", fr: "Tel qu’envoyé", de: "Wie gesendet")
  static let fact = Phrase("What", fr: "Quoi", de: "Was")
  static let sentValue = Phrase("Sent", fr: "Envoyé", de: "Gesendet")
  static let anyReason = Phrase("Any reason", fr: "Toutes les raisons", de: "Alle Gründe")
  static let find = Phrase("Find a record", fr: "Chercher un relevé", de: "Meldung suchen")
  static let nothingFits = Phrase(
    "No record fits. Choose another reason or search for something else.",
    fr: "Aucun relevé ne correspond. Choisissez une autre raison ou cherchez autre chose.",
    de: "Keine Meldung passt. Wählen Sie einen anderen Grund oder suchen Sie etwas anderes.")
  static let retryOne = Phrase("Try this one again", fr: "Réessayer celui-ci", de: "Diese erneut versuchen")
  static let dismiss = Phrase("Put it aside for good", fr: "L’écarter définitivement", de: "Endgültig weglegen")
  static let dismissalReason = Phrase("Reason", fr: "Raison", de: "Grund")
  static let dismissalHint = Phrase(
    "It will not be billed. The reason stays in the audit trail; sent again, the record is looked at anew.",
    fr: "Il ne sera pas facturé. La raison reste dans le journal ; renvoyé, le relevé sera réexaminé.",
    de: "Sie wird nicht verrechnet. Der Grund bleibt im Protokoll; erneut gesendet wird sie neu beurteilt.")

  /// Why records wait, in a word or two.
  static func short(_ reason: ParkingReason) -> Phrase {
    switch reason {
    case .subscriptionUnknown: Phrase("no such subscription", fr: "abonnement inconnu", de: "Abonnement unbekannt")
    case .subscriptionDirect: Phrase("bought from the vendor", fr: "acheté à l’éditeur", de: "beim Hersteller gekauft")
    case .meterUnknown: Phrase("no such meter", fr: "compteur inconnu", de: "Zähler unbekannt")
    case .beforeStart: Phrase("before the start", fr: "avant le début", de: "vor dem Beginn")
    case .afterEnd: Phrase("after the end", fr: "après la fin", de: "nach dem Ende")
    case .currencyDiffers: Phrase("another currency", fr: "autre monnaie", de: "andere Währung")
    case .priceMissing: Phrase("no price", fr: "sans prix", de: "ohne Preis")
    case .monthArchived: Phrase("archived month", fr: "mois archivé", de: "archivierter Monat")
    }
  }
}
