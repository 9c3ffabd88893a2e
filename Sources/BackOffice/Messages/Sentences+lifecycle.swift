import Core

/// Upgrades, conversions, add-ons beside their parent, plannedRenewals as another offer, and being overtaken.
extension Sentences {
  package static let lifecycle: [Code: Phrase] = upgrades.merging(targets) { first, _ in first }
    .merging(conversions) { first, _ in first }
    .merging(addOns) { first, _ in first }
    .merging(plannedRenewals) { first, _ in first }

  private static let upgrades: [Code: Phrase] = [
    "upgrade.not_confirmed": Phrase(
      "An upgrade cannot be undone, so it needs to be confirmed. Look at the preview and confirm it.",
      fr: "Une mise à niveau est définitive et doit donc être confirmée. Voyez l’aperçu et confirmez-la.",
      de: "Ein Upgrade lässt sich nicht rückgängig machen und muss deshalb bestätigt werden. "
        + "Sehen Sie die Vorschau an und bestätigen Sie es."),
    "upgrade.one_target": Phrase(
      "Name either an offer or a subscription to upgrade to, and only one of them.",
      fr: "Indiquez soit une offre, soit un abonnement de destination, mais pas les deux.",
      de: "Geben Sie entweder ein Angebot oder ein Abonnement als Ziel an, nur eines von beiden."),
    "upgrade.trial": Phrase(
      "A trial is not upgraded. Convert it to what it is a trial of.",
      fr: "Un essai ne se met pas à niveau. Convertissez-le en ce dont il est l’essai.",
      de: "Ein Test wird nicht gehoben. Wandeln Sie ihn in das um, was er ausprobiert."),
    "upgrade.quantity_not_held": Phrase(
      "The subscription holds {held} licences. Upgrade one or more of them, up to all.",
      fr: "L’abonnement compte {held} licences. Mettez-en à niveau une ou plusieurs, au plus toutes.",
      de: "Das Abonnement hat {held} Lizenzen. Heben Sie eine oder mehrere davon, höchstens alle."),
    "upgrade.rest_below_minimum": Phrase(
      "Fewer licences would stay than the offer allows: at least {minimum}. Upgrade fewer of them, or all.",
      fr: "Il resterait moins de licences que l’offre n’en exige : au moins {minimum}. Changez-en moins, ou toutes.",
      de: "Es blieben weniger Lizenzen, als das Angebot verlangt: mindestens {minimum}. Heben Sie weniger oder alle."),
    "upgrade.assigned": Phrase(
      "People would keep {assigned} licences where only {rest} stay. Name the people who move, "
        + "or take licences back first.",
      fr: "{assigned} licences resteraient attribuées alors que {rest} seulement restent. Indiquez qui suit, "
        + "ou reprenez d’abord des licences.",
      de: "{assigned} Lizenzen blieben vergeben, wo nur {rest} bleiben. Nennen Sie die Leute, die mitgehen, "
        + "oder nehmen Sie zuerst Lizenzen zurück."),
    "upgrade.all_people_move": Phrase(
      "With all licences everybody moves. Name people only when some licences stay.",
      fr: "Avec toutes les licences, tout le monde suit. N’indiquez des personnes que si des licences restent.",
      de: "Mit allen Lizenzen gehen alle mit. Nennen Sie Leute nur, wenn Lizenzen bleiben."),
    "upgrade.too_many_people": Phrase(
      "More people are named than licences move: at most {maximum}. Name fewer people or move more licences.",
      fr: "Plus de personnes sont indiquées que de licences ne changent : au plus {maximum}. "
        + "Indiquez-en moins ou changez plus de licences.",
      de: "Es sind mehr Leute genannt, als Lizenzen gehen: höchstens {maximum}. "
        + "Nennen Sie weniger Leute oder heben Sie mehr Lizenzen."),
    "upgrade.person_without_licence": Phrase(
      "This person holds no licence here, or is named twice. Name each holder once.",
      fr: "Cette personne n’a pas de licence ici, ou figure deux fois. Indiquez chaque titulaire une fois.",
      de: "Diese Person hat hier keine Lizenz oder ist doppelt genannt. Nennen Sie jede Person einmal."),
  ]

