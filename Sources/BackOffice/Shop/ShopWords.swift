import Core

/// What the pages of the shop say.
enum ShopWords {
  static let shop = Phrase("Shop", fr: "Boutique", de: "Shop")
  static let ownHint = Phrase(
    "What your reseller offers you.", fr: "Ce que votre revendeur vous propose.", de: "Was Ihr Reseller Ihnen anbietet."
  )
  static let forCustomer = Phrase(
    "What {customer} can have, at its prices.", fr: "Ce que {customer} peut obtenir, à ses prix.",
    de: "Was {customer} haben kann, zu eigenen Preisen.")
  static let search = Phrase("Search plans", fr: "Chercher un plan", de: "Plan suchen")
  static let anyCategory = Phrase("All categories", fr: "Toutes les catégories", de: "Alle Kategorien")
  static let category = Phrase("Category", fr: "Catégorie", de: "Kategorie")
  static let anyService = Phrase("Any service", fr: "Tous les services", de: "Jeder Dienst")
  static let vendor = Phrase("Vendor", fr: "Éditeur", de: "Hersteller")
  static let anyVendor = Phrase("Any vendor", fr: "Tous les éditeurs", de: "Jeder Hersteller")
  static let anyTerm = Phrase("Any term", fr: "Toute durée", de: "Jede Laufzeit")
  static let kind = Phrase("Selection", fr: "Sélection", de: "Auswahl")
  static let anyKind = Phrase("Everything", fr: "Tout", de: "Alles")
  static let trials = Phrase("With a trial", fr: "Avec essai", de: "Mit Test")
  static let new = Phrase("New", fr: "Nouveau", de: "Neu")
  static let featured = Phrase("Featured", fr: "Mis en avant", de: "Empfohlen")
  static let addOn = Phrase("Add-on", fr: "Option", de: "Zusatz")
  static let billing = Phrase("Billing", fr: "Facturation", de: "Verrechnung")
  static let anyBilling = Phrase("Any billing", fr: "Toute facturation", de: "Jede Verrechnung")
  static let monthly = Phrase("Monthly", fr: "Mensuelle", de: "Monatlich")
  static let annual = Phrase("Annual", fr: "Annuelle", de: "Jährlich")
  static let once = Phrase("Once", fr: "Unique", de: "Einmalig")
  static let none = Phrase(
    "There is nothing to choose here yet.", fr: "Il n’y a rien à choisir pour l’instant.",
    de: "Hier gibt es noch nichts auszuwählen.")
  static let noMatch = Phrase(
    "No plan matches. Show all, or try another word.", fr: "Aucun plan trouvé. Affichez tout ou changez de mot.",
    de: "Kein Plan gefunden. Zeigen Sie alle oder versuchen Sie ein anderes Wort.")
  static let showAll = Phrase("Show all plans", fr: "Afficher tous les plans", de: "Alle Pläne zeigen")
  static let cut = Phrase(
    "There is more than fits here. Narrow the selection to see the rest.",
    fr: "Tout ne tient pas ici. Affinez la sélection pour voir le reste.",
    de: "Es gibt mehr, als hier Platz hat. Grenzen Sie die Auswahl ein.")
  static let from = Phrase("from", fr: "dès", de: "ab")
  static let choose = Phrase("Choose", fr: "Choisir", de: "Wählen")
  static let compare = Phrase("Compare", fr: "Comparer", de: "Vergleichen")
  static let comparison = Phrase("Comparison", fr: "Comparaison", de: "Vergleich")
  static let compareChosen = Phrase(
    "Compare the chosen plans", fr: "Comparer les plans choisis", de: "Gewählte vergleichen")
  static let compareHint = Phrase(
    "Tick two to four plans.", fr: "Cochez deux à quatre plans.", de: "Kreuzen Sie zwei bis vier Pläne an.")
  static let compareFew = Phrase(
    "Tick two to four plans in the shop to see them side by side.",
    fr: "Cochez deux à quatre plans dans la boutique pour les voir côte à côte.",
    de: "Kreuzen Sie im Shop zwei bis vier Pläne an, um sie nebeneinander zu sehen.")
  static let compareWith = Phrase("Compare with {plan}", fr: "Comparer avec {plan}", de: "Mit {plan} vergleichen")
  static let description = Phrase("What it is", fr: "Description", de: "Beschreibung")
  static let offers = Phrase("Terms and prices", fr: "Durées et prix", de: "Laufzeiten und Preise")
  static let licences = Phrase("Licences", fr: "Licences", de: "Lizenzen")
  static let bounds = Phrase("{minimum} to {maximum}", fr: "{minimum} à {maximum}", de: "{minimum} bis {maximum}")
  static let price = Phrase("Price", fr: "Prix", de: "Preis")
  static let order = Phrase("Put into the cart", fr: "Mettre au panier", de: "In den Warenkorb")
  static let tryIt = Phrase("Start a trial", fr: "Commencer un essai", de: "Test beginnen")
  static let tryFor = Phrase("Try it for {length}", fr: "Essayer pendant {length}", de: "{length} testen")
  static let offer = Phrase("Term and billing", fr: "Durée et facturation", de: "Laufzeit und Verrechnung")
  static let name = Phrase(
    "Name of your own (optional)", fr: "Nom personnalisé (facultatif)", de: "Eigener Name (freiwillig)")
  static let nameHint = Phrase(
    "For example “Head office”.", fr: "Par exemple « Siège ».", de: "Zum Beispiel «Hauptsitz».")
  static let alignTo = Phrase("End on (optional)", fr: "Fin le (facultatif)", de: "Ende am (freiwillig)")
  static let alignHint = Phrase(
    "Ends the first term early, to meet another end date.",
    fr: "Écourte la première durée pour s’aligner sur une échéance.",
    de: "Kürzt die erste Laufzeit, um auf ein anderes Ende zu treffen.")
  static let addOns = Phrase("Add-ons", fr: "Options", de: "Zusätze")
  static let addOnsHint = Phrase(
    "They go with this plan; put it into the cart first, then add them to its line.",
    fr: "Elles accompagnent ce plan ; mettez-le d’abord au panier, puis ajoutez-les à sa ligne.",
    de: "Sie gehören zu diesem Plan; legen Sie ihn zuerst in den Warenkorb und fügen Sie sie dort hinzu.")
  static let ask = Phrase("Ask for it", fr: "Le demander", de: "Anfragen")
  static let viewOnly = Phrase(
    "Your reseller orders for you. Tell it what you need.",
    fr: "Votre revendeur commande pour vous. Dites-lui ce qu’il vous faut.",
    de: "Ihr Reseller bestellt für Sie. Sagen Sie ihm, was Sie brauchen.")
  static let askTicket = Phrase("Open a ticket", fr: "Ouvrir un ticket", de: "Ticket eröffnen")
  static let requestHint = Phrase(
    "What you order waits for your reseller’s approval.",
    fr: "Ce que vous commandez attend l’accord de votre revendeur.",
    de: "Was Sie bestellen, wartet auf die Genehmigung Ihres Resellers.")
  static let policies = Phrase(
    "What can be changed later", fr: "Ce qui reste modifiable", de: "Was sich später ändern lässt")

