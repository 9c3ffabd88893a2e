import Core

/// The words of the pages about budgets.
enum BudgetWords {
  static let title = Phrase("Budgets", fr: "Budgets", de: "Budgets")
  static let budget = Phrase("Budget", fr: "Budget", de: "Budget")
  static let subtitle = Phrase(
    "What centres and subscriptions may come to in a month. Whoever is named gets a mail when a share is reached.",
    fr: "Ce que centres et abonnements peuvent coûter par mois. Un e-mail part quand une part est atteinte.",
    de: "Was Kostenstellen und Abonnements im Monat kosten dürfen. Ist ein Anteil erreicht, geht eine E-Mail hinaus.")
  static let none = Phrase(
    "No budget yet. Set one, and be told before a month costs too much.",
    fr: "Aucun budget. Fixez-en un pour être averti avant qu’un mois ne coûte trop.",
    de: "Noch kein Budget. Legen Sie eines fest, um gewarnt zu werden, bevor ein Monat zu teuer wird.")
  static let noneEnded = Phrase("None was ended.", fr: "Aucun n’a été terminé.", de: "Keines wurde beendet.")
  static let ended = Phrase("Ended budgets", fr: "Budgets terminés", de: "Beendete Budgets")
  static let current = Phrase("Budgets in force", fr: "Budgets en vigueur", de: "Geltende Budgets")
  static let new = Phrase("New budget", fr: "Nouveau budget", de: "Neues Budget")
  static let setOne = Phrase("Set a budget", fr: "Fixer un budget", de: "Budget festlegen")
  static let of = Phrase("For", fr: "Pour", de: "Für")
  static let ofTarget = Phrase("Budget of {name}", fr: "Budget de {name}", de: "Budget von {name}")
  static let centre = Phrase("Billing centre", fr: "Centre de facturation", de: "Kostenstelle")
  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")

  // MARK: - Figures

  static let amount = Phrase("Budget", fr: "Budget", de: "Budget")
  static let aMonth = Phrase("a month", fr: "par mois", de: "pro Monat")
  static let spent = Phrase("Spent", fr: "Dépensé", de: "Verbraucht")
  static let spentIn = Phrase("Spent in {month}", fr: "Dépensé en {month}", de: "Verbraucht im {month}")
  static let soFar = Phrase(
    "so far, with use not billed yet", fr: "à ce jour, consommation non facturée comprise",
    de: "bisher, samt noch nicht verrechnetem Verbrauch")
  static let spentShare = Phrase("Share", fr: "Part", de: "Anteil")
  static let forecast = Phrase("Forecast", fr: "Prévision", de: "Voraussichtlich")
  static let forecastHint = Phrase(
    "{share} %, with the cycles that begin this month", fr: "{share} %, avec les cycles qui débutent ce mois",
    de: "{share} %, mit den Abrechnungsperioden, die diesen Monat beginnen")
  static let reached = Phrase("{share} % reached", fr: "{share} % atteints", de: "{share} % erreicht")
  static let begins = Phrase("Begins {month}", fr: "Débute en {month}", de: "Beginnt {month}")
  static let endedOn = Phrase("Ended", fr: "Terminé", de: "Beendet")
  static let isEnded = Phrase(
    "This budget was ended. Nobody is warned any more.", fr: "Ce budget est terminé. Plus personne n’est averti.",
    de: "Dieses Budget ist beendet. Niemand wird mehr gewarnt.")

  // MARK: - One

  static let month = Phrase("Month", fr: "Mois", de: "Monat")
  static let months = Phrase("Months", fr: "Mois", de: "Monate")
  static let noMonths = Phrase("No month yet.", fr: "Aucun mois.", de: "Noch kein Monat.")
  static let closed = Phrase("closed", fr: "clôturé", de: "abgeschlossen")
  static let warnings = Phrase("Warned at", fr: "Averti à", de: "Gewarnt bei")
  static let rules = Phrase("How it is set", fr: "Réglages", de: "Einstellungen")
  static let amounts = Phrase("Amounts", fr: "Montants", de: "Beträge")
  static let from = Phrase("from {month}", fr: "dès {month}", de: "ab {month}")
  static let shares = Phrase("Warns at", fr: "Avertit à", de: "Warnt bei")
  static let tells = Phrase("Who is told", fr: "Qui est averti", de: "Wer benachrichtigt wird")
  static let setBy = Phrase("Last set by", fr: "Fixé en dernier par", de: "Zuletzt festgelegt von")

