import Core

/// Files of records of use, tags, and meters' prices.
extension Sentences {
  package static let usageFiles: [Code: Phrase] = files.merging(keeping) { first, _ in first }

  private static let keeping: [Code: Phrase] = [
    "usage_tag.twice": Phrase(
      "This tag is there twice. Leave one out.", fr: "Cette étiquette figure deux fois. Retirez-en une.",
      de: "Dieses Schlagwort steht zweimal da. Lassen Sie eines weg."),
    "usage_split.too_late": Phrase(
      "This begins at the latest with the next month. Choose an earlier one.",
      fr: "Cela commence au plus tard le mois prochain. Choisissez un mois antérieur.",
      de: "Das beginnt spätestens mit dem nächsten Monat. Wählen Sie einen früheren."),
    "usage_split.of_one_thing": Phrase(
      "Name either a service or a subscription.", fr: "Indiquez soit un service, soit un abonnement.",
      de: "Nennen Sie entweder einen Dienst oder ein Abonnement."),
    "meter.exists": Phrase(
      "This offer has a meter of that code already. Choose another code.",
      fr: "Cette offre a déjà un compteur de ce code. Choisissez-en un autre.",
      de: "Dieses Angebot hat schon einen Zähler mit diesem Code. Wählen Sie einen anderen."),
    "meter.code_malformed": Phrase(
      "A code has 1 to 60 small letters, digits, dots, dashes or underscores and begins with a letter or digit.",
      fr: "Un code compte 1 à 60 minuscules, chiffres, points, tirets ou soulignés et commence par une lettre ou un "
        + "chiffre.",
      de: "Ein Code hat 1 bis 60 Kleinbuchstaben, Ziffern, Punkte, Binde- oder Unterstriche und beginnt mit einem "
        + "Buchstaben oder einer Ziffer."),
    "usage.meter_not_there": Phrase(
      "This offer has no meter of that code. Choose one of its meters.",
      fr: "Cette offre n’a pas de compteur de ce code. Choisissez l’un de ses compteurs.",
      de: "Dieses Angebot hat keinen Zähler mit diesem Code. Wählen Sie einen seiner Zähler."),
    "meter_price.retroactive": Phrase(
      "A price is in force in that month, and what was used is owed at it. Begin with {month} or later.",
      fr: "Un prix est en vigueur ce mois-là et s’applique à la consommation. Commencez en {month} ou plus tard.",
      de: "In jenem Monat gilt schon ein Preis, und zu ihm ist der Verbrauch geschuldet. Beginnen Sie mit {month} oder "
        + "später."),
    "meter_price.rate_malformed": Phrase(
      "A rate is a decimal such as 0.0245, with at most six decimals more than its currency. Correct it.",
      fr: "Un tarif est un décimal comme 0.0245, avec au plus six décimales de plus que sa monnaie. Corrigez-le.",
      de: "Ein Satz ist eine Dezimalzahl wie 0.0245 mit höchstens sechs Stellen mehr als seine Währung. "
        + "Korrigieren Sie ihn."),
    "meter_price.malformed": Phrase(
      "These parts make no price: bounds must rise, only the last tier has none, flat and package have one tier, and "
        + "a package has a size.",
      fr:
        "Ces éléments ne forment pas un prix : les bornes montent, seul le dernier palier n’en a pas, flat et package "
        + "ont un palier, et un paquet a une taille.",
      de: "Diese Teile ergeben keinen Preis: Grenzen steigen, nur die letzte Stufe hat keine, flat und package haben "
        + "eine Stufe, und ein Paket hat eine Grösse."),
  ]

  private static let files: [Code: Phrase] = [
    "usage_file.empty": Phrase(
      "There is no record in this file. Send one with a heading and at least one record.",
      fr: "Ce fichier n’a aucun relevé. Envoyez-en un avec des titres et au moins un relevé.",
      de: "In dieser Datei steht keine Meldung. Senden Sie eine mit Titelzeile und mindestens einer Meldung."),
    "usage_file.not_unicode": Phrase(
      "This is not UTF-8. Save the file as “CSV UTF-8” and send it again.",
      fr: "Ce n’est pas de l’UTF-8. Enregistrez le fichier en « CSV UTF-8 » et renvoyez-le.",
      de: "Das ist kein UTF-8. Speichern Sie die Datei als «CSV UTF-8» und senden Sie sie erneut."),
    "usage_file.quotes": Phrase(
      "The quotation marks of this line do not match. Double those inside a cell.",
      fr: "Les guillemets de cette ligne ne concordent pas. Doublez ceux à l’intérieur d’une cellule.",
      de: "Die Anführungszeichen dieser Zeile passen nicht zusammen. Verdoppeln Sie jene innerhalb einer Zelle."),
    "usage_file.cells_too_many": Phrase(
      "This line has more cells than the heading. Check its separators.",
      fr: "Cette ligne a plus de cellules que les titres. Vérifiez ses séparateurs.",
      de: "Diese Zeile hat mehr Zellen als die Titelzeile. Prüfen Sie die Trennzeichen."),
    "usage_file.line_too_long": Phrase(
      "This line is longer than any record can be. Check that the file’s lines end.",
      fr: "Cette ligne est plus longue que tout relevé. Vérifiez que les lignes du fichier se terminent.",
      de: "Diese Zeile ist länger, als eine Meldung sein kann. Prüfen Sie, ob die Zeilen der Datei enden."),
    "usage_file.too_many_lines": Phrase(
      "A file has at most {maximum} records. Split it.",
      fr: "Un fichier a au plus {maximum} relevés. Divisez-le.",
      de: "Eine Datei hat höchstens {maximum} Meldungen. Teilen Sie sie."),
    "usage_file.column_unknown": Phrase(
      "Nobody knows a column called {column}. Rename it or leave it out.",
      fr: "Aucune colonne ne s’appelle {column}. Renommez-la ou retirez-la.",
      de: "Eine Spalte namens {column} gibt es nicht. Benennen Sie sie um oder lassen Sie sie weg."),
    "usage_file.column_twice": Phrase(
      "The column {column} is there twice. Leave one out.",
      fr: "La colonne {column} figure deux fois. Retirez-en une.",
      de: "Die Spalte {column} steht zweimal da. Lassen Sie eine weg."),
    "usage_file.column_missing": Phrase(
      "The column {column} is missing. Add it.",
      fr: "La colonne {column} manque. Ajoutez-la.",
      de: "Die Spalte {column} fehlt. Fügen Sie sie hinzu."),
    "usage_file.not_an_object": Phrase(
      "This line is not one JSON object. Write each record on a line of its own.",
      fr: "Cette ligne n’est pas un objet JSON. Écrivez chaque relevé sur sa propre ligne.",
      de: "Diese Zeile ist kein JSON-Objekt. Schreiben Sie jede Meldung auf eine eigene Zeile."),
    "usage_file.not_checked": Phrase(
      "This file is not ready to be counted: it is being checked, has mistakes or is done. Look at it again.",
      fr: "Ce fichier n’est pas prêt à être compté : il est en vérification, contient des erreurs ou est traité. "
        + "Regardez-le à nouveau.",
      de: "Diese Datei ist nicht bereit zum Zählen: Sie wird geprüft, hat Fehler oder ist erledigt. "
        + "Sehen Sie sie nochmals an."),
  ]
}
