import Core

/// The words of the pages of requests.
enum RequestPageWords {
  static let ofSeller = Phrase(
    "Changes that customers ask for and that wait for your approval. New subscriptions are among the orders.",
    fr: "Les changements que demandent les clients et qui attendent votre accord. Les nouveaux abonnements sont parmi "
      + "les commandes.",
    de: "Änderungen, um die Kunden bitten und die auf Ihre Genehmigung warten. Neue Abonnements stehen bei den "
      + "Bestellungen.")
  static let ofManager = Phrase(
    "What your people ask you for, and what waits for your reseller’s approval.",
    fr: "Ce que vos collègues vous demandent, et ce qui attend l’accord de votre revendeur.",
    de: "Worum Ihre Leute Sie bitten und was auf die Genehmigung Ihres Resellers wartet.")
  static let ofUser = Phrase(
    "What you asked for, and what became of it.", fr: "Vos demandes et leur suivi.",
    de: "Was Sie angefragt haben und was daraus wurde.")
  static let askForService = Phrase("Ask for a service", fr: "Demander un service", de: "Dienst anfragen")
  static let anyStatus = Phrase("Any status", fr: "Tous les statuts", de: "Jeder Status")
  static let anyKind = Phrase("Any kind", fr: "Tous les genres", de: "Jede Art")
  static let kind = Phrase("Kind", fr: "Genre", de: "Art")
  static let noneWaiting = Phrase(
    "Nothing waits for a decision.", fr: "Rien n’attend de décision.", de: "Nichts wartet auf eine Entscheidung.")
  static let noMatch = Phrase("No request matches.", fr: "Aucune demande trouvée.", de: "Keine Anfrage gefunden.")
  static let showAll = Phrase("Show all", fr: "Tout afficher", de: "Alle zeigen")
  static let what = Phrase("What", fr: "Quoi", de: "Was")
  static let askedBy = Phrase("Asked by", fr: "Demandé par", de: "Angefragt von")
  static let waitsForYou = Phrase("Waits for you", fr: "Vous attend", de: "Wartet auf Sie")

  static let asked = Phrase("What is asked", fr: "Ce qui est demandé", de: "Worum es geht")
  static let wish = Phrase("Asked for", fr: "Demandé", de: "Angefragt")
  static let instead = Phrase("To be carried out instead", fr: "Sera exécuté à la place", de: "Stattdessen ausgeführt")
  static let waitsUntil = Phrase("Waits until", fr: "Attend jusqu’au", de: "Wartet bis")
  static let reason = Phrase("Reason", fr: "Motif", de: "Begründung")
  static let result = Phrase("What it became", fr: "Résultat", de: "Daraus wurde")
  static let becameOrder = Phrase("An order", fr: "Une commande", de: "Eine Bestellung")
  static let becameRequest = Phrase(
    "More licences, asked of the reseller", fr: "Des licences demandées au revendeur",
    de: "Weitere Lizenzen, beim Reseller angefragt")
  static let gaveLicence = Phrase("A licence", fr: "Une licence", de: "Eine Lizenz")
  static let timeline = Phrase("What happened", fr: "Ce qui s’est passé", de: "Was geschah")
  static let details = Phrase("Details", fr: "Détails", de: "Einzelheiten")

  static let shownThen = Phrase("as shown before", fr: "affiché auparavant", de: "wie zuvor gezeigt")
  static let now = Phrase("now", fr: "à présent", de: "jetzt")
  static let recurring = Phrase("Recurring", fr: "Récurrent", de: "Wiederkehrend")
  static let differs = Phrase(
    "It would now come to something else than what was shown when it was asked.",
    fr: "Le résultat ne serait plus celui affiché lors de la demande.",
    de: "Es käme jetzt etwas anderes heraus als bei der Anfrage gezeigt.")

  static let approve = Phrase("Approve", fr: "Accepter", de: "Genehmigen")
  static let approveHint = Phrase(
    "It is carried out at once, at the present figures.",
    fr: "Exécuté aussitôt, aux chiffres actuels.", de: "Es wird sofort ausgeführt, zu den jetzigen Zahlen.")
  static let change = Phrase("Change it first", fr: "Modifier d’abord", de: "Zuerst ändern")
  static let changeHint = Phrase(
    "What was asked stays visible; you approve afterwards.",
    fr: "La demande initiale reste visible ; vous acceptez ensuite.",
    de: "Das Angefragte bleibt sichtbar; Sie genehmigen danach.")
  static let refuse = Phrase("Refuse", fr: "Refuser", de: "Ablehnen")
  static let reasonHint = Phrase(
    "Whoever asked reads it.", fr: "La personne qui demande le lira.", de: "Wer angefragt hat, liest sie.")
  static let takeBack = Phrase("Take it back", fr: "Retirer la demande", de: "Zurückziehen")
  static let resellerDecides = Phrase(
    "It waits for your reseller. Until it is decided it can be taken back.",
    fr: "Elle attend votre revendeur. Vous pouvez la retirer jusqu’à la décision.",
    de: "Sie wartet auf Ihren Reseller. Bis zur Entscheidung lässt sie sich zurückziehen.")
  static let managerDecides = Phrase(
    "It waits for a manager of your organization. Until it is decided you can take it back.",
    fr: "Elle attend un responsable de votre organisation. Vous pouvez la retirer jusqu’à la décision.",
    de: "Sie wartet auf die Verantwortlichen Ihrer Organisation. Bis zur Entscheidung können Sie sie zurückziehen.")

