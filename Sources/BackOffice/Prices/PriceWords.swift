import Core

/// The words of costs and selling prices.
enum PriceWords {
  static let prices = Phrase("Prices", fr: "Prix", de: "Preise")
  static let subtitle = Phrase(
    "What your customers pay and how it comes about. Running subscriptions keep their price until they renew.",
    fr: "Ce que paient vos clients et comment. Les abonnements en cours gardent leur prix jusqu’au renouvellement.",
    de: "Was Ihre Kunden zahlen und wie es entsteht. Laufende Abonnements behalten ihren Preis bis zur Verlängerung.")
  static let search = Phrase("Search plans", fr: "Chercher un plan", de: "Plan suchen")
  static let rule = Phrase("Rule", fr: "Règle", de: "Regel")
  static let price = Phrase("Price", fr: "Prix", de: "Preis")
  static let cost = Phrase("Cost", fr: "Coût", de: "Einkauf")
  static let list = Phrase("Recommended", fr: "Conseillé", de: "Empfohlen")
  static let margin = Phrase("Margin on cost", fr: "Marge sur coût", de: "Aufschlag")
  static let from = Phrase("From", fr: "Dès le", de: "Ab")
  static let until = Phrase("Until the day before", fr: "Jusqu’à la veille du", de: "Bis zum Tag vor")
  static let set = Phrase("Set", fr: "Fixer", de: "Setzen")
  static let details = Phrase("Details", fr: "Détails", de: "Details")
  static let new = Phrase("Set a price", fr: "Fixer un prix", de: "Preis setzen")
  static let general = Phrase(
    "Rules for more than one offer", fr: "Règles générales", de: "Regeln für mehrere Angebote")
  static let lines = Phrase("Prices by day", fr: "Prix par jour", de: "Preise nach Tagen")
  static let forWhom = Phrase("For", fr: "Pour", de: "Für")
  static let everybody = Phrase("every customer", fr: "tous les clients", de: "alle Kunden")
  static let everything = Phrase("everything", fr: "tout", de: "alles")
  static let what = Phrase("What", fr: "Quoi", de: "Was")
  static let fixed = Phrase("An amount", fr: "Un montant", de: "Ein Betrag")
  static let marginRule = Phrase("On top of the cost", fr: "En plus du coût", de: "Aufschlag auf den Einkauf")
  static let discountRule = Phrase(
    "Off the recommended price", fr: "Rabais sur le prix conseillé", de: "Rabatt auf den empfohlenen Preis")
  static let amount = Phrase("Amount", fr: "Montant", de: "Betrag")
  static let amountHint = Phrase(
    "Per licence and billing cycle; for an amount.", fr: "Par licence et période ; pour un montant.",
    de: "Je Lizenz und Abrechnung; für einen Betrag.")
  static let percent = Phrase("Percent", fr: "Pour cent", de: "Prozent")
  static let percentHint = Phrase(
    "At most two decimals; for a margin or a discount.", fr: "Deux décimales au plus ; pour une marge ou un rabais.",
    de: "Höchstens zwei Nachkommastellen; für Aufschlag oder Rabatt.")
  static let fromHint = Phrase("Today unless told.", fr: "Aujourd’hui sauf indication.", de: "Ohne Angabe heute.")
  static let untilHint = Phrase(
    "Empty: until further notice.", fr: "Vide : jusqu’à nouvel avis.", de: "Leer: bis auf Weiteres.")
  static let currency = Phrase("Currency", fr: "Monnaie", de: "Währung")
  static let none = Phrase("no price", fr: "sans prix", de: "kein Preis")
  static let noOffers = Phrase(
    "There is nothing to sell here yet.", fr: "Rien à vendre pour l’instant.", de: "Hier gibt es noch nichts.")
  static let end = Phrase("End or take back", fr: "Terminer ou retirer", de: "Beenden oder zurücknehmen")
  static let endHint = Phrase(
    "One that holds ends today; one to come is taken back, and what held before goes on. Where no price is left, the "
      + "offer is not for sale.",
    fr: "Un prix en vigueur se termine aujourd’hui ; un prix à venir est retiré et le précédent continue. Sans prix, "
      + "l’offre n’est plus en vente.",
    de: "Ein geltender Preis endet heute; ein künftiger wird zurückgenommen, und der bisherige gilt weiter. Ohne Preis "
      + "ist das Angebot nicht zu kaufen.")
  static let past = Phrase("over", fr: "passé", de: "vorbei")
  static let planned = Phrase("to come", fr: "à venir", de: "kommt")
  static let confirmTitle = Phrase("Below cost", fr: "Sous le coût", de: "Unter dem Einkaufspreis")
  static let confirm = Phrase("Set it nevertheless", fr: "Fixer quand même", de: "Trotzdem setzen")
  static let visibility = Phrase("Who sees it", fr: "Qui la voit", de: "Wer es sieht")
  static let shown = Phrase("Shown to", fr: "Montrée à", de: "Gezeigt wird es")
  static let shownAll = Phrase("all customers", fr: "tous les clients", de: "allen Kunden")
  static let shownNone = Phrase("nobody", fr: "personne", de: "niemandem")
  static let shownNamed = Phrase("the customers ticked", fr: "les clients cochés", de: "den angekreuzten Kunden")
  static let changes = Phrase("Price changes", fr: "Changements de prix", de: "Preisänderungen")
  static let changesHint = Phrase(
    "These renew within 90 days at another price. Until then the present one is protected.",
    fr: "Ceux-ci se renouvellent dans les 90 jours à un autre prix. D’ici là, le prix actuel est garanti.",
    de: "Diese verlängern sich in den nächsten 90 Tagen zu einem anderen Preis. Bis dahin gilt der jetzige.")
  static let noChanges = Phrase(
    "Nothing renews at another price within 90 days.", fr: "Aucun changement de prix dans les 90 jours.",
    de: "In den nächsten 90 Tagen ändert sich kein Preis.")
  static let now = Phrase("Now", fr: "Actuel", de: "Jetzt")
  static let then = Phrase("Then", fr: "Ensuite", de: "Danach")
  static let costs = Phrase("Offers and costs", fr: "Offres et coûts", de: "Angebote und Einkaufspreise")
  static let costsHint = Phrase(
    "What this reseller may sell and what it pays. A cost of its own goes before the one for every reseller.",
    fr: "Ce que ce revendeur peut vendre et ce qu’il paie. Son propre coût prime sur celui de tous.",
    de: "Was dieser Reseller verkaufen darf und zahlt. Ein eigener Preis geht dem für alle vor.")
  static let maySell = Phrase("May sell", fr: "Peut vendre", de: "Darf verkaufen")
  static let allow = Phrase("Allow", fr: "Autoriser", de: "Erlauben")
  static let refuse = Phrase("Refuse", fr: "Refuser", de: "Verbieten")
  static let own = Phrase("own", fr: "propre", de: "eigener")
  static let newCost = Phrase("Set a cost", fr: "Fixer un coût", de: "Einkaufspreis setzen")
  static let forAll = Phrase(
    "For every reseller that has no cost of its own", fr: "Pour tous les revendeurs sans coût propre",
    de: "Für alle Reseller ohne eigenen Preis")

  static func rule(_ rule: PriceRule, _ language: Language) -> String {
    switch rule {
    case .fixed: fixed.in(language)
    case .margin(let percent): "\(marginRule.in(language)): \(percent) %"
    case .discount(let percent): "\(discountRule.in(language)): \(percent) %"
    }
  }
}
