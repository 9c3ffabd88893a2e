import Core

/// The mails about requests, and about orders that wait.
enum RequestMailWords {
  static func subject(_ event: CustomerRequest.Event, isService: Bool) -> Phrase {
    switch event {
    case .asked where isService:
      Phrase("{asker} asks for {subject}", fr: "{asker} demande {subject}", de: "{asker} bittet um {subject}")
    case .asked:
      Phrase(
        "{customer} asks for a change: {subject}", fr: "{customer} demande un changement : {subject}",
        de: "{customer} bittet um eine Änderung: {subject}")
    case .changed:
      Phrase(
        "Your request was changed: {subject}", fr: "Votre demande a été modifiée : {subject}",
        de: "Ihre Anfrage wurde geändert: {subject}")
    case .approved:
      Phrase(
        "Your request is approved: {subject}", fr: "Votre demande est acceptée : {subject}",
        de: "Ihre Anfrage ist genehmigt: {subject}")
    case .refused:
      Phrase(
        "Your request is refused: {subject}", fr: "Votre demande est refusée : {subject}",
        de: "Ihre Anfrage ist abgelehnt: {subject}")
    case .cancelled:
      Phrase(
        "A request was taken back: {subject}", fr: "Une demande a été retirée : {subject}",
        de: "Eine Anfrage wurde zurückgezogen: {subject}")
    case .expired:
      Phrase(
        "Your request has expired: {subject}", fr: "Votre demande a expiré : {subject}",
        de: "Ihre Anfrage ist abgelaufen: {subject}")
    }
  }

  static func news(_ event: CustomerRequest.Event) -> Phrase {
    switch event {
    case .asked:
      Phrase(
        "{actor} of {customer} asks for this and waits for your decision. Look at it and approve or refuse it within "
          + "{days} days.",
        fr: "{actor} de {customer} fait cette demande et attend votre décision. Examinez-la, puis acceptez-la ou "
          + "refusez-la dans les {days} jours.",
        de: "{actor} von {customer} bittet darum und wartet auf Ihre Entscheidung. Sehen Sie die Anfrage an und "
          + "genehmigen Sie sie oder lehnen Sie sie innert {days} Tagen ab.")
    case .changed:
      Phrase(
        "{actor} would carry out the following instead of what you asked. It still waits; you can take it back.",
        fr: "{actor} exécuterait ceci à la place de votre demande. Elle attend encore ; vous pouvez la retirer.",
        de: "{actor} würde statt Ihrer Anfrage Folgendes ausführen. Sie wartet noch; Sie können sie zurückziehen.")
    case .approved:
      Phrase(
        "{actor} approved what you asked for.", fr: "{actor} a accepté votre demande.",
        de: "{actor} hat Ihre Anfrage genehmigt.")
    case .refused:
      Phrase(
        "{actor} refused what you asked for. You may ask again.",
        fr: "{actor} a refusé votre demande. Vous pouvez redemander.",
        de: "{actor} hat Ihre Anfrage abgelehnt. Sie können erneut anfragen.")
    case .cancelled:
      Phrase(
        "{actor} of {customer} no longer asks for this. You need not do anything.",
        fr: "{actor} de {customer} ne le demande plus. Vous n’avez rien à faire.",
        de: "{actor} von {customer} bittet nicht mehr darum. Sie müssen nichts tun.")
    case .expired:
      Phrase(
        "Nobody decided your request within {days} days, so it waits no longer. Ask again if you still need it.",
        fr: "Personne n’a décidé dans les {days} jours, votre demande n’attend plus. Redemandez si nécessaire.",
        de: "Innert {days} Tagen hat niemand entschieden, die Anfrage wartet nicht mehr. "
          + "Fragen Sie bei Bedarf erneut an.")
    }
  }

  static func subject(_ event: OrderNews) -> Phrase {
    switch event {
    case .changed:
      Phrase(
        "Order {number} was changed", fr: "La commande {number} a été modifiée",
        de: "Bestellung {number} wurde geändert")
    case .completed:
      Phrase(
        "Order {number} is carried out", fr: "La commande {number} est exécutée",
        de: "Bestellung {number} ist ausgeführt")
    case .rejected:
      Phrase(
        "Order {number} is rejected", fr: "La commande {number} est refusée", de: "Bestellung {number} ist abgelehnt")
    case .cancelled:
      Phrase(
        "{customer} cancelled order {number}", fr: "{customer} a annulé la commande {number}",
        de: "{customer} hat Bestellung {number} storniert")
    }
  }

  static func news(_ event: OrderNews) -> Phrase {
    switch event {
    case .changed:
      Phrase(
        "{actor} changed your order to the following. It still waits; you can cancel it.",
        fr: "{actor} a modifié votre commande comme suit. Elle attend encore ; vous pouvez l’annuler.",
        de: "{actor} hat Ihre Bestellung wie folgt geändert. Sie wartet noch; Sie können sie stornieren.")
    case .completed:
      Phrase(
        "{actor} approved your order. Its subscriptions begin today.",
        fr: "{actor} a accepté votre commande. Ses abonnements commencent aujourd’hui.",
        de: "{actor} hat Ihre Bestellung genehmigt. Die Abonnements beginnen heute.")
    case .rejected:
      Phrase(
        "{actor} rejected your order. You may place another.",
        fr: "{actor} a refusé votre commande. Vous pouvez en passer une autre.",
        de: "{actor} hat Ihre Bestellung abgelehnt. Sie können eine andere aufgeben.")
    case .cancelled:
      Phrase(
        "{actor} cancelled the order. You need not do anything.",
        fr: "{actor} a annulé la commande. Vous n’avez rien à faire.",
        de: "{actor} hat die Bestellung storniert. Sie müssen nichts tun.")
    }
  }

  static let greeting = Phrase("Hello {name},", fr: "Bonjour {name},", de: "Guten Tag {name}")
  static let what = Phrase("What: {what}", fr: "Quoi : {what}", de: "Was: {what}")
  static let reason = Phrase("Reason: {reason}", fr: "Motif : {reason}", de: "Grund: {reason}")
  static let link = Phrase("{link}", fr: "{link}", de: "{link}")
}
