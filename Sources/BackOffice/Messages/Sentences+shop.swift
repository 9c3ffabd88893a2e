import Core

/// Carts, checkouts and terms.
extension Sentences {
  package static let shop: [Code: Phrase] = carts.merging(terms) { first, _ in first }

  private static let carts: [Code: Phrase] = [
    "cart.empty": Phrase(
      "There is nothing in the cart to order. Put something into it first.",
      fr: "Le panier est vide, il n’y a rien à commander. Ajoutez-y d’abord quelque chose.",
      de: "Im Warenkorb ist nichts zu bestellen. Legen Sie zuerst etwas hinein."),
    "cart.expired": Phrase(
      "This cart was left for more than a week or is no longer the open one, so it cannot be ordered. "
        + "Look at your cart again.",
      fr: "Ce panier est resté plus d’une semaine ou n’est plus celui qui est ouvert, il ne peut donc être commandé. "
        + "Consultez de nouveau votre panier.",
      de: "Dieser Warenkorb blieb über eine Woche liegen oder ist nicht mehr der offene und lässt sich nicht "
        + "bestellen. "
        + "Sehen Sie Ihren Warenkorb neu an."),
    "cart.full": Phrase(
      "A cart takes at most {maximum} lines. Order what is in it, then go on.",
      fr: "Un panier contient au plus {maximum} lignes. Commandez son contenu, puis continuez.",
      de: "Ein Warenkorb fasst höchstens {maximum} Zeilen. Bestellen Sie den Inhalt und fahren Sie dann fort."),
    "cart.line_unknown": Phrase(
      "The cart has no such line. Look at the cart again and choose one of its lines.",
      fr: "Le panier n’a pas cette ligne. Consultez-le de nouveau et choisissez l’une de ses lignes.",
      de: "Der Warenkorb hat keine solche Zeile. Sehen Sie ihn neu an und wählen Sie eine seiner Zeilen."),
    "cart.two_parents": Phrase(
      "An add-on goes with one subscription: a line of this cart or one that runs. Name only one of them.",
      fr: "Une option se rattache à un seul abonnement : une ligne du panier ou un abonnement en cours. N’en nommez "
        + "qu’un.",
      de: "Ein Zusatz gehört zu einem Abonnement: einer Zeile des Warenkorbs oder einem laufenden. Nennen Sie nur "
        + "eines."),
    "cart.price_changed": Phrase(
      "Prices have changed since this was put into the cart ({changes}). Nothing was ordered: accept the new prices in "
        + "the cart, then order again.",
      fr: "Des prix ont changé depuis l’ajout au panier ({changes}). Rien n’a été commandé : acceptez les nouveaux "
        + "prix "
        + "dans le panier, puis recommandez.",
      de: "Preise haben sich geändert, seit dies im Warenkorb liegt ({changes}). Bestellt wurde nichts: Nehmen Sie die "
        + "neuen Preise im Warenkorb an und bestellen Sie dann neu."),
    "cart.price_moved_on": Phrase(
      "The price has changed again and is now {now}, so what you accepted no longer holds. Look at the cart again.",
      fr: "Le prix a encore changé et s’élève à {now}, votre accord ne vaut donc plus. Consultez de nouveau le panier.",
      de: "Der Preis hat sich nochmals geändert und ist jetzt {now}; Ihre Zusage gilt nicht mehr. "
        + "Sehen Sie den Warenkorb neu an."),
    "order.parent_line_unknown": Phrase(
      "The line this add-on goes with does not stand before it. Name an earlier line, counted from 0.",
      fr: "La ligne à laquelle cette option se rattache ne la précède pas. Indiquez une ligne antérieure, à partir "
        + "de 0.",
      de: "Die Zeile, zu der dieser Zusatz gehört, steht nicht vor ihm. Nennen Sie eine frühere Zeile, gezählt ab 0."),
    "order.parent_line_failed": Phrase(
      "The line this add-on goes with cannot be ordered, so neither can the add-on. Mend that line first.",
      fr: "La ligne à laquelle cette option se rattache ne peut être commandée, l’option non plus. Corrigez-la "
        + "d’abord.",
      de: "Die Zeile, zu der dieser Zusatz gehört, lässt sich nicht bestellen, er darum auch nicht. "
        + "Berichtigen Sie zuerst jene Zeile."),
    "billing.contact_missing": Phrase(
      "Nobody is named to send the bills to. Fill in the billing contact and its address.",
      fr: "Personne n’est indiqué pour recevoir les factures. Complétez le contact de facturation et son adresse.",
      de: "Niemand ist genannt, an den die Rechnungen gehen. Füllen Sie Rechnungskontakt und Adresse aus."),
  ]

