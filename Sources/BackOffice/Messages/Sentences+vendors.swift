import Core

/// Vendors, what they are asked, and what they have.
extension Sentences {
  package static let vendors: [Code: Phrase] = [fulfilmentFaults, fulfilments, connectors, inventories, callbacks]
    .reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  private static let fulfilmentFaults: [Code: Phrase] = [
    "fulfilment.timed_out": Phrase(
      "The vendor did not answer in time. It is asked again with the same key, so nothing happens twice.",
      fr: "L’éditeur n’a pas répondu à temps. La demande est répétée avec la même clé, rien n’arrive deux fois.",
      de: "Der Hersteller hat nicht rechtzeitig geantwortet. Er wird mit demselben Schlüssel erneut gefragt, nichts "
        + "geschieht doppelt."),
    "fulfilment.unreachable": Phrase(
      "The vendor’s address cannot be reached, or its certificate is not trusted. Check the connector’s address.",
      fr: "L’adresse de l’éditeur est injoignable, ou son certificat n’est pas reconnu. Vérifiez l’adresse du "
        + "connecteur.",
      de: "Die Adresse des Herstellers ist nicht erreichbar, oder ihrem Zertifikat wird nicht vertraut. Prüfen Sie die "
        + "Adresse des Konnektors."),
    "fulfilment.server_failed": Phrase(
      "The vendor’s server failed. The request is tried again later.",
      fr: "Le serveur de l’éditeur est en panne. La demande sera répétée plus tard.",
      de: "Beim Hersteller ist ein Fehler aufgetreten. Die Anfrage wird später wiederholt."),
    "fulfilment.answer_unreadable": Phrase(
      "The vendor’s answer could not be understood. The request is tried again later; ask the vendor if it goes on.",
      fr: "La réponse de l’éditeur est incompréhensible. La demande sera répétée ; si cela dure, contactez l’éditeur.",
      de: "Die Antwort des Herstellers war nicht zu verstehen. Die Anfrage wird wiederholt; fragen Sie sonst beim "
        + "Hersteller nach."),
    "fulfilment.request_rejected": Phrase(
      "The vendor does not take this request, so trying again would not help. Ask the vendor, then retry or settle it "
        + "by hand.",
      fr: "L’éditeur n’accepte pas cette demande, la répéter n’aiderait pas. Contactez-le, puis réessayez ou réglez-la "
        + "à la main.",
      de: "Der Hersteller nimmt diese Anfrage nicht an, ein neuer Versuch würde nicht helfen. Fragen Sie nach, dann "
        + "wiederholen oder erledigen Sie sie von Hand."),
    "fulfilment.no_callback": Phrase(
      "The vendor took the request but never called back. Ask the vendor, then retry or settle it by hand.",
      fr: "L’éditeur a pris la demande mais n’a jamais rappelé. Contactez-le, puis réessayez ou réglez-la à la main.",
      de: "Der Hersteller hat die Anfrage angenommen, sich aber nie gemeldet. Fragen Sie nach, dann wiederholen oder "
        + "erledigen Sie sie von Hand."),
    "fulfilment.not_configured": Phrase(
      "The connector cannot be used here: its address or secret does not work in this installation. Correct the "
        + "connector, then retry.",
      fr:
        "Le connecteur est inutilisable ici : son adresse ou son secret ne convient pas. Corrigez-le, puis réessayez.",
      de: "Der Konnektor ist hier nicht benutzbar: Adresse oder Geheimnis passen nicht zu dieser Installation. "
        + "Berichtigen Sie ihn und wiederholen Sie dann."),
    "fulfilment.confirmed_too_late": Phrase(
      "The confirmation came after the term was over, so the subscription cannot begin any more. Refuse it and order "
        + "anew.",
      fr: "La confirmation est arrivée après l’échéance, l’abonnement ne peut plus commencer. Refusez-la et "
        + "recommandez.",
      de:
        "Die Bestätigung kam nach Ablauf der Laufzeit, das Abonnement kann nicht mehr beginnen. Lehnen Sie sie ab und "
        + "bestellen Sie neu."),
    "fulfilment.refusal_does_not_fit": Phrase(
      "The vendor refused, but the licences are assigned or the quantity has moved on, so they cannot be taken back. "
        + "Unassign licences and refuse it again, or close it.",
      fr:
        "L’éditeur a refusé, mais les licences sont attribuées ou la quantité a changé : impossible de les reprendre. "
        + "Retirez des licences et refusez à nouveau, ou classez la demande.",
      de:
        "Der Hersteller hat abgelehnt, aber die Lizenzen sind vergeben oder die Menge ist eine andere: Sie lassen sich "
        + "nicht zurücknehmen. Entziehen Sie Lizenzen und lehnen Sie erneut ab, oder schliessen Sie die Anfrage."),
    "fulfilment.refused_too_late": Phrase(
      "The vendor refused after the term had been renewed at new prices, so it is not taken back by itself. Change the "
        + "subscription as it should be, then close this.",
      fr: "L’éditeur a refusé après le renouvellement aux nouveaux prix : rien n’est annulé automatiquement. Modifiez "
        + "l’abonnement comme il faut, puis classez la demande.",
      de: "Der Hersteller hat nach der Verlängerung zu neuen Preisen abgelehnt, von selbst wird nichts zurückgenommen. "
        + "Ändern Sie das Abonnement wie nötig und schliessen Sie die Anfrage."),
    "fulfilment.end_refused": Phrase(
      "The vendor does not end what is over here and goes on billing it, perhaps. Clear it with the vendor, then retry "
        + "or close this.",
      fr:
        "L’éditeur ne met pas fin à ce qui est terminé ici et le facture peut-être encore. Réglez cela avec lui, puis "
        + "réessayez ou classez la demande.",
      de: "Der Hersteller beendet nicht, was hier zu Ende ist, und verrechnet es vielleicht weiter. Klären Sie das mit "
        + "ihm, dann wiederholen oder schliessen Sie die Anfrage."),
  ]

