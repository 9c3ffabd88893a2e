import Core

/// Exports, and closed statements by mail.
extension Sentences {
  package static let delivery: [Code: Phrase] = asking.merging(making) { first, _ in first }
    .merging(mailing) { first, _ in first }

  private static let asking: [Code: Phrase] = [
    "export.selection_missing": Phrase(
      "Nothing says which statements to export. Send their ids or a filter, or tick them in their list.",
      fr:
        "Rien n’indique quels relevés exporter. Envoyez leurs identifiants ou un filtre, ou cochez-les dans la liste.",
      de: "Es fehlt, welche Abrechnungen zu exportieren sind. Senden Sie deren Ids oder einen Filter, oder kreuzen Sie "
        + "sie in der Liste an."),
    "export.selection_twice": Phrase(
      "Both ids and a filter are given, and they may disagree. Send one of them.",
      fr: "Des identifiants et un filtre sont donnés et peuvent se contredire. N’envoyez que l’un des deux.",
      de: "Ids und ein Filter sind beide angegeben und könnten sich widersprechen. Senden Sie eines davon."),
    "export.one_statement": Phrase(
      "This kind of export is of one statement. Name one by its id, or choose the kind “statements”.",
      fr: "Ce genre d’export porte sur un seul relevé. Indiquez-en un, ou choisissez le genre « statements ».",
      de: "Diese Art Export ist von einer einzigen Abrechnung. Nennen Sie eine, oder wählen Sie die Art «statements»."),
    "export.format_missing": Phrase(
      "Nothing says in which format. Choose at least one.",
      fr: "Rien n’indique dans quel format. Choisissez-en au moins un.",
      de: "Es fehlt, in welchem Format. Wählen Sie mindestens eines."),
    "export.zip_needed": Phrase(
      "Several files go into one archive. Leave “zip” out, or ask for one document in one format.",
      fr: "Plusieurs fichiers vont dans une archive. Omettez « zip », ou demandez un document dans un seul format.",
      de: "Mehrere Dateien kommen in ein Archiv. Lassen Sie «zip» weg, oder verlangen Sie ein Dokument in einem Format."
    ),
    "export.statement_unknown": Phrase(
      "There is no such statement. Take it out of the selection.",
      fr: "Ce relevé n’existe pas. Retirez-le de la sélection.",
      de: "Diese Abrechnung gibt es nicht. Nehmen Sie sie aus der Auswahl."),
    "export.centre_unknown": Phrase(
      "The statement has no lines of this centre. Choose one that it lists.",
      fr: "Le relevé n’a aucune ligne de ce centre. Choisissez-en un qu’il énumère.",
      de: "Die Abrechnung hat keine Zeilen dieser Kostenstelle. Wählen Sie eine, die sie aufführt."),
    "export.empty": Phrase(
      "No statement matches, so there is nothing to export. Widen the filter.",
      fr: "Aucun relevé ne correspond, il n’y a rien à exporter. Élargissez le filtre.",
      de: "Keine Abrechnung passt, es gibt nichts zu exportieren. Erweitern Sie den Filter."),
    "export.too_many": Phrase(
      "More than {maximum} statements match, the most one export takes. Narrow the filter.",
      fr: "Plus de {maximum} relevés correspondent, le maximum d’un export. Affinez le filtre.",
      de: "Mehr als {maximum} Abrechnungen passen, so viele fasst ein Export höchstens. Grenzen Sie den Filter ein."),
    "export.too_many_open": Phrase(
      "{maximum} exports are being made here already. Wait until one is ready, or cancel one.",
      fr: "{maximum} exports sont déjà en préparation ici. Attendez que l’un soit prêt ou annulez-en un.",
      de: "Hier werden schon {maximum} Exporte erstellt. Warten Sie, bis einer bereit ist, oder brechen Sie einen ab."),
    "export.too_many_kept": Phrase(
      "You keep {maximum} downloads, as many as there is room for. Delete those you have fetched.",
      fr: "Vous conservez {maximum} téléchargements, le maximum possible. Supprimez ceux que vous avez récupérés.",
      de: "Sie bewahren {maximum} Downloads auf, mehr haben nicht Platz. Löschen Sie die schon abgerufenen."),
  ]