  private static let targets: [Code: Phrase] = [
    "upgrade.no_path": Phrase(
      "This plan does not upgrade to that one. Choose one of the upgrades offered for the subscription.",
      fr: "Ce plan ne mène pas à celui-là. Choisissez une des mises à niveau proposées pour l’abonnement.",
      de: "Von diesem Plan führt kein Upgrade dorthin. Wählen Sie eines der angebotenen Upgrades."),
    "upgrade.other_segment": Phrase(
      "That offer is for another kind of buyer. Choose one of the same segment.",
      fr: "Cette offre s’adresse à un autre type d’acheteur. Choisissez-en une du même segment.",
      de: "Dieses Angebot ist für eine andere Art Käufer. Wählen Sie eines des gleichen Segments."),
    "upgrade.add_on_does_not_fit": Phrase(
      "An add-on of this subscription does not go with that plan. Cancel the add-on first, "
        + "or upgrade only some licences.",
      fr: "Une option de cet abonnement ne convient pas à ce plan. Résiliez-la d’abord, "
        + "ou ne changez qu’une partie des licences.",
      de: "Ein Zusatz dieses Abonnements passt nicht zu jenem Plan. Kündigen Sie ihn zuerst, "
        + "oder heben Sie nur einen Teil der Lizenzen."),
    "upgrade.billing_does_not_fit": Phrase(
      "That offer’s billing cycles do not meet the end date, which an upgrade keeps. "
        + "Choose one billed monthly or annually.",
      fr: "Les cycles de cette offre ne tombent pas sur la date de fin, qu’une mise à niveau conserve. "
        + "Choisissez-en une facturée au mois ou à l’année.",
      de: "Die Abrechnungszyklen dieses Angebots treffen das Enddatum nicht, das ein Upgrade beibehält. "
        + "Wählen Sie eines mit monatlicher oder jährlicher Verrechnung."),
    "upgrade.target_not_active": Phrase(
      "The subscription to upgrade to is not active. Activate it or choose another.",
      fr: "L’abonnement de destination n’est pas actif. Réactivez-le ou choisissez-en un autre.",
      de: "Das Abonnement, auf das gehoben werden soll, ist nicht aktiv. Aktivieren Sie es oder wählen Sie ein anderes."
    ),
    "upgrade.target_direct": Phrase(
      "The customer bought that subscription from the vendor itself; nothing can be moved to it here. Choose another.",
      fr: "Le client a acheté cet abonnement chez l’éditeur ; rien ne peut y être déplacé ici. Choisissez-en un autre.",
      de: "Jenes Abonnement hat der Kunde direkt beim Hersteller gekauft; hierher lässt sich nichts verschieben. "
        + "Wählen Sie ein anderes."),
    "upgrade.target_ends_early": Phrase(
      "That subscription ends on {end}, before {needed}, when this one does. "
        + "Choose one that ends no earlier, or a new line.",
      fr: "Cet abonnement prend fin le {end}, avant le {needed}, fin de celui-ci. "
        + "Choisissez-en un qui ne finit pas plus tôt, ou une nouvelle ligne.",
      de: "Jenes Abonnement endet am {end}, vor dem {needed}, an dem dieses endet. "
        + "Wählen Sie eines, das nicht früher endet, oder eine neue Zeile."),
    "upgrade.target_below_minimum": Phrase(
      "The better plan is sold from {minimum} licences. Upgrade more of them or choose another offer.",
      fr: "Le plan supérieur se vend dès {minimum} licences. Changez-en davantage ou choisissez une autre offre.",
      de: "Den besseren Plan gibt es ab {minimum} Lizenzen. Heben Sie mehr davon oder wählen Sie ein anderes Angebot."),
    "upgrade.target_above_maximum": Phrase(
      "The better plan would hold more than its {maximum} licences at most. Upgrade fewer of them.",
      fr: "Le plan supérieur dépasserait son maximum de {maximum} licences. Changez-en moins.",
      de: "Der bessere Plan hätte mehr als seine höchstens {maximum} Lizenzen. Heben Sie weniger."),
    "upgrade.renewal_dropped": Phrase(
      "The renewal that was planned goes no further than the old line. Plan it anew if it is wanted.",
      fr: "Le renouvellement prévu ne vaut que pour l’ancienne ligne. Prévoyez-le à nouveau s’il est voulu.",
      de: "Die geplante Verlängerung gilt nur für die alte Zeile. Planen Sie sie neu, falls gewünscht."),
  ]

