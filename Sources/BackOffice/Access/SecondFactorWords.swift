import Core

/// The words of the pages about the second factor.
enum SecondFactorWords {
  static let title = Phrase("Second factor", fr: "Second facteur", de: "Zweiter Faktor")
  static let profile = Phrase("Your profile", fr: "Votre profil", de: "Ihr Profil")
  static let code = Phrase("Code", fr: "Code", de: "Code")
  static let either = Phrase(
    "The six digits your app shows now, or a recovery code.",
    fr: "Les six chiffres affichés par votre application, ou un code de secours.",
    de: "Die sechs Ziffern, die Ihre App jetzt zeigt, oder ein Wiederherstellungscode.")
  static let password = Phrase("Your password", fr: "Votre mot de passe", de: "Ihr Passwort")
  static let what = Phrase(
    "With a second factor, signing in takes your password and a code from an app on your phone. Whoever learns your "
      + "password alone stays out. Any authenticator app will do.",
    fr: "Avec un second facteur, la connexion demande votre mot de passe et un code d’une application de votre "
      + "téléphone. Qui n’apprend que votre mot de passe reste dehors. Toute application d’authentification convient.",
    de:
      "Mit einem zweiten Faktor braucht die Anmeldung Ihr Passwort und einen Code aus einer App auf Ihrem Telefon. Wer "
      + "nur Ihr Passwort kennt, bleibt draussen. Jede Authenticator-App eignet sich.")
  static let setUp = Phrase("Set up", fr: "Configurer", de: "Einrichten")
  static let required = Phrase(
    "Your organization asks for a second factor. Set it up to go on.",
    fr: "Votre organisation exige un second facteur. Configurez-le pour continuer.",
    de: "Ihre Organisation verlangt einen zweiten Faktor. Richten Sie ihn ein, um fortzufahren.")
  static let scan = Phrase("1. Scan this code", fr: "1. Lisez ce code", de: "1. Diesen Code einlesen")
  static let scanHint = Phrase(
    "Open your authenticator app, add an account and point the camera here.",
    fr: "Ouvrez votre application d’authentification, ajoutez un compte et visez ce code.",
    de: "Öffnen Sie Ihre Authenticator-App, fügen Sie ein Konto hinzu und richten Sie die Kamera hierher.")
  static let qr = Phrase("QR code with your key", fr: "Code QR avec votre clé", de: "QR-Code mit Ihrem Schlüssel")
  static let byHand = Phrase("No camera? Type the key", fr: "Pas de caméra ? Tapez la clé", de: "Ohne Kamera eintippen")
  static let byHandHint = Phrase(
    "Choose “time based” in the app. It is not shown again once it is confirmed.",
    fr: "Choisissez « basé sur le temps » dans l’application. La clé n’est plus montrée après confirmation.",
    de: "Wählen Sie in der App «zeitbasiert». Nach der Bestätigung wird der Schlüssel nicht mehr gezeigt.")
  static let key = Phrase("Key", fr: "Clé", de: "Schlüssel")
  static let check = Phrase("2. Type its code", fr: "2. Tapez son code", de: "2. Den Code eingeben")
  static let codeHint = Phrase(
    "The six digits that the app shows now.", fr: "Les six chiffres affichés à présent.",
    de: "Die sechs Ziffern, die die App jetzt zeigt.")
  static let turnOn = Phrase("Turn on", fr: "Activer", de: "Einschalten")
  static let isOn = Phrase("On since {day}.", fr: "Activé depuis le {day}.", de: "Aktiv seit {day}.")
  static let recovery = Phrase("Recovery codes", fr: "Codes de secours", de: "Wiederherstellungscodes")
  static let left = Phrase(
    "{count} left. Each signs you in once when your phone is not at hand.",
    fr: "Il en reste {count}. Chacun vous connecte une fois quand votre téléphone n’est pas à portée.",
    de: "Noch {count}. Jeder meldet Sie einmal an, wenn das Telefon nicht zur Hand ist.")
  static let replace = Phrase("Make new codes", fr: "Créer de nouveaux codes", de: "Neue Codes erstellen")
  static let change = Phrase("Another phone?", fr: "Autre téléphone ?", de: "Anderes Telefon?")
  static let turnOff = Phrase("Turn off", fr: "Désactiver", de: "Ausschalten")
  static let offHint = Phrase(
    "Turn it off, then set it up with the new phone. Until then your password alone signs you in.",
    fr: "Désactivez-le, puis configurez le nouveau téléphone. D’ici là, votre mot de passe seul suffit.",
    de: "Schalten Sie ihn aus und richten Sie ihn mit dem neuen Telefon ein. Bis dahin genügt Ihr Passwort.")
  static let offRequired = Phrase(
    "Your organization asks for one: after turning it off you set up another before anything else.",
    fr: "Votre organisation en exige un : après la désactivation, vous en configurez un autre avant toute chose.",
    de: "Ihre Organisation verlangt einen: Nach dem Ausschalten richten Sie zuerst einen anderen ein.")
  static let codesTitle = Phrase(
    "Keep these codes safe: they are shown only this once.",
    fr: "Gardez ces codes en lieu sûr : ils ne sont affichés qu’une fois.",
    de: "Bewahren Sie diese Codes sicher auf: Sie werden nur dieses eine Mal gezeigt.")
  static let codesHint = Phrase(
    "Print them or put them into your password manager. Each works once in place of a code of your app.",
    fr:
      "Imprimez-les ou mettez-les dans votre gestionnaire de mots de passe. Chacun remplace une fois un code de votre "
      + "application.",
    de: "Drucken Sie sie aus oder legen Sie sie in Ihren Passwortmanager. Jeder ersetzt einmal einen Code Ihrer App.")
  static let kept = Phrase("I have kept them", fr: "Je les ai gardés", de: "Ich habe sie aufbewahrt")
  static let signOut = Phrase("Sign out", fr: "Se déconnecter", de: "Abmelden")
  static let reset = Phrase(
    "Reset second factor", fr: "Réinitialiser le second facteur", de: "Zweiten Faktor zurücksetzen")
  static let resetTitle = Phrase(
    "Reset {name}’s second factor?", fr: "Réinitialiser le second facteur de {name} ?",
    de: "Zweiten Faktor von {name} zurücksetzen?")
  static let resetText = Phrase(
    "For a lost phone, and only once you are sure who asks. {name} then signs in with the password alone, sets up "
      + "another, and is told of this by mail.",
    fr:
      "Pour un téléphone perdu, et seulement si vous êtes sûr de qui le demande. {name} se connecte alors avec le seul "
      + "mot de passe, en configure un autre et en est averti par e-mail.",
    de: "Für ein verlorenes Telefon, und nur wenn Sie sicher sind, wer darum bittet. {name} meldet sich dann mit dem "
      + "Passwort allein an, richtet einen neuen ein und erfährt davon per E-Mail.")
  static let policy = Phrase("Sign-in rules", fr: "Règles de connexion", de: "Anmelderegeln")
  static let policyTitle = Phrase(
    "How your people sign in", fr: "Comment vos membres se connectent", de: "Wie sich Ihre Leute anmelden")
  static let count = Phrase(
    "{enrolled} of {people} people who can sign in have a second factor.",
    fr: "{enrolled} personnes sur {people} pouvant se connecter ont un second facteur.",
    de: "{enrolled} von {people} Personen, die sich anmelden können, haben einen zweiten Faktor.")
  static let require = Phrase(
    "Everybody needs a second factor", fr: "Tout le monde a besoin d’un second facteur",
    de: "Alle brauchen einen zweiten Faktor")
  static let requireHint = Phrase(
    "Counts at once: whoever has none sets one up before anything else, also when signed in already. API tokens of "
      + "people without one stop until they have one.",
    fr:
      "Valable aussitôt : qui n’en a pas en configure un avant toute chose, même en cours de session. Les jetons d’API "
      + "des personnes qui n’en ont pas cessent jusque-là.",
    de: "Gilt sofort: Wer keinen hat, richtet zuerst einen ein, auch wer schon angemeldet ist. API-Tokens von Personen "
      + "ohne zweiten Faktor ruhen bis dahin.")
  static let without = Phrase("Without a second factor", fr: "Sans second facteur", de: "Ohne zweiten Faktor")
  static let nobodyWithout = Phrase(
    "Everybody has one.", fr: "Tout le monde en a un.", de: "Alle haben einen.")
  static let notYours = Phrase(
    "Only administrators of {organization} change this.",
    fr: "Seuls les administrateurs de {organization} le modifient.",
    de: "Nur die Administration von {organization} ändert das.")
  static let isRequired = Phrase(
    "A second factor is required.", fr: "Un second facteur est exigé.", de: "Ein zweiter Faktor ist verlangt.")
  static let isOptional = Phrase(
    "A second factor is up to each person.", fr: "Le second facteur est laissé à chacun.",
    de: "Der zweite Faktor ist jeder Person freigestellt.")
}
