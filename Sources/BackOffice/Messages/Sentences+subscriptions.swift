import Core

/// What can be sold, and what can be done with a subscription. A reason that is also told where the actions of a
/// subscription are listed mentions no figures: the figures stand beside it there.
extension Sentences {
  package static let subscriptions: [Code: Phrase] = life.merging(quantities) { first, _ in first }
    .merging(offers) { first, _ in first }
    .merging(orders) { first, _ in first }

  private static let life: [Code: Phrase] = [
    "subscription.unknown": Phrase(
      "This customer has no such subscription. Choose one from the customer’s list.",
      fr: "Ce client n’a pas cet abonnement. Choisissez-en un dans la liste du client.",
      de: "Dieser Kunde hat kein solches Abonnement. Wählen Sie eines aus der Liste des Kunden."),
    "subscription.not_active": Phrase(
      "This is possible only while the subscription is active. See its status, and activate it if it is suspended.",
      fr: "C’est possible seulement tant que l’abonnement est actif. Voyez son état et réactivez-le s’il est suspendu.",
      de: "Das geht nur, solange das Abonnement aktiv ist. Prüfen Sie seinen Status; "
        + "ein gesperrtes lässt sich aktivieren."),
    "subscription.not_suspended": Phrase(
      "Only a suspended subscription can be activated, and this one is not. See its status.",
      fr: "Seul un abonnement suspendu peut être réactivé, et celui-ci ne l’est pas. Voyez son état.",
      de: "Nur ein gesperrtes Abonnement lässt sich aktivieren, und dieses ist nicht gesperrt. "
        + "Sehen Sie seinen Status an."),
    "subscription.suspended_above": Phrase(
      "Somebody above you has suspended this subscription. Ask them to activate it again.",
      fr: "Cet abonnement a été suspendu à un niveau supérieur au vôtre. Demandez-y sa réactivation.",
      de: "Dieses Abonnement hat jemand über Ihnen gesperrt. Bitten Sie dort darum, es wieder zu aktivieren."),
    "subscription.direct": Phrase(
      "The customer bought this subscription directly from the vendor, so it is shown but not managed here. "
        + "Change it with the vendor.",
      fr: "Le client a acheté cet abonnement directement chez l’éditeur ; il est affiché, mais pas géré ici. "
        + "Modifiez-le chez l’éditeur.",
      de: "Der Kunde hat dieses Abonnement direkt beim Hersteller gekauft; es wird hier gezeigt, nicht verwaltet. "
        + "Ändern Sie es beim Hersteller."),
    "cancel.window_closed": Phrase(
      "The time for cancelling with a refund is over. Turn automatic renewal off to end it with its term.",
      fr: "Le délai pour résilier avec remboursement est passé. Désactivez le renouvellement pour finir à l’échéance.",
      de: "Die Frist für eine Kündigung mit Erstattung ist vorbei. "
        + "Beenden Sie die Verlängerung, dann endet es zum Termin."),
    "cancel.add_on_active": Phrase(
      "Add-ons depend on this subscription. Cancel them first.",
      fr: "Des options dépendent de cet abonnement. Résiliez-les d’abord.",
      de: "Von diesem Abonnement hängen Zusätze ab. Kündigen Sie diese zuerst."),
    "cancel.assigned": Phrase(
      "People still hold licences of this subscription. Take the licences back first.",
      fr: "Des personnes ont encore des licences de cet abonnement. Reprenez d’abord ces licences.",
      de: "Noch haben Leute Lizenzen dieses Abonnements. Nehmen Sie diese zuerst zurück."),
    "renewal.auto_renew_off": Phrase(
      "The subscription ends with its term, so nothing can be planned for after it. Turn automatic renewal on first.",
      fr: "L’abonnement prend fin à l’échéance, rien ne peut être prévu ensuite. Activez d’abord le renouvellement.",
      de: "Das Abonnement endet zum Termin, danach lässt sich nichts planen. "
        + "Schalten Sie zuerst die Verlängerung ein."),
    "renewal.still_reduces": Phrase(
      "The scheduled renewal still goes down to fewer licences than there are now. Change it if that is not wanted.",
      fr: "Le renouvellement prévu réduit toujours le nombre de licences. Modifiez-le si ce n’est pas voulu.",
      de: "Die geplante Verlängerung senkt weiterhin auf weniger Lizenzen als jetzt. Ändern Sie sie, falls ungewollt."),
    "renewal.term_invalid": Phrase(
      "This term cannot be billed this way: it must be whole months or days made of whole billing cycles. "
        + "Choose another term or frequency.",
      fr: "Cette durée ne peut être facturée ainsi : il faut des mois ou jours entiers faits de cycles entiers. "
        + "Choisissez une autre durée ou fréquence.",
      de: "Diese Laufzeit lässt sich so nicht verrechnen: Nötig sind ganze Monate oder Tage aus ganzen Zyklen. "
        + "Wählen Sie eine andere Laufzeit oder Häufigkeit."),
    "align.out_of_term": Phrase(
      "The end date does not lie within the term. Choose a day after its start and before its regular end.",
      fr: "La date de fin n’est pas comprise dans la durée. Choisissez un jour après le début et avant la fin normale.",
      de: "Das Enddatum liegt nicht in der Laufzeit. "
        + "Wählen Sie einen Tag nach ihrem Beginn und vor ihrem normalen Ende."),
  ]

