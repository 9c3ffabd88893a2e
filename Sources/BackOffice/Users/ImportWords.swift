/// The words of inviting many.
enum ImportWords {
  static let title = Phrase("Invite many people", fr: "Inviter plusieurs personnes", de: "Viele Personen einladen")
  static let subtitle = Phrase(
    "All of them join {organization}, or nobody: the table is checked whole first, and you see who would be invited.",
    fr: "Toutes rejoignent {organization}, ou aucune : le tableau est d’abord vérifié en entier, et vous voyez qui "
      + "serait invité.",
    de: "Alle kommen zu {organization}, oder niemand: Die Tabelle wird zuerst ganz geprüft, und Sie sehen, wer "
      + "eingeladen würde.")
  static let file = Phrase("CSV file", fr: "Fichier CSV", de: "CSV-Datei")
  static let fileHint = Phrase(
    "UTF-8, cells separated by commas, semicolons or tabs. At most one megabyte.",
    fr: "UTF-8, cellules séparées par virgules, points-virgules ou tabulations. Un mégaoctet au plus.",
    de: "UTF-8, Zellen durch Komma, Strichpunkt oder Tabulator getrennt. Höchstens ein Megabyte.")
  static let paste = Phrase(
    "… or paste it here, straight from a spreadsheet", fr: "… ou collez-le ici, directement d’un tableur",
    de: "… oder hier einfügen, direkt aus einer Tabelle")
  static let check = Phrase("Check", fr: "Vérifier", de: "Prüfen")
  static let columns = Phrase("Columns", fr: "Colonnes", de: "Spalten")
  static let columnsHint = Phrase(
    "Headings in the first row, in any order; those with * are needed. Then up to {maximum} people, one a row.",
    fr: "Titres dans la première ligne, dans n’importe quel ordre ; ceux avec * sont nécessaires. Ensuite jusqu’à "
      + "{maximum} personnes, une par ligne.",
    de: "Titel in der ersten Zeile, in beliebiger Reihenfolge; jene mit * sind nötig. Danach bis {maximum} Personen, "
      + "eine je Zeile.")
  static let example = Phrase(
    """
    Given name;Family name;E-mail;Language;Role;Services;Licences
    Lea;Huber;lea.huber@example.com;de;;;Head office|Power BI Pro
    Luc;Favre;luc.favre@example.com;fr;Technical admin;Microsoft 365;
    """,
    fr: """
      Prénom;Nom;E-mail;Langue;Rôle;Services;Licences
      Lea;Huber;lea.huber@example.com;de;;;Head office|Power BI Pro
      Luc;Favre;luc.favre@example.com;fr;Admin technique;Microsoft 365;
      """,
    de: """
      Vorname;Nachname;E-Mail;Sprache;Rolle;Dienste;Lizenzen
      Lea;Huber;lea.huber@example.com;de;;;Head office|Power BI Pro
      Luc;Favre;luc.favre@example.com;fr;Technische Administration;Microsoft 365;
      """)
  static let nothingDone = Phrase(
    "Nobody was invited. To be corrected: {count}", fr: "Personne n’a été invité. À corriger : {count}",
    de: "Niemand wurde eingeladen. Zu korrigieren: {count}")
  static let row = Phrase("Row", fr: "Ligne", de: "Zeile")
  static let place = Phrase("Where", fr: "Où", de: "Wo")
  static let cell = Phrase("Column", fr: "Colonne", de: "Spalte")
  static let wrong = Phrase("What is wrong", fr: "Ce qui ne va pas", de: "Was nicht stimmt")
  static let previewTitle = Phrase(
    "{count} to invite to {organization}", fr: "{count} à inviter chez {organization}",
    de: "{count} für {organization} einzuladen")
  static let previewText = Phrase(
    "Nothing is wrong with the table. Each of them gets an invitation by mail.",
    fr: "Le tableau est correct. Chaque personne recevra une invitation par mail.",
    de: "Die Tabelle ist in Ordnung. Alle erhalten eine Einladung per Mail.")
  static let invite = Phrase("Invite {count}", fr: "Inviter {count}", de: "{count} einladen")
  static let again = Phrase("Another table", fr: "Autre tableau", de: "Andere Tabelle")
  static let invited = Phrase(
    "Invitations sent: {count}", fr: "Invitations envoyées : {count}", de: "Einladungen gesendet: {count}")

  static func column(_ column: UserSheet.Column) -> Phrase {
    switch column {
    case .givenName: DeskWords.givenName
    case .familyName: DeskWords.familyName
    case .signInEmail: DeskWords.email
    case .notificationEmail:
      Phrase("Notification e-mail", fr: "E-mail de notification", de: "Benachrichtigungs-E-Mail")
    case .language: DeskWords.language
    case .timeZone: DeskWords.timeZone
    case .role: DeskWords.role
    case .services: Phrase("Services", fr: "Services", de: "Dienste")
    case .licences: LicenceWords.licences
    }
  }
}