  private static let conversions: [Code: Phrase] = [
    "trial.does_not_renew": Phrase(
      "A trial ends by itself and does not renew. Convert it to go on.",
      fr: "Un essai prend fin de lui-même et ne se renouvelle pas. Convertissez-le pour continuer.",
      de: "Ein Test endet von selbst und verlängert sich nicht. Wandeln Sie ihn um, damit es weitergeht."),
    "conversion.not_a_trial": Phrase(
      "Only a trial is converted, and this is none. Upgrade it or plan its renewal instead.",
      fr: "Seul un essai se convertit, et ce n’en est pas un. Mettez-le à niveau ou prévoyez son renouvellement.",
      de: "Nur ein Test wird umgewandelt, und dies ist keiner. Heben Sie es oder planen Sie seine Verlängerung."),
    "conversion.no_path": Phrase(
      "Nothing is sold that this trial goes on as. Let it end and order what is wanted.",
      fr: "Rien n’est vendu dans la suite de cet essai. Laissez-le finir et commandez ce qui convient.",
      de: "Zu diesem Test wird nichts verkauft, worin er weitergeht. Lassen Sie ihn enden und bestellen Sie neu."),
    "conversion.other_plan": Phrase(
      "The trial is of another plan. Choose an offer of the plan it converts to.",
      fr: "L’essai concerne un autre plan. Choisissez une offre du plan en lequel il se convertit.",
      de: "Der Test gilt einem anderen Plan. Wählen Sie ein Angebot des Plans, in den er übergeht."),
    "conversion.to_a_trial": Phrase(
      "A trial does not go on as another trial. Choose an offer with a price.",
      fr: "Un essai ne se poursuit pas en un autre essai. Choisissez une offre payante.",
      de: "Ein Test geht nicht in einen weiteren Test über. Wählen Sie ein Angebot mit Preis."),
    "conversion.other_segment": Phrase(
      "That offer is for another kind of buyer than the trial. Choose one of the same segment.",
      fr: "Cette offre s’adresse à un autre type d’acheteur que l’essai. Choisissez-en une du même segment.",
      de: "Dieses Angebot ist für eine andere Art Käufer als der Test. Wählen Sie eines des gleichen Segments."),
    "conversion.add_on_does_not_fit": Phrase(
      "An add-on of the trial does not go with that plan. Cancel the add-on first.",
      fr: "Une option de l’essai ne convient pas à ce plan. Résiliez-la d’abord.",
      de: "Ein Zusatz des Tests passt nicht zu jenem Plan. Kündigen Sie ihn zuerst."),
  ]

  private static let addOns: [Code: Phrase] = [
    "add_on.parent_suspended": Phrase(
      "The subscription this add-on goes with is suspended. Activate that one; its add-ons follow.",
      fr: "L’abonnement auquel cette option se rattache est suspendu. Réactivez-le ; ses options suivent.",
      de: "Das Abonnement, zu dem dieser Zusatz gehört, ist gesperrt. Aktivieren Sie jenes; seine Zusätze folgen."),
    "add_on.parent_ends": Phrase(
      "The subscription this add-on goes with ends with its term. Let that one renew; its add-ons follow.",
      fr: "L’abonnement auquel cette option se rattache prend fin à l’échéance. Laissez-le se renouveler ; "
        + "ses options suivent.",
      de: "Das Abonnement, zu dem dieser Zusatz gehört, endet mit seiner Laufzeit. Lassen Sie jenes sich verlängern; "
        + "seine Zusätze folgen."),
    "add_ons.suspended_too": Phrase(
      "Its add-ons are suspended with it, and activated with it again.",
      fr: "Ses options sont suspendues avec lui, et réactivées avec lui.",
      de: "Seine Zusätze werden mit ihm gesperrt und mit ihm wieder aktiviert."),
    "add_ons.activated_too": Phrase(
      "The add-ons that were suspended with it are activated too.",
      fr: "Les options suspendues avec lui sont réactivées aussi.",
      de: "Die mit ihm gesperrten Zusätze werden auch aktiviert."),
    "add_ons.end_too": Phrase(
      "Its add-ons end with it at the latest.", fr: "Ses options prennent fin au plus tard avec lui.",
      de: "Seine Zusätze enden spätestens mit ihm."),
    "add_ons.renew_too": Phrase(
      "The add-ons that were to end with it renew again too. Turn off those that are not wanted.",
      fr: "Les options qui devaient finir avec lui se renouvellent aussi. Désactivez celles qui ne sont plus voulues.",
      de: "Die Zusätze, die mit ihm enden sollten, verlängern sich auch wieder. Schalten Sie unerwünschte aus."),
    "add_ons.move_too": Phrase(
      "Its add-ons go with the new plan from now on, at their own prices and until their own ends.",
      fr: "Ses options se rattachent désormais au nouveau plan, à leurs prix et jusqu’à leurs échéances.",
      de: "Seine Zusätze gehören fortan zum neuen Plan, zu ihren Preisen und bis zu ihren Terminen."),
  ]

