import Core

/// Reports, and what they cannot tell.
extension Sentences {
  package static let reports: [Code: Phrase] = [
    "reports.breakdown_not_offered": Phrase(
      "This report cannot be broken down like that here. Choose one of the others offered.",
      fr: "Ce rapport ne peut pas être ventilé ainsi ici. Choisissez une autre ventilation proposée.",
      de: "Diese Auswertung kann hier nicht so aufgeteilt werden. Wählen Sie eine andere der angebotenen."),
    "reports.months_backwards": Phrase(
      "The first month lies after the last. Exchange the two or choose others.",
      fr: "Le premier mois est postérieur au dernier. Inversez-les ou choisissez-en d’autres.",
      de: "Der erste Monat liegt nach dem letzten. Tauschen Sie die beiden oder wählen Sie andere."),
    "reports.too_many_months": Phrase(
      "A report covers at most {maximum} months. Choose a later first or an earlier last month.",
      fr: "Un rapport couvre au plus {maximum} mois. Choisissez un premier mois plus tardif ou un dernier plus tôt.",
      de: "Eine Auswertung umfasst höchstens {maximum} Monate. Wählen Sie einen späteren ersten oder einen früheren "
        + "letzten Monat."),
    "reports.centre_needs_customer": Phrase(
      "Billing centres belong to one customer. Choose the customer first.",
      fr: "Les centres de facturation appartiennent à un client. Choisissez d’abord le client.",
      de: "Kostenstellen gehören zu einem Kunden. Wählen Sie zuerst den Kunden."),
    "reports.costs_have_no_centres": Phrase(
      "Only what a customer owes is split over billing centres. Ask for consumption at prices instead.",
      fr: "Seul ce que doit un client est réparti sur des centres de facturation. Demandez plutôt la consommation aux "
        + "prix.",
      de: "Nur was ein Kunde schuldet, ist auf Kostenstellen aufgeteilt. Fragen Sie stattdessen nach dem Verbrauch zu "
        + "Preisen."),
    "reports.effective_needs_customer": Phrase(
      "Amounts spread over days are worked out for one customer at a time. Choose the customer first.",
      fr: "Les montants répartis sur les jours se calculent pour un client à la fois. Choisissez d’abord le client.",
      de: "Auf Tage verteilte Beträge werden für einen Kunden aufs Mal berechnet. Wählen Sie zuerst den Kunden."),
    "reports.only_billed": Phrase(
      "Only consumption can be spread over days. Leave this out, or ask for consumption.",
      fr: "Seule la consommation peut être répartie sur les jours. Omettez ce choix ou demandez la consommation.",
      de: "Nur der Verbrauch kann auf Tage verteilt werden. Lassen Sie dies weg oder fragen Sie nach dem Verbrauch."),
    "reports.top_out_of_range": Phrase(
      "Between 1 and 200 lines can be shown by themselves. Choose a number between them, or take a file with all.",
      fr: "Entre 1 et 200 lignes peuvent être montrées. Choisissez un nombre entre les deux, ou prenez un fichier "
        + "complet.",
      de: "Zwischen 1 und 200 Zeilen können einzeln gezeigt werden. Wählen Sie eine Zahl dazwischen oder nehmen Sie "
        + "eine Datei mit allen."),
  ]
}
