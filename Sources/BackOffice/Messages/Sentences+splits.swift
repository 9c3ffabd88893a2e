import Core

/// Standing rules, splitting anew, and what keeps a billing centre open.
extension Sentences {
  package static let standing: [Code: Phrase] = rules.merging(anew) { first, _ in first }
    .merging(closing) { first, _ in first }

  private static let rules: [Code: Phrase] = [
    "split_rule.no_centre": Phrase(
      "The rule names no billing centre, so licences would have nowhere to go. Give at least one a share.",
      fr: "La règle n’indique aucun centre de coûts, les licences n’auraient nulle part où aller. "
        + "Donnez une part à au moins un centre.",
      de: "Die Regel nennt keine Kostenstelle, die Lizenzen hätten keinen Ort. Geben Sie mindestens einer einen Anteil."
    ),
    "split_rule.share_out_of_range": Phrase(
      "A share is more than 0 and at most 100 per cent. Leave out centres that get nothing.",
      fr: "Une part est supérieure à 0 et d’au plus 100 pour cent. Omettez les centres qui ne reçoivent rien.",
      de: "Ein Anteil liegt über 0 und bei höchstens 100 Prozent. Lassen Sie Kostenstellen weg, die nichts erhalten."),
    "split_rule.percent_malformed": Phrase(
      "A share is a number of per cent with at most two decimals, such as 33.33. Write it like that.",
      fr: "Une part est un pourcentage avec deux décimales au plus, par exemple 33.33. Écrivez-la ainsi.",
      de: "Ein Anteil ist eine Prozentzahl mit höchstens zwei Nachkommastellen, etwa 33.33. Schreiben Sie ihn so."),
    "split_rule.not_all": Phrase(
      "The shares come to {sum} per cent, but all licences must go somewhere. Make them 100 together.",
      fr: "Les parts font {sum} pour cent, or toutes les licences doivent aller quelque part. Portez-les à 100.",
      de: "Die Anteile ergeben {sum} Prozent, doch jede Lizenz braucht einen Ort. Bringen Sie sie zusammen auf 100."),
    "split_rule.twice": Phrase(
      "The rule says both shares and a single centre. Send one of them.",
      fr: "La règle indique à la fois des parts et un seul centre. N’envoyez que l’un des deux.",
      de: "Die Regel nennt Anteile und zugleich eine einzelne Kostenstelle. Senden Sie nur eines davon."),
    "split_rule.example_out_of_range": Phrase(
      "An example shows 1 to 1000000 licences. Choose a number between these.",
      fr: "Un exemple montre de 1 à 1000000 licences. Choisissez un nombre dans cet intervalle.",
      de: "Ein Beispiel zeigt 1 bis 1000000 Lizenzen. Wählen Sie eine Zahl dazwischen."),
  ]

  private static let anew: [Code: Phrase] = [
    "split.said_twice": Phrase(
      "The split is said in more than one way, and they may disagree. Send allocations, shares, standing or move.",
      fr: "La répartition est indiquée de plusieurs façons, qui peuvent se contredire. "
        + "Envoyez allocations, shares, standing ou move.",
      de: "Die Aufteilung ist auf mehr als eine Art gesagt, und diese könnten sich widersprechen. "
        + "Senden Sie allocations, shares, standing oder move."),
    "split.say_true": Phrase(
      "Only true means something here. Leave it out, or say another way to split.",
      fr: "Seul true a un sens ici. Omettez-le ou indiquez une autre répartition.",
      de: "Nur true bedeutet hier etwas. Lassen Sie es weg, oder sagen Sie die Aufteilung anders."),
    "split.no_rule": Phrase(
      "No standing rule holds for this subscription, so there is nothing to split it by. Set a rule, or give shares.",
      fr: "Aucune règle permanente ne vaut pour cet abonnement. Fixez une règle ou indiquez des parts.",
      de: "Für dieses Abonnement gilt keine feste Regel. Legen Sie eine fest, oder geben Sie Anteile an."),
    "split.same_centre": Phrase(
      "Licences cannot move to the billing centre they come from. Choose another one.",
      fr: "Des licences ne peuvent aller au centre de coûts d’où elles viennent. Choisissez-en un autre.",
      de: "Lizenzen können nicht auf die Kostenstelle wandern, von der sie kommen. Wählen Sie eine andere."),
  ]

  private static let closing: [Code: Phrase] = [
    "centre.in_rules": Phrase(
      "Standing rules still send new licences to this billing centre: {count}. Change or remove these first.",
      fr: "Des règles permanentes envoient encore des licences à ce centre de coûts : {count}. "
        + "Modifiez-les ou supprimez-les d’abord.",
      de: "Feste Regeln schicken noch Lizenzen auf diese Kostenstelle: {count}. Ändern oder entfernen Sie diese zuerst."
    ),
    "centre.in_tags": Phrase(
      "Tags still lead use to this billing centre: {count}. Lead them elsewhere first.",
      fr: "Des étiquettes mènent encore de la consommation à ce centre de coûts : {count}. Menez-les ailleurs d’abord.",
      de: "Schlagwörter führen noch Verbrauch zu dieser Kostenstelle: {count}. Führen Sie sie zuerst anderswohin."),
    "centre.in_orders": Phrase(
      "Orders that wait for approval name this billing centre: {count}. Wait for them, or cancel them.",
      fr: "Des commandes en attente d’approbation indiquent ce centre de coûts : {count}. Attendez-les ou annulez-les.",
      de: "Bestellungen, die auf Genehmigung warten, nennen diese Kostenstelle: {count}. "
        + "Warten Sie diese ab, oder stornieren Sie sie."),
    "centre.in_requests": Phrase(
      "Changes that wait for approval name this billing centre: {count}. Wait for them, or withdraw them.",
      fr: "Des modifications en attente d’approbation indiquent ce centre de coûts : {count}. "
        + "Attendez-les ou retirez-les.",
      de: "Änderungen, die auf Genehmigung warten, nennen diese Kostenstelle: {count}. "
        + "Warten Sie diese ab, oder ziehen Sie sie zurück."),
  ]
}
