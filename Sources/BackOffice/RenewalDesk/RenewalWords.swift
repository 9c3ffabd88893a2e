import Core

/// How renewals and deadlines are spoken of, on pages, in mail and in calendars.
enum RenewalWords {
  static let title = Phrase("Renewals", fr: "Renouvellements", de: "Verlängerungen")

  /// `Head office (Exchange Online)`, or the plan alone.
  static func name(_ record: SubscriptionRecord) -> String {
    record.subscription.friendlyName.map { "\($0) (\(record.planName))" } ?? record.planName
  }

  /// What happens at the term's end.
  static func outcome(_ item: RenewalDesk.Item, _ language: Language) -> String {
    let s = item.record.subscription
    guard let next = item.outlook.following else {
      return (s.trial ? trialEnds : ends).in(language, ["licences": licences(s.quantity, language)])
    }
    let phrase = next.isScheduled ? renewsPlanned : renews
    let words = phrase.in(language, ["licences": licences(next.quantity, language)])
    guard next.term != s.term || next.billingFrequency != s.frequency else { return words }
    return words + ", " + SubscriptionWords.term(next.term, next.billingFrequency, language)
  }

  /// `1 licence`, `10 licences`.
  static func licences(_ count: Int, _ language: Language) -> String {
    (count == 1 ? licence : licences).in(language, ["count": "\(count)"])
  }

  static func kind(_ kind: Deadline.Kind) -> Phrase {
    switch kind {
    case .renews: Phrase("Renews", fr: "Se renouvelle", de: "Verlängert sich")
    case .expires: Phrase("Ends", fr: "Prend fin", de: "Endet")
    case .trialEnds: Phrase("Trial ends", fr: "Fin de l’essai", de: "Test endet")
    case .reducible: Phrase("Can be reduced", fr: "Réductible", de: "Reduzierbar")
    case .cancellable: Phrase("Can be cancelled", fr: "Résiliable", de: "Kündbar")
    }
  }

  static func choice(_ choice: RenewalDecisions.Choice) -> Phrase {
    switch choice {
    case .withAssigned:
      Phrase("Renew with what is assigned", fr: "Renouveler les attribuées", de: "Nur Vergebene verlängern")
    case .unchanged: Phrase("Renew unchanged", fr: "Renouveler à l’identique", de: "Unverändert verlängern")
    case .autoRenewOff: Phrase("Do not renew", fr: "Ne pas renouveler", de: "Nicht verlängern")
    case .autoRenewOn: Phrase("Renew after all", fr: "Renouveler quand même", de: "Doch verlängern")
    }
  }

  static func rhythm(_ rhythm: RenewalDigests.Rhythm) -> Phrase {
    switch rhythm {
    case .daily: Phrase("Every morning", fr: "Chaque matin", de: "Jeden Morgen")
    case .weekly: Phrase("Monday mornings", fr: "Le lundi matin", de: "Am Montagmorgen")
    case .off: Phrase("Never", fr: "Jamais", de: "Nie")
    }
  }

  /// `+7.7 %`, `−3.0 %`.
  static func percent(_ tenths: Int) -> String {
    let sign = tenths < 0 ? "\u{2212}" : tenths > 0 ? "+" : ""
    return "\(sign)\(tenths.magnitude / 10).\(tenths.magnitude % 10)\u{A0}%"
  }

  static let renews = Phrase(
    "renews with {licences}", fr: "se renouvelle avec {licences}", de: "verlängert sich mit {licences}")
  static let renewsPlanned = Phrase(
    "renews with {licences}, as planned", fr: "se renouvelle avec {licences}, comme prévu",
    de: "verlängert sich wie geplant mit {licences}")
  static let ends = Phrase("ends, with {licences}", fr: "prend fin, avec {licences}", de: "endet, mit {licences}")
  static let trialEnds = Phrase(
    "the trial of {licences} ends", fr: "l’essai de {licences} prend fin", de: "der Test mit {licences} endet")
  static let unassigned = Phrase("{count} not assigned", fr: "non attribuées : {count}", de: "nicht vergeben: {count}")
  static let canBeReduced = Phrase(
    "{count} can be given back until {until}", fr: "à rendre jusqu’au {until} : {count}",
    de: "zurückzugeben bis {until}: {count}")
  private static let licence = Phrase("{count} licence", fr: "{count} licence", de: "{count} Lizenz")
  private static let licences = Phrase("{count} licences", fr: "{count} licences", de: "{count} Lizenzen")
}

