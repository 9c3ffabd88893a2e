import Core

/// Turns stable codes into sentences: what happened, why, and what to do next, in the reader's language.
package enum Messages {
  /// The sentence for a code; the code itself where there is none, which a test makes sure never happens.
  package static func sentence(_ code: Code, _ details: [String: String] = [:], _ language: Language) -> String {
    sentences[code]?.in(language, details) ?? code.text
  }

  /// The code with this text, one of those with a sentence.
  package static func code(_ text: String) -> Code { byText[text] ?? "field.malformed" }

  private static let byText: [String: Code] = sentences.keys.reduce(into: [:]) { $0[$1.text] = $1 }

  package static func title(_ status: Int, _ language: Language) -> String {
    (titles[status] ?? titles[500])?.in(language) ?? ""
  }

  /// Codes with their sentences, one part per room.
  package static let parts: [[Code: Phrase]] = [
    Sentences.fields, Sentences.access, Sentences.people, Sentences.standIns, Sentences.subscriptions,
    Sentences.billing, Sentences.server, Sentences.appointments, Sentences.delegations, Sentences.mails,
    Sentences.factor, Sentences.openID, Sentences.scim, Sentences.usage, Sentences.lifecycle, Sentences.vendors,
    Sentences.renewals, Sentences.licences, Sentences.approvals, Sentences.catalogue, Sentences.imports,
    Sentences.shop, Sentences.bulk, Sentences.standing, Sentences.usageFiles, Sentences.run,
    Sentences.statementKeeping, Sentences.documents, Sentences.delivery, Sentences.reports,
    Sentences.budgets,
  ]

  package static let sentences: [Code: Phrase] = parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  private static let titles: [Int: Phrase] = [
    400: Phrase("Not understood", fr: "Non compris", de: "Nicht verstanden"),
    401: Phrase("Please sign in", fr: "Veuillez vous connecter", de: "Bitte melden Sie sich an"),
    403: Phrase("Not permitted", fr: "Non autorisé", de: "Nicht erlaubt"),
    404: Phrase("Not found", fr: "Introuvable", de: "Nicht gefunden"),
    405: Phrase("Not possible here", fr: "Impossible ici", de: "Hier nicht möglich"),
    408: Phrase("Too slow", fr: "Trop lent", de: "Zu langsam"),
    409: Phrase("Not possible now", fr: "Impossible maintenant", de: "Jetzt nicht möglich"),
    412: Phrase("Changed meanwhile", fr: "Modifié entre-temps", de: "Inzwischen geändert"),
    413: Phrase("Too large", fr: "Trop grand", de: "Zu gross"),
    414: Phrase("Address too long", fr: "Adresse trop longue", de: "Adresse zu lang"),
    415: Phrase("Wrong media type", fr: "Type de média incorrect", de: "Falscher Medientyp"),
    417: Phrase("Expectation not met", fr: "Attente non satisfaite", de: "Erwartung nicht erfüllt"),
    422: Phrase("Please check your input", fr: "Veuillez vérifier la saisie", de: "Bitte prüfen Sie die Angaben"),
    429: Phrase("Too many requests", fr: "Trop de requêtes", de: "Zu viele Anfragen"),
    431: Phrase("Headers too large", fr: "En-têtes trop grands", de: "Kopfzeilen zu gross"),
    500: Phrase("Something failed here", fr: "Une erreur s’est produite", de: "Hier ist etwas fehlgeschlagen"),
    501: Phrase("Not supported", fr: "Non pris en charge", de: "Nicht unterstützt"),
    503: Phrase("Back in a moment", fr: "De retour dans un instant", de: "Gleich wieder da"),
  ]
}
