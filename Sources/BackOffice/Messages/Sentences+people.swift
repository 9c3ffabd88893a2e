import Core

/// People, their passwords, their licences, their tickets.
extension Sentences {
  package static let people: [Code: Phrase] = accounts.merging(passwords) { first, _ in first }
    .merging(accountChanges) { first, _ in first }

  private static let accounts: [Code: Phrase] = [
    "user.unknown": Phrase(
      "No such person is known here. Check the id, or invite the person first.",
      fr: "Cette personne est inconnue ici. Vérifiez l’identifiant ou invitez-la d’abord.",
      de: "Diese Person ist hier nicht bekannt. Prüfen Sie die Kennung oder laden Sie die Person zuerst ein."),
    "user.disabled": Phrase(
      "This person’s account is disabled. Enable it first or choose somebody else.",
      fr: "Le compte de cette personne est désactivé. Réactivez-le d’abord ou choisissez quelqu’un d’autre.",
      de: "Das Konto dieser Person ist deaktiviert. Aktivieren Sie es zuerst oder wählen Sie jemand anderen."),
    "user.email_taken": Phrase(
      "Somebody signs in with this e-mail address already. Use another address for this person.",
      fr: "Quelqu’un se connecte déjà avec cette adresse e-mail. Prenez une autre adresse pour cette personne.",
      de: "Mit dieser E-Mail-Adresse meldet sich schon jemand an. Verwenden Sie für diese Person eine andere."),
    "user.not_oneself": Phrase(
      "Nobody disables or enables themselves. Ask another administrator to do it.",
      fr: "Personne ne se désactive ni ne se réactive soi-même. Demandez à un autre administrateur de le faire.",
      de: "Niemand deaktiviert oder aktiviert sich selbst. Bitten Sie einen anderen Administrator darum."),
    "user.status_by_invitation": Phrase(
      "Somebody invited becomes active by accepting the invitation, and nobody goes back to being invited. "
        + "Send the invitation again instead.",
      fr: "Une personne invitée devient active en acceptant l’invitation, et on ne revient pas à cet état. "
        + "Renvoyez plutôt l’invitation.",
      de: "Eingeladene werden aktiv, indem sie die Einladung annehmen, und niemand wird wieder eingeladen. "
        + "Senden Sie stattdessen die Einladung erneut."),
    "user.outranks": Phrase(
      "This person’s role ranks too high for you to act on their account. Ask somebody of a higher role.",
      fr: "Le rôle de cette personne est trop élevé pour que vous agissiez sur son compte. "
        + "Demandez à un rôle supérieur.",
      de: "Die Rolle dieser Person ist zu hoch, als dass Sie ihr Konto ändern könnten. Fragen Sie jemand Höheren."),
    "user.already_active": Phrase(
      "This person has accepted the invitation already, so there is none to send. Reset the password if it is lost.",
      fr: "Cette personne a déjà accepté l’invitation. Si le mot de passe est perdu, réinitialisez-le.",
      de: "Diese Person hat die Einladung schon angenommen. Setzen Sie das Passwort zurück, falls es verloren ist."),
    "invitation.not_valid": Phrase(
      "This invitation was used already, replaced by a newer one, or is too old. "
        + "Ask whoever invited you for a new one.",
      fr: "Cette invitation a déjà servi, a été remplacée ou est trop ancienne. Demandez-en une nouvelle.",
      de: "Diese Einladung wurde schon benutzt, ersetzt oder ist zu alt. Bitten Sie um eine neue."),
    "ticket.reseller_escalates": Phrase(
      "Only the reseller passes a ticket on to its distributor. Reply to the ticket and ask for that.",
      fr: "Seul le revendeur transmet un ticket à son distributeur. Répondez au ticket pour le demander.",
      de: "Nur der Reseller gibt ein Ticket an den Distributor weiter. "
        + "Antworten Sie auf das Ticket und bitten Sie darum."),
  ]

  private static let passwords: [Code: Phrase] = [
    "password.too_short": Phrase(
      "This password is too short to be safe. Use at least {minimum} characters; several words do well.",
      fr: "Ce mot de passe est trop court pour être sûr. "
        + "Prenez au moins {minimum} caractères, par exemple plusieurs mots.",
      de: "Dieses Passwort ist zu kurz, um sicher zu sein. "
        + "Nehmen Sie mindestens {minimum} Zeichen, etwa mehrere Wörter."),
    "password.too_long": Phrase(
      "This password is too long. Use at most {maximum} characters.",
      fr: "Ce mot de passe est trop long. Prenez au plus {maximum} caractères.",
      de: "Dieses Passwort ist zu lang. Nehmen Sie höchstens {maximum} Zeichen."),
    "password.common": Phrase(
      "This password is one of the first that others would try. Choose a less common one.",
      fr: "Ce mot de passe est l’un des premiers qu’on essaierait. Choisissez-en un moins courant.",
      de: "Dieses Passwort würden andere als eines der ersten versuchen. Wählen Sie ein weniger geläufiges."),
    "password.wrong": Phrase(
      "This is not your present password, so it was not changed. Type it again.",
      fr: "Ce n’est pas votre mot de passe actuel, il n’a pas été changé. Retapez-le.",
      de: "Das ist nicht Ihr jetziges Passwort, es wurde nicht geändert. Geben Sie es nochmals ein."),
    "password.change_required": Phrase(
      "Your password was set by somebody else. Choose your own before anything else.",
      fr: "Votre mot de passe a été défini par quelqu’un d’autre. Choisissez d’abord le vôtre.",
      de: "Ihr Passwort hat jemand anders gesetzt. Wählen Sie zuerst ein eigenes."),
  ]
}
