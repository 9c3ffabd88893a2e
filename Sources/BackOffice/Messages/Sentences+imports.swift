import Core

/// Price lists taken in.
extension Sentences {
  package static let imports: [Code: Phrase] = [
    "price_list.empty": Phrase(
      "There is no line in this file. Send one with a heading and at least one price.",
      fr: "Ce fichier n’a aucune ligne. Envoyez-en un avec des titres et au moins un prix.",
      de: "In dieser Datei steht keine Zeile. Senden Sie eine mit Titelzeile und mindestens einem Preis."),
    "price_list.not_unicode": Phrase(
      "This is not UTF-8. Save the file as “CSV UTF-8” and send it again.",
      fr: "Ce n’est pas de l’UTF-8. Enregistrez le fichier en « CSV UTF-8 » et renvoyez-le.",
      de: "Das ist kein UTF-8. Speichern Sie die Datei als «CSV UTF-8» und senden Sie sie erneut."),
    "price_list.quotes": Phrase(
      "The quotation marks of this line do not match. Double those inside a cell.",
      fr: "Les guillemets de cette ligne ne concordent pas. Doublez ceux à l’intérieur d’une cellule.",
      de: "Die Anführungszeichen dieser Zeile passen nicht zusammen. Verdoppeln Sie jene innerhalb einer Zelle."),
    "price_list.cells_too_many": Phrase(
      "This line has more cells than the heading. Check its separators.",
      fr: "Cette ligne a plus de cellules que les titres. Vérifiez ses séparateurs.",
      de: "Diese Zeile hat mehr Zellen als die Titelzeile. Prüfen Sie die Trennzeichen."),
    "price_list.too_many_lines": Phrase(
      "A price list has at most {maximum} lines. Split the file.",
      fr: "Une liste de prix a au plus {maximum} lignes. Divisez le fichier.",
      de: "Eine Preisliste hat höchstens {maximum} Zeilen. Teilen Sie die Datei."),
    "price_list.column_unknown": Phrase(
      "Nobody knows a column called {column}. Rename it or leave it out.",
      fr: "Aucune colonne ne s’appelle {column}. Renommez-la ou retirez-la.",
      de: "Eine Spalte namens {column} gibt es nicht. Benennen Sie sie um oder lassen Sie sie weg."),
    "price_list.column_twice": Phrase(
      "The column {column} is there twice. Leave one out.",
      fr: "La colonne {column} figure deux fois. Retirez-en une.",
      de: "Die Spalte {column} steht zweimal da. Lassen Sie eine weg."),
    "price_list.column_missing": Phrase(
      "The column {column} is missing. Add it.",
      fr: "La colonne {column} manque. Ajoutez-la.",
      de: "Die Spalte {column} fehlt. Fügen Sie sie hinzu."),
    "price_list.amount_malformed": Phrase(
      "Write an amount such as 12.30, in {currency} with at most this many decimals: {decimals}.",
      fr: "Indiquez un montant comme 12.30, en {currency} avec au plus ce nombre de décimales : {decimals}.",
      de: "Schreiben Sie einen Betrag wie 12.30, in {currency} mit höchstens so vielen Nachkommastellen: {decimals}."),
    "price_list.vendor_differs": Phrase(
      "This service is another vendor’s ({from}). Correct the vendor or the service’s name.",
      fr: "Ce service est d’un autre éditeur ({from}). Corrigez l’éditeur ou le nom du service.",
      de: "Dieser Dienst ist von einem anderen Hersteller ({from}). Berichtigen Sie den Hersteller oder den Namen."),
    "price_list.offer_differs": Phrase(
      "Line {from} says something else of the same offer. Make the two alike.",
      fr: "La ligne {from} dit autre chose de la même offre. Accordez les deux.",
      de: "Zeile {from} sagt über dasselbe Angebot etwas anderes. Gleichen Sie die beiden an."),
    "price_list.new_offer_needs": Phrase(
      "This offer is new, so it needs this as well. Fill in the cell.",
      fr: "Cette offre est nouvelle, il faut donc aussi ceci. Remplissez la cellule.",
      de: "Dieses Angebot ist neu und braucht auch dies. Füllen Sie die Zelle aus."),
    "price_list.line_twice": Phrase(
      "Another line has a price for the same offer, currency and day. Leave one out.",
      fr: "Une autre ligne donne un prix pour la même offre, la même monnaie et le même jour. Retirez-en une.",
      de: "Eine andere Zeile nennt einen Preis für dasselbe Angebot, dieselbe Währung und denselben Tag. "
        + "Lassen Sie eine weg."),
    "price_list.not_checked": Phrase(
      "This price list is not ready to be carried out: it is being checked, has mistakes or is done. Look at it again.",
      fr: "Cette liste n’est pas prête : elle est en cours de vérification, contient des erreurs ou est terminée. "
        + "Rechargez-la.",
      de: "Diese Preisliste ist nicht bereit: Sie wird geprüft, hat Fehler oder ist erledigt. Laden Sie neu."),
  ]
}