  private static let fulfilments: [Code: Phrase] = [
    "fulfilment.vendor_confirms": Phrase(
      "The vendor confirms this first. Nothing is posted before; then it counts from today all the same.",
      fr: "L’éditeur doit d’abord confirmer. Rien n’est comptabilisé avant ; ensuite, tout compte dès aujourd’hui.",
      de: "Der Hersteller bestätigt das zuerst. Vorher wird nichts verbucht; danach zählt es trotzdem ab heute."),
    "fulfilment.settled": Phrase(
      "This request is settled already. Look at it again.",
      fr: "Cette demande est déjà réglée. Rechargez-la.", de: "Diese Anfrage ist schon erledigt. Laden Sie sie neu."),
    "fulfilment.not_manual": Phrase(
      "This is asked of the vendor by itself, so nobody needs to do it. Wait for the answer.",
      fr: "L’éditeur est interrogé automatiquement, personne n’a à le faire. Attendez la réponse.",
      de: "Das wird vom Hersteller selbsttätig verlangt, niemand muss es tun. Warten Sie auf die Antwort."),
    "fulfilment.not_parked": Phrase(
      "This request has not been given up: it is on its way or waits its turn. Wait, or settle it by hand.",
      fr:
        "Cette demande n’est pas abandonnée : elle est en route ou attend son tour. Patientez, ou réglez-la à la main.",
      de: "Diese Anfrage ist nicht aufgegeben: Sie ist unterwegs oder wartet. Warten Sie, oder erledigen Sie sie von "
        + "Hand."),
    "fulfilment.not_sent": Phrase(
      "This service’s requests are done by people and never sent. Settle it by hand.",
      fr: "Les demandes de ce service sont traitées à la main, jamais envoyées. Réglez-la à la main.",
      de: "Anfragen dieses Dienstes erledigen Menschen, gesendet wird nichts. Erledigen Sie sie von Hand."),
    "fulfilment.not_next": Phrase(
      "Something promised before is not settled yet, and vendors are told in order. Settle that first.",
      fr: "Une promesse antérieure n’est pas encore réglée, et l’ordre compte. Réglez d’abord celle-là.",
      de: "Etwas früher Versprochenes ist noch offen, und die Reihenfolge zählt. Erledigen Sie zuerst das."),
    "fulfilment.not_asking": Phrase(
      "The vendor asks for nothing here, or was answered already. Look at it again.",
      fr: "L’éditeur ne demande rien ici, ou a déjà reçu la réponse. Rechargez la page.",
      de: "Der Hersteller fragt hier nach nichts, oder es wurde schon geantwortet. Laden Sie neu."),
    "fulfilment.asked_twice": Phrase(
      "Two questions have the same name. Name each one differently.",
      fr: "Deux questions portent le même nom. Donnez un nom distinct à chacune.",
      de: "Zwei Fragen haben denselben Namen. Benennen Sie jede anders."),
  ]

