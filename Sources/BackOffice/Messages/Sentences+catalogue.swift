import Core

/// The catalogue and its prices.
extension Sentences {
  package static let catalogue: [Code: Phrase] = keeping.merging(prices) { first, _ in first }

  private static let keeping: [Code: Phrase] = [
    "catalogue.name_taken": Phrase(
      "Something else of this kind has that name already. Choose another name.",
      fr: "Un autre élément de ce genre porte déjà ce nom. Choisissez-en un autre.",
      de: "Etwas anderes dieser Art heisst schon so. Wählen Sie einen anderen Namen."),
    "product.unknown": Phrase(
      "There is no such product in your catalogue. Choose one of those listed.",
      fr: "Ce produit n’existe pas dans votre catalogue. Choisissez-en un de la liste.",
      de: "Dieses Produkt gibt es in Ihrem Katalog nicht. Wählen Sie eines aus der Liste."),
    "category.unknown": Phrase(
      "There is no such category in your catalogue. Choose one of those listed.",
      fr: "Cette catégorie n’existe pas dans votre catalogue. Choisissez-en une de la liste.",
      de: "Diese Kategorie gibt es in Ihrem Katalog nicht. Wählen Sie eine aus der Liste."),
    "plan.unknown": Phrase(
      "There is no such plan in the catalogue. Choose one of those listed.",
      fr: "Ce plan n’existe pas au catalogue. Choisissez-en un de la liste.",
      de: "Diesen Plan gibt es im Katalog nicht. Wählen Sie einen aus der Liste."),
    "plan.leads_to_itself": Phrase(
      "A plan neither upgrades to itself nor is an add-on of itself. Leave it out.",
      fr: "Un plan n’évolue pas vers lui-même et n’est pas sa propre option. Retirez-le.",
      de: "Ein Plan führt nicht zu sich selbst und ist nicht sein eigener Zusatz. Lassen Sie ihn weg."),
    "offer.exists": Phrase(
      "This plan is sold at this term, frequency and segment already. Change that offer, or end it first.",
      fr:
        "Ce plan est déjà vendu avec cette durée, cette fréquence et ce segment. Modifiez cette offre ou terminez-la.",
      de: "Diesen Plan gibt es mit dieser Laufzeit, Abrechnung und Kundengruppe schon. "
        + "Ändern oder beenden Sie jenes Angebot."),
    "offer.minimum_too_low": Phrase(
      "At least one licence is bought. Write 1 or more.",
      fr: "On achète au moins une licence. Indiquez 1 ou plus.",
      de: "Mindestens eine Lizenz wird gekauft. Schreiben Sie 1 oder mehr."),
    "offer.maximum_too_low": Phrase(
      "The most licences must not be fewer than the fewest. Raise it.",
      fr: "Le maximum ne peut être inférieur au minimum. Augmentez-le.",
      de: "Die Höchstzahl darf nicht unter der Mindestzahl liegen. Erhöhen Sie sie."),
    "offer.maximum_too_high": Phrase(
      "So many licences cannot be counted. Write 2147483647 at most.",
      fr: "Autant de licences ne peuvent être comptées. Indiquez 2147483647 au plus.",
      de: "So viele Lizenzen lassen sich nicht zählen. Schreiben Sie höchstens 2147483647."),
    "offer.ends_in_past": Phrase(
      "Nobody can stop selling on a day that has been. Choose today or a later day.",
      fr: "On ne peut cesser la vente un jour déjà passé. Choisissez aujourd’hui ou un jour ultérieur.",
      de: "Der Verkauf kann nicht an einem vergangenen Tag enden. Wählen Sie heute oder einen späteren Tag."),
    "offer.only_trials_convert": Phrase(
      "Only a trial goes on as another plan. Leave the plan out, or make this a trial.",
      fr: "Seul un essai se poursuit avec un autre plan. Retirez le plan ou faites-en un essai.",
      de: "Nur ein Test geht als anderer Plan weiter. Lassen Sie den Plan weg oder machen Sie dies zum Test."),
    "offer.shown_to_named": Phrase(
      "Customers are named only where the offer is shown to some. Choose “named”, or name nobody.",
      fr: "On ne nomme des clients que si l’offre est montrée à certains. Choisissez « named » ou n’en nommez aucun.",
      de:
        "Kunden nennen Sie nur, wenn das Angebot einzelnen gezeigt wird. Wählen Sie «named» oder nennen Sie niemanden."
    ),
    "window.malformed": Phrase(
      "A window is none, always, or a length such as P7D or PT72H. Write one of these.",
      fr: "Un délai est none, always ou une durée comme P7D ou PT72H. Indiquez l’un d’eux.",
      de: "Eine Frist ist none, always oder eine Dauer wie P7D oder PT72H. Schreiben Sie eines davon."),
    "organization.not_one": Phrase(
      "This name fits no organization, or several. Give its exact name or its id.",
      fr: "Ce nom ne désigne aucune organisation, ou plusieurs. Indiquez son nom exact ou son identifiant.",
      de: "Dieser Name passt auf keine oder mehrere Organisationen. Geben Sie den genauen Namen oder die Id an."),
    "customer.unknown": Phrase(
      "There is no such customer. Choose one of yours.",
      fr: "Ce client n’existe pas. Choisissez l’un des vôtres.",
      de: "Diesen Kunden gibt es nicht. Wählen Sie einen der Ihren."),
  ]