/// The words of the desk's pages.
enum RenewalPageWords {
  static let subtitle = Phrase(
    "What ends, renews or can still be reduced, the earliest deadline first.",
    fr: "Ce qui prend fin, se renouvelle ou peut encore être réduit, par échéance.",
    de: "Was endet, sich verlängert oder noch reduziert werden kann, nach Frist geordnet.")
  static let reminders = Phrase("Mail and calendar", fr: "E-mail et calendrier", de: "E-Mail und Kalender")
  static let search = Phrase("Search plan or name", fr: "Chercher plan ou nom", de: "Plan oder Name suchen")
  static let searchCustomers = Phrase(
    "Search customer, plan or name", fr: "Chercher client, plan ou nom", de: "Kunde, Plan oder Name suchen")
  static let within = Phrase("Within {days} days", fr: "D’ici {days} jours", de: "In {days} Tagen")
  static let period = Phrase("Period", fr: "Période", de: "Zeitraum")
  static let anyKind = Phrase("Any deadline", fr: "Toute échéance", de: "Jede Frist")
  static let kind = Phrase("Deadline", fr: "Échéance", de: "Frist")
  static let anyService = Phrase("Any service", fr: "Tous les services", de: "Jeder Dienst")
  static let show = Phrase("Show", fr: "Afficher", de: "Zeigen")
  static let deadline = Phrase("Deadline", fr: "Échéance", de: "Frist")
  static let happens = Phrase("What happens", fr: "Ce qui se passe", de: "Was geschieht")
  static let price = Phrase("Price now → then", fr: "Prix actuel → futur", de: "Preis jetzt → dann")
  static let cost = Phrase("Cost now → then", fr: "Coût actuel → futur", de: "Einkauf jetzt → dann")
  static let nextTerm = Phrase("next term {amount}", fr: "prochaine durée {amount}", de: "nächste Laufzeit {amount}")
  static let select = Phrase("Select {name}", fr: "Choisir {name}", de: "{name} wählen")
  static let selection = Phrase("Pick", fr: "Choix", de: "Wahl")
  static let selectAll = Phrase("Select all below", fr: "Tout choisir ci-dessous", de: "Alle hier wählen")
  static let selectNone = Phrase("Select none", fr: "Ne rien choisir", de: "Keine wählen")
  static let decideSelected = Phrase("For those selected:", fr: "Pour la sélection :", de: "Für die gewählten:")
  static let decide = Phrase("Decide", fr: "Décider", de: "Entscheiden")
  static let reduce = Phrase("Reduce…", fr: "Réduire…", de: "Reduzieren…")
  static let renewWith = Phrase("Renew with {count}…", fr: "Renouveler {count}…", de: "{count} verlängern…")
  static let caption = Phrase("Deadlines", fr: "Échéances", de: "Fristen")
  static let none = Phrase(
    "Nothing is due in this time. Choose a longer period to look further ahead.",
    fr: "Rien n’est dû dans cette période. Choisissez-en une plus longue pour voir plus loin.",
    de: "In diesem Zeitraum steht nichts an. Wählen Sie einen längeren, um weiter vorauszublicken.")
  static let showAll = Phrase("Show everything", fr: "Tout afficher", de: "Alles zeigen")
  static let today = Phrase("today", fr: "aujourd’hui", de: "heute")
  static let tomorrow = Phrase("tomorrow", fr: "demain", de: "morgen")
  static let inDays = Phrase("in {days} days", fr: "dans {days} jours", de: "in {days} Tagen")
  static let nextDeadlines = Phrase("Next deadlines", fr: "Prochaines échéances", de: "Nächste Fristen")
  static let nothingSoon = Phrase(
    "Nothing ends or renews in the next {days} days.", fr: "Aucune échéance dans les {days} prochains jours.",
    de: "In den nächsten {days} Tagen endet oder verlängert sich nichts.")

