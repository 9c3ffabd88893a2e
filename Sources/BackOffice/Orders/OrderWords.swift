import Core

/// What the pages of orders say.
enum OrderWords {
  static let title = Phrase("Order {number}", fr: "Commande {number}", de: "Bestellung {number}")
  static let order = Phrase("Order", fr: "Commande", de: "Bestellung")
  static let customer = Phrase("Customer", fr: "Client", de: "Kunde")
  static let contents = Phrase("What is ordered", fr: "Contenu", de: "Inhalt")
  static let plan = Phrase("Plan", fr: "Plan", de: "Plan")
  static let quantity = Phrase("Licences", fr: "Licences", de: "Lizenzen")
  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
  static let course = Phrase("Course", fr: "Suivi", de: "Verlauf")
  static let placed = Phrase("Placed", fr: "Passée", de: "Aufgegeben")
  static let termsAccepted = Phrase("Terms accepted", fr: "Conditions acceptées", de: "Bedingungen angenommen")
  static let decided = Phrase("Decided", fr: "Décidées", de: "Entschieden")
  static let waiting = Phrase("Waiting for approval", fr: "En attente d’accord", de: "Warten auf Genehmigung")
  static let byAt = Phrase("{name}, {at}", fr: "{name}, {at}", de: "{name}, {at}")
  static let reason = Phrase("Reason", fr: "Motif", de: "Begründung")
  static let reasonHint = Phrase(
    "The customer reads it.", fr: "Le client le lira.", de: "Der Kunde liest sie.")
  static let change = Phrase("Change it first", fr: "Modifier d’abord", de: "Zuerst ändern")
  static let changeHint = Phrase(
    "The customer is told, and still waits for your approval. What was ordered stays visible.",
    fr: "Le client en est informé et attend toujours votre accord. La commande initiale reste visible.",
    de: "Der Kunde wird informiert und wartet weiter auf Ihre Genehmigung. Das Bestellte bleibt sichtbar.")
  static let lineQuantity = Phrase(
    "Licences of {plan}", fr: "Licences de {plan}", de: "Lizenzen {plan}")
  static let lineOffer = Phrase("Offer for {plan}", fr: "Offre pour {plan}", de: "Angebot für {plan}")
  static let changes = Phrase("What was changed", fr: "Modifications", de: "Was geändert wurde")
  static let before = Phrase("As it was before", fr: "Auparavant", de: "Vorher")
  static let approve = Phrase("Approve", fr: "Accepter", de: "Genehmigen")
  static let reject = Phrase("Reject", fr: "Refuser", de: "Ablehnen")
  static let cancel = Phrase("Cancel the order", fr: "Annuler la commande", de: "Bestellung stornieren")
  static let forecast = Phrase("What is billed", fr: "Ce qui est facturé", de: "Was verrechnet wird")
  static let today = Phrase("Today", fr: "Aujourd’hui", de: "Heute")
  static let nextInvoice = Phrase("Next invoice", fr: "Prochaine facture", de: "Nächste Rechnung")
  static let noneWaiting = Phrase(
    "Nothing waits for approval.", fr: "Rien n’attend d’accord.", de: "Nichts wartet auf Genehmigung.")
  static let noneDecided = Phrase(
    "No order has been decided yet.", fr: "Aucune commande décidée pour l’instant.",
    de: "Noch keine Bestellung ist entschieden.")
  static let ownHint = Phrase(
    "What your organization ordered, and what became of it.", fr: "Les commandes de votre organisation et leur suivi.",
    de: "Was Ihre Organisation bestellt hat und was daraus wurde.")
  static let sellerHint = Phrase(
    "What customers ordered. Those that may not buy by themselves wait for you.",
    fr: "Les commandes des clients. Celles qui exigent votre accord attendent ici.",
    de: "Was Kunden bestellt haben. Wer nicht selbst kaufen darf, wartet auf Sie.")
  static let isWaiting = Phrase("Waiting", fr: "En attente", de: "Wartet")
  static let isCompleted = Phrase("Completed", fr: "Exécutée", de: "Ausgeführt")
  static let isRejected = Phrase("Rejected", fr: "Refusée", de: "Abgelehnt")
  static let isCancelled = Phrase("Cancelled", fr: "Annulée", de: "Storniert")

