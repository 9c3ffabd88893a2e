import Core

/// The words of the pages about people's licences.
enum LicenceWords {
  static let title = Phrase("Licences of people", fr: "Licences des personnes", de: "Lizenzen der Personen")
  static let ofMany = Phrase(
    "{assigned} of {quantity} assigned", fr: "{assigned} sur {quantity} attribuées",
    de: "{assigned} von {quantity} vergeben")
  static let choose = Phrase("Choose {name}", fr: "Choisir {name}", de: "{name} auswählen")
  static let chooseAll = Phrase("Tick all shown", fr: "Tout cocher", de: "Alle angezeigten ankreuzen")
  static let search = Phrase("Search people", fr: "Chercher une personne", de: "Person suchen")
  static let assigned = Phrase("With a licence", fr: "Avec licence", de: "Mit Lizenz")
  static let others = Phrase("Without", fr: "Sans", de: "Ohne")
  static let unlicensed = Phrase("Without any licence", fr: "Sans aucune licence", de: "Ganz ohne Lizenz")
  static let assign = Phrase(
    "Assign to those ticked", fr: "Attribuer aux personnes cochées", de: "Angekreuzten zuteilen")
  static let takeBack = Phrase(
    "Take back from those ticked…", fr: "Reprendre aux personnes cochées…", de: "Von Angekreuzten zurücknehmen…")
  static let notify = Phrase(
    "Tell them by mail", fr: "Les prévenir par e-mail", de: "Per E-Mail benachrichtigen")
  static let notifyHint = Phrase(
    "One short mail each, in their language.", fr: "Un bref e-mail chacun, dans sa langue.",
    de: "Je eine kurze E-Mail in der eigenen Sprache.")
  static let account = Phrase("Account", fr: "Compte", de: "Konto")
  static let ready = Phrase("Ready", fr: "Prêt", de: "Bereit")
  static let invited = Phrase("Invited, not here yet", fr: "Invité, pas encore venu", de: "Eingeladen, noch nicht da")
  static let disabled = Phrase("Disabled", fr: "Désactivé", de: "Deaktiviert")
  static let since = Phrase("Since (UTC)", fr: "Depuis (UTC)", de: "Seit (UTC)")
  static let lastSignIn = Phrase("Last sign-in (UTC)", fr: "Dernière connexion (UTC)", de: "Letzte Anmeldung (UTC)")
  static let licences = Phrase("Licences", fr: "Licences", de: "Lizenzen")
  static let service = Phrase("Service", fr: "Service", de: "Dienst")
  static let nobodyYet = Phrase(
    "Nobody has a licence yet. Choose people under “Without”.",
    fr: "Personne n’a encore de licence. Choisissez des personnes sous « Sans ».",
    de: "Noch hat niemand eine Lizenz. Wählen Sie Personen unter «Ohne».")
  static let everybody = Phrase(
    "Everybody has one already.", fr: "Tout le monde en a déjà une.", de: "Alle haben bereits eine.")
  static let noMatch = Phrase(
    "Nobody matches. Try part of the name or of the e-mail address.",
    fr: "Aucun résultat. Essayez une partie du nom ou de l’adresse e-mail.",
    de: "Kein Treffer. Versuchen Sie es mit einem Teil des Namens oder der E-Mail-Adresse.")
  static let noneLeft = Phrase(
    "No licence is left. Take some back, or add licences.",
    fr: "Il ne reste aucune licence. Reprenez-en, ou ajoutez des licences.",
    de: "Es ist keine Lizenz mehr frei. Nehmen Sie welche zurück oder fügen Sie Lizenzen hinzu.")
  static let increase = Phrase(
    "Add {count} licences…", fr: "Ajouter {count} licences…", de: "{count} Lizenzen hinzufügen…")
  static let increaseOne = Phrase("Add a licence…", fr: "Ajouter une licence…", de: "Eine Lizenz hinzufügen…")
  static let given = Phrase(
    "Licences assigned: {count}", fr: "Licences attribuées : {count}", de: "Zugeteilte Lizenzen: {count}")
  static let taken = Phrase(
    "Licences taken back: {count}", fr: "Licences reprises : {count}", de: "Zurückgenommene Lizenzen: {count}")
  static let confirmTitle = Phrase(
    "Take licences back?", fr: "Reprendre les licences ?", de: "Lizenzen zurücknehmen?")
  static let confirmText = Phrase(
    "They can no longer use {name} from now on. The licences are free afterwards and are billed on.",
    fr: "Ces personnes ne peuvent plus utiliser {name} dès maintenant. Les licences sont ensuite libres et restent "
      + "facturées.",
    de: "Diese Personen können {name} ab sofort nicht mehr nutzen. Die Lizenzen sind danach frei und werden weiter "
      + "verrechnet.")
  static let confirm = Phrase("Take {count} back", fr: "En reprendre {count}", de: "{count} zurücknehmen")
  static let keptByGroups = Phrase(
    "Groups give these licences by themselves: whoever waits gets what becomes free.",
    fr: "Des groupes donnent ces licences d’eux-mêmes : qui attend reçoit ce qui se libère.",
    de: "Gruppen vergeben diese Lizenzen von selbst: Wer wartet, erhält, was frei wird.")

  // MARK: In the way of ending or reducing

