import Core

/// The words of the pages about groups of people.
enum GroupWords {
  static let title = Phrase("Groups", fr: "Groupes", de: "Gruppen")
  static let subtitle = Phrase(
    "People who get licences together.", fr: "Des personnes qui reçoivent des licences ensemble.",
    de: "Personen, die gemeinsam Lizenzen erhalten.")
  static let group = Phrase("Group", fr: "Groupe", de: "Gruppe")
  static let members = Phrase("Members", fr: "Membres", de: "Mitglieder")
  static let others = Phrase("Add people", fr: "Ajouter des personnes", de: "Personen hinzufügen")
  static let gives = Phrase("Members get", fr: "Les membres reçoivent", de: "Mitglieder erhalten")
  static let nothing = Phrase("nothing yet", fr: "rien encore", de: "noch nichts")
  static let search = Phrase("Search groups", fr: "Chercher un groupe", de: "Gruppe suchen")
  static let new = Phrase("New group", fr: "Nouveau groupe", de: "Neue Gruppe")
  static let create = Phrase("Create group", fr: "Créer le groupe", de: "Gruppe anlegen")
  static let none = Phrase(
    "No groups yet. Create the first one below.", fr: "Pas encore de groupe. Créez le premier ci-dessous.",
    de: "Noch keine Gruppen. Legen Sie unten die erste an.")
  static let noMatch = Phrase(
    "No group matches.", fr: "Aucun groupe ne correspond.", de: "Keine Gruppe passt dazu.")
  static let byProvider = Phrase(
    "kept by the identity provider", fr: "tenu par le fournisseur d’identité", de: "vom Identitätsanbieter gepflegt")
  static let keptByYou = Phrase("{count} members", fr: "{count} membres", de: "{count} Mitglieder")
  static let keptByProvider = Phrase(
    "{count} members. Who is in it says your identity provider.",
    fr: "{count} membres. C’est votre fournisseur d’identité qui dit qui en fait partie.",
    de: "{count} Mitglieder. Wer dazugehört, sagt Ihr Identitätsanbieter.")
  static let waiting = Phrase("{count} waiting", fr: "{count} en attente", de: "{count} warten")
  static let waitingColumn = Phrase("Waiting", fr: "En attente", de: "Wartend")
  static let waits = Phrase("Waits for a licence", fr: "Attend une licence", de: "Wartet auf eine Lizenz")
  static let waitingTitle = Phrase(
    "Waiting for a licence, because none is left: {count}", fr: "En attente, faute de licence : {count}",
    de: "Warten auf eine Lizenz, weil keine frei ist: {count}")
  static let waitingHint = Phrase(
    "Add licences or take some back. What becomes free goes to those who wait, within a quarter of an hour or at once:",
    fr:
      "Ajoutez ou reprenez des licences. Ce qui se libère va à ceux qui attendent, dans le quart d’heure ou de suite :",
    de: "Fügen Sie Lizenzen hinzu oder nehmen Sie welche zurück. Was frei wird, geht innert einer Viertelstunde an die "
      + "Wartenden oder sofort:")
  static let giveNow = Phrase(
    "Give free licences now", fr: "Attribuer les licences libres", de: "Freie Lizenzen jetzt vergeben")
  static let decidedBy = Phrase("Decided by", fr: "Décidé par", de: "Bestimmt von")
  static let endGift = Phrase(
    "Give no more", fr: "Ne plus donner", de: "Nicht mehr geben")
  static let endTitle = Phrase(
    "Give {name} to {group} no more?", fr: "Ne plus donner {name} à {group} ?",
    de: "{name} nicht mehr an {group} geben?"
  )
  static let endText = Phrase(
    "Members who have a licence by this group alone lose it at once. Those who had one before keep it.",
    fr: "Les membres qui n’ont une licence que par ce groupe la perdent aussitôt. Ceux qui en avaient une la gardent.",
    de: "Mitglieder, die eine Lizenz nur durch diese Gruppe haben, verlieren sie sofort. Wer schon eine hatte, behält "
      + "sie.")
  static let elsewhere = Phrase(
    "Something of a service you do not look after", fr: "Quelque chose d’un service dont vous n’êtes pas chargé",
    de: "Etwas aus einem Dienst, den Sie nicht betreuen")
  static let givesNothing = Phrase(
    "Members get nothing by being in this group.", fr: "Les membres de ce groupe ne reçoivent rien.",
    de: "Wer in dieser Gruppe ist, erhält dadurch nichts.")
  static let subscription = Phrase("Subscription", fr: "Abonnement", de: "Abonnement")
  static let freeOf = Phrase(
    "{free} of {quantity} free", fr: "{free} sur {quantity} libres", de: "{free} von {quantity} frei")
  static let how = Phrase("How", fr: "Comment", de: "Wie")
  static let kept = Phrase(
    "Kept up: whoever joins gets one, whoever leaves gives it back",
    fr: "En continu : qui arrive en reçoit une, qui part la rend",
    de: "Laufend: Wer dazukommt, erhält eine; wer geht, gibt sie zurück")
  static let once = Phrase(
    "Once: those who are in it now", fr: "Une fois : les membres actuels", de: "Einmal: wer jetzt dazugehört")
  static let see = Phrase("See who would get one", fr: "Voir qui en recevrait", de: "Ansehen, wer eine erhielte")
  static let giveTitle = Phrase(
    "Give {name} to {group}?", fr: "Donner {name} à {group} ?", de: "{name} an {group} geben?")
  static let give = Phrase("Give the licences", fr: "Donner les licences", de: "Lizenzen geben")
  static let receiving = Phrase("Receive one", fr: "En reçoivent une", de: "Erhalten eine")
  static let holding = Phrase("Have one already", fr: "En ont déjà une", de: "Haben schon eine")
  static let holdingHint = Phrase(
    "and keep it when they leave", fr: "et la gardent en partant", de: "und behalten sie, wenn sie gehen")
  static let state = Phrase("State", fr: "État", de: "Zustand")
  static let noMembers = Phrase(
    "Nobody is in this group yet.", fr: "Personne n’est encore dans ce groupe.", de: "Noch ist niemand in der Gruppe.")
  static let everybodyIn = Phrase(
    "Everybody is in this group.", fr: "Tout le monde est dans ce groupe.", de: "Alle sind in dieser Gruppe.")
  static let add = Phrase("Add those ticked", fr: "Ajouter les personnes cochées", de: "Angekreuzte hinzufügen")
  static let remove = Phrase("Remove those ticked", fr: "Retirer les personnes cochées", de: "Angekreuzte entfernen")
  static let rename = Phrase("Rename", fr: "Renommer", de: "Umbenennen")
  static let delete = Phrase("Delete group", fr: "Supprimer le groupe", de: "Gruppe löschen")
  static let deleteTitle = Phrase("Delete {name}?", fr: "Supprimer {name} ?", de: "{name} löschen?")
  static let deleteText = Phrase(
    "Its {count} members stay, but lose the licences they have by this group alone. This cannot be taken back.",
    fr: "Ses {count} membres restent, mais perdent les licences qu’ils n’ont que par ce groupe. C’est irréversible.",
    de: "Die {count} Mitglieder bleiben, verlieren aber die Lizenzen, die sie nur durch diese Gruppe haben. Das lässt "
      + "sich nicht rückgängig machen.")
}
