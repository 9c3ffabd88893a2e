import Core

/// The words of closing months.
enum ClosingWords {
  static let title = Phrase("Close months", fr: "Clôturer les mois", de: "Monate abschliessen")
  static let subtitle = Phrase(
    "Closing freezes, numbers and hashes the statements of a month. Corrections appear on the next.",
    fr: "La clôture fige, numérote et scelle les relevés d’un mois. Les corrections figurent sur le suivant.",
    de: "Der Abschluss friert die Abrechnungen eines Monats ein und nummeriert sie. "
      + "Korrekturen erscheinen auf der nächsten.")
  static let open = Phrase("Open months", fr: "Mois ouverts", de: "Offene Monate")
  static let statements = Phrase("Statements", fr: "Relevés", de: "Abrechnungen")
  static let check = Phrase("Check and close", fr: "Vérifier et clôturer", de: "Prüfen und abschliessen")
  static let allClosed = Phrase("Nothing is open.", fr: "Rien n’est ouvert.", de: "Nichts ist offen.")
  static let when = Phrase("When months are closed", fr: "Quand clôturer", de: "Wann abgeschlossen wird")
  static let way = Phrase("Closing", fr: "Clôture", de: "Abschluss")
  static let byItself = Phrase("By itself", fr: "Automatique", de: "Von selbst")
  static let byHand = Phrase("By hand, on this page", fr: "À la main, sur cette page", de: "Von Hand, auf dieser Seite")
  static let daysAfter = Phrase(
    "Days after the month’s end", fr: "Jours après la fin du mois", de: "Tage nach Monatsende")
  static let daysHint = Phrase(
    "0: as soon as the month is over. At most 27. Counts only where closing happens by itself.",
    fr: "0 : dès que le mois est terminé. Au plus 27. Ne compte que pour la clôture automatique.",
    de: "0: sobald der Monat vorbei ist. Höchstens 27. Gilt nur, wenn von selbst abgeschlossen wird.")
  static let past = Phrase("Closed for many at once", fr: "Clôtures groupées", de: "Sammelabschlüsse")
  static let none = Phrase("None yet.", fr: "Aucune pour l’instant.", de: "Noch keine.")
  static let closed = Phrase("Closed", fr: "Clôturés", de: "Abgeschlossen")
  static let refused = Phrase("Could not be closed", fr: "Non clôturés", de: "Nicht abschliessbar")
  static let by = Phrase("By", fr: "Par", de: "Von")
  static let running = Phrase("Closing", fr: "Clôture en cours", de: "Wird abgeschlossen")
  static let partly = Phrase("Some left", fr: "Incomplète", de: "Unvollständig")
  static let done = Phrase("Done", fr: "Terminée", de: "Fertig")
  static let closeMonth = Phrase("Close {month}", fr: "Clôturer {month}", de: "{month} abschliessen")
  static let closingOf = Phrase("Closing of {month}", fr: "Clôture de {month}", de: "Abschluss {month}")
  static let closeThese = Phrase(
    "Close {count} statements", fr: "Clôturer {count} relevés", de: "{count} Abrechnungen abschliessen")
  static let nothingReady = Phrase(
    "None of this month can be closed now.", fr: "Rien de ce mois ne peut être clôturé maintenant.",
    de: "Von diesem Monat lässt sich jetzt nichts abschliessen.")
  static let ready = Phrase("Ready to close", fr: "Prêts à clôturer", de: "Bereit zum Abschluss")
  static let notYet = Phrase("Not yet", fr: "Pas encore", de: "Noch nicht")
  static let forEver = Phrase(
    "Closed statements get their number and never change again. This cannot be undone.",
    fr: "Les relevés clôturés reçoivent leur numéro et ne changent plus. C’est irrévocable.",
    de: "Abgeschlossene Abrechnungen erhalten ihre Nummer und ändern sich nie mehr. "
      + "Das lässt sich nicht rückgängig machen.")
  static let whyNot = Phrase(
    "Why some cannot be closed", fr: "Pourquoi certains ne peuvent être clôturés",
    de: "Warum sich einige nicht abschliessen lassen")
  static let reason = Phrase("Reason", fr: "Motif", de: "Grund")
  static let andMore = Phrase("And {count} more.", fr: "Et {count} autres.", de: "Und {count} weitere.")
  static let toClosed = Phrase("Show closed ones", fr: "Voir les relevés clôturés", de: "Abgeschlossene zeigen")
  static let progress = Phrase("{through} of {of}", fr: "{through} sur {of}", de: "{through} von {of}")

  static let audited: [String: Phrase] = [
    "started": Phrase("Closing of a month started", fr: "Clôture d’un mois lancée", de: "Monatsabschluss begonnen"),
    "done": Phrase("Closing of a month done", fr: "Clôture d’un mois terminée", de: "Monatsabschluss fertig"),
    "setting_changed": Phrase(
      "Closing settings changed", fr: "Réglages de clôture modifiés", de: "Abschlusseinstellungen geändert"),
  ]
}
