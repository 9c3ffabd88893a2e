import Core

/// What is asked for and decided by somebody else.
extension Sentences {
  package static let approvals: [Code: Phrase] = asking.merging(deciding) { first, _ in first }

  private static let asking: [Code: Phrase] = [
    "request.waits_already": Phrase(
      "The same was asked already and still waits. Wait for the decision, or take that request back first.",
      fr: "La même demande attend déjà une décision. Patientez, ou retirez d’abord cette demande.",
      de: "Dasselbe ist schon angefragt und wartet noch. Warten Sie die Entscheidung ab oder ziehen Sie es zuerst "
        + "zurück."),
    "request.not_offered": Phrase(
      "This is not among what your organization can get. Choose from the catalogue.",
      fr: "Cela ne fait pas partie de l’offre de votre organisation. Choisissez dans le catalogue.",
      de: "Das gehört nicht zum Angebot Ihrer Organisation. Wählen Sie aus dem Katalog."),
    "request.already_held": Phrase(
      "You have a licence of this plan already. Open a ticket if it does not work.",
      fr: "Vous avez déjà une licence de ce plan. Ouvrez un ticket si elle ne fonctionne pas.",
      de: "Sie haben bereits eine Lizenz dieses Plans. Eröffnen Sie ein Ticket, falls sie nicht funktioniert."),
    "request.quantity_not_yours": Phrase(
      "Several licences are asked for by technical admins of the service. Ask for one for yourself.",
      fr: "Plusieurs licences se demandent par l’admin technique du service. Demandez-en une pour vous.",
      de: "Mehrere Lizenzen fragt die technische Administration des Dienstes an. Fragen Sie eine für sich an."),
  ]

  private static let deciding: [Code: Phrase] = [
    "request.decided": Phrase(
      "This request no longer waits: it was decided or taken back, or its time has passed. Look at it again.",
      fr: "Cette demande n’attend plus : elle est décidée, retirée ou expirée. Rechargez-la.",
      de: "Diese Anfrage wartet nicht mehr: Sie ist entschieden, zurückgezogen oder abgelaufen. Laden Sie sie neu."),
    "request.reseller_decides": Phrase(
      "Your reseller decides this request. You can take it back while it waits.",
      fr: "C’est votre revendeur qui décide. Vous pouvez retirer la demande tant qu’elle attend.",
      de: "Über diese Anfrage entscheidet Ihr Reseller. Solange sie wartet, können Sie sie zurückziehen."),
    "request.manager_decides": Phrase(
      "A manager of your organization decides this request. You can take it back while it waits.",
      fr: "C’est un responsable de votre organisation qui décide. Vous pouvez retirer la demande tant qu’elle attend.",
      de: "Über diese Anfrage entscheiden die Verantwortlichen Ihrer Organisation. "
        + "Solange sie wartet, können Sie sie zurückziehen."),
    "request.asker_cancels": Phrase(
      "Only those who asked take a request back. Refuse it and give the reason instead.",
      fr: "Seuls les demandeurs retirent leur demande. Refusez-la plutôt, en donnant le motif.",
      de: "Nur wer angefragt hat, zieht die Anfrage zurück. Lehnen Sie sie stattdessen mit Begründung ab."),
    "request.figures_changed": Phrase(
      "It would now cost something else than what was shown: {askedToday} today and {askedRecurring} recurring then, "
        + "{today} and {recurring} now. Look at the present figures and approve those.",
      fr: "Le coût n’est plus celui affiché : {askedToday} aujourd’hui et {askedRecurring} récurrents alors, {today} "
        + "et {recurring} à présent. Examinez les chiffres actuels et acceptez-les.",
      de: "Es würde jetzt etwas anderes kosten als gezeigt: damals heute {askedToday} und wiederkehrend "
        + "{askedRecurring}, jetzt {today} und {recurring}. Prüfen Sie die jetzigen Zahlen und genehmigen Sie diese."),
    "request.other_service": Phrase(
      "This belongs to another service than the one asked for. Choose something of that service, or refuse.",
      fr: "Cela relève d’un autre service que celui demandé. Choisissez dans ce service, ou refusez la demande.",
      de: "Das gehört zu einem anderen Dienst als dem angefragten. Wählen Sie etwas von jenem Dienst oder lehnen Sie "
        + "ab."),
    "request.not_for_one_person": Phrase(
      "Several licences were asked for, so giving one person a licence does not answer it. Increase or order instead.",
      fr: "Plusieurs licences sont demandées ; en attribuer une à quelqu’un n’y répond pas. Augmentez ou commandez.",
      de: "Angefragt sind mehrere Lizenzen; eine an jemanden zu vergeben, genügt nicht. "
        + "Erhöhen oder bestellen Sie stattdessen."),
    "order.figures_changed": Phrase(
      "The order would now cost something else than what was shown: {askedToday} today and {askedRecurring} recurring "
        + "then, {today} and {recurring} now. Look at the present figures and approve those.",
      fr: "Le coût de la commande n’est plus celui affiché : {askedToday} aujourd’hui et {askedRecurring} récurrents "
        + "alors, {today} et {recurring} à présent. Examinez les chiffres actuels et acceptez-les.",
      de: "Die Bestellung würde jetzt etwas anderes kosten als gezeigt: damals heute {askedToday} und wiederkehrend "
        + "{askedRecurring}, jetzt {today} und {recurring}. Prüfen Sie die jetzigen Zahlen und genehmigen Sie diese."),
    "order.line_unknown": Phrase(
      "The order has no such line. Name one of its lines by its position, counted from 1.",
      fr: "La commande n’a pas cette ligne. Indiquez une de ses lignes par sa position, à partir de 1.",
      de: "Die Bestellung hat diese Zeile nicht. Nennen Sie eine ihrer Zeilen nach ihrer Position, gezählt ab 1."),
    "order.other_plan": Phrase(
      "This is an offer of another plan than the one ordered. Choose an offer of the same plan, or reject the order.",
      fr: "C’est une offre d’un autre plan que celui commandé. Choisissez une offre du même plan, ou refusez.",
      de: "Das ist ein Angebot eines anderen Plans als des bestellten. "
        + "Wählen Sie eines desselben Plans oder lehnen Sie ab."),
  ]
}