  private static let making: [Code: Phrase] = [
    "export.not_ready": Phrase(
      "The file is still being made. Fetch it once the export is ready.",
      fr: "Le fichier est encore en préparation. Récupérez-le une fois l’export prêt.",
      de: "Die Datei wird noch erstellt. Rufen Sie sie ab, sobald der Export bereit ist."),
    "export.failed": Phrase(
      "The export failed, so there is no file. Read its reason and ask for it again.",
      fr: "L’export a échoué, il n’y a pas de fichier. Lisez-en la raison et demandez-le à nouveau.",
      de: "Der Export ist fehlgeschlagen, es gibt keine Datei. Lesen Sie den Grund, und verlangen Sie ihn erneut."),
    "export.expired": Phrase(
      "The file was kept for its time and is gone. Ask for it again.",
      fr: "Le fichier a été conservé le temps prévu et n’existe plus. Demandez-le à nouveau.",
      de: "Die Datei wurde ihre Zeit lang aufbewahrt und ist gelöscht. Verlangen Sie sie erneut."),
    "export.rights_changed": Phrase(
      "Your rights have changed since this was asked for, so it was not made. Ask anew for what you may see now.",
      fr:
        "Vos droits ont changé depuis la demande, le fichier n’a pas été préparé. Demandez à nouveau ce que vous "
        + "pouvez voir maintenant.",
      de:
        "Ihre Rechte haben sich seit der Anforderung geändert, darum wurde nichts erstellt. Verlangen Sie neu, was Sie "
        + "jetzt sehen dürfen."),
    "export.too_large": Phrase(
      "The file would be larger than {maximum} GB. Ask for fewer statements or fewer formats at once.",
      fr: "Le fichier dépasserait {maximum} Go. Demandez moins de relevés ou de formats à la fois.",
      de: "Die Datei würde grösser als {maximum} GB. Verlangen Sie weniger Abrechnungen oder Formate auf einmal."),
    "export.too_many_rows": Phrase(
      "An Excel sheet holds 1,048,576 rows, and this statement has more. Ask for CSV.",
      fr: "Une feuille Excel contient 1 048 576 lignes, et ce relevé en a davantage. Demandez du CSV.",
      de: "Ein Excel-Blatt fasst 1’048’576 Zeilen, und diese Abrechnung hat mehr. Verlangen Sie CSV."),
    "export.gave_up": Phrase(
      "The export was begun several times and never finished. Ask for it again; if it fails once more, tell support.",
      fr:
        "L’export a été commencé plusieurs fois sans aboutir. Demandez-le à nouveau ; s’il échoue encore, avertissez "
        + "le support.",
      de: "Der Export wurde mehrmals begonnen und nie fertig. Verlangen Sie ihn erneut; schlägt er wieder fehl, melden "
        + "Sie es dem Support."),
  ]

  private static let mailing: [Code: Phrase] = [
    "statement_mail.address_missing": Phrase(
      "Nothing says where to send the statements. Enter an address, or send nothing.",
      fr: "Rien n’indique où envoyer les relevés. Saisissez une adresse, ou n’envoyez rien.",
      de: "Es fehlt, wohin die Abrechnungen gehen. Geben Sie eine Adresse ein, oder senden Sie nichts."),
    "statement_mail.no_contact": Phrase(
      "The centre has no contact to send to. Enter one at the centre first.",
      fr: "Le centre n’a pas de contact à qui envoyer. Saisissez-en d’abord un auprès du centre.",
      de: "Die Kostenstelle hat keinen Kontakt, an den zu senden wäre. Tragen Sie zuerst bei ihr einen ein."),
    "delivery.statement_open": Phrase(
      "The statement is still open and may change. It can be mailed once its month is closed.",
      fr: "Le relevé est encore ouvert et peut changer. Il peut être envoyé une fois son mois clôturé.",
      de:
        "Die Abrechnung ist noch offen und kann sich ändern. Sie lässt sich mailen, sobald ihr Monat abgeschlossen ist."
    ),
    "delivery.own_cost": Phrase(
      "This statement is what you owe yourself; only customers' statements are mailed. Download it instead.",
      fr: "Ce relevé est ce que vous devez vous-même ; seuls ceux des clients sont envoyés. Téléchargez-le plutôt.",
      de: "Diese Abrechnung ist, was Sie selbst schulden; nur die der Kunden werden gemailt. Laden Sie sie herunter."),
    "delivery.no_address": Phrase(
      "Nobody is named to get whole statements. Name an address under “Statements by mail” first.",
      fr: "Personne n’est désigné pour recevoir les relevés complets. Indiquez d’abord une adresse sous « Relevés par "
        + "e-mail ».",
      de: "Für ganze Abrechnungen ist niemand genannt. Nennen Sie erst eine Adresse unter «Abrechnungen per E-Mail»."),
    "delivery.no_contact": Phrase(
      "The centre has no contact, so nothing was sent. Enter one at the centre, then send its part.",
      fr: "Le centre n’a pas de contact, rien n’a été envoyé. Saisissez-en un auprès du centre, puis envoyez sa part.",
      de: "Die Kostenstelle hat keinen Kontakt, darum ging nichts hinaus. Tragen Sie bei ihr einen ein, und senden Sie "
        + "dann ihren Teil."),
    "delivery.not_possible": Phrase(
      "The document could not be made, so nothing was sent. Send it once more; if it fails again, tell support.",
      fr:
        "Le document n’a pas pu être préparé, rien n’a été envoyé. Envoyez-le à nouveau ; en cas d’échec, avertissez "
        + "le support.",
      de: "Das Dokument liess sich nicht erstellen, darum ging nichts hinaus. Senden Sie es erneut; schlägt es wieder "
        + "fehl, melden Sie es dem Support."),
    "delivery.too_many": Phrase(
      "This statement was mailed {maximum} times within an hour. Wait a while before sending it again.",
      fr: "Ce relevé a été envoyé {maximum} fois en une heure. Attendez un moment avant de le renvoyer.",
      de: "Diese Abrechnung wurde innert einer Stunde {maximum} Mal gemailt. Warten Sie etwas, bevor Sie sie erneut "
        + "senden."),
  ]
}