  private static let connectors: [Code: Phrase] = [
    "connector.service_taken": Phrase(
      "This service has a connector already. End that one first.",
      fr: "Ce service a déjà un connecteur. Mettez d’abord fin à celui-ci.",
      de: "Dieser Dienst hat schon einen Konnektor. Beenden Sie zuerst diesen."),
    "connector.address_malformed": Phrase(
      "This is no address that can be used. Write it like https://vendor.example/api, without a slash at the end.",
      fr: "Cette adresse est inutilisable. Écrivez-la comme https://vendor.example/api, sans barre finale.",
      de: "Diese Adresse ist nicht verwendbar. Schreiben Sie sie wie https://vendor.example/api, ohne Schrägstrich am "
        + "Ende."),
    "connector.address_only_http": Phrase(
      "Only a connector that speaks HTTP has an address. Leave it out.",
      fr: "Seul un connecteur HTTP a une adresse. Laissez-la vide.",
      de: "Nur ein Konnektor über HTTP hat eine Adresse. Lassen Sie sie weg."),
    "connector.sandbox_only": Phrase(
      "Simulated vendors exist in a sandbox only. Choose another kind.",
      fr: "Les éditeurs simulés n’existent que dans un bac à sable. Choisissez un autre type.",
      de: "Simulierte Hersteller gibt es nur in einer Sandbox. Wählen Sie eine andere Art."),
    "connector.settings_only_simulated": Phrase(
      "Only a simulated vendor has these settings. Leave them out.",
      fr: "Seul un éditeur simulé a ces réglages. Laissez-les vides.",
      de: "Nur ein simulierter Hersteller hat diese Einstellungen. Lassen Sie sie weg."),
    "connector.setting_out_of_range": Phrase(
      "This must be a whole number from 0 to {maximum}. Correct it.",
      fr: "Il faut un nombre entier de 0 à {maximum}. Corrigez-le.",
      de: "Das muss eine ganze Zahl von 0 bis {maximum} sein. Berichtigen Sie sie."),
    "connector.ended": Phrase(
      "This connector has ended and is kept for the record. Set up a new one.",
      fr: "Ce connecteur a pris fin et n’est gardé que pour mémoire. Créez-en un autre.",
      de: "Dieser Konnektor ist beendet und nur noch zur Nachvollziehbarkeit da. Legen Sie einen neuen an."),
    "connector.busy": Phrase(
      "{count} requests of this connector are not settled. Settle them, then end it.",
      fr: "{count} demandes de ce connecteur ne sont pas réglées. Réglez-les, puis mettez-y fin.",
      de: "{count} Anfragen dieses Konnektors sind offen. Erledigen Sie sie, dann beenden Sie ihn."),
    "connector.secret_only_http": Phrase(
      "Only a connector that speaks HTTP shares a secret with its vendor. There is none to renew.",
      fr: "Seul un connecteur HTTP partage un secret avec l’éditeur. Il n’y en a pas à renouveler.",
      de: "Nur ein Konnektor über HTTP teilt ein Geheimnis mit dem Hersteller. Es gibt keines zu erneuern."),
  ]

