/// The words of the pages on which an organization sets up its identity provider.
enum IdentityProviderWords {
  static let title = Phrase(
    "Sign-in with your own provider", fr: "Connexion par votre fournisseur", de: "Anmeldung über Ihren Anmeldedienst")
  static let subtitle = Phrase(
    "Your people sign in where they do for everything else: Microsoft Entra, Google Workspace or any OpenID provider.",
    fr: "Vos membres se connectent comme partout ailleurs : Microsoft Entra, Google Workspace ou tout autre "
      + "fournisseur OpenID.",
    de: "Ihre Leute melden sich dort an, wo sie es immer tun: Microsoft Entra, Google Workspace oder ein anderer "
      + "OpenID-Dienst.")
  static let entry = Phrase("Sign-in provider", fr: "Fournisseur de connexion", de: "Anmeldedienst")

  static let state = Phrase("Where it stands", fr: "État", de: "Stand")
  static let checkAgain = Phrase("Check again", fr: "Vérifier à nouveau", de: "Erneut prüfen")
  static let looking = Phrase(
    "Being looked at now; reload this page in a few seconds.",
    fr: "Vérification en cours ; rechargez la page dans quelques secondes.",
    de: "Wird gerade geprüft; laden Sie die Seite in einigen Sekunden neu.")
  static let ready = Phrase(
    "The provider answers and a domain is proven: people can sign in.",
    fr: "Le fournisseur répond et un domaine est prouvé : la connexion est possible.",
    de: "Der Dienst antwortet und eine Domain ist nachgewiesen: Die Anmeldung ist möglich.")
  static let domainMissing = Phrase(
    "The provider answers. Nobody can sign in before one of the domains is proven.",
    fr: "Le fournisseur répond. Personne ne peut se connecter avant qu’un domaine soit prouvé.",
    de: "Der Dienst antwortet. Anmelden kann sich erst jemand, wenn eine Domain nachgewiesen ist.")
  static let domain = Phrase("Domain", fr: "Domaine", de: "Domain")
  static let pending = Phrase("Not proven yet", fr: "Pas encore prouvé", de: "Noch nicht nachgewiesen")
  static let proven = Phrase("Proven", fr: "Prouvé", de: "Nachgewiesen")
  static let lookedAt = Phrase("Last looked (UTC)", fr: "Dernière vérification (UTC)", de: "Zuletzt geprüft (UTC)")
  static let proving = Phrase("Prove {domain}", fr: "Prouver {domain}", de: "{domain} nachweisen")
  static let recordName = Phrase("Name of the record", fr: "Nom de l’enregistrement", de: "Name des Eintrags")
  static let recordValue = Phrase("Value of the record", fr: "Valeur de l’enregistrement", de: "Wert des Eintrags")
  static let recordHint = Phrase(
    "Whoever looks after the domain sets a TXT record with this name and value. It is looked for by itself for a week, "
      + "more and more rarely.",
    fr: "La personne qui gère le domaine crée un enregistrement TXT avec ce nom et cette valeur. Il est recherché "
      + "pendant une semaine, de plus en plus rarement.",
    de: "Wer die Domain betreut, setzt einen TXT-Eintrag mit diesem Namen und Wert. Er wird eine Woche lang von selbst "
      + "gesucht, immer seltener.")
  static let linked = Phrase(
    "Accounts tied to somebody at the provider: {count}.", fr: "Comptes liés au fournisseur : {count}.",
    de: "Mit dem Dienst verknüpfte Konten: {count}.")

  static let register = Phrase("At your provider", fr: "Chez votre fournisseur", de: "Bei Ihrem Anmeldedienst")
  static let registration = Phrase(
    "Register Comptoir there as a web application, with this redirect address:",
    fr: "Enregistrez-y Comptoir comme application web, avec cette adresse de redirection :",
    de: "Registrieren Sie Comptoir dort als Web-Anwendung, mit dieser Umleitungsadresse:")
  static let redirect = Phrase("Redirect address", fr: "Adresse de redirection", de: "Umleitungsadresse")
  static let entra = Phrase(
    "Microsoft Entra: the issuer is https://login.microsoftonline.com/DIRECTORY-ID/v2.0.",
    fr: "Microsoft Entra : l’émetteur est https://login.microsoftonline.com/ID-ANNUAIRE/v2.0.",
    de: "Microsoft Entra: Der Aussteller ist https://login.microsoftonline.com/VERZEICHNIS-ID/v2.0.")
  static let google = Phrase(
    "Google Workspace: the issuer is https://accounts.google.com.",
    fr: "Google Workspace : l’émetteur est https://accounts.google.com.",
    de: "Google Workspace: Der Aussteller ist https://accounts.google.com.")

