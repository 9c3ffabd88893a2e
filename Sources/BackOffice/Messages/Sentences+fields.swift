import Core

/// What is wrong with one member of a body, one parameter of a query, or the body as a whole.
extension Sentences {
  package static let fields: [Code: Phrase] = bodies.merging(shapes) { first, _ in first }
    .merging(values) { first, _ in first }.merging(queries) { first, _ in first }

  private static let bodies: [Code: Phrase] = [
    "body.not_json": Phrase(
      "The body is not a JSON document in UTF-8. Check its syntax and send it again.",
      fr: "Le corps n’est pas un document JSON en UTF-8. Vérifiez sa syntaxe et renvoyez-le.",
      de: "Der Inhalt ist kein JSON-Dokument in UTF-8. Prüfen Sie die Syntax und senden Sie ihn erneut."),
    "body.media_type": Phrase(
      "The body is not announced as JSON. Send it with Content-Type: application/json.",
      fr: "Le corps n’est pas annoncé comme JSON. Envoyez-le avec Content-Type: application/json.",
      de: "Der Inhalt ist nicht als JSON angekündigt. Senden Sie ihn mit Content-Type: application/json."),
    "input.invalid": Phrase(
      "Several details are wrong, so nothing was changed. Each is named; correct them and send again.",
      fr: "Plusieurs indications sont fausses, rien n’a été modifié. Chacune est nommée ; corrigez-les et renvoyez.",
      de: "Mehrere Angaben stimmen nicht, es wurde nichts geändert. "
        + "Korrigieren Sie die genannten und senden Sie erneut."),
  ]

  private static let shapes: [Code: Phrase] = [
    "field.required": Phrase(
      "This is needed and missing. Please fill it in.",
      fr: "Cette indication est nécessaire et manque. Veuillez la compléter.",
      de: "Diese Angabe ist nötig und fehlt. Bitte ergänzen Sie sie."),
    "field.unknown": Phrase(
      "Nothing here has this name. Check the spelling or leave it out.",
      fr: "Rien ne porte ce nom ici. Vérifiez l’orthographe ou supprimez-le.",
      de: "Hier heisst nichts so. Prüfen Sie die Schreibweise oder lassen Sie es weg."),
    "field.malformed": Phrase(
      "This is not written the way it is expected. Compare it with the example in the documentation.",
      fr: "Ce n’est pas écrit sous la forme attendue. Comparez avec l’exemple de la documentation.",
      de: "Das ist nicht in der erwarteten Form geschrieben. Vergleichen Sie mit dem Beispiel der Dokumentation."),
    "field.text_expected": Phrase(
      "Text is expected here. Put the value in quotation marks.",
      fr: "Du texte est attendu ici. Mettez la valeur entre guillemets.",
      de: "Hier wird Text erwartet. Setzen Sie den Wert in Anführungszeichen."),
    "field.whole_number_expected": Phrase(
      "A whole number is expected here. Send it without quotation marks and decimals.",
      fr: "Un nombre entier est attendu ici. Envoyez-le sans guillemets ni décimales.",
      de: "Hier wird eine ganze Zahl erwartet. Senden Sie sie ohne Anführungszeichen und Nachkommastellen."),
    "field.boolean_expected": Phrase(
      "Only true or false is understood here. Send one of them without quotation marks.",
      fr: "Seuls true et false sont compris ici. Envoyez l’un des deux sans guillemets.",
      de: "Hier wird nur true oder false verstanden. Senden Sie eines davon ohne Anführungszeichen."),
    "field.object_expected": Phrase(
      "A JSON object is expected here. Put its members in braces.",
      fr: "Un objet JSON est attendu ici. Mettez ses membres entre accolades.",
      de: "Hier wird ein JSON-Objekt erwartet. Setzen Sie seine Teile in geschweifte Klammern."),
    "field.array_expected": Phrase(
      "A list is expected here. Put its items in square brackets, even a single one.",
      fr: "Une liste est attendue ici. Mettez ses éléments entre crochets, même s’il n’y en a qu’un.",
      de: "Hier wird eine Liste erwartet. Setzen Sie ihre Einträge in eckige Klammern, auch einen einzelnen."),
    "field.too_many": Phrase(
      "This list is too long: at most {maximum} items are taken at once. Send the rest separately.",
      fr: "Cette liste est trop longue : {maximum} éléments au plus à la fois. Envoyez le reste séparément.",
      de: "Diese Liste ist zu lang: höchstens {maximum} Einträge auf einmal. Senden Sie den Rest getrennt."),
    "field.too_long": Phrase(
      "This text is too long: at most {maximum} characters fit. Please shorten it.",
      fr: "Ce texte est trop long : {maximum} caractères au plus. Veuillez le raccourcir.",
      de: "Dieser Text ist zu lang: höchstens {maximum} Zeichen haben Platz. Bitte kürzen Sie ihn."),
    "field.text_has_control_characters": Phrase(
      "This text contains invisible control characters. Remove them, for example by typing it anew.",
      fr: "Ce texte contient des caractères de contrôle invisibles. Supprimez-les, par exemple en le retapant.",
      de: "Dieser Text enthält unsichtbare Steuerzeichen. Entfernen Sie sie, zum Beispiel durch neues Eintippen."),
  ]