  private static let inventories: [Code: Phrase] = [
    "inventory.not_a_table": Phrase(
      "This is no table that can be read: CSV in UTF-8, at most {maximum} rows. Save it again as CSV.",
      fr: "Ce n’est pas un tableau lisible : CSV en UTF-8, {maximum} lignes au plus. Enregistrez-le de nouveau en CSV.",
      de: "Das ist keine lesbare Tabelle: CSV in UTF-8, höchstens {maximum} Zeilen. Speichern Sie sie erneut als CSV."),
    "inventory.columns_missing": Phrase(
      "The table needs the columns quantity, status, and subscriptionId or reference. Add what is missing.",
      fr: "Le tableau doit avoir les colonnes quantity, status, et subscriptionId ou reference. Ajoutez-les.",
      de: "Die Tabelle braucht die Spalten quantity, status und subscriptionId oder reference. Ergänzen Sie sie."),
    "inventory.row_wrong": Phrase(
      "Row {row} needs an id or a reference, a whole quantity and the status active or suspended. Correct it.",
      fr: "La ligne {row} doit avoir un identifiant ou une référence, une quantité entière et le statut active ou "
        + "suspended. Corrigez-la.",
      de: "Zeile {row} braucht eine Kennung oder Referenz, eine ganze Menge und den Status active oder suspended. "
        + "Berichtigen Sie sie."),
    "inventory.fetched_by_itself": Phrase(
      "This vendor’s inventory is fetched by itself. Have it fetched now instead.",
      fr: "L’inventaire de cet éditeur est récupéré automatiquement. Demandez plutôt sa récupération.",
      de: "Das Inventar dieses Herstellers wird selbsttätig geholt. Lassen Sie es stattdessen jetzt holen."),
    "inventory.brought_by_people": Phrase(
      "This vendor’s inventory cannot be fetched. Upload it as a table.",
      fr: "L’inventaire de cet éditeur ne peut pas être récupéré. Déposez-le sous forme de tableau.",
      de: "Das Inventar dieses Herstellers lässt sich nicht holen. Laden Sie es als Tabelle hoch."),
    "difference.settled": Phrase(
      "This difference is dealt with already. Look at it again.",
      fr: "Cette différence est déjà traitée. Rechargez la page.",
      de: "Dieser Unterschied ist schon erledigt. Laden Sie neu."),
    "difference.nothing_to_push": Phrase(
      "We hold nothing of this, so there is nothing to tell the vendor. Clear it with the vendor and mark it settled.",
      fr:
        "Nous n’avons rien de tel, il n’y a rien à transmettre. Réglez cela avec l’éditeur et marquez-le comme réglé.",
      de:
        "Davon haben wir nichts, also gibt es nichts zu melden. Klären Sie es mit dem Hersteller und markieren Sie es "
        + "als erledigt."),
    "difference.request_under_way": Phrase(
      "A request about this subscription is on its way already. Wait until it is settled, then compare again.",
      fr: "Une demande concernant cet abonnement est déjà en cours. Attendez qu’elle soit réglée, puis comparez.",
      de:
        "Zu diesem Abonnement ist schon eine Anfrage unterwegs. Warten Sie, bis sie erledigt ist, und vergleichen Sie "
        + "dann neu."),
  ]

