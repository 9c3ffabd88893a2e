import Core

/// What the pages of the cart and the checkout say.
enum CartWords {
  static let cart = Phrase("Cart", fr: "Panier", de: "Warenkorb")
  static let cartOf = Phrase("Cart ({count})", fr: "Panier ({count})", de: "Warenkorb ({count})")
  static let forCustomer = Phrase("For {customer}.", fr: "Pour {customer}.", de: "Für {customer}.")
  static let keptUntil = Phrase(
    "Kept until {day} if nothing changes.", fr: "Conservé jusqu’au {day} sans changement.",
    de: "Bleibt ohne Änderung bis {day} erhalten.")
  static let empty = Phrase("Your cart is empty.", fr: "Votre panier est vide.", de: "Ihr Warenkorb ist leer.")
  static let goOn = Phrase("Go on shopping", fr: "Continuer les achats", de: "Weiter einkaufen")
  static let toShop = Phrase("To the shop", fr: "Vers la boutique", de: "Zum Shop")
  static let emptyIt = Phrase("Empty the cart", fr: "Vider le panier", de: "Warenkorb leeren")
  static let change = Phrase("Change", fr: "Modifier", de: "Ändern")
  static let changeLine = Phrase("Change the line", fr: "Modifier la ligne", de: "Zeile ändern")
  static let remove = Phrase("Remove", fr: "Retirer", de: "Entfernen")
  static let save = Phrase("Save", fr: "Enregistrer", de: "Speichern")
  static let unit = Phrase("{leg}: per licence", fr: "{leg} : par licence", de: "{leg}: pro Lizenz")
  static let today = Phrase("{leg}: today", fr: "{leg} : aujourd’hui", de: "{leg}: heute")
  static let was = Phrase(
    "The price has changed: was {before}, now {now}.", fr: "Le prix a changé : {before} auparavant, {now} désormais.",
    de: "Der Preis hat sich geändert: war {before}, jetzt {now}.")
  static let accept = Phrase("Accept the new price", fr: "Accepter le nouveau prix", de: "Neuen Preis annehmen")
  static let cannot = Phrase("Cannot be ordered", fr: "Ne peut être commandé", de: "Nicht bestellbar")
  static let goesWith = Phrase("Goes with {plan}", fr: "Se rattache à {plan}", de: "Gehört zu {plan}")
  static let goesWithRunning = Phrase(
    "Goes with a running subscription", fr: "Se rattache à un abonnement en cours",
    de: "Gehört zu einem laufenden Abonnement")
  static let inCart = Phrase(
    "{plan} ({quantity}, in the cart)", fr: "{plan} ({quantity}, au panier)", de: "{plan} ({quantity}, im Warenkorb)")
  static let endsOn = Phrase("ends on {day}", fr: "prend fin le {day}", de: "endet am {day}")
  static let total = Phrase("Total", fr: "Total", de: "Total")
  static let list = Phrase("List price today", fr: "Prix catalogue aujourd’hui", de: "Listenpreis heute")
  static let discount = Phrase("Discount", fr: "Rabais", de: "Rabatt")
  static let net = Phrase("Net today", fr: "Net aujourd’hui", de: "Netto heute")
  static let tax = Phrase("VAT {rate} %", fr: "TVA {rate} %", de: "MWST {rate} %")
  static let reverse = Phrase(
    "VAT: owed by the buyer (reverse charge)", fr: "TVA : due par l’acheteur (autoliquidation)",
    de: "MWST: schuldet der Käufer (Steuerschuldnerschaft)")
  static let gross = Phrase("To pay for today", fr: "À payer pour aujourd’hui", de: "Zu zahlen für heute")
  static let recurring = Phrase("Then net {cycle}", fr: "Ensuite net {cycle}", de: "Danach netto {cycle}")
  static let checkOut = Phrase("Check out", fr: "Passer commande", de: "Zur Kasse")
  static let acceptFirst = Phrase(
    "Accept the new prices first.", fr: "Acceptez d’abord les nouveaux prix.",
    de: "Nehmen Sie zuerst die neuen Preise an.")
  static let nothingToOrder = Phrase(
    "No line can be ordered now.", fr: "Aucune ligne ne peut être commandée.", de: "Keine Zeile ist jetzt bestellbar.")
  static let addOns = Phrase("Add-ons that fit", fr: "Options compatibles", de: "Passende Zusätze")
  static let add = Phrase("Add", fr: "Ajouter", de: "Hinzufügen")
  static let moreAddOns = Phrase("More add-ons", fr: "Autres options", de: "Weitere Zusätze")
  static let noPrices = Phrase(
    "Your role shows no prices.", fr: "Votre rôle n’affiche pas de prix.", de: "Ihre Rolle zeigt keine Preise.")

  // MARK: Checking out

  static let checkout = Phrase("Checkout", fr: "Commande", de: "Kasse")
  static let whatYouOrder = Phrase("What you order", fr: "Votre commande", de: "Was Sie bestellen")
  static let billing = Phrase("Where bills go", fr: "Adresse de facturation", de: "Wohin die Rechnung geht")
  static let contact = Phrase("Contact or department", fr: "Contact ou service", de: "Kontakt oder Abteilung")
  static let email = Phrase("E-mail for bills", fr: "E-mail de facturation", de: "E-Mail für Rechnungen")
  static let street = Phrase("Street and number", fr: "Rue et numéro", de: "Strasse und Nummer")
  static let postalCode = Phrase("Postal code", fr: "Code postal", de: "Postleitzahl")
  static let city = Phrase("Town", fr: "Localité", de: "Ort")
  static let country = Phrase("Country (two letters)", fr: "Pays (deux lettres)", de: "Land (zwei Buchstaben)")
  static let terms = Phrase("Terms", fr: "Conditions", de: "Bedingungen")
  static let acceptDocument = Phrase("I accept", fr: "J’accepte", de: "Ich stimme zu:")
  static let version = Phrase("version {version}", fr: "version {version}", de: "Fassung {version}")
  static let acceptAll = Phrase(
    "I accept the terms of this purchase.", fr: "J’accepte les conditions de cet achat.",
    de: "Ich stimme den Bedingungen dieses Kaufs zu.")
  static let allOrNothing = Phrase(
    "Order nothing if a line cannot be ordered", fr: "Ne rien commander si une ligne ne peut l’être",
    de: "Nichts bestellen, falls eine Zeile nicht bestellbar ist")
  static let allOrNothingHint = Phrase(
    "Otherwise such a line stays in the cart.", fr: "Sinon, une telle ligne reste au panier.",
    de: "Sonst bleibt eine solche Zeile im Warenkorb.")
  static let orderNow = Phrase(
    "Order and pay", fr: "Commander avec obligation de paiement", de: "Zahlungspflichtig bestellen")
  static let sendForApproval = Phrase("Send for approval", fr: "Soumettre pour accord", de: "Zur Genehmigung senden")
  static let back = Phrase("Back to the cart", fr: "Retour au panier", de: "Zurück zum Warenkorb")
  static let stays = Phrase(
    "These lines cannot be ordered now and stay in the cart.",
    fr: "Ces lignes ne peuvent être commandées et restent au panier.",
    de: "Diese Zeilen sind jetzt nicht bestellbar und bleiben im Warenkorb.")
}