  private static let values: [Code: Phrase] = [
    "field.id_malformed": Phrase(
      "This is not an id. Ids are UUIDs, as the lists show them; copy it from there.",
      fr: "Ce n’est pas un identifiant. Les identifiants sont des UUID ; copiez-le depuis une liste.",
      de: "Das ist keine Kennung. Kennungen sind UUIDs; übernehmen Sie sie aus einer Liste."),
    "field.day_malformed": Phrase(
      "This is not a day of the calendar. Write year, month and day, like 2026-01-15.",
      fr: "Ce n’est pas un jour du calendrier. Écrivez l’année, le mois et le jour, comme 2026-01-15.",
      de: "Das ist kein Kalendertag. Schreiben Sie Jahr, Monat und Tag, wie 2026-01-15."),
    "field.month_malformed": Phrase(
      "This is not a month. Write year and month, like 2026-01.",
      fr: "Ce n’est pas un mois. Écrivez l’année et le mois, comme 2026-01.",
      de: "Das ist kein Monat. Schreiben Sie Jahr und Monat, wie 2026-01."),
    "field.instant_malformed": Phrase(
      "This is not a point in time in UTC. Write it like 2026-01-15T09:30:00Z.",
      fr: "Ce n’est pas un instant en UTC. Écrivez-le comme 2026-01-15T09:30:00Z.",
      de: "Das ist kein Zeitpunkt in UTC. Schreiben Sie ihn wie 2026-01-15T09:30:00Z."),
    "field.not_a_choice": Phrase(
      "This is none of the possible choices. Take one of those the documentation lists.",
      fr: "Ce n’est aucun des choix possibles. Prenez l’un de ceux de la documentation.",
      de: "Das ist keine der möglichen Auswahlen. Nehmen Sie eine aus der Dokumentation."),
    "country.malformed": Phrase(
      "This is not a country code. Use two capital letters, like CH.",
      fr: "Ce n’est pas un code de pays. Utilisez deux majuscules, comme CH.",
      de: "Das ist kein Ländercode. Verwenden Sie zwei Grossbuchstaben, wie CH."),
    "currency.unknown": Phrase(
      "This currency is not known. Use three capital letters of ISO 4217, like CHF.",
      fr: "Cette monnaie est inconnue. Utilisez trois majuscules selon ISO 4217, comme CHF.",
      de: "Diese Währung ist nicht bekannt. Verwenden Sie drei Grossbuchstaben nach ISO 4217, wie CHF."),
    "time_zone.unknown": Phrase(
      "This time zone is not known. Use a name like Europe/Zurich.",
      fr: "Ce fuseau horaire est inconnu. Utilisez un nom comme Europe/Zurich.",
      de: "Diese Zeitzone ist nicht bekannt. Verwenden Sie einen Namen wie Europe/Zurich."),
    "email.malformed": Phrase(
      "This is not an e-mail address. Check it; it looks like name@example.com.",
      fr: "Ce n’est pas une adresse e-mail. Vérifiez-la ; elle a la forme nom@example.com.",
      de: "Das ist keine E-Mail-Adresse. Prüfen Sie sie; sie sieht aus wie name@example.com."),
    "money.malformed": Phrase(
      "This is not an amount in this currency. Write a plain decimal like 3.90, without more decimals than it has.",
      fr: "Ce n’est pas un montant dans cette monnaie. Écrivez un nombre comme 3.90, sans décimale de trop.",
      de: "Das ist kein Betrag in dieser Währung. Schreiben Sie eine Zahl wie 3.90, ohne überzählige Stellen."),
    "money.negative": Phrase(
      "An amount below zero makes no price. Use zero or more.",
      fr: "Un montant négatif ne fait pas un prix. Indiquez zéro ou davantage.",
      de: "Ein Betrag unter null ist kein Preis. Geben Sie null oder mehr an."),
    "money.out_of_range": Phrase(
      "At this quantity the amounts become larger than can be billed. Choose fewer licences.",
      fr: "Avec cette quantité, les montants dépassent ce qui peut être facturé. Choisissez moins de licences.",
      de: "Bei dieser Menge werden die Beträge grösser, als sich verrechnen lässt. Wählen Sie weniger Lizenzen."),
    "name.too_long": Phrase(
      "This name is too long: at most {maximum} characters fit. Please shorten it.",
      fr: "Ce nom est trop long : {maximum} caractères au plus. Veuillez le raccourcir.",
      de: "Dieser Name ist zu lang: höchstens {maximum} Zeichen haben Platz. Bitte kürzen Sie ihn."),
    "reason.required": Phrase(
      "A suspension takes people’s access away, so it needs a reason. Please say why.",
      fr: "Une suspension coupe l’accès à des personnes ; elle doit être motivée. Veuillez indiquer pourquoi.",
      de: "Eine Sperrung nimmt Leuten den Zugang und braucht einen Grund. Bitte geben Sie ihn an."),
  ]