  private static let callbacks: [Code: Phrase] = [
    "callback.signature_wrong": Phrase(
      "The signature is missing or wrong, so this is not believed to come from the vendor. Sign the body with the "
        + "shared secret.",
      fr: "La signature manque ou est fausse, l’origine n’est pas établie. Signez le corps avec le secret partagé.",
      de: "Die Signatur fehlt oder ist falsch, die Herkunft ist nicht belegt. Signieren Sie mit dem gemeinsamen "
        + "Geheimnis."),
    "callback.time_off": Phrase(
      "The signature’s time is more than five minutes off. Set the clock and sign anew.",
      fr: "L’heure de la signature s’écarte de plus de cinq minutes. Réglez l’horloge et signez de nouveau.",
      de: "Die Zeit der Signatur weicht mehr als fünf Minuten ab. Stellen Sie die Uhr und signieren Sie neu."),
    "callback.replayed": Phrase(
      "This callback was taken before; nothing happened again. There is nothing to do.",
      fr: "Ce rappel a déjà été pris en compte ; rien ne s’est répété. Il n’y a rien à faire.",
      de: "Dieser Rückruf wurde schon angenommen; nichts geschah ein zweites Mal. Es ist nichts zu tun."),
    "callback.id_reused": Phrase(
      "Another callback had this id already. Give each one an id of its own.",
      fr: "Un autre rappel portait déjà cet identifiant. Donnez à chacun le sien.",
      de: "Ein anderer Rückruf hatte diese Kennung schon. Geben Sie jedem eine eigene."),
    "callback.fulfilment_unknown": Phrase(
      "This vendor was never asked under this id. Send the id of the request.",
      fr: "Aucune demande de ce nom n’a été adressée à cet éditeur. Envoyez l’identifiant de la demande.",
      de: "Dieser Hersteller wurde unter dieser Kennung nie gefragt. Senden Sie die Kennung der Anfrage."),
    "callback.out_of_order": Phrase(
      "This request has not been sent yet, or one before it is not settled. Call back again after that.",
      fr: "Cette demande n’est pas encore envoyée, ou une précédente n’est pas réglée. Rappelez plus tard.",
      de: "Diese Anfrage ist noch nicht gesendet, oder eine frühere ist offen. Melden Sie sich danach erneut."),
    "callback.applied": Phrase(
      "Taken; the request stands as said. There is nothing more to do.",
      fr: "Pris en compte ; la demande est réglée en conséquence. Il n’y a plus rien à faire.",
      de: "Angenommen; die Anfrage steht wie gemeldet. Mehr ist nicht zu tun."),
    "callback.parked": Phrase(
      "Taken, but it does not fit the subscription any more, so a person looks at it. There is nothing more to do.",
      fr: "Pris en compte, mais cela ne convient plus à l’abonnement : une personne s’en occupe. Rien de plus à faire.",
      de: "Angenommen, passt aber nicht mehr zum Abonnement; ein Mensch sieht es sich an. Mehr ist nicht zu tun."),
    "callback.settled_by_hand": Phrase(
      "The request was settled by hand before; this is noted and changes nothing. There is nothing more to do.",
      fr: "La demande avait été réglée à la main ; ceci est noté et ne change rien. Rien de plus à faire.",
      de: "Die Anfrage wurde vorher von Hand erledigt; das ist vermerkt und ändert nichts. Mehr ist nicht zu tun."),
    "callback.late": Phrase(
      "The request was settled in this way already; this is noted. There is nothing more to do.",
      fr: "La demande était déjà réglée ainsi ; ceci est noté. Rien de plus à faire.",
      de: "Die Anfrage war schon so erledigt; das ist vermerkt. Mehr ist nicht zu tun."),
    "callback.contradicts": Phrase(
      "The request was settled otherwise before; this is noted and changes nothing. Talk to the distributor.",
      fr: "La demande avait été réglée autrement ; ceci est noté et ne change rien. Contactez le distributeur.",
      de: "Die Anfrage war anders erledigt; das ist vermerkt und ändert nichts. Sprechen Sie mit dem Distributor."),
  ]
}
