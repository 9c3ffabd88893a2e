import Core

/// What the server itself has to say: about the request as such, about repeating it, about its own state.
extension Sentences {
  package static let server: [Code: Phrase] = requests.merging(repeating) { first, _ in first }
    .merging(state) { first, _ in first }

  private static let requests: [Code: Phrase] = [
    "method.not_allowed": Phrase(
      "This address exists, but not for this method. The Allow header lists those it takes.",
      fr: "Cette adresse existe, mais pas pour cette méthode. L’en-tête Allow énumère celles qu’elle accepte.",
      de: "Diese Adresse gibt es, aber nicht für diese Methode. Der Header Allow nennt die möglichen."),
    "request.malformed": Phrase(
      "This is not a request the server can read safely. Check how the client builds it.",
      fr: "Cette requête ne peut être lue de manière sûre. Vérifiez comment le client la construit.",
      de: "Diese Anfrage lässt sich nicht sicher lesen. Prüfen Sie, wie der Client sie bildet."),
    "request.target_malformed": Phrase(
      "The address of the request is not properly encoded. Check its percent encoding.",
      fr: "L’adresse de la requête n’est pas correctement encodée. Vérifiez son encodage par pourcent.",
      de: "Die Adresse der Anfrage ist nicht richtig kodiert. Prüfen Sie ihre Prozentkodierung."),
    "request.target_too_long": Phrase(
      "The address of the request is too long. Send fewer or shorter query parameters.",
      fr: "L’adresse de la requête est trop longue. Envoyez moins de paramètres ou de plus courts.",
      de: "Die Adresse der Anfrage ist zu lang. Senden Sie weniger oder kürzere Parameter."),
    "request.headers_too_large": Phrase(
      "The headers of the request are too large. Send fewer of them, for example fewer cookies.",
      fr: "Les en-têtes de la requête sont trop volumineux. Envoyez-en moins, par exemple moins de cookies.",
      de: "Die Header der Anfrage sind zu gross. Senden Sie weniger davon, zum Beispiel weniger Cookies."),
    "request.too_large": Phrase(
      "The body of the request is larger than is taken here. Send it in several smaller requests.",
      fr: "Le corps de la requête est plus grand qu’accepté ici. Envoyez-le en plusieurs requêtes plus petites.",
      de: "Der Inhalt der Anfrage ist grösser als hier möglich. Senden Sie ihn in mehreren kleineren Anfragen."),
    "request.timeout": Phrase(
      "The request took too long to arrive, so the server stopped waiting. Send it again.",
      fr: "La requête a mis trop de temps à arriver, le serveur a cessé d’attendre. Renvoyez-la.",
      de: "Die Anfrage brauchte zu lange, bis sie ankam; der Server wartet nicht länger. Senden Sie sie erneut."),
    "request.expectation_unknown": Phrase(
      "The request expects something the server does not know. Send it without the Expect header.",
      fr: "La requête attend quelque chose que le serveur ne connaît pas. Envoyez-la sans l’en-tête Expect.",
      de: "Die Anfrage erwartet etwas, was der Server nicht kennt. Senden Sie sie ohne den Header Expect."),
    "request.method_unknown": Phrase(
      "The server does not know this method. Use one of GET, HEAD, POST, PUT, PATCH and DELETE.",
      fr: "Le serveur ne connaît pas cette méthode. Utilisez GET, HEAD, POST, PUT, PATCH ou DELETE.",
      de: "Der Server kennt diese Methode nicht. Verwenden Sie GET, HEAD, POST, PUT, PATCH oder DELETE."),
  ]

