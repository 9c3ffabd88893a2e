import Core
import Markup

/// The words of downloads.
enum ExportWords {
  static let title = Phrase("Downloads", fr: "Téléchargements", de: "Downloads")
  static let export = Phrase("Download", fr: "Téléchargement", de: "Download")
  static let subtitle = Phrase(
    "Files made for you in the background. Each is kept for 7 days; only you can fetch yours.",
    fr: "Fichiers préparés pour vous en arrière-plan. Chacun est conservé 7 jours ; vous seul y avez accès.",
    de: "Dateien, die im Hintergrund für Sie erstellt werden. Jede bleibt 7 Tage; nur Sie können Ihre abrufen.")
  static let none = Phrase(
    "No downloads yet. Tick statements in their list and prepare their files.",
    fr: "Aucun téléchargement. Cochez des relevés dans leur liste et préparez leurs fichiers.",
    de: "Noch keine Downloads. Kreuzen Sie Abrechnungen in der Liste an und bereiten Sie deren Dateien vor.")
  static let what = Phrase("What", fr: "Quoi", de: "Was")
  static let size = Phrase("Size", fr: "Taille", de: "Grösse")
  static let askedAt = Phrase("Asked for (UTC)", fr: "Demandé (UTC)", de: "Angefordert (UTC)")
  static let keptUntil = Phrase("Kept until (UTC)", fr: "Conservé jusqu’au (UTC)", de: "Aufbewahrt bis (UTC)")
  static let fetch = Phrase("Download", fr: "Télécharger", de: "Herunterladen")
  static let cancel = Phrase("Cancel", fr: "Annuler", de: "Abbrechen")
  static let remove = Phrase("Delete", fr: "Supprimer", de: "Löschen")
  static let again = Phrase("Prepare again", fr: "Préparer à nouveau", de: "Erneut vorbereiten")
  static let progress = Phrase(
    "{done} of {total} lines", fr: "{done} lignes sur {total}", de: "{done} von {total} Zeilen")
  static let named = Phrase("Statements: {count}", fr: "Relevés : {count}", de: "Abrechnungen: {count}")
  static let perCentre = Phrase("a file per centre", fr: "un fichier par centre", de: "eine Datei je Kostenstelle")
  static let long = Phrase(
    "This statement has {lines} lines. Its files take a moment: have them prepared and fetch them under Downloads.",
    fr: "Ce relevé compte {lines} lignes. Ses fichiers prennent un moment : faites-les préparer et récupérez-les sous "
      + "Téléchargements.",
    de: "Diese Abrechnung hat {lines} Zeilen. Ihre Dateien brauchen einen Moment: Lassen Sie sie vorbereiten und rufen "
      + "Sie sie unter Downloads ab.")

  // On the list of statements.
  static let bar = Phrase("Download as", fr: "Télécharger en", de: "Herunterladen als")
  static let allHere = Phrase("All on this page", fr: "Tous sur cette page", de: "Alle auf dieser Seite")
  static let ticked = Phrase("Prepare selected", fr: "Préparer la sélection", de: "Ausgewählte vorbereiten")
  static let matching = Phrase(
    "Prepare all that match", fr: "Préparer tous ceux du filtre", de: "Alle im Filter vorbereiten")
  static let ofMonth = Phrase("Prepare all of {month}", fr: "Préparer tout {month}", de: "Alle von {month} vorbereiten")

  static func state(_ state: ExportState) -> Phrase {
    switch state {
    case .waiting: Phrase("Waiting", fr: "En attente", de: "Wartet")
    case .running: Phrase("Being made", fr: "En préparation", de: "Wird erstellt")
    case .ready: Phrase("Ready", fr: "Prêt", de: "Bereit")
    case .failed: Phrase("Failed", fr: "Échoué", de: "Fehlgeschlagen")
    case .expired: Phrase("Expired", fr: "Expiré", de: "Abgelaufen")
    }
  }

  static func badge(_ state: ExportState, _ language: Language) -> HTML {
    let tone: Tone =
      switch state {
      case .waiting, .running: .warning
      case .ready: .good
      case .failed: .bad
      case .expired: .neutral
      }
    return Markup.badge(self.state(state).in(language), tone: tone)
  }

  /// As people call them, the same in every language.
  static func format(_ format: StatementDocuments.Format) -> String {
    switch format {
    case .pdf: "PDF"
    case .xlsx: "Excel"
    case .csv: "CSV"
    case .json: "JSON"
    case .focus: "FOCUS"
    }
  }

  /// `1.4 MB`.
  static func size(_ bytes: Int, _ language: Language) -> String {
    let units = language == .french ? ["ko", "Mo", "Go"] : ["kB", "MB", "GB"]
    var tenths = max(1, bytes * 10 / 1000)
    var unit = 0
    while tenths >= 10_000, unit < units.count - 1 {
      tenths /= 1000
      unit += 1
    }
    if unit == 0 { return "\(max(1, tenths / 10)) \(units[0])" }
    return "\(tenths / 10)\(language == .english ? "." : ",")\(tenths % 10) \(units[unit])"
  }
}