  // MARK: Policies, in words

  static func giveBack(_ window: Window, _ language: Language) -> String {
    switch window {
    case .none: giveBackNever.in(language)
    case .always: giveBackAlways.in(language)
    case .period(let period): giveBackWithin.in(language, ["length": SubscriptionWords.length(period, language)])
    }
  }

  static func cancel(_ window: Window, _ language: Language) -> String {
    switch window {
    case .none: cancelNever.in(language)
    case .always: cancelAlways.in(language)
    case .period(let period): cancelWithin.in(language, ["length": SubscriptionWords.length(period, language)])
    }
  }

  static func suspension(_ stops: Bool) -> Phrase { stops ? suspensionStops : suspensionBills }

  private static let giveBackNever = Phrase(
    "Licences cannot be given back before the term ends.", fr: "Les licences ne peuvent être rendues avant l’échéance.",
    de: "Lizenzen lassen sich vor dem Laufzeitende nicht zurückgeben.")
  private static let giveBackAlways = Phrase(
    "Licences can be given back at any time.", fr: "Les licences peuvent être rendues en tout temps.",
    de: "Lizenzen lassen sich jederzeit zurückgeben.")
  private static let giveBackWithin = Phrase(
    "Licences can be given back within {length}.", fr: "Les licences peuvent être rendues dans les {length}.",
    de: "Lizenzen lassen sich innert {length} zurückgeben.")
  private static let cancelNever = Phrase(
    "Cancelling takes effect when the term ends.", fr: "Une résiliation prend effet à l’échéance.",
    de: "Eine Kündigung gilt auf das Laufzeitende.")
  private static let cancelAlways = Phrase(
    "It can be cancelled with a refund at any time.", fr: "Résiliable avec remboursement en tout temps.",
    de: "Jederzeit mit Erstattung kündbar.")
  private static let cancelWithin = Phrase(
    "It can be cancelled with a refund within {length}.", fr: "Résiliable avec remboursement dans les {length}.",
    de: "Innert {length} mit Erstattung kündbar.")
  private static let suspensionStops = Phrase(
    "Nothing is billed while it is suspended.", fr: "Rien n’est facturé pendant une suspension.",
    de: "Während einer Sperrung wird nichts verrechnet.")
  private static let suspensionBills = Phrase(
    "It is billed while suspended, too.", fr: "Facturé même pendant une suspension.",
    de: "Auch gesperrt wird verrechnet.")
}