  static let new = Phrase("New order", fr: "Nouvelle commande", de: "Neue Bestellung")
  static let choose = Phrase("Choose …", fr: "Choisir …", de: "Wählen …")
  static let nameHint = Phrase(
    "How you tell it from others, e.g. Head office.", fr: "Pour la distinguer, p. ex. Siège.",
    de: "Woran Sie es erkennen, z. B. Hauptsitz.")
  static let terms = Phrase(
    "I accept the terms of this purchase.", fr: "J’accepte les conditions de cet achat.",
    de: "Ich stimme den Bedingungen dieses Kaufs zu.")
  static let asking = Phrase(
    "Your reseller approves or rejects it; until then you can cancel.",
    fr: "Votre revendeur l’accepte ou la refuse ; vous pouvez l’annuler d’ici là.",
    de: "Ihr Reseller genehmigt sie oder lehnt sie ab; bis dahin können Sie stornieren.")
  static let buying = Phrase(
    "It is carried out and billed at once.", fr: "Elle est exécutée et facturée aussitôt.",
    de: "Sie wird sofort ausgeführt und verrechnet.")
  static let agreements = Phrase("What was agreed", fr: "Ce qui a été convenu", de: "Was vereinbart wurde")
  static let unit = Phrase("Per licence", fr: "Par licence", de: "Pro Lizenz")
  static let first = Phrase("First amount", fr: "Premier montant", de: "Erster Betrag")
  static let recurring = Phrase("Recurring", fr: "Récurrent", de: "Wiederkehrend")
  static let from = Phrase("from {day}", fr: "dès le {day}", de: "ab {day}")
  static let approved = Phrase("Approved", fr: "Acceptée", de: "Genehmigt")
  static let isProvisioning = Phrase("Being set up", fr: "En préparation", de: "Wird eingerichtet")
  static let isActive = Phrase("Active", fr: "Actif", de: "Aktiv")
  static let isRefused = Phrase("Refused", fr: "Refusé", de: "Abgelehnt")
  static let isEnded = Phrase("Ended", fr: "Terminé", de: "Beendet")
  static let thanks = Phrase("Thank you for your order", fr: "Merci de votre commande", de: "Danke für Ihre Bestellung")
  static let placedDone = Phrase(
    "Order {number} has been carried out.", fr: "La commande {number} a été exécutée.",
    de: "Bestellung {number} wurde ausgeführt.")
  static let placedWaits = Phrase(
    "Order {number} waits for your reseller’s approval; nothing is billed until then.",
    fr: "La commande {number} attend l’accord de votre revendeur ; rien n’est facturé d’ici là.",
    de: "Bestellung {number} wartet auf die Genehmigung Ihres Resellers; bis dahin wird nichts verrechnet.")
  static let startsOn = Phrase("It starts on {day}.", fr: "Elle commence le {day}.", de: "Sie beginnt am {day}.")
  static let mailed = Phrase(
    "A summary is on its way to you by mail.", fr: "Un récapitulatif vous parvient par e-mail.",
    de: "Eine Zusammenfassung geht Ihnen per E-Mail zu.")
  static let left = Phrase(
    "{count} lines could not be ordered and stayed in the cart, with the reason.",
    fr: "{count} lignes n’ont pu être commandées et restent au panier, avec le motif.",
    de: "{count} Zeilen waren nicht bestellbar und blieben mit dem Grund im Warenkorb.")
  static let search = Phrase(
    "Order number, plan or customer", fr: "Numéro, plan ou client", de: "Bestellnummer, Plan oder Kunde")
  static let anyStatus = Phrase("Any status", fr: "Tous les statuts", de: "Jeder Status")
  static let found = Phrase("Orders found", fr: "Commandes trouvées", de: "Gefundene Bestellungen")
  static let noneFound = Phrase(
    "No order matches. Try another number, word or status.",
    fr: "Aucune commande trouvée. Essayez un autre numéro, mot ou statut.",
    de: "Keine Bestellung gefunden. Versuchen Sie andere Nummer, anderes Wort oder anderen Status.")
  static let submit = Phrase("Order", fr: "Commander", de: "Bestellen")
}
