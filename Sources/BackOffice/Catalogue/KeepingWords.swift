import Core

/// The words of keeping the catalogue.
enum KeepingWords {
  static let title = Phrase("Keep the catalogue", fr: "Tenir le catalogue", de: "Katalog pflegen")
  static let services = Phrase("Services", fr: "Services", de: "Dienste")
  static let categories = Phrase("Categories", fr: "Catégories", de: "Kategorien")
  static let category = Phrase("Category", fr: "Catégorie", de: "Kategorie")
  static let vendor = Phrase("Vendor", fr: "Éditeur", de: "Hersteller")
  static let nothing = Phrase("Nothing here yet.", fr: "Rien pour l’instant.", de: "Noch nichts.")
  static let change = Phrase("Change", fr: "Modifier", de: "Ändern")
  static let newService = Phrase("New service", fr: "Nouveau service", de: "Neuer Dienst")
  static let newCategory = Phrase("New category", fr: "Nouvelle catégorie", de: "Neue Kategorie")
  static let newProduct = Phrase("New product", fr: "Nouveau produit", de: "Neues Produkt")
  static let newPlan = Phrase("New plan", fr: "Nouveau plan", de: "Neuer Plan")
  static let newOffer = Phrase("New offer", fr: "Nouvelle offre", de: "Neues Angebot")
  static let description = Phrase("Description", fr: "Description", de: "Beschreibung")
  static let featured = Phrase("Featured", fr: "Mis en avant", de: "Hervorgehoben")
  static let newUntil = Phrase("Shown as new until", fr: "Présenté comme nouveau jusqu’au", de: "Als neu gezeigt bis")
  static let parents = Phrase("Add-on to", fr: "Option de", de: "Zusatz zu")
  static let upgrades = Phrase("Upgrades to", fr: "Évolue vers", de: "Aufwertung zu")
  static let segment = Phrase("Segment", fr: "Segment", de: "Kundengruppe")
  static let frequency = Phrase("Billed", fr: "Facturation", de: "Abrechnung")
  static let minimum = Phrase("Fewest licences", fr: "Licences au moins", de: "Lizenzen mindestens")
  static let maximum = Phrase("Most licences", fr: "Licences au plus", de: "Lizenzen höchstens")
  static let decreaseWindow = Phrase("Give back within", fr: "Restituables pendant", de: "Rückgabe innert")
  static let cancelWindow = Phrase("Cancel within", fr: "Résiliable pendant", de: "Kündbar innert")
  static let windowHint = Phrase(
    "none, always, or a length such as P7D or PT72H. Terms: P1M, P1Y, P3Y.",
    fr: "none, always ou une durée comme P7D ou PT72H. Durées : P1M, P1Y, P3Y.",
    de: "none, always oder eine Dauer wie P7D oder PT72H. Laufzeiten: P1M, P1Y, P3Y.")
  static let suspension = Phrase(
    "Suspension stops billing", fr: "La suspension arrête la facturation", de: "Sperren hält die Abrechnung an")
  static let endsOn = Phrase("Not sold from", fr: "Plus vendue dès le", de: "Nicht mehr verkauft ab")
  static let offerHint = Phrase(
    "Counts for what is bought from now on. Who has it keeps what they bought.",
    fr: "Vaut pour les achats à venir. Ceux qui l’ont gardent ce qu’ils ont acheté.",
    de: "Gilt für künftige Käufe. Wer es hat, behält, was gekauft wurde.")
}
