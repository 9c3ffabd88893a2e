/// The words of provisioning.
enum ProvisioningWords {
  static let title = Phrase("Provisioning", fr: "Provisionnement", de: "Provisionierung")
  static let subtitle = Phrase(
    "Your identity provider (Entra ID, Okta and others) keeps people and groups here up to date by itself.",
    fr: "Votre fournisseur d’identité (Entra ID, Okta, etc.) tient à jour ici les personnes et les groupes.",
    de: "Ihr Identitätsanbieter (Entra ID, Okta und andere) hält Personen und Gruppen hier selbst aktuell.")
  static let connection = Phrase("Connection", fr: "Connexion", de: "Verbindung")
  static let address = Phrase("Address", fr: "Adresse", de: "Adresse")
  static let addressHint = Phrase(
    "Enter this address (“tenant URL”, “SCIM base URL”) at your provider, together with the token.",
    fr: "Saisissez cette adresse (« URL du locataire », « URL de base SCIM ») chez votre fournisseur, avec le jeton.",
    de: "Tragen Sie diese Adresse («Mandanten-URL», «SCIM-Basis-URL») zusammen mit dem Token beim Anbieter ein.")
  static let token = Phrase("Token", fr: "Jeton", de: "Token")
  static let noToken = Phrase(
    "There is no token yet, so no provider is connected.",
    fr: "Pas encore de jeton : aucun fournisseur n’est connecté.",
    de: "Es gibt noch kein Token, also ist kein Anbieter verbunden.")
  static let createToken = Phrase("Create token", fr: "Créer le jeton", de: "Token erstellen")
  static let replaceToken = Phrase("Replace token", fr: "Remplacer le jeton", de: "Token ersetzen")
  static let replaceHint = Phrase(
    "The present token ends at once: have the provider’s settings open to enter the new one.",
    fr: "Le jeton actuel prend fin aussitôt : ouvrez d’abord les réglages du fournisseur pour saisir le nouveau.",
    de: "Das jetzige Token endet sofort: Öffnen Sie zuerst die Einstellungen des Anbieters für das neue.")
  static let endToken = Phrase("End token", fr: "Mettre fin au jeton", de: "Token beenden")
  static let endTitle = Phrase("End {name}?", fr: "Mettre fin à {name} ?", de: "{name} beenden?")
  static let endText = Phrase(
    "The provider can change nothing here any more. People, groups and what they were given stay as they are.",
    fr: "Le fournisseur ne pourra plus rien modifier ici. Personnes, groupes et attributions restent tels quels.",
    de: "Der Anbieter kann hier nichts mehr ändern. Personen, Gruppen und Zugeteiltes bleiben, wie sie sind.")
  static let tokenName = Phrase("Name of the provider", fr: "Nom du fournisseur", de: "Name des Anbieters")
  static let tokenNameHint = Phrase(
    "As the audit trail will call it, e.g. Entra ID.", fr: "Tel que le journal l’appellera, p. ex. Entra ID.",
    de: "So nennt ihn das Protokoll, z. B. Entra ID.")
  static let madeBy = Phrase("Made by", fr: "Créé par", de: "Erstellt von")
  static let lastUsed = Phrase("Last used (UTC)", fr: "Dernière utilisation (UTC)", de: "Zuletzt benutzt (UTC)")
  static let counts = Phrase("Valid", fr: "Valable", de: "Gültig")
  static let endsSoon = Phrase("Ends soon", fr: "Expire bientôt", de: "Läuft bald ab")
  static let dead = Phrase("Without effect", fr: "Sans effet", de: "Wirkungslos")
  static let makerGone = Phrase(
    "Whoever made this token no longer manages this customer, so it opens nothing. Replace it.",
    fr: "L’auteur de ce jeton ne gère plus ce client : il n’ouvre plus rien. Remplacez-le.",
    de: "Wer dieses Token erstellt hat, verwaltet diesen Kunden nicht mehr: Es öffnet nichts. Ersetzen Sie es.")
  static let shownOnce = Phrase(
    "Shown only this once.", fr: "Affiché une seule fois.", de: "Wird nur dieses eine Mal gezeigt.")
  static let keepIt = Phrase(
    "Enter it at your provider now (“secret token”). If it is lost, replace it.",
    fr: "Saisissez-le maintenant chez votre fournisseur (« jeton secret »). S’il est perdu, remplacez-le.",
    de: "Tragen Sie es jetzt beim Anbieter ein («geheimes Token»). Geht es verloren, ersetzen Sie es.")
  static let newcomers = Phrase(
    "People your provider creates", fr: "Personnes créées par le fournisseur", de: "Personen, die der Anbieter anlegt")
  static let invites = Phrase(
    "Send each of them an invitation by mail", fr: "Envoyer à chacune une invitation par e-mail",
    de: "Jeder eine Einladung per E-Mail senden")
  static let invitesHint = Phrase(
    "Not needed where people sign in through the provider.",
    fr: "Inutile si les personnes se connectent via le fournisseur.",
    de: "Nicht nötig, wenn sich alle über den Anbieter anmelden.")
  static let groups = Phrase("Groups", fr: "Groupes", de: "Gruppen")
  static let group = Phrase("Group", fr: "Groupe", de: "Gruppe")
  static let gives = Phrase("Members get", fr: "Les membres reçoivent", de: "Mitglieder erhalten")
  static let nothing = Phrase("nothing yet", fr: "rien encore", de: "noch nichts")
  static let members = Phrase("Members", fr: "Membres", de: "Mitglieder")
  static let waiting = Phrase("{count} without licence", fr: "{count} sans licence", de: "{count} ohne Lizenz")
  static let noGroups = Phrase(
    "Your provider has sent no groups yet. Once it does, choose here what their members get.",
    fr: "Votre fournisseur n’a pas encore envoyé de groupes. Vous choisirez ici ce que leurs membres reçoivent.",
    de: "Ihr Anbieter hat noch keine Gruppen gesendet. Danach wählen Sie hier, was deren Mitglieder erhalten.")
  static let licenceOf = Phrase("Licence: {name}", fr: "Licence : {name}", de: "Lizenz: {name}")
  static let allServices = Phrase("all services", fr: "tous les services", de: "alle Dienste")
  static let groupSubtitle = Phrase(
    "{count} members, kept by your identity provider.", fr: "{count} membres, tenus par votre fournisseur d’identité.",
    de: "{count} Mitglieder, vom Identitätsanbieter gepflegt.")
  static let waitingTitle = Phrase(
    "{count} members have no licence, because none is left.",
    fr: "{count} membres sont sans licence, car il n’en reste plus.",
    de: "{count} Mitglieder haben keine Lizenz, weil keine mehr frei ist.")
  static let waitingHint = Phrase(
    "Add licences or take some back; they are then given at the provider’s next change, or now.",
    fr:
      "Ajoutez ou reprenez des licences ; elles seront attribuées au prochain changement, ou maintenant.",
    de: "Fügen Sie Lizenzen hinzu oder nehmen Sie welche zurück; vergeben werden sie bei der nächsten Änderung des "
      + "Anbieters oder jetzt.")
  static let giveWaiting = Phrase(
    "Give free licences now", fr: "Attribuer les licences libres", de: "Freie Lizenzen jetzt vergeben")
  static let notAll = Phrase(
    "The first {count} are shown.", fr: "Les {count} premiers sont affichés.", de: "Die ersten {count} sind aufgeführt."
  )
  static let whatTheyGet = Phrase("What", fr: "Quoi", de: "Was")
  static let decidedBy = Phrase("Decided by", fr: "Décidé par", de: "Bestimmt von")
  static let endMapping = Phrase("Take back", fr: "Reprendre", de: "Zurücknehmen")
  static let givesNothing = Phrase(
    "Members get nothing by being in this group.", fr: "Les membres de ce groupe ne reçoivent rien.",
    de: "Wer in dieser Gruppe ist, erhält dadurch nichts.")
  static let giveMore = Phrase("Give to all members", fr: "Donner à tous les membres", de: "Allen Mitgliedern geben")
  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
  static let freeOf = Phrase(
    "{free} of {quantity} free", fr: "{free} sur {quantity} libres", de: "{free} von {quantity} frei")
  static let licenceHint = Phrase(
    "Each member gets one while there are free licences. None is bought.",
    fr: "Chaque membre en reçoit une tant qu’il en reste. Aucune n’est achetée.",
    de: "Jedes Mitglied erhält eine, solange welche frei sind. Es wird keine gekauft.")
  static let giveLicences = Phrase("Give licences", fr: "Attribuer des licences", de: "Lizenzen geben")
  static let giveRole = Phrase("Give a role", fr: "Attribuer un rôle", de: "Rolle geben")
  static let services = Phrase("Services", fr: "Services", de: "Dienste")
  static let servicesHint = Phrase(
    "For technical admins only; none ticked: all services.",
    fr: "Pour les admins techniques seulement ; rien de coché : tous les services.",
    de: "Nur für technische Administration; nichts angekreuzt: alle Dienste.")
  static let state = Phrase("State", fr: "État", de: "Zustand")
  static let noMembers = Phrase(
    "Nobody is in this group.", fr: "Personne n’est dans ce groupe.", de: "Niemand ist in dieser Gruppe.")
  static let disabled = Phrase(
    "Disabled, gets nothing", fr: "Désactivé, ne reçoit rien", de: "Deaktiviert, erhält nichts")
  static let noLicence = Phrase("Waits for a licence", fr: "Attend une licence", de: "Wartet auf eine Lizenz")
  static let inOrder = Phrase("In order", fr: "En ordre", de: "In Ordnung")
}
