import Core

/// The words of access.
enum GrantWords {
  static let subtitle = Phrase(
    "Who may do what for {organization}, and who allowed it.",
    fr: "Qui peut faire quoi pour {organization}, et qui l’a autorisé.",
    de: "Wer für {organization} was darf, und wer es erlaubt hat.")
  static let appointAdmin = Phrase(
    "Appoint a technical admin", fr: "Nommer un admin technique", de: "Technische Administration ernennen")
  static let giveRole = Phrase("Give a role", fr: "Attribuer un rôle", de: "Rolle vergeben")
  static let appointed = Phrase("Appointed", fr: "Nommés", de: "Ernannte")
  static let users = Phrase("Users", fr: "Utilisateurs", de: "Benutzer")
  static let review = Phrase("Review", fr: "Revue", de: "Überprüfung")
  static let caption = Phrase("Roles given", fr: "Rôles attribués", de: "Vergebene Rollen")
  static let none = Phrase(
    "No roles given yet.", fr: "Aucun rôle attribué.", de: "Noch keine Rollen vergeben.")
  static let scope = Phrase("Where", fr: "Où", de: "Wo")
  static let unlimited = Phrase("No\u{00A0}end", fr: "Sans\u{00A0}fin", de: "Unbefristet")
  static let grantedBy = Phrase("Given by", fr: "Attribué par", de: "Vergeben von")
  static let endedBy = Phrase("Ended by", fr: "Retiré par", de: "Beendet von")
  static let lastUse = Phrase("Last active here", fr: "Dernière activité ici", de: "Hier zuletzt aktiv")
  static let end = Phrase("End", fr: "Retirer", de: "Beenden")
  static let endRole = Phrase("End role", fr: "Retirer le rôle", de: "Rolle beenden")
  static let endTitle = Phrase(
    "End “{role}” for {name}?", fr: "Retirer « {role} » à {name} ?", de: "«{role}» von {name} beenden?")
  static let endText = Phrase(
    "It counts from their next click. The audit trail keeps who gave and who ended it.",
    fr: "Effet dès le prochain clic de la personne. Le journal garde qui l’a attribué et qui l’a retiré.",
    de: "Es gilt ab dem nächsten Klick. Das Protokoll behält, wer sie vergeben und wer sie beendet hat.")
  static let guest = Phrase("guest", fr: "invité", de: "Gast")
  static let waiting = Phrase("Waits for acceptance", fr: "En attente d’acceptation", de: "Wartet auf Zusage")
  static let lapsed = Phrase("Invitation lapsed", fr: "Invitation échue", de: "Einladung abgelaufen")
  static let resend = Phrase("Invite again", fr: "Réinviter", de: "Erneut einladen")
  static let withdraw = Phrase("Withdraw", fr: "Annuler", de: "Zurückziehen")
  static let byService = Phrase(
    "Technical admins by service", fr: "Admins techniques par service", de: "Technische Administration je Dienst")
  static let nobody = Phrase("Nobody yet", fr: "Personne", de: "Noch niemand")
  static let appoint = Phrase("Appoint", fr: "Nommer", de: "Ernennen")
}
