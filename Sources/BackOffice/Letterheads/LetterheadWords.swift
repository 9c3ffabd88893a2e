import Core

/// The words of letterheads.
enum LetterheadWords {
  static let title = Phrase("Your documents", fr: "Vos documents", de: "Ihre Dokumente")
  static let subtitle = Phrase(
    "What stands on invoices and statements from now on. Closed months keep what counted when they were closed.",
    fr: "Ce qui figure désormais sur les factures et relevés. Les mois clôturés gardent ce qui valait à leur clôture.",
    de: "Was von nun an auf Rechnungen und Abrechnungen steht. Abgeschlossene Monate behalten das Damalige.")
  static let link = Phrase("Logo and address", fr: "Logo et adresse", de: "Logo und Adresse")
  static let audited = Phrase("Letterhead changed", fr: "En-tête modifié", de: "Briefkopf geändert")
  static let logo = Phrase("Logo", fr: "Logo", de: "Logo")
  static let logoHint = Phrase(
    "PNG, at most {kilobytes} KB. Wide pictures look best; about 600 × 200 pixels are enough.",
    fr: "PNG, au plus {kilobytes} Ko. Une image large convient le mieux ; environ 600 × 200 pixels suffisent.",
    de: "PNG, höchstens {kilobytes} KB. Breite Bilder wirken am besten; etwa 600 × 200 Pixel genügen.")
  static let logoOf = Phrase("Logo of {name}", fr: "Logo de {name}", de: "Logo von {name}")
  static let noLogo = Phrase(
    "No logo: documents begin with your name.", fr: "Aucun logo : les documents commencent par votre nom.",
    de: "Kein Logo: Dokumente beginnen mit Ihrem Namen.")
  static let upload = Phrase("Put on documents", fr: "Mettre sur les documents", de: "Auf Dokumente setzen")
  static let remove = Phrase("Take off documents", fr: "Retirer des documents", de: "Von Dokumenten entfernen")
  static let address = Phrase("Address and wording", fr: "Adresse et mentions", de: "Adresse und Wortlaut")
  static let street = Phrase("Street and number", fr: "Rue et numéro", de: "Strasse und Nummer")
  static let postalCode = Phrase("Postal code", fr: "Code postal", de: "Postleitzahl")
  static let city = Phrase("Town", fr: "Localité", de: "Ort")
  static let wording = Phrase("Below the sums", fr: "Sous les montants", de: "Unter den Summen")
  static let wordingHint = Phrase(
    "For example how and until when to pay, and your account. At most {characters} characters.",
    fr: "Par exemple comment et jusqu’à quand payer, et votre compte. Au plus {characters} caractères.",
    de: "Zum Beispiel wie und bis wann zu zahlen ist, und Ihr Konto. Höchstens {characters} Zeichen.")
  static let readOnly = Phrase(
    "Only administrators of {organization} change this.",
    fr: "Seuls les administrateurs de {organization} peuvent modifier ceci.",
    de: "Nur die Administration von {organization} kann dies ändern.")
}
