import Core
import Markup

/// How subscriptions and offers are spoken of on pages.
enum SubscriptionWords {
  static func status(_ status: SubscriptionStatus) -> Phrase {
    switch status {
    case .pending: Phrase("Pending", fr: "En attente", de: "Ausstehend")
    case .active: Phrase("Active", fr: "Actif", de: "Aktiv")
    case .suspended: Phrase("Suspended", fr: "Suspendu", de: "Gesperrt")
    case .expired: Phrase("Expired", fr: "Expiré", de: "Abgelaufen")
    case .cancelled: Phrase("Cancelled", fr: "Résilié", de: "Gekündigt")
    }
  }

  /// Its status, and whether it is a trial or bought from the vendor directly.
  static func badges(_ s: Subscription, _ language: Language) -> HTML {
    let tone: Tone =
      switch s.status {
      case .active: .good
      case .pending, .suspended: .warning
      case .expired, .cancelled: .neutral
      }
    return """
      \(badge(status(s.status).in(language), tone: tone))\(when: s.trial, " \(badge(trial.in(language)))")\
      \(when: s.direct, " \(badge(direct.in(language)))")
      """
  }

  /// `1 year`, `3 years`, `14 days`.
  static func length(_ period: Period, _ language: Language) -> String {
    let parts: [(count: Int, one: Phrase, many: Phrase)] = [
      (period.months / 12, year, years), (period.months % 12, month, months), (period.days, day, days),
      (period.hours, hour, hours),
    ]
    return parts.filter { $0.count > 0 }
      .map { "\($0.count)\u{A0}" + ($0.count == 1 ? $0.one : $0.many).in(language) }.joined(separator: " ")
  }

  static func frequency(_ frequency: Frequency) -> Phrase {
    switch frequency {
    case .monthly: Phrase("billed monthly", fr: "facturé au mois", de: "monatlich verrechnet")
    case .annual: Phrase("billed annually", fr: "facturé à l’année", de: "jährlich verrechnet")
    case .once: Phrase("billed once", fr: "facturé une fois", de: "einmal verrechnet")
    }
  }

  /// `1 year, billed monthly`.
  static func term(_ term: Period, _ frequency: Frequency, _ language: Language) -> String {
    "\(length(term, language)), \(self.frequency(frequency).in(language))"
  }

  /// What a unit price is for.
  static func perLicence(_ frequency: Frequency) -> Phrase {
    switch frequency {
    case .monthly: Phrase("per licence and month", fr: "par licence et mois", de: "pro Lizenz und Monat")
    case .annual: Phrase("per licence and year", fr: "par licence et an", de: "pro Lizenz und Jahr")
    case .once: Phrase("per licence and term", fr: "par licence et durée", de: "pro Lizenz und Laufzeit")
    }
  }

  /// What a recurring amount is for.
  static func perCycle(_ frequency: Frequency) -> Phrase {
    switch frequency {
    case .monthly: Phrase("per\u{A0}month", fr: "par\u{A0}mois", de: "pro\u{A0}Monat")
    case .annual: Phrase("per\u{A0}year", fr: "par\u{A0}an", de: "pro\u{A0}Jahr")
    case .once: Phrase("per\u{A0}term", fr: "par\u{A0}durée", de: "pro\u{A0}Laufzeit")
    }
  }

  static func leg(_ leg: Leg, _ actor: Actor) -> Phrase {
    switch leg {
    case .price where actor.level == .customer: Phrase("Price", fr: "Prix", de: "Preis")
    case .price: Phrase("The customer pays", fr: "Le client paie", de: "Der Kunde zahlt")
    case .cost where actor.level == .distributor:
      Phrase("The reseller pays", fr: "Le revendeur paie", de: "Der Reseller zahlt")
    case .cost: Phrase("You pay", fr: "Vous payez", de: "Sie zahlen")
    }
  }

  static func window(_ window: Window, _ language: Language) -> String {
    switch window {
    case .none: notPossible.in(language)
    case .always: anyTime.in(language)
    case .period(let period): within.in(language, ["length": length(period, language)])
    }
  }

  static func segment(_ segment: String) -> Phrase {
    switch segment {
    case "education": Phrase("Education", fr: "Éducation", de: "Bildung")
    case "charity": Phrase("Charity", fr: "Association", de: "Gemeinnützig")
    default: Phrase("Commercial", fr: "Commercial", de: "Kommerziell")
    }
  }

  /// Why an action is not possible, in a sentence.
  static func reason(_ action: Action, _ s: Subscription, _ language: Language) -> String {
    guard let code = action.code else { return "" }
    let details = [
      "from": (action.from ?? s.termEnd).description, "assigned": "\(s.assigned)", "minimum": "\(s.policy.minimum)",
      "maximum": "\(s.policy.maximum)",
    ]
    return Messages.sentence(code, details, language)
  }

  /// `Renews` or `Ends`, for beside the term's end.
  static func atTermEnd(_ s: Subscription) -> Phrase { s.autoRenew ? renews : ends }

  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
  static let customer = Phrase("Customer", fr: "Client", de: "Kunde")
  static let plan = Phrase("Plan", fr: "Plan", de: "Plan")
  static let licences = Phrase("Licences", fr: "Licences", de: "Lizenzen")
  static let assigned = Phrase("{count} assigned", fr: "{count} attribuées", de: "{count} vergeben")
  static let free = Phrase("{count} free", fr: "{count} libres", de: "{count} frei")
  static let term = Phrase("Term", fr: "Durée", de: "Laufzeit")
  static let termEnd = Phrase("Term ends", fr: "Échéance", de: "Laufzeitende")
  static let renews = Phrase("renews", fr: "se renouvelle", de: "verlängert sich")
  static let ends = Phrase("ends", fr: "prend fin", de: "endet")
  static let unitPrice = Phrase("Unit price", fr: "Prix unitaire", de: "Stückpreis")
  static let unitCost = Phrase("Unit cost", fr: "Coût unitaire", de: "Einkaufspreis")
  static let trial = Phrase("Trial", fr: "Essai", de: "Test")
  static let direct = Phrase("Bought from the vendor", fr: "Acheté chez l’éditeur", de: "Direkt beim Hersteller")
  static let centre = Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
  static let total = Phrase("Total", fr: "Total", de: "Total")
  static let preview = Phrase("See what it costs", fr: "Voir ce que cela coûte", de: "Kosten ansehen")
  static let notPossible = Phrase("Not possible", fr: "Impossible", de: "Nicht möglich")
  static let anyTime = Phrase("At any time", fr: "En tout temps", de: "Jederzeit")
  static let within = Phrase(
    "Up to {length} after purchase", fr: "Jusqu’à {length} après l’achat", de: "Bis {length} nach dem Kauf")

  private static let year = Phrase("year", fr: "an", de: "Jahr")
  private static let years = Phrase("years", fr: "ans", de: "Jahre")
  private static let month = Phrase("month", fr: "mois", de: "Monat")
  private static let months = Phrase("months", fr: "mois", de: "Monate")
  private static let day = Phrase("day", fr: "jour", de: "Tag")
  private static let days = Phrase("days", fr: "jours", de: "Tage")
  private static let hour = Phrase("hour", fr: "heure", de: "Stunde")
  private static let hours = Phrase("hours", fr: "heures", de: "Stunden")
}