  // What becomes of those decided.
  static let preview = Phrase("Check before it counts", fr: "Vérifier avant de valider", de: "Prüfen, bevor es gilt")
  static let previewHint = Phrase(
    "Nothing is billed today: this is decided for the next term, and you can change it until the deadline.",
    fr: "Rien n’est facturé aujourd’hui : la décision vaut pour la prochaine durée et reste modifiable jusqu’à "
      + "l’échéance.",
    de: "Heute wird nichts verrechnet: Entschieden wird über die nächste Laufzeit, änderbar bis zur Frist.")
  static let confirm = Phrase("Confirm for {count}", fr: "Confirmer pour {count}", de: "Für {count} bestätigen")
  static let before = Phrase("As it is", fr: "Actuellement", de: "Bisher")
  static let after = Phrase("As it will be", fr: "Désormais", de: "Künftig")
  static let nextTermPrice = Phrase("Next term, price", fr: "Prochaine durée, prix", de: "Nächste Laufzeit, Preis")
  static let nextTermCost = Phrase("Next term, cost", fr: "Prochaine durée, coût", de: "Nächste Laufzeit, Einkauf")
  static let already = Phrase("is so already", fr: "déjà le cas", de: "ist schon so")
  static let nothingToDo = Phrase(
    "There is nothing to confirm: none of these can be decided like this.",
    fr: "Rien à confirmer : aucun de ces abonnements ne peut être décidé ainsi.",
    de: "Nichts zu bestätigen: Über keines davon lässt sich so entscheiden.")
  static let someRefused = Phrase(
    "Decided, but for {count} that could not be.", fr: "Décidé, sauf pour {count} impossibles.",
    de: "Entschieden, ausser bei {count}, wo es nicht ging.")
  static let nobodyHolds = Phrase(
    "For {count} nobody holds a licence. Perhaps they are used without being assigned here: ask before you cut them.",
    fr: "Pour {count}, personne ne détient de licence. Peut-être sont-elles utilisées sans attribution ici : "
      + "renseignez-vous avant de réduire.",
    de: "Bei {count} hat niemand eine Lizenz. Vielleicht werden sie genutzt, ohne hier vergeben zu sein: Fragen Sie "
      + "nach, bevor Sie kürzen.")
  static let difference = Phrase("Difference", fr: "Différence", de: "Unterschied")
}

/// The words of reminders on the profile.
enum ReminderWords {
  static let title = Phrase(
    "Renewals: mail and calendar", fr: "Renouvellements : e-mail et calendrier", de: "Verlängerungen: E-Mail, Kalender")
  static let digest = Phrase(
    "Mail me what is due", fr: "M’écrire ce qui arrive à échéance", de: "Fällige Fristen per E-Mail")
  static let digestHint = Phrase(
    "Sent at six in the morning of your time zone, and only when there is something to tell.",
    fr: "Envoyé à six heures du matin de votre fuseau, et seulement s’il y a quelque chose à dire.",
    de: "Kommt um sechs Uhr morgens Ihrer Zeitzone, und nur wenn es etwas zu berichten gibt.")
  static let calendar = Phrase("Calendar address", fr: "Adresse de calendrier", de: "Kalenderadresse")
  static let calendarHint = Phrase(
    "Your calendar program reads the deadlines of {organization} there by itself. Whoever has the address sees them, "
      + "without amounts: keep it to yourself.",
    fr: "Votre agenda y lit de lui-même les échéances de {organization}. Qui a l’adresse les voit, sans montants : "
      + "gardez-la pour vous.",
    de: "Ihr Kalenderprogramm liest dort selbst die Fristen von {organization}. Wer die Adresse hat, sieht sie, ohne "
      + "Beträge: Behalten Sie sie für sich.")
  static let active = Phrase(
    "You have one since {day}.", fr: "Vous en avez une depuis le {day}.", de: "Sie haben eine seit {day}.")
  static let create = Phrase("Create address", fr: "Créer l’adresse", de: "Adresse erstellen")
  static let replace = Phrase(
    "Replace by a new one", fr: "Remplacer par une nouvelle", de: "Durch eine neue ersetzen")
  static let end = Phrase("End address", fr: "Désactiver l’adresse", de: "Adresse beenden")
  static let shownOnce = Phrase(
    "Shown only this once.", fr: "Affichée une seule fois.", de: "Wird nur dieses eine Mal gezeigt.")
  static let howTo = Phrase(
    "In your calendar program choose “subscribe” or “from the web” and paste it. If it gets into the wrong hands, "
      + "replace it: the old one ends at once.",
    fr: "Dans votre agenda, choisissez « s’abonner » ou « à partir du web » et collez-la. En cas de fuite, "
      + "remplacez-la : l’ancienne cesse aussitôt.",
    de: "Wählen Sie in Ihrem Kalenderprogramm «Abonnieren» oder «Aus dem Web» und fügen Sie sie ein. Gerät sie in "
      + "falsche Hände, ersetzen Sie sie: Die alte endet sofort.")
}

