import Core
import Markup

/// How vendors and what they are asked are spoken of on pages.
enum VendorWords {
  static func operation(_ operation: FulfilmentOperation) -> Phrase {
    switch operation {
    case .purchase: Phrase("Purchase", fr: "Achat", de: "Kauf")
    case .change: Phrase("Change of quantity", fr: "Changement de quantité", de: "Mengenänderung")
    case .suspend: Phrase("Suspension", fr: "Suspension", de: "Sperrung")
    case .resume: Phrase("Reactivation", fr: "Réactivation", de: "Reaktivierung")
    case .renew: Phrase("Renewal", fr: "Renouvellement", de: "Verlängerung")
    case .cancel: Phrase("End", fr: "Résiliation", de: "Beendigung")
    }
  }

  static func state(_ state: FulfilmentState) -> Phrase {
    switch state {
    case .waiting: Phrase("To do", fr: "À faire", de: "Zu erledigen")
    case .sent: Phrase("Sent", fr: "Envoyé", de: "Gesendet")
    case .accepted: Phrase("With the vendor", fr: "Chez l’éditeur", de: "Beim Hersteller")
    case .asking: Phrase("Vendor asks", fr: "L’éditeur demande", de: "Hersteller fragt")
    case .done: Phrase("Done", fr: "Fait", de: "Erledigt")
    case .refused: Phrase("Refused", fr: "Refusé", de: "Abgelehnt")
    case .parked: Phrase("Given up", fr: "Mis de côté", de: "Zurückgestellt")
    case .withdrawn: Phrase("Closed", fr: "Classé", de: "Geschlossen")
    }
  }

  static func badge(_ state: FulfilmentState, _ language: Language) -> HTML {
    let tone: Tone =
      switch state {
      case .done: .good
      case .refused, .parked: .bad
      case .asking, .waiting: .warning
      case .sent, .accepted, .withdrawn: .neutral
      }
    return Markup.badge(VendorWords.state(state).in(language), tone: tone)
  }

  static func kind(_ kind: ConnectorKind) -> Phrase {
    switch kind {
    case .manual: Phrase("By people (task list)", fr: "À la main (liste de tâches)", de: "Von Hand (Aufgabenliste)")
    case .http: Phrase("Signed HTTP requests", fr: "Requêtes HTTP signées", de: "Signierte HTTP-Anfragen")
    case .simulated: Phrase("Simulated (sandbox)", fr: "Simulé (bac à sable)", de: "Simuliert (Sandbox)")
    }
  }

  static func difference(_ kind: Reconciliations.Kind) -> Phrase {
    switch kind {
    case .missingThere: Phrase("Missing at the vendor", fr: "Absent chez l’éditeur", de: "Fehlt beim Hersteller")
    case .missingHere: Phrase("Unknown here", fr: "Inconnu ici", de: "Hier unbekannt")
    case .otherQuantity: Phrase("Other quantity", fr: "Autre quantité", de: "Andere Menge")
    case .otherStatus: Phrase("Other status", fr: "Autre statut", de: "Anderer Status")
    }
  }

  static func state(_ state: Reconciliations.State) -> Phrase {
    switch state {
    case .open: Phrase("Open", fr: "Ouvert", de: "Offen")
    case .settled: Phrase("Settled", fr: "Réglé", de: "Erledigt")
    case .pushed: Phrase("Sent again", fr: "Retransmis", de: "Erneut gesendet")
    }
  }

  static let provisioning = Phrase("Provisioning", fr: "Mise en service", de: "Bereitstellung")
  static let tasks = Phrase("Tasks", fr: "Tâches", de: "Aufgaben")
  static let all = Phrase("All requests", fr: "Toutes les demandes", de: "Alle Anfragen")
  static let parked = Phrase("Given up", fr: "Mises de côté", de: "Zurückgestellt")
  static let connectors = Phrase("Connectors", fr: "Connecteurs", de: "Konnektoren")
  static let tasksHint = Phrase(
    "What vendors are to do and somebody here must see to, oldest first.",
    fr: "Ce que les éditeurs doivent faire et dont quelqu’un ici doit s’occuper, le plus ancien d’abord.",
    de: "Was Hersteller tun sollen und wofür hier jemand sorgen muss, Ältestes zuerst.")
  static let noTasks = Phrase(
    "Nothing waits for you. What vendors do by themselves is under “All requests”.",
    fr: "Rien ne vous attend. Ce que les éditeurs font d’eux-mêmes figure sous « Toutes les demandes ».",
    de: "Nichts wartet auf Sie. Was Hersteller selbst erledigen, steht unter «Alle Anfragen».")
  static let noRequests = Phrase(
    "No requests yet. They come with the first order of a service that has a connector.",
    fr: "Aucune demande. Elles viendront avec la première commande d’un service doté d’un connecteur.",
    de: "Noch keine Anfragen. Sie kommen mit der ersten Bestellung eines Dienstes mit Konnektor.")
  static let request = Phrase("Request", fr: "Demande", de: "Anfrage")
  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
  static let customer = Phrase("Customer", fr: "Client", de: "Kunde")
  static let reseller = Phrase("Reseller", fr: "Revendeur", de: "Reseller")
  static let vendor = Phrase("Vendor", fr: "Éditeur", de: "Hersteller")
  static let since = Phrase("Since (UTC)", fr: "Depuis (UTC)", de: "Seit (UTC)")
  static let reference = Phrase("Vendor’s reference", fr: "Référence de l’éditeur", de: "Referenz des Herstellers")
  static let quantity = Phrase("Licences", fr: "Licences", de: "Lizenzen")
  static let takenBy = Phrase("Taken by", fr: "Pris en charge par", de: "Übernommen von")
  static let settled = Phrase("Settled", fr: "Réglé", de: "Erledigt")
  static let byVendor = Phrase("by the vendor", fr: "par l’éditeur", de: "durch den Hersteller")
  static let attempts = Phrase("Attempts", fr: "Tentatives", de: "Versuche")
  static let nextAttempt = Phrase("Next attempt (UTC)", fr: "Prochaine tentative (UTC)", de: "Nächster Versuch (UTC)")
  static let reason = Phrase("Reason", fr: "Motif", de: "Grund")
  static let notNext = Phrase(
    "Something promised before is not settled yet; this comes after it.",
    fr: "Une promesse antérieure n’est pas réglée ; ceci vient après.",
    de: "Etwas früher Versprochenes ist noch offen; das kommt danach.")
  static let waitingSince = Phrase(
    "Waiting for {vendor} since {at}", fr: "En attente de {vendor} depuis le {at}", de: "Wartet auf {vendor} seit {at}")
  static let refusedBecause = Phrase(
    "{vendor} refused: {reason}", fr: "{vendor} a refusé : {reason}", de: "{vendor} hat abgelehnt: {reason}")
  static let asks = Phrase(
    "{vendor} asks for more before it goes on.", fr: "{vendor} demande des précisions avant de continuer.",
    de: "{vendor} braucht weitere Angaben, bevor es weitergeht.")
  static let beingLookedAt = Phrase(
    "Somebody at the distributor is looking at it.", fr: "Le distributeur s’en occupe.",
    de: "Der Distributor kümmert sich darum.")
  static let open = Phrase("Open", fr: "Ouvrir", de: "Öffnen")
  static let answer = Phrase("Answer", fr: "Répondre", de: "Antworten")
  static let notBilledYet = Phrase(
    "Nothing is billed until it confirms; then from the start day.",
    fr: "Rien n’est facturé avant sa confirmation ; ensuite dès le premier jour.",
    de: "Vor der Bestätigung wird nichts verrechnet; danach ab dem ersten Tag.")
}

