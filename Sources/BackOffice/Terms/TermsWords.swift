import Core

/// What the pages of terms say.
enum TermsWords {
  static let terms = Phrase("Terms", fr: "Conditions", de: "Bedingungen")
  static let subtitle = Phrase(
    "What buyers accept with every order. A published version never changes; a new one takes its place.",
    fr:
      "Ce que les acheteurs acceptent à chaque commande. Une version publiée ne change jamais ; une nouvelle la "
      + "remplace.",
    de: "Was Käufer mit jeder Bestellung annehmen. Eine veröffentlichte Fassung ändert sich nie; eine neue ersetzt sie."
  )
  static let publish = Phrase("Publish terms", fr: "Publier des conditions", de: "Bedingungen veröffentlichen")
  static let publishVersion = Phrase(
    "Publish a new version", fr: "Publier une nouvelle version", de: "Neue Fassung veröffentlichen")
  static let none = Phrase(
    "Nothing is published yet.", fr: "Rien n’est publié pour l’instant.", de: "Noch ist nichts veröffentlicht.")
  static let title = Phrase("Title", fr: "Titre", de: "Titel")
  static let version = Phrase("Version", fr: "Version", de: "Fassung")
  static let versionHint = Phrase("For example 2026-01.", fr: "Par exemple 2026-01.", de: "Zum Beispiel 2026-01.")
  static let about = Phrase("About", fr: "Objet", de: "Betrifft")
  static let publisher = Phrase("Published by", fr: "Publié par", de: "Veröffentlicht von")
  static let validFrom = Phrase("Valid from", fr: "Valable dès le", de: "Gültig ab")
  static let kind = Phrase("Kind", fr: "Type", de: "Art")
  static let service = Phrase(
    "Service (particular terms)", fr: "Service (conditions particulières)", de: "Dienst (besondere Bedingungen)")
  static let plan = Phrase("Plan (product terms)", fr: "Plan (conditions du produit)", de: "Plan (Produktbedingungen)")
  static let text = Phrase("Text", fr: "Texte", de: "Text")
  static let link = Phrase("Or a link to it", fr: "Ou un lien", de: "Oder ein Link")
  static let linkHint = Phrase("Begins with https://", fr: "Commence par https://", de: "Beginnt mit https://")
  static let open = Phrase("Open the document", fr: "Ouvrir le document", de: "Dokument öffnen")
  static let choose = Phrase("None", fr: "Aucun", de: "Keiner")
  static let final = Phrase(
    "Once published it cannot be changed or removed.", fr: "Une fois publié, il ne peut être ni modifié ni retiré.",
    de: "Einmal veröffentlicht, lässt es sich weder ändern noch entfernen.")

  static func kind(_ kind: TermsKind) -> Phrase {
    switch kind {
    case .general: Phrase("General terms", fr: "Conditions générales", de: "Allgemeine Bedingungen")
    case .particular: Phrase("Particular terms", fr: "Conditions particulières", de: "Besondere Bedingungen")
    case .product: Phrase("Product terms", fr: "Conditions du produit", de: "Produktbedingungen")
    }
  }
}
