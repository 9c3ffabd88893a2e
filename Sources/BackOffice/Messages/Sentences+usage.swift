import Core

/// Records of use.
extension Sentences {
  package static let usage: [Code: Phrase] = records.merging(parking) { first, _ in first }

  private static let records: [Code: Phrase] = [
    "usage.external_id_malformed": Phrase(
      "The source’s own id is 1 to 200 visible ASCII characters without spaces. Send it like that.",
      fr: "L’identifiant propre à la source compte 1 à 200 caractères ASCII visibles, sans espaces. Envoyez-le ainsi.",
      de: "Die eigene Kennung der Quelle hat 1 bis 200 sichtbare ASCII-Zeichen ohne Leerzeichen. Senden Sie sie so."),
    "usage.quantity_malformed": Phrase(
      "A quantity is a whole number, or a decimal as text with at most six decimals, from 0 to 1,000,000,000. "
        + "Correct it.",
      fr: "Une quantité est un nombre entier, ou un décimal en texte de six décimales au plus, de 0 à 1 000 000 000. "
        + "Corrigez-la.",
      de: "Eine Menge ist eine ganze Zahl oder eine Dezimalzahl als Text mit höchstens sechs Stellen, "
        + "von 0 bis 1 000 000 000. Korrigieren Sie sie."),
    "usage.in_future": Phrase(
      "This lies in the future, but only what was used can be recorded. Check the source’s clock.",
      fr: "Cette date est dans le futur, or seul ce qui a été consommé s’enregistre. Vérifiez l’horloge de la source.",
      de: "Das liegt in der Zukunft; erfassen lässt sich nur, was verbraucht wurde. Prüfen Sie die Uhr der Quelle."),
    "usage.month_too_large": Phrase(
      "With this record the meter’s month would exceed {maximum}, more than can be billed. Check the quantity’s unit.",
      fr: "Avec ce relevé, le mois du compteur dépasserait {maximum}, plus que ce qui se facture. Vérifiez l’unité.",
      de: "Mit dieser Meldung käme der Monat des Zählers über {maximum}, mehr als verrechnet werden kann. "
        + "Prüfen Sie die Einheit der Menge."),
  ]

  private static let parking: [Code: Phrase] = [
    "usage.subscription_unknown": Phrase(
      "You have no such subscription. Check the id; once it is yours, try again.",
      fr: "Vous n’avez pas cet abonnement. Vérifiez l’identifiant ; dès qu’il est à vous, réessayez.",
      de: "Sie haben kein solches Abonnement. Prüfen Sie die Kennung; sobald es Ihres ist, versuchen Sie es erneut."),
    "usage.subscription_direct": Phrase(
      "The customer bought this subscription from the vendor, who bills its use. Nothing is to be done.",
      fr: "Le client a acheté cet abonnement auprès du fournisseur, qui facture sa consommation. Rien à faire.",
      de: "Der Kunde hat dieses Abonnement beim Hersteller gekauft, der den Verbrauch verrechnet. Nichts zu tun."),
    "usage.meter_unknown": Phrase(
      "This subscription’s offer has no meter of that code. Check the code, or have the meter added; then try again.",
      fr: "L’offre de cet abonnement n’a pas de compteur de ce code. Vérifiez-le ou faites-le ajouter, puis réessayez.",
      de: "Das Angebot dieses Abonnements hat keinen Zähler mit diesem Code. "
        + "Prüfen Sie ihn oder lassen Sie ihn ergänzen, dann versuchen Sie es erneut."),
    "usage.before_start": Phrase(
      "This was used before the subscription began. Check the time, or name the subscription that ran then.",
      fr: "Cette consommation précède le début de l’abonnement. Vérifiez la date ou indiquez l’abonnement d’alors.",
      de: "Das wurde vor Beginn des Abonnements verbraucht. Prüfen Sie die Zeit oder nennen Sie das damalige."),
    "usage.after_end": Phrase(
      "This was used after the subscription ended. Check the time, or name the subscription that runs now.",
      fr: "Cette consommation suit la fin de l’abonnement. Vérifiez la date ou indiquez l’abonnement en cours.",
      de: "Das wurde nach dem Ende des Abonnements verbraucht. Prüfen Sie die Zeit oder nennen Sie das laufende."),
    "usage.currency_differs": Phrase(
      "This record names another currency than the one you bill this subscription in. Correct it or leave it out.",
      fr: "Ce relevé indique une autre monnaie que celle de votre facturation. Corrigez-la ou ne l’indiquez pas.",
      de: "Diese Meldung nennt eine andere Währung als die, in der Sie das Abonnement verrechnen. "
        + "Korrigieren Sie sie oder lassen Sie sie weg."),
    "usage.month_archived": Phrase(
      "The records of this month are archived. Send what is to be billed under an id of its own, with a later time.",
      fr: "Les relevés de ce mois sont archivés. Envoyez ce qui doit être facturé sous un autre identifiant, avec une "
        + "date ultérieure.",
      de: "Die Meldungen dieses Monats sind archiviert. Senden Sie, was zu verrechnen ist, unter einer eigenen "
        + "Kennung mit späterer Zeit."),
    "usage.price_missing": Phrase(
      "The meter has no price for this subscription in that month yet. Have one set, then try again.",
      fr: "Le compteur n’a pas encore de prix pour cet abonnement ce mois-là. Faites-le fixer, puis réessayez.",
      de: "Der Zähler hat für dieses Abonnement in jenem Monat noch keinen Preis. "
        + "Lassen Sie einen festlegen und versuchen Sie es erneut."),
  ]
}