  private static let repeating: [Code: Phrase] = [
    "idempotency.in_progress": Phrase(
      "A request with this Idempotency-Key is still being answered. Wait a moment and send the same one again.",
      fr: "Une requête avec cette Idempotency-Key est encore en cours. Attendez un instant et renvoyez la même.",
      de: "Eine Anfrage mit diesem Idempotency-Key läuft noch. Warten Sie kurz und senden Sie dieselbe nochmals."),
    "idempotency.key_reused": Phrase(
      "This Idempotency-Key was used for another body, so nothing was done. Use a new key for a new request.",
      fr: "Cette Idempotency-Key a servi pour un autre contenu, rien n’a été fait. Prenez une nouvelle clé.",
      de: "Dieser Idempotency-Key galt einem anderen Inhalt, es wurde nichts getan. Nehmen Sie einen neuen Schlüssel."),
    "idempotency.key_malformed": Phrase(
      "An Idempotency-Key has 1 to 255 visible ASCII characters. A fresh UUID does well.",
      fr: "Une Idempotency-Key compte de 1 à 255 caractères ASCII visibles. Un nouvel UUID convient.",
      de: "Ein Idempotency-Key hat 1 bis 255 sichtbare ASCII-Zeichen. Eine neue UUID eignet sich gut."),
  ]

  private static let state: [Code: Phrase] = [
    "server.busy": Phrase(
      "Too much is going on at this moment, so nothing was done. Try again in a second.",
      fr: "Il y a trop d’activité en ce moment, rien n’a été fait. Réessayez dans une seconde.",
      de: "Im Moment ist zu viel los, es wurde nichts getan. Versuchen Sie es in einer Sekunde wieder."),
    "server.database_away": Phrase(
      "The database does not answer at this moment. Try again shortly; your data is safe.",
      fr: "La base de données ne répond pas en ce moment. Réessayez sous peu ; vos données sont en sécurité.",
      de: "Die Datenbank antwortet im Moment nicht. Versuchen Sie es gleich wieder; Ihre Daten sind sicher."),
    "server.failed": Phrase(
      "Something failed on our side, and nothing was changed. Try again, and report the request id if it persists.",
      fr: "Une erreur s’est produite chez nous, rien n’a été modifié. "
        + "Réessayez, puis signalez l’identifiant de requête.",
      de: "Bei uns ist etwas fehlgeschlagen, geändert wurde nichts. Versuchen Sie es erneut; "
        + "melden Sie sonst die Anfrage-ID."),
    "internal": Phrase(
      "The server could not send its answer. Look whether the change was made before sending it again.",
      fr: "Le serveur n’a pas pu envoyer sa réponse. Vérifiez si le changement a été fait avant de le renvoyer.",
      de: "Der Server konnte seine Antwort nicht senden. "
        + "Prüfen Sie, ob die Änderung geschah, bevor Sie sie erneut senden."),
    "secrets.key_missing": Phrase(
      "This installation has no key to keep secrets with. Ask whoever runs it to set COMPTOIR_SECRET_KEY.",
      fr: "Cette installation n’a pas de clé pour garder des secrets. Demandez à qui l’exploite de définir "
        + "COMPTOIR_SECRET_KEY.",
      de: "Dieser Installation fehlt der Schlüssel, um Geheimnisse aufzubewahren. Bitten Sie, wer sie betreibt, "
        + "COMPTOIR_SECRET_KEY zu setzen."),
    "clock.not_a_sandbox": Phrase(
      "The clock moves only in a sandbox, and this is none. Start the service with --sandbox to try things out.",
      fr: "L’horloge ne s’avance que dans un bac à sable, ce qui n’est pas le cas. Démarrez le service avec --sandbox.",
      de: "Die Uhr lässt sich nur in einer Sandbox stellen, und das ist keine. Starten Sie den Dienst mit --sandbox."),
    "clock.backwards": Phrase(
      "The clock moves forward only. Choose an instant after the present one.",
      fr: "L’horloge ne fait qu’avancer. Choisissez un instant après l’instant présent.",
      de: "Die Uhr geht nur vorwärts. Wählen Sie einen Zeitpunkt nach dem jetzigen."),
    "clock.too_far": Phrase(
      "That is too far for one step: at most {maximum} days at once. Go there in several steps.",
      fr: "C’est trop loin pour une étape : {maximum} jours au plus à la fois. Procédez en plusieurs étapes.",
      de: "Das ist zu weit für einen Schritt: höchstens {maximum} Tage auf einmal. Gehen Sie in mehreren Schritten."),
  ]
}
