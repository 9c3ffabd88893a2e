import Core

/// The words of files of records.
enum UsageImportWords {
  static let title = Phrase("Import records", fr: "Importer des relevés", de: "Meldungen importieren")
  static let subtitle = Phrase(
    "A file is checked whole first. You see what would become of its records, then have them counted: all of the file, "
      + "or nothing. Sent twice, a record still counts once.",
    fr: "Un fichier est d’abord vérifié en entier. Vous voyez ce que deviendraient ses relevés, puis les faites "
      + "compter : tout le fichier, ou rien. Envoyé deux fois, un relevé ne compte qu’une fois.",
    de: "Eine Datei wird zuerst ganz geprüft. Sie sehen, was aus ihren Meldungen würde, und lassen sie dann zählen: "
      + "die ganze Datei oder nichts. Zweimal gesendet zählt eine Meldung trotzdem nur einmal.")
  static let file = Phrase("File", fr: "Fichier", de: "Datei")
  static let fileHint = Phrase(
    "UTF-8, up to 64 megabytes and 2,000,000 records; more at once with comptoir usage import.",
    fr: "UTF-8, 64 mégaoctets et 2 000 000 de relevés au plus ; davantage avec comptoir usage import.",
    de: "UTF-8, höchstens 64 Megabyte und 2 000 000 Meldungen; mehr auf einmal mit comptoir usage import.")
  static let formatLabel = Phrase("Format", fr: "Format", de: "Format")
  static let fileName = Phrase(
    "Records of {day}.{format}", fr: "Relevés du {day}.{format}", de: "Meldungen vom {day}.{format}")
  static let send = Phrase("Send and check", fr: "Envoyer et vérifier", de: "Senden und prüfen")
  static let sent = Phrase("Files sent in", fr: "Fichiers envoyés", de: "Gesendete Dateien")
  static let lines = Phrase("Lines read", fr: "Lignes lues", de: "Gelesene Zeilen")
  static let none = Phrase("No file yet.", fr: "Aucun fichier.", de: "Noch keine Datei.")
  static let columns = Phrase("Columns", fr: "Colonnes", de: "Spalten")
  static let columnsHint = Phrase(
    "Headings in the first row, in any order; those with * are needed. JSON lines have the same names: one object a "
      + "line. Times as 2026-01-14T22:00:00Z, quantities as 41.25.",
    fr: "Titres dans la première ligne, dans n’importe quel ordre ; ceux avec * sont nécessaires. Les lignes JSON ont "
      + "les mêmes noms : un objet par ligne. Heures 2026-01-14T22:00:00Z, quantités 41.25.",
    de: "Titel in der ersten Zeile, in beliebiger Reihenfolge; jene mit * sind nötig. JSON-Zeilen haben dieselben "
      + "Namen: ein Objekt je Zeile. Zeiten als 2026-01-14T22:00:00Z, Mengen als 41.25.")
  static let underWay = Phrase(
    "Being read: {lines} lines so far.", fr: "Lecture en cours : {lines} lignes.", de: "Wird gelesen: {lines} Zeilen.")
  static let refresh = Phrase("Refresh", fr: "Actualiser", de: "Aktualisieren")
  static let ready = Phrase(
    "Every line can be read, and nothing is counted yet. What cannot be counted would be parked, never dropped.",
    fr: "Chaque ligne est lisible, et rien n’est encore compté. Ce qui ne peut l’être serait mis de côté, jamais "
      + "perdu.",
    de: "Jede Zeile ist lesbar, und noch ist nichts gezählt. Was nicht zählen kann, wird zurückgestellt, nie "
      + "verworfen.")
  static let carryOut = Phrase("Count these records", fr: "Compter ces relevés", de: "Diese Meldungen zählen")
  static let withdraw = Phrase("Withdraw the file", fr: "Retirer le fichier", de: "Datei zurückziehen")
  static let nothingDone = Phrase(
    "Nothing was counted. To be corrected: {count}", fr: "Rien n’a été compté. À corriger : {count}",
    de: "Nichts wurde gezählt. Zu korrigieren: {count}")
  static let accepted = Phrase("New", fr: "Nouveaux", de: "Neu")
  static let corrected = Phrase("Corrected", fr: "Corrigés", de: "Korrigiert")
  static let duplicates = Phrase("Counted before", fr: "Déjà comptés", de: "Bereits gezählt")
  static let parked = Phrase("Parked", fr: "Mis de côté", de: "Zurückgestellt")
  static let parkedTitle = Phrase(
    "Why records are parked", fr: "Pourquoi des relevés sont mis de côté", de: "Warum Meldungen zurückgestellt sind")

  static func format(_ format: UsageFile.Format) -> Phrase {
    switch format {
    case .csv:
      Phrase(
        "CSV, commas or semicolons", fr: "CSV, virgules ou points-virgules", de: "CSV, Kommas oder Strichpunkte")
    case .jsonl: Phrase("JSON lines", fr: "Lignes JSON", de: "JSON-Zeilen")
    }
  }

  static func status(_ status: UsageImports.Status) -> Phrase {
    switch status {
    case .waiting: Phrase("being checked", fr: "en vérification", de: "wird geprüft")
    case .checked: Phrase("ready to be counted", fr: "prêt à être compté", de: "bereit zum Zählen")
    case .refused: Phrase("has mistakes", fr: "contient des erreurs", de: "hat Fehler")
    case .approved: Phrase("being counted", fr: "en cours de comptage", de: "wird gezählt")
    case .done: Phrase("counted", fr: "compté", de: "gezählt")
    case .withdrawn: Phrase("withdrawn", fr: "retiré", de: "zurückgezogen")
    }
  }
}
