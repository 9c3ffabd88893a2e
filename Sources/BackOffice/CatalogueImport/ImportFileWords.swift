import Core

/// The words of price lists taken in.
enum ImportFileWords {
  static let title = Phrase("Price lists", fr: "Listes de prix", de: "Preislisten")
  static let subtitle = Phrase(
    "A list is checked whole first. You see what it would change, then have it carried out: all of it, or nothing.",
    fr: "Une liste est d’abord vérifiée en entier. Vous voyez ce qu’elle changerait, puis la faites exécuter : tout ou "
      + "rien.",
    de: "Eine Liste wird zuerst ganz geprüft. Sie sehen, was sie ändern würde, und lassen sie dann ausführen: alles "
      + "oder nichts.")
  static let file = Phrase("CSV file", fr: "Fichier CSV", de: "CSV-Datei")
  static let fileHint = Phrase(
    "UTF-8, separated by commas or semicolons, up to 500,000 lines and 64 megabytes.",
    fr: "UTF-8, séparé par virgules ou points-virgules, 500 000 lignes et 64 mégaoctets au plus.",
    de: "UTF-8, durch Komma oder Strichpunkt getrennt, höchstens 500 000 Zeilen und 64 Megabyte.")
  static let costsOf = Phrase("Costs of", fr: "Coûts de", de: "Einkaufspreise von")
  static let everyReseller = Phrase("every reseller", fr: "tous les revendeurs", de: "allen Resellern")
  static let send = Phrase("Send and check", fr: "Envoyer et vérifier", de: "Senden und prüfen")
  static let sent = Phrase("Lists sent in", fr: "Listes envoyées", de: "Gesendete Listen")
  static let lines = Phrase("Lines read", fr: "Lignes lues", de: "Gelesene Zeilen")
  static let none = Phrase("No price list yet.", fr: "Aucune liste de prix.", de: "Noch keine Preisliste.")
  static let columns = Phrase("Columns", fr: "Colonnes", de: "Spalten")
  static let columnsHint = Phrase(
    "Headings in the first row, in any order; those with * are needed. Days as 2026-07-01, terms as P1M or P1Y, "
      + "windows as none, always or P7D, frequency monthly, annual or once. A new offer also needs its "
      + "maximum and windows.",
    fr:
      "Titres dans la première ligne, dans n’importe quel ordre ; ceux avec * sont nécessaires. Jours 2026-07-01, "
      + "durées P1M ou P1Y, délais none, always ou P7D, fréquence monthly, annual ou once. Une nouvelle offre "
      + "exige aussi son maximum et ses délais.",
    de:
      "Titel in der ersten Zeile, in beliebiger Reihenfolge; jene mit * sind nötig. Tage als 2026-07-01, Laufzeiten "
      + "als P1M oder P1Y, Fristen als none, always oder P7D, Abrechnung monthly, annual oder once. Ein neues Angebot "
      + "braucht auch Höchstzahl und Fristen.")
  static let underWay = Phrase(
    "Being read: {lines} lines so far.", fr: "Lecture en cours : {lines} lignes.", de: "Wird gelesen: {lines} Zeilen.")
  static let refresh = Phrase("Refresh", fr: "Actualiser", de: "Aktualisieren")
  static let ready = Phrase(
    "Nothing is wrong with it, and nothing has changed yet.", fr: "Tout est correct, et rien n’a encore changé.",
    de: "Die Liste ist in Ordnung, und noch hat sich nichts geändert.")
  static let carryOut = Phrase("Carry it out", fr: "Exécuter", de: "Ausführen")
  static let withdraw = Phrase("Withdraw it", fr: "Retirer", de: "Zurückziehen")
  static let nothingDone = Phrase(
    "Nothing was changed. To be corrected: {count}", fr: "Rien n’a changé. À corriger : {count}",
    de: "Nichts wurde geändert. Zu korrigieren: {count}")
  static let line = Phrase("Line", fr: "Ligne", de: "Zeile")
  static let column = Phrase("Column", fr: "Colonne", de: "Spalte")
  static let wrong = Phrase("What is wrong", fr: "Ce qui ne va pas", de: "Was nicht stimmt")

  static func status(_ status: CatalogueImports.Status) -> Phrase {
    switch status {
    case .waiting: Phrase("being checked", fr: "en vérification", de: "wird geprüft")
    case .checked: Phrase("ready to carry out", fr: "prête à exécuter", de: "bereit zum Ausführen")
    case .refused: Phrase("has mistakes", fr: "contient des erreurs", de: "hat Fehler")
    case .approved: Phrase("being carried out", fr: "en exécution", de: "wird ausgeführt")
    case .done: Phrase("carried out", fr: "exécutée", de: "ausgeführt")
    case .withdrawn: Phrase("withdrawn", fr: "retirée", de: "zurückgezogen")
    }
  }

  /// A figure of the summary.
  static func figure(_ name: String) -> Phrase { figures[name] ?? Phrase(name, fr: name, de: name) }

  private static let figures: [String: Phrase] = [
    "lines": Phrase("Lines", fr: "Lignes", de: "Zeilen"),
    "newOffers": Phrase("New offers", fr: "Nouvelles offres", de: "Neue Angebote"),
    "endedOffers": Phrase("Ending offers", fr: "Offres qui se terminent", de: "Endende Angebote"),
    "changedOffers": Phrase("Other conditions", fr: "Autres conditions", de: "Andere Bedingungen"),
    "newPrices": Phrase("New prices", fr: "Nouveaux prix", de: "Neue Preise"),
    "dearer": Phrase("Dearer", fr: "Plus chers", de: "Teurer"),
    "cheaper": Phrase("Cheaper", fr: "Moins chers", de: "Günstiger"),
    "otherwise": Phrase("Changed otherwise", fr: "Autrement modifiés", de: "Sonst geändert"),
    "unchanged": Phrase("Unchanged", fr: "Inchangés", de: "Unverändert"),
    "dearerSubscriptions": Phrase(
      "Running subscriptions dearer", fr: "Abonnements en cours plus chers", de: "Laufende Abonnements teurer"),
    "cheaperSubscriptions": Phrase(
      "Running subscriptions cheaper", fr: "Abonnements en cours moins chers", de: "Laufende Abonnements günstiger"),
  ]
}
