import Core

/// Runs of the bill.
extension Sentences {
  package static let run: [Code: Phrase] = running.merging(parking) { first, _ in first }

  private static let running: [Code: Phrase] = [
    "bill.day_ahead": Phrase(
      "{day} lies ahead; by UTC it is {today}, and what is not due yet cannot be billed. Give a day that has come.",
      fr: "Le {day} est à venir ; en UTC nous sommes le {today}, et ce qui n’est pas échu ne se facture pas. Indiquez "
        + "un jour arrivé.",
      de: "Der {day} steht noch bevor; nach UTC ist der {today}, und was nicht fällig ist, lässt sich nicht "
        + "verrechnen. Nennen Sie einen Tag, der da ist."),
    "bill.too_many_parked": Phrase(
      "{count} accounts had to be parked, more than single mistakes explain. The run ended; what was billed stays. "
        + "Look for one cause, then release the accounts and run again.",
      fr: "{count} comptes ont dû être mis de côté, plus que des erreurs isolées n’expliquent. Le traitement s’est "
        + "arrêté ; ce qui est facturé reste. Cherchez une cause commune, libérez les comptes, puis relancez.",
      de: "{count} Konten mussten zurückgestellt werden, mehr als einzelne Fehler erklären. Der Lauf ist beendet; was "
        + "verrechnet ist, bleibt. Suchen Sie eine gemeinsame Ursache, geben Sie die Konten frei und starten Sie neu."),
    "statement.account_parked": Phrase(
      "The customer’s account is parked, so its statements stay open. Look at the reason under Parked accounts and "
        + "release it.",
      fr: "Le compte du client est mis de côté, ses relevés restent donc ouverts. Consultez le motif sous Comptes mis "
        + "de côté et libérez-le.",
      de: "Das Konto des Kunden ist zurückgestellt, seine Abrechnungen bleiben darum offen. Sehen Sie sich den Grund "
        + "unter Zurückgestellte Konten an und geben Sie es frei."),
    "account.released": Phrase(
      "This account was released already, so the next run goes on with it. Nothing is to be done.",
      fr: "Ce compte a déjà été libéré, le prochain traitement le reprend. Il n’y a rien à faire.",
      de: "Dieses Konto ist schon freigegeben, der nächste Lauf macht damit weiter. Es ist nichts zu tun."),
  ]

  private static let parking: [Code: Phrase] = [
    "account.currency_differs": Phrase(
      "A subscription is in another currency than its customer, and one statement cannot hold two. Put the currency "
        + "right, then release the account.",
      fr: "Un abonnement est dans une autre monnaie que son client, et un relevé n’en contient pas deux. Corrigez la "
        + "monnaie, puis libérez le compte.",
      de: "Ein Abonnement ist in einer anderen Währung als sein Kunde, und eine Abrechnung fasst nicht zwei. "
        + "Berichtigen Sie die Währung und geben Sie das Konto dann frei."),
    "account.split_incomplete": Phrase(
      "The licences of a subscription are not all at billing centres, so its cost has nowhere to land. Split them "
        + "anew, then release the account.",
      fr: "Les licences d’un abonnement ne sont pas toutes rattachées à un centre, son coût n’a donc pas de place. "
        + "Répartissez-les à nouveau, puis libérez le compte.",
      de: "Nicht alle Lizenzen eines Abonnements liegen auf Kostenstellen, sein Betrag hat also keinen Ort. Teilen Sie "
        + "sie neu auf und geben Sie das Konto dann frei."),
    "account.price_beyond_bounds": Phrase(
      "A price of a subscription is higher than any price is, so it is likely a mistake. Put the price right, then "
        + "release the account.",
      fr: "Un prix d’un abonnement dépasse tout prix plausible, c’est sans doute une erreur. Corrigez le prix, puis "
        + "libérez le compte.",
      de: "Ein Preis eines Abonnements ist höher als jeder mögliche, vermutlich ein Fehler. Berichtigen Sie den Preis "
        + "und geben Sie das Konto dann frei."),
    "account.owed_beyond_bounds": Phrase(
      "A cycle of a subscription comes to more than can be billed at once, so its price or quantity is likely a "
        + "mistake. Put them right, then release the account.",
      fr: "Un cycle d’un abonnement dépasse ce qui se facture en une fois ; son prix ou sa quantité est sans doute "
        + "erroné. Corrigez-les, puis libérez le compte.",
      de: "Ein Zyklus eines Abonnements übersteigt, was sich auf einmal verrechnen lässt; vermutlich stimmt der Preis "
        + "oder die Menge nicht. Berichtigen Sie sie und geben Sie das Konto dann frei."),
    "account.owed_negative": Phrase(
      "A cycle that begins would owe less than nothing, which no price explains. Look at the subscription’s price and "
        + "licences, then release the account.",
      fr: "Un cycle qui commence devrait moins que rien, ce qu’aucun prix n’explique. Vérifiez le prix et les licences "
        + "de l’abonnement, puis libérez le compte.",
      de: "Ein beginnender Zyklus würde weniger als nichts schulden, was kein Preis erklärt. Prüfen Sie Preis und "
        + "Lizenzen des Abonnements und geben Sie das Konto dann frei."),
    "account.total_jumped": Phrase(
      "{month} comes to {times} times what the months before did, and no change explains it. If it is right, release "
        + "the account; else put the prices right first.",
      fr: "{month} atteint {times} fois les mois précédents, et aucune modification ne l’explique. Si c’est correct, "
        + "libérez le compte ; sinon corrigez d’abord les prix.",
      de: "{month} beträgt das {times}-Fache der Monate davor, und keine Änderung erklärt es. Ist das richtig, geben "
        + "Sie das Konto frei; sonst berichtigen Sie zuerst die Preise."),
    "account.refused_by_database": Phrase(
      "What was to be posted breaks a rule of the database ({constraint}, {sqlstate}), so nothing of it was kept. Ask "
        + "whoever runs the service to put the data right, then release the account.",
      fr: "Ce qui devait être comptabilisé enfreint une règle de la base ({constraint}, {sqlstate}) ; rien n’en a été "
        + "gardé. Faites corriger les données par l’exploitant, puis libérez le compte.",
      de: "Was zu verbuchen war, verletzt eine Regel der Datenbank ({constraint}, {sqlstate}); nichts davon wurde "
        + "behalten. Lassen Sie die Daten vom Betrieb berichtigen und geben Sie das Konto dann frei."),
  ]
}
