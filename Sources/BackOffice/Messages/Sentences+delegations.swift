import Core

/// A reseller's access to a customer's people.
extension Sentences {
  package static let delegations: [Code: Phrase] = asking.merging(deciding) { first, _ in first }

  package static let mails: [Code: Phrase] = [
    "mail.not_failed": Phrase(
      "This mail is on its way or was delivered, so there is nothing to try again. Look at the list again.",
      fr: "Cet e-mail est en route ou remis, il n’y a rien à réessayer. Rechargez la liste.",
      de: "Diese E-Mail ist unterwegs oder zugestellt, es gibt nichts erneut zu versuchen. Laden Sie die Liste neu.")
  ]

  private static let asking: [Code: Phrase] = [
    "delegation.too_short": Phrase(
      "Access is asked for a day at least. Choose a later end.",
      fr: "L’accès se demande pour un jour au moins. Choisissez une fin plus tardive.",
      de: "Zugang wird für mindestens einen Tag angefragt. Wählen Sie ein späteres Ende."),
    "delegation.too_long": Phrase(
      "Access is asked for two years at most. Choose an earlier end and ask again when it is near.",
      fr: "L’accès se demande pour deux ans au plus. Choisissez une fin plus proche et redemandez le moment venu.",
      de: "Zugang wird für höchstens zwei Jahre angefragt. Wählen Sie ein früheres Ende und fragen Sie dann erneut."),
    "delegation.time_twice": Phrase(
      "Both a duration and an end are given, and they may disagree. Send one of them.",
      fr: "Une durée et une fin sont données, qui peuvent se contredire. N’envoyez que l’une des deux.",
      de: "Dauer und Ende sind beide angegeben und könnten sich widersprechen. Senden Sie nur eines davon."),
    "delegation.reseller_asks": Phrase(
      "Only a customer’s reseller asks for access to its people. Leave it to the reseller.",
      fr: "Seul le revendeur d’un client demande l’accès à ses personnes. Laissez-le faire.",
      de: "Nur der Reseller eines Kunden bittet um Zugang zu dessen Personen. Überlassen Sie es ihm."),
    "delegation.no_manager": Phrase(
      "This customer has no manager who could approve; until it has one you need no delegation. Appoint one first.",
      fr: "Ce client n’a pas de responsable qui puisse approuver ; d’ici là, aucune délégation n’est nécessaire. "
        + "Nommez d’abord un responsable.",
      de: "Dieser Kunde hat noch niemanden, der zustimmen könnte; bis dahin brauchen Sie keine Delegation. "
        + "Ernennen Sie zuerst Verantwortliche."),
    "delegation.pending_exists": Phrase(
      "A request to this customer waits for its answer already. Wait for it, or withdraw it and ask anew.",
      fr: "Une demande à ce client attend déjà sa réponse. Patientez, ou retirez-la et redemandez.",
      de: "Eine Anfrage an diesen Kunden wartet schon auf Antwort. "
        + "Warten Sie, oder ziehen Sie sie zurück und fragen Sie neu."),
  ]

  private static let deciding: [Code: Phrase] = [
    "delegation.customer_decides": Phrase(
      "Only the customer’s own managers approve, limit or refuse access to their people. Ask one of them.",
      fr: "Seuls les responsables du client approuvent, limitent ou refusent l’accès à leurs personnes. "
        + "Adressez-vous à eux.",
      de: "Nur die Verantwortlichen des Kunden bewilligen, beschränken oder verweigern den Zugang. Fragen Sie diese."),
    "delegation.reseller_withdraws": Phrase(
      "Only the reseller withdraws its own request. Refuse it instead.",
      fr: "Seul le revendeur retire sa propre demande. Refusez-la plutôt.",
      de: "Nur der Reseller zieht seine eigene Anfrage zurück. Lehnen Sie sie stattdessen ab."),
    "delegation.decided": Phrase(
      "This request is decided already, or its time has passed. Look at it again; a new request may be made.",
      fr: "Cette demande est déjà décidée, ou son délai est passé. Rechargez-la ; une nouvelle demande est possible.",
      de: "Über diese Anfrage ist schon entschieden, oder ihre Zeit ist um. "
        + "Laden Sie neu; eine neue Anfrage ist möglich."),
    "delegation.over_its_giver": Phrase(
      "Managers let you in to their people, not to their own accounts. Ask another manager or the distributor.",
      fr: "Les responsables vous ouvrent l’accès à leurs personnes, pas à leurs propres comptes. "
        + "Adressez-vous à un autre responsable ou au distributeur.",
      de: "Verantwortliche lassen Sie zu ihren Personen, nicht an ihre eigenen Konten. "
        + "Fragen Sie andere Verantwortliche oder den Distributor."),
    "delegation.not_active": Phrase(
      "This access is not open: it waits, was turned down or is over. There is nothing to limit or end.",
      fr: "Cet accès n’est pas ouvert : il attend, a été refusé ou est terminé. Rien à limiter ni à terminer.",
      de: "Dieser Zugang ist nicht offen: Er wartet, wurde abgelehnt oder ist vorbei. Es gibt nichts zu beenden."),
    "delegation.nothing_narrowed": Phrase(
      "This leaves the access as it is. Take away a right or choose an earlier end.",
      fr: "Cela laisse l’accès tel quel. Retirez un droit ou choisissez une fin plus proche.",
      de: "Damit bleibt der Zugang, wie er ist. Nehmen Sie ein Recht weg oder wählen Sie ein früheres Ende."),
    "delegation.rights_beyond": Phrase(
      "Nobody is given more than they asked for or hold. Choose among those rights.",
      fr: "Personne ne reçoit plus que demandé ou détenu. Choisissez parmi ces droits.",
      de: "Niemand erhält mehr als angefragt oder vorhanden. Wählen Sie unter diesen Rechten."),
    "delegation.expiry_past": Phrase(
      "The access would be over already. Choose a later end, or refuse it.",
      fr: "L’accès serait déjà terminé. Choisissez une fin plus tardive, ou refusez.",
      de: "Der Zugang wäre schon vorbei. Wählen Sie ein späteres Ende oder lehnen Sie ab."),
    "delegation.expiry_beyond": Phrase(
      "Access is not given for longer than it was asked for or lasts. Choose an earlier end.",
      fr: "L’accès ne dure pas plus que demandé ou accordé. Choisissez une fin plus proche.",
      de: "Zugang gibt es nicht länger als angefragt oder vereinbart. Wählen Sie ein früheres Ende."),
  ]
}
