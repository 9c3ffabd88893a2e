import Core

/// Billing centres, splits, statements, and the references a bill depends on.
extension Sentences {
  package static let billing: [Code: Phrase] = centres.merging(splits) { first, _ in first }
    .merging(statements) { first, _ in first }

  private static let centres: [Code: Phrase] = [
    "centre.unknown": Phrase(
      "This customer has no such billing centre. Choose one from its list, or create it first.",
      fr: "Ce client n’a pas ce centre de coûts. Choisissez-en un dans sa liste ou créez-le d’abord.",
      de: "Dieser Kunde hat keine solche Kostenstelle. Wählen Sie eine aus der Liste oder legen Sie sie zuerst an."),
    "centre.closed": Phrase(
      "This billing centre is closed and takes no more licences. Choose an open one, or open it again.",
      fr: "Ce centre de coûts est fermé et ne prend plus de licences. Choisissez-en un ouvert ou rouvrez-le.",
      de: "Diese Kostenstelle ist geschlossen und nimmt keine Lizenzen mehr. "
        + "Wählen Sie eine offene oder öffnen Sie sie."),
    "centre.code_taken": Phrase(
      "Another billing centre of this customer has the code {code}. Choose a different one.",
      fr: "Un autre centre de coûts de ce client porte le code {code}. Choisissez-en un autre.",
      de: "Eine andere Kostenstelle dieses Kunden hat den Code {code}. Wählen Sie einen anderen."),
    "centre.default_needed": Phrase(
      "One billing centre must be the default. Make another one the default instead.",
      fr: "Un centre de coûts doit être celui par défaut. Choisissez plutôt un autre centre par défaut.",
      de: "Eine Kostenstelle muss die Standardstelle sein. Machen Sie stattdessen eine andere dazu."),
    "centre.default_stays_open": Phrase(
      "The default billing centre stays open, so that new licences have somewhere to land. "
        + "Make another one the default first.",
      fr: "Le centre de coûts par défaut reste ouvert, pour que les nouvelles licences y arrivent. "
        + "Choisissez d’abord un autre centre par défaut.",
      de: "Die Standardkostenstelle bleibt offen, damit neue Lizenzen einen Ort haben. "
        + "Bestimmen Sie zuerst eine andere als Standard."),
    "centre.in_use": Phrase(
      "Running subscriptions still have licences at this billing centre: {count}. Move these to others first.",
      fr: "Des abonnements en cours ont encore des licences sur ce centre de coûts : {count}. Déplacez-les d’abord.",
      de: "Laufende Abonnements haben noch Lizenzen auf dieser Kostenstelle: {count}. Verschieben Sie diese zuerst."),
  ]

  private static let splits: [Code: Phrase] = [
    "split.sum_mismatch": Phrase(
      "The split comes to {sum} licences, but there are {quantity}. Give each licence exactly one billing centre.",
      fr: "La répartition donne {sum} licences, mais il y en a {quantity}. Donnez un seul centre à chaque licence.",
      de: "Die Aufteilung ergibt {sum} Lizenzen, es sind aber {quantity}. "
        + "Geben Sie jeder Lizenz genau eine Kostenstelle."),
    "split.negative": Phrase(
      "A billing centre cannot hold fewer than zero licences. Use zero or more.",
      fr: "Un centre de coûts ne peut avoir moins de zéro licence. Indiquez zéro ou davantage.",
      de: "Eine Kostenstelle kann nicht weniger als null Lizenzen haben. Geben Sie null oder mehr an."),
    "split.duplicate_centre": Phrase(
      "This billing centre is named twice. Name each one once, with all its licences.",
      fr: "Ce centre de coûts est indiqué deux fois. Indiquez chacun une fois, avec toutes ses licences.",
      de: "Diese Kostenstelle ist zweimal genannt. Nennen Sie jede einmal, mit allen ihren Lizenzen."),
    "split.centre_short": Phrase(
      "This billing centre holds only {held} licences, fewer than are to be taken. Take the rest from others.",
      fr: "Ce centre de coûts n’a que {held} licences, moins que ce qui doit être repris. Prenez le reste ailleurs.",
      de: "Diese Kostenstelle hat nur {held} Lizenzen, weniger als wegfallen sollen. Nehmen Sie den Rest von anderen."),
  ]

  private static let statements: [Code: Phrase] = [
    "statement.closed": Phrase(
      "This statement is closed and never changes again. Corrections appear on the next one.",
      fr: "Ce relevé est clôturé et ne change plus. Les corrections figureront sur le suivant.",
      de: "Diese Abrechnung ist abgeschlossen und ändert sich nie mehr. Korrekturen erscheinen auf der nächsten."),
    "statement.month_not_over": Phrase(
      "The month is not over yet, so amounts may still come. Close the statement once the month has ended.",
      fr: "Le mois n’est pas terminé, des montants peuvent encore s’ajouter. "
        + "Clôturez le relevé une fois le mois écoulé.",
      de: "Der Monat ist noch nicht vorbei, es können Beträge dazukommen. "
        + "Schliessen Sie die Abrechnung nach Monatsende ab."),
    "statement.line_archived": Phrase(
      "What this line came from was archived; the ledger is kept from {from} on. The statement and its documents stay.",
      fr: "L’origine de cette ligne est archivée ; le grand livre est conservé dès {from}. Le relevé et ses documents "
        + "restent.",
      de: "Woher diese Position kommt, ist archiviert; das Hauptbuch reicht bis {from} zurück. Abrechnung und "
        + "Dokumente bleiben."),
    "statement.not_the_seller": Phrase(
      "Only the seller closes a statement. Ask the seller named on it.",
      fr: "Seul le vendeur clôture un relevé. Adressez-vous au vendeur qui y figure.",
      de: "Nur der Verkäufer schliesst eine Abrechnung ab. Fragen Sie den darauf genannten Verkäufer."),
    "currency.fixed": Phrase(
      "An organization keeps its currency, since its bills depend on it. Create a new customer for another currency.",
      fr: "Une organisation garde sa monnaie, ses factures en dépendent. "
        + "Créez un nouveau client pour une autre monnaie.",
      de: "Eine Organisation behält ihre Währung, an der ihre Rechnungen hängen. "
        + "Legen Sie sonst einen neuen Kunden an."),
    "currency.not_the_resellers": Phrase(
      "Cost prices are in the reseller’s own currency. Give the amount in that one.",
      fr: "Les prix d’achat sont dans la monnaie du revendeur. Indiquez le montant dans celle-ci.",
      de: "Einkaufspreise sind in der Währung des Resellers. Geben Sie den Betrag in dieser an."),
    "reseller.unknown": Phrase(
      "There is no such reseller below you. Choose one from the list of resellers.",
      fr: "Il n’y a pas de tel revendeur sous vous. Choisissez-en un dans la liste des revendeurs.",
      de: "Einen solchen Reseller gibt es unter Ihnen nicht. Wählen Sie einen aus der Liste der Reseller."),
    "service.unknown": Phrase(
      "No such service is in the catalogue, or none was named. Choose from the list of services.",
      fr: "Ce service n’est pas au catalogue, ou aucun n’est indiqué. Choisissez dans la liste des services.",
      de: "Diesen Dienst gibt es im Katalog nicht, oder es ist keiner genannt. Wählen Sie aus der Liste der Dienste."),
  ]
}
