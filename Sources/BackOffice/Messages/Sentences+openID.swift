import Core

/// Signing in at one's organization's identity provider, and setting it up.
extension Sentences {
  package static let openID: [Code: Phrase] = signingIn.merging(settingUp) { first, _ in first }
    .merging(checking) { first, _ in first }

  private static let signingIn: [Code: Phrase] = [
    "openid.no_provider": Phrase(
      "No organization signs in people with this address’s domain here. Use a password, or ask your administrator.",
      fr: "Aucune organisation ne connecte ici les adresses de ce domaine. "
        + "Utilisez un mot de passe ou adressez-vous à votre administrateur.",
      de: "Keine Organisation meldet hier Personen mit dieser Domain an. "
        + "Verwenden Sie ein Passwort oder fragen Sie Ihre Administration."),
    "openid.state_unknown": Phrase(
      "This sign-in was begun in another browser, took longer than ten minutes, or was finished already. Start again.",
      fr: "Cette connexion a commencé dans un autre navigateur, a duré plus de dix minutes ou est déjà terminée. "
        + "Recommencez.",
      de: "Diese Anmeldung begann in einem anderen Browser, dauerte länger als zehn Minuten oder ist schon "
        + "abgeschlossen. Beginnen Sie neu."),
    "openid.cancelled": Phrase(
      "Your organization’s sign-in was cancelled, or it refused you. Start again, or ask your administrator.",
      fr: "La connexion de votre organisation a été annulée ou refusée. Recommencez ou adressez-vous à votre "
        + "administrateur.",
      de: "Die Anmeldung Ihrer Organisation wurde abgebrochen oder verweigert. Beginnen Sie neu oder fragen Sie Ihre "
        + "Administration."),
    "openid.provider_error": Phrase(
      "Your organization’s sign-in reported an error. Start again, and tell your administrator the number below if it "
        + "stays.",
      fr: "La connexion de votre organisation a signalé une erreur. Recommencez, puis indiquez le numéro ci-dessous à "
        + "votre administrateur.",
      de: "Die Anmeldung Ihrer Organisation meldete einen Fehler. Beginnen Sie neu; bleibt er, nennen Sie Ihrer "
        + "Administration die Nummer unten."),
    "openid.provider_away": Phrase(
      "Your organization’s sign-in cannot be reached or does not answer as it should. Try again shortly.",
      fr: "La connexion de votre organisation est injoignable ou ne répond pas comme prévu. Réessayez sous peu.",
      de: "Die Anmeldung Ihrer Organisation ist nicht erreichbar oder antwortet nicht wie erwartet. "
        + "Versuchen Sie es in Kürze wieder."),
    "openid.exchange_refused": Phrase(
      "Your organization’s sign-in did not confirm you. Start again; if it stays, the client secret may have expired.",
      fr: "La connexion de votre organisation ne vous a pas confirmé. Recommencez ; sinon, le secret client a "
        + "peut-être expiré.",
      de: "Die Anmeldung Ihrer Organisation hat Sie nicht bestätigt. Beginnen Sie neu; bleibt es so, ist vielleicht "
        + "das Client-Geheimnis abgelaufen."),
    "openid.token_refused": Phrase(
      "What your organization’s sign-in said of you cannot be trusted, so nobody was signed in. Start again, and tell "
        + "your administrator the number below if it stays.",
      fr: "La réponse de la connexion de votre organisation n’est pas digne de confiance, personne n’a été connecté. "
        + "Recommencez, puis indiquez le numéro ci-dessous à votre administrateur.",
      de: "Der Antwort der Anmeldung Ihrer Organisation ist nicht zu trauen, niemand wurde angemeldet. Beginnen Sie "
        + "neu; bleibt es so, nennen Sie Ihrer Administration die Nummer unten."),
    "openid.address_not_proven": Phrase(
      "Your organization’s sign-in gave no confirmed address in a domain it has proven here. Ask your administrator.",
      fr: "La connexion de votre organisation n’a donné aucune adresse confirmée d’un domaine prouvé ici. "
        + "Adressez-vous à votre administrateur.",
      de: "Die Anmeldung Ihrer Organisation nannte keine bestätigte Adresse einer hier nachgewiesenen Domain. "
        + "Fragen Sie Ihre Administration."),
    "openid.no_account": Phrase(
      "Your organization has no account for this address here. Ask your administrator to invite you.",
      fr: "Votre organisation n’a pas de compte ici pour cette adresse. "
        + "Demandez à votre administrateur de vous inviter.",
      de: "Ihre Organisation hat hier kein Konto für diese Adresse. Bitten Sie Ihre Administration um eine Einladung."),
    "openid.account_closed": Phrase(
      "Your account is disabled, or locked for a while after failed sign-ins. Ask your administrator.",
      fr: "Votre compte est désactivé, ou verrouillé un moment après des échecs. Adressez-vous à votre administrateur.",
      de: "Ihr Konto ist deaktiviert oder nach Fehlversuchen eine Weile gesperrt. Fragen Sie Ihre Administration."),
    "openid.account_linked": Phrase(
      "The account with this address belongs to somebody else at your organization’s sign-in. Ask your administrator.",
      fr: "Le compte de cette adresse appartient à quelqu’un d’autre chez votre organisation. "
        + "Adressez-vous à votre administrateur.",
      de: "Das Konto mit dieser Adresse gehört in der Anmeldung Ihrer Organisation jemand anderem. "
        + "Fragen Sie Ihre Administration."),
  ]