  private static let plannedRenewals: [Code: Phrase] = [
    "renewal.no_path": Phrase(
      "The subscription cannot renew as that offer. Choose one of its own plan or of a plan it upgrades to.",
      fr: "L’abonnement ne peut se renouveler en cette offre. Choisissez-en une de son plan ou d’un plan supérieur.",
      de: "Das Abonnement kann sich nicht als dieses Angebot verlängern. "
        + "Wählen Sie eines seines Plans oder eines Plans, auf den es gehoben werden kann."),
    "renewal.other_segment": Phrase(
      "That offer is for another kind of buyer. Choose one of the same segment to renew as.",
      fr: "Cette offre s’adresse à un autre type d’acheteur. Renouvelez en une offre du même segment.",
      de: "Dieses Angebot ist für eine andere Art Käufer. Verlängern Sie als eines des gleichen Segments."),
    "renewal.add_on_does_not_fit": Phrase(
      "An add-on of this subscription does not go with the plan it would renew as. Let the add-on end first.",
      fr: "Une option de cet abonnement ne convient pas au plan du renouvellement. Laissez d’abord finir l’option.",
      de: "Ein Zusatz dieses Abonnements passt nicht zum Plan der Verlängerung. Lassen Sie den Zusatz zuerst enden."),
    "renewal.other_term": Phrase(
      "The offer to renew as has another term or billing: {term}. Leave both out, or give the offer’s.",
      fr:
        "L’offre du renouvellement a une autre durée ou facturation : {term}. Omettez-les ou donnez celles de l’offre.",
      de: "Das Angebot der Verlängerung hat eine andere Laufzeit oder Verrechnung: {term}. "
        + "Lassen Sie beides weg oder geben Sie die des Angebots an."),
    "renewal.no_offer": Phrase(
      "The plan is not sold with this term and billing. Choose a combination that the catalogue offers.",
      fr: "Le plan n’est pas vendu avec cette durée et cette facturation. Choisissez une combinaison du catalogue.",
      de: "Den Plan gibt es nicht mit dieser Laufzeit und Verrechnung. Wählen Sie eine Kombination aus dem Katalog."),
    "renewal.below_assigned": Phrase(
      "The planned renewal has fewer licences than people hold; it will keep theirs. Take licences back, or plan more.",
      fr: "Le renouvellement prévu compte moins de licences qu’attribuées ; celles-ci seront gardées. "
        + "Reprenez-en ou prévoyez-en plus.",
      de: "Die geplante Verlängerung hat weniger Lizenzen als vergeben; diese bleiben. "
        + "Nehmen Sie welche zurück oder planen Sie mehr."),
    "renewal.above_maximum": Phrase(
      "The planned renewal has more licences than the offer allows. Plan fewer.",
      fr: "Le renouvellement prévu dépasse le maximum de l’offre. Prévoyez moins de licences.",
      de: "Die geplante Verlängerung hat mehr Lizenzen, als das Angebot erlaubt. Planen Sie weniger."),
    "renewal.out_of_term": Phrase(
      "The planned end date no longer lies within the next term. Plan another, or the renewal will be as now.",
      fr: "La date de fin prévue ne tombe plus dans la prochaine durée. Prévoyez-en une autre, "
        + "sinon le renouvellement sera identique.",
      de: "Das geplante Enddatum liegt nicht mehr in der nächsten Laufzeit. Planen Sie ein anderes, "
        + "sonst verlängert es sich wie bisher."),
    "renewal.offer_ended": Phrase(
      "The offer it was to renew as is not sold any more. Plan another, or it will renew as it is.",
      fr: "L’offre prévue pour le renouvellement n’est plus vendue. Prévoyez-en une autre, "
        + "sinon il se renouvelle à l’identique.",
      de: "Das Angebot der geplanten Verlängerung wird nicht mehr verkauft. Planen Sie ein anderes, "
        + "sonst verlängert es sich wie bisher."),
    "subscription.overtaken": Phrase(
      "This was changed since you opened it: {changes}. Your change was not made. Look at it and repeat yours "
        + "if it is still wanted.",
      fr: "Ceci a changé depuis que vous l’avez ouvert : {changes}. Votre modification n’a pas été faite. "
        + "Vérifiez et recommencez si elle reste voulue.",
      de: "Das hat sich geändert, seit Sie es geöffnet haben: {changes}. Ihre Änderung fand nicht statt. "
        + "Sehen Sie nach und wiederholen Sie sie, falls noch gewünscht."),
  ]
}