  private static let queries: [Code: Phrase] = [
    "query.unknown": Phrase(
      "The query parameter {name} is not known here. Check the spelling or leave it out.",
      fr: "Le paramètre {name} est inconnu ici. Vérifiez l’orthographe ou supprimez-le.",
      de: "Der Parameter {name} ist hier nicht bekannt. Prüfen Sie die Schreibweise oder lassen Sie ihn weg."),
    "query.required": Phrase(
      "The query parameter {name} is needed and missing or empty. Say what to look for.",
      fr: "Le paramètre {name} est nécessaire et manque ou est vide. Dites ce qu’il faut chercher.",
      de: "Der Parameter {name} ist nötig und fehlt oder ist leer. Geben Sie an, wonach gesucht wird."),
    "query.boolean_expected": Phrase(
      "The query parameter {name} takes true or false only. Use one of them or leave it out.",
      fr: "Le paramètre {name} n’accepte que true ou false. Utilisez l’un des deux ou supprimez-le.",
      de: "Der Parameter {name} nimmt nur true oder false. Verwenden Sie eines davon oder lassen Sie ihn weg."),
    "query.limit_out_of_range": Phrase(
      "A page holds 1 to \(Bounds.pageMaximum) items. Choose {name} within that and follow nextCursor for more.",
      fr: "Une page compte de 1 à \(Bounds.pageMaximum) éléments. "
        + "Choisissez {name} dans ces bornes et suivez nextCursor.",
      de: "Eine Seite hat 1 bis \(Bounds.pageMaximum) Einträge. "
        + "Wählen Sie {name} in diesem Bereich und folgen Sie nextCursor."),
    "query.cursor_malformed": Phrase(
      "The query parameter {name} does not come from this list. Take nextCursor of the page before, unchanged.",
      fr: "Le paramètre {name} ne provient pas de cette liste. Reprenez tel quel le nextCursor de la page précédente.",
      de: "Der Parameter {name} stammt nicht aus dieser Liste. Nehmen Sie nextCursor der Seite davor unverändert."),
    "query.text_malformed": Phrase(
      "The text in {name} is longer than 100 characters or contains control characters. Search for a shorter part.",
      fr: "Le texte de {name} dépasse 100 caractères ou contient des caractères de contrôle. Cherchez-en une partie.",
      de: "Der Text in {name} ist länger als 100 Zeichen oder enthält Steuerzeichen. "
        + "Suchen Sie nach einem Teil davon."),
  ]
}
