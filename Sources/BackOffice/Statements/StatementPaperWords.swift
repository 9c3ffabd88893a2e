import Core
import FoundationEssentials

/// The words of statements on paper and in Excel.
enum StatementPaperWords {
  static let invoice = Phrase("Invoice {number}", fr: "Facture {number}", de: "Rechnung {number}")
  static let credit = Phrase("Credit note {number}", fr: "Note de crédit {number}", de: "Gutschrift {number}")
  static let preliminary = Phrase(
    "Amounts so far, {month}", fr: "Montants provisoires, {month}", de: "Bisherige Beträge, {month}")
  static let extract = Phrase("{section}, {month}", fr: "{section}, {month}", de: "{section}, {month}")
  static let partOf = Phrase("Part of", fr: "Extrait de", de: "Auszug aus")
  static let issued = Phrase("Issued on", fr: "Établi le", de: "Ausgestellt am")
  static let asOf = Phrase("As of", fr: "État au", de: "Stand")
  static let givenAtClosing = Phrase(
    "given when the month is closed", fr: "attribué à la clôture du mois", de: "folgt beim Monatsabschluss")
  static let period = Phrase("Period", fr: "Période", de: "Zeitraum")
  static let vatID = Phrase("VAT no.", fr: "N° TVA", de: "MWST-Nr.")
  static let days = Phrase("Days covered", fr: "Jours couverts", de: "Zeitraum")
  static let sum = Phrase("Sum", fr: "Somme", de: "Summe")
  static let base = Phrase("Taxable amount", fr: "Base imposable", de: "Steuerbar")
  static let page = Phrase("Page {page} of {pages}", fr: "Page {page} sur {pages}", de: "Seite {page} von {pages}")
  static let lines = Phrase("Lines", fr: "Lignes", de: "Zeilen")
  static let line = Phrase("No.", fr: "N°", de: "Nr.")
  static let service = Phrase("Service", fr: "Service", de: "Dienst")
  static let currency = Phrase("Currency", fr: "Monnaie", de: "Währung")
  static let meter = Phrase("Meter", fr: "Compteur", de: "Zähler")
  static let quantity = Phrase("Quantity", fr: "Quantité", de: "Menge")
  static let unit = Phrase("Unit", fr: "Unité", de: "Einheit")
  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
  static let daysBilled = Phrase(
    "The last day named is the last one billed. Amounts below zero are given back.",
    fr: "Le dernier jour indiqué est le dernier facturé. Les montants négatifs sont remboursés.",
    de: "Der letzte genannte Tag ist der letzte verrechnete. Negative Beträge werden erstattet.")
  static let nothing = Phrase(
    "Nothing was charged in this month.", fr: "Rien n’a été facturé ce mois-ci.",
    de: "In diesem Monat wurde nichts verrechnet.")
  static let stillOpen = Phrase(
    "This month is still open: more may be added. This is not an invoice.",
    fr: "Ce mois est encore ouvert : d’autres montants peuvent s’ajouter. Ceci n’est pas une facture.",
    de: "Dieser Monat ist noch offen: Weitere Beträge können dazukommen. Dies ist keine Rechnung.")

  /// `January 2026`.
  static func month(_ month: Month, _ language: Language) -> String {
    let names =
      switch language {
      case .english:
        [
          "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December",
        ]
      case .french:
        [
          "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre",
        ]
      case .german:
        [
          "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
          "Dezember",
        ]
      }
    return "\(names[month.first.month - 1]) \(month.first.year)"
  }

  /// The country's name where it is one of the region's, else its code.
  static func country(_ code: String, _ language: Language) -> String {
    countries[code]?.in(language) ?? code
  }

  private static let countries: [String: Phrase] = [
    "CH": Phrase("Switzerland", fr: "Suisse", de: "Schweiz"),
    "LI": Phrase("Liechtenstein", fr: "Liechtenstein", de: "Liechtenstein"),
    "DE": Phrase("Germany", fr: "Allemagne", de: "Deutschland"),
    "AT": Phrase("Austria", fr: "Autriche", de: "Österreich"),
    "FR": Phrase("France", fr: "France", de: "Frankreich"),
    "IT": Phrase("Italy", fr: "Italie", de: "Italien"),
    "BE": Phrase("Belgium", fr: "Belgique", de: "Belgien"),
    "LU": Phrase("Luxembourg", fr: "Luxembourg", de: "Luxemburg"),
    "NL": Phrase("Netherlands", fr: "Pays-Bas", de: "Niederlande"),
    "GB": Phrase("United Kingdom", fr: "Royaume-Uni", de: "Vereinigtes Königreich"),
    "IE": Phrase("Ireland", fr: "Irlande", de: "Irland"),
    "ES": Phrase("Spain", fr: "Espagne", de: "Spanien"),
    "DK": Phrase("Denmark", fr: "Danemark", de: "Dänemark"),
    "SE": Phrase("Sweden", fr: "Suède", de: "Schweden"),
    "PL": Phrase("Poland", fr: "Pologne", de: "Polen"),
    "CZ": Phrase("Czechia", fr: "Tchéquie", de: "Tschechien"),
  ]
}
