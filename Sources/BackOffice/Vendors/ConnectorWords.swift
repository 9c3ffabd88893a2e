import Core

/// The words of the pages about connectors and comparisons.
enum ConnectorWords {
  static let hint = Phrase(
    "A service with a connector waits for its vendor; one without counts at once.",
    fr: "Un service doté d’un connecteur attend son éditeur ; sans connecteur, tout compte aussitôt.",
    de: "Ein Dienst mit Konnektor wartet auf seinen Hersteller; ohne zählt alles sofort.")
  static let none = Phrase(
    "No connector yet: everything sold counts at once. Set up the first one below.",
    fr: "Aucun connecteur : tout ce qui est vendu compte aussitôt. Créez le premier ci-dessous.",
    de: "Noch kein Konnektor: Alles Verkaufte zählt sofort. Legen Sie unten den ersten an.")
  static let kind = Phrase("Way", fr: "Voie", de: "Weg")
  static let open = Phrase("Not settled", fr: "Non réglées", de: "Offen")
  static let active = Phrase("Active", fr: "Actif", de: "Aktiv")
  static let ended = Phrase("Ended", fr: "Terminé", de: "Beendet")
  static let new = Phrase("New connector", fr: "Nouveau connecteur", de: "Neuer Konnektor")
  static let create = Phrase("Set up", fr: "Créer", de: "Anlegen")
  static let address = Phrase("Vendor’s address", fr: "Adresse de l’éditeur", de: "Adresse des Herstellers")
  static let addressHint = Phrase(
    "For HTTP only, e.g. https://vendor.example/api", fr: "Pour HTTP seulement, p. ex. https://editeur.example/api",
    de: "Nur für HTTP, z. B. https://hersteller.example/api")
  static let settings = Phrase("Settings", fr: "Réglages", de: "Einstellungen")
  static let signing = Phrase("Signatures", fr: "Signatures", de: "Signaturen")
  static let signingHint = Phrase(
    "Requests and callbacks are signed with a shared secret. A new one replaces the old at once.",
    fr: "Demandes et rappels sont signés avec un secret partagé. Un nouveau remplace l’ancien aussitôt.",
    de: "Anfragen und Rückrufe werden mit einem gemeinsamen Geheimnis signiert. Ein neues ersetzt das alte sofort.")
  static let callback = Phrase("Callback address", fr: "Adresse de rappel", de: "Rückrufadresse")
  static let secret = Phrase("Shared secret", fr: "Secret partagé", de: "Gemeinsames Geheimnis")
  static let renew = Phrase("Make a new secret", fr: "Créer un nouveau secret", de: "Neues Geheimnis erstellen")
  static let shownOnce = Phrase(
    "The secret is shown only this once.", fr: "Le secret n’est affiché qu’une fois.",
    de: "Das Geheimnis wird nur dieses eine Mal gezeigt.")
  static let giveBoth = Phrase(
    "Give both to the vendor over a safe way.", fr: "Transmettez les deux à l’éditeur par une voie sûre.",
    de: "Geben Sie beides auf sicherem Weg an den Hersteller.")
  static let asks = Phrase("Asks before a purchase", fr: "Demande avant un achat", de: "Fragt vor einem Kauf")
  static let end = Phrase("End…", fr: "Terminer…", de: "Beenden…")
  static let endTitle = Phrase(
    "End the connector of {service}", fr: "Terminer le connecteur de {service}", de: "Konnektor von {service} beenden")
  static let endHint = Phrase(
    "What is ordered from then on counts at once and no vendor is told. What was settled stays as it is.",
    fr: "Ce qui est commandé ensuite compte aussitôt, sans que l’éditeur soit averti. Ce qui est réglé le reste.",
    de: "Was danach bestellt wird, zählt sofort, und kein Hersteller erfährt davon. Erledigtes bleibt, wie es ist.")
  static let endNow = Phrase("End the connector", fr: "Terminer le connecteur", de: "Konnektor beenden")