  static let ownRequests = Phrase("Your requests", fr: "Vos demandes", de: "Ihre Anfragen")
  static let waitingOne = Phrase("1 request waits for you", fr: "1 demande vous attend", de: "1 Anfrage wartet auf Sie")
  static let waiting = Phrase(
    "{count} requests wait for you", fr: "{count} demandes vous attendent", de: "{count} Anfragen warten auf Sie")
  static let ordersWaitingOne = Phrase(
    "1 order waits for you", fr: "1 commande vous attend", de: "1 Bestellung wartet auf Sie")
  static let ordersWaiting = Phrase(
    "{count} orders wait for you", fr: "{count} commandes vous attendent", de: "{count} Bestellungen warten auf Sie")
  static let atResellerOne = Phrase(
    "1 change waits for your reseller", fr: "1 changement attend votre revendeur",
    de: "1 Änderung wartet auf Ihren Reseller")
  static let atReseller = Phrase(
    "{count} changes wait for your reseller", fr: "{count} changements attendent votre revendeur",
    de: "{count} Änderungen warten auf Ihren Reseller")
  static let look = Phrase("Look", fr: "Examiner", de: "Ansehen")
  static let changeWaits = Phrase(
    "A change of this subscription waits for approval", fr: "Un changement de cet abonnement attend un accord",
    de: "Eine Änderung dieses Abonnements wartet auf Genehmigung")
  static let asksReseller = Phrase(
    "Your reseller approves this first. Nothing changes and nothing is billed until then.",
    fr: "Votre revendeur doit d’abord l’accepter. Rien ne change et rien n’est facturé d’ici là.",
    de: "Ihr Reseller genehmigt dies zuerst. Bis dahin ändert sich nichts und wird nichts verrechnet.")
  static let sendForApproval = Phrase(
    "Send for approval", fr: "Envoyer pour accord", de: "Zur Genehmigung senden")
  static let needsApproval = Phrase(
    "your reseller approves it", fr: "votre revendeur l’accepte", de: "Ihr Reseller genehmigt es")
}

/// The words of asking for a service and giving it.
enum ServiceRequestWords {
  static let title = Phrase("Ask for a service", fr: "Demander un service", de: "Um einen Dienst bitten")
  static let subtitle = Phrase(
    "A manager of your organization gets a mail and decides.",
    fr: "Un responsable de votre organisation reçoit un e-mail et décide.",
    de: "Die Verantwortlichen Ihrer Organisation erhalten eine E-Mail und entscheiden.")
  static let plan = Phrase("What do you need?", fr: "De quoi avez-vous besoin ?", de: "Was brauchen Sie?")
  static let why = Phrase("What for?", fr: "Pour quoi faire ?", de: "Wofür?")
  static let whyHint = Phrase(
    "Your manager reads it.", fr: "Votre responsable le lira.", de: "Ihre Verantwortlichen lesen es.")
  static let howMany = Phrase("Licences for the team", fr: "Licences pour l’équipe", de: "Lizenzen für das Team")
  static let howManyHint = Phrase(
    "For services you run. Leave it empty to ask for one for yourself.",
    fr: "Pour les services que vous gérez. Laissez vide pour en demander une pour vous.",
    de: "Für Dienste, die Sie betreuen. Leer lassen, um eine für sich anzufragen.")
  static let send = Phrase("Send request", fr: "Envoyer la demande", de: "Anfrage senden")

  static let give = Phrase("Give a free licence", fr: "Attribuer une licence libre", de: "Freie Lizenz vergeben")
  static let giveHint = Phrase("Costs nothing more.", fr: "Sans coût supplémentaire.", de: "Kostet nichts zusätzlich.")
  static let noneFree = Phrase(
    "No licence of this service is free.", fr: "Aucune licence libre de ce service.",
    de: "Von diesem Dienst ist keine Lizenz frei.")
  static let increase = Phrase("Add licences", fr: "Ajouter des licences", de: "Lizenzen hinzufügen")
  static let order = Phrase("Order a subscription", fr: "Commander un abonnement", de: "Abonnement bestellen")
  static let noOffer = Phrase(
    "Your reseller offers nothing of this service now.", fr: "Votre revendeur ne propose rien de ce service.",
    de: "Ihr Reseller bietet von diesem Dienst derzeit nichts an.")
  static let waitsForReseller = Phrase(
    "Your reseller approves it first; the licence can be given after that.",
    fr: "Votre revendeur doit d’abord l’accepter ; la licence pourra être attribuée ensuite.",
    de: "Ihr Reseller genehmigt es zuerst; danach lässt sich die Lizenz vergeben.")
  static let confirmTitle = Phrase("What it costs", fr: "Ce que cela coûte", de: "Was es kostet")
  static let confirm = Phrase("Approve the request", fr: "Accepter la demande", de: "Anfrage genehmigen")
}