  private static let terms: [Code: Phrase] = [
    "terms.unknown": Phrase(
      "There are no such terms, or they are not yours to use. Choose among those listed.",
      fr: "Ces conditions n’existent pas ou ne vous concernent pas. Choisissez parmi celles de la liste.",
      de: "Solche Bedingungen gibt es nicht, oder sie betreffen Sie nicht. Wählen Sie unter den aufgeführten."),
    "terms.other_version": Phrase(
      "This is not the version in force, so accepting it does not count. Read the present version and accept that one.",
      fr: "Ce n’est pas la version en vigueur, l’accepter ne suffit pas. Lisez la version actuelle et acceptez-la.",
      de: "Dies ist nicht die geltende Fassung, ihre Annahme zählt nicht. Lesen Sie die geltende und nehmen Sie "
        + "diese an."),
    "terms.seller_publishes": Phrase(
      "Terms are published by resellers and the distributor. Ask your reseller.",
      fr: "Les conditions sont publiées par les revendeurs et le distributeur. Adressez-vous à votre revendeur.",
      de: "Bedingungen veröffentlichen Reseller und der Distributor. Wenden Sie sich an Ihren Reseller."),
    "terms.subject_unfit": Phrase(
      "Terms of this kind are not about that. Choose particular terms for a service, product terms for a plan.",
      fr: "Des conditions de ce type ne portent pas là-dessus. Choisissez « particulières » pour un service, "
        + "« produit » pour un plan.",
      de: "Bedingungen dieser Art betreffen das nicht. Wählen Sie besondere für einen Dienst, Produktbedingungen für "
        + "einen Plan."),
    "terms.nothing_to_read": Phrase(
      "Terms nobody can read cannot be accepted. Give their text or a link to it.",
      fr: "Des conditions illisibles ne peuvent être acceptées. Donnez leur texte ou un lien.",
      de: "Was niemand lesen kann, kann niemand annehmen. Geben Sie den Text oder einen Link an."),
    "terms.text_and_link": Phrase(
      "Both a text and a link are given, and they may disagree. Give one of them.",
      fr: "Un texte et un lien sont donnés, qui peuvent se contredire. Donnez l’un des deux.",
      de: "Text und Link sind beide angegeben und könnten sich widersprechen. Geben Sie nur eines an."),
    "terms.link_malformed": Phrase(
      "This is no link that can be opened safely. It has to begin with https:// and hold no blanks.",
      fr: "Ce lien ne peut être ouvert en sécurité. Il doit commencer par https:// et ne contenir aucun espace.",
      de: "Dieser Link lässt sich nicht sicher öffnen. Er muss mit https:// beginnen und darf keine Leerzeichen "
        + "haben."),
    "terms.valid_from_past": Phrase(
      "Terms cannot hold before they were published. Choose today or a later day.",
      fr: "Des conditions ne valent pas avant leur publication. Choisissez aujourd’hui ou plus tard.",
      de: "Bedingungen gelten nicht vor ihrer Veröffentlichung. Wählen Sie heute oder einen späteren Tag."),
    "terms.before_predecessor": Phrase(
      "The version before it begins on {from}, so this one would never hold. Choose that day or a later one.",
      fr: "La version précédente vaut dès le {from}, celle-ci ne vaudrait jamais. Choisissez ce jour ou plus tard.",
      de: "Die Fassung davor gilt ab {from}, diese gälte also nie. Wählen Sie diesen Tag oder einen späteren."),
    "terms.other_subject": Phrase(
      "A new version is about the same as the one before it. Publish these as terms of their own.",
      fr: "Une nouvelle version porte sur le même objet que la précédente. Publiez celles-ci séparément.",
      de: "Eine neue Fassung betrifft dasselbe wie die vorige. Veröffentlichen Sie diese Bedingungen für sich."),
    "terms.version_taken": Phrase(
      "There is a version of this name already, and published terms do not change. Choose another name.",
      fr: "Une version porte déjà ce nom, et des conditions publiées ne changent pas. Choisissez un autre nom.",
      de: "Eine Fassung dieses Namens gibt es schon, und Veröffentlichtes ändert sich nicht. Wählen Sie einen "
        + "anderen."),
  ]
}