  static let settings = Phrase("In Comptoir", fr: "Dans Comptoir", de: "In Comptoir")
  static let issuer = Phrase("Issuer", fr: "Émetteur", de: "Aussteller")
  static let issuerHint = Phrase(
    "Exactly as the provider writes it.", fr: "Exactement comme le fournisseur l’écrit.",
    de: "Genau so, wie der Dienst ihn schreibt.")
  static let clientID = Phrase("Client id", fr: "Identifiant client", de: "Client-ID")
  static let clientSecret = Phrase("Client secret", fr: "Secret client", de: "Client-Geheimnis")
  static let secretHint = Phrase(
    "Kept encrypted and never shown again.", fr: "Conservé chiffré, jamais réaffiché.",
    de: "Wird verschlüsselt aufbewahrt und nie wieder gezeigt.")
  static let secretKept = Phrase(
    "Leave it empty to keep the present one.", fr: "Laissez vide pour garder l’actuel.",
    de: "Leer lassen, um das bisherige zu behalten.")
  static let domains = Phrase("Domains", fr: "Domaines", de: "Domains")
  static let domainsHint = Phrase(
    "One per line: what stands after the @ in your people’s addresses.",
    fr: "Un par ligne : ce qui suit le @ dans les adresses de vos membres.",
    de: "Eine pro Zeile: was in den Adressen Ihrer Leute nach dem @ steht.")
  static let buttonText = Phrase("Name shown", fr: "Nom affiché", de: "Angezeigter Name")
  static let buttonHint = Phrase(
    "What your people call it, such as “Helvetia account”.", fr: "Son nom chez vous, par ex. « compte Helvetia ».",
    de: "Wie Ihre Leute es nennen, etwa «Helvetia-Konto».")
  static let createsUsers = Phrase(
    "Create an account for people who come for the first time", fr: "Créer un compte à la première venue",
    de: "Beim ersten Mal ein Konto anlegen")
  static let createsHint = Phrase(
    "They become users, nothing more. Otherwise only those who were invited get in.",
    fr: "Ces personnes deviennent utilisateurs, rien de plus. Sinon, seules les personnes invitées entrent.",
    de: "Sie werden Benutzer, nicht mehr. Sonst kommen nur Eingeladene herein.")
  static let createsHintSeller = Phrase(
    "They get no role until you give them one. Otherwise only those who were invited get in.",
    fr: "Sans rôle jusqu’à ce que vous en attribuiez un. Sinon, seules les personnes invitées entrent.",
    de: "Ohne Rolle, bis Sie eine vergeben. Sonst kommen nur Eingeladene herein.")
  static let enforced = Phrase(
    "Sign in through the provider only", fr: "Connexion par le fournisseur uniquement",
    de: "Anmeldung nur über den Dienst")
  static let enforcedHint = Phrase(
    "Passwords are refused to everybody with an address in a proven domain. Administrators keep theirs as a way in "
      + "should the provider fail.",
    fr: "Les mots de passe sont refusés aux adresses d’un domaine prouvé. Les administrateurs gardent le leur, au cas "
      + "où le fournisseur ferait défaut.",
    de: "Passwörter werden bei Adressen einer nachgewiesenen Domain abgelehnt. Die Administration behält ihre, falls "
      + "der Dienst ausfällt.")

  static let remove = Phrase("Remove provider", fr: "Retirer le fournisseur", de: "Anmeldedienst entfernen")
  static let removal = Phrase(
    "Everybody signs in with a password again; {count} accounts are untied, the domains’ proofs are forgotten. Whoever "
      + "has no password needs a new one from you.",
    fr: "Tout le monde se reconnecte par mot de passe ; {count} comptes sont déliés, les preuves des domaines "
      + "oubliées. Qui n’a pas de mot de passe en reçoit un de vous.",
    de: "Alle melden sich wieder mit Passwort an; {count} Konten werden gelöst, die Nachweise der Domains vergessen. "
      + "Wer kein Passwort hat, braucht eines von Ihnen.")
}
