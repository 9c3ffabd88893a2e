import Core

/// Programs that act for people, and people who act as others.
extension Sentences {
  package static let standIns: [Code: Phrase] = [
    "acting.no_chain": Phrase(
      "You act as somebody already. Go back to yourself first.",
      fr: "Vous agissez déjà au nom de quelqu’un. Redevenez d’abord vous-même.",
      de: "Sie handeln schon als jemand anderes. Kehren Sie zuerst zu sich zurück."),
    "acting.not_below": Phrase(
      "One acts only as people of organizations below one’s own. This person is not; ask them, or your administrator.",
      fr: "On n’agit qu’au nom de personnes d’organisations subordonnées. Ce n’est pas le cas ; adressez-vous à cette "
        + "personne ou à votre administrateur.",
      de: "Man handelt nur als Personen untergeordneter Organisationen. Das trifft hier nicht zu; fragen Sie die "
        + "Person oder Ihren Administrator."),
    "acting.not_active": Phrase(
      "This account is not in use: it is invited or disabled. Enable it or have the invitation accepted first.",
      fr: "Ce compte n’est pas utilisé : il est invité ou désactivé. Activez-le ou faites accepter l’invitation.",
      de: "Dieses Konto ist nicht in Gebrauch: eingeladen oder deaktiviert. Aktivieren Sie es oder lassen Sie die "
        + "Einladung annehmen."),
    "acting.minutes_out_of_range": Phrase(
      "Acting as somebody lasts from 1 to {maximum} minutes. Choose a number in between.",
      fr: "Agir au nom de quelqu’un dure de 1 à {maximum} minutes. Choisissez un nombre entre les deux.",
      de: "Als jemand zu handeln dauert 1 bis {maximum} Minuten. Wählen Sie eine Zahl dazwischen."),
    "acting.ended": Phrase(
      "You may no longer act as this person: your own role ended or changed. You are yourself again; reload the page.",
      fr: "Vous ne pouvez plus agir au nom de cette personne : votre propre rôle a pris fin ou changé. "
        + "Vous êtes redevenu vous-même ; rechargez la page.",
      de: "Sie dürfen nicht mehr als diese Person handeln: Ihre eigene Rolle endete oder änderte sich. "
        + "Sie sind wieder Sie selbst; laden Sie die Seite neu."),
    "acting.accounts_protected": Phrase(
      "Accounts, roles and secrets cannot be changed while acting as somebody. Go back to yourself first.",
      fr: "Comptes, rôles et secrets ne peuvent pas être modifiés en agissant au nom de quelqu’un. "
        + "Redevenez d’abord vous-même.",
      de: "Konten, Rollen und Geheimnisse lassen sich nicht ändern, solange man als jemand handelt. "
        + "Kehren Sie zuerst zu sich zurück."),
    "client.not_a_person": Phrase(
      "A program has no account of its own to change, and makes no other programs. Sign in as a person for that.",
      fr: "Un programme n’a pas de compte à modifier et ne crée pas d’autres programmes. Connectez-vous en personne.",
      de: "Ein Programm hat kein eigenes Konto zu ändern und legt keine anderen Programme an. Melden Sie sich dafür "
        + "als Person an."),
    "client.too_many": Phrase(
      "There are {maximum} programs already, the most one organization has. Revoke one that is no longer used.",
      fr: "Il y a déjà {maximum} programmes, le maximum par organisation. Révoquez-en un qui ne sert plus.",
      de: "Es gibt schon {maximum} Programme, mehr hat keine Organisation. Widerrufen Sie eines, das nicht mehr "
        + "gebraucht wird."),
    "oauth.invalid_request": Phrase(
      "The request is no form with grant_type once, or proves the program in two ways. Mend it and send it again.",
      fr: "La requête n’est pas un formulaire avec grant_type une fois, ou présente le programme de deux manières. "
        + "Corrigez-la et renvoyez-la.",
      de: "Die Anfrage ist kein Formular mit einmal grant_type, oder sie weist das Programm zweifach aus. "
        + "Berichtigen Sie sie und senden Sie sie erneut."),
    "oauth.invalid_client": Phrase(
      "There is no such program with this secret, or it was revoked. Check both, or have a new secret made.",
      fr: "Aucun programme n’a cet identifiant et ce secret, ou il a été révoqué. Vérifiez les deux ou faites "
        + "renouveler le secret.",
      de: "Kein Programm hat diese Kennung und dieses Geheimnis, oder es wurde widerrufen. Prüfen Sie beide oder "
        + "lassen Sie das Geheimnis erneuern."),
    "oauth.invalid_scope": Phrase(
      "The program does not have a scope that was asked for. Ask for fewer, or for none to get all it has.",
      fr: "Le programme n’a pas une des portées demandées. Demandez-en moins, ou aucune pour toutes les siennes.",
      de: "Das Programm hat einen der verlangten Bereiche nicht. Verlangen Sie weniger, oder keinen für alle seine."),
    "oauth.unsupported_grant_type": Phrase(
      "Only grant_type client_credentials is known here. People make tokens in their profile.",
      fr: "Seul grant_type client_credentials est connu ici. Les personnes créent leurs jetons dans leur profil.",
      de: "Nur grant_type client_credentials ist hier bekannt. Personen erstellen Tokens in ihrem Profil."),
  ]
}
