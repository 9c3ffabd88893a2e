import Core

/// Closing months, and what tax depends on.
extension Sentences {
  package static let statementKeeping: [Code: Phrase] = closing.merging(taxes) { first, _ in first }

  private static let closing: [Code: Phrase] = [
    "statement.cycle_not_posted": Phrase(
      "A billing cycle of this month is not posted yet. The next bill run does it; close the statement after that.",
      fr: "Un cycle de facturation de ce mois n’est pas encore comptabilisé. "
        + "Le prochain passage s’en charge ; clôturez le relevé ensuite.",
      de: "Ein Abrechnungszyklus dieses Monats ist noch nicht verbucht. "
        + "Der nächste Lauf holt es nach; schliessen Sie die Abrechnung danach ab."),
    "statement.usage_not_posted": Phrase(
      "Use of this month is not posted yet. The next bill run does it; close the statement after that.",
      fr: "La consommation de ce mois n’est pas encore comptabilisée. "
        + "Le prochain passage s’en charge ; clôturez le relevé ensuite.",
      de: "Verbrauch dieses Monats ist noch nicht verbucht. "
        + "Der nächste Lauf holt es nach; schliessen Sie die Abrechnung danach ab."),
    "closing.running": Phrase(
      "This month is being closed already. Wait until that is done, then look at what is left.",
      fr: "Ce mois est déjà en cours de clôture. Attendez qu’elle soit terminée, puis voyez ce qui reste.",
      de: "Dieser Monat wird bereits abgeschlossen. "
        + "Warten Sie, bis das fertig ist, und sehen Sie dann, was übrig ist."),
    "closing.already_closed": Phrase(
      "Everything of this month is closed already, and closed statements never change. Corrections appear on the next.",
      fr: "Tout est déjà clôturé pour ce mois, et un relevé clôturé ne change plus. "
        + "Les corrections figureront sur le suivant.",
      de: "Für diesen Monat ist alles abgeschlossen, und Abgeschlossenes ändert sich nie mehr. "
        + "Korrekturen erscheinen auf der nächsten Abrechnung."),
    "closing.nothing_there": Phrase(
      "There is no statement to close for this month. Choose a month in which something was billed.",
      fr: "Il n’y a aucun relevé à clôturer pour ce mois. Choisissez un mois où quelque chose a été facturé.",
      de: "Für diesen Monat gibt es keine Abrechnung abzuschliessen. "
        + "Wählen Sie einen Monat, in dem etwas verrechnet wurde."),
    "closing.buyer_unknown": Phrase(
      "You sell to no such buyer. Choose from your own list.",
      fr: "Vous ne vendez pas à cet acheteur. Choisissez dans votre propre liste.",
      de: "An diesen Käufer verkaufen Sie nicht. Wählen Sie aus Ihrer eigenen Liste."),
    "closing.right_gone": Phrase(
      "Whoever asked for this may no longer close statements. Let somebody who may close the rest.",
      fr: "La personne qui l’a demandé ne peut plus clôturer de relevés. Confiez le reste à qui en a le droit.",
      de: "Wer dies verlangt hat, darf keine Abrechnungen mehr abschliessen. "
        + "Lassen Sie den Rest von einer berechtigten Person abschliessen."),
    "closing.days_out_of_range": Phrase(
      "A month can be closed 0 to {maximum} days after its end. Choose a number of days in that range.",
      fr: "Un mois peut être clôturé 0 à {maximum} jours après sa fin. "
        + "Indiquez un nombre de jours dans cet intervalle.",
      de: "Ein Monat kann 0 bis {maximum} Tage nach seinem Ende abgeschlossen werden. "
        + "Wählen Sie eine Anzahl in diesem Bereich."),
  ]

  private static let taxes: [Code: Phrase] = [
    "vat_id.malformed": Phrase(
      "This is not a VAT number as {country} issues them. Check the letters and digits, or leave it empty.",
      fr: "Ce n’est pas un numéro de TVA tel que {country} en attribue. "
        + "Vérifiez lettres et chiffres, ou laissez le champ vide.",
      de: "Das ist keine MWST-Nummer, wie {country} sie vergibt. "
        + "Prüfen Sie Buchstaben und Ziffern, oder lassen Sie das Feld leer."),
    "vat.not_the_seller": Phrase(
      "Only whoever sells to this organization marks it as exempt. Ask them, with the certificate.",
      fr: "Seul le vendeur de cette organisation la déclare exonérée. Adressez-lui l’attestation.",
      de: "Nur wer dieser Organisation verkauft, befreit sie von der MWST. "
        + "Wenden Sie sich mit der Bescheinigung dorthin."),
    "vat.own_only": Phrase(
      "Only a seller itself says that it is not registered for VAT. Sign in for that organization.",
      fr: "Seul un vendeur déclare lui-même ne pas être assujetti. Connectez-vous pour cette organisation.",
      de: "Dass ein Verkäufer nicht steuerpflichtig ist, sagt nur er selbst. "
        + "Melden Sie sich für diese Organisation an."),
    "vat.until_before_from": Phrase(
      "The exemption would end before it begins. Choose an end after its first day, or none.",
      fr: "L’exonération finirait avant de commencer. Choisissez une fin après son premier jour, ou aucune.",
      de: "Die Befreiung würde enden, bevor sie beginnt. Wählen Sie ein Ende nach dem ersten Tag, oder keines."),
  ]
}