  static func setting(_ name: String) -> Phrase {
    switch name {
    case "delaySeconds":
      Phrase("Answers after (seconds)", fr: "Répond après (secondes)", de: "Antwortet nach (Sekunden)")
    case "refuseEvery": Phrase("Refuses every so many", fr: "Refuse une demande sur", de: "Lehnt jede so vielte ab")
    case "refuseQuantity": Phrase("Refuses this quantity", fr: "Refuse cette quantité", de: "Lehnt diese Menge ab")
    case "loseAnswers": Phrase("Loses first answers", fr: "Perd les premières réponses", de: "Verliert erste Antworten")
    case "wrongQuantities":
      Phrase("Inventory: wrong quantities", fr: "Inventaire : quantités fausses", de: "Inventar: falsche Mengen")
    case "missing": Phrase("Inventory: left out", fr: "Inventaire : oubliés", de: "Inventar: ausgelassen")
    default: Phrase("Inventory: unknown to us", fr: "Inventaire : inconnus", de: "Inventar: uns unbekannt")
    }
  }

  // Comparisons
  static let comparisons = Phrase(
    "Inventory against ours", fr: "Inventaire comparé au nôtre", de: "Inventar im Vergleich zu unserem")
  static let nightly = Phrase(
    "Compared every night by the distributor’s clock.", fr: "Comparé chaque nuit à l’heure du distributeur.",
    de: "Wird jede Nacht nach der Uhr des Distributors verglichen.")
  static let wanted = Phrase(
    "Being fetched; look again in a moment.", fr: "Récupération en cours ; revenez dans un instant.",
    de: "Wird geholt; schauen Sie gleich wieder.")
  static let compareNow = Phrase("Compare now", fr: "Comparer maintenant", de: "Jetzt vergleichen")
  static let upload = Phrase(
    "Vendor’s inventory (CSV)", fr: "Inventaire de l’éditeur (CSV)", de: "Inventar des Herstellers (CSV)")
  static let uploadHint = Phrase(
    "Columns subscriptionId or reference, quantity, status (active or suspended).",
    fr: "Colonnes subscriptionId ou reference, quantity, status (active ou suspended).",
    de: "Spalten subscriptionId oder reference, quantity, status (active oder suspended).")
  static let compare = Phrase("Compare", fr: "Comparer", de: "Vergleichen")
  static let noComparisons = Phrase(
    "Nothing was compared yet.", fr: "Rien n’a encore été comparé.", de: "Noch wurde nichts verglichen.")
  static let at = Phrase("When (UTC)", fr: "Quand (UTC)", de: "Wann (UTC)")
  static let ours = Phrase("Ours", fr: "Chez nous", de: "Bei uns")
  static let theirs = Phrase("Vendor’s", fr: "Chez l’éditeur", de: "Beim Hersteller")
  static let moving = Phrase("Under way", fr: "En cours", de: "Unterwegs")
  static let differences = Phrase("Differences", fr: "Différences", de: "Unterschiede")
  static let difference = Phrase("Difference", fr: "Différence", de: "Unterschied")
  static let openLeft = Phrase("{count} open", fr: "{count} en suspens", de: "{count} offen")
  static let failed = Phrase("Failed", fr: "Échec", de: "Fehlgeschlagen")
  static let agree = Phrase("All agrees.", fr: "Tout concorde.", de: "Alles stimmt überein.")
  static let download = Phrase("Download CSV", fr: "Télécharger le CSV", de: "CSV herunterladen")
  static let settle = Phrase("Mark settled", fr: "Marquer comme réglé", de: "Als erledigt markieren")
  static let howSettled = Phrase("How it was settled", fr: "Comment c’est réglé", de: "Wie erledigt")
  static let push = Phrase("Send ours again", fr: "Retransmettre le nôtre", de: "Unseres erneut senden")
}