  static func reader(_ reader: BudgetReader) -> Phrase {
    switch reader {
    case .contact: Phrase("The centre’s contact", fr: "Le contact du centre", de: "Der Kontakt der Kostenstelle")
    case .managers: Phrase("Managers", fr: "Responsables", de: "Verantwortliche")
    case .finance: Phrase("Finance that sees it", fr: "La finance concernée", de: "Finanzen, die es sehen")
    }
  }

  static func percents(_ shares: BudgetShares) -> String {
    shares.percents.map { "\($0) %" }.joined(separator: ", ")
  }

  // MARK: - Forms

  static let newSubtitle = Phrase(
    "For one centre or one subscription. You see what the month stands at before anything is kept.",
    fr: "Pour un centre ou un abonnement. Vous voyez où en est le mois avant d’enregistrer.",
    de: "Für eine Kostenstelle oder ein Abonnement. Sie sehen, wo der Monat steht, bevor etwas gespeichert wird.")
  static let amountIn = Phrase(
    "Amount a month, {currency}", fr: "Montant par mois, {currency}", de: "Betrag pro Monat, {currency}")
  static let fromMonth = Phrase("From the month", fr: "Dès le mois", de: "Ab dem Monat")
  static let fromHint = Phrase(
    "As 2026-01. Empty: this month. Earlier months stay as they are.",
    fr: "Sous la forme 2026-01. Vide : ce mois-ci. Les mois passés ne changent pas.",
    de: "In der Form 2026-01. Leer: dieser Monat. Frühere Monate bleiben, wie sie sind.")
  static let sharesField = Phrase("Warn at, per cent", fr: "Avertir à, en pour cent", de: "Warnen bei, in Prozent")
  static let sharesHint = Phrase(
    "Up to five, rising. Above 100 warns of what is overspent.",
    fr: "Jusqu’à cinq, croissantes. Au-delà de 100 : dépassement.",
    de: "Bis zu fünf, aufsteigend. Über 100 warnt vor Überschreitungen.")
  static let contactHint = Phrase(
    "Of a billing centre that has one.", fr: "D’un centre qui en a un.", de: "Einer Kostenstelle, die einen hat.")
  static let preview = Phrase("See what it does", fr: "Voir l’effet", de: "Wirkung ansehen")
  static let check = Phrase(
    "Check the budget of {name}", fr: "Vérifier le budget de {name}", de: "Budget von {name} prüfen")
  static let checkSubtitle = Phrase(
    "Nothing is kept yet.", fr: "Rien n’est encore enregistré.", de: "Noch ist nichts gespeichert.")
  static let reachedAlready = Phrase(
    "{share} % are reached already. Those named are told within a quarter of an hour, unless they were this month.",
    fr: "{share} % sont déjà atteints. Les personnes indiquées l’apprendront d’ici un quart d’heure, sauf si elles en "
      + "ont été averties ce mois-ci.",
    de: "{share} % sind schon erreicht. Die Genannten erfahren es innert einer Viertelstunde, ausser sie wurden diesen "
      + "Monat schon gewarnt.")
  static let laterAmount = Phrase(
    "{amount} a month from {month} on.", fr: "{amount} par mois dès {month}.", de: "{amount} pro Monat ab {month}.")
  static let confirm = Phrase("Keep the budget", fr: "Enregistrer le budget", de: "Budget speichern")
  static let again = Phrase("Change the entries", fr: "Modifier la saisie", de: "Angaben ändern")
  static let change = Phrase("Change", fr: "Modifier", de: "Ändern")
  static let changeOf = Phrase(
    "Change the budget of {name}", fr: "Modifier le budget de {name}", de: "Budget von {name} ändern")
  static let changeSubtitle = Phrase(
    "A new amount holds from its month on.", fr: "Un nouveau montant vaut dès son mois.",
    de: "Ein neuer Betrag gilt ab seinem Monat.")
  static let end = Phrase("End the budget", fr: "Terminer le budget", de: "Budget beenden")
  static let endOf = Phrase(
    "End the budget of {name}", fr: "Terminer le budget de {name}", de: "Budget von {name} beenden")
  static let endSubtitle = Phrase(
    "Nobody is warned any more. Its months stay to be read, and a new budget can be set.",
    fr: "Plus personne ne sera averti. Ses mois restent lisibles, et un nouveau budget peut être fixé.",
    de: "Niemand wird mehr gewarnt. Die Monate bleiben lesbar, und ein neues Budget lässt sich festlegen.")

  // MARK: - Notices

  static let sharesReached = Phrase(
    "Budgets with a share reached this month", fr: "Budgets dont une part est atteinte ce mois-ci",
    de: "Budgets, von denen diesen Monat ein Anteil erreicht ist")
  static let more = Phrase("and {count} more", fr: "et {count} autres", de: "und {count} weitere")
}