/// The words of calendar entries.
enum CalendarWords {
  static let name = Phrase(
    "Renewals · {organization}", fr: "Renouvellements · {organization}", de: "Verlängerungen · {organization}")

  static func summary(_ kind: Deadline.Kind) -> Phrase {
    switch kind {
    case .renews: Phrase("Renews: {name}", fr: "Se renouvelle : {name}", de: "Verlängert sich: {name}")
    case .expires: Phrase("Ends: {name}", fr: "Prend fin : {name}", de: "Endet: {name}")
    case .trialEnds: Phrase("Trial ends: {name}", fr: "Fin de l’essai : {name}", de: "Test endet: {name}")
    case .reducible:
      Phrase(
        "Last moment to give back {licences}: {name}", fr: "Dernier moment pour rendre {licences} : {name}",
        de: "Letzter Moment, {licences} zurückzugeben: {name}")
    case .cancellable:
      Phrase(
        "Last moment to cancel: {name}", fr: "Dernier moment pour résilier : {name}",
        de: "Letzter Moment zum Kündigen: {name}")
    }
  }

  static func description(_ kind: Deadline.Kind) -> Phrase {
    switch kind {
    case .renews:
      Phrase(
        "{licences} in the next term; {assigned} of {quantity} are assigned. You can decide until the end of {last}.",
        fr: "{licences} pour la prochaine durée ; {assigned} sur {quantity} sont attribuées. À décider jusqu’au {last} "
          + "inclus.",
        de: "{licences} in der nächsten Laufzeit; {assigned} von {quantity} sind vergeben. Entscheiden können Sie bis "
          + "und mit {last}.")
    case .expires, .trialEnds:
      Phrase(
        "{assigned} of {quantity} licences are assigned. The last day is {last}.",
        fr: "{assigned} licences sur {quantity} sont attribuées. Le dernier jour est le {last}.",
        de: "{assigned} von {quantity} Lizenzen sind vergeben. Der letzte Tag ist der {last}.")
    case .reducible:
      Phrase(
        "Until {until}. {assigned} of {quantity} licences are assigned.",
        fr: "Jusqu’au {until}. {assigned} licences sur {quantity} sont attribuées.",
        de: "Bis {until}. {assigned} von {quantity} Lizenzen sind vergeben.")
    case .cancellable:
      Phrase(
        "With a refund, until {until}.", fr: "Avec remboursement, jusqu’au {until}.", de: "Mit Erstattung bis {until}.")
    }
  }
}

/// The words of the digest.
enum RenewalDigestWords {
  static let subject = Phrase(
    "{organization}: what is due, {day}", fr: "{organization} : échéances au {day}",
    de: "{organization}: Fristen, {day}")
  static let greeting = Phrase(
    "Hello {name},\n\nthis is what is due at {organization}.",
    fr: "Bonjour {name},\n\nvoici les échéances de {organization}.",
    de: "Guten Tag {name}\n\nDiese Fristen stehen bei {organization} an.")
  static let ending = Phrase(
    "Ends or renews in the next {days} days:", fr: "Prend fin ou se renouvelle dans les {days} prochains jours :",
    de: "Endet oder verlängert sich in den nächsten {days} Tagen:")
  static let reducible = Phrase(
    "Can still be reduced this week:", fr: "Peut encore être réduit cette semaine :",
    de: "Lässt sich diese Woche noch reduzieren:")
  static let unassigned = Phrase(
    "Paid for and not assigned:", fr: "Payé et non attribué :", de: "Bezahlt und nicht vergeben:")
  static let prices = Phrase(
    "Renews at another price:", fr: "Se renouvelle à un autre prix :", de: "Verlängert sich zu einem anderen Preis:")
  static let freeOf = Phrase(
    "{count} of {quantity} licences", fr: "{count} licences sur {quantity}", de: "{count} von {quantity} Lizenzen")
  static let more = Phrase("… and more:", fr: "… et d’autres :", de: "… und weitere:")
  static let choice = Phrase(
    "How often you get this mail is yours to choose, in your profile:",
    fr: "Vous choisissez la fréquence de cet e-mail dans votre profil :",
    de: "Wie oft Sie diese E-Mail erhalten, wählen Sie in Ihrem Profil:")
}