  static let inTheWay = Phrase(
    "Who holds the licences", fr: "Qui détient les licences", de: "Wer die Lizenzen hat")
  static let inTheWayHint = Phrase(
    "{count} people hold licences. Take back what is in the way, then go on.",
    fr: "{count} personnes ont une licence. Reprenez celles qui gênent, puis continuez.",
    de: "{count} Personen haben eine Lizenz. Nehmen Sie zurück, was im Weg ist, und fahren Sie dann fort.")
  static let inTheWayHidden = Phrase(
    "{count} people hold licences. Who they are is the customer’s own affair: have them taken back there, or ask for "
      + "access.",
    fr: "{count} personnes ont une licence. Leur identité est l’affaire du client : faites-les reprendre par lui, ou "
      + "demandez l’accès.",
    de: "{count} Personen haben eine Lizenz. Wer, ist Sache des Kunden: Lassen Sie sie dort zurücknehmen, oder bitten "
      + "Sie um Zugang.")
  static let allHolders = Phrase("Show all of them", fr: "Les afficher toutes", de: "Alle anzeigen")

  // MARK: One person

  static let held = Phrase("Licences held", fr: "Licences détenues", de: "Gehaltene Lizenzen")
  static let change = Phrase("Assign or take back", fr: "Attribuer ou reprendre", de: "Zuteilen oder zurücknehmen")
  static let handOver = Phrase("Hand over to…", fr: "Transmettre à…", de: "Übergeben an…")
  static let noneHeld = Phrase("No licences.", fr: "Aucune licence.", de: "Keine Lizenzen.")
  static let ofPerson = Phrase("Licences of {name}", fr: "Licences de {name}", de: "Lizenzen von {name}")
  static let tickHint = Phrase(
    "Ticked: may use it. Untick to take a licence back.",
    fr: "Coché : peut l’utiliser. Décochez pour reprendre une licence.",
    de: "Angekreuzt: darf es nutzen. Entfernen Sie das Kreuz, um eine Lizenz zurückzunehmen.")
  static let noSubscriptions = Phrase(
    "There is nothing to assign: no subscription of your services is active.",
    fr: "Rien à attribuer : aucun abonnement actif parmi vos services.",
    de: "Nichts zuzuteilen: Kein Abonnement Ihrer Dienste ist aktiv.")
  static let handOverTitle = Phrase(
    "Hand over what {name} uses", fr: "Transmettre ce que {name} utilise", de: "Übergeben, was {name} nutzt")
  static let handOverHint = Phrase(
    "The licences go over in one step; nobody else can get one in between.",
    fr: "Les licences passent en une seule étape ; personne d’autre ne peut en obtenir entre-temps.",
    de: "Die Lizenzen gehen in einem Schritt über; niemand sonst kann inzwischen eine erhalten.")
  static let what = Phrase("What", fr: "Quoi", de: "Was")
  static let toWhom = Phrase("To whom", fr: "À qui", de: "An wen")
  static let see = Phrase("See what moves", fr: "Voir ce qui change", de: "Ansehen, was übergeht")
  static let moves = Phrase("Goes to {name}", fr: "Passe à {name}", de: "Geht an {name}")
  static let stays = Phrase("Stays", fr: "Reste", de: "Bleibt")
  static let confirmMove = Phrase(
    "Hand {count} over to {name}", fr: "Transmettre {count} à {name}", de: "{count} an {name} übergeben")
  static let nothingMoves = Phrase(
    "Nothing of this can go to {name}. Choose somebody else.",
    fr: "Rien de cela ne peut passer à {name}. Choisissez quelqu’un d’autre.",
    de: "Davon kann nichts an {name} gehen. Wählen Sie jemand anderen.")
  static let freeOnDisabling = Phrase(
    "Take the licences back", fr: "Reprendre les licences", de: "Lizenzen zurücknehmen")
  static let freeOnDisablingHint = Phrase(
    "Otherwise they stay assigned and are billed on. What groups give ends in any case, until the account is enabled.",
    fr: "Sinon elles restent attribuées et facturées. Ce que donnent les groupes cesse dans tous les cas, jusqu’à la "
      + "réactivation.",
    de: "Sonst bleiben sie zugeteilt und werden weiter verrechnet. Was Gruppen geben, endet in jedem Fall, bis das "
      + "Konto wieder aktiviert wird.")
  static let atOnce = Phrase("Licences at once", fr: "Licences d’emblée", de: "Lizenzen von Anfang an")

  // MARK: Unused

  static let unused = Phrase("Unused licences", fr: "Licences inutilisées", de: "Ungenutzte Lizenzen")
  static let unusedHint = Phrase(
    "Held by people who never signed in or are disabled. Taken back, they are free for others.",
    fr: "Détenues par des personnes jamais connectées ou désactivées. Reprises, elles servent à d’autres.",
    de: "Bei Personen, die sich nie angemeldet haben oder deaktiviert sind. Zurückgenommen sind sie frei für andere.")
  static let noneUnused = Phrase(
    "Every licence is with somebody who signs in.", fr: "Chaque licence est chez quelqu’un qui se connecte.",
    de: "Jede Lizenz ist bei jemandem, der sich anmeldet.")

  static func count(_ s: Subscription, _ language: Language) -> String {
    ofMany.in(language, ["assigned": "\(s.assigned)", "quantity": "\(s.quantity)"])
  }
}
