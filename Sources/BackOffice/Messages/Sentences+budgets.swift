import Core

/// Budgets.
extension Sentences {
  package static let budgets: [Code: Phrase] = amounts.merging(shares) { first, _ in first }

  private static let amounts: [Code: Phrase] = [
    "budget.exists": Phrase(
      "There is a budget for this already. Change it, or end it first.",
      fr: "Il existe déjà un budget ici. Modifiez-le ou terminez-le d’abord.",
      de: "Dafür gibt es schon ein Budget. Ändern Sie es, oder beenden Sie es zuerst."),
    "budget.ended": Phrase(
      "This budget was ended. Set a new one instead.", fr: "Ce budget est terminé. Fixez-en plutôt un nouveau.",
      de: "Dieses Budget ist beendet. Legen Sie stattdessen ein neues fest."),
    "budget.of_two_things": Phrase(
      "A budget is of a centre or of a subscription, not of both. Name one of them.",
      fr: "Un budget porte sur un centre ou sur un abonnement, pas sur les deux. N’indiquez que l’un des deux.",
      de: "Ein Budget gilt für eine Kostenstelle oder ein Abonnement, nicht für beides. Nennen Sie eines davon."),
    "budget.subscription_unknown": Phrase(
      "The customer has no such subscription. Choose one of its own.",
      fr: "Le client n’a pas cet abonnement. Choisissez l’un des siens.",
      de: "Der Kunde hat dieses Abonnement nicht. Wählen Sie eines der seinen."),
    "budget.subscription_direct": Phrase(
      "This subscription was bought from the vendor itself and is not billed here. Choose another one.",
      fr: "Cet abonnement a été acheté directement chez l’éditeur et n’est pas facturé ici. Choisissez-en un autre.",
      de:
        "Dieses Abonnement wurde direkt beim Hersteller gekauft und wird hier nicht verrechnet. Wählen Sie ein anderes."
    ),
    "budget.other_currency": Phrase(
      "The customer is billed in {currency}, so its budgets are too. Enter the amount in {currency}.",
      fr: "Le client est facturé en {currency}, ses budgets aussi. Saisissez le montant en {currency}.",
      de: "Der Kunde wird in {currency} verrechnet, seine Budgets auch. Geben Sie den Betrag in {currency} ein."),
    "budget.not_above_zero": Phrase(
      "A share of nothing cannot be reached. Enter an amount above zero.",
      fr: "On ne peut atteindre une part de rien. Saisissez un montant supérieur à zéro.",
      de: "Von nichts lässt sich kein Anteil erreichen. Geben Sie einen Betrag über null ein."),
    "budget.too_large": Phrase(
      "This is more than {maximum}, the largest budget. Enter a smaller amount.",
      fr: "C’est plus que {maximum}, le plus grand budget. Saisissez un montant plus petit.",
      de: "Das ist mehr als {maximum}, das grösste Budget. Geben Sie einen kleineren Betrag ein."),
    "budget.month_over": Phrase(
      "What was is not measured anew. Choose {month} or a later month.",
      fr: "Le passé n’est pas remesuré. Choisissez {month} ou un mois ultérieur.",
      de: "Vergangenes wird nicht neu gemessen. Wählen Sie {month} oder einen späteren Monat."),
    "budget.month_too_far": Phrase(
      "Budgets are set up to two years ahead. Choose {month} or an earlier month.",
      fr: "Les budgets se fixent jusqu’à deux ans à l’avance. Choisissez {month} ou un mois antérieur.",
      de: "Budgets legt man höchstens zwei Jahre im Voraus fest. Wählen Sie {month} oder einen früheren Monat."),
  ]

  private static let shares: [Code: Phrase] = [
    "budget.no_share": Phrase(
      "Without a share nobody is ever warned. Enter at least one.",
      fr: "Sans part, personne n’est jamais averti. Saisissez-en au moins une.",
      de: "Ohne Anteil wird nie jemand gewarnt. Geben Sie mindestens einen ein."),
    "budget.too_many_shares": Phrase(
      "There may be {maximum} shares at most, or nobody reads the warnings. Leave some out.",
      fr: "{maximum} parts au plus, sinon personne ne lit les avertissements. Omettez-en.",
      de: "Höchstens {maximum} Anteile, sonst liest niemand die Warnungen. Lassen Sie einige weg."),
    "budget.share_out_of_range": Phrase(
      "A share lies between 1 and 1000 per cent of the budget. Enter a whole number between them.",
      fr: "Une part se situe entre 1 et 1000 pour cent du budget. Saisissez un nombre entier dans cet intervalle.",
      de: "Ein Anteil liegt zwischen 1 und 1000 Prozent des Budgets. Geben Sie eine ganze Zahl dazwischen ein."),
    "budget.shares_not_rising": Phrase(
      "This share is not above the one before it. Enter shares from the lowest to the highest, each once.",
      fr: "Cette part n’est pas supérieure à la précédente. Saisissez les parts de la plus basse à la plus haute.",
      de: "Dieser Anteil liegt nicht über dem vorigen. Geben Sie die Anteile aufsteigend ein, jeden einmal."),
    "budget.nobody_told": Phrase(
      "Nobody would be told. Choose at least one who is.",
      fr: "Personne ne serait averti. Choisissez au moins un destinataire.",
      de: "Niemand würde benachrichtigt. Wählen Sie mindestens jemanden."),
    "budget.reader_twice": Phrase(
      "Somebody is named twice. Name each once.", fr: "Un destinataire est indiqué deux fois. Indiquez-le une fois.",
      de: "Jemand ist zweimal genannt. Nennen Sie jeden einmal."),
    "budget.contact_of_centre": Phrase(
      "Only billing centres have a contact. Choose managers or finance for a subscription.",
      fr: "Seuls les centres ont un contact. Pour un abonnement, choisissez les responsables ou la finance.",
      de: "Nur Kostenstellen haben einen Kontakt. Wählen Sie für ein Abonnement Verantwortliche oder Finanzen."),
    "budget.no_contact": Phrase(
      "The centre has no contact to be told. Enter one at the centre first.",
      fr: "Le centre n’a pas de contact à avertir. Saisissez-en d’abord un auprès du centre.",
      de: "Die Kostenstelle hat keinen Kontakt. Tragen Sie zuerst bei ihr einen ein."),
  ]
}
