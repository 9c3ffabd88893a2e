import Core

/// The words of the pages about customers.
enum CustomerWords {
  static func level(_ level: SelfService) -> Phrase {
    switch level {
    case .view: Phrase("View only", fr: "Consultation", de: "Nur ansehen")
    case .request: Phrase("On request", fr: "Sur demande", de: "Auf Anfrage")
    case .full: Phrase("Full", fr: "Complète", de: "Voll")
    }
  }

  static func levelHint(_ level: SelfService) -> Phrase {
    switch level {
    case .view:
      Phrase("The reseller manages everything.", fr: "Le revendeur gère tout.", de: "Der Reseller verwaltet alles.")
    case .request:
      Phrase(
        "Changes wait for the reseller’s approval.", fr: "Les changements attendent l’accord du revendeur.",
        de: "Änderungen warten auf die Freigabe des Resellers.")
    case .full:
      Phrase(
        "The customer orders and changes by itself.", fr: "Le client commande et modifie lui-même.",
        de: "Der Kunde bestellt und ändert selbst.")
    }
  }

  static let search = Phrase(
    "Search customers by name", fr: "Chercher un client par nom", de: "Kunden nach Name suchen")
  static let new = Phrase("New customer", fr: "Nouveau client", de: "Neuer Kunde")
  static let edit = Phrase("Edit", fr: "Modifier", de: "Bearbeiten")
  static let create = Phrase("Create customer", fr: "Créer le client", de: "Kunde anlegen")
  static let add = Phrase("Add subscription", fr: "Ajouter un abonnement", de: "Abonnement hinzufügen")
  static let reseller = Phrase("Reseller", fr: "Revendeur", de: "Reseller")
  static let selfService = Phrase("Self-service", fr: "Libre-service", de: "Selbstbedienung")
  static let active = Phrase("Active", fr: "Actif", de: "Aktiv")
  static let suspended = Phrase("Suspended", fr: "Suspendu", de: "Gesperrt")
  static let facts = Phrase("Facts", fr: "En bref", de: "Angaben")
  static let country = Phrase("Country", fr: "Pays", de: "Land")
  static let countryHint = Phrase(
    "Two letters, e.g. CH.", fr: "Deux lettres, p. ex. CH.", de: "Zwei Buchstaben, z. B. CH.")
  static let vatID = Phrase("VAT number", fr: "Numéro de TVA", de: "MWST-Nummer")
  static let currency = Phrase("Currency", fr: "Monnaie", de: "Währung")
  static let currencyHint = Phrase(
    "Of prices and statements; fixed once set.", fr: "Des prix et relevés ; fixe une fois choisie.",
    de: "Der Preise und Abrechnungen; danach fest.")
  static let timeZoneHint = Phrase(
    "Billing days are counted here. Empty: the reseller’s.",
    fr: "Les jours de facturation y sont comptés. Vide : celui du revendeur.",
    de: "Hier zählen die Abrechnungstage. Leer: die des Resellers.")
  static let activeSubscriptions = Phrase(
    "Running subscriptions", fr: "Abonnements en cours", de: "Laufende Abonnements")
  static let filterThem = Phrase("Filter", fr: "Filtrer", de: "Filtern")
  static let noSubscriptions = Phrase(
    "No subscriptions yet. Add the first one above.", fr: "Aucun abonnement. Ajoutez le premier ci-dessus.",
    de: "Noch keine Abonnements. Fügen Sie oben das erste hinzu.")
  static let none = Phrase(
    "No customers yet. Create the first one; it starts with one billing centre.",
    fr: "Aucun client. Créez le premier ; il commence avec un centre de facturation.",
    de: "Noch keine Kunden. Legen Sie den ersten an; er beginnt mit einer Kostenstelle.")
  static let noMatch = Phrase(
    "No customer matches. Try part of the name.", fr: "Aucun client trouvé. Essayez une partie du nom.",
    de: "Kein Kunde gefunden. Versuchen Sie einen Teil des Namens.")
}
