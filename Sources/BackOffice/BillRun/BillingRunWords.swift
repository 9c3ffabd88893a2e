import Core
import Markup

/// The words of the pages about runs of the bill.
enum BillingRunWords {
  static let runs = Phrase("Billing runs", fr: "Traitements de facturation", de: "Abrechnungsläufe")
  static let runsSubtitle = Phrase(
    "What each run did for your customers: cycles begun, terms settled, charges posted, months closed.",
    fr: "Ce que chaque traitement a fait pour vos clients : cycles commencés, échéances réglées, débits "
      + "comptabilisés, mois clos.",
    de: "Was jeder Lauf für Ihre Kunden getan hat: Zyklen begonnen, Laufzeiten erneuert oder beendet, Beträge "
      + "verbucht, Monate abgeschlossen.")
  static let noRuns = Phrase(
    "No run has billed anything here yet. Runs happen by themselves, as soon as something is due.",
    fr: "Aucun traitement n’a encore rien facturé ici. Ils se font d’eux-mêmes dès qu’une échéance arrive.",
    de: "Noch kein Lauf hat hier etwas verrechnet. Läufe geschehen von selbst, sobald etwas fällig ist.")
  static let started = Phrase("Started (UTC)", fr: "Début (UTC)", de: "Beginn (UTC)")
  static let through = Phrase("Billed through", fr: "Facturé jusqu’au", de: "Verrechnet bis")
  static let cycles = Phrase("Cycles", fr: "Cycles", de: "Zyklen")
  static let terms = Phrase("Terms", fr: "Échéances", de: "Laufzeiten")
  static let closed = Phrase("Statements closed", fr: "Relevés clos", de: "Abgeschlossen")
  static let parked = Phrase("Parked", fr: "Mis de côté", de: "Zurückgestellt")
  static let charges = Phrase("{count} charges", fr: "{count} débits", de: "{count} Buchungen")

  static func posted(_ leg: Leg, _ isOneOfTwo: Bool) -> Phrase {
    switch (leg, isOneOfTwo) {
    case (_, false): Phrase("Posted", fr: "Comptabilisé", de: "Verbucht")
    case (.price, true): Phrase("Prices posted", fr: "Prix comptabilisés", de: "Verkauf verbucht")
    case (.cost, true): Phrase("Costs posted", fr: "Coûts comptabilisés", de: "Einkauf verbucht")
    }
  }

  static func badge(_ state: BillingRuns.State, _ language: Language) -> HTML {
    switch state {
    case .running:
      Markup.badge(Phrase("Running", fr: "En cours", de: "Läuft").in(language), tone: .warning)
    case .done: Markup.badge(Phrase("Done", fr: "Terminé", de: "Erledigt").in(language), tone: .good)
    case .stopped: Markup.badge(Phrase("Stopped", fr: "Arrêté", de: "Angehalten").in(language))
    case .died:
      Markup.badge(Phrase("Broken off", fr: "Interrompu", de: "Abgebrochen").in(language), tone: .bad)
    }
  }

  /// `3 s`, `2 min`.
  static func length(_ microseconds: Int64, _ language: Language) -> String {
    let seconds = max(1, (microseconds + 999_999) / 1_000_000)
    return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
  }

  // MARK: - Accounts

  static let accounts = Phrase("Parked accounts", fr: "Comptes mis de côté", de: "Zurückgestellte Konten")
  static let accountsSubtitle = Phrase(
    "Customers whose bill makes no sense somewhere. Runs leave them alone until you release them: no cycle begins, no "
      + "statement closes. All others are billed.",
    fr: "Clients dont la facturation présente une incohérence. Les traitements les laissent de côté jusqu’à leur "
      + "libération : aucun cycle ne commence, aucun relevé n’est clos. Tous les autres sont facturés.",
    de: "Kunden, bei deren Abrechnung etwas nicht stimmt. Läufe lassen sie aus, bis Sie sie freigeben: Kein Zyklus "
      + "beginnt, keine Abrechnung wird abgeschlossen. Alle anderen werden verrechnet.")
  static let parkedNow = Phrase("Parked now", fr: "Mis de côté", de: "Zurückgestellt")
  static let released = Phrase("Released", fr: "Libérés", de: "Freigegeben")
  static let reason = Phrase("Reason", fr: "Motif", de: "Grund")
  static let since = Phrase("Parked (UTC)", fr: "Mis de côté (UTC)", de: "Zurückgestellt (UTC)")
  static let waiting = Phrase("Waiting", fr: "En attente", de: "Wartet")
  static let waits = Phrase(
    "{count} subscriptions since {day}", fr: "{count} abonnements depuis le {day}",
    de: "{count} Abonnements seit {day}")
  static let nothingWaits = Phrase("Nothing is due yet", fr: "Rien n’est encore échu", de: "Noch ist nichts fällig")
  static let noneParked = Phrase(
    "No account is parked: every customer is billed.",
    fr: "Aucun compte n’est mis de côté : chaque client est facturé.",
    de: "Kein Konto ist zurückgestellt: Jeder Kunde wird verrechnet.")
  static let noneReleased = Phrase(
    "Nothing was released yet.", fr: "Rien n’a encore été libéré.", de: "Noch nichts freigegeben.")
  static let openSubscription = Phrase("Open it", fr: "L’ouvrir", de: "Öffnen")
  static let oneWaits = Phrase(
    "One account is parked: it is not billed until somebody has looked at it.",
    fr: "Un compte est mis de côté : il n’est pas facturé tant que personne ne l’a examiné.",
    de: "Ein Konto ist zurückgestellt: Es wird erst verrechnet, wenn jemand es angesehen hat.")
  static let someWait = Phrase(
    "{count} accounts are parked: they are not billed until somebody has looked at them.",
    fr: "{count} comptes sont mis de côté : ils ne sont pas facturés tant que personne ne les a examinés.",
    de: "{count} Konten sind zurückgestellt: Sie werden erst verrechnet, wenn jemand sie angesehen hat.")
  static let lookAtThem = Phrase("See why", fr: "Voir pourquoi", de: "Gründe ansehen")