  private static let quantities: [Code: Phrase] = [
    "quantity.above_maximum": Phrase(
      "The offer does not allow that many licences. Stay within the maximum shown with the offer.",
      fr: "L’offre ne permet pas autant de licences. Restez dans le maximum indiqué avec l’offre.",
      de: "Das Angebot erlaubt nicht so viele Lizenzen. Bleiben Sie im Maximum, das beim Angebot steht."),
    "quantity.below_minimum": Phrase(
      "The offer does not allow so few licences. Keep the minimum shown with the offer, or end the subscription.",
      fr: "L’offre ne permet pas si peu de licences. Gardez le minimum indiqué avec l’offre ou résiliez l’abonnement.",
      de: "Das Angebot erlaubt nicht so wenige Lizenzen. Behalten Sie das Minimum oder beenden Sie das Abonnement."),
    "quantity.decrease_window_closed": Phrase(
      "The time for giving these licences back is over. Schedule fewer licences for the renewal instead.",
      fr: "Le délai pour rendre ces licences est passé. Prévoyez plutôt moins de licences au renouvellement.",
      de: "Die Frist, diese Lizenzen zurückzugeben, ist vorbei. Planen Sie weniger Lizenzen für die Verlängerung."),
    "quantity.assigned": Phrase(
      "People hold these licences. Take licences back from them first.",
      fr: "Ces licences sont attribuées à des personnes. Reprenez-leur d’abord des licences.",
      de: "Diese Lizenzen sind an Leute vergeben. Nehmen Sie ihnen zuerst Lizenzen zurück."),
  ]

  private static let offers: [Code: Phrase] = [
    "offer.not_available": Phrase(
      "This offer does not exist, has ended, or cannot be sold here for want of a price. "
        + "Choose one from the catalogue.",
      fr: "Cette offre n’existe pas, a pris fin ou n’a pas de prix ici. Choisissez-en une dans le catalogue.",
      de: "Dieses Angebot gibt es nicht, es ist beendet oder hat hier keinen Preis. Wählen Sie eines aus dem Katalog."),
    "offer.needs_parent": Phrase(
      "This is an add-on and needs a subscription to go with. Name that subscription.",
      fr: "C’est une option qui se rattache à un abonnement. Indiquez cet abonnement.",
      de: "Das ist ein Zusatz und gehört zu einem Abonnement. Geben Sie dieses Abonnement an."),
    "offer.parent_does_not_fit": Phrase(
      "This add-on does not fit the subscription named. Choose one of a plan it goes with.",
      fr: "Cette option ne convient pas à l’abonnement indiqué. Choisissez-en un dont le plan convient.",
      de: "Dieser Zusatz passt nicht zum angegebenen Abonnement. Wählen Sie eines mit passendem Plan."),
    "parent.not_active": Phrase(
      "The subscription this add-on belongs to is not active. Activate it first or choose another.",
      fr: "L’abonnement auquel cette option se rattache n’est pas actif. Réactivez-le d’abord ou prenez-en un autre.",
      de: "Das Abonnement, zu dem dieser Zusatz gehört, ist nicht aktiv. "
        + "Aktivieren Sie es zuerst oder wählen Sie ein anderes."
    ),
    "terms.not_accepted": Phrase(
      "Nothing is bought without accepting the terms. Read them and accept them, then order again.",
      fr: "Rien ne s’achète sans accepter les conditions. Lisez-les et acceptez-les, puis commandez à nouveau.",
      de: "Ohne Zustimmung zu den Bedingungen wird nichts gekauft. "
        + "Lesen Sie sie, stimmen Sie zu und bestellen Sie erneut."),
  ]

  private static let orders: [Code: Phrase] = [
    "order.decided": Phrase(
      "This order no longer waits: it was completed, rejected or cancelled. Look at it again, or place a new one.",
      fr: "Cette commande n’est plus en attente : elle est exécutée, refusée ou annulée. "
        + "Consultez-la ou passez-en une nouvelle.",
      de: "Diese Bestellung wartet nicht mehr: Sie ist ausgeführt, abgelehnt oder storniert. "
        + "Sehen Sie sie an oder bestellen Sie neu."),
    "order.reseller_decides": Phrase(
      "Only your reseller approves or rejects an order. You can cancel it while it waits.",
      fr: "Seul votre revendeur accepte ou refuse une commande. Vous pouvez l’annuler tant qu’elle est en attente.",
      de: "Nur Ihr Reseller genehmigt oder lehnt eine Bestellung ab. Solange sie wartet, können Sie sie stornieren."),
    "order.customer_cancels": Phrase(
      "Only the customer cancels its own order. Reject it and give the reason instead.",
      fr: "Seul le client annule sa propre commande. Refusez-la plutôt en indiquant le motif.",
      de: "Nur der Kunde storniert seine eigene Bestellung. Lehnen Sie sie stattdessen mit Begründung ab."),
  ]
}
