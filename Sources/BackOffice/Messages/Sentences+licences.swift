import Core

/// Licences of people, and their groups.
extension Sentences {
  package static let licences: [Code: Phrase] = assigning.merging(groups) { first, _ in first }

  private static let assigning: [Code: Phrase] = [
    "licence.already_assigned": Phrase(
      "This person has a licence of this subscription already. Nothing needs to be done.",
      fr: "Cette personne a déjà une licence de cet abonnement. Il n’y a rien à faire.",
      de: "Diese Person hat schon eine Lizenz dieses Abonnements. Es ist nichts zu tun."),
    "licence.not_held": Phrase(
      "This person has no licence of this subscription. Look at the list again: somebody may have taken it back.",
      fr: "Cette personne n’a pas de licence de cet abonnement. Rechargez la liste : elle a pu être reprise.",
      de: "Diese Person hat keine Lizenz dieses Abonnements. Laden Sie die Liste neu: Jemand hat sie vielleicht "
        + "zurückgenommen."),
    "licence.named_twice": Phrase(
      "This is named twice. Name everybody and everything once.",
      fr: "Ceci est indiqué deux fois. Indiquez chaque personne et chaque chose une seule fois.",
      de: "Das ist zweimal genannt. Nennen Sie alle und alles nur einmal."),
    "licence.same_person": Phrase(
      "Giver and receiver are the same person. Choose somebody else to receive the licences.",
      fr: "La personne qui donne et celle qui reçoit sont la même. Choisissez quelqu’un d’autre.",
      de: "Wer gibt und wer erhält, ist dieselbe Person. Wählen Sie jemand anderen."),
    "licences.none_left": Phrase(
      "Of {name} {free} licences are free, {missing} more are needed. Take some back, add licences, or choose fewer "
        + "people.",
      fr: "Pour {name}, il reste {free} licences libres, il en manque {missing}. Reprenez-en, ajoutez des licences ou "
        + "choisissez moins de personnes.",
      de:
        "Von {name} sind {free} Lizenzen frei, es fehlen {missing}. Nehmen Sie welche zurück, fügen Sie Lizenzen hinzu "
        + "oder wählen Sie weniger Personen."),
    "licences.nobody_chosen": Phrase(
      "Nobody is ticked. Tick the people it is about and send again.",
      fr: "Personne n’est coché. Cochez les personnes concernées et renvoyez.",
      de: "Niemand ist angekreuzt. Kreuzen Sie die Personen an und senden Sie erneut."),
    "licences.nothing_chosen": Phrase(
      "No service is ticked. Tick what is to go over and send again.",
      fr: "Aucun service n’est coché. Cochez ce qui doit passer et renvoyez.",
      de: "Kein Dienst ist angekreuzt. Kreuzen Sie an, was übergehen soll, und senden Sie erneut."),
    "licences.nothing_to_move": Phrase(
      "This person holds no licence that could go over. There is nothing to do.",
      fr: "Cette personne n’a aucune licence à transmettre. Il n’y a rien à faire.",
      de: "Diese Person hat keine Lizenz, die übergehen könnte. Es ist nichts zu tun."),
    "import.subscription_ambiguous": Phrase(
      "Several subscriptions have this name. Give them different names first, or write the id.",
      fr: "Plusieurs abonnements portent ce nom. Renommez-les d’abord, ou indiquez l’identifiant.",
      de: "Mehrere Abonnements heissen so. Benennen Sie sie zuerst um, oder schreiben Sie die Id."),
  ]

  private static let groups: [Code: Phrase] = [
    "group.kept_by_provider": Phrase(
      "The identity provider keeps this group, so its name and members are changed there. Licences can be given here.",
      fr: "Ce groupe est tenu par le fournisseur d’identité : nom et membres se modifient chez lui. Ici, on peut lui "
        + "donner des licences.",
      de: "Diese Gruppe pflegt der Identitätsanbieter: Name und Mitglieder ändern Sie dort. Hier lassen sich Lizenzen "
        + "geben."),
    "group.beyond_own_services": Phrase(
      "This group gives things of services you do not look after, so who is in it is not yours to say. Ask a manager.",
      fr: "Ce groupe donne aussi des choses de services dont vous n’êtes pas chargé : ses membres ne sont pas de votre "
        + "ressort. Adressez-vous à un responsable.",
      de: "Diese Gruppe gibt auch etwas aus Diensten, die Sie nicht betreuen; wer dazugehört, bestimmen nicht Sie. "
        + "Fragen Sie die Verantwortlichen."),
    "group.too_many_members": Phrase(
      "A group has at most {maximum} members. Make several groups.",
      fr: "Un groupe compte au plus {maximum} membres. Faites plusieurs groupes.",
      de: "Eine Gruppe hat höchstens {maximum} Mitglieder. Bilden Sie mehrere Gruppen."),
    "group.name_taken": Phrase(
      "There is a group {name} already. Choose another name, or add the people to that group.",
      fr: "Un groupe {name} existe déjà. Choisissez un autre nom, ou ajoutez les personnes à ce groupe.",
      de: "Eine Gruppe {name} gibt es schon. Wählen Sie einen anderen Namen, oder fügen Sie die Personen dort hinzu."),
    "group.nobody_without": Phrase(
      "No member of this group is without a licence of this subscription. There is nothing to give.",
      fr: "Aucun membre de ce groupe n’est sans licence de cet abonnement. Il n’y a rien à donner.",
      de: "Kein Mitglied dieser Gruppe ist ohne Lizenz dieses Abonnements. Es gibt nichts zu vergeben."),
  ]
}