  // MARK: - Releasing

  static let release = Phrase("Release the account", fr: "Libérer le compte", de: "Konto freigeben")
  static let accepting = Phrase(
    "Releasing says that this month is right. The next run bills it as it stands.",
    fr: "Libérer signifie que ce mois est correct. Le prochain traitement le facture tel quel.",
    de: "Mit der Freigabe bestätigen Sie, dass dieser Monat stimmt. Der nächste Lauf verrechnet ihn, wie er ist.")
  static let correcting = Phrase(
    "Put right what is wrong first: if it still is, the next run parks the account again.",
    fr: "Corrigez d’abord ce qui ne va pas : sinon le prochain traitement remet le compte de côté.",
    de: "Berichtigen Sie zuerst, was nicht stimmt: Sonst stellt der nächste Lauf das Konto wieder zurück.")
  static let willCatchUp = Phrase(
    "The next run then bills {count} subscriptions from {day} on, in order, each for its own days.",
    fr: "Le prochain traitement facture alors {count} abonnements dès le {day}, dans l’ordre, chacun pour ses jours.",
    de: "Der nächste Lauf verrechnet dann {count} Abonnements ab {day}, der Reihe nach, jedes für seine eigenen Tage.")
  static let meanwhile = Phrase(
    "Changes stay possible meanwhile: each brings the one subscription it is about up to date. The reseller’s own "
      + "statement of the month waits for this account too.",
    fr: "Les modifications restent possibles entre-temps : chacune met à jour l’abonnement concerné, et lui seul. Le "
      + "relevé du revendeur pour ce mois attend aussi ce compte.",
    de: "Änderungen bleiben inzwischen möglich: Jede bringt nur das eine Abonnement nach, um das es geht. Auch die "
      + "Abrechnung des Resellers für den Monat wartet auf dieses Konto.")
  static let releaseReason = Phrase("Why it may go on", fr: "Pourquoi reprendre", de: "Warum es weitergehen kann")
  static let reasonHint = Phrase(
    "Kept with the account and in the audit trail.", fr: "Conservé avec le compte et dans le journal d’audit.",
    de: "Wird beim Konto und im Protokoll festgehalten.")

  /// The reason in a few words.
  static func title(_ code: Code) -> Phrase { titles[code] ?? reason }

  static let titles: [Code: Phrase] = [
    "account.currency_differs": Phrase("Another currency", fr: "Autre monnaie", de: "Andere Währung"),
    "account.split_incomplete": Phrase(
      "Licences at no centre", fr: "Licences sans centre", de: "Lizenzen ohne Kostenstelle"),
    "account.price_beyond_bounds": Phrase("Price out of reason", fr: "Prix aberrant", de: "Preis unplausibel"),
    "account.owed_beyond_bounds": Phrase("Amount out of reason", fr: "Montant aberrant", de: "Betrag unplausibel"),
    "account.owed_negative": Phrase("Amount below zero", fr: "Montant négatif", de: "Betrag unter null"),
    AccountFault.jumped: Phrase(
      "Far more than the months before", fr: "Bien plus que les mois précédents",
      de: "Viel mehr als in den Vormonaten"),
    "account.refused_by_database": Phrase(
      "Refused by the database", fr: "Refusé par la base de données", de: "Von der Datenbank abgelehnt"),
  ]
}