  private static let prices: [Code: Phrase] = [
    "price.retroactive": Phrase(
      "A price would hold from {from} on, a day that has been. Choose today or a later day.",
      fr: "Un prix vaudrait dès le {from}, un jour déjà passé. Choisissez aujourd’hui ou un jour ultérieur.",
      de: "Ein Preis gälte ab {from}, einem vergangenen Tag. Wählen Sie heute oder einen späteren Tag."),
    "price.ends_first": Phrase(
      "The price would end before it begins. Choose a later last day.",
      fr: "Le prix se terminerait avant de commencer. Choisissez une fin plus tardive.",
      de: "Der Preis würde enden, bevor er beginnt. Wählen Sie ein späteres Ende."),
    "price.overlaps": Phrase(
      "Another price begins on {from}, and two cannot hold on one day. End this one by then, or take back the other.",
      fr:
        "Un autre prix commence le {from}, et deux ne peuvent valoir le même jour. Terminez celui-ci avant, ou retirez "
        + "l’autre.",
      de: "Ab {from} gilt ein anderer Preis, und zwei können nicht am selben Tag gelten. Beenden Sie diesen bis dann "
        + "oder nehmen Sie den anderen zurück."),
    "price.is_past": Phrase(
      "This price does not hold any more, and what has been stays. There is nothing to end.",
      fr: "Ce prix ne vaut plus, et le passé demeure. Il n’y a rien à terminer.",
      de: "Dieser Preis gilt nicht mehr, und Vergangenes bleibt. Es gibt nichts zu beenden."),
    "price.below_cost": Phrase(
      "Sold below cost: {count}. Check the rule, or keep it if that is what you want.",
      fr: "Vendu sous le coût : {count}. Vérifiez la règle, ou gardez-la si c’est voulu.",
      de:
        "Unter dem Einkaufspreis verkauft: {count}. Prüfen Sie die Regel, oder lassen Sie sie so, wenn Sie das wollen."
    ),
    "price.of_two_things": Phrase(
      "A price is for an offer, a service or everything, not for two of them. Leave one out.",
      fr: "Un prix vaut pour une offre, un service ou tout, pas pour deux à la fois. Retirez-en un.",
      de: "Ein Preis gilt für ein Angebot, einen Dienst oder alles, nicht für zweierlei. Lassen Sie eines weg."),
    "price.fixed_needs_offer": Phrase(
      "An amount is the price of one offer. Name the offer, or choose a margin or a discount.",
      fr: "Un montant est le prix d’une seule offre. Indiquez-la, ou choisissez une marge ou un rabais.",
      de: "Ein Betrag ist der Preis eines einzelnen Angebots. Nennen Sie es, oder wählen Sie Aufschlag oder Rabatt."),
    "percent.malformed": Phrase(
      "Write a percentage with at most two decimals, such as 12.5.",
      fr: "Indiquez un pourcentage avec deux décimales au plus, comme 12.5.",
      de: "Schreiben Sie Prozente mit höchstens zwei Nachkommastellen, etwa 12.5."),
    "percent.out_of_range": Phrase(
      "The percentage must lie between {minimum} and {maximum}. Choose another.",
      fr: "Le pourcentage doit être entre {minimum} et {maximum}. Choisissez-en un autre.",
      de: "Die Prozente müssen zwischen {minimum} und {maximum} liegen. Wählen Sie andere."),
    "currency.mixed": Phrase(
      "Two currencies stand in one price. Write the same in both places.",
      fr: "Deux monnaies figurent dans un même prix. Indiquez la même aux deux endroits.",
      de: "In einem Preis stehen zwei Währungen. Schreiben Sie an beiden Stellen dieselbe."),
  ]
}