  private static let settingUp: [Code: Phrase] = [
    "openid.own_organization_only": Phrase(
      "An organization’s own administrators alone set up how its people sign in. Ask them to do it.",
      fr: "Seuls les administrateurs d’une organisation configurent la connexion de ses membres. Demandez-leur.",
      de: "Nur die eigene Administration richtet ein, wie die Personen einer Organisation sich anmelden. "
        + "Bitten Sie sie darum."),
    "openid.issuer_malformed": Phrase(
      "The issuer is an address such as https://login.example.com, without ? or #. Copy it from your provider.",
      fr: "L’émetteur est une adresse telle que https://login.example.com, sans ? ni #. "
        + "Copiez-la chez votre fournisseur.",
      de: "Der Aussteller ist eine Adresse wie https://login.example.com, ohne ? oder #. "
        + "Übernehmen Sie sie vom Anbieter."),
    "openid.issuer_not_secure": Phrase(
      "The issuer must begin with https://, or anybody on the way could sign people in. Use its secure address.",
      fr: "L’émetteur doit commencer par https://, sinon un tiers pourrait connecter des personnes. "
        + "Prenez son adresse sécurisée.",
      de: "Der Aussteller muss mit https:// beginnen, sonst könnte unterwegs jemand Personen anmelden. "
        + "Verwenden Sie die sichere Adresse."),
    "openid.issuer_shared": Phrase(
      "This issuer signs in people of any firm. Use the one with your directory’s id, …/DIRECTORY-ID/v2.0.",
      fr: "Cet émetteur connecte des personnes de toute entreprise. Prenez celui avec l’identifiant de votre annuaire, "
        + "…/ID-ANNUAIRE/v2.0.",
      de: "Dieser Aussteller meldet Personen jeder Firma an. Verwenden Sie den mit der ID Ihres Verzeichnisses, "
        + "…/VERZEICHNIS-ID/v2.0."),
    "openid.enforced_too_early": Phrase(
      "Passwords can be refused only once one of the domains is proven, or nobody could sign in. Prove one first.",
      fr: "Les mots de passe ne peuvent être refusés qu’une fois un domaine prouvé, sinon personne ne se connecterait. "
        + "Prouvez-en un d’abord.",
      de: "Passwörter lassen sich erst ablehnen, wenn eine der Domains nachgewiesen ist, sonst käme niemand herein. "
        + "Weisen Sie zuerst eine nach."),
    "domain.malformed": Phrase(
      "A domain looks like example.com, one per line; other scripts in their xn-- form. Correct it.",
      fr: "Un domaine ressemble à example.com, un par ligne ; les autres écritures sous la forme xn--. Corrigez-le.",
      de: "Eine Domain sieht aus wie example.com, eine pro Zeile; andere Schriften in der Form xn--. "
        + "Korrigieren Sie sie."),
  ]

  private static let checking: [Code: Phrase] = [
    "openid.provider_unreadable": Phrase(
      "The issuer answers, but not with a description of a provider. Check the issuer’s address.",
      fr: "L’émetteur répond, mais sans décrire de fournisseur. Vérifiez son adresse.",
      de: "Der Aussteller antwortet, aber nicht mit der Beschreibung eines Dienstes. Prüfen Sie die Adresse."),
    "openid.issuer_differs": Phrase(
      "The provider calls itself by another issuer. Copy the issuer exactly, also a slash at its end.",
      fr: "Le fournisseur se donne un autre émetteur. Copiez-le exactement, y compris une barre finale.",
      de: "Der Anmeldedienst nennt sich anders. Übernehmen Sie den Aussteller genau, auch einen Schrägstrich am Ende."),
    "openid.endpoint_unfit": Phrase(
      "The provider’s description lacks an address, or names one without https://. Ask whoever runs it.",
      fr: "La description du fournisseur omet une adresse ou en donne une sans https://. Demandez à qui l’exploite.",
      de: "Der Beschreibung fehlt eine Adresse, oder eine ist ohne https://. Fragen Sie, wer den Dienst betreibt."),
    "openid.no_keys": Phrase(
      "The provider signs with nothing accepted here. Have it sign with RS256 or ES256.",
      fr: "Le fournisseur ne signe avec rien d’accepté ici. Faites-le signer avec RS256 ou ES256.",
      de: "Der Anmeldedienst signiert mit nichts, was hier gilt. Lassen Sie ihn mit RS256 oder ES256 signieren."),
    "domain.no_record": Phrase(
      "The DNS record is not there yet, or says something else. Set it and check again; it may take an hour to show.",
      fr: "L’enregistrement DNS n’est pas encore là ou diffère. Créez-le et vérifiez à nouveau ; cela peut prendre une "
        + "heure.",
      de: "Der DNS-Eintrag ist noch nicht da oder lautet anders. Setzen Sie ihn und prüfen Sie erneut; es kann eine "
        + "Stunde dauern."),
    "domain.no_answer": Phrase(
      "No name server answered for this domain. Check that the domain exists, then check again.",
      fr: "Aucun serveur de noms n’a répondu pour ce domaine. Vérifiez qu’il existe, puis réessayez.",
      de: "Für diese Domain antwortete kein Nameserver. Prüfen Sie, ob es sie gibt, und prüfen Sie dann erneut."),
    "domain.taken": Phrase(
      "Another organization has proven this domain. If it is yours, ask whoever runs this service.",
      fr: "Une autre organisation a prouvé ce domaine. S’il est à vous, adressez-vous à qui exploite ce service.",
      de: "Eine andere Organisation hat diese Domain nachgewiesen. "
        + "Ist es Ihre, fragen Sie, wer diesen Dienst betreibt."),
  ]
}