/// The words of the forms about requests.
enum FulfilmentFormWords {
  static let take = Phrase("Take it on", fr: "Prendre en charge", de: "Übernehmen")
  static let retry = Phrase("Try again now", fr: "Réessayer maintenant", de: "Jetzt erneut versuchen")
  static let done = Phrase("Done at the vendor", fr: "Fait chez l’éditeur", de: "Beim Hersteller erledigt")
  static let markDone = Phrase("Mark as done", fr: "Marquer comme fait", de: "Als erledigt markieren")
  static let doneHint = Phrase(
    "As if the vendor had confirmed it. A purchase becomes active and is billed from its start day.",
    fr: "Comme si l’éditeur l’avait confirmé. Un achat devient actif et est facturé dès son premier jour.",
    de: "Als hätte der Hersteller es bestätigt. Ein Kauf wird aktiv und ab seinem ersten Tag verrechnet.")
  static let refuse = Phrase("Refuse…", fr: "Refuser…", de: "Ablehnen…")
  static let refuseTitle = Phrase("Refused by the vendor", fr: "Refusé par l’éditeur", de: "Vom Hersteller abgelehnt")
  static let refuseHint = Phrase(
    "The promise is taken back by a further change; what was posted for it is given back. The reason is shown to the "
      + "reseller and the customer.",
    fr:
      "La promesse est reprise par une nouvelle modification et ce qui avait été comptabilisé est rendu. Le motif est "
      + "montré au revendeur et au client.",
    de: "Das Versprochene wird durch eine weitere Änderung zurückgenommen, Verbuchtes wird gutgeschrieben. Der Grund "
      + "wird Reseller und Kunde gezeigt.")
  static let preview = Phrase("See what it takes back", fr: "Voir l’effet", de: "Auswirkung ansehen")
  static let refuseNow = Phrase("Refuse and take back", fr: "Refuser et annuler", de: "Ablehnen und zurücknehmen")
  static let nothingToUndo = Phrase(
    "Nothing of it is left to take back; the subscription stays as it is.",
    fr: "Il n’en reste rien à reprendre ; l’abonnement reste tel quel.",
    de: "Davon ist nichts mehr zurückzunehmen; das Abonnement bleibt, wie es ist.")
  static let ask = Phrase("Vendor asks for more", fr: "L’éditeur demande plus", de: "Hersteller braucht mehr")
  static let askLabel = Phrase("What is asked for?", fr: "Que demande-t-il ?", de: "Was wird gefragt?")
  static let askHint = Phrase(
    "The reseller and whoever ordered are told by mail.",
    fr: "Le revendeur et la personne qui a commandé sont avertis.",
    de: "Reseller und wer bestellt hat, werden per E-Mail informiert.")
  static let sendQuestion = Phrase("Pass the question on", fr: "Transmettre la question", de: "Frage weitergeben")
  static let close = Phrase("Close without undoing", fr: "Classer sans annuler", de: "Ohne Rücknahme schliessen")
  static let closeHint = Phrase(
    "When it was dealt with in another way. The subscription stays as it is.",
    fr: "Si l’affaire a été réglée autrement. L’abonnement reste tel quel.",
    de: "Wenn es anders geregelt wurde. Das Abonnement bleibt, wie es ist.")
  static let closeNow = Phrase("Close", fr: "Classer", de: "Schliessen")
  static let answerTitle = Phrase("What {vendor} asks", fr: "Ce que demande {vendor}", de: "Was {vendor} wissen will")
  static let send = Phrase("Send to the vendor", fr: "Envoyer à l’éditeur", de: "An den Hersteller senden")
}
