import Core

/// One command for many subscriptions.
extension Sentences {
  package static let bulk: [Code: Phrase] = selecting.merging(running) { first, _ in first }

  private static let selecting: [Code: Phrase] = [
    "bulk.selection_missing": Phrase(
      "Nothing says which subscriptions to change. Send their ids or a filter.",
      fr: "Rien n’indique quels abonnements modifier. Envoyez leurs identifiants ou un filtre.",
      de: "Es fehlt, welche Abonnements zu ändern sind. Senden Sie deren Ids oder einen Filter."),
    "bulk.selection_twice": Phrase(
      "Both ids and a filter are given, and they may disagree. Send one of them.",
      fr: "Des identifiants et un filtre sont donnés, qui peuvent se contredire. N’envoyez que l’un des deux.",
      de: "Ids und ein Filter sind beide angegeben und könnten sich widersprechen. Senden Sie nur eines davon."),
    "bulk.selection_empty": Phrase(
      "No subscription is selected, so there is nothing to change. Select at least one, or widen the filter.",
      fr: "Aucun abonnement n’est sélectionné, il n’y a rien à modifier. Sélectionnez-en au moins un ou élargissez "
        + "le filtre.",
      de: "Kein Abonnement ist ausgewählt, es gibt nichts zu ändern. Wählen Sie mindestens eines, "
        + "oder erweitern Sie den Filter."),
    "bulk.subscription_unknown": Phrase(
      "There is no such subscription. Take it out of the selection.",
      fr: "Cet abonnement n’existe pas. Retirez-le de la sélection.",
      de: "Dieses Abonnement gibt es nicht. Nehmen Sie es aus der Auswahl."),
    "bulk.too_many": Phrase(
      "More than {maximum} subscriptions match, the most one bulk change takes. Narrow the filter.",
      fr: "Plus de {maximum} abonnements correspondent, le maximum d’une modification groupée. Affinez le filtre.",
      de: "Mehr als {maximum} Abonnements passen, so viele fasst eine Sammeländerung höchstens. "
        + "Grenzen Sie den Filter ein."),
    "bulk.too_many_open": Phrase(
      "{maximum} bulk changes are under way here already. Wait until one is done, or stop one.",
      fr:
        "{maximum} modifications groupées sont déjà en cours ici. Attendez la fin de l’une d’elles ou arrêtez-en une.",
      de: "Hier laufen schon {maximum} Sammeländerungen. Warten Sie, bis eine erledigt ist, oder halten Sie eine an."),
    "bulk.days_out_of_range": Phrase(
      "A term ends within 0 to {maximum} days. Choose a number between these.",
      fr: "L’échéance se situe entre 0 et {maximum} jours. Choisissez un nombre dans cet intervalle.",
      de: "Eine Laufzeit endet in 0 bis {maximum} Tagen. Wählen Sie eine Zahl dazwischen."),
    "bulk.nothing_asked": Phrase(
      "Nothing says what to change. Choose at least one change.",
      fr: "Rien n’indique ce qu’il faut modifier. Choisissez au moins une modification.",
      de: "Es fehlt, was zu ändern ist. Wählen Sie mindestens eine Änderung."),
    "bulk.quantity_twice": Phrase(
      "Both a difference and a target are given. Send either “add” or “to”.",
      fr: "Une différence et une cible sont données. Envoyez « add » ou « to ».",
      de: "Differenz und Ziel sind beide angegeben. Senden Sie entweder «add» oder «to»."),
  ]

  private static let running: [Code: Phrase] = [
    "bulk.still_previewing": Phrase(
      "The preview is still being worked out. Wait until it is ready, look at it, then confirm.",
      fr: "L’aperçu est encore en préparation. Attendez qu’il soit prêt, examinez-le, puis confirmez.",
      de: "Die Vorschau wird noch berechnet. Warten Sie, bis sie bereit ist, prüfen Sie sie und bestätigen Sie dann."),
    "bulk.nothing_allowed": Phrase(
      "The preview found nothing that can be done, so nothing starts. Select again or ask for something else.",
      fr:
        "L’aperçu n’a rien trouvé de faisable, il n’y a rien à lancer. Sélectionnez autrement ou demandez autre chose.",
      de: "Die Vorschau fand nichts, was möglich ist, es gibt nichts zu starten. "
        + "Wählen Sie neu aus oder verlangen Sie etwas anderes."),
    "bulk.started_already": Phrase(
      "This bulk change was started already; it runs once only. Look at its progress.",
      fr: "Cette modification groupée est déjà lancée ; elle ne s’exécute qu’une fois. Consultez son avancement.",
      de: "Diese Sammeländerung ist schon gestartet; sie läuft nur einmal. Sehen Sie sich den Fortschritt an."),
    "bulk.stopped": Phrase(
      "This bulk change was stopped. What was done stays; prepare a new one for the rest.",
      fr: "Cette modification groupée a été arrêtée. Ce qui est fait reste ; préparez-en une nouvelle pour le reste.",
      de: "Diese Sammeländerung wurde angehalten. Erledigtes bleibt; bereiten Sie für den Rest eine neue vor."),
    "bulk.over": Phrase(
      "This bulk change is over, so there is nothing left to stop. Look at its result.",
      fr: "Cette modification groupée est terminée, il n’y a plus rien à arrêter. Consultez son résultat.",
      de: "Diese Sammeländerung ist zu Ende, es gibt nichts mehr anzuhalten. Sehen Sie sich das Ergebnis an."),
    "bulk.other_person": Phrase(
      "Only whoever prepared a bulk change confirms it, since they saw its preview. Ask them, or prepare one yourself.",
      fr: "Seule la personne qui a préparé une modification groupée la confirme, car elle en a vu l’aperçu. "
        + "Adressez-vous à elle ou préparez-en une vous-même.",
      de: "Nur wer eine Sammeländerung vorbereitet hat, bestätigt sie, denn nur diese Person sah die Vorschau. "
        + "Fragen Sie sie, oder bereiten Sie selbst eine vor."),
    "bulk.figures_changed": Phrase(
      "This subscription or its amounts changed after the preview, so it was left alone. Prepare it anew to see the "
        + "present amounts.",
      fr: "Cet abonnement ou ses montants ont changé depuis l’aperçu, il n’a donc pas été modifié. "
        + "Préparez-le à nouveau pour voir les montants actuels.",
      de: "Dieses Abonnement oder seine Beträge haben sich seit der Vorschau geändert, darum blieb es unberührt. "
        + "Bereiten Sie es neu vor, um die heutigen Beträge zu sehen."),
    "client.revoked": Phrase(
      "The program that asked for this has been revoked. Ask for it with another program or as a person.",
      fr: "Le programme qui l’a demandé a été révoqué. Demandez-le avec un autre programme ou en personne.",
      de: "Das Programm, das dies verlangte, wurde widerrufen. "
        + "Verlangen Sie es mit einem anderen Programm oder selbst."),
  ]
}
